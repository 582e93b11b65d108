"""The batches of the tour: a unit whose people wait, from the preflight to the cards in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.sentences import sentence
from backoffice.ui import registry
from backoffice.ui.pages.batches import Batches
from backoffice.ui.section import RowView

if TYPE_CHECKING:
    from backoffice.ui.tour import Guide

_FORMS = ("batch_pack", "batch_hand_over", "batch_scan_back", "batch_lost")


def show(guide: Guide) -> None:
    """Make a batch for the unit with most people ready, and look at it."""
    guide.desk.stage.open(Batches)
    page = guide.desk.stage.page
    assert isinstance(page, Batches)  # noqa: S101  just opened
    guide.settle()
    rows = page.units.rows
    most = max(rows, key=lambda iid: rows[iid].ready)
    page.units.table.selection_set(most)
    page.units.table.see(most)
    guide.shoot("batches", "units")
    guide.type(page.units.table, "Return", lambda: page.column.view is not None)
    guide.rest("files", "store")
    guide.shoot("batch", "preflight")
    guide.act()
    guide.shoot("batch", "sheet")
    guide.act()
    guide.shoot("batch", "made")
    page.column.close()
    page.refresh()
    guide.until(sentence("the batch is listed"), lambda: bool(page.batches.rows))
    guide.shoot("batches", "batch")
    guide.type(page.batches.table, "Return", page.cards.winfo_ismapped)
    guide.shoot("batches", "cards")
    guide.type(page.cards.list.table, "Escape", lambda: not page.cards.winfo_ismapped())
    _forms(guide, page)
    page.open_overdue()
    guide.shoot("batches", "overdue")
    guide.type(page.overdue.list.table, "Escape", lambda: not page.overdue.winfo_ismapped())
    guide.desk.to_search()


def _forms(guide: Guide, page: Batches) -> None:
    """Open each form about the chosen batch, however far its cards are by now."""
    found = page.batches.chosen
    assert found is not None  # noqa: S101  one was made before
    for code in _FORMS:
        kind = registry.view(code)
        assert kind is not None  # noqa: S101  each is there
        view = page.column.open(kind, None)
        assert isinstance(view, RowView)  # noqa: S101  forms about a batch are
        view.about(found)
        guide.settle()
        guide.shoot(code.replace("_", "-"), "begin")
        page.column.close()
