"""The registers of the books; ``db`` keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from backoffice.domain.print_jobs import Rank

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from backoffice.domain.audit import AuditRow
    from backoffice.domain.cards import Card, CardRequest, CardState
    from backoffice.domain.certificates import CertificateKind
    from backoffice.domain.clerks import Clerk
    from backoffice.domain.fees import Fee
    from backoffice.domain.holders import CertificateOnFile, Holder, HolderKind
    from backoffice.domain.intake import HolderRow, MealRow, Newcomer, Standing
    from backoffice.domain.ledger import (
        Account,
        AccountKind,
        AccountName,
        Entry,
        Liability,
        PostedEntry,
        Since,
    )
    from backoffice.domain.places import Desk, Terminal
    from backoffice.domain.print_jobs import JobKind, JobState, Printed, PrintJob
    from backoffice.domain.roles import Role
    from backoffice.domain.search import Found
    from backoffice.domain.timeline import Happening, StoredAction


class Holders(Protocol):
    """Cardholders and their certificates."""

    def get(self, holder_id: int) -> Holder:
        """Return the holder; ``Refusal`` (``unknown-holder``) if there is none."""

    def ids(self, numbers: Collection[str]) -> Mapping[str, int]:
        """Return who has these holder numbers, by number; those nobody has are missing."""

    def certificate(self, holder_id: int) -> CertificateOnFile | None:
        """Return the certificate the account was opened with, masked."""

    def certificate_matches(self, holder_id: int, kind: CertificateKind, number: str) -> bool:
        """Compare a shown number (canonical form) with the record without revealing it."""

    def find(self, text: str) -> Sequence[Found]:
        """Return who is meant by ``text`` or a scan, best first, at most ``search.MOST``."""


class Cards(Protocol):
    """The card register."""

    def get(self, card_id: int) -> Card:
        """Return the card."""

    def by_number(self, number: str) -> Card | None:
        """Return the card with this number, dead or alive."""

    def of_holder(self, holder_id: int) -> Sequence[Card]:
        """Return every card the holder ever had, newest first."""

    def successor(self, card_id: int) -> Card | None:
        """Return the card that replaced this one."""

    def request(self, wanted: CardRequest) -> Card:
        """Enter a new card in state ``queued`` with the next number and an account of its own."""

    def request_many(self, wanted: Sequence[CardRequest]) -> Sequence[Card]:
        """Enter new cards with numbers one after another and an account each."""

    def move(self, card: Card, to: CardState) -> None:
        """Change the state, ``Conflict`` if it is no longer the one in ``card``."""

    def move_many(self, card_ids: Sequence[int], states: tuple[CardState, CardState]) -> None:
        """Bring cards from a state into the next; ``Conflict`` if one is not in it any more."""

    def expire(self, *, before: date) -> int:
        """Let active cards expire whose last day lies before ``before``; return how many."""


class Ledger(Protocol):
    """Accounts and entries."""

    def card_account(self, card_id: int) -> Account:
        """Return the campus account of a card."""

    def account(self, kind: AccountKind, *, desk_id: int | None = None) -> Account:
        """Return an account of the center or of a desk, opened when first asked for."""

    def balance(self, kind: AccountKind, *, desk_id: int | None = None) -> int:
        """Return the balance of an account of the center or of a desk; 0 if never opened."""

    def meal_account(self, holder_id: int) -> Account | None:
        """Return the old meal card account, if the holder has one."""

    def post(self, *entries: Entry) -> None:
        """Add entries; a balance under its floor is a ``Refusal`` (``balance-too-small``)."""

    def freeze(self, account: Account) -> None:
        """Let an account be read and nothing else from now on (M4)."""

    def fee(self, service: str, kind: HolderKind, on: date) -> int:
        """Return the fee in fen that holds on a day; 0 where none was ever set."""

    def set_fee(self, service: str, kind: HolderKind, *, amount: int, valid_from: date) -> None:
        """Set a fee in fen from a day on, in place of one that was set for the same day."""

    def fees(self) -> Sequence[Fee]:
        """Return every fee that was ever set, newest first."""


class LedgerHistory(Protocol):
    """What was posted, and where it came from."""

    def of_accounts(
        self,
        account_ids: Collection[int],
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        most: int = 10_000,
    ) -> Sequence[PostedEntry]:
        """Return entries of accounts from ``start`` until before ``end``, oldest first."""

    def of_action(self, action_id: str) -> Sequence[PostedEntry]:
        """Return the entries of an action, oldest first."""

    def get(self, entry_id: int) -> PostedEntry:
        """Return an entry; ``Refusal`` (``unknown-entry``) if there is none."""

    def accounts_of(self, holder_id: int) -> Sequence[tuple[AccountName, int]]:
        """Return a person's accounts in fen with their balances: cards, then old meal card."""

    def liabilities(self, *, most: int, after: Since | None = None) -> Sequence[Liability]:
        """Return what is kept on closed cards until it is settled, oldest first (D6).

        Args:
            most: How many at most.
            after: Moment and card of the one before the first that is wanted.
        """

    def liabilities_total(self) -> tuple[int, int]:
        """Return on how many closed cards something is kept, and how much altogether in fen."""


