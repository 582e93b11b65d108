"""A real CUPS in front of a real IPP printer, both on loopback."""

import threading

import pytest
from PIL import ImageChops

from printing import raster
from printing.connections import cups
from printing.contracts import PrinterSettings
from printing.ipp_attempt import Attempt
from printing.registry import open_printers
from tests.fixtures.documents import a_card, a_receipt
from tests.fixtures.ipp_printer import wait_until

SECONDS = 20.0


def opened(target, *, seconds=SECONDS, buffer=1):
    settings = PrinterSettings(kind="cups", target=target, timeout_seconds=seconds, buffer=buffer)
    return open_printers({"card": settings, "receipt": settings})


@pytest.fixture
def queue(cups_server, ipp_printer):
    return cups_server.queue("cards", ipp_printer.uri)


@pytest.fixture(scope="module")
def card():
    return open_printers({}).prepare("card", a_card())


def without_looking(monkeypatch):
    async def at_once(attempt):
        return {}

    monkeypatch.setattr(Attempt, "_wait_until_ready", at_once)


def look_alike(one, other):
    pictures = [raster.pages(pdf, dpi=100) for pdf in (one, other)]
    assert len(pictures[0]) == len(pictures[1])
    for mine, theirs in zip(*pictures, strict=True):
        assert mine.size == theirs.size
        # CUPS writes the numbers of the drawing with fewer digits.
        differing = ImageChops.difference(mine, theirs).convert("L").point(lambda v: 255 * (v > 40))
        assert sum(differing.histogram()[255:]) < 20
    return True


def test_a_card_comes_out_of_the_queue_as_it_was_drawn(ipp_printer, queue, card):
    printers = opened(queue)
    assert printers.state("card").ready
    seen = []
    delivery = printers.deliver("card", card, job="J-1", progress=seen.append)
    assert (delivery.result, delivery.reasons) == ("delivered", ())
    assert delivery.device_job.startswith("urn:uuid:")
    (received,) = ipp_printer.received()
    assert look_alike(received.read_bytes(), card.payload)
    told = ipp_printer.ticket()
    assert "{media-size={x-dimension=8560 y-dimension=5398}" in told["IPP_MEDIA_COL"]
    assert "media-top-margin=0" in told["IPP_MEDIA_COL"]
    assert told["IPP_SIDES"] == "two-sided-short-edge"
    assert told["IPP_JOB_NAME"] == "J-1"


def test_a_receipt_comes_out_on_the_roll(ipp_printer, queue):
    printers = opened(queue)
    paper = printers.prepare("receipt", a_receipt())
    assert printers.deliver("receipt", paper, job="J-1").result == "delivered"
    assert "IPP_SIDES" not in ipp_printer.ticket() or "one" in ipp_printer.ticket()["IPP_SIDES"]
    (received,) = ipp_printer.received()
    page = raster.pages(received.read_bytes(), dpi=25.4)[0]
    assert page.width == pytest.approx(80, abs=1)
    assert page.height == pytest.approx(paper.height_mm, abs=1)


def test_queues_are_found(cups_server, ipp_printer, queue, monkeypatch):
    monkeypatch.setenv("CUPS_SERVER", cups_server.address)
    cups_server.queue("spare", ipp_printer.uri)
    assert [(one.kind, one.target) for one in cups.find()] == [("cups", "cards"), ("cups", "spare")]
    assert opened("cards").state("card").ready
    cups_server.close()
    assert cups.find() == ()


def test_a_paused_queue_gets_no_job(cups_server, ipp_printer, queue, card):
    cups_server.pause("cards")
    printers = opened(queue, seconds=1)
    state = printers.state("card")
    assert not state.ready
    assert "paused" in state.reasons
    delivery = printers.deliver("card", card, job="J-1")
    assert (delivery.result, delivery.taken) == ("unconfirmed", False)
    assert cups_server.waiting() == ""
    cups_server.resume("cards")
    assert opened(queue).deliver("card", card, job="J-2").result == "delivered"
    assert ipp_printer.began() == ["J-2"]


