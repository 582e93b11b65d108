"""Apply for campus entry, or withdraw an application; a card alone opens no gate (FAQ 6, E1–E3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.entry import EntryApplication, EntryState, NewApplication
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.in_hand import require_active
from backoffice.procedures.paper import write_receipt
from backoffice.procedures.places import campus_name

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

_LONGEST = 366 * 5


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is applied for."""

    holder_id: int
    campus: str
    reason: str
    from_on: date
    until_on: date
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The application that waits for an answer."""

    holder_id: int
    application_id: int
    receipt: str


@dataclass(frozen=True, kw_only=True)
class Withdrawing:
    """An application that is no longer wanted, waiting or passed."""

    holder_id: int
    application_id: int


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """The application, and the campus it was for."""

    holder_id: int
    application_id: int
    campus: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    holder = books.holders.get(request.holder_id)
    require_active(books, holder)
    _require_sensible(turn, request)
    _require_new(books, request)
    before = _in_force(books, turn, request)
    return Sheet(
        title=sentence("Application for campus entry"),
        lines=(
            Line(
                label=sentence("Entry to {campus}", campus=campus_name(books, request.campus)),
                before=_until(before) if before else sentence("not allowed"),
                after=sentence("applied for; allowed once it is passed"),
            ),
            Line(
                label=sentence("Days"),
                before=say.NOTHING,
                after=sentence(
                    "{start} to {end}",
                    start=request.from_on.isoformat(),
                    end=request.until_on.isoformat(),
                ),
            ),
            Line(
                label=sentence("Card"),
                before=sentence("as it is"),
                after=sentence("unchanged: the entry belongs to the person"),
            ),
        ),
        notes=(sentence("Reason: {reason}", reason=request.reason.strip()),),
    )


def apply(books: Books, turn: Turn, request: Request) -> Outcome:
    """Enter the application and queue a receipt.

    Raises:
        Refusal: E2: no active card, no reason, days that make no sense, one waits already, or the
            world changed since the sheet was shown.
    """
    sheet = preview(books, turn, request)
    sheet.require_unchanged(request.sheet)
    entered = books.entry.apply(
        NewApplication(
            holder_id=request.holder_id,
            campus=request.campus,
            reason=request.reason.strip(),
            from_on=request.from_on,
            until_on=request.until_on,
        )
    )
    receipt = write_receipt(books, turn, books.holders.get(request.holder_id), sheet)
    return Outcome(holder_id=request.holder_id, application_id=entered.id, receipt=receipt)


def withdraw(books: Books, turn: Turn, request: Withdrawing) -> Withdrawn:  # noqa: ARG001  one signature
    """Withdraw an application that waits or was passed; entry by it ends at once.

    Raises:
        Refusal: It is over already, or somebody else's.
    """
    application = books.entry.get(request.application_id)
    live = {EntryState.APPLIED, EntryState.PASSED}
    if application.holder_id != request.holder_id or application.state not in live:
        raise _refusal(
            "application-over",
            sentence("This application is over already."),
            sentence("Look at the person's page again."),
        )
    books.entry.move(application, EntryState.WITHDRAWN)
    return Withdrawn(
        holder_id=request.holder_id, application_id=application.id, campus=application.campus
    )


WORKFLOW = Workflow(
    code="entry_application", right=Right.SERVE, run=apply, outcome=Outcome, preview=preview
)
WITHDRAW = Workflow(code="entry_withdrawal", right=Right.SERVE, run=withdraw, outcome=Withdrawn)


def _require_sensible(turn: Turn, request: Request) -> None:
    if not request.reason.strip():
        raise _refusal(
            "entry-reason",
            sentence("An application needs a reason."),
            sentence("Write in a few words why entry is needed."),
        )
    days = (request.until_on - request.from_on).days
    if not 0 <= days <= _LONGEST or request.until_on < turn.today:
        raise _refusal(
            "entry-days",
            sentence(
                "The days make no sense: {start} to {end}.",
                start=request.from_on.isoformat(),
                end=request.until_on.isoformat(),
            ),
            sentence("Enter a first day, and a last one that is not over; at most five years."),
        )


def _require_new(books: Books, request: Request) -> None:
    for application in books.entry.of_holder(request.holder_id):
        same = application.campus == request.campus
        if same and application.state is EntryState.APPLIED:
            raise _refusal(
                "entry-waits",
                sentence("An application for this campus waits for an answer already."),
                sentence("Withdraw it first, or wait for the answer."),
            )


def _in_force(books: Books, turn: Turn, request: Request) -> EntryApplication | None:
    for application in books.entry.of_holder(request.holder_id):
        if application.campus == request.campus and application.in_force(turn.today):
            return application
    return None


def _until(application: EntryApplication) -> Sentence:
    return sentence("allowed until {day}", day=application.until_on.isoformat())


def _refusal(code: str, message: Sentence, advice: Sentence) -> Refusal:
    return Refusal(code, message, advice=advice, rule="E2", source="FAQ 6")
