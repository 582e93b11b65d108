"""A found card is handed in: look it up, tell its holder, keep it, give it back or destroy it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.cards import IN_MAKING, CardState
from backoffice.domain.found_cards import FoundCard, FoundState
from backoffice.domain.policies import KEEP_FOUND_CARDS
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.procedures.batch_card import with_holder
from backoffice.procedures.blanks import keep_for_destruction, require_plastic

if TYPE_CHECKING:
    from datetime import date

    from backoffice.actions import Turn
    from backoffice.domain.cards import Card
    from backoffice.ports import Books


class Step(enum.Enum):
    """What is done with a card that is kept."""

    TOLD = "told"
    GIVE_BACK = "give_back"
    DESTROY = "destroy"


STEP_NAMES = {
    Step.TOLD: N_("the holder was told"),
    Step.GIVE_BACK: N_("given back to the holder"),
    Step.DESTROY: N_("put with the cards to be destroyed"),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """A card that is handed in, and where it was found.

    Attributes:
        holder_id: Whose it is, as the clerk was told; files it under the person.
    """

    scanned: str
    where: str = ""
    holder_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The card that is kept now.

    Attributes:
        dead: Whether it is dead anyway: it is kept back and destroyed in any case.
    """

    found_id: int
    holder_id: int
    card_number: str
    dead: bool


@dataclass(frozen=True, kw_only=True)
class Settling:
    """What becomes of a kept card.

    Attributes:
        scanned: The card in hand, for giving back.
        face_compared: Whether the clerk compared the face with the photo, for giving back.
        holder_id: Whose it is; files it under the person.
    """

    found_id: int
    step: Step
    scanned: str = ""
    face_compared: bool = False
    holder_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What became of it."""

    found_id: int
    holder_id: int
    card_number: str
    state: FoundState


def card_of(books: Books, scanned: str) -> Card:
    """Return the card with the number that was scanned.

    Raises:
        Refusal: It is no card of ours.
    """
    card = books.cards.by_number(scanned.strip())
    if card is None:
        raise Refusal(
            "unknown-card",
            sentence("This is no card of ours."),
            advice=sentence("Scan the bar code once more, or type the number under it."),
        )
    return card


def kept_until(books: Books, found: FoundCard) -> date:
    """Return the day from which a card that still works may be destroyed."""
    days = KEEP_FOUND_CARDS.of(books.policies.text(KEEP_FOUND_CARDS.name))
    return found.found_on + timedelta(days=days)


def hand_in(books: Books, turn: Turn, request: Request) -> Outcome:
    """Keep a found card at this desk.

    Raises:
        Refusal: It is no card of ours, somebody else's, still being made, never printed, or kept
            already.
    """
    card = card_of(books, request.scanned)
    if request.holder_id not in {None, card.holder_id}:
        raise _another_card()
    if card.state in IN_MAKING:
        raise Refusal(
            "found-in-making",
            sentence("Card {card} was never handed out: it is still being made.", card=card.short),
            advice=sentence("Scan it back where it was printed, or give it back to its batch."),
        )
    require_plastic(books, card)
    if any(kept.card_id == card.id for kept in books.found_cards.kept_of(card.holder_id)):
        raise Refusal(
            "found-already",
            sentence("Card {card} is kept as found already.", card=card.short),
            advice=sentence("Look at the list of found cards."),
        )
    found = books.found_cards.keep(
        card_id=card.id, desk_id=turn.desk_id, where=request.where.strip(), on=turn.today
    )
    return Outcome(
        found_id=found.id,
        holder_id=card.holder_id,
        card_number=card.number,
        dead=card.state is not CardState.ACTIVE,
    )


def settle(books: Books, turn: Turn, request: Settling) -> Settled:
    """Note that the holder was told, give the card back, or destroy it after the policy's days.

    A card that still worked is dead once it is destroyed: its holder has lost it for good.

    Raises:
        Refusal: It is not kept any more or not here, another card is in hand, nobody compared the
            face, it is dead and can't be given back, or too early to be destroyed.
    """
    found = books.found_cards.get(request.found_id)
    if found.state is not FoundState.KEPT:
        raise Refusal(
            "found-settled",
            sentence("This card is not kept here any more."),
            advice=sentence("Look at the list again."),
        )
    card = books.cards.get(found.card_id)
    alive = card.state is CardState.ACTIVE
    state = FoundState.KEPT
    if request.step is Step.TOLD:
        books.found_cards.told(found, on=turn.today)
    elif request.step is Step.GIVE_BACK:
        _require_here(found, turn)
        _require_returnable(found, request, alive=alive)
        with_holder(books, card)
        state = FoundState.GIVEN_BACK
    else:
        _require_here(found, turn)
        if alive:
            _require_time(books, turn, found)
            books.cards.move(card, CardState.LOST)
        keep_for_destruction(books, turn, card)
        state = FoundState.DESTROYED
    if state is not FoundState.KEPT:
        books.found_cards.end(found, state, on=turn.today)
    return Settled(
        found_id=found.id,
        holder_id=found.holder_id,
        card_number=found.card_number,
        state=state,
    )


WORKFLOW = Workflow(code="found_card", right=Right.SERVE, run=hand_in, outcome=Outcome)
SETTLE = Workflow(code="found_card_settled", right=Right.SERVE, run=settle, outcome=Settled)


def _require_here(found: FoundCard, turn: Turn) -> None:
    if found.desk_id != turn.desk_id:
        raise Refusal(
            "found-elsewhere",
            sentence("This card is kept at another desk."),
            advice=sentence("Send the holder there, or let that desk settle it."),
        )


def _require_returnable(found: FoundCard, request: Settling, *, alive: bool) -> None:
    if not alive:
        raise Refusal(
            "found-dead",
            sentence("This card is dead: it is not given back."),
            advice=sentence(
                "If it was reported lost and not replaced, take that back first; "
                "otherwise keep it, it is destroyed."
            ),
            rule="L2",
            source="FAQ 8",
        )
    if request.scanned.strip() != found.card_number:
        raise _another_card()
    if not request.face_compared:
        raise Refusal(
            "face-not-compared",
            sentence("The face was not compared with the photo."),
            advice=sentence("Compare them, then tick the box."),
        )


def _require_time(books: Books, turn: Turn, found: FoundCard) -> None:
    until = kept_until(books, found)
    if turn.today < until:
        raise Refusal(
            "found-too-early",
            sentence("A card that still works is kept until {day}.", day=until.isoformat()),
            advice=sentence("Tell its holder once more."),
        )


def _another_card() -> Refusal:
    return Refusal(
        "wrong-card",
        sentence("The card in hand is not the one that is kept for this person."),
        advice=sentence("Scan the card that is given back, and compare the face."),
    )
