"""A PDF in millimetres, measured from the top left corner of its page."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import re
from typing import TYPE_CHECKING, Any

import reportlab.rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.rl_accel import fp_str
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from printing.drawing.bars import QUIET, modules
from printing.drawing.leaving import LeavingCanvas, Photo
from printing.drawing.marks import Marks
from printing.drawing.text import LEADING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from typing import IO

    from printing.drawing.text import Fitted

# ASCII armour costs 4 ms and a quarter of the size per card.
reportlab.rl_config.useA85 = 0

BLACK = "#000000"
# Card printers have 300 dots to the inch; a bar that begins between two dots is smeared over both.
_DOT = 72 / 300
_BOLD = 0.035
_EDGE = round(10 * mm)
_BAR = re.compile("1+")
_colour = functools.lru_cache(maxsize=256)(HexColor)
_SLACK = {"left": 0.0, "center": 0.5, "right": 1.0}


@functools.lru_cache(maxsize=256)
def _ink(colour: str, outline: float) -> str:
    """Return what sets the colour of letters, and of their outline if that is drawn too."""
    # Grey 0 comes from the black panel of a ribbon alone; black in red, green and blue may not.
    levels, kind = ("0", "g") if colour == BLACK else (fp_str(*_colour(colour).rgb()), "rg")
    if not outline:
        return f"{levels} {kind}"
    return f"{levels} {kind} {levels} {kind.upper()} {fp_str(outline)} w 2 Tr"


@functools.lru_cache(maxsize=256)
def _frame(
    page_mm: float, pixels: tuple[int, int], place: tuple[float, float, float, float]
) -> str:
    """Return what cuts a picture of so many pixels to its place and brings it there."""
    x, y, w, h = place
    scale = max(w / pixels[0], h / pixels[1])
    wide, high = pixels[0] * scale, pixels[1] * scale
    left, bottom = x - (wide - w) / 2, page_mm - y - h - (high - h) / 2
    edge = fp_str(x * mm, (page_mm - y - h) * mm, w * mm, h * mm)
    shape, corner = fp_str(wide * mm, high * mm).split(), fp_str(left * mm, bottom * mm)
    return f"q {edge} re W n {shape[0]} 0 0 {shape[1]} {corner} cm"


class Sheet:
    """Pages of one size. The same drawing gives the same bytes.

    Given a file, pages leave for it as they are done, with so much bleed and turned by so many
    degrees; otherwise ``finish`` returns them all.
    """

    def __init__(
        self,
        *,
        width_mm: float,
        height_mm: float,
        offset_mm: tuple[float, float] = (0, 0),
        file: IO[bytes] | None = None,
        bleed_mm: float = 0,
        orientation: int = 0,
    ) -> None:
        self.width_mm, self.height_mm = width_mm, height_mm
        self.pages = 0
        self.marks = Marks()
        self._pictures: set[str] = set()
        self._offset = offset_mm
        self._shared: dict[Hashable, str] = {}
        self._file = io.BytesIO()
        self._leaving = file is not None
        size = (width_mm * mm, height_mm * mm)
        self._canvas = (
            LeavingCanvas(file, pagesize=size, bleed=bleed_mm * mm, orientation=orientation)
            if file
            else Canvas(self._file, pagesize=size, pageCompression=1, invariant=1)
        )
        # Not public, but the public way to embed a picture decodes it first.
        self._document: pdfdoc.PDFDocument = vars(self._canvas)["_doc"]
        self._canvas.setCreator("Campus card center")

    def _y(self, y_mm: float) -> float:
        return (self.height_mm - y_mm) * mm

    @contextlib.contextmanager
    def page(self) -> Iterator[None]:
        """Begin a page; what is drawn inside stands on it, moved by the offset of the printer."""
        dx, dy = self._offset
        self._canvas.translate(dx * mm, -dy * mm)
        yield
        self._canvas.showPage()
        self.pages += 1
        if self._leaving:
            self._pictures.clear()

    @contextlib.contextmanager
    def part(self, x: float, y: float, *, width: float, height: float) -> Iterator[None]:
        """Draw inside a rectangle, measured from its own corner and cut off at its edge."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x * mm, -y * mm)
        edge = canvas.beginPath()
        edge.rect(0, self._y(height), width * mm, height * mm)
        canvas.clipPath(edge, stroke=0, fill=0)
        yield
        canvas.restoreState()

    def _fill(self, colour: str) -> None:
        # Grey 0 comes from the black panel of a ribbon alone; black in red, green and blue may not.
        if colour == BLACK:
            self._canvas.setFillGray(0)
        else:
            self._canvas.setFillColor(_colour(colour))

    def _stroke(self, colour: str) -> None:
        if colour == BLACK:
            self._canvas.setStrokeGray(0)
        else:
            self._canvas.setStrokeColor(_colour(colour))

    @property
    def codes(self) -> tuple[str, ...]:
        """What the bar codes drawn so far say."""
        return tuple(mark.code for mark in self.marks)

    def finish(self) -> bytes:
        """Return the PDF; nothing if it has left for a file."""
        self._canvas.save()
        return self._file.getvalue()

    def excerpt(self, first: int, last: int) -> bytes:
        """Return what makes a file of these pages alone behind the file that is finished."""
        part: bytes = vars(self._canvas)["_doc"].excerpt(first, last)
        return part

    def shared(self, what: Hashable, draw: Callable[[], None]) -> None:
        """Draw ``what`` with ``draw`` the first time, and from then on refer to it.

        It stands in the PDF once, however many pages show it.
        """
        canvas = self._canvas
        if what not in self._shared:
            self._shared[what] = name = f"shared{len(self._shared)}"
            # Wider than the page: what runs over the edge may be moved into sight by the offset.
            wide, high = (length * mm + _EDGE for length in (self.width_mm, self.height_mm))
            canvas.beginForm(name, -_EDGE, -_EDGE, wide, high)
            draw()
            canvas.endForm()
        canvas.doForm(self._shared[what])

    def box(
        self, place: tuple[float, float, float, float], *, fill: str, radius: float = 0
    ) -> None:
        """Fill a rectangle (x, y, width, height in mm); ``radius`` rounds its corners."""
        x, y, w, h = place
        self._fill(fill)
        corner = (x * mm, self._y(y + h), w * mm, h * mm)
        if radius:
            self._canvas.roundRect(*corner, radius * mm, stroke=0, fill=1)
        else:
            self._canvas.rect(*corner, stroke=0, fill=1)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        thickness: float = 0.2,
        colour: str = BLACK,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """Draw a straight line; all measures in mm."""
        canvas = self._canvas
        canvas.saveState()
        self._stroke(colour)
        canvas.setLineWidth(thickness * mm)
        if dashes:
            canvas.setDash([dash * mm for dash in dashes])
        canvas.line(start[0] * mm, self._y(start[1]), end[0] * mm, self._y(end[1]))
        canvas.restoreState()

    def text(
        self,
        fitted: Fitted,
        place: tuple[float, float, float],
        *,
        align: str = "left",
        colour: str = BLACK,
        bold: bool = False,
    ) -> float:
        """Draw lines from ``place`` (x, top, width in mm) downwards; return their height in mm.

        Chinese fonts seldom come with a bold cut, so bold is the outline drawn a little thicker.
        """
        x, top, width = place
        size = fitted.size
        drawn = ["q", _ink(colour, size * _BOLD if bold else 0)]
        baseline = self._y(top) - size * 0.88
        for line in fitted.lines:
            left = x * mm + (width * mm - line.width) * _SLACK[align]
            drawn.append(f"BT 1 0 0 1 {fp_str(left, baseline)} Tm")
            drawn.extend(self._letters(name, size, part) for name, part in line.runs)
            drawn.append("ET")
            baseline -= size * LEADING
        drawn.append("Q")
        self._canvas.addLiteral("\n".join(drawn))
        return (size + (len(fitted.lines) - 1) * size * LEADING) / mm if fitted.lines else 0.0

    def _letters(self, font: str, size: float, text: str) -> str:
        # What Canvas.drawText writes, without the objects it makes on the way.
        cut: Any = pdfmetrics.getFont(font)
        parts = cut.splitString(text, self._document)
        return " ".join(
            f"{cut.getSubsetInternalName(subset, self._document)} {fp_str(size)} Tf"
            f" <{codes.hex()}> Tj"
            for subset, codes in parts
        )

    def photo(
        self, jpeg: bytes, pixels: tuple[int, int], place: tuple[float, float, float, float]
    ) -> None:
        """Fill a rectangle with a JPEG: cut to shape, never distorted, passed on byte for byte."""
        canvas = self._canvas
        canvas.addLiteral(_frame(self.height_mm, pixels, place))
        canvas.doForm(self._embed(jpeg))
        canvas.addLiteral("Q")

    def _embed(self, jpeg: bytes) -> str:
        # Canvas.drawImage names a picture by its file name, so the same card would give other bytes
        # each time.
        name = hashlib.sha256(jpeg).hexdigest()[:24]
        if name in self._pictures:
            return name
        self._pictures.add(name)
        image = Photo(name)
        image.loadImageFromJPEG(io.BytesIO(jpeg))
        document = self._document
        document.Reference(image, document.getXObjectName(name))
        document.addForm(name, image)
        return name

    def squares(
        self, code: str, place: tuple[float, float], side: float, dark: list[tuple[int, int]]
    ) -> None:
        """Draw ``code`` as squares of ``side`` mm at (column, row) of a grid from ``place`` on."""
        path = self._canvas.beginPath()
        for column, row in dark:
            x, y = place[0] + column * side, place[1] + (row + 1) * side
            path.rect(x * mm, self._y(y), side * mm, side * mm)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)
        wide = side * (1 + max(max(at) for at in dark))
        self.marks.add(self.pages, code, (*place, wide, wide))

    def bars(
        self,
        code: str,
        place: tuple[float, float, float, float],
        *,
        module: float = 0.254,
        align: str = "center",
    ) -> float:
        """Draw Code 128 in a white rectangle; return the room it needs in mm, quiet zones included.

        Pure black, so that the driver of a card printer prints it with the resin panel.

        Raises:
            Refusal: ``barcode-unreadable``.
        """
        row = modules(code)
        x, y, w, h = place
        needed = (len(row) + 2 * QUIET) * module
        self.box(place, fill="#FFFFFF")
        left = (x + (w - needed) * _SLACK[align] + QUIET * module) * mm
        left = round(left / _DOT) * _DOT
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillGray(0)
        canvas.translate(left, self._y(y + h))
        canvas.scale(module * mm, h * mm)
        # One module is one unit now: whole numbers, written in a tenth of the time of a path.
        bars = (f"{bar.start()} 0 {len(bar.group())} 1 re" for bar in _BAR.finditer(row))
        canvas.addLiteral(" ".join((*bars, "f")))
        canvas.restoreState()
        self.marks.add(self.pages, code, place)
        return needed

    def watermark(
        self, fitted: Fitted, middle: tuple[float, float], *, colour: str, alpha: float
    ) -> None:
        """Draw one line of text through ``middle``, rising from left to right."""
        canvas = self._canvas
        canvas.saveState()
        self._fill(colour)
        canvas.setFillAlpha(alpha)
        canvas.translate(middle[0] * mm, self._y(middle[1]))
        canvas.rotate(30)
        pen = canvas.beginText(-fitted.lines[0].width / 2, -fitted.size * 0.35)
        for name, part in fitted.lines[0].runs:
            pen.setFont(name, fitted.size)
            pen.textOut(part)
        canvas.drawText(pen)
        canvas.restoreState()
