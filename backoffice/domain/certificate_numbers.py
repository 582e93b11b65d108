"""What each kind of certificate number looks like, and the digits that prove it (rule L1, FAQ 8).

No sentence in here repeats a number or a part of one: refusals are shown, logged and counted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, Sentence, sentence

RULE, SOURCE = "L1", "FAQ 8"

_SEPARATORS = frozenset("().·•。−")  # noqa: RUF001  people type the minus sign for a hyphen
_SEPARATOR_CATEGORIES = ("Z", "Cc", "Cf", "Pd")

_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for code in range(first, last + 1)
)
"""The first two digits of GB/T 2260 that resident identity cards are issued with."""

_HKMT_REGIONS = frozenset({"810000", "820000", "830000"})
_OLDEST_BIRTH_YEAR = 1890


@dataclass(frozen=True, kw_only=True)
class Form:
    """How a number is written.

    Attributes:
        text: The form in words; English, the key of its translation.
        lengths: Characters it may have.
        pattern: What must stand where.
        lasting: Characters that stay the same when the certificate is renewed; None for all.
    """

    text: str
    lengths: frozenset[int]
    pattern: re.Pattern[str]
    lasting: int | None = None

    def check(self, number: str) -> str:
        """Return the lasting part of ``number``.

        Raises:
            Refusal: Its length is wrong, or letters and digits stand in the wrong places.
        """
        form = sentence(self.text)
        if len(number) not in self.lengths:
            few = len(number) < max(self.lengths)
            raise number_refusal(
                "certificate-length",
                sentence("Characters are missing from the number. It has {form}.", form=form)
                if few
                else sentence("The number has too many characters. It has {form}.", form=form),
            )
        if not self.pattern.fullmatch(number):
            raise number_refusal(
                "certificate-characters",
                sentence(
                    "Letters and digits do not stand where they should. It has {form}.", form=form
                ),
            )
        return number[: self.lasting]


_RESIDENT = Form(
    text=N_("17 digits and a last one that may be X"),
    lengths=frozenset({18}),
    pattern=re.compile("[0-9]{17}[0-9X]"),
)
_PASSPORT = Form(
    text=N_("5 to 9 letters and digits, at least one of them a digit"),
    lengths=frozenset(range(5, 10)),
    pattern=re.compile("(?=.*[0-9])[A-Z0-9]{5,9}"),
)
_EXIT_ENTRY = Form(
    text=N_("C and 8 digits, or C, a letter and 7 digits; on an old booklet W and 8 digits"),
    lengths=frozenset({9}),
    # The letter after C skips I and O, which read like 1 and 0.
    pattern=re.compile("[CW][0-9]{8}|C[A-HJ-NP-Z][0-9]{7}"),
)
_HKM_TRAVEL = Form(
    text=N_("H or M and 8 or 10 digits; for holders who are not Chinese HA or MA and 7 digits"),
    lengths=frozenset({9, 11}),
    pattern=re.compile("[HM][0-9]{8}(?:[0-9]{2})?|[HM]A[0-9]{7}"),
    lasting=9,  # what follows counts the renewals
)
_TAIWAN = Form(
    text=N_(
        "8 digits; in an old booklet 10 digits, or 10 digits and the sign of the issuing office"
    ),
    lengths=frozenset({8, 10, 11}),
    pattern=re.compile("[0-9]{8}|[0-9]{10}[A-Z0-9]?"),
    lasting=8,  # what follows counts the renewals and names the office
)
_FOREIGN_PR = Form(
    text=N_("18 characters beginning with 9, or on an older card 3 letters and 12 digits"),
    lengths=frozenset({15, 18}),
    pattern=re.compile("[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
)


def normalise(text: str) -> str:
    """Return ``text`` as certificates print it: half-width, no separators, capital letters."""
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(
        sign
        for sign in folded
        if sign not in _SEPARATORS
        and not unicodedata.category(sign).startswith(_SEPARATOR_CATEGORIES)
    )
    # Folding the case of foreign letters can turn them into Latin ones; they are refused instead.
    return kept.upper() if kept.isascii() else kept


def mod_11_2(digits: str) -> str:
    """Return the check character of ISO 7064 MOD 11-2 (GB 11643): ``0`` to ``9`` or ``X``."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2 % 11
    return "0123456789X"[(1 - total) % 11]


def weights_7_3_1(field: str) -> str:
    """Return the check digit of ICAO Doc 9303 part 3: weights 7, 3, 1; A is 10, ``<`` is 0."""
    values = (0 if sign == "<" else int(sign, 36) for sign in field)
    return str(sum(value * (7, 3, 1)[at % 3] for at, value in enumerate(values)) % 10)


