"""Code 128 as black and white modules."""

from __future__ import annotations

from barcode.codex import Code128
from barcode.errors import BarcodeError

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

QUIET = 10  # modules of white on either side (ISO/IEC 15417)
_START_C, _TO_C = 105, 99


class SafeCode128(Code128):
    """Code 128 that keeps a leading 99.

    python-barcode 0.16.1 folds [start C, 99] into one code as if 99 were a switch of the character
    set, but after start C it is the digit pair 99: 9914853944 would scan as 14853944, somebody
    else's number.
    """

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        if encoded[:2] == [_START_C, _TO_C]:
            return encoded
        optimised: list[int] = super()._try_to_optimize(encoded)
        return optimised


def modules(code: str) -> str:
    """Return ``code`` as a row of ``1`` (black) and ``0`` (white), without quiet zones.

    Raises:
        Refusal: ``barcode-unreadable``: Code 128 has no sign for a character.
    """
    if not code:
        raise unreadable(code)
    try:
        return str(SafeCode128(code).build()[0])
    except BarcodeError as error:
        raise unreadable(code) from error


def unreadable(code: str) -> Refusal:
    """Return the refusal for a bar code that can't be read back as ``code``."""
    return Refusal(
        "barcode-unreadable",
        sentence("The bar code of {number} can't be read back from the drawing.", number=code),
        advice=sentence("Nothing was printed. Check the number and the design."),
    )
