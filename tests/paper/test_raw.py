"""Receipts as ESC/POS raster over a raw TCP port on loopback, in every mood of the printer."""

import time
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageChops

from backoffice.domain.refusal import Refusal
from printing import raster
from printing.connections import raw
from printing.contracts import PrinterSettings
from printing.registry import open_printers
from tests.fixtures.documents import a_receipt, a_recovery_sheet, a_slip

_CUT = b"\x1bd\x06\x1dV\x00"
_PRINTED = b"\x1dr\x01"


def opened(printer, *, seconds=10.0, language="escpos"):
    settings = PrinterSettings(
        kind="raw", target=printer.target, language=language, timeout_seconds=seconds
    )
    return open_printers({"receipt": settings})


def printed(data):
    """Return what a printer makes of ESC/POS raster (GS v 0), and what else came, in its order."""
    strips, rest = [], b""
    while data:
        if data.startswith(b"\x1dv0"):
            wide = int.from_bytes(data[4:6], "little")
            high = int.from_bytes(data[6:8], "little")
            dots = data[8 : 8 + wide * high]
            strips.append(Image.frombytes("1", (wide * 8, high), dots))
            data = data[8 + wide * high :]
        else:
            rest, data = rest + data[:1], data[1:]
    paper = Image.new("1", (strips[0].width, sum(s.height for s in strips)))
    top = 0
    for strip in strips:
        paper.paste(strip, (0, top))
        top += strip.height
    return ImageChops.invert(paper), rest


@pytest.mark.parametrize("document", [a_receipt(), a_slip(), a_receipt(holder="龘䶮㛃𠅤 ¥¥¥" * 9)])
def test_a_receipt_comes_back_pixel_for_pixel(raw_printer, document):
    printers = opened(raw_printer)
    prepared = printers.prepare("receipt", document)
    delivery = printers.deliver("receipt", prepared, job="J-1")
    assert (delivery.result, delivery.reasons, delivery.taken) == ("delivered", (), True)
    (data,) = raw_printer.received
    data = data.removeprefix(raw._OFFLINE + raw._ROLL)
    paper, rest = printed(data)
    assert rest == _CUT + _PRINTED  # no text, nothing but the picture, the cut and the question
    pdf = open_printers({}).prepare("receipt", document).payload
    drawn = (
        raster.pages(pdf, dpi=203.2, sharp=True)[0].convert("L").point(lambda v: 255 * (v > 127))
    )
    middle = drawn.crop(((drawn.width - 576) // 2, 0, (drawn.width + 576) // 2, drawn.height))
    assert paper.size == (576, middle.height)
    assert ImageChops.difference(paper.convert("L"), middle).getbbox() is None
    # Nothing was lost at the sides, and the bar code still says its number.
    assert ImageChops.invert(drawn).getbbox()[0] >= 32
    assert ImageChops.invert(drawn).getbbox()[2] <= drawn.width - 32
    assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == [document.number]


def test_a_sheet_of_a4_is_refused_by_a_roll(raw_printer):
    with pytest.raises(Refusal, match="too wide"):
        opened(raw_printer).prepare("receipt", a_recovery_sheet())


def test_a_printer_that_hangs_up_when_it_has_everything_took_it(raw_printer):
    raw_printer.mode = "closes"
    printers = opened(raw_printer, language="pdf")
    prepared = printers.prepare("receipt", a_receipt())
    assert printers.state("receipt").ready
    delivery = printers.deliver("receipt", prepared, job="J-1")
    assert (delivery.result, delivery.taken) == ("delivered", True)
    assert raw_printer.papers == [prepared.payload]


@pytest.mark.parametrize(
    ("mode", "seconds", "reason", "taken"),
    [
        ("half", 10, "connection-lost", True),
        ("resets", 10, "connection-lost", True),
        ("deaf", 1, "timed-out", True),
        ("mute", 1, "timed-out", True),
        ("no-paper", 1, "media-empty", False),
    ],
)
def test_what_is_not_known_stays_unknown(raw_printer, monkeypatch, mode, seconds, reason, taken):
    monkeypatch.setattr(raw, "ANSWER_SECONDS", 0.1)
    prepared = opened(raw_printer).prepare("receipt", a_receipt())
    if mode != "no-paper":  # more than the buffers between two sockets hold
        prepared = replace(prepared, payload=prepared.payload * 100)
    # What breaks off at the first byte would break off at the first question already.
    language = "pdf" if mode in {"half", "resets", "deaf"} else "escpos"
    raw_printer.mode = mode
    began = time.monotonic()
    delivery = opened(raw_printer, seconds=seconds, language=language).deliver(
        "receipt", prepared, job="J-1"
    )
    assert time.monotonic() - began < seconds + 3
    assert (delivery.result, delivery.reasons[0]) == ("unconfirmed", reason)
    assert delivery.taken is taken
    assert (len(raw_printer.papers) > 0) <= taken
    # Control: the same paper without the fault.
    raw_printer.mode = "ok"
    assert opened(raw_printer).deliver("receipt", prepared, job="J-2").result == "delivered"


def test_a_slow_printer_is_waited_for(raw_printer):
    raw_printer.mode = "slow"
    printers = opened(raw_printer)
    prepared = printers.prepare("receipt", a_receipt())
    delivery = printers.deliver("receipt", prepared, job="J-1")
    assert delivery.result == "delivered"
    assert len(raw_printer.papers) == 1


def test_a_dead_printer_takes_nothing(raw_printer):
    printers = opened(raw_printer)
    prepared = printers.prepare("receipt", a_receipt())
    raw_printer.close()
    assert printers.state("receipt").reasons == ("unreachable",)
    delivery = printers.deliver("receipt", prepared, job="J-1")
    assert (delivery.result, delivery.reasons) == ("unconfirmed", ("unreachable",))
    assert delivery.taken is False


def test_paper_put_in_while_the_job_waits_is_printed(raw_printer):
    raw_printer.mode = "no-paper"
    printers = opened(raw_printer)
    prepared = printers.prepare("receipt", a_receipt())

    def refill(state):
        if "media-empty" in state.reasons:
            raw_printer.mode = "ok"

    delivery = printers.deliver("receipt", prepared, job="J-1", progress=refill)
    assert delivery.result == "delivered"


def test_the_state_is_asked_in_three_seconds_whatever_happens(raw_printer):
    printers = opened(raw_printer)
    assert printers.state("receipt").ready
    raw_printer.mode = "no-paper"
    assert printers.state("receipt").reasons == ("media-empty",)
    raw_printer.mode = "mute"
    began = time.monotonic()
    assert printers.state("receipt").ready  # it is there, and can't say more
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("target", ["", ":9100", "host:0", "host:99999", "host:x"])
def test_an_address_that_is_none_is_said_not_raised(target):
    settings = PrinterSettings(kind="raw", target=target, language="escpos")
    printers = open_printers({"receipt": settings})
    assert printers.state("receipt").reasons == ("not-configured",)
    prepared = printers.prepare("receipt", a_receipt())
    delivery = printers.deliver("receipt", prepared, job="J-1")
    assert (delivery.reasons, delivery.taken) == (("not-configured",), False)


def test_a_port_is_9100_unless_it_is_said():
    assert raw._address("printer-22.example") == ("printer-22.example", 9100)
    assert raw._address("printer-22.example:9101") == ("printer-22.example", 9101)
