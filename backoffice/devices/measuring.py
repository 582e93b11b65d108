"""Measures a portrait as ISO/IEC 29794-5 and its reference OFIQ define it, without a trained model.

Exposure, brightness, dynamic range, natural colour and background uniformity follow their
definitions; the regions come from the box of the face, because there is no face parsing here.
Sharpness is the share of edges that a second blur destroys (Crété et al. 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from backoffice.devices.faces import Box, Faces, find_faces
from backoffice.devices.limits import Limits, shipped
from backoffice.domain.measurements import Figure, Measurements, PhotoFault
from backoffice.domain.pictures import PORTRAIT

_BOX_TO_FACE = 0.88
"""The box of the cascade takes in the hair beside the face: 235 px where GA 461 means 207."""
_EYE_IN_BOX = 0.4
_FACE_SAMPLE = 128
_DARK, _BRIGHT = 25, 247
_WASHED_OUT = 50
_LEAST_BACKGROUND = 1500

_WRONG = (
    (PhotoFault.SEVERAL_FACES, "faces"),
    (PhotoFault.FACE_TOO_SMALL, "resolution"),
    (PhotoFault.TILTED, "roll"),
    (PhotoFault.EYES_NOT_VISIBLE, "eyes"),
    (PhotoFault.BLURRED, "sharpness"),
    (PhotoFault.LOW_CONTRAST, "dynamic_range"),
    (PhotoFault.UNEVEN_LIGHT, "even_light"),
    (PhotoFault.COLOUR_CAST, "colour_cast"),
    (PhotoFault.BACKGROUND, "background"),
)
_OFF_CENTRE = ("face_across", "eye_height")


@dataclass(frozen=True, kw_only=True)
class _Skin:
    """The middle of a face: its pixels (BGR) and their luminance."""

    pixels: np.ndarray
    grey: np.ndarray


def measure(portrait: np.ndarray, *, enlarged: float = 1.0, thorough: bool = True) -> Measurements:
    """Measure a BGR portrait of ``PORTRAIT`` size.

    Args:
        portrait: Rows of three bytes a pixel.
        enlarged: How many times larger it was made than it came.
        thorough: Search for turned, cut and covered faces too; a live preview has no time for it.
    """
    limits = shipped()
    faces = find_faces(portrait, thorough=thorough)
    if not faces.boxes or (faces.covered and _hidden(portrait)):
        return _without_face(limits, portrait)
    skin = _skin(portrait, faces.boxes[0])
    measured = {**_place(faces, enlarged), **_light(skin, limits)}
    measured["background"] = _unrest(portrait, faces.boxes[0])
    figures = {name: limits.figure(name, value) for name, value in measured.items()}
    faults = _faults(figures, covered=faces.covered)
    return Measurements(
        verdict=limits.verdict(faults), faults=faults, figures=tuple(figures.values())
    )


def _without_face(limits: Limits, portrait: np.ndarray) -> Measurements:
    """Say what hides a face, if something does: nothing can be said of one that is washed out."""
    dark, bright = _exposure(_middle(portrait))
    fault = _hidden(portrait) or PhotoFault.NO_FACE
    figures = (
        limits.figure("faces", 0),
        limits.figure("too_dark", dark),
        limits.figure("too_bright", bright),
    )
    return Measurements(verdict=limits.verdict((fault,)), faults=(fault,), figures=figures)


def _hidden(portrait: np.ndarray) -> PhotoFault | None:
    dark, bright = _exposure(_middle(portrait))
    if bright >= _WASHED_OUT:
        return PhotoFault.TOO_BRIGHT
    return PhotoFault.TOO_DARK if dark >= _WASHED_OUT else None


def _middle(portrait: np.ndarray) -> np.ndarray:
    height, width = portrait.shape[:2]
    middle = portrait[height // 5 : height * 3 // 4, width // 5 : width * 4 // 5]
    return cv2.cvtColor(middle, cv2.COLOR_BGR2GRAY)


def _exposure(grey: np.ndarray) -> tuple[float, float]:
    """Return the shares of too dark and of too bright pixels in per cent."""
    return 100 * float(np.mean(grey <= _DARK)), 100 * float(np.mean(grey >= _BRIGHT))


def _place(faces: Faces, enlarged: float) -> dict[str, float]:
    left, top, width, height = faces.boxes[0]
    across = left + width / 2 - PORTRAIT[0] / 2
    eyes = sum(y for _, y in faces.eyes) / 2 if faces.eyes else top + _EYE_IN_BOX * height
    return {
        "resolution": PORTRAIT[0] / max(1.0, enlarged),
        "faces": len(faces.boxes),
        "face_width": width * _BOX_TO_FACE,
        "face_across": 100 * across / PORTRAIT[0],
        "eye_height": PORTRAIT[1] - eyes,
        "roll": faces.roll,
        "eyes": 2 if faces.eyes else 0,
    }


def _light(skin: _Skin, limits: Limits) -> dict[str, float]:
    grey = skin.grey
    dark, bright = _exposure(grey)
    return {
        "sharpness": 100 * _sharpness(grey),
        "too_dark": dark,
        "too_bright": bright,
        "brightness": float(grey.mean()),
        "dynamic_range": _entropy(grey),
        "even_light": 100 * _evenness(grey),
        "colour_cast": _cast(skin.pixels, limits),
    }


def _faults(figures: dict[str, Figure], *, covered: bool) -> tuple[PhotoFault, ...]:
    found = {fault for fault, name in _WRONG if not figures[name].good}
    width = figures["face_width"]
    if not width.good:
        small = width.least is not None and width.value < width.least
        found.add(PhotoFault.FACE_TOO_SMALL if small else PhotoFault.FACE_TOO_LARGE)
    if not all(figures[name].good for name in _OFF_CENTRE):
        found.add(PhotoFault.OFF_CENTRE)
    brightness = figures["brightness"]
    dark = brightness.least is not None and brightness.value < brightness.least
    if dark or (not figures["too_dark"].good and not covered):
        found.add(PhotoFault.TOO_DARK)
    if not figures["too_bright"].good or not (brightness.good or dark):
        found.add(PhotoFault.TOO_BRIGHT)
    return tuple(fault for fault in PhotoFault if fault in found)


def _skin(portrait: np.ndarray, box: Box) -> _Skin:
    left, top, width, height = box
    rows = slice(max(0, int(top + 0.18 * height)), max(1, int(top + 0.95 * height)))
    columns = slice(max(0, int(left + 0.2 * width)), max(1, int(left + 0.8 * width)))
    pixels = portrait[rows, columns]
    if not pixels.size:  # the face lies wholly outside
        pixels = portrait
    return _Skin(pixels=pixels, grey=cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))


def _sharpness(grey: np.ndarray) -> float:
    height = max(2, round(_FACE_SAMPLE * grey.shape[0] / grey.shape[1]))
    sample = cv2.resize(grey, (_FACE_SAMPLE, height), interpolation=cv2.INTER_AREA)
    values = sample.astype(np.float32)
    edges = _edges(values)
    return 1 - _edges(cv2.blur(values, (5, 5))) / edges if edges else 0.0


def _edges(values: np.ndarray) -> float:
    across, down = np.diff(values, axis=1), np.diff(values, axis=0)
    return float(np.abs(across).sum() + np.abs(down).sum())


def _entropy(grey: np.ndarray) -> float:
    shares = np.bincount(grey.ravel(), minlength=256) / grey.size
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum())


def _evenness(grey: np.ndarray) -> float:
    third = max(1, grey.shape[1] // 3)
    left, right = float(np.median(grey[:, :third])), float(np.median(grey[:, -third:]))
    return min(left, right) / max(left, right, 1.0)


def _cast(pixels: np.ndarray, limits: Limits) -> float:
    lab = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    a, b = float(np.median(lab[..., 1])), float(np.median(lab[..., 2]))
    away_a = max(limits.colour.a[0] - a, 0.0, a - limits.colour.a[1])
    away_b = max(limits.colour.b[0] - b, 0.0, b - limits.colour.b[1])
    return float(np.hypot(away_a, away_b))


def _unrest(portrait: np.ndarray, box: Box) -> float:
    """Return the mean gradient in the strips beside the head, above the shoulders."""
    left, top, width, height = box
    middle, reach, bottom = left + width / 2, 0.72 * width, int(top + 0.55 * height)
    grey = cv2.cvtColor(portrait, cv2.COLOR_BGR2GRAY)
    smooth = cv2.GaussianBlur(grey, (3, 3), 0).astype(np.float32)
    gradient = np.hypot(
        cv2.Sobel(smooth, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(smooth, cv2.CV_32F, 0, 1) / 8
    )
    upper = gradient[: max(1, bottom)]
    strips = upper[:, : max(0, int(middle - reach))], upper[:, max(0, int(middle + reach)) :]
    seen = sum(strip.size for strip in strips)
    if seen < _LEAST_BACKGROUND:  # the head fills the frame
        return 0.0
    return float(sum(float(strip.sum()) for strip in strips) / seen)
