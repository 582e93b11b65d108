"""Each invariant is broken on purpose, past constraints and triggers, and must be found."""

from contextlib import contextmanager

import pytest
from sqlalchemy import text

from db import vault
from db.invariants import INVARIANTS, check

SOME_CARD = "(SELECT min(card_id) FROM accounts WHERE kind = 'card')"
BREAKS = {
    "sums-are-zero": ["UPDATE accounts SET balance = balance + 1 WHERE kind = 'opening'"],
    "balances-equal-entries": [
        "UPDATE accounts SET balance = balance - 1 WHERE kind = 'opening'",
        f"UPDATE accounts SET balance = balance + 1 WHERE card_id = {SOME_CARD}",
    ],
    "balances-run-on": ["UPDATE entries SET credit_after = credit_after + 1 WHERE id = 1"],
    "entries-count-one-unit": ["UPDATE entries SET unit = 'fen' WHERE id = 1"],
    "accounts-count-their-unit": ["UPDATE accounts SET unit = 'blank' WHERE kind = 'opening'"],
    "floors-hold": [
        "UPDATE accounts SET floor = NULL WHERE kind = 'card'",
    ],
    "reversals-mirror-their-entry": ["UPDATE entries SET reverses_id = 1 WHERE id = 2"],
    "cards-have-an-account": [f"DELETE FROM accounts WHERE card_id = {SOME_CARD}"],
    "one-active-card": ["UPDATE cards SET state = 'active' WHERE state IN ('lost', 'spoiled')"],
    "one-card-in-making": [
        "UPDATE cards SET state = 'made' WHERE state = 'lost'",
    ],
    "replaced-cards-are-dead": ["UPDATE cards SET state = 'active' WHERE state = 'lost'"],
    "replaced-cards-are-empty": [
        "UPDATE accounts SET balance = 5 WHERE card_id IN (SELECT predecessor_id FROM cards)"
    ],
    "predecessors-are-the-holders-own": [
        "UPDATE cards SET holder_id = (SELECT max(id) FROM holders) WHERE state = 'spoiled'"
    ],
    "cards-show-their-holder": [
        "UPDATE photos SET holder_id = (SELECT max(id) FROM holders) WHERE id = 1"
    ],
    "temporary-holders-end": ["UPDATE holders SET valid_until = NULL"],
    "design-versions-run-on": ["UPDATE card_designs SET version = 9 WHERE version = 2"],
    "cards-have-their-design": ["UPDATE cards SET design = 'staff@9' WHERE state = 'lost'"],
    "designs-can-be-read": ["UPDATE card_designs SET toml = 'x' WHERE version = 1"],
    "one-photo-waits": ["UPDATE photos SET holder_id = 1 WHERE state = 'submitted'"],
    "approved-photos-have-day-and-decider": [
        "UPDATE photos SET decided_by = NULL WHERE state = 'approved' AND taken_by IS NOT NULL"
    ],
    "rejected-photos-have-a-reason": ["UPDATE photos SET rejection = NULL"],
    "ended-photos-have-a-day": ["UPDATE photos SET ended_on = NULL WHERE removed_on IS NULL"],
    "removed-photos-keep-no-picture": [
        "UPDATE photos SET removed_on = NULL WHERE removed_on IS NOT NULL"
    ],
    "cards-in-making-keep-their-photo": [
        (
            "UPDATE cards SET photo_id = (SELECT max(id) FROM photos WHERE removed_on IS NOT NULL)"
            " WHERE state = 'queued'"
        )
    ],
    "cards-show-an-approved-photo": [
        (
            "UPDATE cards SET photo_id = (SELECT max(id) FROM photos WHERE state = 'rejected')"
            " WHERE state = 'lost'"
        )
    ],
    "pictures-are-as-recorded": [
        (
            "UPDATE photos SET picture = (SELECT picture FROM photos WHERE id = 1) WHERE id ="
            " (SELECT max(id) FROM photos)"
        )
    ],
    "hand-overs-are-as-counted": ["UPDATE photo_hand_overs SET photos = photos + 1 WHERE id = 2"],
    "handed-over-photos-were-in-force": [
        "UPDATE photos SET effective_on = '2027-01-01' WHERE hand_over_id = 1"
    ],
    "one-entry-application-waits": [
        (
            "UPDATE entry_applications SET state = 'applied', answered_at = NULL, answer = '',"
            " holder_id = (SELECT min(holder_id) FROM entry_applications), campus = '1'"
        )
    ],
    "entry-answers-fit-their-state": [
        "UPDATE entry_applications SET answered_at = NULL WHERE state = 'passed'"
    ],
    "entry-days-run-forwards": ["UPDATE entry_applications SET until_on = '2020-01-01'"],
    "rights-handed-over-were-true": [
        (
            "UPDATE cards SET state = 'returned', since = '2020-01-01 00:00:00.000000'"
            " WHERE state = 'active'"
        )
    ],
    "one-open-shift": [
        "UPDATE shifts SET closed_at = NULL, counted = NULL, expected = NULL, number = NULL"
    ],
    "shift-numbers-run-on": ["UPDATE shifts SET number = 9 WHERE number = 2"],
    "differences-are-explained": ["UPDATE shifts SET explanation = '' WHERE counted <> expected"],
    "large-differences-have-two": ["UPDATE shifts SET second_id = NULL WHERE number = 3"],
    "shifts-equal-the-ledger": ["UPDATE shifts SET expected = expected + 1 WHERE number = 1"],
    "blanks-in-making": [
        "UPDATE accounts SET balance = balance - 1 WHERE kind = 'making'",
        "UPDATE accounts SET balance = balance + 1 WHERE kind = 'stock'",
    ],
    "blanks-made-are-cards": [
        "UPDATE accounts SET balance = balance + 1 WHERE kind = 'made'",
        "UPDATE accounts SET balance = balance - 1 WHERE kind = 'supplier'",
    ],
    "blanks-used-have-a-job": [
        "UPDATE print_jobs SET state = 'cancelled' WHERE kind = 'card' AND state = 'good'"
    ],
    "blanks-go-as-they-may": [
        (
            "UPDATE entries SET debit_id = (SELECT id FROM accounts WHERE kind = 'destroyed')"
            " WHERE memo = 'box B-1'"
        )
    ],
    "boxes-are-in-the-ledger": ["UPDATE blank_boxes SET counted = counted + 1"],
    "parcels-are-on-the-way": [
        "UPDATE accounts SET balance = balance - 1 WHERE kind = 'on_the_way'",
    ],
    "parcels-are-in-the-ledger": ["UPDATE blank_moves SET received = 7 WHERE received = 8"],
    "waste-is-dead": [
        (
            "UPDATE cards SET state = 'active'"
            " WHERE id IN (SELECT card_id FROM waste WHERE destruction_id IS NULL)"
        )
    ],
    "spoiled-blanks-wait": ["DELETE FROM waste WHERE destruction_id IS NULL"],
    "destroyed-blanks-are-cards": [
        "UPDATE accounts SET balance = balance + 1 WHERE kind = 'destroyed'"
    ],
    "destructions-are-as-counted": ["UPDATE destructions SET digest = '0'"],
    "blank-counts-equal-the-ledger": [
        "UPDATE blank_counts SET stock_expected = stock_expected + 1"
    ],
    "cards-in-making-have-a-live-job": [
        "UPDATE print_jobs SET state = 'cancelled' WHERE kind = 'card' AND state = 'queued'"
    ],
    "jobs-and-cards-agree": ["UPDATE cards SET state = 'unconfirmed' WHERE state = 'printing'"],
    "jobs-name-their-card": ["UPDATE print_jobs SET number = '0' WHERE state = 'spoiled'"],
    "job-times-fit": ["UPDATE print_jobs SET sent_at = NULL"],
    "held-printers-take-nothing": [
        "UPDATE printer_holds SET printer = 'card', held_seq = 0 WHERE id = 1"
    ],
    "one-hold-is-on": ["UPDATE printer_holds SET released_at = NULL, released_seq = NULL"],
    "holds-in-doubt-are-of-their-printer": ["UPDATE print_jobs SET hold_id = 1 WHERE id = 1"],
    "copies-are-of-papers": ["UPDATE print_jobs SET copy_of_id = id WHERE copy_of_id IS NOT NULL"],
    "receipt-numbers-run-on": ["DELETE FROM print_jobs WHERE number = '22-000002'"],
    "anchors-are-in-the-chain": [
        "UPDATE print_jobs SET anchor = (SELECT seal FROM audit WHERE seq = 1)"
    ],
    "one-head": ["DELETE FROM audit_head"],
    "actions-are-audited-once": ["UPDATE audit SET outcome = 'refused:x' WHERE seq = 3"],
    "several-people-are-named-apart": ["UPDATE actions SET holder_id = 1"],
    "audited-actions-exist": ["DELETE FROM actions WHERE seq = 3"],
    "chain-is-unbroken": ["UPDATE audit SET at = '2026-11-23T00:00:00.000000+00:00' WHERE seq = 3"],
    "effects-are-as-sealed": ["UPDATE entries SET memo = 'something else' WHERE id = 3"],
    "certificates-open": [
        "UPDATE certificates SET sealed = (SELECT sealed FROM certificates WHERE id = 1)"
    ],
    "everybody-is-found": ["DELETE FROM search_keys WHERE holder_id = 1"],
    "rows-refer-to-rows": ["UPDATE cards SET photo_id = 99 WHERE state = 'lost'"],
    "places-lie-in-an-area": ["UPDATE terminals SET area = 'Area 1' WHERE area = '1'"],
    "closed-desks-are-empty": ["UPDATE desks SET in_service = FALSE"],
    "batch-rows-run-on": [
        "UPDATE batch_cards SET row_number = 9 WHERE row_number = 1 AND replaced_by_id IS NULL"
    ],
    "batch-rows-stay-with-their-holder": [
        (
            "UPDATE cards SET state = 'returned' WHERE id IN"
            " (SELECT card_id FROM batch_cards WHERE replaced_by_id IS NOT NULL)"
        )
    ],
    "only-cards-that-exist-leave-the-center": [
        (
            "UPDATE batch_cards SET place = 'unit', handed_over_at = '2026-11-23 09:00:00'"
            " WHERE replaced_by_id IS NULL AND place = 'center'"
        )
    ],
    "handed-out-cards-are-awake": [
        (
            "UPDATE cards SET state = 'made'"
            " WHERE id IN (SELECT card_id FROM batch_cards WHERE place = 'holder')"
        )
    ],
    "only-cards-that-exist-are-packed": [
        (
            "UPDATE cards SET state = 'spoiled'"
            " WHERE id IN (SELECT card_id FROM batch_cards WHERE packed_at IS NOT NULL)"
        )
    ],
    "cards-lost-at-a-unit-are-dead": [
        (
            "UPDATE cards SET state = 'made'"
            " WHERE id IN (SELECT card_id FROM batch_cards WHERE place = 'gone')"
        )
    ],
    "files-are-fed-from-outside": ["UPDATE print_jobs SET sent_at = NULL WHERE printer = '(file)'"],
}
ALSO = {
    "a card lost at a unit that was not made again": (
        "cards-lost-at-a-unit-are-dead",
        (
            "UPDATE cards SET predecessor_id = NULL WHERE predecessor_id IN"
            " (SELECT card_id FROM batch_cards WHERE place = 'gone')"
        ),
    ),
    "a refusal without a reason": (
        "entry-answers-fit-their-state",
        "UPDATE entry_applications SET answer = '' WHERE state = 'refused'",
    ),
    "an answer to what still waits": (
        "entry-answers-fit-their-state",
        "UPDATE entry_applications SET answer = 'yes' WHERE state = 'applied'",
    ),
    "rights counted wrongly": (
        "rights-handed-over-were-true",
        "UPDATE entry_hand_overs SET rights = rights + 1",
    ),
    "a card with a file that ships no more": (
        "cards-have-their-design",
        "UPDATE cards SET design = 'gold' WHERE state = 'lost'",
    ),
    "a version gone": ("design-versions-run-on", "DELETE FROM card_designs WHERE version = 1"),
    "a float nobody counted": (
        "shifts-equal-the-ledger",
        "UPDATE shifts SET opening = opening + 1 WHERE number = 2",
    ),
    "a count rewritten": (
        "shifts-equal-the-ledger",
        "UPDATE shifts SET counted = counted + 1 WHERE number = 2",
    ),
    "a shift moved in time": (
        "shifts-equal-the-ledger",
        "UPDATE shifts SET opened_at = '2026-11-23 00:00:00.000000' WHERE number = 2",
    ),
    "a shift that is gone": ("shifts-equal-the-ledger", "DELETE FROM shifts WHERE number IS NULL"),
    "somebody who signed for themselves": (
        "large-differences-have-two",
        "UPDATE shifts SET second_id = clerk_id WHERE number = 3",
    ),
    "a parcel nobody sent": (
        "parcels-are-in-the-ledger",
        "UPDATE blank_moves SET sent = sent + 1 WHERE received IS NULL",
    ),
    "a destroyed card that lives": (
        "waste-is-dead",
        "UPDATE cards SET state = 'returned' WHERE state = 'destroyed'",
    ),
    "a protocol with a card less": (
        "destructions-are-as-counted",
        "UPDATE destructions SET cards = cards + 1",
    ),
    "a protocol somebody else signed": (
        "destructions-are-as-counted",
        "UPDATE destructions SET second_id = (SELECT max(id) FROM clerks)",
    ),
    "blanks counted otherwise": (
        "blank-counts-equal-the-ledger",
        "UPDATE blank_counts SET hopper = hopper + 1",
    ),
    "many missing blanks under one name": (
        "blank-counts-equal-the-ledger",
        "UPDATE blank_counts SET alone = 0",
    ),
    "balance under its floor": (
        "floors-hold",
        f"UPDATE accounts SET balance = -1 WHERE card_id = {SOME_CARD}",
    ),
    "no anchor": ("anchors-are-in-the-chain", "UPDATE print_jobs SET anchor = NULL"),
    "spoiled blank without a job": (
        "blanks-used-have-a-job",
        "UPDATE print_jobs SET state = 'cancelled' WHERE state = 'spoiled'",
    ),
    "a row cut out of the chain": ("chain-is-unbroken", "DELETE FROM audit WHERE seq = 3"),
    "a chain without its end": ("chain-is-unbroken", "UPDATE audit_head SET seq = seq - 1"),
    "an outcome rewritten": (
        "effects-are-as-sealed",
        "UPDATE actions SET outcome = '{}' WHERE seq = 4",
    ),
    "a moment rewritten": (
        "effects-are-as-sealed",
        "UPDATE actions SET at = '2026-11-23 00:00:00.000000' WHERE seq = 4",
    ),
    "an entry without an action": (
        "effects-are-as-sealed",
        "UPDATE entries SET action_id = '?' WHERE id = (SELECT max(id) FROM entries)",
    ),
    "another number shown": ("certificates-open", "UPDATE certificates SET masked = '1234'"),
    "another number looked up": ("certificates-open", "UPDATE certificates SET blind = '1234'"),
    "a photo approved for no day": (
        "approved-photos-have-day-and-decider",
        "UPDATE photos SET effective_on = NULL WHERE state = 'approved'",
    ),
    "a rejection nobody made": (
        "rejected-photos-have-a-reason",
        "UPDATE photos SET decided_at = NULL",
    ),
    "a card with a photo that was passed over": (
        "cards-show-an-approved-photo",
        (
            "UPDATE cards SET photo_id = (SELECT max(id) FROM photos WHERE state = 'superseded'"
            " AND effective_on IS NULL) WHERE state = 'lost'"
        ),
    ),
    "a picture gone without a record": (
        "removed-photos-keep-no-picture",
        "UPDATE photos SET picture = substr(picture, 1, 0) WHERE id = 1",
    ),
    "a manifest rewritten": (
        "hand-overs-are-as-counted",
        "UPDATE photo_hand_overs SET manifest = 'holder_number' WHERE id = 1",
    ),
    "a photo slipped out of a hand-over": (
        "hand-overs-are-as-counted",
        "UPDATE photos SET hand_over_id = NULL WHERE id = 1",
    ),
    "a receipt counted twice": (
        "receipt-numbers-run-on",
        "UPDATE desks SET receipts = receipts + 1",
    ),
}
UNIQUE = (
    "({0} LIKE 'uq_cards_one%' OR {0} IN"
    " ('uq_photos_one_submitted', 'uq_entry_applications_one_applied',"
    " 'uq_printer_holds_one_on', 'uq_shifts_one_open'))"
)
CASES = [
    *((name, statements) for name, statements in BREAKS.items()),
    *((name, [statement]) for name, statement in ALSO.values()),
]


