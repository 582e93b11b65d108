"""What the workflows need from outside, said as protocols.

``db`` provides the store, ``printing`` the printers, ``main`` plugs them in, tests plug in fakes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from pathlib import Path
    from typing import Any

    from backoffice.domain.audit import AuditRow
    from backoffice.domain.cards import Card, CardRequest, CardState
    from backoffice.domain.certificates import CertificateKind
    from backoffice.domain.clerks import Clerk, FirstStart
    from backoffice.domain.documents import Document, RecoverySheet
    from backoffice.domain.holders import CertificateOnFile, Holder, HolderKind
    from backoffice.domain.intake import HolderRow, Newcomer, Standing
    from backoffice.domain.invariants import BrokenInvariant
    from backoffice.domain.ledger import Account, AccountKind, Entry
    from backoffice.domain.photos import Photo
    from backoffice.domain.places import Desk, Terminal
    from backoffice.domain.print_jobs import JobKind, JobState, PrintJob
    from backoffice.domain.roles import Role
    from backoffice.domain.search import Found
    from backoffice.domain.sentences import Sentence
    from backoffice.domain.settings import Settings
    from backoffice.domain.timeline import Happening, StoredAction


class Conflict(Exception):  # noqa: N818  not an error: somebody else was first
    """The transaction could not be serialised with another one; performing it again is right."""


class Clock(Protocol):
    """Tells the time, so that tests can choose it."""

    def now(self) -> datetime:
        """Return the moment, with a zone."""

    def today(self) -> date:
        """Return the local calendar day at the counter."""


class Holders(Protocol):
    """Cardholders, their certificates and photos."""

    def get(self, holder_id: int) -> Holder:
        """Return the holder; ``Refusal`` (``unknown-holder``) if there is none."""

    def certificate(self, holder_id: int) -> CertificateOnFile | None:
        """Return the certificate the account was opened with, masked."""

    def certificate_matches(self, holder_id: int, kind: CertificateKind, number: str) -> bool:
        """Compare a shown number (canonical form) with the record without revealing it."""

    def photo_to_print(self, holder_id: int) -> Photo | None:
        """Return the newest approved photo; a desk may print it before gates use it (P4)."""

    def photo(self, photo_id: int) -> Photo:
        """Return what is known of a photo."""

    def photo_file(self, photo_id: int) -> bytes:
        """Return the picture as JPEG."""

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

    def move(self, card: Card, to: CardState) -> None:
        """Change the state, ``Conflict`` if it is no longer the one in ``card``."""


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

    def fee(self, service: str, kind: HolderKind, on: date) -> int:
        """Return the fee in fen that holds on a day; 0 where none was ever set."""


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
    ) -> PrintJob:
        """Queue a job; it gets the audit anchor of its action when the action commits."""

    def get(self, job_id: int) -> PrintJob:
        """Return the job."""

    def live_of_card(self, card_id: int) -> PrintJob | None:
        """Return the job that may still make this card."""

    def at_desk(self, desk_id: int, states: Collection[JobState]) -> Sequence[PrintJob]:
        """Return the desk's jobs in these states, oldest first."""

    def of_action(self, action_id: str) -> Sequence[PrintJob]:
        """Return the jobs an action wrote."""

    def move(self, job: PrintJob, to: JobState, *, note: str = "", device_job: str = "") -> None:
        """Change the state, ``Conflict`` if it is no longer the one in ``job``."""

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

    def terminals(self, *, near: Desk) -> Sequence[Terminal]:
        """Return the self-service terminals, nearest first (T1)."""


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

    def effects(self, action_id: str, outcome: str) -> str:
        """Return the digest of an outcome and of the entries posted by the action."""

    def record(self, action: StoredAction) -> None:
        """Enter a finished action."""

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

    def mark_example(self) -> None:
        """Say for ever that these books hold invented people."""

    @property
    def holders_known(self) -> int:
        """The number of cardholders in the books."""


class Books(Protocol):
    """Everything inside one transaction."""

    @property
    def holders(self) -> Holders:
        """Cardholders."""

    @property
    def cards(self) -> Cards:
        """The card register."""

    @property
    def ledger(self) -> Ledger:
        """Accounts and entries."""

    @property
    def jobs(self) -> PrintJobs:
        """Print jobs."""

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

    def writing(
        self, action_id: str, at: datetime, *, holder_id: int | None
    ) -> AbstractContextManager[Books]:
        """Open one write transaction with the audit head locked.

        All that is written carries ``action_id`` and ``at``. Leaving without an error commits.

        Raises:
            Conflict: Somebody else was first; perform the action again.
            Fault: The database can't be reached or written.
        """


