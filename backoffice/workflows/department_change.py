"""Swap a card free of charge after a department change: "no need, no change" (FAQ 7, D1–D6)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.cards import Card, CardState
from backoffice.domain.holders import Holder, HolderKind
from backoffice.domain.money import yuan
from backoffice.domain.policies import DEPARTMENT_CHANGE_BALANCE
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures import making
from backoffice.procedures.blanks import keep_for_destruction
from backoffice.procedures.entry import entry_unchanged
from backoffice.procedures.fee import FREE, fee_line
from backoffice.procedures.in_hand import require_active, require_in_hand
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.photos import Photo
    from backoffice.ports import Books


class Choice(enum.Enum):
    """What the holder decides after the advice (D3)."""

    KEEP = "keep"
    CHANGE = "change"


CHOICE_NAMES = {
    Choice.KEEP: N_("keep the card: it works as it is"),
    Choice.CHANGE: N_("change it for a new one"),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """The decision and, for a change, the original card.

    Attributes:
        scanned: Number of the card in hand.
        transit: What the clerk read from the transit purse in fen; None if it was not read.
        sheet: Digest of the consequence sheet that was shown.
    """

    holder_id: int
    choice: Choice = Choice.KEEP
    scanned: str = ""
    transit: int | None = None
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was committed; amounts in fen.

    Attributes:
        card_id: Of the new card; None if the old one is kept.
        moved: What went to the new card; ``stays`` what is kept on the closed one (D6).
    """

    holder_id: int
    kept: bool
    card_id: int | None = None
    card_number: str = ""
    moved: int = 0
    stays: int = 0
    transit: int | None = None
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class _Plan:
    holder: Holder
    card: Card
    follows: bool
    balance: int
    photo: Photo | None
    sheet: Sheet


def advise(books: Books, holder_id: int) -> tuple[Sentence, Sentence, Sentence, Sentence]:
    """Say why the card is better kept: what it shows, and what a change would lose (D3).

    Raises:
        Refusal: D1: there is nothing to change.
    """
    holder = books.holders.get(holder_id)
    card = _card_with_old_unit(books, holder)
    fen = books.ledger.card_account(card.id).balance
    balance = sentence("There is no campus balance that could stay behind.")
    if fen and _follows(books):
        balance = sentence("The campus balance of {amount} would move along.", amount=yuan(fen))
    elif fen:
        balance = sentence(
            "The campus balance of {amount} would stay on the closed card until a supervisor pays"
            " it out.",
            amount=yuan(fen),
        )
    return (
        sentence("No need, no change: the card works everywhere as it is."),
        sentence(
            "On the card: {card}. On record: {unit}.", card=card.unit_name, unit=holder.unit_name
        ),
        sentence("A new card is free, but what is in the transit purse stays in the old chip."),
        balance,
    )


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def swap(books: Books, turn: Turn, request: Request) -> Outcome:
    """Count a kept card, or close it and queue a new one and the receipt.

    Raises:
        Refusal: D1, D4, P1, or the world changed since the sheet was shown.
    """
    plan = _plan(books, turn, request)
    plan.sheet.require_unchanged(request.sheet)
    if plan.photo is None:
        return Outcome(holder_id=plan.holder.id, kept=True)
    books.cards.move(plan.card, CardState.SURRENDERED)
    keep_for_destruction(books, turn, plan.card)
    card = making.request_card(books, turn, plan.holder, photo=plan.photo, replaces=plan.card)
    moved = making.move_balance(books, plan.card, card) if plan.follows else 0
    receipt = write_receipt(
        books,
        turn,
        plan.holder,
        plan.sheet,
        extra=[
            sentence("Number of the new card: {number}", number=card.number),
            sentence("I have seen both balances."),
        ],
    )
    return Outcome(
        holder_id=plan.holder.id,
        kept=False,
        card_id=card.id,
        card_number=card.number,
        moved=moved,
        stays=plan.balance - moved,
        transit=request.transit,
        receipt=receipt,
    )


WORKFLOW = Workflow(
    code="department_change", right=Right.SERVE, run=swap, outcome=Outcome, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> _Plan:
    holder = books.holders.get(request.holder_id)
    card = _card_with_old_unit(books, holder)
    balance = books.ledger.card_account(card.id).balance
    follows = _follows(books)
    if request.choice is Choice.KEEP:
        sheet = _keeping(card, holder, balance)
        photo = None
    else:
        require_in_hand(books, card, request.scanned)
        photo = making.require_photo(books, holder)
        making.require_blank(books, turn.desk_id)
        sheet = _changing(
            books, turn, request, card, photo, follows=balance if follows else 0, balance=balance
        )
    return _Plan(
        holder=holder, card=card, follows=follows, balance=balance, photo=photo, sheet=sheet
    )


def _follows(books: Books) -> bool:
    policy = DEPARTMENT_CHANGE_BALANCE
    return policy.of(books.policies.text(policy.name)) == "follows"


def _card_with_old_unit(books: Books, holder: Holder) -> Card:
    if holder.kind is not HolderKind.STAFF:
        raise Refusal(
            "staff-only",
            sentence("Cards are changed after a department change for staff only."),
            advice=sentence("A damaged card can be replaced; a lost one too."),
            rule="D1",
            source="FAQ 7",
        )
    card = require_active(books, holder)
    if card.unit_name == holder.unit_name:
        raise Refusal(
            "unit-unchanged",
            sentence("The card shows the unit on record: {unit}.", unit=holder.unit_name),
            advice=sentence("If the record is wrong, the unit must report the change first."),
            rule="D1",
            source="FAQ 7",
        )
    return card


def _keeping(card: Card, holder: Holder, balance: int) -> Sheet:
    return Sheet(
        title=sentence("The card is kept"),
        lines=(
            say.card_line(card, sentence("unchanged; works everywhere as before")),
            Line(
                label=sentence("Unit"),
                before=sentence("on the card: {unit}", unit=card.unit_name),
                after=sentence("on record: {unit}", unit=holder.unit_name),
            ),
            say.balance_stays(balance),
            Line(
                label=sentence("Transit purse"),
                before=sentence("in the chip"),
                after=sentence("unchanged"),
            ),
        ),
    )


def _changing(
    books: Books,
    turn: Turn,
    request: Request,
    card: Card,
    photo: Photo,
    *,
    follows: int,
    balance: int,
) -> Sheet:
    lines = [
        say.card_line(card, CardState.SURRENDERED),
        say.new_card_line(),
        say.balance_moves(balance, follows) if follows == balance else _stays(balance),
        _transit(request.transit),
        fee_line(FREE),
        entry_unchanged(books, card.holder_id, turn.today),
        say.photo_line(books.photos.get(card.photo_id), photo),
    ]
    notes = [sentence("Keep the original card back; it is destroyed.")]
    if balance != follows:
        notes.append(
            sentence(
                "{amount} stays the holder's: a supervisor pays it out against a signature.",
                amount=yuan(balance),
            )
        )
    return Sheet(
        title=sentence("Card change after a department change"),
        lines=tuple(lines),
        notes=tuple(notes),
    )


def _stays(balance: int) -> Line:
    return Line(
        label=sentence("Campus balance"),
        before=sentence(yuan(balance)),
        after=sentence(
            "{amount} stays on the old card; new card {zero}", amount=yuan(balance), zero=yuan(0)
        ),
    )


def _transit(read: int | None) -> Line:
    line = say.transit_stays()
    if read is None:
        return line
    return Line(
        label=line.label,
        before=sentence("{amount} read from the chip", amount=yuan(read)),
        after=line.after,
    )
