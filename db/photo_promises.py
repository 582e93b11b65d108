"""What must always be true of photos and hand-overs: queries for ``db.invariants``.

That approver and taker differ (P3) is not among them: nobody can tell from the books whether the
policy asked for it on that day.
"""

from __future__ import annotations

QUERIES = {
    "one-photo-waits": """
        SELECT holder_id AS holder, count(*) AS photos FROM photos WHERE state = 'submitted'
        GROUP BY holder_id HAVING count(*) > 1
        """,
    # Brought in with their people, photos were approved somewhere else.
    "approved-photos-have-day-and-decider": """
        SELECT id AS photo FROM photos
        WHERE state = 'approved'
          AND (effective_on IS NULL
               OR ((decided_by IS NULL OR decided_at IS NULL)
                   AND NOT (source = 'portal' AND measured IS NULL AND taken_by IS NULL)))
        """,
    "rejected-photos-have-a-reason": """
        SELECT id AS photo, state FROM photos
        WHERE (state = 'rejected') <> (rejection IS NOT NULL)
           OR (state = 'rejected' AND decided_at IS NULL)
        """,
    "ended-photos-have-a-day": """
        SELECT id AS photo, state FROM photos
        WHERE (ended_on IS NOT NULL) <> (state IN ('rejected', 'superseded'))
        """,
    "removed-photos-keep-no-picture": """
        SELECT id AS photo, state FROM photos
        WHERE (removed_on IS NOT NULL) <> (length(picture) = 0)
           OR (removed_on IS NOT NULL AND ended_on IS NULL)
        """,
    "cards-in-making-keep-their-photo": """
        SELECT c.id AS card, p.id AS photo FROM cards c JOIN photos p ON p.id = c.photo_id
        WHERE c.state IN ({in_making}) AND p.removed_on IS NOT NULL
        """,
    # A superseded photo without a day waited when a newer one came: it never was approved. Those
    # that came before anybody measured or noted who took them are left out: they had no day.
    "cards-show-an-approved-photo": """
        SELECT c.id AS card, p.id AS photo, p.state FROM cards c JOIN photos p ON p.id = c.photo_id
        WHERE p.state IN ('submitted', 'rejected')
           OR (p.effective_on IS NULL AND (p.measured IS NOT NULL OR p.taken_by IS NOT NULL))
        """,
}
