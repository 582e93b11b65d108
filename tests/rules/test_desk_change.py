from dataclasses import replace

import msgspec
import pytest

from backoffice.domain.documents import Receipt
from backoffice.domain.drawer import Counted
from backoffice.domain.ledger import AccountKind
from backoffice.domain.places import Desk
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.workflows import (
    desk_change,
    found_card,
    move_blanks,
    report_lost,
    return_card,
    shift,
    waiting_job,
)
from tests.fixtures.books import actor
from tests.rules.conftest import Counter

ANNEX = Desk(
    id=0,
    code="24",
    name_en="Campus Card Center, annex",
    name_zh="校园卡服务中心附楼",
    address_en="Annex, ground floor",
    address_zh="附楼一楼",
    telephone="86415000",
    area="SP",
)


@pytest.fixture
def office(store, clock, administrator_actor):
    return Counter(store, clock, administrator_actor)


@pytest.fixture
def second_campus(store, clock):
    """Return the clerk of a desk where nothing is."""
    return Counter(store, clock, actor(store, "wangfang", "2C"))


def desk(office, code):
    with office.store.reading() as books:
        return books.places.desk_by_code(code)


def close(office, code):
    return office.do(desk_change, desk=replace(desk(office, code), in_service=False)).desk


def receipts(counter):
    papers = [job for job in counter.jobs(JobState.QUEUED) if job.kind is JobKind.RECEIPT]
    return [msgspec.json.decode(job.payload, type=Receipt).place for job in papers]


def test_t2_receipts_carry_the_new_data_and_old_ones_what_they_said(office, counter, people):
    before = desk(office, "22")
    counter.do(report_lost, holder_id=people.staff())
    changed = {"address_zh": "主校区新大厅", "address_en": "New hall", "telephone": "0451-86410000"}
    done = office.do(desk_change, desk=replace(before, **changed))
    assert (done.before, done.desk) == (before, replace(before, **changed))
    counter.do(report_lost, holder_id=people.staff(number="20149999"))
    old, new = receipts(counter)
    assert (old.address.zh, old.telephone) == (before.address_zh, before.telephone)
    assert (new.address.zh, new.address.en) == ("主校区新大厅", "New hall")
    assert new.telephone == "0451-86410000"


def test_a_new_desk_serves_and_numbers_its_receipts(office, store, clock, people):
    done = office.do(desk_change, desk=ANNEX)
    assert done.desk == replace(ANNEX, id=done.desk.id)
    clerk = Counter(store, clock, actor(store, "lina", "24"))
    assert clerk.do(report_lost, holder_id=people.staff()).receipt == "24-000001"


def test_its_sheet_shows_what_changes_and_nothing_else(office):
    sheet = office.sheet(desk_change, desk=replace(desk(office, "2C"), telephone="1 23"))
    [line] = sheet.lines
    assert (str(line.before), str(line.after)) == ("86414000", "1 23")
    assert len(office.sheet(desk_change, desk=ANNEX).lines) == 8


@pytest.mark.parametrize(
    ("code", "rule", "changed"),
    [
        ("desk-code", "T2", {"code": "2c"}),
        ("desk-code", "T2", {"code": "22-1"}),
        ("desk-code-taken", "", {"code": "22"}),
        ("desk-telephone", "T2", {"telephone": "ask at the desk"}),
        ("place-words", "T2", {"address_en": ""}),
        ("unknown-campus", "E2", {"area": "Area 1"}),
    ],
)
def test_what_makes_no_sense_is_refused(office, code, rule, changed):
    office.refused(desk_change, code, rule, desk=replace(ANNEX, **changed))


def test_t2_a_code_never_changes(office):
    office.refused(desk_change, "desk-code", "T2", desk=replace(desk(office, "22"), code="21"))


def test_a_desk_out_of_service_serves_nobody_until_it_is_back(office, second_campus, people):
    holder = people.staff()
    sheet = office.sheet(desk_change, desk=replace(desk(office, "2C"), in_service=False))
    assert str(sheet.notes[-1]) == "Nobody is served there until it is back in service."
    closed = close(office, "2C")
    second_campus.refused(report_lost, "desk-out-of-service", holder_id=holder)
    office.do(desk_change, desk=replace(closed, in_service=True))
    assert second_campus.do(report_lost, holder_id=holder).receipt == "2C-000001"


def test_nothing_is_sent_to_a_desk_out_of_service(office, counter, people):
    counter.do(report_lost, holder_id=people.staff())
    closed = close(office, "2C")
    counter.refused(move_blanks, "desk-out-of-service", to_id=closed.id, blanks=1)
    [job] = counter.jobs(JobState.QUEUED)
    to = {"desk_id": closed.id, "printer": ""}
    counter.refused(waiting_job, "desk-out-of-service", job_ids=(job.id,), **to)


def test_whoever_administers_at_a_closed_desk_opens_it_again(store, clock, office):
    closed = close(office, "2C")
    there = Counter(store, clock, actor(store, "admin", "2C"))
    there.do(desk_change, desk=replace(closed, in_service=True))
    assert desk(office, "2C").in_service


def refused(office, code="2C"):
    wanted = replace(desk(office, code), in_service=False)
    return str(office.refused(desk_change, "desk-not-empty", desk=wanted))


def test_a_desk_with_an_open_shift_stays_in_service(office, second_campus):
    second_campus.perform(shift.OPEN, shift.Opening(counted=Counted(pieces=((10_000, 3),))))
    assert "an open shift, money in the drawer: ¥300.00" in refused(office)
    drop = shift.Moving(way=shift.Way.DROP, amount=30_000)
    second_campus.perform(shift.MOVE, drop)
    second_campus.print_all()
    assert "print jobs: 1." in refused(office)


def test_what_is_left_at_a_desk_is_named(office, counter, second_campus, people):
    sent = counter.do(move_blanks, to_id=second_campus.actor.desk_id, blanks=5)
    assert "parcels on the way to it: 1." in refused(office)
    second_campus.actor = actor(office.store, "lina", "2C")
    form = move_blanks.Receiving(move_id=sent.move_id, blanks=5)
    sheet = move_blanks.preview_receiving
    with office.store.reading() as books:
        turn = type("Turn", (), {"desk_id": second_campus.actor.desk_id})()
        form = replace(form, sheet=sheet(books, turn, form).digest)
    second_campus.perform(move_blanks.RECEIVE, form)
    assert second_campus.of(AccountKind.STOCK, desk=True) == 5
    assert "blank cards: 5." in refused(office)


def test_cards_that_lie_at_a_desk_keep_it_in_service(office, second_campus, people):
    holder = people.staff()
    number = second_campus.cards(holder)[0].number
    leaving = {"scanned": number, "reason": return_card.Leaving.LEFT}
    second_campus.do(return_card, holder_id=holder, **leaving)
    assert "cards to be destroyed: 1" in refused(office)
    other = second_campus.cards(people.staff(number="20149999"))[0].number
    second_campus.do(found_card, scanned=other, where="library")
    assert "found cards: 1." in refused(office)


def test_only_the_administrator_changes_desks(counter):
    counter.refused(desk_change, "not-allowed", desk=ANNEX)
