"""Note who collects the cards of a unit, and under which telephone (FAQ 4, B3).

Code and name of a unit come with the list of holders; only its contact is entered by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import Sentence, sentence
from backoffice.procedures import places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.actions import Turn
    from backoffice.domain.batches import UnitOnFile
    from backoffice.domain.sheets import Sheet
    from backoffice.ports import Books

_LONGEST_NAME, _LONGEST_TELEPHONE = 60, 40


@dataclass(frozen=True, kw_only=True)
class Request:
    """The unit, and how its contact is to be; both texts are empty while nobody is known."""

    unit_id: int
    contact: str
    telephone: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The unit as it is now, and as it was."""

    unit: UnitOnFile
    before: UnitOnFile


def preview(books: Books, turn: Turn, request: Request) -> Sheet:  # noqa: ARG001  one signature
    """Return what would change, or refuse."""
    before, after = _plan(books, request)
    title = sentence("Contact of {unit}", unit=before.name)
    sheet = places.sheet(title, _said(before), _said(after), _LABELS)
    return replace(sheet, notes=(sentence("{name}", name=before.name), *sheet.notes))


def change(books: Books, turn: Turn, request: Request) -> Outcome:
    """Note the contact; lists and papers that are written from now on name it.

    Raises:
        Refusal: There is no such unit, a text is too long, nothing would change, or the sheet is
            out of date.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    before, after = _plan(books, request)
    books.batches.keep_contact(after.id, contact=after.contact, telephone=after.telephone)
    return Outcome(unit=after, before=before)


WORKFLOW = Workflow(
    code="unit_change", right=Right.KEEP_UNITS, run=change, outcome=Outcome, preview=preview
)
_LABELS = {"contact": sentence("Contact"), "telephone": sentence("Telephone")}


def _plan(books: Books, request: Request) -> tuple[UnitOnFile, UnitOnFile]:
    """Return the unit as it is and as it would be, each text on one line as it is printed."""
    before = next((one for one in books.batches.units() if one.id == request.unit_id), None)
    if before is None:
        raise Refusal(
            "unknown-unit",
            sentence("There is no such unit."),
            advice=sentence("Choose one of the list."),
        )
    contact, telephone = (" ".join(one.split()) for one in (request.contact, request.telephone))
    if len(contact) > _LONGEST_NAME or len(telephone) > _LONGEST_TELEPHONE:
        raise Refusal(
            "contact-long",
            sentence(
                "A contact has at most {name} characters, a telephone number {telephone}.",
                name=_LONGEST_NAME,
                telephone=_LONGEST_TELEPHONE,
            ),
            advice=sentence("Say it in fewer words."),
        )
    return before, replace(before, contact=contact, telephone=telephone)


def _said(unit: UnitOnFile) -> Mapping[str, Sentence]:
    return {
        "contact": sentence("{name}", name=unit.contact or "—"),
        "telephone": sentence("{name}", name=unit.telephone or "—"),
    }
