"""Print jobs: what is known about one piece of paper or plastic. Unknown stays unknown."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from datetime import datetime


class Rank(enum.IntEnum):
    """Who is printed first: nobody at the window waits behind a batch."""

    COUNTER = 0
    # What is made once more comes before the rest of its batch: at its place in the pile.
    AGAIN = 1
    BATCH = 2


TO_FILE = "(file)"
"""In place of a printer's name: written into a file and printed elsewhere; no lane serves it."""


class JobKind(enum.Enum):
    """What comes out of the printer; the role of the printer follows from it."""

    CARD = "card"
    RECEIPT = "receipt"
    SLIP = "slip"

    @property
    def role(self) -> str:
        """The printer role that serves this kind."""
        return "card" if self is JobKind.CARD else "receipt"


class JobState(enum.Enum):
    """Where a job is; ``sent`` is committed before the first byte leaves."""

    QUEUED = "queued"
    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    GOOD = "good"
    SPOILED = "spoiled"
    CANCELLED = "cancelled"


LIVE = frozenset({JobState.QUEUED, JobState.SENT, JobState.UNCONFIRMED})

JOB_STATE_NAMES = {
    JobState.QUEUED: N_("waiting"),
    JobState.SENT: N_("at the printer"),
    JobState.UNCONFIRMED: N_("unconfirmed"),
    JobState.GOOD: N_("good"),
    JobState.SPOILED: N_("spoiled"),
    JobState.CANCELLED: N_("cancelled"),
}

SPOIL_REASONS = {
    "ribbon": N_("ribbon torn or faded"),
    "smudged": N_("print smudged or shifted"),
    "unreadable": N_("bar code can't be scanned"),
    "wrong_blank": N_("wrong or damaged blank"),
    "jam": N_("jammed in the printer"),
    "nothing_came_out": N_("nothing came out of the printer"),
}

COPY_REASONS = {
    "torn": N_("paper torn or jammed"),
    "faint": N_("print too faint to read"),
    "lost": N_("the holder lost it"),
    "file": N_("a second one for the files"),
}
"""Why a paper is printed once more; a clerk may write another reason."""


@dataclass(frozen=True, kw_only=True)
class PrintJob:
    """One job of one desk.

    Attributes:
        number: Receipt or slip number, or the card number: the name of the paper.
        printer: Name of the printer; empty for the default one of its role until it is sent.
        rank: The lower, the sooner.
        hold_id: The hold its delivery brought about, because nobody knew how it ended.
        copy_of_id: The paper it is a copy of.
        payload: What is printed, as JSON of the document; photos are joined when it is printed.
        note: What is known about its state, for people.
    """

    id: int
    kind: JobKind
    state: JobState
    desk_id: int
    holder_id: int | None
    card_id: int | None
    number: str
    printer: str
    rank: Rank
    payload: str
    note: str
    created_at: datetime
    action_id: str
    anchor: str
    hold_id: int | None
    copy_of_id: int | None


@dataclass(frozen=True, kw_only=True)
class Printed:
    """One time something was sent to a printer.

    Attributes:
        desk_code: Of the desk whose printer it was.
        by: Name of who asked for it; empty for the program.
    """

    number: str
    desk_code: str
    printer: str
    at: datetime
    by: str
    state: JobState
