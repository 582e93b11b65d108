"""The keyboard map: one table that binds the keys and that the help shows."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import N_
from backoffice.ui import registry, theme, words
from backoffice.ui.texts import Text, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, kw_only=True)
class Key:
    """One line of the map.

    Attributes:
        shown: How the key is called on its cap.
        does: What it does; English, the key of its translation.
        sequences: Tk's names of it; empty where a widget takes care of it.
        command: The method of the window that does it.
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
    Key(
        shown="Ctrl+D",
        does=N_("dark or light"),
        sequences=("<Control-d>", "<Control-D>"),
        command="toggle_theme",
    ),
    Key(shown="Alt+1 …", does=N_("to the tab with this number")),
)


def bind(app: tk.Misc, owner: object) -> None:
    """Bind the map to the methods of ``owner``; function keys of the workflows too."""
    for key in KEYS:
        for sequence in key.sequences:
            app.bind(sequence, _calling(getattr(owner, key.command)))
    for number in range(1, 10):
        open_tab = getattr(owner, "open_tab")  # noqa: B009  as above
        app.bind(f"<Alt-Key-{number}>", _calling(lambda n=number: open_tab(n - 1)))
    start = getattr(owner, "start_by_key")  # noqa: B009
    for name in {view.key for view in registry.all_views() if view.key}:
        # On X11 Shift+F12 may be a key of its own; Tk finds it under this name all the same.
        app.bind(f"<{name.replace('+', '-')}>", _calling(lambda k=name: start(k)))


def _calling(command: Callable[[], object]) -> Callable[[tk.Event[tk.Misc]], str]:
    def called(_event: tk.Event[tk.Misc]) -> str:
        command()
        return "break"

    return called


class Help(ttk.Frame):
    """All keys on one page, over the window; any of them, or F1 again, closes it."""

    def __init__(self, parent: tk.Misc, close: Callable[[], None]) -> None:
        super().__init__(parent, bootstyle="bordered", padding=24)
        head = Text(self, N_("Keys"), font="Desk.Heading")
        head.grid(row=0, column=0, columnspan=2, sticky="w", pady=(0, 12))
        workflows = [(v.key, v.short or v.title) for v in registry.all_views() if v.key]
        lines = [(key.shown, key.does) for key in KEYS if key.shown]
        half = (len(lines) + len(workflows) + 1) // 2
        both = [*lines, *workflows]
        self._column(both[:half], 0)
        self.columnconfigure(2, minsize=theme.px(self, 48)[0])
        self._column(both[half:], 3)
        button = ttk.Button(self, command=close)
        words.put(button, lambda: f"{words._(N_('Close'))}   F1")
        button.grid(column=0, columnspan=5, sticky="e", pady=(16, 0))
        self.after_idle(button.focus_set)

    def _column(self, lines: Iterable[tuple[str, str]], column: int) -> None:
        for number, (key, does) in enumerate(lines):
            row = 2 * number + 1
            rule(self).grid(row=row, column=column, columnspan=2, sticky="ew")
            label = Text(self, font="Desk.Strong")
            label.show(key)
            label.grid(row=row + 1, column=column, sticky="w", pady=6, padx=(0, 24))
            Text(self, does).grid(row=row + 1, column=column + 1, sticky="w", pady=6)
