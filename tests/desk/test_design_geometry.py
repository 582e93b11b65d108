"""Where elements go and what is remembered of it, without a window."""

from dataclasses import replace

import pytest

from backoffice.domain.card_designs import Design, Element
from backoffice.ui.design_geometry import HANDLES, dragged, moved, resized
from backoffice.ui.design_history import History

PHOTO = Element(kind="photo", side="front", x=5, y=17.4, w=26, h=32)
BOX = Element(kind="box", side="front", x=-2, y=-2, w=40, h=15)
LINE = Element(kind="line", side="front", x=5, y=44, w=30, h=0)


@pytest.mark.parametrize(
    ("element", "by", "place"),
    [
        (PHOTO, (0.1, -0.1), (5.1, 17.3, 26, 32)),
        (PHOTO, (-50, -50), (0, 0, 26, 32)),
        (PHOTO, (100, 100), (59.6, 21.98, 26, 32)),
        (BOX, (-50, -50), (-3, -3, 40, 15)),  # colour may run over the edge
        (LINE, (0, 50), (5, 53.98, 30, 0)),
    ],
)
def test_an_element_moves_as_far_as_it_stays_on_the_card(element, by, place):
    assert moved(element, *by).place == pytest.approx(place)


@pytest.mark.parametrize("handle", HANDLES)
def test_a_handle_moves_its_own_edges_and_no_others(handle):
    sized = resized(PHOTO, handle, 1, 2)
    left, top = sized.x, sized.y
    right, bottom = sized.x + sized.w, sized.y + sized.h
    assert left == pytest.approx(6 if handle[0] < 0 else 5)
    assert right == pytest.approx(32 if handle[0] > 0 else 31)
    assert top == pytest.approx(19.4 if handle[1] < 0 else 17.4)
    assert bottom == pytest.approx(51.4 if handle[1] > 0 else 49.4)


@pytest.mark.parametrize("handle", [h for h in HANDLES if 0 not in h])
def test_nothing_is_sized_away_or_off_the_card(handle):
    for way in (-500, 500):
        small = resized(PHOTO, handle, way, way)
        assert small.w >= 0.5
        assert small.h >= 0.5
        assert small.x >= 0
        assert small.x + small.w <= 85.6
        assert small.y >= 0
        assert small.y + small.h <= 53.98


def test_what_is_near_attracts_and_what_is_far_does_not():
    text = Element(kind="text", side="front", x=40, y=30, w=20, h=4, field="name")
    near = dragged(
        text, (0, 0), (-8.7, 0), [PHOTO], reach=0.5
    )  # its left edge to the photo's right
    assert (near.element.x, near.across) == (31, (31.0,))
    far = dragged(text, (0, 0), (-8.0, 0), [PHOTO], reach=0.5)
    assert (far.element.x, far.across) == (32, ())
    free = dragged(text, (0, 0), (-8.7, 0), [PHOTO], reach=0)
    assert free.element.x == pytest.approx(31.3)


def test_middles_and_the_card_itself_attract():
    text = Element(kind="text", side="front", x=30, y=10, w=20, h=4, field="name")
    middle = dragged(text, (0, 0), (2.5, 14.7), [], reach=0.5).element
    assert (middle.x + 10, middle.y + 2) == (42.8, 26.99)
    edge = dragged(text, (1, 0), (35.3, 0), [], reach=0.5).element
    assert edge.x + edge.w == 85.6


@pytest.fixture
def history():
    return History(Design(name="staff", elements=(PHOTO, BOX, LINE)))


def test_every_step_is_undone_and_done_again(history):
    states = [history.design]
    history.select(0)
    for step in range(200):
        history.change(moved(history.element, 0.1 if step % 2 else 0.2, 0))
        states.append(history.design)
    for state in reversed(states[:-1]):
        history.undo()
        assert history.design == state
    assert not history.can_undo
    history.undo()
    assert history.design == states[0]
    for state in states[1:]:
        history.redo()
        assert history.design == state
    assert not history.can_redo


def test_a_drag_is_one_step_and_two_drags_are_two(history):
    history.select(0)
    for name in ("drag 1", "drag 2"):
        for _ in range(5):
            history.change(moved(history.element, 0.1, 0), by=name)
    history.undo()
    assert history.element.x == pytest.approx(5.5)
    history.undo()
    assert (history.element, history.can_undo) == (PHOTO, False)


def test_what_is_done_after_an_undo_ends_what_could_be_done_again(history):
    history.select(0)
    history.change(moved(PHOTO, 1, 0))
    history.undo()
    history.change(moved(PHOTO, 0, 1))
    assert not history.can_redo
    history.redo()
    assert history.element.y == pytest.approx(18.4)


def test_elements_are_added_removed_and_drawn_in_another_order(history):
    history.add(replace(PHOTO, x=9))
    assert (history.selected, len(history.design.elements)) == (3, 4)
    history.raise_by(-2)
    assert (history.selected, history.element.x) == (1, 9)
    history.raise_by(-9)
    assert history.selected == 0
    history.remove()
    assert history.selected is None
    assert history.design.elements == (PHOTO, BOX, LINE)
    history.undo()
    assert (history.selected, history.element.x) == (0, 9)


def test_work_is_unsaved_until_it_is_saved_or_as_it_was(history):
    history.select(0)
    history.change(moved(PHOTO, 1, 0))
    assert history.unsaved
    history.undo()
    assert not history.unsaved
    history.redo()
    history.mark_saved(history.design)
    assert not history.unsaved
    history.undo()
    assert history.unsaved
