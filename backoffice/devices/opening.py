"""Opens pictures from outside: JPEG and PNG by their content, checked before they are decoded.

Only pixels leave this module: upright, in sRGB, opaque. What else a file says, such as the place
where it was taken, stays behind.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

import numpy as np
from PIL import ExifTags, Image, ImageCms, JpegImagePlugin, PngImagePlugin

from backoffice.domain.pictures import PORTRAIT
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backoffice.domain.sentences import Sentence

MAX_MEGABYTES = 8
MAX_MEGAPIXELS = 40
MAX_SIDE = 30_000
"""OpenCV turns no picture with a side above 32,767 pixels."""
MIN_SIDE = 200
MIN_AREA = PORTRAIT[0] * PORTRAIT[1]
_MAX_SEGMENTS = 2_000
_MAX_SCANNED = 15 * MAX_MEGAPIXELS * 1_000_000
"""A progressive JPEG has about ten scans; each more goes over all pixels again."""

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_OTHER_FORMATS = re.compile(
    rb"GIF8[79]a|RIFF....WEBP|II[*+]\0|MM\0[*+]|8BPS|BM....\0\0\0\0|\0\0\x01\0"
    rb"|%!PS|\xc5\xd0\xd3\xc6"  # EPS, also with the header of DOS
    rb"|....ftyp(?:hei|hev|mif1|msf1|avi[fs])"  # HEIC and AVIF
    rb"|\0\0\0\x0cJXL |\xff\x0a|\0\0\0\x0cjP  |\xff\x4f\xff\x51"  # JPEG XL and JPEG 2000
    rb"|(?:\xef\xbb\xbf)?\s*<(?:svg\b|(?:[?!].{0,2000})<svg\b)",
    re.DOTALL | re.IGNORECASE,
)
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # in pixels, FF is followed by 00 or D0 to D7
_SCAN, _END = 0xDA, 0xD9
_ENDS = {_JPEG: b"\xff\xd9", _PNG: b"IEND"}
_PARSERS = {_JPEG: JpegImagePlugin.JpegImageFile, _PNG: PngImagePlugin.PngImageFile}

# By the number of the EXIF mark: how the camera was held, undone.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def opened(data: bytes) -> NDArray[np.uint8]:
    """Return the pixels of a JPEG or PNG as rows of blue, green, red.

    Raises:
        Refusal: ``not_an_image``, ``truncated``, ``format``, ``too_large`` or ``too_small``.
    """
    if len(data) > MAX_MEGABYTES * 1024**2:
        raise _too_large()
    kind = _kind(data)
    scans = _scans(data) if kind == _JPEG else 1
    # Pillow warns of odd metadata, which nobody here reads.
    with warnings.catch_warnings(action="ignore"):
        image = _header(data, kind)
        _check_size(*image.size, scans=scans)
        _load(image)
        picture = _in_srgb(_opaque(_turned_upright(image)))
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def _kind(data: bytes) -> bytes:
    for kind in _PARSERS:
        if data.startswith(kind):
            return kind
    if _OTHER_FORMATS.match(data):
        raise _refused("format", sentence("Pictures of this kind can't be used for cards."))
    raise _refused("not_an_image", sentence("This file is not a picture."))


def _scans(jpeg: bytes) -> int:
    """Return how many times all pixels are gone over, however few of them are given."""
    segments = scans = 0
    place = 2
    while (found := _MARKER.search(jpeg, place)) and found[0][1] != _END:
        segments += 1
        scans += found[0][1] == _SCAN
        if segments > _MAX_SEGMENTS:
            raise _too_large()
        place = found.end() + int.from_bytes(jpeg[found.end() : found.end() + 2])
    return scans


def _header(data: bytes, kind: bytes) -> Image.Image:
    # The class itself, not Image.open: that takes a JPEG of several pictures (MPO) apart.
    try:
        return _PARSERS[kind](io.BytesIO(data))
    except Exception as error:
        if _bomb(error):
            raise _too_large() from error
        if _ENDS[kind] not in data:
            raise _truncated() from error
        raise _refused("not_an_image", sentence("This file is not a picture.")) from error


def _check_size(width: int, height: int, *, scans: int) -> None:
    area = width * height
    if area > MAX_MEGAPIXELS * 1_000_000 or max(width, height) > MAX_SIDE:
        raise _too_large()
    if area * scans > _MAX_SCANNED:
        raise _too_large()
    if min(width, height) < MIN_SIDE or area < MIN_AREA:
        raise Refusal(
            "too_small",
            sentence("The picture is too small: {size} pixels.", size=f"{width} × {height}"),
            advice=sentence(
                "Use a picture of at least {size} pixels, best as it came from the camera.",
                size=f"{PORTRAIT[0]} × {PORTRAIT[1]}",
            ),
            rule="P2",
            source="FAQ 5",
        )


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except Exception as error:
        raise (_too_large() if _bomb(error) else _truncated()) from error


def _bomb(error: Exception) -> bool:
    """Tell whether a PNG's texts or profile would grow beyond measure when unpacked."""
    return isinstance(error, ValueError) and "MAX_TEXT" in str(error)


def _turned_upright(image: Image.Image) -> Image.Image:
    try:
        mark = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # noqa: BLE001  a damaged mark is none
        mark = None
    how = _UPRIGHT.get(mark) if isinstance(mark, int) else None
    return image if how is None else image.transpose(how)


def _opaque(image: Image.Image) -> Image.Image:
    """Return it with eight bits a channel and with white behind what is transparent."""
    if image.mode.startswith("I"):
        eight = (np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8)
        return _with_profile_of(image, Image.fromarray(eight))
    if not image.has_transparency_data:
        return image
    above = image.convert("RGBA")
    white = Image.new("RGBA", above.size, "white")
    return _with_profile_of(image, Image.alpha_composite(white, above).convert("RGB"))


def _with_profile_of(image: Image.Image, other: Image.Image) -> Image.Image:
    other.info["icc_profile"] = image.info.get("icc_profile")
    return other


def _in_srgb(image: Image.Image) -> Image.Image:
    plain = image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")
    profile = image.info.get("icc_profile")
    if not profile:
        return plain.convert("RGB")
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(given):
            return plain.convert("RGB")
        converted = ImageCms.profileToProfile(
            plain, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except Exception:  # noqa: BLE001  a profile that is damaged or of another kind says nothing
        return plain.convert("RGB")
    return converted or plain.convert("RGB")


def _refused(code: str, message: Sentence) -> Refusal:
    return Refusal(
        code,
        message,
        advice=sentence("Save the picture as JPEG or PNG, and choose that file."),
        rule="P2",
        source="FAQ 5",
    )


def _truncated() -> Refusal:
    return Refusal(
        "truncated",
        sentence("The picture is incomplete or damaged."),
        advice=sentence("Copy or send it once more, or choose another one."),
        rule="P2",
        source="FAQ 5",
    )


def _too_large() -> Refusal:
    return Refusal(
        "too_large",
        sentence(
            "The picture is larger than {megabytes} MB or {megapixels} megapixels.",
            megabytes=MAX_MEGABYTES,
            megapixels=MAX_MEGAPIXELS,
        ),
        advice=sentence("Save a smaller copy as JPEG, and choose that file."),
        rule="P2",
        source="FAQ 5",
    )
