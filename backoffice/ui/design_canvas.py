"""One side of a card, enlarged, between rulers: elements are selected, moved and sized on it."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageTk

from backoffice.domain.card_designs import HEIGHT_MM, WIDTH_MM
from backoffice.ui import design_geometry as geometry
from backoffice.ui import theme
from backoffice.ui.design_ruler import Ruler

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from backoffice.domain.card_designs import Element, Side
    from backoffice.domain.pictures import Frame
    from backoffice.ui.design_history import History

_RULER, _MARGIN_MM = 22, 3.5
_ARROWS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}
_STEP_MM, _STRIDE_MM = 0.1, 1.0
_SHIFT, _CONTROL = 0x1, 0x4
_HANDLE, _REACH, _ATTRACTS = 4, 7, 6
"""Pixels: half a handle, how near the mouse must come to it, from where edges attract."""
_STILL = 3
"""Pixels within which a press is a click."""


class DesignCanvas(tk.Canvas):
    """Shows what the printing code drew, and what is selected on top of it.

    Attributes:
        side: Which side is shown.
        warned: Elements that something is questionable about.
    """

    def __init__(self, parent: tk.Misc, history: History, resized: Callable[[], None]) -> None:
        super().__init__(parent, width=1, height=1, borderwidth=0, takefocus=True)
        self._history, self._resized = history, resized
        self.side: Side = "front"
        self.warned: Collection[int] = ()
        self._guides: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
        self._drag: _Drag | None = None
        self._drags = 0
        self._photo: ImageTk.PhotoImage | None = None
        self._picture = self.create_image(0, 0, anchor="nw")
        self._ruler = Ruler(self, theme.px(self, _RULER)[0])
        self.bind("<Configure>", lambda _event: self._configured())
        self.bind("<<ThemeChanged>>", lambda _event: self._repaint())
        self.bind("<FocusIn>", lambda _event: self.draw())
        self.bind("<FocusOut>", lambda _event: self.draw())
        self._listen()
        self._repaint()

    # ── where things are ─────────────────────────────────────────────────────────────────────

    @property
    def scale_px(self) -> float:
        """Pixels to a millimetre; 0 while there is no room."""
        room = theme.px(self, _RULER)[0]
        across = (self.winfo_width() - room) / (WIDTH_MM + 2 * _MARGIN_MM)
        down = (self.winfo_height() - room) / (HEIGHT_MM + 2 * _MARGIN_MM)
        return max(0.0, min(across, down))

    @property
    def origin(self) -> tuple[float, float]:
        """Where the upper left corner of the card is on the canvas; at the left, under its head."""
        room, margin = theme.px(self, _RULER)[0], _MARGIN_MM * self.scale_px
        spare = self.winfo_width() - room - (WIDTH_MM + 2 * _MARGIN_MM) * self.scale_px
        return round(room + margin + spare / 2), round(room + margin)

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the card is on the canvas."""
        left, top = self.origin
        return left + x * self.scale_px, top + y * self.scale_px

    def to_card(self, x: float, y: float) -> tuple[float, float]:
        """Return which point of the card, in mm, is there on the canvas."""
        left, top = self.origin
        return (x - left) / self.scale_px, (y - top) / self.scale_px

    # ── showing ──────────────────────────────────────────────────────────────────────────────

    def show(self, frame: Frame) -> None:
        """Show what was drawn at the present scale."""
        picture = Image.frombytes("RGB", (frame.width, frame.height), frame.rgb)
        if self._photo is None or (self._photo.width(), self._photo.height()) != picture.size:
            self._photo = ImageTk.PhotoImage("RGB", picture.size, master=self)
            self.itemconfigure(self._picture, image=self._photo)
        self._photo.paste(picture)
        self.coords(self._picture, *self.origin)
        self.draw()

    def draw(self) -> None:
        """Draw edge, selection, handles and guides anew."""
        self.delete("over")
        if not self.scale_px:
            return
        colour = theme.color("danger")
        left, top = self.to_screen(0, 0)
        right, bottom = self.to_screen(WIDTH_MM, HEIGHT_MM)
        self.create_rectangle(left, top, right, bottom, outline=theme.color("border"), tags="over")
        for at, element in enumerate(self._history.design.elements):
            if element.side != self.side:
                continue
            if element.kind == "free":
                self._box(element, outline=theme.color("secondary"), dash=(2, 3), stipple="gray12")
            if at in self.warned and at != self._history.selected:
                self._box(element, outline=colour, dash=(4, 3))
        self._draw_selected(right, bottom)
        self._ruler.mark(self._selected())

    def _draw_selected(self, right: float, bottom: float) -> None:
        element = self._selected()
        if element is None:
            return
        accent = theme.color("danger" if self._history.selected in self.warned else "primary")
        for x in self._guides[0]:
            at = self.to_screen(x, 0)[0]
            self.create_line(at, self.origin[1], at, bottom, fill=accent, dash=(3, 2), tags="over")
        for y in self._guides[1]:
            at = self.to_screen(0, y)[1]
            self.create_line(self.origin[0], at, right, at, fill=accent, dash=(3, 2), tags="over")
        width = 2 if self.focus_displayof() is self else 1
        self._box(element, outline="#ffffff", width=width + 2)  # to be seen on dark ground too
        self._box(element, outline=accent, width=width)
        half = theme.px(self, _HANDLE)[0]
        for handle in geometry.HANDLES:
            x, y = self._handle(element, handle)
            box = (x - half, y - half, x + half, y + half)
            self.create_rectangle(*box, fill="#ffffff", outline=accent, tags="over")

    def _box(
        self,
        element: Element,
        *,
        outline: str,
        width: int = 1,
        dash: tuple[int, int] | str = "",
        stipple: str = "",
    ) -> None:
        start = self.to_screen(element.x, element.y)
        end = self.to_screen(element.x + element.w, element.y + element.h)
        fill = outline if stipple else ""
        look: dict[str, Any] = {"outline": outline, "width": width, "dash": dash}
        self.create_rectangle(*start, *end, fill=fill, stipple=stipple, tags="over", **look)

    def _handle(self, element: Element, handle: geometry.Handle) -> tuple[float, float]:
        x = element.x + element.w * (handle[0] + 1) / 2
        y = element.y + element.h * (handle[1] + 1) / 2
        return self.to_screen(x, y)

    def _selected(self) -> Element | None:
        element = self._history.element
        return element if element is not None and element.side == self.side else None

    def _configured(self) -> None:
        self._ruler.draw(self.scale_px, self.origin)
        self.coords(self._picture, *self.origin)
        self.draw()
        self._resized()

    def _repaint(self) -> None:
        self.configure(
            background=theme.color("light"),
            highlightthickness=2,
            highlightbackground=theme.color("border"),
            highlightcolor=theme.color("primary"),
        )
        self._ruler.draw(self.scale_px, self.origin)
        self.draw()

    # ── keys ─────────────────────────────────────────────────────────────────────────────────

    def _listen(self) -> None:
        for name in _ARROWS:
            self.bind(f"<Key-{name}>", self._step)
        self.bind("<Tab>", lambda _event: self._next(1))
        for back in ("<Shift-Tab>", "<<PrevWindow>>"):
            self.bind(back, lambda _event: self._next(-1))
        self.bind("<Control-Tab>", self._leave)
        self.bind("<Key-Delete>", lambda _event: self._history.remove())
        self.bind("<Key-Prior>", lambda _event: self._history.raise_by(1))
        self.bind("<Key-Next>", lambda _event: self._history.raise_by(-1))
        self.bind("<Escape>", lambda _event: self._let_go())
        self.bind("<ButtonPress-1>", self._press)
        self.bind("<B1-Motion>", self._move)
        self.bind("<ButtonRelease-1>", self._release)
        self.bind("<Motion>", self._hover)

    def _step(self, event: tk.Event[tk.Misc]) -> str:
        element = self._selected()
        if element is not None:
            length = _STRIDE_MM if int(event.state) & _SHIFT else _STEP_MM
            dx, dy = (length * way for way in _ARROWS[event.keysym])
            if int(event.state) & _CONTROL:
                self._history.change(geometry.resized(element, (1, 1), dx, dy))
            else:
                self._history.change(geometry.moved(element, dx, dy))
        return "break"

    def _next(self, way: int) -> str | None:
        """Select the next element of this side; beyond the last one the focus goes on."""
        order = [at for at, e in enumerate(self._history.design.elements) if e.side == self.side]
        at = self._history.selected
        place = order.index(at) + way if at in order else (0 if way > 0 else len(order) - 1)
        if not 0 <= place < len(order):
            self._history.select(None)
            return None
        self._history.select(order[place])
        return "break"

    def _leave(self, _event: tk.Event[tk.Misc]) -> str:
        after = self.tk_focusNext()
        if after is not None:
            after.focus_set()
        return "break"

    def _let_go(self) -> str | None:
        if self._history.selected is None:
            return None
        self._history.select(None)
        return "break"

    # ── the mouse ────────────────────────────────────────────────────────────────────────────

    def _press(self, event: tk.Event[tk.Misc]) -> None:
        self.focus_set()
        if not self.scale_px:
            return
        handle = self._handle_at(event.x, event.y)
        hits = self._hits(event.x, event.y)
        if handle is None and self._history.selected not in hits:
            self._history.select(hits[0] if hits else None)
            hits = []
        element = self._history.element
        self._drags += 1
        self._drag = _Drag(
            handle=handle or (0, 0),
            element=element,
            at=(event.x, event.y),
            below=hits if handle is None else [],
            name=f"drag {self._drags}",
        )

    def _move(self, event: tk.Event[tk.Misc]) -> None:
        drag = self._drag
        if drag is None or drag.element is None:
            return
        way = (event.x - drag.at[0], event.y - drag.at[1])
        if not drag.moved and max(map(abs, way)) < _STILL:
            return
        drag.moved = True
        by = (round(way[0] / self.scale_px, 1), round(way[1] / self.scale_px, 1))
        free = int(event.state) & _CONTROL
        others = [
            e
            for at, e in enumerate(self._history.design.elements)
            if e.side == self.side and at != self._history.selected
        ]
        reach = 0.0 if free else theme.px(self, _ATTRACTS)[0] / self.scale_px
        snapped = geometry.dragged(drag.element, drag.handle, by, others, reach)
        self._guides = (snapped.across, snapped.down)
        self._history.change(snapped.element, by=drag.name)
        self.draw()

    def _release(self, _event: tk.Event[tk.Misc]) -> None:
        drag, self._drag, self._guides = self._drag, None, ((), ())
        selected = self._history.selected
        if drag is not None and not drag.moved and selected in drag.below:
            # A second click at the same place reaches what lies below.
            after = drag.below.index(selected) + 1
            self._history.select(drag.below[after % len(drag.below)])
        self.draw()

    def _hover(self, event: tk.Event[tk.Misc]) -> None:
        handle = self._handle_at(event.x, event.y) if self.scale_px else None
        moves = self.scale_px and self._history.selected in self._hits(event.x, event.y)
        self.configure(cursor="sizing" if handle else "fleur" if moves else "")

    def _handle_at(self, x: float, y: float) -> geometry.Handle | None:
        element = self._selected()
        reach = theme.px(self, _REACH)[0]
        if element is None:
            return None
        for handle in geometry.HANDLES:
            hx, hy = self._handle(element, handle)
            if abs(hx - x) <= reach and abs(hy - y) <= reach:
                return handle
        return None

    def _hits(self, x: float, y: float) -> list[int]:
        """Return the elements at a point, uppermost first; thin ones are hit nearby."""
        at_x, at_y = self.to_card(x, y)
        near = 3 / self.scale_px
        found = [
            at
            for at, e in enumerate(self._history.design.elements)
            if e.side == self.side
            and e.x - near <= at_x <= e.x + e.w + near
            and e.y - near <= at_y <= e.y + e.h + near
        ]
        return found[::-1]


class _Drag:
    """What the mouse holds.

    Attributes:
        element: As it was when it was seized.
        below: What else lies at the point, for a click that doesn't move.
        name: What undo takes back in one.
    """

    def __init__(
        self,
        *,
        handle: geometry.Handle,
        element: Element | None,
        at: tuple[float, float],
        below: list[int],
        name: str,
    ) -> None:
        self.handle, self.element, self.at = handle, element, at
        self.below, self.name, self.moved = below, name, False
