"""Whether a desk has blanks and ribbon for a batch, and how fast its printer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.batch_preflight import CARDS_AN_HOUR, Means
from backoffice.domain.policies import RIBBON_CARDS
from backoffice.procedures.blanks import ready

if TYPE_CHECKING:
    from backoffice.ports import Books, PrinterState


def means(books: Books, desk_id: int, printer: str, state: PrinterState | None) -> Means:
    """Return what there is for a batch.

    Args:
        books: The books.
        desk_id: Whose blanks.
        printer: Name of the printer.
        state: What the printer says of itself; None if it was not asked.
    """
    blanks = ready(books, desk_id)
    own = books.jobs.cards_an_hour(desk_id, printer)
    whole = RIBBON_CARDS.of(books.policies.text(RIBBON_CARDS.name))
    levels = [
        supply.level
        for supply in (state.supplies if state else ())
        if supply.kind == "ribbon" and supply.level is not None
    ]
    return Means(
        blanks=max(0, blanks - books.jobs.cards_waiting(desk_id)),
        ribbon=min(levels) * whole // 100 if levels else None,
        cards_an_hour=own or CARDS_AN_HOUR,
        measured=own is not None,
    )
