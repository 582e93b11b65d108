"""Who may do what. Rights are checked where an action is performed, not where a button is drawn."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence


class Role(enum.Enum):
    """The four kinds of people who work with the program."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.CLERK: N_("clerk"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.ADMINISTRATOR: N_("administrator"),
    Role.AUDITOR: N_("auditor"),
}


class Right(enum.Enum):
    """What an action needs; the value is the verb shown in a refusal."""

    SERVE = N_("serve cardholders")
    OVERRIDE = N_("approve an exception")
    APPROVE = N_("approve photos and entry")
    ADMINISTER = N_("administer desks and clerks")
    KEEP_UNITS = N_("note who collects the cards of a unit")
    READ = N_("read the books")
    REVIEW = N_("look through everybody's balances")
    SIGN_IN = N_("sign in")
    PRINT = N_("print")


_EVERYBODY = frozenset({Right.READ, Right.SIGN_IN, Right.PRINT})
# Who hands batches over hears first that somebody else collects them; the office has the lists.
_COUNTER = _EVERYBODY | {Right.SERVE, Right.KEEP_UNITS}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CLERK: _COUNTER,
    Role.SUPERVISOR: _COUNTER | {Right.OVERRIDE, Right.APPROVE, Right.REVIEW},
    Role.ADMINISTRATOR: _EVERYBODY | {Right.ADMINISTER, Right.KEEP_UNITS},
    Role.AUDITOR: _EVERYBODY | {Right.REVIEW},
}


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, and where.

    Attributes:
        clerk_id: Row of the clerk; None for the program itself (first start, print lane, import).
        desk_id: Row of the desk, or None on the command line.
    """

    clerk_id: int | None
    name: str
    role: Role
    desk_id: int | None = None

    def may(self, right: Right) -> bool:
        """Tell whether the role carries ``right``."""
        return right in RIGHTS[self.role]

    def require(self, right: Right) -> None:
        """Do nothing if the role carries ``right``.

        Raises:
            Refusal: It does not; the attempt goes into the audit.
        """
        if not self.may(right):
            raise Refusal(
                "not-allowed",
                sentence(
                    "The role {role} may not {right}.",
                    role=sentence(ROLE_NAMES[self.role]),
                    right=sentence(right.value),
                ),
                advice=sentence("Ask somebody who may, or sign in as such a person."),
                recorded=True,
            )
