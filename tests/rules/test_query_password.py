from datetime import date

import pytest
from sqlalchemy import text

from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.workflows import query_password
from tests.rules.conftest import CERTIFICATE

PASSPORT = Shown(
    kind=CertificateKind.PASSPORT,
    number="E12345678",
    repeated="E12345678",
    valid_until=date(2030, 1, 1),
)


def fields(holder, certificate=CERTIFICATE, *, default=True):
    hashed = "$argon2id$of-a-password"
    return {
        "holder_id": holder, "certificate": certificate, "hashed": hashed, "is_default": default,
    }  # fmt: skip


def test_r2_an_identity_card_resets_to_the_default(counter, people):
    holder = people.staff()
    assert counter.do(query_password, **fields(holder)).is_default
    with counter.store.reading() as books:
        assert books.query_passwords.since(holder) == (counter.clock.now(), True)


def test_r2_passport_holders_set_one_of_their_own(counter, people):
    holder = people.staff(certificate="E12345678", certificate_kind=CertificateKind.PASSPORT)
    counter.refused(query_password, "no-default-password", "R2", **fields(holder, PASSPORT))
    assert not counter.do(query_password, **fields(holder, PASSPORT, default=False)).is_default


def test_r2_who_has_a_default_gets_it(counter, people):
    holder = people.staff()
    counter.refused(query_password, "no-default-password", "R2", **fields(holder, default=False))


def test_l1_the_certificate_must_be_the_one_on_record(counter, people):
    holder = people.staff(certificate="110105198001010034")
    counter.refused(query_password, "certificate-mismatch", "L1", **fields(holder))


@pytest.mark.parametrize("table", ["print_jobs", "actions", "audit"])
def test_r2_neither_password_nor_hash_is_written_elsewhere(counter, people, table):
    counter.do(query_password, **fields(people.staff()))
    with counter.store.reading() as books:
        rows = books.connection.execute(text(f"SELECT * FROM {table}")).all()
    assert rows
    assert not any("of-a-password" in str(row) or "31002X" in str(row) for row in rows)
