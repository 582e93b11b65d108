"""Whom a design is shown on: one of the hard cases, or anybody in the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import CardFace
from backoffice.domain.refusal import Refusal

if TYPE_CHECKING:
    from backoffice.domain.holders import Holder
    from backoffice.domain.photos import Photo
    from backoffice.ports import Books

_NO_CARD = "0000000000"


def face_of(books: Books, holder_id: int, *, stand_in: bytes) -> CardFace:
    """Return what would stand on a card of a person made now; nothing is made.

    Args:
        books: Where the person is.
        holder_id: Who.
        stand_in: Shown where no photo of them is approved.
    """
    holder = books.holders.get(holder_id)
    cards = books.cards.of_holder(holder_id)
    return CardFace(
        number=cards[0].number if cards else _NO_CARD,
        kind=holder.kind.value,
        name=holder.name,
        name_latin=holder.name_latin,
        unit=holder.unit_name,
        holder_number=holder.number,
        photo=_picture(books, books.photos.to_print(holder_id)) or stand_in,
        design="",
        valid_until=holder.valid_until,
    )


def _picture(books: Books, photo: Photo | None) -> bytes:
    try:
        return books.photos.picture(photo.id) if photo is not None else b""
    except Refusal:  # removed after the time it is kept for
        return b""


def named(holder: Holder) -> str:
    """Return how a person is called in a list."""
    return f"{holder.name} · {holder.number}"
