"""The keyboard map: one table that binds the keys and that the help shows."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_
from backoffice.ui import registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.keyboard import Keyboard
    from backoffice.ui.lifetime import Bindings


@dataclass(frozen=True, kw_only=True)
class Key:
    """One line of the map.

    Attributes:
        shown: How the key is called on its cap.
        does: What it does; English, the key of its translation.
        sequences: Tk's names of it; empty where a widget takes care of it.
        command: The method of ``Keyboard`` that does it.
    """

    shown: str
    does: str
    sequences: tuple[str, ...] = ()
    command: str = ""


KEYS = (
    Key(shown="F1", does=N_("this help"), sequences=("<F1>",), command="toggle_help"),
    Key(
        shown="F2  Ctrl+F",
        does=N_("to the search box"),
        sequences=("<F2>", "<Control-f>", "<Control-F>"),
        command="to_search",
    ),
    Key(shown="↑ ↓  Enter", does=N_("choose a person in the list")),
    Key(shown="Tab", does=N_("to the next field")),
    Key(shown="Space", does=N_("press the button that has the focus")),
    Key(shown="Enter", does=N_("go on to the next field or step; never confirms")),
    Key(
        shown="Ctrl+Enter",
        does=N_("confirm what the sheet shows"),
        sequences=("<Control-Return>", "<Control-KP_Enter>"),
        command="confirm",
    ),
    Key(
        shown="Esc",
        does=N_("cancel, close, back to the search box"),
        sequences=("<Escape>",),
        command="escape",
    ),
    Key(
        shown="Ctrl+O",
        does=N_("choose a file for the open form"),
        sequences=("<Control-o>", "<Control-O>"),
        command="open_file",
    ),
    Key(
        shown="Ctrl+L",
        does=N_("lock the desk"),
        sequences=("<Control-l>", "<Control-L>"),
        command="lock",
    ),
    Key(
        shown="Ctrl++  Ctrl+-",
        does=N_("larger or smaller text"),
        sequences=("<Control-plus>", "<Control-equal>", "<Control-KP_Add>"),
        command="larger",
    ),
    Key(
        shown="",
        does="",
        sequences=("<Control-minus>", "<Control-KP_Subtract>"),
        command="smaller",
    ),
    Key(shown="A  R  Space", does=N_("photos: approve, reject, mark several")),
    Key(shown="Ctrl+Z", does=N_("photos: take the last decision back; card design: undo")),
    Key(shown="Ctrl+S", does=N_("card design: save as a new version")),
    Key(shown="P  C  M  X  G", does=N_("print queue: pause, count, move, cancel, all in hand")),
    Key(shown="Alt+1 …", does=N_("to the tab with this number")),
)


def bind(bindings: Bindings, keyboard: Keyboard) -> None:
    """Bind the map, the tabs, and the function keys of the workflows."""
    bind = partial(bindings.bind, tag=".")
    for key in KEYS:
        for sequence in key.sequences:
            bind(sequence, _calling(getattr(keyboard, key.command)))
    for sequence in ("<Return>", "<KP_Enter>"):
        bind(sequence, keyboard.enter)
    bind("<Key>", keyboard.typed)
    for number in range(9):
        bind(f"<Alt-Key-{number + 1}>", _calling(partial(keyboard.open_tab, number)))
    for name in {view.key for view in registry.all_views() if view.key}:
        sequence = f"<{name.replace('+', '-')}>"
        bind(sequence, _calling(partial(keyboard.start_by_key, name)))


def _calling(command: Callable[[], object]) -> Callable[[tk.Event[tk.Misc]], str]:
    def called(_event: tk.Event[tk.Misc]) -> str:
        command()
        return "break"

    return called
