"""The register of card designs, which ``db`` keeps, and how they look, which ``printing`` knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backoffice.domain.card_designs import DesignUse, DesignVersion, HardCase, Proof
    from backoffice.domain.documents import CardFace
    from backoffice.domain.holders import HolderKind


class CardDesigns(Protocol):
    """Designs and their versions; version 0 is the file that ships with the program."""

    def text(self, design: str) -> str:
        """Return the TOML of ``name`` (shipped) or ``name@version``.

        Raises:
            Refusal: ``design-unknown``: there is none.
        """

    @property
    def shipped(self) -> Sequence[str]:
        """The names of the designs that ship with the program."""

    def versions(self) -> Sequence[DesignVersion]:
        """Return every version that was saved, newest first."""

    def newest(self, name: str) -> int:
        """Return the number of the newest version of a design; 0 where none was saved."""

    def save(self, name: str, *, toml: str, words: str, by: int | None) -> DesignVersion:
        """Add the next version of a design; ``Conflict`` if another desk was first."""

    def in_force(self, kind: HolderKind, on: date) -> str:
        """Return the design that cards of a kind are made with on a day."""

    def uses(self) -> Sequence[DesignUse]:
        """Return from which day on which design is in force, newest first."""

    def use(self, kind: HolderKind, design: str, *, valid_from: date, by: int | None) -> None:
        """Put a design in force from a day on; what was decided later for that day holds."""


class CardProofs(Protocol):
    """Draws cards for the screen, with the pens that draw them for plastic."""

    def proof(self, face: CardFace, *, dpi: float) -> Proof:
        """Return a card as pixels for the screen, with what can't be printed of it.

        Raises:
            Refusal: Its design can't be read.
        """

    def hard_cases(self) -> Sequence[HardCase]:
        """Return invented cards that are hard to print."""
