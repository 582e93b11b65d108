"""Reads tables from CSV and XLSX files row by row, whoever wrote them and however wrongly."""

from __future__ import annotations

import codecs
import csv
import re
import warnings
import zipfile
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from backoffice.domain.cells import Cell
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHUNK = 1 << 20
_SEPARATORS = ",;\t"
_MOST_COLUMNS = 200
_TEXT_FORMULA = re.compile(r'="([^"=]*)"')
"""How spreadsheets are made to keep leading zeros of a CSV cell."""

_LARGEST_PART = 2 << 30
_LARGEST_SHARED = 128 << 20  # the only part that is held in memory whole
_SUSPICIOUS = 16 << 20
_MOST_COMPRESSED = 100
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    NotImplementedError,
    ParseError,
)
"""What a damaged workbook makes the library raise."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of a table and the line of the file it begins in, counted from 1."""

    number: int
    cells: Sequence[Cell]

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return all(cell is None or not str(cell).strip() for cell in self.cells)


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a table that are not empty, in bounded memory; the header comes first.

    The kind of the file is told by its content, not by its name.

    Raises:
        Refusal: It is not a table, or not one that can be read to its end.
        Fault: The file can't be read.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(4)
        if not begin:
            raise _not_a_table(sentence("The file is empty."))
        if begin == _OLD_EXCEL:
            raise _not_a_table(sentence("This is a workbook of an Excel before 2007."))
        lines = _workbook(path) if begin == _ZIP else _csv(path)
        yield from (line for line in lines if not line.empty)
    except OSError as error:
        raise Fault(
            "file-unreadable", sentence("The file {path} can't be read.", path=str(path))
        ) from error


def _not_a_table(message: Sentence) -> Refusal:
    return Refusal(
        "not-a-table",
        message,
        advice=sentence("Save the list as CSV (UTF-8) or as an Excel workbook (.xlsx)."),
    )


def _csv(path: Path) -> Iterator[Line]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        separator = max(_SEPARATORS, key=file.readline(_CHUNK).count)
        file.seek(0)
        rows = csv.reader(file, delimiter=separator)
        begins = 1
        while True:
            try:
                cells = next(rows, None)
            except csv.Error as error:
                raise _not_a_table(
                    sentence(
                        "Line {line} can't be read: a quotation mark may be open.", line=begins
                    )
                ) from error
            if cells is None:
                return
            yield Line(number=begins, cells=[_unwrapped(c) for c in cells[:_MOST_COLUMNS]])
            begins = rows.line_num + 1


def _unwrapped(cell: str) -> str:
    found = _TEXT_FORMULA.fullmatch(cell)
    return found[1] if found else cell


def _encoding(path: Path) -> str:
    """Return the encoding that the whole file can be read with."""
    with path.open("rb") as file:
        begin = file.read(4)
    if begin.startswith(_UTF_16):
        raise _not_a_table(sentence("This text is in UTF-16."))
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as file:
            try:
                while chunk := file.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    raise _not_a_table(sentence("The text is neither in UTF-8 nor in GB18030."))


def _workbook(path: Path) -> Iterator[Line]:
    with _reading_workbook():
        with zipfile.ZipFile(path) as parts:
            _require_harmless(parts)
        from openpyxl import load_workbook  # noqa: PLC0415  slow import

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations that nobody needs here
            book = load_workbook(path, read_only=True, keep_links=False)
            with closing(book):
                sheet: Any = book.worksheets[0]
                sheet.reset_dimensions()  # the file may promise a million columns
                for number, row in enumerate(sheet.iter_rows(), start=1):
                    yield Line(number=number, cells=[_value(c) for c in row[:_MOST_COLUMNS]])


@contextmanager
def _reading_workbook() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise _not_a_table(sentence("The workbook is damaged.")) from error


def _value(cell: Any) -> Cell:  # noqa: ANN401  one of three classes of the library
    value = cell.value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        shape = cell.number_format
        if re.fullmatch("0{2,40}", shape):  # 00000000 shows the leading zeros it does not keep
            return f"{int(value):0{len(shape)}d}"
        return value
    return value if isinstance(value, Cell) else str(value)


def _require_harmless(parts: zipfile.ZipFile) -> None:
    """Refuse archives that unpack to more than a list can hold, and XML with entities."""
    for part in parts.infolist():
        shared = part.filename.lower().endswith("sharedstrings.xml")
        squeezed = part.file_size > _MOST_COMPRESSED * max(1, part.compress_size)
        if (
            part.file_size > (_LARGEST_SHARED if shared else _LARGEST_PART)
            or (squeezed and part.file_size > _SUSPICIOUS)
        ):  # fmt: skip
            raise _not_a_table(sentence("The workbook unpacks to far more than a list."))
        if part.filename.lower().endswith((".xml", ".rels")) and _has_entities(parts.open(part)):
            raise _not_a_table(sentence("The workbook contains definitions no spreadsheet writes."))


def _has_entities(file: IO[bytes]) -> bool:
    with file:
        return b"<!DOCTYPE" in file.read(_CHUNK >> 4).replace(b"\0", b"")
