"""The counter window: who sits at it, which tab is open, and what its parts may ask of it."""

from __future__ import annotations

import tkinter as tk
from dataclasses import replace
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from backoffice.ui import keys, leaving, looks, opening, registry, theme, unfinished, wheel, words
from backoffice.ui.gate import Gate
from backoffice.ui.header import Header
from backoffice.ui.idle import Idle
from backoffice.ui.keyboard import Keyboard
from backoffice.ui.lifetime import Bindings, Garbage
from backoffice.ui.midnight import Midnight
from backoffice.ui.pages.counter import Counter
from backoffice.ui.print_runner import PrintRunner
from backoffice.ui.scanning import Scanner, listen_at
from backoffice.ui.scroller import reveal
from backoffice.ui.session import Session
from backoffice.ui.stage import Stage
from backoffice.ui.status import Watch
from backoffice.ui.status_line import StatusLine
from backoffice.ui.tasks import Lanes, lanes_of
from backoffice.workflows import sign_in

if TYPE_CHECKING:
    from types import TracebackType

    from backoffice.domain.clerks import Clerk, FirstStart
    from backoffice.domain.places import Desk as Place
    from backoffice.domain.roles import Actor
    from backoffice.lane import Report
    from backoffice.ports import Program
    from backoffice.ui.person import Person
    from backoffice.ui.status import State
    from backoffice.ui.unfinished import Fate, Form
    from backoffice.ui.view import View
    from backoffice.ui.words import Said

_QUIET_S = 5


