"""Card designs: what is printed where, seen on people and hard cases while it is changed."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain import design_files
from backoffice.domain.card_designs import Design, named
from backoffice.domain.documents import Bilingual, SpecimenSheet
from backoffice.domain.holders import HolderKind
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import dialogs, theme
from backoffice.ui.design_draft import DraftKeeper
from backoffice.ui.design_history import History
from backoffice.ui.design_list import DesignList
from backoffice.ui.design_side import Commands, DesignSide
from backoffice.ui.design_stage import DesignStage
from backoffice.ui.design_subject import face_of
from backoffice.ui.page import Page
from backoffice.ui.search_column import SearchColumn
from backoffice.ui.texts import rule
from backoffice.ui.views.card_design import CardDesign, CardDesignUse
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from backoffice.domain.card_designs import DesignVersion, HardCase
    from backoffice.domain.documents import CardFace
    from backoffice.ui.design_draft import Draft

_FIRST = "staff"
_PERSON = -1


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The designs there are, by reference, what was saved, and what is in force today."""

    designs: Sequence[str]
    versions: Mapping[str, DesignVersion]
    in_force: frozenset[str]
    cases: Sequence[HardCase]
    draft: Draft | None


class CardDesigns(Page):
    """People and elements on the left, the card in the middle, values and forms on the right."""

    title = N_("Card design")
    order = 96
    right = Right.ADMINISTER

    def build(self) -> None:
        """Lay out the three columns; the card gets what room there is."""
        self._known: _Known | None = None
        self._reference = ""
        self._person: Bilingual | None = None
        self._telling = False
        self._drafts = DraftKeeper(self, self.desk)
        self.history = History(Design(name=_FIRST, elements=()))
        self.rowconfigure(0, weight=1)
        left, right = theme.px(self, 296, 336)
        self.columnconfigure(0, minsize=left)
        self.columnconfigure(2, weight=1)
        self.columnconfigure(4, minsize=right)
        self._lay_out_left().grid(row=0, column=0, sticky="nsew")
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.stage = DesignStage(self, self.desk, self.history, warned=self._warned)
        self.stage.grid(row=0, column=2, sticky="nsew")
        self.stage.design.when_changed(self._choose_design)
        self.stage.subject.when_changed(self._choose_subject)
        rule(self, vertical=True).grid(row=0, column=3, sticky="ns")
        self.column.grid(row=0, column=4, sticky="nsew")
        self.column.grid_propagate(False)
        commands = Commands(
            save=self.save, put_in_force=self._put_in_force, specimens=self._specimens
        )
        self._side = DesignSide(self.column, self.history, commands)
        self.column.rest_with(self._side)
        self.history.changed = self._changed
        self._changed()

    @property
    def unsaved(self) -> bool:
        """Whether the design was changed, and neither saved nor kept."""
        return self.history.unsaved and self._drafts.behind

    def opened(self) -> None:
        """Read which designs there are; the keys go to the card."""
        self.refresh()
        if self.column.view is None:
            self.stage.card.focus_set()

    def refresh(self) -> None:
        """Read it again; the design under work stays as it is."""
        program = self.desk.program

        def read() -> _Known:
            with program.store().reading() as books:
                saved = {one.reference: one for one in books.designs.versions()}
                today = program.clock.today()
                force = frozenset(books.designs.in_force(kind, today) for kind in HolderKind)
                return _Known(
                    designs=[*books.designs.shipped, *saved],
                    versions=saved,
                    in_force=force,
                    cases=program.proofs().hard_cases(),
                    draft=self._drafts.read(),
                )

        self.desk.lanes.run("store", self, read, then=self._learn, failed=self.desk.failed)

    def typed(self, event: tk.Event[tk.Misc]) -> None:
        """Undo, do again, save."""
        if event.keysym.lower() == "z" and event.char == "\x1a":
            self.history.undo()
        elif event.keysym.lower() == "y" and event.char == "\x19":
            self.history.redo()
        elif event.keysym.lower() == "s" and event.char == "\x13":
            self.save()

    def on_scan(self, text: str) -> bool:
        """Show the design on whoever a scanned card or certificate belongs to."""
        nobody = sentence("Nobody belongs to this scan.")
        self.search.look_up(
            text,
            nobody=lambda: self.desk.tell(nobody, ink="warning"),
            by_certificate=lambda _holder_id: None,
        )
        return True

    # ── what is shown on whom ────────────────────────────────────────────────────────────────

    def _lay_out_left(self) -> ttk.Frame:
        left = ttk.Frame(self, style="Chrome.TFrame")
        left.columnconfigure(0, weight=1)
        left.rowconfigure(0, minsize=theme.px(self, 248)[0])
        left.rowconfigure(1, weight=1)
        left.grid_propagate(False)
        self.search = SearchColumn(left, self.desk, self._show_person)
        self.search.list.configure(height=3)
        self.search.grid(row=0, sticky="nsew")
        self.list = DesignList(left, self.history)
        self.list.grid(row=1, sticky="nsew", padx=16, pady=(0, 16))
        return left

    def _learn(self, known: _Known) -> None:
        first = self._known is None
        self._known = known
        self._offer()
        if first:
            self.stage.face = known.cases[0].face
            draft = known.draft
            of = draft.reference if draft is not None else _FIRST
            self._open(of if of in known.designs else _FIRST, draft)

    def _offer(self) -> None:
        known = self._known
        if known is None:
            return
        self._telling = True
        self.stage.design.offer([(one, partial(self._called, one)) for one in known.designs])
        if self._reference:
            self.stage.design.choose(self._reference)
            self._side.tell(
                known.versions.get(self._reference), in_force=self._reference in known.in_force
            )
        cases = [
            (at, Bilingual(en=f"{at + 1}. {case.title.en}", zh=f"{at + 1}. {case.title.zh}"))
            for at, case in enumerate(known.cases)
        ]
        person = [(_PERSON, self._person)] if self._person is not None else []
        self.stage.subject.offer([*person, *cases])
        self._telling = False

    def _called(self, reference: str) -> str:
        name, version = named(reference)
        said = _(sentence("version {number}", number=version) if version else "as shipped")
        force = self._known is not None and reference in self._known.in_force
        return f"{name} · {said}{' ✓' if force else ''}"

    def _choose_design(self) -> None:
        wanted = self.stage.design.read()
        if self._telling or wanted == self._reference:
            return
        if self.history.unsaved and not dialogs.confirm(
            self,
            sentence("This design was changed and not saved. Open another one all the same?"),
            yes=sentence("Discard the changes"),
            no=sentence("Keep on"),
            title=sentence("Card Center"),
        ):
            self._telling = True
            self.stage.design.choose(self._reference)
            self._telling = False
            return
        self._open(wanted)

    def _open(self, reference: str, draft: Draft | None = None) -> None:
        program, name = self.desk.program, named(reference)[0]

        def read() -> Design:
            with program.store().reading() as books:
                text = books.designs.text(reference)
            return design_files.read(text, name=name, file=reference)

        def opened(design: Design) -> None:
            self._reference = reference
            self._offer()
            if draft is None:
                self.history.open(design)
                return
            self._drafts.adopt(draft)
            self.history.open(design, draft.elements)
            self.desk.tell(
                sentence(
                    "Your unsaved changes of {at} are back; Ctrl+Z takes them away.",
                    at=draft.at.astimezone().strftime("%Y-%m-%d %H:%M"),
                ),
                ink="warning",
            )

        self.desk.lanes.run("store", self, read, then=opened, failed=self.desk.failed)

    def _choose_subject(self) -> None:
        at = self.stage.subject.read()
        if not self._telling and self._known is not None and at != _PERSON:
            self.stage.show_on(self._known.cases[at].face)

    def _show_person(self, holder_id: int, _card_id: int | None) -> None:
        program, known = self.desk.program, self._known
        if known is None:
            return

        def read() -> CardFace:
            with program.store().reading() as books:
                return face_of(books, holder_id, stand_in=known.cases[0].face.photo)

        def show(face: CardFace) -> None:
            said = f"{face.name} · {face.holder_number}"
            self._person = Bilingual(en=said, zh=said)
            self._offer()
            self._telling = True
            self.stage.subject.choose(_PERSON)
            self._telling = False
            self.stage.show_on(face)

        self.desk.lanes.run("store", self, read, then=show, failed=self.desk.failed)

    # ── what follows every change ────────────────────────────────────────────────────────────

    def _changed(self) -> None:
        self.list.side = self.stage.side
        self.list.draw()
        self.stage.draw()
        self._side.draw()
        if self._reference:
            self._keep()
        if self._known is not None:
            self.stage.trials.begin(self.history.design, self._known.cases)

    def _warned(self, elements: Collection[int]) -> None:
        self.list.warned = elements
        self.list.draw()

    # ── what is done with it ─────────────────────────────────────────────────────────────────

    def save(self) -> None:
        """Open the form that saves the design as a new version, if anything is new."""
        if not self.history.unsaved or self.column.view is not None:
            return
        view = self.column.open(CardDesign, None)
        assert isinstance(view, CardDesign)  # noqa: S101  made of this class
        view.take(lambda: self.history.design, self._saved)

    def _saved(self, design: Design, reference: str) -> None:
        self.history.mark_saved(design)
        self._reference = reference
        self._keep()
        self.refresh()

    def _keep(self) -> None:
        """Keep what is not saved, over another clerk's turn and a power cut."""
        if self.history.unsaved:
            self._drafts.keep(self._reference, self.history.design)
        else:
            self._drafts.forget()

    def _put_in_force(self) -> None:
        if self.history.unsaved:
            self.desk.tell(sentence("Save the design as a new version first."), ink="warning")
            return
        view = self.column.open(CardDesignUse, None)
        assert isinstance(view, CardDesignUse)  # noqa: S101  made of this class
        view.take(self._reference)

    def _specimens(self) -> None:
        path = dialogs.save_file(
            self,
            title=sentence("Write the specimens"),
            kinds=sentence("PDF files"),
            pattern="*.pdf",
            name=f"{self._reference.replace('@', '-')}.pdf",
        )
        if path is None:
            return
        design, program = self.history.design, self.desk.program
        sheet = SpecimenSheet(design=self._reference, design_toml=design_files.write(design))
        written = sentence("The specimens are in {path}.", path=str(path))
        self.desk.tell(sentence("The specimens are being drawn …"))
        self.desk.lanes.run(
            "files",
            self,
            lambda: program.save(sheet, path),
            then=lambda _nothing: self.desk.tell(written, ink="success"),
            failed=self.desk.failed,
        )
