"""What can be printed, as plain values. ``printing`` knows this module and nothing else of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Bilingual:
    """One text in English and in Simplified Chinese."""

    en: str
    zh: str


@dataclass(frozen=True, kw_only=True)
class CardFace:
    """Everything that stands on one card: a snapshot, taken when the card was requested.

    Attributes:
        number: Card number; printed and encoded as Code 128.
        kind: ``staff``, ``student`` or ``temporary``; chooses the design unless ``design`` does.
        photo: JPEG, portrait 26 × 32 mm (GA 461-2004).
        design: Its design: a file in ``assets/designs`` without ending, or ``name@version``.
        design_toml: Its text; empty for a file that ships with the program. Like the photo it is
            joined when the card is printed.
        specimen: Whether SPECIMEN is printed across the card (rehearsal).
    """

    number: str
    kind: str
    name: str
    name_latin: str
    unit: str
    holder_number: str
    photo: bytes
    design: str
    design_toml: str = ""
    valid_until: date | None = None
    specimen: bool = False


@dataclass(frozen=True, kw_only=True)
class Place:
    """The desk that stands on every receipt (rule T2)."""

    name: Bilingual
    address: Bilingual
    telephone: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line of a consequence sheet: what it is before and after."""

    label: Bilingual
    before: Bilingual
    after: Bilingual


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Proof of one action for the cardholder, 80 mm wide.

    Attributes:
        number: Running number of the desk, for example ``22-000417``.
        holder: Name and holder number as printed; never a certificate number.
        changes: The lines of the consequence sheet, in the order shown to the clerk.
        anchor: Short hash of the audit row of this action.
    """

    number: str
    title: Bilingual
    place: Place
    clerk: str
    at: datetime
    holder: str
    changes: tuple[Change, ...]
    notes: tuple[Bilingual, ...] = ()
    action_id: str
    anchor: str
    signature: bool = True


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of a report; without a value it is a heading."""

    label: Bilingual
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Slip:
    """A note for the cardholder to take along, 80 mm wide (rule L6: where to go, what to bring).

    Attributes:
        figures: Stand in a table under the paragraphs; a shift report has them.
    """

    number: str
    title: Bilingual
    place: Place
    clerk: str
    at: datetime
    paragraphs: tuple[Bilingual, ...]
    figures: tuple[Figure, ...] = ()
    action_id: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class DayReport:
    """The report of a shift on A4, for the file.

    Attributes:
        head: The whole hash of the newest audit row: with it, a rewrite is found from outside.
    """

    title: Bilingual
    place: Place
    clerk: str
    at: datetime
    figures: tuple[Figure, ...]
    head: str


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One entry as an account sees it; amounts as people read them.

    Attributes:
        entry: Its number in the ledger.
        balance: Of the account, after it.
    """

    entry: int
    at: datetime
    what: Bilingual
    where: str
    counterpart: Bilingual
    amount: str
    balance: str


@dataclass(frozen=True, kw_only=True)
class StatementAccount:
    """One account over a period: opening, every line, closing."""

    name: Bilingual
    opening: str
    closing: str
    lines: tuple[StatementLine, ...]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """All accounts of a cardholder over a period, on A4 (R3); both days are in it.

    Attributes:
        holder: Name and holder number as printed; never a certificate number.
    """

    place: Place
    clerk: str
    at: datetime
    holder: str
    start: date
    end: date
    accounts: tuple[StatementAccount, ...]
    action_id: str


@dataclass(frozen=True, kw_only=True)
class KeptLine:
    """One balance that is kept on a closed card; the amount as people read it."""

    since: date
    holder: str
    number: str
    card: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class KeptBalances:
    """What is kept on closed cards, oldest first, on A4 (D6); a long list comes in parts.

    Attributes:
        total: Of all parts, as people read it; ``count`` likewise.
    """

    place: Place
    clerk: str
    at: datetime
    lines: tuple[KeptLine, ...]
    total: str
    count: int
    part: int
    parts: int


@dataclass(frozen=True, kw_only=True)
class LeftOutLine:
    """Somebody who gets no card with a batch, and why."""

    unit: str
    holder: str
    number: str
    reason: Bilingual


@dataclass(frozen=True, kw_only=True)
class LeftOutList:
    """Who of some units is left out of a batch, on A4 (B2); units in a line of their own.

    Attributes:
        batch: Its number; before it is made, the short name of the list of people.
        included: How many get a card.
    """

    place: Place
    clerk: str
    at: datetime
    batch: str
    included: int
    lines: tuple[LeftOutLine, ...]


@dataclass(frozen=True, kw_only=True)
class UnitSheetRow:
    """One card of a unit, to be signed for; never a certificate number."""

    row: int
    name: str
    holder_number: str
    card_number: str


@dataclass(frozen=True, kw_only=True)
class UnitSheet:
    """What the holders of a unit sign when they get their cards, on A4 (B3)."""

    place: Place
    clerk: str
    at: datetime
    batch: str
    unit: str
    contact: str
    rows: tuple[UnitSheetRow, ...]


@dataclass(frozen=True, kw_only=True)
class PackedBatch:
    """The cards of one batch that leave the Card Center together."""

    batch: str
    unit: str
    contact: str
    cards: int
    first_card: str
    last_card: str


@dataclass(frozen=True, kw_only=True)
class PackingList:
    """What leaves the Card Center, who packed it and who carries it, on A4 (B3).

    Attributes:
        packed_by: Names of the clerks who packed it; ``clerk`` is whoever wrote the list.
    """

    place: Place
    clerk: str
    packed_by: str
    at: datetime
    carrier: str
    batches: tuple[PackedBatch, ...]


@dataclass(frozen=True, kw_only=True)
class RecoverySheet:
    """The certificate key on A4, to be kept in a safe.

    Attributes:
        groups: The key in groups of characters that can be typed back.
        fingerprint: Tells which key it is without giving it away.
    """

    groups: tuple[str, ...]
    fingerprint: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class SpecimenSheet:
    """Invented cards that are hard to print, with one design, on A4.

    Attributes:
        design: As in ``CardFace``, like ``design_toml``.
    """

    design: str
    design_toml: str = ""


@dataclass(frozen=True, kw_only=True)
class DestroyedCard:
    """One line of a protocol; ``what`` tells a misprint from a card that was in use."""

    number: str
    what: Bilingual
    since: datetime


@dataclass(frozen=True, kw_only=True)
class DestructionProtocol:
    """Cards that two people destroyed, on A4.

    Attributes:
        digest: SHA-256 of the numbers, one a line in ascending order; it is in the books as well.
    """

    number: int
    place: Place
    at: datetime
    clerk: str
    second: str
    cards: tuple[DestroyedCard, ...]
    digest: str


@dataclass(frozen=True, kw_only=True)
class PrinterTest:
    """Shows where and how a printer prints: rulers, corners, bar code, greys, small black text.

    Attributes:
        printer: Its name at this desk.
        role: What it is for, ``card`` or ``receipt``: the size of the page.
        settings: What is set for it, one line each.
    """

    printer: str
    role: str
    settings: tuple[str, ...]
    at: datetime


Document = (
    CardFace
    | Receipt
    | Slip
    | RecoverySheet
    | DayReport
    | Statement
    | KeptBalances
    | LeftOutList
    | UnitSheet
    | PackingList
    | SpecimenSheet
    | DestructionProtocol
    | PrinterTest
)
