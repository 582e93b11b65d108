"""Twenty invented cards that are hard to print: what a design must stand before it is used.

Names and numbers belong to nobody; the portraits are drawn.
"""

from __future__ import annotations

import functools
import io
from datetime import date
from typing import Any

from PIL import Image, ImageDraw

from backoffice.domain.card_designs import HardCase
from backoffice.domain.documents import Bilingual, CardFace

_SIZE = (358, 441)  # GA 461-2004
_PLAIN = ((214, 228, 242), (236, 195, 165), (44, 62, 92))
_DARK = ((26, 26, 30), (58, 42, 34), (18, 18, 22))
_BRIGHT = ((255, 255, 255), (252, 240, 230), (244, 244, 246))

_CASES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("An everyday card", "普通卡片", {}),
    ("One character", "单字姓名", {"name": "王", "name_latin": "Wang"}),
    ("Rare characters", "生僻字", {"name": "䶮㛃", "name_latin": "Yan Jie"}),
    ("Rare characters beyond the basic plane", "扩展区生僻字", {"name": "𠅤𬭎"}),
    ("Four rare characters, a student", "四个生僻字", {"name": "䶮㛃𠅤𬭎", "kind": "student"}),
    ("Compound surname", "复姓", {"name": "欧阳娜娜", "name_latin": "Ouyang Nana"}),
    (
        "Long name with a middle dot",
        "带间隔号的长姓名",
        {"name": "阿卜杜热合曼·买买提依明", "name_latin": "Abdurahman Memetimin"},
    ),
    (
        "A name of twenty characters",
        "二十字姓名",
        {
            "name": "古丽米热·阿卜杜克热木·买买提依明江",
            "name_latin": "Gulmire Abdukerim Memetiminjan",
        },
    ),
    (
        "Hyphens",
        "连字符",
        {
            "name": "Maria-Theresia Müller-Lüdenscheidt",
            "name_latin": "Maria-Theresia Müller-Lüdenscheidt",
        },
    ),
    (
        "One very long word",
        "很长的单词",
        {
            "name": "Wolfeschlegelsteinhausenbergerdorff",
            "name_latin": "Wolfeschlegelsteinhausenbergerdorff",
        },
    ),
    (
        "Letters with accents",
        "带重音的字母",
        {"name": "Þórður Ærøskøbing-Żółć", "name_latin": "Thordur Aeroskobing-Zolc"},
    ),
    ("Latin name only", "仅拉丁姓名", {"name": "Ann Smith", "name_latin": "Ann Smith"}),
    (
        "Long unit",
        "很长的单位名称",
        {"unit": "能源科学与工程学院动力机械及工程热物理国家重点实验室"},
    ),
    (
        "Long unit in English",
        "很长的英文单位名称",
        {"unit": "School of Humanities, Social Sciences and Law, Department of Foreign Languages"},
    ),
    ("Very long holder number", "很长的编号", {"holder_number": "2026-ABCD-1234567"}),
    ("Card number beginning with 99", "以 99 开头的卡号", {"number": "9914853944"}),
    ("Letters in the card number", "含字母的卡号", {"number": "AB12CD34EF56"}),
    (
        "Temporary, with its last day",
        "临时卡，有效期",
        {
            "kind": "temporary",
            "valid_until": date(2027, 12, 31),
            "name": "李安娜",
            "name_latin": "Li Anna",
        },
    ),
    (
        "Dark photo",
        "很暗的照片",
        {"colours": _DARK, "kind": "student", "name": "赵敏", "name_latin": "Zhao Min"},
    ),
    (
        "Bright photo, specimen",
        "很亮的照片，样卡",
        {"colours": _BRIGHT, "specimen": True, "name": "陈晨", "name_latin": "Chen Chen"},
    ),
)


@functools.cache
def hard_cases() -> tuple[HardCase, ...]:
    """Return the twenty cases, always the same."""
    return tuple(
        HardCase(title=Bilingual(en=en, zh=zh), face=_face(at, **changes))
        for at, (en, zh, changes) in enumerate(_CASES)
    )


def _face(at: int, *, colours: tuple[Any, Any, Any] = _PLAIN, **changes: Any) -> CardFace:  # noqa: ANN401  values of a face
    usual = {
        "number": f"{2_026_000_001 + at * 7_919:010d}",
        "kind": "staff",
        "name": "王小明",
        "name_latin": "Wang Xiaoming",
        "unit": "物理学院",
        "holder_number": f"{20_140_217 + at}",
    }
    return CardFace(**usual | {"photo": _portrait(*colours), "design": ""} | changes)


def _portrait(ground: Any, skin: Any, clothes: Any) -> bytes:  # noqa: ANN401  colours as Pillow takes them
    picture = Image.new("RGB", _SIZE, ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((30, 330, 328, 640), fill=clothes)
    pen.rectangle((150, 290, 208, 360), fill=skin)
    pen.ellipse((92, 70, 266, 310), fill=skin)
    pen.pieslice((84, 40, 274, 230), 180, 360, fill=tuple(part // 3 for part in clothes))
    for x in (140, 216):
        pen.ellipse((x - 6, 179, x + 6, 191), fill=tuple(part // 2 for part in clothes))
    pen.arc((150, 230, 208, 262), 20, 160, fill=(150, 60, 60), width=5)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, dpi=(350, 350))
    return out.getvalue()
