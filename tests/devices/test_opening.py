"""P2: what comes from outside is opened without being trusted, and only its pixels stay."""

import base64
import io
import struct
import time
import tracemalloc
import warnings
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from backoffice.devices.opening import opened
from backoffice.domain.refusal import Refusal
from tests.fixtures import portraits

SIZE = (400, 500)
ORIENTATION, GPS, NOTE = 0x0112, 0x8825, 0x9286
CODES = {"not_an_image", "truncated", "format", "too_large", "too_small"}
PNG = b"\x89PNG\r\n\x1a\n"
# A plain area of 400 × 500, arithmetic-coded by jpegtran: Pillow writes only Huffman's code.
ARITHMETIC = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDg"
    "sLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU"
    "FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/yQARCAH0AZADAREAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPw"
    "DR0GTLXDD+pcqA/9k="
)


def written(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def plain(mode: str = "RGB", colour=(200, 120, 40), size=SIZE) -> Image.Image:
    return Image.new(mode, size, colour)


def quarters() -> Image.Image:
    """Return a picture that shows how it is turned: red, green / blue, white."""
    picture = plain(colour="white")
    pen = ImageDraw.Draw(picture)
    for place, colour in (((0, 0), "red"), ((200, 0), "lime"), ((0, 250), "blue")):
        pen.rectangle((*place, place[0] + 199, place[1] + 249), colour)
    return picture


def corners(picture: np.ndarray) -> str:
    """Return the colours in the upper row and the lower row, as in ``RG/BW``."""
    names = {(255, 0, 0): "R", (0, 255, 0): "G", (0, 0, 255): "B", (255, 255, 255): "W"}
    height, width = picture.shape[:2]
    rows = [
        "".join(
            names[tuple(255 if value > 127 else 0 for value in picture[y, x, ::-1])]
            for x in (width // 4, 3 * width // 4)
        )
        for y in (height // 4, 3 * height // 4)
    ]
    return "/".join(rows)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_header(width: int, height: int) -> bytes:
    return PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def segment(name: int, body: bytes) -> bytes:
    return bytes([0xFF, name]) + struct.pack(">H", len(body) + 2) + body


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as told:
        opened(data)
    assert told.value.advice, "the holder is told what to do"
    return told.value.code


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"optimize": True}])
def test_p2_a_jpeg_is_opened(options):
    picture = opened(written(quarters(), quality=90, **options))
    assert picture.shape == (500, 400, 3)
    assert corners(picture) == "RG/BW"


def test_p2_a_jpeg_in_arithmetic_code_is_opened():
    assert np.allclose(opened(ARITHMETIC)[250, 200], (41, 120, 201), atol=2)


def test_p2_a_png_keeps_each_pixel():
    values = np.random.default_rng(1).integers(0, 256, (500, 400, 3), np.uint8)
    assert np.array_equal(opened(written(Image.fromarray(values), "PNG"))[:, :, ::-1], values)


