"""Sign a clerk in at a desk: the password is checked outside, the outcome is an action like any."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backoffice.actions import Workflow, closed_account, new_action_id, perform
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.clerks import Clerk
    from backoffice.ports import Books, Clock, Passwords, Store

FREE_TRIES = 2
"""Wrong passwords in a row that cost nothing but the time of typing."""
_LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who tried, and whether the password fits.

    Attributes:
        clerk_id: None for a name nobody has.
        checked: The hash the password was checked against; it may have been changed meanwhile.
    """

    clerk_id: int | None
    matched: bool
    checked: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of it.

    Attributes:
        accepted: Whether the clerk is signed in.
        wait_until: No further try before this moment.
    """

    clerk_id: int
    accepted: bool
    wait_until: datetime | None = None


def attempt(
    store: Store,
    clock: Clock,
    passwords: Passwords,
    *,
    login: str,
    password: str,
    desk_id: int | None,
    action_id: str,
) -> Clerk:
    """Return the clerk who may sit down, or refuse; both are in the audit.

    The slow check of the password happens outside every transaction.

    Raises:
        Refusal: Name or password is wrong, the account is closed, or it is too early to try again.
        Fault: The books can't be reached.
    """
    with store.reading() as books:
        clerk = books.clerks.by_login(login)
    if clerk is not None:
        _require_waited(clerk, clock.now())
    if clerk is not None:
        checked, matched = clerk.password_hash, passwords.matches(clerk.password_hash, password)
    else:  # hashing costs what matching costs: an unknown name is refused no faster
        checked, matched = passwords.hash(password)[:0], False
    request = Request(clerk_id=clerk.id if clerk else None, matched=matched, checked=checked)
    actor = Actor(
        clerk_id=request.clerk_id,
        name=clerk.name if clerk else "",
        role=clerk.role if clerk else Role.CLERK,
        desk_id=desk_id,
    )
    outcome = perform(store, clock, WORKFLOW, request, action_id=action_id, actor=actor)
    if not outcome.accepted:
        raise _wrong(outcome.wait_until, clock.now())
    with store.reading() as books:
        return books.clerks.get(outcome.clerk_id)


def vouch(
    store: Store,
    clock: Clock,
    passwords: Passwords,
    *,
    login: str,
    password: str,
    desk_id: int | None,
    right: Right,
    action_id: str,
) -> Actor:
    """Return who puts their word behind an exception, after their password was checked.

    Raises:
        Refusal: As for ``attempt``, or the role does not carry ``right``.
    """
    clerk = attempt(
        store,
        clock,
        passwords,
        login=login,
        password=password,
        desk_id=desk_id,
        action_id=action_id,
    )
    actor = Actor(clerk_id=clerk.id, name=clerk.name, role=clerk.role, desk_id=desk_id)
    actor.require(right)
    return actor


def note(books: Books, turn: Turn, request: Request) -> Outcome:
    """Write down how a sign-in went, and from the third wrong password on let it wait longer.

    Raises:
        Refusal: Nobody has this name, the account is closed, or it is too early to try again.
    """
    if request.clerk_id is None:
        raise _wrong(None, turn.now, recorded=True)
    clerk = books.clerks.get(request.clerk_id)
    _require_waited(clerk, turn.now)
    if not request.matched or clerk.password_hash != request.checked:
        failures = clerk.failures + 1
        pause = wait_after(failures)
        until = turn.now + pause if pause else None
        books.clerks.record_sign_in(clerk, failures=failures, locked_until=until)
        return Outcome(clerk_id=clerk.id, accepted=False, wait_until=until)
    if not clerk.enabled:
        raise closed_account()
    books.clerks.record_sign_in(clerk, failures=0, locked_until=None)
    return Outcome(clerk_id=clerk.id, accepted=True)


def wait_after(failures: int) -> timedelta:
    """Return how long nobody may try after so many wrong passwords in a row: 2, 4, 8 … seconds."""
    if failures <= FREE_TRIES:
        return timedelta()
    doublings = min(failures - FREE_TRIES, 16)
    return min(timedelta(seconds=2**doublings), _LONGEST_WAIT)


@dataclass(frozen=True, kw_only=True)
class LanguageChosen:
    """The language a clerk works in, ``en`` or ``zh_CN``."""

    language: str


def remember_language(books: Books, turn: Turn, request: LanguageChosen) -> LanguageChosen:
    """Keep the clerk's choice for the next time."""
    if turn.actor.clerk_id is not None:
        books.clerks.set_language(books.clerks.get(turn.actor.clerk_id), request.language)
    return request


def choose_language(store: Store, clock: Clock, actor: Actor, language: str) -> None:
    """Keep the language a clerk chose."""
    request = LanguageChosen(language=language)
    perform(store, clock, LANGUAGE, request, action_id=new_action_id(), actor=actor)


WORKFLOW = Workflow(code="sign_in", right=Right.SIGN_IN, run=note, outcome=Outcome)
LANGUAGE = Workflow(
    code="choose_language", right=Right.SIGN_IN, run=remember_language, outcome=LanguageChosen
)


def _require_waited(clerk: Clerk, now: datetime) -> None:
    if clerk.locked_until is not None and now < clerk.locked_until:
        raise Refusal(
            "sign-in-too-early",
            sentence("After wrong passwords this name has to wait."),
            advice=sentence("Try again in {seconds} s.", seconds=_seconds(clerk.locked_until, now)),
        )


def _wrong(until: datetime | None, now: datetime, *, recorded: bool = False) -> Refusal:
    advice = sentence("Type both again.")
    if until is not None:
        advice = sentence("Try again in {seconds} s.", seconds=_seconds(until, now))
    return Refusal(
        "sign-in-wrong",
        sentence("Name or password is wrong."),
        advice=advice,
        recorded=recorded,
    )


def _seconds(until: datetime, now: datetime) -> int:
    return max(1, -int(-(until - now).total_seconds() // 1))
