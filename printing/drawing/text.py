"""Text set in lines: measured, broken, shrunk to its box or refused. Markup means nothing here."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence
from printing.drawing.fonts import Font, fonts_for

LEADING = 1.25
STEP = 0.25

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# A line may break after a space and around each wide character, but brackets and marks stay with
# what they open or close.
_PIECE = re.compile(f"[{_WIDE}]|[^\\s{_WIDE}]+|\\s+")
_NAME = re.compile(r"\S·\S")
# The parts of a name are whole where a line is long enough for them.
_PART = re.compile(r"[^·\s]+·?|·|\s+")
_OPENING = frozenset("（《「『【“([")
_CLOSING = frozenset("，。、；：！？）》」』】”’…%,.;:!?)")


@dataclass(frozen=True)
class Line:
    """A part of a text that is drawn in one go."""

    runs: tuple[tuple[str, str], ...]
    width: float


class Words:
    """One text with a font for every character.

    Raises:
        Refusal: ``glyph-missing``, naming ``field`` and the character.
    """

    def __init__(self, text: str, field: Sentence) -> None:
        self.text = text
        self.field = field
        self._fonts: list[Font] = fonts_for(text, field)
        advances = (font.width(char) for font, char in zip(self._fonts, text, strict=True))
        self._edges = list(itertools.accumulate(advances, initial=0.0))

    def width(self, start: int, end: int) -> float:
        """Return the width of a part at a size of one point, in points."""
        return self._edges[end] - self._edges[start]

    def line(self, start: int, end: int, size: float) -> Line:
        """Return a part, ready to be drawn at ``size`` points."""
        runs = []
        for font, group in itertools.groupby(range(start, end), key=self._fonts.__getitem__):
            places = [*group]
            runs.append((font.name, self.text[places[0] : places[-1] + 1]))
        return Line(tuple(runs), self.width(start, end) * size)

    def broken(self, size: float, width: float, *, parts: bool = False) -> list[tuple[int, int]]:
        """Return where lines begin and end so that each is at most ``width`` points wide.

        Args:
            size: In points.
            width: In points.
            parts: Whether a name is broken behind its middle dots only.
        """
        if self._edges[-1] * size <= width:  # most texts are one line that fits
            end = self._without_space(0, len(self.text))
            return [(0, end)] if self.text else []
        lines: list[tuple[int, int]] = []
        start = end = 0
        for piece_start, piece_end in self._pieces(width / size, _PART if parts else _PIECE):
            if self.width(start, piece_end) * size > width and end > start:
                lines.append((start, self._without_space(start, end)))
                start = piece_start + self._spaces(piece_start, piece_end)
            end = max(piece_end, start)
        if end > start:
            lines.append((start, self._without_space(start, end)))
        return lines

    def _pieces(self, most: float, piece: re.Pattern[str]) -> list[tuple[int, int]]:
        pieces: list[tuple[int, int]] = []
        for match in piece.finditer(self.text):
            start, end = match.span()
            closes = match.group()[0] in _CLOSING
            if pieces and (closes or self._opens(pieces[-1], end, most)):
                pieces[-1] = (pieces[-1][0], end)
            elif self.width(start, end) > most:  # one word wider than the line: anywhere will do
                pieces.extend((i, i + 1) for i in range(start, end))
            else:
                pieces.append((start, end))
        return pieces

    def _opens(self, piece: tuple[int, int], end: int, most: float) -> bool:
        """Tell whether a piece ends with an opening mark that what follows can stand beside."""
        return self.text[piece[1] - 1] in _OPENING and self.width(piece[0], end) <= most

    def _spaces(self, start: int, end: int) -> int:
        part = self.text[start:end]
        return len(part) - len(part.lstrip())

    def _without_space(self, start: int, end: int) -> int:
        return start + len(self.text[start:end].rstrip())


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Text that fits its box."""

    lines: tuple[Line, ...]
    size: float


def paragraph(text: str, field: Sentence, *, size: float, width: float) -> Fitted:
    """Return ``text`` in as many lines as it needs; sizes and widths in points."""
    words = Words(text, field)
    spans = words.broken(size, width)
    return Fitted(lines=tuple(words.line(a, b, size) for a, b in spans), size=size)


@functools.lru_cache(maxsize=1024)  # units and kinds come again and again
def fit(
    text: str,
    field: Sentence,
    *,
    box: tuple[float, float],
    sizes: tuple[float, float],
    most_lines: int,
) -> Fitted:
    """Return ``text`` at the largest of ``sizes`` that fits ``box``.

    Args:
        text: What is printed.
        field: What the text is, for the refusal.
        box: Width and height in points.
        sizes: Largest and smallest size in points.
        most_lines: How many lines it may take.

    Raises:
        Refusal: ``text-too-long``, naming ``field``; or ``glyph-missing``.
    """
    words = Words(text, field)
    width, height = box
    size, smallest = sizes
    while size >= smallest:
        spans = words.broken(size, width, parts=_NAME.search(text) is not None)
        if len(spans) <= most_lines and _height(len(spans), size) <= height + 0.01:
            return Fitted(lines=tuple(words.line(a, b, size) for a, b in spans), size=size)
        size -= STEP
    raise Refusal(
        "text-too-long",
        sentence("{field}: “{text}” is too long for its place.", field=field, text=_short(text)),
        advice=sentence("Shorten it in the record, or enlarge its box in the card design."),
    )


def _height(lines: int, size: float) -> float:
    return size + (lines - 1) * size * LEADING


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
