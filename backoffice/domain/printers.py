"""The printers of a desk: names, and what each of them is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_NAME = 60
ROLES = ("card", "receipt")
"""What a desk has printers for."""


def printers_of(role: str, roles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of a role's printers, its default one first.

    A role without a printer answers under its own name: that one says of itself that it is missing.

    Args:
        role: One of ``ROLES``.
        roles: The role of each printer, by name, in the order of the settings.
    """
    named = [name for name, its in roles.items() if its == role]
    return tuple(sorted(named, key=lambda name: name != role)) or (role,)
