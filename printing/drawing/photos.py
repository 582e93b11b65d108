"""Photos on paper: looked at once, then passed on byte for byte."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence

MOST_PIXELS = 40_000_000
_ORIENTATION = 0x0112
_END = b"\xff\xd9"


def measure(jpeg: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a JPEG that a printer will decode.

    Raises:
        Refusal: ``photo-unreadable``: no JPEG, cut short, huge, in printing colours, or stored
            turned.
    """
    try:
        # Only load() finds a file that was cut short; verify() passes it.
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _unreadable(sentence("it is larger than any photo"))
            if picture.mode not in {"RGB", "L"}:
                raise _unreadable(sentence("its colours are not those of a photo"))
            # PDF ignores the note that a camera held upright leaves beside a lying picture.
            if picture.getexif().get(_ORIENTATION, 1) != 1:
                raise _unreadable(sentence("it is stored lying on its side"))
            size = picture.size
            # What ends with its one end mark was not cut short; that is all that load() finds.
            if jpeg.find(_END) == len(jpeg) - len(_END):
                return size
            # An eighth of the size is enough to find where the file ends, in a third of the time.
            picture.draft(picture.mode, (1, 1))
            picture.load()
            return size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _unreadable(sentence("it is no complete JPEG file")) from error


def _unreadable(why: Sentence) -> Refusal:
    return Refusal(
        "photo-unreadable",
        sentence("Photo: it can't be printed, because {why}.", why=why),
        advice=sentence("Take or import the photo again."),
    )