class Desk(ttk.Frame):
    """One window of one desk.

    Attributes:
        program: Books, printers, clock and settings, as ``main`` plugged them together.
        lanes: Where everything that blocks is done.
        session: Who is signed in; stays while the desk is locked.
        here: The desk of the settings, once the books are open.
        first_start: What is shown once when the books are new.
        example: Whether the books hold invented people.
        locked: Whether the gate stands before the work.
        stage: The tabs and their pages.
    """

    def __init__(self, app: ttk.App, program: Program) -> None:
        super().__init__(app)
        self.app = app
        self.program = program
        self.lanes = Lanes(self, lanes_of(program.settings))
        self._bindings = Bindings(app)
        self.session: Session | None = None
        self.here: Place | None = None
        self.first_start: FirstStart | None = None
        self.example = False
        self.locked = True
        self.unfinished = unfinished.Unfinished(self, program.settings.folder, self.lanes)
        self._fates: list[Fate] = []
        self._lay_out()
        self.printing = PrintRunner(
            self, self.lanes, program, told=self._reported, failed=self.failed
        )
        self.watch = Watch(self, self.lanes, program, self._watched)
        self.midnight = Midnight(self)
        self._listen()
        self._open_books()

    # ── what parts of the window may ask ─────────────────────────────────────────────────────

    @property
    def actor(self) -> Actor:
        """Who acts, and where."""
        return self.seated_session.actor

    @property
    def seated(self) -> Clerk:
        """Who sits here."""
        return self.seated_session.clerk

    @property
    def session_place(self) -> Place:
        """The desk this window stands for."""
        return self.seated_session.place

    @property
    def seated_session(self) -> Session:
        """The session, which there is whenever anything can be done."""
        assert self.session is not None  # noqa: S101  nothing is on offer before the sign-in
        return self.session

    @property
    def counter(self) -> Counter:
        """The first tab."""
        page = self.stage.made(Counter)
        assert isinstance(page, Counter)  # noqa: S101  made of this class
        return page

    @property
    def view(self) -> View | None:
        """The form that keys and scans go to."""
        if self.locked:
            return self.gate.view
        column = self.stage.column
        return column.view if column is not None else None

    def show_person(self, holder_id: int, card_id: int | None = None) -> None:
        """Show a person at the counter."""
        self.stage.open(Counter)
        self.counter.show_person(holder_id, card_id)

    def go_on(self, code: str, holder_id: int) -> None:
        """Go on with another workflow of the same person, read anew."""
        kind = registry.view(code)
        assert kind is not None  # noqa: S101  a workflow has its view
        if self.view is not None:
            self.close_view(self.view)
        self.stage.open(Counter)
        self.counter.show_person(holder_id, then=lambda person: self.open_view(kind, person))

    def to_search(self) -> None:
        """Put the focus into the search box."""
        self.stage.open(Counter)
        self.counter.search.grab()

    def toggle_theme(self) -> None:
        """Make the window dark or light."""
        theme.use(self.app, "light" if theme.mode() == "dark" else "dark")
        looks.remember(self)

    def open_view(self, kind: type[View], person: Person | None, *, action_id: str = "") -> None:
        """Open a workflow beside the person; an open form that would lose something stays."""
        if self.counter.column.free():
            self.counter.column.open(kind, person, action_id=action_id)

    def printers_changed(self) -> None:
        """Ask the printers of this desk anew, and print what waits for one that is new."""
        self.watch.start()
        self.something_happened()

    def place_changed(self, place: Place) -> None:
        """Say at the top what this desk is called now, if it is this one."""
        session = self.seated_session
        if place.id == session.place.id:
            self.here, self.session = place, replace(session, place=place)
            self.header.show_session(self.session)

    def close_view(self, view: View) -> None:
        """Close a form; the person's page stays."""
        column = view.master
        close = getattr(column, "close", None)
        if close is not None:
            close()
            if self.stage.page is not None:
                self.stage.page.opened()

    def something_happened(self) -> None:
        """An action was done: print what it queued, show what it changed."""
        self.printing.hurry()
        if self.stage.page is not None:
            self.stage.page.refresh()
        self._status.refresh()

    def tell(self, said: Said, *, ink: str = "secondary") -> None:
        """Say something on the status line."""
        self._status.tell(said, ink=ink)

    def failed(self, error: Exception) -> None:
        """Say what went wrong where no form is open; a defect goes to the last resort."""
        if not isinstance(error, (Refusal, Fault)):
            raise error
        self.tell(error.message, ink="danger")

    def resume(self, form: Form, *, again: bool) -> None:
        """Open what an interruption cut off: the person, and the form under the same id."""
        kind = registry.view(form.workflow) if again else None
        if form.holder_id is None:
            if kind is not None and kind.offer_desk() is not None:
                blanks = registry.page("blanks")
                self.stage.open(blanks)
                self.stage.made(blanks).column.open(kind, None, action_id=form.action_id)
            return

        def go_on(person: Person) -> None:
            offer = kind.offer(person) if kind is not None else None
            if kind is not None and offer is not None and offer.allowed:
                self.open_view(kind, person, action_id=form.action_id)

        self.counter.show_person(form.holder_id, then=go_on)

    # ── signing in, locking ──────────────────────────────────────────────────────────────────

    def signed_in(self, clerk: Clerk) -> None:
        """Seat a clerk: the same one goes on, another one starts afresh."""
        before = self.session.clerk if self.session is not None else None
        same = before is not None and (before.id, before.role) == (clerk.id, clerk.role)
        assert self.here is not None  # noqa: S101  the books are open before anybody signs in
        if not same:
            self.stage.empty()
            self.tell("")
        self.session = Session(clerk=clerk, place=self.here)
        self.first_start = None
        words.use(clerk.language or words.language())
        if clerk.must_change:
            self.gate.ask("change_password")
        else:
            self.begin()

    def begin(self) -> None:
        """Let the seated clerk work."""
        self.locked = False
        self.gate.empty()
        self.gate.grid_remove()
        self.header.show_session(self.session)
        if self.stage.page is None:
            self.stage.begin()
            self.stage.open(Counter)
            self.counter.underway.show_fates(self.unfinished.left(self._fates))
        self.stage.grid()
        self.printing.start(self.session_place.id)
        if self.stage.page is not None:
            self.stage.page.opened()
        self._status.refresh()

    def lock(self) -> None:
        """Cover the desk; what is typed stays."""
        if self.session is None or self.locked:
            return
        self.locked = True
        self.counter.forget_certificate()
        self.stage.grid_remove()
        self.header.show_session(None)
        self.gate.ask("sign_in")
        self.gate.grid()

    def switch_language(self) -> None:
        """Change the language of the whole window; it is remembered for the clerk."""
        words.use("zh_CN" if words.language() == "en" else "en")
        if self.session is None or self.locked:
            return
        program, actor, language = self.program, self.actor, words.language()
        self.lanes.run(
            "store",
            self,
            lambda: sign_in.choose_language(program.store(), program.clock, actor, language),
            failed=self.failed,
        )

    # ── the end ──────────────────────────────────────────────────────────────────────────────

    def closing(self) -> bool:
        """Come to an end, unless work would be lost and the clerk keeps on."""
        if not leaving.may_close(self):
            return False
        self.stop()
        return True

    def stop(self) -> None:
        """Let what runs come to an end and take up nothing new."""
        self.idle.stop()
        self.watch.stop()
        self.midnight.stop()
        self.printing.stop()
        self.lanes.close()
        self._bindings.release()
        self._garbage.stop()

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _lay_out(self) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self.header = Header(self, self)
        self.header.grid(row=0, sticky="ew")
        self.stage = Stage(self, self)
        self.stage.grid(row=1, sticky="nsew")
        self.stage.grid_remove()
        self.gate = Gate(self, self)
        self.gate.grid(row=1, sticky="nsew")
        self._status = StatusLine(self)
        self._status.grid(row=2, sticky="ew")

    def _listen(self) -> None:
        self.keyboard = Keyboard(self)
        keys.bind(self._bindings, self.keyboard)
        self.scanner = Scanner(self.app, self._bindings, self._scanned)
        self._bindings.bind("<FocusIn>", _focused)
        wheel.listen(self._bindings)
        self.idle = Idle(self, self.program.settings.idle_minutes, self.lock)
        self._garbage = Garbage(self, lambda: self.idle.seconds > _QUIET_S)
        self.app.report_callback_exception = self._unexpected

    def _open_books(self) -> None:
        self.gate.wait()
        program = self.program
        self.lanes.run(
            "store",
            self,
            lambda: opening.open_books(program),
            then=self._opened,
            failed=self._not_opened,
        )

    def _opened(self, found: opening.Opened) -> None:
        self.here, self.example = found.place, found.example
        self.first_start, self._fates = found.first_start, found.fates
        self.unfinished.adopt(found.fates)
        self.gate.ask("sign_in")
        self.watch.start()
        self.midnight.start()

    def _not_opened(self, error: Exception) -> None:
        if not isinstance(error, (Refusal, Fault)):
            raise error
        self.gate.fail(error, self._open_books)

    def _reported(self, report: Report) -> None:
        ink = {"waiting": "warning", "unprintable": "danger"}.get(report.outcome, "secondary")
        number = report.job.number
        self.tell(sentence("{number}: {said}", number=number, said=report.said), ink=ink)
        self._status.refresh()
        if self.stage.page is not None:
            self.stage.page.on_report(report)
        view = None if self.locked else self.view
        if view is not None:
            view.on_report(report)

    def _watched(self, states: dict[str, State]) -> None:
        self.header.show_states(states)

    def _scanned(self, text: str) -> None:
        if self.locked:
            return
        if self.view is not None and self.view.on_scan(text):
            return
        if self.stage.page is not None and self.stage.page.on_scan(text):
            return
        self.stage.open(Counter)
        self.counter.look_up(text)

    def _unexpected(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        # The window goes on; the log has the number, the place, and nobody's data.
        self.tell(self.program.incident(error), ink="danger")


def _focused(event: tk.Event[tk.Misc]) -> None:
    listen_at(event.widget)
    reveal(event.widget)
