"""The queue of the photos page: what is listed, seen, moved to, and how much of it at once."""

import hashlib
import io
import time

import msgspec
import pytest
from PIL import Image
from sqlalchemy import insert

from backoffice.domain.measurements import Verdict
from backoffice.domain.photos import PhotoReason, PhotoSource, PhotoState
from backoffice.ui import thumbnails, waiting, waiting_photos, words
from db import tables as t
from tests.fixtures import documents, portraits
from tests.fixtures.books import PROGRAM, run
from tests.fixtures.photos import MEASURED

NAMES = ("王小明", "李娜", "陈晨")


@pytest.fixture
def queue(people, photos):
    """Return three photos that wait: good, doubtful, bad."""
    return [
        photos.take(people.staff(name=name, photo=documents.portrait()), picture, verdict=verdict)
        for name, verdict, picture in zip(
            NAMES, Verdict, (documents.portrait(), _face(), _face()), strict=True
        )
    ]


def _face():
    return portraits.jpeg(portraits.portrait())


@pytest.fixture
def page(fresh_clerk):
    """Return how to sit down as somebody and open the page."""

    def open_page(login="zhang"):
        fresh_clerk.sit_down(login)
        fresh_clerk.key("Alt-2")
        fresh_clerk.settle()
        fresh_clerk.settle()
        return fresh_clerk

    return open_page


def looked_at(clerk):
    """Return who stands over the pictures."""
    return clerk.desk.stage.page.compare._name.cget("text")


def test_it_lists_what_waits_with_what_was_measured(queue, page):
    clerk = page()
    assert clerk.sees("3 photos wait")
    assert clerk.sees("3 photos to approve")
    assert [text for text in clerk.reads() if text in NAMES][:3] == list(NAMES)
    for text in (
        "20140001 · 物理学院",
        "2026-11-23 · desk camera",
        "✓ fine",
        "? doubtful",
        "✗ bad",
    ):
        assert clerk.sees(text), text


def test_old_and_new_stand_side_by_side_with_the_figures(queue, page, people, photos):
    clerk = page()
    assert looked_at(clerk) == "王小明"
    for text in ("At the gates today", "New photo", "by Lina: the holder wishes it", "207 px"):
        assert clerk.sees(text), text
    assert clerk.sees("193 – 221")
    clerk.key("Down")
    clerk.wait_until(lambda: looked_at(clerk) == "李娜", what="the second photo")
    assert clerk.sees("✗ The background is not plain and even. Stand before the plain wall.")


def test_who_has_no_photo_yet_is_said_so(people, photos, page):
    photos.take(people.staff(photo=False, card=None), _face())
    clerk = page()
    assert clerk.sees("There is no photo yet.")
    assert clerk.sees("This picture was not measured: look at it closely.")


def test_a_damaged_picture_leaves_an_empty_frame_and_can_be_rejected(people, photos, page):
    photo = photos.take(people.staff(photo=documents.portrait()), b"\xff\xd8\xff broken")
    clerk = page()
    assert clerk.sees("no photo")
    clerk.key("r")
    clerk.waits_for("Press the number:")
    clerk.key("4")
    clerk.waits_for("No photo waits for approval.")
    assert photos.of(photo).state is PhotoState.REJECTED


def test_the_filter_lists_one_verdict(queue, page):
    clerk = page()
    clerk.press("bad")
    assert looked_at(clerk) == "陈晨"
    assert not clerk.sees("李娜")
    clerk.press("fine")
    assert looked_at(clerk) == "王小明"
    clerk.press("all")
    assert clerk.sees("李娜")


def test_a_filter_that_finds_nothing_says_so(people, photos, page):
    photos.take(people.staff(), _face(), verdict=Verdict.GOOD)
    clerk = page()
    clerk.press("bad")
    assert clerk.sees("None of those that wait is of this kind.")
    assert clerk.button("Approve").instate(["disabled"])


def test_marks_do_not_outlive_the_filter_that_hides_them(queue, page):
    clerk = page()
    clerk.key("space")
    clerk.waits_for("Marked: 1")
    clerk.press("bad")
    clerk.press("all")
    assert not clerk.sees("Marked: 1")


def test_the_mouse_chooses_and_marks(queue, page):
    clerk = page()
    rows = clerk.desk.stage.page.list._rows
    rows[1].event_generate("<ButtonPress-1>")
    clerk.settle()
    assert looked_at(clerk) == "李娜"
    rows[2].box.event_generate("<ButtonPress-1>")
    clerk.settle()
    assert clerk.sees("Marked: 1")
    clerk.press("Unmark all")
    assert not clerk.sees("Marked: 1")


