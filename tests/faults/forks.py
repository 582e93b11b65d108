"""A process that does its work in a fork for each order, so that one can be killed at any moment.

Orders are lines of JSON. A fork spares the work the start of the program; it ends with one of the
codes below, or one of the work's own.
"""

import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import threading
import traceback
from pathlib import Path

from backoffice.domain.refusal import Fault
from db import engine, opening

DONE, UNFORESEEN, FAULT = 0, 1, 3
_PR_SET_PTRACER = 0x59616D61


def serve(work):
    """Carry out orders until there are no more; the first one is done here and warms up."""
    assert _carry_out(work, json.loads(sys.stdin.readline())) == DONE
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            code = _carry_out(work, order)
            sys.stderr.flush()
            os._exit(code)
        if order["held"]:
            os.waitpid(pid, os.WUNTRACED)
            print(pid, flush=True)
        if order.get("kill_after"):
            _kill_after(pid, order["kill_after"])
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def share_engine(order):
    """Let every fork inherit the SQL that was compiled once; connections are its own."""
    if opening.open_engine is engine.open_engine:
        opened = engine.open_engine(f"sqlite:///{Path(order['folder']) / 'books.sqlite'}")
        opening.open_engine = lambda _url: opened


def _carry_out(work, order):
    try:
        if order["held"]:  # until strace has taken hold of it
            ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_long(-1), 0, 0, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
        return work(order)
    except Fault:
        return FAULT
    except BaseException:  # noqa: BLE001  the parent must hear of everything
        traceback.print_exc()
        return UNFORESEEN


def _kill_after(pid, seconds):
    """Kill a fork at a moment, if it is not done before."""

    def kill():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
