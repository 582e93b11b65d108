"""What a printer is told about the paper: size, both sides, no scaling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from printing.ipp_client import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from printing.contracts import Prepared

# Asked of the printer so that a ticket only says what it can obey.
ASKED = (
    "media-size-supported",
    "media-col-supported",
    "sides-supported",
    "print-scaling-supported",
    "print-quality-supported",
    "media-type-supported",
)
_QUALITIES = {"draft": 3, "normal": 4, "high": 5}  # RFC 8011, 5.2.13
_MARGINS = ("media-top-margin", "media-bottom-margin", "media-left-margin", "media-right-margin")
_CLOSE = 50  # hundredths of a millimetre; makers round the size of a card


class Impossible(Exception):  # noqa: N818  an answer, not an accident
    """The printer can't print this size, or can't turn a card over."""


def ticket(prepared: Prepared, printer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the job attributes for ``prepared``.

    A card is printed on cards and on both sides or not at all; other paper falls back to what the
    printer has loaded.

    Raises:
        Impossible: The printer says that it can't do what a card needs.
    """
    wanted: dict[str, Any] = {}
    size = _size(prepared, printer)
    if size is not None:
        known = set(listed(printer.get("media-col-supported")))
        margins = {name: 0 for name in _MARGINS if prepared.kind == "card" and name in known}
        wanted["media-col"] = {"media-size": size, **margins, **_media_type(prepared, printer)}
    if prepared.duplex:
        wanted["sides"] = _sides(printer)
    if "none" in listed(printer.get("print-scaling-supported")):
        wanted["print-scaling"] = "none"
    quality = _QUALITIES.get(prepared.quality)
    if quality in listed(printer.get("print-quality-supported")):
        wanted["print-quality"] = quality
    return wanted


def _media_type(prepared: Prepared, printer: Mapping[str, Any]) -> dict[str, str]:
    wanted = prepared.media_type
    if wanted and wanted not in listed(printer.get("media-type-supported")):
        raise Impossible
    return {"media-type": wanted} if wanted else {}


def _size(prepared: Prepared, printer: Mapping[str, Any]) -> dict[str, int] | None:
    """Return the size in hundredths of a millimetre, the way round that the printer lists it."""
    supported = [size for size in listed(printer.get("media-size-supported")) if size]
    for bleed in dict.fromkeys((0, prepared.bleed_mm)):  # few printers know a size over the edge
        width, height = (
            round((mm - 2 * bleed) * 100) for mm in (prepared.width_mm, prepared.height_mm)
        )
        short, long = sorted((width, height))
        for x, y in ((width, height), (short, long)):
            if any(
                _fits(x, s.get("x-dimension")) and _fits(y, s.get("y-dimension")) for s in supported
            ):
                return {"x-dimension": x, "y-dimension": y}
    if not supported:  # PWG 5101.1 names media short edge first, whatever way round the page is
        return {"x-dimension": short, "y-dimension": long}
    if prepared.kind == "card":
        raise Impossible
    return None


def _fits(length: int, supported: object) -> bool:
    if isinstance(supported, list) and len(supported) == 2:  # noqa: PLR2004  a range
        return bool(supported[0] <= length <= supported[1])
    return isinstance(supported, int) and abs(supported - length) <= _CLOSE


def _sides(printer: Mapping[str, Any]) -> str:
    supported = listed(printer.get("sides-supported"))
    # A card lies on its long edge and is turned like the leaf of a book: about its short edge.
    for way in ("two-sided-short-edge", "two-sided-long-edge"):
        if not supported or way in supported:
            return way
    raise Impossible
