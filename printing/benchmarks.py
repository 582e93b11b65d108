"""Measures rendering: cards drawn and read back, beside copying their photos' bytes."""

from __future__ import annotations

import functools
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.documents import CardFace
from printing import gate, glabels
from printing.faces import card
from printing.registry import open_printers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Figures = dict[str, int | float | str]
_SURNAMES = ("王", "欧阳", "李", "阿卜杜热合曼·", "𠅤", "司马", "赵", "Habsburg, ")
_GIVEN = ("小明", "娜娜", "买买提", "䶮", "思远", "Maria-Theresia", "雨桐", "建国", "㛃")
_UNITS = ("物理学院", "化学与材料科学学院", "School of Mechanical Engineering")
_KINDS = ("staff", "student", "temporary")
_PORTRAITS = 20
_BESIDE_GLABELS = 1_000
_BEFORE, _AFTER = 2, 3
_ALONE = """\
import sys
sys.path.insert(0, {root!r})
from printing.benchmarks import {measure}
{measure}({cards}, {folder!r})
"""


class Rendering:
    """Implements ``ports.Benchmark``: what one card costs before it may go to a printer."""

    name = "render"

    def __init__(self, cards: int = 100) -> None:
        self._cards = cards

    def run(self, told: Callable[[str], None]) -> Mapping[str, int | float | str]:
        """Return milliseconds per card with all its gates, and the floor in the same run."""
        told(f"render: {self._cards} cards")
        faces = list(invented(self._cards))
        printers = open_printers({})
        printers.prepare("card", faces[0])  # fonts and designs are read once a day, not once a card
        started = time.perf_counter()
        for face in faces:
            printers.prepare("card", face)
        spent = (time.perf_counter() - started) * 1e3 / self._cards
        floor = _copying(self._cards)
        return {
            "cards": self._cards,
            "ms_per_card": round(spent, 3),
            "floor_ms_per_card": round(floor, 4),
            "floor": "copying the photos' bytes into a file",
            "ratio": round(spent / floor, 1),
            "peak_mib": peak_mib(),
        }


