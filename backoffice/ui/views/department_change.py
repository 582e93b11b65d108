"""Department change: advise to keep the card, or take the original back and make a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.cards import CardState
from backoffice.domain.holders import HolderKind
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import words
from backoffice.ui.view import Offer, View
from backoffice.workflows import department_change
from backoffice.workflows.department_change import CHOICE_NAMES, Choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.refusal import Refusal
    from backoffice.ui.person import Person

_CONFIRMS = {
    Choice.KEEP: N_("Keep the card"),
    Choice.CHANGE: N_("Change and print"),
}


class DepartmentChange(View):
    """Keeping the card is the advice and the default; scanning it in means a change."""

    code = "department_change"
    title = N_("Card change after a department change")
    short = N_("Department change")
    key = "F5"
    order = 20
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
            return Offer.no(
                sentence("A new card is on its way: scan it back, or hand it out, first.")
            )
        if person.card is None or person.card.state is not CardState.ACTIVE:
            return None
        if not person.unit_differs:
            return Offer.no(sentence("The card shows the unit on record: nothing to change."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the advice, with the original card, and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        first = self.step("advice", N_("Advice"), action=N_("Check"), act=self._look)
        self._advice = [first.note("", ink="fg") for _sentence in range(4)]
        self._advice[0].configure(font="Desk.Strong")
        self._choice = first.choice("choice", N_("The holder wants to"), list(CHOICE_NAMES.items()))
        self._scanned = first.scan(
            "scanned",
            N_("Scan the original card"),
            explain=N_("It is kept back. Without it in hand it is a lost card."),
        )
        self._scanned.start(self.person.in_hand)
        self._transit = first.money(
            "transit",
            N_("Transit purse, if it was read"),
            explain=N_("It is only written down: it stays in the old chip."),
        )
        self.sheet_step(self._confirms, self._do)
        self._choice.when_changed(self._fit)
        self._fit()
        self.after_idle(self._advise)

    def on_scan(self, text: str) -> bool:
        """Take the scanned card as the wish to change it; keeping needs no card."""
        if self.current is self.steps["advice"] and not self.waiting:
            self._choice.choose(Choice.CHANGE)
        return super().on_scan(text)

    def on_refusal(self, refusal: Refusal) -> None:
        """Lead over to the lost card where there is none in hand (D4)."""
        if refusal.code == "no-card-in-hand":
            button = ttk.Button(self.steps["advice"].notice, command=self._to_lost_card)
            words.put(button, N_("There is no card: open “Lost card”"))
            button.grid(sticky="w", pady=(8, 0))

    def _advise(self) -> None:
        program, holder_id = self.desk.program, self.holder_id

        def read() -> Sequence[Sentence]:
            with program.store().reading() as books:
                return department_change.advise(books, holder_id)

        def show(said: Sequence[Sentence]) -> None:
            for text, one in zip(self._advice, said, strict=True):
                text.say(one)

        self.work(read, show)

    def _fit(self) -> None:
        """Ask for the card only where it is to be changed: keeping it is one key."""
        changing = self._choice.read() is Choice.CHANGE
        if changing == bool(self._scanned.winfo_manager()):
            return
        for field in (self._scanned, self._transit):
            if changing:
                field.pack(fill="x", pady=(0, 12))
            else:
                field.pack_forget()
        if changing:
            self.steps["advice"].begin()

    def _confirms(self) -> str:
        return words._(_CONFIRMS[self._choice.read()])

    def _look(self) -> None:
        changing = self._choice.read() is Choice.CHANGE
        read = changing and bool(self._transit.text.strip())
        request = department_change.Request(
            holder_id=self.holder_id,
            choice=self._choice.read(),
            scanned=self._scanned.read() if changing else "",
            transit=self._transit.read() if read else None,
        )
        self.consequences(department_change.WORKFLOW, request)

    def _do(self) -> None:
        self.confirm(department_change.WORKFLOW, self._done)

    def _done(self, outcome: department_change.Outcome) -> None:
        if outcome.kept:
            self.finish(sentence("The card is kept. Nothing changed."))
        else:
            self.desk.go_on("finish_card", outcome.holder_id)

    def _to_lost_card(self) -> None:
        self.desk.go_on("lost_card", self.holder_id)
