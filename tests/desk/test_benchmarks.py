import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_window_is_measured_beside_its_floors(screen, tmp_path):
    books = f"sqlite:///{tmp_path / 'books.sqlite'}"
    command = [sys.executable, "main.py", "--database", books, "bench", "--json"]
    ran = subprocess.run(
        [*command, "--holders", "200"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert ran.returncode == 0, ran.stderr
    figures = json.loads(ran.stdout)
    lookup, start = figures["lookup"], figures["start"]
    assert lookup["keystrokes"] > 60
    assert lookup["keystroke_p99_ms"] >= lookup["keystroke_p50_ms"] > 0
    assert lookup["floor_draw_p50_ms"] > 0
    assert start["first_view_ms"] > start["floor_bare_tk_ms"] > 0
    assert figures["render"]["ms_per_card"] > figures["render"]["floor_ms_per_card"] > 0
    bulk, window = figures["bulk"], figures["window"]
    assert (bulk["cards"], bulk["pages"]) == (200, 400)
    assert bulk["ms_per_card"] > bulk["floor_ms_per_card"] > 0
    assert 0 < bulk["peak_mib_of_a_tenth"] < 200
    assert 0 < bulk["peak_mib"] < 200
    if shutil.which("glabels-3-batch"):
        assert bulk["glabels_ratio"] > 1
    else:
        assert bulk["glabels"] == "not measured: gLabels is not installed"
    assert window["gap_max_ms"] >= window["gap_p99_ms"] > 0
    assert window["floor_gap_max_ms"] > 0


def test_without_a_screen_it_says_so(tmp_path, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    books = f"sqlite:///{tmp_path / 'books.sqlite'}"
    command = [sys.executable, "main.py", "--database", books, "bench", "--json"]
    ran = subprocess.run(
        [*command, "--holders", "50", "--only", "lookup"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(ran.stdout)["lookup"]["keystroke"] == "not measured: no screen"
