"""Invents certificate numbers that pass every check and belong to nobody we know of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from backoffice.domain.certificate_numbers import mod_11_2
from backoffice.domain.certificates import CertificateKind

if TYPE_CHECKING:
    import random

_REGIONS = ("230103", "230102", "110108", "310104", "440106", "510107", "210102", "370102")
_NATIONS = ("840", "392", "643", "276", "250")  # ISO 3166-1, as the card of 2023 writes them

FOREIGN = (CertificateKind.PASSPORT, CertificateKind.PASSPORT, CertificateKind.FOREIGN_PR_CARD)
NEIGHBOURS = (
    CertificateKind.HKM_TRAVEL_PERMIT,
    CertificateKind.TAIWAN_PERMIT,
    CertificateKind.HKMT_RESIDENCE_PERMIT,
)
ABROAD = (CertificateKind.PASSPORT, CertificateKind.HKM_EXIT_ENTRY_PERMIT)


class Certificates:
    """Gives out numbers, none twice."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def number(self, kind: CertificateKind, *, born: range) -> str:
        """Return a new number of this kind for somebody born in these years."""
        while True:
            number = self._draw(kind, born)
            if number not in self._given:
                self._given.add(number)
                return number

    def _draw(self, kind: CertificateKind, born: range) -> str:
        digits = self._digits
        match kind:
            case CertificateKind.PASSPORT:
                return self._chance.choice("EGKLMXZ") + digits(8)
            case CertificateKind.HKM_EXIT_ENTRY_PERMIT:
                return "C" + digits(8)
            case CertificateKind.HKM_TRAVEL_PERMIT:
                return self._chance.choice("HM") + digits(8)
            case CertificateKind.TAIWAN_PERMIT:
                return digits(8)
            case CertificateKind.FOREIGN_PR_CARD:
                region = "9" + self._chance.choice(("23", "11", "31"))
                body = region + self._chance.choice(_NATIONS)
            case CertificateKind.HKMT_RESIDENCE_PERMIT:
                body = self._chance.choice(("810000", "820000", "830000"))
            case _:
                body = self._chance.choice(_REGIONS)
        body += f"{self._birth(born):%Y%m%d}" + digits(3)
        return body + mod_11_2(body)

    def _birth(self, born: range) -> date:
        return date(self._chance.choice(born), 1, 1) + timedelta(days=self._chance.randrange(365))

    def _digits(self, count: int) -> str:
        return f"{self._chance.randrange(10**count):0{count}d}"
