"""Cardholders and cards on SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select, update

from backoffice.domain.cards import NEXT_STATES, Card, CardRequest, CardState
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holders import CertificateOnFile, Holder, HolderKind
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from db import bulk, search
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from backoffice.domain.search import Found
    from db.ledger import SqlLedger
    from db.vault import Vault

_HOLDER = select(
    t.holders, t.units.c.code.label("unit_code"), t.units.c.name.label("unit_name")
).join(t.units, t.units.c.id == t.holders.c.unit_id)


class SqlHolders:
    """Implements ``ports.Holders`` inside one transaction."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def get(self, holder_id: int) -> Holder:
        """Return the holder; ``Refusal`` (``unknown-holder``) if there is none."""
        row = self._connection.execute(_HOLDER.where(t.holders.c.id == holder_id)).one_or_none()
        if row is None:
            raise Refusal(
                "unknown-holder",
                sentence("There is no such cardholder."),
                advice=sentence("Search again."),
            )
        return Holder(**dict(row._mapping) | {"kind": HolderKind(row.kind)})

    def ids(self, numbers: Collection[str]) -> Mapping[str, int]:
        """Return who has these holder numbers, by number; those nobody has are missing."""
        c = t.holders.c
        found = self._connection.execute(select(c.number, c.id).where(c.number.in_(numbers)))
        return {row.number: row.id for row in found}

    def certificate(self, holder_id: int) -> CertificateOnFile | None:
        """Return the certificate the account was opened with, masked."""
        c = t.certificates.c
        row = self._connection.execute(
            select(c.id, c.kind, c.masked, c.valid_until).where(c.holder_id == holder_id)
        ).one_or_none()
        if row is None:
            return None
        return CertificateOnFile(
            id=row.id,
            kind=CertificateKind[row.kind.upper()],
            masked=row.masked,
            valid_until=row.valid_until,
        )

    def certificate_matches(self, holder_id: int, kind: CertificateKind, number: str) -> bool:
        """Compare a shown number (canonical form) with the record without revealing it."""
        c = t.certificates.c
        found = self._connection.scalar(
            select(c.id).where(
                c.holder_id == holder_id,
                c.kind == kind.value,
                c.blind == self._vault.blind(kind, number),
            )
        )
        return found is not None

    def find(self, text: str) -> Sequence[Found]:
        """Return who is meant by ``text`` or a scan, best first, at most ``search.MOST``."""
        return search.find(self._connection, self._vault, text)


_MISPRINT = (t.cards.c.state == CardState.SPOILED.value) | exists().where(
    t.print_jobs.c.card_id == t.cards.c.id,
    t.print_jobs.c.kind == JobKind.CARD.value,
    t.print_jobs.c.state == JobState.SPOILED.value,
)
_CARD = select(*(c for c in t.cards.c if c.name != "chip_uid"), _MISPRINT.label("misprint"))
_WRITTEN = tuple(name for name in Card.__dataclass_fields__ if name not in {"state", "misprint"})


class SqlCards:
    """Implements ``ports.Cards`` inside one transaction."""

    def __init__(self, connection: Connection, ledger: SqlLedger, at: datetime | None) -> None:
        self._connection = connection
        self._ledger = ledger
        self._at = at

    def get(self, card_id: int) -> Card:
        """Return the card."""
        row = self._connection.execute(_CARD.where(t.cards.c.id == card_id)).one()
        return _card(row)

    def by_number(self, number: str) -> Card | None:
        """Return the card with this number, dead or alive."""
        return self._one(t.cards.c.number == number)

    def successor(self, card_id: int) -> Card | None:
        """Return the card that replaced this one."""
        return self._one(t.cards.c.predecessor_id == card_id)

    def of_holder(self, holder_id: int) -> Sequence[Card]:
        """Return every card the holder ever had, newest first."""
        rows = self._connection.execute(
            _CARD.where(t.cards.c.holder_id == holder_id).order_by(t.cards.c.id.desc())
        )
        return [_card(row) for row in rows]

    def request(self, wanted: CardRequest) -> Card:
        """Enter a new card in state ``queued`` with the next number and an account of its own."""
        return self.request_many([wanted])[0]

    def request_many(self, wanted: Sequence[CardRequest]) -> Sequence[Card]:
        """Enter new cards with numbers one after another and an account each."""
        head, count = t.audit_head, len(wanted)
        last = self._connection.scalar(
            update(head).values(cards=head.c.cards + count).returning(head.c.cards)
        )
        assert last is not None  # noqa: S101  books have a head
        assert self._at is not None  # noqa: S101  cards are requested by an action
        ids = bulk.next_ids(self._connection, t.cards, count)
        cards = [
            Card(
                id=card_id,
                number=f"{number:010d}",
                state=CardState.QUEUED,
                since=self._at,
                **{name: getattr(one, name) for name in one.__slots__},
            )
            for card_id, number, one in zip(
                ids, range(last - count + 1, last + 1), wanted, strict=True
            )
        ]
        rows = [[*(getattr(c, name) for name in _WRITTEN), c.state.value] for c in cards]
        bulk.insert_many(self._connection, t.cards, [*_WRITTEN, "state"], rows)
        self._ledger.open_for_cards(ids)
        return cards

    def move(self, card: Card, to: CardState) -> None:
        """Change the state, ``Conflict`` if it is no longer the one in ``card``."""
        self.move_many([card.id], (card.state, to))

    def move_many(self, card_ids: Sequence[int], states: tuple[CardState, CardState]) -> None:
        """Bring cards from a state into the next; ``Conflict`` if one is not in it any more."""
        before, to = states
        if to not in NEXT_STATES[before]:
            msg = f"a card does not go from {before} to {to}"
            raise ValueError(msg)
        values = {"state": to.value, "since": self._at}
        in_it = t.cards.c.state == before.value
        bulk.change(self._connection, t.cards, card_ids, values, while_=in_it)

    def expire(self, *, before: date) -> int:
        """Let active cards expire whose last day lies before ``before``; return how many."""
        c = t.cards.c
        changed = self._connection.execute(
            update(t.cards)
            .where(c.state == CardState.ACTIVE.value, c.valid_until < before)
            .values(state=CardState.EXPIRED.value, since=self._at)
        )
        return changed.rowcount

    def _one(self, where: ColumnElement[bool]) -> Card | None:
        row = self._connection.execute(_CARD.where(where)).one_or_none()
        return _card(row) if row else None


def _card(row: Row[*tuple[Any, ...]]) -> Card:
    return Card(**dict(row._mapping) | {"state": CardState(row.state)})
