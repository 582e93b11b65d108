"""A real IPP printer on loopback, in every mood; each fault beside the same job without it."""

import asyncio
import threading
import time
import urllib.parse
from contextlib import contextmanager
from dataclasses import replace

import pytest

from printing import ipp_attempt
from printing.contracts import PrinterSettings
from printing.registry import open_printers
from tests.fixtures.documents import a_card, a_receipt
from tests.fixtures.ipp_printer import wait_until

SECONDS = 2.0


def opened(printer, *, seconds=SECONDS):
    settings = PrinterSettings(kind="ipp", target=printer.uri, timeout_seconds=seconds)
    return open_printers({"card": settings, "receipt": settings})


@pytest.fixture
def printers(ipp_printer):
    return opened(ipp_printer)


@pytest.fixture(scope="module")
def prepared():
    return open_printers({}).prepare("card", a_card())


class Background(threading.Thread):
    """One delivery in a thread, as the print lane does it."""

    def __init__(self, printers, prepared, job):
        super().__init__()
        self.states, self.delivery = [], None
        self._deliver = lambda: printers.deliver(
            "card", prepared, job=job, progress=self.states.append
        )

    def run(self):
        self.delivery = self._deliver()

    def said(self, reason):
        return any(reason in state.reasons for state in self.states)


@contextmanager
def delivering(printers, prepared, job):
    lane = Background(printers, prepared, job)
    lane.start()
    yield lane
    lane.join(30)
    assert not lane.is_alive()


def test_what_is_sent_arrives_byte_for_byte(ipp_printer, printers, prepared):
    seen = []
    delivery = printers.deliver("card", prepared, job="J-1", progress=seen.append)
    assert (delivery.result, delivery.reasons) == ("delivered", ())
    assert delivery.device_job.startswith("urn:uuid:")
    assert [file.read_bytes() for file in ipp_printer.received()] == [prepared.payload]
    assert seen
    assert all(state.ready for state in seen)


def test_a_card_is_asked_for_on_card_and_on_both_sides(ipp_printer, printers, prepared):
    printers.deliver("card", prepared, job="J-1")
    told = ipp_printer.ticket()
    assert "{media-size={x-dimension=8560 y-dimension=5398}" in told["IPP_MEDIA_COL"]
    assert "media-top-margin=0" in told["IPP_MEDIA_COL"]
    assert told["IPP_SIDES"] == "two-sided-short-edge"
    assert told["IPP_JOB_NAME"] == "J-1"
    assert told["IPP_DOCUMENT_FORMAT_SUPPLIED"] == "application/pdf"
    # Nobody's name travels beside the document.
    assert "王" not in "".join(told.values())


def test_a_receipt_is_asked_for_on_the_roll(ipp_printer, printers):
    prepared = printers.prepare("receipt", a_receipt())
    assert printers.deliver("receipt", prepared, job="J-1").result == "delivered"
    told = ipp_printer.ticket()
    height = round(prepared.height_mm * 100)
    assert f"x-dimension=8000 y-dimension={height}" in told["IPP_MEDIA_COL"]
    assert "IPP_SIDES" not in told


def test_many_jobs_one_after_the_other(ipp_printer, printers, prepared):
    jobs = [printers.deliver("card", prepared, job=f"J-{i}") for i in range(4)]
    assert {job.result for job in jobs} == {"delivered"}
    assert len({job.device_job for job in jobs}) == 4
    assert len(ipp_printer.received()) == 4


@pytest.mark.parametrize(
    ("mode", "reason", "taken"),
    [
        ("out-of-cards", "media-empty", False),
        ("runs-out", "media-empty", True),
        ("ribbon-empty", "marker-supply-empty", True),
        ("cover-open", "cover-open", True),
        ("jam", "media-jam", True),
        ("hung", "timed-out", True),
        ("fail", "job-aborted", True),
    ],
)
def test_a_fault_leaves_the_job_unconfirmed_and_says_why(
    ipp_printer, printers, prepared, mode, reason, taken
):
    ipp_printer.behave(mode)
    seen, began = [], time.monotonic()
    delivery = printers.deliver("card", prepared, job="J-1", progress=seen.append)
    assert time.monotonic() - began < SECONDS + 1.5
    assert (delivery.result, delivery.reasons[0]) == ("unconfirmed", reason)
    assert delivery.taken is taken
    assert ipp_printer.received() == []
    if reason not in {"timed-out", "job-aborted"}:
        assert any(reason in state.reasons for state in seen)
        assert not printers.state("card").ready
    # Control: the same job to the same printer without the fault.
    ipp_printer.behave("ok")
    wait_until(lambda: not ipp_printer.printing() and printers.state("card").ready)
    assert printers.deliver("card", prepared, job="J-2").result == "delivered"


