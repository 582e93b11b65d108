"""The batches of the tour: a unit whose people wait, from the preflight to the cards in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.sentences import sentence
from backoffice.ui.pages.batches import Batches

if TYPE_CHECKING:
    from backoffice.ui.tour import Guide


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
    guide.desk.to_search()
