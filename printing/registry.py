"""The door to everything on paper: finds faces, languages and connections."""

from __future__ import annotations

import functools
import importlib
import io
import pkgutil
import threading
from functools import partial
from typing import TYPE_CHECKING, cast

import printing.connections
import printing.faces
import printing.languages
from backoffice.domain.documents import PrinterTest
from backoffice.domain.printers import ROLES, printers_of
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from printing.contracts import (
    Connection,
    Delivery,
    Drawn,
    Face,
    Language,
    Prepared,
    PrinterSettings,
    PrinterState,
    Progress,
)
from printing.placing import drawing_offset, front_alone, placed
from printing.printer_settings import require
from printing.reasons import state as said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from backoffice.domain.card_designs import HardCase, Proof
    from backoffice.domain.documents import CardFace, Document

# Fonts are read and cut to size by position inside one shared file object, so only one thread may
# draw.
_DRAWING = threading.Lock()


def names(axis: ModuleType) -> tuple[str, ...]:
    """Return the modules of one axis, for example ``names(printing.connections)``."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(axis.__path__)))


@functools.cache
def _faces() -> dict[type, tuple[str, Face]]:
    found = {}
    for name in names(printing.faces):
        face = cast("Face", importlib.import_module(f"printing.faces.{name}"))
        found[face.DOCUMENT] = (name, face)
    return found


class Printers:
    """The printers of one desk. Each may be used from a thread of its own."""

    def __init__(self, settings: Mapping[str, PrinterSettings]) -> None:
        self._settings = dict(settings)
        self._connections: dict[str, Connection] = {}

    def names(self, role: str) -> tuple[str, ...]:
        """Return the printers of a role, its default first; its own name if it has none."""
        return printers_of(role, {name: one.role or name for name, one in self._settings.items()})

    def prepare(self, printer: str, document: Document) -> Prepared:
        """Draw, encode and check a document for a printer. Nothing leaves yet.

        Raises:
            Refusal: Something on it can't be printed as it is; the sentence names the field.
            Fault: There is no font to print with.
        """
        settings = self._settings.get(printer) or PrinterSettings(kind="folder", target="")
        kind, drawn = self._draw(document, drawing_offset(settings))
        if isinstance(document, PrinterTest):
            kind = document.role  # it is printed on what that printer is for
        if kind == "card" and not settings.duplex:
            drawn = front_alone(drawn)
        drawn = placed(drawn, settings)
        language = cast(
            "Language", importlib.import_module(f"printing.languages.{settings.language}")
        )
        return Prepared(
            kind=kind,
            mime=language.MIME,
            ending=language.ENDING,
            payload=language.encode(drawn),
            width_mm=drawn.width_mm,
            height_mm=drawn.height_mm,
            pages=drawn.pages,
            duplex=settings.duplex and drawn.pages > 1,
            bleed_mm=settings.bleed_mm,
            quality=settings.quality,
            media_type=settings.media_type,
        )

    def state(self, printer: str) -> PrinterState:
        """Ask a printer how it is, for three seconds at most."""
        connection = self._connection(printer)
        return connection.state() if connection else said(["not-configured"])

    def deliver(
        self, printer: str, prepared: Prepared, *, job: str, progress: Progress | None = None
    ) -> Delivery:
        """Bring ``prepared`` to the printer once and tell what is known; it is never sent again.

        Args:
            printer: Which one, by name.
            prepared: What ``prepare`` returned for this printer.
            job: Our name of the job; unique, printable ASCII, also the file name in a folder.
            progress: Called with each new state of the device while the delivery waits for it.
        """
        connection = self._connection(printer)
        if connection is None:
            state = said(["not-configured"])
            return Delivery(
                result="unconfirmed",
                reasons=state.reasons,
                device_job="",
                sentence=state.sentence,
                taken=False,
            )
        return connection.deliver(prepared, job, progress or (lambda _state: None))

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

        The file is there whole or not at all, and readable by its owner alone. Each bar code is
        read back from the finished file at 300 dpi, where it stands; of each design, the first card
        is looked at whole.

        Args:
            path: What stands there is replaced.
            faces: Asked for one by one; memory does not grow with them.
            progress: Is told how many cards are drawn.
            printer: Whose offset, bleed and orientation the pages get.
            apart: In a process of its own, so that a window stays responsive.

        Raises:
            Refusal: As in ``prepare``, for the first card that can't be printed as it is.
            Fault: ``file-unwritable``, ``printing-ended``.
        """
        settings = self._settings.get(printer) or PrinterSettings(kind="folder", target="")
        shop = importlib.import_module("printing.apart" if apart else "printing.print_shop")
        write = shop.write if apart else partial(shop.write, drawing=_DRAWING)
        pages: int = write(
            path, faces, settings=settings, progress=progress or (lambda _done: None)
        )
        return pages

    def objection(self, face: CardFace) -> Refusal | None:
        """Return why the texts of a card can't be printed as they are; its photo is not looked at.

        Raises:
            Refusal: No card of this design can be printed.
            Fault: There is no font to print with.
        """
        with _DRAWING:
            return importlib.import_module("printing.objections").objection(face)  # type: ignore[no-any-return]

    def picture(self, document: Document, *, dpi: float = 150) -> list[bytes]:
        """Return the pages of a document as PNG, drawn and checked as for printing.

        Raises:
            Refusal: As in ``prepare``.
        """
        _, drawn = self._draw(document, (0, 0))
        pictures = []
        raster = importlib.import_module("printing.raster")
        for page in raster.pages(drawn.pdf, dpi=dpi):
            out = io.BytesIO()
            page.save(out, "PNG")
            pictures.append(out.getvalue())
        return pictures

    @staticmethod
    def proof(face: CardFace, *, dpi: float) -> Proof:
        """Return a card as pixels for the screen, with what can't be printed of it.

        Raises:
            Refusal: ``design-unknown`` or ``design-invalid``.
        """
        found: Proof = importlib.import_module("printing.proofs").proof(
            face, dpi=dpi, drawing=_DRAWING
        )
        return found

    @staticmethod
    def hard_cases() -> Sequence[HardCase]:
        """Return invented cards that are hard to print."""
        cases: Sequence[HardCase] = importlib.import_module("printing.hard_cases").hard_cases()
        return cases

    @staticmethod
    def _draw(document: Document, offset: tuple[float, float]) -> tuple[str, Drawn]:
        kind, face = _faces()[type(document)]
        with _DRAWING:
            drawn = face.draw(document, offset)
        importlib.import_module("printing.gate").check(drawn)
        return kind, drawn

    def _connection(self, printer: str) -> Connection | None:
        if printer not in self._settings:
            return None
        if printer not in self._connections:
            settings = self._settings[printer]
            module = importlib.import_module(f"printing.connections.{settings.kind}")
            self._connections[printer] = module.connect(settings)
        return self._connections[printer]


def open_printers(settings: Mapping[str, PrinterSettings]) -> Printers:
    """Return the printers of a desk; no device is asked yet.

    Args:
        settings: By name; a role that no printer has prints nowhere.

    Raises:
        Refusal: ``printer-settings``: a role, a kind or a language that does not exist, or a
            printer that is named like a role that it does not have.
    """
    for name, one in settings.items():
        role = one.role or name
        if role not in ROLES or (name in ROLES and name != role):
            raise Refusal(
                "printer-settings",
                sentence("Printer settings: the role of “{name}” is not known.", name=name),
                advice=sentence(
                    "Give it a role of these, and another name: {names}.", names=", ".join(ROLES)
                ),
            )
        require(name, one, kinds=names(printing.connections), languages=names(printing.languages))
    return Printers(settings)
