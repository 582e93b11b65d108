"""What the three axes of printing hand to one another, and what a device may answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from backoffice.domain.sentences import Sentence


@dataclass(frozen=True, kw_only=True)
class PrinterSettings:
    """Where one printer is and how it wants its pages.

    Attributes:
        kind: Name of a module in ``printing/connections``, for example ``folder`` or ``ipp``.
        target: What that connection goes to: a folder, or a URI such as
            ``ipp://host:631/ipp/print``.
        role: ``card`` or ``receipt``; empty if the printer's name says it.
        language: Name of a module in ``printing/languages``.
        offset_x_mm: Moves the drawing to the right when this printer prints too far left.
        offset_y_mm: Moves the drawing down.
        orientation: By how many degrees the page is turned clockwise: 0, 90, 180 or 270.
        bleed_mm: How far the page goes over each edge of the card, so that colour reaches the edge.
        duplex: Whether the device turns cards over; otherwise a card gets its front alone.
        quality: ``draft``, ``normal`` or ``high``; empty leaves it to the printer.
        media_type: The printer's word for what is loaded, for example ``cardstock``; may be empty.
        timeout_seconds: How long a delivery may take before it is called unconfirmed.
        buffer: How many jobs the device may hold that it has not finished; with more than one, it
            is given a job while it prints another.
    """

    kind: str
    target: str
    role: str = ""
    language: str = "pdf"
    offset_x_mm: float = 0
    offset_y_mm: float = 0
    orientation: int = 0
    bleed_mm: float = 0
    duplex: bool = True
    quality: str = ""
    media_type: str = ""
    timeout_seconds: float = 120
    buffer: int = 1


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One document as PDF.

    Attributes:
        codes: What the bar codes on it must say when they are read back, in any order.
    """

    pdf: bytes
    width_mm: float
    height_mm: float
    pages: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """Bytes that passed every gate and may go to a device.

    Attributes:
        bleed_mm: How much of the page lies outside the paper, at each edge.
    """

    kind: str
    mime: str
    ending: str
    payload: bytes
    width_mm: float
    height_mm: float
    pages: int
    duplex: bool
    bleed_mm: float = 0
    quality: str = ""
    media_type: str = ""


@dataclass(frozen=True, kw_only=True)
class Supply:
    """What a device uses up, or fills.

    Attributes:
        name: As the device calls it, for example ``Ribbon YMCKO``.
        kind: ``ribbon``, ``ink``, ``toner``, ``waste`` (a box that fills) or ``other``.
        level: Percent left, or percent full of a waste box; None when the device can't tell.
        colour: As the device says it, for example ``#FF00FF`` or ``ymcko``; may be empty.
    """

    name: str
    kind: str
    level: int | None
    colour: str = ""


@dataclass(frozen=True, kw_only=True)
class PrinterState:
    """What a device says about itself.

    Attributes:
        ready: Whether a job may be sent now.
        reasons: IPP keywords without ``-report``, ``-warning``, ``-error``, and our own
            ``unreachable``, ``busy``, ``stopped``, ``not-configured``, ``folder-missing``,
            ``folder-read-only``.
        supplies: Empty when the device does not tell, and while a job is being delivered.
        counter: How many cards or sheets it made in its life; None when it does not tell.
    """

    ready: bool
    reasons: tuple[str, ...]
    sentence: Sentence
    supplies: tuple[Supply, ...] = ()
    counter: int | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What is known about one job after trying once.

    Attributes:
        result: ``delivered``: the device says it is done, which still is no proof that a card
            exists. ``unconfirmed``: everything else.
        reasons: Why it is unconfirmed, or what the device mentioned; keywords as in
            ``PrinterState``.
        device_job: The device's own name of the job, empty if it gave none.
        taken: False only when it is certain that the device took nothing, so that nothing can come
            out.
    """

    result: Literal["delivered", "unconfirmed"]
    reasons: tuple[str, ...]
    device_job: str
    sentence: Sentence
    taken: bool = True


@dataclass(frozen=True, kw_only=True)
class FoundPrinter:
    """A printer that was found and can be set up: kind and target of its settings.

    Attributes:
        called: What it calls itself, for people.
    """

    kind: str
    target: str
    called: str


Progress = Callable[[PrinterState], None]


class Face(Protocol):
    """One printed thing: a module in ``printing/faces``."""

    DOCUMENT: type
    # Takes a document of that type and an offset in mm; Refusal if it can't be printed as it is.
    draw: Callable[..., Drawn]


class Language(Protocol):
    """Bytes a kind of device understands: a module in ``printing/languages``."""

    MIME: str
    ENDING: str

    def encode(self, drawn: Drawn) -> bytes:
        """Return the document in this language."""


class Connection(Protocol):
    """One device, reached one way: what ``connect(settings)`` of a connection module returns."""

    def state(self) -> PrinterState:
        """Ask the device, for three seconds at most."""

    def deliver(self, prepared: Prepared, job: str, progress: Progress) -> Delivery:
        """Try once to bring the job to the device; never raises for what a device can do."""
