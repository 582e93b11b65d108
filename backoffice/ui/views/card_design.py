"""Save a card design as a new version, and put a version in force; nothing is ever changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.card_designs import Design, named
from backoffice.domain.holders import KIND_NAMES, HolderKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import View
from backoffice.workflows import card_design

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAY = N_("From today at the earliest. Cards that exist stay as they are.")


class CardDesign(View):
    """Opened on the page of card designs, with the design that is under work there."""

    code = "card_design"
    title = N_("Save as a new version")
    right = Right.ADMINISTER
    unfinished = False
    belongs: ClassVar[Mapping[str, str]] = {"design": "words"}

    def build(self) -> None:
        """Make the step of name and remark, and the sheet."""
        self._current: Callable[[], Design] | None = None
        self._design: Design | None = None
        self._saved: Callable[[Design, str], None] = lambda _design, _reference: None
        first = self.step("words", N_("Remark"), action=N_("Check"), act=self._check)
        first.text(
            "words",
            N_("What is different, and why"),
            required=N_("A new version needs a remark: what is different, and why."),
        )
        first.text(
            "name", N_("Name of the design"), explain=N_("The same name makes its next version.")
        )
        kinds = [(None, N_("nobody yet")), *KIND_NAMES.items()]
        first.choice("kind", N_("In force for"), kinds)
        first.day("from", N_("From which day on"), explain=_DAY)
        self.sheet_step(N_("Save the version"), self._save)

    def take(self, current: Callable[[], Design], saved: Callable[[Design, str], None]) -> None:
        """Learn what is under work, and who is told what it is called once it is saved."""
        self._current, self._saved = current, saved
        fields = self.steps["words"].fields
        fields["name"].start(current().name)
        fields["from"].start(self.desk.program.clock.today().isoformat())

    def _check(self) -> None:
        assert self._current is not None  # noqa: S101  the page hands it over
        words, name, kind = self.read("words"), self.read("name"), self.read("kind")
        self._design = Design(name=name, elements=self._current().elements)
        request = card_design.Request(
            design=self._design,
            words=words,
            kind=kind,
            valid_from=_day(self) if kind is not None else None,
        )
        self.consequences(card_design.WORKFLOW, request)

    def _save(self) -> None:
        self.confirm(card_design.WORKFLOW, self._done)

    def _done(self, outcome: card_design.Outcome) -> None:
        assert self._design is not None  # noqa: S101  as above
        name, version = named(outcome.design)
        self._saved(self._design, outcome.design)
        self.finish(sentence("Saved as version {version} of “{name}”.", version=version, name=name))


class CardDesignUse(View):
    """Opened on the page of card designs for the version that is chosen there."""

    code = "card_design_use"
    title = N_("Put in force")
    right = Right.ADMINISTER
    unfinished = False
    belongs: ClassVar[Mapping[str, str]] = {"design": "kind"}

    def build(self) -> None:
        """Make the step of kind and day, and the sheet."""
        self._reference = ""
        first = self.step("kind", N_("For whom"), action=N_("Check"), act=self._check)
        self._which = first.note("", ink="fg")
        first.choice("kind", N_("In force for"), list(KIND_NAMES.items()))
        first.day("from", N_("From which day on"), explain=_DAY)
        self.sheet_step(N_("Put in force"), self._use)

    def take(self, reference: str) -> None:
        """Take over which version it is about."""
        self._reference = reference
        self._which.say(sentence("Card design {name}", name=reference))
        fields = self.steps["kind"].fields
        fields["from"].start(self.desk.program.clock.today().isoformat())
        kind = next((kind for kind in HolderKind if kind.value == named(reference)[0]), None)
        if kind is not None:
            fields["kind"].choose(kind)  # type: ignore[attr-defined]

    def _check(self) -> None:
        request = card_design.Using(
            design=self._reference, kind=self.read("kind"), valid_from=_day(self)
        )
        self.consequences(card_design.USE, request)

    def _use(self) -> None:
        self.confirm(card_design.USE, self._done)

    def _done(self, outcome: card_design.Outcome) -> None:
        assert outcome.valid_from is not None  # noqa: S101  it was asked for
        self.finish(
            sentence(
                "{name} is in force from {day} on.",
                name=outcome.design,
                day=outcome.valid_from.isoformat(),
            )
        )


def _day(view: View) -> date:
    day: date | None = view.read("from")
    if day is None:
        raise Refusal(
            "design-day-missing",
            sentence("A design is in force from a day on."),
            advice=sentence("Enter the day."),
        )
    return day
