"""What may be set for a printer, and within which limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from printing.contracts import PrinterSettings

# Least and most; a card that is a centimetre off is put in wrongly.
RANGES: dict[str, tuple[float, float]] = {
    "offset_x_mm": (-10, 10),
    "offset_y_mm": (-10, 10),
    "bleed_mm": (0, 3),
    "timeout_seconds": (0.1, 3600),
    "buffer": (1, 100),
}
CHOICES: dict[str, tuple[int | str, ...]] = {
    "orientation": (0, 90, 180, 270),
    "quality": ("", "draft", "normal", "high"),
}


def require(
    name: str, settings: PrinterSettings, *, kinds: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    """Do nothing if a printer can be set up like this.

    Raises:
        Refusal: ``printer-settings``; the sentence names the printer, the option and its limits.
    """
    for option, choices in {"kind": kinds, "language": languages, **CHOICES}.items():
        value = getattr(settings, option)
        if isinstance(value, bool) or value not in choices:
            raise _wrong(
                sentence(
                    "Printer “{printer}”: {option} can't be “{value}”.",
                    printer=name,
                    option=option,
                    value=str(value),
                ),
                sentence(
                    "Choose one of: {names}.", names=", ".join(map(str, filter(None, choices)))
                ),
            )
    for option, (least, most) in RANGES.items():
        value = getattr(settings, option)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not least <= value <= most:
            raise _wrong(
                sentence(
                    "Printer “{printer}”: {option} must be between {least} and {most}.",
                    printer=name,
                    option=option,
                    least=f"{least:g}",
                    most=f"{most:g}",
                ),
                sentence("Correct the settings of this printer."),
            )
    for option, kind in (("duplex", bool), ("target", str), ("media_type", str)):
        if not isinstance(getattr(settings, option), kind):
            raise _wrong(
                sentence("Printer “{printer}”: {option} is wrong.", printer=name, option=option),
                sentence("Correct the settings of this printer."),
            )


def _wrong(message: Sentence, advice: Sentence) -> Refusal:
    return Refusal("printer-settings", message, advice=advice)
