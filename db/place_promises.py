"""What must always be true of desks and terminals: queries for ``db.invariants``."""

from __future__ import annotations

QUERIES = {
    "places-lie-in-an-area": """
        SELECT 'desk' AS place, id, area FROM desks WHERE area NOT IN (SELECT code FROM campuses)
        UNION ALL
        SELECT 'terminal', id, area FROM terminals WHERE area NOT IN (SELECT code FROM campuses)
        """,
    # Nobody could look after it there.
    "closed-desks-are-empty": """
        SELECT id AS desk FROM desks d WHERE NOT in_service AND (
            EXISTS (SELECT 1 FROM shifts s WHERE s.desk_id = d.id AND s.closed_at IS NULL)
            OR EXISTS (SELECT 1 FROM accounts a WHERE a.desk_id = d.id AND a.balance <> 0)
            OR EXISTS (SELECT 1 FROM print_jobs j WHERE j.desk_id = d.id AND j.state IN ({live}))
            OR EXISTS (
                SELECT 1 FROM blank_moves m WHERE m.to_id = d.id AND m.received IS NULL))
        """,
}
