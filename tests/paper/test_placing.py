"""How pages lie in each printer, measured on the picture of what is sent."""

import contextlib
import io
import re
import zlib
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat

from backoffice.domain.refusal import Refusal
from printing import raster
from printing.contracts import PrinterSettings
from printing.designs import FOLDER
from printing.faces import card
from printing.ipp_ticket import Impossible, ticket
from printing.placing import placed
from printing.registry import open_printers
from tests.fixtures.documents import a_card, a_receipt

DPI = 254  # ten dots to the millimetre
NUMBER = a_card().number


def prepared(document=None, **options):
    settings = PrinterSettings(kind="folder", target="x", **options)
    return open_printers({"card": settings}).prepare("card", document or a_card())


def front(**options):
    return raster.pages(prepared(**options).payload, dpi=DPI)[0]


def alike(one, other):
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 2


def ink(page):
    """Return where the bar code stands, in tenths of a millimetre."""
    (found,) = zxingcpp.read_barcodes(page)
    assert found.text == NUMBER
    corners = (found.position.top_left, found.position.bottom_right)
    return [(corner.x, corner.y) for corner in corners]


def code_side(**options):
    pages = raster.pages(prepared(**options).payload, dpi=DPI)
    return next(page for page in pages if zxingcpp.read_barcodes(page))


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [
        (90, Image.Transpose.ROTATE_270),  # Pillow turns the other way round
        (180, Image.Transpose.ROTATE_180),
        (270, Image.Transpose.ROTATE_90),
    ],
)
def test_a_page_is_turned_clockwise(orientation, turn):
    plain = front()
    turned = front(orientation=orientation)
    assert turned.size == (plain.size if orientation == 180 else plain.size[::-1])
    assert alike(turned, plain.transpose(turn))
    assert not alike(turned, plain.transpose(turn).transpose(Image.Transpose.ROTATE_180))
    sent = prepared(orientation=orientation)
    lying = orientation == 180
    assert (sent.width_mm, sent.height_mm) == ((85.6, 53.98) if lying else (53.98, 85.6))


@pytest.mark.parametrize("orientation", [0, 90, 180, 270])
@pytest.mark.parametrize(("right", "down"), [(1, 0), (0, 2), (-1.5, -0.5)])
def test_a_page_is_moved_by_just_as_much_as_was_asked(orientation, right, down):
    """Right and down as the card leaves the printer, however it is turned."""
    plain = ink(code_side(orientation=orientation))
    moved = ink(code_side(orientation=orientation, offset_x_mm=right, offset_y_mm=down))
    for before, after in zip(plain, moved, strict=True):
        by = (after[0] - before[0], after[1] - before[1])
        assert by == pytest.approx((10 * right, 10 * down), abs=1)


@pytest.mark.parametrize("bleed", [1, 2.5])
def test_the_bleed_goes_over_every_edge_and_moves_nothing(bleed):
    plain, wide = front(), front(bleed_mm=bleed)
    edge = round(bleed * 10)
    assert wide.size == pytest.approx((plain.width + 2 * edge, plain.height + 2 * edge), abs=1)
    places = zip(ink(code_side()), ink(code_side(bleed_mm=bleed)), strict=True)
    for before, after in places:
        by = (after[0] - before[0], after[1] - before[1])
        assert by == pytest.approx((edge, edge), abs=1)
    # The coloured band of the design reaches the edge of the page, so no rim stays white.
    top = wide.crop((edge, 0, edge + plain.width, edge))
    assert max(ImageStat.Stat(top.convert("L")).mean) < 200


def test_a_printer_that_turns_no_card_over_gets_the_front_alone():
    alone, both = prepared(duplex=False), prepared()
    assert (alone.pages, both.pages, alone.duplex) == (1, 2, False)
    (page,) = raster.pages(alone.payload, dpi=DPI)
    assert alike(page, front())
    assert len(raster.pages(prepared(a_receipt(), duplex=False).payload, dpi=100)) == 1


