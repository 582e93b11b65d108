"""Hostile texts in every field of every form: refused, or kept as the text they are."""

import dataclasses
import json
import typing

import msgspec
import pytest
from sqlalchemy import select

from backoffice.actions import new_action_id
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.documents import CardFace, Receipt, Slip
from backoffice.domain.print_jobs import JobState
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from backoffice.words import LANGUAGES, bilingual, say
from backoffice.workflows import (
    lost_card,
    receive_blanks,
    sign_in,
)
from db import tables as t
from printing.registry import open_printers
from tests.fixtures.books import cheap_passwords
from tests.fixtures.documents import portrait
from tests.fixtures.forms import MODULES, Forms
from tests.rules.conftest import CERTIFICATE, Answer, Counter

HOSTILE = {
    "sql": "x'); DROP TABLE cards; --",
    "sql wildcards": "%' OR '1'='1",
    "markup": '<b>x</b><img src="/etc/passwd"/><para>&amp;',
    "a field": "{amount}",
    "an attribute": "{0.__class__} {x.__globals__}",
    "a lone brace": "a}{b",
    "old formatting": "%s %(x)s %n",
    "controls": "a\x1b[2J\x07\x08\rb",
    "nul": "a\x00b",
    "lines": "a\nb\u2028c\x85d",
    "right to left": "abc\u202edcba\u2066x",
    "half a sign": "a\ud83db",
    "too long": "长" * 10_000,
    "spreadsheet": "=cmd|' /C calc'!A0",
    "magnetic stripe": "~1%B1234^X?",
}
FITS_A_NAME = {
    name: text
    for name, text in HOSTILE.items()
    if name not in {"nul", "half a sign", "too long"}  # the databases themselves refuse these
}


PRINTED = {("meal_transfer", "words")}
REASONS = {"override_reason", "reprint_reason", "waiver_reason"}


def texts_of(form):
    """Return the paths to every text in a form: its own fields and those of the parts in it."""
    hints = typing.get_type_hints(form)
    for field in dataclasses.fields(form):
        kind = hints[field.name]
        parts = typing.get_args(kind) if type(None) in typing.get_args(kind) else (kind,)
        part = next(filter(dataclasses.is_dataclass, parts), None)
        if part is not None:
            for path in texts_of(part):
                yield (field.name, *path)
        elif str in (kind, *typing.get_args(kind)):
            yield (field.name,)


FIELDS = [
    pytest.param(name, path, id=f"{name}-{'.'.join(path)}")
    for name, module in MODULES.items()
    if hasattr(module, "Request")  # some modules have several forms, each under its own name
    for path in texts_of(module.Request)
]


@pytest.fixture
def counter(store, clock, clerk_actor, people):
    people.blanks(count=100)
    return Counter(store, clock, clerk_actor)


@pytest.fixture
def forms(counter, people, supervisor_actor):
    return Forms(counter, people, supervisor_actor)


def spoilt(fields, path, text):
    first, *rest = path
    if not rest:
        return fields | {first: text}
    return fields | {first: dataclasses.replace(fields[first], **{rest[0]: text})}


def require_sayable(error):
    for said in filter(None, (error.message, getattr(error, "advice", None))):
        for language in LANGUAGES:
            assert say(said, language)


def payloads(store):
    with store.reading() as books:
        return "".join(books.connection.scalars(select(t.print_jobs.c.payload)))


@pytest.mark.parametrize(("name", "path"), FIELDS)
def test_a_hostile_text_is_refused_in_a_sentence_or_kept_as_it_is(forms, counter, name, path):
    module = MODULES[name]
    for text in HOSTILE.values():
        fields = forms.filled(name)
        fields = spoilt(fields, path, text)
        confirm = counter.confirm if path == ("sheet",) else counter.do
        second = forms.second(name)
        try:
            confirm(module, second=second, **fields)
        except Refusal as refusal:
            require_sayable(refusal)
        else:
            kept = json.dumps(text.strip(), ensure_ascii=False)[1:-1]
            if (name, *path) in PRINTED or path[-1] in REASONS:
                assert kept in payloads(counter.store)
    with counter.store.reading() as books:
        assert books.connection.scalar(select(t.audit_head.c.seq)) > 0


