"""A nightly export as a process that can be killed; a fork for each order, as for desks."""

import ctypes
import gc
import json
import os
import signal
import sys
import traceback
from pathlib import Path

from backoffice import hand_over as exporting
from backoffice.actions import new_action_id
from backoffice.commands.photos_export import BY_ITSELF
from backoffice.domain.refusal import Fault, Refusal
from db import engine, opening
from db.opening import open_store
from tests.faults.desk_process import _PR_SET_PTRACER, DONE, FAULT, UNFORESEEN
from tests.fixtures.books import FixedClock

NOTHING_DUE = 6
GATES = "gates"


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


def carry_out(order):
    try:
        if order["held"]:  # until strace has taken hold of it
            ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_long(-1), 0, 0, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
        return export(order)
    except Fault:
        return FAULT
    except Refusal as refusal:
        return NOTHING_DUE if refusal.code == "nothing-due" else UNFORESEEN
    except BaseException:  # noqa: BLE001  the parent must hear of everything
        traceback.print_exc()
        return UNFORESEEN


def warm_up(order):
    """Let every fork inherit the SQL that was compiled once; connections are its own."""
    opened = engine.open_engine(f"sqlite:///{Path(order['folder']) / 'books.sqlite'}")
    opening.open_engine = lambda _url: opened
    assert carry_out(order) == DONE
    gc.freeze()


def main():
    warm_up(json.loads(sys.stdin.readline()))
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            os._exit(carry_out(order))
        if order["held"]:
            os.waitpid(pid, os.WUNTRACED)
            print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
