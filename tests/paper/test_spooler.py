"""What a queue of Windows is sent, and what its answers mean; the spooler itself is not here."""

import pytest
import zxingcpp

from printing.connections import spooler
from printing.contracts import PrinterSettings
from printing.reasons import state
from printing.registry import open_printers
from tests.fixtures.documents import a_card


def opened():
    return open_printers({"card": PrinterSettings(kind="spooler", target="Card printer")})


def test_the_pictures_have_the_size_of_the_card_at_the_printers_resolution():
    prepared = opened().prepare("card", a_card())
    for dpi in (300, 600):
        front, back = spooler.pictures(prepared, dpi)
        for side in (front, back):
            assert side.size == pytest.approx((85.6 / 25.4 * dpi, 53.98 / 25.4 * dpi), abs=1)
        texts = [c.text for side in (front, back) for c in zxingcpp.read_barcodes(side)]
        assert texts == [a_card().number]


def test_elsewhere_there_is_no_such_queue():
    printers = opened()
    assert printers.state("card").reasons == ("windows-only",)
    seen = []
    prepared = printers.prepare("card", a_card())
    delivery = printers.deliver("card", prepared, job="J-1", progress=seen.append)
    assert (delivery.result, delivery.taken) == ("unconfirmed", False)
    assert not seen[-1].ready
    assert spooler.find() == ()


def test_every_word_for_a_state_is_one_that_people_are_told_a_sentence_for():
    for states in (spooler.PRINTER_STATES, spooler.JOB_STATES):
        for bit, word in states.items():
            assert spooler.said(bit, states) == [word]
            assert "“" not in str(state([word]).sentence), word
    both = spooler.said(0x10 | 0x400000, spooler.PRINTER_STATES)
    assert state(both).reasons == ("cover-open", "media-empty")
    assert spooler.said(spooler.PRINTED, spooler.JOB_STATES) == []