def number_refusal(code: str, message: Sentence, advice: Sentence | None = None) -> Refusal:
    """Return the refusal of a number under rule L1."""
    again = sentence("Compare it with the certificate and type it again.")
    return Refusal(code, message, advice=advice or again, rule=RULE, source=SOURCE)


def resident_id(number: str, today: date) -> str:
    """Check a citizen identity number: GB 11643, region, birth, sequence, check character.

    Raises:
        Refusal: Length, characters, region, birth, check character or the kind itself is wrong.
    """
    if re.fullmatch("[0-9]{15}", number):
        raise number_refusal(
            "certificate-outdated",
            sentence(
                "This is the number of a first-generation identity card, which is no longer valid."
            ),
            sentence("Ask for the second-generation card and type its 18 characters."),
        )
    _RESIDENT.check(number)
    if number[:6] in _HKMT_REGIONS or number.startswith("9"):
        raise number_refusal(
            "certificate-other-kind",
            sentence("This is the number of another kind of certificate."),
            sentence(
                "Choose the residence permit or the permanent resident card as kind of certificate."
            ),
        )
    if number[:2] not in _PROVINCES:
        raise _wrong_region()
    return _born_and_checked(number, today)


def passport(number: str, _today: date) -> str:
    """Check a passport number: ICAO Doc 9303 part 4, at most 9 letters and digits.

    Chinese passports (E, G, D, S, P and 8 digits, EA to EZ and 7) are among them; nothing tells a
    Chinese number from a foreign one, so no narrower form is asked for.

    Raises:
        Refusal: It is too long, too short or has no digit.
    """
    return _PASSPORT.check(number)


def hkm_exit_entry_permit(number: str, _today: date) -> str:
    """Check the number of a permit for going to Hong Kong and Macao (numbering of December 2018).

    Raises:
        Refusal: Length or characters are wrong.
    """
    return _EXIT_ENTRY.check(number)


def hkm_travel_permit(number: str, _today: date) -> str:
    """Check the number of a Mainland travel permit and return the lasting 9 signs (GA/T 704.14).

    Raises:
        Refusal: Length or characters are wrong.
    """
    return _HKM_TRAVEL.check(number)


def taiwan_permit(number: str, _today: date) -> str:
    """Check the number of a Taiwan permit and return the lasting 8 digits (numbering of 2008).

    Raises:
        Refusal: Length or characters are wrong.
    """
    return _TAIWAN.check(number)


def foreign_pr_card(number: str, today: date) -> str:
    """Check a foreign permanent resident's number: 15 signs, or 18 on cards since December 2023.

    The long form is 9, province, nationality, birth, sequence and the check character of GB 11643.

    Raises:
        Refusal: Length, characters, province, birth or check character is wrong.
    """
    _FOREIGN_PR.check(number)
    if number[0] != "9":
        return number
    if number[1:3] not in _PROVINCES:
        raise _wrong_region()
    return _born_and_checked(number, today)


def hkmt_residence_permit(number: str, today: date) -> str:
    """Check a residence permit of Hong Kong, Macao and Taiwan residents: GB 11643, region 81 to 83.

    Raises:
        Refusal: Length, characters, region, birth or check character is wrong.
    """
    _RESIDENT.check(number)
    if number[:6] not in _HKMT_REGIONS:
        raise number_refusal(
            "certificate-region",
            sentence("Numbers of this permit begin with 81, 82 or 83 and four zeros."),
            sentence(
                "Look whether it is a resident identity card or a travel permit, and choose that."
            ),
        )
    return _born_and_checked(number, today)


def _wrong_region() -> Refusal:
    return number_refusal(
        "certificate-region", sentence("The region code inside the number does not exist.")
    )


def _born_and_checked(number: str, today: date) -> str:
    advice = sentence("Compare the characters 7 to 14 with the certificate and type it again.")
    written = number[6:14]
    try:
        born = date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        message = sentence("The date of birth inside the number does not exist.")
        # Newer Pythons quote the day that does not exist: the cause is cut off.
        raise number_refusal("certificate-birth", message, advice) from None
    if born > today:
        message = sentence("The date of birth inside the number lies in the future.")
        raise number_refusal("certificate-birth", message, advice)
    if born.year < _OLDEST_BIRTH_YEAR:
        message = sentence("The date of birth inside the number is too long ago.")
        raise number_refusal("certificate-birth", message, advice)
    if mod_11_2(number[:-1]) != number[-1]:
        raise number_refusal(
            "certificate-check-digit",
            sentence("The check character at the end does not fit the rest of the number."),
            sentence(
                "One character is mistyped or two are swapped: compare each with the certificate."
            ),
        )
    return number