class Upkeep(Protocol):
    """Care of a whole database, from the command line or by the administrator."""

    def check(self, *, stop: Callable[[], bool] = ...) -> Sequence[BrokenInvariant]:
        """Ask every invariant; an empty answer means that all is well."""

    @property
    def invariants(self) -> Sequence[str]:
        """The names of all invariants."""

    def backup(self, target: Path) -> None:
        """Write a consistent, checked copy while desks work; ``Fault`` if it can't be written."""

    def restore(self, source: Path) -> None:
        """Fill an empty database from a copy, checked before it is accepted."""

    def key_sheet(self) -> RecoverySheet:
        """Return the key of the certificate numbers as it stands on paper."""

    def restore_key(self, typed: str) -> None:
        """Write the key file again from the groups on the recovery sheet; ``Refusal`` if mistyped."""

    @property
    def example(self) -> bool:
        """Whether the database holds invented people."""

    @property
    def empty(self) -> bool:
        """Whether there are no cardholders yet."""


class Passwords(Protocol):
    """Slow hashing of passwords (argon2id)."""

    def hash(self, password: str) -> str:
        """Return the hash to store."""

    def matches(self, password_hash: str, password: str) -> bool:
        """Tell whether the password is right."""


class PrinterState(Protocol):
    """What a printer says of itself."""

    @property
    def ready(self) -> bool:
        """Whether a job may be sent."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """IPP keywords without severity, for example ``media-empty``; ``unreachable``."""

    @property
    def sentence(self) -> Sentence:
        """The same for people."""


class Delivery(Protocol):
    """What is known after a job was sent."""

    @property
    def result(self) -> str:
        """``delivered``: the device says so, which proves no card. ``unconfirmed``: unknown."""

    @property
    def sentence(self) -> Sentence:
        """What is known, for people."""

    @property
    def device_job(self) -> str:
        """The device's own name of the job."""


class Printers(Protocol):
    """The printers of this desk, by role: ``card`` and ``receipt``."""

    def prepare(self, role: str, document: Document) -> object:
        """Draw, encode and check; ``Refusal`` if it must not go to a printer."""

    def state(self, role: str) -> PrinterState:
        """Ask the printer; answers within three seconds whatever it does."""

    def deliver(
        self,
        role: str,
        prepared: Any,  # noqa: ANN401  printing alone knows what it prepared
        *,
        job: str,
        progress: Callable[[PrinterState], None] | None = None,
    ) -> Delivery:
        """Send once and watch until the printer is done or silent for too long; never retries."""

    def picture(self, document: Document, *, dpi: int = 150) -> list[bytes]:
        """Return the pages as PNG, for the screen."""


class Benchmark(Protocol):
    """One measured part of the program."""

    @property
    def name(self) -> str:
        """The key of its figures, for example ``lookup``."""

    def run(self, told: Callable[[str], None]) -> Mapping[str, int | float | str]:
        """Measure, and return each figure with its floor beside it.

        Args:
            told: Is given a line now and then, for a person who waits.

        Raises:
            Fault: There is no room for what is measured.
        """


class Program(Protocol):
    """What ``main`` plugs together; commands and the window are given it."""

    @property
    def settings(self) -> Settings:
        """Where things are."""

    @property
    def clock(self) -> Clock:
        """The wall clock, or the one a test chose."""

    @property
    def passwords(self) -> Passwords:
        """The password hashing."""

    def store(self) -> Store:
        """Open the books on first use, upgraded where they are older.

        Raises:
            Fault: They can't be opened, or a newer program wrote them.
        """

    def upkeep(self) -> Upkeep:
        """Return the care of the same database."""

    def printers(self) -> Printers:
        """Return the printers of this desk."""

    def save(self, document: Document, path: Path) -> None:
        """Write a document as PDF into a file that only its owner may read."""

    def first_start(self) -> FirstStart | None:
        """Return what must be shown now and never again; None when there is an administrator."""

    def incident(self, error: BaseException) -> Sentence:
        """Log an unexpected error without anybody's data; the sentence names its number."""

    def benchmarks(self, *, holders: int, act: Callable[[Store], None]) -> Sequence[Benchmark]:
        """Return what there is to measure, on books of its own with so many invented people.

        Args:
            holders: How many people lookups are measured with.
            act: Performs one small action; commits are measured with it.
        """
