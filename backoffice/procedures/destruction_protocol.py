"""The protocol of a destruction: every number, the hash over them, room for both signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import DestroyedCard, DestructionProtocol
from backoffice.domain.sentences import sentence
from backoffice.procedures.paper import place_of
from backoffice.words import bilingual

if TYPE_CHECKING:
    from datetime import tzinfo

    from backoffice.ports import Books


def protocol(books: Books, destruction_id: int, *, zone: tzinfo | None) -> DestructionProtocol:
    """Return what is printed of a destruction, today or years later."""
    done = books.waste.destruction(destruction_id)
    misprint = bilingual(sentence("misprint"))
    card = bilingual(sentence("card"))
    return DestructionProtocol(
        number=done.number,
        place=place_of(books.places.desk(done.desk_id)),
        at=done.at.astimezone(zone),
        clerk=books.clerks.get(done.clerk_id).name,
        second=books.clerks.get(done.second_id).name,
        cards=tuple(
            DestroyedCard(
                number=one.number,
                what=misprint if books.cards.get(one.card_id).misprint else card,
                since=one.since.astimezone(zone),
            )
            for one in books.waste.destroyed_in(destruction_id)
        ),
        digest=done.digest,
    )
