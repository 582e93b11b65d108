"""Desks, self-service terminals and clerks on SQL."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from backoffice.domain.clerks import Clerk
from backoffice.domain.places import Desk, Terminal, TerminalService
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Role
from backoffice.domain.sentences import sentence
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row, Table

_DESK = select(*(t.desks.c[name] for name in Desk.__dataclass_fields__))
_TERMINAL = select(*(t.terminals.c[name] for name in Terminal.__dataclass_fields__))
_CLERK = select(t.clerks)
_SEPARATOR = " "


class SqlPlaces:
    """Implements ``ports.Places`` inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def desk(self, desk_id: int) -> Desk:
        """Return the desk."""
        return Desk(**self._connection.execute(_DESK.where(t.desks.c.id == desk_id)).one()._mapping)

    def desk_by_code(self, code: str) -> Desk | None:
        """Return the desk with this code."""
        row = self._connection.execute(_DESK.where(t.desks.c.code == code)).one_or_none()
        return Desk(**row._mapping) if row else None

    def desks(self) -> Sequence[Desk]:
        """Return every desk."""
        rows = self._connection.execute(_DESK.order_by(t.desks.c.code))
        return [Desk(**row._mapping) for row in rows]

    def desks_in_service(self) -> Sequence[Desk]:
        """Return the desks where people are served."""
        return [desk for desk in self.desks() if desk.in_service]

    def keep_desk(self, desk: Desk) -> Desk:
        """Enter a desk, or make a known one like this."""
        return replace(desk, id=self._keep(t.desks, desk.id, _row(desk)))

    def terminals(self) -> Sequence[Terminal]:
        """Return every self-service terminal, in the order of the center."""
        rows = self._connection.execute(_TERMINAL.order_by(t.terminals.c.rank))
        return [_terminal(row) for row in rows]

    def keep_terminal(self, terminal: Terminal) -> Terminal:
        """Enter a terminal, or make a known one like this."""
        row = _row(terminal) | {"services": _SEPARATOR.join(s.value for s in terminal.services)}
        if not terminal.id:
            row["rank"] = select(
                func.coalesce(func.max(t.terminals.c.rank), 0) + 1
            ).scalar_subquery()
        return replace(terminal, id=self._keep(t.terminals, terminal.id, row))

    def _keep(self, table: Table, known: int, row: dict[str, Any]) -> int:
        if known:
            self._connection.execute(update(table).where(table.c.id == known).values(row))
            return known
        added = self._connection.scalar(insert(table).values(row).returning(table.c.id))
        assert added is not None  # noqa: S101  an insert returns its row
        return int(added)


class SqlClerks:
    """Implements ``ports.Clerks`` inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_login(self, login: str) -> Clerk | None:
        """Return the clerk who signs in with this name."""
        return self._one(t.clerks.c.login == login.strip().lower())

    def get(self, clerk_id: int) -> Clerk:
        """Return the clerk."""
        found = self._one(t.clerks.c.id == clerk_id)
        if found is None:
            msg = f"there is no clerk {clerk_id}"
            raise LookupError(msg)
        return found

    def everyone(self) -> Sequence[Clerk]:
        """Return all clerks by name."""
        rows = self._connection.execute(_CLERK.order_by(t.clerks.c.login))
        return [_clerk(row) for row in rows]

    def add(self, *, login: str, name: str, role: Role, password_hash: str) -> Clerk:
        """Enter a clerk who must change the password at the first sign-in.

        Raises:
            Refusal: The name is taken.
        """
        login = login.strip().lower()
        if self.by_login(login):
            raise Refusal(
                "login-taken",
                sentence("There is already a clerk who signs in as {login}.", login=login),
                advice=sentence("Choose another name."),
            )
        clerk_id = self._connection.scalar(
            insert(t.clerks)
            .values(
                login=login,
                name=name,
                role=role.value,
                password_hash=password_hash,
                must_change=True,
                enabled=True,
            )
            .returning(t.clerks.c.id)
        )
        assert clerk_id is not None  # noqa: S101  an insert returns its row
        return self.get(clerk_id)

    def change(self, clerk: Clerk, *, role: Role, enabled: bool) -> None:
        """Give an account another role, close it or open it again."""
        self._set(clerk, role=role.value, enabled=enabled)

    def record_sign_in(self, clerk: Clerk, *, failures: int, locked_until: datetime | None) -> None:
        """Remember how sign-ins went."""
        self._set(clerk, failures=failures, locked_until=locked_until)

    def set_password(self, clerk: Clerk, password_hash: str, *, must_change: bool) -> None:
        """Replace the password."""
        self._set(clerk, password_hash=password_hash, must_change=must_change)

    def set_language(self, clerk: Clerk, language: str) -> None:
        """Remember the clerk's choice."""
        self._set(clerk, language=language)

    def _set(self, clerk: Clerk, **values: object) -> None:
        self._connection.execute(update(t.clerks).where(t.clerks.c.id == clerk.id).values(**values))

    def _one(self, where: ColumnElement[bool]) -> Clerk | None:
        row = self._connection.execute(_CLERK.where(where)).one_or_none()
        return _clerk(row) if row else None


def _row(place: Desk | Terminal) -> dict[str, Any]:
    return {name: value for name, value in asdict(place).items() if name != "id"}


def _terminal(row: Row[*tuple[Any, ...]]) -> Terminal:
    names = row.services.split(_SEPARATOR)
    services = tuple(one for one in TerminalService if one.value in names)
    return Terminal(**dict(row._mapping) | {"services": services})


def _clerk(row: Row[*tuple[Any, ...]]) -> Clerk:
    return Clerk(**dict(row._mapping) | {"role": Role(row.role)})
