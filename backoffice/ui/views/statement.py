"""Make a statement: the period and the form, a look at the balances, then file or slip."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.actions import Turn
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.procedures import statement as reading
from backoffice.ui import words
from backoffice.ui.dialogs import choose_folder
from backoffice.ui.view import Offer, View
from backoffice.ui.words import _
from backoffice.workflows import statement
from backoffice.workflows.statement import FORM_NAMES, Form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person

_OPEN = N_("Choose the folder")
_A_YEAR = timedelta(days=365)


class StatementForm(View):
    """Everything in the accounts of a person, each figure with its source."""

    code = "statement"
    title = N_("Statement of account")
    short = N_("Statement")
    key = "Shift+F9"
    order = 85
    happenings: ClassVar[Mapping[str, str]] = {"statement": N_("Statement made")}
    belongs: ClassVar[Mapping[str, str]] = {"period": "period", "statement-long": "period"}

    @classmethod
    def offer(cls, person: Person) -> Offer:  # noqa: ARG003  everybody may ask for theirs
        """Offer it to everybody."""
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the period and the form, and the sheet."""
        today = self.desk.program.clock.today()
        first = self.step("period", N_("Period"), action=N_("Look"), act=self._look)
        first.day("start", N_("From")).start((today - _A_YEAR).isoformat())
        first.day("end", N_("Until")).start(today.isoformat())
        form = first.choice("form", N_("Form"), [(one, FORM_NAMES[one]) for one in Form])
        self._folder = first.text(
            "folder", N_("Folder"), required=N_("Choose the folder for the file.")
        )
        self._folder.start(str(self.desk.program.settings.folder / "statements"))
        self._choose = ttk.Button(first.body, command=self.open_file)
        words.put(self._choose, lambda: f"{_(_OPEN)}   Ctrl+O")
        self._choose.pack(anchor="w", pady=(0, 16))
        form.when_changed(self._fit_folder)
        self._form = form
        self.sheet_step(N_("Make it"), self._make)

    def open_file(self) -> None:
        """Choose the folder."""
        if self.waiting or self.finished:
            return
        chosen = choose_folder(self, title=sentence("Folder for the statement"))
        if chosen is not None and self.winfo_exists():
            self._folder.put(str(chosen))

    def _fit_folder(self) -> None:
        """Show the folder only where there will be a file."""
        self._folder.pack_forget()
        self._choose.pack_forget()
        if self._form.read() is Form.FILE:
            self._folder.pack(fill="x", pady=(0, 12))
            self._choose.pack(anchor="w", pady=(0, 16))

    def _day(self, field: str) -> date:
        day: date | None = self.read(field)
        if day is None:
            raise Refusal(
                "period-open",
                sentence("A statement needs its first and its last day."),
                advice=sentence("Type both days."),
                rule="R3",
                source="FAQ 2",
            )
        return day

    def _look(self) -> None:
        request = statement.Request(
            holder_id=self.holder_id,
            start=self._day("start"),
            end=self._day("end"),
            form=self._form.read(),
        )
        self.consequences(statement.WORKFLOW, request)

    def _make(self) -> None:
        self.confirm(statement.WORKFLOW, self._made)

    def _made(self, outcome: statement.Outcome) -> None:
        if outcome.slip:
            self.finish(sentence("Slip {number} is printing.", number=outcome.slip))
            return
        program = self.desk.program
        turn = Turn(
            action_id=self.action_id,
            actor=self.desk.actor,
            second=None,
            now=program.clock.now(),
            today=program.clock.today(),
        )
        folder = Path(self.read("folder")).expanduser()

        def save() -> Path:
            days = {"start": outcome.start, "end": outcome.end}
            with program.store().reading() as books:
                found = reading.read(books, turn, outcome.holder_id, **days)
                number = books.holders.get(outcome.holder_id).number
            path = folder / f"statement-{number}-{outcome.start}-{outcome.end}.pdf"
            _prepare(folder)
            program.save(found, path)
            return path

        self.work(
            save,
            lambda path: self.finish(
                sentence("The statement is in {path}.", path=str(path)),
                sentence("Print it or send it, then delete the file."),
            ),
            lane="files",
        )


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(
            "folder-unwritable",
            sentence("The folder {path} can't be made.", path=str(folder)),
        ) from error
