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
    "cards-in-making-have-a-live-job": [
        "UPDATE print_jobs SET state = 'cancelled' WHERE kind = 'card' AND state = 'queued'"
    ],
    "jobs-and-cards-agree": ["UPDATE cards SET state = 'unconfirmed' WHERE state = 'printing'"],
    "jobs-name-their-card": ["UPDATE print_jobs SET number = '0' WHERE state = 'spoiled'"],
    "job-times-fit": ["UPDATE print_jobs SET sent_at = NULL"],
    "receipt-numbers-run-on": ["DELETE FROM print_jobs WHERE number = '22-000002'"],
    "anchors-are-in-the-chain": [
        "UPDATE print_jobs SET anchor = (SELECT seal FROM audit WHERE seq = 1)"
    ],
    "one-head": ["DELETE FROM audit_head"],
    "actions-are-audited-once": ["UPDATE audit SET outcome = 'refused:x' WHERE seq = 3"],
    "audited-actions-exist": ["DELETE FROM actions WHERE seq = 3"],
    "chain-is-unbroken": ["UPDATE audit SET at = '2026-11-23T00:00:00.000000+00:00' WHERE seq = 3"],
    "effects-are-as-sealed": ["UPDATE entries SET memo = 'something else' WHERE id = 3"],
    "certificates-open": [
        "UPDATE certificates SET sealed = (SELECT sealed FROM certificates WHERE id = 1)"
    ],
    "everybody-is-found": ["DELETE FROM search_keys WHERE holder_id = 1"],
    "rows-refer-to-rows": ["UPDATE cards SET photo_id = 99 WHERE state = 'lost'"],
}
ALSO = {
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
    "a receipt counted twice": (
        "receipt-numbers-run-on",
        "UPDATE desks SET receipts = receipts + 1",
    ),
}
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
            wrong = "SELECT type, name FROM sqlite_master WHERE sql LIKE 'CREATE %'"
            wrong += " AND (type = 'trigger' OR name LIKE 'uq_cards_one%')"
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            wrong = (
                "SELECT 'constraint', conname FROM pg_constraint WHERE conname IN"
                " ('ck_holders_temporary_ends', 'ck_accounts_floor') UNION ALL"
                " SELECT 'index', relname FROM pg_class WHERE relname LIKE 'uq_cards_one%'"
            )
        for kind, name in connection.execute(text(wrong)).all():
            owner = "holders" if "holders" in name else "accounts"
            drop = f"DROP {kind} {name}"
            if kind == "constraint":
                drop = f"ALTER TABLE {owner} DROP CONSTRAINT {name}"
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
