import threading

import pytest

from backoffice.ui.views.lost_card import LostCard


@pytest.fixture
def three(people):
    return [
        people.staff(name="王小明", name_latin="Wang Xiaoming", number="20140217"),
        people.staff(name="王晓铭", name_latin="Wang Xiaoming", number="20190033"),
        people.student(name="欧阳娜", name_latin="Ouyang Na", number="S0099"),
    ]


def rows(clerk):
    search = clerk.desk.counter.search.list
    return [search.item(row, "values")[0] for row in search.get_children()]


@pytest.mark.parametrize("text", ["欧", "ouy", "oyn", "S0099", "na"])
def test_results_come_as_one_types(clerk, three, text):
    clerk.key("F2")
    clerk.keys(text)
    clerk.settle()
    assert rows(clerk)[0] == "S0099"


def test_enter_picks_the_first_even_while_the_answer_is_on_its_way(clerk, three):
    clerk.key("F2")
    clerk.keys("ouyang")
    clerk.key("Return")  # no settle: the answer is not there yet
    clerk.waits_for("Ouyang Na")
    assert clerk.desk.counter.person.holder.id == three[2]


def test_arrows_and_enter_pick_another(clerk, three):
    clerk.key("F2")
    clerk.keys("wxm")
    clerk.settle()
    second = rows(clerk)[1]
    clerk.key("Down")
    clerk.key("Down")
    clerk.key("Return")
    clerk.settle()
    assert clerk.sees(f"staff {second}")


def test_up_from_the_first_row_returns_to_the_box(clerk, three):
    clerk.key("F2")
    clerk.keys("wxm")
    clerk.settle()
    clerk.key("Down")
    assert clerk.focus() is clerk.desk.counter.search.list
    clerk.key("Up")
    assert clerk.focus() is clerk.desk.counter.search.box


def test_found_in_six_key_presses(clerk, three):
    before = clerk.presses
    clerk.key("F2")
    for letter in "oyn":
        clerk.key(letter)
    clerk.key("Return")
    clerk.waits_for("欧阳娜")
    assert clerk.presses - before <= 6


def test_a_stale_answer_is_dropped(clerk, three):
    gate = threading.Event()
    shown = []
    search = clerk.desk.counter.search
    clerk.desk.lanes.run("store", search, gate.wait)  # the books are slow
    clerk.key("F2")
    clerk.keys("wang")
    search.drawn = lambda: shown.append(search.text.get())
    clerk.key("BackSpace")
    clerk.key("BackSpace")
    search.box.delete(0, "end")
    clerk.keys("ouyang")
    gate.set()
    clerk.settle()
    assert rows(clerk) == ["S0099"]
    assert shown == ["ouyang"]


def test_an_empty_box_shows_the_recent_people(clerk, three):
    clerk.look_up("ouyang")
    clerk.look_up("20190033")
    clerk.key("Escape")
    clerk.settle()
    assert clerk.sees("Recent people")
    assert rows(clerk) == ["20190033", "S0099"]


def test_nobody_found_says_what_to_try(clerk, three):
    clerk.key("F2")
    clerk.keys("zzz")
    clerk.settle()
    assert clerk.sees("Nobody found.")


def test_a_form_with_typing_in_it_is_not_lost_to_another_person(clerk, three):
    clerk.look_up("20140217")
    clerk.desk.open_view(LostCard, clerk.desk.counter.person)
    clerk.settle()
    clerk.type("Number", "1101")
    clerk.look_up("20190033")
    assert clerk.desk.counter.person.holder.number == "20140217"
    assert clerk.field("Number").get() == "1101"
    assert clerk.sees("Finish or cancel the open form first")
