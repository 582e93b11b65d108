"""A PDF whose pages leave for their file as they are done, so that its length costs no memory.

reportlab keeps every page and every picture until the document is saved: 10,000 cards took 692 MiB.
Here a finished page is written with its picture and forgotten; of each object only the place in the
file stays known. Fonts, what pages share by name, and the list of pages come last.
"""

from __future__ import annotations

import zlib
from array import array
from typing import IO, Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

# 1.4 knows transparency, which the specimen mark needs; the second line says "not a text file".
_HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
_FREE, _IN_USE = b"0000000000 65535 f \n", b"%010d 00000 n \n"


class _PageList(pdfdoc.PDFPages):
    """The list of pages by object number instead of by page."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = array("L")

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Return the object as it stands in the file."""
        del document
        kids = b" ".join(b"%d 0 R" % number for number in self.numbers)
        return b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(self.numbers), kids)


class Photo(pdfdoc.PDFImageXObject):
    """A JPEG in the few words it takes."""

    # What reportlab's stubs say otherwise.
    streamContent: Any  # noqa: N815
    colorSpace: Any  # noqa: N815

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Return the object as it stands in the file."""
        del document
        jpeg: bytes = self.streamContent
        return (
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s"
            b" /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
            % (self.width, self.height, self.colorSpace.encode(), len(jpeg), jpeg)
        )


class _Leaving(pdfdoc.PDFDocument):
    """Writes each page when it is added, and the rest at the end."""

    # What reportlab's stubs leave out.
    Catalog: Any
    Pages: Any
    Reference: Any

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(compression=1, invariant=1)
        self._out = file
        self._length = 0
        self.bleed = 0.0
        self._places = array("Q")
        self._passing: list[str] = []
        self._shared = array("L")
        self.Pages = self.Catalog.Pages = _PageList()
        self._add(_HEAD)
        for lasting in (self.Catalog, self.info, self.Pages):
            self.Reference(lasting)
        self._lasting = self.objectcounter

    def addPage(self, page: Any) -> None:  # noqa: ANN401, N802  reportlab's name; its stubs know half of a page
        """Write the page and everything that was drawn for it."""
        self._write(max(self._lasting, len(self._places)) + 1)
        content = zlib.compress(page.stream.encode("latin-1"))
        stream = self._add_object(
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
            % (len(content), content)
        )
        # reportlab's own way of saying a page takes as long as drawing it.
        resources = b"/Font %s" % pdfdoc.PDFObjectReference(pdfdoc.BasicFonts).format(self)
        for kind, used in ((b"XObject", page.XObjects), (b"ExtGState", page.ExtGState)):
            if used:
                resources += b" /%s %s" % (kind, pdfdoc.format(used, self))
        far = page.pagewidth + self.bleed, page.pageheight + self.bleed
        box = fp_str(-self.bleed, -self.bleed, *far).encode()
        number = self._add_object(
            b"<< /Type /Page /Parent %s /MediaBox [ %s ] /Rotate %d /Contents %d 0 R"
            b" /Resources << %s >> >>"
            % (self.Reference(self.Pages).format(self), box, page.Rotate, stream, resources)
        )
        self.Pages.numbers.append(number)
        self.pageCounter += 1
        self.inObject = None
        for name in self._passing:
            del self.idToObject[name], self.idToObjectNumberAndVersion[name]
        self._passing.clear()

    def format(self) -> bytes:
        """Write what is left; nothing remains for reportlab to write itself."""
        self._write(len(self._places) + 1)
        self._write(1, self._lasting)
        start = self._length
        self._add(b"xref\n0 %d\n%s" % (len(self._places) + 1, _FREE))
        for place in self._places:
            self._add(_IN_USE % place)
        self._add(self._trailer(start, b" /Info %s /ID %s" % (self._named(self.info), self.ID())))
        return b""

    def excerpt(self, first: int, last: int) -> bytes:
        """Return what makes a file of these pages alone when it stands behind the finished file.

        A reader that is given all 20,000 pages of 10,000 cards keeps something of each.
        """
        numbers = self.Pages.numbers
        pages = _PageList()
        pages.numbers = numbers[first : last + 1]
        body = pdfdoc.PDFIndirectObject(vars(self.Pages)["__InternalName__"], pages).format(self)
        own = range(numbers[first - 1] + 1 if first else 1, numbers[last] + 1)
        after = range(numbers[-1] + 1, len(self._places) + 1)
        places = {at: self._places[at - 1] for at in (*self._shared, *own, *after)}
        places |= {at: self._places[at - 1] for at in range(1, self._lasting + 1)}
        places[int(self._named(self.Pages).split()[0])] = self._length
        table = b"".join(b"%d 1\n" % at + _IN_USE % place for at, place in places.items())
        start = self._length + len(body)
        return body + b"xref\n0 1\n" + _FREE + table + self._trailer(start)

    def _named(self, lasting: Any) -> bytes:  # noqa: ANN401  reportlab's own
        reference: bytes = self.Reference(lasting).format(self)
        return reference

    def _trailer(self, start: int, more: bytes = b"") -> bytes:
        return b"trailer\n<< /Size %d /Root %s%s>>\nstartxref\n%d\n%%%%EOF\n" % (
            len(self._places) + 1,
            self._named(self.Catalog),
            more,
            start,
        )

    def _write(self, first: int, last: int | None = None) -> None:
        # Writing an object may name another, which then has the next number and is written too.
        number = first
        while number <= (last or self.objectcounter):
            name = self.numberToId.pop(number)
            content = self.idToObject[name]
            body = pdfdoc.PDFIndirectObject(name, content).format(self)
            self._place(number)
            self._add(body)
            if isinstance(content, Photo | pdfdoc.PDFStream):
                self._passing.append(name)
            else:
                self._shared.append(number)
            number += 1

    def _add_object(self, body: bytes) -> int:
        self.objectcounter += 1
        self._place(self.objectcounter)
        self._add(b"%d 0 obj\n%s\nendobj\n" % (self.objectcounter, body))
        return self.objectcounter

    def _place(self, number: int) -> None:
        self._places.extend([0] * (number - len(self._places)))
        self._places[number - 1] = self._length

    def _add(self, written: bytes) -> None:
        self._out.write(written)
        self._length += len(written)


class LeavingCanvas(Canvas):
    """A canvas over such a document.

    Args:
        file: Where the pages go.
        bleed: What the pages show beyond their edges, in points.
        orientation: By how many degrees they are turned, clockwise.
        options: As of any canvas.
    """

    _make_preamble: Any  # missing in reportlab's stubs

    def __init__(
        self,
        file: IO[bytes],
        *,
        bleed: float = 0,
        orientation: int = 0,
        **options: Any,  # noqa: ANN401  reportlab's own
    ) -> None:
        super().__init__(file, **options)
        self._doc = _Leaving(file)
        self._doc.bleed = bleed
        self.setPageRotation(orientation)
        self._make_preamble()
