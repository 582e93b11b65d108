import dataclasses

import pytest

from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.ui.views.report_lost import ReportLost


@pytest.fixture
def lost_student(clerk, people):
    people.blanks()
    people.student(name="欧阳娜", name_latin="Ouyang Na", number="S0099", balance=5000)
    clerk.look_up("S0099")
    clerk.press("Lost card")
    return clerk


@pytest.fixture
def reporting(clerk, people):
    people.staff(balance=1000)
    clerk.look_up("wangxiaoming")
    clerk.press("Report lost")
    clerk.waits_for("What changes")
    return clerk


def test_a_refusal_stands_in_its_step_with_rule_and_source(lost_student):
    lost_student.scan("11010519491231002X")
    lost_student.waits_for("Students and temporary holders replace a lost card at a terminal.")
    assert lost_student.sees("Print a referral slip")
    assert lost_student.sees("Rule: L6 · FAQ 8")


def test_a_supervisor_approves_in_place_and_the_form_goes_on(lost_student):
    lost_student.type("Why it is done here and not at a terminal", "terminal out of order")
    lost_student.scan("11010519491231002X")
    lost_student.waits_for("A supervisor approves")
    lost_student.type("Name", "zhang")
    lost_student.type("Password", "not the password")
    lost_student.key("Return")
    lost_student.settle()
    assert lost_student.sees("Name or password is wrong.")
    lost_student.type("Password", "card-center")
    lost_student.press("Approve")
    lost_student.waits_for("What changes")
    assert lost_student.desk.view.second.name == "Zhang"


def test_a_clerk_can_not_approve(lost_student):
    lost_student.type("Why it is done here and not at a terminal", "terminal out of order")
    lost_student.scan("11010519491231002X")
    lost_student.waits_for("A supervisor approves")
    lost_student.type("Name", "wangfang")
    lost_student.type("Password", "card-center")
    lost_student.press("Approve")
    assert lost_student.sees("The role clerk may not approve an exception.")
    assert lost_student.desk.view.second is None


def test_bad_input_is_said_under_its_field(lost_student):
    lost_student.type("Number", "11010519491231002X")
    lost_student.type("Valid until", "tomorrow")
    lost_student.press("Check")
    assert lost_student.sees("This is not a day.")
    assert lost_student.focus() is lost_student.field("Valid until")
    assert lost_student.field("Number").get() == "11010519491231002X"


def test_a_fault_offers_to_try_again_and_loses_nothing(reporting, monkeypatch):
    store = reporting.desk.program.store()
    fault = Fault("database-unreachable", sentence("The database can't be reached."))

    def unreachable(*_args, **_named):
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(store, "writing", unreachable)
        reporting.key("Control-Return")
        reporting.waits_for("The database can't be reached.")
    action_id = reporting.desk.view.action_id
    reporting.press("Try again")
    reporting.waits_for("is stopped.")
    with store.reading() as books:
        assert books.journal.find(action_id) is not None


def test_if_the_world_changed_the_new_sheet_is_shown(reporting, people, store, clock, monkeypatch):
    view = reporting.desk.view
    table = view._sheet
    table.digest = "of another sheet"
    reporting.key("Control-Return")
    reporting.waits_for("Something changed since this sheet was shown; nothing was done.")
    reporting.settle()
    assert table.digest != "of another sheet"
    reporting.key("Control-Return")
    reporting.waits_for("is stopped.")


def test_pressed_twice_it_happens_once(reporting, store):
    view = reporting.desk.view
    view.act()
    view.act()
    reporting.waits_for("is stopped.")
    with store.reading() as books:
        codes = [one.code for one in books.journal.of_holder(view.holder_id)]
    assert codes.count("report_lost") == 1


def test_the_timeline_tells_what_was_done_and_by_whom(reporting):
    reporting.key("Control-Return")
    reporting.waits_for("Card reported lost")
    assert reporting.sees("Lina · 22")


def test_the_printed_unit_is_compared_with_the_record(clerk, people, store):
    holder_id = people.staff()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cards SET unit_name = '化学学院'")
    clerk.look_up("wangxiaoming")
    assert clerk.desk.counter.person.holder.id == holder_id
    assert clerk.sees("The card shows another unit than the record.")


def test_a_person_is_a_plain_value(clerk, people):
    people.staff()
    clerk.look_up("wangxiaoming")
    with pytest.raises(dataclasses.FrozenInstanceError):
        clerk.desk.counter.person.balance = 1
    assert ReportLost.offer(clerk.desk.counter.person).allowed
