"""gLabels 3 doing the work of a batch, to be measured beside ours where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from backoffice.domain.card_designs import HEIGHT_MM, WIDTH_MM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.documents import CardFace

_PROGRAM = "glabels-3-batch"
_PLAIN = 'a0="1" a1="0" a2="0" a3="1" a4="0pt" a5="0pt" shadow="False"'
_FIELDS = ("name", "name_latin", "unit", "holder_number", "number")
# A front like that of our cards; gLabels has no back side.
_LABEL = """\
<?xml version="1.0"?>
<Glabels-document xmlns="http://glabels.org/xmlns/3.0/">
<Template brand="Card" part="ID-1" size="other" width="{wide}" height="{high}" _description="ID-1">
<Label-rectangle id="0" width="{wide}" height="{high}" round="0pt" x_waste="0pt" y_waste="0pt">
<Layout nx="1" ny="1" x0="0pt" y0="0pt" dx="{wide}" dy="{high}"/>
</Label-rectangle></Template>
<Objects id="0" rotate="False">
<Object-box x="0pt" y="0pt" w="{wide}" h="13mm" line_width="0pt" line_color="0x0b2e5fff"
 fill_color="0x0b2e5fff" {plain}/>
<Object-image x="5mm" y="17.4mm" w="26mm" h="32mm" field="photo" {plain}/>
{texts}
<Object-barcode x="34.5mm" y="43mm" w="40mm" h="6.4mm" style="code128" text="False"
 checksum="True" field="number" color="0x000000ff" {plain}/>
</Objects>
<Merge type="Text/Comma/Line1Keys" src={source}/>
</Glabels-document>
"""
_TEXT = """\
<Object-text x="34.5mm" y="{y}mm" w="46mm" h="6mm" justify="Left" valign="Top"
 auto_shrink="False" {plain}><Span font_family="Sans" font_size="{size}" font_weight="Regular"
 font_italic="False" color="0x000000ff" line_spacing="1"><Field name="{field}"/></Span>
</Object-text>"""
_TEXTS = (("name", 16.9, 13), ("name_latin", 23.6, 7), ("unit", 28, 8), ("holder_number", 34, 8))


def merge(faces: Sequence[CardFace]) -> float | None:
    """Return the seconds gLabels takes for these cards; None where it is not installed."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        label = _write(folder, faces)
        home = os.environ | {"HOME": name, "GDK_BACKEND": "x11"}
        begun = time.perf_counter()
        subprocess.run(  # noqa: S603  the program found on the path
            [program, "-o", str(folder / "out.pdf"), str(label)],
            check=True,
            capture_output=True,
            env=home,
        )
        return time.perf_counter() - begun


def _write(folder: Path, faces: Sequence[CardFace]) -> Path:
    rows = [",".join(("photo", *_FIELDS))]
    for i, face in enumerate(faces):
        photo = folder / f"{i}.jpg"
        photo.write_bytes(face.photo)
        cells = (str(getattr(face, field)).replace(",", " ") for field in _FIELDS)
        rows.append(",".join((str(photo), *cells)))
    source = folder / "cards.csv"
    source.write_text("\n".join(rows) + "\n", encoding="utf-8")
    texts = (_TEXT.format(field=f, y=y, size=size, plain=_PLAIN) for f, y, size in _TEXTS)
    label = folder / "card.glabels"
    label.write_text(
        _LABEL.format(
            wide=f"{WIDTH_MM}mm",
            high=f"{HEIGHT_MM}mm",
            plain=_PLAIN,
            texts="\n".join(texts),
            source=quoteattr(str(source)),
        ),
        encoding="utf-8",
    )
    return label
