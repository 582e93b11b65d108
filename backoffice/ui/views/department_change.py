"""Department change: advise to keep the card, or take the original back and make a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.cards import CardState
from backoffice.domain.holders import HolderKind
from backoffice.domain.money import yuan
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import words
from backoffice.ui.view import Offer, View
from backoffice.workflows import department_change
from backoffice.workflows.department_change import CHOICE_NAMES, Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.refusal import Refusal
    from backoffice.ui.person import Person


class DepartmentChange(View):
    """ "No need, no change": keeping the card is the default; scanning it in means a change."""

    code = "department_change"
    title = N_("Card change after a department change")
    short = N_("Department change")
    key = "F5"
    order = 16
    happenings: ClassVar[Mapping[str, str]] = {"department_change": N_("Department change")}
    belongs: ClassVar[Mapping[str, str]] = {
        "wrong-card": "advice",
        "no-card-in-hand": "advice",
        "no-photo": "advice",
        "photo-waits": "advice",
        "no-blanks": "advice",
    }

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it to staff whose card shows another unit than the record (D1)."""
        if person.holder.kind is not HolderKind.STAFF:
            return None
        if person.making is not None:
            return Offer.no(sentence("A card is already being made: scan it back first."))
        if person.card is None or person.card.state is not CardState.ACTIVE:
            return None
        if not person.unit_differs:
            return Offer.no(sentence("The card shows the unit on record: nothing to change."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the advice, with the original card, and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        first = self.step("advice", N_("Advice"), action=N_("Continue"), act=self._look)
        for said in self._advice(self.person):
            first.note(said, ink="fg")
        self._choice = first.choice("choice", N_("The holder wants to"), list(CHOICE_NAMES.items()))
        self._scanned = first.scan(
            "scanned",
            N_("Scan the original card, to change it"),
            explain=N_("Without the card in hand it is a lost card."),
        )
        self._transit = first.money(
            "transit",
            N_("Transit purse, if it was read"),
            explain=N_("It is only written down: it stays in the old chip."),
        )
        self._lost = ttk.Button(first.below, command=self._to_lost_card)
        words.put(self._lost, N_("There is no card: open “Lost card”"))
        last = self.step(
            "confirm", N_("Confirm"), action=N_("Confirm"), act=self._do, confirms=True
        )
        self._sheet = last.sheet()
        self._choice.when_changed(self._fit)
        self._fit()

    def on_scan(self, text: str) -> bool:
        """Take the scanned card as the wish to change it; keeping needs no card."""
        if self.current is self.steps["advice"] and not self.waiting:
            self._choice.choose(Choice.CHANGE)
        return super().on_scan(text)

    def on_refusal(self, refusal: Refusal) -> None:
        """Lead over to the lost card where there is none in hand (D4)."""
        if refusal.code == "no-card-in-hand":
            self._lost.pack(anchor="w", pady=(8, 0))

    def _fit(self) -> None:
        """Ask for the card only where it is to be changed: keeping it is one key."""
        for field in (self._scanned, self._transit):
            if self._choice.read() is Choice.CHANGE:
                field.pack(fill="x", pady=(0, 12))
            else:
                field.pack_forget()

    @staticmethod
    def _advice(person: Person) -> list[Sentence]:
        assert person.card is not None  # noqa: S101  offered with an active card only
        return [
            sentence("No need, no change: the card works everywhere as it is."),
            sentence(
                "On the card: {card}. On record: {unit}.",
                card=person.card.unit_name,
                unit=person.holder.unit_name,
            ),
            sentence(
                "A new card is free, but the transit purse is lost with the old chip; the sheet"
                " says what becomes of the campus balance of {amount}.",
                amount=yuan(person.balance),
            ),
        ]

    def _look(self) -> None:
        transit = self.read("transit") if self._transit.text else None
        request = department_change.Request(
            holder_id=self.holder_id,
            choice=self.read("choice"),
            scanned=self.read("scanned"),
            transit=transit,
        )
        self.consequences(department_change.WORKFLOW, request, self._sheet)

    def _do(self) -> None:
        self.confirm(department_change.WORKFLOW, self._done)

    def _done(self, outcome: department_change.Outcome) -> None:
        if outcome.kept:
            self.finish(sentence("The card is kept. Nothing changed."))
        else:
            self.desk.go_on("finish_card", outcome.holder_id)

    def _to_lost_card(self) -> None:
        self.desk.go_on("lost_card", self.holder_id)
