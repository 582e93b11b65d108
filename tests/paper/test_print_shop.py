"""Many cards in one PDF: every page as large as a card, every bar code read back, whole or none."""

import subprocess
import sys
import threading
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from backoffice.domain.card_designs import Design, Element
from backoffice.domain.refusal import Fault, Refusal
from printing import gate, raster
from printing.contracts import PrinterSettings
from printing.drawing import bars
from printing.drawing.marks import Mark, Marks
from printing.drawing.sheet import Sheet
from printing.faces import card
from printing.registry import open_printers
from tests.fixtures.documents import a_card, portrait
from tests.fixtures.pictures import PHOTO, difference, part

KINDS = ("staff", "student", "temporary")
NAMES = ("王小明", "欧阳娜娜", "阿卜杜热合曼·买买提", "𠅤䶮", "Maria-Theresia von Habsburg")


def cards(count: int):
    for i in range(count):
        kind = KINDS[i % 3]
        number, name = f"{9_900_000_000 + 7 * i:010d}", NAMES[i % len(NAMES)]
        yield a_card(number=number, name=name, kind=kind, design=kind)


def written(path: Path, faces) -> int:
    return open_printers({}).write_cards(path, faces)


def test_front_and_back_of_each_card_follow_one_another_in_the_size_of_a_card(tmp_path):
    path = tmp_path / "cards.pdf"
    assert written(path, cards(30)) == 60
    with pypdfium2.PdfDocument(path) as document:
        sizes = {page.get_size() for page in document}
        assert len(document) == 60
    assert len(sizes) == 1
    width, height = (length * 25.4 / 72 for length in sizes.pop())
    assert (width, height) == (pytest.approx(85.60, abs=0.001), pytest.approx(53.98, abs=0.001))


def test_each_front_says_its_own_number_and_no_back_says_any(tmp_path):
    path = tmp_path / "cards.pdf"
    written(path, cards(40))
    read = [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages(path)]
    assert read[::2] == [[face.number] for face in cards(40)]
    assert read[1::2] == [[]] * 40


def pages(path: Path):
    return raster.pages(path.read_bytes(), dpi=300)


def test_a_card_among_many_looks_as_it_does_alone(tmp_path):
    path = tmp_path / "cards.pdf"
    faces = [*cards(15), a_card(specimen=True)]
    written(path, faces)
    many = pages(path)
    for i, face in enumerate(faces):
        alone = raster.pages(card.draw(face).pdf, dpi=300)
        for side in (0, 1):
            assert difference(many[2 * i + side], alone[side]) == 0


def test_photos_pass_through_and_the_design_and_fonts_are_in_the_file_once(tmp_path):
    few, many = tmp_path / "few.pdf", tmp_path / "many.pdf"
    written(few, cards(15))
    written(many, cards(60))
    assert many.read_bytes().count(portrait()) == 60
    for shared in (b"/FontFile2", b"/Subtype /Form"):
        assert many.read_bytes().count(shared) == few.read_bytes().count(shared) > 0
    assert b"ASCII85" not in many.read_bytes()


def test_the_same_cards_give_the_same_file(tmp_path):
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    written(one, cards(5))
    written(other, cards(5))
    assert one.read_bytes() == other.read_bytes()


def test_no_cards_make_a_file_without_pages_that_is_not_kept(tmp_path):
    path = tmp_path / "cards.pdf"
    with pytest.raises(Refusal) as refused:
        written(path, [])
    assert refused.value.code == "no-cards"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "王" * 60}, "text-too-long"),
        ({"name": "\ue000"}, "glyph-missing"),
        ({"photo": portrait()[:9000]}, "photo-unreadable"),
        ({"photo": b""}, "photo-unreadable"),
        ({"holder_number": " "}, "field-missing"),
        ({"unit": "~1"}, "text-forbidden"),
        ({"design": "none"}, "design-unknown"),
        ({"number": "卡12"}, "barcode-unreadable"),
    ],
)
def test_one_card_that_would_be_refused_alone_stops_the_file_with_the_same_words(
    tmp_path, changes, code
):
    path, bad = tmp_path / "cards.pdf", a_card(**changes)
    with pytest.raises(Refusal) as alone:
        open_printers({}).prepare("card", bad)
    with pytest.raises(Refusal) as among:
        written(path, [*cards(3), bad])
    assert alone.value.code in {code, "glyph-missing"}
    assert (among.value.code, str(among.value)) == (alone.value.code, str(alone.value))
    assert list(tmp_path.iterdir()) == []


