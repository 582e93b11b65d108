"""What must always be true of campus entry: queries for ``db.invariants``, and one walk."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from backoffice.domain import gate_rights
from backoffice.domain.cards import CardState
from db import counter_tables
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from db.vault import Vault

QUERIES = {
    "one-entry-application-waits": """
        SELECT holder_id AS holder, campus, count(*) AS applications FROM entry_applications
        WHERE state = 'applied' GROUP BY holder_id, campus HAVING count(*) > 1
        """,
    # Withdrawn and expired ones may have been answered before, or never.
    "entry-answers-fit-their-state": """
        SELECT id AS application, state FROM entry_applications
        WHERE (state = 'applied' AND (answered_at IS NOT NULL OR answer <> ''))
           OR (state IN ('passed', 'refused') AND answered_at IS NULL)
           OR (state = 'refused' AND answer = '')
        """,
    "entry-days-run-forwards": """
        SELECT id AS application FROM entry_applications WHERE from_on > until_on
        """,
}
_SOME = 500


def rights(connection: Connection, _key: Vault) -> Iterator[str]:
    """Yield what gates were given last that was not true then: a dead card, a wrong count.

    Earlier hand-overs hold no more: the newest number does.
    """
    h = counter_tables.entry_hand_overs.c
    last = connection.execute(
        select(h.id, h.at, h.rights, h.text).order_by(h.id.desc()).limit(1)
    ).one_or_none()
    if last is None:
        return
    given = Counter(gate_rights.cards(last.text))
    if given.total() != last.rights:
        yield f"hand-over {last.id}, rights {given.total()}"
    c, numbers = t.cards.c, sorted(given)
    for start in range(0, len(numbers), _SOME):
        some = numbers[start : start + _SOME]
        alive = select(c.number).where(
            c.number.in_(some), (c.state == CardState.ACTIVE.value) | (c.since >= last.at)
        )
        living = set(connection.scalars(alive))
        for number in some:
            if number not in living:
                yield f"hand-over {last.id}, dead card {number}"
