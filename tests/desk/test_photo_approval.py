"""Photos are decided with one key, seen before, told apart from a scan, and taken back in time."""

import pytest

from backoffice.domain.measurements import Verdict
from backoffice.domain.photos import PhotoState, Rejection
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.ui import decision_page, photo_decision
from backoffice.ui.quick_keys import QuickKeys
from tests.fixtures import documents

NAMES = ("王小明", "李娜", "陈晨")


@pytest.fixture
def queue(people, photos):
    """Return three photos that wait: good, doubtful, bad."""
    picture = documents.portrait()
    return [
        photos.take(people.staff(name=name, photo=picture), picture + name.encode(), verdict=one)
        for name, one in zip(NAMES, Verdict, strict=True)
    ]


@pytest.fixture
def zhang(fresh_clerk, queue):
    """Return the supervisor in front of the photos page, the first picture seen."""
    fresh_clerk.sit_down("zhang")
    fresh_clerk.key("Alt-2")
    looks_at(fresh_clerk, "王小明")
    return fresh_clerk


def page(clerk):
    return clerk.desk.stage.page


def looks_at(clerk, name):
    """Wait until the picture of somebody is seen."""

    def seen():
        shown = page(clerk)
        one = shown.list.chosen
        return one is not None and one.holder_name == name and shown.compare.seen == one.photo.id

    clerk.wait_until(seen, what=f"the picture of {name}")
    clerk.settle()


def decided(clerk, name):
    """Wait until a decision was made and the next one is seen."""
    looks_at(clerk, name)
    clerk.wait_until(lambda: not page(clerk).deciding, what="the decision")
    clerk.settle()


def states(photos, queue):
    return [photos.of(photo).state.value for photo in queue]


def become(clerk, photos, queue, wanted):
    clerk.wait_until(lambda: states(photos, queue) == wanted, what=f"{wanted}")
    clerk.settle()


def rests(clerk):
    """Wait until every key had its effect."""
    over = []
    clerk.app.after(300, lambda: over.append(True))
    clerk.wait_until(lambda: over, what="the keys to rest")
    clerk.settle()


def mark_first(clerk, count):
    for number in range(count):
        clerk.key("space")
        clerk.wait_until(lambda n=number: len(page(clerk).list.marks) == n + 1, what="the mark")
        clerk.key("Down")
        clerk.settle()


# ── one key ──────────────────────────────────────────────────────────────────────────────────


def test_p3_p4_a_approves_and_the_next_one_is_shown_at_once(zhang, photos, queue):
    before = zhang.presses
    zhang.key("a")
    decided(zhang, "李娜")
    assert zhang.presses - before == 1
    assert states(photos, queue) == ["approved", "submitted", "submitted"]
    assert zhang.sees("Approved; gates use it from 2026-11-24.")
    assert zhang.sees("2 photos wait")
    assert photos.of(queue[0]).decided_by == zhang.desk.actor.clerk_id


def test_p3_r_and_a_digit_reject_with_the_reason(zhang, photos, queue):
    zhang.key("r")
    zhang.waits_for("Photo of 王小明. Press the number:")
    for said in ("shows somebody else   1", "another reason   9"):
        assert zhang.sees(said)
    zhang.key("7")
    decided(zhang, "李娜")
    rejected = photos.of(queue[0])
    assert (rejected.state, rejected.rejection) == (PhotoState.REJECTED, Rejection.CLOTHING)
    assert zhang.sees("Rejected.")


def test_p3_another_reason_asks_for_words_and_ctrl_enter_rejects(zhang, photos, queue):
    zhang.key("r")
    zhang.waits_for("Press the number:")
    zhang.key("9")
    zhang.waits_for("What is wrong")
    zhang.settle()
    zhang.key("Control-Return")
    assert zhang.sees("Write in a few words what is wrong.")
    zhang.keys("a cartoon 99 percent")
    zhang.key("Return")  # never confirms
    rests(zhang)
    assert states(photos, queue)[0] == "submitted"
    zhang.key("Control-Return")
    decided(zhang, "李娜")
    rejected = photos.of(queue[0])
    assert (rejected.rejection, rejected.words) == (Rejection.OTHER, "a cartoon 99 percent")


def test_the_mouse_does_the_same(zhang, photos, queue):
    zhang.press("Approve")
    decided(zhang, "李娜")
    zhang.press("Reject")
    zhang.press("blurred")
    decided(zhang, "陈晨")
    assert states(photos, queue) == ["approved", "rejected", "submitted"]


def test_the_last_one_leaves_an_empty_page(zhang, photos, queue):
    zhang.key("a")
    decided(zhang, "李娜")
    zhang.key("a")
    decided(zhang, "陈晨")
    zhang.key("a")
    zhang.waits_for("No photo waits for approval.")
    assert zhang.sees("0 photos wait")
    assert states(photos, queue) == ["approved"] * 3


