"""Says sentences in every language of the program. English is the key; see ``assets``."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual
from backoffice.domain.sentences import Sentence

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "backoffice"
CATALOGUES = Path(__file__).parent.parent / "assets" / "translations"
LANGUAGES = {"en": "English", "zh_CN": "中文"}


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the catalogue of ``language``; English needs none."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, CATALOGUES, languages=[language])


def say(said: Sentence | str, language: str) -> str:
    """Return ``said`` in ``language``, the sentences among its values too."""
    if isinstance(said, str):
        return catalogue(language).gettext(said) if said else ""
    template = catalogue(language).gettext(said.template) if said.template else ""
    values = {
        name: say(value, language) if isinstance(value, Sentence) else value
        for name, value in said.values.items()
    }
    return template.format(**values)


def bilingual(said: Sentence) -> Bilingual:
    """Return ``said`` in both languages, for paper."""
    return Bilingual(en=say(said, "en"), zh=say(said, "zh_CN"))
