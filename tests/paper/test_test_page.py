"""The test page: rulers that measure, a bar code that reads, on cards, rolls and in the books."""

import itertools
from datetime import UTC, datetime

import pytest
import zxingcpp
from PIL import ImageOps

from backoffice.domain.documents import PrinterTest
from printing import raster
from printing.contracts import PrinterSettings
from printing.registry import open_printers

DPI = 254  # ten dots to the millimetre
_AT = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


def page(role="card", **changes):
    settings = ("ipp: ipp://printer-22.example/ipp/print", "offset_x_mm = 0.5, orientation = 180")
    return PrinterTest(printer="card-b", role=role, settings=settings, at=_AT, **changes)


def prepared(role="card", **options):
    settings = PrinterSettings(kind="folder", target="x", **options)
    return open_printers({role: settings}).prepare(role, page(role))


@pytest.mark.parametrize(
    ("role", "size", "pages"), [("card", (85.6, 53.98), 2), ("receipt", (80, 60), 1)]
)
def test_it_has_the_size_of_what_it_is_printed_on(role, size, pages):
    paper = prepared(role)
    assert (paper.kind, paper.pages) == (role, pages)
    assert (paper.width_mm, paper.height_mm) == size
    pictures = raster.pages(paper.payload, dpi=300)
    found = [code.text for one in pictures for code in zxingcpp.read_barcodes(one)]
    assert found == ["TEST"]


@pytest.mark.parametrize("role", ["card", "receipt"])
def test_its_rulers_measure_millimetres(role):
    picture = raster.pages(prepared(role).payload, dpi=DPI)[0].convert("L")
    ticks = [x for x in range(30, picture.width - 30) if picture.getpixel((x, 6)) < 200]
    starts = [x for x in ticks if x - 1 not in ticks]
    steps = [later - before for before, later in itertools.pairwise(starts)]
    assert set(steps) <= {9, 10, 11}
    assert sum(steps) / len(steps) == pytest.approx(10, abs=0.1)
    # A tick of a centimetre is as long as it says.
    column = [y for y in range(40) if picture.getpixel((400, y)) < 128]
    assert max(column) == pytest.approx(24, abs=1)


def test_its_corners_are_where_the_card_ends():
    picture = raster.pages(prepared().payload, dpi=DPI)[0].convert("L")
    assert ImageOps.invert(picture).getbbox() == (0, 0, picture.width, picture.height)
    wide, high = picture.size
    for x, y in ((1, 1), (wide - 3, 1), (1, high - 3), (wide - 3, high - 3)):
        assert picture.getpixel((x, y)) < 128, (x, y)


def test_it_shows_greys_from_black_to_white():
    picture = raster.pages(prepared().payload, dpi=DPI)[0].convert("L")
    greys = [picture.getpixel((70 + step * 40 + 20, 330)) for step in range(11)]
    assert greys == sorted(greys)
    assert greys[0] == 0
    assert greys[10] == 255
    assert len(set(greys)) == 11


def test_it_is_escpos_as_well():
    from printing.languages import escpos

    paper = prepared("receipt", language="escpos")
    assert paper.mime == escpos.MIME
    assert paper.payload.startswith(b"\x1dv0")


def test_a_printer_of_any_name_has_one():
    name = "分馆 22 号窗口 " + "x" * 200
    long = PrinterTest(printer=name, role="card", settings=("y" * 400,), at=_AT)
    pages = open_printers({}).picture(long)
    assert len(pages) == 2
