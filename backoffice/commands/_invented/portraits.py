"""Draws portraits in the size of a certificate photo (GA 461-2004): 358 × 441 for 26 × 32 mm."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    import random

_WIDTH, _HEIGHT, _DPI = 358, 441, 350
_FINER = 2  # drawn larger and shrunk, so that edges are smooth
_SKINS = ("#f3d3b8", "#ecc3a0", "#e0ac86", "#c98f66", "#a86f48", "#7d4f32", "#f6dcc6")
_HAIR = ("#191614", "#26201c", "#33261f", "#4a3324", "#6b4a2f", "#8f8a86", "#c3bfba")
_CLOTHES = ("#2c3e5c", "#3b3b44", "#7a2e35", "#2f5d50", "#e8e6e1", "#5b4a7a", "#8a6d3b", "#1f2933")
_GROUNDS = ("#ffffff", "#d6e4f2", "#e9eef2", "#b9d3ea", "#f1ece4")
_LIP, _EYE, _WHITE, _GLASSES = "#b0605a", "#2a1c16", "#fbfaf8", "#30343a"


def draw(chance: random.Random) -> bytes:
    """Return a JPEG of somebody who does not exist, about 8 kB."""
    size = (_WIDTH * _FINER, _HEIGHT * _FINER)
    picture = Image.new("RGB", size, chance.choice(_GROUNDS))
    pen = _Pen(picture)
    skin, hair, clothes = (chance.choice(c) for c in (_SKINS, _HAIR, _CLOTHES))
    long_hair, face = chance.random() < 0.45, 84 + chance.randrange(-8, 10)  # noqa: PLR2004
    if long_hair:
        pen.oval(179, 205, face + 24, 160, hair)
        pen.box(179 - face - 24, 205, 179 + face + 24, 385, hair)
    _body(pen, skin, clothes, collar=chance.random() < 0.5)  # noqa: PLR2004
    _head(pen, skin, hair, face, parting=chance.choice((-16, 0, 16)))
    _features(pen, chance, hair, skin)
    finished = picture.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)
    output = io.BytesIO()
    finished.filter(ImageFilter.SMOOTH).save(
        output, "JPEG", quality=82, optimize=True, dpi=(_DPI, _DPI)
    )
    return output.getvalue()


class _Pen:
    """Draws in the pixels of the finished picture."""

    def __init__(self, picture: Image.Image) -> None:
        self._pen = ImageDraw.Draw(picture)

    def oval(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        self._pen.ellipse(self._scaled(x - wide, y - high, x + wide, y + high), fill=colour)

    def ring(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        box = self._scaled(x - wide, y - high, x + wide, y + high)
        self._pen.ellipse(box, outline=colour, width=3 * _FINER)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self._pen.rectangle(self._scaled(left, top, right, bottom), fill=colour)

    def arc(
        self, place: tuple[float, float, float, float], sweep: tuple[int, int], look: str
    ) -> None:
        self._pen.arc(self._scaled(*place), *sweep, fill=look, width=4 * _FINER)

    def cap(self, place: tuple[float, float, float, float], look: str) -> None:
        self._pen.pieslice(self._scaled(*place), 176, 364, fill=look)

    def shape(self, look: str, *points: float) -> None:
        self._pen.polygon(self._scaled(*points), fill=look)

    @staticmethod
    def _scaled(*numbers: float) -> list[float]:
        return [number * _FINER for number in numbers]


def _body(pen: _Pen, skin: str, clothes: str, *, collar: bool) -> None:
    pen.oval(179, 470, 168, 120, clothes)
    pen.box(146, 290, 212, 372, skin)
    pen.oval(179, 368, 34, 26, skin)
    if collar:
        pen.shape(_WHITE, 140, 352, 179, 405, 150, 420)
        pen.shape(_WHITE, 218, 352, 179, 405, 208, 420)


def _head(pen: _Pen, skin: str, hair: str, face: int, *, parting: int) -> None:
    pen.oval(179 - face, 212, 13, 24, skin)
    pen.oval(179 + face, 212, 13, 24, skin)
    pen.cap((179 - face - 9, 48, 179 + face + 9, 320), hair)
    pen.oval(179, 205, face, 124, skin)
    pen.cap((179 - face - 4, 58, 179 + face + 4, 200), hair)
    pen.oval(179 + parting, 148, face - 20, 32, skin)


def _features(pen: _Pen, chance: random.Random, hair: str, skin: str) -> None:
    apart, glasses = 38 + chance.randrange(-3, 4), chance.random() < 0.3  # noqa: PLR2004
    for x in (179 - apart, 179 + apart):
        pen.oval(x, 198, 15, 8, _WHITE)
        pen.oval(x, 198, 7, 8, _EYE)
        pen.arc((x - 20, 170, x + 20, 196), (200, 340), hair)
        if glasses:
            pen.ring(x, 199, 27, 20, _GLASSES)
    shade = "#" + "".join(f"{int(skin[i : i + 2], 16) * 9 // 10:02x}" for i in (1, 3, 5))
    pen.arc((168, 205, 192, 246), (40, 140), shade)
    smile = chance.randrange(10, 22)
    pen.arc((150, 262 - smile, 208, 262 + smile), (20, 160), _LIP)
