"""PDF to pictures, with PDFium. The only way a drawing is looked at before it is printed."""

from __future__ import annotations

import contextlib
import io
import itertools
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from PIL.Image import Image

_LOCK = threading.Lock()  # PDFium must not be entered by two threads
_MM = 72 / 25.4
# PDFium keeps what it has read of a file, pictures too, until the file is closed.
_AT_ONCE = 250


@contextlib.contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Lend a document; nobody else may be in PDFium meanwhile."""
    with _LOCK, pypdfium2.PdfDocument(pdf) as document:
        yield document


def pages(pdf: bytes, *, dpi: float, sharp: bool = False, grey: bool = False) -> list[Image]:
    """Return every page as a picture, RGB or grey.

    Args:
        pdf: The document.
        dpi: Dots to the inch.
        sharp: Without grey at the edges of bars and letters, as a device prints it: what is black
            in the drawing comes out of the black panel of a ribbon alone.
        grey: Without colours, in half the time.
    """
    with opened(pdf) as document:
        found: list[Image] = []
        for page in document:
            drawn = page.render(
                scale=dpi / 72, no_smoothtext=sharp, no_smoothpath=sharp, grayscale=grey
            )
            found.append(drawn.to_pil())
            page.close()
        return found


def strips(
    path: Path,
    places: Iterable[tuple[int, tuple[float, float, float, float]]],
    *,
    dpi: float,
    excerpt: Callable[[int, int], bytes],
) -> Iterator[Image]:
    """Yield parts of pages in grey.

    Args:
        path: A PDF of any length; memory does not grow with it.
        places: Page from 0, and on it x, y, width, height in mm from the upper left.
        dpi: Dots to the inch.
        excerpt: Returns what makes a file of some pages alone when it stands behind the file.
    """
    left = iter(places)
    with path.open("rb") as file:
        while some := list(itertools.islice(left, _AT_ONCE)):
            numbers = [page for page, _ in some]
            first = min(numbers)
            part = _Excerpt(file, excerpt(first, max(numbers)))
            with _LOCK:
                document = pypdfium2.PdfDocument(part)
            try:
                for page, place in some:
                    with _LOCK:
                        strip = _strip(document, page - first, place, dpi)
                    yield strip
            finally:
                with _LOCK:
                    document.close()


class _Excerpt(io.RawIOBase):
    """A file and what stands behind it, read as one."""

    def __init__(self, file: BinaryIO, behind: bytes) -> None:
        self._file, self._behind, self._at = file, behind, 0
        self._length = file.seek(0, io.SEEK_END)

    def readable(self) -> bool:
        """Return that it is."""
        return True

    def seekable(self) -> bool:
        """Return that it is."""
        return True

    def tell(self) -> int:
        """Return where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go there, from the start or from the end; as of any file."""
        end = self._length + len(self._behind)
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: end}[whence]
        return self._at

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  whatever bytes can be written to
        """Read as much as there is room for; return how much."""
        room = len(buffer)
        self._file.seek(self._at)
        read = self._file.read(room)
        rest = max(self._at - self._length, 0)
        read += self._behind[rest : rest + room - len(read)]
        memoryview(buffer).cast("B")[: len(read)] = read
        self._at += len(read)
        return len(read)


def _strip(
    document: pypdfium2.PdfDocument,
    number: int,
    place: tuple[float, float, float, float],
    dpi: float,
) -> Image:
    page = document[number]
    page.set_rotation(0)  # as it was drawn, however it lies in the printer
    wide, high = page.get_size()
    x, y, w, h = (length * _MM for length in place)
    cut = (max(x, 0), max(high - y - h, 0), max(wide - x - w, 0), max(y, 0))
    picture: Image = page.render(scale=dpi / 72, crop=cut, grayscale=True).to_pil()
    page.close()
    return picture
