"""How a finished page lies in a printer: turned, moved, running over the edges of the card."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from printing.contracts import Drawn, PrinterSettings

_QUARTER = 90
_POINTS = 72 / 25.4


def drawing_offset(settings: PrinterSettings) -> tuple[float, float]:
    """Return by how many mm a drawing is moved to the right and down, before it is turned.

    Right and down are meant as the paper leaves the printer, so they are turned back here.
    """
    right, down = settings.offset_x_mm, settings.offset_y_mm
    for _ in range(settings.orientation // _QUARTER):
        right, down = down, -right
    return right + 0.0, down + 0.0


def placed(drawn: Drawn, settings: PrinterSettings) -> Drawn:
    """Return the pages as this printer wants them; the same bytes when it wants nothing special.

    What the drawing has beyond the edge of its page comes into sight in the bleed.
    """
    bleed, orientation = settings.bleed_mm, settings.orientation
    if not bleed and not orientation:
        return drawn
    wide, high = drawn.width_mm + 2 * bleed, drawn.height_mm + 2 * bleed
    corners = (-bleed, -bleed, wide - bleed, high - bleed)
    box = [_POINTS * at for at in corners]
    from printing import raster  # noqa: PLC0415  only where a page is turned

    out = io.BytesIO()
    with raster.opened(drawn.pdf) as document:
        for page in document:
            page.set_mediabox(*box)
            page.set_rotation(orientation)
            page.close()
        document.save(out)
    if orientation % (2 * _QUARTER):
        wide, high = high, wide
    return replace(drawn, pdf=out.getvalue(), width_mm=wide, height_mm=high)


def front_alone(drawn: Drawn) -> Drawn:
    """Return the front for a device that does not turn cards over: a back would take a second card.

    Raises:
        Refusal: ``barcode-on-the-back``: nobody could scan such a card.
    """
    from printing import gate, raster  # noqa: PLC0415  only where a side is left out

    out = io.BytesIO()
    with raster.opened(drawn.pdf) as document:
        for page in range(len(document) - 1, 0, -1):
            document.del_page(page)
        document.save(out)
    front = replace(drawn, pdf=out.getvalue(), pages=1)
    try:
        gate.check(front)
    except Refusal as refusal:
        raise Refusal(
            "barcode-on-the-back",
            sentence(
                "The bar code of this card is on its back, where this printer prints nothing."
            ),
            advice=sentence("Move it to a printer of both sides, or change the card design."),
        ) from refusal
    return front
