from dataclasses import replace

import msgspec
import pytest

from backoffice.domain.documents import Slip
from backoffice.domain.places import Terminal, TerminalService
from backoffice.domain.print_jobs import JobState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import referral, terminal_change
from tests.rules.conftest import Counter

LIBRARY = Terminal(
    id=0, area="2", name_en="Area 2, library", name_zh="二区图书馆", services=tuple(TerminalService)
)


@pytest.fixture
def office(store, clock, administrator_actor):
    return Counter(store, clock, administrator_actor)


def terminals(office):
    with office.store.reading() as books:
        return books.places.terminals()


def slips(counter):
    payloads = [job.payload for job in counter.jobs(JobState.QUEUED)]
    return [msgspec.json.decode(payload, type=Slip) for payload in payloads]


def named(slip):
    return [paragraph.zh for paragraph in slip.paragraphs]


def test_t1_a_new_terminal_comes_last_and_is_printed_on_slips(office, counter, people):
    done = office.do(terminal_change, terminal=LIBRARY)
    assert (done.before, done.terminal) == (None, replace(LIBRARY, id=done.terminal.id))
    assert terminals(office)[-1] == done.terminal
    counter.do(referral, holder_id=people.student())
    [slip] = slips(counter)
    assert named(slip)[-1] == "二区图书馆"


def test_t1_a_terminal_out_of_service_is_on_no_slip_until_it_is_back(office, counter, people):
    nearest = terminals(office)[0]
    counter.do(referral, holder_id=people.student())
    out = office.do(terminal_change, terminal=replace(nearest, in_service=False)).terminal
    counter.do(referral, holder_id=people.temporary())
    office.do(terminal_change, terminal=replace(out, in_service=True))
    counter.do(referral, holder_id=people.student(number="20159999"))
    before, without, back = slips(counter)
    assert named(before)[2] == named(back)[2] == nearest.name_zh
    assert nearest.name_zh not in named(without)
    assert named(without)[2] == terminals(office)[1].name_zh


def test_t1_a_slip_names_only_terminals_that_replace_cards(office, counter, people):
    first = terminals(office)[0]
    only = (TerminalService.RECHARGE,)
    office.do(terminal_change, terminal=replace(first, services=only))
    counter.do(referral, holder_id=people.student())
    assert first.name_zh not in named(slips(counter)[0])


def test_l6_without_any_terminal_the_desk_serves_itself(office, counter, people):
    for one in terminals(office):
        office.do(terminal_change, terminal=replace(one, in_service=False))
    counter.refused(referral, "no-terminal", "L6", holder_id=people.student())


def test_t1_the_only_one_stands_alone_on_the_slip(office, counter, people):
    for one in terminals(office)[1:]:
        office.do(terminal_change, terminal=replace(one, in_service=False))
    counter.do(referral, holder_id=people.student())
    assert "Also:" not in [paragraph.en for paragraph in slips(counter)[0].paragraphs]


def test_its_sheet_shows_what_changes_and_nothing_else(office):
    first = terminals(office)[0]
    changed = replace(first, area="SP", services=(TerminalService.COLLECTION,))
    sheet = office.sheet(terminal_change, terminal=changed)
    assert [(str(line.label), str(line.before), str(line.after)) for line in sheet.lines] == [
        ("Campus", "Main campus, Area 1 · 主校区一区", "Science Park · 科学园"),
        (
            "What it does",
            "recharge, loss reporting, collection of cards, replacement of cards",
            "collection of cards",
        ),
    ]


def test_a_name_is_kept_on_one_line(office):
    done = office.do(terminal_change, terminal=replace(LIBRARY, name_en="  Area 2,\n library "))
    assert done.terminal.name_en == "Area 2, library"


@pytest.mark.parametrize(
    ("code", "rule", "changed"),
    [
        ("place-words", "T2", {"name_zh": "  "}),
        ("place-words", "T2", {"name_en": "x" * 101}),
        ("unknown-campus", "E2", {"area": "Area 2"}),
        ("terminal-idle", "T1", {"services": ()}),
    ],
)
def test_what_makes_no_sense_is_refused(office, code, rule, changed):
    office.refused(terminal_change, code, rule, terminal=replace(LIBRARY, **changed))


def test_nothing_changes_by_itself(office):
    office.refused(terminal_change, "nothing-changes", terminal=terminals(office)[0])


def test_a_terminal_that_somebody_changed_meanwhile_is_shown_first(office):
    first = terminals(office)[0]
    mine, theirs = replace(first, name_en="Hall, left"), replace(first, name_en="Hall, right")
    seen = office.sheet(terminal_change, terminal=mine).digest
    office.do(terminal_change, terminal=theirs)
    with pytest.raises(Refusal) as refusal:
        office.confirm(terminal_change, terminal=mine, sheet=seen)
    assert refusal.value.code == "sheet-changed"
    assert terminals(office)[0] == theirs


def test_only_the_administrator_changes_terminals(counter):
    counter.refused(terminal_change, "not-allowed", terminal=LIBRARY)
