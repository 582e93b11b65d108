"""Set the day from which gates use an approved photo: day and reason, sheet, confirm."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import photo_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person


class PhotoDate(View):
    """Not the next calendar day, because a supervisor says why."""

    code = "photo_date"
    title = N_("Set the day of the new photo")
    short = N_("Day of photo")
    key = "Shift+F6"
    order = 42
    happenings: ClassVar[Mapping[str, str]] = {"photo_date": N_("Day of the new photo set")}
    belongs: ClassVar[Mapping[str, str]] = {"photo-date": "day", "needs-": "day"}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it only while an approved photo waits for its day."""
        photo = person.photo
        waits = photo is not None and photo.effective_on and photo.effective_on > person.today
        return Offer.yes() if waits else None

    def build(self) -> None:
        """Make the step of day and reason, and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        first = self.step("day", N_("Day"), action=N_("Check"), act=self._check)
        day = first.day(
            "day",
            N_("First day at the gates"),
            explain=N_("Today, or up to a year from now. Like 2031-12-31."),
        )
        day.start(self.person.today.isoformat())
        first.text("reason", N_("Why not the day after approval"))
        self.sheet_step(N_("Set the day"), self._set)

    def _check(self) -> None:
        day: date | None = self.read("day")
        if day is None:
            raise Refusal(
                "photo-date-missing",
                sentence("The first day at the gates is missing."),
                advice=sentence("Type it like 2031-12-31."),
            )
        request = photo_date.Request(
            holder_id=self.holder_id, effective_on=day, reason=self.read("reason")
        )
        self.consequences(photo_date.WORKFLOW, request)

    def _set(self) -> None:
        self.confirm(photo_date.WORKFLOW, self._done)

    def _done(self, outcome: photo_date.Outcome) -> None:
        self.finish(
            sentence("Gates use the new photo from {day}.", day=outcome.effective_on.isoformat())
        )
