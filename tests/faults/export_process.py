"""A nightly export as a process that can be killed."""

from pathlib import Path

from backoffice import hand_over as exporting
from backoffice.actions import new_action_id
from backoffice.commands.photos_export import BY_ITSELF
from backoffice.domain.refusal import Refusal
from db.opening import open_store
from tests.faults.forks import DONE, serve, share_engine
from tests.fixtures.books import FixedClock

NOTHING_DUE = 6
GATES = "gates"


def work(order):
    share_engine(order)
    try:
        return export(order)
    except Refusal as refusal:
        if refusal.code != "nothing-due":
            raise
        return NOTHING_DUE


def export(order):
    folder = Path(order["folder"])
    if order["bare"]:
        _show_while_writing()
    key = folder / "certificates.key"
    store = open_store(f"sqlite:///{folder / 'books.sqlite'}", key_file=key, backups=folder)
    form = {"actor": BY_ITSELF, "action_id": new_action_id()}
    exporting.hand_over(store, FixedClock(), folder / GATES, **form)
    store.close()
    return DONE


def _show_while_writing():
    """Write where the gates read, as a plain export would, and go on there the next time."""

    def write_there(self, store, told):
        self._part = self._target
        self._part.mkdir(exist_ok=True)
        self.put("manifest.csv", self._manifest)
        self._fill(store, told)

    exporting._Folder._appear = write_there


if __name__ == "__main__":
    serve(work)
