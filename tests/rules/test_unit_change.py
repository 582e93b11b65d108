import dataclasses

import pytest

from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Role
from backoffice.procedures import unit_papers
from backoffice.ui import batch_words
from backoffice.workflows import unit_change

ZHAO = {"contact": "赵敏", "telephone": "86413001"}


def unit(store, batch):
    with store.reading() as books:
        return books.batches.get(batch.id).unit


@pytest.fixture
def physics(store, unit_batch):
    return unit(store, unit_batch)


def test_b3_a_unit_has_a_contact_on_its_papers_and_in_what_is_said_of_its_cards(
    counter, store, clock, unit_batch, batch_rows, physics
):
    done = counter.do(unit_change, unit_id=physics.id, **ZHAO)
    assert done.before == physics
    assert done.unit == unit(store, unit_batch) == dataclasses.replace(physics, **ZHAO)
    counter.send_to_unit(unit_batch)
    about = {"clerk": "Li Na", "at": clock.now()}
    with store.reading() as books:
        sheet = unit_papers.unit_sheet(books, unit_batch.id, **about)
        [listed] = unit_papers.packing_list(books, unit_batch.id, carrier="赵敏", **about).batches
        [overdue] = books.batches.overdue(clock.now().replace(year=2100))
        [summed] = books.batches.sums(most=10)
    assert sheet.contact == listed.contact == overdue.unit.reached == "赵敏 86413001"
    assert "contact: 赵敏 86413001" in map(str, batch_words.facts(summed, 30))
    [card] = {str(batch_words.where(row.card, summed.batch)) for row in batch_rows(unit_batch)}
    assert card.endswith("contact 赵敏 86413001")


def test_b3_a_contact_belongs_to_one_unit_alone(counter, people, store, unit_batch, physics):
    people.student(number="2001", unit=("CHEM", "化学学院"))
    counter.do(unit_change, unit_id=physics.id, **ZHAO)
    with store.reading() as books:
        known = {one.code: one.reached for one in books.batches.units()}
    assert (known["PHYS"], known["CHEM"]) == ("赵敏 86413001", "")


def test_the_sheet_shows_what_changes_and_nothing_else(counter, physics):
    counter.do(unit_change, unit_id=physics.id, **ZHAO)
    sheet = counter.sheet(unit_change, unit_id=physics.id, contact="李伟", telephone="86413001")
    assert str(sheet.title) == "Contact of 物理学院"
    assert str(sheet.notes[0]) == "物理学院"
    shown = [(str(line.label), str(line.before), str(line.after)) for line in sheet.lines]
    assert shown == [("Contact", "赵敏", "李伟")]


def test_texts_are_kept_on_one_line(counter, physics):
    done = counter.do(unit_change, unit_id=physics.id, contact=" 赵敏\n（教务）", telephone=" 1 ")
    assert (done.unit.contact, done.unit.telephone) == ("赵敏 （教务）", "1")


def test_a_contact_who_left_is_taken_away(counter, store, unit_batch, physics):
    counter.do(unit_change, unit_id=physics.id, **ZHAO)
    sheet = counter.sheet(unit_change, unit_id=physics.id, contact="", telephone="")
    assert [str(line.after) for line in sheet.lines] == ["—", "—"]
    counter.do(unit_change, unit_id=physics.id, contact="", telephone="")
    assert unit(store, unit_batch).reached == ""


def test_the_longest_there_may_be_are_kept_whole(counter, store, unit_batch, physics):
    counter.do(unit_change, unit_id=physics.id, contact="敏" * 60, telephone="1" * 40)
    assert unit(store, unit_batch).reached == f"{'敏' * 60} {'1' * 40}"


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("contact-long", {"contact": "敏" * 61}),
        ("contact-long", {"telephone": "1" * 41}),
        ("unknown-unit", {"unit_id": 99_999}),
        ("nothing-changes", {"contact": " ", "telephone": ""}),
        ("text-unfit", {"contact": "abc\u202edcba"}),
    ],
)
def test_what_makes_no_sense_is_refused(counter, physics, code, changed):
    counter.refused(unit_change, code, **({"unit_id": physics.id} | ZHAO | changed))


def test_a_contact_that_somebody_changed_meanwhile_is_shown_first(
    counter, store, unit_batch, physics
):
    seen = counter.sheet(unit_change, unit_id=physics.id, **ZHAO).digest
    counter.do(unit_change, unit_id=physics.id, contact="李伟", telephone="")
    with pytest.raises(Refusal) as refusal:
        counter.confirm(unit_change, unit_id=physics.id, **ZHAO, sheet=seen)
    assert refusal.value.code == "sheet-changed"
    assert unit(store, unit_batch).reached == "李伟"


def test_the_office_notes_contacts_too_and_an_auditor_none(
    counter, physics, administrator_actor, clerk_actor
):
    counter.actor = administrator_actor
    counter.do(unit_change, unit_id=physics.id, **ZHAO)
    counter.actor = dataclasses.replace(clerk_actor, role=Role.AUDITOR)
    counter.refused(unit_change, "not-allowed", unit_id=physics.id, contact="x", telephone="")
