"""Count a printer's pile with the card in the hand: what is good, and what is made again (B4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.cards import STATE_NAMES, CardState
from backoffice.domain.holds import HOLD_REASONS
from backoffice.domain.print_jobs import SPOIL_REASONS, TO_FILE, JobState, PrintJob, Rank
from backoffice.domain.printers import called
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.settling import (
    NOTHING_CAME_OUT,
    call_good,
    call_spoiled,
    make_again,
    state_when_good,
    why_spoiled,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.actions import Turn
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

_NAMED = 8


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A card of the printer that is not good, and why: a key of ``SPOIL_REASONS``."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """What lies before the clerk.

    Attributes:
        printer: Whose pile is counted.
        good: Bar codes that were scanned: the last good card, and each other one that is in doubt
            and good; empty if no card came out well.
        missing: The others of a batch, each with its reason.
    """

    printer: str
    good: tuple[str, ...]
    missing: tuple[Missing, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Numbers of the cards that are good, and what takes the place of each of the others.

    Attributes:
        again: By number of the misprint the number of the new card; empty if none is made.
    """

    printer: str
    good: tuple[str, ...]
    again: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Pile:
    """How the cards of a printer stand, in the order they were sent.

    Attributes:
        good: Cards of a batch that exist.
        open: Cards of a batch of which somebody must say what became of them.
        counter: Cards for people at the window: settled there, each by itself.
    """

    good: tuple[PrintJob, ...]
    open: tuple[PrintJob, ...]
    counter: tuple[PrintJob, ...]


def sort_out(books: Books, desk_id: int, printer: str, scanned: Sequence[str]) -> Pile:
    """Say what scans prove: all before the last one is good unless its delivery left a doubt.

    Raises:
        Refusal: A card was scanned that this printer was not given, or it is still printing.
    """
    jobs = books.jobs.at_printer(desk_id, printer)
    if any(job.state is JobState.SENT for job in jobs):
        raise Refusal(
            "still-printing",
            sentence("The printer is still at a card."),
            advice=sentence("Wait until it has answered; that takes two minutes at most."),
            rule="B4",
            source="FAQ 4",
        )
    if not jobs:
        raise Refusal(
            "nothing-to-count",
            sentence("Nothing of this printer is unconfirmed."),
            advice=sentence("Let it go on."),
        )
    places = {job.number: place for place, job in enumerate(jobs)}
    for number in scanned:
        _require_from_here(books, number, places)
    last = max((places[number] for number in scanned), default=-1)
    mine = [job for job in jobs if job.rank is not Rank.COUNTER]
    good = [
        job
        for job in mine
        if job.number in scanned or (places[job.number] < last and job.hold_id is None)
    ]
    known = {job.id for job in good}
    return Pile(
        good=tuple(good),
        open=tuple(job for job in mine if job.id not in known),
        counter=tuple(job for job in jobs if job.rank is Rank.COUNTER),
    )


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _sheet(books, turn, request, _plan(books, turn, request))


def resync(books: Books, turn: Turn, request: Request) -> Outcome:
    """Settle what was sent, request what is not good once more, and let the printer go on.

    Raises:
        Refusal: A wrong card was scanned, or a card is neither good nor has a reason.
    """
    pile = _plan(books, turn, request)
    _sheet(books, turn, request, pile).require_unchanged(request.sheet)
    for job in pile.good:
        scanned = job.number in request.good
        call_good(books, turn, job, books.cards.get(_card_id(job)), scanned=scanned)
    reasons = {one.number: one.reason for one in request.missing}
    again = tuple((job.number, _again(books, turn, job, reasons[job.number])) for job in pile.open)
    hold = books.holds.of(turn.desk_id, request.printer)
    if hold is not None:
        books.holds.release(hold, by=turn.actor.clerk_id)
    good = tuple(job.number for job in pile.good)
    return Outcome(printer=request.printer, good=good, again=again)


WORKFLOW = Workflow(code="resync", right=Right.SERVE, run=resync, outcome=Outcome, preview=preview)


def _again(books: Books, turn: Turn, job: PrintJob, reason: str) -> str:
    card = books.cards.get(_card_id(job))
    call_spoiled(books, turn, job, card, reason)
    if not _right_holds(books, turn, job):
        return ""
    photo = books.photos.to_print(card.holder_id) or books.photos.get(card.photo_id)
    return make_again(books, turn, job, card, photo).number


def _right_holds(books: Books, turn: Turn, job: PrintJob) -> bool:
    assert job.holder_id is not None  # noqa: S101  a card is somebody's
    until = books.holders.get(job.holder_id).valid_until
    return until is None or until >= turn.today


