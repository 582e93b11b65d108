"""Request a card for a person: photo, blank, snapshot, print job, predecessor's balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from backoffice.domain.cards import IN_MAKING, STATE_NAMES, Card, CardRequest, CardState
from backoffice.domain.documents import CardFace
from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import PER_DESK, AccountKind, Entry
from backoffice.domain.photos import PhotoState
from backoffice.domain.print_jobs import TO_FILE, Rank
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.procedures.blanks import fed_from, post, ready

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backoffice.actions import Turn
    from backoffice.domain.holders import Holder
    from backoffice.domain.photos import Photo
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class WantedCard:
    """A card for somebody, with the photo on it and the card it comes after."""

    holder: Holder
    photo_id: int
    predecessor_id: int | None


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
    # A batch waits for its blanks without keeping them from the window.
    if ready(books, desk_id) <= books.jobs.cards_waiting(desk_id, up_to=Rank.COUNTER):
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
    predecessor = replaces.id if replaces else None
    wanted = WantedCard(holder=holder, photo_id=photo.id, predecessor_id=predecessor)
    return request_cards(books, turn, [wanted], printer=printer, rank=rank)[0]


def request_cards(
    books: Books,
    turn: Turn,
    wanted: Sequence[WantedCard],
    *,
    printer: str = "",
    rank: Rank = Rank.COUNTER,
) -> Sequence[Card]:
    """Enter cards with the records of today on them, queue their print jobs and return them."""
    kinds = {one.holder.kind for one in wanted}
    designs = {kind: books.designs.in_force(kind, turn.today) for kind in kinds}
    requests = [_request(one, designs[one.holder.kind], turn.today) for one in wanted]
    cards = books.cards.request_many(requests)
    specimen = books.example
    jobs = []
    for card, one in zip(cards, wanted, strict=True):
        face = card_face(card, one.holder, specimen=specimen)
        jobs.append((card, msgspec.json.encode(face).decode()))
    books.jobs.add_cards(jobs, desk_id=turn.desk_id, printer=printer, rank=rank)
    return cards


def _request(wanted: WantedCard, design: str, today: date) -> CardRequest:
    holder = wanted.holder
    return CardRequest(
        holder_id=holder.id,
        name=holder.name,
        name_latin=holder.name_latin,
        unit_name=holder.unit_name,
        photo_id=wanted.photo_id,
        design=design,
        valid_until=holder.valid_until,
        issued_on=today,
        predecessor_id=wanted.predecessor_id,
    )


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


def settle_blank(books: Books, job: PrintJob, into: AccountKind) -> None:
    """Book the blank that a card job was given to where it ended up.

    One that never was fed is back where it came from; a spoiled one waits for its destruction.
    """
    if into is AccountKind.STOCK and job.printer == TO_FILE:
        into = AccountKind.SUPPLIER  # the blanks of a print shop are none of ours
    elif into is AccountKind.STOCK:
        into = fed_from(books, job)
    if into is AccountKind.SPOILED and job.card_id is not None:
        books.waste.keep(job.card_id, desk_id=job.desk_id)
    book_blanks(books, job.desk_id, into, 1)


def book_blanks(books: Books, desk_id: int, into: AccountKind, count: int) -> None:
    """Book blanks that printers of a desk were given to where they ended up."""
    post(
        books,
        books.ledger.account(AccountKind.MAKING, desk_id=desk_id),
        books.ledger.account(into, desk_id=desk_id if into in PER_DESK else None),
        amount=count,
        memo=f"blank-{into.value}",
    )


def newest(cards: Sequence[Card]) -> Card | None:
    """Return the person's latest card that was really made."""
    return next((c for c in cards if not c.misprint), None)


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
