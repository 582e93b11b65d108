"""The one write path: every change to the books is an action performed here, once.

The id is born with the form. However often a form is sent, and wherever the program or the network
dies, an action happens once or not at all, and its outcome can be asked for by its id.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from backoffice.domain.audit import VERSION, AuditRow
from backoffice.domain.places import require_in_service
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.texts import require_fit
from backoffice.domain.timeline import StoredAction
from backoffice.ports import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from backoffice.domain.roles import Actor
    from backoffice.domain.sheets import Sheet
    from backoffice.ports import Books, Clock, Store

R = TypeVar("R")
O = TypeVar("O")  # noqa: E741  R and O: request and outcome
_TRIES = 8
_AT_THE_COUNTER = frozenset({Right.SERVE, Right.OVERRIDE})


def new_action_id() -> str:
    """Return the id a form is born with."""
    return str(uuid.uuid4())


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The circumstances of one action."""

    action_id: str
    actor: Actor
    second: Actor | None
    now: datetime
    today: date

    @property
    def desk_id(self) -> int:
        """The desk it happens at.

        Raises:
            Refusal: It happens at no desk, and this needs one.
        """
        if self.actor.desk_id is None:
            raise Refusal(
                "no-desk",
                sentence("This can only be done at a desk."),
                advice=sentence("Open the window of a desk."),
            )
        return self.actor.desk_id

    def require_override(self, reason: str) -> None:
        """Do nothing if somebody who may make exceptions gave a reason for this one.

        Raises:
            Refusal: There is no reason, or nobody who may.
        """
        if not any(who and who.may(Right.OVERRIDE) for who in (self.actor, self.second)):
            raise Refusal(
                "needs-supervisor",
                sentence("A supervisor must approve this exception."),
                advice=sentence("Ask a supervisor to enter their password here."),
                recorded=True,
            )
        if not reason.strip():
            raise Refusal(
                "needs-reason",
                sentence("An exception needs a reason."),
                advice=sentence("Write in a few words why."),
            )


@dataclass(frozen=True, kw_only=True)
class Workflow(Generic[R, O]):
    """One kind of action: its audit code, the right it needs, its rule and its outcome type."""

    code: str
    right: Right
    run: Callable[[Books, Turn, R], O]
    outcome: type[O]
    preview: Callable[[Books, Turn, R], Sheet] | None = None


def closed_account() -> Refusal:
    """Return the refusal of an account that was closed."""
    return Refusal(
        "clerk-disabled",
        sentence("This account is closed."),
        advice=sentence("Ask the administrator."),
        recorded=True,
    )


def preview(
    store: Store,
    clock: Clock,
    workflow: Workflow[R, O],
    request: R,
    *,
    action_id: str,
    actor: Actor,
    second: Actor | None = None,
) -> Sheet:
    """Return the consequence sheet of ``request``; nothing is written.

    Raises:
        Refusal: A rule said no; the attempt is recorded if the refusal asks for it.
        Fault: The books could not be read.
    """
    if workflow.preview is None:
        msg = f"{workflow.code} has no consequence sheet"
        raise TypeError(msg)
    require_fit(request)
    turn = _turn(clock, action_id, actor, second)
    try:
        with store.reading() as books:
            _require_allowed(books, workflow.right, actor)
            return workflow.preview(books, turn, request)
    except Refusal as refusal:
        if refusal.recorded:
            _record_attempt(store, workflow, request, turn, refusal)
        raise


def perform(
    store: Store,
    clock: Clock,
    workflow: Workflow[R, O],
    request: R,
    *,
    action_id: str,
    actor: Actor,
    second: Actor | None = None,
) -> O:
    """Do the action once and return its outcome; asked again with the same id, return it again.

    Args:
        store: The books.
        clock: Tells when it happens.
        workflow: What is done.
        request: What the clerk asked for: a frozen dataclass. A ``holder_id`` in it files the
            action under the person; ``holder_ids`` of the outcome, under several.
        action_id: Born with the form.
        actor: Who does it, where.
        second: Who else put their word behind it, after giving their password.

    Raises:
        Refusal: A rule said no; nothing was written but, if the refusal asks for it, the attempt.
        Fault: The books could not be written.
    """
    require_fit(request)
    turn = _turn(clock, action_id, actor, second)
    holder_id: int | None = getattr(request, "holder_id", None)
    for _ in range(_TRIES):
        try:
            with store.writing(action_id, turn.now) as books:
                return _once(books, workflow, request, turn, holder_id)
        except Conflict:
            continue
        except Refusal as refusal:
            if refusal.recorded:
                _record_attempt(store, workflow, request, turn, refusal)
            raise
    raise Fault(
        "books-busy",
        sentence("The books were busy for too long. Confirm again: nothing is done twice."),
    )


