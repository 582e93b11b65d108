"""Where people are served: the desks, as their receipts name them (T2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual
from backoffice.domain.places import STATE_NAMES, Desk
from backoffice.domain.sentences import N_
from backoffice.ui.entry_words import campus_words
from backoffice.ui.place_forms import Located, located
from backoffice.ui.section import Section
from backoffice.ui.views.desk_change import AddDesk, ChangeDesk
from backoffice.ui.words import _, desk_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books
    from backoffice.ui.words import Said


class Desks(Section[Located[Desk]]):
    """Every desk there ever was."""

    title = N_("Desks")
    order = 34
    heads = (N_("Desk"), N_("Code"), N_("Campus"), N_("Telephone"), N_("State"))
    widths = (312, 72, 176, 128, 104)
    changing = (ChangeDesk,)
    adding = AddDesk
    explains = N_(
        "Every receipt carries name, address and telephone of its desk in both languages."
    )

    def read(self, books: Books) -> Sequence[Located[Desk]]:
        """Return every desk."""
        return located(books, books.places.desks())

    def key(self, row: Located[Desk]) -> int:
        """Return its row in the books."""
        return row.place.id

    def cells(self, row: Located[Desk]) -> Sequence[str]:
        """Return name, code, campus, telephone, and whether it is in service."""
        one, campus = row.place, _(campus_words(row.campus))
        return _(desk_name(one)), one.code, campus, one.telephone, _(STATE_NAMES[one.in_service])

    def facts(self, row: Located[Desk]) -> Sequence[tuple[Said, Said]]:
        """Return all that is known of it."""
        one = row.place
        texts = (
            (N_("Code"), one.code),
            (N_("Chinese name"), one.name_zh),
            (N_("English name"), one.name_en),
            (N_("Chinese address"), one.address_zh),
            (N_("English address"), one.address_en),
            (N_("Telephone"), one.telephone),
        )
        return (
            *((head, Bilingual(en=text, zh=text)) for head, text in texts),
            (N_("Campus"), campus_words(row.campus)),
            (N_("State"), STATE_NAMES[one.in_service]),
        )
