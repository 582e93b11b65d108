"""Measures rendering: a card drawn, rasterised and read back, beside copying its photo's bytes."""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.documents import CardFace
from printing.registry import open_printers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NAMES = ("王小明", "欧阳娜娜", "阿卜杜热合曼·买买提", "𠅤䶮", "Maria-Theresia von Habsburg")
_KINDS = ("staff", "student", "temporary")


class Rendering:
    """Implements ``ports.Benchmark``: what one card costs before it may go to a printer."""

    name = "render"

    def __init__(self, cards: int = 100) -> None:
        self._cards = cards

    def run(self, told: Callable[[str], None]) -> Mapping[str, int | float | str]:
        """Return milliseconds per card with all its gates, and the floor in the same run."""
        told(f"render: {self._cards} cards")
        faces = [_face(i, _portrait(i % 20)) for i in range(self._cards)]
        printers = open_printers({})
        printers.prepare("card", faces[0])  # fonts and designs are read once a day, not once a card
        started = time.perf_counter()
        for face in faces:
            printers.prepare("card", face)
        spent = (time.perf_counter() - started) * 1e3 / self._cards
        floor = _copying([face.photo for face in faces])
        return {
            "cards": self._cards,
            "ms_per_card": round(spent, 3),
            "floor_ms_per_card": round(floor, 4),
            "floor": "copying the photo's bytes into a file",
            "ratio": round(spent / floor, 1),
            "peak_mib": peak_mib(),
        }


def _copying(photos: list[bytes]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        for number, photo in enumerate(photos):
            (Path(folder) / f"{number}.jpg").write_bytes(photo)
        return (time.perf_counter() - started) * 1e3 / len(photos)


def peak_mib() -> float:
    """Return the most memory this process ever held, in MiB; 0 where the system does not tell."""
    # getrusage would name what the process was forked from, however large that was.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    kib = next((line.split()[1] for line in lines if line.startswith("VmHWM:")), "0")
    return round(int(kib) / 1024, 1)


def _face(number: int, photo: bytes) -> CardFace:
    kind = _KINDS[number % len(_KINDS)]
    return CardFace(
        number=f"{9_900_000_000 + number:010d}",
        kind=kind,
        name=_NAMES[number % len(_NAMES)],
        name_latin="Wang Xiaoming",
        unit="物理学院",
        holder_number=f"{20_140_000 + number}",
        photo=photo,
        design=kind,
    )


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
