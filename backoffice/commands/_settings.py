"""Settings: a flag wins over the environment, that over the file, and the file over the default.

The file is TOML::

    database = "postgresql+psycopg://desk@books.example/cards"
    folder = "/var/lib/card-center"
    language = "zh_CN"
    desk = "22"
    gates = "/srv/gates"
    camera = "0"
    idle_minutes = 3

    [printers.card]
    kind = "ipp"
    target = "ipp://127.0.0.1:8631/ipp/print"
    options = { duplex = true, timeout_seconds = 120 }

    [printers.card-b]
    role = "card"
    buffer = 1
    kind = "folder"
    target = "/srv/cards"
"""

from __future__ import annotations

import locale
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs

from backoffice.domain.printers import ROLES
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from backoffice.domain.settings import PrinterAddress, Settings
from backoffice.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM = "card-center"
_FILE = "settings.toml"
_BOOKS = "backoffice.sqlite"
_SQLITE = "sqlite:///"


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    database: str = ""
    folder: str = ""
    language: str = ""
    desk: str = "22"
    printers: dict[str, PrinterAddress] = {}
    gates: str = ""
    camera: str = "0"
    idle_minutes: int = 3


def read_settings(
    *, database: str | None, file: str | None, language: str | None, environment: Mapping[str, str]
) -> Settings:
    """Return the settings in force.

    Args:
        database: The flag, or None.
        file: The flag, or None. Without one, ``settings.toml`` in the user's folder may exist.
        language: The flag, or None.
        environment: ``BACKOFFICE_DATABASE``, ``BACKOFFICE_SETTINGS``, ``BACKOFFICE_LANGUAGE``.

    Raises:
        Refusal: The file says something that is no setting, or a language is not spoken here.
        Fault: The file can't be read.
    """
    home = Path(platformdirs.user_data_dir(_PROGRAM, appauthor=False))
    named = file or environment.get("BACKOFFICE_SETTINGS")
    path = Path(named).expanduser() if named else home / _FILE
    found = _read(path, must_exist=bool(named))
    url = database or environment.get("BACKOFFICE_DATABASE") or found.database
    folder = Path(found.folder).expanduser() if found.folder else _folder_of(url) or home
    spoken = language or environment.get("BACKOFFICE_LANGUAGE") or found.language
    return Settings(
        database=url or f"{_SQLITE}{folder / _BOOKS}",
        folder=folder,
        language=_known(spoken) if spoken else language_of_system(),
        desk=found.desk,
        printers=found.printers or _into_folder(folder / "printed"),
        gates=found.gates,
        camera=found.camera,
        idle_minutes=found.idle_minutes,
        file=path,
    )


def language_of_system() -> str:
    """Return the language of this machine's user as far as the program speaks it."""
    name = locale.getlocale()[0] or ""
    return "zh_CN" if name.lower().startswith(("zh", "chinese")) else "en"


def _read(path: Path, *, must_exist: bool) -> _File:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=_File)
    except FileNotFoundError as error:
        if not must_exist:
            return _File()
        raise _unreadable(path) from error
    except OSError as error:
        raise _unreadable(path) from error
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(
            "settings-wrong",
            sentence("The settings in {path} are wrong: {why}.", path=str(path), why=str(error)),
            advice=sentence("Correct the file."),
        ) from error


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise Refusal(
            "language-unknown",
            sentence("The program does not speak “{language}”.", language=language),
            advice=sentence("Choose one of: {names}.", names=", ".join(LANGUAGES)),
        )
    return language


def _folder_of(url: str) -> Path | None:
    """Return the folder of a SQLite file: key, log and backups of a single desk lie beside it."""
    return Path(url.removeprefix(_SQLITE)).parent if url.startswith(_SQLITE) else None


def _into_folder(target: Path) -> dict[str, PrinterAddress]:
    return {role: PrinterAddress(kind="folder", target=str(target)) for role in ROLES}


def _unreadable(path: Path) -> Fault:
    return Fault(
        "settings-unreadable",
        sentence("The settings in {path} can't be read.", path=str(path)),
    )
