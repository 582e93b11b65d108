"""Hold a printer that left a card in doubt, and let it go once nothing is in doubt (B4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.holds import HoldReason
from backoffice.domain.print_jobs import TO_FILE
from backoffice.domain.printers import LONGEST_NAME
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.ports import Books


def require_name(printer: str) -> None:
    """Do nothing if a printer may be called so.

    Raises:
        Refusal: No printer can have this name.
    """
    if printer == TO_FILE or len(printer) > LONGEST_NAME:
        shown = printer if len(printer) <= LONGEST_NAME else f"{printer[:LONGEST_NAME]}…"
        raise Refusal(
            "unknown-printer",
            sentence("There is no printer called “{name}”.", name=shown),
            advice=sentence("Choose one from the list."),
        )


def hold_in_doubt(books: Books, job: PrintJob, note: str) -> None:
    """Hold the printer of a card that nobody knows about; what is held already stays so."""
    hold = books.holds.of(job.desk_id, job.printer)
    if hold is None:
        hold = books.holds.put(job.desk_id, job.printer, HoldReason.DOUBT, note, by=None)
    books.jobs.put_on_hold(job, hold.id)


def let_go(books: Books, turn: Turn, job: PrintJob) -> None:
    """Let a printer go on once all is settled that made it stop; a clerk's pause stays."""
    if job.hold_id is None or books.jobs.in_doubt(job.hold_id):
        return
    hold = books.holds.get(job.hold_id)
    if hold.reason is HoldReason.DOUBT and not hold.released:
        books.holds.release(hold, by=turn.actor.clerk_id)
