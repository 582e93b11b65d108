"""Money is whole fen in integers; only people see yuan."""

from __future__ import annotations

import re

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

_YUAN = re.compile(r"(?P<sign>-?)(?P<yuan>\d{1,9})(?:\.(?P<fen>\d{1,2}))?")


def yuan(fen: int) -> str:
    """Return ``fen`` as people read it, for example ``¥123.45``."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{whole}.{rest:02d}"


def parse_yuan(text: str) -> int:
    """Return the fen in an amount typed in yuan with at most two decimals.

    Raises:
        Refusal: The text is not such an amount.
    """
    found = _YUAN.fullmatch(text.strip().removeprefix("¥").removeprefix("￥").strip())
    if not found:
        raise Refusal(
            "amount-unreadable",
            sentence("This is not an amount in yuan with at most two decimals."),
            advice=sentence("Type it like 123.45."),
        )
    fen = int(found["yuan"]) * 100 + int((found["fen"] or "").ljust(2, "0") or 0)
    return -fen if found["sign"] else fen
