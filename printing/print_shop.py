"""Any number of cards in one PDF, for a print shop or for a printer that is fed a whole file.

Front and back follow one another, each page as large as the card. The file is there whole or not at
all, and memory does not grow with it.
"""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from printing import gate
from printing.faces import card
from printing.placing import drawing_offset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backoffice.domain.documents import CardFace
    from printing.contracts import PrinterSettings
    from printing.drawing.sheet import Sheet


def write(
    path: Path,
    faces: Iterable[CardFace],
    *,
    settings: PrinterSettings,
    drawing: threading.Lock,
    progress: Callable[[int], None],
) -> int:
    """Write the cards to ``path`` and return the number of pages; see ``Printers.write_cards``.

    Args:
        path: Where the PDF appears; what stands there is replaced.
        faces: Asked for one by one.
        settings: Where the printer wants the drawing: its offset, bleed and orientation.
        drawing: Held while a card is drawn; let go between two.
        progress: Is told how many cards are drawn.
    """
    offset, bleed = drawing_offset(settings), settings.bleed_mm
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                sheet = card.open_sheet(
                    offset, file, bleed_mm=bleed, orientation=settings.orientation
                )
                _draw(sheet, faces, offset, drawing, progress)
                file.flush()
                os.fsync(file.fileno())
            gate.check_marks(
                Path(temporary),
                sheet.marks,
                offset_mm=(offset[0] + bleed, offset[1] + bleed),
                excerpt=sheet.excerpt,
            )
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise Fault(
            "file-unwritable", sentence("The file {path} can't be written.", path=str(path))
        ) from error
    return sheet.pages


def _draw(
    sheet: Sheet,
    faces: Iterable[CardFace],
    offset_mm: tuple[float, float],
    drawing: threading.Lock,
    progress: Callable[[int], None],
) -> None:
    looks = set()
    for done, face in enumerate(faces, start=1):
        look = (face.kind, face.design, face.design_toml, face.specimen)
        with drawing:
            if look not in looks:  # the first of each kind is looked at like a card printed alone
                looks.add(look)
                gate.check(card.draw(face, offset_mm))
            card.draw_on(sheet, face)
        progress(done)
    if not looks:
        raise Refusal("no-cards", sentence("There is no card to be printed."))
    with drawing:
        sheet.finish()
