"""TrueType fonts for paper, and which of them holds which character.

reportlab embeds glyf outlines only and draws a missing glyph as nothing, without an error. So every
character is looked up in the font before it is drawn, and a text that no font holds is refused.
"""

from __future__ import annotations

import functools
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

# Sans first; then fonts that hold rare names; then Latin and its relatives. Debian and Windows file
# names.
CHAIN = (
    "NotoSansSC-Regular.ttf",
    "msyh.ttc",
    "wqy-microhei.ttc",
    "Deng.ttf",
    "simhei.ttf",
    "wqy-zenhei.ttc",
    "LXGWWenKai-Regular.ttf",
    "simsun.ttc",
    "simsunb.ttf",
    "HanaMinA.ttf",
    "HanaMinB.ttf",
    "DejaVuSans.ttf",
    "segoeui.ttf",
)

# Controls, invisible format characters, lone surrogates, and the private area, where each font
# draws what it likes (old encodings kept rare names there).
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@functools.lru_cache(maxsize=4096)
def _unprintable(char: str) -> bool:
    return unicodedata.category(char) in _UNPRINTABLE


class Font:
    """One font file that can be embedded."""

    def __init__(self, path: Path) -> None:
        self.name = f"paper-{path.stem}"
        self._font = TTFont(self.name, str(path))
        self._face = self._font.face
        pdfmetrics.registerFont(self._font)
        self._held: dict[str, bool] = {}
        self._widths: dict[str, float] = {}

    def holds(self, char: str) -> bool:
        """Tell whether the font draws ``char``: a glyph with an outline, or a space."""
        held = self._held.get(char)
        if held is None:
            held = self._held[char] = self._draws(char)
        return held

    def _draws(self, char: str) -> bool:
        glyph = self._face.charToGlyph.get(ord(char), 0)
        if glyph == 0:
            return False
        outline = self._face.glyphPos[glyph + 1] - self._face.glyphPos[glyph]
        return char.isspace() or bool(outline)

    def holds_all(self, text: str) -> bool:
        """Tell whether the font draws a whole text."""
        return all(map(self._held.get, text)) or all(map(self.holds, text))

    def width(self, char: str) -> float:
        """Return the advance of ``char`` at a size of one point, in points."""
        width = self._widths.get(char)
        if width is None:
            width = self._widths[char] = float(self._face.getCharWidth(ord(char))) / 1000
        return width


def folders() -> Iterator[Path]:
    """Yield where fonts are kept on this system."""
    if os.name == "nt":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        yield Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts"
        return
    yield Path("/usr/share/fonts")
    yield Path("/usr/local/share/fonts")
    yield Path.home() / ".local" / "share" / "fonts"
    yield Path.home() / ".fonts"
    yield Path("/Library/Fonts")


@functools.cache
def _files() -> tuple[Path, ...]:
    found = {
        name.lower(): Path(folder) / name
        for place in folders()
        for folder, _, names in os.walk(place)
        for name in names
    }
    files = tuple(found[name.lower()] for name in CHAIN if name.lower() in found)
    if not files:
        raise Fault(
            "font-missing",
            sentence(
                "No font for printing was found; install a TrueType font such as {name}.",
                name="WenQuanYi Micro Hei",
            ),
        )
    return files


@functools.cache
def _open(path: Path) -> Font | None:
    try:
        return Font(path)
    except (TTFError, OSError):  # CFF outlines or a broken file: the next one in the chain
        return None


def chain() -> Iterator[Font]:
    """Yield the fonts of this system in order; each is loaded when it is reached (0.1 s, once)."""
    for path in _files():
        font = _open(path)
        if font is not None:
            yield font


def fonts_for(text: str, field: Sentence) -> list[Font]:
    """Return a font for each character; one font for all of them where there is one.

    Raises:
        Refusal: ``glyph-missing``: no font holds a character; the sentence names ``field`` and the
            character.
        Fault: ``font-missing``: there is no usable font at all.
    """
    for char in text:
        if _unprintable(char):
            raise _missing(char, field)
    for font in chain():
        if font.holds_all(text):
            return [font] * len(text)
    choice = {char: _first(char, field) for char in set(text)}
    return [choice[char] for char in text]


def drawable(text: str) -> str:
    """Return ``text`` with ? for each character that no font holds, to be read and not to be used.

    Raises:
        Fault: ``font-missing``.
    """
    return "".join(
        char if not _unprintable(char) and any(f.holds(char) for f in chain()) else "?"
        for char in text
    )


def _first(char: str, field: Sentence) -> Font:
    for font in chain():
        if font.holds(char):
            return font
    raise _missing(char, field)


def _missing(char: str, field: Sentence) -> Refusal:
    shown = char if char.isprintable() else "?"
    return Refusal(
        "glyph-missing",
        sentence(
            "{field}: the character {char} ({code}) can't be printed.",
            field=field,
            char=shown,
            code=f"U+{ord(char):04X}",
        ),
        advice=sentence("Install a font that holds it, or correct the record."),
    )
