'''What every counter view is made of: a few steps, a consequence sheet, one confirmation.

A view is a class in ``backoffice/ui/views/<workflow>.py``; the registry finds it by itself. It says
what it is called, when it is offered, which steps it has, and hands requests to its workflow. The
framework does the rest: refusals stand in the step they belong to, faults offer to try again, a
missing supervisor is asked for in place, nothing typed is lost, every text follows the language.

    class ReportLost(View):
        """Stop a card that was lost."""

        code = "report_lost"
        title = N_("Report a card lost")
        short = N_("Report lost")
        key = "F6"
        order = 20

        @classmethod
        def offer(cls, person: Person) -> Offer | None:
            if person.card is None or person.card.state is not CardState.ACTIVE:
                return Offer.no(sentence("There is no active card to stop."))
            return Offer.yes()

        def build(self) -> None:
            first = self.step("reason", N_("Reason"), action=N_("Continue"), act=self._look)
            first.text("where", N_("Where it was lost"), explain=N_("Optional."))
            last = self.step(
                "confirm", N_("Confirm"), action=N_("Stop the card"), act=self._do, confirms=True
            )
            self.sheet = last.sheet()

        def _look(self) -> None:
            request = report_lost.Request(holder_id=self.holder_id)
            self.consequences(report_lost.WORKFLOW, request, self.sheet)

        def _do(self) -> None:
            self.confirm(report_lost.WORKFLOW, self._done)

        def _done(self, outcome: report_lost.Outcome) -> None:
            self.finish(sentence("Card …{end} is dead.", end=outcome.card_number[-4:]))

A view without anything to enter calls ``self.consequences(…)`` at the end of ``build``. Its last
step is named ``confirm``. Other means: ``self.work(call, then)`` for any blocking call,
``self.on_scan(text)`` and ``self.on_report(report)`` to be overridden, ``self.go(step)``,
``self.read(field)``, ``step.notice`` for sentences in place, ``self.expect_scan(handler)`` after
``finish`` to wait for a card.
'''

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

import ttkbootstrap as ttk

from backoffice import actions
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import Sentence, sentence
from backoffice.ui.approval import Approval
from backoffice.ui.fields import BadInput, ScanField
from backoffice.ui.footer import Footer
from backoffice.ui.steps import Action, Step, Strip
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backoffice.actions import Workflow
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.domain.roles import Actor
    from backoffice.lane import Report
    from backoffice.ui.desk import Desk
    from backoffice.ui.person import Person
    from backoffice.ui.sheet import SheetTable
    from backoffice.ui.words import Said

T = TypeVar("T")
R = TypeVar("R")
O = TypeVar("O")  # noqa: E741  R and O: request and outcome
_RESULT = "result"


@dataclass(frozen=True)
class Offer:
    """Whether a workflow may be begun; if not, why not, in a sentence that is always visible."""

    allowed: bool
    why_not: Sentence | None = None

    @classmethod
    def yes(cls) -> Offer:
        """It may be begun."""
        return cls(allowed=True)

    @classmethod
    def no(cls, why_not: Sentence) -> Offer:
        """It is shown greyed, with the reason."""
        return cls(allowed=False, why_not=why_not)


