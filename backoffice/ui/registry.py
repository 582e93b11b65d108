"""Finds views and pages: each module in ``views`` with a ``View``, in ``pages`` with a ``Page``."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from backoffice.ui import pages, views
from backoffice.ui.page import Page
from backoffice.ui.view import View

if TYPE_CHECKING:
    from types import ModuleType

K = TypeVar("K")


@cache
def all_views() -> tuple[type[View], ...]:
    """Return the view of each workflow, in the order of their buttons."""
    found = _classes(views, View)
    return tuple(sorted(found, key=lambda view: (view.order, view.code)))


@cache
def all_pages() -> tuple[type[Page], ...]:
    """Return the pages, in the order of their tabs."""
    return tuple(sorted(_classes(pages, Page), key=lambda page: page.order))


def view(code: str) -> type[View] | None:
    """Return the view of a workflow."""
    return next((found for found in all_views() if found.code == code), None)


def page(name: str) -> type[Page]:
    """Return the page that the module of this name holds."""
    return next(p for p in all_pages() if p.__module__.rpartition(".")[2] == name)


@cache
def happenings() -> dict[str, str]:
    """Return what the timeline says of each action code; English, the key of its translation."""
    said: dict[str, str] = {}
    for found in all_views():
        said[found.code] = found.short or found.title
        said.update(found.happenings)
    return said


def _classes(package: ModuleType, kind: type[K]) -> list[type[K]]:
    found: list[type[K]] = []
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        members = vars(importlib.import_module(module.name)).values()
        found += [
            member
            for member in members
            if inspect.isclass(member)
            and issubclass(member, kind)
            and member.__module__ == module.name
        ]
    return found
