"""What printers say of ribbon, ink, waste and of the cards they made."""

import pytest

from printing.contracts import PrinterSettings, Supply
from printing.ipp_supplies import counter, supplies
from printing.registry import open_printers
from tests.fixtures.documents import a_card


def opened(printer):
    return open_printers({"card": PrinterSettings(kind="ipp", target=printer.uri)})


def test_a_printer_tells_its_supplies_as_the_maker_said_them(ipp_printer):
    state = opened(ipp_printer).state("card")
    assert state.ready
    assert state.supplies == (Supply(name="Ribbon YMCKO", kind="ribbon", level=75, colour="ymcko"),)
    assert state.counter is None


def test_ribbon_and_counter_are_read_from_the_device(ipp_printer):
    ipp_printer.has_ribbon(40, made=1234)
    printers = opened(ipp_printer)
    state = printers.state("card")
    assert state.supplies == (
        Supply(name="Ribbon YMCKO", kind="ribbon", level=40, colour="#00FFFF#FF00FF#FFFF00"),
        Supply(name="Cleaning roller", kind="other", level=None),
        Supply(name="Waste box", kind="waste", level=3),
    )
    assert state.counter == 1234
    ipp_printer.ribbon_after_next(39)
    assert printers.deliver("card", printers.prepare("card", a_card()), job="J-1").taken
    assert printers.state("card").supplies[0].level == 39


def test_what_is_off_or_only_a_folder_tells_nothing(ipp_printer, tmp_path):
    ipp_printer.kill()
    state = opened(ipp_printer).state("card")
    assert (state.supplies, state.counter) == ((), None)
    folder = PrinterSettings(kind="folder", target=str(tmp_path))
    state = open_printers({"card": folder}).state("card")
    assert (state.ready, state.supplies, state.counter) == (True, (), None)


@pytest.mark.parametrize(
    ("printer", "expected"),
    [
        ({}, ()),
        ({"printer-supply": "nonsense"}, (("", "other", None, ""),)),
        ({"printer-supply": "type=toner;level=30;maxcapacity=0"}, (("toner", "toner", None, ""),)),
        ({"printer-supply": "type=ink;level=30;maxcapacity=60"}, (("ink", "ink", 50, ""),)),
        (
            {"printer-supply": "type=wasteInk;level=-3;maxcapacity=9"},
            (("wasteInk", "waste", None, ""),),
        ),
        ({"marker-names": "Black"}, (("Black", "other", None, ""),)),
        (
            {"marker-names": ["A", "B"], "marker-levels": 7},
            (("A", "other", 7, ""), ("B", "other", None, "")),
        ),
        (
            {"marker-names": "A", "marker-types": "ribbonWax", "marker-levels": 900},
            (("A", "ribbon", 100, ""),),
        ),
    ],
)
def test_half_an_answer_is_read_as_far_as_it_goes(printer, expected):
    found = supplies(printer)
    assert tuple((s.name, s.kind, s.level, s.colour) for s in found) == expected


@pytest.mark.parametrize(
    ("printer", "expected"),
    [
        ({"printer-media-sheets-completed": 7, "printer-impressions-completed": 14}, 7),
        ({"printer-impressions-completed": 9, "sides-supported": "one-sided"}, 9),
        # A card has two sides: 14 impressions are not 14 cards.
        (
            {
                "printer-impressions-completed": 14,
                "sides-supported": ["one-sided", "two-sided-long-edge"],
            },
            None,
        ),
        ({"printer-impressions-completed": 9}, None),
        ({"printer-media-sheets-completed": -2}, None),
        ({}, None),
    ],
)
def test_the_counter_counts_cards_or_says_nothing(printer, expected):
    assert counter(printer) == expected
