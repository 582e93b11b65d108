"""Invents cardholders of every kind, the same ones for the same seed and day."""

from __future__ import annotations

import random
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backoffice.commands._invented.certificates import ABROAD, FOREIGN, NEIGHBOURS, Certificates
from backoffice.domain.cards import CardState
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holders import HolderKind
from backoffice.domain.intake import BroughtCard, BroughtPhoto, HolderRow, MealAccount, Newcomer
from backoffice.domain.photos import PhotoState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RECIPE = Path(__file__).parents[3] / "assets" / "demo" / "people.toml"
_KINDS = (HolderKind.STAFF, HolderKind.STUDENT, HolderKind.TEMPORARY)
_BORN = {
    HolderKind.STAFF: range(1962, 1998),
    HolderKind.STUDENT: range(1998, 2008),
    HolderKind.TEMPORARY: range(1970, 2004),
}
_SPECIAL_EVERY = 20


class People:
    """Invents newcomers one after another.

    Args:
        seed: The same seed, day and portraits give the same people.
        today: Cards were issued before it, temporary holders' last days lie around it.
        portraits: Pictures to give out, each to several people.
    """

    def __init__(self, *, seed: int, today: date, portraits: Sequence[bytes]) -> None:
        self._chance = random.Random(seed)
        self._today = today
        self._portraits = portraits
        self._recipe: dict[str, Any] = tomllib.loads(RECIPE.read_text(encoding="utf-8"))
        self._units: list[tuple[str, str]] = list(self._recipe["units"].items())
        self._certificates = Certificates(self._chance)
        family: str = self._recipe["family"]
        self._families = list(family)
        self._often = [1 / (3 + rank) for rank in range(len(family))]

    def invent(self, count: int) -> Iterator[Newcomer]:
        """Yield so many people; the first is the one in the documentation."""
        if count:
            yield self._first()
        for at in range(1, count):
            kind = self._chance.choices(_KINDS, (40, 50, 10))[0]
            yield self._complete(self._row(at, kind))

    def _first(self) -> Newcomer:
        born = range(1985, 1986)
        row = HolderRow(
            number="20140217",
            name="王小明",
            name_latin="Wang Xiaoming",
            kind=HolderKind.STAFF,
            unit_code="PHYS",
            unit_name=self._recipe["units"]["PHYS"],
            certificate_kind=CertificateKind.RESIDENT_ID,
            certificate_number=self._certificates.number(CertificateKind.RESIDENT_ID, born=born),
        )
        issued = self._today - timedelta(days=1909)
        card = self._card(row, CardState.ACTIVE, issued=issued, balance=12_345)
        return Newcomer(row=row, photos=(self._photo(PhotoState.APPROVED, issued),), cards=(card,))

    def _row(self, at: int, kind: HolderKind) -> HolderRow:
        name, certificate = self._name(at)
        unit_code, unit_name = self._chance.choice(self._units)
        number = self._certificates.number(certificate, born=_BORN[kind])
        temporary = kind is HolderKind.TEMPORARY
        return HolderRow(
            number=self._number(at, kind),
            name=name,
            name_latin="",
            kind=kind,
            unit_code=unit_code,
            unit_name=unit_name,
            certificate_kind=certificate,
            certificate_number=number,
            certificate_valid_until=self._day(after=-60, before=3600),
            valid_until=self._day(after=-200, before=500) if temporary else None,
        )

    def _name(self, at: int) -> tuple[str, CertificateKind]:
        """Return a name and a kind of certificate that goes with it."""
        chance, recipe = self._chance, self._recipe
        special = ("rare", "long", "latin")
        turn, which = divmod(at, _SPECIAL_EVERY)
        if which < len(special):
            names = recipe[special[which]]
            kinds = FOREIGN if special[which] == "latin" else (CertificateKind.RESIDENT_ID,)
            return names[turn % len(names)], chance.choice(kinds)
        rarely = chance.random() < 0.02  # noqa: PLR2004
        family = chance.choice(recipe["compound_family"]) if rarely else (
            chance.choices(self._families, self._often)[0]
        )  # fmt: skip
        name = family + "".join(chance.choices(recipe["given"], k=chance.choice((1, 2, 2, 2))))
        groups = ((CertificateKind.RESIDENT_ID,), NEIGHBOURS, ABROAD)
        return name, chance.choice(chance.choices(groups, (92, 4, 4))[0])

    def _number(self, at: int, kind: HolderKind) -> str:
        year = self._today.year - self._chance.randrange(1, 30)
        if kind is HolderKind.STAFF:
            return f"{year}{at:05d}"
        entered = self._today.year - self._chance.randrange(5)
        return f"1{entered % 100}{at:07d}" if kind is HolderKind.STUDENT else f"T{entered}{at:05d}"

    def _complete(self, row: HolderRow) -> Newcomer:
        chance = self._chance
        issued = self._day(after=-1800, before=-40)
        photo = chance.choices((PhotoState.APPROVED, PhotoState.SUBMITTED, None), (90, 6, 4))[0]
        photos = (self._photo(photo, issued),) if photo else ()
        cards = self._cards(row, issued) if photo is PhotoState.APPROVED else ()
        meal = None
        if chance.random() < 0.15:  # noqa: PLR2004
            balance = chance.choice(
                (0, chance.randrange(1, 9_000), chance.randrange(1, 9_000), -350)
            )
            meal = MealAccount(number=f"F{row.number[-7:]}", balance=balance)
        return Newcomer(row=row, photos=photos, cards=cards, meal=meal)

    def _cards(self, row: HolderRow, issued: date) -> tuple[BroughtCard, ...]:
        chance, balance = self._chance, self._chance.randrange(0, 50_000)
        if row.valid_until and row.valid_until < self._today:
            return (self._card(row, CardState.EXPIRED, issued=issued, balance=balance),)
        lives = ("active", "lost", "replaced", "none")
        match chance.choices(lives, (82, 7, 6, 5))[0]:
            case "active":
                return (self._card(row, CardState.ACTIVE, issued=issued, balance=balance),)
            case "lost":
                return (self._card(row, CardState.LOST, issued=issued, balance=balance),)
            case "replaced":
                new = self._day(after=(issued - self._today).days, before=-1)
                old = self._card(row, CardState.LOST, issued=issued, since=new)
                return (old, self._card(row, CardState.ACTIVE, issued=new, balance=balance))
        return ()

    def _card(
        self,
        row: HolderRow,
        state: CardState,
        *,
        issued: date,
        since: date | None = None,
        balance: int = 0,
    ) -> BroughtCard:
        moved = self._chance.random() < 0.03  # noqa: PLR2004  the unit changed, the card did not
        unit = self._chance.choice(self._units)[1] if moved else row.unit_name
        if since is None:
            since = issued if state is CardState.ACTIVE else self._day(
                after=(issued - self._today).days, before=0
            )  # fmt: skip
        return BroughtCard(
            state=state,
            since=datetime.combine(since, time(1, 30), UTC),
            issued_on=issued,
            unit_name=unit,
            design=row.kind.value,
            valid_until=row.valid_until,
            balance=balance,
        )

    def _photo(self, state: PhotoState, taken: date) -> BroughtPhoto:
        approved = state is PhotoState.APPROVED
        return BroughtPhoto(
            picture=self._chance.choice(self._portraits),
            state=state,
            taken_on=taken,
            effective_on=taken + timedelta(days=1) if approved else None,
        )

    def _day(self, *, after: int, before: int) -> date:
        """Return a day between so many days from today."""
        return self._today + timedelta(days=self._chance.randint(after, max(after, before)))
