"""Read a statement from the ledger: every figure with the entry it rests on (R3)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from backoffice.domain.documents import Statement, StatementAccount, StatementLine
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.domain.statements import MOST_LINES, account, source
from backoffice.procedures.paper import place_of
from backoffice.words import bilingual

if TYPE_CHECKING:
    from datetime import date

    from backoffice.actions import Turn
    from backoffice.domain.ledger import AccountName, PostedEntry
    from backoffice.ports import Books


def read(books: Books, turn: Turn, holder_id: int, *, start: date, end: date) -> Statement:
    """Return every account of a person from ``start`` to ``end``, both days included.

    Raises:
        Refusal: R3: the period ends before it begins, or holds too many lines.
    """
    if end < start:
        raise Refusal(
            "period-backwards",
            sentence("The period ends before it begins."),
            advice=sentence("Exchange the two days."),
            rule="R3",
            source="FAQ 2",
        )
    holder = books.holders.get(holder_id)
    zone = turn.now.tzinfo
    begins = datetime.combine(start, time.min, zone)
    ends = datetime.combine(end + timedelta(days=1), time.min, zone)
    accounts = books.history.accounts_of(holder_id)
    entries = books.history.of_accounts(
        [name.id for name, _balance in accounts], start=begins, end=ends, most=MOST_LINES + 1
    )
    _require_few(len(entries))
    return Statement(
        place=place_of(books.places.desk(turn.desk_id)),
        clerk=turn.actor.name,
        at=turn.now,
        holder=f"{holder.name}  {holder.number}",
        start=start,
        end=end,
        accounts=tuple(
            StatementAccount(
                name=bilingual(account(name)),
                opening=yuan(_balance_at(books, name, begins, balance)),
                closing=yuan(_balance_at(books, name, ends, balance)),
                lines=tuple(
                    _line(turn, name, entry)
                    for entry in entries
                    if name.id in {entry.debit.id, entry.credit.id}
                ),
            )
            for name, balance in accounts
        ),
        action_id=turn.action_id,
    )


def _balance_at(books: Books, name: AccountName, moment: datetime, now: int) -> int:
    """Return what the first entry from then on found; without one, nothing changed since."""
    later = books.history.of_accounts([name.id], start=moment, most=1)
    return later[0].after_of(name.id) - later[0].change_of(name.id) if later else now


def _line(turn: Turn, name: AccountName, entry: PostedEntry) -> StatementLine:
    other = entry.debit if entry.credit.id == name.id else entry.credit
    change = entry.change_of(name.id)
    return StatementLine(
        entry=entry.id,
        at=entry.at.astimezone(turn.now.tzinfo),
        what=bilingual(
            source(entry.memo, reverses=entry.reverses_id, reversed_by=entry.reversed_by)
        ),
        where=entry.desk or "—",
        counterpart=bilingual(account(other)),
        amount=f"{'+' if change > 0 else ''}{yuan(change)}",
        balance=yuan(entry.after_of(name.id)),
    )


def _require_few(lines: int) -> None:
    if lines > MOST_LINES:
        raise Refusal(
            "statement-long",
            sentence("The period has more than {most} lines.", most=MOST_LINES),
            advice=sentence("Choose a shorter period, and make two statements."),
            rule="R3",
            source="FAQ 2",
        )
