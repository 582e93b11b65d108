"""Open a shift with a counted float, move cash to and from the safe, close with a blind count."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from backoffice.actions import Workflow
from backoffice.domain.documents import Bilingual
from backoffice.domain.drawer import Counted, Differences, Shift
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.money import yuan
from backoffice.domain.policies import DIFFERENCE_ALONE
from backoffice.domain.print_jobs import TO_FILE, JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.procedures import blank_count
from backoffice.procedures.clock import require_believed
from backoffice.procedures.drawer import money_in, require_enough, require_open, require_two
from backoffice.procedures.paper import write_drawer_slip
from backoffice.procedures.shift_report import write_report
from backoffice.words import bilingual

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books
    from backoffice.procedures.blank_count import Looked


Counters: TypeAlias = tuple[tuple[str, int], ...]


class Way(enum.Enum):
    """Where cash goes."""

    FETCH = "fetch"
    DROP = "drop"


WAY_NAMES = {
    Way.FETCH: N_("from the safe into the drawer"),
    Way.DROP: N_("from the drawer into the safe"),
}


@dataclass(frozen=True, kw_only=True)
class Opening:
    """The float as it was counted; ``counters`` are what printers say they made in their lives."""

    counted: Counted = field(default_factory=Counted)
    counters: Counters = ()


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The shift; ``brought`` is what came from the safe to make the count true, in fen."""

    shift_id: int
    opening: int
    brought: int


@dataclass(frozen=True, kw_only=True)
class Moving:
    """Cash on its way, in fen."""

    way: Way
    amount: int


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What was moved, and the number of its slip."""

    way: Way
    amount: int
    slip: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """The blind count; the clerk does not see what is expected before.

    Attributes:
        stock: Blank cards counted in the boxes; ``hopper`` those in the printer.
        counters: What printers say they made in their lives, by name, where they tell.
        explanation: Of the differences.
        acknowledged: The differences as they were shown after the count; None at first.
    """

    counted: Counted = field(default_factory=Counted)
    stock: int = 0
    hopper: int = 0
    counters: Counters = ()
    explanation: str = ""
    acknowledged: Differences | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The closed shift; ``difference`` is counted less expected, in fen, ``blanks`` in cards.

    Attributes:
        number: Of the Z report; ``paper`` is the number of the slip it is printed on.
    """

    shift_id: int
    number: int
    counted: int
    expected: int
    difference: int
    blanks: int
    paper: str


@dataclass(frozen=True, kw_only=True)
class Interim:
    """Nothing is to be said."""


@dataclass(frozen=True, kw_only=True)
class Reported:
    """The number of the paper that is queued."""

    paper: str


class CountDiffers(Refusal):
    """The count and the ledger disagree; every such count is recorded.

    Attributes:
        differences: What the next request acknowledges.
    """

    def __init__(self, differences: Differences, looked: Looked) -> None:
        fen = differences.fen
        said = list(blank_count.said(looked))
        if fen > 0:
            money = sentence("There is {amount} too much in the drawer.", amount=yuan(fen))
            said.insert(0, money)
        elif fen < 0:
            said.insert(0, sentence("{amount} is missing in the drawer.", amount=yuan(-fen)))
        super().__init__(
            "count-differs",
            reduce(lambda first, more: sentence("{first} {more}", first=first, more=more), said),
            advice=sentence("Count once more; if it stays so, explain it below."),
            recorded=True,
        )
        self.differences = differences


def open_shift(books: Books, turn: Turn, request: Opening) -> Opened:
    """Open the drawer with what was counted; the ledger is made to agree from the safe.

    Raises:
        Refusal: A shift is open here, the count makes no sense, or the clock can't be right.
    """
    request.counted.require_sensible()
    require_believed(books, turn)
    if books.shifts.open_at(turn.desk_id) is not None:
        raise Refusal(
            "shift-open",
            sentence("A shift is open at this desk already."),
            advice=sentence("Close it first, with a count."),
        )
    counted = request.counted.total
    brought = counted - money_in(books, turn.desk_id)
    if brought:
        _move(books, turn, brought, memo="float")
    assert turn.actor.clerk_id is not None  # noqa: S101  people open shifts
    shift = books.shifts.open(
        desk_id=turn.desk_id,
        clerk_id=turn.actor.clerk_id,
        opening=counted,
        pieces=request.counted.pieces,
    )
    books.blanks.devices_opened(shift.id, dict(request.counters))
    return Opened(shift_id=shift.id, opening=counted, brought=brought)


def move_cash(books: Books, turn: Turn, request: Moving) -> Moved:
    """Move cash between drawer and safe, with a numbered slip for both hands.

    Raises:
        Refusal: No shift is open, the amount is nothing, or the drawer has not so much.
    """
    require_open(books, turn)
    if request.amount <= 0:
        raise Refusal(
            "amount-nothing",
            sentence("Nothing was moved: the amount is missing."),
            advice=sentence("Enter how much."),
        )
    if request.way is Way.DROP:
        require_enough(books, turn, request.amount)
    signed = request.amount if request.way is Way.FETCH else -request.amount
    _move(books, turn, signed, memo=f"cash-{request.way.value}")
    slip = write_drawer_slip(
        books,
        turn,
        sentence("Cash slip"),
        [
            bilingual(sentence(WAY_NAMES[request.way])),
            Bilingual(en=yuan(request.amount), zh=yuan(request.amount)),
            bilingual(sentence("Given by: ____________  Received by: ____________")),
        ],
    )
    return Moved(way=request.way, amount=request.amount, slip=slip)


