"""Beside an application for campus entry: pass or refuse it."""

from __future__ import annotations

from backoffice.domain.sentences import N_, sentence
from backoffice.ui.decision_side import DecisionSide


class EntrySide(DecisionSide):
    """Pass and refuse."""

    title = sentence("Answer")
    yes, no = N_("Pass"), N_("Refuse")
    hints = (
        sentence("↑ ↓ next application   ·   Space marks several"),
        sentence("Scan a card to see whether it may enter today."),
    )