def test_clerks_see_the_list_greyed_with_the_reason(queue, page, photos):
    clerk = page("lina")
    assert clerk.sees("The role clerk may not approve photos and entry.")
    assert clerk.button("Approve").instate(["disabled"])
    assert clerk.button("Reject").instate(["disabled"])
    clerk.key("space")
    clerk.key("a")
    clerk.key("Down")
    clerk.wait_until(lambda: looked_at(clerk) == "李娜", what="the arrows to work all the same")
    assert {photos.of(photo).state for photo in queue} == {PhotoState.SUBMITTED}
    assert not clerk.sees("Marked:")


def test_it_leads_to_the_person(queue, page):
    clerk = page()
    clerk.press("Open the person")
    clerk.waits_for("waiting for approval since 2026-11-23")


def test_it_follows_the_language(queue, page):
    clerk = page()
    words.use("zh_CN")
    clerk.app.update()
    assert clerk.sees("✗ 不合格")
    assert clerk.sees("2026-11-23 · 柜台摄像头")
    assert not clerk.sees("desk camera")


def test_what_another_desk_decided_is_gone_when_the_page_opens_again(queue, page, photos):
    clerk = page()
    photos.approve(queue[0])
    clerk.key("Alt-1")
    clerk.settle()
    clerk.key("Alt-2")
    clerk.settle()
    clerk.wait_until(lambda: looked_at(clerk) == "李娜", what="the next one")
    assert clerk.sees("2 photos wait")


# ── ten thousand ─────────────────────────────────────────────────────────────────────────────

MANY = 10_000


@pytest.fixture
def crowd(people, store, clock):
    """Let the photos of ten thousand people wait, each tenth of them bad."""
    people.staff(card=None, photo=False)  # so that there is a unit
    picture = io.BytesIO()
    Image.new("RGB", (26, 32), "#8fa8c0").save(picture, "JPEG")
    digest = hashlib.sha256(picture.getvalue()).hexdigest()
    measured = {verdict: msgspec.json.encode(one).decode() for verdict, one in MEASURED.items()}

    def enter(books, turn):
        holders, waiting = [], []
        for n in range(10, MANY + 10):
            holders.append(
                {
                    "id": n,
                    "number": f"N{n:05d}",
                    "name": f"第{n}人",
                    "name_latin": "",
                    "kind": "staff",
                    "unit_id": 1,
                }
            )
            verdict = Verdict.GOOD if n % 10 else Verdict.BAD
            waiting.append(
                {
                    "holder_id": n,
                    "state": PhotoState.SUBMITTED.value,
                    "source": PhotoSource.PORTAL.value,
                    "reason": PhotoReason.COLLECTED.value,
                    "taken_on": turn.today,
                    "measured": measured[verdict],
                    "sha256": digest,
                    "picture": picture.getvalue(),
                }
            )
        books.connection.execute(insert(t.holders), holders)
        books.connection.execute(insert(t.photos), waiting)

    run(store, clock, PROGRAM, "crowd", enter)


class Beats:
    """Counts how long the window was deaf."""

    def __init__(self, app):
        self._app, self._last, self.longest = app, time.monotonic(), 0.0
        self._tick()

    def _tick(self):
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now
        self._timer = self._app.after(5, self._tick)

    def stop(self):
        self._app.after_cancel(self._timer)


@pytest.mark.breaks_invariants  # nobody of the crowd is in the search
@pytest.mark.usefixtures("crowd")
def test_ten_thousand_are_listed_at_once_and_read_as_one_scrolls(page, monkeypatch):
    decoded = []
    fit = thumbnails.fit
    monkeypatch.setattr(thumbnails, "fit", lambda *args: decoded.append(1) or fit(*args))
    clerk = page()
    beats = Beats(clerk.app)
    assert clerk.sees("10000 photos wait")
    shown = clerk.desk.stage.page
    assert len(shown.waiting.rows) <= 2 * waiting.BATCH
    assert len(decoded) <= 2 * shown.list.room
    for _ in range(60):
        clerk.key("Next")
    clerk.settle()
    clerk.settle()
    assert shown.list.top > 60 * (shown.list.room - 1) - shown.list.room
    assert looked_at(clerk) == shown.list.chosen.holder_name
    assert len(shown.waiting.rows) < MANY / 5
    assert len(shown.list._thumbnails.kept) <= thumbnails.MOST
    assert len(shown.list._rows) <= shown.list.room + 1
    beats.stop()
    assert beats.longest < 0.5  # seconds; 0.04 where it was written


@pytest.mark.breaks_invariants  # nobody of the crowd is in the search
@pytest.mark.usefixtures("crowd")
def test_a_rare_verdict_is_found_behind_many_others(page):
    clerk = page()
    clerk.press("bad")
    shown = clerk.desk.stage.page
    clerk.wait_until(lambda: len(shown.waiting.rows) >= shown.list.room, what="a page of them")
    clerk.settle()
    assert looked_at(clerk) == "第10人"
    assert {waiting_photos.verdict_of(one) for one in shown.waiting.rows} == {Verdict.BAD}
