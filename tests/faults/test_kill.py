"""Kills a desk at every write of a lost card, or fails the write, and lets the desk begin again."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.desk_process import DONE_AFTER_FAULT
from tests.faults.forks import DONE, FAULT
from tests.faults.killing import KILLED, Forks, at_each, books_in_memory, points_of, two
from tests.fixtures.books import FixedClock
from tests.fixtures.people import People

BALANCE = 12345
# What brings bytes to the disk: the books' pages and the printed files.
WRITES = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "write", "link")


class Desks(Forks):
    """Starts desks, and reads what people would find."""

    program = "tests.faults.desk_process"

    @property
    def draft(self):
        return self._folder / "draft.json"

    def end_state(self):
        """Return what people would find: cards with balances, blanks, papers, actions."""
        cards = self.rows(
            "SELECT c.state, a.balance FROM cards c JOIN accounts a ON a.card_id = c.id"
            " ORDER BY c.id"
        )
        blanks = self.rows(
            "SELECT kind, balance FROM accounts WHERE unit = 'blank' AND kind <> 'supplier'"
        )
        jobs = self.rows("SELECT kind, state, count(*) FROM print_jobs GROUP BY 1, 2")
        return {
            "cards": cards,
            "blanks": {kind: balance for kind, balance in blanks if balance},
            "jobs": {(kind, state): n for kind, state, n in jobs},
            "actions": dict(self.rows("SELECT code, count(*) FROM actions GROUP BY 1")),
            "files": len(list((self._folder / "paper").glob("[!.]*"))),
        }


# What the fixtures did before: clerks, one person with a card, ten blanks.
BEFORE = {"prepare": 1, "bring_in": 1, "receive_blanks": 1}
UNTOUCHED = {
    "cards": [("active", BALANCE)],
    "blanks": {"stock": 10, "made": 1},
    "jobs": {},
    "actions": BEFORE,
    "files": 0,
}
UNDISTURBED = {
    "cards": [("lost", 0), ("active", BALANCE)],
    "blanks": {"stock": 9, "made": 2},
    "jobs": {("card", "good"): 1, ("receipt", "good"): 2},
    "actions": BEFORE
    | {"report_lost": 1, "lost_card": 1, "finish_card": 1, "print_queue": 2}
    | {"print_sent": 3, "print_found": 3},
    "files": 3,
}
# The desk died after `sent` was committed and before the file was there. Nobody sent it again: the
# clerk found nothing in the folder and said so.
CARD_NEVER_CAME = {
    "cards": [("lost", 0), ("spoiled", 0), ("active", BALANCE)],
    "blanks": {"stock": 9, "made": 2},
    "jobs": {("card", "good"): 1, ("card", "spoiled"): 1, ("receipt", "good"): 3},
    "actions": BEFORE
    | {"report_lost": 1, "lost_card": 1, "spoil_card": 1, "finish_card": 1, "print_queue": 3}
    | {"print_sent": 5, "print_found": 5},
    "files": 4,
}
RECEIPT_NEVER_CAME = UNDISTURBED | {
    "jobs": {("card", "good"): 1, ("receipt", "good"): 2, ("receipt", "spoiled"): 1},
    "actions": UNDISTURBED["actions"] | {"print_queue": 3, "print_sent": 4, "print_found": 4},
}
ALLOWED = (UNDISTURBED, CARD_NEVER_CAME, RECEIPT_NEVER_CAME)


@pytest.fixture(scope="module")
def base(sqlite_template) -> Iterator[tuple[Path, int]]:
    """Return a folder with the books of a desk, and the person who lost a card."""

    def fill(store):
        people = People(store, FixedClock())
        holder_id = people.staff(balance=BALANCE)
        people.blanks()
        return holder_id

    with books_in_memory(sqlite_template, fill) as (folder, holder_id):
        (folder / "paper").mkdir()
        yield folder, holder_id


@pytest.fixture(scope="module")
def desks(base) -> Iterator[list[Desks]]:
    """Return two desks to work with at once, and the draft of the undisturbed form beside them."""
    with two(Desks, *base) as opened:
        first = opened[0]
        first.fresh()
        assert first.run(keeps_draft=True) == (DONE, "")
        assert first.end_state() == UNDISTURBED
        shutil.copy(first.draft, base[0])  # every later desk confirms the very same sheets
        yield opened


@pytest.fixture(scope="module")
def census(desks) -> Counter:
    """Return how often an undisturbed desk makes each of the calls."""
    counted = desks[0].census(*WRITES)
    assert desks[0].end_state() == UNDISTURBED
    return counted


def killed_then_again(desk, call, n, *, bare=False, attempt=""):
    """Kill a desk at its n-th call, start it again, and return both ends and the end state."""
    desk.fresh()
    first, _ = desk.run(f"signal=SIGKILL:when={n}", syscall=call, bare=bare)
    again, _ = desk.run(bare=bare, attempt=attempt)
    return first, again, desk.end_state()


def test_killed_at_every_write_a_desk_ends_where_an_undisturbed_one_does(desks, census):
    assert census["pwrite64"] > 200
    points = points_of(census, *WRITES)
    ends = at_each(desks, points, killed_then_again)
    wrong = [
        (point, end)
        for point, end in zip(points, ends, strict=True)
        if end[:2] != (KILLED, DONE) or end[2] not in ALLOWED
    ]
    assert wrong == []
    # In nearly all places nobody would notice; in the few others a clerk was asked, once.
    asked = [state for _, _, state in ends if state != UNDISTURBED]
    assert CARD_NEVER_CAME in asked
    assert RECEIPT_NEVER_CAME in asked
    assert len(asked) < len(ends) / 10


def failed_and_confirmed_again(desk, call, n, error):
    """Fail the n-th call of a desk; its clerk confirms again, and so does the desk after it."""
    desk.fresh()
    first, told = desk.run(f"error={error}:when={n}", syscall=call, persists=True)
    assert "(INJECTED)" in told
    state = desk.end_state()
    if first == DONE_AFTER_FAULT and call == "pwrite64":
        return first, DONE, state, state  # the hundreds; the others start once more
    again, _ = desk.run()
    return first, again, state, desk.end_state()


def fine(first, again, state, end):
    if first == FAULT:  # already when the books were opened
        return (again, state) == (DONE, UNTOUCHED) and end in ALLOWED
    done = {DONE, DONE_AFTER_FAULT}
    return first in done and again == DONE and state == end and state in ALLOWED


@pytest.mark.parametrize(
    ("error", "calls", "start", "step"),
    [
        ("ENOSPC", ("pwrite64",), 1, 2),
        ("EIO", ("pwrite64",), 2, 2),
        ("ENOSPC", ("ftruncate", "write", "link"), 1, 1),
        ("EIO", WRITES[1:], 1, 1),
    ],
)
def test_a_write_that_fails_is_told_in_a_sentence_and_leaves_nothing_half_done(
    desks, census, error, calls, start, step
):
    points = [(*point, error) for point in points_of(census, *calls, start=start, step=step)]
    ends = at_each(desks, points, failed_and_confirmed_again)
    wrong = [(point, end) for point, end in zip(points, ends, strict=True) if not fine(*end)]
    assert wrong == []
    assert any(end[0] != DONE for end in ends)


def test_a_disk_that_stays_full_stops_the_desk_until_there_is_room(desks, census):
    def filled_for_ever(desk, call, n):
        desk.fresh()
        first, _ = desk.run(f"error=ENOSPC:when={n}+", syscall=call)
        again, _ = desk.run()
        return first, again, desk.end_state() in ALLOWED

    points = points_of(census, "pwrite64", step=12)
    ends = Counter(at_each(desks, points, filled_for_ever))
    # Full only when the books are closed at the end: nothing was lost, and nobody needs to know.
    late = ends.pop((DONE, DONE, True), 0)
    assert set(ends) == {(FAULT, DONE, True)}
    assert late < len(points) / 3


def test_control_without_one_transaction_a_kill_leaves_books_that_are_wrong(desks, census):
    desks[0].fresh()
    assert desks[0].run(bare=True) == (DONE, "")
    assert desks[0].end_state() == UNDISTURBED
    points = points_of(census, "fdatasync")
    ends = at_each(desks, points, lambda desk, call, n: killed_then_again(desk, call, n, bare=True))
    wrong = [end for end in ends if end[1] != DONE or end[2] not in ALLOWED]
    assert len(wrong) > len(points) / 2


def test_control_with_a_new_action_id_for_each_try_a_second_card_is_made(desks, census):
    last = census["fdatasync"]
    first, again, state = killed_then_again(desks[0], "fdatasync", last, attempt="2")
    assert (first, again) == (KILLED, DONE)
    assert [card for card, _ in state["cards"]] == ["lost", "lost", "active"]
    assert state["blanks"] == {"stock": 8, "made": 3}
    same = killed_then_again(desks[0], "fdatasync", last)
    assert same == (KILLED, DONE, UNDISTURBED)
