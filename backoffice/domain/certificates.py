"""Certificates: what an account was opened with, what is shown at the desk (L1 and L7, FAQ 8)."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from backoffice.domain import certificate_numbers as numbers
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence

_MOST_SHOWN = 4
_NEVER_SHOWN = 6
_LONGEST = 64
"""Characters anybody could mean as one number, separators included."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """What the desk knows about one kind of certificate.

    Attributes:
        label: Name of the kind; English, the key of its translation.
        aliases: How lists from elsewhere call it.
        check: Returns the canonical number for a normalised one and today's date, or refuses it.
        typed_twice: Whether a number that was not scanned is typed twice (rule L7).
        standard: Where the form of the number is laid down.
    """

    label: str
    aliases: tuple[str, ...]
    check: Callable[[str, date], str]
    typed_twice: bool = True
    standard: str


class CertificateKind(enum.Enum):
    """The kinds of certificates; a new kind is one more entry here."""

    _value_: str
    description: Description

    def __new__(cls, value: str, description: Description) -> Self:
        """Make a kind whose value is what files and the database call it."""
        kind = object.__new__(cls)
        kind._value_ = value
        kind.description = description
        return kind

    RESIDENT_ID = (
        "resident_id",
        Description(
            label=N_("Resident identity card"),
            aliases=("居民身份证", "身份证", "二代身份证", "中华人民共和国居民身份证"),
            check=numbers.resident_id,
            typed_twice=False,
            standard="GB 11643-1999",
        ),
    )
    PASSPORT = (
        "passport",
        Description(
            label=N_("Passport"),
            aliases=("护照", "普通护照", "外国护照", "中国护照"),
            check=numbers.passport,
            standard="ICAO Doc 9303 part 4",
        ),
    )
    HKM_EXIT_ENTRY_PERMIT = (
        "hkm_exit_entry_permit",
        Description(
            label=N_("Exit-Entry Permit for Travelling to and from Hong Kong and Macao"),
            aliases=("往来港澳通行证", "港澳通行证"),
            check=numbers.hkm_exit_entry_permit,
            standard="National Immigration Administration, notice of December 2018",
        ),
    )
    HKM_TRAVEL_PERMIT = (
        "hkm_travel_permit",
        Description(
            label=N_("Mainland Travel Permit for Hong Kong and Macao residents"),
            aliases=("港澳居民来往内地通行证", "回乡证"),
            check=numbers.hkm_travel_permit,
            standard="GA/T 704.14-2015",
        ),
    )
    TAIWAN_PERMIT = (
        "taiwan_permit",
        Description(
            label=N_("Mainland Travel Permit for Taiwan residents"),
            aliases=("台湾居民来往大陆通行证", "台胞证"),
            check=numbers.taiwan_permit,
            standard="Ministry of Public Security, numbering of September 2008",
        ),
    )
    FOREIGN_PR_CARD = (
        "foreign_pr_card",
        Description(
            label=N_("Foreign permanent resident identity card"),
            aliases=("外国人永久居留身份证", "外国人永久居留证", "永久居留身份证", "永居证"),
            check=numbers.foreign_pr_card,
            standard="National Immigration Administration, card of 2023; GB 11643-1999",
        ),
    )
    HKMT_RESIDENCE_PERMIT = (
        "hkmt_residence_permit",
        Description(
            label=N_("Residence permit for Hong Kong, Macao and Taiwan residents"),
            aliases=("港澳台居民居住证", "港澳居民居住证", "台湾居民居住证"),
            check=numbers.hkmt_residence_permit,
            standard="State Council document 81 of 2018; GB 11643-1999",
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A certificate as the holder showed it.

    Attributes:
        valid_until: Last day it is valid; None when it is long-term or not stated.
        scanned: Whether a machine read the number, so that nobody types it twice.
        repeated: What was typed the second time.
    """

    kind: CertificateKind
    number: str = field(repr=False)
    valid_until: date | None = None
    scanned: bool = False
    repeated: str | None = field(default=None, repr=False)


