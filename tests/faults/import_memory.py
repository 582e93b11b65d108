"""The import of photos as a process that tells at its end how much memory it and its workers took.

Takes: the URL of the books, the folder, how many photos are entered together. Says on stderr the
peaks in MiB: of itself, then of its largest worker.
"""

import multiprocessing
import re
import sys
from pathlib import Path

import main
from backoffice.commands import import_photos
from db import engine
from tests.fixtures.stand_in_studio import StandInStudio


def peak(pid):
    """Return the peak of a process; getrusage counts what it was forked from too."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) // 1024 if found else 0


def watch(portraits):
    """Hand the portraits on, and look at the workers now and then."""

    def watched(*given):
        for at, portrait in enumerate(portraits(*given)):
            if at % 20 == 0:
                workers.extend(peak(child.pid) for child in multiprocessing.active_children())
            yield portrait

    return watched


if __name__ == "__main__":
    workers = []
    url, folder, batch = sys.argv[1:]
    engine._PRAGMAS["cache_size"] = -2_000  # which grows too, but to its own limit of 64 MiB
    main.DeskProgram.studio = lambda _: StandInStudio()
    import_photos._BATCH = int(batch)
    import_photos._portraits = watch(import_photos._portraits)
    code = main.main(["--language", "en", "--database", url, "import", "photos", folder, "--json"])
    print(peak("self"), max(workers), file=sys.stderr)
    sys.exit(code)
