"""Who sits at this desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.roles import Actor

if TYPE_CHECKING:
    from backoffice.domain.clerks import Clerk
    from backoffice.domain.places import Desk as DeskPlace


@dataclass(frozen=True, kw_only=True)
class Session:
    """One clerk at one desk, from sign-in to sign-out."""

    clerk: Clerk
    place: DeskPlace

    @property
    def actor(self) -> Actor:
        """The clerk as every action names them."""
        return Actor(
            clerk_id=self.clerk.id,
            name=self.clerk.name,
            role=self.clerk.role,
            desk_id=self.place.id,
        )
