"""Enter a desk, change what receipts say of it, take it out of service or back into it (T2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.money import yuan
from backoffice.domain.places import Desk
from backoffice.domain.print_jobs import LIVE
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import Sentence, listed, sentence
from backoffice.procedures import places
from backoffice.procedures.blanks import ready
from backoffice.procedures.drawer import money_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.actions import Turn
    from backoffice.domain.sheets import Sheet
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """How a desk is to be; its id is 0 if it is a new one."""

    desk: Desk
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The desk as it is now, and as it was; None if it is new."""

    desk: Desk
    before: Desk | None


def preview(books: Books, turn: Turn, request: Request) -> Sheet:  # noqa: ARG001  one signature
    """Return what would change, or refuse."""
    desk = places.tidied(request.desk)
    known = _known(books, desk.id)
    _require_code(books, desk, known)
    if not re.fullmatch(r"[0-9+()/ -]{3,40}", desk.telephone):
        raise Refusal(
            "desk-telephone",
            sentence("“{text}” is no telephone number.", text=desk.telephone),
            advice=sentence("Type its digits; every receipt carries them."),
            rule="T2",
        )
    closes = known is not None and known.in_service and not desk.in_service
    if closes:
        _require_empty(books, desk)
    before = places.said(books, known) if known else {}
    title = sentence("Desk {desk}", desk=desk.code)
    sheet = places.sheet(title, before, places.said(books, desk), _LABELS)
    return replace(sheet, notes=(*sheet.notes, _CLOSES)) if closes else sheet


def change(books: Books, turn: Turn, request: Request) -> Outcome:
    """Enter or change a desk; receipts that are printed from now on say so.

    Raises:
        Refusal: T2, a text is missing, its code is taken or would change, something is left at a
            desk that goes out of service, nothing would change, or the sheet is out of date.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    before = _known(books, request.desk.id)
    desk = books.places.keep_desk(places.tidied(request.desk))
    return Outcome(desk=desk, before=before)


WORKFLOW = Workflow(
    code="desk_change", right=Right.ADMINISTER, run=change, outcome=Outcome, preview=preview
)
_CLOSES = sentence("Nobody is served there until it is back in service.")
_LABELS = {
    "code": sentence("Code"),
    "name_zh": sentence("Chinese name"),
    "name_en": sentence("English name"),
    "address_zh": sentence("Chinese address"),
    "address_en": sentence("English address"),
    "telephone": sentence("Telephone"),
    "area": sentence("Campus"),
    "in_service": sentence("State"),
}


def _known(books: Books, desk_id: int) -> Desk | None:
    return next((one for one in books.places.desks() if one.id == desk_id), None)


def _require_code(books: Books, desk: Desk, known: Desk | None) -> None:
    """Do nothing if every receipt number that begins with the code is this desk's."""
    if not re.fullmatch("[0-9A-Z]{1,8}", desk.code) or (known and known.code != desk.code):
        raise Refusal(
            "desk-code",
            sentence("A code is 1 to 8 digits and capital letters, and it never changes."),
            advice=sentence("Every receipt number of the desk begins with it."),
            rule="T2",
        )
    if known is None and books.places.desk_by_code(desk.code):
        raise Refusal(
            "desk-code-taken",
            sentence("There is a desk {desk} already.", desk=desk.code),
            advice=sentence("Choose it in the list to change it, or take another code."),
        )


def _require_empty(books: Books, desk: Desk) -> None:
    """Do nothing if nothing is left at a desk that nobody could look after any more."""
    left = list(_left(books, desk))
    if left:
        raise Refusal(
            "desk-not-empty",
            sentence("At desk {desk} there is still: {what}.", desk=desk.code, what=listed(left)),
            advice=sentence("Settle it there, or bring it to another desk first."),
        )


def _left(books: Books, desk: Desk) -> Iterator[Sentence]:
    if books.shifts.open_at(desk.id):
        yield sentence("an open shift")
    if money := money_in(books, desk.id):
        yield sentence("money in the drawer: {amount}", amount=yuan(money))
    if blanks := ready(books, desk.id):
        yield sentence("blank cards: {count}", count=blanks)
    if jobs := len(books.jobs.at_desk(desk.id, LIVE)):
        yield sentence("print jobs: {count}", count=jobs)
    if parcels := sum(one.to_id == desk.id for one in books.blanks.on_the_way()):
        yield sentence("parcels on the way to it: {count}", count=parcels)
    if waste := len(books.waste.waiting(desk_id=desk.id)):
        yield sentence("cards to be destroyed: {count}", count=waste)
    if found := len(books.found_cards.kept(desk_id=desk.id)):
        yield sentence("found cards: {count}", count=found)
