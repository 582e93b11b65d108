"""How the window looks: two calm palettes, one accent, fonts that know Chinese and Latin.

Pixels are given on an 8-pixel grid for 96 dpi and multiplied once by ``px``. Text sizes follow the
clerk's wish. Every pair of colours that text is drawn in is listed in ``PAIRS`` and tested.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import ttkbootstrap as ttk
from ttkbootstrap.style.theme import Colors, ThemeDefinition

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode = Literal["light", "dark"]
_FAMILIES = (
    "Noto Sans CJK SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
_LIGHT = {
    "primary": "#1f5aa8",
    "secondary": "#5a6472",
    "success": "#1a7340",
    "info": "#1f5aa8",
    "warning": "#8a5300",
    "danger": "#b3261e",
    "light": "#eef1f5",
    "dark": "#2b3440",
    "bg": "#ffffff",
    "fg": "#1d232b",
    "selectbg": "#d6e4f7",
    "selectfg": "#12294a",
    "border": "#d3d9e1",
    "inputfg": "#1d232b",
    "inputbg": "#ffffff",
    "active": "#eaf0f8",
}
_DARK = {
    "primary": "#2f6fc4",
    "secondary": "#a7b1bf",
    "success": "#5fc98a",
    "info": "#8ab8f5",
    "warning": "#e6b450",
    "danger": "#ff8d85",
    "light": "#2c343e",
    "dark": "#dfe5ec",
    "bg": "#1b2027",
    "fg": "#e8ecf1",
    "selectbg": "#2a4567",
    "selectfg": "#ffffff",
    "border": "#3a444f",
    "inputfg": "#e8ecf1",
    "inputbg": "#222932",
    "active": "#28313b",
}
PALETTES: Mapping[Mode, Mapping[str, str]] = MappingProxyType(
    {
        "light": MappingProxyType(
            _LIGHT | {"chrome": "#f4f6f9", "wash": "#fdf1f0", "care": "#fdf5e6", "good": "#edf7f0"}
        ),
        "dark": MappingProxyType(
            _DARK | {"chrome": "#222932", "wash": "#3a2423", "care": "#383021", "good": "#1f3529"}
        ),
    }
)
PAIRS = (
    *((ink, "bg") for ink in ("fg", "secondary", "success", "info", "warning", "danger")),
    *((ink, "chrome") for ink in ("fg", "secondary", "success", "info", "warning", "danger")),
    *((ink, "wash") for ink in ("fg", "secondary", "danger")),
    *((ink, "care") for ink in ("fg", "secondary", "warning")),
    *((ink, "good") for ink in ("fg", "secondary", "success")),
    ("inputfg", "inputbg"),
    ("selectfg", "selectbg"),
    ("fg", "light"),
    ("fg", "active"),
    ("white", "primary"),
)
"""Text colour and ground, for every combination the window draws."""

SIZES: Mapping[str, float] = MappingProxyType({"small": 0.9, "normal": 1.0, "large": 1.2})
_FONTS: dict[str, tuple[int, Literal["normal", "bold"]]] = {
    # name: pixels at 96 dpi, weight
    "Desk.Body": (14, "normal"),
    "Desk.Strong": (14, "bold"),
    "Desk.Small": (12, "normal"),
    "Desk.Heading": (17, "bold"),
    "Desk.Name": (25, "bold"),
    "Desk.Money": (18, "bold"),
    "Desk.Verdict": (36, "bold"),
}
_TALL = 900


class _Look:
    """What is in force."""

    mode: Mode = "light"
    size: str = "normal"
    family: str = ""
    fonts: ClassVar[dict[str, tkfont.Font]] = {}


def px(widget: tk.Misc, *pixels: int) -> tuple[int, ...]:
    """Return lengths of the 96 dpi grid in real pixels of this screen."""
    return tuple(int(ttk.scale_size(widget, p)) for p in pixels)


def tall(widget: tk.Misc) -> bool:
    """Tell whether the window is so high that nothing has to stand close."""
    return widget.winfo_toplevel().winfo_height() >= px(widget, _TALL)[0]


def prepare(app: ttk.App) -> None:
    """Register palettes and fonts with the one application window."""
    style = app.style
    for mode, palette in PALETTES.items():
        colors = {name: palette[name] for name in _LIGHT}
        style.register_theme(ThemeDefinition(f"desk-{mode}", Colors(**colors), mode=mode))
    families = set(tkfont.families(app))
    _Look.fonts.clear()  # those of a window before this one died with it
    _Look.family = next((f for f in _FAMILIES if f in families), "")
    resize(app, "normal")
    style.theme_use("desk-light")
    style.on_theme_change(_paint)
    # ttkbootstrap takes the space key away from buttons; people who use the keyboard need it.
    app.bind_class("TButton", "<Key-space>", _press)
    for key in ("<Key-Return>", "<KP_Enter>"):
        app.bind_class("TButton", key, _press_unless_confirming)
    for key in ("<Control-Return>", "<Control-KP_Enter>"):
        # Otherwise the binding above takes it, and the window never hears of it.
        app.bind_class("TButton", key, lambda _event: None)


def mode() -> Mode:
    """Return whether the window is light or dark."""
    return _Look.mode


def color(name: str) -> str:
    """Return a colour of the palette in force."""
    return PALETTES[_Look.mode][name]


def use(app: ttk.App, mode: Mode) -> None:
    """Make the window light or dark."""
    _Look.mode = mode
    app.style.theme_use(f"desk-{mode}")
    _paint(app.style)


def resize(app: ttk.App, size: str) -> None:
    """Make all text small, normal or large."""
    _Look.size = size
    for name, (pixels, weight) in _FONTS.items():
        real = -round(int(ttk.scale_size(app, pixels)) * SIZES[size])
        if name not in _Look.fonts:
            # Held on to: a named font dies with the Python object that made it.
            _Look.fonts[name] = tkfont.Font(app, name=name, exists=False)
        _Look.fonts[name].configure(size=real, weight=weight)
        if _Look.family:
            _Look.fonts[name].configure(family=_Look.family)
    body = _Look.fonts["Desk.Body"]
    for standard in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont"):
        ttk.Fonts.configure(standard, family=body.cget("family"), size=body.cget("size"))
    if app.style.theme:
        _paint(app.style)


def size() -> str:
    """Return the text size in force."""
    return _Look.size


def _paint(style: ttk.Style) -> None:
    """Lay our own styles over the toolkit's; runs after every change of theme."""
    c = PALETTES[_Look.mode]
    for ground in ("chrome", "wash", "care", "good"):
        style.configure(f"{ground.title()}.TFrame", background=c[ground])
        for ink in ("fg", "secondary", "success", "info", "warning", "danger"):
            name = f"{ground.title()}.{ink}.TLabel"
            style.configure(name, background=c[ground], foreground=c[ink])
    linespace = tkfont.nametofont("Desk.Body").metrics("linespace")
    _paint_lists(style, c, linespace)
    _paint_buttons(style, c)
    for field in ("TEntry", "TCombobox"):
        style.configure(field, padding=int(linespace * 0.35))


