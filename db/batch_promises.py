"""What must always be true of batches: queries for ``db.invariants``."""

from __future__ import annotations

QUERIES = {
    "batch-rows-run-on": """
        SELECT b.id AS batch, count(c.id) AS rows, max(c.row_number) AS last FROM batches b
        LEFT JOIN batch_cards c ON c.batch_id = b.id AND c.replaced_by_id IS NULL
        GROUP BY b.id HAVING count(c.id) = 0 OR count(c.id) <> max(c.row_number)
        """,
    "batch-rows-stay-with-their-holder": """
        SELECT old.batch_id AS batch, old.row_number AS row_number FROM batch_cards old
        JOIN cards was ON was.id = old.card_id
        LEFT JOIN batch_cards new ON new.card_id = old.replaced_by_id
        LEFT JOIN cards now ON now.id = new.card_id
        WHERE old.replaced_by_id IS NOT NULL
          AND (was.state NOT IN ('spoiled', 'lost', 'destroyed') OR now.id IS NULL
               OR now.holder_id <> was.holder_id OR new.batch_id <> old.batch_id
               OR new.row_number <> old.row_number)
        """,
    "only-cards-that-exist-leave-the-center": """
        SELECT b.card_id AS card, b.place, c.state FROM batch_cards b
        JOIN cards c ON c.id = b.card_id
        WHERE b.place <> 'center'
          AND c.state IN ('requested', 'queued', 'printing', 'unconfirmed', 'spoiled')
        """,
    "handed-out-cards-are-awake": """
        SELECT b.card_id AS card, c.state FROM batch_cards b JOIN cards c ON c.id = b.card_id
        WHERE b.place = 'holder' AND c.state = 'made'
        """,
    "only-cards-that-exist-are-packed": """
        SELECT b.card_id AS card, c.state FROM batch_cards b JOIN cards c ON c.id = b.card_id
        WHERE (b.packed_at IS NOT NULL
               AND c.state IN ('requested', 'queued', 'printing', 'unconfirmed', 'spoiled'))
           OR (b.packed_by_id IS NOT NULL AND b.packed_at IS NULL)
        """,
    # A lost one was made again; one that is written off was dead, or its holder's right has ended.
    "cards-lost-at-a-unit-are-dead": """
        SELECT b.card_id AS card, c.state FROM batch_cards b JOIN cards c ON c.id = b.card_id
        LEFT JOIN cards next ON next.predecessor_id = c.id
        WHERE b.place = 'gone'
          AND (c.state NOT IN ('lost', 'expired', 'surrendered', 'returned', 'destroyed')
               OR (c.state = 'lost' AND next.id IS NULL))
        """,
    # A file is printed elsewhere: its blanks are none of this center's stock.
    "files-are-fed-from-outside": """
        SELECT fed, sent FROM (SELECT
            (SELECT coalesce(sum(amount), 0) FROM entries WHERE memo = 'blank-outside') AS fed,
            (SELECT count(*) FROM print_jobs
             WHERE printer = '(file)' AND sent_at IS NOT NULL) AS sent) AS counted
        WHERE fed <> sent
        """,
}
