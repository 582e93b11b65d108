"""What the window must know before anybody can sign in; read off the Tk thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.ui import unfinished

if TYPE_CHECKING:
    from backoffice.domain.clerks import FirstStart
    from backoffice.domain.places import Desk
    from backoffice.ports import Program
    from backoffice.ui.unfinished import Fate


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The books are open, this desk is among theirs.

    Attributes:
        fates: What became of the forms that were open when the program stopped.
    """

    place: Desk
    first_start: FirstStart | None
    example: bool
    fates: list[Fate]


def open_books(program: Program) -> Opened:
    """Open the books and find this desk in them.

    Raises:
        Refusal: The settings name a desk that does not exist.
        Fault: The books can't be opened.
    """
    store = program.store()
    first_start = program.first_start()
    with store.reading() as books:
        place = books.places.desk_by_code(program.settings.desk)
    if place is None:
        raise Refusal(
            "unknown-desk",
            sentence("There is no desk {code} in these books.", code=program.settings.desk),
            advice=sentence("Correct the desk in the settings file."),
        )
    return Opened(
        place=place,
        first_start=first_start,
        example=program.upkeep().example,
        fates=unfinished.read(program.settings.folder / unfinished.FILE, store),
    )