class View(ttk.Frame):
    """One workflow on screen; see the module for an example.

    Attributes:
        code: Name of the workflow and of both its modules.
        title: What stands on top; ``short`` what stands on its button.
        key: Function key that opens it on a person's page; empty for none.
        order: Place among the buttons, smallest first.
        right: What a role must carry to be offered it.
        happenings: By action code: what the timeline says of it, if not ``short``.
        belongs: By refusal code or its beginning: the step in which it is shown.
        unfinished: Whether it is remembered over a crash or a power cut.
        closable: Whether there is something to go back to; not at the gate.
        job: The print job it is about, if it was opened from the print queue.
        action_id: Born with the form; however often it is sent, it happens once.
        second: Who else put their word behind it.
    """

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    short: ClassVar[str] = ""
    key: ClassVar[str] = ""
    order: ClassVar[int] = 100
    right: ClassVar[Right] = Right.SERVE
    happenings: ClassVar[Mapping[str, str]] = {}
    belongs: ClassVar[Mapping[str, str]] = {}
    unfinished: ClassVar[bool] = True
    closable: ClassVar[bool] = True

    @classmethod
    def offer(cls, person: Person) -> Offer | None:  # noqa: ARG003  to be overridden
        """Tell whether it may be begun for a person; None keeps it off the person's page."""
        return None

    @classmethod
    def offer_job(cls, job: PrintJob) -> Offer | None:  # noqa: ARG003  to be overridden
        """Tell whether it may be begun for a print job; None keeps it off the print queue."""
        return None

    @classmethod
    def offer_desk(cls) -> Offer | None:
        """Tell whether it may be begun without person or job, from the print queue."""
        return None

    def __init__(
        self,
        parent: tk.Misc,
        desk: Desk,
        person: Person | None = None,
        *,
        job: PrintJob | None = None,
        action_id: str = "",
    ) -> None:
        super().__init__(parent, padding=16)
        self.desk = desk
        self.person = person
        self.job = job
        self.action_id = action_id or actions.new_action_id()
        self.second: Actor | None = None
        self.finished = False
        self.waiting = False
        self.steps: dict[str, Step] = {}
        self._current: Step | None = None
        self._shown: tuple[Workflow[Any, Any], Any, SheetTable] | None = None
        self._expected: Callable[[str], None] | None = None
        self._lay_out()
        self.build()
        if self._current is None:
            self.go(next(iter(self.steps)))

    def build(self) -> None:
        """Make the steps and their fields."""
        raise NotImplementedError

    # ── what a view may use ──────────────────────────────────────────────────────────────────

    @property
    def holder_id(self) -> int:
        """The person it is about."""
        assert self.person is not None  # noqa: S101  views with a person are opened with one
        return self.person.holder.id

    def step(
        self,
        name: str,
        title: Said,
        *,
        action: Said,
        act: Callable[[], None],
        confirms: bool = False,
    ) -> Step:
        """Add a step; ``action`` stands on its primary button, which calls ``act``.

        Args:
            name: To be named in ``go`` and ``belongs``.
            title: What the strip says.
            action: What the button says, without its key.
            act: What the button does; a ``Refusal`` from it is shown in place.
            confirms: Money moves or something is printed: Enter never does it, Ctrl+Enter does.
        """
        step = Step(self._stage, name, title, Action(said=action, act=act, confirms=confirms))
        self.steps[name] = step
        self._strip.add(step)
        if len(self.steps) > 1:
            self._strip.grid()
        return step

    def go(self, name: str) -> None:
        """Show a step; what was entered in the others stays."""
        if self._current is not None:
            self._current.grid_remove()
        self._current = step = self.steps[name]
        step.grid(row=0, column=0, sticky="new")
        self._strip.mark(step)
        names = list(self.steps)
        before = names.index(name) - 1
        back = (lambda: self.go(names[before])) if before >= 0 else None
        cancel = self.cancel if self.closable else None
        self._footer.show(step.action, press=self.act, cancel=cancel, back=back)
        self.after_idle(step.begin)
        if self.unfinished:
            self.desk.unfinished.note(self, name)

    def read(self, field: str) -> Any:  # noqa: ANN401  each kind of field has its own type
        """Return the value of a field by its name, or refuse in place what can't be read."""
        for step in self.steps.values():
            if field in step.fields:
                return step.fields[field].read()
        raise KeyError(field)

    def work(
        self, call: Callable[[], T], then: Callable[[T], None], *, lane: str = "store"
    ) -> None:
        """Do something that blocks; its refusal or fault is shown in place."""
        self._set_busy(busy=True)
        self._clear()

        def finished(result: T) -> None:
            self._set_busy(busy=False)
            self._guard(lambda: then(result))

        def failed(error: Exception) -> None:
            self._set_busy(busy=False)
            self._show(error, again=lambda: self.work(call, then, lane=lane))

        self.desk.lanes.run(lane, self, call, then=finished, failed=failed)

    def consequences(
        self,
        workflow: Workflow[R, O],
        request: R,
        table: SheetTable,
        *,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Ask what ``request`` would change, show it, and go to the step ``confirm``."""
        program, actor, second = self.desk.program, self.desk.actor, self.second

        def show(sheet: Any) -> None:  # noqa: ANN401  a Sheet, from the lane
            table.show(sheet)
            self._shown = (workflow, request, table)
            if self._current is not self.steps["confirm"]:
                self.go("confirm")
            if then is not None:
                then()

        self.work(
            lambda: actions.preview(
                program.store(),
                program.clock,
                workflow,
                request,
                action_id=self.action_id,
                actor=actor,
                second=second,
            ),
            show,
        )

    def confirm(self, workflow: Workflow[R, O], then: Callable[[O], None]) -> None:
        """Do what the sheet shows; refused if the world changed since it was shown."""
        assert self._shown is not None  # noqa: S101  there is a sheet before it is confirmed
        _workflow, request, table = self._shown
        self.perform(workflow, cast("R", replace(request, sheet=table.digest)), then)

    def perform(self, workflow: Workflow[R, O], request: R, then: Callable[[O], None]) -> None:
        """Do an action of the workflow under the id of this form."""
        program, actor, second = self.desk.program, self.desk.actor, self.second
        action_id = self.action_id

        def done(outcome: O) -> None:
            self.desk.something_happened()
            then(outcome)

        self.work(
            lambda: actions.perform(
                program.store(),
                program.clock,
                workflow,
                request,
                action_id=action_id,
                actor=actor,
                second=second,
            ),
            done,
        )

    def finish(self, said: Said, *more: Said) -> None:
        """Show what became of it; the form is done and closes with Enter or Esc."""
        self.finished = True
        if self._current is not None:
            self._current.grid_remove()
        action = Action(said=sentence("Close"), act=self.close, confirms=False)
        step = Step(self._stage, _RESULT, "", action)
        step.grid(row=0, column=0, sticky="new")
        step.notice.welcome(said, *more)
        self._current = step
        self._strip.mark(None, finished=True)
        self._footer.show(action, press=self.act, cancel=None, back=None)
        step.focus_set()

    def expect_scan(self, handler: Callable[[str], None]) -> None:
        """Let the next scan, wherever the focus is, go to ``handler``."""
        self._expected = handler

    def say(self, said: Said, *more: Said) -> None:
        """Change what the present step says under its fields, for example while a card prints."""
        if self._current is not None:
            self._current.notice.tell(said, *more)

    def close(self) -> None:
        """Leave the view; the person's page stays."""
        self.desk.close_view(self)

    def on_scan(self, text: str) -> bool:
        """Take a scan, or return False to leave it to the lookup."""
        if self.waiting:
            return True
        if self._expected is not None:
            self._expected(text)
            return True
        fields = self._current.fields.values() if self._current else ()
        field = next((f for f in fields if isinstance(f, ScanField)), None)
        if field is None:
            return False
        field.scan(text)
        self.act()
        return True

    def on_refusal(self, refusal: Refusal) -> None:
        """Hear what was refused, to offer what it advises; nothing by default."""

    def on_report(self, report: Report) -> None:
        """Hear what the print lane found; nothing by default."""

    # ── what the window asks ─────────────────────────────────────────────────────────────────

    @property
    def dirty(self) -> bool:
        """Whether closing it would lose something that was typed."""
        fields = (field for step in self.steps.values() for field in step.fields.values())
        return not self.finished and any(field.touched for field in fields)

    def act(self) -> None:
        """Press the primary button of the present step."""
        if self._current is not None and not self.waiting:
            self._guard(self._current.action.act)

    def enter(self, widget: tk.Misc | None) -> None:
        """Go on to the next field, and from the last one to the next step; never confirm."""
        if self._current is None or self._current.action.confirms:
            return
        after = self._current.following(widget)
        if after is not None:
            after.grab()
        else:
            self.act()

    def cancel(self) -> None:
        """Close it; if that would lose something, ask first, in place."""
        if self.waiting:
            return
        if self.finished or not self.dirty:
            self.close()
        else:
            self._footer.ask_to_discard(discard=self.close)

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _lay_out(self) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        Text(self, self.title, font="Desk.Heading", wrap=True).grid(row=0, sticky="ew")
        self._strip = Strip(self)
        self._strip.grid(row=1, sticky="ew", pady=(4, 0))
        self._strip.grid_remove()
        self._stage = ttk.Frame(self)
        self._stage.columnconfigure(0, weight=1)
        self._stage.grid(row=2, sticky="nsew", pady=(16, 0))
        self._footer = Footer(self)
        self._footer.grid(row=3, sticky="ew", pady=(16, 0))

    def _set_busy(self, *, busy: bool) -> None:
        self.waiting = busy
        self._footer.show_busy(busy=busy)

    def _clear(self) -> None:
        for step in self.steps.values():
            step.notice.clear()
            for child in step.approval.winfo_children():
                child.destroy()

    def _guard(self, act: Callable[[], None]) -> None:
        try:
            act()
        except (Refusal, Fault) as error:
            self._show(error, again=act)

    def _show(self, error: Exception, *, again: Callable[[], None]) -> None:
        if isinstance(error, BadInput):
            return  # it stands under its field
        step = self._step_of(error)
        if isinstance(error, Refusal):
            step.notice.refuse(error)
            self.on_refusal(error)
            if error.code == "needs-supervisor":
                self._ask_second(step)
            elif error.code == "sheet-changed" and self._shown is not None:
                workflow, request, table = self._shown
                self.consequences(workflow, request, table, then=lambda: step.notice.refuse(error))
        elif isinstance(error, Fault):
            step.notice.fail(error, again)
        else:
            raise error

    def _step_of(self, error: Exception) -> Step:
        code = getattr(error, "code", "")
        name = next((step for start, step in self.belongs.items() if code.startswith(start)), "")
        if name and self._current is not self.steps[name]:
            self.go(name)
        assert self._current is not None  # noqa: S101  a view always has one
        return self._current

    def _ask_second(self, step: Step) -> None:
        def agreed(second: Actor) -> None:
            self.second = second
            self.act()

        Approval(step.approval, self.desk, agreed).pack(fill="x", pady=(8, 0))
