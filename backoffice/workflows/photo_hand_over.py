"""Hand photos over to the gates: which are due, and what was written completely (FAQ 5, P7).

Beginning fixes photos and manifest, so that a hand-over is the same however often it is written;
``backoffice.hand_over`` writes the files between these actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import manifests
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.procedures.handing_over import Numbered, known

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Whatever is due today."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The hand-over and how many photos it has; None if only earlier ones are to be written."""

    number: int | None
    photos: int


def begin(books: Books, turn: Turn, request: Request) -> Outcome:  # noqa: ARG001  one signature
    """Put the photos that became effective since the last hand-over into a new one.

    Raises:
        Refusal: None is due, and no earlier hand-over waits for being written.
    """
    due = books.hand_overs.due(on=turn.today)
    if due:
        number = books.hand_overs.add(due, manifest=manifests.write(due)).number
        return Outcome(number=number, photos=len(due))
    if not books.hand_overs.unwritten():
        raise Refusal(
            "nothing-due",
            sentence("Gates have every photo that is in force today."),
            advice=sentence("A photo approved today is due tomorrow."),
            rule="P7",
            source="FAQ 5",
        )
    return Outcome(number=None, photos=0)


def mark(books: Books, turn: Turn, request: Numbered) -> Outcome:  # noqa: ARG001  one signature
    """Remember that every file of a hand-over is in its place.

    Raises:
        Refusal: There is no such hand-over.
    """
    hand_over = known(request, books.hand_overs.get)
    books.hand_overs.mark_written(hand_over.number)
    return Outcome(number=hand_over.number, photos=hand_over.photos)


def again(books: Books, turn: Turn, request: Numbered) -> Outcome:  # noqa: ARG001  one signature
    """Let a hand-over be written again as it was.

    Raises:
        Refusal: There is no such hand-over, or pictures of it were removed since.
    """
    hand_over = known(request, books.hand_overs.get)
    removed = hand_over.photos - len(books.hand_overs.photos(hand_over.number))
    if removed:
        raise Refusal(
            "hand-over-incomplete",
            sentence(
                "{removed} of the {count} pictures of this hand-over were removed since, after "
                "the time they are kept for.",
                removed=removed,
                count=hand_over.photos,
            ),
            advice=sentence("Let the gates keep what they have: newer photos came later."),
            rule="P7",
            source="FAQ 5",
        )
    return Outcome(number=hand_over.number, photos=hand_over.photos)


# Who approves photos hands them over; on the command line the program does it by itself.
WORKFLOW = Workflow(code="photo_hand_over", right=Right.APPROVE, run=begin, outcome=Outcome)
WRITTEN = Workflow(code="hand_over_written", right=Right.APPROVE, run=mark, outcome=Outcome)
AGAIN = Workflow(code="hand_over_again", right=Right.APPROVE, run=again, outcome=Outcome)
