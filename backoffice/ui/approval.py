"""A second person puts their word behind an exception, in place, with their own password."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.actions import new_action_id
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.ui import words
from backoffice.ui.fields import SecretField, TextField
from backoffice.ui.notice import Notice
from backoffice.ui.texts import Text
from backoffice.workflows import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.roles import Actor
    from backoffice.ui.desk import Desk


class Approval(ttk.Frame):
    """Asks for the name and password of somebody with ``right``; ``agreed`` gets who it was."""

    def __init__(
        self,
        parent: tk.Misc,
        desk: Desk,
        agreed: Callable[[Actor], None],
        *,
        right: Right = Right.OVERRIDE,
    ) -> None:
        super().__init__(parent, bootstyle="bordered", padding=12)
        self._desk = desk
        self._agreed = agreed
        self._right = right
        said = (
            sentence("A supervisor approves")
            if right is Right.OVERRIDE
            else sentence("A second person agrees")
        )
        Text(self, said, font="Desk.Strong").pack(anchor="w")
        self._login = TextField(self, sentence("Name"))
        self._login.pack(fill="x", pady=(8, 8))
        self._password = SecretField(self, sentence("Password"))
        self._password.pack(fill="x", pady=(0, 8))
        self._notice = Notice(self)
        self._notice.pack(fill="x")
        self._button = ttk.Button(self, command=self._ask)
        words.put(self._button, sentence("Approve"))
        self._button.pack(anchor="e", pady=(8, 0))
        for field in (self._login, self._password):
            field.entry.bind("<Return>", self._entered)
        self.after_idle(self._login.grab)

    def _entered(self, event: tk.Event[tk.Misc]) -> str:
        if event.widget is self._login.entry:
            self._password.grab()
        else:
            self._ask()
        return "break"

    def _ask(self) -> None:
        login, password = self._login.text, self._password.read()
        program, desk_id = self._desk.program, self._desk.actor.desk_id
        action_id, right = new_action_id(), self._right
        self._button.configure(state="disabled")
        self._desk.lanes.run(
            "passwords",
            self,
            lambda: sign_in.vouch(
                program.store(),
                program.clock,
                program.passwords,
                login=login,
                password=password,
                desk_id=desk_id,
                right=right,
                action_id=action_id,
            ),
            then=self._done,
            failed=self._failed,
        )

    def _done(self, second: Actor) -> None:
        self.pack_forget()
        self._agreed(second)

    def _failed(self, error: Exception) -> None:
        self._button.configure(state="normal")
        self._password.put("")
        if isinstance(error, Refusal):
            self._notice.refuse(error)
        elif isinstance(error, Fault):
            self._notice.fail(error, None)
        else:
            raise error
        self._password.grab()