@pytest.mark.parametrize("mode", ["runs-out", "cover-open", "jam"])
def test_a_fault_that_is_mended_in_time_ends_well(ipp_printer, prepared, mode):
    ipp_printer.behave(mode)
    reason = {"runs-out": "media-empty", "cover-open": "cover-open", "jam": "media-jam"}[mode]
    with delivering(opened(ipp_printer, seconds=20), prepared, "J-1") as lane:
        wait_until(lambda: lane.said(reason))
        ipp_printer.behave("ok")
    assert (lane.delivery.result, lane.delivery.reasons) == ("delivered", ())
    assert lane.states[-1].ready


def test_cards_put_in_while_the_job_waits_are_printed(ipp_printer, prepared):
    ipp_printer.behave("out-of-cards")
    with delivering(opened(ipp_printer, seconds=20), prepared, "J-1") as lane:
        wait_until(lambda: lane.said("media-empty"))
        assert not ipp_printer.printing()
        ipp_printer.behave("ok")
    assert lane.delivery.result == "delivered"


def test_a_slow_printer_is_waited_for(ipp_printer, prepared):
    ipp_printer.behave("slow")
    delivery = opened(ipp_printer, seconds=20).deliver("card", prepared, job="J-1")
    assert delivery.result == "delivered"


def test_a_printer_killed_in_mid_job_leaves_it_unconfirmed(ipp_printer, prepared, monkeypatch):
    monkeypatch.setattr(ipp_attempt, "SILENCE_SECONDS", 1.0)
    ipp_printer.behave("hung")
    with delivering(opened(ipp_printer, seconds=20), prepared, "J-1") as lane:
        wait_until(ipp_printer.printing)
        wait_until(lambda: lane.states)
        ipp_printer.kill()
    delivery = lane.delivery
    assert (delivery.result, delivery.reasons) == ("unconfirmed", ("unreachable",))
    assert delivery.taken
    assert lane.said("unreachable")
    assert ipp_printer.received() == []


def test_a_printer_killed_and_started_again_no_longer_knows_the_job(ipp_printer, prepared):
    ipp_printer.behave("hung")
    with delivering(opened(ipp_printer, seconds=20), prepared, "J-1") as lane:
        wait_until(lambda: ipp_printer.printing() and lane.states)
        ipp_printer.restart()
    assert (lane.delivery.result, lane.delivery.reasons[0]) == ("unconfirmed", "job-lost")
    assert lane.delivery.taken


def test_a_printer_that_is_back_is_not_called_unreachable(ipp_printer, prepared):
    ipp_printer.behave("hung")
    with delivering(opened(ipp_printer, seconds=20), prepared, "J-1") as lane:
        wait_until(lambda: ipp_printer.printing() and lane.states)
        ipp_printer.kill()
        wait_until(lambda: lane.said("unreachable"))
        ipp_printer.start()
    assert (lane.delivery.result, lane.delivery.reasons) == ("unconfirmed", ("job-lost",))


def look_alike(printer, prepared, monkeypatch):
    """Restart the printer in mid-job and give it another job; both are number 1 of their day."""
    back, really = threading.Event(), ipp_attempt.Attempt._look_after_job

    async def once_it_is_back(attempt):
        if attempt._job == "J-1":
            await asyncio.to_thread(back.wait, 15)
        return await really(attempt)

    monkeypatch.setattr(ipp_attempt.Attempt, "_look_after_job", once_it_is_back)
    printer.behave("hung")
    with delivering(opened(printer, seconds=20), prepared, "J-1") as lane:
        wait_until(printer.printing)
        printer.kill()
        printer.start()
        printer.behave("ok")
        assert opened(printer).deliver("card", prepared, job="J-other").result == "delivered"
        back.set()
    return lane.delivery


def test_another_job_of_the_same_number_is_not_taken_for_ours(ipp_printer, prepared, monkeypatch):
    delivery = look_alike(ipp_printer, prepared, monkeypatch)
    assert (delivery.result, delivery.reasons) == ("unconfirmed", ("job-lost",))


def test_without_comparing_it_would_be_taken_for_ours(ipp_printer, prepared, monkeypatch):
    monkeypatch.setattr(ipp_attempt.Attempt, "require_ours", lambda *_: None)
    assert look_alike(ipp_printer, prepared, monkeypatch).result == "delivered"


