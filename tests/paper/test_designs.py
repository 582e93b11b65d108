"""Designs are edited by people: what is wrong in one is said by file, element and key."""

import pytest

from backoffice.domain.refusal import Refusal
from printing import designs
from printing.card_fields import FIELDS

KNOWN = frozenset(FIELDS)
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
    return designs.load("mine", fields=KNOWN, folder=folder)


def test_the_designs_we_ship_are_good():
    shipped = sorted(path.stem for path in designs.FOLDER.glob("*.toml"))
    assert shipped == ["staff", "student", "temporary"]
    for name in shipped:
        kinds = {element.kind for element in designs.load(name, fields=KNOWN)}
        assert kinds == {"text", "photo", "barcode", "box", "line"}


def test_a_design_may_be_edited_while_the_desk_works(tmp_path):
    assert load(tmp_path, GOOD)[1].x == 10
    import os

    (tmp_path / "mine.toml").write_text(GOOD.replace("x = 10", "x = 11"), encoding="utf-8")
    os.utime(tmp_path / "mine.toml", ns=(1, 1))
    assert designs.load("mine", fields=KNOWN, folder=tmp_path)[1].x == 11


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
        designs.load(name, fields=KNOWN)
    assert refused.value.code == "design-unknown"


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refusal, match="UTF-8"):
        designs.load("mine", fields=KNOWN, folder=tmp_path)
