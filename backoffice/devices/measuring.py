"""Measures a portrait as ISO/IEC 29794-5 and its reference OFIQ define it, without a trained model.

Exposure, brightness, dynamic range, natural colour and background uniformity follow their
definitions; the regions come from the box of the face, because there is no face parsing here.
Sharpness compares fine with coarse detail, so that neither light, contrast nor noise changes it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from backoffice.devices.faces import EYE_LINE, Box, Faces, face_width, find_faces
from backoffice.devices.limits import Limits, shipped
from backoffice.domain.measurements import Figure, Measurements, PhotoFault
from backoffice.domain.pictures import PORTRAIT

_DARK, _BRIGHT = 25, 247
"""OFIQ, under- and over-exposure: luminance up to, and from."""
_VAGUE = 0.3
"""By so much of the range of what is good a place may be missed if no eyes tell it, only a box."""
_HARD_EDGE = 0.6
"""What covers eyes has an edge so hard that all else looks soft beside it."""
_WASHED_OUT = 50
"""Per cent of too dark or too bright pixels above which nothing can be said of eyes or a face."""
_PLAIN = 8
"""Range of luminance of a picture that shows nothing at all."""
_FINE, _COARSE = (1, 2), (4, 8)
"""Sigmas in pixels between which detail is fine or coarse, in a face box of 200 pixels."""
_HEAD = (0.86, 0.75, 0.2)
"""Half width, half height and lift above the eyes of a head with its hair, in widths of the box."""
_SHOULDERS = 0.25
"""Below the eyes, in widths of the box, there may be shoulders."""
_LEAST_BACKGROUND = 1500
"""Pixels; a head that leaves fewer fills the frame."""

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
_NOT_JUDGED = {PhotoFault.LOW_CONTRAST, PhotoFault.UNEVEN_LIGHT, PhotoFault.BACKGROUND}
"""Not of a face whose eyes are covered: what covers them counts, and its place is only guessed."""
_OFF_CENTRE = ("face_across", "eye_height")


@dataclass(frozen=True, kw_only=True)
class _Skin:
    """The middle of a face: its pixels (BGR) and their luminance."""

    pixels: np.ndarray
    grey: np.ndarray


def measure(
    portrait: np.ndarray, *, enlarged: float = 1.0, others: int = 0, thorough: bool = True
) -> Measurements:
    """Measure a BGR portrait of ``PORTRAIT`` size.

    Args:
        portrait: Rows of three bytes a pixel.
        enlarged: How many times larger it was made than it came.
        others: Faces that were seen beside it before it was cut.
        thorough: Search for turned, cut and covered faces too; a live preview has no time for it.
    """
    limits = shipped()
    faces = find_faces(portrait, thorough=thorough)
    # Burnt light draws shapes that pass for faces; those have no eyes.
    if not faces.boxes or (faces.eyes is None and _hidden(portrait)):
        return _without_face(limits, portrait)
    skin = _skin(portrait, faces.boxes[0])
    measured = {
        **_place(faces, enlarged),
        "faces": len(faces.boxes) + others,
        "sharpness": 100 * _sharpness(portrait, faces.boxes[0]),
        **_light(skin, limits),
        "even_light": 100 * _evenness(portrait, faces),
        "background": _unrest(portrait, faces.boxes[0]),
    }
    figures = {name: limits.figure(name, value) for name, value in measured.items()}
    if _dim(portrait) < limits.dim.picture:
        figures["brightness"] = replace(figures["brightness"], least=limits.dim.face)
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
    middle = _middle(portrait)
    if float(np.ptp(np.percentile(middle, (1, 99)))) < _PLAIN:
        return None
    dark, bright = _exposure(middle)
    if bright >= _WASHED_OUT:
        return PhotoFault.TOO_BRIGHT
    return PhotoFault.TOO_DARK if dark >= _WASHED_OUT else None


def _middle(portrait: np.ndarray) -> np.ndarray:
    height, width = portrait.shape[:2]
    middle = portrait[height // 5 : height * 3 // 4, width // 5 : width * 4 // 5]
    return cv2.cvtColor(middle, cv2.COLOR_BGR2GRAY)


def _dim(portrait: np.ndarray) -> float:
    """Return the luminance of the bright parts: a dark face is dark skin or too little light."""
    return float(np.percentile(cv2.cvtColor(portrait, cv2.COLOR_BGR2GRAY), 95))


def _exposure(grey: np.ndarray) -> tuple[float, float]:
    """Return the shares of too dark and of too bright pixels in per cent."""
    return 100 * float(np.mean(grey <= _DARK)), 100 * float(np.mean(grey >= _BRIGHT))


def _place(faces: Faces, enlarged: float) -> dict[str, float]:
    left, top, width, height = faces.boxes[0]
    across = left + width / 2 - PORTRAIT[0] / 2
    eyes = sum(y for _, y in faces.eyes) / 2 if faces.eyes else top + EYE_LINE * height
    return {
        "resolution": PORTRAIT[0] / max(1.0, enlarged),
        "faces": len(faces.boxes),
        "face_width": face_width(faces),
        "face_across": 100 * across / PORTRAIT[0],
        "eye_height": PORTRAIT[1] - eyes,
        "roll": faces.roll,
        "eyes": 2 if faces.eyes else 0,
    }


def _light(skin: _Skin, limits: Limits) -> dict[str, float]:
    grey = skin.grey
    dark, bright = _exposure(grey)
    return {
        "too_dark": dark,
        "too_bright": bright,
        "brightness": float(grey.mean()),
        "dynamic_range": _entropy(grey),
        "colour_cast": _cast(skin.pixels, limits),
    }


def _faults(figures: dict[str, Figure], *, covered: bool) -> tuple[PhotoFault, ...]:
    found = {fault for fault, name in _WRONG if not figures[name].good}
    eyes, brightness = figures["eyes"].good, figures["brightness"]
    slack = 0.0 if eyes else _VAGUE
    if (width := _beyond(figures["face_width"], slack)) != 0:
        found.add(PhotoFault.FACE_TOO_SMALL if width < 0 else PhotoFault.FACE_TOO_LARGE)
    if any(_beyond(figures[name], slack) for name in _OFF_CENTRE):
        found.add(PhotoFault.OFF_CENTRE)
    dark = _beyond(brightness, 0) < 0
    if dark or (not figures["too_dark"].good and not covered):
        found.add(PhotoFault.TOO_DARK)
    if not figures["too_bright"].good or _beyond(brightness, 0) > 0:
        found.add(PhotoFault.TOO_BRIGHT)
    if covered:
        found -= _NOT_JUDGED
    sharpness = figures["sharpness"]
    if covered and sharpness.value >= _HARD_EDGE * (sharpness.least or 0):
        found.discard(PhotoFault.BLURRED)
    washed_out = max(figures["too_dark"].value, figures["too_bright"].value) >= _WASHED_OUT
    if PhotoFault.BLURRED in found or dark or washed_out:
        found.discard(PhotoFault.EYES_NOT_VISIBLE)  # open eyes would not be seen either
    return tuple(fault for fault in PhotoFault if fault in found)


def _beyond(figure: Figure, slack: float) -> int:
    """Return -1 for too little, 1 for too much, else 0; ``slack`` is a part of the good range."""
    least = -math.inf if figure.least is None else figure.least
    most = math.inf if figure.most is None else figure.most
    more = slack * (most - least) if slack else 0.0
    return (figure.value > most + more) - (figure.value < least - more)


def _skin(portrait: np.ndarray, box: Box) -> _Skin:
    left, top, width, height = box
    rows = slice(max(0, int(top + 0.18 * height)), max(1, int(top + 0.95 * height)))
    columns = slice(max(0, int(left + 0.2 * width)), max(1, int(left + 0.8 * width)))
    pixels = portrait[rows, columns]
    if not pixels.size:  # the face lies wholly outside
        pixels = portrait
    return _Skin(pixels=pixels, grey=cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))


def _sharpness(portrait: np.ndarray, box: Box) -> float:
    """Return how strong fine edges are beside coarse ones, 0 to 1."""
    left, top, width, height = box
    scale = 200 / width
    into = np.array([[scale, 0, -left * scale - 20], [0, scale, -(top + 0.15 * height) * scale]])
    grey = cv2.cvtColor(portrait, cv2.COLOR_BGR2GRAY)
    face = cv2.warpAffine(
        grey, into, (160, 170), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    coarse = _detail(face, *_COARSE)
    return min(1.0, _detail(face, *_FINE) / coarse) if coarse else 0.0


def _detail(values: np.ndarray, fine: float, coarse: float) -> float:
    between = cv2.GaussianBlur(values, (0, 0), fine) - cv2.GaussianBlur(values, (0, 0), coarse)
    return float(np.percentile(np.abs(between), 95))


def _entropy(grey: np.ndarray) -> float:
    shares = np.bincount(grey.ravel(), minlength=256) / grey.size
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum())


def _evenness(portrait: np.ndarray, faces: Faces) -> float:
    """Return the luminance of the darker cheek by that of the brighter one.

    OFIQ's overlap of the histograms of both halves is no measure without face parsing: hair and
    shape of the face count more in it than the light.
    """
    left, top, width, height = faces.boxes[0]
    middle = sum(x for x, _ in faces.eyes) / 2 if faces.eyes else left + width / 2
    rows = slice(max(0, int(top + 0.4 * height)), max(1, int(top + 0.8 * height)))
    near, far = 0.2 * width, 0.36 * width
    cheeks = []
    for start, stop in ((middle - far, middle - near), (middle + near, middle + far)):
        cheek = portrait[rows, max(0, int(start)) : max(0, int(stop))]
        if not cheek.size:  # cut off by the edge
            return 1.0
        cheeks.append(float(np.median(cv2.cvtColor(cheek, cv2.COLOR_BGR2GRAY))))
    return min(cheeks) / max(*cheeks, 1.0)


def _cast(pixels: np.ndarray, limits: Limits) -> float:
    lab = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    a, b = float(np.median(lab[..., 1])), float(np.median(lab[..., 2]))
    away_a = max(limits.colour.a[0] - a, 0.0, a - limits.colour.a[1])
    away_b = max(limits.colour.b[0] - b, 0.0, b - limits.colour.b[1])
    return float(np.hypot(away_a, away_b))


def _unrest(portrait: np.ndarray, box: Box) -> float:
    """Return the mean gradient about the head, above the shoulders."""
    left, top, width, height = box
    middle, eyes = left + width / 2, top + EYE_LINE * height
    beside, above, lift = (part * width for part in _HEAD)
    grey = cv2.cvtColor(portrait, cv2.COLOR_BGR2GRAY)
    behind = np.ones(grey.shape, np.uint8)
    centre, axes = (int(middle), int(eyes - lift)), (int(beside), int(above))
    cv2.ellipse(behind, centre, axes, 0, 0, 360, 0, -1)
    neck = slice(max(0, int(middle - beside)), max(0, int(middle + beside)))
    behind[max(0, int(eyes)) :, neck] = 0
    behind[max(0, int(eyes + _SHOULDERS * width)) :] = 0
    seen = behind.astype(bool)
    if np.count_nonzero(seen) < _LEAST_BACKGROUND:
        return 0.0
    smooth = cv2.GaussianBlur(grey, (0, 0), 1).astype(np.float32)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *way) / 8 for way in ((1, 0), (0, 1)))
    return float(np.hypot(across, down)[seen].mean())
