"""Enter a desk, change what receipts say of it, take it out of service or back into it (T2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.places import Desk
from backoffice.domain.sentences import N_, sentence
from backoffice.procedures.paper import place_of
from backoffice.ui.place_forms import Located, PlaceForm, in_both
from backoffice.ui.section import RowView
from backoffice.workflows import desk_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ui.steps import Step
    from backoffice.ui.words import Said


class AddDesk(PlaceForm[Desk]):
    """A new one, in service from now on."""

    code = "desk_change"
    title = N_("Add a desk")
    confirming: ClassVar[str] = N_("Add the desk")

    def fields(self, step: Step, areas: Sequence[tuple[str, Said]]) -> None:
        """Ask what its receipts say of it."""
        if self.before is None:
            step.text(
                "code",
                N_("Code"),
                explain=N_("It begins every receipt number and never changes, for example 24."),
                required=N_("Give the desk a code."),
            )
        in_both(step, "name", N_("Chinese name"), N_("English name"))
        in_both(step, "address", N_("Chinese address"), N_("English address"))
        step.text("telephone", N_("Telephone"), required=N_("Every receipt carries it."))
        step.choice(
            "area", N_("Campus"), areas, explain=N_("Terminals of the same campus are nearest.")
        )

    def check(self) -> None:
        """Show what would change."""
        values = self.values()
        values["code"] = self.before.code if self.before else values["code"].upper()
        request = desk_change.Request(desk=Desk(**values))
        self.when_printable(
            lambda: self.consequences(desk_change.WORKFLOW, request),
            place=place_of(request.desk),
        )

    def keep(self) -> None:
        """Do what the sheet shows."""
        self.confirm(desk_change.WORKFLOW, self._kept)

    def _kept(self, outcome: desk_change.Outcome) -> None:
        self.desk.place_changed(outcome.desk)
        said = N_("Receipts that are printed from now on say so.")
        if outcome.before is None:
            # How a window becomes this desk is nothing that the books could do.
            setting = f'desk = "{outcome.desk.code}"'
            self.finish(
                said,
                sentence("A window is this desk with {setting} in its settings.", setting=setting),
            )
        else:
            self.finish(said)


class ChangeDesk(AddDesk, RowView[Located[Desk]]):
    """Another name, address or telephone; out of service, or back."""

    title = N_("Change the desk")
    confirming: ClassVar[str] = PlaceForm.confirming

    def about(self, row: Located[Desk]) -> None:
        """Show it as it is."""
        self.before = row.place
