"""What was done to a design, to be undone and done again; nothing is forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.card_designs import Design, Element


@dataclass(frozen=True, kw_only=True)
class _Moment:
    """The design at a moment, what was selected, and by what it came about."""

    design: Design
    selected: int | None
    by: str


class History:
    """The design under work.

    Attributes:
        selected: Which element, by its place in the design.
        changed: Called after every change of the design or of what is selected.
    """

    def __init__(self, design: Design) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.selected: int | None = None
        self._saved = design
        self._past: list[_Moment] = []
        self._now = _Moment(design=design, selected=None, by="")
        self._future: list[_Moment] = []

    @property
    def design(self) -> Design:
        """The design as it is now."""
        return self._now.design

    @property
    def element(self) -> Element | None:
        """The selected element."""
        return self.design.elements[self.selected] if self.selected is not None else None

    @property
    def unsaved(self) -> bool:
        """Whether something would be lost."""
        return self.design.elements != self._saved.elements

    def open(self, design: Design, changed: tuple[Element, ...] | None = None) -> None:
        """Begin with another design; what was changed of it before is a step that undo takes."""
        self._saved, self.selected = design, None
        self._past, self._future = [], []
        self._now = _Moment(design=design, selected=None, by="")
        if changed is not None:
            self._put(changed, None, "")
        else:
            self.changed()

    def mark_saved(self, design: Design) -> None:
        """Remember that this is in the books now; what was done can still be undone."""
        self._saved = design
        self._now = replace(self._now, design=replace(self.design, name=design.name), by="")

    def select(self, at: int | None) -> None:
        """Select an element."""
        self.selected = at
        self._now = replace(self._now, by="")
        self.changed()

    def change(self, element: Element, *, by: str = "") -> None:
        """Put ``element`` in the place of the selected one.

        Args:
            element: How it is from now on.
            by: What is done step by step and undone in one, for example one drag; empty: one step.
        """
        if self.selected is None or element == self.element:
            return
        elements = list(self.design.elements)
        elements[self.selected] = element
        self._put(tuple(elements), self.selected, by)

    def add(self, element: Element) -> None:
        """Add an element above all others and select it."""
        self._put((*self.design.elements, element), len(self.design.elements), "")

    def remove(self) -> None:
        """Remove the selected element."""
        if self.selected is not None:
            at = self.selected
            self._put((*self.design.elements[:at], *self.design.elements[at + 1 :]), None, "")

    def raise_by(self, steps: int) -> None:
        """Draw the selected element later than others, or earlier."""
        if self.element is None or self.selected is None:
            return
        others = list(self.design.elements)
        element = others.pop(self.selected)
        to = min(max(self.selected + steps, 0), len(others))
        others.insert(to, element)
        if to != self.selected:
            self._put(tuple(others), to, "")

    def undo(self) -> None:
        """Take the last step back."""
        if self._past:
            self._future.append(replace(self._now, selected=self.selected))
            self._go(self._past.pop())

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._future:
            self._past.append(replace(self._now, selected=self.selected))
            self._go(self._future.pop())

    @property
    def can_undo(self) -> bool:
        """Whether something was done."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._future)

    def _put(self, elements: tuple[Element, ...], selected: int | None, by: str) -> None:
        if not by or by != self._now.by:
            self._past.append(replace(self._now, selected=self.selected))
        self._future = []
        self.selected = selected
        design = replace(self.design, elements=elements)
        self._now = _Moment(design=design, selected=selected, by=by)
        self.changed()

    def _go(self, moment: _Moment) -> None:
        self._now = replace(moment, by="")
        self.selected = moment.selected
        self.changed()
