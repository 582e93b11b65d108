"""The printer dies, hangs or runs out in mid-card; only a person says what came out of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import zxingcpp

from backoffice import lane
from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import finish_card, lost_card, spoil_card
from printing import ipp_attempt, raster
from printing.contracts import PrinterSettings
from printing.registry import open_printers
from tests.fixtures.documents import portrait
from tests.fixtures.ipp_printer import wait_until
from tests.rules.conftest import CERTIFICATE, Counter

BALANCE, BLANKS = 12345, 10


@pytest.fixture
def books_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as worker:
        yield worker


class Window(Counter):
    """A desk with a real card printer, one lost card confirmed and nothing printed yet."""

    def __init__(self, store, clock, actor, people, printer, folder):
        super().__init__(store, clock, actor)
        self.printer = printer
        self.paper = open_printers(
            {
                "card": PrinterSettings(kind="ipp", target=printer.uri, timeout_seconds=2),
                "receipt": PrinterSettings(kind="folder", target=str(folder)),
            }
        )
        people.blanks(count=BLANKS)
        self.holder_id = people.staff(balance=BALANCE, photo=portrait())
        self.form = {"holder_id": self.holder_id, "certificate": CERTIFICATE}
        self.card = self.do(lost_card, **self.form)

    def step(self):
        return lane.step(
            self.store, self.clock, self.paper, desk_id=self.actor.desk_id, printer="card"
        )

    def came_out(self):
        """Return the numbers on the cards in the output tray, read from their bar codes."""
        return [number_on(file) for file in self.printer.received()]

    def card_jobs(self, *states):
        return [job.number for job in self.jobs(*states) if job.kind is JobKind.CARD]

    def finish(self):
        """Scan what lies in the tray last."""
        scanned = self.came_out()[-1]
        return self.do(
            finish_card, holder_id=self.holder_id, card_id=self.card.card_id, scanned=scanned
        )

    def spoil(self, reason):
        self.card = self.do(
            spoil_card, holder_id=self.holder_id, card_id=self.card.card_id, reason=reason
        )

    def require_one_good_card(self, *, spoiled=0):
        """Assert a clean end: one active card with all the money, every blank accounted for."""
        states = [card.state for card in self.cards(self.holder_id)]
        assert states.count(CardState.ACTIVE) == 1
        assert self.balance(self.card.card_id) == BALANCE
        assert self.card_jobs(JobState.GOOD) == [self.card.card_number]
        assert self.card_jobs(JobState.QUEUED, JobState.SENT, JobState.UNCONFIRMED) == []
        assert self.of(AccountKind.MAKING, desk=True) == 0
        assert self.of(AccountKind.SPOILED) == spoiled
        assert self.of(AccountKind.STOCK, desk=True) == BLANKS - 1 - spoiled


def number_on(file):
    pages = raster.pages(file.read_bytes(), dpi=300)
    [code] = [code for page in pages for code in zxingcpp.read_barcodes(page)]
    return code.text


@pytest.fixture
def window(store, clock, clerk_actor, people, ipp_printer, tmp_path, monkeypatch):
    monkeypatch.setattr(ipp_attempt, "SILENCE_SECONDS", 0.5)
    monkeypatch.setattr(ipp_attempt, "ANSWER_SECONDS", 1.0)
    return Window(store, clock, clerk_actor, people, ipp_printer, tmp_path)


def require_undecided(window):
    """Assert that the program neither believes nor repeats anything by itself."""
    assert window.card_jobs(JobState.UNCONFIRMED) == [window.card.card_number]
    assert window.cards(window.holder_id)[0].state is CardState.UNCONFIRMED
    assert window.of(AccountKind.MAKING, desk=True) == 1
    assert window.step() is None
    assert lane.recover(window.store, window.clock, desk_id=window.actor.desk_id) == []
    assert window.step() is None
    assert window.card_jobs(JobState.GOOD) == []


def test_even_a_card_the_printer_calls_done_waits_for_its_scan(window):
    assert window.step().outcome == "unconfirmed"
    require_undecided(window)
    assert window.came_out() == [window.card.card_number]
    window.finish()
    window.require_one_good_card()


@pytest.mark.parametrize("mishap", ["out-of-cards", "switched off", "hung"])
def test_a_printer_that_is_not_ready_leaves_the_job_waiting_and_the_blank_in_stock(window, mishap):
    printer = window.printer
    cure = lambda: printer.behave("ok")
    if mishap == "switched off":
        printer.kill()
        cure = printer.start
    elif mishap == "hung":
        printer.stop()
        cure = printer.cont
    else:
        printer.behave(mishap)
    for _ in range(2):
        report = window.step()
        assert (report.outcome, report.job.number) == ("waiting", window.card.card_number)
        assert str(report.said)
    assert window.card_jobs(JobState.QUEUED) == [window.card.card_number]
    assert window.of(AccountKind.STOCK, desk=True) == BLANKS
    cure()
    assert window.step().outcome == "unconfirmed"
    window.finish()
    window.require_one_good_card()


def nothing(_printer):
    pass


def killed(printer):
    printer.kill()


def restarted(printer):
    printer.restart()


def hung(printer):
    printer.stop()


# How the printer behaves, what happens in mid-job, and what makes it print again.
NOTHING_COMES = {
    "gives the job up": ("fail", nothing, "nothing_came_out"),
    "ribbon runs out": ("ribbon-empty", nothing, "ribbon"),
    "power cut": ("hung", killed, "nothing_came_out"),
    "switched off and on": ("hung", restarted, "nothing_came_out"),
    "jammed, then switched off": ("jam", killed, "jam"),
    "frozen, then switched off": ("hung", hung, "nothing_came_out"),
}


def step_through(window, pool, happens):
    """Take a step of the lane, and let something happen once the printer is at work."""
    step = pool.submit(window.step)
    if happens is not nothing:
        wait_until(window.printer.printing, what="the card in the printer")
        happens(window.printer)
    report = step.result(timeout=30)
    assert report.outcome == "unconfirmed"
    assert str(report.said)


@pytest.mark.parametrize("story", NOTHING_COMES)
def test_when_nothing_comes_out_the_clerk_says_so_and_another_card_is_made(window, pool, story):
    mode, happens, reason = NOTHING_COMES[story]
    window.printer.behave(mode)
    step_through(window, pool, happens)
    require_undecided(window)
    window.printer.restart()
    window.printer.behave("ok")
    assert window.came_out() == []
    assert window.step() is None  # a printer that works again changes nothing by itself
    window.spoil(reason)
    assert window.step().outcome == "unconfirmed"
    assert window.came_out() == [window.card.card_number]
    window.finish()
    window.require_one_good_card(spoiled=int(reason != "nothing_came_out"))


@pytest.mark.parametrize("mode", ["cover-open", "runs-out", "jam"])
def test_a_card_that_comes_out_after_all_is_scanned_back(window, pool, mode):
    window.printer.behave(mode)
    step_through(window, pool, nothing)
    require_undecided(window)
    window.printer.behave("ok")
    wait_until(window.came_out, what="the late card")
    window.finish()
    assert window.step() is None
    assert window.came_out() == [window.card.card_number]
    window.require_one_good_card()


def test_a_card_that_comes_out_after_it_was_given_up_never_passes_for_the_new_one(window, pool):
    window.printer.behave("cover-open")
    step_through(window, pool, nothing)
    given_up = window.card.card_number
    window.spoil("jam")
    window.printer.behave("ok")
    wait_until(window.came_out, what="the late card")
    wait_until(lambda: window.paper.state("card").ready, what="a printer with nothing to do")
    assert window.step().outcome == "unconfirmed"
    assert window.came_out() == [given_up, window.card.card_number]
    fields = {"holder_id": window.holder_id, "card_id": window.card.card_id}
    with pytest.raises(Refusal) as refusal:
        window.do(finish_card, scanned=given_up, **fields)
    assert refusal.value.code == "wrong-card"
    window.finish()
    window.require_one_good_card(spoiled=1)


def test_control_a_lane_that_tries_again_prints_the_card_twice(window):
    class Stubborn:
        """What a print lane does that was written without bad experiences."""

        def __init__(self, printers):
            self.names, self.state, self.prepare, self._deliver = (
                printers.names,
                printers.state,
                printers.prepare,
                printers.deliver,
            )

        def deliver(self, printer, prepared, *, job, progress=None):
            for _ in range(2):
                delivery = self._deliver(printer, prepared, job=job, progress=progress)
                if delivery.result == "delivered":
                    break
            return delivery

    impatient = PrinterSettings(kind="ipp", target=window.printer.uri, timeout_seconds=1)
    window.paper = Stubborn(open_printers({"card": impatient}))
    window.printer.behave("slow")
    assert window.step().outcome == "unconfirmed"
    wait_until(lambda: len(window.printer.received()) == 2, what="the second card")
    assert window.came_out() == [window.card.card_number] * 2


def test_the_lane_as_it_is_prints_the_slow_card_once(window):
    window.paper = open_printers(
        {"card": PrinterSettings(kind="ipp", target=window.printer.uri, timeout_seconds=1)}
    )
    window.printer.behave("slow")
    assert window.step().outcome == "unconfirmed"
    assert window.step() is None
    wait_until(lambda: window.paper.state("card").ready, what="a printer with nothing to do")
    assert window.step() is None
    assert window.came_out() == [window.card.card_number]