def test_a_job_that_never_began_is_taken_back(cups_server, ipp_printer, queue, card, monkeypatch):
    cups_server.pause("cards")
    with monkeypatch.context() as patch:
        without_looking(patch)
        delivery = opened(queue, seconds=1).deliver("card", card, job="J-1")
    assert (delivery.result, delivery.taken) == ("unconfirmed", False)
    assert cups_server.waiting() == ""
    cups_server.resume("cards")
    assert opened(queue).deliver("card", card, job="J-2").result == "delivered"
    assert ipp_printer.began() == ["J-2"]


def test_left_in_the_queue_it_would_be_printed_later(
    cups_server, ipp_printer, queue, card, monkeypatch
):
    async def leave_it(_attempt):
        return False

    cups_server.pause("cards")
    with monkeypatch.context() as patch:
        without_looking(patch)
        patch.setattr(cups._Queued, "_withdrawn", leave_it)
        opened(queue, seconds=1).deliver("card", card, job="J-1")
    cups_server.resume("cards")
    wait_until(lambda: ipp_printer.began() == ["J-1"])


def test_a_job_that_hangs_at_the_printer_may_have_been_printed(
    cups_server, ipp_printer, queue, card
):
    ipp_printer.behave("hung")
    delivery = opened(queue, seconds=4).deliver("card", card, job="J-1")
    assert (delivery.result, delivery.taken) == ("unconfirmed", True)
    assert "timed-out" in delivery.reasons
    wait_until(lambda: cups_server.waiting() == "")
    ipp_printer.behave("ok")


@pytest.mark.parametrize(("buffer", "most"), [(1, 1), (2, 2)])
def test_a_queue_is_given_as_many_cards_ahead_as_it_buffers(
    cups_server, ipp_printer, queue, card, buffer, most
):
    ipp_printer.behave("slow")
    printers = opened(queue, buffer=buffer)
    waiting, results = [], []

    def deliver(job):
        results.append(printers.deliver("card", card, job=job).result)

    first = threading.Thread(target=deliver, args=("J-1",))
    first.start()
    wait_until(lambda: cups_server.waiting() != "")
    second = threading.Thread(target=deliver, args=("J-2",))
    second.start()
    while second.is_alive():
        waiting.append(len(cups_server.waiting().splitlines()))
    first.join()
    assert results == ["delivered", "delivered"]
    assert max(waiting) == most
    assert ipp_printer.came_out() == ["J-1", "J-2"]


def test_a_queue_that_retries_is_given_no_card(cups_server, ipp_printer, card):
    queue = cups_server.queue("cards", ipp_printer.uri, policy="retry-job")
    printers = opened(queue)
    state = printers.state("card")
    assert state.ready
    assert state.reasons == ("queue-resends",)
    assert "abort-job" in str(state.sentence)
    delivery = printers.deliver("card", card, job="J-1")
    assert (delivery.reasons, delivery.taken) == (("queue-resends",), False)
    assert ipp_printer.began() == []
    # A receipt may come twice; nobody has two balances for it.
    paper = printers.prepare("receipt", a_receipt())
    assert printers.deliver("receipt", paper, job="J-2").result == "delivered"


@pytest.mark.parametrize(("policy", "resends"), [("abort-job", False), ("retry-current-job", True)])
def test_why_a_card_goes_to_no_queue_that_retries(cups_server, card, monkeypatch, policy, resends):
    """The printer takes the card and then its driver gives up."""
    queue = cups_server.queue("cards", "breaks:/", policy=policy, driver="raw")
    monkeypatch.setattr(cups, "_retries", lambda _printer: False)
    opened(queue, seconds=4).deliver("card", card, job="J-1")
    assert set(cups_server.broken()) == {"J-1"}
    assert (len(cups_server.broken()) > 1) == resends


@pytest.mark.parametrize("target", ["nothing", "", "@127.0.0.1", "cards@127.0.0.1:1"])
def test_a_queue_that_is_not_there_takes_nothing(cups_server, card, monkeypatch, target):
    monkeypatch.setenv("CUPS_SERVER", cups_server.address)
    printers = opened(target, seconds=1)
    assert printers.state("card").reasons[0] in {"queue-missing", "not-configured", "unreachable"}
    delivery = printers.deliver("card", card, job="J-1")
    assert (delivery.result, delivery.taken) == ("unconfirmed", False)
