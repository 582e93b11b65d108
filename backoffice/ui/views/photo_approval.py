"""Reject photos: the reason by one digit, or in one's own words. Approving needs no form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.photos import REJECTION_NAMES, Rejection
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import words
from backoffice.ui.view import View
from backoffice.ui.words import _
from backoffice.workflows import photo_approval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backoffice.domain.photos import Submission

REASONS = tuple(REJECTION_NAMES)
"""In the order of their digits, 1 to 9."""


class PhotoApproval(View):
    """Opened on the photos page for what is looked at or marked there."""

    code = "photo_approval"
    title = N_("Reject")
    short = N_("Approve photos")
    right = Right.APPROVE
    unfinished = False
    happenings: ClassVar[Mapping[str, str]] = {
        "photo_approval": N_("Photo approved"),
        "reject_photo": N_("Photo rejected"),
        "take_back_decision": N_("Decision on a photo taken back"),
    }
    belongs: ClassVar[Mapping[str, str]] = {"rejection-words": "words"}

    def build(self) -> None:
        """Make the step of the nine reasons, and that of one's own words."""
        self._photo_ids: tuple[int, ...] = ()
        self._rejected: Callable[[tuple[int, ...]], None] = lambda _ids: None
        first = self.step(
            "reason", N_("Reason"), action=N_("In other words"), act=lambda: self.go("words")
        )
        self._about = first.note("")
        for number, reason in enumerate(REASONS, start=1):
            button = ttk.Button(first.body, command=partial(self.choose, number))
            words.put(button, partial(_label, reason, number))
            button.pack(fill="x", pady=(0, 4))
        last = self.step(
            "words", N_("Words"), action=N_("Reject"), act=self._in_words, confirms=True
        )
        last.text(
            "words",
            N_("What is wrong"),
            explain=N_("It is kept, and stands on the person's page."),
            required=N_("Write in a few words what is wrong."),
        )

    def about(
        self, photos: Sequence[Submission], *, rejected: Callable[[tuple[int, ...]], None]
    ) -> None:
        """Say which photos are rejected; ``rejected`` hears when it was done."""
        self._photo_ids = tuple(one.photo.id for one in photos)
        self._rejected = rejected
        if len(photos) == 1:
            said = sentence("Photo of {name}. Press the number:", name=photos[0].holder_name)
        else:
            said = sentence("{count} photos. Press the number:", count=len(photos))
        self._about.say(said)

    def choose(self, number: int) -> None:
        """Reject for the reason of a digit; the last one asks for words."""
        reason = REASONS[number - 1]
        if self.waiting or self.current is not self.steps["reason"]:
            return
        if reason is Rejection.OTHER:
            self.go("words")
        else:
            self._reject(reason, "")

    def _in_words(self) -> None:
        self._reject(Rejection.OTHER, self.read("words"))

    def _reject(self, why: Rejection, said: str) -> None:
        request = photo_approval.RejectionRequest(photo_ids=self._photo_ids, why=why, words=said)
        self.perform(photo_approval.REJECT, request, self._done)

    def _done(self, outcome: photo_approval.Outcome) -> None:
        self.close()
        self._rejected(outcome.photo_ids)


def _label(reason: Rejection, number: int) -> str:
    return f"{_(REJECTION_NAMES[reason])}   {number}"
