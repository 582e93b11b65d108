"""Enter a self-service terminal, change it, take it out of service or back into it (FAQ 8, T1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.places import SERVICE_NAMES, Terminal
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import Sentence, listed, sentence
from backoffice.procedures import places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.actions import Turn
    from backoffice.domain.sheets import Sheet
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """How a terminal is to be; its id is 0 if it is a new one."""

    terminal: Terminal
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The terminal as it is now, and as it was; None if it is new."""

    terminal: Terminal
    before: Terminal | None


def preview(books: Books, turn: Turn, request: Request) -> Sheet:  # noqa: ARG001  one signature
    """Return what would change, or refuse."""
    terminal = places.tidied(request.terminal)
    if not terminal.services:
        raise Refusal(
            "terminal-idle",
            sentence("A terminal does something, or it is out of service."),
            advice=sentence("Tick what it does."),
            rule="T1",
            source="FAQ 8",
        )
    known = _known(books, terminal.id)
    before = _said(books, known) if known else {}
    return places.sheet(sentence("Self-service terminal"), before, _said(books, terminal), _LABELS)


def change(books: Books, turn: Turn, request: Request) -> Outcome:
    """Enter or change a terminal; slips that are printed from now on know it.

    Raises:
        Refusal: T1, or a text is missing, nothing would change, or the sheet is out of date.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    before = _known(books, request.terminal.id)
    terminal = books.places.keep_terminal(places.tidied(request.terminal))
    return Outcome(terminal=terminal, before=before)


WORKFLOW = Workflow(
    code="terminal_change", right=Right.ADMINISTER, run=change, outcome=Outcome, preview=preview
)
_LABELS = {
    "name_zh": sentence("Chinese name"),
    "name_en": sentence("English name"),
    "area": sentence("Campus"),
    "services": sentence("What it does"),
    "in_service": sentence("State"),
}


def _known(books: Books, terminal_id: int) -> Terminal | None:
    return next((one for one in books.places.terminals() if one.id == terminal_id), None)


def _said(books: Books, terminal: Terminal) -> Mapping[str, Sentence]:
    services = listed([sentence(SERVICE_NAMES[one]) for one in terminal.services])
    return {**places.said(books, terminal), "services": services}
