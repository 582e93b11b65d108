"""Take a photo: the picture from lens or file, its frame, the sheet, and it waits for approval."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.photos import REASON_NAMES, PhotoReason, PhotoSource
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import theme, words
from backoffice.ui.camera_preview import CameraPreview
from backoffice.ui.crop_stage import CropStage, Cut, Taken, cut_out
from backoffice.ui.dialogs import choose_file
from backoffice.ui.fields import ChoiceField
from backoffice.ui.measurements_table import MeasurementsTable
from backoffice.ui.notice import Notice
from backoffice.ui.portrait import Portrait
from backoffice.ui.sheet import SheetTable
from backoffice.ui.texts import Text
from backoffice.ui.view import Offer, View
from backoffice.ui.words import _
from backoffice.ui.workflow_column import WorkflowColumn
from backoffice.workflows import take_photo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backoffice.ports.devices import Still
    from backoffice.ui.person import Person
    from backoffice.ui.steps import Step

_LARGEST = 8 * 1024 * 1024
_PATTERNS = ("*.jpg", "*.jpeg", "*.png", "*.JPG", "*.JPEG", "*.PNG")
_PORTRAIT = (232, 286)
_OPEN = sentence("Choose a file…")


class TakePhoto(View):
    """Picture, frame, sheet; it takes the place of the person's page, whose name stays.

    Attributes:
        preview: What the camera sees.
        cutting: What is cut out of the picture.
    """

    code = "take_photo"
    title = N_("Take a photo")
    short = N_("Photo")
    key = "F6"
    order = 40
    loss = N_("Discard the picture?")
    happenings: ClassVar[Mapping[str, str]] = {"take_photo": N_("Photo taken")}
    belongs: ClassVar[Mapping[str, str]] = {"photo-not-cut": "picture"}

    @classmethod
    def offer(cls, person: Person) -> Offer:  # noqa: ARG003  everybody with a record has a face
        """Offer it for everybody."""
        return Offer.yes()

    def build(self) -> None:
        """Make the three steps, and ask whether there was a photo before."""
        self._taken: Taken | None = None
        self._cut: Cut | None = None
        self._say_who()
        self._build_picture()
        self._build_crop()
        self._build_confirm()
        self._scroller.bind("<Configure>", self._fit, add=True)
        if isinstance(self.master, WorkflowColumn):
            self.master.make_room(wide=True)
        self.go("picture")
        self.work(self._had_photo, self._offer_reasons)

    @property
    def dirty(self) -> bool:
        """Whether a picture would be lost: who it shows may have left."""
        return not self.finished and self._taken is not None

    def on_refusal(self, refusal: Refusal) -> None:
        """Ask again what may be chosen: another desk took the first photo meanwhile."""
        if refusal.code == "photo-reason":
            self.desk.lanes.run(
                "store",
                self,
                self._had_photo,
                then=self._offer_reasons,
                failed=self.desk.failed,
            )

    def entered(self, step: str) -> None:
        """Offer a file in the first step only."""
        super().entered(step)
        if step == "picture":
            self._file.grid(row=0, column=0)
        else:
            self._file.grid_remove()

    def open_file(self) -> None:
        """Take a picture from a file in place of the camera's."""
        if self.waiting or self.current is not self.steps["picture"]:
            return
        path = choose_file(
            self, title=sentence("Photo"), kinds=sentence("Pictures"), patterns=_PATTERNS
        )
        if path is None or not self.winfo_exists():
            return
        studio = self.desk.program.studio
        self.work(
            lambda: _prepared(studio().open(_read(path)), PhotoSource.FILE),
            self._crop,
            lane="camera",
        )

    # ── the steps ────────────────────────────────────────────────────────────────────────────

    def _say_who(self) -> None:
        assert self.person is not None  # noqa: S101  offered on a person's page only
        holder = self.person.holder
        who = self._who = ttk.Frame(self)
        name = Text(who, font="Desk.Heading")
        name.show(" ".join(dict.fromkeys(filter(None, (holder.name, holder.name_latin)))))
        name.pack(anchor="e")
        more = Text(who, ink="secondary", font="Desk.Small")
        more.show(f"{holder.number} · {holder.unit_name}")
        more.pack(anchor="e")
        who.place(relx=1, y=0, anchor="ne")

    def _build_picture(self) -> None:
        step = self.step(
            "picture", N_("Picture"), action=N_("Take the picture"), act=self._take_picture
        )
        self.preview = CameraPreview(step.body, self.desk)
        self.preview.pack(fill="x")
        # In the place of "Back", which the first step has not.
        self._file = ttk.Button(self._footer, command=self.open_file)
        words.put(self._file, lambda: f"{_(_OPEN)}   Ctrl+O")
        step.bind("<Key-space>", lambda _event: self.act())
        step.notice.bind("<Configure>", self._fit)

    def _build_crop(self) -> None:
        step = self.step("crop", N_("Crop"), action=N_("Use this picture"), act=self._look)
        self.cutting = CropStage(step.body, self.desk)
        self.cutting.pack(fill="x")
        self.cutting.frame.hear(step)
        step.notice.bind("<Configure>", self._fit, add=True)

    def _build_confirm(self) -> None:
        step = self.confirm_step(
            N_("Send for approval"), lambda: self.confirm(take_photo.WORKFLOW, self._done)
        )
        body = step.body
        body.columnconfigure(1, weight=1)
        gap, side = theme.px(self, 24, 272)
        body.columnconfigure(2, minsize=side)
        self._pictures = ttk.Frame(body)
        self._pictures.grid(row=0, column=0, sticky="nw")
        middle = ttk.Frame(body)
        middle.grid(row=0, column=1, sticky="new", padx=gap)
        self._doubts = Notice(middle)
        self._doubts.pack(fill="x", pady=(0, 8))
        self._sheet = SheetTable(middle)
        self._sheet.pack(fill="x")
        self._table = MeasurementsTable(body)
        self._table.grid(row=0, column=2, sticky="new")

    def _had_photo(self) -> bool:
        with self.desk.program.store().reading() as books:
            return bool(books.photos.of_holder(self.holder_id))

    def _offer_reasons(self, had_photo: bool) -> None:  # noqa: FBT001  an answer of the lane
        change = [PhotoReason.NOT_RECOGNISED, PhotoReason.WISH]
        reasons = change if had_photo else [PhotoReason.FIRST]
        options = [(one, REASON_NAMES[one]) for one in reasons]
        fields = self.steps["picture"].fields
        if "reason" in fields:
            fields["reason"].destroy()
        fields["reason"] = ChoiceField(self.preview.side, N_("Reason"), options)
        fields["reason"].pack(fill="x", pady=(0, 8))

    def _fit(self, _event: tk.Event[tk.Misc]) -> None:
        """Give the pictures the height that is left beside what is said."""
        height = self._scroller.winfo_height()
        for name, stage in (("picture", self.preview), ("crop", self.cutting)):
            stage.fit(height - _said(self.steps[name]))

    # ── what the buttons do ──────────────────────────────────────────────────────────────────

    def _take_picture(self) -> None:
        shot = self.preview.shot
        if shot is None:
            self.preview.start()  # Enter tries again where there was no camera
            return
        self.work(lambda: _prepared(shot.still(), PhotoSource.CAMERA), self._crop, lane="camera")

    def _crop(self, taken: Taken) -> None:
        self.preview.stop()
        self._taken = taken
        self.go("crop")
        self.cutting.open(taken)

    def _look(self) -> None:
        if self.cutting.cut is not None:
            self._ask(self.cutting.cut)
            return
        taken, crop, studio = (
            self.cutting.taken,
            self.cutting.frame.crop,
            self.desk.program.studio,
        )
        if taken is None or crop is None:
            raise Refusal(
                "no-picture",
                sentence("There is no picture yet."),
                advice=sentence("Take one first, or choose a file."),
            )
        self.work(lambda: cut_out(studio(), taken.still, crop), self._ask, lane="camera")

    def _ask(self, cut: Cut) -> None:
        assert self._taken is not None  # noqa: S101  nothing was cut before it was taken
        self._cut = cut
        request = take_photo.Request(
            holder_id=self.holder_id,
            portrait=cut.portrait,
            source=self._taken.source,
            reason=self.read("reason"),
            measured=cut.measured,
        )
        self._show_portraits(cut)
        self.consequences(take_photo.WORKFLOW, request)

    def _show_portraits(self, cut: Cut) -> None:
        assert self.person is not None  # noqa: S101  as in build
        for child in self._pictures.winfo_children():
            child.destroy()
        Portrait(self._pictures, self.desk, cut.portrait, size=_PORTRAIT).pack(anchor="w")
        if self.person.picture is not None:
            Text(self._pictures, sentence("Photo so far"), ink="secondary", font="Desk.Small").pack(
                anchor="w", pady=(8, 2)
            )
            Portrait(self._pictures, self.desk, self.person.picture).pack(anchor="w")
        self._table.show(cut.measured)
        if cut.measured.faults:
            self._doubts.warn(
                sentence("Something is wrong with this picture."),
                sentence("Better take it again; whoever approves photos decides."),
            )
        else:
            self._doubts.clear()

    def _done(self, _outcome: take_photo.Outcome) -> None:
        self._taken = None
        self._who.place_forget()
        if isinstance(self.master, WorkflowColumn):
            self.master.make_room(wide=False)
        self.finish(
            sentence("Waiting for approval."),
            sentence("Gates use it the day after it is approved."),
        )


def _prepared(still: Still, source: PhotoSource) -> Taken:
    return Taken(still=still, source=source, automatic=still.automatic_crop())


def _read(path: Path) -> bytes:
    """Return the file, or a little more of it than may be opened."""
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except OSError as error:
        raise Fault(
            "file-unreadable",
            sentence("This file can't be read. Choose another one, or copy it to this computer."),
        ) from error


def _said(step: Step) -> int:
    return step.notice.winfo_reqheight() + theme.px(step, 16)[0]
