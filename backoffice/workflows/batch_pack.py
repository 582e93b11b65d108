"""Pack the cards of a batch: each is scanned into the pile that goes to the unit (FAQ 4, B3).

A card that was not settled yet is scanned back by this, also one that a print shop made or that was
only counted in its pile before. For what is not scanned a supervisor may put in a word, with a
reason.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.batches import PLACE_NAMES, BatchRow, CardPlace
from backoffice.domain.cards import AT_PRINTER, STATE_NAMES, CardState
from backoffice.domain.consequences import NOTHING
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.batch_card import active_from_making, made
from backoffice.procedures.settling import call_many_good
from backoffice.procedures.unit_papers import EVERY_ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.actions import Turn
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

_GOOD = frozenset({CardState.MADE, CardState.ACTIVE})
_ON_WORD = _GOOD | {CardState.UNCONFIRMED}
_IN_REACH = _GOOD | AT_PRINTER | {CardState.REQUESTED, CardState.QUEUED}
_NAMED = 8


@dataclass(frozen=True, kw_only=True)
class Request:
    """The batch, and the bar codes in the order they were scanned.

    Attributes:
        rest_reason: Not empty: whatever is printed and was not scanned is in the pile as well, on
            the word of a supervisor, for this reason.
    """

    batch_id: int
    scanned: tuple[str, ...]
    rest_reason: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many cards were packed, whose they are, and how many rows are still missing."""

    number: str
    cards: int
    on_word: int
    missing: int
    holder_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Plan:
    scanned: Sequence[BatchRow]
    on_word: Sequence[BatchRow]
    missing: Sequence[BatchRow]
    sheet: Sheet


def to_pack(books: Books, batch_id: int) -> Sequence[BatchRow]:
    """Return the rows that are not in the pile yet, printed or not, by row."""
    rows = books.batches.rows(batch_id, most=EVERY_ROW)
    return [
        row
        for row in rows
        if row.card.place is CardPlace.CENTER
        and row.card.packed_at is None
        and row.card_state in _IN_REACH
    ]


def printed(row: BatchRow) -> bool:
    """Tell whether a card of a row can lie before somebody."""
    return row.card_state in _GOOD | AT_PRINTER


def require_of_batch(books: Books, batch_id: int, scanned: str) -> BatchRow:
    """Return the row of a card that was scanned if it goes into this pile.

    Raises:
        Refusal: It is no card of ours, of another batch or of none, dead, or not printed; the
            sentence says which, and where it belongs.
    """
    number = scanned.strip()
    card = books.cards.by_number(number)
    if card is None:
        raise _not_here(
            "unknown-card",
            sentence("“{number}” is no card of ours.", number=number[:40]),
            sentence("Scan the bar code once more, or type the number under it."),
        )
    place = books.batches.of_card(card.id)
    aside = sentence("Put it aside: it does not go to this unit.")
    if place is None:
        said = N_("{number} is {name}’s card ({state}), of no batch.")
    elif place.batch_id != batch_id:
        said = N_("{number} is {name}’s card ({state}), of batch {batch}.")
        aside = sentence("Put it with the cards of that batch.")
    elif place.replaced_by_id is not None or card.state not in _IN_REACH:
        said = N_("{number} is {name}’s card ({state}): keep this card back.")
    elif place.packed_at is not None or place.place is not CardPlace.CENTER:
        said = N_("{number} is {name}’s card ({state}), packed already.")
    elif card.state not in _GOOD | AT_PRINTER:
        said = N_("{number} is {name}’s card ({state}): nothing printed it yet.")
    else:
        [row] = books.batches.rows(batch_id, most=1, after=place.row - 1)
        return row
    message = sentence(
        said,
        number=number,
        name=card.name,
        state=sentence(STATE_NAMES[card.state]),
        batch=books.batches.get(place.batch_id).number if place else "",
    )
    raise _not_here("not-of-batch", message, aside)


