"""The entry page: applications to be answered; a scan says who may enter today (E2, E3)."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice import actions
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import registry, theme, words
from backoffice.ui.entry_check import Checked, EntryCheck, check
from backoffice.ui.entry_detail import EntryDetail
from backoffice.ui.entry_list import EntryList
from backoffice.ui.entry_side import Commands, EntrySide
from backoffice.ui.offers import checked
from backoffice.ui.page import Page
from backoffice.ui.quick_keys import QuickKeys
from backoffice.ui.texts import Text, rule
from backoffice.ui.view import Offer
from backoffice.ui.views.entry_answer import EntryAnswer
from backoffice.ui.waiting_entries import WaitingEntries
from backoffice.workflows import entry_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.waiting_entries import Applied

_LEFT, _RIGHT = 344, 336


class Entry(Page):
    """The list, one application or the card scanned last, and what is answered."""

    title = N_("Entry")
    order = 30

    def build(self) -> None:
        """Lay out the three columns."""
        self._busy = self._drawing = False
        self._scanned = 0
        self._holder_id: int | None = None
        self._why_not = checked(self.desk, EntryAnswer, Offer.yes()).why_not
        self._quick = QuickKeys(self, self.desk.scanner)
        self.rowconfigure(0, weight=1)
        left, right = theme.px(self, _LEFT, _RIGHT)
        self.columnconfigure(0, minsize=left)
        self.columnconfigure(2, weight=1)
        self.columnconfigure(4, minsize=right)
        self._lay_out_list().grid(row=0, column=0, sticky="nsew")
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.detail = EntryDetail(self, self.desk, self._offer)
        self.check = EntryCheck(self, self.desk)
        self._nothing = Text(
            self, N_("No application waits for an answer."), ink="secondary", font="Desk.Heading"
        )
        rule(self, vertical=True).grid(row=0, column=3, sticky="ns")
        self.column.grid(row=0, column=4, sticky="nsew")
        self.column.grid_propagate(False)
        commands = Commands(
            answer=self._pass, refuse=self._refuse, unmark=self._unmark, person=self._open_person
        )
        self.side = EntrySide(self.column, commands, self._why_not)
        self.column.rest_with(self.side)
        self._offer_others()
        self.waiting = WaitingEntries(self, self.desk, self._changed)
        self.list.waiting = self.waiting

    def opened(self) -> None:
        """Read the list anew and put the focus where keys decide."""
        self.refresh()
        if self.column.view is None:
            self.list.focus_set()

    def refresh(self) -> None:
        """Read again what is in sight: another desk may have answered meanwhile."""
        rows, top = self.waiting.rows, self.list.top
        after = rows[top].application.id - 1 if top and rows[top:] else 0
        self.waiting.read_again(after=after)

    def typed(self, event: tk.Event[tk.Misc]) -> None:
        """Move with the arrows, answer with a letter; letters of a scanner answer nothing."""
        if self.column.view is not None:
            return
        moves: dict[str, Callable[[], None]] = {
            "Up": lambda: self.list.move(-1),
            "Down": lambda: self.list.move(1),
            "Prior": lambda: self.list.move(-self.list.room),
            "Next": lambda: self.list.move(self.list.room),
            "Home": lambda: self.list.go(0),
        }
        if event.keysym in moves:
            self.side.notice.clear()
            moves[event.keysym]()
        else:
            keys = {"a": self._pass, "r": self._refuse, " ": self.list.tick}
            self._quick.press(event, keys)

    def on_scan(self, text: str) -> bool:
        """Say whether the card that was scanned may enter today; the next scan replaces it."""
        program = self.desk.program
        self._scanned += 1
        wanted = self._scanned

        def look() -> Checked:
            with program.store().reading() as books:
                return check(books, text, program.clock.today())

        def answered(found: Checked) -> None:
            self.check.show(found)
            self._holder_id = found.holder.id
            self._put(self.check)

        def failed(error: Exception) -> None:
            if not isinstance(error, Refusal):
                self.desk.failed(error)
                return
            self._holder_id = None
            self.check.refuse(error)
            self._put(self.check)

        self.desk.lanes.run(
            "store",
            self,
            look,
            then=answered,
            failed=failed,
            wanted=lambda: wanted == self._scanned,
        )
        return True

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _lay_out_list(self) -> ttk.Frame:
        left = ttk.Frame(self, style="Chrome.TFrame")
        left.columnconfigure(0, weight=1)
        left.rowconfigure(1, weight=1)
        left.grid_propagate(False)
        self._count = Text(left, ground="chrome", font="Desk.Heading")
        self._count.grid(sticky="w", padx=16, pady=(16, 8))
        self.list = EntryList(left, greyed=self._why_not is not None, told=self._looked)
        self.list.grid(sticky="nsew", pady=(8, 0))
        return left

    def _offer_others(self) -> None:
        for view in registry.all_views():
            offer = view.offer_entry()
            if offer is None:
                continue
            offer = checked(self.desk, view, offer)
            button = ttk.Button(self.side.below, command=partial(self.column.open, view, None))
            words.put(button, view.short or view.title)
            button.grid(sticky="w", pady=(0, 4))
            if offer.why_not is not None:
                button.state(["disabled"])
                Text(
                    self.side.below, offer.why_not, ink="secondary", font="Desk.Small", wrap=True
                ).grid(sticky="ew", pady=(0, 4))

    def _changed(self) -> None:
        self._count.say(sentence("Waiting for an answer: {count}", count=self.waiting.count))
        self._drawing = True
        self.list.draw()
        self._drawing = False

    def _looked(self) -> None:
        """The list looks at another application, or marks changed."""
        one = self.list.chosen
        if self._drawing and self.check.winfo_manager():
            self._offer()  # nobody moved: the answer to the scan stays
            return
        self._holder_id = None
        if one is not None:
            self.detail.show(one)
        else:
            self.detail.forget()
        self._put(self._nothing if one is None else self.detail)

    def _put(self, shown: tk.Widget) -> None:
        for widget in (self.detail, self.check, self._nothing):
            widget.grid_remove()
        shown.grid(row=0, column=2, sticky="" if shown is self._nothing else "nsew")
        self._offer()

    def _offer(self) -> None:
        looking = self.list.chosen is not None and not self.check.winfo_manager()
        self.side.offer(
            chosen=looking,
            known=looking or self._holder_id is not None,
            marked=len(self.list.marked),
        )

    def _unmark(self) -> None:
        self.list.unmark()
        self.list.focus_set()

    def _subject(self) -> list[Applied]:
        """Return the marked ones, or the one that is looked at once it was seen."""
        one = self.list.chosen
        if self._busy or self._why_not is not None or self.column.view is not None:
            return []
        if self.list.marked:
            return self.list.marked
        if one is None or self.check.winfo_manager() or self.detail.seen != one.application.id:
            return []
        return [one]

    def _pass(self) -> None:
        applied = self._subject()
        if applied:
            ids = tuple(one.application.id for one in applied)
            request = entry_answer.Request(application_ids=ids, passed=True)
            self._perform(request, actions.new_action_id())

    def _refuse(self) -> None:
        applied = self._subject()
        if applied:
            self.side.notice.clear()
            view = self.column.open(EntryAnswer, None)
            assert isinstance(view, EntryAnswer)  # noqa: S101  made of this class
            view.about(applied, refused=self._forget)

    def _perform(self, request: entry_answer.Request, action_id: str) -> None:
        program, actor = self.desk.program, self.desk.actor
        self._busy = True
        self.side.notice.clear()
        self.list.focus_set()

        def done(outcome: entry_answer.Outcome) -> None:
            self._busy = False
            self._forget(outcome.application_ids)
            self.desk.something_happened()

        def failed(error: Exception) -> None:
            self._busy = False
            if isinstance(error, Refusal):
                self.side.notice.refuse(error)
            elif isinstance(error, Fault):
                self.side.notice.fail(error, partial(self._perform, request, action_id))
            else:
                raise error
            self.refresh()

        self.desk.lanes.run(
            "store",
            self,
            lambda: actions.perform(
                program.store(),
                program.clock,
                entry_answer.WORKFLOW,
                request,
                action_id=action_id,
                actor=actor,
            ),
            then=done,
            failed=failed,
        )

    def _forget(self, application_ids: tuple[int, ...]) -> None:
        """Show the next one at once."""
        self.side.notice.tell(sentence("Answered: {count}.", count=len(application_ids)))
        self.waiting.drop(application_ids)

    def _open_person(self) -> None:
        one = self.list.chosen
        if self._holder_id is not None:
            self.desk.show_person(self._holder_id)
        elif one is not None:
            self.desk.show_person(one.holder.id)
