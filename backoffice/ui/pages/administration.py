"""Administration: what the center decided, and who and what works in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_
from backoffice.ui import registry
from backoffice.ui.section_facts import SectionFacts
from backoffice.ui.section_page import SectionPage
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ttkbootstrap as ttk

    from backoffice.ui.section import Section


_HINT = N_("Choose a row with ↑ ↓; Enter changes it. Every change is shown before it is made.")


class Administration(SectionPage):
    """The sections that are found in ``backoffice/ui/sections``."""

    title = N_("Administration")
    order = 95
    right = Right.ADMINISTER

    def kinds(self) -> Sequence[type[Section[Any]]]:
        """Return all that are found."""
        return registry.all_sections()

    def fill_side(self, side: ttk.Frame) -> None:
        """Say how a row is changed, and what the chosen one says in full."""
        Text(side, _HINT, ink="secondary", wrap=True).grid(sticky="ew")
        SectionFacts(side, self.sections).grid(sticky="ew", pady=(8, 0))
