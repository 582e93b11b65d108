"""What is said of a batch: how far it is, where its cards are, when it is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backoffice.domain.batches import PLACE_NAMES, BatchRow, CardPlace
from backoffice.domain.cards import STATE_NAMES, CardState
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui.letters import in_both

if TYPE_CHECKING:
    from datetime import date, datetime

    from backoffice.domain.batches import Batch, BatchCard, BatchSum, UnitOverdue
    from backoffice.domain.places import Desk

_UNBORN = frozenset({CardState.REQUESTED, CardState.QUEUED, CardState.PRINTING})


def state(found: BatchSum, overdue_before: datetime) -> str:
    """Return in a word or two how far a batch is; English, the key of its translation.

    Args:
        found: The batch.
        overdue_before: What a unit has since before then, it has for too long.
    """
    oldest = found.oldest_at_unit
    told = (
        (found.cancelled == found.rows, N_("cancelled")),
        (found.waiting == found.rows and found.batch.output, N_("file not written")),
        (found.waiting == found.rows, N_("waiting")),
        (found.waiting > 0, N_("printing")),
        (found.printing > 0, N_("to be checked")),
        (oldest is not None and oldest < overdue_before, N_("overdue")),
        (found.at_unit > 0, N_("at the unit")),
        (found.at_center > found.packed, N_("at the Card Center")),
        (found.at_center > 0, N_("packed")),
        (found.back > 0, N_("returned unclaimed")),
    )
    return next((said for is_so, said in told if is_so), N_("handed out"))


def printed(found: BatchSum) -> int:
    """Return how many of its cards came out of a printer, good or not yet looked at."""
    return found.rows - found.waiting - found.cancelled


def due(found: BatchSum, unclaimed_days: int) -> date | None:
    """Return when the unit is to return what nobody fetched; None while it has nothing."""
    if found.oldest_at_unit is None:
        return None
    return due_back(found.oldest_at_unit, unclaimed_days)


def due_back(handed_over: datetime, unclaimed_days: int) -> date:
    """Return the day by which a unit returns a card that it got at this moment."""
    return (handed_over.astimezone() + timedelta(days=unclaimed_days)).date()


def reminder(overdue: UnitOverdue, place: Desk, due: date) -> str:
    """Return the text that asks a unit for its cards, first in Chinese, then in English."""
    return in_both(
        place,
        lambda desk, address: sentence(
            "{unit}: {cards} campus cards were to be handed out or returned by {day}. Please send "
            "the signed sheet and the cards nobody fetched to {desk}, {address}, telephone "
            "{telephone}.",
            unit=overdue.unit.name,
            cards=overdue.cards,
            day=due.isoformat(),
            desk=desk,
            address=address,
            telephone=place.telephone,
        ),
    )


def row_state(row: BatchRow) -> Sentence:
    """Say how far a card is: its state, and where it is once it exists."""
    said = sentence(STATE_NAMES[row.card_state])
    if row.card_state in _UNBORN | {CardState.UNCONFIRMED, CardState.SPOILED}:
        return said
    return sentence("{state}, {place}", state=said, place=sentence(PLACE_NAMES[row.card.place]))


def where(card: BatchCard, batch: Batch) -> Sentence:
    """Say where a card is that its holder does not have yet, since when, and who to ask (B3)."""
    moment = {CardPlace.UNIT: card.handed_over_at, CardPlace.BACK: card.returned_at}.get(card.place)
    day = (moment or batch.created_at).astimezone().date().isoformat()
    if card.place is not CardPlace.UNIT:
        return sentence(
            "{place} since {day}, batch {number}",
            place=sentence(PLACE_NAMES[card.place]),
            day=day,
            number=batch.number,
        )
    unit = batch.unit
    if not unit.reached:
        return sentence("at {unit} since {day}", unit=unit.name, day=day)
    return sentence(
        "at {unit} since {day}, contact {contact}", unit=unit.name, day=day, contact=unit.reached
    )


def facts(found: BatchSum, unclaimed_days: int) -> list[Sentence]:
    """Return what is known of a batch."""
    day = due(found, unclaimed_days)
    contact = found.batch.unit.reached
    told = (
        (contact, sentence("contact: {contact}", contact=contact)),
        (
            found.rows,
            sentence(
                "{printed} of {cards} printed, {waiting} waiting",
                printed=printed(found),
                cards=found.rows,
                waiting=found.waiting,
            ),
        ),
        (found.printing, sentence("to be looked at: {cards}", cards=found.printing)),
        (
            found.made + found.active,
            sentence("{made} made, {active} active", made=found.made, active=found.active),
        ),
        (found.packed, sentence("packed for the unit: {cards}", cards=found.packed)),
        (
            found.at_unit,
            sentence(
                "{unit} at the unit, to be returned by {day}", unit=found.at_unit, day=str(day)
            ),
        ),
        (found.back, sentence("returned unclaimed: {cards}", cards=found.back)),
        (found.cancelled, sentence("cancelled: {cards}", cards=found.cancelled)),
        (found.left_out, sentence("left out: {people}", people=found.left_out)),
        (found.batch.output, sentence("written into {file}", file=found.batch.output)),
    )
    return [said for is_so, said in told if is_so]
