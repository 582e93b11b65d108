"""What must always be true of the books: named queries that return no row when all is well.

Adding one is one entry in ``INVARIANTS``. Samples name rows, states and amounts, never people. What
can't be asked in SQL is walked through in ``db.proofs``.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from backoffice.domain.cards import IN_MAKING, CardState
from backoffice.domain.invariants import BrokenInvariant
from backoffice.domain.ledger import OPEN_ENDED, UNIT_OF, AccountKind, Unit
from backoffice.domain.print_jobs import LIVE
from db import (
    batch_promises,
    blank_promises,
    design_promises,
    entry_promises,
    photo_promises,
    place_promises,
    print_promises,
    proofs,
    shift_promises,
)

if TYPE_CHECKING:
    import enum
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection

    from db.vault import Vault

_SAMPLE = 5
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """One thing that is always true; ``broken`` yields a line for each row where it is not."""

    name: str
    broken: Callable[[Connection, Vault], Iterable[str]]


def check(
    connection: Connection, key: Vault, *, stop: Callable[[], bool] = lambda: False
) -> list[BrokenInvariant]:
    """Ask every invariant inside the transaction open on ``connection``; memory stays bounded."""
    found = []
    for invariant in INVARIANTS:
        if stop():
            break
        lines = iter(invariant.broken(connection, key))
        sample = tuple(itertools.islice(lines, _SAMPLE))
        if sample:
            rows = len(sample) + sum(1 for _ in lines)
            found.append(BrokenInvariant(invariant=invariant.name, rows=rows, sample=sample))
    return found


def _query(name: str, sql: str) -> Invariant:
    statement = text(sql.format(**_WORDS))

    def broken(connection: Connection, _key: Vault) -> Iterator[str]:
        rows = connection.execute(statement, execution_options={"yield_per": _BATCH})
        for row in rows:
            yield ", ".join(f"{column} {value}" for column, value in row._mapping.items())

    return Invariant(name=name, broken=broken)


def _names(values: Iterable[enum.Enum]) -> str:
    return ", ".join(sorted(f"'{value.value}'" for value in values))


_S = CardState
_WORDS = {
    "legs": """
        SELECT id, credit_id AS account_id, amount, credit_after AS after FROM entries
        UNION ALL SELECT id, debit_id, -amount, debit_after FROM entries
    """,
    "fen": _names(kind for kind, unit in UNIT_OF.items() if unit is Unit.FEN),
    "may_owe": _names(OPEN_ENDED | {AccountKind.MEAL}),
    "in_making": _names(IN_MAKING),
    "living": _names(IN_MAKING | {_S.ACTIVE}),
    # Really made and not destroyed.
    "in_the_world": _names({_S.MADE, _S.ACTIVE, _S.LOST, _S.SURRENDERED, _S.RETURNED, _S.EXPIRED}),
    "live": _names(LIVE),
}

LEDGER = (
    _query(
        "sums-are-zero",
        "SELECT unit, sum(balance) AS total FROM accounts GROUP BY unit HAVING sum(balance) <> 0",
    ),
    _query(
        "balances-equal-entries",
        """
        SELECT id AS account, balance FROM accounts WHERE balance
            <> (SELECT coalesce(sum(amount), 0) FROM entries WHERE credit_id = accounts.id)
             - (SELECT coalesce(sum(amount), 0) FROM entries WHERE debit_id = accounts.id)
        """,
    ),
    _query(
        "balances-run-on",
        """
        SELECT account_id AS account, id AS entry, after, ran FROM (
            SELECT id, account_id, after,
                   sum(amount) OVER (PARTITION BY account_id ORDER BY id) AS ran
            FROM ({legs}) AS legs) AS runs
        WHERE after <> ran
        """,
    ),
    _query(
        "entries-count-one-unit",
        """
        SELECT e.id AS entry, e.unit FROM entries e
        LEFT JOIN accounts d ON d.id = e.debit_id LEFT JOIN accounts c ON c.id = e.credit_id
        WHERE d.unit IS NULL OR c.unit IS NULL OR d.unit <> e.unit OR c.unit <> e.unit
        """,
    ),
    _query(
        "accounts-count-their-unit",
        """
        SELECT id AS account, kind, unit FROM accounts
        WHERE (unit = 'fen') <> (kind IN ({fen}))
        """,
    ),
    _query(
        "floors-hold",
        """
        SELECT id AS account, kind, balance FROM accounts
        WHERE balance < floor OR (floor IS NULL AND kind NOT IN ({may_owe}))
        """,
    ),
    _query(
        "reversals-mirror-their-entry",
        """
        -- Cash is given back from the drawer where the holder stands, which may be another one.
        SELECT r.id AS entry, r.reverses_id AS reverses FROM entries r
        JOIN entries e ON e.id = r.reverses_id
        JOIN accounts rd ON rd.id = r.debit_id JOIN accounts rc ON rc.id = r.credit_id
        JOIN accounts ed ON ed.id = e.debit_id JOIN accounts ec ON ec.id = e.credit_id
        WHERE r.amount <> e.amount
            OR (rd.id <> ec.id AND NOT (rd.kind = 'cash' AND ec.kind = 'cash'))
            OR (rc.id <> ed.id AND NOT (rc.kind = 'cash' AND ed.kind = 'cash'))
        """,
    ),
)

CARDS = (
    _query(
        "cards-have-an-account",
        """
        SELECT c.id AS card FROM cards c
        LEFT JOIN accounts a ON a.card_id = c.id AND a.kind = 'card' WHERE a.id IS NULL
        """,
    ),
    _query(
        "one-active-card",
        """
        SELECT holder_id AS holder, count(*) AS cards FROM cards WHERE state = 'active'
        GROUP BY holder_id HAVING count(*) > 1
        """,
    ),
    _query(
        "one-card-in-making",
        """
        SELECT holder_id AS holder, count(*) AS cards FROM cards
        WHERE state IN ({in_making}) GROUP BY holder_id HAVING count(*) > 1
        """,
    ),
    _query(
        "replaced-cards-are-dead",
        """
        SELECT old.id AS card, old.state FROM cards old
        JOIN cards new ON new.predecessor_id = old.id
        WHERE old.state IN ({living})
        """,
    ),
    _query(
        "replaced-cards-are-empty",
        """
        SELECT old.id AS card, old.state, a.balance FROM cards old
        JOIN cards new ON new.predecessor_id = old.id JOIN accounts a ON a.card_id = old.id
        WHERE old.state IN ('lost', 'spoiled') AND a.balance <> 0
        """,
    ),
    _query(
        "predecessors-are-the-holders-own",
        """
        SELECT new.id AS card, old.id AS predecessor FROM cards new
        JOIN cards old ON old.id = new.predecessor_id
        WHERE old.holder_id <> new.holder_id OR old.id > new.id
        """,
    ),
    _query(
        "cards-show-their-holder",
        """
        SELECT c.id AS card, c.photo_id AS photo FROM cards c
        JOIN photos p ON p.id = c.photo_id WHERE p.holder_id <> c.holder_id
        """,
    ),
    _query(
        "temporary-holders-end",
        """
        SELECT id AS holder, NULL AS card FROM holders
        WHERE kind = 'temporary' AND valid_until IS NULL
        UNION ALL SELECT h.id, c.id FROM holders h JOIN cards c ON c.holder_id = h.id
        WHERE h.kind = 'temporary' AND c.valid_until IS NULL AND c.state IN ({in_making})
        """,
    ),
)

DESIGNS = (
    *(_query(name, sql) for name, sql in design_promises.QUERIES.items()),
    Invariant(name="cards-have-their-design", broken=design_promises.designs_of_cards),
    Invariant(name="designs-can-be-read", broken=design_promises.readable),
)

PHOTOS = (
    *(_query(name, sql) for name, sql in photo_promises.QUERIES.items()),
    Invariant(name="pictures-are-as-recorded", broken=proofs.pictures),
    Invariant(name="hand-overs-are-as-counted", broken=proofs.hand_overs),
    Invariant(name="handed-over-photos-were-in-force", broken=proofs.days_of_hand_overs),
)

ENTRY = (
    *(_query(name, sql) for name, sql in entry_promises.QUERIES.items()),
    Invariant(name="rights-handed-over-were-true", broken=entry_promises.rights),
)

SHIFTS = (
    *(_query(name, sql) for name, sql in shift_promises.QUERIES.items()),
    Invariant(name="shifts-equal-the-ledger", broken=shift_promises.figures),
)

BLANKS = (
    _query(
        "blanks-in-making",
        """
        SELECT d.id AS desk, coalesce(a.balance, 0) AS booked, count(j.id) AS printing
        FROM desks d LEFT JOIN accounts a ON a.desk_id = d.id AND a.kind = 'making'
        LEFT JOIN print_jobs j
          ON j.desk_id = d.id AND j.kind = 'card' AND j.state IN ('sent', 'unconfirmed')
        GROUP BY d.id, a.balance HAVING coalesce(a.balance, 0) <> count(j.id)
        """,
    ),
    _query(
        "blanks-made-are-cards",
        """
        SELECT booked, cards FROM (SELECT
            (SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = 'made') AS booked,
            (SELECT count(*) FROM cards WHERE state IN ({in_the_world})) AS cards) AS counted
        WHERE booked <> cards
        """,
    ),
    # A job that was spoiled before it left, or from which nothing came out, used up no blank.
    _query(
        "blanks-used-have-a-job",
        """
        SELECT d.id AS desk, coalesce(u.made, 0) AS made, coalesce(u.spoiled, 0) AS spoiled,
               coalesce(j.good, 0) AS good_jobs, coalesce(j.bad, 0) AS bad_jobs
        FROM desks d
        LEFT JOIN (SELECT a.desk_id,
                          sum(CASE WHEN c.kind = 'made' THEN e.amount ELSE 0 END) AS made,
                          sum(CASE WHEN c.kind = 'spoiled' THEN e.amount ELSE 0 END) AS spoiled
                   FROM entries e JOIN accounts a ON a.id = e.debit_id AND a.kind = 'making'
                   JOIN accounts c ON c.id = e.credit_id GROUP BY a.desk_id) AS u
          ON u.desk_id = d.id
        LEFT JOIN (SELECT desk_id, sum(CASE WHEN state = 'good' THEN 1 ELSE 0 END) AS good,
                          sum(CASE WHEN state = 'spoiled' THEN 1 ELSE 0 END) AS bad
                   FROM print_jobs WHERE kind = 'card' GROUP BY desk_id) AS j
          ON j.desk_id = d.id
        WHERE coalesce(u.made, 0) <> coalesce(j.good, 0)
           OR coalesce(u.spoiled, 0) > coalesce(j.bad, 0)
        """,
    ),
)

PLASTIC = (
    *(_query(name, sql) for name, sql in blank_promises.QUERIES.items()),
    Invariant(name="destructions-are-as-counted", broken=blank_promises.destructions),
    Invariant(name="blank-counts-equal-the-ledger", broken=blank_promises.counts),
)

PAPER = (
    _query(
        "cards-in-making-have-a-live-job",
        """
        SELECT c.id AS card, c.state FROM cards c
        LEFT JOIN print_jobs j ON j.card_id = c.id AND j.state IN ({live})
        WHERE c.state IN ('queued', 'printing', 'unconfirmed') AND j.id IS NULL
        """,
    ),
    _query(
        "jobs-and-cards-agree",
        """
        SELECT j.id AS job, j.state AS job_state, c.id AS card, c.state AS card_state
        FROM print_jobs j JOIN cards c ON c.id = j.card_id
        WHERE (j.state = 'queued' AND c.state <> 'queued')
           OR (j.state = 'sent' AND c.state <> 'printing')
           OR (j.state = 'unconfirmed' AND c.state <> 'unconfirmed')
           OR (j.state = 'good'
               AND c.state IN ('requested', 'queued', 'printing', 'unconfirmed', 'spoiled'))
           OR (j.state IN ('spoiled', 'cancelled') AND c.state NOT IN ('spoiled', 'destroyed'))
        """,
    ),
    _query(
        "jobs-name-their-card",
        """
        SELECT j.id AS job, c.id AS card FROM print_jobs j JOIN cards c ON c.id = j.card_id
        WHERE j.number <> c.number OR j.holder_id IS NULL OR j.holder_id <> c.holder_id
        """,
    ),
    _query(
        "job-times-fit",
        """
        SELECT id AS job, state FROM print_jobs
        WHERE (state IN ('sent', 'unconfirmed', 'good') AND sent_at IS NULL)
           OR ((state IN ('good', 'spoiled', 'cancelled')) <> (settled_at IS NOT NULL))
        """,
    ),
    *(_query(name, sql) for name, sql in print_promises.QUERIES.items()),
    Invariant(name="receipt-numbers-run-on", broken=proofs.receipt_numbers),
    _query(
        "anchors-are-in-the-chain",
        """
        SELECT j.id AS job, j.anchor_seq AS seq FROM print_jobs j
        LEFT JOIN audit a ON a.seq = j.anchor_seq
        WHERE a.seal IS NULL OR j.anchor IS NULL OR a.seal <> j.anchor
           OR a.action_id <> j.action_id
        """,
    ),
)

AUDIT = (
    _query(
        "one-head",
        """
        SELECT heads, books FROM (SELECT (SELECT count(*) FROM audit_head) AS heads,
                                         (SELECT count(*) FROM books) AS books) AS counted
        WHERE heads <> 1 OR books <> 1
        """,
    ),
    _query(
        "actions-are-audited-once",
        """
        SELECT c.id AS action, count(a.seq) AS audited FROM actions c
        LEFT JOIN audit a ON a.action_id = c.id AND a.outcome = 'done'
        GROUP BY c.id HAVING count(a.seq) <> 1
        """,
    ),
    _query(
        "several-people-are-named-apart",
        """
        SELECT h.action_id AS action FROM action_holders h JOIN actions a ON a.id = h.action_id
        WHERE a.holder_id IS NOT NULL
        """,
    ),
    _query(
        "audited-actions-exist",
        """
        SELECT a.seq, a.action_id AS action FROM audit a LEFT JOIN actions c ON c.id = a.action_id
        WHERE a.outcome = 'done'
          AND (c.id IS NULL OR c.seq <> a.seq OR c.code <> a.code OR c.request <> a.request
               OR coalesce(c.clerk_id, 0) <> coalesce(a.clerk_id, 0)
               OR coalesce(c.second_id, 0) <> coalesce(a.second_id, 0)
               OR coalesce(c.desk_id, 0) <> coalesce(a.desk_id, 0))
        """,
    ),
    Invariant(name="chain-is-unbroken", broken=proofs.chain),
    Invariant(name="effects-are-as-sealed", broken=proofs.effects),
)

PEOPLE = (
    Invariant(name="certificates-open", broken=proofs.certificates),
    Invariant(name="everybody-is-found", broken=proofs.search_keys),
    Invariant(name="rows-refer-to-rows", broken=proofs.foreign_keys),
)

PLACES = tuple(_query(name, sql) for name, sql in place_promises.QUERIES.items())

BATCHES = tuple(_query(name, sql) for name, sql in batch_promises.QUERIES.items())

INVARIANTS = (
    *(LEDGER + CARDS + DESIGNS + PHOTOS + ENTRY + SHIFTS),
    *(BLANKS + PLASTIC + PAPER + AUDIT + PEOPLE + PLACES + BATCHES),
)
