"""People as they come in from lists: checked rows, and newcomers who bring a history along."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backoffice.domain.cards import CardState
    from backoffice.domain.certificates import CertificateKind
    from backoffice.domain.holders import HolderKind
    from backoffice.domain.photos import PhotoState


class Standing(enum.Enum):
    """How a row stands to what the books know."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OTHER_KIND = "other_kind"
    """The number belongs to a holder of another kind; nothing is changed."""
    OTHER_CERTIFICATE = "other_certificate"
    """The account was opened with another certificate; nothing is changed."""
    NOBODY = "nobody"
    """Nobody has this holder number."""
    OTHER_ACCOUNT = "other_account"
    """The holder has an old meal card with another number."""
    OTHER_BALANCE = "other_balance"
    """The holder's old meal card is known with another balance."""
    TAKEN_OVER = "taken_over"
    """The old meal card was taken over already and is frozen."""
    OF_ANOTHER = "of_another"
    """Somebody else has this old meal card."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HolderRow:
    """One checked row of a list of holders.

    Attributes:
        name_latin: Empty when it shall be made from the name.
        unit_code: Empty when the list names units only; then the name finds it.
        certificate_number: In its canonical form.
        valid_until: Last day of a temporary holder; None for the others.
    """

    number: str
    name: str
    name_latin: str
    kind: HolderKind
    unit_code: str
    unit_name: str
    certificate_kind: CertificateKind
    certificate_number: str = field(repr=False)
    certificate_valid_until: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MealRow:
    """One checked row of a list of old meal cards; ``balance`` in fen may be a debt."""

    holder_number: str
    account: str
    balance: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BroughtPhoto:
    """A picture (JPEG) with its history.

    Attributes:
        effective_on: Of an approved photo; without it, gates have used it since it was taken.
    """

    picture: bytes = field(repr=False)
    state: PhotoState
    taken_on: date
    effective_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BroughtCard:
    """A card that already exists.

    Attributes:
        since: When it came into its state.
        unit_name: What is printed on it.
        balance: Opening balance in fen.
    """

    state: CardState
    since: datetime
    issued_on: date
    unit_name: str
    design: str
    valid_until: date | None = None
    balance: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class MealAccount:
    """An old meal card account; ``balance`` in fen may be a debt."""

    number: str
    balance: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Newcomer:
    """A holder with everything brought along.

    Attributes:
        photos: Oldest first; cards carry the first approved one.
        cards: Oldest first; each replaced the one before.
    """

    row: HolderRow
    photos: tuple[BroughtPhoto, ...] = ()
    cards: tuple[BroughtCard, ...] = ()
    meal: MealAccount | None = None
