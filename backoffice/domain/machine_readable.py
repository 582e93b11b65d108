"""Machine-readable zones of passports, cards and permits (ICAO Doc 9303), and what a scan can be.

Passports have two lines of 44 characters (TD3), cards three of 30 (TD1) or two of 36 (TD2). Chinese
permit cards keep the length of TD1 with an order of their own: number, expiry and birth stand in
the first line, and the Exit-Entry Permit prints that line alone.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from backoffice.domain.certificate_numbers import number_refusal, weights_7_3_1
from backoffice.domain.certificates import CertificateKind, Shown, check_number
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, Sentence, sentence

_SHORTEST = 28
"""Signs from which a scan is taken for a zone, even when one or two were lost."""

_YEARS_AHEAD = 49
"""ICAO reads a two-digit year of expiry as the nearest one: at most this far ahead."""

_NUMBER = 9
"""Characters of a number before it goes on in the optional data."""

_PERSONAL = 14
_BRACKETS = str.maketrans("《〈", "<<")
"""What a Chinese input method makes of the fillers that a scanner types."""


@dataclass(frozen=True, kw_only=True)
class Zone:
    """What a machine-readable zone says; every check digit in it was right.

    Attributes:
        kind: The kind of certificate as far as the zone tells; None when somebody must choose.
        number: As printed, without fillers.
        name_latin: Surname first; empty when the zone has none.
        birth: None when the zone leaves it open.
        expires: Last day of validity; None when the zone leaves it open.
        nationality: Three letters of ISO 3166-1 or ICAO (``D`` for Germany).
    """

    kind: CertificateKind | None
    number: str = field(repr=False)
    name_latin: str = field(repr=False)
    birth: date | None = field(repr=False)
    expires: date | None
    nationality: str

    def shown_as(self, kind: CertificateKind) -> Shown:
        """Return the certificate as it was shown: scanned, so nobody types it twice (rule L7)."""
        return Shown(kind=kind, number=self.number, valid_until=self.expires, scanned=True)


class ScanKind(enum.Enum):
    """What a scan looks like before anything in it is checked."""

    ZONE = "zone"
    IDENTITY_NUMBER = "identity_number"
    DIGITS = "digits"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One scan, sorted.

    Attributes:
        text: The scan without the separators of the scanner.
        certificate: The kind that an identity number of 18 characters belongs to.
    """

    kind: ScanKind
    text: str = field(repr=False)
    certificate: CertificateKind | None = None


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """Where the fields of one zone begin, counted from 0 over all lines together.

    Attributes:
        overflow: Optional data that goes on with a number of more than 9 characters.
        personal: Where the check digit of the personal number stands.
        nationality: None where the card has none because all its holders are Chinese.
        covered: What the last check digit is computed over.
        covered_with_fillers: The same, fillers between the fields counted as well.
    """

    number: int
    birth: int
    expires: int
    nationality: int | None
    name: slice
    covered: tuple[slice, ...]
    overall: int
    covered_with_fillers: slice | None = None
    overflow: slice | None = None
    personal: int | None = None


_TD3 = _Layout(
    number=44,
    nationality=54,
    birth=57,
    expires=65,
    personal=86,
    overall=87,
    name=slice(5, 44),
    covered=(slice(44, 54), slice(57, 64), slice(65, 87)),
)
_TD2 = _Layout(
    number=36,
    nationality=46,
    birth=49,
    expires=57,
    overflow=slice(64, 71),
    overall=71,
    name=slice(5, 36),
    covered=(slice(36, 46), slice(49, 56), slice(57, 71)),
)
_TD1 = _Layout(
    number=5,
    overflow=slice(15, 30),
    birth=30,
    expires=38,
    nationality=45,
    overall=59,
    name=slice(60, 90),
    covered=(slice(5, 30), slice(30, 37), slice(38, 45), slice(48, 59)),
)
_PERMIT = _Layout(
    number=2,
    expires=13,
    birth=21,
    nationality=None,
    overall=29,
    name=slice(42, 60),  # 12 signs before it encode the Chinese name
    covered=(slice(2, 12), slice(13, 20), slice(21, 28)),
    # No text we found says whether fillers move the weights; each field has its own digit anyway.
    covered_with_fillers=slice(2, 29),
)
_BY_LENGTH = {88: _TD3, 72: _TD2, 90: _TD1, 30: _PERMIT}
_PERMIT_CODES = frozenset({"CS", "CR", "CT", "CD"})

_CHINESE_CARDS = (
    CertificateKind.HKM_TRAVEL_PERMIT,
    CertificateKind.HKM_EXIT_ENTRY_PERMIT,
    CertificateKind.TAIWAN_PERMIT,
    CertificateKind.FOREIGN_PR_CARD,
)
"""Kinds with a zone of their own; no number has the form of two of them."""


def looks_like_zone(text: str) -> bool:
    """Tell whether ``text`` is a scanned zone, whole or damaged."""
    return re.fullmatch(f"(?=.*<)[A-Z][A-Z0-9<]{{{_SHORTEST - 1},}}", _joined(text)) is not None


