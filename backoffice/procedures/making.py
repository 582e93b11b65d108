"""Request a card for a person: photo, blank, snapshot, print job, predecessor's balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from backoffice.domain.cards import IN_MAKING, STATE_NAMES, Card, CardRequest, CardState
from backoffice.domain.documents import CardFace
from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.photos import PhotoState
from backoffice.domain.print_jobs import JobKind, JobState, Rank
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backoffice.actions import Turn
    from backoffice.domain.holders import Holder
    from backoffice.domain.photos import Photo
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


def require_right_to_card(holder: Holder, today: date) -> None:
    """Do nothing unless a temporary holder's time is over.

    Raises:
        Refusal: It is.
    """
    if holder.valid_until is not None and holder.valid_until < today:
        raise Refusal(
            "holder-expired",
            sentence(
                "This person's right to a card ended on {day}.", day=holder.valid_until.isoformat()
            ),
            advice=sentence("The unit must extend it first."),
        )


def require_none_in_making(cards: Sequence[Card]) -> None:
    """Do nothing if no card of this person is on its way.

    Raises:
        Refusal: One is; it must be finished first, or there would be two.
    """
    for card in cards:
        if card.state in IN_MAKING:
            raise Refusal(
                "card-in-making",
                sentence("Card {card} is already being made for this person.", card=card.short),
                advice=sentence("Scan it when it is printed, or say that it is a misprint."),
            )


def require_photo(books: Books, holder: Holder) -> Photo:
    """Return the photo to print.

    Raises:
        Refusal: No photo of the person is approved (P1).
    """
    photo = books.photos.to_print(holder.id)
    if photo is not None:
        return photo
    if any(one.state is PhotoState.SUBMITTED for one in books.photos.of_holder(holder.id)):
        raise Refusal(
            "photo-waits",
            sentence("The photo of this person waits for approval, and no card without it."),
            advice=sentence("Have it approved under “Photos”, then check again here."),
            rule="P1",
            source="FAQ 4",
        )
    raise Refusal(
        "no-photo",
        sentence("There is no approved photo of this person, and no card without one."),
        advice=sentence(
            "Take one here (F6), or have it uploaded to the portal’s “certificate photos"
            " collection”; then have it approved."
        ),
        rule="P1",
        source="FAQ 4",
    )


def require_blank(books: Books, desk_id: int) -> None:
    """Do nothing if the desk has a blank card that no waiting job needs.

    Raises:
        Refusal: It has none.
    """
    stock = books.ledger.balance(AccountKind.STOCK, desk_id=desk_id)
    waiting = sum(
        job.kind is JobKind.CARD for job in books.jobs.at_desk(desk_id, {JobState.QUEUED})
    )
    if stock <= waiting:
        raise Refusal(
            "no-blanks",
            sentence("This desk has no blank card left."),
            advice=sentence("Fetch a box and enter it as received."),
        )


def request_card(
    books: Books,
    turn: Turn,
    holder: Holder,
    *,
    photo: Photo,
    replaces: Card | None,
    printer: str = "",
    rank: Rank = Rank.COUNTER,
) -> Card:
    """Enter a card with the record of today on it, queue its print job and return it.

    Args:
        books: The books.
        turn: Whose desk prints it.
        holder: Whose card.
        photo: What is printed on it.
        replaces: The card it follows.
        printer: Name of one of the desk's card printers; empty for the default one.
        rank: Who is printed first.
    """
    card = books.cards.request(
        CardRequest(
            holder_id=holder.id,
            name=holder.name,
            name_latin=holder.name_latin,
            unit_name=holder.unit_name,
            photo_id=photo.id,
            design=books.designs.in_force(holder.kind, turn.today),
            valid_until=holder.valid_until,
            issued_on=turn.today,
            predecessor_id=replaces.id if replaces else None,
        )
    )
    face = card_face(card, holder, specimen=books.example)
    books.jobs.add(
        kind=JobKind.CARD,
        desk_id=turn.desk_id,
        number=card.number,
        payload=msgspec.json.encode(face).decode(),
        holder_id=holder.id,
        card_id=card.id,
        printer=printer,
        rank=rank,
    )
    return card


def card_face(card: Card, holder: Holder, *, specimen: bool) -> CardFace:
    """Return what stands on the card; the picture is joined when it is printed."""
    return CardFace(
        number=card.number,
        kind=holder.kind.value,
        name=card.name,
        name_latin=card.name_latin,
        unit=card.unit_name,
        holder_number=holder.number,
        photo=b"",
        specimen=specimen,
        design=card.design,
        valid_until=card.valid_until,
    )


def move_balance(books: Books, old: Card, new: Card) -> int:
    """Move the whole campus balance from card to card and return it in fen (L3)."""
    source = books.ledger.card_account(old.id)
    if source.balance:
        target = books.ledger.card_account(new.id)
        books.ledger.post(
            Entry(debit=source, credit=target, amount=source.balance, memo="card-replaced")
        )
    return source.balance


def settle_blank(books: Books, desk_id: int, into: AccountKind) -> None:
    """Book the blank that the printer of a desk was given to where it ended up."""
    books.ledger.post(
        Entry(
            debit=books.ledger.account(AccountKind.MAKING, desk_id=desk_id),
            credit=books.ledger.account(
                into, desk_id=desk_id if into is AccountKind.STOCK else None
            ),
            amount=1,
            memo=f"blank-{into.value}",
        )
    )


def newest(cards: Sequence[Card]) -> Card | None:
    """Return the person's latest card that was really made."""
    return next((c for c in cards if c.state is not CardState.SPOILED), None)


def right_place(holder: Holder, last: Card | None) -> Sentence:
    """Say which workflow serves a person whose last card is this one."""
    state = last.state if last else None
    if state is CardState.ACTIVE:
        return sentence("Open “Lost card” if it is lost, “Damaged card” if it is damaged.")
    if state is CardState.LOST:
        return sentence("Open “Lost card”.")
    if state is CardState.EXPIRED and holder.kind is HolderKind.TEMPORARY:
        return sentence("Open “Renew card”.")
    return sentence("Open “First card”.")


def last_card_is(last: Card | None) -> Sentence:
    """Say in which state somebody's last card is."""
    if last is None:
        return sentence("This person never had a card.")
    state = sentence(STATE_NAMES[last.state])
    return sentence("The last card {card} is {state}.", card=last.short, state=state)
