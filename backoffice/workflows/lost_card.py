"""Replace a lost staff card against a certificate; the balance moves by itself (FAQ 8, L1–L8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.cards import STATE_NAMES, Card, CardState
from backoffice.domain.certificates import Shown
from backoffice.domain.fees import Shortfall
from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures import making
from backoffice.procedures.certificate import require_match
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.holders import Holder
    from backoffice.domain.photos import Photo
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

SERVICE = "lost_card"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the clerk entered.

    Attributes:
        override_reason: Why a student or temporary holder is served here and not at a terminal.
        shortfall: What to do when the balance does not cover the fee.
        waiver_reason: Why the difference is waived.
        sheet: Digest of the consequence sheet that was shown.
    """

    holder_id: int
    certificate: Shown
    override_reason: str = ""
    shortfall: Shortfall = Shortfall.NONE
    waiver_reason: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was committed; amounts in fen."""

    holder_id: int
    lost_number: str
    card_id: int
    card_number: str
    moved: int
    fee: int
    cash: int
    waived: int
    receipt: str


@dataclass(frozen=True, kw_only=True)
class _Payment:
    """How the fee is paid; ``deducted + cash + waived`` is the fee."""

    fee: int
    deducted: int
    cash: int = 0
    waived: int = 0


@dataclass(frozen=True, kw_only=True)
class _Plan:
    holder: Holder
    lost: Card
    photo: Photo
    balance: int
    payment: _Payment
    sheet: Sheet


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def replace(books: Books, turn: Turn, request: Request) -> Outcome:
    """Close the lost card, move its balance to a new one, and queue card and receipt.

    Raises:
        Refusal: L1, L6–L8, P1, or the world changed since the sheet was shown.
    """
    plan = _plan(books, turn, request)
    plan.sheet.require_unchanged(request.sheet)
    if plan.lost.state is CardState.ACTIVE:
        books.cards.move(plan.lost, CardState.LOST)
    _take_fee(books, turn, plan)
    card = making.request_card(books, turn, plan.holder, photo=plan.photo, replaces=plan.lost)
    moved = making.move_balance(books, plan.lost, card)
    receipt = write_receipt(
        books,
        turn,
        plan.holder,
        plan.sheet,
        extra=[sentence("Number of the new card: {number}", number=card.number)],
    )
    return Outcome(
        holder_id=plan.holder.id,
        lost_number=plan.lost.number,
        card_id=card.id,
        card_number=card.number,
        moved=moved,
        fee=plan.payment.fee,
        cash=plan.payment.cash,
        waived=plan.payment.waived,
        receipt=receipt,
    )


WORKFLOW = Workflow(
    code="lost_card", right=Right.SERVE, run=replace, outcome=Outcome, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> _Plan:
    holder = books.holders.get(request.holder_id)
    exceptional = holder.kind is not HolderKind.STAFF
    if exceptional:
        _require_window(turn, request)
    lost = _card_to_replace(books, holder)
    making.require_right_to_card(holder, turn.today)
    require_match(books, holder, request.certificate, turn.today)
    photo = making.require_photo(books, holder)
    making.require_blank(books, turn.desk_id)
    balance = books.ledger.card_account(lost.id).balance
    fee = books.ledger.fee(SERVICE, holder.kind, turn.today)
    payment = _pay(turn, request, fee, balance)
    printed = books.photos.get(lost.photo_id)
    lines = (
        say.card_line(lost, sentence("lost, dead for ever")),
        say.new_card_line(),
        say.balance_moves(balance, balance - payment.deducted),
        say.transit_stays(),
        _fee_line(payment),
        say.entry_unchanged(),
        say.photo_line(printed, photo),
    )
    notes: tuple[Sentence, ...] = ()
    if exceptional:
        notes = (sentence("Served at the desk: {reason}", reason=request.override_reason.strip()),)
    return _Plan(
        holder=holder,
        lost=lost,
        photo=photo,
        balance=balance,
        payment=payment,
        sheet=Sheet(title=sentence("Replacement of a lost card"), lines=lines, notes=notes),
    )


def _require_window(turn: Turn, request: Request) -> None:
    if not request.override_reason.strip():
        raise Refusal(
            "terminal",
            sentence("Students and temporary holders replace a lost card at a terminal."),
            advice=sentence("Print a referral slip, or let a supervisor say why it is done here."),
            rule="L6",
            source="FAQ 8",
        )
    turn.require_override(request.override_reason)


def _card_to_replace(books: Books, holder: Holder) -> Card:
    cards = books.cards.of_holder(holder.id)
    making.require_none_in_making(cards)
    newest = making.newest(cards)
    if newest is None:
        raise Refusal(
            "no-card",
            sentence("This person never had a card, so there is none to replace."),
            advice=sentence("Issue a first card instead."),
            rule="B2",
            source="FAQ 4",
        )
    if newest.state not in {CardState.ACTIVE, CardState.LOST}:
        raise Refusal(
            "card-not-lost",
            sentence(
                "The last card {card} is {state}: it is not lost.",
                card=newest.short,
                state=sentence(STATE_NAMES[newest.state]),
            ),
            advice=sentence("Issue a new card instead."),
            rule="L2",
            source="FAQ 8",
        )
    return newest


def _pay(turn: Turn, request: Request, fee: int, balance: int) -> _Payment:
    missing = max(0, fee - balance)
    if not missing:
        return _Payment(fee=fee, deducted=fee)
    if request.shortfall is Shortfall.CASH:
        return _Payment(fee=fee, deducted=balance, cash=missing)
    if request.shortfall is Shortfall.WAIVE:
        turn.require_override(request.waiver_reason)
        return _Payment(fee=fee, deducted=balance, waived=missing)
    raise Refusal(
        "fee-not-covered",
        sentence(
            "The fee is {fee}, the balance only {balance}.", fee=yuan(fee), balance=yuan(balance)
        ),
        advice=sentence(
            "Take {missing} in cash, or let a supervisor waive it.", missing=yuan(missing)
        ),
        rule="L8",
        source="FAQ 8",
    )


def _fee_line(payment: _Payment) -> Line:
    after = sentence("{fee}, deducted from the lost card", fee=yuan(payment.fee))
    if not payment.fee:
        after = sentence("{fee}, free of charge", fee=yuan(0))
    elif payment.cash:
        after = sentence(
            "{fee}: {deducted} deducted, {cash} paid in cash",
            fee=yuan(payment.fee),
            deducted=yuan(payment.deducted),
            cash=yuan(payment.cash),
        )
    elif payment.waived:
        after = sentence(
            "{fee}: {deducted} deducted, {waived} waived",
            fee=yuan(payment.fee),
            deducted=yuan(payment.deducted),
            waived=yuan(payment.waived),
        )
    return Line(label=sentence("Fee"), before=say.NOTHING, after=after)


def _take_fee(books: Books, turn: Turn, plan: _Plan) -> None:
    """Bring cash in first, so that the fee leaves the lost card in one piece (L6, L8)."""
    card = books.ledger.card_account(plan.lost.id)
    paid = plan.payment
    if paid.cash:
        drawer = books.ledger.account(AccountKind.CASH, desk_id=turn.desk_id)
        books.ledger.post(Entry(debit=drawer, credit=card, amount=paid.cash, memo="fee-in-cash"))
    if paid.deducted + paid.cash:
        fees = books.ledger.account(AccountKind.FEES)
        books.ledger.post(
            Entry(debit=card, credit=fees, amount=paid.deducted + paid.cash, memo="fee-lost-card")
        )
