import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]


@pytest.fixture
def program(tmp_path, screen):
    """Return how to run the program on books of its own, on the screen of the tests."""
    settings = {"BACKOFFICE_DATABASE": f"sqlite:///{tmp_path / 'books.sqlite'}"}

    def run(*arguments):
        return subprocess.run(
            [sys.executable, ROOT / "main.py", *arguments],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    return run


def test_each_view_is_left_as_a_picture_in_both_languages(program, tmp_path, app):
    app.focus_force()  # another program has the keyboard, as on any desk
    app.update()
    assert program("demo", "--holders", "20").returncode == 0
    told = program("tour", str(tmp_path / "tour"))
    assert told.returncode == 0, told.stderr
    names = sorted(path.stem for path in (tmp_path / "tour").glob("*.png"))
    english = [name.removesuffix("-en") for name in names if name.endswith("-en")]
    chinese = [name.removesuffix("-zh") for name in names if name.endswith("-zh")]
    assert english == chinese
    states = {name.partition("-")[2] for name in english}
    assert {f"batches-{state}" for state in ("packed", "at-unit", "partly", "closed")} <= states
    assert {"batch-ribbon", "batches-overdue", "batch-pack-wrong-card"} <= states
    assert {"print-queue-waiting", "resync-wrong-card"} <= states
    for path in (tmp_path / "tour").glob("*.png"):
        with Image.open(path) as picture:
            assert picture.size == (1366, 768)
            assert len(picture.convert("RGB").getcolors(1 << 24)) > 50


def test_real_books_are_left_alone(program, tmp_path):
    told = program("--language", "en", "tour", str(tmp_path / "tour"))
    assert told.returncode == 1
    assert "example books only" in told.stderr
