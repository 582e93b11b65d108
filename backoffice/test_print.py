"""Print a test page: whether a printer prints where and how it should, seen on paper or plastic.

It is no job of the queue: nobody waits for it, no number hangs on it, and it must come out while
the queue of that printer stands still. Paper is no business of the books. A card is, for it uses up
a blank: that is booked as a test card before the first byte leaves, and booked back only when it is
certain that the printer took nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from backoffice.actions import Workflow, new_action_id, perform
from backoffice.domain.documents import PrinterTest
from backoffice.domain.ledger import AccountKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.procedures.blanks import feed_blank, post, ready

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.actions import Turn
    from backoffice.domain.roles import Actor
    from backoffice.domain.settings import Settings
    from backoffice.ports import Books, Clock, Delivery, Printers, PrinterState, Store


@dataclass(frozen=True, kw_only=True)
class CardTaken:
    """Request of the action that takes a blank for a test page.

    Attributes:
        printer: Name of the printer.
    """

    printer: str


@dataclass(frozen=True, kw_only=True)
class Untaken:
    """Request of the action that books the blank of a test page back.

    Attributes:
        action_id: Of the action that took it.
    """

    action_id: str


@dataclass(frozen=True, kw_only=True)
class Blank:
    """Outcome of both actions: where the blank was taken from."""

    source: str


def page_of(settings: Settings, name: str, clock: Clock) -> PrinterTest:
    """Return the test page of a printer of this desk.

    Raises:
        Refusal: ``printer-unknown``.
    """
    address = settings.printers.get(name)
    if address is None:
        raise Refusal(
            "printer-unknown",
            sentence("This desk has no printer “{name}”.", name=name),
            advice=sentence("Choose one of: {names}.", names=", ".join(settings.printers)),
        )
    options = ", ".join(f"{option} = {value}" for option, value in address.options.items())
    return PrinterTest(
        printer=name,
        role=address.role or name,
        settings=(f"{address.kind}: {address.target}"[:120], options or "—"),
        at=clock.now(),
    )


def print_test_page(
    store: Callable[[], Store],
    clock: Clock,
    printers: Printers,
    page: PrinterTest,
    *,
    actor: Actor,
    progress: Callable[[PrinterState], None] | None = None,
) -> Delivery:
    """Print a test page on the printer it is about and tell what is known.

    Args:
        store: Opens the books; asked only when a card is printed.
        clock: Tells when it happens.
        printers: The printers of this desk.
        page: From ``page_of``.
        actor: At the desk whose blanks a card uses up.
        progress: Called with each new state of the device.

    Raises:
        Refusal: The printer is not ready, or the desk has no blank.
        Fault: The books can't be written.
    """
    prepared = printers.prepare(page.printer, page)
    state = printers.state(page.printer)
    if not state.ready:
        raise Refusal(
            "printer-not-ready",
            state.sentence,
            advice=sentence("Put the printer in order and print the test page again."),
        )
    card, action_id = page.role == "card", new_action_id()
    if card:
        request = CardTaken(printer=page.printer)
        perform(store(), clock, TAKEN, request, action_id=action_id, actor=actor)
    job = f"test-{action_id}"
    delivery = printers.deliver(page.printer, prepared, job=job, progress=progress)
    if card and not delivery.taken:
        untaken = Untaken(action_id=action_id)
        perform(store(), clock, RETURNED, untaken, action_id=new_action_id(), actor=actor)
    return delivery


def _take(books: Books, turn: Turn, request: CardTaken) -> Blank:  # noqa: ARG001  one signature
    desk_id = turn.desk_id
    if not ready(books, desk_id):
        raise Refusal(
            "no-blanks",
            sentence("This desk has no blank card left."),
            advice=sentence("Fetch a box and enter it as received."),
        )
    hopper = books.ledger.balance(AccountKind.HOPPER, desk_id=desk_id)
    feed_blank(books, desk_id)
    making = books.ledger.account(AccountKind.MAKING, desk_id=desk_id)
    tested = books.ledger.account(AccountKind.TESTED)
    post(books, making, tested, amount=1, memo="blank-tested")
    return Blank(source=(AccountKind.HOPPER if hopper else AccountKind.STOCK).value)


def _give_back(books: Books, turn: Turn, request: Untaken) -> Blank:
    known = books.journal.find(request.action_id)
    assert known is not None  # noqa: S101  this module alone asks, with the id it used
    taken = msgspec.json.decode(known.outcome, type=Blank)
    tested = books.ledger.account(AccountKind.TESTED)
    making = books.ledger.account(AccountKind.MAKING, desk_id=turn.desk_id)
    source = books.ledger.account(AccountKind(taken.source), desk_id=turn.desk_id)
    post(books, tested, making, amount=1, memo="blank-untested")
    post(books, making, source, amount=1, memo="blank-untested")
    return taken


TAKEN = Workflow(code="test_card", right=Right.ADMINISTER, run=_take, outcome=Blank)
RETURNED = Workflow(code="test_card_untaken", right=Right.ADMINISTER, run=_give_back, outcome=Blank)
