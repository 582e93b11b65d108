"""What printers, their settings and their supplies are called at the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_, Sentence, sentence

if TYPE_CHECKING:
    from backoffice.ports import PrinterState

ROLES = [("card", N_("cards")), ("receipt", N_("receipts and slips"))]
KINDS = [
    ("ipp", N_("IPP, straight to the device")),
    ("cups", N_("queue of CUPS on this machine")),
    ("spooler", N_("queue of Windows on this machine")),
    ("raw", N_("raw TCP, port 9100")),
    ("folder", N_("folder where files appear")),
]
SHORT = {"ipp": "IPP", "cups": "CUPS", "spooler": "Windows", "raw": "TCP", "folder": N_("folder")}
LANGUAGES = [
    ("pdf", N_("PDF")),
    ("escpos", N_("ESC/POS picture, for receipt printers")),
    ("png", N_("PNG picture")),
]
ORIENTATIONS = [
    (0, N_("as it is drawn")),
    (90, N_("turned right by 90°")),
    (180, N_("upside down")),
    (270, N_("turned left by 90°")),
]
SIDES = [(True, N_("both sides at once")), (False, N_("on the front alone"))]
QUALITIES = [
    ("", N_("as the printer is set")),
    ("draft", N_("draft")),
    ("normal", N_("normal")),
    ("high", N_("high")),
]


def role(name: str) -> str:
    """Return what a printer of this role is for."""
    return dict(ROLES).get(name, name)


def left(state: PrinterState) -> str:
    """Return what a printer has left as far as it can tell; a dash if it can't."""
    told = [f"{one.name} {one.level} %" for one in state.supplies if one.level is not None]
    return ", ".join(told) or "—"


def answer(state: PrinterState) -> tuple[Sentence, ...]:
    """Return all that a printer says of itself."""
    said = [state.sentence]
    if left(state) != "—":
        said.append(sentence("Left: {supplies}.", supplies=left(state)))
    if state.counter is not None:
        said.append(sentence("Printed in its life: {count}", count=state.counter))
    return tuple(said)
