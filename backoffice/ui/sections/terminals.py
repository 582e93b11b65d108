"""Where people help themselves: the self-service terminals (T1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.places import SERVICE_NAMES, STATE_NAMES
from backoffice.domain.sentences import N_, listed, sentence
from backoffice.ui.entry_words import campus_words
from backoffice.ui.section import Section
from backoffice.ui.views.terminal_change import AddTerminal, ChangeTerminal, Located
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books


class Terminals(Section[Located]):
    """Every terminal there ever was, in the order of the center."""

    title = N_("Terminals")
    order = 36
    heads = (
        N_("Chinese name"),
        N_("English name"),
        N_("Campus"),
        N_("What it does"),
        N_("State"),
    )
    widths = (184, 288, 128, 128, 88)
    changing = (ChangeTerminal,)
    adding = AddTerminal
    explains = N_("Slips name those that replace cards and are in service, the nearest first.")

    def read(self, books: Books) -> Sequence[Located]:
        """Return every terminal."""
        areas = {campus.code: campus for campus in books.entry.campuses()}
        return [Located(terminal=one, area=areas[one.area]) for one in books.places.terminals()]

    def key(self, row: Located) -> int:
        """Return its row in the books."""
        return row.terminal.id

    def cells(self, row: Located) -> Sequence[str]:
        """Return both names, the area, what it does, and whether it is in service."""
        one, area = row.terminal, _(campus_words(row.area))
        services = [sentence(SERVICE_NAMES[service]) for service in one.services]
        does = N_("everything") if len(services) == len(SERVICE_NAMES) else listed(services)
        return one.name_zh, one.name_en, area, _(does), _(STATE_NAMES[one.in_service])
