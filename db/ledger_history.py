"""What was posted, and where it came from, on SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind, AccountName, Liability, PostedEntry, Unit
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row, Select

    from backoffice.domain.ledger import Since

_CLOSED = (CardState.SURRENDERED, CardState.RETURNED, CardState.EXPIRED, CardState.DESTROYED)


def _named(side: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401  an alias of accounts
    """Return joins and columns that name the account of one side of an entry."""
    cards, desks = t.cards.alias(), t.desks.alias()
    number = func.coalesce(cards.c.number, side.c.number, desks.c.code, "")
    return cards, desks, number


_E = t.entries.c
_DEBIT, _CREDIT = t.accounts.alias("debit"), t.accounts.alias("credit")
_DEBIT_CARD, _DEBIT_DESK, _DEBIT_NUMBER = _named(_DEBIT)
_CREDIT_CARD, _CREDIT_DESK, _CREDIT_NUMBER = _named(_CREDIT)
_BACK = t.entries.alias("back")
_POSTED = (
    select(
        _E.id,
        _E.action_id,
        t.actions.c.code,
        t.actions.c.at,
        func.coalesce(t.desks.c.code, "").label("desk"),
        func.coalesce(t.clerks.c.name, "").label("clerk"),
        _E.debit_id,
        _DEBIT.c.kind.label("debit_kind"),
        _DEBIT_NUMBER.label("debit_number"),
        _E.credit_id,
        _CREDIT.c.kind.label("credit_kind"),
        _CREDIT_NUMBER.label("credit_number"),
        _E.amount,
        _E.debit_after,
        _E.credit_after,
        _E.memo,
        _E.reverses_id,
        _BACK.c.id.label("reversed_by"),
    )
    .join(t.actions, t.actions.c.id == _E.action_id)
    .outerjoin(t.desks, t.desks.c.id == t.actions.c.desk_id)
    .outerjoin(t.clerks, t.clerks.c.id == t.actions.c.clerk_id)
    .join(_DEBIT, _DEBIT.c.id == _E.debit_id)
    .outerjoin(_DEBIT_CARD, _DEBIT_CARD.c.id == _DEBIT.c.card_id)
    .outerjoin(_DEBIT_DESK, _DEBIT_DESK.c.id == _DEBIT.c.desk_id)
    .join(_CREDIT, _CREDIT.c.id == _E.credit_id)
    .outerjoin(_CREDIT_CARD, _CREDIT_CARD.c.id == _CREDIT.c.card_id)
    .outerjoin(_CREDIT_DESK, _CREDIT_DESK.c.id == _CREDIT.c.desk_id)
    .outerjoin(_BACK, _BACK.c.reverses_id == _E.id)
)


class SqlLedgerHistory:
    """Implements ``ports.LedgerHistory`` inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_accounts(
        self,
        account_ids: Collection[int],
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        most: int = 10_000,
    ) -> Sequence[PostedEntry]:
        """Return entries of accounts from ``start`` until before ``end``, oldest first."""
        ids = list(account_ids)
        found = _POSTED.where(or_(_E.debit_id.in_(ids), _E.credit_id.in_(ids)))
        if start is not None:
            found = found.where(t.actions.c.at >= start)
        if end is not None:
            found = found.where(t.actions.c.at < end)
        return self._all(found.order_by(_E.id).limit(most))

    def of_action(self, action_id: str) -> Sequence[PostedEntry]:
        """Return the entries of an action, oldest first."""
        return self._all(_POSTED.where(_E.action_id == action_id).order_by(_E.id))

    def get(self, entry_id: int) -> PostedEntry:
        """Return an entry; ``Refusal`` (``unknown-entry``) if there is none."""
        found = self._all(_POSTED.where(_E.id == entry_id))
        if not found:
            raise Refusal(
                "unknown-entry",
                sentence("There is no such entry."),
                advice=sentence("Choose one in the list."),
            )
        return found[0]

    def accounts_of(self, holder_id: int) -> Sequence[tuple[AccountName, int]]:
        """Return a person's accounts in fen with their balances: cards, then old meal card."""
        a, c = t.accounts.c, t.cards.c
        number = func.coalesce(c.number, a.number, "").label("name")
        rows = self._connection.execute(
            select(a.id, a.kind, number, a.balance)
            .outerjoin(t.cards, c.id == a.card_id)
            .where(
                a.unit == Unit.FEN.value, or_(c.holder_id == holder_id, a.holder_id == holder_id)
            )
            .order_by(a.kind, a.id)
        )
        return [
            (AccountName(id=row.id, kind=AccountKind(row.kind), number=row.name), row.balance)
            for row in rows
        ]

    def liabilities(self, *, most: int, after: Since | None = None) -> Sequence[Liability]:
        """Return what is kept on closed cards until it is settled, oldest first (D6)."""
        a, c, h = t.accounts.c, t.cards.c, t.holders.c
        kept = _kept(
            c.id.label("card_id"),
            c.number.label("card_number"),
            c.holder_id,
            h.number.label("holder_number"),
            h.name.label("holder_name"),
            a.balance,
            c.since,
        ).join(t.holders, h.id == c.holder_id)
        if after is not None:
            since, card_id = after
            kept = kept.where(or_(c.since > since, and_(c.since == since, c.id > card_id)))
        rows = self._connection.execute(kept.order_by(c.since, c.id).limit(most))
        return [Liability(**row._mapping) for row in rows]

    def liabilities_total(self) -> tuple[int, int]:
        """Return on how many closed cards something is kept, and how much altogether in fen."""
        row = self._connection.execute(
            _kept(func.count(), func.coalesce(func.sum(t.accounts.c.balance), 0))
        ).one()
        return int(row[0]), int(row[1])

    def _all(self, found: Select[*tuple[Any, ...]]) -> list[PostedEntry]:
        return [_posted(row) for row in self._connection.execute(found)]


def _kept(*columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401  columns of any type
    closed = t.cards.c.state.in_([state.value for state in _CLOSED])
    return (
        select(*columns)
        .select_from(t.accounts)
        .join(t.cards, t.cards.c.id == t.accounts.c.card_id)
        .where(t.accounts.c.balance > 0, closed)
    )


def posted(
    connection: Connection, account_id: int, within: ColumnElement[bool]
) -> list[PostedEntry]:
    """Return the entries of one account among actions, oldest first."""
    of = (_E.debit_id == account_id) | (_E.credit_id == account_id)
    rows = connection.execute(_POSTED.where(of, within).order_by(_E.id))
    return [_posted(row) for row in rows]


def _posted(row: Row[*tuple[Any, ...]]) -> PostedEntry:
    known = dict(row._mapping)
    for side in ("debit", "credit"):
        known[side] = AccountName(
            id=known.pop(f"{side}_id"),
            kind=AccountKind(known.pop(f"{side}_kind")),
            number=known.pop(f"{side}_number"),
        )
    return PostedEntry(**known)
