"""Chinese ships complete: each sentence in the sources is translated, with the same fields."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from backoffice.domain.sentences import sentence
from backoffice.words import CATALOGUES, bilingual, catalogue, say

ROOT = Path(__file__).parents[2]
PO = CATALOGUES / "zh_CN" / "LC_MESSAGES" / "backoffice.po"
KEYWORDS = {"sentence": None, "N_": None, "_": None}
FIELD = re.compile(r"\{(\w+)\}")


def in_the_sources():
    files = [ROOT / "main.py"]
    for package in ("backoffice", "printing", "db"):
        files += (ROOT / package).rglob("*.py")
    return {
        message if isinstance(message, str) else message[0]
        for file in files
        for _line, message, _comments, _context in extract_from_file(
            "python", str(file), keywords=KEYWORDS
        )
    }


@pytest.fixture(scope="module")
def translated():
    with PO.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def test_every_sentence_is_translated(translated):
    said = in_the_sources()
    assert len(said) > 500
    assert sorted(message for message in said if not translated.get(message)) == []


def test_translations_keep_the_fields(translated):
    for english, chinese in translated.items():
        assert set(FIELD.findall(chinese)) == set(FIELD.findall(english)), english


def test_what_the_program_reads_is_what_people_edit(translated):
    compiled = catalogue("zh_CN")
    assert {english: compiled.gettext(english) for english in translated} == translated


def test_sentences_inside_sentences_are_translated_too():
    said = sentence("Card {card}", card=sentence("lost"))
    assert say(said, "zh_CN") == "卡 已挂失"
    assert bilingual(said).en == "Card lost"


def test_values_are_not_taken_for_templates():
    said = sentence("Card {card}", card="{card} {0.__class__}")
    assert say(said, "zh_CN") == "卡 {card} {0.__class__}"
