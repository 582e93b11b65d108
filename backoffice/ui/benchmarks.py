"""Measures the window: from a keystroke to its rows, and from the start to the first view."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from backoffice.domain.search import Found
    from backoffice.ports import Store
    from backoffice.ui.desk import Desk

Figures = dict[str, int | float | str]
_DEADLINE_S = 10.0
_STARTS = 5
_BARE_TK = "import tkinter; root = tkinter.Tk(); root.update()"
_FIRST_VIEW = """\
import os, sys
sys.path.insert(0, {root!r})
import main
from backoffice.commands import _settings
program = main.DeskProgram(_settings.read_settings(
    database=None, file=None, language=None, environment={{"BACKOFFICE_DATABASE": {url!r}}}))
import ttkbootstrap as ttk
from backoffice.ui import theme
from backoffice.ui.desk import Desk
app = ttk.App(title="start", size=(1366, 768))
theme.prepare(app)
desk = Desk(app, program)
desk.pack(fill="both", expand=True)
app.update()
os._exit(0)
"""


def screen() -> bool:
    """Tell whether there is a screen to measure on."""
    return sys.platform == "win32" or bool(os.environ.get("DISPLAY"))


def keystrokes(store: Store, queries: Sequence[str]) -> Figures:
    """Type every query letter by letter into the search column over ``store``.

    The floor is drawing the same rows without asking for them.
    """
    if not screen():
        return {"keystroke": "not measured: no screen"}
    import ttkbootstrap as ttk  # noqa: PLC0415  only with a screen

    from backoffice.ui import theme  # noqa: PLC0415
    from backoffice.ui.search_column import SearchColumn  # noqa: PLC0415
    from backoffice.ui.tasks import Lanes  # noqa: PLC0415

    app = ttk.App(title="bench", size=(1366, 768))
    theme.prepare(app)
    lanes = Lanes(app, ["store"])
    desk = cast("Desk", _Bench(program=_Books(store), lanes=lanes))
    column = SearchColumn(app, desk, lambda _holder, _card: None)
    column.pack(fill="y", side="left")
    app.update()
    typing = _Typing(app, column)
    try:
        typing.warm(queries[:3])
        for query in queries:
            typing.type(query)
        return typing.figures()
    finally:
        lanes.close()
        app.destroy()


@dataclass(frozen=True)
class _Books:
    """As much of a program as the search column asks for."""

    _store: Store

    def store(self) -> Store:
        return self._store


@dataclass(frozen=True, kw_only=True)
class _Bench:
    """As much of a window as the search column asks for."""

    program: _Books
    lanes: Any

    def failed(self, error: Exception) -> None:
        raise error


class _Typing:
    """Types, waits for the rows, and draws them once more without a lookup."""

    def __init__(self, app: Any, column: Any) -> None:  # noqa: ANN401  both are made above
        self._app, self._column = app, column
        self._drawn = False
        self._times: list[float] = []
        self._floors: list[float] = []
        self._found: Sequence[Found] = ()
        column.drawn = self._note

    def warm(self, queries: Sequence[str]) -> None:
        """Do what only the first keystrokes of a day cost, and a collection of garbage."""
        for query in queries:
            self._stroke(query)
        gc.collect()

    def type(self, query: str) -> None:
        """Measure each keystroke of a query."""
        for end in range(1, len(query) + 1):
            self._times.append(self._stroke(query[:end]))
            rows = list(self._column._rows)  # noqa: SLF001  the rows just drawn, to draw them again
            begun = time.perf_counter()
            self._column._draw(rows)  # noqa: SLF001
            self._app.update()
            self._floors.append((time.perf_counter() - begun) * 1e3)

    def figures(self) -> Figures:
        """Return the percentiles in milliseconds."""
        return {
            "keystrokes": len(self._times),
            "keystroke_p50_ms": round(statistics.median(self._times), 2),
            "keystroke_p99_ms": round(_percentile(self._times, 99), 2),
            "floor_draw_p50_ms": round(statistics.median(self._floors), 2),
            "floor_draw_p99_ms": round(_percentile(self._floors, 99), 2),
        }

    def _note(self) -> None:
        self._drawn = True

    def _stroke(self, text: str) -> float:
        self._drawn = False
        begun = time.perf_counter()
        self._column.text.set(text)
        while not self._drawn:
            if time.perf_counter() - begun > _DEADLINE_S:
                msg = "no rows were drawn"
                raise TimeoutError(msg)
            self._app.update()
        self._app.update()
        return (time.perf_counter() - begun) * 1e3


@dataclass(frozen=True, kw_only=True)
class Start:
    """Implements ``ports.Benchmark``: from nothing to the first view, beside a bare Tk window."""

    url: str
    root: Path
    name: str = "start"

    def run(self, told: Callable[[str], None]) -> Mapping[str, int | float | str]:
        """Start the program and a bare Tk window in turn, as processes of their own."""
        if not screen():
            return {"start": "not measured: no screen"}
        told("…")
        code = _FIRST_VIEW.format(root=str(self.root), url=self.url)
        ours, bare = [], []
        for _ in range(_STARTS):
            ours.append(_process(code))
            bare.append(_process(_BARE_TK))
        return {
            "first_view_ms": round(statistics.median(ours)),
            "floor_bare_tk_ms": round(statistics.median(bare)),
            "ratio_to_floor": round(statistics.median(ours) / statistics.median(bare), 2),
        }


@dataclass(frozen=True, kw_only=True)
class Responsive:
    """Implements ``ports.Benchmark``: how long the window is deaf while a lane does long work.

    The floor is the same wait without work; a busy machine shows in both.

    Attributes:
        ready: Called before, for what the measured work only needs because it is invented.
        work: Long and without Tk, for example 1,000 cards into one PDF.
    """

    ready: Callable[[], object]
    work: Callable[[], object]
    name: str = "window"

    def run(self, told: Callable[[str], None]) -> Mapping[str, int | float | str]:
        """Return the gaps between two turns of the event loop, in milliseconds."""
        if not screen():
            return {"window": "not measured: no screen"}
        told("…")
        import ttkbootstrap as ttk  # noqa: PLC0415  only with a screen

        from backoffice.ui import theme  # noqa: PLC0415

        app = ttk.App(title="bench", size=(1366, 768))
        theme.prepare(app)
        self.ready()
        gc.collect()
        app.update()
        try:
            busy, spent = _gaps(app, self.work)
            idle, _ = _gaps(app, lambda: time.sleep(spent))
        finally:
            app.destroy()
        return {
            "seconds": round(spent, 2),
            "gap_p99_ms": round(_percentile(busy, 99), 1),
            "gap_max_ms": round(max(busy), 1),
            "floor_gap_p99_ms": round(_percentile(idle, 99), 1),
            "floor_gap_max_ms": round(max(idle), 1),
        }


def _gaps(app: Any, work: Callable[[], object]) -> tuple[list[float], float]:  # noqa: ANN401  App
    from backoffice.ui.tasks import Lanes  # noqa: PLC0415  with the window

    lanes = Lanes(app, ["work"])
    gaps: list[float] = []
    ended: list[object] = []
    begun = last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1e3)
        last = now
        if ended:
            app.quit()
        else:
            app.after(1, tick)

    lanes.run("work", app, work, then=ended.append, failed=ended.append)
    app.after(1, tick)
    app.mainloop()
    lanes.close()
    if isinstance(ended[0], Exception):
        raise ended[0]
    return gaps, last - begun


def _process(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  our own code
    return (time.perf_counter() - begun) * 1e3


def _percentile(times: Sequence[float], percent: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
