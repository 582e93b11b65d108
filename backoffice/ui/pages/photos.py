"""The photos page: what waits for approval, old and new side by side, one key to decide (P3)."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from backoffice import actions
from backoffice.domain.measurements import VERDICT_NAMES, Verdict
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import registry, theme, words
from backoffice.ui.offers import checked
from backoffice.ui.page import Page
from backoffice.ui.photo_compare import PhotoCompare
from backoffice.ui.photo_decision import Commands, DecisionSide
from backoffice.ui.photo_list import PhotoList
from backoffice.ui.pick import Pick
from backoffice.ui.quick_keys import QuickKeys
from backoffice.ui.texts import Text, rule
from backoffice.ui.view import Offer
from backoffice.ui.views.photo_approval import REASONS, PhotoApproval
from backoffice.ui.waiting_photos import WaitingPhotos, verdict_of
from backoffice.workflows import photo_approval

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.actions import Workflow
    from backoffice.domain.photos import Submission
    from backoffice.domain.sentences import Sentence

_LEFT, _RIGHT = 316, 366


class Photos(Page):
    """The list, the two pictures with what was measured, and what is decided."""

    title = N_("Photos")
    order = 20

    def build(self) -> None:
        """Lay out the three columns; the pictures get what room there is."""
        self._busy = False
        self._why_not = checked(self.desk, PhotoApproval, Offer.yes()).why_not
        self._quick = QuickKeys(self, self.desk.scanner)
        self.rowconfigure(0, weight=1)
        left, right = theme.px(self, _LEFT, _RIGHT)
        self.columnconfigure(0, minsize=left)
        self.columnconfigure(2, weight=1)
        self.columnconfigure(4, minsize=right)
        self._lay_out_list().grid(row=0, column=0, sticky="nsew")
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.compare = PhotoCompare(self, self.desk, self._offer)
        self.compare.grid(row=0, column=2, sticky="nsew")
        self.compare.grid_propagate(False)
        self._nothing = Text(self, ink="secondary", font="Desk.Heading")
        rule(self, vertical=True).grid(row=0, column=3, sticky="ns")
        self.column.grid(row=0, column=4, sticky="nsew")
        self.column.grid_propagate(False)
        commands = Commands(
            approve=self._approve,
            reject=self._reject,
            unmark=self._unmark,
            undo=self._undo,
            person=self._open_person,
        )
        self.side = DecisionSide(self.column, commands, self._why_not)
        self.column.rest_with(self.side)
        self._offer_others()
        self.waiting = WaitingPhotos(self, self.desk, self._changed)
        self.list.waiting = self.waiting

    def opened(self) -> None:
        """Read the list anew and put the focus where keys decide."""
        self.refresh()
        if self.column.view is None:
            self.list.focus_set()

    def refresh(self) -> None:
        """Read again what is in sight: another desk may have decided meanwhile."""
        rows, top = self.waiting.rows, self.list.top
        self.waiting.read_again(after=rows[top].photo.id - 1 if top and rows[top:] else 0)

    def typed(self, event: tk.Event[tk.Misc]) -> None:
        """Move with the arrows, decide with a letter; letters of a scanner decide nothing."""
        view = self.column.view
        if view is not None:
            if isinstance(view, PhotoApproval):
                digits = range(1, len(REASONS) + 1)
                self._quick.press(event, {str(n): partial(view.choose, n) for n in digits})
            return
        moves: dict[str, Callable[[], None]] = {
            "Up": lambda: self.list.move(-1),
            "Down": lambda: self.list.move(1),
            "Prior": lambda: self.list.move(-self.list.room),
            "Next": lambda: self.list.move(self.list.room),
            "Home": lambda: self.list.go(0),
        }
        if event.keysym in moves:
            self.side.clear()
            moves[event.keysym]()
        elif event.keysym.lower() == "z" and event.char == "\x1a":
            self._undo()
        else:
            self._quick.press(event, {"a": self._approve, "r": self._reject, " ": self.list.tick})

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _lay_out_list(self) -> ttk.Frame:
        left = ttk.Frame(self, style="Chrome.TFrame")
        left.columnconfigure(0, weight=1)
        left.rowconfigure(2, weight=1)
        left.grid_propagate(False)
        self._count = Text(left, ground="chrome", font="Desk.Heading")
        self._count.grid(sticky="w", padx=16, pady=(16, 8))
        kinds: list[tuple[Verdict | None, str]] = [(None, N_("all")), *VERDICT_NAMES.items()]
        Pick(left, kinds, self._sift, ground="Chrome.TFrame").grid(sticky="ew", padx=8)
        self.list = PhotoList(left, self.desk, greyed=self._why_not is not None, told=self._looked)
        self.list.grid(sticky="nsew", pady=(8, 0))
        return left

    def _offer_others(self) -> None:
        for view in registry.all_views():
            offer = view.offer_photos()
            if offer is None:
                continue
            offer = checked(self.desk, view, offer)
            button = ttk.Button(self.side.below, command=partial(self.column.open, view, None))
            words.put(button, view.short or view.title)
            button.grid(sticky="w", pady=(0, 4))
            if offer.why_not is not None:
                button.state(["disabled"])
                Text(
                    self.side.below, offer.why_not, ink="secondary", font="Desk.Small", wrap=True
                ).grid(sticky="ew", pady=(0, 4))

    def _changed(self) -> None:
        count = self.waiting.count
        one, several = sentence("1 photo waits"), sentence("{count} photos wait", count=count)
        self._count.say(one if count == 1 else several)
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

    def _unmark(self) -> None:
        self.side.clear()
        self.list.unmark()
        self.list.focus_set()

    def _subject(self) -> list[Submission]:
        """Return the marked photos, or the one that is looked at once it was seen."""
        one = self.list.chosen
        if self._busy or self._why_not is not None or self.column.view is not None:
            return []
        if self.list.marked:
            return self.list.marked
        return [one] if one is not None and self.compare.seen == one.photo.id else []

    def _approve(self) -> None:
        photos = self._subject()
        bad = [one for one in photos if verdict_of(one) is Verdict.BAD]
        if bad and self.list.marked:
            self._ask_about(photos, bad)
        elif photos:
            self._approve_all(photos)

    def _ask_about(self, photos: list[Submission], bad: list[Submission]) -> None:
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

    def _approve_all(self, photos: list[Submission]) -> None:
        request = photo_approval.Approval(photo_ids=tuple(one.photo.id for one in photos))
        self._perform(photo_approval.APPROVE, request, self._decided)

    def _reject(self) -> None:
        photos = self._subject()
        if photos:
            self.side.clear()
            view = self.column.open(PhotoApproval, None)
            assert isinstance(view, PhotoApproval)  # noqa: S101  made of this class
            view.about(photos, rejected=self._rejected)
            view.focus_set()

    def _undo(self) -> None:
        photo_ids = self.side.last() if not self._busy else ()
        if photo_ids:
            request = photo_approval.TakingBack(photo_ids=photo_ids)
            self._perform(photo_approval.TAKE_BACK, request, self._taken_back)

    def _perform(
        self,
        workflow: Workflow[Any, photo_approval.Outcome],
        request: object,
        then: Callable[[photo_approval.Outcome], None],
        *,
        action_id: str = "",
    ) -> None:
        program, actor = self.desk.program, self.desk.actor
        action_id = action_id or actions.new_action_id()
        self._busy = True
        self.side.clear()
        self.list.focus_set()

        def done(outcome: photo_approval.Outcome) -> None:
            self._busy = False
            then(outcome)
            self.desk.something_happened()

        def failed(error: Exception) -> None:
            self._busy = False
            if isinstance(error, Refusal):
                self.side.notice.refuse(error)
            elif isinstance(error, Fault):
                again = partial(self._perform, workflow, request, then, action_id=action_id)
                self.side.notice.fail(error, again)
            else:
                raise error
            self.refresh()

        self.desk.lanes.run(
            "store",
            self,
            lambda: actions.perform(
                program.store(),
                program.clock,
                workflow,
                request,
                action_id=action_id,
                actor=actor,
            ),
            then=done,
            failed=failed,
        )

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
