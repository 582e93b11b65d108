"""An export of rights that kills itself before its n-th step in the folder the gates read."""

import atexit
import itertools
import os
import signal
import sys
from pathlib import Path

from backoffice import entry_hand_over as exporting
from backoffice.actions import new_action_id
from backoffice.commands.entry_export import BY_ITSELF
from db.opening import open_store
from tests.fixtures.books import FixedClock

STEPS = {"os.mkdir", "open", "os.rename", "os.rmdir", "os.remove"}


def kill_before(n, gates, bare):
    """Count what is made, written, shown and removed in the folder; die before the n-th of them."""
    count, steps = itertools.count(1), []

    def hook(event, arguments):
        if event in STEPS and str(arguments[0]).startswith(str(gates)):
            steps.append(next(count))
            if steps[-1] == n:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    atexit.register(lambda: print(len(steps)))
    if bare:  # write where the gates read, as a plain export would
        exporting.GateFolder.__init__ = plain(exporting.GateFolder.__init__)


def plain(init):
    def begin(self, *where, **how):
        init(self, *where, **how)
        self._part = self._target

    return begin


def main(folder, n, bare):
    key = folder / "certificates.key"
    store = open_store(f"sqlite:///{folder / 'books.sqlite'}", key_file=key, backups=folder)
    kill_before(n, folder / "gates", bare)
    form = {"actor": BY_ITSELF, "action_id": new_action_id()}
    exporting.hand_over(store, FixedClock(), folder / "gates", **form)
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), bool(sys.argv[3:]))
