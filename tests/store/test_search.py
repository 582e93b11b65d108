import ast
import inspect
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Select, text

from backoffice.domain.certificate_numbers import weights_7_3_1
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.search import MOST
from db import folding, pinyin, search
from tests.fixtures.books import PROGRAM, run

ROOT = Path(__file__).parents[2]


def of_passport(number):
    """Return the specimen zone of ICAO Doc 9303 part 4 with another number."""
    first, rest = number + weights_7_3_1(number), "7408122F1204159ZE184226B<<<<<1"
    covered = first + rest[:7] + rest[8:]
    last = weights_7_3_1(covered)
    return f"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n{first}UTO{rest}{last}"


ZONE = of_passport("L898902C3")


@pytest.fixture
def find(store):
    def asked(words):
        with store.reading() as books:
            return books.holders.find(words)

    return asked


@pytest.fixture
def names(find):
    return lambda words: [found.name for found in find(words)]


def wide(words):
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in words)


def test_a_chinese_name_is_found_however_it_is_typed(people, names):
    people.staff(name="王小明", name_latin="Wang Xiaoming")
    people.staff(name="李雷", name_latin="Li Lei", certificate=None)
    typings = (
        *("王小明", "王", "王小", "小明", "明", " 王 小明 ", "wangxiaoming", "Wang Xiaoming"),
        *("wang xiao ming", "wxm", "wangxm", "wxiaoming", "wangxiaom", "wangxming", "WXM"),
        *("wáng xiǎo míng", "wang2xiao3ming2", "w'x'm", "xiaoming wang", "Xiaoming"),
        wide("wangxm"),
    )
    for typed in typings:
        assert names(typed) == ["王小明"], typed


def test_readings_and_rare_names(people, names):
    typings = {
        "单雄信": ("shanxiongxin", "danxx"),
        "曾国藩": ("zenggf", "cenggf"),
        "仇英": ("qiuying", "chouying"),
        "区洪": ("ouhong", "quhong"),
        "解珍": ("xiezhen", "jiezhen"),
        "吕布": ("lvbu", "lubu", "lübu", "lyubu"),
        "欧阳修": ("oyx", "ouyangx"),
        "尉迟恭": ("yuchigong", "weichigong"),
        "阿卜杜拉·买买提": ("abudula", "买买提", "阿卜杜拉买买提"),
        "𠅤䶮㛃": ("𠅤䶮", "䶮"),
        "王\ue123": ("\ue123",),
    }
    for name in typings:
        people.staff(name=name, name_latin=pinyin.latin(name), certificate=None, card=None)
    for name, words in typings.items():
        assert [names(typed) for typed in words] == [[name]] * len(words)


def test_latin_names_in_any_order(people, names):
    long = "María Fernanda de los Ángeles Gutiérrez"
    typings = {
        "John Paul Smith": ("smith", "SMITH, John", "paul john"),
        "José García": ("garcia jose", "GARCÍA"),
        "Søren Nørgaard": ("soren norgaard",),
        "Jean-Luc O'Brien": ("obrien", "jean luc"),
        long: ("gutierrez maria", "angeles gut", "gutierrez los fernanda mar"),
        "Zoë Müller": ("zoe", "muller"),
    }
    for name in typings:
        people.staff(name=name, name_latin=name, certificate=None, card=None)
    for name, words in typings.items():
        assert [names(typed) for typed in words] == [[name]] * len(words)


def test_a_holder_number_is_exact_and_keeps_its_zeros(people, find):
    people.staff(number="00140217")
    people.staff(number="001402179", certificate=None)
    for typed in ("00140217", " 0014 0217", wide("00140217"), "0014-0217"):
        assert [(f.number, f.exact) for f in find(typed)] == [
            ("00140217", True),
            ("001402179", False),
        ]
    assert find("140217") == []


def test_a_number_that_begins_like_a_key_class_is_not_mistaken_for_it(people, find):
    people.staff(number="20140217")
    assert [f.exact for f in find("020140217")] == []
    assert [f.exact for f in find("2014")] == [False]


@pytest.mark.parametrize("state", ["active", "lost"])
def test_a_card_is_found_dead_or_alive(people, store, find, state):
    holder_id = people.staff(card=state)
    with store.reading() as books:
        [card] = books.cards.of_holder(holder_id)
    [found] = find(card.number)
    assert (found.holder_id, found.card_id, found.exact) == (holder_id, card.id, True)
    [partly] = find(card.number[:-1])
    assert (partly.holder_id, partly.card_id, partly.exact) == (holder_id, None, False)


