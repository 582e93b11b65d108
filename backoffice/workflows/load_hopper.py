"""Load blank cards from a box into the printer's hopper, or take them out again.

Nobody must: a desk that books no hopper feeds its cards from the boxes.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.ledger import AccountKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.blanks import post

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


class Way(enum.Enum):
    """Where blanks go."""

    LOAD = "load"
    EMPTY = "empty"


WAY_NAMES = {
    Way.LOAD: N_("from a box into the hopper"),
    Way.EMPTY: N_("from the hopper into a box"),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """How many blanks go which way."""

    way: Way
    blanks: int
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is in boxes and hopper of the desk now, in blanks."""

    stock: int
    hopper: int


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    stock, hopper = (
        books.ledger.balance(kind, desk_id=turn.desk_id)
        for kind in (AccountKind.STOCK, AccountKind.HOPPER)
    )
    there = stock if request.way is Way.LOAD else hopper
    if not 0 < request.blanks <= there:
        raise Refusal(
            "hopper-count",
            sentence("There are {count} blanks to move.", count=there),
            advice=sentence("Enter between 1 and that many."),
        )
    moved = request.blanks if request.way is Way.LOAD else -request.blanks
    return Sheet(
        title=sentence("Hopper of the card printer"),
        lines=(
            Line(
                label=sentence("In the boxes"),
                before=sentence("{count}", count=stock),
                after=sentence("{count}", count=stock - moved),
            ),
            Line(
                label=sentence("In the hopper"),
                before=sentence("{count}", count=hopper),
                after=sentence("{count}", count=hopper + moved),
            ),
        ),
    )


def move(books: Books, turn: Turn, request: Request) -> Outcome:
    """Book blanks between boxes and hopper of the desk.

    Raises:
        Refusal: There are not so many, or the sheet is out of date.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    stock, hopper = (
        books.ledger.account(kind, desk_id=turn.desk_id)
        for kind in (AccountKind.STOCK, AccountKind.HOPPER)
    )
    debit, credit = (stock, hopper) if request.way is Way.LOAD else (hopper, stock)
    post(books, debit, credit, amount=request.blanks, memo=f"hopper-{request.way.value}")
    moved = request.blanks if request.way is Way.LOAD else -request.blanks
    return Outcome(stock=stock.balance - moved, hopper=hopper.balance + moved)


WORKFLOW = Workflow(
    code="load_hopper", right=Right.SERVE, run=move, outcome=Outcome, preview=preview
)
