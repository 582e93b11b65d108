"""Labelled fields: the label above, the control, and under it in place what is wrong."""

from __future__ import annotations

import tkinter as tk
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

import ttkbootstrap as ttk

from backoffice.domain.money import parse_yuan, yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.ui import words
from backoffice.ui.lifetime import follow
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.ui.words import Said

V = TypeVar("V")
_DIGITS_OF_A_DAY = 8


class BadInput(Refusal):
    """What was entered can't be read; it is shown under its field already."""


class Field(ttk.Frame, Generic[V]):
    """One labelled control. Subclasses put a control in place and read it.

    Attributes:
        entry: The control that takes the focus.
    """

    entry: tk.Widget

    def __init__(self, parent: tk.Misc, label: Said, *, explain: Said = "") -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self._text = tk.StringVar(self)
        self._first = ""
        self._listeners: list[Callable[[], None]] = []
        self._call(label)
        self.entry = self._control()
        self.entry.grid(sticky="ew")
        self._wrong = Text(self, ink="danger", font="Desk.Small", wrap=True)
        if explain:
            Text(self, explain, ink="secondary", font="Desk.Small", wrap=True).grid(
                row=3, sticky="ew", pady=(2, 0)
            )
        follow(self, self._text, self._changed)

    def read(self) -> V:
        """Return what was entered.

        Raises:
            BadInput: It can't be understood; the field says why and has the focus.
        """
        try:
            return self._parse(self._text.get().strip())
        except Refusal as refusal:
            self.complain(refusal.message)
            self.grab()
            bad = BadInput(refusal.code, refusal.message, advice=refusal.advice)
            raise bad from refusal

    def put(self, text: str) -> None:
        """Enter ``text`` as if it had been typed."""
        self._text.set(text)

    def start(self, text: str) -> None:
        """Enter ``text`` beforehand; leaving it so loses nothing."""
        self._first = text
        self._text.set(text)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._text.get()

    @property
    def touched(self) -> bool:
        """Whether something would be lost."""
        return self._text.get() != self._first

    def when_changed(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every change."""
        self._listeners.append(listener)

    def complain(self, said: Said | None) -> None:
        """Say under the field what is wrong with it, or that nothing is any more."""
        if said is None:
            self._wrong.grid_remove()
        else:
            self._wrong.say(said)
            self._wrong.grid(row=2, column=0, sticky="ew", pady=(2, 0))

    def grab(self) -> None:
        """Take the focus."""
        self.entry.focus_set()

    def _call(self, label: Said) -> None:
        """Show what it is called."""
        Text(self, label, ink="secondary", font="Desk.Small").grid(sticky="w", pady=(0, 2))

    def _control(self) -> tk.Widget:
        return ttk.Entry(self, textvariable=self._text, font="Desk.Body")

    def _parse(self, text: str) -> V:
        raise NotImplementedError

    def _changed(self, *_trace: str) -> None:
        self.complain(None)
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


class TextField(Field[str]):
    """One line of text; empty is ``""`` unless ``required`` says what is missing then."""

    def __init__(
        self, parent: tk.Misc, label: Said, *, explain: Said = "", required: Said = ""
    ) -> None:
        self._required = required
        super().__init__(parent, label, explain=explain)

    def _parse(self, text: str) -> str:
        if not text and self._required:
            said = self._required
            template = said if isinstance(said, str) else words._(said)
            raise Refusal("field-empty", sentence(template))
        return text


class ScanField(TextField):
    """Waits for a scan and takes typing as well; a scan in its step lands here, then ``Enter``.

    Attributes:
        scanned: Whether a machine read what stands in it, and nobody typed since.
    """

    scanned = False

    def scan(self, text: str) -> None:
        """Enter a scan."""
        self._text.set(text)
        self.scanned = True
        self._tell()

    def _changed(self, *trace: str) -> None:
        self.scanned = False
        super()._changed(*trace)


class NumberField(ScanField):
    """A certificate number, shown as dots: a queue looks over the shoulder."""

    def _control(self) -> tk.Widget:
        return ttk.Entry(self, textvariable=self._text, font="Desk.Body", show="●")


class PasswordEntry(ttk.Entry):
    """What a machine types here is a password and no scan."""


class SecretField(TextField):
    """A password; never trimmed, never scanned into, never shown."""

    def read(self) -> str:
        """Return the password exactly as typed."""
        return self._text.get()

    def _control(self) -> tk.Widget:
        return PasswordEntry(self, textvariable=self._text, font="Desk.Body", show="●")


class DayField(Field["date | None"]):
    """A day: 2031-12-31, 2031/12/31 or 20311231; empty is ``None``."""

    def _parse(self, text: str) -> date | None:
        if not text:
            return None
        parts = text.replace("/", "-").replace(".", "-")
        if parts.isdigit() and len(parts) == _DIGITS_OF_A_DAY:
            parts = f"{parts[:4]}-{parts[4:6]}-{parts[6:]}"
        try:
            year, month, day = (int(part) for part in parts.split("-"))
            return date(year, month, day)
        except ValueError as error:
            raise Refusal(
                "day-unreadable", sentence("This is not a day. Type it like 2031-12-31.")
            ) from error


class MoneyField(Field[int]):
    """An amount in yuan; read as fen."""

    def _parse(self, text: str) -> int:
        return parse_yuan(text)

    def start_with(self, fen: int) -> None:
        """Enter an amount beforehand."""
        self.start(yuan(fen))


class CountField(Field[int]):
    """A whole number."""

    def _parse(self, text: str) -> int:
        if not text.isascii() or not text.isdigit():
            raise Refusal("count-unreadable", sentence("Type a whole number."))
        return int(text)


class TallyField(CountField):
    """A whole number of what was counted; nothing typed is none."""

    def _parse(self, text: str) -> int:
        return super()._parse(text) if text else 0


class ChoiceField(Field[V]):
    """One of several; ``options`` are values and what they are called."""

    entry: ttk.Combobox

    def __init__(
        self,
        parent: tk.Misc,
        label: Said,
        options: Sequence[tuple[V, Said]],
        *,
        explain: Said = "",
    ) -> None:
        self._choices = list(options)
        self._at = 0
        super().__init__(parent, label, explain=explain)
        self.entry.bind("<<ComboboxSelected>>", self._picked)
        words.on_switch(self.entry, self._say)
        self._say()
        self._first = self._text.get()

    def offer(self, options: Sequence[tuple[V, Said]]) -> None:
        """Offer others; what is chosen stays chosen if it is among them."""
        before = self.read()
        self._choices = list(options)
        values = [known for known, _said in self._choices]
        self._at = values.index(before) if before in values else 0
        self._say()

    def choose(self, value: V) -> None:
        """Choose a value; it must be among the options."""
        self._at = [known for known, _said in self._choices].index(value)
        self._say()

    @property
    def touched(self) -> bool:
        """A choice is quickly made again: nothing is lost with it."""
        return False

    def read(self) -> V:
        """Return the value chosen."""
        return self._choices[self._at][0]

    def _control(self) -> tk.Widget:
        return ttk.Combobox(self, textvariable=self._text, state="readonly", font="Desk.Body")

    def _picked(self, _event: tk.Event[tk.Misc]) -> None:
        self._at = self.entry.current()
        self.entry.selection_clear()
        self._changed()

    def _say(self) -> None:
        names = [words._(said) for _value, said in self._choices]
        self.entry.configure(values=names)
        self._text.set(names[self._at])


class TickField(Field[bool]):
    """A box to tick, for what a holder confirms; it stands before its words."""

    def _call(self, label: Said) -> None:
        self._label = label

    def _control(self) -> tk.Widget:
        self._text.set("")
        box = ttk.Checkbutton(self, variable=self._text, onvalue="1", offvalue="")
        words.put(box, self._label)
        return box

    def _parse(self, text: str) -> bool:
        return bool(text)