def test_escape_leaves_the_reasons_and_nothing_happened(zhang, photos, queue):
    zhang.key("r")
    zhang.waits_for("Press the number:")
    zhang.key("Escape")
    zhang.settle()
    assert zhang.sees("Decide")
    zhang.key("3")
    rests(zhang)
    zhang.key("a")
    decided(zhang, "李娜")
    rests(zhang)
    assert states(photos, queue) == ["approved", "submitted", "submitted"]


# ── what decides nothing ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", ["A1234567", "a0012345678", "r3", "R7777777"])
def test_a_scan_decides_nothing(zhang, photos, queue, code):
    zhang.scan(code)
    rests(zhang)
    assert states(photos, queue) == ["submitted"] * 3
    assert zhang.desk.view is None


def test_control_a_page_that_takes_every_letter_is_decided_by_a_scan(
    zhang, photos, queue, monkeypatch
):
    monkeypatch.setattr(QuickKeys, "_act", lambda _self, command: command())
    zhang.scan("A1234567")
    become(zhang, photos, queue, ["approved", "submitted", "submitted"])


def test_a_scan_rejects_nothing_while_the_reasons_are_open(zhang, photos, queue):
    zhang.key("r")
    zhang.waits_for("Press the number:")
    zhang.scan("1234567890")
    rests(zhang)
    assert states(photos, queue) == ["submitted"] * 3


def test_a_key_that_is_held_down_decides_once(zhang, photos, queue):
    zhang.key("a")
    for _ in range(40):  # as a keyboard repeats: every 33 ms
        zhang._time += 33 - 120
        zhang.key("a")
    decided(zhang, "李娜")
    rests(zhang)
    assert states(photos, queue) == ["approved", "submitted", "submitted"]


def test_nothing_is_decided_before_its_picture_was_seen(zhang, photos, queue):
    shown = page(zhang)
    shown.list.move(1)
    assert shown.compare.seen is None
    shown.accept()
    zhang.settle()
    assert states(photos, queue) == ["submitted"] * 3
    looks_at(zhang, "李娜")
    shown.accept()
    decided(zhang, "陈晨")
    assert states(photos, queue) == ["submitted", "approved", "submitted"]


def test_letters_are_words_where_somebody_writes(zhang, photos, queue):
    zhang.key("F2")
    zhang.settle()
    zhang.keys("a")
    rests(zhang)
    assert zhang.desk.counter.search.text.get() == "a"
    assert states(photos, queue) == ["submitted"] * 3


def test_enter_and_ctrl_enter_decide_nothing(zhang, photos, queue):
    zhang.key("Return")
    zhang.key("Control-Return")
    zhang.key("Control-a")
    rests(zhang)
    assert states(photos, queue) == ["submitted"] * 3


# ── several at once ──────────────────────────────────────────────────────────────────────────


def test_those_marked_are_approved_in_one_action(zhang, photos, queue, store):
    mark_first(zhang, 2)
    assert zhang.sees("Marked: 2. Both buttons are for all of them.")
    zhang.key("a")
    become(zhang, photos, queue, ["approved", "approved", "submitted"])
    with store.reading() as books:
        codes = books.connection.exec_driver_sql("SELECT code FROM audit").scalars().all()
    assert codes.count("photo_approval") == 1


def test_those_marked_are_rejected_together(zhang, photos, queue):
    mark_first(zhang, 2)
    zhang.key("r")
    zhang.waits_for("2 photos. Press the number:")
    zhang.key("6")
    become(zhang, photos, queue, ["rejected", "rejected", "submitted"])


def test_a_bad_one_is_never_swept_along(zhang, photos, queue):
    mark_first(zhang, 3)
    zhang.key("a")
    zhang.waits_for("Measured as bad among the marked photos: 1.")
    zhang.key("a")  # insisting is no answer
    rests(zhang)
    assert states(photos, queue) == ["submitted"] * 3
    zhang.press("Look at the first of them")
    looks_at(zhang, "陈晨")
    assert states(photos, queue) == ["submitted"] * 3


def test_the_bad_ones_are_unmarked_and_the_others_approved(zhang, photos, queue):
    mark_first(zhang, 3)
    zhang.key("a")
    zhang.waits_for("Unmark them")
    zhang.press("Unmark them")
    zhang.key("a")
    become(zhang, photos, queue, ["approved", "approved", "submitted"])


def test_the_bad_ones_are_approved_after_a_word(zhang, photos, queue):
    mark_first(zhang, 3)
    zhang.key("a")
    zhang.waits_for("Approve all 3 all the same")
    zhang.press("Approve all 3 all the same")
    zhang.waits_for("No photo waits for approval.")
    assert states(photos, queue) == ["approved"] * 3


