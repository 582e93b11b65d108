"""Call a card lost that vanished at its unit, and make another one in its row (FAQ 4, B3, L3, L4).

The old number is dead for ever; whatever money the card had moves to the new one. A supervisor
answers for it, and nobody pays: the card was never with its holder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.batches import PLACE_NAMES, Batch, BatchRow, CardPlace
from backoffice.domain.cards import Card, CardState
from backoffice.domain.print_jobs import Rank
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures import making
from backoffice.procedures.paper import write_receipt
from backoffice.procedures.replacing import Plan, plan
from backoffice.procedures.unit_papers import at_unit

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """The batch, the number of the card as the unit's sheet has it, and what happened."""

    batch_id: int
    card_number: str
    reason: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The number that is dead, the card that is made instead, and what moved to it in fen."""

    holder_id: int
    lost_number: str
    card_id: int
    card_number: str
    moved: int
    receipt: str


@dataclass(frozen=True, kw_only=True)
class _Vanished:
    batch: Batch
    row: BatchRow
    card: Card
    again: Plan
    sheet: Sheet


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def call_lost(books: Books, turn: Turn, request: Request) -> Outcome:
    """Close the card that vanished, request another one in its row, and queue a receipt.

    Raises:
        Refusal: The card is not at this unit (B3), no supervisor answers for it, the holder can't
            get a card, or the sheet is out of date.
    """
    found = _plan(books, turn, request)
    found.sheet.require_unchanged(request.sheet)
    batch, row = found.batch, found.row
    books.cards.move(found.card, CardState.LOST)
    again = making.request_card(
        books,
        turn,
        found.again.holder,
        photo=found.again.photo,
        replaces=found.card,
        printer=batch.printer if batch.desk_id == turn.desk_id else "",
        rank=Rank.AGAIN,
    )
    moved = making.move_balance(books, found.card, again)
    books.batches.put(row.card, CardPlace.GONE)
    books.batches.take_place(found.card.id, again.id)
    receipt = write_receipt(books, turn, found.again.holder, found.sheet)
    return Outcome(
        holder_id=row.holder_id,
        lost_number=found.card.number,
        card_id=again.id,
        card_number=again.number,
        moved=moved,
        receipt=receipt,
    )


WORKFLOW = Workflow(
    code="batch_lost", right=Right.SERVE, run=call_lost, outcome=Outcome, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> _Vanished:
    batch = books.batches.get(request.batch_id)
    number = request.card_number.strip()
    row = next((one for one in at_unit(books, batch.id) if one.card_number == number), None)
    if row is None:
        raise Refusal(
            "not-at-unit",
            sentence(
                "{number} is no card of batch {batch} that is at {unit}.",
                number=number[:40],
                batch=batch.number,
                unit=batch.unit.name,
            ),
            advice=sentence("Scan its row on the signature sheet, or type the number."),
            rule="B3",
            source="FAQ 4",
        )
    holder = books.holders.get(row.holder_id)
    making.require_right_to_card(holder, turn.today)
    turn.require_override(request.reason)
    card = books.cards.get(row.card.card_id)
    title = sentence("Card lost at its unit")
    reason = sentence("Reason: {reason}", reason=request.reason.strip())
    becomes = sentence("lost, dead for ever")
    again = plan(books, turn, holder, title=title, old=card, becomes=becomes, notes=(reason,))
    place = Line(
        label=sentence("Row {row} of batch {number}", row=row.card.row, number=batch.number),
        before=sentence(PLACE_NAMES[CardPlace.UNIT]),
        after=sentence("made again, handed over once more"),
    )
    sheet = Sheet(title=title, lines=(*again.sheet.lines, place), notes=again.sheet.notes)
    return _Vanished(batch=batch, row=row, card=card, again=again, sheet=sheet)
