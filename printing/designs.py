"""Which design a card is drawn with: the text it carries, or a file that ships with the program."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain import design_files
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.domain.card_designs import Design
    from backoffice.domain.documents import CardFace

FOLDER = Path(__file__).parents[1] / "assets" / "designs"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


def of(face: CardFace) -> Design:
    """Return the design of a card; a text is read once, however many cards carry it.

    Raises:
        Refusal: ``design-unknown`` or ``design-invalid``, naming file, element and key.
    """
    name = face.design or face.kind
    return (
        design_files.read(face.design_toml, name=name, file=name)
        if face.design_toml
        else load(name)
    )


def load(name: str, *, folder: Path = FOLDER) -> Design:
    """Return a design that ships with the program; an edited file is read again.

    Args:
        name: File name without its ending.
        folder: Where designs are kept.

    Raises:
        Refusal: ``design-unknown`` or ``design-invalid``, naming file, element and key.
    """
    path = folder / f"{name}.toml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise Refusal(
            "design-unknown",
            sentence("There is no card design “{name}”.", name=name),
            advice=sentence("Choose a design from the folder {folder}.", folder="assets/designs"),
        )
    try:
        stamp = path.stat()
        text = _read(path, (stamp.st_mtime_ns, stamp.st_size))
    except (OSError, UnicodeDecodeError) as error:
        raise design_files.unreadable(f"assets/designs/{name}.toml") from error
    return design_files.read(text, name=name, file=f"assets/designs/{name}.toml")


@functools.lru_cache(maxsize=32)
def _read(path: Path, _stamp: tuple[int, int]) -> str:
    return path.read_text(encoding="utf-8")
