"""Found cards: hand one in, tell its holder, give it back, keep it for destruction."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.cards import CardState
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import words
from backoffice.ui.portrait import Portrait
from backoffice.ui.view import Offer, View
from backoffice.workflows import found_card
from backoffice.workflows.found_card import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.cards import Card
    from backoffice.domain.found_cards import FoundCard
    from backoffice.ui.person import Person


_SETTLED = {"found_card_settled": N_("Found card: told, given back or kept for destruction")}


class HandIn(View):
    """Whose it is, and where it was found; then it is kept at this desk."""

    code = "found_card"
    title = N_("Hand in a found card")
    short = N_("Found card")
    order = 88
    unfinished = False
    happenings: ClassVar[Mapping[str, str]] = {"found_card": N_("Found card handed in")}
    belongs: ClassVar[Mapping[str, str]] = {"unknown-card": "scan", "found-already": "scan"}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it where the card itself was scanned and is not kept already."""
        scanned = person.scanned
        if scanned is None or any(kept.card_id == scanned.id for kept, _desk in person.found):
            return None
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the scan, and that of what is known."""
        self._card: Card | None = None
        first = self.step("scan", N_("Card"), action=N_("Look it up"), act=self._look)
        self._scan = first.scan(
            "scanned",
            N_("Scan the card that was found"),
            required=N_("Scan the card, or type the number on it."),
        )
        last = self.step("confirm", N_("Confirm"), action=N_("Keep the card"), act=self._keep)
        self._whose = last.note("", ink="fg")
        last.text("where", N_("Where it was found"), explain=N_("Optional."))
        if self.person is not None and self.person.scanned is not None:
            self._scan.scan(self.person.scanned.number)
            self.after_idle(self.act)

    def _look(self) -> None:
        scanned, store = self.read("scanned"), self.desk.program.store()

        def find() -> tuple[Card, str]:
            with store.reading() as books:
                card = found_card.card_of(books, scanned)
                return card, books.holders.get(card.holder_id).name

        self.work(find, lambda found: self._go_on(*found))

    def _go_on(self, card: Card, name: str) -> None:
        self._card = card
        self._whose.say(sentence("Card {number} belongs to {name}.", number=card.number, name=name))
        self.go("confirm")
        if card.state is not CardState.ACTIVE:
            self.say(sentence("This card is dead: it is kept back and destroyed."))

    def _keep(self) -> None:
        assert self._card is not None  # noqa: S101  it was looked up in the step before
        request = found_card.Request(
            scanned=self._card.number, where=self.read("where"), holder_id=self._card.holder_id
        )
        self.perform(found_card.WORKFLOW, request, self._done)

    def _done(self, outcome: found_card.Outcome) -> None:
        end = outcome.card_number[-4:]
        advice = (
            sentence("It is dead: let it be destroyed.")
            if outcome.dead
            else sentence("Now tell its holder: the text is on the page “Found cards”.")
        )
        self.finish(sentence("Card …{end} is kept at this desk.", end=end), advice)


class TellHolder(View):
    """The text for the holder, to be copied into a mail or a message."""

    code = "found_card_settled"
    happenings: ClassVar[Mapping[str, str]] = _SETTLED
    title = N_("Tell the holder")
    unfinished = False

    def build(self) -> None:
        """Make the only step."""
        step = self.step("confirm", N_("Confirm"), action=N_("The holder was told"), act=self._told)
        step.note(sentence("Copy this text, and send it to the holder."))
        self._text = step.note("", ink="fg")
        self._letter = ""
        copy = ttk.Button(step.below, command=self._copy)
        words.put(copy, N_("Copy the text"))
        copy.grid(sticky="w")

    def about(self, found: FoundCard, letter: str) -> None:
        """Say which card it is about."""
        self._found, self._letter = found, letter
        self._text.show(letter)

    def _copy(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(self._letter)
        self.say(sentence("The text is copied: paste it where you write to the holder."))
        self.steps["confirm"].focus_set()  # Enter goes on instead of copying again

    def _told(self) -> None:
        request = found_card.Settling(
            found_id=self._found.id, step=Step.TOLD, holder_id=self._found.holder_id
        )
        said = sentence("It is noted that the holder was told.")
        self.perform(found_card.SETTLE, request, lambda _settled: self.finish(said))


class GiveBack(View):
    """The card is scanned, the face compared; then the holder has it again."""

    code = "found_card_settled"
    happenings: ClassVar[Mapping[str, str]] = _SETTLED
    title = N_("Give the card back")
    unfinished = False

    def build(self) -> None:
        """Make the only step."""
        step = self.confirm_step(N_("Give back"), self._give)
        self._photo = ttk.Frame(step.body)
        self._photo.pack(fill="x", pady=(0, 12))
        step.scan(
            "scanned",
            N_("Scan the card that is given back"),
            required=N_("Scan the card, or type the number on it."),
        )
        step.tick("compared", N_("I compared the face with the photo"))

    def about(self, found: FoundCard) -> None:
        """Say which card it is about, and show the photo of its holder."""
        self._found = found
        store = self.desk.program.store()

        def read() -> bytes | None:
            with store.reading() as books:
                photo = books.photos.to_print(found.holder_id)
                return books.photos.picture(photo.id) if photo else None

        self.work(read, lambda jpeg: Portrait(self._photo, self.desk, jpeg).pack(anchor="w"))

    def on_scan(self, text: str) -> bool:
        """Take the scan; that the face was compared is still to be said."""
        self.steps["confirm"].fields["scanned"].put(text)
        return True

    def _give(self) -> None:
        request = found_card.Settling(
            found_id=self._found.id,
            step=Step.GIVE_BACK,
            scanned=self.read("scanned"),
            face_compared=self.read("compared"),
            holder_id=self._found.holder_id,
        )
        said = sentence("Hand the card over: it is given back.")
        self.perform(found_card.SETTLE, request, lambda _settled: self.finish(said))


class Destroy(View):
    """Nobody fetched it in time, or it is dead."""

    code = "found_card_settled"
    happenings: ClassVar[Mapping[str, str]] = _SETTLED
    title = N_("Keep the card for destruction")
    unfinished = False

    def build(self) -> None:
        """Make the only step."""
        step = self.confirm_step(N_("Keep for destruction"), self._destroy)
        self._which = step.note("", ink="fg")
        step.note(sentence("A card that still works is dead from then on; its balance is kept."))

    def about(self, found: FoundCard) -> None:
        """Say which card it is about."""
        self._found = found
        self._which.say(
            sentence("Card {number} of {name}", number=found.card_number, name=found.holder_name)
        )

    def _destroy(self) -> None:
        request = found_card.Settling(
            found_id=self._found.id, step=Step.DESTROY, holder_id=self._found.holder_id
        )
        said = sentence("It waits for destruction now: two people destroy it under “Blanks”.")
        self.perform(found_card.SETTLE, request, lambda _settled: self.finish(said))
