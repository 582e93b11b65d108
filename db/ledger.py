"""The double-entry ledger on SQL: fen and blank cards, added to and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from backoffice.domain.fees import Fee
from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import (
    OPEN_ENDED,
    PER_DESK,
    UNIT_OF,
    Account,
    AccountKind,
    Entry,
)
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.ports import Conflict
from db import bulk
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

_ACCOUNT = select(t.accounts.c.id, t.accounts.c.kind, t.accounts.c.balance, t.accounts.c.frozen)


class SqlLedger:
    """Implements ``ports.Ledger`` inside one transaction."""

    def __init__(self, connection: Connection, action_id: str) -> None:
        self._connection = connection
        self._action_id = action_id

    def card_account(self, card_id: int) -> Account:
        """Return the campus account of a card."""
        found = self._find(t.accounts.c.card_id == card_id)
        if found is None:
            msg = f"card {card_id} has no account"
            raise LookupError(msg)
        return found

    def meal_account(self, holder_id: int) -> Account | None:
        """Return the old meal card account, if the holder has one."""
        return self._find(t.accounts.c.holder_id == holder_id)

    def account(self, kind: AccountKind, *, desk_id: int | None = None) -> Account:
        """Return an account of the center or of a desk, opened when first asked for."""
        if (kind in PER_DESK) != (desk_id is not None):
            msg = f"{kind} and desk {desk_id} do not go together"
            raise ValueError(msg)
        return self._find(_named(kind, desk_id)) or self.open(kind, desk_id=desk_id)

    def balance(self, kind: AccountKind, *, desk_id: int | None = None) -> int:
        """Return the balance of an account of the center or of a desk; 0 if never opened."""
        found = self._find(_named(kind, desk_id))
        return found.balance if found else 0

    def open(
        self,
        kind: AccountKind,
        *,
        card_id: int | None = None,
        holder_id: int | None = None,
        desk_id: int | None = None,
        number: str | None = None,
        below_zero: bool = False,
    ) -> Account:
        """Open an account with balance 0; ``below_zero`` for debts brought in from elsewhere."""
        account_id = self._connection.scalar(
            insert(t.accounts)
            .values(
                unit=UNIT_OF[kind].value,
                kind=kind.value,
                card_id=card_id,
                holder_id=holder_id,
                desk_id=desk_id,
                number=number,
                balance=0,
                floor=None if below_zero or kind in OPEN_ENDED else 0,
                frozen=False,
            )
            .returning(t.accounts.c.id)
        )
        assert account_id is not None  # noqa: S101  an insert returns its row
        return Account(id=account_id, kind=kind, balance=0, frozen=False)

    def open_for_cards(self, card_ids: Sequence[int]) -> None:
        """Open the campus accounts of new cards with balance 0."""
        kind = AccountKind.CARD
        columns = ("unit", "kind", "card_id", "balance", "floor", "frozen")
        rows = [(UNIT_OF[kind].value, kind.value, one, 0, 0, False) for one in card_ids]
        bulk.insert_many(self._connection, t.accounts, columns, rows)

    def post(self, *entries: Entry) -> None:
        """Add entries with running balances.

        Raises:
            Refusal: An account is frozen, or a balance would fall under its floor (the constraint).
        """
        for entry in entries:
            debit_after = self._change(entry.debit, -entry.amount)
            credit_after = self._change(entry.credit, entry.amount)
            self._connection.execute(
                insert(t.entries).values(
                    action_id=self._action_id,
                    unit=UNIT_OF[entry.debit.kind].value,
                    debit_id=entry.debit.id,
                    credit_id=entry.credit.id,
                    amount=entry.amount,
                    debit_after=debit_after,
                    credit_after=credit_after,
                    memo=entry.memo,
                    reverses_id=entry.reverses_id,
                )
            )

    def freeze(self, account: Account) -> None:
        """Let an account be read and nothing else from now on (M4)."""
        c = t.accounts.c
        changed = self._connection.execute(
            update(t.accounts).where(c.id == account.id, c.frozen.is_(False)).values(frozen=True)
        )
        if changed.rowcount != 1:
            raise Conflict(str(account.id))

    def fee(self, service: str, kind: HolderKind, on: date) -> int:
        """Return the fee in fen that holds on a day; 0 where none was ever set."""
        c = t.fees.c
        amount: int | None = self._connection.scalar(
            select(c.amount)
            .where(c.service == service, c.kind == kind.value, c.valid_from <= on)
            .order_by(c.valid_from.desc())
            .limit(1)
        )
        return amount or 0

    def set_fee(self, service: str, kind: HolderKind, *, amount: int, valid_from: date) -> None:
        """Set a fee in fen from a day on, in place of one that was set for the same day."""
        c = t.fees.c
        same = (c.service == service, c.kind == kind.value, c.valid_from == valid_from)
        changed = self._connection.execute(update(t.fees).where(*same).values(amount=amount))
        if not changed.rowcount:
            self._connection.execute(
                insert(t.fees).values(
                    service=service, kind=kind.value, amount=amount, valid_from=valid_from
                )
            )

    def fees(self) -> Sequence[Fee]:
        """Return every fee that was ever set, newest first."""
        c = t.fees.c
        rows = self._connection.execute(
            select(c.service, c.kind, c.amount, c.valid_from).order_by(
                c.service, c.kind, c.valid_from.desc()
            )
        )
        return [Fee(**dict(row._mapping) | {"kind": HolderKind(row.kind)}) for row in rows]

    def _change(self, account: Account, amount: int) -> int:
        c = t.accounts.c
        after: int | None = self._connection.scalar(
            update(t.accounts)
            .where(c.id == account.id, c.frozen.is_(False))
            .values(balance=c.balance + amount)
            .returning(c.balance)
        )
        if after is None:
            raise Refusal(
                "account-frozen",
                sentence("This account is frozen: it can be read, nothing else."),
                advice=sentence("Look at its history to see where the balance went."),
                rule="M4",
                source="FAQ 3",
            )
        return after

    def _find(self, where: ColumnElement[bool]) -> Account | None:
        row = self._connection.execute(_ACCOUNT.where(where)).one_or_none()
        if row is None:
            return None
        return Account(
            id=row.id, kind=AccountKind(row.kind), balance=row.balance, frozen=row.frozen
        )


def _named(kind: AccountKind, desk_id: int | None) -> ColumnElement[bool]:
    c = t.accounts.c
    if desk_id is not None:
        return (c.kind == kind.value) & (c.desk_id == desk_id)
    return (
        (c.kind == kind.value) & c.desk_id.is_(None) & c.card_id.is_(None) & c.holder_id.is_(None)
    )
