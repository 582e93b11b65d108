"""Sit down at the desk: name and password; the same form unlocks a locked desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.actions import new_action_id
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import View
from backoffice.workflows import sign_in

if TYPE_CHECKING:
    from backoffice.domain.clerks import Clerk
    from backoffice.domain.refusal import Refusal


class SignIn(View):
    """One step; whoever unlocks with another name starts afresh."""

    code = "sign_in"
    title = N_("Sign in")
    unfinished = False
    closable = False

    def build(self) -> None:
        """Make the form; say what must be known at the first start and on example books."""
        step = self.step("sign_in", self.title, action=N_("Sign in"), act=self._try)
        locked = self.desk.session
        if locked is not None:
            step.note(
                sentence(
                    "Locked. {name} is at work; the form is kept. Others start afresh.",
                    name=locked.clerk.name,
                )
            )
        self._login = step.text("name", N_("Name"), required=N_("Type your name."))
        self._password = step.secret("password", N_("Password"))
        if locked is not None:
            self._login.start(locked.clerk.login)
        first = self.desk.first_start
        if first is not None:
            step.notice.tell(
                sentence(
                    "First start: sign in as {login} with the password {password}",
                    login=first.login,
                    password=first.password,
                ),
                sentence("It is shown only now and good for one sign-in."),
                *(
                    [
                        sentence(
                            "Print {path} and keep it in a safe: it is the key of these books.",
                            path=str(first.recovery_sheet),
                        )
                    ]
                    if first.recovery_sheet
                    else []
                ),
            )
        elif self.desk.example and locked is None:
            step.notice.tell(
                sentence("Example books: lina, zhang, admin or auditor, password card-center")
            )

    def on_refusal(self, refusal: Refusal) -> None:  # noqa: ARG002  any of them
        """Empty the password; the name stays."""
        self._password.put("")
        self._password.grab()

    def _try(self) -> None:
        program, place = self.desk.program, self.desk.here
        login, password = self.read("name"), self.read("password")
        desk_id = place.id if place else None
        action_id = new_action_id()
        self.work(
            lambda: sign_in.attempt(
                program.store(),
                program.clock,
                program.passwords,
                login=login,
                password=password,
                desk_id=desk_id,
                action_id=action_id,
            ),
            self._seated,
            lane="passwords",
        )

    def _seated(self, clerk: Clerk) -> None:
        self.desk.signed_in(clerk)
