"""The entry page: applications to be answered; a scan says who may enter today (E2, E3)."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.decision_page import DecisionPage
from backoffice.ui.decision_side import Commands
from backoffice.ui.entry_check import Checked, EntryCheck, check
from backoffice.ui.entry_detail import EntryDetail
from backoffice.ui.entry_list import EntryList
from backoffice.ui.entry_side import EntrySide
from backoffice.ui.texts import Text
from backoffice.ui.views.entry_answer import EntryAnswer
from backoffice.ui.waiting_entries import Applied, WaitingEntries
from backoffice.workflows import entry_answer

if TYPE_CHECKING:
    from backoffice.ui.view import Offer, View

_LEFT, _RIGHT = 344, 336


class Entry(DecisionPage[Applied]):
    """The list, one application or the card scanned last, and what is answered."""

    title = N_("Entry")
    order = 30

    def build(self) -> None:
        """Lay out the three columns."""
        self._drawing = False
        self._scanned = 0
        self._holder_id: int | None = None
        listed = self.lay_out(EntryAnswer, left=_LEFT, right=_RIGHT)
        self.list = EntryList(listed, greyed=self.why_not is not None, told=self._looked)
        self.list.grid(sticky="nsew", pady=(8, 0))
        listed.rowconfigure(1, weight=1)
        self.detail = EntryDetail(self, self.desk, self._offer)
        self.check = EntryCheck(self, self.desk)
        self._nothing = Text(
            self, N_("No application waits for an answer."), ink="secondary", font="Desk.Heading"
        )
        commands = Commands(
            accept=self.accept,
            refuse=self.refuse,
            unmark=self.unmark,
            person=self._open_person,
        )
        self.side = EntrySide(self.column, commands, self.why_not)
        self.column.rest_with(self.side)
        self.offer_others()
        self.waiting = WaitingEntries(self, self.desk, self._changed)
        self.list.waiting = self.waiting

    def on_scan(self, text: str) -> bool:
        """Say whether the card that was scanned may enter today; the next scan replaces it."""
        program = self.desk.program
        self._scanned += 1
        wanted = self._scanned

        def look() -> Checked:
            with program.store().reading() as books:
                return check(books, text, program.clock.today())

        def answered(found: Checked) -> None:
            self.check.show(found)
            self._holder_id = found.holder.id
            self._put(self.check)

        def failed(error: Exception) -> None:
            if not isinstance(error, Refusal):
                self.desk.failed(error)
                return
            self._holder_id = None
            self.check.refuse(error)
            self._put(self.check)

        self.desk.lanes.run(
            "store",
            self,
            look,
            then=answered,
            failed=failed,
            wanted=lambda: wanted == self._scanned,
        )
        return True

    def offered(self, view: type[View]) -> Offer | None:
        """Return whether a workflow is begun from the applications."""
        return view.offer_entry()

    def seen(self, one: Applied) -> bool:
        """Tell whether it is on the screen, and not the answer to a scan."""
        return not self.check.winfo_manager() and self.detail.seen == one.application.id

    def accept(self) -> None:
        """Pass what is looked at, or all that are marked."""
        applied = self.subject()
        if applied:
            ids = tuple(one.application.id for one in applied)
            request = entry_answer.Request(application_ids=ids, passed=True)
            self.perform(entry_answer.WORKFLOW, request, self._answered)

    def refuse(self) -> None:
        """Ask for the reason of a refusal."""
        applied = self.subject()
        if applied:
            self.side.clear()
            view = self.column.open(EntryAnswer, None)
            assert isinstance(view, EntryAnswer)  # noqa: S101  made of this class
            view.about(applied, refused=self._forget)

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _changed(self) -> None:
        self.count.say(sentence("Waiting for an answer: {count}", count=self.waiting.count))
        self._drawing = True
        self.list.draw()
        self._drawing = False

    def _looked(self) -> None:
        """The list looks at another application, or marks changed."""
        one = self.list.chosen
        if self._drawing and self.check.winfo_manager():
            self._offer()  # nobody moved: the answer to the scan stays
            return
        self._holder_id = None
        if one is not None:
            self.detail.show(one)
        else:
            self.detail.forget()
        self._put(self._nothing if one is None else self.detail)

    def _put(self, shown: tk.Widget) -> None:
        for widget in (self.detail, self.check, self._nothing):
            widget.grid_remove()
        shown.grid(row=0, column=2, sticky="" if shown is self._nothing else "nsew")
        self._offer()

    def _offer(self) -> None:
        looking = self.list.chosen is not None and not self.check.winfo_manager()
        self.side.offer(
            chosen=looking,
            known=looking or self._holder_id is not None,
            marked=len(self.list.marked),
        )

    def _answered(self, outcome: entry_answer.Outcome) -> None:
        self._forget(outcome.application_ids)

    def _forget(self, application_ids: tuple[int, ...]) -> None:
        """Show the next one at once."""
        self.side.notice.tell(sentence("Answered: {count}.", count=len(application_ids)))
        self.waiting.drop(application_ids)

    def _open_person(self) -> None:
        one = self.list.chosen
        if self._holder_id is not None:
            self.desk.show_person(self._holder_id)
        elif one is not None:
            self.desk.show_person(one.holder.id)