def test_every_form_is_filled_in():
    assert {name for name in MODULES if not hasattr(Forms, name)} == set()
    assert len(FIELDS) >= 15


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_search_answers_or_refuses_and_finds_nobody_by_tricks(counter, people, text):
    people.staff()
    try:
        with counter.store.reading() as books:
            assert list(books.holders.find(text)) == []
    except Refusal as refusal:
        require_sayable(refusal)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_signing_in_with_it_is_refused_like_any_wrong_name(counter, text):
    for login, password in ((text, "x"), ("lina", text)):
        with pytest.raises(Refusal) as refusal:
            sign_in.attempt(
                counter.store,
                counter.clock,
                cheap_passwords(),
                login=login,
                password=password,
                desk_id=counter.actor.desk_id,
                action_id=new_action_id(),
            )
        require_sayable(refusal.value)
        counter.clock.move(minutes=10)


@pytest.mark.parametrize("text", FITS_A_NAME.values(), ids=FITS_A_NAME)
def test_a_hostile_name_goes_through_a_lost_card_untouched(counter, people, text):
    holder_id = people.staff(name=text, name_latin=text, unit=("X", text), photo=portrait())
    done = counter.do(lost_card, holder_id=holder_id, certificate=CERTIFICATE)
    with counter.store.reading() as books:
        assert books.holders.get(holder_id).name == text
    card, receipt = counter.jobs(JobState.QUEUED)
    face = msgspec.json.decode(card.payload, type=CardFace)
    assert (face.name, face.unit, face.number) == (text, text, done.card_number)
    said = msgspec.json.decode(receipt.payload, type=Receipt)
    assert said.holder.startswith(text)
    for document in (dataclasses.replace(face, photo=portrait()), said):
        draw_or_refuse(document)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_paper_draws_it_as_text_or_refuses_it(text):
    from tests.fixtures.documents import a_card, a_receipt, a_slip

    both = bilingual(sentence("{x}", x=text))
    for document in (
        a_card(name=text, name_latin=text, unit=text),
        a_receipt(holder=text, clerk=text, notes=(both,)),
        a_slip(clerk=text, paragraphs=(both,)),
    ):
        draw_or_refuse(document)


def draw_or_refuse(document: CardFace | Receipt | Slip):
    role = "card" if isinstance(document, CardFace) else "receipt"
    try:
        assert open_printers({}).prepare(role, document).payload.startswith(b"%PDF")
    except Refusal as refusal:
        require_sayable(refusal)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_printer_says_is_noted_and_never_stops_the_lane(forms, counter, text):
    words = sentence("The printer reports “{reason}”.", reason=text)
    answer = Answer(device_job=text)
    answer.sentence = words
    counter.paper.deliver = lambda *_, **__: answer
    forms.printed()
    jobs = counter.jobs(JobState.UNCONFIRMED)
    assert len(jobs) == 2
    assert all(job.note.startswith("The printer reports “") for job in jobs)
    assert counter.jobs(JobState.SENT) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_password_may_be_anything_that_can_be_typed(text):
    passwords = cheap_passwords()
    assert passwords.matches(passwords.hash(text), text)
    assert not passwords.matches(passwords.hash(text), text + "x")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_values_are_filled_in_once_and_never_read_as_templates(text):
    inner = sentence("Copy of {number}: {reason}", number=text, reason=text)
    outer = sentence("{what} · {again}", what=inner, again=text)
    for language in LANGUAGES:
        assert say(outer, language).count(text) == 3
    assert str(outer).count(text) == 3


def test_control_a_name_used_as_a_template_is_interpreted():
    with pytest.raises(KeyError):
        str(sentence(HOSTILE["a field"]))
    assert "Sentence" in "{x.__class__}".format(x=sentence("x"))


def test_control_pasted_sql_would_have_worked(counter, people):
    people.staff()
    with counter.store.engine.connect() as connection:
        tricked = f"SELECT count(*) FROM holders WHERE name = '{HOSTILE['sql wildcards']}'"
        assert connection.exec_driver_sql(tricked.replace("%", "%%")).scalar() == 1


def test_the_number_on_a_box_is_shown_as_it_was_typed(counter):
    sheet = counter.sheet(receive_blanks, box=HOSTILE["an attribute"], blanks=1)
    assert [str(line.after) for line in sheet.lines][1] == HOSTILE["an attribute"]


def test_a_certificate_number_that_is_no_number_is_never_repeated(counter, people):
    for text in HOSTILE.values():
        shown = Shown(kind=CertificateKind.PASSPORT, number=text, repeated=text)
        with pytest.raises((Refusal, Fault)) as refusal:
            counter.do(lost_card, holder_id=people.staff(), certificate=shown)
        assert text not in f"{refusal.value} {refusal.value.advice}"
