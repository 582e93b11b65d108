"""Everything the person's page shows, read in one consistent view of the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CLOSED, IN_MAKING, Card, CardState
from backoffice.domain.photos import PhotoState
from backoffice.procedures.entry import may_enter
from backoffice.procedures.taken_over import taken_over

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backoffice.domain.batches import Batch, BatchCard
    from backoffice.domain.entry import Answer, Campus, EntryApplication
    from backoffice.domain.found_cards import FoundCard
    from backoffice.domain.holders import CertificateOnFile, Holder
    from backoffice.domain.ledger import Account
    from backoffice.domain.meal import MealDispute
    from backoffice.domain.photos import Photo
    from backoffice.domain.places import Desk
    from backoffice.domain.print_jobs import Printed, PrintJob
    from backoffice.domain.timeline import Happening
    from backoffice.ports import Books

_TIMELINE = 12


@dataclass(frozen=True, kw_only=True)
class Person:
    """A snapshot; it never changes, the page shows a new one when something happened.

    Attributes:
        card: The card in force, else the last one that was made; None if there never was one.
        photo: The newest approved one: what a card would show; gates follow on its day.
        newest_photo: The last one that came, whatever became of it.
        submitted: The photo that waits for approval.
        balance: Of ``card``, in fen; 0 once it is closed.
        kept: What is kept on closed cards until it is settled, in fen.
        making: The card under way, with the print job that may still make it.
        prints: Each time that card, or a misprint before it, was sent to a printer.
        in_batch: Where a card of ``batch`` is that exists and that its holder does not have yet.
        meal: The old meal card account; ``taken_over`` is what froze it.
        objection: The open objection to its balance.
        entry: Whether ``card`` may enter today.
        applications: What was ever applied for, newest first.
        scanned: The card whose number was looked up, if it is not ``card``.
        successor: What replaced the scanned card.
        found: Cards that were handed in and are kept, with the desk that keeps them.
    """

    today: date
    holder: Holder
    certificate: CertificateOnFile | None
    photo: Photo | None
    picture: bytes | None
    newest_photo: Photo | None
    submitted: Photo | None
    card: Card | None
    balance: int
    kept: int
    making: Card | None
    making_balance: int
    making_job: PrintJob | None
    prints: Sequence[Printed]
    in_batch: BatchCard | None
    batch: Batch | None
    meal: Account | None
    taken_over: Happening | None
    objection: MealDispute | None
    entry: Answer
    applications: tuple[EntryApplication, ...]
    campuses: tuple[Campus, ...]
    scanned: Card | None
    successor: Card | None
    found: tuple[tuple[FoundCard, Desk], ...]
    timeline: tuple[Happening, ...]

    @property
    def unit_differs(self) -> bool:
        """Whether the card in force shows another unit than the record (D1)."""
        active = self.card is not None and self.card.state is CardState.ACTIVE
        return active and self.card is not None and self.card.unit_name != self.holder.unit_name

    @property
    def in_hand(self) -> str:
        """Number of ``card`` if it was scanned to find the person; empty if it was not."""
        return self.card.number if self.card is not None and self.scanned == self.card else ""

    @property
    def dead_in_hand(self) -> Card | None:
        """The dead card that was scanned: it is kept back."""
        dead = self.scanned is not None and self.scanned.state not in {
            CardState.ACTIVE,
            *IN_MAKING,
        }
        return self.scanned if dead else None


def read(books: Books, holder_id: int, *, today: date, card_id: int | None = None) -> Person:
    """Read a person; ``card_id`` is the card whose number was looked up.

    Raises:
        Refusal: There is no such person.
    """
    holder = books.holders.get(holder_id)
    cards = books.cards.of_holder(holder_id)
    card = next((c for c in cards if c.state is CardState.ACTIVE), None) or next(
        (c for c in cards if c.state not in IN_MAKING and not c.misprint), None
    )
    making = next((c for c in cards if c.state in IN_MAKING), None)
    making_job = books.jobs.live_of_card(making.id) if making else None
    photo = books.photos.to_print(holder_id)
    photos = books.photos.of_holder(holder_id)
    scanned = next((c for c in cards if c.id == card_id), None)
    in_batch = _not_handed_out(books, cards)
    balances = {c.id: books.ledger.card_account(c.id).balance for c in cards}
    meal = books.ledger.meal_account(holder_id)
    return Person(
        today=today,
        holder=holder,
        certificate=books.holders.certificate(holder_id),
        photo=photo,
        picture=books.photos.picture(photo.id) if photo else None,
        newest_photo=photos[0] if photos else None,
        submitted=next((p for p in photos if p.state is PhotoState.SUBMITTED), None),
        card=card,
        balance=balances[card.id] if card and card.state not in CLOSED else 0,
        kept=sum(balances[c.id] for c in cards if c.state in CLOSED),
        making=making,
        making_balance=balances[making.id] if making else 0,
        making_job=making_job,
        prints=books.jobs.prints(making_job) if making_job else (),
        in_batch=in_batch,
        batch=books.batches.get(in_batch.batch_id) if in_batch else None,
        meal=meal,
        taken_over=taken_over(books, holder_id) if meal is not None and meal.frozen else None,
        objection=books.disputes.open_of(holder_id) if meal is not None else None,
        entry=may_enter(books, card, today),
        applications=tuple(books.entry.of_holder(holder_id)),
        campuses=tuple(books.entry.campuses()),
        scanned=scanned,
        successor=books.cards.successor(scanned.id) if scanned else None,
        found=tuple(
            (kept, books.places.desk(kept.desk_id)) for kept in books.found_cards.kept_of(holder_id)
        ),
        timeline=tuple(books.journal.of_holder(holder_id, most=_TIMELINE)),
    )


def _not_handed_out(books: Books, cards: Sequence[Card]) -> BatchCard | None:
    for card in cards:
        if card.state in {CardState.MADE, CardState.ACTIVE}:
            in_batch = books.batches.of_card(card.id)
            if in_batch is not None and in_batch.place is not CardPlace.HOLDER:
                return in_batch
    return None
