"""Designs are edited by people: what is wrong in one is said by file, element and key."""

from dataclasses import replace
from datetime import date

import pytest

from backoffice.domain import design_files
from backoffice.domain.card_fields import holds
from backoffice.domain.refusal import Refusal
from printing import designs, raster
from printing.faces import card
from tests.fixtures.documents import a_card

GOOD = """
[[element]]
kind = "barcode"
side = "front"
x = 10
y = 10
w = 60
h = 8

[[element]]
kind = "text"
side = "front"
field = "name"
x = 10
y = 30
w = 60
h = 8
"""


def load(folder, text):
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return designs.load("mine", folder=folder).elements


def test_the_designs_we_ship_are_good():
    shipped = sorted(path.stem for path in designs.FOLDER.glob("*.toml"))
    assert shipped == ["staff", "student", "temporary"]
    for name in shipped:
        kinds = {element.kind for element in designs.load(name).elements}
        assert kinds == {"text", "photo", "barcode", "box", "line"}


def test_a_design_may_be_edited_while_the_desk_works(tmp_path):
    assert load(tmp_path, GOOD)[1].x == 10
    import os

    (tmp_path / "mine.toml").write_text(GOOD.replace("x = 10", "x = 11"), encoding="utf-8")
    os.utime(tmp_path / "mine.toml", ns=(1, 1))
    assert designs.load("mine", folder=tmp_path).elements[1].x == 11


@pytest.mark.parametrize(
    ("change", "to", "told"),
    [
        ('side = "front"\nfield', 'side = "inside"\nfield', ("2 (text)", "side")),
        ('kind = "text"', 'kind = "txt"', ("2 (txt)", "kind")),
        ("y = 30", "y = 'low'", ("2 (text)", "y")),
        ("y = 30", "y = true", ("2 (text)", "y")),
        ("y = 30\n", "", ("2 (text)", "y: is missing")),
        ("y = 30", "y = 50", ("2 (text)", "h: the element does not lie on the card")),
        ("x = 10\ny = 30", "x = -1\ny = 30", ("2 (text)", "w: the element does not lie")),
        ("y = 30", "y = 30\nsize = 900", ("2 (text)", "size: must be 3 to 60 points")),
        ("y = 30", "y = 30\nmin_size = 20", ("2 (text)", "min_size")),
        ("y = 30", 'y = 30\ncolour = "blue"', ("2 (text)", "colour")),
        ("y = 30", "y = 30\nglitter = 1", ("2 (text)", "glitter: is not known")),
        ("y = 30", "y = 30\nradius = 1", ("2 (text)", "radius: has no meaning")),
        ('field = "name"', 'field = "salary"', ("2 (text)", "there is no field “salary”")),
        ('field = "name"', 'field = "name"\nzh = "字"', ("2 (text)", "either a field or fixed")),
        ('field = "name"', 'field = "name"\nwhen = "rich"', ("2 (text)", "when")),
        ('field = "name"', 'field = "name"\nwhen = "staff and not a"', ("2 (text)", "“a”")),
        ("y = 10\n", 'y = 10\nwhen = "staff"\n', ("barcode", "needs the bar code")),
        ('field = "name"', 'zh = "a\\u0007"', ("2 (text)", "zh: must be text without")),
        ('kind = "barcode"', 'kind = "photo"', ("barcode", "needs the bar code")),
        ("[[element]]\nkind", "[[element]\nkind", ("TOML",)),
        ("\n[[element]]", "colour = 1\n[[element]]", ("colour: is not known",)),
    ],
)
def test_what_is_wrong_is_named(tmp_path, change, to, told):
    assert change in GOOD
    with pytest.raises(Refusal) as refused:
        load(tmp_path, GOOD.replace(change, to, 1))
    assert refused.value.code == "design-invalid"
    for words in ("assets/designs/mine.toml", *told):
        assert words in str(refused.value)


@pytest.mark.parametrize("name", ["none", "../staff", "", "STAFF", "a/b", "staff.toml"])
def test_a_design_that_is_not_there_is_refused(name, tmp_path):
    with pytest.raises(Refusal) as refused:
        designs.load(name)
    assert refused.value.code == "design-unknown"


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refusal, match="UTF-8"):
        designs.load("mine", folder=tmp_path)


def test_a_shipped_design_is_written_as_it_was_read():
    for path in designs.FOLDER.glob("*.toml"):
        design = designs.load(path.stem)
        text = design_files.write(design)
        assert design_files.read(text, name=design.name, file="again") == design


def test_what_is_written_survives_quotes_and_line_ends():
    design = designs.load("staff")
    odd = replace(design.elements[2], zh='"卡"\\\n𠅤', x=5.1234, bold=False)
    changed = replace(design, elements=(*design.elements[:2], odd, *design.elements[3:]))
    again = design_files.read(design_files.write(changed), name="staff", file="again")
    assert again.elements[2] == replace(odd, x=5.123)


def test_a_text_is_read_once_however_many_cards_carry_it():
    text = design_files.write(designs.load("student"))
    faces = [a_card(design="student@1", design_toml=text, number=f"{n:010}") for n in range(3)]
    assert len({id(designs.of(face)) for face in faces}) == 1


def test_a_card_is_drawn_with_the_text_it_carries_not_with_the_file():
    green = design_files.write(designs.load("student"))
    carried = raster.pages(card.draw(a_card(design="staff", design_toml=green)).pdf, dpi=100)
    shipped = raster.pages(card.draw(a_card(design="student")).pdf, dpi=100)
    assert [page.tobytes() for page in carried] == [page.tobytes() for page in shipped]


@pytest.mark.parametrize(
    ("when", "changes", "so"),
    [
        ("", {}, True),
        ("valid_until", {}, False),
        ("valid_until", {"valid_until": date(2027, 1, 1)}, True),
        ("not valid_until", {}, True),
        ("name_latin", {"name": "Anna Li", "name_latin": "Anna Li"}, False),
        ("staff", {}, True),
        ("student", {}, False),
        ("not temporary and name_latin", {}, True),
        ("staff and valid_until", {}, False),
        ("specimen", {}, False),
        ("specimen", {"specimen": True}, True),
    ],
)
def test_an_element_appears_when_its_condition_holds(when, changes, so):
    assert holds(when, a_card(**changes)) is so


def test_conditions_decide_what_is_drawn():
    mark = '\n[[element]]\nkind = "box"\nside = "front"\nx = 1\ny = 40\nw = 5\nh = 5\n'
    text = f'{GOOD}{mark}colour = "#FF0000"\nwhen = "student"\n'

    def colour(kind):
        face = a_card(kind=kind, design="mine@1", design_toml=text)
        return raster.pages(card.draw(face).pdf, dpi=100)[0].getpixel((12, 165))

    assert (colour("student"), colour("staff")) == ((255, 0, 0), (255, 255, 255))


def test_what_must_stay_free_prints_nothing():
    free = GOOD + '\n[[element]]\nkind = "free"\nside = "back"\nx = 1\ny = 1\nw = 9\nh = 9\n'
    face = a_card(design="mine@1", design_toml=free)
    back = raster.pages(card.draw(face).pdf, dpi=50)[1]
    assert back.getextrema() == ((255, 255),) * 3
