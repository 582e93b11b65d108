"""The selected element as numbers and words: each value can be typed, and holds at once."""

from __future__ import annotations

import tkinter as tk
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from backoffice.domain.card_fields import FIELDS
from backoffice.domain.design_files import ALLOWED, complaint
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import theme
from backoffice.ui.design_words import ALIGNS, VALIGNS, called
from backoffice.ui.fields import BadInput, ChoiceField, CountField, Field, TextField, TickField
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backoffice.domain.card_designs import Element
    from backoffice.ui.design_history import History
    from backoffice.ui.words import Said

_MEASURES = {
    "x": N_("Left"),
    "y": N_("Top"),
    "w": N_("Width"),
    "h": N_("Height"),
    "size": N_("Points"),
    "min_size": N_("Least"),
    "radius": N_("Corners"),
}
_TEXTS = {
    "zh": N_("In Chinese"),
    "en": N_("In English"),
    "colour": N_("Colour"),
    "when": N_("Only when"),
}
_EXPLAINED = {"when": N_("For example: temporary and not valid_until")}
_ROWS: tuple[tuple[str, ...], ...] = (
    ("x", "y", "w", "h"),
    ("size", "min_size", "lines", "radius"),
    ("align", "valign"),
    ("field", "colour"),
    ("zh",),
    ("en",),
    ("bold",),
    ("when",),
)
_COLUMNS = 4
_STEPS = {"Up": 0.1, "Down": -0.1}


class MeasureField(Field[float]):
    """Millimetres or points; the arrow keys change it by a tenth."""

    def _control(self) -> tk.Widget:
        entry = ttk.Entry(self, textvariable=self._text, font="Desk.Body", width=6)
        for key, by in _STEPS.items():
            entry.bind(f"<Key-{key}>", partial(self._step, by))
            entry.bind(f"<Shift-Key-{key}>", partial(self._step, by * 10))
        return entry

    def _step(self, by: float, _event: tk.Event[tk.Misc]) -> str:
        self.put(number(self._parse(self._text.get()) + by))
        return "break"

    def _parse(self, text: str) -> float:
        try:
            value = float(text.strip().replace(",", "."))
        except ValueError as error:
            raise Refusal("number-unreadable", sentence("A number, please.")) from error
        if abs(value) > 1000:  # noqa: PLR2004  also "inf" and "nan"
            raise Refusal("number-unreadable", sentence("A number, please."))
        return round(value, 3)


class DesignValues(ttk.Frame):
    """Fields of what has a meaning for the selected element; the others are away."""

    def __init__(
        self, parent: tk.Misc, history: History, keys: Mapping[str, Callable[[], None]]
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._filling = False
        self._fields: dict[str, Field[Any]] = {}
        gap = theme.px(self, 8)[0]
        for column in range(_COLUMNS):
            self.columnconfigure(column, weight=1, uniform="values")
        self._name = Text(self, font="Desk.Strong", wrap=True)
        self._name.grid(row=0, columnspan=_COLUMNS, sticky="ew", pady=(0, gap))
        self._none = Text(
            self,
            sentence(
                "Click an element, or press Tab on the card. Arrow keys move it by 0.1 mm, with "
                "Shift by 1 mm, with Ctrl they size it; Page Up and Page Down change the order, "
                "Delete removes it, Ctrl+Tab leaves the card, Ctrl+S saves. A second click reaches "
                "what lies below."
            ),
            ink="secondary",
            wrap=True,
        )
        for row, names in enumerate(_ROWS, start=1):
            span = _COLUMNS // len(names)
            for column, name in enumerate(names):
                field = self._made(name)
                self._fields[name] = field
                field.grid(
                    row=row, column=column * span, columnspan=span, sticky="new",
                    padx=(0, gap if column < len(names) - 1 else 0), pady=(0, gap),
                )  # fmt: skip
                field.when_changed(partial(self._typed, name))
                for sequence, act in keys.items():
                    field.entry.bind(sequence, partial(self._call, act))
        self.show()

    def show(self) -> None:
        """Show the selected element as it is now."""
        element = self._history.element
        if element is None:
            self._name.grid_remove()
            self._none.grid(row=0, columnspan=_COLUMNS, sticky="ew")
        else:
            self._none.grid_remove()
            self._name.say(called(element))
            self._name.grid()
        allowed = ALLOWED[element.kind] if element is not None else frozenset()
        self._filling = True
        for name, field in self._fields.items():
            if element is None or name not in allowed or (name in {"zh", "en"} and element.field):
                field.grid_remove()
            else:
                field.grid()
                self._fill(field, getattr(element, name))
        self._filling = False

    def _made(self, name: str) -> Field[Any]:
        choices = self._choices()
        if name in choices:
            return ChoiceField(self, *choices[name])
        if name in _MEASURES:
            return MeasureField(self, _MEASURES[name])
        if name == "lines":
            return CountField(self, N_("Lines"))
        return (
            TickField(self, N_("Bold"))
            if name == "bold"
            else TextField(self, _TEXTS[name], explain=_EXPLAINED.get(name, ""))
        )

    @staticmethod
    def _choices() -> dict[str, tuple[str, list[tuple[str, Said]]]]:
        fields = [(key, field.description) for key, field in FIELDS.items()]
        return {
            "align": (N_("Across"), list(ALIGNS.items())),
            "valign": (N_("Upright"), list(VALIGNS.items())),
            "field": (N_("Shows"), [("", sentence("fixed text")), *fields]),
        }

    @staticmethod
    def _fill(field: Field[Any], value: Any) -> None:  # noqa: ANN401  any attribute of an element
        if isinstance(field, ChoiceField):
            if field.read() != value:
                field.choose(value)
            return
        try:
            same = field.text != "" and field.read() == value
        except BadInput:
            same = False
        if not same:  # what is being typed stays as it is typed
            field.start(("1" if value else "") if isinstance(value, bool) else number(value))

    def _typed(self, name: str) -> None:
        element = self._history.element
        if self._filling or element is None:
            return
        field = self._fields[name]
        try:
            value = field.read()
        except BadInput:
            return  # it stands under the field
        changed: Element = replace(element, **{name: value})
        if name == "size" and element.min_size == element.size:
            changed = replace(changed, min_size=value)
        if name == "field":
            changed = _with_field(changed, value)
        wrong = complaint(changed)
        field.complain(wrong[1] if wrong is not None else None)
        if wrong is None:
            self._history.change(changed, by=name)

    @staticmethod
    def _call(act: Callable[[], None], _event: tk.Event[tk.Misc]) -> str:
        act()
        return "break"


def _with_field(element: Element, name: str) -> Element:
    """Return a text that shows a field and no words, or words and no field."""
    if element.kind != "text":
        return element
    if name:
        return replace(element, zh="", en="")
    return element if element.zh or element.en else replace(element, zh="文字", en="Text")


def number(value: object) -> str:
    """Return a value as it stands in a field, numbers without idle zeros."""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return str(value)
