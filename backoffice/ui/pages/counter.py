"""The counter: find the person, see everything that matters, do one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import N_, sentence
from backoffice.ui import person as persons
from backoffice.ui import theme, underway
from backoffice.ui.page import Page
from backoffice.ui.person_page import PersonPage
from backoffice.ui.search_column import SearchColumn
from backoffice.ui.texts import rule
from backoffice.ui.underway import UnderWayColumn
from backoffice.ui.welcome import Welcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.lane import Report
    from backoffice.ui.person import Person


class Counter(Page):
    """Three columns: search, person, workflow."""

    title = N_("Counter")
    order = 10

    def build(self) -> None:
        """Lay out the columns; the person gets what room there is."""
        self.person: Person | None = None
        self._wanted = 0
        self._coming = False  # somebody who was asked for is being read, and is fresh anyway
        self._certificate = (0, "")
        self.rowconfigure(0, weight=1)
        left, right = theme.px(self, 344, 504)
        self.columnconfigure(0, minsize=left)
        self.columnconfigure(2, weight=5, uniform="wide")
        self.columnconfigure(4, weight=5, uniform="wide", minsize=right)
        self.search = SearchColumn(self, self.desk, self.show_person, key="F2")
        self.search.grid(row=0, column=0, sticky="nsew")
        self.search.grid_propagate(False)
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.middle = ttk.Frame(self)
        self.middle.columnconfigure(0, weight=1)
        self.middle.rowconfigure(0, weight=1)
        self.middle.grid(row=0, column=2, sticky="nsew")
        self.middle.grid_propagate(False)
        self._welcome = Welcome(self.middle)
        self._welcome.grid(row=0, column=0, sticky="nsew")
        self.page = PersonPage(self.middle, self.desk)
        self._between = rule(self, vertical=True)
        self._between.grid(row=0, column=3, sticky="ns")
        self.column.grid(row=0, column=4, sticky="nsew")
        self.column.grid_propagate(False)
        self.underway = UnderWayColumn(self.column, self.desk)
        self.column.rest_with(self.underway)

    def make_room(self, *, wide: bool) -> None:
        """Let the open form have the place of the person's page too."""
        for widget in (self.middle, self._between):
            widget.grid_remove() if wide else widget.grid()
        self.column.grid(column=2 if wide else 4, columnspan=3 if wide else 1)

    def opened(self) -> None:
        """Put the focus where the next person is looked up."""
        self.refresh()
        if self.column.view is None:
            self.search.grab()

    def refresh(self) -> None:
        """Read the person and what is under way again."""
        program, desk_id = self.desk.program, self.desk.session_place.id

        def read() -> list[underway.UnderWay]:
            with program.store().reading() as books:
                return underway.read(books, desk_id)

        self.desk.lanes.run("store", self, read, then=self.underway.show, failed=self.desk.failed)
        if self.person is not None and not self._coming:
            scanned = self.person.scanned
            self._read(self.person.holder.id, scanned.id if scanned else None, self._show)

    def show_person(
        self,
        holder_id: int,
        card_id: int | None = None,
        *,
        then: Callable[[Person], None] | None = None,
    ) -> None:
        """Show a person; ``card_id`` is the card that was scanned."""

        def show(person: Person) -> None:
            self._coming = False
            other = self.person is None or self.person.holder.id != holder_id
            if other and self.column.view is not None:
                self.column.close()
            self.forget_certificate(but_of=holder_id)
            self._show(person)
            self.search.remember(person.holder)
            if other:
                self.search.clear()
            if then is not None:
                then(person)
            elif other:
                self.page.focus_set()

        view = self.column.view
        others = view is not None and view.person is not None and view.holder_id != holder_id
        if others and view is not None and view.dirty:
            self.desk.tell(sentence("Finish or cancel the open form first (Esc)."), ink="warning")
            return
        self._read(holder_id, card_id, show)
        self._coming = True

    def look_up(self, text: str) -> None:
        """Look up a scan; a certificate serves the workflow that is begun next."""

        def keep(holder_id: int) -> None:
            self._certificate = (holder_id, text)

        nobody = sentence("Nobody belongs to this scan.")
        self.search.look_up(
            text,
            nobody=lambda: self.desk.tell(nobody, ink="warning"),
            by_certificate=keep,
        )

    def certificate_scanned(self, holder_id: int) -> str:
        """Return the certificate this person was found by; empty if it was anything else."""
        whose, text = self._certificate
        return text if whose == holder_id else ""

    def forget_certificate(self, *, but_of: int = 0) -> None:
        """Keep no certificate longer than its holder stands here."""
        if self._certificate[0] != but_of:
            self._certificate = (0, "")

    def close_person(self) -> None:
        """Show nobody, ready for the next in the queue."""
        self._wanted += 1
        self._coming = False
        self.forget_certificate()
        self.column.close()
        self.person = None
        self.page.person = None
        self.page.grid_remove()
        self._welcome.grid()
        self.search.clear()
        self.search.grab()

    def start_by_key(self, key: str) -> bool:
        """Begin the workflow of a function key for the person shown."""
        offers = self.page.offers
        return self.person is not None and offers is not None and offers.start_by_key(key)

    def on_report(self, report: Report) -> None:
        """Hear what the print lane found."""
        if report.outcome != "waiting":
            self.refresh()

    def _read(self, holder_id: int, card_id: int | None, then: Callable[[Person], None]) -> None:
        self._wanted += 1
        wanted = self._wanted
        program = self.desk.program

        def read() -> Person:
            with program.store().reading() as books:
                return persons.read(books, holder_id, today=program.clock.today(), card_id=card_id)

        def failed(error: Exception) -> None:
            self._coming = False
            self.desk.failed(error)

        self.desk.lanes.run(
            "store",
            self,
            read,
            then=then,
            failed=failed,
            wanted=lambda: wanted == self._wanted,
        )

    def _show(self, person: Person) -> None:
        self.person = person
        self._welcome.grid_remove()
        self.page.show(person)
        self.page.grid(row=0, column=0, sticky="nsew")