class PrintJobs(Protocol):
    """The queue of every desk."""

    def add(
        self,
        *,
        kind: JobKind,
        desk_id: int,
        number: str,
        payload: str,
        holder_id: int | None = None,
        card_id: int | None = None,
        printer: str = "",
        rank: Rank = Rank.COUNTER,
        copy_of_id: int | None = None,
    ) -> PrintJob:
        """Queue a job; it gets the audit anchor of its action when the action commits."""

    def add_cards(
        self, cards: Sequence[tuple[Card, str]], *, desk_id: int, printer: str, rank: Rank
    ) -> None:
        """Queue the jobs of new cards, each with its payload, in this order."""

    def cards_waiting(
        self, desk_id: int, *, up_to: Rank = Rank.BATCH, printers: Collection[str] = ()
    ) -> int:
        """Return how many cards of ranks up to this one wait for blanks of a desk.

        With ``printers`` only those that wait under one of these names.
        """

    def cards_an_hour(self, desk_id: int, printer: str) -> int | None:
        """Return how many cards a printer made in an hour of late; None with too few to tell."""

    def spoiled_late(self, desk_id: int, note: str, since: datetime) -> int:
        """Return how many cards sent at a desk before a moment were spoiled after it, so noted."""

    def get(self, job_id: int) -> PrintJob:
        """Return the job."""

    def live_of_card(self, card_id: int) -> PrintJob | None:
        """Return the job that may still make this card."""

    def live_of_cards(self, card_ids: Sequence[int]) -> Sequence[PrintJob]:
        """Return the jobs that may still make these cards."""

    def at_desk(self, desk_id: int, states: Collection[JobState]) -> Sequence[PrintJob]:
        """Return the desk's jobs in these states, oldest first."""

    def next(self, desk_id: int, role: str, printers: Collection[str]) -> PrintJob | None:
        """Return what a desk prints next on one of these; what can't be drawn is left out."""

    def listed(
        self, desk_id: int, states: Collection[JobState], *, offset: int, most: int
    ) -> Sequence[PrintJob]:
        """Return jobs of a desk: what is live as it is printed, what is settled newest first."""

    def attempts(self, jobs: Sequence[PrintJob]) -> Mapping[int, int]:
        """Return how often each was tried: misprints before it, and itself; by the job's id."""

    def prints(self, job: PrintJob) -> Sequence[Printed]:
        """Return each time a job, or what it takes the place of, was sent; the first one first."""

    def at_printer(self, desk_id: int, printer: str) -> Sequence[PrintJob]:
        """Return the cards a printer was given and nobody has settled, in the order of sending."""

    def in_doubt(self, hold_id: int) -> bool:
        """Tell whether a job that brought a hold about is not settled yet."""

    def put_before(self, job: PrintJob, *, desk_id: int, printer: str) -> None:
        """Let a job wait for another printer; ``Conflict`` if it is not waiting any more."""

    def put_on_hold(self, job: PrintJob, hold_id: int) -> None:
        """Note which hold a job brought about."""

    def of_action(self, action_id: str) -> Sequence[PrintJob]:
        """Return the jobs an action wrote."""

    def move(
        self,
        job: PrintJob,
        to: JobState,
        *,
        note: str = "",
        device_job: str = "",
        printer: str | None = None,
    ) -> None:
        """Change the state, ``Conflict`` if it is no longer the one in ``job``."""

    def call_good(self, jobs: Sequence[PrintJob]) -> None:
        """Settle jobs as good; ``Conflict`` if one is no longer in the state that it has here."""

    def note(self, job: PrintJob, note: str) -> None:
        """Write down what is known without changing the state."""

    def next_receipt_number(self, desk: Desk) -> str:
        """Return the desk's next receipt number, for example ``22-000417``."""


