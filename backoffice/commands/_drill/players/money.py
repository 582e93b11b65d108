"""Money: drawers, recharges, old meal cards, kept balances, corrections, fees."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backoffice.commands._drill.seat import plays
from backoffice.domain.drawer import DENOMINATIONS, Counted, Differences
from backoffice.domain.fees import SERVICES
from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import AccountKind
from backoffice.domain.roles import Role
from backoffice.workflows import (
    correction,
    fee_change,
    meal_transfer,
    recharge,
    settle_balance,
    shift,
    statement,
)

if TYPE_CHECKING:
    from backoffice.commands._drill.seat import Seat
    from backoffice.ports import Books

_WHY = "drill"
_LOOKED_AT = 50


@plays(shift.OPEN)
def _open(seat: Seat, _books: Books) -> object:
    return shift.Opening(counted=_counted(seat.chance.randrange(0, 1_000_00, 10)))


@plays(shift.MOVE)
def _move(seat: Seat, _books: Books) -> object:
    amount = seat.chance.randrange(0, 300_00)
    return shift.Moving(way=seat.chance.choice(tuple(shift.Way)), amount=amount)


@plays(shift.WORKFLOW, second=Role.SUPERVISOR)
def _close(seat: Seat, books: Books) -> object:
    expected = -books.ledger.balance(AccountKind.CASH, desk_id=seat.desk_id)
    missing = seat.chance.choice((0, 0, 0, 10, 5_000))
    counted = _counted(max(0, expected - missing))
    stock, hopper = (
        books.ledger.balance(kind, desk_id=seat.desk_id)
        for kind in (AccountKind.STOCK, AccountKind.HOPPER)
    )
    found = max(0, stock + seat.chance.choice((0, 0, 0, -1, -4, 1)))
    # A second look at the differences was had already: the count is told with them.
    known = Differences(fen=counted.total - expected, stock=found - stock)
    return shift.Request(
        counted=counted, stock=found, hopper=hopper, explanation=_WHY, acknowledged=known
    )


@plays(shift.REPORT, often=1)
def _report(_seat: Seat, _books: Books) -> object:
    return shift.Interim()


@plays(recharge.WORKFLOW, often=3)
def _recharge(seat: Seat, _books: Books) -> object:
    amount = seat.chance.randrange(0, 120_00)
    given = amount + seat.chance.choice((-1, 0, 0, 40_00))
    return recharge.Request(holder_id=seat.somebody().holder_id, amount=amount, given=given)


@plays(settle_balance.WORKFLOW)
def _settle(seat: Seat, books: Books) -> object:
    kept = seat.any_of(books.history.liabilities(most=_LOOKED_AT))
    own = {person.holder_id for person in seat.people}
    holder_id = seat.somebody().holder_id
    if kept is not None and kept.holder_id in own:
        holder_id = kept.holder_id
    return settle_balance.Request(
        holder_id=holder_id, way=seat.chance.choice(tuple(settle_balance.Way))
    )


@plays(correction.WORKFLOW, second=Role.CLERK)
def _correct(seat: Seat, books: Books) -> object | None:
    holder_id = seat.somebody().holder_id
    accounts = [name.id for name, _balance in books.history.accounts_of(holder_id)]
    entry = seat.any_of(books.history.of_accounts(accounts))
    if entry is None:
        return None
    return correction.Request(holder_id=holder_id, entry_id=entry.id, reason=_WHY)


@plays(meal_transfer.WORKFLOW)
def _take_over(seat: Seat, _books: Books) -> object:
    answer = seat.chance.choice(tuple(meal_transfer.Answer))
    holder_id = seat.somebody().holder_id
    return meal_transfer.Request(holder_id=holder_id, answer=answer, words=_WHY)


@plays(statement.WORKFLOW, often=1)
def _explain(seat: Seat, _books: Books) -> object:
    end = seat.clock.today()
    return statement.Request(
        holder_id=seat.somebody().holder_id,
        start=end - timedelta(days=seat.chance.randrange(90)),
        end=end,
        form=seat.chance.choice(tuple(statement.Form)),
    )


@plays(fee_change.WORKFLOW, often=1)
def _set_fee(seat: Seat, _books: Books) -> object:
    return fee_change.Request(
        service=seat.chance.choice(tuple(SERVICES)),
        kind=seat.chance.choice(tuple(HolderKind)),
        amount=seat.chance.randrange(0, 30_00),
        valid_from=seat.clock.today() + timedelta(days=seat.chance.randrange(4)),
    )


def _counted(amount: int) -> Counted:
    """Return the pieces that make up an amount in fen, as far as there are coins for it."""
    pieces = []
    for value in DENOMINATIONS:
        count, amount = divmod(amount, value)
        pieces.append((value, count))
    return Counted(pieces=tuple(pieces))
