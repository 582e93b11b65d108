"""The day of a new photo is set on the person's page, which says what becomes of a photo."""

from datetime import timedelta

import pytest

from backoffice.domain.photos import PhotoState
from tests.desk.steps import begin
from tests.fixtures import documents


@pytest.fixture
def holder(people):
    return people.staff(photo=documents.portrait())


def test_p4_a_supervisor_puts_their_word_behind_an_earlier_day(clerk, holder, photos, clock):
    coming = photos.replaced(holder, documents.portrait() + b"new")
    clerk.look_up("20140001")
    clerk.waits_for("approved, at the gates from 2026-11-24")
    clerk.key("Shift-F6")
    clerk.waits_for("First day at the gates")
    clerk.settle()
    assert clerk.field("First day at the gates").get() == "2026-11-23"
    clerk.keys("leaves for a year")
    clerk.key("Return")
    clerk.waits_for("A supervisor approves")
    clerk.settle()
    clerk.keys("zhang")
    clerk.key("Return")
    clerk.keys("card-center")
    clerk.key("Return")
    clerk.waits_for("Reason: leaves for a year")
    assert clerk.sees("2026-11-24")
    clerk.key("Control-Return")
    clerk.waits_for("Gates use the new photo from 2026-11-23.")
    assert photos.at_gates(holder) == coming
    assert photos.of(photos.first(holder)).state is PhotoState.SUPERSEDED
    clerk.key("Escape")
    clerk.settle()
    assert not clerk.sees("Day of photo")
    assert not clerk.sees("at the gates from")


def test_a_day_that_can_not_be_is_refused_where_it_was_typed(clerk, holder, photos, clock):
    photos.replaced(holder, documents.portrait() + b"new")
    begin(clerk, "Shift-F6")
    for day, said in (
        ("", "The first day at the gates is missing."),
        ("tomorrow", "This is not a day."),
        ("2026-11-22", "A photo becomes effective today or within a year."),
        ((clock.today() + timedelta(days=400)).isoformat(), "today or within a year."),
    ):
        clerk.field("First day at the gates").delete(0, "end")
        clerk.type("First day at the gates", day)
        clerk.press("Check")
        clerk.waits_for(said)


def test_it_is_offered_only_while_an_approved_photo_waits_for_its_day(clerk, holder, photos):
    photo = photos.take(holder, documents.portrait() + b"new")
    clerk.look_up("20140001")
    clerk.waits_for("waiting for approval since 2026-11-23")
    assert not clerk.sees("Day of photo")
    clerk.key("Shift-F6")
    assert clerk.desk.view is None
    photos.approve(photo)
    clerk.desk.something_happened()
    clerk.waits_for("Day of photo")


def test_p3_a_rejection_stands_there_with_its_reason(clerk, holder, photos):
    photos.reject(photos.take(holder, documents.portrait() + b"new"))
    clerk.look_up("20140001")
    clerk.waits_for("rejected on 2026-11-23: blurred")


def test_without_news_nothing_is_said_of_photos(clerk, holder):
    clerk.look_up("20140001")
    clerk.waits_for("Campus balance")
    assert not clerk.sees("New photo")
