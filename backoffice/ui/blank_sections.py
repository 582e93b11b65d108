"""The tables of the page of the blanks: desks, parcels, boxes, what waits, what was destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.cards import STATE_NAMES
from backoffice.domain.ledger import AccountKind
from backoffice.domain.policies import BLANKS_LOW
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import words
from backoffice.ui.section import Section
from backoffice.ui.views.destroy_cards import SaveProtocol
from backoffice.ui.views.move_blanks import CountParcel, Parcel
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backoffice.domain.blanks import Box, Destruction, WasteCard
    from backoffice.domain.places import Desk
    from backoffice.ports import Books

_MOST = 500
_LOW, _ENOUGH = N_("low"), N_("enough")
_KINDS = (AccountKind.STOCK, AccountKind.HOPPER, AccountKind.MAKING)


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """The plastic of one desk, in cards.

    Attributes:
        coming: On the way to it.
        waste: What waits there to be destroyed.
        low: Whether it has fewer blanks than the policy wants.
    """

    place: Desk
    stock: int
    hopper: int
    making: int
    coming: int
    waste: int
    low: bool


def read_desk(books: Books, place: Desk, *, waste: int) -> DeskRow:
    """Return what lies at a desk."""
    stock, hopper, making = (books.ledger.balance(kind, desk_id=place.id) for kind in _KINDS)
    least = BLANKS_LOW.of(books.policies.text(BLANKS_LOW.name))
    return DeskRow(
        place=place,
        stock=stock,
        hopper=hopper,
        making=making,
        coming=sum(m.sent for m in books.blanks.on_the_way() if m.to_id == place.id),
        waste=waste,
        low=stock + hopper < least,
    )


class DeskStocks(Section[DeskRow]):
    """How many blanks are where."""

    title = N_("Desks")
    heads = (
        N_("Desk"),
        N_("In boxes"),
        N_("In the hopper"),
        N_("At the printer"),
        N_("On the way here"),
        N_("To be destroyed"),
        N_("Stock"),
    )
    amounts = heads[1:]
    widths = (176, 72, 88, 96, 104, 104, 64)

    def read(self, books: Books) -> Sequence[DeskRow]:
        """Return every desk."""
        waste = books.waste.waiting_counts()
        return [
            read_desk(books, place, waste=waste.get(place.id, 0))
            for place in books.places.desks_in_service()
        ]

    def key(self, row: DeskRow) -> int:
        """Return the desk."""
        return row.place.id

    def cells(self, row: DeskRow) -> Sequence[str]:
        """Return the counts; what is short is said in a word."""
        counts = (row.stock, row.hopper, row.making, row.coming, row.waste)
        name = _(words.desk_name(row.place))
        return (name, *map(str, counts), _(_LOW if row.low else _ENOUGH))


class Parcels(Section[Parcel]):
    """What was sent and not counted yet."""

    title = N_("On the way")
    heads = (N_("Parcel"), N_("From desk"), N_("To desk"), N_("Sent"), N_("By"))
    widths = (96, 96, 96, 136, 120)
    changing = (CountParcel,)
    explains = N_("A parcel is counted where it arrives; the sender can count it back in as well.")

    def read(self, books: Books) -> Sequence[Parcel]:
        """Return the parcels, oldest first."""
        return [
            Parcel(
                move=move,
                sender=books.places.desk(move.from_id),
                receiver=books.places.desk(move.to_id),
                clerk=books.clerks.get(move.sent_by).name if move.sent_by else "—",
            )
            for move in books.blanks.on_the_way()
        ]

    def key(self, row: Parcel) -> int:
        """Return the number of the parcel."""
        return row.move.id

    def cells(self, row: Parcel) -> Sequence[str]:
        """Return who sent it when; never how many, because they are counted blind."""
        desks = (row.sender.code, row.receiver.code)
        return (str(row.move.id), *desks, _moment(row.move.sent_at), row.clerk)


class Waiting(Section[tuple["WasteCard", "Desk"]]):
    """Dead cards and misprints that lie somewhere."""

    title = N_("To be destroyed")
    heads = (N_("Card"), N_("State"), N_("Lies at desk"), N_("Since"))
    widths = (136, 136, 112, 136)
    explains = N_("Cards that lie here dead, and misprints. Two people destroy them.")

    def read(self, books: Books) -> Sequence[tuple[WasteCard, Desk]]:
        """Return the cards, oldest first."""
        return [(one, books.places.desk(one.desk_id)) for one in books.waste.waiting()[:_MOST]]

    def key(self, row: tuple[WasteCard, Desk]) -> int:
        """Return the card."""
        return row[0].card_id

    def cells(self, row: tuple[WasteCard, Desk]) -> Sequence[str]:
        """Return number, state and place."""
        card, place = row
        state = _(STATE_NAMES[card.state])
        return (card.number, state, place.code, _moment(card.since))


class Boxes(Section[tuple["Box", "Desk", str]]):
    """What came in, newest first."""

    title = N_("Boxes")
    heads = (
        N_("Box"),
        N_("Received"),
        N_("Desk"),
        N_("By"),
        N_("Supplier"),
        N_("By its label"),
        N_("Counted"),
    )
    amounts = heads[5:]
    widths = (120, 128, 64, 88, 104, 88, 72)

    def read(self, books: Books) -> Sequence[tuple[Box, Desk, str]]:
        """Return the newest boxes."""
        return [
            (
                box,
                books.places.desk(box.desk_id),
                books.clerks.get(box.clerk_id).name if box.clerk_id else "—",
            )
            for box in books.blanks.boxes(most=_MOST)
        ]

    def key(self, row: tuple[Box, Desk, str]) -> int:
        """Return the box."""
        return row[0].id

    def cells(self, row: tuple[Box, Desk, str]) -> Sequence[str]:
        """Return what its label said, what was counted, and who says so."""
        box, place, clerk = row
        counts = (str(box.labelled), str(box.counted))
        return (box.number, _moment(box.at), place.code, clerk, box.supplier, *counts)


class Destructions(Section[tuple["Destruction", str, str]]):
    """Protocols, newest first."""

    title = N_("Destroyed")
    heads = (N_("Protocol"), N_("When"), N_("By"), N_("And"), N_("Hash"), N_("Cards"))
    amounts = heads[5:]
    widths = (80, 136, 112, 112, 128, 64)
    changing = (SaveProtocol,)

    def read(self, books: Books) -> Sequence[tuple[Destruction, str, str]]:
        """Return the newest protocols."""
        return [
            (one, books.clerks.get(one.clerk_id).name, books.clerks.get(one.second_id).name)
            for one in books.waste.destructions(most=_MOST)
        ]

    def key(self, row: tuple[Destruction, str, str]) -> int:
        """Return the destruction."""
        return row[0].id

    def cells(self, row: tuple[Destruction, str, str]) -> Sequence[str]:
        """Return who destroyed how many."""
        one, first, second = row
        said = (_moment(one.at), first, second, one.digest[:12])
        return (str(one.number), *said, str(one.cards))


def low_stock(row: DeskRow) -> words.Said:
    """Say that a desk needs a box, or what it has."""
    if row.low:
        return sentence(
            "Only {count} blank cards are left at this desk: fetch a box.",
            count=row.stock + row.hopper,
        )
    return sentence("{count} blank cards are ready at this desk.", count=row.stock + row.hopper)


def _moment(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
