"""Find the card that can be handed in, and make sure that it is the one in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.cards import STATE_NAMES, Card, CardState
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.procedures import making

if TYPE_CHECKING:
    from backoffice.domain.holders import Holder
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


def require_active(
    books: Books, holder: Holder, *, rule: str = "D4", source: str = "FAQ 7"
) -> Card:
    """Return the active card of a person for whom none is being made.

    Raises:
        Refusal: There is none; ``rule`` and ``source`` say what needs it.
    """
    cards = books.cards.of_holder(holder.id)
    making.require_none_in_making(cards)
    last = making.newest(cards)
    if last is not None and last.state is CardState.ACTIVE:
        return last
    raise Refusal(
        "no-active-card",
        making.last_card_is(last),
        advice=making.right_place(holder, last),
        rule=rule,
        source=source,
    )


_LOST = sentence(
    "Scan it, or type its number. Without the card it is a lost card: open “Lost card”."
)


def require_in_hand(books: Books, card: Card, scanned: str, *, without: Sentence = _LOST) -> None:
    """Do nothing if ``scanned``, read or typed from the card in hand, is the number of ``card``.

    Args:
        books: The books.
        card: The card that is due.
        scanned: What was read; empty if there is no card in hand.
        without: What to do then.

    Raises:
        Refusal: It is another card, which is named, or there is none in hand.
    """
    scanned = scanned.strip()
    if scanned == card.number:
        return
    if not scanned:
        raise Refusal(
            "no-card-in-hand",
            sentence("Card {card} must be handed in here.", card=card.short),
            advice=without,
            rule="D4",
            source="FAQ 7",
        )
    other = books.cards.by_number(scanned)
    if other is None:
        message = sentence("This is no card of ours; card {card} is due.", card=card.short)
        advice = sentence("Scan the bar code once more, or type the number under it.")
    elif other.holder_id == card.holder_id:
        message = sentence(
            "This is {other}, another card of this person ({state}); card {card} is due.",
            other=other.short,
            state=sentence(STATE_NAMES[other.state]),
            card=card.short,
        )
        advice = sentence("Keep it back, and ask for card {card}.", card=card.short)
    else:
        message = sentence(
            "This is {other}, somebody else's card; card {card} is due.",
            other=other.short,
            card=card.short,
        )
        advice = sentence("Close this form and scan the card to see whose it is.")
    raise Refusal("wrong-card", message, advice=advice, rule="D4", source="FAQ 7")
