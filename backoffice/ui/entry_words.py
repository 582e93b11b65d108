"""How the window speaks of campus entry: one line for a person, a name for a campus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual
from backoffice.domain.sentences import sentence
from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.domain.entry import Answer, Campus


def campus_words(campus: Campus) -> Bilingual:
    """Return what a campus is called."""
    return Bilingual(en=campus.name_en, zh=campus.name_zh)


def entry_line(answer: Answer) -> str:
    """Return in the language in force where the card may enter today, or why nowhere."""
    if answer.why_not is not None:
        return _(sentence("not today: {why}", why=answer.why_not))
    return "; ".join(
        _(sentence("{campus}: {standing}", campus=_(campus_words(one.campus)), standing=one.says))
        for one in answer.open
    )
