"""Found cards: what is kept at the desks, and beside it what can be done with the one chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from backoffice.domain.cards import CardState
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import found_words, words
from backoffice.ui.listing import Listing
from backoffice.ui.views.found_card import Destroy, GiveBack, HandIn, TellHolder
from backoffice.ui.words import _
from backoffice.workflows.found_card import kept_until

if TYPE_CHECKING:
    from datetime import date

    from backoffice.domain.found_cards import FoundCard
    from backoffice.domain.places import Desk as Place
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

_HEADS = (
    N_("Card"),
    N_("Holder"),
    N_("Found on"),
    N_("Found where"),
    N_("Told on"),
    N_("Kept until"),
    N_("Kept at"),
)
_ELSEWHERE = N_("It is kept at another desk.")
_DEAD = N_("The card is dead.")


@dataclass(frozen=True, kw_only=True)
class _Row:
    found: FoundCard
    place: Place
    until: date
    alive: bool


class FoundCards(Listing[_Row]):
    """A list of all desks, for a holder asks at any of them."""

    title = N_("Found cards")
    order = 50
    right = Right.SERVE
    heading = sentence("Found cards that are kept")
    heads = _HEADS
    widths = (88, 104, 88, 136, 88, 96, 176)
    stretched = (N_("Found where"), N_("Kept at"))

    def read(self, books: Books, offset: int, most: int) -> list[_Row]:
        """Return what is kept, oldest first."""
        kept = books.found_cards.kept()
        return [_read(books, found) for found in kept[offset : offset + most]]

    def beside(self) -> object:
        """Return the day: what may be done with a card depends on it."""
        return self.desk.program.clock.today()

    def key(self, row: _Row) -> str:
        """Return its number in the books."""
        return str(row.found.id)

    def cells(self, row: _Row) -> tuple[str, ...]:
        """Return card, holder, days and places."""
        found = row.found
        return (
            f"…{found.card_number[-4:]}",
            found.holder_name,
            found.found_on.isoformat(),
            found.found_where,
            found.told_on.isoformat() if found.told_on else "—",
            row.until.isoformat() if row.alive else _(N_("dead")),
            _(words.desk_name(row.place)),
        )

    def summary(self) -> Sentence:
        """Say what a scan does here."""
        if self.rows:
            return sentence("Scan a found card to hand it in, or to see whether it is here.")
        return sentence("No found card is kept. Scan one to hand it in.")

    def on_scan(self, text: str) -> bool:
        """Choose the card if it is kept already; else begin to hand it in."""
        if self.column.view is not None:
            return False
        known = [iid for iid, row in self.rows.items() if row.found.card_number == text.strip()]
        if known:
            self.list.choose(known[0])
        else:
            self.column.open(HandIn, None).on_scan(text)
        return True

    def offer(self) -> None:
        """Offer what can be done with the chosen card, and to hand in another one."""
        for row in self.list.every_chosen:
            self._offer_row(row)
        self.put_title(sentence("Another card"))
        self.put_button(HandIn.title, lambda: self.column.open(HandIn, None))

    def _offer_row(self, row: _Row) -> None:
        found, today = row.found, self.desk.program.clock.today()
        self.put_title(sentence("Chosen: {what}", what=found.card_number))
        for line in found_words.found_card(found, row.place):
            self.put_line(line)
        here = "" if found.desk_id == self.desk.session_place.id else _ELSEWHERE
        letter = found_words.letter(found, row.place, row.until)
        self.put_button(TellHolder.title, partial(self._about, TellHolder, found, letter))
        give, destroy = partial(self._about, GiveBack, found), partial(self._about, Destroy, found)
        self.put_button(GiveBack.title, give, here or ("" if row.alive else _DEAD))
        early = row.alive and today < row.until
        until = sentence("It is kept until {day}.", day=row.until.isoformat())
        self.put_button(Destroy.title, destroy, here or (until if early else ""))
        self.put_button(
            N_("Open the person"), lambda: self.desk.show_person(found.holder_id, found.card_id)
        )

    def _about(self, kind: type[Any], *about: object) -> None:
        self.column.open(kind, None).about(*about)  # type: ignore[attr-defined]


def _read(books: Books, found: FoundCard) -> _Row:
    return _Row(
        found=found,
        place=books.places.desk(found.desk_id),
        until=kept_until(books, found),
        alive=books.cards.get(found.card_id).state is CardState.ACTIVE,
    )
