import pypdfium2
import pytest

from backoffice.domain.print_jobs import JobKind
from backoffice.workflows import recharge
from tests.desk.steps import begin
from tests.desk.test_lost_card import choose
from tests.rules.conftest import Counter


@pytest.fixture
def holder(people, drawer, store, clock, clerk_actor):
    """Enter somebody with ¥3.00 whom lina recharged with ¥50.00."""
    holder = people.staff(balance=300)
    Counter(store, clock, clerk_actor).do(recharge, holder_id=holder, amount=5_000, given=5_000)
    return holder


@pytest.fixture
def asked(clerk, holder):
    begin(clerk, "Shift-F9")
    return clerk


def text_of(path):
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_r3_a_statement_is_saved_as_a_file_that_says_where_each_figure_came_from(asked, program):
    asked.press("Look")
    asked.waits_for("2 lines. Nothing is changed.")
    assert {"¥0.00", "¥53.00"} <= set(asked.reads())
    asked.key("Control-Return")
    asked.waits_for("The statement is in ", timeout=30)
    [file] = (program.settings.folder / "statements").iterdir()
    assert file.name == "statement-20140001-2025-11-23-2026-11-23.pdf"
    assert file.stat().st_mode & 0o077 == 0  # nobody else's business
    said = text_of(file)
    for words in ("Opening balance", "Closing balance", "recharged in cash", "+¥50.00", "¥53.00"):
        assert words in said


def test_r3_the_last_lines_come_from_the_receipt_printer(asked, store):
    choose(asked, "Form", 1)
    assert not asked.sees("Choose the folder")
    asked.press("Look")
    asked.waits_for("2 lines. Nothing is changed.")
    asked.key("Control-Return")
    asked.waits_for("is printing.")
    with store.reading() as books:
        action = books.journal.of_holder(1)[0]
        kinds = [job.kind for job in books.jobs.of_action(action.action_id)]
    assert (action.code, kinds) == ("statement", [JobKind.SLIP])


def test_r3_a_period_that_makes_no_sense_is_refused_in_its_step(asked):
    for day, said in (
        ("2030-01-01", "The period ends before it begins."),
        ("", "A statement needs its first and its last day."),
    ):
        asked.field("From").delete(0, "end")
        asked.type("From", day)
        asked.press("Look")
        asked.waits_for(said)
        assert asked.sees("Rule: R3 · FAQ 2")


def test_a_folder_that_can_not_be_made_is_said_and_can_be_tried_again(asked, program):
    (program.settings.folder / "statements").write_text("in the way")
    asked.press("Look")
    asked.waits_for("Nothing is changed.")
    asked.key("Control-Return")
    asked.waits_for("can't be made.")
    (program.settings.folder / "statements").unlink()
    asked.press("Try again")
    asked.waits_for("The statement is in ", timeout=30)
