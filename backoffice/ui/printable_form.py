"""A form whose texts are printed later: they are drawn once before they are taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual, Slip
from backoffice.procedures.paper import place_of
from backoffice.ui.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.documents import Place


class PrintableForm(View):
    """Goes on only with what a slip can carry: else no receipt would come out."""

    def when_printable(
        self, then: Callable[[], None], *paragraphs: Bilingual, place: Place | None = None
    ) -> None:
        """Go on if a slip of ``place``, this desk by default, with these texts can be drawn."""
        program = self.desk.program
        slip = Slip(
            number="0",
            title=Bilingual(en="", zh=""),
            place=place or place_of(self.desk.session_place),
            clerk="",
            at=program.clock.now(),
            paragraphs=paragraphs,
            action_id="",
            anchor="",
        )
        printer = program.settings.printers_of("receipt")[0]

        def draw() -> None:
            program.printers().prepare(printer, slip)

        self.work(draw, lambda _none: then(), lane="files")
