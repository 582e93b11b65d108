import pytest

from backoffice.domain.cards import CardState
from backoffice.ui import scanning


@pytest.fixture
def person(people):
    people.blanks()
    return people.staff(name="王小明", number="20140217", balance=1000)


def card_number(clerk, holder_id):
    with clerk.desk.program.store().reading() as books:
        return books.cards.of_holder(holder_id)[0].number


def entry_texts(clerk):
    return clerk.desk.counter.search.box.get()


@pytest.mark.parametrize("end", ["Return", "Tab"])
def test_a_scan_finds_the_person_wherever_the_focus_is(clerk, person, end):
    clerk.button("Print queue").focus_force()
    clerk.scan(card_number(clerk, person), end=end)
    clerk.waits_for("staff 20140217")
    assert clerk.button("Print queue").winfo_viewable()
    assert clerk.desk.stage.page is clerk.desk.counter  # the button was not pressed


def test_a_scan_leaves_the_entry_as_it_was(clerk, person):
    clerk.key("F2")
    clerk.keys("ou")
    clerk.desk.counter.search.box.icursor(1)
    clerk.scan("0000000099")
    assert entry_texts(clerk) == "ou"
    assert clerk.desk.counter.search.box.index("insert") == 1
    assert clerk.sees("Nobody belongs to this scan.")


def test_slow_typing_is_typing(clerk, person):
    clerk.key("F2")
    clerk.scan("20140217", delay=60)
    assert clerk.desk.scanner.busy is False
    clerk.waits_for("staff 20140217")  # Enter picked the first row, as for a person
    assert clerk.desk.counter.person.scanned is None


def test_the_control_without_a_scanner_the_button_would_be_pressed(clerk, person):
    clerk.desk.scanner.listening = False
    clerk.button("Print queue").focus_force()
    clerk.scan("0000000099")
    assert clerk.desk.stage.page is not clerk.desk.counter


def test_a_scan_goes_to_the_field_that_waits_for_it(clerk, person):
    clerk.look_up("20140217")
    clerk.press("Lost card")
    clerk.field("Valid until").focus_force()
    clerk.scan("11010519491231002X")
    clerk.waits_for("What changes")
    assert clerk.sees("¥10.00 on the new card")


def test_enter_of_a_scanner_never_confirms(clerk, person):
    clerk.look_up("20140217")
    clerk.press("Report lost")
    clerk.waits_for("What changes")
    clerk.button("Stop the card").focus_force()
    clerk.scan("0000000099")
    clerk.key("Return")
    clerk.settle()
    assert clerk.desk.counter.person.card.state is CardState.ACTIVE


def test_lines_that_follow_one_another_are_one_scan(clerk):
    got = []
    clerk.desk.scanner._scanned = got.append
    clerk.key("F2")
    zone = "P<UTOERIKSSON<<ANNA<MARIA\nL898902C36UTO7408122F1204159"
    clerk.scan(zone)
    assert got == [zone]
    assert entry_texts(clerk) == ""


def test_a_password_typed_by_a_machine_is_a_password(fresh_clerk):
    fresh_clerk.field("Password").focus_force()
    fresh_clerk.scan("card-center")
    assert fresh_clerk.field("Password").get() in {"card-center", ""}
    assert not fresh_clerk.sees("Nobody belongs")


def test_a_short_burst_is_two_fingers(clerk):
    clerk.key("F2")
    clerk.scan("ab")
    assert entry_texts(clerk) == "ab"
    assert len("ab") < scanning.SHORTEST


def test_a_dead_card_shows_its_successor_and_is_kept_back(clerk, person, counter_replaces):
    old = counter_replaces(person)
    clerk.scan(old)
    clerk.waits_for("is dead (lost): keep it back.")
    assert clerk.sees("It was replaced by card 0010000001.")
