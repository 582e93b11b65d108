"""The registers of photos, of what gates were given, and of decisions; ``db`` keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backoffice.domain.photos import DuePhoto, HandOver, NewPhoto, Photo, Rejection, Submission


class Photos(Protocol):
    """Photos of cardholders."""

    def get(self, photo_id: int) -> Photo:
        """Return what is known of a photo."""

    def picture(self, photo_id: int) -> bytes:
        """Return the JPEG; ``Refusal`` (``photo-removed``) if only what is known of it is left."""

    def to_print(self, holder_id: int) -> Photo | None:
        """Return the newest approved photo; a desk may print it before gates use it (P4)."""

    def in_force(self, holder_id: int, *, on: date) -> Photo | None:
        """Return the photo that gates use on a day."""

    def of_holder(self, holder_id: int) -> Sequence[Photo]:
        """Return every photo of a person, newest first."""

    def submitted(self, *, most: int, after: int = 0) -> Sequence[Submission]:
        """Return what waits for approval, oldest first, beyond the photo ``after``."""

    @property
    def submitted_count(self) -> int:
        """How many photos wait for approval."""

    def has(self, holder_id: int, picture: bytes) -> bool:
        """Tell whether this very picture of the person came in before, whatever became of it."""

    def submit(self, new: NewPhoto) -> Photo:
        """Let a photo wait for approval; one of the same person that waits is superseded."""

    def approve(self, photo: Photo, *, by: int | None, effective_on: date) -> None:
        """Approve a submitted photo; ``Conflict`` if it is not submitted any more."""

    def reject(self, photo: Photo, *, by: int | None, why: Rejection, words: str, on: date) -> None:
        """Reject a submitted photo; ``Conflict`` if it is not submitted any more."""

    def take_back(self, photo: Photo) -> None:
        """Let a decided photo wait again; ``Conflict`` if it changed meanwhile."""

    def used(self, photo_id: int) -> bool:
        """Tell whether a card shows this photo or gates were given it."""

    def set_date(self, photo: Photo, *, effective_on: date, reason: str) -> None:
        """Change the day on which gates begin to use an approved photo."""

    def supersede(self, *, on: date, holder_id: int | None = None) -> int:
        """Supersede approved photos in whose place a newer one is effective; return how many."""

    def remove(self, *, ended_before: date, on: date) -> int:
        """Remove pictures that ended before a day; what is known of them stays; return how many.

        The picture of a card in the making and those of an unfinished hand-over stay.
        """


class HandOvers(Protocol):
    """What gates were given of the photos (P7)."""

    def due(self, *, on: date) -> Sequence[DuePhoto]:
        """Return the photos in force on a day that no hand-over had, by holder number."""

    def add(self, photos: Sequence[DuePhoto], *, manifest: str) -> HandOver:
        """Enter a hand-over of these photos, not written yet."""

    def get(self, number: int) -> HandOver | None:
        """Return a hand-over by its number."""

    def unwritten(self) -> Sequence[HandOver]:
        """Return the hand-overs whose files were not completely written, oldest first."""

    def photos(self, number: int) -> Sequence[DuePhoto]:
        """Return the photos of a hand-over; those removed since are not among them."""

    def mark_written(self, number: int) -> None:
        """Remember that the files of a hand-over were completely written."""


class Policies(Protocol):
    """What the center decided about itself."""

    def text(self, name: str) -> str | None:
        """Return the text of a decision; None where the shipped value holds."""

    def decide(self, name: str, text: str) -> None:
        """Write a decision down."""
