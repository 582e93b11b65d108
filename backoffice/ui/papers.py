"""Call several papers good: each of them is a fact of its own, with an id of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.actions import perform
from backoffice.workflows import print_queue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.domain.roles import Actor
    from backoffice.ports import Program


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
