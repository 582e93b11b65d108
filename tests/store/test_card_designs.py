from datetime import timedelta

import pytest

from backoffice.domain.card_designs import named, reference
from backoffice.domain.documents import CardFace
from backoffice.domain.holders import HolderKind
from backoffice.domain.print_jobs import JobState
from backoffice.domain.refusal import Refusal
from backoffice.lane import document_of
from backoffice.workflows import first_card
from printing import designs
from tests.fixtures.books import PROGRAM, run
from tests.rules.conftest import CERTIFICATE, Counter

STAFF = HolderKind.STAFF
OTHER = '[[element]]\nkind = "barcode"\nside = "front"\nx = 5\ny = 5\nw = 60\nh = 8\n'


@pytest.fixture
def save(store, clock):
    def save(toml=OTHER, name="staff"):
        def do(books, _turn):
            return books.designs.save(name, toml=toml, words="why", by=None).reference

        return run(store, clock, PROGRAM, "card_design", do)

    return save


@pytest.fixture
def use(store, clock):
    def use(design, days=0, kind=STAFF):
        def do(books, turn):
            day = turn.today + timedelta(days=days)
            books.designs.use(kind, design, valid_from=day, by=None)

        run(store, clock, PROGRAM, "card_design_use", do)

    return use


@pytest.fixture
def in_force(store, clock):
    def in_force(days=0, kind=STAFF):
        with store.reading() as books:
            return books.designs.in_force(kind, clock.today() + timedelta(days=days))

    return in_force


def test_a_reference_is_a_name_or_a_name_with_its_version():
    assert (reference("staff", 0), reference("staff", 12)) == ("staff", "staff@12")
    assert (named("staff"), named("staff@12")) == (("staff", 0), ("staff", 12))


def test_the_shipped_designs_are_in_force_until_another_is(save, use, in_force):
    assert [in_force(kind=kind) for kind in HolderKind] == ["staff", "student", "temporary"]
    first, second = save(), save()
    use(first)
    use(second, days=7)
    assert [in_force(days) for days in (-1, 0, 6, 7, 99)] == [
        *("staff", "staff@1", "staff@1", "staff@2", "staff@2")
    ]
    use("staff", days=7)  # what is decided later for the same day holds
    assert in_force(7) == "staff"
    assert in_force(7, HolderKind.STUDENT) == "student"


def test_versions_are_counted_by_name(save, store):
    assert [save(), save(name="guests"), save()] == ["staff@1", "guests@1", "staff@2"]
    with store.reading() as books:
        assert [one.reference for one in books.designs.versions()] == [
            *("staff@2", "guests@1", "staff@1")
        ]
        assert books.designs.text("staff@2") == OTHER
        assert 'kind = "photo"' in books.designs.text("staff")


@pytest.mark.parametrize("design", ["gold", "staff@7", "staff@x", "../staff", ""])
def test_a_design_that_nobody_has_is_refused(store, design):
    with store.reading() as books, pytest.raises(Refusal) as refused:
        books.designs.text(design)
    assert refused.value.code == "design-unknown"


def test_a_card_keeps_the_version_it_was_made_with(
    store, clock, people, clerk_actor, save, use, in_force
):
    people.blanks(count=5)
    use(save())
    counter = Counter(store, clock, clerk_actor)
    holder_id = people.staff(card=None)
    counter.do(first_card, holder_id=holder_id, certificate=CERTIFICATE)
    use(save(OTHER.replace("y = 5", "y = 9")))
    assert in_force() == "staff@2"
    assert counter.cards(holder_id)[0].design == "staff@1"
    with store.reading() as books:
        [job] = [
            job
            for job in books.jobs.at_desk(clerk_actor.desk_id, {JobState.QUEUED})
            if job.card_id is not None
        ]
        face = document_of(books, job)
    assert isinstance(face, CardFace)
    assert "design_toml" not in job.payload.replace('"design_toml":""', "")
    assert (face.design, face.design_toml) == ("staff@1", OTHER)
    assert designs.of(face).elements[0].y == 5
