"""A form that cards of one batch are scanned into, one after the other, before one confirmation."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from backoffice.domain.batches import BatchSum
from backoffice.domain.sentences import sentence
from backoffice.ui.section import RowView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backoffice.domain.batches import BatchRow
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books
    from backoffice.ui.steps import Step
    from backoffice.ui.texts import Text

_SHOWN = 6


class ScannedPile(RowView[BatchSum]):
    """Each scan is answered at once; Enter with an empty field goes on to the sheet."""

    def begin_pile(self, step: Step) -> None:
        """Put what was scanned below the fields of a step that has one called ``scanned``."""
        self.expected: dict[str, BatchRow] = {}
        self.scanned: dict[str, None] = {}  # in the order of the scans
        self._pile = step
        self._count: Text = step.note("", ink="fg")
        self._names: Text = step.note("")

    def due(self, books: Books, batch_id: int) -> Sequence[BatchRow]:
        """Return the rows that may be scanned; called off the Tk thread."""
        raise NotImplementedError

    def counted(self) -> Sentence:
        """Say how many of how many were scanned."""
        raise NotImplementedError

    def not_due(self, number: str) -> None:
        """Say what a bar code is that is not expected."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Ask for the sheet of what was scanned."""
        raise NotImplementedError

    def about(self, row: BatchSum) -> None:
        """Read which cards may come, so that each scan is answered at once."""
        self.batch = row.batch
        program, batch_id = self.desk.program, row.batch.id

        def read() -> Sequence[BatchRow]:
            with program.store().reading() as books:
                return self.due(books, batch_id)

        self.work(read, self._expect)

    @property
    def dirty(self) -> bool:
        """Whether cards were scanned already."""
        return not self.finished and bool(self.scanned)

    def _expect(self, rows: Sequence[BatchRow]) -> None:
        self.expected = {row.card_number: row for row in rows}
        self.say_pile()

    def say_pile(self) -> None:
        """Show how far the pile is."""
        self._count.say(self.counted())
        self._names.say(sentence("{names}", names=self.listed()))

    def listed(self) -> str:
        """Return the newest rows that were scanned, one a line."""
        return lines_of(self.expected[number] for number in reversed(self.scanned))

    def take(self) -> None:
        """Take what was scanned or typed."""
        number = self.read("scanned").strip()
        if not number:
            self.go_on()
            return
        self._pile.fields["scanned"].start("")
        if number not in self.expected:
            self.not_due(number)
        elif number in self.scanned:
            self._pile.notice.tell(sentence("{number} was scanned already.", number=number))
        else:
            self.scanned[number] = None
            self._pile.notice.clear()
            self.say_pile()


def lines_of(rows: Iterable[BatchRow]) -> str:
    """Return row, name and end of the number of the first of these, one a line."""
    some = list(islice(rows, _SHOWN + 1))
    said = [f"{row.card.row}  {row.holder_name}  …{row.card_number[-4:]}" for row in some]
    return "\n".join((*said[:_SHOWN], "…") if len(said) > _SHOWN else said)
