import re
from tkinter import ttk

import pytest

from backoffice.ui import registry, words
from backoffice.words import catalogue
from tests.desk.steps import open_tab

# Names, logins, addresses and keys read the same in both languages.
_DATA = re.compile(
    r"Wang Xiaoming|Lina|Zhang|lina|zhang|admin|auditor|card-center|English"
    r"|\b(Shift\+|Ctrl\+|Alt\+)?(F\d+|Enter|Esc|Tab|Space|[A-Z])\b|Ctrl\+[+\-F]|Alt\+\d"
    r"|FAQ \d|\bL\d\b"
)


def english_left(clerk):
    left = []
    for text in clerk.reads():
        rest = _DATA.sub("", text)
        if re.search(r"[A-Za-z]{2,}", rest):
            left.append(text)
    return left


@pytest.fixture
def person(people):
    people.blanks()
    return people.staff(balance=1000, meal=200)


def states(clerk):
    """Walk through the states of the window, yielding the name of each."""
    yield "counter"
    clerk.look_up("wangxiaoming")
    yield "person"
    for view in registry.all_views():
        if view.key and clerk.desk.counter.start_by_key(view.key):
            clerk.settle()
            yield view.code
            clerk.desk.view.act()
            clerk.settle()
            yield f"{view.code} acted on"
            clerk.desk.close_view(clerk.desk.view)
            clerk.settle()
    clerk.key("F1")
    yield "help"
    clerk.key("F1")
    open_tab(clerk, "Print queue")
    clerk.settle()
    yield "print queue"
    clerk.key("Control-l")
    clerk.settle()
    yield "locked"


def test_nothing_is_left_in_english(clerk, person):
    words.use("zh_CN")
    left = {name: found for name in states(clerk) if (found := english_left(clerk))}
    assert left == {}


def test_the_control_in_english_all_of_it_is_found(clerk, person):
    assert all(english_left(clerk) for _ in states(clerk))


def test_switching_re_says_at_once_and_keeps_what_is_typed(clerk, person):
    clerk.look_up("wangxiaoming")
    clerk.press("Lost card")
    clerk.type("Number", "1101")
    before = clerk.reads()
    entry = clerk.field("Number")
    clerk.press("中文")
    assert words.language() == "zh_CN"
    assert english_left(clerk) == []
    assert entry.get() == "1101"
    clerk.press("English")
    assert [t for t in clerk.reads() if t not in before] == []


def test_what_widgets_say_is_in_the_catalogue(clerk, person):
    clerk.look_up("wangxiaoming")
    chinese = catalogue("zh_CN")
    said = [
        str(widget.cget("text"))
        for widget in clerk.visible()
        if isinstance(widget, ttk.Button) and widget.cget("text")
    ]
    names = [text.partition("   ")[0] for text in said if text != "中文"]
    assert [name for name in names if chinese.gettext(name) == name] == []
