"""What must always be true of plastic: queries for ``db.invariants``, and two walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from backoffice.domain.blanks import digest_numbers
from backoffice.domain.ledger import AccountKind
from db import blank_tables as b
from db import counter_tables
from db import tables as t
from db.shift_promises import Running, moments, stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from db.vault import Vault

QUERIES = {
    "blanks-go-as-they-may": """
        SELECT e.id AS entry, d.kind AS debit, c.kind AS credit FROM entries e
        JOIN accounts d ON d.id = e.debit_id JOIN accounts c ON c.id = e.credit_id
        WHERE e.unit = 'blank'
          AND d.kind || '>' || c.kind NOT IN (
            'supplier>stock', 'supplier>made', 'supplier>making',
            'stock>hopper', 'hopper>stock', 'stock>on_the_way', 'on_the_way>stock',
            'stock>making', 'hopper>making', 'making>stock', 'making>hopper', 'making>supplier',
            'making>made', 'making>spoiled', 'making>tested', 'tested>making',
            'made>destroyed', 'spoiled>destroyed',
            'blank_differences>stock', 'stock>blank_differences',
            'blank_differences>hopper', 'hopper>blank_differences',
            'blank_differences>on_the_way', 'on_the_way>blank_differences')
        """,
    "boxes-are-in-the-ledger": """
        SELECT x.id AS box, x.counted FROM blank_boxes x
        WHERE x.counted <> (
            SELECT coalesce(sum(e.amount), 0) FROM entries e
            JOIN accounts d ON d.id = e.debit_id AND d.kind = 'supplier'
            JOIN accounts c ON c.id = e.credit_id AND c.kind = 'stock' AND c.desk_id = x.desk_id
            WHERE e.action_id = x.action_id AND e.memo = 'box ' || x.number)
        """,
    "parcels-are-on-the-way": """
        SELECT booked, sent FROM (SELECT
            (SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = 'on_the_way') AS booked,
            (SELECT coalesce(sum(sent), 0) FROM blank_moves WHERE received_at IS NULL) AS sent
            ) AS counted
        WHERE booked <> sent
        """,
    "parcels-are-in-the-ledger": """
        SELECT m.id AS parcel, m.sent, m.received FROM blank_moves m
        LEFT JOIN (
            SELECT e.memo,
                   sum(CASE WHEN c.kind = 'on_the_way' AND d.kind = 'stock'
                       THEN e.amount ELSE 0 END) AS sent,
                   sum(CASE WHEN c.kind = 'stock' THEN e.amount ELSE 0 END) AS received
            FROM entries e JOIN accounts d ON d.id = e.debit_id
            JOIN accounts c ON c.id = e.credit_id
            WHERE e.unit = 'blank' AND e.memo LIKE 'parcel %' GROUP BY e.memo) AS posted
          ON posted.memo = 'parcel ' || m.id
        WHERE m.sent <> coalesce(posted.sent, 0)
           OR coalesce(m.received, 0) <> coalesce(posted.received, 0)
        """,
    "waste-is-dead": """
        SELECT w.card_id AS card, c.state FROM waste w JOIN cards c ON c.id = w.card_id
        WHERE (w.destruction_id IS NOT NULL) <> (c.state = 'destroyed')
           OR c.state IN ('requested', 'queued', 'printing', 'unconfirmed', 'active')
        UNION ALL SELECT c.id, c.state FROM cards c LEFT JOIN waste w ON w.card_id = c.id
        WHERE c.state = 'destroyed' AND w.card_id IS NULL
        """,
    "spoiled-blanks-wait": """
        SELECT booked, waiting FROM (SELECT
            (SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = 'spoiled') AS booked,
            (SELECT count(*) FROM waste w JOIN cards c ON c.id = w.card_id
             WHERE c.state = 'spoiled') AS waiting) AS counted
        WHERE booked <> waiting
        """,
    "destroyed-blanks-are-cards": """
        SELECT booked, cards FROM (SELECT
            (SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = 'destroyed') AS booked,
            (SELECT count(*) FROM cards WHERE state = 'destroyed') AS cards) AS counted
        WHERE booked <> cards
        """,
}


def destructions(connection: Connection, _key: Vault) -> Iterator[str]:
    """Count and hash the cards of each protocol; their numbers run on, two people signed."""
    d = b.destructions.c
    for place, row in enumerate(stream(connection, select(b.destructions).order_by(d.id)), 1):
        numbers = connection.scalars(
            select(t.cards.c.number)
            .join(b.waste, b.waste.c.card_id == t.cards.c.id)
            .where(b.waste.c.destruction_id == row.id)
        ).all()
        a = t.actions.c
        signed = connection.execute(
            select(a.clerk_id, a.second_id).where(
                a.at == row.at, a.desk_id == row.desk_id, a.code == "destroy_cards"
            )
        ).all()
        right = len(numbers) == row.cards and digest_numbers(numbers) == row.digest
        if not right or row.number != place or (row.clerk_id, row.second_id) not in signed:
            yield f"destruction {row.id}, cards {len(numbers)}, counted {row.cards}"


def counts(connection: Connection, _key: Vault) -> Iterator[str]:
    """Compare the count of blanks at the end of each shift with the ledger before and after it."""
    rows = {row.shift_id: row for row in stream(connection, select(b.counts))}
    s = counter_tables.shifts.c
    closed_ones = select(s.id, s.second_id).where(s.closed_at.is_not(None))
    seconds = {row.id: row.second_id for row in connection.execute(closed_ones)}
    for desk_id in connection.scalars(select(t.desks.c.id).order_by(t.desks.c.id)).all():
        stock = Running(connection, desk_id, AccountKind.STOCK)
        hopper = Running(connection, desk_id, AccountKind.HOPPER)
        for shift, _opened, closed in moments(connection, desk_id):
            row = rows.get(shift.id) if shift is not None else None
            if row is None or closed is None:
                continue  # not counted yet, or before blanks were
            expected = stock.until(closed.seq - 1), hopper.until(closed.seq - 1)
            found = stock.until(closed.seq), hopper.until(closed.seq)
            wrong = expected != (row.stock_expected, row.hopper_expected)
            wrong |= found != (row.stock, row.hopper)
            alone = abs(sum(found) - sum(expected)) <= row.alone
            if wrong or not (alone or seconds.get(row.shift_id)):
                yield f"shift {row.shift_id}"