def read_scan(text: str) -> Scan:
    """Return what a scan is: zone, identity number, card or holder number, or anything else."""
    joined = _joined(text)
    if looks_like_zone(joined):
        return Scan(kind=ScanKind.ZONE, text=joined)
    if re.fullmatch("[0-9]{17}[0-9X]", joined):
        kind = CertificateKind.RESIDENT_ID
        if joined.startswith("9"):
            kind = CertificateKind.FOREIGN_PR_CARD
        elif joined.startswith("8"):
            kind = CertificateKind.HKMT_RESIDENCE_PERMIT
        return Scan(kind=ScanKind.IDENTITY_NUMBER, text=joined, certificate=kind)
    if re.fullmatch("[0-9]+", joined):
        return Scan(kind=ScanKind.DIGITS, text=joined)
    return Scan(kind=ScanKind.OTHER, text=text.strip())


def read_zone(text: str, *, today: date) -> Zone:
    """Return what a zone says, however the scanner separates its lines.

    A two-digit year of birth is the last one not after ``today``, one of expiry the nearest.

    Raises:
        Refusal: L1; signs are missing, it is a visa, or the named check digit or date is wrong.
    """
    zone = _joined(text)
    layout = _layout_of(zone)
    number = _number(zone, layout)
    birth = _date(zone, layout.birth, N_("date of birth"), latest=today)
    farthest = date(today.year + _YEARS_AHEAD, 12, 31)
    expires = _date(zone, layout.expires, N_("expiry date"), latest=farthest)
    if layout.personal is not None:
        personal = zone[layout.personal - _PERSONAL : layout.personal]
        _expect(zone[layout.personal], personal, field_name=N_("personal number"))
    overall = ["".join(zone[part] for part in layout.covered)]
    if layout.covered_with_fillers:
        overall.append(zone[layout.covered_with_fillers])
    _expect(zone[layout.overall], *overall, field_name=N_("whole zone"))
    return Zone(
        kind=_kind(zone, layout, number, today),
        number=number,
        name_latin=" ".join(zone[layout.name].replace("<", " ").split()),
        birth=birth,
        expires=expires,
        nationality=_nationality(zone, layout),
    )


def _joined(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    kept = "".join(
        sign for sign in folded if unicodedata.category(sign) not in {"Zs", "Zl", "Zp", "Cc"}
    )
    return kept.upper() if kept.isascii() else kept


def _layout_of(zone: str) -> _Layout:
    layout = _BY_LENGTH.get(len(zone))
    if layout is _TD1 and zone[:2] in _PERMIT_CODES and re.search("[0-9]", zone[2:5]):
        layout = _PERMIT  # where TD1 has the letters of a state, a number begins
    foreign_line = layout is _PERMIT and zone[:2] not in _PERMIT_CODES
    if layout is None or foreign_line or not re.fullmatch("[A-Z0-9<]+", zone):
        raise _unread(
            "zone-incomplete", sentence("Signs of the machine-readable zone are missing.")
        )
    if zone.startswith("V"):
        raise number_refusal(
            "zone-visa",
            sentence("This is a visa, not a certificate."),
            sentence("Scan the page with the photo instead."),
        )
    return layout


def _number(zone: str, layout: _Layout) -> str:
    begin = layout.number
    number, check = zone[begin : begin + _NUMBER], zone[begin + _NUMBER]
    rest = zone[layout.overflow].partition("<")[0] if layout.overflow else ""
    if check == "<" and rest:
        number, check = number + rest[:-1], rest[-1]
    _expect(check, number, field_name=N_("certificate number"))
    if not number.strip("<"):
        raise _unread(
            "zone-incomplete", sentence("The machine-readable zone has no certificate number.")
        )
    return number.replace("<", "")


def _date(zone: str, begin: int, field_name: str, *, latest: date) -> date | None:
    """Return the last such date not after ``latest``; None where the zone leaves it open."""
    written = zone[begin : begin + 6]
    _expect(zone[begin + 6], written, field_name=field_name)
    if "<" in written:
        return None
    if written.isdigit():
        year = latest.year - latest.year % 100 + int(written[:2])
        for candidate in (year, year - 100):
            try:
                found = date(candidate, int(written[2:4]), int(written[4:]))
            except ValueError:
                continue
            if found <= latest:
                return found
    raise _unread(
        "zone-date",
        sentence(
            "The {field} in the machine-readable zone does not exist.", field=sentence(field_name)
        ),
    )


def _nationality(zone: str, layout: _Layout) -> str:
    if layout.nationality is None:
        return "CHN"
    return zone[layout.nationality : layout.nationality + 3].rstrip("<")


def _kind(zone: str, layout: _Layout, number: str, today: date) -> CertificateKind | None:
    if layout is _TD3 or zone[0] == "P":
        return CertificateKind.PASSPORT if zone[0] == "P" else None
    if layout is not _PERMIT and zone[2:5] != "CHN":
        return None
    for kind in _CHINESE_CARDS:
        try:
            check_number(kind, number, today=today)
        except Refusal:
            continue
        return kind
    return None


def _expect(check: str, *fields: str, field_name: str) -> None:
    """Refuse the zone unless ``check`` is the check digit of one of ``fields``."""
    empty_and_unchecked = check == "<" and not fields[0].strip("<")
    if not empty_and_unchecked and check not in map(weights_7_3_1, fields):
        raise _unread(
            "zone-check-digit",
            sentence(
                "The machine-readable zone was misread: check digit of the {field}.",
                field=sentence(field_name),
            ),
        )


def _unread(code: str, message: Sentence) -> Refusal:
    return number_refusal(
        code,
        message,
        sentence(
            "Clean the certificate and scan it again, or choose its kind and type the number."
        ),
    )