def test_a_frozen_printer_is_called_unreachable_and_nothing_is_sent(
    ipp_printer, printers, prepared
):
    ipp_printer.stop()
    began = time.monotonic()
    assert printers.state("card").reasons == ("unreachable",)
    assert time.monotonic() - began < 3
    delivery = printers.deliver("card", prepared, job="J-1")
    assert (delivery.result, delivery.taken) == ("unconfirmed", False)
    assert time.monotonic() - began < 7
    ipp_printer.cont()
    assert printers.deliver("card", prepared, job="J-1").result == "delivered"
    assert len(ipp_printer.received()) == 1


def test_a_printer_that_freezes_in_mid_job_is_left_in_time(ipp_printer, prepared):
    ipp_printer.behave("hung")
    began = time.monotonic()
    with delivering(opened(ipp_printer, seconds=3), prepared, "J-1") as lane:
        wait_until(lambda: ipp_printer.printing() and lane.states)
        ipp_printer.stop()
    assert time.monotonic() - began < 6
    assert (lane.delivery.result, lane.delivery.taken) == ("unconfirmed", True)
    ipp_printer.cont()


def test_a_printer_that_is_off_takes_nothing(ipp_printer, printers, prepared):
    ipp_printer.kill()
    assert printers.state("card").reasons == ("unreachable",)
    delivery = printers.deliver("card", prepared, job="J-1")
    assert (delivery.reasons, delivery.taken) == (("unreachable",), False)
    ipp_printer.start()
    assert printers.state("card").ready
    assert printers.deliver("card", prepared, job="J-1").result == "delivered"


def test_a_busy_printer_is_waited_for_not_given_a_second_job(ipp_printer, prepared):
    ipp_printer.behave("hung")
    with delivering(opened(ipp_printer, seconds=20), prepared, "J-1") as first:
        wait_until(ipp_printer.printing)
        second = opened(ipp_printer).deliver("card", prepared, job="J-2")
        assert (second.result, second.taken) == ("unconfirmed", False)
        assert "busy" in second.reasons
        ipp_printer.behave("ok")
    assert first.delivery.result == "delivered"
    assert len(ipp_printer.received()) == 1


def test_a_job_refused_as_busy_was_not_taken(ipp_printer, prepared, monkeypatch):
    async def at_once(attempt):
        return await ipp_attempt.asked_of(attempt.client, attempt.asked)

    ipp_printer.behave("hung")
    with delivering(opened(ipp_printer, seconds=20), prepared, "J-1") as first:
        wait_until(ipp_printer.printing)
        monkeypatch.setattr(ipp_attempt.Attempt, "_wait_until_ready", at_once)
        second = opened(ipp_printer).deliver("card", prepared, job="J-2")
        assert (second.result, second.reasons, second.taken) == ("unconfirmed", ("busy",), False)
        ipp_printer.behave("ok")
    assert first.delivery.result == "delivered"


def test_a_file_the_printer_can_not_read_is_refused_by_it(ipp_printer, printers, prepared):
    strange = replace(prepared, mime="application/x-strange")
    delivery = printers.deliver("card", strange, job="J-1")
    assert (delivery.result, delivery.taken) == ("unconfirmed", False)
    assert delivery.reasons[0] in {"format-refused", "attributes-ignored"}
    assert ipp_printer.received() == []


def test_a_card_is_not_sent_to_a_printer_without_such_a_size(ipp_printer, printers, prepared):
    delivery = printers.deliver("card", replace(prepared, width_mm=120.0), job="J-1")
    assert (delivery.reasons, delivery.taken) == (("attributes-ignored",), False)
    assert ipp_printer.received() == []


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("ipp://localhost:1/ipp/print", "unreachable"),
        ("ipp://", "not-configured"),
        ("localhost", "not-configured"),
        ("http://[", "not-configured"),
        ("", "not-configured"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_not_raised(target, reason, prepared):
    printers = open_printers({"card": PrinterSettings(kind="ipp", target=target)})
    assert printers.state("card").reasons == (reason,)
    delivery = printers.deliver("card", prepared, job="J-1")
    assert (delivery.result, delivery.reasons) == ("unconfirmed", (reason,))
    assert not delivery.taken


def test_something_else_at_the_address_is_unreachable(prepared, ipp_printer):
    parts = urllib.parse.urlsplit(ipp_printer.uri)
    wrong = f"ipp://{parts.netloc}/no/such/queue"
    printers = open_printers({"card": PrinterSettings(kind="ipp", target=wrong)})
    assert not printers.state("card").ready
    delivery = printers.deliver("card", prepared, job="J-1")
    assert (delivery.result, delivery.taken) == ("unconfirmed", False)
