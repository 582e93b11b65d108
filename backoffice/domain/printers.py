"""The printers of a desk: names, and what each of them is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backoffice.domain.print_jobs import PrintJob

LONGEST_NAME = 60
ROLES = ("card", "receipt")
"""What a desk has printers for."""
NAMES = {"card": N_("card printer"), "receipt": N_("receipts")}
"""What a printer is called that is named after what it prints; others bear their own names."""


def printers_of(role: str, roles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of a role's printers, its default one first.

    A role without a printer answers under its own name: that one says of itself that it is missing.

    Args:
        role: One of ``ROLES``.
        roles: The role of each printer, by name, in the order of the settings.
    """
    named = [name for name, its in roles.items() if its == role]
    return tuple(sorted(named, key=lambda name: name != role)) or (role,)


def called(name: str) -> Sentence:
    """Return what a printer is called at the window."""
    return sentence(NAMES[name]) if name in NAMES else sentence("{name}", name=name)


def require_removable(printer: str, roles: Mapping[str, str]) -> None:
    """Do nothing if another printer does what this one does.

    Raises:
        Refusal: It is the only one of its role.
    """
    if printers_of(roles[printer], roles) == (printer,):
        raise Refusal(
            "printer-only",
            sentence("“{name}” is the only printer of this desk for what it prints.", name=printer),
            advice=sentence("Change it, or set up the one that takes its place first."),
        )


def require_idle(printer: str, roles: Mapping[str, str], live: Iterable[PrintJob]) -> None:
    """Do nothing if nothing waits for a printer or is under way on it.

    Args:
        printer: Name of the printer.
        roles: As above.
        live: What is not settled at the desk.

    Raises:
        Refusal: Something would lose its printer.
    """
    role = roles[printer]
    named = {printer, ""} if printers_of(role, roles)[0] == printer else {printer}
    count = sum(job.kind.role == role and job.printer in named for job in live)
    if count:
        raise Refusal(
            "printer-busy",
            sentence(
                "Waiting for “{name}” or under way on it: {count}.", name=printer, count=count
            ),
            advice=sentence(
                "Let a clerk give it to another printer, or settle it, under “Print queue” first."
            ),
        )
