"""Writes what goes to a unit where this desk's papers go; off the Tk thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.procedures import unit_papers

if TYPE_CHECKING:
    from pathlib import Path

    from backoffice.ui.desk import Desk


def save(desk: Desk, batch_id: int, *, carrier: str = "") -> tuple[Path, ...]:
    """Write the signature sheet of a unit, and with a carrier the packing list; return the files.

    Raises:
        Refusal: A name can't be printed.
        Fault: A file can't be written.
    """
    program, clerk = desk.program, desk.actor.name
    at = program.clock.now()
    with program.store().reading() as books:
        sheet = unit_papers.unit_sheet(books, batch_id, clerk=clerk, at=at)
        packed = unit_papers.packing_list(books, batch_id, carrier=carrier, clerk=clerk, at=at)
    folder = program.settings.printed
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"unit-sheet-{sheet.batch}.pdf"]
    program.save(sheet, paths[0])
    if carrier:
        paths.append(folder / f"packing-list-{sheet.batch}.pdf")
        program.save(packed, paths[1])
    return tuple(paths)