@pytest.mark.parametrize(
    ("mark", "seen"),
    [
        *[(1, "RG/BW"), (2, "GR/WB"), (3, "WB/GR"), (4, "BW/RG")],
        *[(5, "RB/GW"), (6, "BR/WG"), (7, "WG/BR"), (8, "GW/RB")],
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_p2_a_picture_is_turned_as_the_camera_was_held(kind, mark, seen):
    exif = Image.Exif()
    exif[ORIENTATION] = mark
    picture = opened(written(quarters(), kind, exif=exif))
    assert corners(picture) == seen
    assert picture.shape[:2] == ((500, 400) if mark < 5 else (400, 500))


@pytest.mark.parametrize("exif", [b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0", b"Exif\0\0MM\0*"])
def test_p2_a_damaged_orientation_is_none(exif):
    assert corners(opened(written(quarters(), exif=exif))) == "RG/BW"


@pytest.mark.parametrize(
    ("kind", "picture"),
    [
        ("JPEG", plain("L", 120)),
        ("JPEG", plain("CMYK", (0, 0, 0, 135))),
        ("PNG", plain("L", 120)),
        ("PNG", plain("P", 0)),
        ("PNG", plain("I;16", 120 << 8)),
        ("PNG", plain("RGBA", (120, 120, 120, 255))),
        ("PNG", plain("LA", (120, 255))),
    ],
    ids=lambda value: value if isinstance(value, str) else value.mode,
)
def test_p2_every_kind_of_colour_becomes_three_channels_of_eight_bits(kind, picture):
    if picture.mode == "P":
        picture.putpalette([120, 120, 120] * 256)
    seen = opened(written(picture, kind))
    assert seen.dtype == np.uint8
    assert seen.shape == (500, 400, 3)
    assert np.allclose(seen, 120, atol=2)


def test_p2_black_and_white_is_opened():
    assert set(np.unique(opened(written(plain("1", 1), "PNG")))) == {255}


@pytest.mark.parametrize(
    "picture",
    [plain("RGBA", (0, 0, 0, 0)), plain("LA", (0, 0)), plain("P", 3), plain("L", 7)],
    ids=lambda picture: picture.mode,
)
def test_p2_what_is_transparent_stands_on_white(picture):
    options = {"P": {"transparency": 3}, "L": {"transparency": 7}}.get(picture.mode, {})
    if picture.mode == "P":
        picture.putpalette([10, 10, 10] * 256)
    assert np.all(opened(written(picture, "PNG", **options)) == 255)


def test_p2_half_transparent_is_mixed_with_white():
    seen = opened(written(plain("RGBA", (0, 0, 0, 128)), "PNG"))
    assert np.allclose(seen, 127, atol=1)


def swapped_profile() -> bytes:
    """Return a profile whose red is green and whose green is red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile.replace(b"s\0R\0G\0B", b"o\0d\0d\0!").replace(b"sRGB", b"odd!"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_p2_colours_of_another_profile_become_srgb(kind):
    given_colour = (220, 30, 30)
    told = opened(written(plain(colour=given_colour), kind, icc_profile=swapped_profile()))
    blue, green, red = (int(value) for value in told[250, 200])
    assert green > 180, "the profile says that its red is green"
    assert red < 60
    control = opened(written(plain(colour=given_colour), kind))
    assert np.allclose(control[250, 200], (30, 30, 220), atol=3)
    assert blue < 80


def test_p2_so_do_those_of_a_turned_and_of_a_transparent_one():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    profile = swapped_profile()
    turned = written(plain(colour=(220, 30, 30)), exif=exif, icc_profile=profile)
    transparent = written(plain("RGBA", (220, 30, 30, 255)), "PNG", icc_profile=profile)
    for data in (turned, transparent):
        assert opened(data)[200, 200, 1] > 180


@pytest.mark.parametrize("profile", [b"no profile at all", swapped_profile()[:200]])
def test_p2_a_damaged_profile_says_nothing(profile):
    seen = opened(written(plain(), icc_profile=profile))
    assert np.allclose(seen[250, 200], (40, 120, 200), atol=3)


def test_p2_of_a_picture_that_moves_the_first_frame_counts():
    first, second = plain(colour="red"), plain(colour="blue")
    phone = written(first, "MPO", save_all=True, append_images=[second])
    moving = written(first, "PNG", save_all=True, append_images=[second])
    for data in (phone, moving):
        assert opened(data)[250, 200, 2] > 250


def test_p2_a_film_behind_the_picture_does_no_harm():
    film = segment(0xDA, b"film") * 100_000  # "motion photos" of telephones
    assert corners(opened(written(quarters()) + film)) == "RG/BW"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("part", [0.02, 0.1, 0.5, 0.9, 0.99])
def test_p2_an_incomplete_picture_is_told(kind, part):
    whole = written(Image.fromarray(portraits.portrait()), kind)
    assert refused(whole[: int(len(whole) * part)]) == "truncated"


def test_p2_an_incomplete_progressive_picture_is_told():
    whole = written(Image.fromarray(portraits.portrait()), progressive=True)
    assert refused(whole[: len(whole) // 2]) == "truncated"


def test_p2_verifying_alone_would_not_tell_the_incomplete_one():
    whole = written(Image.fromarray(portraits.portrait()))
    Image.open(io.BytesIO(whole[: len(whole) // 2])).verify()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "BMP", "JPEG2000", "ICO", "AVIF", "EPS"])
def test_p2_another_kind_of_picture_is_named_as_such(kind):
    assert refused(written(plain(), kind)) == "format"


@pytest.mark.parametrize(
    "data",
    [
        b"8BPS\0\1" + bytes(40),
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 500\n",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg width="400"/>',
        b"MM\0*" + bytes(40),
    ],
    ids=["PSD", "HEIC", "EPS", "SVG", "SVG with a header", "TIFF"],
)
def test_p2_so_is_one_that_only_begins_like_it(data):
    assert refused(data) == "format"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"number,name\n20140217,\xe7\x8e\x8b\n",
        b"PK\x03\x04" + bytes(100),
        b"%PDF-1.7\n",
        b"<html><body>picture</body></html>",
        b"\xff\xd8\xff\xd9" + bytes(100),
        PNG + chunk(b"IEND", b""),
    ],
    ids=["empty", "SOI", "CSV", "ZIP", "PDF", "HTML", "hollow JPEG", "hollow PNG"],
)
def test_p2_what_is_no_picture_is_told(data):
    assert refused(data) == "not_an_image"


def test_p2_the_content_tells_the_kind_and_no_name():
    assert corners(opened(written(quarters(), "PNG"))) == "RG/BW"
    assert refused(b"photo.jpg") == "not_an_image"


@pytest.mark.parametrize(
    "size",
    [(199, 2000), (2000, 199), (300, 500), (357, 441)],
    ids=lambda size: "x".join(map(str, size)),
)
def test_p2_a_picture_that_is_too_small_is_told(size):
    assert refused(written(plain(size=size))) == "too_small"


@pytest.mark.parametrize("size", [(358, 441), (200, 790)], ids=str)
def test_p2_the_smallest_one_is_opened(size):
    assert opened(written(plain(size=size))).shape[1::-1] == size


def jpeg_header(width: int, height: int) -> bytes:
    return b"\xff\xd8" + segment(0xC0, struct.pack(">BHHB", 8, height, width, 3) + bytes(9))


def profile_bomb() -> bytes:
    return chunk(b"iCCP", b"odd\0\0" + zlib.compress(bytes(50_000_000), 9))


def text_bomb(name: bytes) -> bytes:
    start = {b"zTXt": b"Comment\0\0", b"iTXt": b"Comment\0\1\0\0\0"}[name]
    return chunk(name, start + zlib.compress(bytes(50_000_000), 9))


BOMBS = {
    "8 MB": lambda: written(plain()) + bytes(8 * 1024**2),
    "PNG 50,000": lambda: png_header(50_000, 50_000) + chunk(b"IDAT", zlib.compress(bytes(10**6))),
    "JPEG 60,000": lambda: jpeg_header(60_000, 60_000),
    "41 megapixels": lambda: png_header(8200, 5000) + chunk(b"IDAT", b""),
    "a long strip": lambda: png_header(60_000, 300) + chunk(b"IDAT", b""),
    "zTXt": lambda: png_header(*SIZE) + text_bomb(b"zTXt") + chunk(b"IDAT", b""),
    "iTXt": lambda: png_header(*SIZE) + text_bomb(b"iTXt") + chunk(b"IDAT", b""),
    "iCCP": lambda: png_header(*SIZE) + profile_bomb() + chunk(b"IDAT", b""),
    "text behind the pixels": lambda: (
        written(plain(), "PNG")[:-12] + text_bomb(b"zTXt") + chunk(b"IEND", b"")
    ),
    "many scans": lambda: jpeg_header(6000, 6000) + segment(0xDA, bytes(10)) * 200,
    "many segments": lambda: b"\xff\xd8" + segment(0xE5, b"") * 500_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_p2_a_bomb_is_refused_without_the_memory(name):
    data = BOMBS[name]()
    tracemalloc.start()
    try:
        assert refused(data) == "too_large"
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_p2_memory_is_really_watched():
    tracemalloc.start()
    try:
        assert zlib.decompress(zlib.compress(bytes(50_000_000)))
        assert tracemalloc.get_traced_memory()[1] > 20_000_000
    finally:
        tracemalloc.stop()


def test_p2_a_progressive_picture_of_a_telephone_is_no_bomb():
    assert opened(written(plain(size=(4000, 3000)), progressive=True)).shape == (3000, 4000, 3)


def small(kind: str) -> bytes:
    """Return a file with a little of everything a parser reads."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    options = {"exif": exif, "icc_profile": swapped_profile()}
    picture = Image.fromarray(portraits.portrait()).resize((358, 441)).convert("L").convert("RGB")
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "a place", zip=True)
        return written(picture.quantize(8), kind, pnginfo=text, **options)
    return written(picture, kind, quality=20, comment=b"a place", **options)


def became(data: bytes) -> str:
    try:
        opened(data)
    except Refusal as refusal:
        return refusal.code
    return "opened"


SMALL = {kind: small(kind) for kind in ("JPEG", "PNG")}


@pytest.mark.parametrize("kind", SMALL)
@settings(max_examples=300)
@given(
    flips=some.lists(
        some.tuples(some.floats(0, 1), some.floats(0, 1), some.integers(1, 255)), max_size=6
    ),
    end=some.one_of(some.none(), some.floats(0, 1)),
    early=some.booleans(),
)
def test_p2_damage_ends_in_a_picture_or_a_refusal(kind, flips, end, early):
    data = bytearray(SMALL[kind])
    for place, depth, mask in flips:
        # Most bytes are pixels; half of the damage goes where the structure is.
        last = (len(data) - 1) * (depth**4 if early else 1)
        data[int(place * last)] ^= mask
    if end is not None:
        del data[int(end * len(data)) :]
    begun = time.monotonic()
    assert became(bytes(data)) in {"opened", *CODES}
    assert time.monotonic() - begun < 5, "a damaged file keeps the desk waiting"


def test_p2_the_undamaged_ones_are_opened():
    for data in SMALL.values():
        assert opened(data).shape == (358, 441, 3)


def test_p2_opening_leaves_the_warnings_as_they_were():
    before = list(warnings.filters)
    opened(SMALL["PNG"])
    assert list(warnings.filters) == before
