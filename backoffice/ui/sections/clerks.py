"""Who works here, in which role, and whether they can sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.clerks import Clerk
from backoffice.domain.roles import ROLE_NAMES
from backoffice.domain.sentences import N_
from backoffice.ui.section import Section
from backoffice.ui.views.clerk_account import ChangeClerk, EnterClerk, ResetPassword
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books


class Clerks(Section[Clerk]):
    """Everybody by name; nobody is ever removed, for what they did keeps their name."""

    title = N_("Clerks")
    order = 30
    heads = (N_("Sign-in name"), N_("Full name"), N_("Role"), N_("Sign-in"))
    widths = (200, 200, 128, 200)
    changing = (ChangeClerk, ResetPassword)
    adding = EnterClerk

    def read(self, books: Books) -> Sequence[Clerk]:
        """Return everybody."""
        return books.clerks.everyone()

    def key(self, row: Clerk) -> int:
        """Return the clerk."""
        return row.id

    def cells(self, row: Clerk) -> Sequence[str]:
        """Return names, role, and whether they can sign in."""
        state = N_("may not sign in")
        if row.enabled:
            state = N_("with a one-time password") if row.must_change else N_("may sign in")
        return row.login, row.name, _(ROLE_NAMES[row.role]), _(state)
