"""A batch on a printer that fails in every way: what lies in its tray is what the books say.

The clerk of these tests has eyes for the tray only: after each mishap they cure the printer, count
the pile with the cards in the hand, and let it go on.
"""

import os
import random
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import pytest

from backoffice import lane
from backoffice.actions import new_action_id, perform
from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.workflows import resync
from db.opening import open_store
from printing import ipp_attempt, raster
from printing.contracts import Delivery, PrinterSettings
from printing.reasons import state as said
from printing.registry import open_printers
from tests.faults.desk_process import FolderPrinters
from tests.fixtures.books import actor, require_clean
from tests.fixtures.documents import portrait
from tests.fixtures.ipp_printer import wait_until
from tests.fixtures.pile import make_batch
from tests.rules.conftest import Counter

CARDS, KILLS, _SECOND = 300, 50, 2
NOTHING, SPOILED = "nothing_came_out", "jam"


@pytest.fixture
def books_url(sqlite_url):
    return sqlite_url


class PowerCut(BaseException):
    """The program is gone from one line to the next."""


class Clerk(Counter):
    """Somebody with a batch, a printer, and eyes for its tray.

    Attributes:
        began: Numbers of the cards that the printer fed a blank for.
        came_out: Numbers of the cards in its tray, in this order.
    """

    def __init__(self, store, clock, who, people, cards):
        super().__init__(store, clock, who)
        self.blanks = cards * 2
        people.blanks(count=self.blanks)
        photo = portrait()
        self.holders = [people.student(card=None, photo=photo) for _ in range(cards)]
        make_batch(self, self.holders, printer="")

    def at_printer(self):
        with self.store.reading() as books:
            return books.jobs.at_printer(self.actor.desk_id, "card")

    def count(self, began, came_out):
        """Count the pile: scan each card in doubt that lies there, and the last one."""
        given = self.at_printer()
        there = [job for job in given if job.number in came_out]
        good = {job.number for job in there if job.hold_id is not None}
        good |= {job.number for job in there[-1:]}
        with self.store.reading() as books:
            pile = resync.sort_out(books, self.actor.desk_id, "card", tuple(good))
        missing = [
            resync.Missing(number=job.number, reason=SPOILED if job.number in began else NOTHING)
            for job in pile.open
        ]
        self.do(resync, printer="card", good=tuple(sorted(good)), missing=tuple(missing))

    def waits(self):
        return any(job.kind is JobKind.CARD for job in self.jobs(JobState.QUEUED))

    def require_truth(self, began, came_out):
        """Assert that tray, cards, jobs and blanks say the same."""
        assert len(came_out) == len(set(came_out)), "a card was printed twice"
        made = []
        for holder_id in self.holders:
            [card] = [c for c in self.cards(holder_id) if c.state is not CardState.SPOILED]
            assert card.state is CardState.MADE
            made.append(card.number)
        assert set(made) == set(came_out), "a record without a card, or a card without a record"
        wasted = len(set(began) - set(came_out))
        assert self.of(AccountKind.MADE) == len(made)
        assert self.of(AccountKind.SPOILED) == wasted
        assert self.of(AccountKind.STOCK, desk=True) == self.blanks - len(made) - wasted
        assert self.of(AccountKind.MAKING, desk=True) == 0
        require_clean(self.store)


class Window(Clerk):
    """A desk whose card printer speaks IPP; the program may die at any line."""

    def __init__(self, store, clock, who, people, printer):
        super().__init__(store, clock, who, people, CARDS)
        self.printer = printer
        self.patient, self.hasty = self._opened(seconds=30), self._opened(seconds=0.25)
        self.device = self.patient
        self.paper = self
        self.before, self.after = (lambda: None), (lambda delivery: delivery)
        self.names, self.state, self.prepare = (
            self.device.names,
            self.device.state,
            self.device.prepare,
        )

    def _opened(self, *, seconds):
        """Return the printer; what it has not finished after so many seconds is left alone."""
        settings = PrinterSettings(kind="ipp", target=self.printer.uri, timeout_seconds=seconds)
        return open_printers({"card": settings})

    def deliver(self, printer, prepared, *, job, progress=None):
        self.before()
        return self.after(self.device.deliver(printer, prepared, job=job, progress=progress))

    def undisturbed(self):
        self.before, self.after = (lambda: None), (lambda delivery: delivery)
        self.device = self.patient
        self.printer.behave("ok")

    def step(self):
        """Take a step of the lane; if the program dies in it, start it again."""
        try:
            return self.print_next("card")
        except PowerCut:
            lane.recover(self.store, self.clock, desk_id=self.actor.desk_id)
            return None

    def cured(self, *, restart):
        """Cure the printer, and wait until nothing moves in it."""
        if restart:
            self.printer.restart()
        self.undisturbed()
        wait_until(lambda: not self.printer.printing(), what="the printer to come to rest")
        wait_until(lambda: self.device.state("card").ready, what="a ready printer")

    def tray(self):
        return [name.partition("-")[0] for name in self.printer.came_out()]

    def fed(self):
        return [name.partition("-")[0] for name in self.printer.began()]


