"""Note who collects the cards of a unit (B3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.batches import BatchSum, UnitOnFile
from backoffice.domain.documents import Bilingual
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.printable_form import PrintableForm
from backoffice.ui.section import RowView
from backoffice.ui.view import Offer
from backoffice.workflows import unit_change

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChangeContact(PrintableForm, RowView[UnitOnFile | BatchSum]):
    """Another name or telephone; about a unit, or about that of a batch."""

    code = "unit_change"
    title = N_("Contact of the unit")
    order = 60
    right = Right.KEEP_UNITS
    unfinished = False
    belongs: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("contact-", "unknown-", "nothing-"), "who"
    )

    @classmethod
    def offer_batch(cls, batch: BatchSum) -> Offer:  # noqa: ARG003  every batch is of a unit
        """Offer it whatever became of the batch."""
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the contact and the sheet."""
        first = self.step("who", N_("Contact"), action=N_("Check"), act=self._check)
        self._which = first.note("", ink="fg")
        first.text(
            "contact",
            N_("Who collects the cards"),
            explain=N_("Empty while nobody is known."),
        )
        first.text("telephone", N_("Telephone"))
        self.sheet_step(N_("Change it"), self._keep)

    def about(self, row: UnitOnFile | BatchSum) -> None:
        """Show the contact as it is."""
        self._unit = row.batch.unit if isinstance(row, BatchSum) else row
        self._which.say(sentence("{name}", name=self._unit.name))
        fields = self.steps["who"].fields
        fields["contact"].start(self._unit.contact)
        fields["telephone"].start(self._unit.telephone)
        self.steps["who"].begin()

    def _check(self) -> None:
        contact, telephone = self.read("contact"), self.read("telephone")
        request = unit_change.Request(unit_id=self._unit.id, contact=contact, telephone=telephone)
        self.when_printable(
            lambda: self.consequences(unit_change.WORKFLOW, request),
            Bilingual(en=telephone, zh=contact),
        )

    def _keep(self) -> None:
        said = N_("Lists and papers that are written from now on name this contact.")
        self.confirm(unit_change.WORKFLOW, lambda _outcome: self.finish(said))
