"""Hostile texts in every field of every form: refused, or kept as the text they are."""

import dataclasses
import importlib
import json
import pkgutil
import types
import typing
from datetime import date

import msgspec
import pytest
from sqlalchemy import select

from backoffice import workflows
from backoffice.actions import new_action_id, perform
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.documents import CardFace, Receipt, Slip
from backoffice.domain.drawer import Counted
from backoffice.domain.holders import HolderKind
from backoffice.domain.measurements import Measurements, Verdict
from backoffice.domain.photos import PhotoReason, PhotoSource, Rejection
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from backoffice.words import LANGUAGES, bilingual, say
from backoffice.workflows import (
    department_change,
    lost_card,
    meal_transfer,
    photo_approval,
    receive_blanks,
    recharge,
    return_card,
    sign_in,
)
from db import tables as t
from printing.registry import open_printers
from tests.fixtures.books import actor, cheap_passwords
from tests.fixtures.documents import portrait
from tests.fixtures.drawers import open_drawer
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


class Forms:
    """Fills in each form as a clerk would, so that one field at a time can be spoilt."""

    def __init__(self, counter, people, supervisor):
        self.counter, self.people, self.supervisor = counter, people, supervisor
        self.charged = set()

    def filled(self, name):
        return getattr(self, name)()

    def report_lost(self):
        return {"holder_id": self.people.staff()}

    def found_again(self):
        return self.in_hand(self.people.staff(card="lost"))

    def lost_card(self):
        return {
            "holder_id": self.people.student(balance=500),
            "certificate": CERTIFICATE,
            "override_reason": "terminal out of order",
        } | self.waiver

    def first_card(self):
        return {"holder_id": self.people.staff(card=None), "certificate": CERTIFICATE}

    def damaged_card(self):
        self.once_charged("damaged_card")
        return self.in_hand(self.people.staff(balance=500)) | self.waiver

    def renew_card(self):
        self.once_charged("renew_card")
        holder_id = self.people.temporary(card="expired", balance=500)
        return {"holder_id": holder_id, "certificate": CERTIFICATE} | self.waiver

    def return_card(self):
        return self.in_hand(self.people.staff()) | {"reason": return_card.Leaving.LEFT}

    def department_change(self):
        self.people.left_unit(holder_id := self.people.staff(balance=500))
        return self.in_hand(holder_id) | {"choice": department_change.Choice.CHANGE}

    def meal_transfer(self):
        objects = {"answer": meal_transfer.Answer.DISPUTE, "words": "there was more"}
        return {"holder_id": self.people.staff(meal=500)} | objects

    def query_password(self):
        reset = {"hashed": cheap_passwords().hash("31002X"), "is_default": True}
        return {"holder_id": self.people.staff(), "certificate": CERTIFICATE} | reset

    def found_card(self):
        scanned = self.in_hand(self.people.staff())["scanned"]
        return {"scanned": scanned, "where": "library"}

    def settle_balance(self):
        self.counter.actor = self.supervisor
        self.open_drawer()
        return {"holder_id": self.people.staff(card="returned", balance=500)}

    def recharge(self):
        self.open_drawer()
        return {"holder_id": self.people.staff(), "amount": 100, "given": 100}

    def shift(self):
        self.open_drawer()
        counted = Counted(pieces=((10_000, 9), (100, 99)))
        return {"counted": counted, "acknowledged": -100, "explanation": "unknown"}

    def correction(self):
        self.counter.actor = self.supervisor
        holder_id = self.people.staff()
        self.open_drawer()
        self.counter.do(recharge, holder_id=holder_id, amount=100, given=100)
        with self.counter.store.reading() as books:
            [(account, _balance)] = books.history.accounts_of(holder_id)
            [entry] = books.history.of_accounts([account.id])
        return {"holder_id": holder_id, "entry_id": entry.id, "reason": "wrong amount"}

    def fee_change(self):
        self.counter.actor = actor(self.counter.store, "admin")
        fee = {"service": "lost_card", "kind": HolderKind.STAFF, "amount": 100}
        return fee | {"valid_from": date(2030, 1, 1)}

    def referral(self):
        return {"holder_id": self.people.student()}

    def finish_card(self):
        done = self.printed()
        card = {"holder_id": done.holder_id, "card_id": done.card_id}
        return card | {"scanned": done.card_number}

    def spoil_card(self):
        done = self.printed()
        return {"holder_id": done.holder_id, "card_id": done.card_id, "reason": "jam"}

    def print_queue(self):
        self.printed()
        papers = self.counter.jobs(JobState.UNCONFIRMED)
        job = next(job for job in papers if job.kind is not JobKind.CARD)
        answer = {"verdict": "good", "reprint_reason": "lost on the way"}
        return {"job_id": job.id, "holder_id": job.holder_id} | answer

    def receive_blanks(self):
        return {"box": "B-1", "blanks": 1}

    def take_photo(self):
        return {
            "holder_id": self.people.staff(),
            "portrait": portrait(),
            "source": PhotoSource.FILE,
            "reason": PhotoReason.WISH,
            "measured": Measurements(verdict=Verdict.GOOD),
        }

    def photo_approval(self):
        self.counter.actor = self.supervisor
        self.people.submit_photo(holder_id := self.people.staff())
        with self.counter.store.reading() as books:
            photo = books.photos.of_holder(holder_id)[0]
        return {"photo_ids": (photo.id,), "why": Rejection.OTHER, "words": "a cartoon"}

    def photo_date(self):
        (photo_id,), actor = self.photo_approval()["photo_ids"], self.supervisor
        approve, request = photo_approval.APPROVE, photo_approval.Approval(photo_ids=(photo_id,))
        store, clock = self.counter.store, self.counter.clock
        perform(store, clock, approve, request, action_id=new_action_id(), actor=actor)
        with store.reading() as books:
            holder_id = books.photos.get(photo_id).holder_id
        day = {"effective_on": clock.today(), "reason": "leaves for a year"}
        return {"holder_id": holder_id} | day

    def entry_application(self):
        today = self.counter.clock.today()
        days = {"from_on": today, "until_on": today}
        return {"holder_id": self.people.staff(), "campus": "1", "reason": "lectures"} | days

    def entry_answer(self):
        applied = self.counter.do(
            MODULES["entry_application"], **(self.entry_application())
        ).application_id
        self.counter.actor = self.supervisor
        return {"application_ids": (applied,), "passed": False, "why": "no need shown"}

    def photo_hand_over(self):
        return {}

    def change_password(self):
        return {"password_hash": cheap_passwords().hash("a good password")}

    def sign_in(self):
        with self.counter.store.reading() as books:
            clerk = books.clerks.get(self.counter.actor.clerk_id)
        return {"clerk_id": clerk.id, "matched": True, "checked": clerk.password_hash}

    @property
    def waiver(self):
        return {"shortfall": lost_card.Shortfall.WAIVE, "waiver_reason": "hardship"}

    def open_drawer(self):
        store, at = self.counter.store, self.counter.actor
        with store.reading() as books:
            is_open = books.shifts.open_at(at.desk_id)
        if is_open is None:
            open_drawer(store, self.counter.clock, at)

    def second(self, name):
        """Return who stands beside whoever fills the form in."""
        if name == "correction":
            return actor(self.counter.store, "wangfang")
        return self.supervisor if name in WAIVED else None

    def once_charged(self, service):
        if service not in self.charged:
            self.charged.add(service)
            for kind in HolderKind:
                self.people.charge(service, kind, 2000)

    def in_hand(self, holder_id):
        return {"holder_id": holder_id, "scanned": self.counter.cards(holder_id)[0].number}

    def printed(self):
        done = self.counter.do(
            lost_card, holder_id=self.people.staff(balance=100), certificate=CERTIFICATE
        )
        self.counter.print_all()
        return done


PRINTED = {("meal_transfer", "words")}
REASONS = {"override_reason", "reprint_reason", "waiver_reason"}
WAIVED = {"lost_card", "damaged_card", "renew_card"}
MODULES = {
    module.name: importlib.import_module(f"{workflows.__name__}.{module.name}")
    for module in pkgutil.iter_modules(workflows.__path__)
}
# Approving and taking back name photos only; rejecting has words.
MODULES["photo_approval"] = types.SimpleNamespace(
    WORKFLOW=photo_approval.REJECT, Request=photo_approval.RejectionRequest
)


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
