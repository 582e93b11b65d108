"""Where a desk finds its database, its key and its printers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backoffice.domain.printers import printers_of


@dataclass(frozen=True, kw_only=True)
class PrinterAddress:
    """One printer of this desk.

    Attributes:
        kind: Name of the connection: ``folder``, ``ipp`` …
        target: A folder, or an address such as ``ipp://127.0.0.1:8631/ipp/print``.
        role: ``card`` or ``receipt``; empty if the printer's name says it.
        buffer: How many jobs the device may hold that it has not finished.
        options: Further settings of the connection, for example ``timeout`` in seconds.
    """

    kind: str
    target: str
    role: str = ""
    buffer: int = 1
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings in force: flag, then environment, then file, then default.

    Attributes:
        database: SQLAlchemy URL.
        folder: Where this desk keeps its key, its unfinished forms, its log and its backups.
        desk: Code of the desk this window stands for.
        printers: By name.
        gates: Folder that the gates read photos from; empty if it is chosen each time.
        camera: Number of the camera, or a video file or the address of a stream in its place.
        idle_minutes: After so many minutes without a key the window locks itself.
        file: Where these settings stand, or would; None where nobody reads them from a file.
    """

    database: str
    folder: Path
    language: str
    desk: str
    printers: Mapping[str, PrinterAddress]
    gates: str = ""
    camera: str = "0"
    idle_minutes: int = 3
    file: Path | None = None

    @property
    def roles(self) -> dict[str, str]:
        """The role of each printer, by name."""
        return {name: one.role or name for name, one in self.printers.items()}

    def printers_of(self, role: str) -> tuple[str, ...]:
        """Return the names of a role's printers, its default one first."""
        return printers_of(role, self.roles)

    def buffer_of(self, printer: str) -> int:
        """Return how many unfinished jobs a printer may hold."""
        known = self.printers.get(printer)
        return max(known.buffer, 1) if known else 1

    @property
    def key_file(self) -> Path:
        """The key of the certificate numbers, outside the database."""
        return self.folder / "certificates.key"

    @property
    def recovery_sheet(self) -> Path:
        """The key on paper, written once when it is made; it belongs into a safe."""
        return self.folder / "recovery-sheet.pdf"

    @property
    def backups(self) -> Path:
        """Where copies go that the program makes by itself."""
        return self.folder / "backups"

    @property
    def printed(self) -> Path:
        """Where paper goes on a desk that has no printer."""
        return self.folder / "printed"

    @property
    def log(self) -> Path:
        """Unexpected errors, without personal data."""
        return self.folder / "card-center.log"
