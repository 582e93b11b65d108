"""Write the receipt of an action into the print queue, in the same transaction (design 4, T2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from backoffice.domain.documents import Bilingual, Change, Place, Receipt, Slip
from backoffice.domain.print_jobs import JobKind
from backoffice.words import bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.actions import Turn
    from backoffice.domain.documents import Figure
    from backoffice.domain.holders import Holder
    from backoffice.domain.places import Desk
    from backoffice.domain.sentences import Sentence
    from backoffice.domain.sheets import Sheet
    from backoffice.ports import Books


def write_receipt(
    books: Books, turn: Turn, holder: Holder, sheet: Sheet, *, extra: Sequence[Sentence] = ()
) -> str:
    """Queue a receipt with the lines of the sheet and return its number."""
    desk = books.places.desk(turn.desk_id)
    number = books.jobs.next_receipt_number(desk)
    receipt = Receipt(
        number=number,
        title=bilingual(sheet.title),
        place=place_of(desk),
        clerk=turn.actor.name,
        at=turn.now,
        holder=f"{holder.name}  {holder.number}",
        changes=tuple(
            Change(
                label=bilingual(line.label),
                before=bilingual(line.before),
                after=bilingual(line.after),
            )
            for line in sheet.lines
        ),
        notes=tuple(bilingual(note) for note in (*sheet.notes, *extra)),
        action_id=turn.action_id,
        anchor="",
    )
    _queue(books, desk, holder, JobKind.RECEIPT, receipt)
    return number


def write_slip(
    books: Books, turn: Turn, holder: Holder, title: Sentence, paragraphs: Sequence[Bilingual]
) -> str:
    """Queue a slip for the holder to take along and return its number."""
    return _write_slip(books, turn, holder, title, paragraphs)


def write_drawer_slip(
    books: Books,
    turn: Turn,
    title: Sentence,
    paragraphs: Sequence[Bilingual],
    figures: Sequence[Figure] = (),
) -> str:
    """Queue a slip about the drawer, nobody's but the desk's, and return its number."""
    return _write_slip(books, turn, None, title, paragraphs, figures=figures)


def place_of(desk: Desk) -> Place:
    """Return what every receipt says of the desk."""
    return Place(
        name=Bilingual(en=desk.name_en, zh=desk.name_zh),
        address=Bilingual(en=desk.address_en, zh=desk.address_zh),
        telephone=desk.telephone,
    )


def _write_slip(
    books: Books,
    turn: Turn,
    holder: Holder | None,
    title: Sentence,
    paragraphs: Sequence[Bilingual],
    *,
    figures: Sequence[Figure] = (),
) -> str:
    desk = books.places.desk(turn.desk_id)
    number = books.jobs.next_receipt_number(desk)
    slip = Slip(
        number=number,
        title=bilingual(title),
        place=place_of(desk),
        clerk=turn.actor.name,
        at=turn.now,
        paragraphs=tuple(paragraphs),
        figures=tuple(figures),
        action_id=turn.action_id,
        anchor="",
    )
    _queue(books, desk, holder, JobKind.SLIP, slip)
    return number


def _queue(
    books: Books, desk: Desk, holder: Holder | None, kind: JobKind, document: Receipt | Slip
) -> None:
    books.jobs.add(
        kind=kind,
        desk_id=desk.id,
        number=document.number,
        payload=msgspec.json.encode(document).decode(),
        holder_id=holder.id if holder else None,
    )
