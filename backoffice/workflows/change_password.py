"""Give oneself a password of one's own; one that somebody else gave is good for one sign-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

SHORTEST = 10


@dataclass(frozen=True, kw_only=True)
class Request:
    """The hash of the new password; the password itself never leaves the desk's memory."""

    password_hash: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Whose password it is."""

    clerk_id: int


def require_good(login: str, password: str, repeated: str) -> None:
    """Do nothing if ``password`` may become one; asked before it is hashed.

    Raises:
        Refusal: It is too short, is the name, or was typed differently the second time.
    """
    if len(password) < SHORTEST:
        raise Refusal(
            "password-short",
            sentence("A password has at least {count} characters.", count=SHORTEST),
            advice=sentence("Three or four words are easy to remember and hard to guess."),
        )
    if password.strip().casefold() == login.strip().casefold():
        raise Refusal(
            "password-is-name",
            sentence("The password must not be the name."),
            advice=sentence("Think of another one."),
        )
    if password != repeated:
        raise Refusal(
            "password-differs",
            sentence("The two typings differ."),
            advice=sentence("Type it twice alike."),
        )


def change(books: Books, turn: Turn, request: Request) -> Outcome:
    """Replace the password of the clerk who is signed in.

    Raises:
        Refusal: Nobody is signed in.
    """
    if turn.actor.clerk_id is None:
        raise Refusal(
            "nobody-signed-in",
            sentence("Nobody is signed in."),
            advice=sentence("Sign in first."),
        )
    clerk = books.clerks.get(turn.actor.clerk_id)
    books.clerks.set_password(clerk, request.password_hash, must_change=False)
    return Outcome(clerk_id=clerk.id)


WORKFLOW = Workflow(code="change_password", right=Right.SIGN_IN, run=change, outcome=Outcome)
