import pytest

from tests.desk.steps import hand_over
from tests.desk.test_entry_answer import apply  # noqa: F401  a fixture


@pytest.fixture
def gates(fresh_clerk, people, apply, supervisor_actor, tmp_path_factory):  # noqa: F811
    """Return zhang before the form that hands one right over, and the folder."""
    apply(people.staff(), passed_by=supervisor_actor)
    fresh_clerk.sit_down("zhang")
    open_form(fresh_clerk)
    return fresh_clerk, tmp_path_factory.mktemp("gates") / "rights"


def open_form(clerk):
    clerk.press("Entry")
    clerk.press("Hand rights over to the gates")
    clerk.waits_for("Rights in force today or later: 1. Gates drop what they had before.")


def test_e3_rights_are_handed_over_and_told_with_their_number(gates):
    clerk, folder = gates
    hand_over(clerk, folder)
    clerk.waits_for(f"Hand-over 1: 1 rights of entry in {folder / 'entry-000001'}")
    files = {path.name for path in (folder / "entry-000001").iterdir()}
    assert files == {"rights.csv", "manifest.csv"}


def test_an_earlier_one_is_written_again(gates):
    clerk, folder = gates
    hand_over(clerk, folder)
    clerk.key("Return")
    open_form(clerk)
    hand_over(clerk, folder.parent / "elsewhere", again="1")
    clerk.waits_for("Hand-over 1: 1 rights of entry in")
    again = folder.parent / "elsewhere" / "entry-000001" / "rights.csv"
    assert again.read_bytes() == (folder / "entry-000001" / "rights.csv").read_bytes()


@pytest.mark.parametrize(
    ("again", "said"),
    [("9", "There is no hand-over 9."), ("x1", "“x1” is no number of a hand-over.")],
)
def test_a_number_that_is_none_is_refused_in_place(gates, again, said):
    clerk, folder = gates
    hand_over(clerk, folder, again=again)
    clerk.waits_for(said)


def test_a_folder_that_can_not_be_written_is_told_and_tried_again(gates):
    clerk, folder = gates
    folder.write_text("a file is in the way")
    hand_over(clerk, folder)
    clerk.waits_for("can't be written, or its disk is full.")
    folder.unlink()
    clerk.press("Try again")
    clerk.settle("files", "store")
    clerk.waits_for("Hand-over 1: 1 rights of entry in")


def test_a_clerk_sees_why_it_is_not_offered(clerk):
    clerk.press("Entry")
    clerk.waits_for("Hand rights over to the gates")
    assert clerk.button("Hand rights over to the gates").instate(["disabled"])
