import re

import pytest
from sqlalchemy import text

from backoffice.domain.certificates import CertificateKind
from backoffice.domain.refusal import Fault, Refusal
from db import vault

ID, PASSPORT = CertificateKind.RESIDENT_ID, CertificateKind.PASSPORT
NUMBER = "11010519491231002X"


@pytest.fixture
def key(tmp_path):
    return vault.open_or_create(tmp_path / "key")[0]


def test_a_key_is_made_once_and_only_for_its_owner(tmp_path):
    first, made = vault.open_or_create(tmp_path / "key")
    again, made_again = vault.open_or_create(tmp_path / "key")
    assert (made, made_again) == (True, False)
    assert first.fingerprint == again.fingerprint
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_number_is_sealed_for_its_row_alone(key):
    sealed = key.seal(1, ID, NUMBER)
    assert key.unseal(1, ID, sealed) == NUMBER
    for holder_id, kind in ((2, ID), (1, PASSPORT)):
        with pytest.raises(Fault) as fault:
            key.unseal(holder_id, kind, sealed)
        assert fault.value.code == "sealed-broken"


def test_a_changed_seal_does_not_open(key):
    sealed = key.seal(1, ID, NUMBER)
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(Fault):
            key.unseal(1, ID, changed)


def test_equal_numbers_are_sealed_differently_and_found_alike(key):
    assert key.seal(1, ID, NUMBER) != key.seal(1, ID, NUMBER)
    assert key.blind(ID, NUMBER) == key.blind(ID, NUMBER)
    assert key.blind(ID, NUMBER) != key.blind(PASSPORT, NUMBER)


def test_another_key_finds_and_opens_nothing(key, tmp_path):
    other, _ = vault.open_or_create(tmp_path / "other")
    assert other.blind(ID, NUMBER) != key.blind(ID, NUMBER)
    with pytest.raises(Fault):
        other.unseal(1, ID, key.seal(1, ID, NUMBER))


@pytest.mark.parametrize("spelled", ["-".join, " ".join, "".join, lambda g: "\n".join(g).lower()])
def test_the_key_can_be_typed_back_from_paper(key, tmp_path, spelled):
    restored = vault.restore(tmp_path / "back", spelled(key.groups))
    assert restored.fingerprint == key.fingerprint
    assert vault.open_or_create(tmp_path / "back")[0].unseal(1, ID, key.seal(1, ID, NUMBER))


def test_a_slip_in_any_group_is_found(key, tmp_path):
    for at, group in enumerate(key.groups):
        wrong = ("B" if group[0] == "A" else "A") + group[1:]
        groups = (*key.groups[:at], wrong, *key.groups[at + 1 :])
        with pytest.raises(Refusal) as refused:
            vault.restore(tmp_path / "back", "-".join(groups))
        assert refused.value.code == "key-mistyped", at
    assert not (tmp_path / "back").exists()


def test_two_groups_in_the_wrong_order_are_found(key, tmp_path):
    first, second, *rest = key.groups
    with pytest.raises(Refusal):
        vault.restore(tmp_path / "back", "-".join((second, first, *rest)))


def test_a_key_that_is_there_is_never_written_over(key, tmp_path):
    with pytest.raises(Refusal) as refused:
        vault.restore(tmp_path / "key", "-".join(key.groups))
    assert refused.value.code == "key-exists"


def test_a_file_that_is_no_key_is_refused(tmp_path):
    (tmp_path / "key").write_bytes(b"too short")
    with pytest.raises(Fault) as fault:
        vault.open_or_create(tmp_path / "key")
    assert fault.value.code == "key-unreadable"


def test_the_database_file_never_holds_a_certificate_number(store, people, tmp_path):
    people.staff(name="王小明", certificate=NUMBER)
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            written = b"".join(f.read_bytes() for f in tmp_path.glob("books.sqlite*"))
        else:
            tables = connection.scalars(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ).all()
            rows = (
                connection.execute(text(f"SELECT ({name})::text FROM {name}")).all()
                for name in tables
            )
            written = repr([list(found) for found in rows]).encode()
    assert re.search("王小明".encode(), written), "the search itself does not work"
    for part in (NUMBER, NUMBER[-6:], NUMBER[6:14]):
        assert part.encode() not in written
