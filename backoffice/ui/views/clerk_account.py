"""Accounts of clerks: entered, changed, closed, given a one-time password; shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from backoffice import actions
from backoffice.domain.clerks import Clerk, one_time_password
from backoffice.domain.roles import ROLE_NAMES, Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.section import RowView
from backoffice.ui.view import View
from backoffice.workflows import clerk_account

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backoffice.actions import Workflow

R = TypeVar("R")
O = TypeVar("O")  # noqa: E741  R and O: request and outcome
_ROLES = list(ROLE_NAMES.items())
_SIGN_INS = [(True, N_("may sign in")), (False, N_("may not sign in"))]


class EnterClerk(View):
    """Somebody new works here."""

    code = "user_add"
    title = N_("Enter a clerk")
    right = Right.ADMINISTER
    unfinished = False
    belongs: ClassVar[Mapping[str, str]] = {"login": "clerk"}

    def build(self) -> None:
        """Make the step of name and role, and that of the confirmation."""
        first = self.step("clerk", N_("Account"), action=N_("Go on"), act=self._look)
        first.text(
            "login",
            N_("Sign-in name"),
            explain=N_("What is typed to sign in; it can't be changed."),
            required=N_("Type the name to sign in with."),
        )
        first.text("name", N_("Full name"), explain=N_("It stands on receipts."))
        first.choice("role", N_("Role"), _ROLES)
        last = self.confirm_step(N_("Enter the clerk"), self._enter)
        self._said = last.note("", ink="fg")

    def _look(self) -> None:
        self._said.say(
            sentence(
                "{login} will work here as {role}.",
                login=self.read("login"),
                role=sentence(ROLE_NAMES[self.read("role")]),
            )
        )
        self.go("confirm")

    def _enter(self) -> None:
        login, name, role = self.read("login"), self.read("name"), self.read("role")

        def request(hashed: str) -> clerk_account.Entering:
            return clerk_account.Entering(login=login, name=name, role=role, password_hash=hashed)

        _give_password(self, clerk_account.ENTER, request, login)


class ChangeClerk(RowView[Clerk]):
    """Another role; closed, or open again."""

    code = "clerk_account"
    title = N_("Change the account")
    right = Right.ADMINISTER
    belongs: ClassVar[Mapping[str, str]] = {"own": "account"}

    def build(self) -> None:
        """Make the step of role and sign-in, which waits for the clerk, and the sheet."""
        self._clerk_id = 0
        self._first = self.step("account", N_("Account"), action=N_("Check"), act=self._check)
        self.sheet_step(N_("Change"), self._change)

    def about(self, row: Clerk) -> None:
        """Show the account as it is."""
        self._clerk_id = row.id
        self._first.note(lambda: f"{row.name}  {row.login}", ink="fg")
        self._first.choice("role", N_("Role"), _ROLES).choose(row.role)
        self._first.choice("enabled", N_("Sign-in"), _SIGN_INS).choose(row.enabled)
        self._first.begin()

    def _check(self) -> None:
        request = clerk_account.Request(
            clerk_id=self._clerk_id, role=self.read("role"), enabled=self.read("enabled")
        )
        self.consequences(clerk_account.WORKFLOW, request)

    def _change(self) -> None:
        self.confirm(
            clerk_account.WORKFLOW, lambda _outcome: self.finish(N_("The account is changed."))
        )


class ResetPassword(RowView[Clerk]):
    """Somebody forgot theirs."""

    code = "clerk_password"
    title = N_("Give a one-time password")
    right = Right.ADMINISTER

    def build(self) -> None:
        """Make the one step."""
        self._clerk: Clerk | None = None
        step = self.confirm_step(N_("Give it"), self._reset)
        self._said = step.note("", ink="fg")
        step.note(N_("The present password will not open anything any more."))

    def about(self, row: Clerk) -> None:
        """Say whose."""
        self._clerk = row
        self._said.say(sentence("{login} gets a password for one sign-in.", login=row.login))

    def _reset(self) -> None:
        clerk = self._clerk
        assert clerk is not None  # noqa: S101  opened for somebody

        def request(hashed: str) -> clerk_account.Resetting:
            return clerk_account.Resetting(clerk_id=clerk.id, password_hash=hashed)

        _give_password(self, clerk_account.RESET, request, clerk.login)


def _give_password(
    view: View,
    workflow: Workflow[R, O],
    request: Callable[[str], R],
    login: str,
) -> None:
    """Hash a password off the Tk thread, do the action with it, and show it this once."""
    program, actor, action_id = view.desk.program, view.desk.actor, view.action_id
    password = one_time_password()
    hashed: list[str] = []

    def give() -> str:
        # Sent again after a fault, it must be the same request: the first may have been written.
        if not hashed:
            hashed.append(program.passwords.hash(password))
        actions.perform(
            program.store(),
            program.clock,
            workflow,
            request(hashed[0]),
            action_id=action_id,
            actor=actor,
        )
        return password

    def told(password: str) -> None:
        view.desk.something_happened()
        view.finish(
            sentence(
                "{login} can sign in once with the password {password} and then chooses another.",
                login=login.strip().lower(),
                password=password,
            ),
            N_("It is shown only now. Tell it to nobody else."),
        )

    view.work(give, told, lane="passwords")
