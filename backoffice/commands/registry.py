"""Finds the commands: every module here that has a ``NAME`` is one."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from typing import TYPE_CHECKING, Any, Protocol, cast

import backoffice.commands
from backoffice.domain.sentences import N_
from backoffice.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.ports import Program

DESCRIPTION = N_("Counter program of a campus card center. Without a command, the window opens.")


class Command(Protocol):
    """One headless command: a module beside this one.

    Attributes:
        NAME: The words that call it, for example ``("import", "holders")``.
        SUMMARY: One line for ``--help``; English, the key of its translation.
    """

    NAME: tuple[str, ...]
    SUMMARY: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what the command takes."""

    def run(self, program: Program, options: argparse.Namespace) -> int:
        """Do it and return the exit code: 0 done, 1 a check failed."""


def commands() -> Iterator[Command]:
    """Return all commands by name."""
    for found in pkgutil.iter_modules(backoffice.commands.__path__):
        if not found.name.startswith("_") and found.name != "registry":
            module: Any = importlib.import_module(f"backoffice.commands.{found.name}")
            yield cast("Command", module)


def global_options() -> argparse.ArgumentParser:
    """Return the options that stand before the command; they are read first, for the language."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--settings", metavar="FILE")
    parser.add_argument("--language", metavar="en|zh_CN")
    return parser


def command_line(language: str) -> argparse.ArgumentParser:
    """Return the whole command line, explained in ``language``."""
    parser = argparse.ArgumentParser(
        prog="main.py", description=say(DESCRIPTION, language), parents=[global_options()]
    )
    groups: dict[tuple[str, ...], Any] = {
        (): parser.add_subparsers(title=say(N_("commands"), language), metavar="COMMAND")
    }
    for command in commands():
        *path, name = command.NAME
        group = _group(groups, tuple(path), say(N_("more commands: see --help"), language))
        summary = say(command.SUMMARY, language)
        own = group.add_parser(name, help=summary, description=summary)
        command.arguments(own)
        own.set_defaults(run=command.run)
    return parser


def _group(groups: dict[tuple[str, ...], Any], path: tuple[str, ...], summary: str) -> Any:  # noqa: ANN401  argparse keeps the type private
    if path not in groups:
        parser = _group(groups, path[:-1], summary).add_parser(path[-1], help=summary)
        groups[path] = parser.add_subparsers(metavar="COMMAND", required=True)
    return groups[path]
