"""How the window speaks of found cards: a hint for clerks, a text for the holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.sentences import Sentence, sentence
from backoffice.ui.letters import in_both
from backoffice.ui.words import _, desk_name

if TYPE_CHECKING:
    from datetime import date

    from backoffice.domain.found_cards import FoundCard
    from backoffice.domain.places import Desk
    from backoffice.ui.words import Said

_END = 4


def found_card(kept: FoundCard, place: Desk) -> tuple[Said, Said]:
    """Return that a card is kept and where, and what is known of it."""
    number = kept.card_number[-_END:]

    def said() -> str:
        return _(
            sentence(
                "Card …{number} was found: it is kept at {desk}.",
                number=number,
                desk=_(desk_name(place)),
            )
        )

    return said, _known(kept)


def letter(kept: FoundCard, place: Desk, until: date) -> str:
    """Return the text that tells the holder, first in Chinese, then in English."""
    return in_both(
        place,
        lambda desk, address: sentence(
            "Your campus card ending in {number} was found. Please fetch it in person at {desk}, "
            "{address}, telephone {telephone}. It is kept until {day}.",
            number=kept.card_number[-_END:],
            desk=desk,
            address=address,
            telephone=place.telephone,
            day=until.isoformat(),
        ),
    )


def _known(kept: FoundCard) -> Sentence:
    day, where = kept.found_on.isoformat(), kept.found_where
    if where:
        known = sentence("Handed in on {day}, found: {where}.", day=day, where=where)
    else:
        known = sentence("Handed in on {day}.", day=day)
    if kept.told_on is None:
        return sentence("{known} The holder was not told yet.", known=known)
    told = kept.told_on.isoformat()
    return sentence("{known} The holder was told on {told}.", known=known, told=told)
