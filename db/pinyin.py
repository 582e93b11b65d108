"""How Chinese names sound: all readings that a clerk may type, and the Latin name made from one.

The dictionary takes a quarter of a second to load; it is needed to write search keys, not to ask.
"""

from __future__ import annotations

import itertools
from functools import cache

from db.folding import folded, is_han

_MOST_READINGS = 4

_COMPOUND_SURNAMES = {
    "欧阳": "ou yang", "太史": "tai shi", "端木": "duan mu", "上官": "shang guan",
    "司马": "si ma", "东方": "dong fang", "独孤": "du gu", "南宫": "nan gong",
    "万俟": "mo qi", "闻人": "wen ren", "夏侯": "xia hou", "诸葛": "zhu ge",
    "尉迟": "yu chi", "公羊": "gong yang", "赫连": "he lian", "澹台": "tan tai",
    "皇甫": "huang fu", "宗政": "zong zheng", "濮阳": "pu yang", "公冶": "gong ye",
    "申屠": "shen tu", "公孙": "gong sun", "慕容": "mu rong", "仲孙": "zhong sun",
    "钟离": "zhong li", "长孙": "zhang sun", "宇文": "yu wen", "司徒": "si tu",
    "鲜于": "xian yu", "司空": "si kong", "令狐": "ling hu", "呼延": "hu yan",
    "轩辕": "xuan yuan", "单于": "chan yu", "百里": "bai li", "东郭": "dong guo",
}  # fmt: skip
# The reading of the family name first, then what people who do not know it type.
_SURNAMES = {
    "单": "shan dan", "曾": "zeng ceng", "仇": "qiu chou", "区": "ou qu", "解": "xie jie",
    "盖": "ge gai", "查": "zha cha", "朴": "piao pu", "翟": "zhai di", "覃": "qin tan",
    "缪": "miao mou", "乐": "yue le", "员": "yun yuan", "种": "chong zhong", "谌": "chen shen",
    "折": "she zhe", "秘": "bi mi", "隗": "kui wei", "祭": "zhai ji", "能": "nai neng",
    "令": "ling", "薄": "bo bao", "牟": "mu mou", "晟": "cheng sheng", "宓": "mi fu",
    "黑": "he hei", "繁": "po fan", "召": "shao zhao", "句": "gou ju", "车": "che ju",
    "贾": "jia gu", "逄": "pang", "冼": "xian", "洗": "xian xi", "尹": "yin", "任": "ren",
    "华": "hua", "纪": "ji", "宁": "ning", "盛": "sheng cheng", "沈": "shen chen",
    "卜": "bu", "柏": "bai bo", "那": "na", "长": "chang zhang", "重": "chong zhong",
    "郇": "xun huan", "都": "du dou", "石": "shi dan", "曲": "qu", "干": "gan", "应": "ying",
    "尉": "wei yu", "俞": "yu shu", "郗": "xi chi", "阚": "kan", "佘": "she", "谷": "gu yu",
}  # fmt: skip
_GIVEN = {
    "乐": "le yue", "行": "xing hang", "长": "chang zhang", "茜": "qian xi",
    "晟": "sheng cheng", "朝": "chao zhao", "莎": "sha suo", "卜": "bu bo", "柏": "bai bo",
    "重": "zhong chong", "传": "chuan zhuan", "盛": "sheng cheng", "曾": "zeng ceng",
    "阿": "a e", "单": "dan shan", "宿": "su xiu", "钥": "yue yao", "仔": "zi zai",
    "参": "shen can", "还": "huan hai", "藏": "zang cang", "会": "hui kuai", "都": "du dou",
    "调": "tiao diao", "降": "jiang xiang", "强": "qiang jiang", "谷": "gu yu",
    "露": "lu lou", "薄": "bo bao", "蕃": "fan bo", "殷": "yin yan", "亚": "ya", "溱": "zhen qin",
    "奇": "qi ji", "卡": "ka qia", "予": "yu", "陆": "lu", "禅": "chan shan", "骑": "qi ji",
}  # fmt: skip


def readings(name: str) -> list[tuple[str, ...]]:
    """Return the syllables of a name in each of its readings, the right one first.

    ``ü`` is read as ``v``, as ``u`` and as ``yu``. A name without Chinese characters has no
    readings; a Latin part of a mixed name counts as one syllable.
    """
    signs = folded(name)
    if not any(map(is_han, signs)):
        return []
    choices: list[tuple[str, ...]] = []
    compound = _COMPOUND_SURNAMES.get(signs[:2]) if len(signs) > 2 else None  # noqa: PLR2004
    if compound:
        known, guessed = compound.split(), [_sound(sign) for sign in signs[:2]]
        choices = [(a,) if a == b else (a, b) for a, b in zip(known, guessed, strict=True)]
    for at, run in _runs(signs):
        if at >= len(signs[:2]) or not compound:
            choices.append(_choices(run, first=at == 0))
    return list(itertools.islice(itertools.product(*choices), _MOST_READINGS))


def latin(name: str) -> str:
    """Return the Latin form of a Chinese name, family name first: ``Wang Xiaoming``.

    Parts of a name with a middle dot are kept apart; ``ü`` is written ``yu`` as in passports
    (GB/T 28039-2011). A name without Chinese characters is returned as it is.
    """
    if not any(map(is_han, name)):
        return name
    parts = [part for part in name.replace("•", "·").replace("・", "·").split("·") if part]
    if len(parts) > 1:
        return " ".join(_written(readings(part)[:1] or [(part,)]) for part in parts)
    syllables = readings(name)[0]
    family = 2 if folded(name)[:2] in _COMPOUND_SURNAMES and len(syllables) > 2 else 1  # noqa: PLR2004
    return f"{_written([syllables[:family]])} {_written([syllables[family:]])}".strip()


def _written(found: list[tuple[str, ...]]) -> str:
    text = ""
    for syllable in found[0]:
        spelled = syllable.replace("v", "yu") if syllable[:2] in {"lv", "nv"} else syllable
        # Li Chang'an, not Li Changan: the next syllable begins with a vowel.
        text += ("'" if text and spelled[:1] in "aoe" else "") + spelled
    return text.capitalize()


def _runs(signs: str) -> list[tuple[int, str]]:
    """Return Chinese characters one by one and everything between them whole."""
    runs: list[tuple[int, str]] = []
    for at, sign in enumerate(signs):
        if runs and not is_han(sign) and not is_han(runs[-1][1][-1]):
            runs[-1] = runs[-1][0], runs[-1][1] + sign
        else:
            runs.append((at, sign))
    return runs


@cache
def _choices(run: str, *, first: bool) -> tuple[str, ...]:
    if len(run) > 1 or not is_han(run):
        return (run,)
    said = (_SURNAMES if first else _GIVEN).get(run)
    if said:
        return tuple(said.split())
    sound = _sound(run)
    if sound[:2] in {"lv", "nv"}:
        return sound, sound.replace("v", "u"), sound.replace("v", "yu")
    return (sound,)


@cache
def _sound(sign: str) -> str:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  slow import

    # What the dictionary does not know stands for itself.
    return folded(lazy_pinyin(sign, style=Style.NORMAL, v_to_u=False)[0])