def test_a_file_whose_cards_are_refused_leaves_the_earlier_one_alone(tmp_path):
    path = tmp_path / "cards.pdf"
    written(path, cards(2))
    before = path.read_bytes()
    with pytest.raises(Refusal):
        written(path, [*cards(1), a_card(photo=b"")])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_bar_code_that_says_something_else_stops_the_file(tmp_path, monkeypatch):
    # Control: without the correction of the library the gate is all that stops this card, and it
    # stands behind others of its design, so it is found in the finished file.
    monkeypatch.setattr(bars, "SafeCode128", bars.Code128)
    faces = [a_card(number="0012345678"), a_card(number="9914853944")]
    with pytest.raises(Refusal, match="9914853944"):
        written(tmp_path / "cards.pdf", faces)
    assert list(tmp_path.iterdir()) == []
    assert written(tmp_path / "cards.pdf", faces[:1]) == 2


def test_the_gate_reads_the_file_not_the_wish(tmp_path):
    path = tmp_path / "cards.pdf"
    excerpt = drawn(path, 3).excerpt
    right = [Mark(2 * i, face.number, BARS) for i, face in enumerate(cards(3))]
    gate.check_marks(path, right, offset_mm=(0, 0), excerpt=excerpt)
    for wrong in (Mark(0, right[1].code, BARS), Mark(1, right[0].code, BARS)):
        with pytest.raises(Refusal):
            gate.check_marks(path, [*right, wrong], offset_mm=(0, 0), excerpt=excerpt)


BARS = (31.96, 43.0, 51.1, 6.4)


def drawn(path: Path, count: int) -> Sheet:
    with path.open("wb") as file:
        sheet = card.open_sheet((0, 0), file)
        for face in cards(count):
            card.draw_on(sheet, face)
        sheet.finish()
    return sheet


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 9), (3, 6), (9, 9)])
def test_an_excerpt_shows_the_same_pages_as_the_file_and_no_others(tmp_path, first, last):
    path = tmp_path / "cards.pdf"
    excerpt = drawn(path, 5).excerpt(first, last)
    alone = raster.pages(path.read_bytes() + excerpt, dpi=150)
    whole = raster.pages(path.read_bytes(), dpi=150)
    assert [page.tobytes() for page in alone] == [p.tobytes() for p in whole[first : last + 1]]


def test_the_offset_of_a_printer_moves_everything_bleed_included(tmp_path):
    path = tmp_path / "cards.pdf"
    moved = PrinterSettings(kind="folder", target="x", offset_x_mm=1.0, offset_y_mm=-0.5)
    printers = open_printers({"card": moved})
    printers.write_cards(path, [a_card()])
    alone = raster.pages(printers.prepare("card", a_card()).payload, dpi=300)
    page = pages(path)[0]
    assert difference(page, alone[0]) == 0
    plain = raster.pages(card.draw(a_card()).pdf, dpi=300)[0]
    x, y, w, h = PHOTO
    assert difference(part(page, (x + 1, y - 0.5, w, h)), part(plain, PHOTO)) < 3
    # What runs over the edge fills the rim that the offset uncovers.
    assert page.getpixel((2, 60)) == plain.getpixel((30, 60))


@pytest.mark.parametrize("orientation", [0, 90, 180, 270])
def test_bleed_and_orientation_of_a_printer_are_those_of_a_card_printed_alone(
    tmp_path, orientation
):
    path = tmp_path / "cards.pdf"
    turned = PrinterSettings(
        kind="folder",
        target="x",
        offset_x_mm=1.0,
        offset_y_mm=-0.5,
        bleed_mm=2,
        orientation=orientation,
    )
    printers = open_printers({"card": turned})
    printers.write_cards(path, cards(3))
    many = pages(path)
    for i, face in enumerate(cards(3)):
        alone = raster.pages(printers.prepare("card", face).payload, dpi=300)
        for side in (0, 1):
            assert many[2 * i + side].size == alone[side].size
            assert difference(many[2 * i + side], alone[side]) < 0.2
    straight = tmp_path / "straight.pdf"
    written(straight, cards(1))  # control
    assert difference(pages(straight)[0].resize(many[0].size), many[0]) > 1


