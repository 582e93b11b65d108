"""Hand the packed cards of a batch over to the unit: center → unit, with a receipt (FAQ 4, B3).

What was not packed stays: what leaves the Card Center was counted card by card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.batches import PLACE_NAMES, BatchRow, CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.paper import write_drawer_slip
from backoffice.procedures.unit_papers import EVERY_ROW
from backoffice.words import bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.actions import Turn
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

_GOOD = frozenset({CardState.MADE, CardState.ACTIVE})


@dataclass(frozen=True, kw_only=True)
class Request:
    """The batch, and the name of whoever takes its cards along."""

    batch_id: int
    taken_by: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many cards are at the unit now, whose they are, and the receipt for them."""

    number: str
    taken_by: str
    cards: int
    receipt: str
    holder_ids: tuple[int, ...] = ()


def preview(books: Books, turn: Turn, request: Request) -> Sheet:  # noqa: ARG001  one signature
    """Return what would change, or refuse."""
    return _plan(books, request)[1]


def hand_over(books: Books, turn: Turn, request: Request) -> Outcome:
    """Note that every packed card of the batch is at the unit, and queue a receipt.

    Raises:
        Refusal: No card of the batch is ready or packed (B3), nobody takes them, or the sheet is
            out of date.
    """
    packed, sheet = _plan(books, request)
    sheet.require_unchanged(request.sheet)
    books.batches.put([row.card for row in packed], CardPlace.UNIT)
    said = [*sheet.notes, *(_line_said(line) for line in sheet.lines)]
    receipt = write_drawer_slip(books, turn, sheet.title, [bilingual(one) for one in said])
    number = books.batches.get(request.batch_id).number
    return Outcome(
        number=number,
        taken_by=request.taken_by.strip(),
        cards=len(packed),
        receipt=receipt,
        holder_ids=tuple(row.holder_id for row in packed),
    )


WORKFLOW = Workflow(
    code="batch_hand_over", right=Right.SERVE, run=hand_over, outcome=Outcome, preview=preview
)


def _line_said(line: Line) -> Sentence:
    return sentence("{label}: {after}", label=line.label, after=line.after)


def _left(label: Sentence, count: int) -> list[Line]:
    """Return what is said of cards that stay; nothing if none does."""
    before = sentence("{count} cards", count=count)
    stays = sentence("{count} stay at the Card Center", count=count)
    return [Line(label=label, before=before, after=stays)] if count else []


def _plan(books: Books, request: Request) -> tuple[Sequence[BatchRow], Sheet]:
    batch = books.batches.get(request.batch_id)
    taken_by = request.taken_by.strip()
    if not taken_by:
        raise Refusal(
            "needs-name",
            sentence("Whoever takes the cards along is named on the receipt."),
            advice=sentence("Enter the name of the person at the counter."),
            rule="B3",
            source="FAQ 4",
        )
    rows = books.batches.rows(request.batch_id, most=EVERY_ROW)
    here = [row for row in rows if row.card.place is CardPlace.CENTER]
    ready = [row for row in here if row.card_state in _GOOD]
    if not ready:
        raise Refusal(
            "nothing-to-hand-over",
            sentence("No card of batch {number} is ready to be handed over.", number=batch.number),
            advice=sentence("Cards are ready once they were printed and scanned back."),
            rule="B3",
            source="FAQ 4",
        )
    packed = [row for row in ready if row.card.packed_at is not None]
    if not packed:
        raise Refusal(
            "nothing-packed",
            sentence("No card of batch {number} is packed yet.", number=batch.number),
            advice=sentence("Open “Pack the cards” first and scan what the unit gets."),
            rule="B3",
            source="FAQ 4",
        )
    numbers = sorted(row.card_number for row in packed)
    lines = (
        Line(
            label=sentence("{count} cards", count=len(packed)),
            before=sentence(PLACE_NAMES[CardPlace.CENTER]),
            after=sentence("at {unit}, taken by {name}", unit=batch.unit.name, name=taken_by),
        ),
        Line(
            label=sentence("Card numbers"),
            before=sentence("—"),
            after=sentence("{first} to {last}", first=numbers[0], last=numbers[-1]),
        ),
        *_left(sentence("Not packed"), len(ready) - len(packed)),
        *_left(sentence("Not ready yet"), len(here) - len(ready)),
    )
    note = sentence("Batch {number}, {unit}", number=batch.number, unit=batch.unit.name)
    return packed, Sheet(title=sentence("Cards handed over to a unit"), lines=lines, notes=(note,))
