"""Takes in old meal cards of known holders: new ones only, never a second time, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from backoffice.domain.intake import MealAccount, Standing
from backoffice.domain.ledger import AccountKind
from db import tables as t
from db.opening_balances import bring_meals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row

    from backoffice.domain.intake import MealRow
    from db.ledger import SqlLedger

_IS_MEAL = t.accounts.c.kind == AccountKind.MEAL.value
_HOLDERS = (
    select(
        t.holders.c.id,
        t.holders.c.number,
        t.accounts.c.number.label("account"),
        t.accounts.c.balance,
        t.accounts.c.frozen,
    )
    .outerjoin(t.accounts, (t.accounts.c.holder_id == t.holders.c.id) & _IS_MEAL)
    .where(t.holders.c.number.in_(bindparam("numbers", expanding=True)))
)
_OWNERS = (
    select(t.accounts.c.number.label("account"), t.holders.c.number)
    .join(t.holders, t.holders.c.id == t.accounts.c.holder_id)
    .where(_IS_MEAL, t.accounts.c.number.in_(bindparam("numbers", expanding=True)))
)


def standings(connection: Connection, rows: Sequence[MealRow]) -> list[Standing]:
    """Compare rows with the books without writing."""
    return _compared(connection, rows, _holders(connection, rows))


def enter(
    connection: Connection, ledger: SqlLedger, rows: Sequence[MealRow], *, action_id: str
) -> list[Standing]:
    """Open the accounts that are new, with their opening entries."""
    holders = _holders(connection, rows)
    found = _compared(connection, rows, holders)
    new = [
        (holders[row.holder_number].id, MealAccount(number=row.account, balance=row.balance))
        for row, standing in zip(rows, found, strict=True)
        if standing is Standing.NEW
    ]
    bring_meals(connection, ledger, new, action_id=action_id)
    return found


def _holders(connection: Connection, rows: Sequence[MealRow]) -> dict[str, Row[*tuple[Any, ...]]]:
    found = connection.execute(_HOLDERS, {"numbers": [row.holder_number for row in rows]})
    return {row.number: row for row in found}


def _compared(
    connection: Connection,
    rows: Sequence[MealRow],
    holders: Mapping[str, Row[*tuple[Any, ...]]],
) -> list[Standing]:
    found = connection.execute(_OWNERS, {"numbers": [row.account for row in rows]})
    owners = {(row.account, row.number) for row in found}
    taken = {account for account, _holder in owners}
    return [
        Standing.OF_ANOTHER
        if row.account in taken and (row.account, row.holder_number) not in owners
        else _standing(row, holders.get(row.holder_number))
        for row in rows
    ]


def _standing(row: MealRow, known: Row[*tuple[Any, ...]] | None) -> Standing:
    if known is None:
        return Standing.NOBODY
    if known.frozen is None:
        return Standing.NEW
    if known.account != row.account:
        return Standing.OTHER_ACCOUNT
    if known.balance == row.balance:
        return Standing.UNCHANGED
    return Standing.TAKEN_OVER if known.frozen else Standing.OTHER_BALANCE
