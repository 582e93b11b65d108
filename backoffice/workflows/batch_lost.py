"""Call a card lost that vanished before its holder had it, and make another one in its row.

It vanished at its unit or at the Card Center (FAQ 4, B3, L3, L4), or lies there and is bad after
all: a count took it for good that nobody looked at. The old number is dead for ever; whatever money
the card had moves to the new one. A supervisor answers for it, and nobody pays: the card was never
with its holder. Where no new card is due, because the right to one has ended or the card was dead
already, it is only written off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
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
from backoffice.procedures.unit_papers import EVERY_ROW

if TYPE_CHECKING:
    from datetime import date

    from backoffice.actions import Turn
    from backoffice.domain.holders import Holder
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

_TITLE = sentence("Card of a batch lost or bad")
_AT_CENTER = frozenset({CardPlace.CENTER, CardPlace.BACK})
_GOOD = frozenset({CardState.MADE, CardState.ACTIVE})
_MADE_AGAIN = frozenset({CardState.MADE, CardState.ACTIVE, CardState.LOST})


@dataclass(frozen=True, kw_only=True)
class Request:
    """The batch, the number of the card as sheet or card have it, and what happened."""

    batch_id: int
    card_number: str
    reason: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The number that is dead, the card that is made instead, and what moved to it in fen.

    Attributes:
        card_id: None if no new card is made, ``card_number`` empty then.
    """

    holder_id: int
    lost_number: str
    card_id: int | None
    card_number: str
    moved: int
    receipt: str


@dataclass(frozen=True, kw_only=True)
class _Vanished:
    """What vanished; ``becomes`` is its state afterwards, ``again`` None if it is written off."""

    batch: Batch
    row: BatchRow
    card: Card
    becomes: CardState
    again: Plan | None
    sheet: Sheet


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def call_lost(books: Books, turn: Turn, request: Request) -> Outcome:
    """Close the card that vanished, request another one in its row, and queue a receipt.

    Raises:
        Refusal: The card is no good one of this batch that its holder does not have yet (B3), no
            supervisor answers for it, a new one is due and can't be made, or the sheet is out of
            date.
    """
    found = _plan(books, turn, request)
    found.sheet.require_unchanged(request.sheet)
    if found.card.state is not found.becomes:
        books.cards.move(found.card, found.becomes)
    books.batches.put([found.row.card], CardPlace.GONE)
    again, moved = None, 0
    if found.again is not None:
        again = _make_again(books, turn, found, found.again)
        moved = making.move_balance(books, found.card, again)
    receipt = write_receipt(books, turn, books.holders.get(found.card.holder_id), found.sheet)
    return Outcome(
        holder_id=found.card.holder_id,
        lost_number=found.card.number,
        card_id=again.id if again else None,
        card_number=again.number if again else "",
        moved=moved,
        receipt=receipt,
    )


WORKFLOW = Workflow(
    code="batch_lost", right=Right.SERVE, run=call_lost, outcome=Outcome, preview=preview
)


def _make_again(books: Books, turn: Turn, found: _Vanished, planned: Plan) -> Card:
    batch = found.batch
    again = making.request_card(
        books,
        turn,
        planned.holder,
        photo=planned.photo,
        replaces=found.card,
        printer=batch.printer if batch.desk_id == turn.desk_id else "",
        rank=Rank.AGAIN,
    )
    books.batches.take_place(found.card.id, again.id)
    return again


def _plan(books: Books, turn: Turn, request: Request) -> _Vanished:
    batch = books.batches.get(request.batch_id)
    row = _row(books, batch, request.card_number.strip())
    turn.require_override(request.reason)
    holder = books.holders.get(row.holder_id)
    card = books.cards.get(row.card.card_id)
    reason = sentence("Reason: {reason}", reason=request.reason.strip())
    place = sentence(PLACE_NAMES[row.card.place])
    label = sentence("Row {row} of batch {number}", row=row.card.row, number=batch.number)
    none = _why_none(books, holder, card, turn.today)
    if none is not None:
        written_off = Line(label=label, before=place, after=sentence("written off"))
        becomes = card.state if _dead(books, card) else CardState.EXPIRED
        balance = books.ledger.card_account(card.id).balance
        new = Line(label=sentence("New card"), before=say.NOTHING, after=none)
        lines = (say.card_line(card, becomes), new, say.balance_kept(balance), written_off)
        sheet = Sheet(title=_TITLE, lines=lines, notes=(reason,))
        again = None
    else:
        becomes, dead = CardState.LOST, sentence("lost, dead for ever")
        again = plan(books, turn, holder, title=_TITLE, old=card, becomes=dead, notes=(reason,))
        once_more = sentence("made again, handed over once more")
        moves = Line(label=label, before=place, after=once_more)
        sheet = Sheet(title=_TITLE, lines=(*again.sheet.lines, moves), notes=again.sheet.notes)
    return _Vanished(batch=batch, row=row, card=card, becomes=becomes, again=again, sheet=sheet)


def _why_none(books: Books, holder: Holder, card: Card, today: date) -> Sentence | None:
    """Say why no new card is made; None if one is due."""
    if holder.valid_until is not None and holder.valid_until < today:
        day = holder.valid_until.isoformat()
        return sentence("none: this person’s right to a card ended on {day}", day=day)
    if _dead(books, card):
        return sentence("none: this card was dead already; the counter makes the next one")
    return None


def _dead(books: Books, card: Card) -> bool:
    return card.state not in _MADE_AGAIN or books.cards.successor(card.id) is not None


def _row(books: Books, batch: Batch, number: str) -> BatchRow:
    for row in books.batches.rows(batch.id, most=EVERY_ROW):
        if row.card_number == number and _may_vanish(row):
            return row
    raise Refusal(
        "not-in-reach",
        sentence(
            "{number} is no good card of batch {batch} that its holder does not have yet.",
            number=number[:40],
            batch=batch.number,
        ),
        advice=sentence("Scan it or its row on the sheet. What nobody settled yet is a misprint."),
        rule="B3",
        source="FAQ 4",
    )


def _may_vanish(row: BatchRow) -> bool:
    """Tell whether a card is at its unit, or exists and lies at the Card Center."""
    place = row.card.place
    return place is CardPlace.UNIT or (place in _AT_CENTER and row.card_state in _GOOD)
