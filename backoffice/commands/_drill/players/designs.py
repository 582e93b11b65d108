"""The back room: card designs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from backoffice.commands._drill.seat import plays
from backoffice.domain import design_files
from backoffice.domain.holders import HolderKind
from backoffice.workflows import card_design

if TYPE_CHECKING:
    from backoffice.commands._drill.seat import Seat
    from backoffice.ports import Books

_WHY = "drill"
_TENTHS = 30


@plays(card_design.WORKFLOW, often=1)
def _save(seat: Seat, books: Books) -> object:
    kind = seat.chance.choice(list(HolderKind))
    name = kind.value
    design = design_files.read(books.designs.text(name), name=name, file=name)
    head = design.elements[2]
    moved = replace(head, x=round(head.x + seat.chance.randrange(_TENTHS) / 10, 1))
    elements = (*design.elements[:2], moved, *design.elements[3:])
    day = seat.clock.today() + timedelta(days=seat.chance.randrange(-1, 3))
    return card_design.Request(
        design=replace(design, elements=elements),
        words=_WHY,
        kind=seat.chance.choice((None, kind)),
        valid_from=day,
    )


@plays(card_design.USE, often=1)
def _use(seat: Seat, books: Books) -> object:
    designs = [*books.designs.shipped, *(one.reference for one in books.designs.versions())]
    return card_design.Using(
        design=seat.chance.choice(designs),
        kind=seat.chance.choice(list(HolderKind)),
        valid_from=seat.clock.today() + timedelta(days=seat.chance.randrange(-1, 3)),
    )
