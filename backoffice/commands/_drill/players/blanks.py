"""Plastic: boxes, hoppers, parcels between desks, destruction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.commands._drill.seat import plays
from backoffice.domain.roles import Role
from backoffice.workflows import destroy_cards, load_hopper, move_blanks, receive_blanks

if TYPE_CHECKING:
    from backoffice.commands._drill.seat import Seat
    from backoffice.ports import Books

_WHY = "drill"
_PILE = 4


@plays(receive_blanks.WORKFLOW)
def _receive(seat: Seat, books: Books) -> object:
    known = [box.number for box in books.blanks.boxes(most=1)]
    fresh = f"D{seat.chance.randrange(10**6):06d}"
    again = seat.chance.random() < 0.1  # noqa: PLR2004
    counted = seat.chance.randrange(1, 20)
    return receive_blanks.Request(
        box=known[0] if known and again else fresh,
        blanks=counted,
        labelled=counted + seat.chance.choice((0, 0, 1)),
        words=seat.chance.choice(("", _WHY)),
    )


@plays(load_hopper.WORKFLOW)
def _load(seat: Seat, _books: Books) -> object:
    way = seat.chance.choice((load_hopper.Way.LOAD, *load_hopper.Way))
    return load_hopper.Request(way=way, blanks=seat.chance.randrange(1, 8))


@plays(move_blanks.WORKFLOW)
def _send(seat: Seat, books: Books) -> object:
    to = seat.chance.choice(books.places.desks_in_service())
    return move_blanks.Request(to_id=to.id, blanks=seat.chance.randrange(1, 6))


@plays(move_blanks.RECEIVE, second=Role.SUPERVISOR)
def _arrived(seat: Seat, books: Books) -> object | None:
    move = seat.any_of(books.blanks.on_the_way())
    if move is None:
        return None
    counted = max(0, move.sent + seat.chance.choice((0, 0, 0, -1, -3, 1)))
    return move_blanks.Receiving(move_id=move.id, blanks=counted, words=_WHY)


@plays(destroy_cards.WORKFLOW, second=Role.SUPERVISOR)
def _destroy(seat: Seat, books: Books) -> object | None:
    pile = [one.number for one in books.waste.waiting(desk_id=seat.desk_id)][:_PILE]
    brought = books.cards.of_holder(seat.somebody().holder_id)[-1:]  # dead more often than not
    if seat.chance.random() < 0.3:  # noqa: PLR2004
        pile += [card.number for card in brought]
    return destroy_cards.Request(numbers=tuple(pile)) if pile else None
