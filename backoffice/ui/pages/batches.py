"""Batches: units whose people wait for a card, what was made for them, and each card of it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import ttkbootstrap as ttk

from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import batch_words, registry, words
from backoffice.ui.batch_cards import BatchCards
from backoffice.ui.offers import checked
from backoffice.ui.only_with import OnlyWith
from backoffice.ui.overdue_units import Overdue, OverdueUnits
from backoffice.ui.page import Page
from backoffice.ui.section import RowView
from backoffice.ui.table import Table
from backoffice.ui.texts import Text
from backoffice.ui.view import Offer
from backoffice.ui.views.batch import MakeBatch
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.batches import BatchSum, UnitOverdue, UnitWaiting
    from backoffice.lane import Report
    from backoffice.ui.view import View

_UNITS = (N_("Code"), N_("Unit"), N_("Without a card"), N_("Ready"))
_BATCHES = (
    *(N_("Batch"), N_("Unit"), N_("Made"), N_("State"), N_("Cards"), N_("Printed")),
    *(N_("Active"), N_("Unclaimed"), N_("Due")),
)
_SOME = 100
_OPEN = N_("Open its cards")
_Read: TypeAlias = "tuple[Sequence[UnitWaiting], Sequence[BatchSum], Overdue]"


class Batches(Page):
    """Units above, batches below; a batch that is opened takes the place of both."""

    title = N_("Batches")
    order = 40
    right = Right.SERVE

    def build(self) -> None:
        """Lay out both lists and the side."""
        self._units: Sequence[UnitWaiting] = ()
        self._sums: dict[int, BatchSum] = {}
        self._overdue = Overdue(units=(), days=0, before=datetime.min.replace(tzinfo=UTC))
        self._offered: object = None
        self._reading = self._complete = False
        self._left = self.two_columns(right=448)
        self._lay_out_units()
        self._lay_out_batches()
        self.cards = BatchCards(self, self.desk, self._back)
        self.overdue = OverdueUnits(self, self.desk, self._back, self._look_at_unit)
        self._side = self.column.resting(scrolls=True)
        self._offer()

    def opened(self) -> None:
        """Read both lists anew."""
        self.refresh()
        if self.column.view is None:
            self.units.table.focus_set()

    def refresh(self) -> None:
        """Read again what is shown: another desk may have made or printed something."""
        program = self.desk.program

        def read() -> _Read:
            with program.store().reading() as books:
                most = max(_SOME, len(self._sums))
                overdue = self.overdue.read(books)
                return books.batches.waiting(), books.batches.sums(most=most), overdue

        self.desk.lanes.run("store", self, read, then=self._show, failed=self.desk.failed)
        self.cards.refresh()

    def on_report(self, report: Report) -> None:
        """Follow a batch while it is printed."""
        if report.job.card_id is None:
            return
        self.cards.printed(report.job.card_id)
        if not self._reading:
            self._read_sums()

    def open_batch(self, found: BatchSum) -> None:
        """Show the cards of a batch."""
        self._left.grid_remove()
        self.cards.grid(row=0, column=0, sticky="nsew")
        self.cards.open(found)

    def open_overdue(self) -> None:
        """Show the units that are overdue."""
        self._left.grid_remove()
        self.overdue.grid(row=0, column=0, sticky="nsew")
        self.overdue.grab()

    def give_way(self, *, to_form: bool) -> None:
        """Let an open form have the one primary button."""
        for button in (self._begin, self.overdue.button):
            button.configure(bootstyle="default" if to_form else "primary")

    def _look_at_unit(self, one: UnitOverdue) -> None:
        """Choose the oldest batch of which an overdue unit has cards: it is scanned back next."""
        if self.overdue.winfo_manager():
            of_unit = [
                iid
                for iid, found in self.batches.rows.items()
                if found.batch.unit.id == one.unit.id and found.at_unit
            ]
            if of_unit:
                self.batches.choose(of_unit[-1])

    def _back(self) -> None:
        self.cards.grid_remove()
        self.overdue.grid_remove()
        self._left.grid()
        self.batches.table.focus_set()

    def _lay_out_units(self) -> None:
        head = ttk.Frame(self._left)
        head.grid(row=0, sticky="ew")
        head.columnconfigure(0, weight=1)
        Text(head, sentence("Waiting for a card"), font="Desk.Heading").grid(
            row=0, column=0, sticky="w"
        )
        self._only = OnlyWith(
            head,
            N_("Only units with"),
            self._show_units,
            lambda: self.units.table.focus_set(),  # noqa: PLW0108  that is made below
        )
        self._only.grid(row=0, column=1, padx=(16, 0))
        self.units: Table[UnitWaiting] = Table(
            self._left,
            heads=_UNITS,
            widths=(120, 280, 112, 80),
            amounts=_UNITS[2:],
            cells=lambda one: (
                one.unit.code,
                one.unit.name,
                str(one.without_card),
                str(one.ready),
            ),
            key=lambda one: one.unit.id,
            told=self._say_units,
            opened=self._make,
            marks=True,
        )
        self.units.grid(row=1, sticky="nsew", pady=(8, 0))
        self._left.rowconfigure(1, weight=2)
        foot = ttk.Frame(self._left)
        foot.grid(row=2, sticky="ew", pady=(8, 16))
        self._begin = ttk.Button(foot, command=self._make, bootstyle="primary")
        self._begin.pack(side="left")
        self._hint = Text(foot, ink="secondary", font="Desk.Small")
        self._hint.pack(side="left", padx=(12, 0))

    def _lay_out_batches(self) -> None:
        head = ttk.Frame(self._left)
        head.grid(row=3, sticky="ew")
        head.columnconfigure(0, weight=1)
        Text(head, sentence("Batches made"), font="Desk.Heading").grid(row=0, column=0, sticky="w")
        self._late = ttk.Button(head, command=self.open_overdue)
        self._late.grid(row=0, column=1)
        self.batches: Table[BatchSum] = Table(
            self._left,
            heads=_BATCHES,
            widths=(80, 152, 96, 136, 64, 72, 64, 88, 96),
            amounts=_BATCHES[4:],
            cells=self._cells,
            key=lambda one: one.batch.id,
            told=self._offer,
            opened=self._open,
            more=self._read_more,
        )
        self.batches.grid(row=4, sticky="nsew", pady=(8, 0))
        self._left.rowconfigure(4, weight=3)

    def _cells(self, found: BatchSum) -> Sequence[str]:
        batch = found.batch
        due = batch_words.due(found, self._overdue.days)
        return (
            batch.number,
            batch.unit.name,
            batch.created_at.astimezone().date().isoformat(),
            _(batch_words.state(found, self._overdue.before)),
            str(found.rows),
            str(batch_words.printed(found)),
            str(found.active),
            str(found.at_unit) if found.at_unit else "—",
            due.isoformat() if due else "—",
        )

    def _show(self, read: _Read) -> None:
        self._units, sums, self._overdue = read
        self.overdue.show(self._overdue)
        late = len(self._overdue.units)
        words.put(self._late, lambda: _(sentence("Overdue units: {count}", count=late)))
        self._late.state(["!disabled" if late else "disabled"])
        self._complete = len(sums) < _SOME
        self._show_units()
        self._keep(sums)

    def _show_units(self) -> None:
        keeps = self._only.keeps
        self.units.show([one for one in self._units if keeps(one.unit.code, one.unit.name)])

    def _keep(self, sums: Sequence[BatchSum]) -> None:
        self._sums |= {one.batch.id: one for one in sums}
        self.batches.show([self._sums[key] for key in sorted(self._sums, reverse=True)])

    def _read_sums(self, before: int | None = None) -> None:
        program, most = self.desk.program, _SOME
        self._reading = True

        def read() -> Sequence[BatchSum]:
            with program.store().reading() as books:
                return books.batches.sums(most=most, before=before)

        def show(sums: Sequence[BatchSum]) -> None:
            self._reading = False
            if before is not None:
                self._complete = len(sums) < most
            self._keep(sums)

        self.desk.lanes.run("store", self, read, then=show, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._reading = False
        self.desk.failed(error)

    def _read_more(self) -> None:
        if not self._complete and not self._reading and self._sums:
            self._read_sums(before=min(self._sums))

    def _say_units(self) -> None:
        wanted = self.units.wanted
        people = sum(one.ready for one in wanted)
        said = (
            sentence("Make a batch for {unit}", unit=wanted[0].unit.name)
            if len(wanted) == 1
            else sentence("Make batches for {count} units", count=len(wanted))
        )
        words.put(self._begin, words.keyed(said, "Enter"))
        why_not = checked(self.desk, MakeBatch, Offer.yes()).why_not
        self._begin.state(["!disabled" if wanted and why_not is None else "disabled"])
        if not self._units:
            self._hint.say(sentence("Nobody waits for a card."))
        else:
            self._hint.say(
                why_not or sentence("{people} ready   ·   Space marks several", people=people)
            )

    def _make(self) -> None:
        wanted = [one.unit.id for one in self.units.wanted]
        if wanted and not self._begin.instate(["disabled"]) and self.column.free():
            view = self.column.open(MakeBatch, None)
            assert isinstance(view, MakeBatch)  # noqa: S101  opened a line earlier
            view.about(wanted)

    def _open(self) -> None:
        found = self.batches.chosen
        if found is not None:
            self.open_batch(found)

    def _offer(self) -> None:
        """Say what is known of the chosen batch; buttons stay while nothing else is offered."""
        found = self.batches.chosen
        offers: list[tuple[type[View], Offer | None]] = [
            (view, view.offer_batches()) for view in registry.all_views()
        ]
        if found is not None:
            offers[:0] = [(view, view.offer_batch(found)) for view in registry.all_views()]
        offered = [
            (view, checked(self.desk, view, offer).why_not) for view, offer in offers if offer
        ]
        about = (found and found.batch.id, [view for view, _why_not in offered])
        if about != self._offered:
            self._offered = about
            for child in self._side.winfo_children():
                child.destroy()
            self._figures = ttk.Frame(self._side)
            self._figures.columnconfigure(0, weight=1)
            self._lay_out_side(found)
            self._buttons = {view: self._button(view) for view, _why_not in offered}
        for view, why_not in offered:
            self._allow(view, why_not)
        if found is not None:
            self._show_figures(found)

    def _lay_out_side(self, found: BatchSum | None) -> None:
        if found is None:
            self._title(sentence("No batch yet"))
            said = sentence(
                "A batch makes the cards of a unit together: everybody with an approved photo and"
                " no card."
            )
            Text(self._side, said, ink="secondary", wrap=True).grid(sticky="ew")
            return
        self._title(sentence("Batch {number}", number=found.batch.number))
        Text(self._side, sentence("{name}", name=found.batch.unit.name), wrap=True).grid(
            sticky="ew"
        )
        self._figures.grid(sticky="ew")
        opening = ttk.Button(self._side, command=self._open)
        words.put(opening, words.keyed(_OPEN, "Enter"))
        opening.grid(sticky="w", pady=(8, 3))

    def _show_figures(self, found: BatchSum) -> None:
        for child in self._figures.winfo_children():
            child.destroy()
        bar = ttk.Progressbar(self._figures, maximum=max(found.rows, 1))
        bar.configure(value=batch_words.printed(found))
        bar.grid(sticky="ew", pady=4)
        for said in batch_words.facts(found, self._overdue.days):
            Text(self._figures, said, ink="secondary", wrap=True).grid(sticky="ew", pady=(0, 2))

    def _begin_view(self, kind: type[View]) -> None:
        """Open a form; one about a batch is about the chosen one as it is now."""
        found = self.batches.chosen
        view = self.column.open(kind, None)
        if isinstance(view, RowView) and found is not None:
            view.about(found)

    def _title(self, said: Sentence) -> None:
        Text(self._side, said, font="Desk.Heading", wrap=True).grid(sticky="ew", pady=(0, 4))

    def _button(self, view: type[View]) -> tuple[ttk.Button, Text]:
        row = ttk.Frame(self._side)
        row.columnconfigure(1, weight=1)
        row.grid(sticky="ew", pady=3)
        button = ttk.Button(row, command=partial(self._begin_view, view))
        words.put(button, view.title)
        button.grid(row=0, column=0)
        reason = Text(row, ink="secondary", font="Desk.Small", wrap=True)
        reason.grid(row=0, column=1, sticky="ew", padx=(12, 0))
        return button, reason

    def _allow(self, view: type[View], why_not: Sentence | None) -> None:
        """Let a form be begun or say why not; a button keeps the focus meanwhile."""
        button, reason = self._buttons[view]
        button.configure(state="normal" if why_not is None else "disabled")
        if why_not is None:
            reason.grid_remove()
        else:
            reason.say(why_not)
            reason.grid()
