"""Save a card design as a new version, and decide which version is in force from when.

Nothing is ever changed or deleted: cards refer to the version they were made with, so that they
can be made again as they were.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import design_files
from backoffice.domain.card_designs import Design, named, reference
from backoffice.domain.holders import KIND_NAMES, HolderKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import Sentence, sentence
from backoffice.domain.sheets import Line, Sheet

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")


@dataclass(frozen=True, kw_only=True)
class Request:
    """The design to be saved, what is said about it, and for whom it is in force from when.

    Attributes:
        kind: None saves it without putting it in force.
    """

    design: Design
    words: str
    kind: HolderKind | None = None
    valid_from: date | None = None
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Using:
    """A version that is to be in force for a kind of holder from a day on."""

    design: str
    kind: HolderKind
    valid_from: date
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The version, and from when it is in force for whom."""

    design: str
    kind: HolderKind | None = None
    valid_from: date | None = None


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    text = _text(request)
    if not request.words.strip():
        raise Refusal(
            "design-unsaid",
            sentence("A new version needs a remark: what is different, and why."),
            advice=sentence("Write it in a few words."),
        )
    name = request.design.name
    newest = books.designs.newest(name)
    if newest and books.designs.text(reference(name, newest)) == text:
        raise Refusal(
            "design-unchanged",
            sentence("Version {version} of this design looks exactly like this.", version=newest),
            advice=sentence("Change something first, or put that version in force."),
        )
    saved = Line(
        label=sentence("Newest version of “{name}”", name=name),
        before=_version(newest),
        after=_version(newest + 1),
    )
    lines = [saved]
    if request.kind is not None:
        new = reference(name, newest + 1)
        lines.append(_in_force(books, turn, request.kind, request.valid_from, new))
    return _sheet(sentence("A new card design"), *lines)


def save(books: Books, turn: Turn, request: Request) -> Outcome:
    """Save the design as its next version, and put it in force where that is asked for.

    Raises:
        Refusal: It can't be read, nothing is different, nothing was said about it, its day lies in
            the past, or the world changed since the sheet was shown.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    by = turn.actor.clerk_id
    saved = books.designs.save(
        request.design.name, toml=_text(request), words=request.words.strip(), by=by
    )
    if request.kind is not None and request.valid_from is not None:
        books.designs.use(request.kind, saved.reference, valid_from=request.valid_from, by=by)
    return Outcome(design=saved.reference, kind=request.kind, valid_from=request.valid_from)


def preview_use(books: Books, turn: Turn, request: Using) -> Sheet:
    """Return what would change, or refuse."""
    books.designs.text(request.design)
    if not named(request.design)[1] and request.design != request.kind.value:
        raise Refusal(
            "design-of-others",
            sentence("The shipped design “{name}” is made for others.", name=request.design),
            advice=sentence("Save it as a new version first."),
        )
    line = _in_force(books, turn, request.kind, request.valid_from, request.design)
    return _sheet(sentence("The card design in force"), line)


def use(books: Books, turn: Turn, request: Using) -> Outcome:
    """Put a version in force for a kind of holder; cards that were made stay as they are.

    Raises:
        Refusal: There is no such version, its day lies in the past, or the world changed since the
            sheet was shown.
    """
    preview_use(books, turn, request).require_unchanged(request.sheet)
    books.designs.use(
        request.kind, request.design, valid_from=request.valid_from, by=turn.actor.clerk_id
    )
    return Outcome(design=request.design, kind=request.kind, valid_from=request.valid_from)


def _text(request: Request) -> str:
    """Return the design as it is saved; refuse what could not be read again."""
    name = request.design.name
    if not _NAME.fullmatch(name):
        raise Refusal(
            "design-name",
            sentence(
                "A design is named with small letters, digits and hyphens: “{name}” is not.",
                name=name,
            ),
            advice=sentence("Choose another name, of 30 signs at most."),
        )
    text = design_files.write(request.design)
    design_files.read(text, name=name, file=name)
    return text


def _in_force(books: Books, turn: Turn, kind: HolderKind, day: date | None, design: str) -> Line:
    if day is None or day < turn.today:
        raise Refusal(
            "design-past",
            sentence(
                "A design holds from today at the earliest: cards that exist stay as they are."
            ),
            advice=sentence("Choose today or a later day."),
        )
    return Line(
        label=sentence(
            "Cards of {kind} from {day}", kind=sentence(KIND_NAMES[kind]), day=day.isoformat()
        ),
        before=sentence(books.designs.in_force(kind, day)),
        after=sentence(design),
    )


def _version(number: int) -> Sentence:
    return sentence("version {number}", number=number) if number else sentence("as shipped")


def _sheet(title: Sentence, *lines: Line) -> Sheet:
    stays = sentence("as they are")
    made = Line(label=sentence("Cards made already"), before=stays, after=stays)
    return Sheet(title=title, lines=(*lines, made))


WORKFLOW = Workflow(
    code="card_design", right=Right.ADMINISTER, run=save, outcome=Outcome, preview=preview
)
USE = Workflow(
    code="card_design_use", right=Right.ADMINISTER, run=use, outcome=Outcome, preview=preview_use
)
