"""Balances kept on closed cards: listed until they are settled, oldest first (D6)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.ledger import Liability
from backoffice.domain.money import yuan
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.procedures.kept_balances import parts
from backoffice.ui import person as persons
from backoffice.ui.dialogs import choose_folder
from backoffice.ui.doing import doing
from backoffice.ui.notice import Notice
from backoffice.ui.offers import checked
from backoffice.ui.page import Page
from backoffice.ui.table import Table
from backoffice.ui.texts import Text
from backoffice.ui.view import Offer
from backoffice.ui.views.settle_balance import SettleBalance
from backoffice.ui.waiting_balances import WaitingBalances

if TYPE_CHECKING:
    from backoffice.ui.person import Person

_HEADS = (N_("Since"), N_("Holder"), N_("Number"), N_("Card"), N_("Amount"))


class KeptBalances(Page):
    """The list on the left, and beside it what can be done with the balance that is chosen."""

    title = N_("Kept balances")
    order = 92
    right = Right.REVIEW

    def build(self) -> None:
        """Lay out list and side."""
        left = self.two_columns(right=456)
        left.rowconfigure(2, weight=1)
        heading = sentence("Balances kept on closed cards")
        Text(left, heading, font="Desk.Heading").grid(sticky="w")
        self._said = Text(left, ink="secondary", wrap=True)
        self._said.grid(sticky="ew", pady=(4, 12))
        self.waiting = WaitingBalances(self, self.desk, self._changed)
        self.list: Table[Liability] = Table(
            left,
            heads=_HEADS,
            widths=(104, 200, 128, 128, 112),
            amounts=_HEADS[4:],
            cells=_cells,
            key=self.waiting.key,
            told=self._offer,
            opened=self._entered,
            more=lambda: self.waiting.want(len(self.waiting.rows) + 1),
            worded=False,
        )
        self.list.grid(sticky="nsew")
        self._lay_out_side()

    def opened(self) -> None:
        """Read what is in sight anew."""
        self.refresh()
        if self.column.view is None:
            self.list.table.focus_set()

    def refresh(self) -> None:
        """Read what is in sight again."""
        self.waiting.read_in_sight(self.list.top)

    def _lay_out_side(self) -> None:
        side = self.column.resting()
        side.rowconfigure(3, weight=1)
        self._chosen = Text(side, font="Desk.Heading", wrap=True)
        self._chosen.grid(row=0, sticky="ew")
        self._facts = Text(side, ink="secondary", wrap=True)
        self._facts.grid(row=1, sticky="ew", pady=(4, 12))
        doings = ttk.Frame(side)
        doings.grid(row=2, sticky="ew")
        doings.columnconfigure(0, weight=1)
        offer = checked(self.desk, SettleBalance, Offer.yes())
        self._settles = offer.allowed
        self._buttons = [
            doing(doings, SettleBalance.short, self._settle, offer.why_not),
            doing(doings, N_("Open the person"), self._open_person),
        ]
        below = ttk.Frame(side)
        below.grid(row=4, sticky="ew")
        below.columnconfigure(0, weight=1)
        self._notice = Notice(below)
        self._notice.grid(sticky="ew", pady=(0, 8))
        self._save_button = doing(below, N_("Save the list as PDF"), self._save)

    def _changed(self) -> None:
        count, total = self.waiting.count, yuan(self.waiting.total)
        self._said.say(
            sentence("{total} on {count} closed cards.", total=total, count=count)
            if count
            else N_("Nothing is kept on closed cards.")
        )
        self.list.show(self.waiting.rows)

    def _offer(self) -> None:
        one = self.list.chosen
        for button in self._buttons:
            button.state(["disabled"])
        if one is None:
            self._chosen.say("")
            self._facts.say("")
            return
        self._chosen.show(f"{one.holder_name}  {one.holder_number}")
        self._facts.say(
            sentence(
                "{amount} on card {card}, closed since {day}.",
                amount=yuan(one.balance),
                card=one.card_number,
                day=_day(one),
            )
        )
        for button in self._buttons if self._settles else self._buttons[1:]:
            button.state(["!disabled"])

    def _entered(self) -> None:
        if self.column.view is None:
            self._settle() if self._settles else self._open_person()

    def _open_person(self) -> None:
        one = self.list.chosen
        if one is not None:
            self.desk.show_person(one.holder_id)

    def _settle(self) -> None:
        one, program = self.list.chosen, self.desk.program
        if one is None:
            return

        def read() -> Person:
            with program.store().reading() as books:
                return persons.read(books, one.holder_id, today=program.clock.today())

        def begin(person: Person) -> None:
            if person.kept:
                self.column.open(SettleBalance, person)
            else:  # another desk was first
                self.refresh()

        self.desk.lanes.run("store", self, read, then=begin, failed=self.desk.failed)

    def _save(self) -> None:
        folder = choose_folder(self, title=sentence("Folder for the list"))
        if folder is None:
            return
        program, desk, clerk = self.desk.program, self.desk.session_place, self.desk.seated.name
        now = program.clock.now()
        name = f"kept-balances-{now:%Y%m%d-%H%M%S}"
        self._save_button.state(["disabled"])
        self._notice.tell(sentence("The list is being written."))

        def save() -> list[Path]:
            written = []
            for document in parts(program.store(), desk, clerk=clerk, at=now):
                end = f"-{document.part}" if document.parts > 1 else ""
                path = Path(folder) / f"{name}{end}.pdf"
                program.save(document, path)
                written.append(path)
            return written

        def saved(written: list[Path]) -> None:
            self._save_button.state(["!disabled"])
            said = sentence("The list is in {path}.", path=str(written[0]))
            if len(written) > 1:
                said = sentence(
                    "The list is in {count} files, the first of them {path}.",
                    count=len(written),
                    path=str(written[0]),
                )
            self._notice.welcome(said, N_("Print it or send it, then delete the file."))

        def failed(error: Exception) -> None:
            self._save_button.state(["!disabled"])
            self._notice.clear()
            self.desk.failed(error)

        self.desk.lanes.run("files", self, save, then=saved, failed=failed)


def _day(one: Liability) -> str:
    return one.since.astimezone().date().isoformat()


def _cells(one: Liability) -> tuple[str, ...]:
    return _day(one), one.holder_name, one.holder_number, one.card_number, yuan(one.balance)
