"""Send blank cards to another desk: what was sent is on the way until it is counted there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.blanks import MOST_BLANKS
from backoffice.domain.ledger import AccountKind
from backoffice.domain.places import require_in_service
from backoffice.domain.policies import BLANKS_ALONE
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.blanks import book_difference, post
from backoffice.procedures.drawer import require_two
from backoffice.procedures.paper import write_drawer_slip
from backoffice.words import bilingual

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.blanks import BlankMove
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """How many blanks go to which desk."""

    to_id: int
    blanks: int
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The parcel; ``slip`` is the number of the paper that goes with it."""

    move_id: int
    blanks: int
    stock: int
    slip: str


@dataclass(frozen=True, kw_only=True)
class Receiving:
    """What was counted in a parcel.

    Attributes:
        words: What is known of a difference to what was sent.
    """

    move_id: int
    blanks: int
    words: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Received:
    """What arrived; ``difference`` is counted less sent."""

    move_id: int
    blanks: int
    difference: int
    stock: int


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    to = books.places.desk(request.to_id)
    require_in_service(to)
    if to.id == turn.desk_id:
        raise Refusal(
            "same-desk",
            sentence("These blanks are at this desk already."),
            advice=sentence("Choose the desk they go to."),
        )
    stock = books.ledger.balance(AccountKind.STOCK, desk_id=turn.desk_id)
    if not 0 < request.blanks <= stock:
        raise Refusal(
            "stock-short",
            sentence("{count} blanks are in the boxes of this desk.", count=stock),
            advice=sentence("Send between 1 and that many; empty the hopper first if need be."),
        )
    return Sheet(
        title=sentence("Blank cards sent"),
        lines=(
            _line(sentence("Blanks at this desk"), stock, stock - request.blanks),
            _line(sentence("On the way to desk {desk}", desk=to.code), 0, request.blanks),
        ),
    )


def send(books: Books, turn: Turn, request: Request) -> Outcome:
    """Put blanks on the way, with a slip that both sign.

    Raises:
        Refusal: The desk has not so many, it is the same desk or one out of service, or the sheet
            is out of date.
    """
    sheet = preview(books, turn, request)
    sheet.require_unchanged(request.sheet)
    move = books.blanks.send(
        from_id=turn.desk_id, to_id=request.to_id, count=request.blanks, by=turn.actor.clerk_id
    )
    stock = books.ledger.account(AccountKind.STOCK, desk_id=turn.desk_id)
    way = books.ledger.account(AccountKind.ON_THE_WAY)
    post(books, stock, way, amount=request.blanks, memo=f"parcel {move.id}")
    slip = write_drawer_slip(
        books,
        turn,
        sentence("Blank cards on the way"),
        [
            bilingual(
                sentence(
                    "Parcel {number}: {count} blank cards to desk {desk}.",
                    number=move.id,
                    count=move.sent,
                    desk=books.places.desk(move.to_id).code,
                )
            ),
            bilingual(sentence("Given by: ____________  Received by: ____________")),
        ],
    )
    return Outcome(move_id=move.id, blanks=move.sent, stock=stock.balance - move.sent, slip=slip)


def preview_receiving(books: Books, turn: Turn, request: Receiving) -> Sheet:
    """Return what would change, or refuse."""
    move = _due_here(books, turn, request)
    difference = request.blanks - move.sent
    if difference and not request.words.strip():
        raise Refusal(
            "parcel-differs",
            sentence(
                "{sent} were sent, {counted} were counted.", sent=move.sent, counted=request.blanks
            ),
            advice=sentence("Count once more; if it stays so, write what is known of it."),
        )
    if abs(difference) > BLANKS_ALONE.of(books.policies.text(BLANKS_ALONE.name)):
        require_two(turn, request.words)
    stock = books.ledger.balance(AccountKind.STOCK, desk_id=turn.desk_id)
    missing = [_line(sentence("Missing on the way"), 0, -difference)] if difference < 0 else []
    return Sheet(
        title=sentence("Blank cards arrived"),
        lines=(
            _line(sentence("Blanks at this desk"), stock, stock + request.blanks),
            _line(sentence("On the way"), move.sent, 0),
            *missing,
        ),
    )


def receive(books: Books, turn: Turn, request: Receiving) -> Received:
    """Add what was counted to the stock; what is missing is stated, never lost.

    Raises:
        Refusal: It was received already or is due elsewhere, a difference is not explained or not
            signed by a second person, or the sheet is out of date.
    """
    preview_receiving(books, turn, request).require_unchanged(request.sheet)
    move = books.blanks.move(request.move_id)
    difference = request.blanks - move.sent
    way = books.ledger.account(AccountKind.ON_THE_WAY)
    # What was counted is what was on the way: the difference is a fact before it arrives.
    book_difference(books, way, difference, memo=f"parcel {move.id}")
    stock = books.ledger.account(AccountKind.STOCK, desk_id=turn.desk_id)
    if request.blanks:
        post(books, way, stock, amount=request.blanks, memo=f"parcel {move.id}")
    books.blanks.receive(
        move,
        at_id=turn.desk_id,
        count=request.blanks,
        by=turn.actor.clerk_id,
        words=request.words.strip(),
    )
    return Received(
        move_id=move.id,
        blanks=request.blanks,
        difference=difference,
        stock=stock.balance + request.blanks,
    )


WORKFLOW = Workflow(
    code="move_blanks", right=Right.SERVE, run=send, outcome=Outcome, preview=preview
)
RECEIVE = Workflow(
    code="blanks_arrived",
    right=Right.SERVE,
    run=receive,
    outcome=Received,
    preview=preview_receiving,
)


def _due_here(books: Books, turn: Turn, request: Receiving) -> BlankMove:
    move = next((m for m in books.blanks.on_the_way() if m.id == request.move_id), None)
    if move is None:
        raise Refusal(
            "parcel-received",
            sentence("This parcel was counted already."),
            advice=sentence("Look at the list again."),
        )
    # Also the sender: what was not fetched, or refused, comes back.
    if turn.desk_id not in {move.to_id, move.from_id}:
        raise Refusal(
            "parcel-elsewhere",
            sentence("This parcel is due at desk {desk}.", desk=books.places.desk(move.to_id).code),
            advice=sentence("Let that desk count it, or take it back at the desk that sent it."),
        )
    if not 0 <= request.blanks <= MOST_BLANKS:
        raise Refusal(
            "blanks-count",
            sentence("This can't have been counted: {count} blanks.", count=request.blanks),
            advice=sentence("Count them again."),
        )
    return move


def _line(label: Sentence, before: int, after: int) -> Line:
    return Line(
        label=label,
        before=sentence("{count}", count=before),
        after=sentence("{count}", count=after),
    )
