"""Which units there are, and who collects the cards of each (B3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.batches import UnitOnFile
from backoffice.domain.sentences import N_
from backoffice.ui.section import Section
from backoffice.ui.views.unit_change import ChangeContact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books


class Units(Section[UnitOnFile]):
    """Every unit by its code."""

    title = N_("Units")
    order = 38
    heads = (N_("Unit"), N_("Code"), N_("Contact"), N_("Telephone"))
    widths = (312, 120, 200, 160)
    changing = (ChangeContact,)
    only = N_("Only units with")
    explains = N_("Units come with the list of holders. Papers and overdue lists name the contact.")

    def read(self, books: Books) -> Sequence[UnitOnFile]:
        """Return every unit."""
        return books.batches.units()

    def key(self, row: UnitOnFile) -> int:
        """Return its row in the books."""
        return row.id

    def cells(self, row: UnitOnFile) -> Sequence[str]:
        """Return its name and code, and who collects."""
        return row.name, row.code, row.contact or "—", row.telephone or "—"
