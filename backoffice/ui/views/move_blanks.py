"""Send blank cards to another desk, and count those that arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.sentences import N_, sentence
from backoffice.ui import words
from backoffice.ui.section import RowView
from backoffice.ui.view import Offer, View
from backoffice.workflows import move_blanks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.blanks import BlankMove
    from backoffice.domain.places import Desk as Place

_HAPPENINGS = {
    "move_blanks": N_("Blank cards sent"),
    "blanks_arrived": N_("Blank cards arrived"),
}


class SendBlanks(View):
    """Blanks leave this desk; they are on the way until they are counted at the other one."""

    code = "move_blanks"
    title = N_("Send blank cards to another desk")
    short = N_("Send blanks")
    order = 30
    happenings: ClassVar[Mapping[str, str]] = _HAPPENINGS
    belongs: ClassVar[Mapping[str, str]] = {"same-desk": "parcel", "stock-short": "parcel"}

    @classmethod
    def offer_desk(cls) -> Offer:
        """Offer it on the page of the blanks."""
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the parcel, as soon as the desks are known, and the sheet."""
        self._first = self.step("parcel", N_("Parcel"), action=N_("Check"), act=self._check)
        self.sheet_step(N_("Send and print the slip"), self._send)
        program, here = self.desk.program, self.desk.session_place.id

        def others() -> Sequence[Place]:
            with program.store().reading() as books:
                return [desk for desk in books.places.desks_in_service() if desk.id != here]

        self.work(others, self._offer_desks)

    def _offer_desks(self, others: Sequence[Place]) -> None:
        if not others:
            self._first.note(sentence("There is no other desk."))
            return
        options = [(desk.id, words.desk_name(desk)) for desk in others]
        self._first.count("blanks", N_("How many blank cards"))
        self._first.choice("to", N_("To which desk"), options)
        self._first.begin()

    def _check(self) -> None:
        if "to" in self._first.fields:
            request = move_blanks.Request(to_id=self.read("to"), blanks=self.read("blanks"))
            self.consequences(move_blanks.WORKFLOW, request)

    def _send(self) -> None:
        self.confirm(move_blanks.WORKFLOW, self._done)

    def _done(self, outcome: move_blanks.Outcome) -> None:
        self.finish(
            sentence("{count} blank cards are on the way.", count=outcome.blanks),
            sentence("Slip {number} is printing: both sign it.", number=outcome.slip),
        )


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One parcel on the way; ``clerk`` sent it."""

    move: BlankMove
    sender: Place
    receiver: Place
    clerk: str


class CountParcel(RowView[Parcel]):
    """Blanks that were sent are counted where they arrive."""

    code = "blanks_arrived"
    title = N_("Count blank cards that arrived")
    short = N_("Count the parcel")
    happenings: ClassVar[Mapping[str, str]] = _HAPPENINGS
    belongs: ClassVar[Mapping[str, str]] = {"parcel": "count", "blanks": "count"}

    def build(self) -> None:
        """Make the step of the count and the sheet."""
        self._move: BlankMove | None = None
        first = self.step("count", N_("Count"), action=N_("Check"), act=self._check)
        self._which = first.note("", ink="fg")
        first.count("blanks", N_("Blank cards counted in it"))
        first.text(
            "words", N_("What is known of the difference"), explain=N_("Only if it differs.")
        )
        self.sheet_step(N_("Add to stock"), self._add)

    def about(self, row: Parcel) -> None:
        """Say which parcel it is; never how many were sent: the count is blind."""
        self._move = row.move
        self._which.say(
            sentence(
                "Parcel {number} from desk {sender} to desk {desk}",
                number=row.move.id,
                sender=row.sender.code,
                desk=row.receiver.code,
            )
        )

    def _check(self) -> None:
        if self._move is not None:
            request = move_blanks.Receiving(
                move_id=self._move.id, blanks=self.read("blanks"), words=self.read("words")
            )
            self.consequences(move_blanks.RECEIVE, request)

    def _add(self) -> None:
        self.confirm(move_blanks.RECEIVE, self._done)

    def _done(self, outcome: move_blanks.Received) -> None:
        said = sentence("{count} blank cards are in stock now.", count=outcome.stock)
        if not outcome.difference:
            self.finish(said)
            return
        booked = sentence(
            "Difference to what was sent: {count}; it is booked.", count=outcome.difference
        )
        self.finish(said, booked)
