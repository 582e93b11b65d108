"""Put a new card in the place of the last one: fee, balance, print job, receipt, and the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain import consequences as say
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures import making
from backoffice.procedures.entry import entry_unchanged
from backoffice.procedures.fee import FREE, Payment, Terms, agree, fee_line, take_fee
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.cards import Card, CardState
    from backoffice.domain.holders import Holder
    from backoffice.domain.photos import Photo
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a confirmation does; the sheet says it.

    Attributes:
        old: The card whose place the new one takes; None for the very first.
        terms: What is charged for; None where nothing is.
    """

    holder: Holder
    old: Card | None
    photo: Photo
    terms: Terms | None
    payment: Payment
    sheet: Sheet


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """What was committed; amounts in fen, ``old_number`` empty where there was no card."""

    holder_id: int
    old_number: str
    card_id: int
    card_number: str
    moved: int
    fee: int
    cash: int
    waived: int
    receipt: str


def plan(
    books: Books,
    turn: Turn,
    holder: Holder,
    *,
    title: Sentence,
    old: Card | None,
    becomes: CardState | Sentence,
    terms: Terms | None = None,
    notes: tuple[Sentence, ...] = (),
) -> Plan:
    """Return what making a new card in the place of ``old`` means; ``becomes`` says of the old one.

    Raises:
        Refusal: There is no approved photo (P1), no blank card, or the fee is not covered (L8).
    """
    photo = making.require_photo(books, holder)
    making.require_blank(books, turn.desk_id)
    balance = books.ledger.card_account(old.id).balance if old else 0
    payment = FREE
    if terms is not None:
        fee = books.ledger.fee(terms.service, holder.kind, turn.today)
        payment = agree(books, turn, terms, fee=fee, balance=balance)
    lines = (
        *([say.card_line(old, becomes)] if old else []),
        say.new_card_line(),
        say.balance_moves(balance, balance - payment.deducted),
        *([say.transit_stays()] if old else []),
        fee_line(payment),
        entry_unchanged(books, holder.id, turn.today),
        _photo_line(books, old, photo),
    )
    if terms is not None and payment.waived:
        notes += (sentence("Waived: {reason}", reason=terms.waiver_reason.strip()),)
    return Plan(
        holder=holder,
        old=old,
        photo=photo,
        terms=terms,
        payment=payment,
        sheet=Sheet(title=title, lines=lines, notes=notes),
    )


def carry_out(books: Books, turn: Turn, planned: Plan) -> Replaced:
    """Take the fee, request the card, move the whole balance to it and queue the receipt (L3)."""
    old, payment = planned.old, planned.payment
    if old is not None and planned.terms is not None:
        memo = f"fee-{planned.terms.service.replace('_', '-')}"
        take_fee(books, turn, old, payment, memo=memo)
    card = making.request_card(books, turn, planned.holder, photo=planned.photo, replaces=old)
    moved = making.move_balance(books, old, card) if old else 0
    receipt = write_receipt(
        books,
        turn,
        planned.holder,
        planned.sheet,
        extra=[sentence("Number of the new card: {number}", number=card.number)],
    )
    return Replaced(
        holder_id=planned.holder.id,
        old_number=old.number if old else "",
        card_id=card.id,
        card_number=card.number,
        moved=moved,
        fee=payment.fee,
        cash=payment.cash,
        waived=payment.waived,
        receipt=receipt,
    )


def _photo_line(books: Books, old: Card | None, photo: Photo) -> Line:
    return say.photo_line(books.photos.get(old.photo_id) if old else None, photo)
