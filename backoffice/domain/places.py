"""Desks of the card center and self-service terminals (FAQ 8, 9)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One counter; its code begins every receipt number."""

    id: int
    code: str
    name_en: str
    name_zh: str
    address_en: str
    address_zh: str
    telephone: str


@dataclass(frozen=True, kw_only=True)
class Terminal:
    """One self-service terminal; ``area`` groups it with the desks it is near to (T1)."""

    id: int
    area: str
    name_en: str
    name_zh: str