def kind_named(text: str) -> CertificateKind:
    """Return the kind that a list calls ``text``: its value, English name or a Chinese name.

    Raises:
        Refusal: No kind is called so.
    """
    wanted = _folded(text)
    for kind in CertificateKind:
        if wanted in map(_folded, (kind.value, kind.description.label, *kind.description.aliases)):
            return kind
    raise Refusal(
        "certificate-kind",
        sentence("This kind of certificate is not known."),
        advice=sentence(
            "Use one of the names in the import guide, for example 居民身份证 or passport."
        ),
        rule="L1",
        source="FAQ 8",
    )


def check_number(kind: CertificateKind, text: str, *, today: date) -> str:
    """Return the canonical form of a certificate number, the one that is stored and compared.

    Full-width signs, small letters, spaces, hyphens, dots and brackets are understood. The renewal
    count of travel permits is dropped: a renewed permit is the same person's.

    Raises:
        Refusal: L1; what is wrong with the number, without repeating it.
    """
    number = numbers.normalise(text[:_LONGEST])
    if len(text) > _LONGEST:
        raise numbers.number_refusal(
            "certificate-length", sentence("This is too long for a certificate number.")
        )
    if not number:
        raise numbers.number_refusal(
            "certificate-missing",
            sentence("The certificate number is missing."),
            sentence("Scan the certificate or type its number."),
        )
    if not (number.isascii() and number.isalnum()):
        raise numbers.number_refusal(
            "certificate-characters",
            sentence("The number contains signs that are neither digits nor letters from A to Z."),
        )
    return kind.description.check(number, today)


def readings(text: str, *, today: date) -> dict[CertificateKind, str]:
    """Return the canonical number for every kind that ``text`` can be a number of, for lookups."""
    found = {}
    for kind in CertificateKind:
        try:
            found[kind] = check_number(kind, text, today=today)
        except Refusal:
            continue
    return found


def verify_shown(shown: Shown, *, today: date) -> Shown:
    """Return what was shown with its canonical number, fit to be compared with the record.

    Raises:
        Refusal: L1 for a wrong number or an expired certificate; L7 when it had to be typed twice
            and was not, or differently.
    """
    number = check_number(shown.kind, shown.number, today=today)
    typed_twice = shown.kind.description.typed_twice and not shown.scanned
    if typed_twice:
        _compare_typings(shown)
    if shown.valid_until is not None and shown.valid_until < today:
        raise Refusal(
            "certificate-expired",
            sentence("The certificate expired on {day}.", day=shown.valid_until.isoformat()),
            advice=sentence("Ask for another certificate that is still valid."),
            rule="L1",
            source="FAQ 8",
        )
    return replace(shown, number=number, repeated=number if typed_twice else None)


def mask(number: str) -> str:
    """Return ``number`` with at most its first four characters legible, never one of its last six.

    The last six characters are the default query password (rule R2, FAQ 2).
    """
    legible = max(0, min(_MOST_SHOWN, len(number) - _NEVER_SHOWN))
    return number[:legible] + "•" * (len(number) - legible)


def _compare_typings(shown: Shown) -> None:
    if not shown.repeated:
        raise Refusal(
            "certificate-not-repeated",
            sentence("Numbers of passports and permits are typed twice."),
            advice=sentence("Type the number a second time, or scan the certificate."),
            rule="L7",
            source="FAQ 8",
        )
    if numbers.normalise(shown.repeated) != numbers.normalise(shown.number):
        raise Refusal(
            "certificate-repeated-differs",
            sentence("The two typings of the certificate number differ."),
            advice=sentence("Compare both with the certificate and correct the wrong one."),
            rule="L7",
            source="FAQ 8",
        )


def _folded(text: str) -> str:
    return numbers.normalise(text).casefold().replace("_", "")
