"""A folder where files appear: the desk's own printer when there is no other."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from printing import reasons
from printing.contracts import Delivery, PrinterState

if TYPE_CHECKING:
    from printing.contracts import Prepared, PrinterSettings, Progress


class Folder:
    """One folder; a file is there whole or not at all, and is never written over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def state(self) -> PrinterState:
        """Tell whether files can be written."""
        if not self._folder.is_dir():
            return reasons.state(["folder-missing"])
        if not os.access(self._folder, os.W_OK | os.X_OK):
            return reasons.state(["folder-read-only"])
        return reasons.state([])

    def deliver(self, prepared: Prepared, job: str, progress: Progress) -> Delivery:
        """Write ``<job>.<ending>`` so that it survives a power cut.

        A file of that name with the same content is this very job, delivered before; with other
        content it is left alone and the job is unconfirmed.
        """
        name = f"{job}.{prepared.ending}"
        state = self.state()
        progress(state)
        if not state.ready:
            return _unconfirmed(state.reasons, name)
        if Path(name).name != name or job.startswith("."):
            return _unconfirmed(("refused",), name)
        try:
            return self._write(name, prepared.payload)
        except OSError:
            return _unconfirmed(("folder-read-only",), name)

    def _write(self, name: str, payload: bytes) -> Delivery:
        target = self._folder / name
        if not target.exists():
            self._appear(target, payload)
        if target.read_bytes() != payload:
            return _unconfirmed(("file-exists",), name)
        return Delivery(result="delivered", reasons=(), device_job=name, sentence=reasons.WRITTEN)

    def _appear(self, target: Path, payload: bytes) -> None:
        descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(payload)
                file.flush()
                os.fsync(file.fileno())
            try:
                # A link, unlike a rename, never replaces what another desk put there meanwhile.
                os.link(temporary, target)
            except FileExistsError:
                return
            except (
                OSError
            ):  # no links here (FAT, network): the window between look and rename stays
                Path(temporary).replace(target)
            _sync_folder(self._folder)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows can't open folders, and its file system journals names
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unconfirmed(why: tuple[str, ...], name: str) -> Delivery:
    # Whatever went wrong, no file of this job stands under its name: nothing was taken.
    return Delivery(
        result="unconfirmed",
        reasons=why,
        device_job=name,
        sentence=reasons.describe(why),
        taken=False,
    )


def connect(settings: PrinterSettings) -> Folder:
    """Return the folder named by ``settings.target``."""
    return Folder(Path(settings.target).expanduser())