def test_a_bar_code_on_the_back_needs_a_printer_that_turns_cards_over():
    toml = (FOLDER / "staff.toml").read_text(encoding="utf-8")
    code = toml.index('kind = "barcode"')
    side = toml.index('side = "front"', toml.rindex("[[", 0, code))
    turned = toml[:side] + toml[side:].replace('side = "front"', 'side = "back"', 1)
    face = replace(a_card(), design_toml=turned)
    assert prepared(face).pages == 2
    with pytest.raises(Refusal) as refused:
        prepared(face, duplex=False)
    assert refused.value.code == "barcode-on-the-back"


def test_without_a_wish_not_a_byte_changes():
    settings = PrinterSettings(kind="folder", target="x")
    drawn = card.draw(a_card())
    assert placed(drawn, settings) is drawn
    assert prepared().payload == drawn.pdf


@pytest.mark.parametrize("document", [a_card(), a_receipt()])
def test_black_is_grey_0_in_the_pdf_and_never_mixed_from_colours(document):
    drawn = b""
    for part in re.findall(rb"stream\r?\n(.*?)endstream", prepared(document).payload, re.DOTALL):
        with contextlib.suppress(zlib.error):  # photos and fonts
            drawn += zlib.decompressobj().decompress(part)
    assert b"0 g" in drawn.replace(b"\n", b" ")
    assert b"0 0 0 rg" not in drawn
    assert b"0 0 0 RG" not in drawn


def test_what_is_black_prints_without_a_trace_of_colour():
    """Bar code and black text of the picture a device gets: only pure black and pure white."""
    picture = Image.open(io.BytesIO(prepared(language="png").payload)).convert("RGB")
    found = zxingcpp.read_barcodes(picture)
    assert [code.text for code in found] == [NUMBER]
    where = found[0].position
    box = (where.top_left.x, where.top_left.y + 2, where.bottom_right.x, where.bottom_right.y - 2)
    colours = {colour for _, colour in picture.crop(box).getcolors(10**6)}
    assert colours == {(0, 0, 0), (255, 255, 255)}
    receipt = Image.open(io.BytesIO(prepared(a_receipt(), language="png").payload)).convert("RGB")
    assert {colour for _, colour in receipt.getcolors(10**6)} == {(0, 0, 0), (255, 255, 255)}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"offset_x_mm": 11}, "offset_x_mm must be between -10 and 10"),
        ({"offset_y_mm": "1"}, "offset_y_mm must be between"),
        ({"offset_y_mm": float("nan")}, "offset_y_mm must be between"),
        ({"bleed_mm": -1}, "bleed_mm must be between 0 and 3"),
        ({"bleed_mm": True}, "bleed_mm must be between"),
        ({"timeout_seconds": 0}, "timeout_seconds must be between"),
        ({"orientation": 45}, "orientation can't be “45”"),
        ({"orientation": True}, "orientation can't be “True”"),
        ({"quality": "best"}, "quality can't be “best”"),
        ({"language": "latin"}, "language can't be “latin”"),
        ({"duplex": "yes"}, "duplex is wrong"),
        ({"media_type": 3}, "media_type is wrong"),
    ],
)
def test_what_can_not_be_is_refused_in_one_sentence(options, said):
    with pytest.raises(Refusal) as refused:
        prepared(**options)
    assert refused.value.code == "printer-settings"
    assert said in str(refused.value.message)
    assert "“card”" in str(refused.value.message)
    assert refused.value.advice


def test_quality_and_medium_are_told_to_a_printer_that_knows_them():
    wish = prepared(quality="high", media_type="cardstock", bleed_mm=1)
    size = {"x-dimension": 8560, "y-dimension": 5398}
    printer = {
        "media-size-supported": size,
        "print-quality-supported": [3, 4, 5],
        "media-type-supported": ["cardstock", "stationery"],
    }
    told = ticket(wish, printer)
    assert told["print-quality"] == 5
    assert told["media-col"]["media-type"] == "cardstock"
    assert told["media-col"]["media-size"] == size  # the card, not the card and its bleed
    assert "print-quality" not in ticket(wish, {**printer, "print-quality-supported": 4})
    with pytest.raises(Impossible):
        ticket(replace(wish, media_type="gold"), printer)
