"""Composition root: plugs books and printers into the core, then runs a command or the window."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.commands import registry
from backoffice.commands._incidents import incident
from backoffice.commands._settings import language_of_system, read_settings
from backoffice.domain.clerks import FirstStart, one_time_password
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from backoffice.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backoffice.domain.documents import Document
    from backoffice.domain.sentences import Sentence
    from backoffice.domain.settings import PrinterAddress, Settings
    from backoffice.ports import (
        Benchmark,
        Camera,
        CardProofs,
        FoundPrinter,
        Passwords,
        Printers,
        PrinterState,
        Program,
        Store,
        Studio,
        Upkeep,
    )
    from db.store import SqlStore
    from printing.registry import Printers as DeskPrinters

_MANY_CARDS, _WHILE_WATCHED = 10_000, 1_000
DONE, REFUSED, OUTSIDE_FAILED, INTERRUPTED = 0, 1, 3, 130


class WallClock:
    """Implements ``ports.Clock`` with the time of this machine."""

    def now(self) -> datetime:
        """Return the moment, with the local zone."""
        return datetime.now().astimezone()

    def today(self) -> date:
        """Return the local calendar day."""
        return self.now().date()


class DeskProgram:
    """Implements ``ports.Program``: everything heavy is imported when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = WallClock()
        self._opening = threading.Lock()
        self._store: SqlStore | None = None

    def __reduce__(self) -> tuple[type[DeskProgram], tuple[Settings]]:
        """Open everything anew in another process."""
        return DeskProgram, (self.settings,)

    @cached_property
    def passwords(self) -> Passwords:
        """The password hashing."""
        from db.passwords import Argon2Passwords  # noqa: PLC0415  slow import

        return Argon2Passwords()

    def store(self) -> SqlStore:
        """Open the books on first use; with a new key comes its recovery sheet."""
        from db.opening import open_store  # noqa: PLC0415  slow import

        with self._opening:
            if self._store is None:
                self._make_folder()
                self._store = open_store(
                    self.settings.database,
                    key_file=self.settings.key_file,
                    backups=self.settings.backups,
                )
                if self._store.key_created:
                    self._write_recovery_sheet()
            return self._store

    def upkeep(self) -> Upkeep:
        """Return the care of the same database."""
        from db.upkeep import SqlUpkeep  # noqa: PLC0415  slow import

        return SqlUpkeep(self.store, self.settings)

    @cached_property
    def _printers(self) -> DeskPrinters:
        for address in self.settings.printers.values():
            if address.target == str(self.settings.printed):
                self.settings.printed.mkdir(parents=True, exist_ok=True)
        return _opened(self.settings.printers)

    def printers(self) -> Printers:
        """Return the printers of this desk."""
        return self._printers

    def find_printers(self) -> Sequence[FoundPrinter]:
        """Return the printers that this machine can reach and says so."""
        from printing.finding import find  # noqa: PLC0415  only where printers are set up

        return find()

    def try_printer(self, address: PrinterAddress) -> PrinterState:
        """Ask a printer that may not be set up yet how it is."""
        return _opened({"card": replace(address, role="card")}).state("card")

    def set_printer(self, name: str, address: PrinterAddress, *, before: str = "") -> None:
        """Write a printer into the settings file and use it from now on."""
        known = self.settings.printers.items()
        printers = {name if one == before else one: there for one, there in known}
        self._use({**printers, name: address})

    def remove_printer(self, name: str) -> None:
        """Take a printer out of the settings file and use it no more."""
        self._use({one: there for one, there in self.settings.printers.items() if one != name})

    def _use(self, printers: dict[str, PrinterAddress]) -> None:
        from backoffice.commands._settings_file import write_printers  # noqa: PLC0415  same

        opened = _opened(printers)
        write_printers(self.settings.file or self.settings.folder / "settings.toml", printers)
        self.settings = replace(self.settings, printers=printers)
        vars(self)["_printers"] = opened

    def proofs(self) -> CardProofs:
        """Return what draws cards for the screen."""
        return self._printers

    def camera(self) -> Camera:
        """Return the camera of this desk."""
        from backoffice.devices.camera import OpenCvCamera  # noqa: PLC0415  slow import

        return OpenCvCamera(self.settings.camera)

    def studio(self) -> Studio:
        """Return what opens and measures photos."""
        from backoffice.devices.studio import OpenCvStudio  # noqa: PLC0415  slow import

        return OpenCvStudio()

    def benchmarks(self, *, holders: int, act: Callable[[Store], None]) -> Sequence[Benchmark]:
        """Return what there is to measure, on books of its own with so many invented people."""
        from backoffice.ui.benchmarks import (  # noqa: PLC0415  only to measure
            Responsive,
            Start,
            keystrokes,
        )
        from db.benchmarks import benchmarks  # noqa: PLC0415
        from printing.benchmarks import Bulk, Rendering, portraits, write_many  # noqa: PLC0415

        self._make_folder()
        url, folder = self.settings.database, self.settings.folder
        return [
            *benchmarks(url, folder, holders=holders, act=act, also=keystrokes),
            Rendering(),
            Bulk(min(holders, _MANY_CARDS)),
            Responsive(ready=portraits, work=partial(write_many, min(holders, _WHILE_WATCHED))),
            Start(url=url, root=Path(__file__).parent),
        ]

    def save(self, document: Document, path: Path) -> None:
        """Write a document as PDF into a new file that only its owner may read."""
        from printing.registry import open_printers  # noqa: PLC0415  only where paper is made

        prepared = open_printers({}).prepare("receipt", document)
        try:
            path.unlink(missing_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(prepared.payload)
        except OSError as error:
            raise Fault(
                "file-unwritable", sentence("The file {path} can't be written.", path=str(path))
            ) from error

    def first_start(self) -> FirstStart | None:
        """Enter the first administrator if there is none, with a password shown only now."""
        from backoffice.commands import user_add  # noqa: PLC0415  only at the first start

        password = one_time_password()
        entered = user_add.enter_first_administrator(self, password)
        if not entered:
            return None
        sheet = self.settings.recovery_sheet
        return FirstStart(
            login=user_add.FIRST_LOGIN,
            password=password,
            recovery_sheet=sheet if sheet.exists() else None,
        )

    def tour(self, folder: Path) -> None:
        """Open every view on the present display and leave a picture of each in ``folder``."""
        from backoffice.ui.tour import run as lead  # noqa: PLC0415  the screen only where wanted

        lead(self, folder)

    def incident(self, error: BaseException) -> Sentence:
        """Write an unexpected error into the log and return the sentence that names its number."""
        return incident(error, self.settings.log)

    def _make_folder(self) -> None:
        try:
            self.settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Fault(
                "folder-unwritable",
                sentence("The folder {path} can't be made.", path=str(self.settings.folder)),
            ) from error

    def _write_recovery_sheet(self) -> None:
        try:
            self.save(self.upkeep().key_sheet(), self.settings.recovery_sheet)
        except (Refusal, Fault) as error:  # the desk works without it; "key sheet" makes it later
            tell(error, self.settings.language)


def _opened(printers: Mapping[str, PrinterAddress]) -> DeskPrinters:
    from printing.contracts import PrinterSettings  # noqa: PLC0415  only where paper is made
    from printing.registry import open_printers  # noqa: PLC0415

    try:
        addresses = {
            name: PrinterSettings(
                kind=one.kind,
                target=one.target,
                role=one.role,
                buffer=one.buffer,
                **one.options,  # type: ignore[arg-type]
            )
            for name, one in printers.items()
        }
    except TypeError as error:
        raise Refusal(
            "printer-settings",
            sentence("The settings of a printer have an option that does not exist."),
            advice=sentence("Correct the options of the printers in the settings file."),
        ) from error
    return open_printers(addresses)


def _proves_the_port(program: DeskProgram) -> Program:
    return program


def tell(error: Refusal | Fault, language: str) -> None:
    """Say on stderr what went wrong and what to do, on one line."""
    advice = error.advice if isinstance(error, Refusal) else None
    said = [say(part, language) for part in (error.message, advice) if part]
    print(*said, file=sys.stderr)


def run(arguments: Sequence[str], program: DeskProgram) -> int:
    """Run the command in ``arguments``, or the window when there is none; return the exit code."""
    if not registry.global_options().parse_known_args(arguments)[1]:
        _open_window(program)
        return DONE
    options = registry.command_line(program.settings.language).parse_args(arguments)
    code: int = options.run(program, options)
    return code


def _open_window(program: DeskProgram) -> None:
    from tkinter import TclError  # noqa: PLC0415  the screen only where it is wanted

    from backoffice.ui.window import open_window  # noqa: PLC0415

    try:
        open_window(program)
    except TclError as error:
        if "display" not in str(error):
            raise
        raise Fault(
            "no-screen", sentence("There is no screen here to open the window on.")
        ) from error


def main(arguments: Sequence[str]) -> int:
    """Run and turn every expected failure into a sentence and an exit code."""
    given, _ = registry.global_options().parse_known_args(arguments)
    language = language_of_system()
    program: DeskProgram | None = None
    try:
        settings = read_settings(
            database=given.database,
            file=given.settings,
            language=given.language,
            environment=os.environ,
        )
        language = settings.language
        program = DeskProgram(settings)
        return run(arguments, program)
    except Refusal as refusal:
        tell(refusal, language)
        return REFUSED
    except Fault as fault:
        tell(fault, language)
        return OUTSIDE_FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001  the last resort: a number, never a traceback
        log = program.settings.log if program else None
        print(say(incident(error, log), language), file=sys.stderr)
        return OUTSIDE_FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
