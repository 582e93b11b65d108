"""Make the cards of a unit together: all with an approved photo and no live card (FAQ 4, B1, B2).

One action makes one batch for each unit that was chosen, whatever their size; the cards appear in
the print queue behind those of the counter. What has not been printed can be cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.batch_preflight import Judged, judge
from backoffice.domain.batches import LEFT_OUT_NAMES, SERVED, LeftOut
from backoffice.domain.cards import CardState
from backoffice.domain.consequences import NOTHING
from backoffice.domain.print_jobs import TO_FILE, JobState, Rank
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.batch_card import active_from_making
from backoffice.procedures.making import WantedCard, request_cards

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.batches import Batch
    from backoffice.ports import Books

_MOST_UNITS = 200
_UNITS_SHOWN = 8
_LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Request:
    """For whom, and where the cards come from.

    Attributes:
        unit_ids: The units; each gets a batch of its own.
        unprintable: What the printing code objects to: holder id and a value of ``LeftOut``.
        printer: Name of a card printer; empty for the first one of the desk.
        output: Not empty: the file that the cards are written into, to be printed elsewhere.
    """

    unit_ids: tuple[int, ...]
    unprintable: tuple[tuple[int, str], ...] = ()
    printer: str = ""
    output: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Made:
    """One batch that was made; ``left_out`` counts who still needs something."""

    batch_id: int
    number: str
    unit_code: str
    cards: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The batches, by unit."""

    batches: tuple[Made, ...]


@dataclass(frozen=True, kw_only=True)
class Cancelling:
    """The batch of which nothing more is to be printed, and why."""

    batch_id: int
    reason: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """How many of its cards are not made."""

    number: str
    cards: int


def people(books: Books, turn: Turn, request: Request) -> Judged:
    """Return who is in and who is left out, as the books stand now.

    Raises:
        Refusal: No unit was chosen, too many were, or one does not exist.
    """
    wanted = set(request.unit_ids)
    units = [unit for unit in books.batches.units() if unit.id in wanted]
    if not wanted or len(units) != len(wanted) or len(units) > _MOST_UNITS:
        raise Refusal(
            "batch-units",
            sentence("A batch is made for between 1 and {most} known units.", most=_MOST_UNITS),
            advice=sentence("Choose the units again."),
            rule="B1",
            source="FAQ 4",
        )
    if len(request.printer) > _LONGEST_NAME:
        raise Refusal(
            "printer-unknown",
            sentence("No printer has a name of more than {most} characters.", most=_LONGEST_NAME),
            advice=sentence("Choose one of this desk."),
        )
    unprintable = {holder_id: LeftOut(reason) for holder_id, reason in request.unprintable}
    everybody = books.batches.candidates([unit.id for unit in units])
    return judge(units, everybody, today=turn.today, unprintable=unprintable)


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _sheet(books, request, _require_somebody(people(books, turn, request)))


def make(books: Books, turn: Turn, request: Request) -> Outcome:
    """Reserve the numbers, queue every card behind those of the counter, note who was left out.

    Raises:
        Refusal: Nobody of these units waits for a card (B1), or the sheet is out of date.
    """
    judged = _require_somebody(people(books, turn, request))
    _sheet(books, request, judged).require_unchanged(request.sheet)
    return Outcome(
        batches=tuple(
            _make_one(books, turn, request, part)
            for unit in judged.units
            if (part := judged.of_unit(unit.id)).included
        )
    )


def _make_one(books: Books, turn: Turn, request: Request, judged: Judged) -> Made:
    wanted = [
        WantedCard(holder=one.holder, photo_id=one.photo_id, predecessor_id=one.newest_id)
        for one in judged.included
        if one.photo_id is not None  # always so: without one nobody is included
    ]
    printer = TO_FILE if request.output else request.printer
    cards = request_cards(books, turn, wanted, printer=printer, rank=Rank.BATCH)
    out = {one.holder.id: why for one, why in judged.left_out if why not in SERVED}
    [unit] = judged.units
    batch = books.batches.add(
        unit_id=unit.id,
        desk_id=turn.desk_id,
        printer=request.printer,
        output=request.output,
        card_ids=[card.id for card in cards],
        left_out=out,
    )
    return Made(
        batch_id=batch.id,
        number=batch.number,
        unit_code=unit.code,
        cards=len(cards),
        left_out=len(out),
    )


def _require_somebody(judged: Judged) -> Judged:
    if judged.included:
        return judged
    raise Refusal(
        "batch-empty",
        sentence("Nobody of these units can get a card with a batch now."),
        advice=sentence("The list says for each of them why."),
        rule="B1",
        source="FAQ 4",
    )


