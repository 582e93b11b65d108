"""Cash goes through an open drawer: no shift, no money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.ledger import AccountKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.drawer import Shift
    from backoffice.ports import Books


def require_open(books: Books, turn: Turn) -> Shift:
    """Return the shift that is open at the desk of this action.

    Raises:
        Refusal: None is: nobody would answer for the money.
    """
    shift = books.shifts.open_at(turn.desk_id)
    if shift is None:
        raise Refusal(
            "no-shift",
            sentence("The drawer of this desk is not open, so no cash can be taken or paid."),
            advice=sentence("Count the float and open a shift under “Drawer”."),
        )
    return shift


def money_in(books: Books, desk_id: int) -> int:
    """Return what must be in a drawer by the ledger, in fen."""
    return -books.ledger.balance(AccountKind.CASH, desk_id=desk_id)


def require_enough(books: Books, turn: Turn, amount: int) -> None:
    """Do nothing if the drawer holds ``amount`` fen.

    Raises:
        Refusal: It does not, by the ledger.
    """
    if money_in(books, turn.desk_id) < amount:
        raise Refusal(
            "drawer-short",
            sentence("There is not so much money in this drawer."),
            advice=sentence("Fetch cash from the safe first (“Drawer”)."),
        )


def require_two(turn: Turn, reason: str) -> None:
    """Do nothing if one of two people may make exceptions, and there is a reason.

    Raises:
        Refusal: There is no reason, nobody who may, or only one person.
    """
    turn.require_override(reason)
    require_second(turn)


def require_second(turn: Turn) -> int:
    """Return who else put their word behind it: somebody who serves here as well.

    Raises:
        Refusal: Nobody did, or the same person twice, or their role serves nobody.
    """
    second = turn.second
    if second is None or second.clerk_id in {None, turn.actor.clerk_id}:
        raise Refusal(
            "needs-second",
            sentence("This needs a second person."),
            advice=sentence("Ask a colleague to enter their password here."),
        )
    second.require(Right.SERVE)
    assert second.clerk_id is not None  # noqa: S101  looked at above
    return second.clerk_id
