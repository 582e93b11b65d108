"""Makes the fixtures in ``tests/fixtures`` known to every test: each module there is a plugin."""

import os
import pkgutil
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.fixtures")  # before one of them imports another

import tests.fixtures  # noqa: E402  so

pytest_plugins = [
    f"tests.fixtures.{module.name}" for module in pkgutil.iter_modules(tests.fixtures.__path__)
]

# The same examples on every machine, however slow it is.
settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")

# What the tests write outlives no run, and a disk is what they would wait for most. Where there is
# room and programs may be started from, it stays in memory.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108
if (
    os.access(MEMORY, os.W_OK)
    and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    and shutil.disk_usage(MEMORY).free > ROOM
):
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# A desk that runs the tests must not have its own books tested.
for name in [name for name in os.environ if name.startswith("BACKOFFICE_")]:
    del os.environ[name]