def _sheet(books: Books, request: Request, judged: Judged) -> Sheet:
    count = len(judged.included)
    from_making = active_from_making(books)
    return Sheet(
        title=sentence("Batch of cards"),
        lines=(
            *_unit_lines(judged),
            Line(
                label=sentence("New cards"),
                before=NOTHING,
                after=sentence("{count}, written into {file}", count=count, file=request.output)
                if request.output
                else sentence("{count}, printed after whoever stands at the window", count=count),
            ),
            *(
                Line(
                    label=sentence("Left out"),
                    before=sentence(LEFT_OUT_NAMES[reason]),
                    after=sentence("{count} people, no card now", count=people_out),
                )
                for reason, people_out in judged.counted().items()
            ),
            Line(
                label=sentence("Active"),
                before=NOTHING,
                after=sentence("as soon as it is made")
                if from_making
                else sentence("when it is handed out"),
            ),
            Line(
                label=sentence("Campus entry"),
                before=sentence("as it is"),
                after=sentence("unchanged; no card grants it"),
            ),
        ),
        notes=(sentence("List {fingerprint}", fingerprint=judged.fingerprint),),
    )


def _unit_lines(judged: Judged) -> list[Line]:
    lines = []
    for unit in judged.units[:_UNITS_SHOWN]:
        part = judged.of_unit(unit.id)
        without = sum(why not in SERVED for _, why in part.left_out) + len(part.included)
        lines.append(
            Line(
                label=sentence("Unit {code}", code=unit.code),
                before=sentence("{count} without a card", count=without),
                after=sentence("{count} in this batch", count=len(part.included)),
            )
        )
    more = judged.units[_UNITS_SHOWN:]
    if more:
        lines.append(
            Line(
                label=sentence("{count} more units", count=len(more)),
                before=NOTHING,
                after=sentence(
                    "{count} in this batch",
                    count=sum(len(judged.of_unit(unit.id).included) for unit in more),
                ),
            )
        )
    return lines


WORKFLOW = Workflow(code="batch", right=Right.SERVE, run=make, outcome=Outcome, preview=preview)


def preview_cancel(books: Books, turn: Turn, request: Cancelling) -> Sheet:  # noqa: ARG001
    """Return what would change, or refuse."""
    return _cancel_sheet(books, request)[1]


def cancel(books: Books, turn: Turn, request: Cancelling) -> Cancelled:  # noqa: ARG001
    """Make none of the cards that still wait; their numbers are never used again.

    A card that took over money from one that vanished stays in the queue.

    Raises:
        Refusal: Nothing of the batch waits or all of it has money on it, there is no reason, or the
            sheet is out of date.
    """
    batch, sheet = _cancel_sheet(books, request)
    sheet.require_unchanged(request.sheet)
    cards = books.batches.advance(
        batch.id,
        jobs=(JobState.QUEUED, JobState.CANCELLED),
        cards=(CardState.QUEUED, CardState.SPOILED),
        note=request.reason.strip(),
    )
    return Cancelled(number=batch.number, cards=cards)


def _cancel_sheet(books: Books, request: Cancelling) -> tuple[Batch, Sheet]:
    counted = books.batches.sum_of(request.batch_id)
    if not counted.waiting:
        raise Refusal(
            "batch-not-waiting",
            sentence("Nothing of batch {number} waits any more.", number=counted.batch.number),
            advice=sentence("What is printed is settled card by card."),
        )
    if not request.reason.strip():
        raise Refusal(
            "needs-reason",
            sentence("Cancelling a batch needs a reason."),
            advice=sentence("Write in a few words why."),
        )
    kept = books.batches.waiting_with_money(request.batch_id)
    given_up = counted.waiting - kept
    if not given_up:
        raise Refusal(
            "not-dropped",
            sentence(
                "Every card of batch {number} that still waits has money on it.",
                number=counted.batch.number,
            ),
            advice=sentence("Let them be printed, or give them to another printer."),
        )
    printed = counted.rows - counted.waiting - counted.cancelled
    unit = counted.batch.unit
    return counted.batch, Sheet(
        title=sentence("Batch cancelled"),
        lines=(
            Line(
                label=sentence("Batch {number}", number=counted.batch.number),
                before=sentence("{count} cards wait", count=given_up),
                after=sentence("cancelled; their numbers are never used again"),
            ),
            Line(
                label=sentence("Unit {code}", code=unit.code),
                before=sentence("{name}", name=unit.name),
                after=sentence("{count} people are without a card again", count=given_up),
            ),
            *_kept_lines(kept),
            Line(
                label=sentence("Printed already"),
                before=sentence("{count} cards", count=printed),
                after=sentence("unchanged"),
            ),
        ),
    )


def _kept_lines(kept: int) -> list[Line]:
    if not kept:
        return []
    return [
        Line(
            label=sentence("Money on them"),
            before=sentence("{count} cards", count=kept),
            after=sentence("stay in the queue"),
        )
    ]


CANCEL = Workflow(
    code="batch_cancel",
    right=Right.SERVE,
    run=cancel,
    outcome=Cancelled,
    preview=preview_cancel,
)
