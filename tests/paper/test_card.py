"""Cards are looked at as a printer would see them: as pixels at 300 dpi."""

import concurrent.futures
import io
import random
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from backoffice.domain.refusal import Refusal
from printing import gate, raster
from printing.contracts import PrinterSettings
from printing.drawing import bars
from printing.faces import card
from printing.registry import open_printers
from tests.fixtures.documents import a_card, portrait
from tests.fixtures.pictures import NAME, PHOTO, difference, part


def sides(**changes) -> list[Image.Image]:
    return raster.pages(card.draw(a_card(**changes)).pdf, dpi=300)


def codes(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def refusal(**changes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        open_printers({}).prepare("card", a_card(**changes))
    return refused.value


def test_a_card_is_exactly_as_large_as_iso_says():
    with pypdfium2.PdfDocument(card.draw(a_card()).pdf) as document:
        sizes = [page.get_size() for page in document]
    assert len(sizes) == 2
    for width, height in sizes:
        assert width * 25.4 / 72 == pytest.approx(85.60, abs=0.001)
        assert height * 25.4 / 72 == pytest.approx(53.98, abs=0.001)
    assert sides()[0].size == (1012, 638)


def test_the_same_card_gives_the_same_bytes():
    assert card.draw(a_card()).pdf == card.draw(a_card()).pdf
    assert card.draw(a_card()).pdf != card.draw(a_card(name="王小朋")).pdf


def test_cards_drawn_in_many_threads_are_those_drawn_in_one():
    printers = open_printers({})
    names = ["王小明", "𠅤䶮", "Ærøskøbing Ó", "㛃𬭎"] * 4
    alone = [printers.prepare("card", a_card(name=name)).payload for name in names]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        together = list(
            pool.map(lambda name: printers.prepare("card", a_card(name=name)).payload, names)
        )
    assert together == alone


def test_every_rendered_bar_code_says_the_card_number():
    numbers = ["9914853944", "9999999999", "9900000000", "0000000000", "1", "A-77", "AB12CD34EF56"]
    generator = random.Random(8)
    numbers += [f"{generator.randrange(10**10):010}" for _ in range(15)]
    numbers += [f"99{generator.randrange(10**8):08}" for _ in range(8)]
    for number in numbers:
        assert codes(sides(number=number)[0]) == [number]


def test_thousands_of_numbers_survive_code_128():
    generator = random.Random(128)
    numbers = [f"{generator.randrange(10**10):010}" for _ in range(1500)]
    numbers += [f"99{generator.randrange(10**8):08}" for _ in range(1000)]
    wrong = [number for number in numbers if scan(bars.modules(number)) != [number]]
    assert wrong == []


def test_the_library_alone_loses_a_leading_99():
    row = bars.Code128("9914853944").build()[0]
    assert scan(row) == ["14853944"]


def scan(row: str) -> list[str]:
    quiet = "0" * bars.QUIET
    pixels = bytes(0 if sign == "1" else 255 for sign in quiet + row + quiet)
    picture = Image.frombytes("L", (len(pixels), 1), pixels).resize((len(pixels) * 3, 60), 0)
    return codes(picture)


def test_bars_are_pure_black_on_pure_white_with_room_around():
    bar_code = part(sides()[0], (31.96, 44, 28.0, 3))
    pixels = list(bar_code.get_flattened_data())
    assert all(red == green == blue for red, green, blue in pixels)
    # The picture is a thousandth wider than the card, so a few edges fall between two dots.
    assert sum(1 for red, _, _ in pixels if 0 < red < 255) < len(pixels) / 5
    assert {0, 255} <= {red for red, _, _ in pixels}
    quiet = part(sides()[0], (31.96, 44, 2.45, 3))
    assert set(quiet.convert("L").get_flattened_data()) == {255}


def test_a_card_whose_bar_code_says_something_else_stays_here(monkeypatch):
    # Control: without the correction of the library the gate is all that stops this card.
    monkeypatch.setattr(bars, "SafeCode128", bars.Code128)
    assert refusal(number="9914853944").code == "barcode-unreadable"
    assert open_printers({}).prepare("card", a_card(number="0012345678")).pages == 2


@pytest.mark.parametrize("number", ["\uff10\uff11", "卡12", "12\n34"])
def test_a_number_that_is_no_bar_code_is_refused(number):
    assert refusal(number=number).code in {"barcode-unreadable", "glyph-missing"}


def test_a_number_too_long_for_its_place_is_refused_by_name():
    told = refusal(number="ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert (told.code, "Card number" in str(told)) == ("text-too-long", True)


def test_the_photo_is_on_the_card_where_the_design_says():
    front = sides()[0]
    with Image.open(io.BytesIO(portrait())) as jpeg:
        wanted = jpeg.convert("RGB")
    shown = part(front, PHOTO).resize(wanted.size)
    assert difference(shown, wanted) < 4
    beside = part(front, (20.0, 17.4, 26.0, 32.0)).resize(wanted.size)
    assert difference(beside, wanted) > 20


def test_the_photo_is_passed_on_byte_for_byte():
    assert portrait() in card.draw(a_card()).pdf


def test_a_photo_of_another_shape_is_cut_not_squeezed():
    wide = Image.new("RGB", (800, 441), "green")
    with Image.open(io.BytesIO(portrait())) as jpeg:
        wide.paste(jpeg, (221, 0))
        wanted = jpeg.convert("RGB")
    out = io.BytesIO()
    wide.save(out, "JPEG", quality=95)
    shown = part(sides(photo=out.getvalue())[0], PHOTO).resize(wanted.size)
    assert difference(shown, wanted) < 6


def damaged_photos() -> dict[str, bytes]:
    out = {"none": b"", "text": b"no picture at all", "cut short": portrait()[:9000]}
    for name, mode, form in (("png", "RGB", "PNG"), ("printing colours", "CMYK", "JPEG")):
        file = io.BytesIO()
        Image.new(mode, (358, 441)).save(file, form)
        out[name] = file.getvalue()
    turned, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (441, 358)).save(turned, "JPEG", exif=exif)
    return {**out, "turned": turned.getvalue()}


@pytest.mark.parametrize("name", damaged_photos())
def test_a_photo_no_printer_could_print_is_refused(name):
    told = refusal(photo=damaged_photos()[name])
    assert told.code == "photo-unreadable"
    assert told.advice


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "王" * 60}, "Name"),
        ({"name_latin": "Wang Xiaoming " * 9}, "Name in Latin letters"),
        ({"unit": "学院" * 40}, "Unit"),
        ({"holder_number": "9" * 40}, "Holder number"),
    ],
)
def test_text_that_does_not_fit_is_refused_naming_the_field(changes, field):
    told = refusal(**changes)
    assert told.code == "text-too-long"
    assert str(told).startswith(f"{field}:")
    assert told.advice


