"""The consequence sheet: what a confirmation changes, shown first and printed after."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.domain.sentences import Sentence


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that changes or, said as clearly, does not."""

    label: Sentence
    before: Sentence
    after: Sentence


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All consequences of one action, in the order they are shown and printed."""

    title: Sentence
    lines: tuple[Line, ...]
    notes: tuple[Sentence, ...] = ()

    @property
    def digest(self) -> str:
        """Fingerprint of what was shown; the commit must find the same again."""
        said = [str(self.title)]
        for line in self.lines:
            said += [str(line.label), str(line.before), str(line.after)]
        said += [str(note) for note in self.notes]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def require_unchanged(self, shown: str) -> None:
        """Do nothing if ``shown`` is the digest of this very sheet.

        Raises:
            Refusal: The world changed between showing and confirming.
        """
        if shown != self.digest:
            raise Refusal(
                "sheet-changed",
                sentence("Something changed since this sheet was shown; nothing was done."),
                advice=sentence("Read the new sheet and confirm again."),
            )
