"""Enter a box of blank cards into a desk's stock; from here on every blank is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

_MOST = 10_000


@dataclass(frozen=True, kw_only=True)
class Request:
    """The number on the box and how many blanks were counted in it."""

    box: str
    blanks: int
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The stock of the desk afterwards, in blanks."""

    stock: int


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    if not request.box.strip() or len(request.box) > 40:  # noqa: PLR2004  fits the memo
        raise Refusal(
            "box-number",
            sentence("A box has a number of at most 40 characters."),
            advice=sentence("Scan or type the number on the box."),
        )
    if not 0 < request.blanks <= _MOST:
        raise Refusal(
            "blanks-count",
            sentence("Between 1 and {most} blanks come in one box.", most=_MOST),
            advice=sentence("Count them again."),
        )
    stock = books.ledger.balance(AccountKind.STOCK, desk_id=turn.desk_id)
    return Sheet(
        title=sentence("Blank cards received"),
        lines=(
            Line(
                label=sentence("Blanks at this desk"),
                before=sentence("{count}", count=stock),
                after=sentence("{count}", count=stock + request.blanks),
            ),
            Line(
                label=sentence("Box"),
                before=sentence("—"),
                after=sentence("{box}", box=request.box),
            ),
        ),
    )


def receive(books: Books, turn: Turn, request: Request) -> Outcome:
    """Add the blanks to the stock of the desk.

    Raises:
        Refusal: Box number or count are no such, or the sheet is out of date.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    stock = books.ledger.account(AccountKind.STOCK, desk_id=turn.desk_id)
    books.ledger.post(
        Entry(
            debit=books.ledger.account(AccountKind.SUPPLIER),
            credit=stock,
            amount=request.blanks,
            memo=f"box {request.box.strip()}",
        )
    )
    return Outcome(stock=stock.balance + request.blanks)


WORKFLOW = Workflow(
    code="receive_blanks", right=Right.SERVE, run=receive, outcome=Outcome, preview=preview
)
