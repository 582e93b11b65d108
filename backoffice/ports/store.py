"""Opens the books: one consistent view, or one write transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from backoffice.domain.search import Found
    from backoffice.ports.batches import Batches
    from backoffice.ports.blanks import Blanks, Waste
    from backoffice.ports.counter import (
        Disputes,
        EntryApplications,
        FoundCards,
        QueryPasswords,
        Reports,
        Shifts,
    )
    from backoffice.ports.designs import CardDesigns
    from backoffice.ports.holds import PrinterHolds
    from backoffice.ports.photos import HandOvers, Photos, Policies
    from backoffice.ports.registers import (
        Cards,
        Clerks,
        Holders,
        Intake,
        Journal,
        Ledger,
        LedgerHistory,
        Places,
        PrintJobs,
    )


class Conflict(Exception):  # noqa: N818  not an error: somebody else was first
    """The transaction could not be serialised with another one; performing it again is right."""


class Books(Protocol):
    """Everything inside one transaction."""

    @property
    def example(self) -> bool:
        """Whether the people in them are invented: their cards say SPECIMEN."""

    @property
    def holders(self) -> Holders:
        """Cardholders."""

    @property
    def photos(self) -> Photos:
        """Photos of cardholders."""

    @property
    def hand_overs(self) -> HandOvers:
        """What gates were given of the photos."""

    @property
    def entry(self) -> EntryApplications:
        """Applications for campus entry."""

    @property
    def shifts(self) -> Shifts:
        """Shifts and drawers."""

    @property
    def blanks(self) -> Blanks:
        """Boxes, moves and counts of blank cards."""

    @property
    def waste(self) -> Waste:
        """Cards that wait for destruction, or were destroyed."""

    @property
    def disputes(self) -> Disputes:
        """Objections to balances of old meal cards."""

    @property
    def found_cards(self) -> FoundCards:
        """Cards that were handed in."""

    @property
    def query_passwords(self) -> QueryPasswords:
        """Query passwords of the applet."""

    @property
    def policies(self) -> Policies:
        """Decisions of the center."""

    @property
    def designs(self) -> CardDesigns:
        """Card designs and their versions."""

    @property
    def cards(self) -> Cards:
        """The card register."""

    @property
    def ledger(self) -> Ledger:
        """Accounts and entries."""

    @property
    def history(self) -> LedgerHistory:
        """What was posted, and where it came from."""

    @property
    def reports(self) -> Reports:
        """What happened in a shift."""

    @property
    def jobs(self) -> PrintJobs:
        """Print jobs."""

    @property
    def holds(self) -> PrinterHolds:
        """Printers that take no further job."""

    @property
    def batches(self) -> Batches:
        """Batches of units."""

    @property
    def places(self) -> Places:
        """Desks and terminals."""

    @property
    def clerks(self) -> Clerks:
        """Accounts of the program."""

    @property
    def journal(self) -> Journal:
        """Actions and audit."""

    @property
    def intake(self) -> Intake:
        """The way in for many people at once."""


class Store(Protocol):
    """Opens the books."""

    def reading(self) -> AbstractContextManager[Books]:
        """Open a consistent view; nothing can be written."""

    def find(self, text: str) -> Sequence[Found]:
        """Return who is meant by ``text`` or a scan, best first, at most ``search.MOST``."""

    def writing(self, action_id: str, at: datetime) -> AbstractContextManager[Books]:
        """Open one write transaction with the audit head locked.

        All that is written carries ``action_id`` and ``at``. Leaving without an error commits.

        Raises:
            Conflict: Somebody else was first; perform the action again.
            Fault: The database can't be reached or written.
        """

    def alone(self, work: str) -> AbstractContextManager[None]:
        """Keep every other program out of a piece of work; whoever dies in it leaves it open.

        Raises:
            Conflict: Another program is at it.
            Fault: The database can't be reached.
        """

    def together(self, work: str) -> AbstractContextManager[None]:
        """Keep whoever wants to be alone at a piece of work out while this goes on.

        Raises:
            Conflict: Somebody is alone at it just now.
            Fault: The database can't be reached.
        """
