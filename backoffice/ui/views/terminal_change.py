"""Enter a self-service terminal, change it, take it out of service or back into it (T1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.documents import Bilingual
from backoffice.domain.places import SERVICE_NAMES, Terminal, TerminalService
from backoffice.domain.sentences import N_
from backoffice.ui.place_forms import Located, PlaceForm, in_both
from backoffice.ui.section import RowView
from backoffice.workflows import terminal_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ui.steps import Step
    from backoffice.ui.words import Said


class AddTerminal(PlaceForm[Terminal]):
    """A new one, in service from now on."""

    code = "terminal_change"
    title = N_("Add a terminal")
    confirming: ClassVar[str] = N_("Add the terminal")

    def fields(self, step: Step, areas: Sequence[tuple[str, Said]]) -> None:
        """Ask what it is called, where it is and what it does."""
        in_both(step, "name", N_("Chinese name"), N_("English name"))
        step.choice(
            "area", N_("Campus"), areas, explain=N_("Desks of the same campus send there first.")
        )
        does = self.before.services if self.before else tuple(TerminalService)
        for service, name in SERVICE_NAMES.items():
            step.tick(service.value, name).start("1" if service in does else "")

    def check(self) -> None:
        """Show what would change."""
        values = self.values()
        services = tuple(one for one in TerminalService if values.pop(one.value))
        terminal = Terminal(**values, services=services)
        request = terminal_change.Request(terminal=terminal)
        self.when_printable(
            lambda: self.consequences(terminal_change.WORKFLOW, request),
            Bilingual(en=terminal.name_en, zh=terminal.name_zh),
        )

    def keep(self) -> None:
        """Do what the sheet shows."""
        said = N_("Slips that are printed from now on know it.")
        self.confirm(terminal_change.WORKFLOW, lambda _outcome: self.finish(said))


class ChangeTerminal(AddTerminal, RowView[Located[Terminal]]):
    """Another name or place, other services; out of service, or back."""

    title = N_("Change the terminal")
    confirming: ClassVar[str] = PlaceForm.confirming

    def about(self, row: Located[Terminal]) -> None:
        """Show it as it is."""
        self.before = row.place
