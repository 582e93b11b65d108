"""What a batch would be, before anybody decides: people, reasons, blanks, ribbon, time (B1, B2).

The printing code looks at every name first, outside any transaction; the action then finds the same
people again or is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backoffice.actions import Turn, new_action_id
from backoffice.domain.batches import LeftOut
from backoffice.domain.card_designs import named
from backoffice.domain.documents import CardFace
from backoffice.domain.print_jobs import TO_FILE
from backoffice.procedures.batch_means import means
from backoffice.workflows.batch import Request, people

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from backoffice.domain.batch_preflight import Judged, Means
    from backoffice.domain.holders import Holder, HolderKind
    from backoffice.domain.roles import Actor
    from backoffice.ports import Books, Clock, Printers, Store

_NO_NUMBER = "0" * 10
_SOME = 50


@dataclass(frozen=True, kw_only=True)
class Preflight:
    """Everything there is to know before a batch is made.

    Attributes:
        request: Makes this very batch, once a sheet is confirmed.
        means: What its printer has for it; None for a file.
        card_printer: Name of that printer.
    """

    request: Request
    judged: Judged
    means: Means | None
    card_printer: str


def look(
    store: Store,
    clock: Clock,
    printers: Printers,
    request: Request,
    *,
    actor: Actor,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Preflight:
    """Look at everybody of the units and at the printer.

    Args:
        store: The books.
        clock: Tells which day it is.
        printers: The printers of the desk; they look at every name.
        request: Units and printer or file.
        actor: Who asks, at which desk.
        told: Hears how many of how many names were looked at.

    Raises:
        Refusal: The units are no such, or a card design can't be read.
        Fault: Books or fonts can't be read.
    """
    turn = Turn(
        action_id=new_action_id(), actor=actor, second=None, now=clock.now(), today=clock.today()
    )
    with store.reading() as books:
        first = people(books, turn, replace(request, unprintable=()))
        faces = _Faces(books, turn.today, [one.holder for one in first.included])
    objections = []
    for done, one in enumerate(first.included):
        if done % _SOME == 0:
            told(done, len(first.included))
        refusal = printers.objection(faces.of(one.holder))
        if refusal is not None:
            long = refusal.code == "text-too-long"
            reason = LeftOut.TEXT_TOO_LONG if long else LeftOut.GLYPH
            objections.append((one.holder.id, reason.value))
    told(len(first.included), len(first.included))
    request = replace(request, unprintable=tuple(objections))
    default = printers.names("card")[0]
    printer = TO_FILE if request.output else request.printer or default
    names = {printer, ""} if printer == default else {printer}
    state = None if request.output else printers.state(printer)
    with store.reading() as books:
        return Preflight(
            request=request,
            judged=people(books, turn, request),
            means=None if request.output else means(books, turn.desk_id, printer, names, state),
            card_printer=printer,
        )


class _Faces:
    """What would stand on the cards of some people."""

    def __init__(self, books: Books, today: date, holders: Sequence[Holder]) -> None:
        self._specimen = books.example
        self._designs = {
            kind: books.designs.in_force(kind, today) for kind in {one.kind for one in holders}
        }
        self._texts = {
            kind: books.designs.text(design) if named(design)[1] else ""
            for kind, design in self._designs.items()
        }

    def of(self, holder: Holder) -> CardFace:
        """Return the texts of a card; it has no number and no photo yet."""
        kind: HolderKind = holder.kind
        return CardFace(
            number=_NO_NUMBER,
            kind=kind.value,
            name=holder.name,
            name_latin=holder.name_latin,
            unit=holder.unit_name,
            holder_number=holder.number,
            photo=b"",
            design=self._designs[kind],
            design_toml=self._texts[kind],
            valid_until=holder.valid_until,
            specimen=self._specimen,
        )
