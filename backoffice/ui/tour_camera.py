"""The camera of the tour: a drawn person stands before it, so that no picture shows a real one."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self, cast

from PIL import Image, ImageOps

from backoffice.domain.measurements import Figure, Measurements, PhotoFault, Verdict
from backoffice.domain.pictures import PORTRAIT, Frame
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.ui.tour_ribbon import Ribboned

if TYPE_CHECKING:
    from types import TracebackType

    from backoffice.ports import Printers, Program
    from backoffice.ports.devices import Camera, Still, Studio

_SIZE = (1280, 720)
_HEIGHT = 0.9
_WIDTH = _HEIGHT * _SIZE[1] * PORTRAIT[0] / PORTRAIT[1] / _SIZE[0]
_GUIDE = ((1 - _WIDTH) / 2, (1 - _HEIGHT) / 2, _WIDTH, _HEIGHT)
_PAUSE_S = 0.05
# name, value, unit, least, most: a good portrait, as the program measures one
_GOOD: tuple[tuple[str, float, str, float | None, float | None], ...] = (
    ("resolution", 358, "px", 140, None),
    ("faces", 1, "", 1, 1),
    ("face_width", 203, "px", 160, 250),
    ("face_across", -0.2, "%", -10, 10),
    ("eye_height", 248, "px", 190, 285),
    ("roll", 0.7, "°", -6, 6),
    ("eyes", 2, "", 2, None),
    ("sharpness", 24.4, "%", 15, None),
    ("too_dark", 0.2, "%", None, 10),
    ("too_bright", 0.1, "%", None, 22),
    ("brightness", 180, "", 58, 238),
    ("dynamic_range", 7, "bit", 6, None),
    ("even_light", 88.8, "%", 78, None),
    ("colour_cast", 0, "", None, 1.5),
    ("background", 2.5, "", None, 9.5),
)
GOOD = Measurements(
    verdict=Verdict.GOOD,
    figures=tuple(
        Figure(name=name, value=value, unit=unit, least=least, most=most)
        for name, value, unit, least, most in _GOOD
    ),
)
TOO_DARK = replace(
    GOOD,
    verdict=Verdict.BAD,
    faults=(PhotoFault.TOO_DARK,),
    figures=tuple(replace(f, value=41) if f.name == "brightness" else f for f in GOOD.figures),
)


class Staged:
    """The program of the tour: all is real but lens, ribbon, and what is measured of a drawing.

    Attributes:
        there: Whether a camera is plugged in.
        measured: What is measured of whatever is seen.
    """

    def __init__(self, program: Program, portrait: bytes) -> None:
        self._program = program
        self.scene = _scene(portrait)
        self.there = True
        self.measured = GOOD

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the program has
        return getattr(self._program, name)

    def camera(self) -> _Lens:
        """Return the lens that the drawing stands before."""
        return _Lens(self)

    def printers(self) -> Printers:
        """Return the real printers, with a ribbon that tells how much is left."""
        return cast("Printers", Ribboned(self._program.printers()))

    def studio(self) -> _Studio:
        """Return the real studio, whose measurements the tour chooses."""
        return _Studio(self, self._program.studio())


@dataclass(frozen=True)
class _Studio:
    _staged: Staged
    _real: Studio

    def open(self, data: bytes) -> Still:
        return self._real.open(data)

    def measure(
        self,
        portrait: bytes,  # noqa: ARG002
        *,
        enlarged: float = 1.0,  # noqa: ARG002
        others: int = 0,  # noqa: ARG002
    ) -> Measurements:
        return self._staged.measured


@dataclass(frozen=True)
class _Lens:
    """Implements ``ports.Camera`` and ``ports.Preview``."""

    _staged: Staged

    def open(self) -> Self:
        if not self._staged.there:
            raise Fault(
                "camera-missing",
                sentence("There is no camera. Check the cable, or choose a file instead."),
            )
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def next(self, *, room: tuple[int, int]) -> _Shot:
        time.sleep(_PAUSE_S)
        shown = ImageOps.contain(ImageOps.mirror(self._staged.scene), room)
        frame = Frame(width=shown.width, height=shown.height, rgb=shown.tobytes())
        return _Shot(frame=frame, measured=self._staged.measured, staged=self._staged)

    def close(self) -> None:
        """There is nothing to let go."""


@dataclass(frozen=True, kw_only=True)
class _Shot:
    frame: Frame
    measured: Measurements
    staged: Staged
    guide: tuple[float, float, float, float] = _GUIDE

    def still(self) -> Still:
        file = io.BytesIO()
        self.staged.scene.save(file, "PNG")
        return self.staged.studio().open(file.getvalue())


def _scene(portrait: bytes) -> Image.Image:
    """Return the person in the guide of a wide picture, before a wall of the same colour."""
    with Image.open(io.BytesIO(portrait), formats=("JPEG",)) as picture:
        person = picture.convert("RGB")
    scene = Image.new("RGB", _SIZE, person.getpixel((0, 0)))
    left, top, width, height = (round(part * _SIZE[at % 2]) for at, part in enumerate(_GUIDE))
    scene.paste(person.resize((width, height), Image.Resampling.LANCZOS), (left, top))
    foot = person.crop((0, person.height - 1, person.width, person.height))
    scene.paste(foot.resize((width, _SIZE[1] - top - height)), (left, top + height))
    return scene


def _proves_the_ports(lens: _Lens, studio: _Studio) -> tuple[Camera, Studio]:
    return lens, studio
