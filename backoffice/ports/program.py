"""What is plugged in around the books: clock, printers, passwords, upkeep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path
    from typing import Any

    from backoffice.domain.clerks import FirstStart
    from backoffice.domain.documents import CardFace, Document, RecoverySheet
    from backoffice.domain.invariants import BrokenInvariant
    from backoffice.domain.refusal import Refusal
    from backoffice.domain.sentences import Sentence
    from backoffice.domain.settings import PrinterAddress, Settings
    from backoffice.ports.designs import CardProofs
    from backoffice.ports.devices import Camera, Studio
    from backoffice.ports.store import Store


class Clock(Protocol):
    """Tells the time, so that tests can choose it."""

    def now(self) -> datetime:
        """Return the moment, with a zone."""

    def today(self) -> date:
        """Return the local calendar day at the counter."""


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
        """Write the key file again from the recovery sheet; ``Refusal`` if it was mistyped."""

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


class Supply(Protocol):
    """What a printer uses up, or fills."""

    @property
    def name(self) -> str:
        """As the device calls it, for example ``Ribbon YMCKO``."""

    @property
    def kind(self) -> str:
        """``ribbon``, ``ink``, ``toner``, ``waste`` (a box that fills) or ``other``."""

    @property
    def level(self) -> int | None:
        """Percent left, or percent full of a waste box; None when the device can't tell."""

    @property
    def colour(self) -> str:
        """As the device says it, for example ``#FF00FF`` or ``ymcko``; may be empty."""


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

    @property
    def supplies(self) -> Sequence[Supply]:
        """What the device says of ribbon, ink and waste; empty when it does not tell."""

    @property
    def counter(self) -> int | None:
        """How many cards or sheets it made in its life; None when it does not tell."""


class FoundPrinter(Protocol):
    """A printer that can be set up."""

    @property
    def kind(self) -> str:
        """Of its connection."""

    @property
    def target(self) -> str:
        """Where it is, as its settings say it."""

    @property
    def called(self) -> str:
        """What it calls itself."""


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

    @property
    def taken(self) -> bool:
        """False only when it is certain that the device took nothing."""


class Printers(Protocol):
    """The printers of this desk, by name."""

    def names(self, role: str) -> tuple[str, ...]:
        """Return the printers of a role, its default first; its own name if it has none."""

    def prepare(self, printer: str, document: Document) -> object:
        """Draw, encode and check; ``Refusal`` if it must not go to a printer."""

    def state(self, printer: str) -> PrinterState:
        """Ask the printer; answers within three seconds whatever it does."""

    def deliver(
        self,
        printer: str,
        prepared: Any,  # noqa: ANN401  printing alone knows what it prepared
        *,
        job: str,
        progress: Callable[[PrinterState], None] | None = None,
    ) -> Delivery:
        """Send once and watch until the printer is done or silent for too long; never retries."""

    def write_cards(
        self,
        path: Path,
        faces: Iterable[CardFace],
        *,
        progress: Callable[[int], None] | None = None,
        printer: str = "card",
        apart: bool = False,
    ) -> int:
        """Write any number of cards into one PDF, front and back by turns; return its pages.

        The file is there whole or not at all, every bar code in it was read back, and memory does
        not grow with the cards.

        Args:
            path: What stands there is replaced.
            faces: Asked for one by one.
            progress: Is told how many cards are drawn.
            printer: Whose offset the pages get.
            apart: In a process of its own, so that a window stays responsive.

        Raises:
            Refusal: As in ``prepare``, for the first card that can't be printed as it is.
            Fault: The file can't be written.
        """

    def objection(self, face: CardFace) -> Refusal | None:
        """Return why the texts of a card can't be printed; its photo is not looked at."""

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

    def proofs(self) -> CardProofs:
        """Return what draws cards for the screen."""

    def find_printers(self) -> Sequence[FoundPrinter]:
        """Return the printers that this machine can reach and says so; takes some seconds."""

    def try_printer(self, address: PrinterAddress) -> PrinterState:
        """Ask a printer that may not be set up yet how it is, for three seconds at most.

        Raises:
            Refusal: ``printer-settings``: it can't be set up like this.
        """

    def set_printer(self, name: str, address: PrinterAddress, *, before: str = "") -> None:
        """Write a printer into the settings file of this desk and use it from now on.

        Args:
            name: What it is called.
            address: Where it is, and how it is set.
            before: What it was called, if that changes.

        Raises:
            Refusal: ``printer-settings``: it can't be set up like this; nothing was written.
            Fault: The file can't be written; all stays as it was.
        """

    def remove_printer(self, name: str) -> None:
        """Take a printer out of the settings file of this desk and use it no more.

        Raises:
            Fault: The file can't be written; all stays as it was.
        """

    def camera(self) -> Camera:
        """Return the camera of this desk."""

    def studio(self) -> Studio:
        """Return what opens and measures photos."""

    def save(self, document: Document, path: Path) -> None:
        """Write a document as PDF into a file that only its owner may read."""

    def first_start(self) -> FirstStart | None:
        """Return what must be shown now and never again; None when there is an administrator."""

    def incident(self, error: BaseException) -> Sentence:
        """Log an unexpected error without anybody's data; the sentence names its number."""

    def tour(self, folder: Path) -> None:
        """Open every view on the present display and leave a picture of each in ``folder``."""

    def benchmarks(self, *, holders: int, act: Callable[[Store], None]) -> Sequence[Benchmark]:
        """Return what there is to measure, on books of its own with so many invented people.

        Args:
            holders: How many people lookups are measured with.
            act: Performs one small action; commits are measured with it.
        """
