"""Make a statement that explains each figure back to its source (FAQ 2, R3)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.documents import Bilingual
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.domain.statements import LAST_LINES, account
from backoffice.procedures import statement
from backoffice.procedures.paper import write_slip
from backoffice.words import bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.actions import Turn
    from backoffice.domain.documents import Statement, StatementLine
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


class Form(enum.Enum):
    """What the statement becomes."""

    FILE = "file"
    SLIP = "slip"


FORM_NAMES = {
    Form.FILE: N_("whole, as a PDF on A4"),
    Form.SLIP: N_("the last lines, from the receipt printer"),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """Whose statement over which days, both included, in which form."""

    holder_id: int
    start: date
    end: date
    form: Form
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Whose statement was made; ``slip`` is the number of the short form."""

    holder_id: int
    start: date
    end: date
    lines: int
    slip: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return opening and closing of each account, or refuse."""
    found = _read(books, turn, request)
    return Sheet(
        title=sentence("Statement {start} to {end}", start=str(found.start), end=str(found.end)),
        lines=tuple(
            Line(
                label=name,
                before=sentence(one.opening),
                after=sentence(one.closing),
            )
            for name, one in zip(_names(books, request), found.accounts, strict=True)
        ),
        notes=(sentence("{count} lines. Nothing is changed.", count=_count(found)),),
    )


def make(books: Books, turn: Turn, request: Request) -> Outcome:
    """Record who made whose statement; queue the short form if it was asked for.

    Raises:
        Refusal: R3, or the world changed.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    found = _read(books, turn, request)
    slip = ""
    if request.form is Form.SLIP:
        title = sentence("Statement: the last lines")
        holder = books.holders.get(request.holder_id)
        slip = write_slip(books, turn, holder, title, list(_short(found, _names(books, request))))
    return Outcome(
        holder_id=request.holder_id,
        start=request.start,
        end=request.end,
        lines=_count(found),
        slip=slip,
    )


WORKFLOW = Workflow(code="statement", right=Right.SERVE, run=make, outcome=Outcome, preview=preview)


def _read(books: Books, turn: Turn, request: Request) -> Statement:
    return statement.read(books, turn, request.holder_id, start=request.start, end=request.end)


def _names(books: Books, request: Request) -> list[Sentence]:
    return [account(name) for name, _ in books.history.accounts_of(request.holder_id)]


def _count(found: Statement) -> int:
    return sum(len(one.lines) for one in found.accounts)


def _short(found: Statement, names: list[Sentence]) -> Iterator[Bilingual]:
    yield Bilingual(en=found.holder, zh=found.holder)
    for name, one in zip(names, found.accounts, strict=True):
        yield bilingual(
            sentence(
                "{account}: {opening} on {start}, {closing} on {end}",
                account=name,
                opening=one.opening,
                closing=one.closing,
                start=str(found.start),
                end=str(found.end),
            )
        )
    lines = sorted((line for one in found.accounts for line in one.lines), key=lambda n: n.entry)
    for line in lines[-LAST_LINES:]:
        yield Bilingual(en=_one(line, line.what.en), zh=_one(line, line.what.zh))


def _one(line: StatementLine, what: str) -> str:
    at = f"{line.at:%Y-%m-%d %H:%M}"
    return f"{at}  {line.where}  {what}  {line.amount} → {line.balance}"