def _once(
    books: Books, workflow: Workflow[R, O], request: R, turn: Turn, holder_id: int | None
) -> O:
    digest = books.journal.digest(_canonical(workflow, request))
    known = books.journal.find(turn.action_id)
    if known is not None:
        if known.request != digest:
            raise Refusal(
                "action-id-used",
                sentence("This form was already used for something else; nothing was done."),
                advice=sentence("Close it and begin again."),
            )
        return msgspec.json.decode(known.outcome, type=workflow.outcome)
    _require_allowed(books, workflow.right, turn.actor)
    if turn.second is not None:
        _require_enabled(books, turn.second)
    outcome = workflow.run(books, turn, request)
    text = msgspec.json.encode(outcome).decode()
    effects = books.journal.effects(turn.action_id, text)
    row = _seal(books, workflow, turn, request=digest, outcome="done", effects=effects)
    books.journal.record(
        StoredAction(
            id=turn.action_id,
            code=workflow.code,
            holder_id=holder_id,
            clerk_id=row.clerk_id,
            second_id=row.second_id,
            desk_id=row.desk_id,
            at=turn.now,
            request=digest,
            outcome=text,
            seq=row.seq,
        ),
        holder_ids=getattr(outcome, "holder_ids", ()),
    )
    books.journal.append(row)
    return outcome


def _require_allowed(books: Books, right: Right, actor: Actor) -> None:
    """Do nothing if the role carries the right, and neither desk nor account is closed."""
    actor.require(right)
    if actor.desk_id is not None and right in _AT_THE_COUNTER:
        require_in_service(books.places.desk(actor.desk_id))
    if right is not Right.SIGN_IN:  # who signs in is looked at there
        _require_enabled(books, actor)


def _require_enabled(books: Books, actor: Actor) -> None:
    if actor.clerk_id is not None and not books.clerks.get(actor.clerk_id).enabled:
        raise closed_account()


def _record_attempt(
    store: Store, workflow: Workflow[R, O], request: R, turn: Turn, refusal: Refusal
) -> None:
    for _ in range(_TRIES):
        try:
            with store.writing(turn.action_id, turn.now) as books:
                digest = books.journal.digest(_canonical(workflow, request))
                effects = hashlib.sha256(b"").hexdigest()
                row = _seal(
                    books,
                    workflow,
                    turn,
                    request=digest,
                    outcome=f"refused:{refusal.code}",
                    effects=effects,
                )
                books.journal.append(row)
        except Conflict:
            continue
        else:
            return


def _seal(
    books: Books,
    workflow: Workflow[R, O],
    turn: Turn,
    *,
    request: str,
    outcome: str,
    effects: str,
) -> AuditRow:
    seq, seal = books.journal.head()
    return AuditRow(
        seq=seq + 1,
        version=VERSION,
        action_id=turn.action_id,
        code=workflow.code,
        clerk_id=turn.actor.clerk_id,
        second_id=turn.second.clerk_id if turn.second else None,
        desk_id=turn.actor.desk_id,
        at=turn.now.astimezone(UTC).isoformat(timespec="microseconds"),
        outcome=outcome,
        request=request,
        effects=effects,
        previous=seal,
    )


def _turn(clock: Clock, action_id: str, actor: Actor, second: Actor | None) -> Turn:
    return Turn(
        action_id=action_id, actor=actor, second=second, now=clock.now(), today=clock.today()
    )


def _canonical(workflow: Workflow[R, O], request: R) -> bytes:
    return workflow.code.encode() + msgspec.json.encode(request, order="deterministic")
