"""What would be lost when the window is closed, and the question whether to close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.sentences import sentence
from backoffice.ui import dialogs

if TYPE_CHECKING:
    from backoffice.ui.desk import Desk


def may_close(desk: Desk) -> bool:
    """Tell whether nothing would be lost, or the clerk wants to close all the same."""
    view = None if desk.locked else desk.view
    losses = (
        (
            view is not None and view.dirty,
            sentence("A form is open. Close the window all the same?"),
        ),
        (
            desk.stage.unsaved,
            sentence("A card design was changed and not saved. Close the window all the same?"),
        ),
    )
    return all(
        dialogs.confirm(
            desk,
            question,
            yes=sentence("Close the window"),
            no=sentence("Keep on"),
            title=sentence("Card Center"),
        )
        for lost, question in losses
        if lost
    )
