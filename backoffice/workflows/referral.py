"""Refer a student or temporary holder to a self-service terminal, with a slip (FAQ 8, L6, T1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.documents import Bilingual
from backoffice.domain.holders import Holder, HolderKind
from backoffice.domain.places import replacing
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.paper import write_slip
from backoffice.words import bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.actions import Turn
    from backoffice.domain.places import Terminal
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who is referred."""

    holder_id: int
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The slip that was queued."""

    holder_id: int
    slip: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what the slip will say, or refuse."""
    holder = _referred(books, request.holder_id)
    nearest = _terminals(books, turn)[0]
    return Sheet(
        title=_TITLE,
        lines=(
            Line(
                label=sentence("Where"),
                before=sentence("this desk"),
                after=sentence("{en} · {zh}", en=nearest.name_en, zh=nearest.name_zh),
            ),
            Line(label=sentence("Bring"), before=sentence("—"), after=_bring(books, holder)),
        ),
    )


def refer(books: Books, turn: Turn, request: Request) -> Outcome:
    """Queue a slip: nearest terminal first, what to bring, what it costs.

    Raises:
        Refusal: Staff are served at the window, or no terminal is in service.
    """
    holder = _referred(books, request.holder_id)
    preview(books, turn, request).require_unchanged(request.sheet)
    nearest, *others = _terminals(books, turn)
    paragraphs = [
        bilingual(sentence("A lost card is replaced at a self-service terminal.")),
        bilingual(sentence("The nearest one:")),
        Bilingual(en=nearest.name_en, zh=nearest.name_zh),
        bilingual(sentence("Bring: {what}", what=_bring(books, holder))),
        bilingual(
            sentence("The fee is deducted from the card by itself, and the balance moves along.")
        ),
        *([bilingual(sentence("Also:"))] if others else []),
        *(Bilingual(en=other.name_en, zh=other.name_zh) for other in others),
    ]
    return Outcome(holder_id=holder.id, slip=write_slip(books, turn, holder, _TITLE, paragraphs))


WORKFLOW = Workflow(code="referral", right=Right.SERVE, run=refer, outcome=Outcome, preview=preview)
_TITLE = sentence("Where to replace your card")


def _referred(books: Books, holder_id: int) -> Holder:
    holder = books.holders.get(holder_id)
    if holder.kind is HolderKind.STAFF:
        raise Refusal(
            "served-here",
            sentence("Staff are served at this window, not at a terminal."),
            advice=sentence("Open “Lost card”."),
            rule="L1",
            source="FAQ 8",
        )
    return holder


def _terminals(books: Books, turn: Turn) -> Sequence[Terminal]:
    found = replacing(books.places.terminals(), near=books.places.desk(turn.desk_id))
    if not found:
        raise Refusal(
            "no-terminal",
            sentence("No terminal that replaces cards is in service."),
            advice=sentence("Open “Lost card”: a supervisor approves the exception."),
            rule="L6",
            source="FAQ 8",
        )
    return found


def _bring(books: Books, holder: Holder) -> Sentence:
    on_file = books.holders.certificate(holder.id)
    if on_file is None or on_file.kind is CertificateKind.RESIDENT_ID:
        return sentence("your ID card")
    return sentence(
        "the number of your certificate ({kind}); it is typed in there",
        kind=sentence(on_file.kind.description.label),
    )
