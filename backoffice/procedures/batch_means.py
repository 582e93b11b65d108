"""Whether a desk has blanks and ribbon for a batch, how fast its printer is, and how to say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.batch_preflight import CARDS_AN_HOUR, Means
from backoffice.domain.policies import RIBBON_CARDS
from backoffice.domain.sentences import sentence
from backoffice.procedures.blanks import ready

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books, PrinterState

_HOUR = 60


def means(
    books: Books, desk_id: int, printer: str, names: Collection[str], state: PrinterState | None
) -> Means:
    """Return what there is for a batch.

    Args:
        books: The books.
        desk_id: Whose blanks.
        printer: Name of the printer.
        names: What jobs call it: its name, and nothing if it is the first one of the desk.
        state: What the printer says of itself; None if it was not asked.
    """
    blanks = ready(books, desk_id)
    before = books.jobs.cards_waiting(desk_id, printers=names)
    own = books.jobs.cards_an_hour(desk_id, printer)
    whole = RIBBON_CARDS.of(books.policies.text(RIBBON_CARDS.name))
    levels = [
        supply.level
        for supply in (state.supplies if state else ())
        if supply.kind == "ribbon" and supply.level is not None
    ]
    return Means(
        blanks=max(0, blanks - books.jobs.cards_waiting(desk_id)),
        ribbon=max(0, min(levels) * whole // 100 - before) if levels else None,
        cards_an_hour=own or CARDS_AN_HOUR,
        measured=own is not None,
    )


def said(cards: int, has: Means) -> Iterator[tuple[bool, Sentence]]:
    """Say whether time, blanks and ribbon are enough for so many cards; True means a warning."""
    time = _time_needed(has.minutes(cards))
    if has.measured:
        yield (
            False,
            sentence(
                "{time} at {rate} cards an hour, by this printer’s own record",
                time=time,
                rate=has.cards_an_hour,
            ),
        )
    else:
        yield (
            False,
            sentence("about {time} at {rate} cards an hour", time=time, rate=has.cards_an_hour),
        )
    if has.blanks < cards:
        yield (
            True,
            sentence(
                "{cards} cards, blanks for {blanks}: {missing} more are needed",
                cards=cards,
                blanks=has.blanks,
                missing=cards - has.blanks,
            ),
        )
    else:
        yield False, sentence("blanks for {blanks}: enough", blanks=has.blanks)
    if has.ribbon is None:
        yield False, sentence("the printer does not tell how long its ribbon lasts")
    elif has.ribbon < cards:
        yield (
            True,
            sentence(
                "{cards} cards, ribbon for {ribbon}: change at {ribbon}",
                cards=cards,
                ribbon=has.ribbon,
            ),
        )
    else:
        yield False, sentence("ribbon for {ribbon}: enough", ribbon=has.ribbon)


def _time_needed(minutes: int) -> Sentence:
    """Say how long something takes."""
    if minutes < _HOUR:
        return sentence("{minutes} min", minutes=minutes)
    hours, rest = divmod(minutes, _HOUR)
    return sentence("{hours} h {minutes} min", hours=hours, minutes=rest)
