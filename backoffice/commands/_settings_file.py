"""Writes the printers into the settings file; whatever else stands there stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomlkit
from tomlkit.exceptions import TOMLKitError

from backoffice import desk_file
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tomlkit.items import Table

    from backoffice.domain.settings import PrinterAddress


def write_printers(path: Path, printers: Mapping[str, PrinterAddress]) -> None:
    """Make the file say these printers, comments kept; it is written whole or not at all.

    Raises:
        Fault: ``settings-unwritable``.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        desk_file.write(path, _with(text, printers))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise Fault(
            "settings-unwritable",
            sentence("The settings in {path} can't be written.", path=str(path)),
        ) from error


def _with(text: str, printers: Mapping[str, PrinterAddress]) -> str:
    document = tomlkit.parse(text)
    known = document.get("printers")
    if known is None:
        known = tomlkit.table(is_super_table=True)
        document["printers"] = known
    for name in [name for name in known if name not in printers]:
        del known[name]
    for name, address in printers.items():
        if name not in known:
            known[name] = tomlkit.table()
        _say(known[name], address)
    return tomlkit.dumps(document)


def _say(table: Table, address: PrinterAddress) -> None:
    """Change only what is different, so that comments beside the rest stay."""
    wanted: dict[str, object] = {"kind": address.kind, "target": address.target}
    if address.role:
        wanted["role"] = address.role
    if address.buffer != 1:
        wanted["buffer"] = address.buffer
    if address.options:
        wanted["options"] = dict(address.options)
    for key in [key for key in table if key not in wanted]:
        del table[key]
    for key, value in wanted.items():
        if key not in table or table[key] != value:
            table[key] = _inline(value) if isinstance(value, dict) else value


def _inline(options: dict[str, object]) -> object:
    table = tomlkit.inline_table()
    table.update(options)
    return table
