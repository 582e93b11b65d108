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
            self.sheet_step(N_("Stop the card"), self._do)

        def _look(self) -> None:
            request = report_lost.Request(holder_id=self.holder_id)
            self.consequences(report_lost.WORKFLOW, request)

        def _do(self) -> None:
            self.confirm(report_lost.WORKFLOW, self._done)

        def _done(self, outcome: report_lost.Outcome) -> None:
            self.finish(sentence("Card …{end} is dead.", end=outcome.card_number[-4:]))

A view without anything to enter calls ``self.consequences(…)`` at the end of ``build``; one without
a sheet has ``self.confirm_step(…)``. Other means: ``self.work(call, then)`` for any blocking call,
``self.on_scan(text)`` and ``self.on_report(report)`` to be overridden, ``self.go(step)``,
``self.read(field)``, ``step.notice`` for sentences in place.
'''

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from backoffice import actions
from backoffice.domain.roles import Right
from backoffice.domain.sentences import Sentence, sentence
from backoffice.ui.fields import ScanField
from backoffice.ui.form import Form
from backoffice.ui.steps import Action, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backoffice.actions import Workflow
    from backoffice.domain.batches import BatchSum
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.domain.refusal import Refusal
    from backoffice.lane import Report
    from backoffice.ui.desk import Desk
    from backoffice.ui.person import Person
    from backoffice.ui.sheet import SheetTable
    from backoffice.ui.words import Said

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


class View(Form):
    """One workflow on screen; see the module for an example.

    Attributes:
        code: Name of the workflow and of both its modules.
        title: What stands on top; ``short`` what stands on its button.
        key: Function key that opens it on a person's page; empty for none.
        order: Place among the buttons, smallest first.
        right: What a role must carry to be offered it.
        happenings: By action code: what the timeline says of it, if not ``short``.
        unfinished: Whether it is remembered over a crash or a power cut.
        job: The print job it is about, if it was opened from the print queue.
        action_id: Born with the form; however often it is sent, it happens once.
    """

    code: ClassVar[str] = ""
    short: ClassVar[str] = ""
    key: ClassVar[str] = ""
    order: ClassVar[int] = 100
    right: ClassVar[Right] = Right.SERVE
    happenings: ClassVar[Mapping[str, str]] = {}
    unfinished: ClassVar[bool] = True

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
        """Tell whether it may be begun without person or job, from the page of the blanks."""
        return None

    @classmethod
    def offer_photos(cls) -> Offer | None:
        """Tell whether it may be begun without a person, from the photos page."""
        return None

    @classmethod
    def offer_entry(cls) -> Offer | None:
        """Tell whether it may be begun without a person, from the entry page."""
        return None

    @classmethod
    def offer_batch(cls, batch: BatchSum) -> Offer | None:  # noqa: ARG003  to be overridden
        """Tell whether it may be begun about a batch, a ``RowView``; None keeps it off the page."""
        return None

    @classmethod
    def offer_batches(cls) -> Offer | None:
        """Tell whether it may be begun without a batch, from the page of batches."""
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
        super().__init__(parent, desk)
        self.person = person
        self.job = job
        self.action_id = action_id or actions.new_action_id()
        self._sheet: SheetTable
        self._shown: tuple[Workflow[Any, Any], Any] | None = None
        self.build()
        if self.current is None:
            self.go(next(iter(self.steps)))

    def build(self) -> None:
        """Make the steps and their fields."""
        raise NotImplementedError

    def sheet_step(self, action: Said, act: Callable[[], None]) -> Step:
        """Add the step ``confirm``, with the sheet that ``consequences`` fills."""
        step = self.confirm_step(action, act)
        self._sheet = step.sheet()
        return step

    @property
    def holder_id(self) -> int:
        """The person it is about."""
        assert self.person is not None  # noqa: S101  views with a person are opened with one
        return self.person.holder.id

    def consequences(
        self,
        workflow: Workflow[R, O],
        request: R,
        *,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Ask what ``request`` would change, show it, and go to the step ``confirm``."""
        program, actor, second = self.desk.program, self.desk.actor, self.second

        def show(sheet: Any) -> None:  # noqa: ANN401  a Sheet, from the lane
            self._sheet.show(sheet)
            self._shown = (workflow, request)
            if self.current is not self.steps["confirm"]:
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
        _workflow, request = self._shown
        self.perform(workflow, cast("R", replace(request, sheet=self._sheet.digest)), then)

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
        if self.current is not None:
            self.current.grid_remove()
        action = Action(said=sentence("Close"), act=self.close, confirms=False)
        step = Step(self._stage, _RESULT, "", action)
        step.grid(row=0, column=0, sticky="new")
        step.notice.welcome(said, *more)
        self.current = step
        self._strip.mark(None, finished=True)
        self._footer.show(action, press=self.act, cancel=None, back=None)
        step.focus_set()

    def close(self) -> None:
        """Leave the view; the person's page stays."""
        self.desk.close_view(self)

    def on_scan(self, text: str) -> bool:
        """Take a scan, or return False to leave it to the lookup."""
        if self.waiting:
            return True
        fields = self.current.fields.values() if self.current else ()
        field = next((f for f in fields if isinstance(f, ScanField) and f.winfo_manager()), None)
        if field is None:
            return False
        field.scan(text)
        self.act()
        return True

    def on_report(self, report: Report) -> None:
        """Hear what the print lane found; nothing by default."""

    def entered(self, step: str) -> None:
        """Remember where the form stands, over a crash or a power cut."""
        if self.unfinished:
            self.desk.unfinished.note(self, step)

    def sheet_changed(self, step: Step, refusal: Refusal) -> None:
        """Show what is true now, and that nothing was done."""
        if self._shown is not None:
            workflow, request = self._shown
            self.consequences(workflow, request, then=lambda: step.notice.refuse(refusal))
