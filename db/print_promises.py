"""What must always be true of printers: queries for ``db.invariants``."""

from __future__ import annotations

QUERIES = {
    "held-printers-take-nothing": """
        SELECT j.id AS job, h.id AS hold FROM print_jobs j
        JOIN printer_holds h ON h.desk_id = j.desk_id AND h.printer = j.printer
        WHERE j.sent_seq > h.held_seq AND (h.released_seq IS NULL OR j.sent_seq < h.released_seq)
        """,
    "one-hold-is-on": """
        SELECT desk_id AS desk, printer, count(*) AS holds FROM printer_holds
        WHERE released_seq IS NULL GROUP BY desk_id, printer HAVING count(*) > 1
        """,
    "holds-in-doubt-are-of-their-printer": """
        SELECT j.id AS job, h.id AS hold FROM print_jobs j JOIN printer_holds h ON h.id = j.hold_id
        WHERE j.desk_id <> h.desk_id OR j.printer <> h.printer OR j.kind <> 'card'
        """,
    "copies-are-of-papers": """
        SELECT c.id AS copy, j.id AS paper FROM print_jobs c
        JOIN print_jobs j ON j.id = c.copy_of_id
        WHERE c.kind <> j.kind OR c.kind = 'card' OR c.id <= j.id
        """,
}
