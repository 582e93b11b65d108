"""Finds printers that other machines announce by DNS-SD, as ``ippfind`` of CUPS hears them.

It asks Avahi; where that does not run, or CUPS is not installed, nothing is heard.
"""

from __future__ import annotations

import shutil
import subprocess
import urllib.parse

from printing.contracts import FoundPrinter

_SECONDS = 3
# "remote": the queues of this machine are known from its CUPS itself.
_LISTEN = ("-T", str(_SECONDS), "_ipp._tcp", "--remote")
_TELL = ("-x", "printf", r"%s\t%s\n", "{service_name}", "{}", ";")
_QUEUES = "/printers/"


def find() -> tuple[FoundPrinter, ...]:
    """Return what is announced: printers, and queues of the CUPS of other machines."""
    program = shutil.which("ippfind")
    if program is None:
        return ()
    try:
        done = subprocess.run(  # noqa: S603  the program found on the path
            [program, *_LISTEN, *_TELL],
            capture_output=True,
            check=False,  # what it heard counts, not how it ended
            encoding="utf-8",
            errors="replace",
            timeout=3 * _SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    lines = (line.rpartition("\t") for line in done.stdout.splitlines())
    return tuple(_printer(name, address) for name, _tab, address in lines if name)


def _printer(name: str, address: str) -> FoundPrinter:
    parts = urllib.parse.urlsplit(address)
    if not parts.path.startswith(_QUEUES):
        return FoundPrinter(kind="ipp", target=address, called=name)
    queue = urllib.parse.unquote(parts.path.removeprefix(_QUEUES))
    return FoundPrinter(kind="cups", target=f"{queue}@{parts.netloc}", called=name)
