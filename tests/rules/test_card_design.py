from dataclasses import replace
from datetime import timedelta

import pytest

from backoffice.domain import design_files
from backoffice.domain.card_designs import Design
from backoffice.domain.holders import HolderKind
from backoffice.domain.refusal import Refusal
from backoffice.workflows import card_design, first_card
from tests.rules.conftest import CERTIFICATE, Counter

STAFF = HolderKind.STAFF


@pytest.fixture
def office(store, clock, administrator_actor):
    return Counter(store, clock, administrator_actor)


@pytest.fixture
def shipped(store):
    with store.reading() as books:
        return design_files.read(books.designs.text("staff"), name="staff", file="staff")


def changed(design, by=1.0):
    first = replace(design.elements[2], x=design.elements[2].x + by)
    return replace(design, elements=(*design.elements[:2], first, *design.elements[3:]))


def fields(design, **more):
    return {"design": design, "words": "the head a little to the right"} | more


def day(office, days=0):
    return office.clock.today() + timedelta(days=days)


def in_force(office, days=0, kind=STAFF):
    with office.store.reading() as books:
        return books.designs.in_force(kind, day(office, days))


def saved(office, reference):
    with office.store.reading() as books:
        return design_files.read(books.designs.text(reference), name="staff", file=reference)


def test_a_design_is_saved_as_the_next_version_and_read_as_it_was(office, shipped):
    first, second = changed(shipped), changed(shipped, 2.0)
    assert office.do(card_design, **fields(first)).design == "staff@1"
    assert office.do(card_design, **fields(second)).design == "staff@2"
    assert (saved(office, "staff@1"), saved(office, "staff@2")) == (first, second)
    with office.store.reading() as books:
        newest = books.designs.versions()[0]
    assert (newest.reference, newest.made_by) == ("staff@2", "Admin")
    assert newest.words == "the head a little to the right"
    assert newest.made_at == office.clock.now()
    assert in_force(office) == "staff"


def test_a_version_holds_from_its_day_on(office, shipped):
    wanted = fields(changed(shipped), kind=STAFF, valid_from=day(office, 3))
    office.do(card_design, **wanted)
    assert [in_force(office, days) for days in (0, 2, 3, 9)] == [
        *("staff", "staff", "staff@1", "staff@1")
    ]
    assert in_force(office, 9, HolderKind.STUDENT) == "student"


def test_the_sheet_says_what_becomes_of_whom(office, shipped):
    sheet = office.sheet(
        card_design, **fields(changed(shipped), kind=STAFF, valid_from=day(office))
    )
    said = [(str(line.label), str(line.before), str(line.after)) for line in sheet.lines]
    assert said == [
        ("Newest version of “staff”", "as shipped", "version 1"),
        (f"Cards of staff from {day(office)}", "staff", "staff@1"),
        ("Cards made already", "as they are", "as they are"),
    ]


def test_a_card_is_made_with_the_design_in_force_and_keeps_it(office, shipped, people, clerk_actor):
    people.blanks(count=5)
    counter = Counter(office.store, office.clock, clerk_actor)
    office.do(card_design, **fields(changed(shipped), kind=STAFF, valid_from=day(office)))
    holder_id = people.staff(card=None)
    counter.do(first_card, holder_id=holder_id, certificate=CERTIFICATE)
    office.do(card_design, **fields(changed(shipped, 2.0), kind=STAFF, valid_from=day(office)))
    counter.print_all()
    [card], [face] = counter.cards(holder_id), counter.paper.cards
    assert card.design == face.design == "staff@1"
    read = design_files.read(face.design_toml, name="staff", file="staff@1")
    assert read == changed(shipped)


def use(office, design, *, kind=STAFF, days=0):
    request = card_design.Using(design=design, kind=kind, valid_from=day(office, days))
    shown = card_design.USE.preview
    with office.store.reading() as books:
        from backoffice.actions import Turn

        turn = Turn(
            action_id="x",
            actor=office.actor,
            second=None,
            now=office.clock.now(),
            today=day(office),
        )
        sheet = shown(books, turn, request)
    return office.perform(card_design.USE, replace(request, sheet=sheet.digest))


def test_an_older_version_is_put_in_force_again(office, shipped):
    for by in (1.0, 2.0):
        office.do(card_design, **fields(changed(shipped, by), kind=STAFF, valid_from=day(office)))
    use(office, "staff@1", days=1)
    use(office, "staff", days=2)
    assert [in_force(office, days) for days in (0, 1, 2)] == ["staff@2", "staff@1", "staff"]


def test_a_shipped_design_is_in_force_for_its_own_kind_only(office):
    with pytest.raises(Refusal) as refused:
        use(office, "staff", kind=HolderKind.STUDENT)
    assert refused.value.code == "design-of-others"


@pytest.mark.parametrize("design", ["staff@1", "gold", ""])
def test_what_nobody_saved_is_never_in_force(office, design):
    with pytest.raises(Refusal) as refused:
        use(office, design)
    assert refused.value.code == "design-unknown"


def test_a_design_is_not_in_force_before_today(office, shipped):
    past = {"kind": STAFF, "valid_from": day(office, -1)}
    office.refused(card_design, "design-past", **fields(changed(shipped), **past))
    office.refused(card_design, "design-past", **fields(changed(shipped), kind=STAFF))


def test_a_version_needs_a_remark_and_a_difference(office, shipped):
    office.refused(card_design, "design-unsaid", design=changed(shipped), words="  ")
    office.do(card_design, **fields(changed(shipped)))
    office.refused(card_design, "design-unchanged", **fields(changed(shipped)))


@pytest.mark.parametrize("name", ["", "Staff", "staff@1", "../staff", "员工", "a" * 31])
def test_a_design_has_a_plain_name(office, shipped, name):
    office.refused(card_design, "design-name", **fields(replace(shipped, name=name)))


def test_a_design_under_another_name_begins_its_own_versions(office, shipped):
    guests = replace(shipped, name="guests")
    assert office.do(card_design, **fields(guests)).design == "guests@1"


def test_what_could_not_be_read_again_is_not_saved(office, shipped):
    bars = Design(name="staff", elements=tuple(e for e in shipped.elements if e.kind != "barcode"))
    office.refused(card_design, "design-invalid", **fields(bars))
    off = replace(shipped.elements[2], x=80.0)
    office.refused(
        card_design, "design-invalid",
        **fields(replace(shipped, elements=(*shipped.elements, off))),
    )  # fmt: skip


def test_another_desk_that_was_first_is_told(office, shipped):
    wanted = fields(changed(shipped))
    sheet = office.sheet(card_design, **wanted).digest
    office.do(card_design, **fields(changed(shipped, 2.0)))
    with pytest.raises(Refusal) as refused:
        office.confirm(card_design, **wanted, sheet=sheet)
    assert refused.value.code == "sheet-changed"


def test_only_the_administrator_changes_designs(counter, shipped):
    counter.refused(card_design, "not-allowed", **fields(changed(shipped)))
