"""Where people help themselves: the self-service terminals (T1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual
from backoffice.domain.places import SERVICE_NAMES, STATE_NAMES, Terminal
from backoffice.domain.sentences import N_, Sentence, listed, sentence
from backoffice.ui.entry_words import campus_words
from backoffice.ui.place_forms import Located, located
from backoffice.ui.section import Section
from backoffice.ui.views.terminal_change import AddTerminal, ChangeTerminal
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books
    from backoffice.ui.words import Said


class Terminals(Section[Located[Terminal]]):
    """Every terminal there ever was, in the order of the center."""

    title = N_("Terminals")
    order = 36
    heads = (N_("Terminal"), N_("Campus"), N_("What it does"), N_("State"))
    widths = (360, 168, 200, 96)
    changing = (ChangeTerminal,)
    adding = AddTerminal
    explains = N_("Slips name those that replace cards and are in service, the nearest first.")

    def read(self, books: Books) -> Sequence[Located[Terminal]]:
        """Return every terminal."""
        return located(books, books.places.terminals())

    def key(self, row: Located[Terminal]) -> int:
        """Return its row in the books."""
        return row.place.id

    def cells(self, row: Located[Terminal]) -> Sequence[str]:
        """Return its name, its campus, what it does, and whether it is in service."""
        one = row.place
        does = N_("everything") if len(one.services) == len(SERVICE_NAMES) else _services(one)
        name = Bilingual(en=one.name_en, zh=one.name_zh)
        return _(name), _(campus_words(row.campus)), _(does), _(STATE_NAMES[one.in_service])

    def facts(self, row: Located[Terminal]) -> Sequence[tuple[Said, Said]]:
        """Return all that is known of it."""
        one = row.place
        return (
            (N_("Chinese name"), Bilingual(en=one.name_zh, zh=one.name_zh)),
            (N_("English name"), Bilingual(en=one.name_en, zh=one.name_en)),
            (N_("Campus"), campus_words(row.campus)),
            (N_("What it does"), _services(one)),
            (N_("State"), STATE_NAMES[one.in_service]),
        )


def _services(terminal: Terminal) -> Sentence:
    return listed([sentence(SERVICE_NAMES[one]) for one in terminal.services])
