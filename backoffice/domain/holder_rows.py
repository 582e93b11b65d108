"""Reads one row of a list of holders, and says what is wrong with it without repeating secrets.

Names keep whatever signs a register writes them with; what no name has (markup, formulas, control
signs) is refused, because lists travel on into other programs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from backoffice.domain.cells import (
    BadCell,
    Cell,
    Header,
    find_columns,
    number_of,
    squeezed,
    text_of,
)
from backoffice.domain.certificates import CertificateKind, check_number, kind_named
from backoffice.domain.holders import HolderKind
from backoffice.domain.intake import HolderRow
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("工号", "学号", "编号"),
    "name": ("姓名",),
    "name_latin": ("英文名", "拼音"),
    "kind": ("类别", "人员类别"),
    "unit_code": ("单位代码",),
    "unit_name": ("单位名称", "院系"),
    "certificate_kind": ("证件类型",),
    "certificate_number": ("证件号码", "身份证号"),
    "valid_until": ("有效期",),
}
REQUIRED = ("number", "name", "kind", "certificate_number")
UNIT_COLUMNS = ("unit_code", "unit_name")

_KINDS = {
    "staff": HolderKind.STAFF,
    "教职工": HolderKind.STAFF,
    "student": HolderKind.STUDENT,
    "学生": HolderKind.STUDENT,
    "temporary": HolderKind.TEMPORARY,
    "临时": HolderKind.TEMPORARY,
    "非在编": HolderKind.TEMPORARY,
}
_CODE = re.compile(r"[^\W_][\w .&/()（）-]{0,39}")
_DAY = re.compile(
    r"(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d))"
    r"(?:[ T]00:00(?::00)?(?:\.0+)?)?"
)
_EXCEL_BEGINS = date(1899, 12, 30)
_EXCEL_SERIALS = range(20_000, 100_000)
_YEARS = range(1980, 2200)
_IN_NAMES = frozenset(" ·•・‧∙.,'’‘ʼ´`-‐‑–()（），\u200c\u200d")  # noqa: RUF001  as registers write them
_COMPOSING = range(0x2FF0, 0x3000)
"""Signs that describe a character by its parts; registers use them for names never encoded."""
_UNIT_SIGNS = _IN_NAMES | frozenset("&/、:：+_#—《》“”")


def read_header(cells: list[str]) -> Header:
    """Find the columns, whatever their order, case and spacing.

    Raises:
        Refusal: A column is missing or there twice.
    """
    return find_columns(cells, COLUMNS, required=[*((name,) for name in REQUIRED), UNIT_COLUMNS])


def read_row(cells: Mapping[str, Cell], *, today: date) -> HolderRow:
    """Return the row, checked.

    A missing certificate kind is a resident identity card. The last day is kept for temporary
    holders only.

    Raises:
        BadCell: The first thing that is wrong.
    """
    kind = _kind(cells.get("kind"))
    certificate = _certificate_kind(cells.get("certificate_kind"))
    code, unit = _unit(cells)
    until = _day(cells.get("valid_until"))
    if kind is HolderKind.TEMPORARY and until is None:
        raise BadCell("valid_until", sentence("A temporary holder needs a last day."))
    return HolderRow(
        number=number_of("number", cells.get("number")),
        name=_name("name", cells.get("name")),
        name_latin=_latin(cells.get("name_latin")),
        kind=kind,
        unit_code=code,
        unit_name=unit,
        certificate_kind=certificate,
        certificate_number=_certificate(certificate, cells.get("certificate_number"), today),
        valid_until=until if kind is HolderKind.TEMPORARY else None,
    )


def _name(column: str, cell: Cell) -> str:
    text = " ".join(text_of(column, cell).split(" "))
    if not text:
        raise BadCell(column, sentence("The name is missing."))
    _only(column, text, _IN_NAMES)
    if not _is_letter(text[0]):
        raise BadCell(column, sentence("A name begins with a letter or a character."))
    return text


def _latin(cell: Cell) -> str:
    return _name("name_latin", cell) if text_of("name_latin", cell) else ""


def _kind(cell: Cell) -> HolderKind:
    found = _KINDS.get(squeezed(text_of("kind", cell)))
    if found is None:
        raise BadCell("kind", sentence("The kind is none of staff, student and temporary."))
    return found


def _unit(cells: Mapping[str, Cell]) -> tuple[str, str]:
    code, name = (text_of(column, cells.get(column)) for column in UNIT_COLUMNS)
    code = unicodedata.normalize("NFKC", code)
    if not code and not name:
        raise BadCell("unit_code", sentence("The unit is missing."))
    if code and not _CODE.fullmatch(code):
        raise BadCell("unit_code", sentence("A unit code has at most 40 letters and digits."))
    _only("unit_name", name, _UNIT_SIGNS)
    return code, name


def _certificate_kind(cell: Cell) -> CertificateKind:
    text = text_of("certificate_kind", cell)
    if not text:
        return CertificateKind.RESIDENT_ID
    try:
        return kind_named(text)
    except Refusal as refusal:
        raise BadCell("certificate_kind", refusal.message) from None


def _certificate(kind: CertificateKind, cell: Cell, today: date) -> str:
    try:
        return check_number(kind, text_of("certificate_number", cell), today=today)
    except Refusal as refusal:
        raise BadCell("certificate_number", refusal.message) from None


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return _sensible(cell.date())
    if isinstance(cell, date):
        return _sensible(cell)
    if isinstance(cell, int | float) and int(cell) in _EXCEL_SERIALS:
        return _sensible(_EXCEL_BEGINS + timedelta(days=int(cell)))
    text = unicodedata.normalize("NFKC", text_of("valid_until", cell))
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        return _sensible(date(*map(int, filter(None, found.groups()))) if found else None)
    except ValueError:
        return _sensible(None)


def _sensible(day: date | None) -> date:
    if day is None or day.year not in _YEARS:
        raise BadCell("valid_until", sentence("This is not a date such as 2026-09-01."))
    return day


def _only(column: str, text: str, signs: frozenset[str]) -> None:
    for sign in text:
        if not (_is_letter(sign) or sign in signs or unicodedata.category(sign)[0] in "MN"):
            raise BadCell(
                column,
                sentence("The sign U+{code} does not belong here.", code=f"{ord(sign):04X}"),
            )


def _is_letter(sign: str) -> bool:
    category = unicodedata.category(sign)
    # Private use (Co): rare characters that a register drew for itself.
    return category[0] == "L" or category in {"Nl", "Co"} or ord(sign) in _COMPOSING
