"""Accounts of the people who work here: entered, changed, closed, given a one-time password."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import ROLE_NAMES, Right, Role
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.clerks import Clerk
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

_LONGEST = 60
_MAY, _MAY_NOT = sentence("may sign in"), sentence("may not sign in")


@dataclass(frozen=True, kw_only=True)
class Entering:
    """Who is entered.

    Attributes:
        unless_one: Enter nobody if somebody with this role can sign in already.
    """

    login: str
    name: str
    role: Role
    password_hash: str = field(repr=False)
    unless_one: bool = False


@dataclass(frozen=True, kw_only=True)
class Entered:
    """The clerk's row, None if nobody was entered."""

    clerk_id: int | None


@dataclass(frozen=True, kw_only=True)
class Request:
    """Whose account is to be like this; ``enabled`` is whether it can sign in."""

    clerk_id: int
    role: Role
    enabled: bool
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Resetting:
    """Whose password is replaced by one that is good for one sign-in."""

    clerk_id: int
    password_hash: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The account as it is now."""

    clerk_id: int
    role: Role
    enabled: bool


def enter(books: Books, turn: Turn, request: Entering) -> Entered:  # noqa: ARG001  one signature
    """Enter a clerk who must change the password at the first sign-in.

    Raises:
        Refusal: The name is taken, empty or too long.
    """
    if request.unless_one and somebody(books, request.role):
        return Entered(clerk_id=None)
    login = request.login.strip()
    if not login or len(login) > _LONGEST or not login.isprintable():
        raise Refusal(
            "login-unusable",
            sentence("A sign-in name has between 1 and {most} printable signs.", most=_LONGEST),
            advice=sentence("Choose another name."),
        )
    clerk = books.clerks.add(
        login=login,
        name=request.name.strip() or login,
        role=request.role,
        password_hash=request.password_hash,
    )
    return Entered(clerk_id=clerk.id)


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    clerk = _other(books, turn, request.clerk_id)
    lines = (
        Line(
            label=sentence("Role"),
            before=sentence(ROLE_NAMES[clerk.role]),
            after=sentence(ROLE_NAMES[request.role]),
        ),
        Line(
            label=sentence("Sign-in"),
            before=_MAY if clerk.enabled else _MAY_NOT,
            after=_MAY if request.enabled else _MAY_NOT,
        ),
    )
    notes: tuple[Sentence, ...] = ()
    if not request.enabled:
        notes = (sentence("Whoever is signed in with it can do nothing more from now on."),)
    elif request.role is not clerk.role:
        notes = (sentence("The new role holds from the next sign-in on."),)
    return Sheet(title=sentence("Account {login}", login=clerk.login), lines=lines, notes=notes)


def change(books: Books, turn: Turn, request: Request) -> Outcome:
    """Change the role of an account, close it or open it again.

    Raises:
        Refusal: It is the own account, or it was changed since the sheet was shown.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    clerk = books.clerks.get(request.clerk_id)
    books.clerks.change(clerk, role=request.role, enabled=request.enabled)
    return Outcome(clerk_id=clerk.id, role=request.role, enabled=request.enabled)


def reset(books: Books, turn: Turn, request: Resetting) -> Outcome:
    """Replace a password by one that is good for one sign-in; what was mistyped is forgiven.

    Raises:
        Refusal: It is the own account, or it is closed.
    """
    clerk = _other(books, turn, request.clerk_id)
    if not clerk.enabled:
        raise Refusal(
            "account-closed",
            sentence("The account {login} is closed.", login=clerk.login),
            advice=sentence("Let it sign in again first."),
        )
    books.clerks.set_password(clerk, request.password_hash, must_change=True)
    books.clerks.record_sign_in(clerk, failures=0, locked_until=None)
    return Outcome(clerk_id=clerk.id, role=clerk.role, enabled=clerk.enabled)


def somebody(books: Books, role: Role) -> bool:
    """Tell whether anybody with this role can sign in."""
    return any(clerk.enabled and clerk.role is role for clerk in books.clerks.everyone())


WORKFLOW = Workflow(
    code="clerk_account", right=Right.ADMINISTER, run=change, outcome=Outcome, preview=preview
)
ENTER = Workflow(code="user_add", right=Right.ADMINISTER, run=enter, outcome=Entered)
RESET = Workflow(code="clerk_password", right=Right.ADMINISTER, run=reset, outcome=Outcome)


def _other(books: Books, turn: Turn, clerk_id: int) -> Clerk:
    """Return somebody else: so there is always an administrator left who can sign in."""
    if clerk_id == turn.actor.clerk_id:
        raise Refusal(
            "own-account",
            sentence("Nobody changes the own account."),
            advice=sentence("Ask another administrator."),
        )
    return books.clerks.get(clerk_id)