def _not_here(code: str, message: Sentence, advice: Sentence) -> Refusal:
    return Refusal(code, message, advice=advice, rule="B3", source="FAQ 4")


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def pack(books: Books, turn: Turn, request: Request) -> Outcome:
    """Note who packed these cards; what was not settled yet is good by this.

    Raises:
        Refusal: Nothing was scanned, a bar code is no card of this batch (B3), nobody who may gave
            their word for the rest, or the sheet is out of date.
    """
    plan = _plan(books, turn, request)
    plan.sheet.require_unchanged(request.sheet)
    for rows, state in _becoming(books, plan.scanned, plan.on_word):
        jobs = books.jobs.live_of_cards([row.card.card_id for row in rows])
        call_many_good(books, turn, jobs, state)
    asleep = [row.card.card_id for row in _waking(books, plan.scanned)]
    books.cards.move_many(asleep, (CardState.MADE, CardState.ACTIVE))
    packed = [*plan.scanned, *plan.on_word]
    books.batches.pack([row.card for row in packed], by=turn.actor.clerk_id)
    return Outcome(
        number=books.batches.get(request.batch_id).number,
        cards=len(packed),
        on_word=len(plan.on_word),
        missing=len(plan.missing),
        holder_ids=tuple(row.holder_id for row in packed),
    )


WORKFLOW = Workflow(
    code="batch_pack", right=Right.SERVE, run=pack, outcome=Outcome, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> _Plan:
    batch = books.batches.get(request.batch_id)
    rows = {row.card_number: row for row in to_pack(books, request.batch_id)}
    numbers = dict.fromkeys(one.strip() for one in request.scanned)
    for number in numbers:
        if number not in rows or not printed(rows[number]):
            require_of_batch(books, request.batch_id, number)
    scanned = [rows.pop(number) for number in numbers]
    on_word: list[BatchRow] = []
    if request.rest_reason.strip():
        turn.require_override(request.rest_reason)
        on_word = [row for row in rows.values() if row.card_state in _ON_WORD]
    if not scanned and not on_word:
        raise Refusal(
            "nothing-scanned",
            sentence("No card was scanned yet."),
            advice=sentence("Scan the cards of this batch one after the other."),
            rule="B3",
            source="FAQ 4",
        )
    settled = {row.card_number for row in on_word}
    missing = [row for row in rows.values() if row.card_number not in settled]
    lines = (
        Line(
            label=sentence("{count} cards", count=len(scanned)),
            before=sentence(PLACE_NAMES[CardPlace.CENTER]),
            after=sentence("scanned and packed"),
        ),
        *_on_word_lines(request, on_word),
        *_good_lines(books, scanned, on_word),
        Line(
            label=sentence("Still missing"),
            before=NOTHING,
            after=sentence("{count}: {cards}", count=len(missing), cards=_named(missing))
            if missing
            else sentence("none"),
        ),
    )
    note = sentence("Batch {number}, {unit}", number=batch.number, unit=batch.unit.name)
    sheet = Sheet(title=sentence("Cards packed for a unit"), lines=lines, notes=(note,))
    return _Plan(scanned=scanned, on_word=on_word, missing=missing, sheet=sheet)


def _on_word_lines(request: Request, on_word: Sequence[BatchRow]) -> list[Line]:
    if not on_word:
        return []
    return [
        Line(
            label=sentence("{count} cards", count=len(on_word)),
            before=sentence("not scanned"),
            after=sentence(
                "packed on a supervisor’s word: {reason}", reason=request.rest_reason.strip()
            ),
        )
    ]


def _becoming(
    books: Books, scanned: Sequence[BatchRow], on_word: Sequence[BatchRow]
) -> list[tuple[list[BatchRow], CardState]]:
    """Return the rows that are settled by this, and what they become; by a word none is active."""
    return [
        ([row for row in rows if row.card_state in AT_PRINTER], state)
        for rows, state in ((scanned, made(books)), (on_word, CardState.MADE))
    ]


def _waking(books: Books, scanned: Sequence[BatchRow]) -> list[BatchRow]:
    """Return what was good without a scan of its own before and is active by this one."""
    if not active_from_making(books):
        return []
    return [row for row in scanned if row.card_state is CardState.MADE]


def _good_lines(
    books: Books, scanned: Sequence[BatchRow], on_word: Sequence[BatchRow]
) -> list[Line]:
    becomes: Counter[tuple[CardState, CardState]] = Counter()
    for rows, state in _becoming(books, scanned, on_word):
        becomes[CardState.UNCONFIRMED, state] += len(rows)
    becomes[CardState.MADE, CardState.ACTIVE] += len(_waking(books, scanned))
    return [
        Line(
            label=sentence("{count} cards", count=count),
            before=sentence(STATE_NAMES[before]),
            after=sentence(STATE_NAMES[after]),
        )
        for (before, after), count in becomes.items()
        if count
    ]


def _named(rows: Sequence[BatchRow]) -> str:
    names = [f"{row.holder_name} …{row.card_number[-4:]}" for row in rows[:_NAMED]]
    return ", ".join((*names, "…") if len(rows) > _NAMED else names)
