"""Count the cards of a printer with the pile in the hand: scan the last good one (B4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.print_jobs import SPOIL_REASONS, TO_FILE
from backoffice.domain.printers import called
from backoffice.domain.sentences import N_, sentence
from backoffice.procedures.settling import NOTHING_CAME_OUT
from backoffice.ui.view import View
from backoffice.workflows import resync

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.print_jobs import PrintJob
    from backoffice.domain.refusal import Refusal
    from backoffice.domain.sentences import Sentence


class Resync(View):
    """Scan the last good card → what became of the others → one sheet."""

    code = "resync"
    title = N_("Count the cards in the hand")
    happenings: ClassVar[Mapping[str, str]] = {"resync": N_("Cards of a printer counted")}
    belongs: ClassVar[Mapping[str, str]] = {"wrong-card": "scan", "still-printing": "scan"}
    unfinished = False

    def build(self) -> None:
        """Make the three steps."""
        self._printer, self._scanned, self._good = "", "", list[str]()
        self._last_scan = ""
        self._pile: resync.Pile | None = None
        first = self.step("scan", N_("Last good card"), action=N_("Continue"), act=self._scan)
        self._sent = first.note("", ink="fg")
        first.scan(
            "scanned",
            N_("Scan the last good card that came out"),
            explain=N_("Leave it empty if no card came out well."),
        )
        others = self.step("others", N_("The others"), action=N_("Check"), act=self._check)
        self._open = others.note("", ink="fg")
        reasons = list(SPOIL_REASONS.items())
        others.choice("reason", N_("What became of it"), reasons)
        self._rest_said = others.note("", ink="fg")
        rest = others.choice("rest", N_("What became of these"), reasons)
        rest.choose(NOTHING_CAME_OUT)
        others.note(sentence("Is one of them good after all? Scan it, and it is counted."))
        self.sheet_step(N_("So it is"), self._settle)

    def about(self, printer: str, scanned: str = "") -> None:
        """Say which printer, and show what it was given; a card may have been scanned already."""
        self._printer = printer
        self._scanned = scanned
        desk_id, store = self.desk.session_place.id, self.desk.program.store()

        def read() -> list[PrintJob]:
            with store.reading() as books:
                return list(books.jobs.at_printer(desk_id, printer))

        self.work(read, self._say_sent)

    def on_scan(self, text: str) -> bool:
        """Take a good card at any step before the sheet."""
        if self.waiting or self.current is self.steps["confirm"] or self.finished:
            return True
        self.steps["scan"].fields["scanned"].put(text)
        self._scan()
        return True

    def on_refusal(self, refusal: Refusal) -> None:
        """Forget a wrong card: the right one is scanned next; good ones stay good."""
        if refusal.code == "wrong-card":
            if self._last_scan in self._good:
                self._good.remove(self._last_scan)
            else:  # somebody settled one of them meanwhile
                self._good.clear()
            self._last_scan = ""
            self.steps["scan"].fields["scanned"].put("")

    def _say_sent(self, jobs: list[PrintJob]) -> None:
        doubt = [job for job in jobs if job.hold_id is not None]
        file = self._printer == TO_FILE
        printer = sentence("a file") if file else called(self._printer)
        if not jobs:  # somebody settled them meanwhile
            said = sentence("Nothing of this printer is unconfirmed.")
        elif not doubt:
            said = sentence("Sent to {printer}: {what}.", printer=printer, what=_ends(jobs))
        else:
            said = sentence(
                "Sent to {printer}: {what}. In doubt: {doubt}.",
                printer=printer,
                what=_ends(jobs),
                doubt=_ends(doubt),
            )
        self._sent.say(said)
        if self._scanned:
            self.on_scan(self._scanned)

    def _scan(self) -> None:
        number = str(self.read("scanned")).strip()
        self._last_scan = "" if number in self._good else number
        if self._last_scan:
            self._good.append(number)
        good, printer = tuple(self._good), self._printer
        desk_id, store = self.desk.session_place.id, self.desk.program.store()

        def sort_out() -> resync.Pile:
            with store.reading() as books:
                return resync.sort_out(books, desk_id, printer, good)

        self.work(sort_out, self._sorted)

    def _sorted(self, pile: resync.Pile) -> None:
        self._pile = pile
        if not pile.open:
            self._check()
            return
        self._open.say(sentence("Not among the good ones: {card}", card=_ends(pile.open[:1])))
        step = self.steps["others"]
        rest = pile.open[1:]
        for widget in (self._rest_said, step.fields["rest"]):
            widget.pack_forget()
        if rest:
            self._rest_said.say(sentence("And {cards}", cards=_ends(rest)))
            self._rest_said.pack(fill="x", pady=(0, 12), after=step.fields["reason"])
            step.fields["rest"].pack(fill="x", pady=(0, 12), after=self._rest_said)
        if self.current is not step:
            self.go("others")

    def _check(self) -> None:
        assert self._pile is not None  # noqa: S101  it was sorted out in the step before
        reason, rest = self.read("reason"), self.read("rest")
        missing = tuple(
            resync.Missing(number=job.number, reason=rest if place else reason)
            for place, job in enumerate(self._pile.open)
        )
        request = resync.Request(printer=self._printer, good=tuple(self._good), missing=missing)
        self.consequences(resync.WORKFLOW, request)

    def _settle(self) -> None:
        self.confirm(resync.WORKFLOW, self._done)

    def _done(self, outcome: resync.Outcome) -> None:
        again = [number for _old, number in outcome.again if number]
        more = [sentence("Printed again, with new numbers: {count}", count=len(again))]
        self.finish(
            sentence("Good cards: {count}. The printer goes on.", count=len(outcome.good)),
            *(more if again else []),
        )


def _ends(jobs: Sequence[PrintJob]) -> Sentence:
    """Name cards as the desk speaks of them."""
    if len(jobs) == 1:
        return sentence(f"…{jobs[0].number[-4:]}")
    first, last = (f"…{job.number[-4:]}" for job in (jobs[0], jobs[-1]))
    return sentence("{count} cards, {first} to {last}", count=len(jobs), first=first, last=last)