@pytest.mark.parametrize(
    ("kind", "number", "typed"),
    [
        (CertificateKind.RESIDENT_ID, "11010519491231002X", "11010519491231002x"),
        (CertificateKind.RESIDENT_ID, "11010519491231002X", wide("110105 19491231 002X")),
        (CertificateKind.PASSPORT, "E12345678", "e1234 5678"),
        (CertificateKind.TAIWAN_PERMIT, "12345678", "12345678"),
        (CertificateKind.HKM_TRAVEL_PERMIT, "H12345678", "H1234567802"),
    ],
)
def test_a_certificate_number_finds_its_holder(people, find, kind, number, typed):
    holder_id = people.staff(certificate=number, certificate_kind=kind)
    [found] = find(typed)
    assert (found.holder_id, found.exact, found.by_certificate) == (holder_id, True, True)
    assert find(typed[:-1]) == []


def test_a_certificate_of_two_holders_is_not_exact(people, find):
    people.staff(number="1001")
    people.student(number="1002")
    found = find("11010519491231002X")
    assert [(f.exact, f.by_certificate) for f in found] == [(False, True)] * 2


def test_a_scanned_zone_finds_by_its_number_and_else_by_its_name(people, find):
    holder_id = people.staff(
        name="Anna Maria Eriksson",
        name_latin="Anna Maria Eriksson",
        certificate="L898902C3",
        certificate_kind=CertificateKind.PASSPORT,
    )
    renewed = people.staff(
        name="Maria Anna Eriksson", name_latin="Maria Anna Eriksson", certificate=None
    )
    [found] = find(ZONE)
    assert (found.holder_id, found.by_certificate) == (holder_id, True)
    found = find(of_passport("L898902C4"))
    assert {f.holder_id for f in found} == {holder_id, renewed}
    assert not any(f.by_certificate for f in found)


def test_a_misread_zone_is_refused_with_the_place(people, find):
    people.staff()
    with pytest.raises(Refusal) as refused:
        find(ZONE.replace("L898902C36", "L898902C86"))
    assert refused.value.code == "zone-check-digit"


def test_the_best_comes_first(people, names):
    people.staff(name="李王伟", name_latin="Li Wangwei", number="9003", certificate=None)
    people.staff(name="王伟杰", name_latin="Wang Weijie", number="9002", certificate=None)
    people.staff(name="王伟", name_latin="Wang Wei", number="9001", certificate=None)
    assert names("王伟") == ["王伟", "王伟杰", "李王伟"]
    assert names("wangwei")[0] == "王伟"
    assert set(names("wangwei")) == {"王伟", "王伟杰", "李王伟"}
    assert names("9002")[0] == "王伟杰"


def test_the_living_come_before_the_expired(people, find, clock):
    day = date.today() - timedelta(days=2)  # noqa: DTZ011  the search asks this machine too
    people.temporary(name="王伟", number="8001", certificate=None, valid_until=day)
    people.staff(name="王伟", number="8002", certificate=None)
    assert [f.number for f in find("王伟")] == ["8002", "8001"]


def test_at_most_so_many_and_everybody_once(people, find):
    for at in range(MOST + 3):
        people.staff(name="王伟", number=f"70{at:02d}", certificate=None, card=None, photo=False)
    for typed in ("w", "王", "70", "wangwei", "ww"):
        found = find(typed)
        assert len(found) == MOST
        assert len({f.holder_id for f in found}) == MOST


def test_nonsense_finds_nobody_and_breaks_nothing(people, find):
    people.staff()
    nonsense = ("", " ", "%", "_", "'", "*", "\x00", "'; DROP TABLE holders; --", "\ud800", "，。")
    long = ("a" * 10_000, "1" * 10_000, "王" * 10_000, "\U0010ffff", "\uffff")
    assert [find(typed) for typed in (*nonsense, *long)] == [[]] * 15
    assert len(find("王小明")) == 1


def test_no_lookup_uses_patterns_with_wildcards():
    tree = ast.parse(inspect.getsource(search))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert used.isdisjoint({"like", "ilike", "contains", "endswith", "regexp_match", "op"})
    statements = [s for s in vars(search).values() if isinstance(s, Select)]
    statements += search._STATEMENTS.values()
    assert len(statements) == 8
    assert [s for s in statements if "LIKE" in str(s).upper()] == []


