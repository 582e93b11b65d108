"""Finds photo files in a folder or a ZIP and reads them one by one; nothing is ever unpacked."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from backoffice.commands._photo_names import LONGEST, decoded, left_out, require_safe
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FILES = 50_000
LARGEST_FILE = 8 << 20
"""Bytes of one photo; reading ends just beyond, whatever size is declared."""

_ZIP = b"PK\x03\x04"
_DIRECTORY = 8 << 20  # bytes; what lists MOST_FILES and their names
_UNPACKS_TO = 20  # times its size; photos are compressed already
_SUSPICIOUS = 256 << 20
_UTF_8_NAME = 0x800
_LOCKED = 0x1 | 0x20 | 0x40  # encrypted, patched, strongly encrypted
# bzip2 and LZMA unpack gigabytes from one piece of input before a reader can stop them.
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    LookupError,
    ArithmeticError,
    RuntimeError,
)
"""What a damaged archive makes the library raise; ``NotImplementedError`` is one of them."""

# A file may have become a link or a pipe since it was found.
_OPENING = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoFile:
    """One file that was found.

    Attributes:
        name: As it is called inside the folder or ZIP, ``/`` between the parts.
        place: Where the source finds it again.
        refusal: Why it is not even opened.
    """

    name: str
    place: str
    refusal: Refusal | None = None


class Source(Protocol):
    """A folder or a ZIP; it goes to other processes and opens itself there anew."""

    def files(self) -> Iterator[PhotoFile]:
        """Yield every file but those that systems leave behind.

        Raises:
            Refusal: There are too many, or the ZIP is damaged or a bomb.
            Fault: It can't be read.
        """

    def read(self, place: str) -> bytes:
        """Return the content of a file, at most one byte more than ``LARGEST_FILE``.

        Raises:
            Refusal: ``truncated``.
        """

    def close(self) -> None:
        """Let go of what is open."""


def open_source(path: Path) -> Source:
    """Return the photos in ``path``.

    Raises:
        Refusal: It is neither a folder nor a ZIP.
        Fault: It can't be read.
    """
    try:
        if path.is_dir():
            return Folder(path)
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as file:
                # One that was cut off has lost what is looked for at its end.
                if file.read(4) == _ZIP or zipfile.is_zipfile(file):
                    return Archive(path)
    except OSError as error:
        raise _unreadable(path) from error
    raise Refusal(
        "not-photos",
        sentence("{path} is neither a folder nor a ZIP file.", path=str(path)),
        advice=sentence("Name the folder with the photos, or pack them as a ZIP."),
    )


@dataclass(frozen=True)
class Folder:
    """Implements ``Source`` for a folder with the folders in it; links are not followed."""

    path: Path

    def files(self) -> Iterator[PhotoFile]:
        """Yield the files, folder by folder."""
        waiting = [(str(self.path), "")]
        room = MOST_FILES
        while waiting:
            folder, prefix = waiting.pop()
            for entry in self._entries(folder, room):
                room -= 1
                name = prefix + _readable(entry.name)
                if left_out(name):
                    continue
                if entry.is_dir(follow_symlinks=False) and len(name) <= LONGEST:
                    waiting.append((entry.path, f"{name}/"))
                    continue
                refusal = _unsafe(name, regular=entry.is_file(follow_symlinks=False))
                yield PhotoFile(name=name, place=entry.path, refusal=refusal)

    def read(self, place: str) -> bytes:
        """Return the content of a file."""
        try:
            with os.fdopen(os.open(place, _OPENING), "rb") as file:
                return _read(file)
        except OSError as error:
            raise _cut_short() from error

    def close(self) -> None:
        """Let go of nothing: files are opened one by one."""

    def _entries(self, folder: str, room: int) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as found:
                entries = list(islice(found, room + 1))
        except OSError as error:
            raise _unreadable(Path(folder)) from error
        if len(entries) > room:
            raise _too_many()
        return entries


@dataclass(frozen=True)
class Archive:
    """Implements ``Source`` for a ZIP file."""

    path: Path

    def __reduce__(self) -> tuple[type[Archive], tuple[Path]]:
        return Archive, (self.path,)  # an open file stays where it is

    def files(self) -> Iterator[PhotoFile]:
        """Yield the entries in the order of the archive."""
        infos = self._zip.infolist()
        if len(infos) > MOST_FILES:
            raise _too_many()
        unpacked = sum(min(info.file_size, LARGEST_FILE) for info in infos)  # more is not read
        if unpacked > max(_SUSPICIOUS, _UNPACKS_TO * self.path.stat().st_size):
            raise _archive_refused(sentence("The ZIP unpacks to far more than photos could."))
        for place, info in enumerate(infos):
            name = _name_of(info)
            if not name.endswith("/") and not left_out(name):
                yield PhotoFile(name=name, place=str(place), refusal=_refusal_of(info, name))

    def read(self, place: str) -> bytes:
        """Return the content of an entry."""
        try:
            with self._zip.open(self._zip.infolist()[int(place)]) as file:
                return _read(file)
        except (*_BROKEN, OSError) as error:
            raise _cut_short() from error

    def close(self) -> None:
        """Close the file if it was opened."""
        if "_file" in vars(self):
            self._file.close()

    @cached_property
    def _file(self) -> io.FileIO:
        return _BoundedFile(self.path)

    @cached_property
    def _zip(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._file)
        except _BROKEN as error:
            raise _archive_refused(sentence("The ZIP is damaged.")) from error
        except OSError as error:
            raise _unreadable(self.path) from error


class _BoundedFile(io.FileIO):
    """Lets the library read a list of entries, but none that would fill the memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > max(_DIRECTORY, LARGEST_FILE):
            raise _too_many()
        return super().read(-1 if size is None else size)


def _readable(name: str) -> str:
    """Return a name of this system, also one whose bytes came from another system."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return decoded(os.fsencode(name))
    return name


def _name_of(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF_8_NAME:
        return info.orig_filename
    return decoded(info.orig_filename.encode("cp437"))  # what the library took it for


def _refusal_of(info: zipfile.ZipInfo, name: str) -> Refusal | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    unsafe = _unsafe(name, regular=kind in {0, stat.S_IFREG})
    if unsafe or (not info.flag_bits & _LOCKED and info.compress_type in _PACKED):
        return unsafe
    return Refusal(
        "format",
        sentence("It is locked with a password, or packed in a way that is not read here."),
        advice=sentence("Pack the photos anew as a plain ZIP without a password."),
    )


def _unsafe(name: str, *, regular: bool) -> Refusal | None:
    try:
        require_safe(name)
    except Refusal as refusal:
        return refusal
    if regular:
        return None
    return Refusal(
        "unsafe_name",
        sentence("This is a link or a device, not a file."),
        advice=sentence("Put the photo itself there."),
    )


def _read(file: IO[bytes]) -> bytes:
    return file.read(LARGEST_FILE + 1) or b""  # one byte too many is enough to be refused


def _cut_short() -> Refusal:
    return Refusal(
        "truncated",
        sentence("The file can't be read to its end."),
        advice=sentence("Copy or pack it anew."),
    )


def _too_many() -> Refusal:
    return Refusal(
        "too-many-files",
        sentence("There are more than {most} files.", most=MOST_FILES),
        advice=sentence("Import the photos in several parts."),
    )


def _archive_refused(why: Sentence) -> Refusal:
    return Refusal("archive-refused", why, advice=sentence("Pack the photos anew as a ZIP."))


def _unreadable(path: Path) -> Fault:
    return Fault("file-unreadable", sentence("The file {path} can't be read.", path=str(path)))
