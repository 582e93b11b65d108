"""Campus entry: applied for by a person, carried by their active card (FAQ 6, E1–E3)."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.domain.cards import STATE_NAMES as CARD_STATE_NAMES
from backoffice.domain.cards import CardState
from backoffice.domain.sentences import N_, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from backoffice.domain.cards import Card
    from backoffice.domain.sentences import Sentence


class EntryState(enum.Enum):
    """Where an application is; it expires by itself after its last day."""

    APPLIED = "applied"
    PASSED = "passed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


STATE_NAMES = {
    EntryState.APPLIED: N_("applied for"),
    EntryState.PASSED: N_("passed"),
    EntryState.REFUSED: N_("refused"),
    EntryState.WITHDRAWN: N_("withdrawn"),
    EntryState.EXPIRED: N_("expired"),
}


@dataclass(frozen=True, kw_only=True)
class Campus:
    """One campus that is entered."""

    code: str
    name_en: str
    name_zh: str


@dataclass(frozen=True, kw_only=True)
class EntryApplication:
    """One application.

    Attributes:
        campus: Code of the campus.
        from_on: First day of entry; ``until_on`` the last.
        answered_by: Who passed or refused it; ``answer`` says why.
    """

    id: int
    holder_id: int
    campus: str
    reason: str
    from_on: date
    until_on: date
    state: EntryState
    applied_at: datetime
    answered_by: int | None
    answered_at: datetime | None
    answer: str

    def in_force(self, today: date) -> bool:
        """Whether it lets its holder in on a day, with an active card (E3)."""
        return self.state is EntryState.PASSED and self.from_on <= today <= self.until_on


@dataclass(frozen=True, kw_only=True)
class NewApplication:
    """What is applied for."""

    holder_id: int
    campus: str
    reason: str
    from_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryRight:
    """One line of what gates are given: this card may enter there in these days."""

    holder_number: str
    card_number: str
    campus: str
    from_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True)
class EntryHandOver:
    """One file of rights for the gates; ``written_at`` is None until it is completely written."""

    number: int
    at: datetime
    rights: int
    text: str = field(repr=False)
    written_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CampusStanding:
    """How a person stands with one campus on a day.

    Attributes:
        open: Whether an application is in force, whatever the card is.
        says: What became of the application, with its days or its reason.
    """

    campus: Campus
    open: bool
    says: Sentence


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Whether a card lets its holder in on a day (E3).

    Attributes:
        why_not: What keeps the card out everywhere; None if it is let in somewhere.
        campuses: Each campus that was ever applied for, what matters most first.
    """

    why_not: Sentence | None
    campuses: tuple[CampusStanding, ...]

    @property
    def allowed(self) -> bool:
        """Whether the card is let in somewhere: where a campus is ``open``."""
        return self.why_not is None

    @property
    def open(self) -> tuple[CampusStanding, ...]:
        """The campuses with an application in force."""
        return tuple(one for one in self.campuses if one.open)


def answer(
    card: Card | None,
    applications: Sequence[EntryApplication],
    campuses: Sequence[Campus],
    today: date,
) -> Answer:
    """Answer for a card, from the applications of its holder, newest first."""
    telling = []
    for campus in campuses:
        of_campus = [one for one in applications if one.campus == campus.code]
        if of_campus:
            telling.append((campus, min(of_campus, key=lambda one: _weight(one, today))))
    telling.sort(key=lambda pair: _weight(pair[1], today))
    standings = tuple(
        CampusStanding(campus=campus, open=one.in_force(today), says=_standing(one, today))
        for campus, one in telling
    )
    return Answer(why_not=_why_not(card, standings, today), campuses=standings)


def _why_not(
    card: Card | None, standings: Sequence[CampusStanding], today: date
) -> Sentence | None:
    if card is None:
        return sentence("there is no card")
    if card.state is not CardState.ACTIVE:
        return sentence(
            "the card is not active: {state}", state=sentence(CARD_STATE_NAMES[card.state])
        )
    if card.valid_until is not None and card.valid_until < today:
        return sentence("the card expired on {day}", day=card.valid_until.isoformat())
    if not standings:
        return sentence("no entry was applied for")
    return None if standings[0].open else standings[0].says


def _weight(application: EntryApplication, today: date) -> tuple[int, int]:
    """Say how much an application tells of a day, smallest first; the last day decides ties."""
    state, over = application.state, application.until_on < today
    order = {EntryState.PASSED: 1, EntryState.APPLIED: 2, EntryState.REFUSED: 3}
    weight = 0 if application.in_force(today) else order.get(state, 5)
    if state is EntryState.EXPIRED or (over and weight < order[EntryState.REFUSED]):
        weight = 4
    return weight, -application.until_on.toordinal()


def _standing(application: EntryApplication, today: date) -> Sentence:
    start, end = application.from_on.isoformat(), application.until_on.isoformat()
    state = application.state
    if state is EntryState.REFUSED:
        return sentence("refused: {reason}", reason=application.answer)
    if state is EntryState.WITHDRAWN:
        return sentence("withdrawn")
    if state is EntryState.EXPIRED or application.until_on < today:
        return sentence("over: its last day was {day}", day=end)
    if state is EntryState.APPLIED:
        return sentence("applied for, not answered yet")
    if application.from_on > today:
        return sentence("passed, but only from {start} to {end}", start=start, end=end)
    return sentence("passed until {day}", day=end)