# ── thinking better of it ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", ["key", "button"])
def test_a_decision_is_taken_back_within_ten_seconds(zhang, photos, queue, how):
    before = photos.of(queue[0])
    zhang.key("a")
    decided(zhang, "李娜")
    assert zhang.sees("Undo (10 s)   Ctrl+Z") or zhang.sees("Undo (9 s)   Ctrl+Z")
    if how == "key":
        zhang.key("Control-z")
    else:
        undo = next(text for text in zhang.reads() if text.startswith("Undo"))
        zhang.press(undo.partition("   ")[0])
    decided(zhang, "王小明")
    assert photos.of(queue[0]) == before
    assert zhang.sees("The photo waits again.")
    assert not zhang.sees("Undo (")


def test_decisions_are_taken_back_one_after_the_other(zhang, photos, queue):
    zhang.key("a")
    decided(zhang, "李娜")
    zhang.key("r")
    zhang.waits_for("Press the number:")
    zhang.key("1")
    decided(zhang, "陈晨")
    zhang.key("Control-z")
    decided(zhang, "李娜")
    assert states(photos, queue) == ["approved", "submitted", "submitted"]
    zhang.key("Control-z")
    decided(zhang, "王小明")
    assert states(photos, queue) == ["submitted"] * 3


def test_the_seconds_count_down_and_then_it_stands(zhang, photos, queue, monkeypatch):
    monkeypatch.setattr(photo_decision, "UNDO_SECONDS", 2)
    zhang.key("a")
    decided(zhang, "李娜")
    zhang.waits_for("Undo (1 s)")
    zhang.wait_until(lambda: not zhang.sees("Undo ("), what="the time to be over")
    zhang.key("Control-z")
    zhang.settle()
    assert states(photos, queue)[0] == "approved"


def test_too_late_for_the_books_is_said_in_words(zhang, photos, queue, clock):
    zhang.key("a")
    decided(zhang, "李娜")
    clock.move(seconds=60)
    zhang.key("Control-z")
    zhang.waits_for("A decision can be taken back for 10 seconds.")
    assert states(photos, queue)[0] == "approved"


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────


def test_p3_the_own_photo_is_refused_with_its_rule(zhang, photos, queue, people):
    own = photos.take(people.staff(name="自拍"), documents.portrait(), by=zhang.desk.actor)
    zhang.key("Alt-1")
    zhang.key("Alt-2")
    zhang.settle()
    for _ in range(3):
        zhang.key("Down")
    looks_at(zhang, "自拍")
    zhang.key("a")
    zhang.waits_for("Who took a photo does not approve it.")
    assert zhang.sees("Rule: P3 · FAQ 5")
    assert zhang.sees("Ask another supervisor to look at it.")
    assert photos.of(own).state is PhotoState.SUBMITTED


def test_decided_meanwhile_is_said_and_the_list_is_read_again(zhang, photos, queue):
    photos.reject(queue[0])
    zhang.key("a")
    zhang.waits_for("decided or replaced meanwhile; nothing was done.")
    looks_at(zhang, "李娜")
    assert zhang.sees("2 photos wait")
    assert photos.of(queue[0]).state is PhotoState.REJECTED


def test_decided_meanwhile_while_the_reasons_are_open(zhang, photos, queue):
    zhang.key("r")
    zhang.waits_for("Press the number:")
    photos.approve(queue[0])
    zhang.key("1")
    zhang.waits_for("decided or replaced meanwhile; nothing was done.")
    zhang.key("Escape")
    looks_at(zhang, "李娜")
    assert states(photos, queue) == ["approved", "submitted", "submitted"]


def test_a_fault_of_the_books_is_tried_again_under_the_same_id(zhang, photos, queue, monkeypatch):
    tried = []
    perform = decision_page.actions.perform

    def failing(*args, action_id, **kwargs):
        tried.append(action_id)
        if len(tried) == 1:
            raise Fault("books-busy", sentence("The books were busy for too long."))
        return perform(*args, action_id=action_id, **kwargs)

    monkeypatch.setattr(decision_page.actions, "perform", failing)
    zhang.key("a")
    zhang.waits_for("The books were busy for too long.")
    assert states(photos, queue) == ["submitted"] * 3
    zhang.press("Try again")
    decided(zhang, "李娜")
    assert states(photos, queue) == ["approved", "submitted", "submitted"]
    assert tried[0] == tried[1]


def test_the_desk_locked_decides_nothing(zhang, photos, queue):
    zhang.key("Control-l")
    zhang.settle()
    zhang.app.focus_force()
    zhang.key("a")
    rests(zhang)
    assert states(photos, queue) == ["submitted"] * 3
