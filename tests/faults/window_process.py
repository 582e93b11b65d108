"""A window of desk 22 as a process of its own: it prints cards, each when it is told to.

Says ``delivering`` once a card is at its printer and waits for a line; after the line the card
comes out. Without another line it holds that card until it is killed.
"""

import json
import sys
from pathlib import Path

from backoffice import lane
from db.opening import open_store
from tests.faults.desk_process import FolderPrinters
from tests.fixtures.books import FixedClock, actor


class Told(FolderPrinters):
    """Lets no card out before it is told to."""

    def deliver(self, printer, prepared, *, job, progress=None):
        print("delivering", flush=True)
        sys.stdin.readline()
        return super().deliver(printer, prepared, job=job, progress=progress)


def main():
    order = json.loads(sys.stdin.readline())
    folder = Path(order["folder"])
    store = open_store(order["url"], key_file=Path(order["key_file"]), backups=folder)
    desk_id = actor(store, "lina").desk_id
    at = {"desk_id": desk_id, "printer": "card", "ahead": order["ahead"]}
    while report := lane.step(store, FixedClock(), Told(folder / "paper"), **at):
        if report.outcome == "waiting":
            break
    print("stopped", flush=True)


if __name__ == "__main__":
    main()
