"""The camera's live picture: what it sees, what to do better, and what went wrong, in place."""

from __future__ import annotations

import tkinter as tk
from dataclasses import replace
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.measurements import FAULT_ADVICE
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.ui import theme
from backoffice.ui.camera_session import CameraSession
from backoffice.ui.live_picture import LivePicture
from backoffice.ui.measurements_table import MeasurementsTable
from backoffice.ui.notice import Notice
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from backoffice.domain.measurements import Measurements, PhotoFault
    from backoffice.ports.devices import Shot
    from backoffice.ui.desk import Desk
    from backoffice.ui.words import Said

_LOOK_MS = 50
_STEADY = 3
"""Shots in a row that must say the same: advice that jumps can't be read."""


class CameraPreview(ttk.Frame):
    """Runs while it can be seen, and only then: covered, left or closed, it lets the camera go.

    All waiting, grabbing and measuring is done in the lane ``camera``; the next shot is asked for
    when the last one is on the screen, so a slow screen never piles them up.

    Attributes:
        shot: The last one shown.
        failed: Whether the camera gave up and nobody tried again yet.
        side: Room beside the picture, above the figures.
    """

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self.shot: Shot | None = None
        self._session: CameraSession | None = None
        self.failed = False
        self._heard: PhotoFault | None = None
        self._times = 0
        self._next = ""
        self._lay_out()
        self.bind("<Destroy>", self._leave)
        self._timer = self.after_idle(self._look)

    def fit(self, height: int) -> None:
        """Take so many pixels of height."""
        room = height - self._advice_box.winfo_reqheight() - theme.px(self, 8)[0]
        self.picture.configure(height=max(room, theme.px(self, 120)[0]))

    def start(self) -> None:
        """Start the camera, anew if it runs or failed."""
        self.stop()
        self._session = CameraSession(self._desk.program)
        self._times = 0
        self._heard = None
        self._say(sentence("The camera starts…"), "secondary")
        self._ask()

    def stop(self) -> None:
        """Let the camera go and show nothing."""
        if self._next:
            self.after_cancel(self._next)
            self._next = ""
        session, self._session = self._session, None
        if session is not None:
            session.close()
        self.failed = False
        self.shot = None
        self.picture.clear()
        self._say("", "fg")
        self._figures.grid_remove()
        self._wrong.clear()
        self._wrong.place_forget()

    def _lay_out(self) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)  # what the figures need beyond the picture and its advice
        gap, lines, side, trouble = theme.px(self, 8, 72, 352, 440)
        self.picture = LivePicture(self)
        self.picture.grid(row=0, column=0, sticky="new")
        self._advice_box = ttk.Frame(self, height=lines)
        self._advice_box.grid_propagate(False)
        self._advice_box.grid(row=1, column=0, sticky="ew", pady=(gap, 0))
        self._advice_box.columnconfigure(0, weight=1)
        self._advice_box.rowconfigure(0, weight=1)
        self._advice = Text(self._advice_box, font="Desk.Name", wrap=True)
        self._advice.configure(anchor="center", justify="center")
        self._advice.grid(sticky="nsew")
        self.columnconfigure(1, minsize=side)
        right = ttk.Frame(self)
        right.grid(row=0, column=1, rowspan=3, sticky="new", padx=(2 * gap, 0))
        right.columnconfigure(0, weight=1)
        self.side = ttk.Frame(right)
        self.side.grid(sticky="ew", pady=(0, gap))
        self._figures = MeasurementsTable(right)
        self._figures.grid(sticky="ew")
        self._figures.grid_remove()
        self._wrong = Notice(self)
        self._trouble = trouble

    def _look(self) -> None:
        seen = bool(self.winfo_viewable())
        if seen and self._session is None and not self.failed:
            self.start()
        elif not seen and (self._session is not None or self.failed):
            self.stop()
        self._timer = self.after(_LOOK_MS, self._look)

    def _ask(self) -> None:
        self._next = ""
        session, room = self._session, self.picture.room
        if session is None:
            return
        self._desk.lanes.run(
            "camera",
            self,
            lambda: session.next(room),
            then=self._show,
            failed=self._fail,
            wanted=lambda: session is self._session,
        )

    def _show(self, shot: Shot) -> None:
        first = self.shot is None
        self.shot = shot
        self.picture.show(shot.frame, shot.guide, good=not shot.measured.faults)
        self._hear(shot.measured, at_once=first)
        # Tk paints when it is idle: what is asked for after that comes after the painting.
        self._next = self.after_idle(self._ask)

    def _hear(self, measured: Measurements, *, at_once: bool) -> None:
        fault = measured.faults[0] if measured.faults else None
        self._times = self._times + 1 if fault is self._heard else 1
        self._heard = fault
        if not at_once and self._times % _STEADY:
            return
        if fault is None:
            self._say(sentence("Good: hold still."), "success")
        else:
            self._say(sentence(FAULT_ADVICE[fault]), "fg")
        self._figures.show(replace(measured, faults=()))
        self._figures.grid()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, Fault):
            raise error
        self.stop()
        self.failed = True
        self._wrong.fail(error, self.start)
        self._wrong.place(in_=self.picture, relx=0.5, rely=0.5, anchor="center")
        self._wrong.place(width=min(self._trouble, self.picture.winfo_width()))

    def _say(self, said: Said, ink: str) -> None:
        self._advice.say(said)
        self._advice.paint(ink)

    def _leave(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            for timer in filter(None, (self._timer, self._next)):
                self.after_cancel(timer)
            session, self._session = self._session, None
            if session is not None:
                session.close()
