"""Take over an old meal card: show the balance, hear the holder, confirm once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.money import yuan
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import words
from backoffice.ui.view import Offer, View
from backoffice.workflows import meal_transfer
from backoffice.workflows.meal_transfer import ANSWER_NAMES, Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person

_CONFIRMS = {
    Answer.CONFIRM: N_("Move and freeze"),
    Answer.DISPUTE: N_("Record the objection"),
}


class MealTransfer(View):
    """The whole balance, once, to the active card; or an objection."""

    code = "meal_transfer"
    title = N_("Take over an old meal card")
    short = N_("Meal card")
    key = "F7"
    order = 44
    happenings: ClassVar[Mapping[str, str]] = {"meal_transfer": N_("Old meal card")}
    belongs: ClassVar[Mapping[str, str]] = {"dispute-words": "answer", "meal-": "answer"}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it where there is an old account that was not taken over (M3)."""
        if person.meal is None:
            return None
        if person.meal.frozen:
            return Offer.no(_taken_over(person))
        if person.card is None or person.card.state is not CardState.ACTIVE:
            return Offer.no(sentence("There is no active card that could take the balance."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the balance and the answer, and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        assert self.person.meal is not None  # noqa: S101  offered with an account only
        first = self.step("answer", N_("Balance"), action=N_("Check"), act=self._look)
        first.note(
            sentence(
                "Balance of the old meal card: {amount}.", amount=yuan(self.person.meal.balance)
            ),
            ink="fg",
        ).configure(font="Desk.Strong")
        first.note(sentence("It moves as a whole and once; the old account is frozen then."))
        answers = list(ANSWER_NAMES.items())
        self._answer = first.choice("answer", N_("What the holder says"), answers)
        self._words = first.text("words", N_("What is wrong with the balance"))
        self._answer.when_changed(self._fit_words)
        self.sheet_step(self._confirms, self._do)
        self._fit_words()

    def _fit_words(self) -> None:
        objects = self._answer.read() is Answer.DISPUTE
        if objects and not self._words.winfo_manager():
            self._words.pack(fill="x", pady=(0, 12))
            self._words.grab()
        elif not objects:
            self._words.pack_forget()

    def _confirms(self) -> str:
        return words._(_CONFIRMS[self._answer.read()])

    def _look(self) -> None:
        request = meal_transfer.Request(
            holder_id=self.holder_id, answer=self._answer.read(), words=self._words.read()
        )
        self.consequences(meal_transfer.WORKFLOW, request)

    def _do(self) -> None:
        self.confirm(meal_transfer.WORKFLOW, self._done)

    def _done(self, outcome: meal_transfer.Outcome) -> None:
        receipt = sentence("Receipt {number} is printing.", number=outcome.receipt)
        if outcome.moved is None:
            self.finish(sentence("The objection is recorded; nothing moved."), receipt)
            return
        said = sentence(
            "{amount} moved to card …{end}; the old account is frozen.",
            amount=yuan(outcome.moved),
            end=outcome.card_number[-4:],
        )
        self.finish(said, receipt)


def _taken_over(person: Person) -> Sentence:
    done = person.taken_over
    if done is None:
        return sentence("The old meal card was taken over already.")
    return sentence(
        "Taken over on {day} at desk {desk} by {clerk}.",
        day=done.at.astimezone().date().isoformat(),
        desk=done.desk,
        clerk=done.clerk,
    )
