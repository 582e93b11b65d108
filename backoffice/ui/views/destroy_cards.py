"""Destroy cards under two names: scanned one by one, or the whole list of this desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.cards import STATE_NAMES, Card
from backoffice.domain.sentences import N_, sentence
from backoffice.procedures.destruction_protocol import protocol
from backoffice.ui import words
from backoffice.ui.dialogs import choose_folder
from backoffice.ui.section import RowView
from backoffice.ui.view import Offer, View
from backoffice.workflows import destroy_cards

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.blanks import Destruction

_SHOWN = 8
"""Rows that are seen at once; more scroll."""


class DestroyCards(View):
    """Two people cut up what lies here; each card is in the list that they sign."""

    code = "destroy_cards"
    title = N_("Destroy cards")
    short = N_("Destroy cards")
    order = 40
    happenings: ClassVar[Mapping[str, str]] = {"destroy_cards": N_("Card destroyed")}
    belongs: ClassVar[Mapping[str, str]] = {"card": "cards", "unknown-card": "cards"}

    @classmethod
    def offer_desk(cls) -> Offer:
        """Offer it on the page of the blanks."""
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the cards and the sheet."""
        self._chosen: dict[str, Card] = {}
        first = self.step("cards", N_("Cards"), action=N_("Check"), act=self._check)
        first.scan(
            "number",
            N_("Scan a card"),
            explain=N_("One after the other; a number can be typed as well."),
        )
        self._list = ttk.Treeview(
            first.body,
            style="Plain.Treeview",
            columns=("state",),
            show="tree",
            height=_SHOWN,
            selectmode="browse",
        )
        self._list.column("#0", width=ttk.scale_size(self, 144), stretch=True)
        self._list.column("state", width=ttk.scale_size(self, 144), stretch=True)
        self._list.bind("<Delete>", lambda _event: self._drop())
        self._said = first.note("", ink="fg")
        self._list.pack(fill="x")
        buttons = ttk.Frame(first.below)
        buttons.grid(sticky="w")
        for column, (said, command) in enumerate(
            ((N_("Take the whole list"), self._take_all), (N_("Take one out"), self._drop))
        ):
            button = ttk.Button(buttons, command=command)
            words.put(button, said)
            button.grid(row=0, column=column, padx=(0, 8))
        last = self.sheet_step(N_("Destroy them"), self._destroy)
        last.note(sentence("Both look on while the cards are cut through the chip."))
        self._say()

    @property
    def dirty(self) -> bool:
        """Whether cards were scanned already."""
        return not self.finished and bool(self._chosen)

    def on_scan(self, text: str) -> bool:
        """Put the card that was scanned into the list; the next one may follow at once."""
        if self.current is not self.steps["cards"]:
            return super().on_scan(text)
        if not self.waiting:
            self._look_up([text])
        return True

    def _check(self) -> None:
        typed = self.read("number")
        if typed:
            self._look_up([typed])
            return
        request = destroy_cards.Request(numbers=tuple(self._chosen))
        self.consequences(destroy_cards.WORKFLOW, request)

    def _take_all(self) -> None:
        program, here = self.desk.program, self.desk.session_place.id
        now = program.clock.now()

        def waiting() -> list[Card]:
            with program.store().reading() as books:
                waste = [books.cards.get(one.card_id) for one in books.waste.waiting(desk_id=here)]
                every = {card.id: card for card in waste}
                every |= {card.id: card for card in destroy_cards.unclaimed(books, here, now)}
                return list(every.values())[: destroy_cards.MOST]

        if not self.waiting:
            self.work(waiting, self._add)

    def _look_up(self, numbers: Sequence[str]) -> None:
        program = self.desk.program
        now = program.clock.now()

        def found() -> list[Card]:
            with program.store().reading() as books:
                return [destroy_cards.card_to_destroy(books, number, now) for number in numbers]

        self.work(found, self._add)

    def _add(self, cards: Sequence[Card]) -> None:
        self._chosen |= {card.number: card for card in cards}
        self.steps["cards"].fields["number"].put("")
        self._say()
        self.after_idle(self.steps["cards"].fields["number"].grab)

    def _drop(self) -> None:
        for number in self._list.selection():
            self._chosen.pop(number, None)
        self._say()

    def _say(self) -> None:
        self._list.delete(*self._list.get_children())
        for number, card in self._chosen.items():
            state = words._(STATE_NAMES[card.state])
            self._list.insert("", "end", iid=number, text=number, values=(state,))
        if self._chosen:
            self._list.see(next(reversed(self._chosen)))
        self._said.say(sentence("Cards in the list: {count}", count=len(self._chosen)))

    def _destroy(self) -> None:
        self.confirm(destroy_cards.WORKFLOW, self._done)

    def _done(self, outcome: destroy_cards.Outcome) -> None:
        self.finish(
            sentence(
                "{count} cards are destroyed, protocol {number}.",
                count=outcome.cards,
                number=outcome.number,
            ),
            sentence("Slip {number} is printing: both sign it.", number=outcome.slip),
        )
        assert self.current is not None  # noqa: S101  the last step shows what became of it
        save = partial(save_protocol, self, outcome.destruction_id)
        button = ttk.Button(self.current.below, command=save)
        words.put(button, N_("Save the protocol as a file"))
        button.grid(sticky="w", pady=(8, 0))


class SaveProtocol(RowView[tuple["Destruction", str, str]]):
    """The protocol of a destruction as a file, today or years later."""

    code = "destruction_protocol"
    title = N_("Save the protocol as a file")

    def build(self) -> None:
        """Make the only step."""
        self._done_id: int | None = None
        step = self.step("confirm", N_("Confirm"), action=N_("Save it"), act=self._save)
        self._which = step.note("", ink="fg")

    def about(self, row: tuple[Destruction, str, str]) -> None:
        """Say which destruction it is."""
        done, first, second = row
        self._done_id = done.id
        self._which.say(
            sentence(
                "Protocol {number}: {count} cards, destroyed by {clerk} and {second}.",
                number=done.number,
                count=done.cards,
                clerk=first,
                second=second,
            )
        )

    def _save(self) -> None:
        if self._done_id is not None:
            save_protocol(self, self._done_id)


def save_protocol(form: View, destruction_id: int) -> None:
    """Let a clerk choose a folder, and write the protocol into it."""
    folder = choose_folder(form, title=sentence("Folder of the protocols"))
    if folder is None or form.waiting:
        return
    program = form.desk.program

    def save() -> Path:
        with program.store().reading() as books:
            document = protocol(books, destruction_id, zone=program.clock.now().tzinfo)
        path = Path(folder) / f"destruction-{document.number:06d}.pdf"
        program.save(document, path)
        return path

    form.work(save, lambda path: form.say(sentence("The protocol is in {path}.", path=str(path))))
