"""What is measured of a photo, and what is said of it (P2).

The figures follow the published definitions of ISO/IEC 29794-5 and its reference implementation
OFIQ as far as they need no trained model; the geometry is that of GA 461-2004. Limits are data:
``assets/photo_limits.toml``. Measurements warn and explain; people approve.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from backoffice.domain.sentences import N_


class PhotoFault(enum.Enum):
    """What may be wrong with a photo, most important first."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    FACE_TOO_SMALL = "face_too_small"
    FACE_TOO_LARGE = "face_too_large"
    OFF_CENTRE = "off_centre"
    TILTED = "tilted"
    EYES_NOT_VISIBLE = "eyes_not_visible"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    LOW_CONTRAST = "low_contrast"
    UNEVEN_LIGHT = "uneven_light"
    COLOUR_CAST = "colour_cast"
    BACKGROUND = "background"


class Verdict(enum.Enum):
    """What the measurements say of a photo as a whole."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


VERDICT_NAMES = {
    Verdict.GOOD: N_("fine"),
    Verdict.DOUBTFUL: N_("doubtful"),
    Verdict.BAD: N_("bad"),
}

FAULT_SENTENCES = {
    PhotoFault.NO_FACE: N_("No face was found that looks into the camera."),
    PhotoFault.SEVERAL_FACES: N_("There is more than one face in the picture."),
    PhotoFault.FACE_TOO_SMALL: N_("The face is too small in the picture."),
    PhotoFault.FACE_TOO_LARGE: N_("The face is too large in the picture."),
    PhotoFault.OFF_CENTRE: N_("The face is not in the middle of the picture."),
    PhotoFault.TILTED: N_("The head is tilted: the eyes are not level."),
    PhotoFault.EYES_NOT_VISIBLE: N_("The eyes can't be seen."),
    PhotoFault.BLURRED: N_("The picture is blurred."),
    PhotoFault.TOO_DARK: N_("The face is too dark."),
    PhotoFault.TOO_BRIGHT: N_("The face is too bright."),
    PhotoFault.LOW_CONTRAST: N_("The picture is flat: light and dark hardly differ."),
    PhotoFault.UNEVEN_LIGHT: N_("One side of the face is much darker than the other."),
    PhotoFault.COLOUR_CAST: N_("The colour of the face is not natural."),
    PhotoFault.BACKGROUND: N_("The background is not plain and even."),
}
"""What is wrong, so that the holder understands it."""

FAULT_ADVICE = {
    PhotoFault.NO_FACE: N_("Look straight into the camera."),
    PhotoFault.SEVERAL_FACES: N_("Only one person may be in the picture."),
    PhotoFault.FACE_TOO_SMALL: N_("Come closer."),
    PhotoFault.FACE_TOO_LARGE: N_("Step back a little."),
    PhotoFault.OFF_CENTRE: N_("Move into the middle of the frame."),
    PhotoFault.TILTED: N_("Hold the head straight."),
    PhotoFault.EYES_NOT_VISIBLE: N_("Open the eyes; take off dark glasses and push back the hair."),
    PhotoFault.BLURRED: N_("Hold still, and check that the lens is in focus."),
    PhotoFault.TOO_DARK: N_("Turn to the light."),
    PhotoFault.TOO_BRIGHT: N_("Turn away from the light a little."),
    PhotoFault.LOW_CONTRAST: N_("Clean the lens, and switch on the light."),
    PhotoFault.UNEVEN_LIGHT: N_("Turn to the light, so that it falls on both sides of the face."),
    PhotoFault.COLOUR_CAST: N_("Use daylight or the lamp of the desk, without coloured light."),
    PhotoFault.BACKGROUND: N_("Stand before the plain wall."),
}
"""What to do about it; shown live while the preview runs."""

FIGURE_NAMES = {
    "resolution": N_("Size"),
    "faces": N_("Faces"),
    "face_width": N_("Face width"),
    "face_across": N_("Face to the side"),
    "eye_height": N_("Eyes above the bottom"),
    "roll": N_("Tilt of the eyes"),
    "eyes": N_("Eyes seen"),
    "sharpness": N_("Sharpness"),
    "too_dark": N_("Too dark pixels"),
    "too_bright": N_("Too bright pixels"),
    "brightness": N_("Brightness"),
    "dynamic_range": N_("Dynamic range"),
    "even_light": N_("Evenness of light"),
    "colour_cast": N_("Colour cast"),
    "background": N_("Unrest of background"),
}
"""What each figure is called; the keys are its names in the limits and in the books."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured figure with its limits.

    Attributes:
        name: A key of ``FIGURE_NAMES``.
        unit: ``px``, ``%``, ``°``, ``bit`` or empty.
        least: The smallest good value, or None.
        most: The largest good value, or None.
    """

    name: str
    value: float
    unit: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def good(self) -> bool:
        """Whether the value lies within its limits."""
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )


@dataclass(frozen=True, kw_only=True)
class Measurements:
    """All that was measured of one photo; ``faults`` are ordered, most important first."""

    verdict: Verdict
    faults: tuple[PhotoFault, ...] = ()
    figures: tuple[Figure, ...] = ()
