"""Finds printers: every way to a device that can look around is asked, and the neighbourhood."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import printing.connections
from printing import announced
from printing.registry import names

if TYPE_CHECKING:
    from printing.contracts import FoundPrinter


def find() -> list[FoundPrinter]:
    """Return what was found, by kind and name."""
    modules = (
        importlib.import_module(f"printing.connections.{name}")
        for name in names(printing.connections)
    )
    found = [one for module in modules if hasattr(module, "find") for one in module.find()]
    found += announced.find()
    return sorted(found, key=lambda one: (one.kind, one.called))