def test_a_long_name_shrinks_before_it_is_refused():
    width = part(sides(name="阿卜杜热合曼·买买提依明")[0], NAME)
    assert ink(width) > 500
    # Nothing of it leaves its box.
    beyond = part(sides(name="阿卜杜热合曼·买买提依明")[0], (80.8, 16.9, 4.5, 6.4))
    assert ink(beyond) == 0


def ink(picture: Image.Image) -> int:
    return sum(1 for value in picture.convert("L").get_flattened_data() if value < 128)


@pytest.mark.parametrize("field", ["name", "holder_number", "number"])
def test_a_card_needs_its_names_and_numbers(field):
    assert refusal(**{field: "  "}).code == "field-missing"


@pytest.mark.parametrize("field", ["name", "unit", "holder_number"])
def test_what_a_card_printer_takes_for_a_command_is_refused(field):
    assert refusal(**{field: "~1%B42^"}).code == "text-forbidden"


def test_a_name_that_is_latin_already_is_not_printed_twice():
    latin = (34.5, 23.6, 46.1, 3.4)
    assert ink(part(sides(name="Anna Li", name_latin="Anna Li")[0], latin)) == 0
    assert ink(part(sides(name="李安娜", name_latin="Li Anna")[0], latin)) > 100


def test_validity_is_printed_on_temporary_cards_only_when_there_is_one():
    place = (58.0, 36.1, 22.6, 5.4)
    until = {"kind": "temporary", "design": "temporary", "valid_until": date(2026, 12, 31)}
    assert ink(part(sides(**until)[0], place)) > 200
    assert ink(part(sides()[0], place)) == 0


def test_kinds_differ_by_colour_and_by_word():
    fronts = {kind: sides(kind=kind, design=kind)[0] for kind in ("staff", "student", "temporary")}
    tabs = {kind: part(front, (60.1, 2.5, 20.5, 8.4)) for kind, front in fronts.items()}
    colours = {tab.getpixel((20, 20)) for tab in tabs.values()}
    words = {tuple(v > 250 for v in tab.convert("L").get_flattened_data()) for tab in tabs.values()}
    assert (len(colours), len(words)) == (3, 3)


def test_a_specimen_says_so_on_both_sides_and_still_scans():
    plain, marked = sides(), sides(specimen=True)
    for side in (0, 1):
        assert difference(plain[side], marked[side]) > 2
    assert codes(marked[0]) == ["0012345678"]
    assert difference(part(plain[0], PHOTO), part(marked[0], PHOTO)) > 3


def test_an_offset_moves_everything_and_leaves_the_size():
    moved = PrinterSettings(kind="folder", target="x", offset_x_mm=1.0, offset_y_mm=-0.5)
    payload = open_printers({"card": moved}).prepare("card", a_card()).payload
    page, plain = raster.pages(payload, dpi=300)[0], sides()[0]
    assert page.size == plain.size
    x, y, w, h = PHOTO
    assert difference(part(page, (x + 1, y - 0.5, w, h)), part(plain, PHOTO)) < 3
    assert difference(part(page, PHOTO), part(plain, PHOTO)) > 5


def test_the_gate_looks_at_pixels_not_at_text():
    drawn = card.draw(a_card())
    gate.check(drawn)
    with pytest.raises(Refusal, match="12345679"):
        gate.check(type(drawn)(**{**vars(drawn), "codes": ("0012345679",)}))
