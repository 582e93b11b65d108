import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.ledger import AccountKind
from tests.desk.steps import NUMBER, begin, cards
from tests.fixtures.documents import portrait

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F2704151ZE184226B<<<<<18"


@pytest.fixture
def holder(people):
    people.blanks()
    return people.staff(name="𠅤䶮", name_latin="Tou Yan", balance=12345, photo=portrait())


def test_enter_never_confirms_and_space_never_by_accident(clerk, holder, store):
    begin(clerk, "F4")
    clerk.scan(NUMBER)
    clerk.waits_for("Replace and print")
    clerk.key("Return")
    clerk.settle()
    assert [card.state for card in cards(store, holder)] == [CardState.ACTIVE]
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")


def test_the_wrong_certificate_is_refused_in_its_step_and_leaves_only_the_attempt(
    clerk, holder, store
):
    begin(clerk, "F4")
    clerk.type("Number", "440524198001010013")
    clerk.key("Return")
    clerk.key("Return")
    clerk.waits_for("is not the one on record")
    assert clerk.sees("Rule: L1 · FAQ 8")
    assert [card.state for card in cards(store, holder)] == [CardState.ACTIVE]
    with store.reading() as books:
        last = books.connection.exec_driver_sql(
            "SELECT code, outcome FROM audit ORDER BY seq DESC LIMIT 1"
        ).one()
    assert tuple(last) == ("lost_card", "refused:certificate-mismatch")


def test_l7_a_typed_passport_is_typed_twice_a_scanned_one_is_not(clerk, people, store):
    people.blanks()
    holder = people.staff(
        certificate="L898902C3", certificate_kind=CertificateKind.PASSPORT, photo=portrait()
    )
    begin(clerk, "F4")
    clerk.type("Number", "L898902C3")
    clerk.type("Number, a second time", "L898902C4")
    clerk.key("Return")
    clerk.key("Return")
    clerk.waits_for("The two typings of the certificate number differ.")
    clerk.scan(ZONE)
    clerk.waits_for("Replace and print")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    assert cards(store, holder)[1].state is CardState.LOST


def test_l6_a_supervisor_beside_the_clerk_lets_a_student_be_served(clerk, people, store, drawer):
    people.blanks()
    holder = people.student(balance=500, photo=portrait())
    begin(clerk, "F4")
    clerk.scan(NUMBER)
    clerk.waits_for("at a terminal")
    assert clerk.sees("Rule: L6 · FAQ 8")
    clerk.type("Why it is done here and not at a terminal", "terminal out of order")
    clerk.key("Return")
    clerk.waits_for("A supervisor must approve this exception.")
    approve(clerk)
    clerk.waits_for("The fee is ¥20.00, the balance only ¥5.00.")
    choose(clerk, "Difference to the fee", 1)
    clerk.press("Check")
    clerk.waits_for("¥5.00 deducted, ¥15.00 paid in cash")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    with store.reading() as books:
        assert books.ledger.balance(AccountKind.FEES) == 2000
        done = books.journal.of_holder(holder)[0]
        assert books.journal.find(done.action_id).second_id is not None


def approve(clerk):
    clerk.type("Name", "zhang")
    clerk.key("Return")
    clerk.keys("card-center")
    clerk.key("Return")
    clerk.settle()


def choose(clerk, label, at):
    box = clerk.field(label)
    box.current(at)
    box.event_generate("<<ComboboxSelected>>")
    clerk.app.update()


def test_a_certificate_on_the_screen_is_dots(clerk, holder):
    begin(clerk, "F4")
    clerk.type("Number", NUMBER)
    assert str(clerk.field("Number").cget("show")) == "●"
    assert not any(NUMBER[-6:] in text for text in clerk.reads())


def test_a_certificate_scanned_with_its_last_day_leads_straight_to_the_sheet(clerk, people):
    people.blanks()
    people.staff(
        certificate="L898902C3", certificate_kind=CertificateKind.PASSPORT, photo=portrait()
    )
    clerk.scan(ZONE)
    clerk.presses = 0
    clerk.key("F4")
    clerk.waits_for("Replace and print")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    assert clerk.presses == 2


def test_the_certificate_is_forgotten_when_its_holder_leaves(clerk, holder):
    clerk.scan(NUMBER)
    clerk.key("Escape")
    clerk.settle()
    begin(clerk, "F4")
    assert clerk.field("Number").get() == ""
    clerk.key("Escape")
    clerk.scan(NUMBER)
    clerk.key("F4")
    clerk.settle()
    assert clerk.field("Number").get() == NUMBER
