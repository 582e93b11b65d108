"""Choose a password of one's own before anything else."""

from __future__ import annotations

from backoffice.actions import new_action_id, perform
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import View
from backoffice.workflows import change_password


class ChangePassword(View):
    """One step: the new password, twice."""

    code = "change_password"
    title = N_("Choose a password")
    unfinished = False
    closable = False

    def build(self) -> None:
        """Make the form."""
        step = self.step("password", self.title, action=N_("Change and go on"), act=self._change)
        step.note(
            sentence(
                "Your password was given by somebody else. Choose one of at least {count} "
                "characters that only you know.",
                count=change_password.SHORTEST,
            )
        )
        step.secret("first", N_("New password"))
        step.secret("again", N_("New password, a second time"))

    def _change(self) -> None:
        clerk = self.desk.seated
        password = self.read("first")
        change_password.require_good(clerk.login, password, self.read("again"))
        program, actor, action_id = self.desk.program, self.desk.actor, new_action_id()

        def change() -> None:
            request = change_password.Request(password_hash=program.passwords.hash(password))
            perform(
                program.store(),
                program.clock,
                change_password.WORKFLOW,
                request,
                action_id=action_id,
                actor=actor,
            )

        self.work(change, lambda _none: self.desk.begin(), lane="passwords")
