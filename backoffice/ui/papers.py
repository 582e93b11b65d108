"""Say what was printed before, and call several papers good, each with an id of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.actions import perform
from backoffice.domain.print_jobs import JOB_STATE_NAMES
from backoffice.domain.sentences import Sentence, sentence
from backoffice.workflows import print_queue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.domain.print_jobs import Printed
    from backoffice.domain.roles import Actor
    from backoffice.ports import Program


def printed_before(prints: Iterable[Printed]) -> list[Sentence]:
    """Say where, when and for whom something was sent to a printer, and what came of it."""
    return [
        sentence(
            "{number} was printed at desk {desk} on {day}, asked for by {who}: {state}",
            number=one.number,
            desk=one.desk_code,
            day=one.at.astimezone().strftime("%Y-%m-%d %H:%M"),
            who=one.by or "—",
            state=sentence(JOB_STATE_NAMES[one.state]),
        )
        for one in prints
    ]


def settle_good(
    program: Program, actor: Actor, papers: Iterable[tuple[int, int | None, str]]
) -> None:
    """Settle papers, given as job, holder and action id; blocks until all of them are.

    Raises:
        Refusal: One of them is settled already; those before it are settled now.
        Fault: The books could not be written.
    """
    for job_id, holder_id, action_id in papers:
        perform(
            program.store(),
            program.clock,
            print_queue.WORKFLOW,
            print_queue.Request(job_id=job_id, holder_id=holder_id, verdict="good"),
            action_id=action_id,
            actor=actor,
        )
