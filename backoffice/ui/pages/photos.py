"""The photos page: what waits for approval, old and new side by side, one key to decide (P3)."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING

from backoffice.domain.measurements import VERDICT_NAMES, Verdict
from backoffice.domain.photos import Submission
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.decision_page import DecisionPage
from backoffice.ui.decision_side import Commands
from backoffice.ui.photo_compare import PhotoCompare
from backoffice.ui.photo_decision import PhotoSide
from backoffice.ui.photo_list import PhotoList
from backoffice.ui.pick import Pick
from backoffice.ui.texts import Text
from backoffice.ui.views.photo_approval import REASONS, PhotoApproval
from backoffice.ui.waiting_photos import WaitingPhotos, verdict_of
from backoffice.workflows import photo_approval

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.domain.sentences import Sentence
    from backoffice.ui.view import Offer, View

_LEFT, _RIGHT = 316, 366


class Photos(DecisionPage[Submission]):
    """The list, the two pictures with what was measured, and what is decided."""

    title = N_("Photos")
    order = 20
    waiting: WaitingPhotos
    side: PhotoSide

    def build(self) -> None:
        """Lay out the three columns; the pictures get what room there is."""
        listed = self.lay_out(PhotoApproval, left=_LEFT, right=_RIGHT)
        kinds: list[tuple[Verdict | None, str]] = [(None, N_("all")), *VERDICT_NAMES.items()]
        Pick(listed, kinds, self._sift, ground="Chrome.TFrame").grid(sticky="ew", padx=8)
        greyed = self.why_not is not None
        self.list = PhotoList(listed, self.desk, greyed=greyed, told=self._looked)
        self.list.grid(sticky="nsew", pady=(8, 0))
        listed.rowconfigure(2, weight=1)
        self.compare = PhotoCompare(self, self.desk, self._offer)
        self.compare.grid(row=0, column=2, sticky="nsew")
        self.compare.grid_propagate(False)
        self._nothing = Text(self, ink="secondary", font="Desk.Heading")
        commands = Commands(
            accept=self.accept,
            refuse=self.refuse,
            unmark=self.unmark,
            person=self._open_person,
        )
        self.side = PhotoSide(self.column, commands, self.why_not, undo=self._undo)
        self.column.rest_with(self.side)
        self.offer_others()
        self.waiting = WaitingPhotos(self, self.desk, self._changed)
        self.list.waiting = self.waiting

    def typed(self, event: tk.Event[tk.Misc]) -> None:
        """Take the last decision back; the other keys are those of every such page."""
        if self.column.view is None and event.keysym.lower() == "z" and event.char == "\x1a":
            self._undo()
        else:
            super().typed(event)

    def quick_in_form(self) -> dict[str, Callable[[], object]]:
        """Choose the reason of a rejection by its number."""
        view = self.column.view
        if not isinstance(view, PhotoApproval):
            return {}
        return {str(n): partial(view.choose, n) for n in range(1, len(REASONS) + 1)}

    def offered(self, view: type[View]) -> Offer | None:
        """Return whether a workflow is begun from the photos."""
        return view.offer_photos()

    def seen(self, one: Submission) -> bool:
        """Tell whether its picture is on the screen."""
        return self.compare.seen == one.photo.id

    def accept(self) -> None:
        """Approve; a bad one among several is asked about first."""
        photos = self.subject()
        bad = [one for one in photos if verdict_of(one) is Verdict.BAD]
        if bad and self.list.marked:
            self._ask_about(photos, bad)
        elif photos:
            self._approve_all(photos)

    def refuse(self) -> None:
        """Ask for the reason of a rejection."""
        photos = self.subject()
        if photos:
            self.side.clear()
            view = self.column.open(PhotoApproval, None)
            assert isinstance(view, PhotoApproval)  # noqa: S101  made of this class
            view.about(photos, rejected=self._rejected)
            view.focus_set()

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _changed(self) -> None:
        count = self.waiting.count
        one, several = sentence("1 photo waits"), sentence("{count} photos wait", count=count)
        self.count.say(one if count == 1 else several)
        self.list.draw()

    def _sift(self, verdict: Verdict | None) -> None:
        self.side.clear()
        self.waiting.sift(verdict)
        self.list.go(0)
        self.list.focus_set()

    def _looked(self) -> None:
        """The list looks at another photo, or marks changed."""
        one = self.list.chosen
        if one is None:
            self.compare.forget()
            self.compare.grid_remove()
            self._nothing.say(self._why_empty())
            self._nothing.grid(row=0, column=2)
        else:
            self._nothing.grid_remove()
            self.compare.grid()
            self.compare.show(one)
        self._offer()

    def _why_empty(self) -> str:
        if self.waiting.verdict is not None and self.waiting.count:
            return N_("None of those that wait is of this kind.")
        return N_("No photo waits for approval.")

    def _offer(self) -> None:
        self.side.offer(chosen=self.list.chosen is not None, marked=len(self.list.marked))

    def _ask_about(self, photos: Sequence[Submission], bad: Sequence[Submission]) -> None:
        def look() -> None:
            self.side.clear()
            self.list.look_at(bad[0].photo.id)
            self.list.focus_set()

        def unmark() -> None:
            self.side.clear()
            self.list.unmark({one.photo.id for one in bad})
            self.list.focus_set()

        self.side.ask(
            sentence(
                "Measured as bad among the marked photos: {count}. Look before you approve.",
                count=len(bad),
            ),
            [
                (sentence("Look at the first of them"), look),
                (sentence("Unmark them"), unmark),
                (
                    sentence("Approve all {count} all the same", count=len(photos)),
                    lambda: self._approve_all(photos),
                ),
            ],
        )

    def _approve_all(self, photos: Sequence[Submission]) -> None:
        request = photo_approval.Approval(photo_ids=tuple(one.photo.id for one in photos))
        self.perform(photo_approval.APPROVE, request, self._decided)

    def _undo(self) -> None:
        photo_ids = self.side.last() if not self.deciding else ()
        if photo_ids:
            request = photo_approval.TakingBack(photo_ids=photo_ids)
            self.perform(photo_approval.TAKE_BACK, request, self._taken_back)

    def _decided(self, outcome: photo_approval.Outcome) -> None:
        day = outcome.effective_on.isoformat() if outcome.effective_on else ""
        count = len(outcome.photo_ids)
        self._forget(
            outcome.photo_ids,
            sentence("Approved; gates use it from {day}.", day=day)
            if count == 1
            else sentence("{count} approved; gates use them from {day}.", count=count, day=day),
        )

    def _rejected(self, photo_ids: tuple[int, ...]) -> None:
        count = len(photo_ids)
        one, several = sentence("Rejected."), sentence("{count} rejected.", count=count)
        self._forget(photo_ids, one if count == 1 else several)

    def _forget(self, photo_ids: tuple[int, ...], said: Sentence) -> None:
        """Show the next one at once; the decision can be taken back for a while."""
        self.desk.tell(said)
        self.side.remember(photo_ids)
        self.waiting.drop(photo_ids)

    def _taken_back(self, outcome: photo_approval.Outcome) -> None:
        first = min(outcome.photo_ids)
        self.list.look_for(first)
        self.waiting.read_again(after=first - 1)
        count = len(outcome.photo_ids)
        self.side.notice.tell(
            sentence("The photo waits again.")
            if count == 1
            else sentence("{count} photos wait again.", count=count)
        )

    def _open_person(self) -> None:
        if self.list.chosen is not None:
            self.desk.show_person(self.list.chosen.photo.holder_id)
