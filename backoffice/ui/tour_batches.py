"""The batches of the tour: from the preflight to the last card that a unit gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.ui import registry, tour_people, tour_photos, tour_units
from backoffice.ui.pages.batches import Batches
from backoffice.ui.scanned_pile import ScannedPile
from backoffice.ui.section import RowView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.batches import BatchRow
    from backoffice.ports import Program
    from backoffice.ui.tour import Guide

_SCANS = 3


def show(guide: Guide, program: Program) -> None:
    """Make a batch, and look at it beside those that other units have already."""
    guide.desk.stage.open(Batches)
    page = guide.desk.stage.page
    assert isinstance(page, Batches)  # noqa: S101  just opened
    guide.settle()
    _preflight(guide, page, tour_units.LARGE)
    guide.shoot("batch", "ribbon")
    page.column.close()
    _preflight(guide, page, tour_photos.UNIT)
    guide.shoot("batch", "preflight")
    guide.act()
    guide.shoot("batch", "sheet")
    guide.act()
    guide.shoot("batch", "made")
    page.column.close()
    guide.printed()
    page.refresh()
    guide.settle()
    for state, story in tour_units.STORIES.items():
        _choose(guide, page, story.unit)
        guide.shoot("batches", state)
    _choose(guide, page, tour_photos.UNIT)
    guide.type(page.batches.table, "Return", page.cards.winfo_ismapped)
    guide.shoot("batches", "cards")
    guide.type(page.cards.list.table, "Escape", lambda: not page.cards.winfo_ismapped())
    _forms(guide, page, program)
    page.open_overdue()
    guide.shoot("batches", "overdue-list")
    guide.type(page.overdue.list.table, "Escape", lambda: not page.overdue.winfo_ismapped())
    guide.desk.to_search()
    _pick_up(guide, program)


def _preflight(guide: Guide, page: Batches, unit: tuple[str, str]) -> None:
    rows = page.units.rows
    wanted = next(iid for iid in rows if rows[iid].unit.code == unit[0])
    page.units.choose(wanted)
    guide.type(page.units.table, "Return", lambda: page.column.view is not None)
    guide.rest("files", "store")


def _choose(guide: Guide, page: Batches, unit: tuple[str, str]) -> None:
    rows = page.batches.rows
    wanted = next(iid for iid in rows if rows[iid].batch.unit.code == unit[0])
    page.batches.choose(wanted)
    guide.settle()


def _forms(guide: Guide, page: Batches, program: Program) -> None:
    """Open each form about the batch that is as far as it asks for; scan some cards, one wrong."""
    other = _rows(program, tour_units.STORIES["closed"].unit)[0].card_number
    for code, unit in (
        ("batch_pack", tour_photos.UNIT),
        ("batch_hand_over", tour_units.STORIES["packed"].unit),
        ("batch_scan_back", tour_units.STORIES["partly"].unit),
        ("batch_lost", tour_units.STORIES["at-unit"].unit),
    ):
        _choose(guide, page, unit)
        kind, found = registry.view(code), page.batches.chosen
        assert kind is not None and found is not None  # noqa: S101, PT018  each is there
        view = page.column.open(kind, None)
        assert isinstance(view, RowView)  # noqa: S101  forms about a batch are
        view.about(found)
        name = code.replace("_", "-")
        guide.shoot(name, "begin")
        if isinstance(view, ScannedPile):
            for number in (*list(view.expected)[:_SCANS], other):
                view.on_scan(number)
                guide.settle()
            guide.shoot(name, "wrong-card")
            guide.act()
            guide.shoot(name, "sheet")
        page.column.close()


def _pick_up(guide: Guide, program: Program) -> None:
    """Hand a packed card to somebody who comes for it."""
    row = _rows(program, tour_units.STORIES["packed"].unit)[0]
    guide.find(row.holder_number)
    guide.shoot("person", "in-batch")
    kind, person = registry.view("batch_pick_up"), guide.desk.counter.person
    assert kind is not None and person is not None  # noqa: S101, PT018  the tour knows its way
    guide.desk.open_view(kind, person)
    guide.fill(guide.form, number=tour_people.CERTIFICATE)
    guide.shoot("batch-pick-up", "certificate")
    guide.act()
    guide.shoot("batch-pick-up", "card")
    guide.fill(guide.form, scanned=row.card_number)
    guide.act()
    guide.shoot("batch-pick-up", "sheet")
    guide.form.close()


def _rows(program: Program, unit: tuple[str, str]) -> Sequence[BatchRow]:
    with program.store().reading() as books:
        sums = books.batches.sums(most=100)
        [batch] = [one.batch for one in sums if one.batch.unit.code == unit[0]]
        return books.batches.rows(batch.id, most=_SCANS)
