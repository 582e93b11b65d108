"""Hand the rights of entry over to the gates: all that are in force today or later (FAQ 6, E3).

Beginning fixes the rights, so that a hand-over is the same however often it is written;
``backoffice.entry_hand_over`` writes the files between these actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import gate_rights
from backoffice.domain.roles import Right
from backoffice.procedures.handing_over import Numbered, known

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Whatever is in force today or later."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The hand-over and how many rights it has."""

    number: int
    rights: int


def begin(books: Books, turn: Turn, request: Request) -> Outcome:  # noqa: ARG001  one signature
    """Fix what gates are given now; none at all is an answer too: they let nobody in."""
    rights = books.entry.rights(on=turn.today)
    text = gate_rights.write(rights)
    entered = books.entry.add_hand_over(rights=len(rights), text=text)
    return Outcome(number=entered.number, rights=entered.rights)


def mark(books: Books, turn: Turn, request: Numbered) -> Outcome:  # noqa: ARG001  one signature
    """Remember that every file of a hand-over is in its place.

    Raises:
        Refusal: There is no such hand-over.
    """
    found = known(request, books.entry.hand_over)
    books.entry.mark_written(found.number)
    return Outcome(number=found.number, rights=found.rights)


def again(books: Books, turn: Turn, request: Numbered) -> Outcome:  # noqa: ARG001  one signature
    """Let a hand-over be written again as it was.

    Raises:
        Refusal: There is no such hand-over.
    """
    found = known(request, books.entry.hand_over)
    return Outcome(number=found.number, rights=found.rights)


# Who answers applications hands them over; on the command line the program does it by itself.
WORKFLOW = Workflow(code="entry_hand_over", right=Right.APPROVE, run=begin, outcome=Outcome)
WRITTEN = Workflow(code="entry_hand_over_written", right=Right.APPROVE, run=mark, outcome=Outcome)
AGAIN = Workflow(code="entry_hand_over_again", right=Right.APPROVE, run=again, outcome=Outcome)