@contextmanager
def unprotected(store):
    """Open a transaction in which nothing keeps a row from being wrong; it is rolled back."""
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            driver = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys = OFF")
            driver.execute("PRAGMA ignore_check_constraints = ON")
            wrong = (
                "SELECT 'DROP ' || type || ' ' || name FROM sqlite_master WHERE sql LIKE 'CREATE %'"
                f" AND (type = 'trigger' OR {UNIQUE.format('name')})"
            )
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            wrong = (
                "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname"
                " FROM pg_constraint WHERE contype = 'c' AND (conname LIKE 'ck_photos_%'"
                " OR conname LIKE 'ck_entry_applications_%' OR conname IN"
                " ('ck_holders_temporary_ends', 'ck_accounts_floor')) UNION ALL"
                f" SELECT 'DROP INDEX ' || relname FROM pg_class WHERE {UNIQUE.format('relname')}"
            )
        for drop in connection.scalars(text(wrong)).all():
            connection.exec_driver_sql(drop)
        yield connection
        connection.rollback()
        connection.invalidate()


def found(connection, key):
    return {broken.invariant for broken in check(connection, key)}


def test_every_invariant_is_broken_once_on_purpose():
    assert list(BREAKS) == [invariant.name for invariant in INVARIANTS]


def test_books_in_which_nothing_is_wrong_are_clean(lived_in):
    with unprotected(lived_in) as connection:
        assert check(connection, lived_in.vault) == []


@pytest.mark.parametrize(("name", "statements"), CASES, ids=[*BREAKS, *ALSO])
def test_what_is_broken_is_found(lived_in, name, statements):
    if name == "rows-refer-to-rows" and lived_in.engine.dialect.name == "postgresql":
        return  # only a SQLite connection can forget its references
    with unprotected(lived_in) as connection:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount, statement
        assert name in found(connection, lived_in.vault)


def test_another_key_opens_no_certificate(lived_in):
    with unprotected(lived_in) as connection:
        assert found(connection, vault.Vault(b"x" * 32)) == {"certificates-open"}


def test_a_sample_names_rows_and_counts_them_all(lived_in):
    with unprotected(lived_in) as connection:
        count = connection.execute(text("UPDATE print_jobs SET anchor = NULL")).rowcount
        (broken,) = check(connection, lived_in.vault)
    assert broken.rows == count > len(broken.sample) == 5
    assert broken.sample[0].startswith("job ")


def test_a_check_that_is_stopped_asks_no_more(lived_in):
    with unprotected(lived_in) as connection:
        connection.execute(text("DELETE FROM search_keys"))
        assert check(connection, lived_in.vault, stop=lambda: True) == []
