"""Enter a box of blanks into a desk's stock, once; from here on each of them is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.blanks import LONGEST_NUMBER, MOST_BLANKS, box_number
from backoffice.domain.ledger import AccountKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.blanks import post

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.blanks import Box
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """The number on the box and how many blanks were counted in it.

    Attributes:
        blanks: Fit for use; these come into stock.
        labelled: What the label says, damaged ones included; 0 for as many as were counted.
        supplier: Who sent it; may be empty.
        words: What is known of a difference between label and count.
    """

    box: str
    blanks: int
    labelled: int = 0
    supplier: str = ""
    words: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The stock of the desk afterwards, in blanks; ``difference`` is counted less labelled."""

    stock: int
    difference: int


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    _require_sensible(request)
    known = books.blanks.box(box_number(request.box))
    if known is not None:
        raise _known(books, turn, known)
    stock = books.ledger.balance(AccountKind.STOCK, desk_id=turn.desk_id)
    labelled = request.labelled or request.blanks
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
                after=sentence("{box}", box=request.box.strip()),
            ),
            Line(
                label=sentence("Blanks in it"),
                before=sentence("{count} by its label", count=labelled),
                after=sentence("{count} counted", count=request.blanks),
            ),
        ),
    )


def receive(books: Books, turn: Turn, request: Request) -> Outcome:
    """Enter the box and add what was counted to the stock of the desk.

    Raises:
        Refusal: Number or counts are no such, the box was received before, a difference to its
            label is not explained, or the sheet is out of date.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    labelled = request.labelled or request.blanks
    box = books.blanks.add_box(
        number=box_number(request.box),
        labelled=labelled,
        counted=request.blanks,
        supplier=request.supplier.strip(),
        words=request.words.strip(),
        desk_id=turn.desk_id,
        clerk_id=turn.actor.clerk_id,
    )
    stock = books.ledger.account(AccountKind.STOCK, desk_id=turn.desk_id)
    supplier = books.ledger.account(AccountKind.SUPPLIER)
    post(books, supplier, stock, amount=box.counted, memo=f"box {box.number}")
    return Outcome(stock=stock.balance + box.counted, difference=box.counted - labelled)


WORKFLOW = Workflow(
    code="receive_blanks", right=Right.SERVE, run=receive, outcome=Outcome, preview=preview
)


def _require_sensible(request: Request) -> None:
    if not 0 < len(box_number(request.box)) <= LONGEST_NUMBER:
        raise Refusal(
            "box-number",
            sentence("A box has a number of at most {most} characters.", most=LONGEST_NUMBER),
            advice=sentence("Scan or type the number on the box."),
        )
    if not (0 < request.blanks <= MOST_BLANKS and 0 <= request.labelled <= MOST_BLANKS):
        raise Refusal(
            "blanks-count",
            sentence("Between 1 and {most} blanks come in one box.", most=MOST_BLANKS),
            advice=sentence("Count them again."),
        )
    if request.labelled not in {0, request.blanks} and not request.words.strip():
        raise Refusal(
            "box-differs",
            sentence(
                "The label says {labelled}, {counted} were counted.",
                labelled=request.labelled,
                counted=request.blanks,
            ),
            advice=sentence("Count once more; if it stays so, write what is known of it."),
        )


def _known(books: Books, turn: Turn, box: Box) -> Refusal:
    at = box.at.astimezone(turn.now.tzinfo)
    clerk = books.clerks.get(box.clerk_id).name if box.clerk_id is not None else "—"
    return Refusal(
        "box-known",
        sentence(
            "Box {box} was received before: on {day} at {time}, desk {desk}, by {clerk}.",
            box=box.number,
            day=at.date().isoformat(),
            time=at.strftime("%H:%M"),
            desk=books.places.desk(box.desk_id).code,
            clerk=clerk,
        ),
        advice=sentence("Look at the number again. A box is entered once."),
    )