class Places(Protocol):
    """Desks and terminals."""

    def desk(self, desk_id: int) -> Desk:
        """Return the desk."""

    def desk_by_code(self, code: str) -> Desk | None:
        """Return the desk with this code."""

    def desks(self) -> Sequence[Desk]:
        """Return every desk."""

    def desks_in_service(self) -> Sequence[Desk]:
        """Return the desks where people are served."""

    def keep_desk(self, desk: Desk) -> Desk:
        """Enter a desk, whose id is 0 then, or make a known one like this."""

    def terminals(self) -> Sequence[Terminal]:
        """Return every self-service terminal, in the order of the center (T1)."""

    def keep_terminal(self, terminal: Terminal) -> Terminal:
        """Enter a terminal, whose id is 0 then, or make a known one like this."""


class Clerks(Protocol):
    """Accounts of the program."""

    def by_login(self, login: str) -> Clerk | None:
        """Return the clerk who signs in with this name."""

    def get(self, clerk_id: int) -> Clerk:
        """Return the clerk."""

    def everyone(self) -> Sequence[Clerk]:
        """Return all clerks by name."""

    def add(self, *, login: str, name: str, role: Role, password_hash: str) -> Clerk:
        """Enter a clerk who must change the password at the first sign-in."""

    def change(self, clerk: Clerk, *, role: Role, enabled: bool) -> None:
        """Give an account another role, close it or open it again."""

    def record_sign_in(self, clerk: Clerk, *, failures: int, locked_until: datetime | None) -> None:
        """Remember how sign-ins went."""

    def set_password(self, clerk: Clerk, password_hash: str, *, must_change: bool) -> None:
        """Replace the password."""

    def set_language(self, clerk: Clerk, language: str) -> None:
        """Remember the clerk's choice."""


class Journal(Protocol):
    """Actions and the audit chain."""

    def find(self, action_id: str) -> StoredAction | None:
        """Return what became of an action."""

    def digest(self, request: bytes) -> str:
        """Return a keyed digest: a request may hold what must not be guessed from its hash."""

    def head(self) -> tuple[int, str]:
        """Return number and seal of the newest audit row."""

    def last_outside(self, begins: datetime, ends: datetime) -> datetime | None:
        """Return when the last action happened, those within a time left out; by their order."""

    def effects(self, action_id: str, outcome: str) -> str:
        """Return the digest of an outcome and of the entries posted by the action."""

    def record(self, action: StoredAction, *, holder_ids: Collection[int] = ()) -> None:
        """Enter a finished action, with the people it was about if they were several."""

    def append(self, row: AuditRow) -> None:
        """Add the row to the chain and anchor it on the action's print jobs."""

    def of_holder(self, holder_id: int, *, most: int = 20) -> Sequence[Happening]:
        """Return what happened to a person, newest first."""


class Intake(Protocol):
    """Takes in many people at once."""

    def standings(self, rows: Sequence[HolderRow]) -> Sequence[Standing]:
        """Compare rows with the books without writing."""

    def enter(self, rows: Sequence[HolderRow]) -> Sequence[Standing]:
        """Enter new holders and update name, unit and last day of known ones."""

    def bring(self, people: Sequence[Newcomer]) -> None:
        """Enter new holders with their photos, cards, balances and meal accounts."""

    def meal_standings(self, rows: Sequence[MealRow]) -> Sequence[Standing]:
        """Compare old meal cards with the books without writing."""

    def enter_meals(self, rows: Sequence[MealRow]) -> Sequence[Standing]:
        """Open the accounts of old meal cards that are new; known ones are never changed."""

    def take_time(self) -> None:
        """Let this transaction wait for a slow file; a server would otherwise end it."""

    def mark_example(self) -> None:
        """Say for ever that these books hold invented people."""

    @property
    def holders_known(self) -> int:
        """The number of cardholders in the books."""
