"""Finds views, pages and sections: each module in the folder of the kind that has one."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from backoffice.ui import pages, sections, views
from backoffice.ui.page import Page
from backoffice.ui.section import Section
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
def all_sections() -> tuple[type[Section[Any]], ...]:
    """Return the sections of the administration, in their order."""
    found: list[type[Section[Any]]] = _classes(sections, Section)
    return tuple(sorted(found, key=lambda section: section.order))


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