class Bulk:
    """Implements ``ports.Benchmark``: many cards into one PDF, in a process of its own."""

    name = "bulk"

    def __init__(self, cards: int = 10_000) -> None:
        self._cards = cards

    def run(self, told: Callable[[str], None]) -> Mapping[str, int | float | str]:
        """Return what the file cost, and beside it copying photos and gLabels doing the same."""
        told(f"bulk: {self._cards} cards")
        figures = _alone(self._cards)
        figures["peak_mib_of_a_tenth"] = _alone(self._cards // 10)["peak_mib"]
        floor = _copying(self._cards)
        figures["floor_ms_per_card"] = round(floor, 4)
        figures["floor"] = "copying the photos' bytes into a file"
        figures["ratio_to_floor"] = round(float(figures["ms_per_card"]) / floor, 1)
        return figures | self._beside_glabels(told)

    def _beside_glabels(self, told: Callable[[str], None]) -> Figures:
        cards = min(self._cards, _BESIDE_GLABELS)
        told(f"bulk: {cards} cards beside gLabels")
        # Ours takes a second, in which a machine may do something else; theirs takes half a minute.
        runs = [_alone(cards, fronts=True) for _ in range(_BEFORE)]
        begun = _children_cpu()
        theirs = glabels.merge(list(invented(cards)))
        theirs_cpu = _children_cpu() - begun
        if theirs is None:
            return {"glabels": "not measured: gLabels is not installed"}
        runs += [_alone(cards, fronts=True) for _ in range(_AFTER)]
        drawing, gated, gated_cpu = (
            statistics.median(float(run[figure]) for run in runs)
            for figure in ("drawing_seconds", "seconds", "cpu_seconds")
        )
        return {
            "glabels_cards": cards,
            "glabels_work": "fronts alone, of the same cards with the same photos, on both sides",
            "glabels_ms_per_card": round(theirs * 1e3 / cards, 3),
            "fronts_ms_per_card": round(drawing * 1e3 / cards, 3),
            "fronts_gated_ms_per_card": round(gated * 1e3 / cards, 3),
            "fronts_ratio_to_floor": round(drawing * 1e3 / cards / _copying(cards), 1),
            "glabels_ratio": round(theirs / drawing, 1),
            "glabels_ratio_gated": round(theirs / gated, 1),
            "glabels_cpu_ratio_gated": round(theirs_cpu / gated_cpu, 1),
        }


def write_many(cards: int) -> None:
    """Write so many invented cards into one PDF that nobody keeps, as the window does it."""
    with tempfile.TemporaryDirectory() as folder:
        open_printers({}).write_cards(Path(folder) / "cards.pdf", invented(cards), apart=True)


def measure(cards: int, folder: str) -> None:
    """Write many cards in this process and print what it cost as JSON."""
    path = Path(folder) / "cards.pdf"
    portraits()
    drawn: list[float] = []
    begun, cpu = time.perf_counter(), time.process_time()
    pages = open_printers({}).write_cards(
        path, invented(cards), progress=lambda _done: drawn.append(time.perf_counter())
    )
    spent = time.perf_counter() - begun
    figures = {
        "cards": cards,
        "seconds": round(spent, 3),
        "ms_per_card": round(spent * 1e3 / cards, 3),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "drawing_ms_per_card": round((drawn[-1] - begun) * 1e3 / cards, 3),
        "peak_mib": peak_mib(),
        "pages": pages,
        "mib": round(path.stat().st_size / 2**20, 1),
    }
    print(json.dumps(figures))  # noqa: T201  the process that started this one reads it


def measure_fronts(cards: int, folder: str) -> None:
    """Write the fronts of many cards, which is all that gLabels can do, and print what it cost."""
    path = Path(folder) / "cards.pdf"
    portraits()
    began, cpu = time.perf_counter(), time.process_time()
    with path.open("wb") as file:
        sheet = card.open_sheet((0, 0), file)
        for face in invented(cards):
            card.draw_on(sheet, face, ("front",))
        sheet.finish()
    drawn = time.perf_counter()
    gate.check_marks(path, sheet.marks, offset_mm=(0, 0), excerpt=sheet.excerpt)
    figures = {
        "drawing_seconds": round(drawn - began, 4),
        "seconds": round(time.perf_counter() - began, 4),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }
    print(json.dumps(figures))  # noqa: T201  the process that started this one reads it


def _children_cpu() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _alone(cards: int, *, fronts: bool = False) -> Figures:
    root = str(Path(__file__).parents[1])
    with tempfile.TemporaryDirectory() as folder:
        measured = "measure_fronts" if fronts else "measure"
        code = _ALONE.format(root=root, cards=cards, folder=folder, measure=measured)
        ran = subprocess.run(  # noqa: S603  our own code
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
    figures: Figures = json.loads(ran.stdout)
    return figures


def _copying(cards: int) -> float:
    photos = portraits()
    with tempfile.TemporaryFile() as file:
        started = time.perf_counter()
        for number in range(cards):
            file.write(photos[number % _PORTRAITS])
        file.flush()
        return (time.perf_counter() - started) * 1e3 / cards


def peak_mib() -> float:
    """Return the most memory this process ever held, in MiB; 0 where the system does not tell."""
    # getrusage would name what the process was forked from, however large that was.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    kib = next((line.split()[1] for line in lines if line.startswith("VmHWM:")), "0")
    return round(int(kib) / 1024, 1)


def invented(cards: int) -> Iterator[CardFace]:
    """Yield cards of people who do not exist; some of their names are rare or long."""
    for number in range(cards):
        kind = _KINDS[number % len(_KINDS)]
        surname, given = _SURNAMES[number % len(_SURNAMES)], _GIVEN[number % len(_GIVEN)]
        yield CardFace(
            number=f"{9_900_000_000 + number:010d}",
            kind=kind,
            name=surname + given,
            name_latin=f"Wang Xiaoming {number}",
            unit=_UNITS[number % len(_UNITS)],
            holder_number=f"{20_140_000 + number}",
            photo=_portrait(number % _PORTRAITS),
            design=kind,
        )


def portraits() -> list[bytes]:
    """Return the photos of the invented; they are drawn once, before anything is measured."""
    return [_portrait(number) for number in range(_PORTRAITS)]


@functools.cache
def _portrait(number: int) -> bytes:
    """Return a portrait with the grain that every photo has, 358 × 441 pixels (GA 461-2004)."""
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415  slow import

    size = (358, 441)
    picture = Image.new("RGB", size, (110 + number * 5, 170, 220))
    drawing = ImageDraw.Draw(picture)
    drawing.ellipse((100, 90, 258, 300), fill=(226, 188, 160))
    drawing.rectangle((60, 330, 298, 441), fill=(40, 50, 90))
    grain = Image.merge("RGB", [Image.effect_noise(size, 6) for _ in range(3)])
    out = io.BytesIO()
    ImageChops.add(picture, grain, offset=-128).save(out, "JPEG", quality=88)
    return out.getvalue()
