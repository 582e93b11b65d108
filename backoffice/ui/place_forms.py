"""What the forms of desks and terminals have in common: fields that wait for the areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from backoffice.domain.places import STATE_NAMES, Desk, Terminal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_
from backoffice.ui.entry_words import campus_words
from backoffice.ui.fields import ChoiceField, TextField
from backoffice.ui.printable_form import PrintableForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.entry import Campus
    from backoffice.ports import Books
    from backoffice.ui.steps import Step
    from backoffice.ui.words import Said

P = TypeVar("P", Desk, Terminal)
_STATES = list(STATE_NAMES.items())
_BOTH = N_("Receipts and slips carry both languages.")


@dataclass(frozen=True, kw_only=True)
class Located(Generic[P]):
    """A place, and the campus it lies on."""

    place: P
    campus: Campus


def located(books: Books, places: Sequence[P]) -> list[Located[P]]:
    """Return the places, each with its campus."""
    campuses = {campus.code: campus for campus in books.entry.campuses()}
    return [Located(place=place, campus=campuses[place.area]) for place in places]


class PlaceForm(PrintableForm, Generic[P]):
    """One step of fields, and the sheet.

    Attributes:
        before: The place that is changed; None for a new one.
        confirming: What the last button says.
    """

    right = Right.ADMINISTER
    unfinished = False
    belongs: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("place-", "unknown-campus", "nothing-", "desk-", "terminal-"), "place"
    )
    confirming: ClassVar[str] = N_("Change it")
    before: P | None = None

    def build(self) -> None:
        """Make the step of the place, whose fields come with the areas, and the sheet."""
        self._first = self.step("place", N_("Place"), action=N_("Check"), act=self._check)
        self.sheet_step(self.confirming, self.keep)
        store = self.desk.program.store()

        def areas() -> Sequence[Campus]:
            with store.reading() as books:
                return books.entry.campuses()

        self.work(areas, self._offer)

    def fields(self, step: Step, areas: Sequence[tuple[str, Said]]) -> None:
        """Add the fields of this kind of place, each under the name it has there."""
        raise NotImplementedError

    def check(self) -> None:
        """Show what would change."""
        raise NotImplementedError

    def keep(self) -> None:
        """Do what the sheet shows."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """Return what was entered, by name."""
        named = {name: self.read(name) for name in self._first.fields}
        return {"id": self.before.id if self.before else 0, **named}

    def _offer(self, areas: Sequence[Campus]) -> None:
        step, before = self._first, self.before
        self.fields(step, [(one.code, campus_words(one)) for one in areas])
        if before is not None:
            step.choice("in_service", N_("State"), _STATES)
            for name, field in step.fields.items():
                if isinstance(field, ChoiceField):
                    field.choose(getattr(before, name))
                elif isinstance(field, TextField):
                    field.start(getattr(before, name))
        step.begin()

    def _check(self) -> None:
        if self._first.fields:  # else the areas are still being read
            self.check()


def in_both(step: Step, what: str, chinese: Said, english: Said) -> None:
    """Add a text in both languages."""
    step.text(f"{what}_zh", chinese, required=_BOTH)
    step.text(f"{what}_en", english, required=_BOTH)