def test_how_many_rows_come_stands_in_the_statement_itself(store):
    statements = [*search._STATEMENTS.values(), search._CERTIFICATE, search._NAMES]
    for statement in statements:
        limits = re.findall(r"LIMIT *(.)", str(statement.compile(dialect=store.engine.dialect)))
        assert limits
        assert all(limit.isdigit() for limit in limits)


def test_every_table_is_read_through_an_index(people, store):
    for at in range(30):
        people.staff(number=f"60{at:02d}", card=None, photo=False, certificate=None)
    asked = ("w", "王小", "6012", "11010519491231002X", "lina")
    for words in asked:
        statement, values = search.question(store.vault, words, date(2026, 11, 22))
        plan = _plan(store, statement, values)
        assert "search_keys" in plan
        assert _scanned_whole(plan) <= {"units"}  # two dozen rows, read at once


def _plan(store, statement, values):
    compiled = statement.compile(dialect=store.engine.dialect)
    given = compiled.construct_params(values)
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            ordered = tuple(given[name] for name in compiled.positiontup)
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", ordered)
            return "\n".join(row.detail for row in rows)
        # Small tables are scanned whole whatever the index; what counts is that it can serve.
        connection.execute(text("SET enable_seqscan = off"))
        rows = connection.exec_driver_sql(f"EXPLAIN {compiled}", given)
        return "\n".join(row[0] for row in rows)


def _scanned_whole(plan):
    tables = ("search_keys", "holders", "cards", "certificates", "units")
    lines = [line for line in plan.splitlines() if "Seq Scan" in line or "SCAN " in line]
    return {table for line in lines for table in tables if f" {table}" in line}


def test_the_control_of_the_plan_a_pattern_reads_every_key(store):
    with store.engine.connect() as connection:
        slow = "SELECT holder_id FROM search_keys WHERE key LIKE '%xm%'"
        explain = "EXPLAIN QUERY PLAN" if store.engine.dialect.name == "sqlite" else "EXPLAIN"
        rows = connection.exec_driver_sql(f"{explain} {slow}".replace("%", "%%"))
        plan = "\n".join(str(row) for row in rows)
    assert "SCAN search_keys" in plan or "Filter: " in plan


def test_asking_does_not_load_the_pinyin_dictionary(sqlite_url, key_file):
    asking = f"""
import sys, pathlib
from db.opening import open_store
here = pathlib.Path({str(key_file)!r})
store = open_store({sqlite_url!r}, key_file=here, backups=here.parent)
with store.reading() as books:
    books.holders.find("wangxm")
print("pypinyin" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", asking], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.strip() == "False"


def test_a_person_has_few_keys():
    assert len(search.keys_of_holder("20140217", "王小明", "Wang Xiaoming")) == 9
    assert len(search.keys_of_holder("20140217", "王伟", "Wang Wei")) == 6
    long = "María Fernanda de los Ángeles Gutiérrez Villanueva y Mendoza"
    assert len(search.keys_of_holder("1", long, long)) <= 31
    assert all(len(key) <= 61 for key in search.keys_of_holder("1", "阿" * 200, long * 5))


def test_the_least_text_above_a_prefix():
    assert folding.after("ab") == "ac"
    assert folding.after("a\U0010ffff") == "b"
    assert folding.after("\ud7ff") == "\ue000"
    with pytest.raises(ValueError, match="above"):
        folding.after("\U0010ffff")


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("王小明", "Wang Xiaoming"),
        ("欧阳娜娜", "Ouyang Nana"),
        ("吕丽", "Lyu Li"),
        ("李长安", "Li Chang'an"),
        ("单雄信", "Shan Xiongxin"),
        ("阿卜杜拉·买买提", "Abudula Maimaiti"),
        ("John Smith", "John Smith"),
    ],
)
def test_the_latin_name_is_made_with_the_family_name_first(name, latin):
    assert pinyin.latin(name) == latin


def test_the_program_itself_may_be_asked_within_a_write(people, store, clock):
    people.staff()
    found = run(
        store, clock, PROGRAM, "probe", lambda books, _: [f.name for f in books.holders.find("wxm")]
    )
    assert found == ["王小明"]
