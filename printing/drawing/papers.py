"""The parts that every paper for a cardholder has: head, place (rule T2), proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual
from backoffice.domain.sentences import sentence
from printing.drawing.roll import INNER_MM, MARGIN_MM, Column

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.domain.documents import Place
    from backoffice.domain.sentences import Sentence
    from printing.drawing.roll import Roll

LABEL = Column(x=MARGIN_MM, width=21)
VALUE = Column(x=MARGIN_MM + 22, width=INNER_MM - 22)
_CENTERED = Column(x=MARGIN_MM, width=INNER_MM, align="center")
_WHERE = sentence("Place")
_CENTER = Bilingual(en="Campus Card Center", zh="校园卡服务中心")


def same(text: str) -> Bilingual:
    """Return text that reads the same in both languages."""
    return Bilingual(en=text, zh=text)


def head(roll: Roll, title: Bilingual) -> None:
    """Write who issued the paper and what it is."""
    roll.both(_CENTER, sentence("Head"), size=8, column=_CENTERED)
    roll.space(1.2)
    roll.both(title, sentence("Title"), size=14, column=_CENTERED, bold=True)
    roll.space(1.2)
    roll.rule(thickness=0.4)


def line(roll: Roll, label: str, field: Sentence, value: str) -> None:
    """Write one value; ``label`` holds both languages."""
    roll.row([(same(label), field, LABEL), (same(value), field, VALUE)], size=8)


def particulars(roll: Roll, *, number: str, at: datetime, clerk: str) -> None:
    """Write number, time and clerk."""
    line(roll, "编号 No.", sentence("Number"), number)
    line(roll, "时间 Time", sentence("Time"), f"{at:%Y-%m-%d %H:%M}")
    line(roll, "经办 Clerk", sentence("Clerk"), clerk)


def place(roll: Roll, where: Place) -> None:
    """Write the desk, its address and telephone (T2)."""
    roll.rule()
    roll.both(where.name, _WHERE, size=8, bold=True)
    roll.both(where.address, _WHERE, size=7.5)
    roll.text(f"电话 Tel  {where.telephone}", _WHERE, size=8)


def proof(roll: Roll, *, number: str, action_id: str, anchor: str) -> None:
    """Write what finds this action again: bar code, action id, audit anchor."""
    roll.rule()
    roll.space(0.6)
    roll.bars(number)
    roll.text(number, sentence("Number"), size=8, column=_CENTERED)
    roll.space(0.6)
    roll.text(f"业务号 Action  {action_id}", sentence("Action"), size=6)
    roll.text(f"审计锚 Anchor  {anchor}", sentence("Anchor"), size=6)
