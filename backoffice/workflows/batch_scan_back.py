"""Scan what became of cards at a unit: handed out to their holders, or given back (FAQ 4, B3).

Rows of the signature sheet or the cards themselves are scanned; a card that is handed out becomes
active unless the policy made it so before.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.batches import PLACE_NAMES, BatchRow, CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.unit_papers import at_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.actions import Turn
    from backoffice.domain.batches import Batch
    from backoffice.ports import Books


class Fate(enum.Enum):
    """What the unit did with the cards that are scanned."""

    HANDED_OUT = "handed_out"
    GIVEN_BACK = "given_back"


FATE_NAMES = {
    Fate.HANDED_OUT: N_("handed out to their holders"),
    Fate.GIVEN_BACK: N_("given back by the unit"),
}
_GOES = {Fate.HANDED_OUT: CardPlace.HOLDER, Fate.GIVEN_BACK: CardPlace.BACK}


@dataclass(frozen=True, kw_only=True)
class Request:
    """The batch, and the bar codes in the order they were scanned."""

    batch_id: int
    scanned: tuple[str, ...]
    fate: Fate
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many cards were booked, whose they are, and how many are still at the unit."""

    number: str
    fate: Fate
    cards: int
    still_at_unit: int
    holder_ids: tuple[int, ...] = ()


def preview(books: Books, turn: Turn, request: Request) -> Sheet:  # noqa: ARG001  one signature
    """Return what would change, or refuse."""
    return _plan(books, request)[1]


def scan_back(books: Books, turn: Turn, request: Request) -> Outcome:  # noqa: ARG001  same
    """Book where the scanned cards are; what was handed out is active from now on.

    Raises:
        Refusal: Nothing was scanned, a bar code is no card of the batch at this unit (B3), or the
            sheet is out of date.
    """
    rows, sheet, waiting = _plan(books, request)
    sheet.require_unchanged(request.sheet)
    books.batches.put([row.card for row in rows], _GOES[request.fate])
    if request.fate is Fate.HANDED_OUT:
        asleep = [row.card.card_id for row in rows if row.card_state is CardState.MADE]
        books.cards.move_many(asleep, (CardState.MADE, CardState.ACTIVE))
    return Outcome(
        number=books.batches.get(request.batch_id).number,
        fate=request.fate,
        cards=len(rows),
        still_at_unit=waiting - len(rows),
        holder_ids=tuple(row.holder_id for row in rows),
    )


WORKFLOW = Workflow(
    code="batch_scan_back", right=Right.SERVE, run=scan_back, outcome=Outcome, preview=preview
)


def not_expected(number: str, batch: Batch) -> Refusal:
    """Return the refusal of a bar code that is no card of this batch at its unit."""
    return Refusal(
        "not-at-unit",
        sentence(
            "{number} is no card of batch {batch} that is at {unit}.",
            number=number,
            batch=batch.number,
            unit=batch.unit.name,
        ),
        advice=sentence("Put it aside and look it up: the person’s page says where it belongs."),
        rule="B3",
        source="FAQ 4",
    )


def _plan(books: Books, request: Request) -> tuple[Sequence[BatchRow], Sheet, int]:
    batch = books.batches.get(request.batch_id)
    there = {row.card_number: row for row in at_unit(books, request.batch_id)}
    scanned = list(dict.fromkeys(request.scanned))
    if not scanned:
        raise Refusal(
            "nothing-scanned",
            sentence("No card was scanned yet."),
            advice=sentence("Scan the rows that were signed, or the cards."),
            rule="B3",
            source="FAQ 4",
        )
    for number in scanned:
        if number not in there:
            raise not_expected(number, batch)
    rows = [there[number] for number in scanned]
    handed_out = request.fate is Fate.HANDED_OUT
    waking = sum(row.card_state is CardState.MADE for row in rows) if handed_out else 0
    lines = (
        Line(
            label=sentence("{count} cards", count=len(rows)),
            before=_at(batch),
            after=sentence(PLACE_NAMES[_GOES[request.fate]]),
        ),
        Line(
            label=sentence("Active"),
            before=sentence("{count} cards", count=0),
            after=sentence("{count} cards", count=waking) if waking else sentence("unchanged"),
        ),
        Line(
            label=sentence("Still at the unit"),
            before=sentence("{count} cards", count=len(there)),
            after=sentence("{count} cards", count=len(there) - len(rows)),
        ),
    )
    title = sentence("Cards scanned back from a unit")
    note = sentence("Batch {number}, {unit}", number=batch.number, unit=batch.unit.name)
    return rows, Sheet(title=title, lines=lines, notes=(note,)), len(there)


def _at(batch: Batch) -> Sentence:
    return sentence("at {unit}", unit=batch.unit.name)