def cut():
    raise PowerCut


def killed_before_feed(window, _pool):
    window.before = cut
    window.step()


def killed_after_the_print(window, _pool):
    window.after = lambda _delivery: cut()
    window.step()


def answer_lost(window, _pool):
    state = said(["unreachable"])
    lost = Delivery(
        result="unconfirmed", reasons=state.reasons, device_job="", sentence=state.sentence
    )
    window.after = lambda _delivery: lost
    window.step()


def in_trouble(mode):
    def happens(window, _pool):
        window.printer.behave(mode)
        window.device = window.hasty
        window.step()

    return happens


def killed_in_mid_card(window, pool):
    """The printer loses power while the card is in it."""
    window.printer.behave("hung")
    step = pool.submit(window.step)
    wait_until(window.printer.printing, what="the card in the printer")
    window.printer.kill()
    step.result(timeout=30)


# What happens, and whether the printer is switched off before it works again.
MISHAPS = [
    (killed_before_feed, False),
    (killed_in_mid_card, True),
    (killed_after_the_print, False),
    (answer_lost, False),
    (in_trouble("jam"), True),
    (in_trouble("jam"), False),  # freed by hand: the card comes out after all
    (in_trouble("ribbon-empty"), False),
    (in_trouble("hung"), True),
]


def test_b4_a_batch_of_300_with_half_its_jobs_disturbed(
    store, clock, clerk_actor, people, ipp_printer, monkeypatch
):
    monkeypatch.setattr(ipp_attempt, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(ipp_attempt, "SILENCE_SECONDS", 0.1)
    window = Window(store, clock, clerk_actor, people, ipp_printer)
    mishaps, disturbed = cycle(MISHAPS), 0
    with ThreadPoolExecutor(1) as pool:
        while window.waits():
            if disturbed < CARDS // 2:
                happens, restart = next(mishaps)
                happens(window, pool)
                disturbed += 1
                window.cured(restart=restart)
                assert window.step().outcome == "waiting"  # held until somebody looked
                window.count(window.fed(), window.tray())
            if window.step().outcome == "waiting":  # the tray holds fifty cards
                assert "media-empty" in window.device.state("card").reasons
                window.cured(restart=False)
        window.cured(restart=False)
        if window.at_printer():
            window.count(window.fed(), window.tray())
    assert disturbed == CARDS // 2
    window.require_truth(window.fed(), window.tray())
    # The names of the jobs are those on the plastic.
    for place in range(0, CARDS, 30):
        assert number_on(ipp_printer.received()[place]) == window.tray()[place]


def number_on(file):
    import zxingcpp

    pages = raster.pages(file.read_bytes(), dpi=300)
    [code] = [code for page in pages for code in zxingcpp.read_barcodes(page)]
    return code.text


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly(FolderPrinters):
    """Kills its own process before or after the second card is written, or not at all."""

    def __init__(self, folder, moment):
        super().__init__(folder)
        self.moment, self.delivered = moment, 0

    def deliver(self, printer, prepared, *, job, progress=None):
        self.delivered += 1
        if self.moment == "before" and self.delivered == _SECOND:
            die()
        delivery = super().deliver(printer, prepared, job=job, progress=progress)
        if self.moment == "after" and self.delivered == _SECOND:
            die()
        return delivery


class Folder(Clerk):
    """A desk whose cards come out as files; its program is a process of its own that is killed."""

    def __init__(self, store, clock, who, people, url, folder, cards):
        super().__init__(store, clock, who, people, cards)
        self.url, self.folder = url, folder
        (folder / "paper").mkdir()

    def tray(self):
        files = sorted(
            (self.folder / "paper").glob("[0-9]*.pdf"), key=lambda f: f.stat().st_mtime_ns
        )
        return [file.name.partition("-")[0] for file in files]

    def killed(self, steps, *, at_call=0, in_delivery=""):
        """Print in a process of its own, which kills itself; return how it ended."""
        pid = os.fork()
        if pid == 0:
            self._print(steps, at_call, in_delivery)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def _print(self, steps, at_call, in_delivery):
        key = self.folder / "certificates.key"
        store = open_store(self.url, key_file=key, backups=self.folder)
        printers = Deadly(self.folder / "paper", in_delivery)
        calls = 0

        def call(_frame, event, _argument):
            nonlocal calls
            calls += event == "call"
            if calls == at_call:
                die()

        if at_call:
            sys.setprofile(call)
        try:
            steps(store, self.clock, printers, desk_id=actor(store, "lina").desk_id)
        finally:
            sys.setprofile(None)
            os._exit(0)

    def look(self):
        """Start again after a kill, and count what lies there."""
        lane.recover(self.store, self.clock, desk_id=self.actor.desk_id)
        if self.at_printer():
            self.count([], self.tray())


def as_it_is(store, clock, printers, *, desk_id):
    while lane.step(store, clock, printers, desk_id=desk_id, printer="card"):
        pass


def test_the_batch_survives_kill_9_at_50_random_moments(
    store, clock, clerk_actor, people, books_url, tmp_path
):
    desk = Folder(store, clock, clerk_actor, people, books_url, tmp_path, cards=100)
    chance = random.Random(4)
    ends = []
    for _ in range(KILLS):
        ends.append(desk.killed(as_it_is, at_call=chance.randrange(1, 9_000)))
        desk.look()
    assert ends == [-signal.SIGKILL] * KILLS
    assert desk.killed(as_it_is) == 0
    desk.look()
    assert not desk.waits()
    desk.require_truth([], desk.tray())


def record(store, clock, who, job):
    """Say that a card was sent, came out and is good, without having looked."""
    sent = lane.Sending(job_id=job.id, token="control", printer="card")
    found = lane.Finding(job_id=job.id, note="")
    for workflow, request in ((lane.SENT, sent), (lane.FOUND, found)):
        perform(store, clock, workflow, request, action_id=new_action_id(), actor=who)
    blind = resync.Request(printer="card", good=(job.number,))
    with store.reading() as books:
        turn = type("Turn", (), {"desk_id": who.desk_id, "today": clock.today()})
        sheet = resync.preview(books, turn, blind)
    blind = resync.Request(printer="card", good=(job.number,), sheet=sheet.digest)
    perform(store, clock, resync.WORKFLOW, blind, action_id=new_action_id(), actor=who)


def carelessly(*, print_first):
    def steps(store, clock, printers, *, desk_id):
        who = actor(store, "lina")
        while True:
            with store.reading() as books:
                job = books.jobs.next(desk_id, "card", {"", "card"})
                if job is None:
                    return
                document = lane.document_of(books, job)
            prepared = printers.prepare("card", document)
            name = f"{job.number}-{new_action_id()}"
            if print_first:
                printers.deliver("card", prepared, job=name)
            record(store, clock, who, job)
            if not print_first:
                printers.deliver("card", prepared, job=name)

    return steps


def print_to_the_end(desk, steps):
    """Print the batch with a program that is killed before or after each second card."""
    for moment in cycle(("before", "after")):
        if not desk.waits():
            return
        desk.killed(steps, in_delivery=moment)
        desk.look()


@pytest.fixture
def small(store, clock, clerk_actor, people, books_url, tmp_path):
    return Folder(store, clock, clerk_actor, people, books_url, tmp_path, cards=12)


def test_the_lane_as_it_is_leaves_the_truth(small):
    print_to_the_end(small, as_it_is)
    small.require_truth([], small.tray())


@pytest.mark.parametrize(
    ("print_first", "wrong"), [(True, "printed twice"), (False, "without a card")]
)
def test_control_a_lane_that_does_not_look_leaves_something_else(small, print_first, wrong):
    print_to_the_end(small, carelessly(print_first=print_first))
    with pytest.raises(AssertionError, match=wrong):
        small.require_truth([], small.tray())
