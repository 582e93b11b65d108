"""The statement on A4: per account its opening, every line with its source, its closing (R3)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual, Statement
from backoffice.domain.sentences import sentence
from printing.drawing.table import Column, Table, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backoffice.domain.documents import StatementLine
    from printing.contracts import Drawn
    from printing.drawing.table import Page

DOCUMENT = Statement
_TABLE = Table(
    columns=(
        Column(head=Bilingual(en="When", zh="时间"), left=0, width=26),
        Column(head=Bilingual(en="Where", zh="地点"), left=27, width=18),
        Column(head=Bilingual(en="What", zh="内容"), left=46, width=57),
        Column(head=Bilingual(en="Other account", zh="对方账户"), left=104, width=30),
        Column(head=Bilingual(en="Amount", zh="金额"), left=134, width=20, align="right"),
        Column(head=Bilingual(en="Balance", zh="余额"), left=154, width=20, align="right"),
    ),
    what=sentence("Statement"),
)
_TITLE = Bilingual(en="Statement of account", zh="账户明细")
_OPENING = Bilingual(en="Opening balance", zh="期初余额")
_CLOSING = Bilingual(en="Closing balance", zh="期末余额")


def draw(document: Statement, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw as many A4 pages as it takes; each says whose it is and which page.

    Raises:
        Refusal: ``glyph-missing``.
    """
    foot = f"{document.at:%Y-%m-%d %H:%M}  {document.clerk}  {document.action_id}"
    head = partial(_head, document)
    return _TABLE.draw(_rows(document), head=head, foot=foot, offset_mm=offset_mm)


def _rows(document: Statement) -> Iterator[Sequence[str]]:
    """Yield the cells of each row; one cell alone is the name of an account."""
    for account in document.accounts:
        yield (joined(account.name),)
        yield _balance(_OPENING, str(document.start), account.opening)
        for line in account.lines:
            yield _line(line)
        yield _balance(_CLOSING, str(document.end), account.closing)


def _balance(name: Bilingual, day: str, amount: str) -> Sequence[str]:
    return (day, "", joined(name), "", "", amount)


def _line(line: StatementLine) -> Sequence[str]:
    what = f"{line.entry}  {joined(line.what)}"
    money = (line.amount, line.balance)
    return (f"{line.at:%Y-%m-%d %H:%M}", line.where, what, joined(line.counterpart), *money)


def _head(document: Statement, page: Page) -> None:
    about = f"{document.holder}    {document.start} – {document.end}"
    page.head(joined(_TITLE), about, document.place.name)
