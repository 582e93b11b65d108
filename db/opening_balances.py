"""Brings in cards and meal accounts that exist already, with what was on them.

Every balance comes from the account OPENING, every card once made came from the supplier: what is
brought in is counted like what is made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import update

from backoffice.domain.cards import IN_MAKING, CardState
from backoffice.domain.ledger import AccountKind, Entry, Unit
from backoffice.domain.photos import PhotoState
from db import tables as t
from db.bulk import insert_many, next_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backoffice.domain.intake import MealAccount, Newcomer
    from db.ledger import SqlLedger

_PRINTABLE = frozenset({PhotoState.APPROVED, PhotoState.SUPERSEDED})
MEMO = "brought_in"
_Wanted: TypeAlias = tuple[str, object, int | None, str | None, int]
_CARD = (
    "id", "number", "holder_id", "state", "since", "name", "name_latin", "unit_name", "photo_id",
    "design", "valid_until", "issued_on", "predecessor_id",
)  # fmt: skip
_ACCOUNT = ("id", "unit", "kind", "card_id", "holder_id", "number", "balance", "floor", "frozen")
_ENTRY = (
    "action_id", "unit", "debit_id", "credit_id", "amount", "debit_after", "credit_after", "memo",
)  # fmt: skip


def bring_accounts(
    connection: Connection,
    ledger: SqlLedger,
    people: Sequence[Newcomer],
    holder_ids: Sequence[int],
    photos: dict[int, list[int]],
    *,
    action_id: str,
) -> None:
    """Enter cards, accounts and opening entries of new holders."""
    cards = _cards(connection, people, holder_ids, photos)
    insert_many(connection, t.cards, _CARD, [row for row, _ in cards])
    wanted = [("card", row[0], None, None, balance) for row, balance in cards] + [
        _meal(holder_id, person.meal)
        for holder_id, person in zip(holder_ids, people, strict=True)
        if person.meal
    ]
    _open(connection, ledger, wanted, action_id)
    if cards:
        supplier, made = (ledger.account(k) for k in (AccountKind.SUPPLIER, AccountKind.MADE))
        ledger.post(Entry(debit=supplier, credit=made, amount=len(cards), memo=MEMO))


def bring_meals(
    connection: Connection,
    ledger: SqlLedger,
    meals: Sequence[tuple[int, MealAccount]],
    *,
    action_id: str,
) -> None:
    """Enter old meal cards, each with its holder, and their opening entries."""
    _open(connection, ledger, [_meal(*meal) for meal in meals], action_id)


def _meal(holder_id: int, meal: MealAccount) -> _Wanted:
    return "meal", None, holder_id, meal.number, meal.balance


def _open(
    connection: Connection, ledger: SqlLedger, wanted: Sequence[_Wanted], action_id: str
) -> None:
    accounts = [
        (account_id, Unit.FEN.value, *account, None if account[-1] < 0 else 0, False)
        for account_id, account in zip(
            next_ids(connection, t.accounts, len(wanted)), wanted, strict=True
        )
    ]
    insert_many(connection, t.accounts, _ACCOUNT, accounts)
    _post_openings(connection, ledger, accounts, action_id)


def _cards(
    connection: Connection,
    people: Sequence[Newcomer],
    holder_ids: Sequence[int],
    photos: dict[int, list[int]],
) -> list[tuple[tuple[object, ...], int]]:
    """Return the rows of all cards, each with its balance."""
    count = sum(len(person.cards) for person in people)
    c = t.audit_head.c
    last = connection.scalar(update(t.audit_head).values(cards=c.cards + count).returning(c.cards))
    numbers = iter(range((last or 0) - count + 1, (last or 0) + 1))
    ids = iter(next_ids(connection, t.cards, count))
    rows: list[tuple[tuple[object, ...], int]] = []
    for holder_id, person in zip(holder_ids, people, strict=True):
        shot = zip(photos[holder_id], person.photos, strict=True)
        printed = [i for i, photo in shot if photo.state in _PRINTABLE]
        before = None
        for card in person.cards:
            if card.state in IN_MAKING or card.state is CardState.SPOILED:
                msg = f"a card that is {card.state.value} can't be brought in"
                raise ValueError(msg)
            card_id = next(ids)
            row = (
                card_id, f"{next(numbers):010d}", holder_id, card.state.value, card.since,
                person.row.name, person.row.name_latin, card.unit_name, printed[0], card.design,
                card.valid_until, card.issued_on, before,
            )  # fmt: skip
            rows.append((row, card.balance))
            before = card_id
    return rows


def _post_openings(
    connection: Connection,
    ledger: SqlLedger,
    accounts: Sequence[tuple[object, ...]],
    action_id: str,
) -> None:
    opening = ledger.account(AccountKind.OPENING)
    running, entries = opening.balance, list[tuple[object, ...]]()
    for account in accounts:
        account_id, balance = account[0], account[6]
        assert isinstance(balance, int)  # noqa: S101  the seventh of _ACCOUNT
        running -= balance
        head = (action_id, Unit.FEN.value)
        if balance > 0:
            entries.append((*head, opening.id, account_id, balance, running, balance, MEMO))
        elif balance < 0:
            entries.append((*head, account_id, opening.id, -balance, balance, running, MEMO))
    insert_many(connection, t.entries, _ENTRY, entries)
    connection.execute(
        update(t.accounts).where(t.accounts.c.id == opening.id).values(balance=running)
    )
