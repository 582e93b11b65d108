"""What people ask at a window is in sight at once, also on a low screen with much on offer."""

from tkinter import ttk

import pytest

from backoffice.actions import new_action_id, perform, preview
from backoffice.ui import theme, words
from backoffice.ui.offer_button import OfferButton
from backoffice.ui.timeline import LEAST
from backoffice.workflows import found_again, report_lost


@pytest.fixture
def busy(clerk, store, clock, clerk_actor, people):
    """Return the clerk before somebody with much on offer, a warning and a long history."""
    people.blanks()
    holder_id = people.staff(balance=12345, meal=2050)
    people.left_unit(holder_id)

    def do(module, **values):
        request = module.Request(holder_id=holder_id, **values)
        turn = {"action_id": new_action_id(), "actor": clerk_actor}
        sheet = preview(store, clock, module.WORKFLOW, request, **turn).digest
        request = module.Request(holder_id=holder_id, **values, sheet=sheet)
        return perform(store, clock, module.WORKFLOW, request, **turn)

    for _ in range(3):
        lost = do(report_lost)
        clock.move(minutes=20)
        do(found_again, scanned=lost.card_number)
        clock.move(minutes=20)
    clerk.look_up("wangxiaoming")
    return clerk


def inside(widget, place):
    """Tell whether no part of a widget is cut off by the borders of a place."""
    top, left = widget.winfo_rooty(), widget.winfo_rootx()
    return (
        widget.winfo_viewable()
        and place.winfo_rooty() <= top
        and top + widget.winfo_height() <= place.winfo_rooty() + place.winfo_height()
        and place.winfo_rootx() <= left
        and left + widget.winfo_width() <= place.winfo_rootx() + place.winfo_width()
    )


def lines_in_sight(clerk):
    """Return how many lines of the history can be read."""
    lists = [w for w in clerk.visible(clerk.desk.counter.page) if isinstance(w, ttk.Treeview)]
    rows = [lists[0].bbox(row) for row in lists[0].get_children()]
    return sum(bool(box) and box[1] + box[3] <= lists[0].winfo_height() for box in rows)


def offers(clerk):
    return [w for w in clerk.visible(clerk.desk.counter.page) if isinstance(w, OfferButton)]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_eleven_offers_leave_five_lines_of_history(busy, language, size):
    words.use(language)
    theme.resize(busy.app, size)
    busy.key("F2")  # the page is laid out for the size in force when it is shown
    busy.desk.counter.close_person()
    busy.look_up("wangxiaoming")
    buttons = offers(busy)
    assert len(buttons) >= 11
    assert [b.cget("text") for b in buttons if not inside(b, busy.desk.counter.middle)] == []
    assert lines_in_sight(busy) >= LEAST
    for button in buttons:
        texts = [button, *button.winfo_children()]
        assert sum(text.winfo_reqwidth() for text in texts) <= button.winfo_width() + 12, (
            button.cget("text")
        )


def test_the_page_comes_to_rest(busy):
    """What wraps and what scrolls must not chase each other."""
    moved = []
    for widget in busy.visible(busy.desk.counter.page):
        widget.bind("<Configure>", lambda event: moved.append(event.widget), add=True)
    for _ in range(50):
        busy.app.update()
    assert moved == []


def test_without_a_click_one_reads_why_something_is_greyed(clerk, people):
    people.staff(card=None, photo=False)
    clerk.look_up("wangxiaoming")
    greyed = [button for button in offers(clerk) if button.instate(["disabled"])]
    assert len(greyed) > 2
    why_not = "Report lost: There is no active card to stop."
    assert not clerk.sees(why_not)  # one line for all of them: another reason stands there
    assert any(": " in text and text.endswith(".") for text in clerk.reads())
    clerk.point("Report lost")
    assert clerk.sees(why_not)
    clerk.button("Report lost").event_generate("<Leave>")
    clerk.app.update()
    assert not clerk.sees(why_not)


def test_by_keyboard_one_gets_to_what_is_greyed_and_reads_why(clerk, people):
    people.staff(card=None, photo=False)
    clerk.look_up("wangxiaoming")
    wanted = clerk.button("Report lost")
    for _ in range(40):
        if clerk.focus() is wanted:
            break
        clerk.key("Tab")
    assert clerk.sees("Report lost: There is no active card to stop.")
    clerk.key("space")
    assert clerk.desk.view is None


def test_the_key_on_a_button_can_be_clicked(busy):
    button = busy.button("Report lost")
    [key] = button.winfo_children()
    assert key.cget("text") == "F3"
    key.event_generate("<ButtonRelease-1>", x=2, y=2)
    busy.waits_for("What changes")
