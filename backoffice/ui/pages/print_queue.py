"""The print queue of this desk: what waits, what is at a printer, what nobody has confirmed."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.print_jobs import JOB_STATE_NAMES, LIVE, JobKind
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import registry, theme, words
from backoffice.ui.offers import checked
from backoffice.ui.page import Page
from backoffice.ui.texts import Text, rule
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.print_jobs import PrintJob
    from backoffice.lane import Report

KIND_WORDS = {JobKind.CARD: N_("card"), JobKind.RECEIPT: N_("receipt"), JobKind.SLIP: N_("slip")}
_HEADS = (N_("What"), N_("Number"), N_("For"), N_("State"), N_("Since"), N_("What is known"))
_WIDTHS = (80, 112, 120, 112, 72, 240)


@dataclass(frozen=True, kw_only=True)
class _Row:
    job: PrintJob
    name: str


class PrintQueue(Page):
    """A list, and beside it what can be done with the job that is chosen."""

    title = N_("Print queue")
    order = 80
    right = Right.SERVE

    def build(self) -> None:
        """Lay out list and side."""
        self._rows: dict[str, _Row] = {}
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.columnconfigure(2, minsize=theme.px(self, 456)[0])
        left = ttk.Frame(self, padding=16)
        left.grid(row=0, column=0, sticky="nsew")
        left.columnconfigure(0, weight=1)
        left.rowconfigure(2, weight=1)
        Text(left, sentence("Printed at this desk"), font="Desk.Heading").grid(sticky="w")
        self._said = Text(left, ink="secondary", wrap=True)
        self._said.grid(sticky="ew", pady=(4, 12))
        self._list = self._make_list(left)
        self._list.grid(sticky="nsew")
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.column.grid(row=0, column=2, sticky="nsew")
        self.column.grid_propagate(False)
        self._side = ttk.Frame(self.column, padding=16)
        self._side.columnconfigure(0, weight=1)
        self.column.rest_with(self._side)
        words.on_switch(self, self._say)
        self._draw([])

    def opened(self) -> None:
        """Read the queue anew."""
        self.refresh()
        if self.column.view is None:
            self._list.focus_set()

    def refresh(self) -> None:
        """Read the queue again."""
        program, desk_id = self.desk.program, self.desk.session_place.id

        def read() -> list[_Row]:
            with program.store().reading() as books:
                return [
                    _Row(
                        job=job,
                        name=books.holders.get(job.holder_id).name if job.holder_id else "",
                    )
                    for job in books.jobs.at_desk(desk_id, LIVE)
                ]

        self.desk.lanes.run("store", self, read, then=self._draw, failed=self.desk.failed)

    def on_report(self, report: Report) -> None:  # noqa: ARG002  any of them may change the list
        """Hear what the print lane found."""
        self.refresh()

    def _make_list(self, parent: tk.Misc) -> ttk.Treeview:
        names = [f"c{n}" for n in range(1, len(_HEADS))]
        table = ttk.Treeview(
            parent, style="Plain.Treeview", columns=names, selectmode="browse", height=6
        )
        for name, width in zip(("#0", *names), theme.px(self, *_WIDTHS), strict=True):
            table.column(name, width=width, minwidth=48, stretch=name == names[-1])
        table.bind("<<TreeviewSelect>>", lambda _event: self._offer())
        return table

    def _draw(self, rows: list[_Row]) -> None:
        chosen = self._list.selection()
        self._rows = {str(row.job.id): row for row in rows}
        self._say()
        still = [iid for iid in chosen if iid in self._rows]
        self._list.selection_set(still or list(self._rows)[:1])
        self._offer()

    def _say(self) -> None:
        columns = ("#0", *self._list.cget("columns"))
        for column, head in zip(columns, _HEADS, strict=True):
            self._list.heading(column, text=_(head), anchor="w")
        chosen = self._list.selection()
        self._list.delete(*self._list.get_children())
        for iid, row in self._rows.items():
            job = row.job
            known = words.known(job.note)
            values = (
                job.number,
                row.name,
                _(JOB_STATE_NAMES[job.state]),
                job.created_at.astimezone().strftime("%H:%M"),
                _(known) if known else "",
            )
            self._list.insert("", "end", iid=iid, text=_(KIND_WORDS[job.kind]), values=values)
        self._list.selection_set([iid for iid in chosen if iid in self._rows])
        self._said.say(
            sentence(
                "Unconfirmed means that nobody has seen yet what came out. Nothing is sent twice."
            )
            if self._rows
            else sentence("Nothing waits and nothing is unconfirmed.")
        )

    def _offer(self) -> None:
        for child in self._side.winfo_children():
            child.destroy()
        chosen = self._list.selection()
        row = self._rows.get(chosen[0]) if chosen else None
        if row is not None:
            self._offer_job(row.job)

    def _offer_job(self, job: PrintJob) -> None:
        kind = sentence(KIND_WORDS[job.kind])
        self._title(sentence("Chosen: {kind} {number}", kind=kind, number=job.number))
        known = words.known(job.note)
        if known is not None:
            Text(self._side, known, ink="secondary", wrap=True).grid(sticky="ew", pady=(0, 8))
        for view in registry.all_views():
            offer = view.offer_job(job)
            if offer is not None:
                allowed = checked(self.desk, view, offer)
                self._button(
                    view.short or view.title,
                    partial(self.column.open, view, None, job=job),
                    allowed.why_not,
                )
        holder_id = job.holder_id
        if holder_id is not None:
            self._button(N_("Open the person"), lambda: self.desk.show_person(holder_id), None)

    def _title(self, said: Sentence) -> None:
        Text(self._side, said, font="Desk.Heading", wrap=True).grid(sticky="ew", pady=(8, 8))

    def _button(self, said: str, command: Callable[[], object], why_not: Sentence | None) -> None:
        button = ttk.Button(self._side, command=command)
        words.put(button, said)
        button.grid(sticky="w", pady=3)
        if why_not is not None:
            button.configure(state="disabled")
            Text(self._side, why_not, ink="secondary", font="Desk.Small", wrap=True).grid(
                sticky="ew", pady=(0, 4)
            )
