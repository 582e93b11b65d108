import threading
from _tkinter import DONT_WAIT

import pytest

from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from tests.desk.steps import hand_over
from tests.fixtures.books import JPEG


@pytest.fixture
def gates(fresh_clerk, people, tmp_path_factory):
    """Return zhang before the form that hands two photos over, and the folder."""
    for number in ("20140001", "20140002"):
        people.staff(number=number)
    fresh_clerk.sit_down("zhang")
    open_form(fresh_clerk)
    return fresh_clerk, tmp_path_factory.mktemp("gates") / "photos"


def open_form(clerk):
    clerk.press("Photos")
    clerk.press("Hand over to the gates")
    clerk.waits_for("Photos due: ")


def test_what_is_due_is_counted_and_handed_over_and_told_with_its_number(gates):
    clerk, folder = gates
    assert clerk.sees("Photos due: 2. They became effective since last time.")
    hand_over(clerk, folder)
    clerk.waits_for("Hand-over 1 · photos: 2 · folder: photos-000001")
    files = {path.name for path in (folder / "photos-000001").iterdir()}
    assert files == {"20140001.jpg", "20140002.jpg", "manifest.csv"}


def test_nothing_due_is_said_in_place_and_an_earlier_one_is_written_again(gates):
    clerk, folder = gates
    hand_over(clerk, folder)
    clerk.key("Return")
    open_form(clerk)
    assert clerk.sees("Photos due: 0.")
    hand_over(clerk, folder.parent / "elsewhere")
    clerk.waits_for("Gates have every photo that is in force today.")
    assert clerk.sees("A photo approved today is due tomorrow.")
    hand_over(clerk, folder.parent / "elsewhere", again="1")
    clerk.waits_for("Hand-over 1 · photos: 2")
    assert (folder.parent / "elsewhere" / "photos-000001" / "20140001.jpg").read_bytes() == JPEG


@pytest.mark.parametrize(
    ("again", "said"),
    [("9", "There is no hand-over 9."), ("x1", "“x1” is no number of a hand-over.")],
)
def test_a_number_that_is_none_is_refused_in_place(gates, again, said):
    clerk, folder = gates
    hand_over(clerk, folder, again=again)
    clerk.waits_for(said)
    assert clerk.sees("Its number stands in the name of its folder.")


def test_a_folder_that_can_not_be_written_is_told_and_tried_again(gates):
    clerk, folder = gates
    folder.write_text("a file is in the way")
    hand_over(clerk, folder)
    clerk.waits_for("can't be written, or its disk is full.")
    folder.unlink()
    clerk.press("Try again")
    clerk.settle("files", "store")
    clerk.waits_for("Hand-over 1 · photos: 2")


def test_the_window_rests_however_long_a_fault_is(gates):
    clerk, _folder = gates
    for length in range(1, 60):
        said = f"The folder /srv/{'n' * length}/photos can't be written, or its disk is full. Make"
        said += " room or choose another one: the hand-over goes on where it stopped."
        fault = Fault("full", sentence("{said}", said=said))
        clerk.desk.view._show(fault, again=lambda: None)
        assert any(not clerk.app.tk.dooneevent(DONT_WAIT) for _ in range(5_000)), length


def test_progress_is_shown_and_the_desk_works_on(gates, monkeypatch):
    clerk, folder = gates
    first_written, go_on = threading.Event(), threading.Event()

    def watched(store, clock, where, *, told, **how):
        def wait(done, every):
            told(done, every)
            first_written.set()
            assert go_on.wait(30)

        return original(store, clock, where, told=wait, **how)

    module = "backoffice.ui.views.photo_hand_over"
    from backoffice.hand_over import hand_over as original

    monkeypatch.setattr(f"{module}.hand_over", watched)
    clerk.type("Folder that the gates read", str(folder))
    clerk.key("Control-Return")
    clerk.wait_until(first_written.is_set, what="the first photo to be written")
    clerk.waits_for("1 of 2 photos …")
    clerk.desk.stage.open_number(0)  # the counter goes on meanwhile
    clerk.look_up("20140001")
    clerk.waits_for("王小明")
    go_on.set()
    clerk.settle("files", "store")
    clerk.press("Photos")
    clerk.waits_for("Hand-over 1 · photos: 2")


def test_the_folder_can_be_chosen_by_mouse(gates, monkeypatch):
    clerk, folder = gates
    monkeypatch.setattr("backoffice.ui.gate_view.choose_folder", lambda *_, **__: folder)
    clerk.press("Choose a folder")
    assert clerk.field("Folder that the gates read").get() == str(folder)


def test_without_a_folder_nothing_is_handed_over(gates):
    clerk, folder = gates
    clerk.key("Control-Return")
    clerk.waits_for("Choose the folder that the gates read.")
    assert not folder.exists()


def test_a_clerk_sees_why_it_is_not_offered(clerk):
    clerk.press("Photos")
    clerk.waits_for("Hand over to the gates")
    assert clerk.button("Hand over to the gates").instate(["disabled"])