def _paint_lists(style: ttk.Style, c: Mapping[str, str], linespace: int) -> None:
    for name, ground in (("Found.Treeview", "chrome"), ("Plain.Treeview", "bg")):
        style.layout(name, [("Treeview.treearea", {"sticky": "nswe"})])
        # Flat lists: nothing to unfold, so no room for the sign of it.
        text: Any = ("Treeitem.text", {"side": "left", "sticky": ""})
        inside: Any = {"sticky": "we", "children": [text]}
        style.layout(f"{name}.Item", [("Treeitem.padding", inside)])
        style.configure(f"{name}.Item", padding=(4, 0))
        style.configure(
            name,
            background=c[ground],
            fieldbackground=c[ground],
            foreground=c["fg"],
            borderwidth=0,
            indent=0,
            rowheight=int(linespace * 1.6),
        )
        style.map(
            name,
            background=[("selected", c["selectbg"])],
            foreground=[("selected", c["selectfg"])],
        )
        style.configure(
            f"{name}.Heading",
            background=c[ground],
            foreground=c["secondary"],
            relief="flat",
            font="Desk.Small",
            padding=(2, 4),  # a head has a border of two pixels, a cell has none
        )

    small = tkfont.nametofont("Desk.Small").metrics("linespace")
    style.configure("Slim.Plain.Treeview", font="Desk.Small", rowheight=int(small * 1.2))


def _paint_buttons(style: ttk.Style, c: Mapping[str, str]) -> None:
    ring = [("focus !disabled", c["fg"])]
    grey = [("disabled", c["secondary"])]
    plain = [("disabled", c["chrome"]), ("pressed", c["selectbg"]), ("active", c["active"])]
    style.configure("TButton", background=c["chrome"], foreground=c["fg"], bordercolor=c["border"])
    style.map(
        "TButton",
        background=plain,
        lightcolor=[("focus !disabled", c["primary"]), *plain],
        darkcolor=[("focus !disabled", c["primary"]), *plain],
        bordercolor=[("focus !disabled", c["primary"]), ("disabled", c["border"])],
        foreground=grey,
    )
    style.configure("primary.TButton", font="Desk.Strong")
    style.configure(
        "Slim.TButton", background=c["bg"], font="Desk.Small", padding=(6, 0), borderwidth=1
    )
    for name, font, padding in (
        ("Offer.TButton", "Desk.Body", (8, 4)),
        ("Slim.Offer.TButton", "Desk.Small", (8, 2)),
    ):
        # No other ground under the pointer: the key lies on it as a label of its own.
        still = [("disabled", c["bg"]), ("", c["chrome"])]
        style.configure(name, font=font, padding=padding, anchor="w")
        style.map(
            name,
            background=still,
            lightcolor=[("focus", c["primary"]), *still],
            darkcolor=[("focus", c["primary"]), *still],
            bordercolor=[("focus", c["primary"]), ("active !disabled", c["primary"])],
        )
    style.map("Slim.TButton", background=[("disabled", c["chrome"])], foreground=grey)
    style.map("primary.TButton", bordercolor=ring, foreground=grey)
    for name, ground in (("Quiet.TButton", "chrome"), ("Tab.TButton", "bg")):
        style.configure(
            name,
            background=c[ground],
            lightcolor=c[ground],
            darkcolor=c[ground],
            bordercolor=c[ground],
            foreground=c["fg"],
            borderwidth=1,
            relief="flat",
        )
        style.map(
            name,
            background=[("active !disabled", c["active"])],
            lightcolor=[("focus", c["primary"]), ("active !disabled", c["active"])],
            darkcolor=[("focus", c["primary"]), ("active !disabled", c["active"])],
            bordercolor=[("focus", c["primary"])],
            foreground=grey,
        )


def _press(event: tk.Event[tk.Misc]) -> str:
    if isinstance(event.widget, ttk.Button):
        event.widget.invoke()
    return "break"


def _press_unless_confirming(event: tk.Event[tk.Misc]) -> str:
    # Enter never confirms money or a print: the key that does stands on the button.
    return "break" if getattr(event.widget, "confirms", False) else _press(event)
