"""What the command ``batch`` answers: one JSON object, or a few lines for people."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.batch_file import rows_of
from backoffice.domain.batches import LEFT_OUT_NAMES, LeftOut
from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import JobState
from backoffice.domain.sentences import N_, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.batch_preflight import Judged
    from backoffice.domain.batches import Batch, BatchRow
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Store

_UNPRINTABLE = "unprintable"
_OTHERWISE = N_("can’t be printed")


@dataclass(kw_only=True)
class Report:
    """Which cards there are, on which pages, and who was left out.

    Attributes:
        unit: Codes of the units.
        output: The file, or the name of the printer.
        left_out: Holder number and reason.
    """

    unit: str
    output: str
    cards: list[dict[str, object]] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)

    def count_left_out(self, judged: Judged) -> None:
        """Take in who was left out before the batch was made."""
        for one, why in judged.left_out:
            self.left_out.append({"holder": one.holder.number, "reason": why.value})

    def count_cards(self, store: Store, batches: Sequence[Batch], *, pages: bool) -> None:
        """Take in the cards of batches, with their pages where they are in a file."""
        page = 0
        for batch in batches:
            self.batches.append(batch.number)
            for row in rows_of(store, batch):
                if row.card_state is CardState.QUEUED and _undrawable(store, row):
                    self.left_out.append({"holder": row.holder_number, "reason": _UNPRINTABLE})
                    continue
                if row.card_state is CardState.SPOILED:
                    continue
                page += 2
                self.cards.append(
                    {
                        "holder": row.holder_number,
                        "card": row.card_number,
                        "front_page": page - 1 if pages else None,
                        "back_page": page if pages else None,
                    }
                )

    def recall_left_out(self, store: Store, batches: Sequence[Batch]) -> None:
        """Take in who was left out when batches were made earlier."""
        for batch in batches:
            with store.reading() as books:
                people = books.batches.left_out(batch.id)
            for one in people:
                self.left_out.append({"holder": one.holder_number, "reason": one.reason.value})

    def as_json(self) -> str:
        """Return the object of the contract, the numbers of the batches added."""
        return json.dumps(
            {
                "unit": self.unit,
                "cards": self.cards,
                "left_out": self.left_out,
                "output": self.output,
                "batches": self.batches,
            },
            ensure_ascii=False,
        )

    def lines(self) -> list[Sentence]:
        """Return it for people."""
        told = [
            sentence(
                "Batch {numbers}: {cards} cards, {file}",
                numbers=", ".join(self.batches) or "—",
                cards=len(self.cards),
                file=self.output,
            )
        ]
        reasons = [one["reason"] for one in self.left_out]
        known = {reason.value: LEFT_OUT_NAMES[reason] for reason in LeftOut}
        for reason in dict.fromkeys(reasons):
            why = sentence(known.get(reason, _OTHERWISE))
            told.append(
                sentence("left out: {count}, {reason}", count=reasons.count(reason), reason=why)
            )
        return told


def _undrawable(store: Store, row: BatchRow) -> bool:
    with store.reading() as books:
        job = books.jobs.live_of_card(row.card.card_id)
    return job is not None and job.state is JobState.QUEUED and bool(job.note)
