"""Where people are served: the desks, as their receipts name them (T2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual
from backoffice.domain.places import STATE_NAMES, Desk
from backoffice.domain.sentences import N_
from backoffice.ui.section import Section
from backoffice.ui.views.desk_change import AddDesk, ChangeDesk
from backoffice.ui.words import _, desk_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books


class Desks(Section[Desk]):
    """Every desk there ever was."""

    title = N_("Desks")
    order = 34
    heads = (N_("Code"), N_("Name"), N_("Address"), N_("Telephone"), N_("State"))
    widths = (56, 280, 320, 96, 96)
    changing = (ChangeDesk,)
    adding = AddDesk
    explains = N_(
        "Every receipt carries name, address and telephone of its desk in both languages."
    )

    def read(self, books: Books) -> Sequence[Desk]:
        """Return every desk."""
        return books.places.desks()

    def key(self, row: Desk) -> int:
        """Return its row in the books."""
        return row.id

    def cells(self, row: Desk) -> Sequence[str]:
        """Return code, name, address, telephone, and whether it is in service."""
        address = Bilingual(en=row.address_en, zh=row.address_zh)
        state = STATE_NAMES[row.in_service]
        return row.code, _(desk_name(row)), _(address), row.telephone, _(state)
