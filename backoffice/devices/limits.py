"""Reads which measured figures are good: ``assets/photo_limits.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from backoffice.domain.measurements import FIGURE_NAMES, Figure, PhotoFault, Verdict
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence

LIMITS = Path(__file__).parents[2] / "assets" / "photo_limits.toml"


class _Limit(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    unit: str = ""
    least: float | None = None
    most: float | None = None

    def __post_init__(self) -> None:
        if self.least is not None and self.most is not None and not self.least <= self.most:
            message = f"least {self.least} is more than most {self.most}"
            raise ValueError(message)


class _Colour(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    a: tuple[float, float]
    b: tuple[float, float]


class _Dim(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    picture: float
    face: float


class _Verdicts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    bad: frozenset[PhotoFault]


class Limits(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What stands in the file."""

    figures: dict[str, _Limit]
    colour: _Colour
    dim: _Dim
    verdicts: _Verdicts

    def figure(self, name: str, value: float) -> Figure:
        """Return a measured value with its limits."""
        limit = self.figures[name]
        return Figure(
            name=name,
            value=round(float(value), 1),
            unit=limit.unit,
            least=limit.least,
            most=limit.most,
        )

    def verdict(self, faults: tuple[PhotoFault, ...]) -> Verdict:
        """Return what so many faults mean together."""
        if not faults:
            return Verdict.GOOD
        return Verdict.BAD if self.verdicts.bad & set(faults) else Verdict.DOUBTFUL


def read_limits(path: Path) -> Limits:
    """Read a file of limits.

    Raises:
        Fault: ``photo-limits-wrong``: it can't be read, or names figures that don't exist.
    """
    try:
        limits = msgspec.toml.decode(path.read_bytes(), type=Limits)
        if limits.figures.keys() != FIGURE_NAMES.keys():
            wrong = ", ".join(sorted(limits.figures.keys() ^ FIGURE_NAMES.keys()))
            raise ValueError(wrong)  # noqa: TRY301  said below, as every other mistake in it
    except (OSError, ValueError) as error:
        raise Fault(
            "photo-limits-wrong",
            sentence(
                "The limits of photos in {path} are wrong: {why}.", path=str(path), why=str(error)
            ),
        ) from error
    return limits


@cache
def shipped() -> Limits:
    """Return the limits that come with the program."""
    return read_limits(LIMITS)
