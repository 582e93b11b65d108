"""The drawer of the desk: a shift is opened, cash moved, the shift closed with a blind count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.drawer import Differences
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.procedures.shift_report import day_report
from backoffice.ui import words
from backoffice.ui.counting import Counting
from backoffice.ui.device_counters import LANE, read_counters
from backoffice.ui.dialogs import choose_folder
from backoffice.ui.view import View
from backoffice.workflows import shift
from backoffice.workflows.shift import WAY_NAMES, CountDiffers, Way

if TYPE_CHECKING:
    from collections.abc import Mapping


class OpenShift(View):
    """The float is counted before anybody is served in cash."""

    code = "shift_open"
    title = N_("Open a shift")
    order = 10
    belongs: ClassVar[Mapping[str, str]] = {"count-senseless": "count", "clock": "count"}

    def build(self) -> None:
        """Make the step of the count, and that of the confirmation."""
        first = self.step("count", N_("Count the float"), action=N_("Go on"), act=self._counted)
        first.note(sentence("How many of each are in the drawer? Empty is none."))
        self._counting = Counting(first)
        last = self.confirm_step(N_("Open the shift"), self._open)
        self._said = last.note("", ink="fg")

    def _counted(self) -> None:
        total = self._counting.read().total
        self._said.say(sentence("The shift begins with {amount}.", amount=yuan(total)))
        self.go("confirm")

    def _open(self) -> None:
        program = self.desk.program
        self.work(lambda: read_counters(program), self._open_with, lane=LANE)

    def _open_with(self, counters: shift.Counters) -> None:
        request = shift.Opening(counted=self._counting.read(), counters=counters)
        self.perform(shift.OPEN, request, self._done)

    def _done(self, outcome: shift.Opened) -> None:
        brought = outcome.brought
        more = []
        if brought > 0:
            more = [sentence("Brought from the safe: {amount}", amount=yuan(brought))]
        elif brought < 0:
            more = [sentence("Brought to the safe: {amount}", amount=yuan(-brought))]
        self.finish(
            sentence("The drawer is open with {amount}.", amount=yuan(outcome.opening)), *more
        )


class MoveCash(View):
    """Cash goes from the safe into the drawer or back, with a numbered slip for both hands."""

    code = "shift_cash"
    title = N_("Move cash")
    short = N_("Fetch or drop cash")
    order = 20
    belongs: ClassVar[Mapping[str, str]] = {"": "cash"}

    def build(self) -> None:
        """Make the step of the money, and that of the confirmation."""
        first = self.step("cash", N_("Amount"), action=N_("Go on"), act=self._look)
        first.choice(
            "way", N_("Where it goes"), [(way, WAY_NAMES[way]) for way in (Way.DROP, Way.FETCH)]
        )
        first.money("amount", N_("Amount moved"))
        last = self.confirm_step(N_("Move and print the slip"), self._move)
        self._said = last.note("", ink="fg")

    def _look(self) -> None:
        self._said.say(
            sentence(
                "{amount} goes {way}.",
                amount=yuan(self.read("amount")),
                way=sentence(WAY_NAMES[self.read("way")]),
            )
        )
        self.go("confirm")

    def _move(self) -> None:
        request = shift.Moving(way=self.read("way"), amount=self.read("amount"))
        self.perform(shift.MOVE, request, self._done)

    def _done(self, outcome: shift.Moved) -> None:
        self.finish(
            sentence("{amount} was moved.", amount=yuan(outcome.amount)),
            sentence("Slip {number} is printing: both sign it.", number=outcome.slip),
        )


class ShiftReport(View):
    """What the shift did so far, on paper or as a file; it says what is expected."""

    code = "shift_report"
    title = N_("Report so far (X)")
    order = 40
    right = Right.OVERRIDE
    unfinished = False
    happenings: ClassVar[Mapping[str, str]] = {"shift_report": N_("Report printed")}

    def build(self) -> None:
        """Make the one step, with the way to a file below it."""
        step = self.confirm_step(N_("Print it"), self._print)
        step.note(
            sentence(
                "It says how much must be in the drawer, so whoever counts must not see it before."
            )
        )
        button = ttk.Button(step.below, command=self._save)
        words.put(button, N_("Save as a file"))
        button.grid(sticky="w", pady=(8, 0))

    def _print(self) -> None:
        self.perform(shift.REPORT, shift.Interim(), self._done)

    def _done(self, outcome: shift.Reported) -> None:
        self.finish(sentence("Report {number} is printing.", number=outcome.paper))

    def _save(self) -> None:
        folder = choose_folder(self, title=sentence("Folder of the reports"))
        if folder is None or self.waiting:
            return
        program, clerk = self.desk.program, self.desk.seated.name
        desk = self.desk.session_place
        now = program.clock.now()
        path = Path(folder) / f"shift-{desk.code}-{now:%Y%m%d-%H%M%S}.pdf"

        def save() -> Path:
            with program.store().reading() as books:
                found = books.shifts.open_at(desk.id) or books.shifts.last_at(desk.id)
                if found is None:
                    raise Refusal(
                        "no-shift",
                        sentence("There was no shift at this desk yet."),
                        advice=sentence("Open one first."),
                    )
                report = day_report(books, found, clerk=clerk, at=now)
            program.save(report, path)
            return path

        self.work(
            save,
            lambda path: self.finish(sentence("The report is in {path}.", path=str(path))),
        )


class CloseShift(View):
    """The count comes first; only then is it said whether it agrees."""

    code = "shift"
    title = N_("Close the shift")
    order = 30
    happenings: ClassVar[Mapping[str, str]] = {
        "shift": N_("Shift closed"),
        "shift_open": N_("Shift opened"),
        "shift_cash": N_("Cash moved"),
    }
    belongs: ClassVar[Mapping[str, str]] = {"count-senseless": "count", "": "confirm"}

    def build(self) -> None:
        """Make the steps of both blind counts, and that of the confirmation."""
        self._acknowledged: Differences | None = None
        self._about: tuple[object, ...] = ()
        first = self.step("count", N_("Count"), action=N_("Go on"), act=self._counted)
        first.note(sentence("Count everything in the drawer. What is expected is said afterwards."))
        self._counting = Counting(first)
        second = self.step("blanks", N_("Blank cards"), action=N_("Go on"), act=self._all_counted)
        second.note(sentence("Count the blank cards too. A sealed box counts as its label says."))
        second.tally("stock", N_("Blank cards in the boxes"))
        second.tally(
            "hopper",
            N_("Blank cards in the hopper"),
            explain=N_("Only where the hopper is booked; else count them with the boxes."),
        )
        last = self.confirm_step(N_("Close the shift"), self._close)
        self._said = last.note("", ink="fg")
        self._words = last.text("explanation", N_("What is known of the difference"))
        self._words.pack_forget()

    def on_refusal(self, refusal: Refusal) -> None:
        """Ask for words once a difference was shown."""
        if isinstance(refusal, CountDiffers):
            self._acknowledged = refusal.differences
            self._words.pack(fill="x", pady=(0, 12))
            self.after_idle(self._words.grab)

    def _counted(self) -> None:
        self._counting.read()
        self.go("blanks")

    def _all_counted(self) -> None:
        counted = self._counting.read()
        blanks = self.read("stock"), self.read("hopper")
        if (counted, *blanks) != self._about:
            self._about, self._acknowledged = (counted, *blanks), None
            self._words.pack_forget()
        self._said.say(
            sentence(
                "{amount} and {count} blank cards were counted.",
                amount=yuan(counted.total),
                count=sum(blanks),
            )
        )
        self.go("confirm")

    def _close(self) -> None:
        program = self.desk.program
        self.work(lambda: read_counters(program), self._close_with, lane=LANE)

    def _close_with(self, counters: shift.Counters) -> None:
        request = shift.Request(
            counted=self._counting.read(),
            stock=self.read("stock"),
            hopper=self.read("hopper"),
            counters=counters,
            explanation=self.read("explanation"),
            acknowledged=self._acknowledged,
        )
        self.perform(shift.WORKFLOW, request, self._done)

    def _done(self, outcome: shift.Outcome) -> None:
        difference = outcome.difference
        agrees = sentence("The count agrees: {amount}.", amount=yuan(outcome.counted))
        differs = sentence(
            "{counted} was counted, {expected} expected; the difference {difference} is booked.",
            counted=yuan(outcome.counted),
            expected=yuan(outcome.expected),
            difference=yuan(difference),
        )
        blanks = sentence("Difference of blank cards: {count}; it is booked.", count=outcome.blanks)
        self.finish(
            sentence("The shift is closed. Its report has number {number}.", number=outcome.number),
            differs if difference else agrees,
            *([blanks] if outcome.blanks else []),
            sentence("Report {number} is printing.", number=outcome.paper),
        )
