"""The lines of consequence sheets, said once, so that every sheet and receipt says them alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.cards import STATE_NAMES, Card, CardState
from backoffice.domain.money import yuan
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line

if TYPE_CHECKING:
    from backoffice.domain.photos import Photo
    from backoffice.domain.sentences import Sentence

NOTHING = sentence("—")


def card_line(card: Card, after: CardState | Sentence) -> Line:
    """Say what becomes of a card."""
    return Line(
        label=sentence("Card {card}", card=card.short),
        before=sentence(STATE_NAMES[card.state]),
        after=sentence(STATE_NAMES[after]) if isinstance(after, CardState) else after,
    )


def new_card_line() -> Line:
    """Say that a card is made and when it begins to work."""
    return Line(
        label=sentence("New card"),
        before=NOTHING,
        after=sentence("printed now; active once it is scanned back"),
    )


def balance_stays(balance: int) -> Line:
    """Say that no money moves."""
    return Line(
        label=sentence("Campus balance"),
        before=sentence(yuan(balance)),
        after=sentence("{amount}, unchanged", amount=yuan(balance)),
    )


def balance_moves(before: int, after: int) -> Line:
    """Say what arrives on the new card (L3)."""
    return Line(
        label=sentence("Campus balance"),
        before=sentence(yuan(before)),
        after=sentence("{amount} on the new card", amount=yuan(after)),
    )


def balance_kept(balance: int) -> Line:
    """Say that the balance of a closed card stays the holder's until it is settled (D6)."""
    if not balance:
        return balance_stays(balance)
    return Line(
        label=sentence("Campus balance"),
        before=sentence(yuan(balance)),
        after=sentence("{amount}, kept for the holder until it is settled", amount=yuan(balance)),
    )


def transit_stays() -> Line:
    """Say that stored value in the chip does not move (L4, D5)."""
    return Line(
        label=sentence("Transit purse"),
        before=sentence("in the chip"),
        after=sentence("stays in the old chip; it can't be moved"),
    )


def entry_unchanged(standing: Sentence, *, passed: bool) -> Line:
    """Say that a card opens no gate; what was passed follows the active one (E1, E3)."""
    return Line(
        label=sentence("Campus entry"),
        before=standing,
        after=sentence("unchanged; follows the active card, no card grants it")
        if passed
        else sentence("unchanged; no card grants it"),
    )


def entry_stops(standing: Sentence, *, passed: bool) -> Line:
    """Say that a dead card loses entry at once (E3)."""
    return Line(
        label=sentence("Campus entry"),
        before=standing,
        after=sentence("not with this card; kept for the next active one")
        if passed
        else sentence("not with this card"),
    )


def entry_returns(standing: Sentence, *, passed: bool) -> Line:
    """Say that a card found again carries what was passed (E3)."""
    return Line(
        label=sentence("Campus entry"),
        before=standing,
        after=sentence("with this card again")
        if passed
        else sentence("unchanged; no card grants it"),
    )


def photo_line(printed: Photo | None, printing: Photo) -> Line:
    """Say which picture stands on the new card."""
    return Line(
        label=sentence("Photo"),
        before=_photo(printed) if printed else NOTHING,
        after=sentence("unchanged") if printed == printing else _photo(printing),
    )


def photo_used(photo: Photo | None) -> Sentence:
    """Say which picture gates use."""
    return _photo(photo) if photo else sentence("none")


def gates_follow() -> Line:
    """Say when gates use a new photo (P4)."""
    return Line(
        label=sentence("Face devices and gates"),
        before=sentence("the old photo, if there is one"),
        after=sentence("the new one from the day after approval, by itself"),
    )


def no_card_made() -> Line:
    """Say that a photo makes no card (P6)."""
    return Line(
        label=sentence("Card"),
        before=sentence("as it is"),
        after=sentence("unchanged: a new photo makes no card and costs nothing"),
    )


def _photo(photo: Photo) -> Sentence:
    return sentence("of {day}", day=photo.taken_on.isoformat())