def close(books: Books, turn: Turn, request: Request) -> Outcome:
    """Close the shift with a blind count; a difference is a fact and stays one.

    Raises:
        Refusal: No shift is open, the clock can't be right, a card is unconfirmed at the printer,
            the count differs and the difference was not looked at, not explained or not signed by a
            second person.
    """
    shift = require_open(books, turn)
    require_believed(books, turn)
    _require_papers_settled(books, turn)
    request.counted.require_sensible()
    counters = dict(request.counters)
    looked = blank_count.look(
        books, shift, stock=request.stock, hopper=request.hopper, counters=counters
    )
    counted, expected = request.counted.total, money_in(books, turn.desk_id)
    difference = counted - expected
    alone = DIFFERENCE_ALONE.of(books.policies.text(DIFFERENCE_ALONE.name))
    _require_explained(turn, request, difference, alone, looked)
    if difference:
        _book_difference(books, turn, difference)
    blank_count.enter(books, shift, looked.count, counters)
    closed = books.shifts.close(
        shift,
        counted=counted,
        pieces=request.counted.pieces,
        expected=expected,
        explanation=request.explanation.strip(),
        second_id=turn.second.clerk_id if turn.second else None,
        alone=alone,
    )
    paper = write_report(books, turn, closed)
    return _outcome(closed, difference, looked.count.difference, paper)


def report(books: Books, turn: Turn, request: Interim) -> Reported:  # noqa: ARG001  one signature
    """Queue the report of the open shift (X); it says what is expected, so no clerk alone asks.

    Raises:
        Refusal: No shift is open.
    """
    return Reported(paper=write_report(books, turn, require_open(books, turn)))


REPORT = Workflow(code="shift_report", right=Right.OVERRIDE, run=report, outcome=Reported)
OPEN = Workflow(code="shift_open", right=Right.SERVE, run=open_shift, outcome=Opened)
MOVE = Workflow(code="shift_cash", right=Right.SERVE, run=move_cash, outcome=Moved)
WORKFLOW = Workflow(code="shift", right=Right.SERVE, run=close, outcome=Outcome)


def _move(books: Books, turn: Turn, amount: int, *, memo: str) -> None:
    """Bring ``amount`` fen from the safe into the drawer; less than nothing goes back."""
    drawer = books.ledger.account(AccountKind.CASH, desk_id=turn.desk_id)
    safe = books.ledger.account(AccountKind.SAFE)
    # Negative is money in it: what the drawer is debited with lies in it.
    debit, credit = (drawer, safe) if amount > 0 else (safe, drawer)
    books.ledger.post(Entry(debit=debit, credit=credit, amount=abs(amount), memo=memo))


def _book_difference(books: Books, turn: Turn, difference: int) -> None:
    drawer = books.ledger.account(AccountKind.CASH, desk_id=turn.desk_id)
    found = books.ledger.account(AccountKind.DIFFERENCES)
    debit, credit = (drawer, found) if difference > 0 else (found, drawer)
    books.ledger.post(
        Entry(debit=debit, credit=credit, amount=abs(difference), memo="count-difference")
    )


def _require_papers_settled(books: Books, turn: Turn) -> None:
    # What a print shop makes from a file is no paper of this desk.
    at_printer = books.jobs.at_desk(turn.desk_id, {JobState.SENT, JobState.UNCONFIRMED})
    loose = [job for job in at_printer if job.printer != TO_FILE]
    cards = sum(job.kind is JobKind.CARD for job in loose)
    if loose:
        raise Refusal(
            "papers-unconfirmed",
            sentence(
                "Printed papers nobody confirmed: {count}. Cards among them: {cards}.",
                count=len(loose),
                cards=cards,
            ),
            advice=sentence("Settle them under “Print queue” first: scan the cards back."),
        )


def _require_explained(
    turn: Turn, request: Request, difference: int, alone: int, looked: Looked
) -> None:
    count = looked.count
    differences = Differences(
        fen=difference,
        stock=count.stock - count.stock_expected,
        hopper=count.hopper - count.hopper_expected,
        printed=looked.printed,
    )
    if request.acknowledged != differences and differences:
        raise CountDiffers(differences, looked)
    if differences and not request.explanation.strip():
        raise Refusal(
            "difference-words",
            sentence("A difference needs an explanation."),
            advice=sentence("Write what is known of it, even if that is nothing."),
        )
    if abs(difference) > alone or max(abs(count.difference), abs(looked.printed)) > count.alone:
        require_two(turn, request.explanation)


def _outcome(closed: Shift, difference: int, blanks: int, paper: str) -> Outcome:
    assert closed.number is not None  # noqa: S101  a constraint: closed shifts have their figures
    assert closed.counted is not None  # noqa: S101  same
    assert closed.expected is not None  # noqa: S101  same
    return Outcome(
        shift_id=closed.id,
        number=closed.number,
        counted=closed.counted,
        expected=closed.expected,
        difference=difference,
        blanks=blanks,
        paper=paper,
    )
