"""Take an entry back with a reversing one: never changed, only answered, with a second person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.ledger import AccountKind, AccountName, Entry, PostedEntry
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.drawer import require_enough, require_open, require_two
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.ledger import Account
    from backoffice.ports import Books

CORRECTABLE = frozenset({"recharge", "settle_balance"})
"""Actions whose money can be given back; all others moved a card or an account along with it."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """The entry that was wrong, and why."""

    holder_id: int
    entry_id: int
    reason: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was taken back, in fen."""

    holder_id: int
    entry_id: int
    amount: int
    receipt: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request)[1]


def correct(books: Books, turn: Turn, request: Request) -> Outcome:
    """Post the reversing entry and queue a receipt.

    Raises:
        Refusal: It can't be taken back, was already, nobody stands in for it, the balance does not
            allow it, the drawer has not so much, or the world changed since the sheet was shown.
    """
    entry, sheet = _plan(books, turn, request)
    sheet.require_unchanged(request.sheet)
    books.ledger.post(
        Entry(
            debit=_account(books, turn, entry.credit),
            credit=_account(books, turn, entry.debit),
            amount=entry.amount,
            memo="correction",
            reverses_id=entry.id,
        )
    )
    receipt = write_receipt(books, turn, books.holders.get(request.holder_id), sheet)
    return Outcome(
        holder_id=request.holder_id, entry_id=entry.id, amount=entry.amount, receipt=receipt
    )


WORKFLOW = Workflow(
    code="correction", right=Right.OVERRIDE, run=correct, outcome=Outcome, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> tuple[PostedEntry, Sheet]:
    entry = books.history.get(request.entry_id)
    own = {name.id for name, _balance in books.history.accounts_of(request.holder_id)}
    if entry.code not in CORRECTABLE or not own & {entry.debit.id, entry.credit.id}:
        raise Refusal(
            "not-correctable",
            sentence("This entry can't be taken back by itself."),
            advice=sentence("Only cash recharges and settlements can; the rest hangs on a card."),
        )
    if entry.reversed_by is not None:
        raise Refusal(
            "corrected-already",
            sentence("This entry was taken back already."),
            advice=sentence("Look at the history again."),
        )
    require_two(turn, request.reason)
    if AccountKind.CASH in {entry.debit.kind, entry.credit.kind}:
        require_open(books, turn)
    if entry.debit.kind is AccountKind.CASH:  # what came in goes out again
        require_enough(books, turn, entry.amount)
    sheet = Sheet(
        title=sentence("Correction"),
        lines=(
            Line(
                label=sentence("Entry of {day}", day=entry.at.date().isoformat()),
                before=sentence(yuan(entry.amount)),
                after=sentence("taken back by a reversing entry; both stay visible"),
            ),
            *_balances(books, turn, entry, own),
        ),
        notes=(sentence("Reason: {reason}", reason=request.reason.strip()),),
    )
    return entry, sheet


def _balances(books: Books, turn: Turn, entry: PostedEntry, own: set[int]) -> list[Line]:
    lines = []
    for name, change in ((entry.debit, entry.amount), (entry.credit, -entry.amount)):
        if name.id in own:
            balance = _account(books, turn, name).balance
            lines.append(
                Line(
                    label=sentence("Balance of …{end}", end=name.number[-4:]),
                    before=sentence(yuan(balance)),
                    after=sentence(yuan(balance + change)),
                )
            )
        else:
            paid = sentence("{amount} paid out", amount=yuan(entry.amount))
            taken = sentence("{amount} taken in", amount=yuan(entry.amount))
            lines.append(
                Line(
                    label=sentence("Cash"),
                    before=sentence("—"),
                    after=paid if change > 0 else taken,
                )
            )
    return lines


def _account(books: Books, turn: Turn, name: AccountName) -> Account:
    """Return the account as it stands now; cash moves through the drawer of this desk."""
    if name.kind is AccountKind.CASH:
        return books.ledger.account(AccountKind.CASH, desk_id=turn.desk_id)
    card = books.cards.by_number(name.number)
    if card is None:
        raise Refusal(
            "not-correctable",
            sentence("This entry can't be taken back by itself."),
            advice=sentence("Only cash recharges and settlements can; the rest hangs on a card."),
        )
    return books.ledger.card_account(card.id)
