"""What the window says: every text is re-said at once, in place, when the language changes.

A widget is told *what* to say (``put(label, sentence("Name"))``), never how it reads in a language.
Switching goes through all living widgets, so no form is rebuilt and nothing typed is lost.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakKeyDictionary

from backoffice.domain.documents import Bilingual
from backoffice.domain.sentences import Sentence
from backoffice.words import LANGUAGES, say

if TYPE_CHECKING:
    from backoffice.domain.places import Desk

Said: TypeAlias = Sentence | Bilingual | str | Callable[[], str]
"""A sentence, a text that exists in both languages, an English template, or how to compose one."""

_NARROW = str.maketrans("‘’“”", "''\"\"")  # noqa: RUF001  these are what is meant
"""Fonts that know Chinese draw these marks as wide as a character, which tears English apart."""

__all__ = [
    "LANGUAGES",
    "Said",
    "_",
    "again",
    "keyed",
    "language",
    "narrow",
    "on_switch",
    "put",
    "use",
]


@dataclass(frozen=True)
class _Speaker:
    """What one widget says, by option, and what it does when the language changes.

    It hangs on its widget, and only there: these calls hold the widget, so whoever else held them
    would keep it alive for ever.
    """

    said: dict[str, Said] = field(default_factory=dict)
    callbacks: list[Callable[[], None]] = field(default_factory=list)


class _Speech:
    """The language in force and who speaks it; the order of a dictionary, and no more."""

    def __init__(self) -> None:
        self.language = "en"
        self.widgets: WeakKeyDictionary[tk.Misc, None] = WeakKeyDictionary()


_speech = _Speech()


def language() -> str:
    """Return the language in force, ``en`` or ``zh_CN``."""
    return _speech.language


def _(said: Said) -> str:
    """Return ``said`` in the language in force; a plain ``str`` is a template to be translated."""
    english = _speech.language == "en"
    if isinstance(said, Bilingual):
        text = said.en if english else said.zh
    elif isinstance(said, Sentence | str):
        text = say(said, _speech.language)
    else:
        return said()
    return narrow(text) if english else text


def narrow(text: str) -> str:
    """Return an English text with the marks that are as wide as a letter."""
    return text.translate(_NARROW)


def keyed(said: Said, key: str) -> Callable[[], str]:
    """Return how a button reads that a key presses as well; without a key, just what it says."""

    def reads() -> str:
        return f"{_(said)}   {key}".rstrip()

    return reads


def put(widget: tk.Misc, said: Said, option: str = "text") -> None:
    """Let ``widget`` say ``said``, now and after every change of language."""
    _speaker(widget).said[option] = said
    _configure(widget, option, said)


def again(widget: tk.Misc) -> None:
    """Let ``widget`` say once more what it says."""
    for option, said in _speaker(widget).said.items():
        _configure(widget, option, said)


def on_switch(widget: tk.Misc, again: Callable[[], None]) -> None:
    """Call ``again`` after every change of language as long as ``widget`` lives."""
    _speaker(widget).callbacks.append(again)


def use(language: str) -> None:
    """Change the language of the whole window at once."""
    if language not in LANGUAGES or language == _speech.language:
        return
    _speech.language = language
    living = [widget for widget in _speech.widgets if _alive(widget)]
    for widget in living:
        again(widget)
    for widget in living:
        if _alive(widget):  # what one of them does may close another
            for callback in _speaker(widget).callbacks:
                callback()


def desk_name(desk: Desk) -> Bilingual:
    """Return the name of a desk in both languages."""
    return Bilingual(en=desk.name_en, zh=desk.name_zh)


def known(note: str) -> Bilingual | None:
    """Return what is known of a print job; the note keeps it in both languages, line by line."""
    english, _newline, chinese = note.partition("\n")
    return Bilingual(en=english, zh=chinese or english) if note else None


def _speaker(widget: tk.Misc) -> _Speaker:
    _speech.widgets[widget] = None
    speaker: _Speaker = vars(widget).setdefault("_speaker", _Speaker())
    return speaker


def _configure(widget: tk.Misc, option: str, said: Said) -> None:
    widget.configure({option: _(said)})


def _alive(widget: tk.Misc) -> bool:
    try:
        return bool(widget.winfo_exists())
    except tk.TclError:
        return False
