"""Pause a printer of this desk with a reason, or let it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.holds import HOLD_REASONS, HoldReason
from backoffice.domain.printers import called
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import View
from backoffice.workflows import printer_hold

if TYPE_CHECKING:
    from collections.abc import Mapping


class Pause(View):
    """Why, and since when, stands beside the print queue until it goes on."""

    code = "printer_hold"
    title = N_("Pause a printer")
    happenings: ClassVar[Mapping[str, str]] = {"printer_hold": N_("Printer paused")}
    unfinished = False

    def build(self) -> None:
        """Make the one step: which printer, and why."""
        step = self.step("confirm", N_("Confirm"), action=N_("Pause"), act=self._pause)
        self._which = step.note("", ink="fg")
        reasons = [(r.value, said) for r, said in HOLD_REASONS.items() if r is not HoldReason.DOUBT]
        step.choice("reason", N_("Reason"), reasons)
        step.text("words", N_("In a few words"), explain=N_("Optional."))
        step.note(sentence("What the printer has already goes on; nothing further is sent to it."))

    def about(self, printer: str) -> None:
        """Say which printer."""
        self._printer = printer
        self._which.say(called(printer))

    def _pause(self) -> None:
        request = printer_hold.Request(
            printer=self._printer, reason=self.read("reason"), words=self.read("words")
        )
        said = sentence("Paused: {printer}", printer=called(self._printer))
        self.perform(printer_hold.WORKFLOW, request, lambda _outcome: self.finish(said))


class Resume(View):
    """Whoever lets it go on has looked; what is in doubt stays unconfirmed."""

    code = "printer_resume"
    title = N_("Let a printer go on")
    happenings: ClassVar[Mapping[str, str]] = {"printer_resume": N_("Printer goes on")}
    unfinished = False

    def build(self) -> None:
        """Make the one step."""
        step = self.confirm_step(N_("Let it go on"), self._go_on)
        self._which = step.note("", ink="fg")
        step.note(
            sentence(
                "Nothing is printed again by itself. Cards that are unconfirmed stay so until"
                " somebody scans or counts them."
            )
        )

    def about(self, printer: str) -> None:
        """Say which printer."""
        self._printer = printer
        self._which.say(called(printer))

    def _go_on(self) -> None:
        said = sentence("It goes on: {printer}", printer=called(self._printer))
        request = printer_hold.Resuming(printer=self._printer)
        self.perform(printer_hold.RESUME, request, lambda _outcome: self.finish(said))
