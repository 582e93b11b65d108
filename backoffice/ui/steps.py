"""The steps of a view: the strip that shows where one is, and the page of each step."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import ttkbootstrap as ttk

from backoffice.ui.fields import (
    ChoiceField,
    CountField,
    DayField,
    Field,
    MoneyField,
    NumberField,
    ScanField,
    SecretField,
    TallyField,
    TextField,
    TickField,
)
from backoffice.ui.notice import Notice
from backoffice.ui.sheet import SheetTable
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.ui.words import Said

V = TypeVar("V")
F = TypeVar("F", bound="Field[Any]")


@dataclass(frozen=True, kw_only=True)
class Action:
    """What the primary button of a step does.

    Attributes:
        confirms: Money moves or something is printed: only Ctrl+Enter or the button itself does it.
    """

    said: Said
    act: Callable[[], None]
    confirms: bool

    @property
    def key(self) -> str:
        """The key that does it, as it stands on the button."""
        return "Ctrl+Enter" if self.confirms else "Enter"

    def label(self) -> str:
        """Return the text of the button with its key."""
        return f"{_(self.said)}   {self.key}"


class Step(ttk.Frame):
    """One step: its fields in order, and under them the place of its answers.

    Attributes:
        notice: Where answers stand; whatever is done next clears it.
        below: Room for further buttons.
    """

    def __init__(self, parent: tk.Misc, name: str, title: Said, action: Action) -> None:
        super().__init__(parent)
        self.name = name
        self.title = title
        self.action = action
        self.fields: dict[str, Field[Any]] = {}
        self.columnconfigure(0, weight=1)
        self.body = ttk.Frame(self)
        self.body.grid(sticky="ew")
        self.notice = Notice(self)
        self.notice.grid(sticky="ew", pady=(8, 0))
        self.approval = ttk.Frame(self, height=1)
        self.approval.grid(sticky="ew")
        self.below = ttk.Frame(self, height=1)
        self.below.grid(sticky="ew")

    def text(self, name: str, label: Said, *, explain: Said = "", required: Said = "") -> TextField:
        """Add a line of text; ``required`` is the sentence that says it is missing."""
        return self._add(name, TextField(self.body, label, explain=explain, required=required))

    def scan(self, name: str, label: Said, *, explain: Said = "", required: Said = "") -> ScanField:
        """Add a field that a scan lands in; it can be typed as well."""
        return self._add(name, ScanField(self.body, label, explain=explain, required=required))

    def number(
        self, name: str, label: Said, *, explain: Said = "", required: Said = ""
    ) -> NumberField:
        """Add the number of a certificate; ``scanned`` tells whether a machine read it."""
        return self._add(name, NumberField(self.body, label, explain=explain, required=required))

    def secret(self, name: str, label: Said) -> SecretField:
        """Add a password field."""
        return self._add(name, SecretField(self.body, label))

    def day(self, name: str, label: Said, *, explain: Said = "") -> DayField:
        """Add a day, read as ``date | None``."""
        return self._add(name, DayField(self.body, label, explain=explain))

    def money(self, name: str, label: Said, *, explain: Said = "") -> MoneyField:
        """Add an amount in yuan, read as fen."""
        return self._add(name, MoneyField(self.body, label, explain=explain))

    def count(self, name: str, label: Said, *, explain: Said = "") -> CountField:
        """Add a whole number."""
        return self._add(name, CountField(self.body, label, explain=explain))

    def tally(self, name: str, label: Said, *, explain: Said = "") -> TallyField:
        """Add a whole number that was counted; nothing typed is none."""
        return self._add(name, TallyField(self.body, label, explain=explain))

    def tick(self, name: str, label: Said, *, explain: Said = "") -> TickField:
        """Add a box to tick."""
        return self._add(name, TickField(self.body, label, explain=explain))

    def choice(
        self, name: str, label: Said, options: Sequence[tuple[V, Said]], *, explain: Said = ""
    ) -> ChoiceField[V]:
        """Add one of several; ``options`` are values and what they are called."""
        return self._add(name, ChoiceField(self.body, label, options, explain=explain))

    def note(self, said: Said, *, ink: str = "secondary") -> Text:
        """Add a paragraph."""
        text = Text(self.body, said, ink=ink, wrap=True)
        text.pack(fill="x", pady=(0, 12))
        return text

    def sheet(self) -> SheetTable:
        """Add the place of the consequence sheet."""
        table = SheetTable(self.body)
        table.pack(fill="x", pady=(0, 8))
        return table

    def begin(self) -> None:
        """Put the focus where typing goes on: into the first empty field, or nowhere."""
        shown = [field for field in self.fields.values() if field.winfo_manager()]
        empty = next((f for f in shown if not f.text and not isinstance(f, TickField)), None)
        if empty is not None:
            empty.grab()
        else:
            self.focus_set()

    def following(self, widget: tk.Misc | None) -> Field[Any] | None:
        """Return the field after the one that holds ``widget``; None after the last."""
        shown = [field for field in self.fields.values() if field.winfo_manager()]
        for field, after in pairwise(shown):
            if field.entry is widget:
                return after
        return None

    def _add(self, name: str, field: F) -> F:
        self.fields[name] = field
        field.pack(fill="x", pady=(0, 12))
        return field


class Strip(ttk.Frame):
    """``1 Certificate ✓  2 Photo ✓  3 Confirm``: the present step stands out."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._texts: list[tuple[Step, Text]] = []

    def add(self, step: Step) -> None:
        """Show a further step."""
        text = Text(self, ink="secondary")
        text.pack(side="left", padx=(0, 16))
        self._texts.append((step, text))
        self.mark(None)

    def mark(self, current: Step | None, *, finished: bool = False) -> None:
        """Show which step is the present one; those before it are done."""
        steps = [step for step, _text in self._texts]
        at = len(steps) if finished else steps.index(current) if current in steps else 0
        for number, (step, text) in enumerate(self._texts):
            tick = " ✓" if number < at else ""
            text.say(partial(_numbered, number + 1, step, tick))
            text.paint("success" if tick else "fg" if number == at else "secondary")
            text.configure(font="Desk.Strong" if number == at else "Desk.Body")


def _numbered(number: int, step: Step, tick: str) -> str:
    return f"{number} {_(step.title)}{tick}"
