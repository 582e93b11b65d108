"""The last resort: an unexpected error gets a number and a log entry with nobody's data in it."""

from __future__ import annotations

import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.domain.sentences import Sentence

_MOST_BYTES = 1_000_000


def incident(error: BaseException, log: Path | None) -> Sentence:
    """Append kind and place of the error to the log and return a sentence with its number.

    The error's own words are left out: they may hold names, numbers or the rows of a statement.
    """
    number = secrets.token_hex(4)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    written = log is not None and _write(log, f"{at} {number}\n{_of(error)}")
    if written:
        return sentence(
            "Something unexpected happened: incident {number}, described in {log}.",
            number=number,
            log=str(log),
        )
    return sentence("Something unexpected happened: incident {number}.", number=number)


def _of(error: BaseException | None) -> str:
    lines = []
    while error is not None:
        lines.append(f"  {type(error).__module__}.{type(error).__qualname__}\n")
        lines += (
            f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}\n"
            for frame in traceback.extract_tb(error.__traceback__)
        )
        error = error.__cause__ or error.__context__
    return "".join(lines)


def _write(log: Path, text: str) -> bool:
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _MOST_BYTES:
            log.replace(log.with_suffix(".old.log"))
        with log.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return False
    return True
