"""What an IPP printer says of its ribbon, ink and paper count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from printing.contracts import Supply
from printing.ipp_client import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

SUPPLIES = (
    "marker-names",
    "marker-types",
    "marker-levels",
    "marker-colors",
    "printer-supply",
    "printer-supply-description",
    "printer-media-sheets-completed",
    "printer-impressions-completed",
    "sides-supported",
)
# Parts of the words of RFC 3805 (PrtMarkerSuppliesTypeTC); what catches waste comes first.
_KINDS = (("waste", "waste"), ("ribbon", "ribbon"), ("ink", "ink"), ("toner", "toner"))
_FULL = 100


def supplies(printer: Mapping[str, Any]) -> tuple[Supply, ...]:
    """Return what the printer says it has; nothing when it says nothing.

    Source: the ``marker`` attributes of CUPS, else ``printer-supply`` (PWG 5100.13).
    """
    if printer.get("marker-names") is not None:
        return _markers(printer)
    described = listed(printer.get("printer-supply-description"))
    told = [_fields(str(one)) for one in listed(printer.get("printer-supply"))]
    return tuple(
        Supply(
            name=str(described[i]) if i < len(described) else fields.get("type", ""),
            kind=_kind(fields.get("type", "")),
            level=_percent(fields.get("level"), fields.get("maxcapacity")),
            colour=fields.get("colorantname", ""),
        )
        for i, fields in enumerate(told)
    )


def counter(printer: Mapping[str, Any]) -> int | None:
    """Return how many sheets or cards the printer made in its life; None if it does not say.

    Sides are not sheets: a count of impressions is taken only from a printer that has one side.
    """
    sheets = printer.get("printer-media-sheets-completed")
    if sheets is None and set(listed(printer.get("sides-supported"))) == {"one-sided"}:
        sheets = printer.get("printer-impressions-completed")
    return sheets if isinstance(sheets, int) and sheets >= 0 else None


def _markers(printer: Mapping[str, Any]) -> tuple[Supply, ...]:
    names = listed(printer["marker-names"])
    types, levels, colours = (
        [*listed(printer.get(f"marker-{what}")), *[None] * len(names)]
        for what in ("types", "levels", "colors")
    )
    return tuple(
        Supply(
            name=str(name),
            kind=_kind(str(types[i] or "")),
            level=_percent(levels[i], _FULL),
            colour="" if colours[i] in {None, "none"} else str(colours[i]),
        )
        for i, name in enumerate(names)
    )


def _fields(told: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in told.split(";"))
    return {name.strip(): value for name, _, value in pairs if name.strip()}


def _kind(word: str) -> str:
    plain = word.lower().replace("-", "")
    return next((kind for part, kind in _KINDS if part in plain), "other")


def _percent(level: object, most: object) -> int | None:
    """Return a level in percent; negative ones mean that the device can't tell (RFC 3805)."""
    try:
        has, full = int(str(level)), int(str(most))
    except ValueError:
        return None
    return min(_FULL, has * _FULL // full) if has >= 0 and full > 0 else None
