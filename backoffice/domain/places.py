"""Desks of the card center and self-service terminals (FAQ 8, 9); none of them is ever deleted."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable


class TerminalService(enum.Enum):
    """What a terminal does for whoever stands before it (T1)."""

    RECHARGE = "recharge"
    LOSS_REPORT = "loss_report"
    COLLECTION = "collection"
    REPLACEMENT = "replacement"


SERVICE_NAMES = {
    TerminalService.RECHARGE: N_("recharge"),
    TerminalService.LOSS_REPORT: N_("loss reporting"),
    TerminalService.COLLECTION: N_("collection of cards"),
    TerminalService.REPLACEMENT: N_("replacement of cards"),
}
STATE_NAMES = {True: N_("in service"), False: N_("out of service")}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One counter.

    Attributes:
        id: Row of the desk; 0 before it has one.
        code: Begins every receipt number, so it never changes.
        area: Code of the campus it lies on.
        in_service: Whether anybody is served there.
    """

    id: int
    code: str
    name_en: str
    name_zh: str
    address_en: str
    address_zh: str
    telephone: str
    area: str
    in_service: bool = True


@dataclass(frozen=True, kw_only=True)
class Terminal:
    """One self-service terminal (T1).

    Attributes:
        id: Row of the terminal; 0 before it has one.
        area: Code of the campus it lies on; desks of the same one are near to it.
        services: What it does, in the order of ``TerminalService``.
        in_service: Whether anybody is sent there.
    """

    id: int
    area: str
    name_en: str
    name_zh: str
    services: tuple[TerminalService, ...]
    in_service: bool = True


def replacing(terminals: Iterable[Terminal], *, near: Desk) -> list[Terminal]:
    """Return the terminals that replace cards now, those in the area of a desk first (T1)."""
    able = (one for one in terminals if one.in_service)
    able = (one for one in able if TerminalService.REPLACEMENT in one.services)
    return sorted(able, key=lambda one: one.area != near.area)


def require_in_service(desk: Desk) -> None:
    """Do nothing if a desk is in service.

    Raises:
        Refusal: It is not: nobody would look after what is left there.
    """
    if not desk.in_service:
        raise Refusal(
            "desk-out-of-service",
            sentence("Desk {desk} is out of service.", desk=desk.code),
            advice=sentence("Choose another desk, or ask the administrator."),
        )