def test_bar_codes_are_kept_as_they_were_made():
    made = [Mark(i, str(10**i), (1.0, 2.0, 3.0, float(i % 2))) for i in range(20)]
    marks = Marks()
    for mark in made:
        marks.add(mark.page, mark.code, mark.place)
    assert [*marks] == [*marks] == made
    assert len(marks) == 20


def test_what_is_fixed_sinks_below_what_is_not_unless_it_lies_on_it():
    def box(x, **more):
        return Element(kind="box", side="front", x=x, y=0, w=5, h=5, **more)

    elements = (box(0), box(20, when="staff"), box(40), box(23), box(60))
    layers = Design(name="x", elements=elements).layers["front"]
    drawn = [(layer.fixed, [at for at, _ in layer.elements]) for layer in layers]
    assert drawn == [(True, [0, 2, 4]), (False, [1]), (True, [3])]


def test_progress_is_told_card_by_card_and_cards_are_asked_for_one_by_one(tmp_path):
    asked, told = [], []

    def faces():
        for face in cards(4):
            asked.append(face.number)
            yield face

    open_printers({}).write_cards(
        tmp_path / "cards.pdf", faces(), progress=lambda done: told.append((done, len(asked)))
    )
    assert told == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_a_folder_that_can_t_be_written_is_a_sentence(tmp_path):
    with pytest.raises(Fault) as fault:
        written(tmp_path / "nowhere" / "cards.pdf", cards(1))
    assert fault.value.code == "file-unwritable"


def test_a_full_disk_leaves_nothing_behind(tmp_path):
    def full():
        yield from cards(1)
        raise OSError(28, "No space left on device")

    with pytest.raises(Fault):
        written(tmp_path / "cards.pdf", full())
    assert list(tmp_path.iterdir()) == []


def test_a_card_at_the_window_does_not_wait_for_the_whole_file(tmp_path):
    printers = open_printers({})
    begun, alone = threading.Event(), threading.Event()

    def faces():
        for i, face in enumerate(cards(6)):
            if i == 3:
                begun.set()
                assert alone.wait(30)
            yield face

    many = threading.Thread(target=printers.write_cards, args=(tmp_path / "cards.pdf", faces()))
    many.start()
    assert begun.wait(30)
    assert printers.prepare("card", a_card()).pages == 2
    alone.set()
    many.join(30)
    assert (tmp_path / "cards.pdf").exists()


def test_a_process_of_its_own_writes_the_same_file_and_says_the_same_refusals(tmp_path):
    here, apart, told = tmp_path / "here.pdf", tmp_path / "apart.pdf", []
    printers = open_printers({})
    printers.write_cards(here, cards(30))
    assert printers.write_cards(apart, cards(30), apart=True, progress=told.append) == 60
    assert apart.read_bytes() == here.read_bytes()
    assert told == [25]
    apart.unlink()
    bad = a_card(name="王" * 60)
    with pytest.raises(Refusal) as alone:
        printers.prepare("card", bad)
    with pytest.raises(Refusal) as among:
        printers.write_cards(apart, [*cards(2), bad], apart=True)
    assert vars(among.value) == vars(alone.value)
    with pytest.raises(Fault) as fault:
        printers.write_cards(tmp_path / "nowhere" / "x.pdf", cards(1), apart=True)
    assert fault.value.code == "file-unwritable"
    assert list(tmp_path.iterdir()) == [here]


def test_books_that_fail_in_the_middle_end_the_other_process_without_a_file(tmp_path):
    def faces():
        yield from cards(3)
        raise LookupError

    with pytest.raises(LookupError):
        open_printers({}).write_cards(tmp_path / "cards.pdf", faces(), apart=True)
    assert list(tmp_path.iterdir()) == []


PEAK = """
import sys
sys.path[:0] = [{root!r}]
from pathlib import Path
from tests.paper.test_print_shop import cards
from printing.registry import open_printers
open_printers({{}}).write_cards(Path(sys.argv[1]), cards(int(sys.argv[2])))
from printing.benchmarks import peak_mib
print(peak_mib())
"""


def test_memory_does_not_grow_with_the_number_of_cards(tmp_path):
    few, many = (peak_mib(tmp_path / "cards.pdf", count) for count in (300, 3000))
    # 2,700 more cards are 100 MB of photos and pages, and 8 MiB of pages that a reader keeps.
    assert many - few < 3
    assert many < 200


def peak_mib(path: Path, count: int) -> float:
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", PEAK.format(root=root), str(path), str(count)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
