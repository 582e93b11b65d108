"""Apply for campus entry, or withdraw an application: where, why, from when until when."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.entry import STATE_NAMES, EntryState
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.entry_words import campus_words
from backoffice.ui.view import Offer, View
from backoffice.ui.words import _
from backoffice.workflows import entry_application

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.entry import Campus, EntryApplication
    from backoffice.ui.person import Person

LIVE = frozenset({EntryState.APPLIED, EntryState.PASSED})
_SOON = timedelta(days=30)


class EntryApplicationView(View):
    """Write down what somebody with a card applies for; a supervisor answers later."""

    code = "entry_application"
    title = N_("Apply for campus entry")
    short = N_("Apply for entry")
    key = "Shift+F5"
    order = 52
    happenings: ClassVar[Mapping[str, str]] = {
        "entry_application": N_("Campus entry applied for"),
    }
    belongs: ClassVar[Mapping[str, str]] = {
        "entry-": "application",
        "no-active-card": "application",
        "unknown-campus": "application",
    }

    @classmethod
    def offer(cls, person: Person) -> Offer:
        """Offer it to whoever has an active card (E2)."""
        if person.card is None or person.card.state is not CardState.ACTIVE:
            return Offer.no(sentence("Only somebody with an active card applies for entry."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of what is applied for, and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        person = self.person
        first = self.step("application", N_("Application"), action=N_("Check"), act=self._check)
        options = [(campus.code, campus_words(campus)) for campus in person.campuses]
        waits = {one.campus for one in person.applications if one.state is EntryState.APPLIED}
        campus = first.choice("campus", N_("Campus"), options)
        free = [code for code, _said in options if code not in waits]
        if free:
            campus.choose(free[0])
        first.text(
            "reason",
            N_("Why entry is needed"),
            required=N_("Write in a few words why entry is needed."),
        )
        first.day("from", N_("First day")).start(person.today.isoformat())
        end = person.holder.valid_until or _end_of_year(person.today)
        first.day("until", N_("Last day")).start(end.isoformat())
        self.sheet_step(N_("Apply"), self._apply)

    def _check(self) -> None:
        start, end = self.read("from"), self.read("until")
        if start is None or end is None:
            raise Refusal(
                "entry-days",
                sentence("A day is missing."),
                advice=sentence("Enter the first and the last day of entry."),
                rule="E2",
                source="FAQ 6",
            )
        request = entry_application.Request(
            holder_id=self.holder_id,
            campus=self.read("campus"),
            reason=self.read("reason"),
            from_on=start,
            until_on=end,
        )
        self.consequences(entry_application.WORKFLOW, request)

    def _apply(self) -> None:
        self.confirm(entry_application.WORKFLOW, self._done)

    def _done(self, outcome: entry_application.Outcome) -> None:
        self.finish(
            sentence("The application waits for an answer. No gate opens before."),
            sentence("Receipt {number} is printing.", number=outcome.receipt),
        )


class EntryWithdrawal(View):
    """Take back an application, waiting or passed; entry by it ends at once."""

    code = "entry_withdrawal"
    title = N_("Withdraw an application for entry")
    short = N_("Withdraw entry")
    order = 53
    happenings: ClassVar[Mapping[str, str]] = {
        "entry_withdrawal": N_("Application for entry withdrawn"),
    }
    belongs: ClassVar[Mapping[str, str]] = {"": "confirm"}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it where something waits or was passed."""
        return Offer.yes() if _live(person) else None

    def build(self) -> None:
        """Make the one step: which."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        step = self.confirm_step(N_("Withdraw"), self._withdraw)
        known = {campus.code: campus for campus in self.person.campuses}
        step.choice(
            "application",
            N_("Application"),
            [(one.id, partial(_called, known[one.campus], one)) for one in _live(self.person)],
            explain=N_("Passed entry ends at once; waiting ones are not answered any more."),
        )

    def _withdraw(self) -> None:
        request = entry_application.Withdrawing(
            holder_id=self.holder_id, application_id=self.read("application")
        )
        self.perform(entry_application.WITHDRAW, request, self._done)

    def _done(self, _outcome: entry_application.Withdrawn) -> None:
        self.finish(sentence("The application is withdrawn."))


def _live(person: Person) -> list[EntryApplication]:
    return [one for one in person.applications if one.state in LIVE]


def _called(campus: Campus, application: EntryApplication) -> str:
    state = _(STATE_NAMES[application.state])
    return f"{_(campus_words(campus))} · {state} · {application.until_on.isoformat()}"


def _end_of_year(today: date) -> date:
    """Return the end of this year, or in December of the next one."""
    return date((today + _SOON).year, 12, 31)