def _plan(books: Books, turn: Turn, request: Request) -> Pile:
    pile = sort_out(books, turn.desk_id, request.printer, request.good)
    reasons = {one.number: one.reason for one in request.missing}
    for job in pile.open:
        if reasons.get(job.number) not in SPOIL_REASONS:
            raise Refusal(
                "needs-reason",
                sentence("Card {card} is not among the good ones.", card=_end(job.number)),
                advice=sentence("Scan it, or say what became of it."),
                rule="B4",
                source="FAQ 4",
            )
    if too_many := set(reasons) - {job.number for job in pile.open}:
        raise Refusal(
            "good-and-missing",
            sentence("Card {card} is good, and is not made again.", card=_end(min(too_many))),
            advice=sentence("Say only of the others what became of them."),
            rule="B4",
            source="FAQ 4",
        )
    return pile


def _sheet(books: Books, turn: Turn, request: Request, pile: Pile) -> Sheet:
    lines = [*_good_lines(books, request, pile), *_missing_lines(request, pile)]
    again = sum(_right_holds(books, turn, job) for job in pile.open)
    if pile.open:
        after = sentence("{count}, each with a new number", count=again)
        lines.append(Line(label=sentence("Made again"), before=say.NOTHING, after=after))
    if again < len(pile.open):
        after = sentence("{count}: the right to a card has ended", count=len(pile.open) - again)
        lines.append(Line(label=sentence("Not made again"), before=say.NOTHING, after=after))
    if pile.counter:
        after = sentence("to be scanned back, or called a misprint, at the counter")
        lines.append(
            Line(label=sentence("At the counter"), before=_many(pile.counter), after=after)
        )
    if request.printer == TO_FILE:
        return Sheet(title=sentence("Cards counted in the hand"), lines=tuple(lines))
    hold = books.holds.of(turn.desk_id, request.printer)
    standing = sentence(HOLD_REASONS[hold.reason]) if hold else sentence("prints")
    lines.append(
        Line(
            label=called(request.printer),
            before=standing,
            after=sentence("goes on"),
        )
    )
    return Sheet(title=sentence("Cards counted in the hand"), lines=tuple(lines))


def _good_lines(books: Books, request: Request, pile: Pile) -> list[Line]:
    by_state: dict[CardState, list[PrintJob]] = {}
    for job in pile.good:
        card = books.cards.get(_card_id(job))
        state = state_when_good(books, card, scanned=job.number in request.good)
        by_state.setdefault(state, []).append(job)
    return [
        Line(label=sentence("Good"), before=_many(jobs), after=sentence(STATE_NAMES[state]))
        for state, jobs in by_state.items()
    ]


def _missing_lines(request: Request, pile: Pile) -> list[Line]:
    by_reason: dict[str, list[PrintJob]] = {}
    reasons = {one.number: one.reason for one in request.missing}
    for job in pile.open:
        by_reason.setdefault(reasons[job.number], []).append(job)
    return [
        Line(
            label=sentence("Not good"),
            before=_many(jobs),
            after=sentence("{reason}; the blank is back in stock", reason=why_spoiled(reason))
            if reason == NOTHING_CAME_OUT
            else sentence("{reason}; keep it for destruction", reason=why_spoiled(reason)),
        )
        for reason, jobs in by_reason.items()
    ]


def _many(jobs: Sequence[PrintJob]) -> Sentence:
    if len(jobs) == 1:
        return sentence(_end(jobs[0].number))
    first, last = _end(jobs[0].number), _end(jobs[-1].number)
    return sentence("{count} cards, {first} to {last}", count=len(jobs), first=first, last=last)


def _require_from_here(books: Books, number: str, places: Mapping[str, int]) -> None:
    """Do nothing if a scanned card was given to this printer and is not settled.

    Raises:
        Refusal: It is another card; the sentence says what it is.
    """
    if number in places:
        return
    card = books.cards.by_number(number)
    if card is None:
        message = sentence("This bar code is no card of ours.")
    else:
        message = sentence(
            "Card {card} ({state}) was not sent to this printer, or was settled before.",
            card=card.short,
            state=sentence(STATE_NAMES[card.state]),
        )
    due = ", ".join(_end(due) for due in list(places)[:_NAMED])
    raise Refusal(
        "wrong-card",
        message,
        advice=sentence("Scan the last good card of this printer. It was sent: {cards}", cards=due),
        rule="B4",
        source="FAQ 4",
    )


def _end(number: str) -> str:
    """Return a number as the desk speaks of it."""
    return f"…{number[-4:]}"


def _card_id(job: PrintJob) -> int:
    assert job.card_id is not None  # noqa: S101  only cards are counted
    return job.card_id
