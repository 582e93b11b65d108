"""A certificate number stands nowhere in the clear: not in books, files, logs or on paper."""

import logging
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import insert, text, update

from backoffice import entry_hand_over, lane, workflows
from backoffice.actions import new_action_id, perform
from backoffice.commands._incidents import incident
from backoffice.domain import design_files
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.drawer import Counted
from backoffice.domain.holders import HolderKind
from backoffice.domain.measurements import Measurements, Verdict
from backoffice.domain.photos import PhotoReason, PhotoSource, Rejection
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.hand_over import hand_over
from backoffice.workflows import (
    card_design,
    change_password,
    correction,
    damaged_card,
    department_change,
    entry_answer,
    entry_application,
    fee_change,
    finish_card,
    first_card,
    found_again,
    found_card,
    lost_card,
    meal_transfer,
    photo_approval,
    photo_date,
    print_queue,
    query_password,
    receive_blanks,
    recharge,
    referral,
    renew_card,
    report_lost,
    return_card,
    settle_balance,
    shift,
    sign_in,
    spoil_card,
    statement,
    take_photo,
)
from db import tables as t
from printing.contracts import PrinterSettings
from printing.registry import open_printers
from tests.fixtures.books import PASSWORD, actor, cheap_passwords, run
from tests.fixtures.documents import portrait
from tests.fixtures.drawers import open_drawer
from tests.fixtures.forms import Forms
from tests.rules.conftest import Counter
from tests.security.away_from_the_counter import a_day_away_from_the_counter

# Numbers whose last six signs can't turn up by chance in a hexadecimal digest.
STAFF, PASSPORT, SHOWN_BY_ANOTHER = "11010519491231002X", "L8988ZX1W", "53010219200508011X"
TYPED_BY_HOLDER = "blue-Kite 77"
"""A query password; the end of a number is one too (R2)."""
NEEDLES = (
    *(
        needle
        for number in (STAFF, PASSPORT, SHOWN_BY_ANOTHER)
        for needle in (number, number[-6:], number[-6:].lower())
    ),
    TYPED_BY_HOLDER,
)


@pytest.fixture(autouse=True)
def loud(caplog):
    """Let everybody say everything they ever could, before the books are opened."""
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy.engine", "sqlalchemy.pool"):
        caplog.set_level(logging.DEBUG, logger=name)


@pytest.fixture
def books_url(loud, request):
    return request.getfixturevalue("sqlite_url")


@pytest.fixture
def counter(store, clock, clerk_actor, people, tmp_path):
    people.blanks()
    opened = Counter(store, clock, clerk_actor)
    folder = tmp_path / "printed"
    folder.mkdir()
    settings = PrinterSettings(kind="folder", target=str(folder))
    opened.paper = open_printers({"card": settings, "receipt": settings})
    return opened


def found_in(text):
    return [needle for needle in NEEDLES if needle in text]


def found_in_books(store):
    """Return every place in the books where a number, or the end of one, can be read."""
    found = []
    with store.reading() as books:
        for table in t.metadata.tables.values():
            for row in books.connection.execute(table.select()):
                for column, value in row._mapping.items():
                    plain = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    found += [f"{table.name}.{column}" for _ in found_in(plain)]
    return found


def found_in_files(folder):
    """Return every file that holds one, in its bytes or in the text of its pages."""
    found = []
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        content = file.read_bytes()
        plain = content.decode("latin-1") + content.decode("utf-16-le", errors="ignore")
        if file.suffix == ".pdf":
            plain += pages_of(file)
        found += [f"{file.relative_to(folder)}: {needle}" for needle in found_in(plain)]
    return found


def pages_of(file):
    with pypdfium2.PdfDocument(file) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def a_day_at_the_counter(counter, people, supervisor):
    """Do everything a desk can do, with everything that goes wrong with certificates."""
    photo = portrait()
    shown = Shown(kind=CertificateKind.RESIDENT_ID, number=STAFF)
    holder = people.staff(balance=500, photo=photo, certificate=STAFF)
    counter.do(report_lost, holder_id=holder)
    counter.do(found_again, holder_id=holder, scanned=counter.cards(holder)[0].number)
    for wrong in (
        replace(shown, number=SHOWN_BY_ANOTHER),
        replace(shown, number=STAFF[:-1] + "9"),
        replace(shown, number=STAFF, valid_until=date(2020, 1, 1)),
        Shown(kind=CertificateKind.PASSPORT, number=PASSPORT, repeated=STAFF),
    ):
        with pytest.raises(Refusal) as refusal:
            counter.do(lost_card, holder_id=holder, certificate=wrong)
        assert found_in(f"{refusal.value} {refusal.value.advice} {refusal.value!r}") == []
    first = counter.do(lost_card, holder_id=holder, certificate=shown)
    counter.print_all()
    fields = {"holder_id": holder, "card_id": first.card_id}
    second = counter.do(spoil_card, reason="smudged", **fields)
    counter.print_all()
    fields = {"holder_id": holder, "card_id": second.card_id}
    counter.do(finish_card, scanned=second.card_number, **fields)
    student_with_a_passport(counter, people, supervisor, photo)
    open_drawer(counter.store, counter.clock, counter.actor)
    coming_and_going(counter, people, supervisor, shown, photo)
    cash(counter, people, supervisor, photo)
    cards_of_old(counter, people, photo)
    leave_to_enter(counter, people, supervisor, photo)
    query_passwords(counter, people, shown, photo)
    a_new_photo(counter, holder, supervisor)
    counter.do(receive_blanks, box="B-1", blanks=3)
    paper = next(j for j in counter.jobs(JobState.UNCONFIRMED) if j.kind is JobKind.RECEIPT)
    fields = {"job_id": paper.id, "holder_id": holder, "verdict": "good"}
    counter.do(print_queue, reprint_reason="holder lost it", **fields)
    counter.print_all()
    sign_in_and_out(counter)


def student_with_a_passport(counter, people, supervisor, photo):
    holder = people.student(
        balance=2500,
        photo=photo,
        certificate=PASSPORT,
        certificate_kind=CertificateKind.PASSPORT,
    )
    counter.do(referral, holder_id=holder)
    shown = Shown(kind=CertificateKind.PASSPORT, number=PASSPORT, repeated=PASSPORT)
    reason = {"override_reason": "terminal out of order"}
    counter.do(lost_card, second=supervisor, holder_id=holder, certificate=shown, **reason)


def coming_and_going(counter, people, supervisor, shown, photo):
    """Give a first card, renew, replace a damaged one, take one back, settle."""
    comes = people.staff(card=None, photo=photo, certificate=STAFF)
    counter.do(first_card, holder_id=comes, certificate=shown)
    ended = people.temporary(card="expired", photo=photo, certificate=STAFF)
    counter.do(renew_card, holder_id=ended, certificate=shown)
    goes = people.staff(balance=900, photo=photo, certificate=STAFF)
    fields = {"holder_id": goes, "scanned": counter.cards(goes)[0].number}
    made = counter.do(damaged_card, **fields)
    counter.print_all()
    counter.do(finish_card, holder_id=goes, card_id=made.card_id, scanned=made.card_number)
    left = return_card.Leaving.LEFT
    counter.do(return_card, holder_id=goes, scanned=made.card_number, reason=left)
    Counter(counter.store, counter.clock, supervisor).do(settle_balance, holder_id=goes)


def cash(counter, people, supervisor, photo):
    """Recharge, take it back, set a fee, and close a shift at the next window."""
    holder = people.staff(balance=100, photo=photo, certificate=STAFF)
    counter.do(recharge, holder_id=holder, amount=5_000, given=10_000)
    with counter.store.reading() as books:
        accounts = [name.id for name, _balance in books.history.accounts_of(holder)]
        entry = books.history.of_accounts(accounts)[-1]
    fields = {"holder_id": holder, "entry_id": entry.id, "reason": "wrong amount"}
    day = counter.clock.today()
    period = {"start": day, "end": day, "form": statement.Form.SLIP}
    counter.do(statement, holder_id=holder, **period)
    above = Counter(counter.store, counter.clock, supervisor)
    above.do(correction, second=counter.actor, **fields)
    fee = {"service": "lost_card", "kind": HolderKind.STUDENT, "amount": 1_000}
    administrator = Counter(counter.store, counter.clock, actor(counter.store, "admin"))
    administrator.do(fee_change, valid_from=date(2030, 1, 1), **fee)
    with counter.store.reading() as books:
        design = design_files.read(books.designs.text("staff"), name="guests", file="staff")
    administrator.do(card_design, design=design, words="for guests")
    next_to = Counter(counter.store, counter.clock, actor(counter.store, "wangfang", "23"))
    open_drawer(counter.store, counter.clock, next_to.actor)
    next_to.do(shift, counted=Counted(pieces=((10_000, 10),)))


def cards_of_old(counter, people, photo):
    """Change a card after a department change, take an old meal card over, find a card."""
    moves = people.staff(balance=500, meal=2_050, photo=photo, certificate=STAFF)
    people.left_unit(moves)
    objects = {"answer": meal_transfer.Answer.DISPUTE, "words": "there was more"}
    counter.do(meal_transfer, holder_id=moves, **objects)
    counter.do(meal_transfer, holder_id=moves)
    original = counter.cards(moves)[0].number
    change = {"choice": department_change.Choice.CHANGE, "transit": 880}
    counter.do(department_change, holder_id=moves, scanned=original, **change)
    found = counter.do(found_card, scanned=original, where="library")
    destroy = found_card.Settling(found_id=found.found_id, step=found_card.Step.DESTROY)
    counter.perform(found_card.SETTLE, destroy)


def leave_to_enter(counter, people, supervisor, photo):
    """Apply for entry twice; a supervisor passes one application and refuses the other."""
    enters = people.staff(photo=photo, certificate=STAFF)
    today = counter.clock.today()
    above = Counter(counter.store, counter.clock, supervisor)
    for campus, answer in (("1", {"passed": True}), ("2", {"passed": False, "why": "no need"})):
        days = {"from_on": today, "until_on": today}
        fields = {"holder_id": enters, "campus": campus, "reason": "lectures"}
        applied = counter.do(entry_application, **fields, **days).application_id
        above.do(entry_answer, application_ids=(applied,), **answer)


def query_passwords(counter, people, shown, photo):
    """Reset to the default, refuse a certificate of somebody else, let a passport holder choose."""
    default = people.staff(photo=photo, certificate=STAFF)
    reset = {"hashed": cheap_passwords().hash(query_password.default_of(shown))}
    fields = {"holder_id": default, "certificate": shown, "is_default": True} | reset
    counter.do(query_password, **fields)
    another = replace(shown, number=SHOWN_BY_ANOTHER)
    with pytest.raises(Refusal) as refusal:
        counter.do(query_password, **fields | {"certificate": another})
    assert found_in(f"{refusal.value} {refusal.value.advice} {refusal.value!r}") == []
    kind = CertificateKind.PASSPORT
    chooses = people.staff(photo=photo, certificate=PASSPORT, certificate_kind=kind)
    passport = Shown(kind=kind, number=PASSPORT, repeated=PASSPORT)
    fields = {"holder_id": chooses, "certificate": passport, "is_default": False}
    counter.do(query_password, hashed=cheap_passwords().hash(TYPED_BY_HOLDER), **fields)


def a_new_photo(counter, holder, supervisor):
    fields = {"portrait": portrait(), "measured": Measurements(verdict=Verdict.GOOD)}
    fields |= {"source": PhotoSource.CAMERA, "reason": PhotoReason.WISH}
    taken = counter.do(take_photo, holder_id=holder, **fields).photo_id
    for workflow, request in (
        (
            photo_approval.REJECT,
            photo_approval.RejectionRequest(photo_ids=(taken,), why=Rejection.BLURRED),
        ),
        (photo_approval.TAKE_BACK, photo_approval.TakingBack(photo_ids=(taken,))),
        (photo_approval.APPROVE, photo_approval.Approval(photo_ids=(taken,))),
    ):
        form = {"action_id": new_action_id(), "actor": supervisor}
        perform(counter.store, counter.clock, workflow, request, **form)
    day = {"effective_on": counter.clock.today(), "reason": "leaves for a year"}
    counter.do(photo_date, second=supervisor, holder_id=holder, **day)


def sign_in_and_out(counter):
    circumstances = (counter.store, counter.clock, cheap_passwords())
    for login, password in (("lina", PASSWORD), ("lina", STAFF), (STAFF, PASSWORD)):
        form = {"login": login, "password": password, "action_id": new_action_id()}
        try:
            sign_in.attempt(*circumstances, desk_id=counter.actor.desk_id, **form)
        except Refusal as refusal:
            assert found_in(str(refusal)) == []  # noqa: PT017  some succeed, some are refused
    sign_in.choose_language(counter.store, counter.clock, counter.actor, "zh_CN")
    hashed = cheap_passwords().hash(PASSWORD)
    counter.do(change_password, password_hash=hashed)


def test_after_a_day_at_the_counter_no_number_can_be_read_anywhere(
    counter, people, supervisor_actor, tmp_path, caplog
):
    a_day_at_the_counter(counter, people, supervisor_actor)
    a_day_away_from_the_counter(counter, Forms(counter, people, supervisor_actor))
    form = {"actor": supervisor_actor, "action_id": new_action_id()}
    hand_over(counter.store, counter.clock, tmp_path / "gates", **form)
    form |= {"action_id": new_action_id()}
    entry_hand_over.hand_over(counter.store, counter.clock, tmp_path / "entry", **form)
    modules = {Path(name).stem for name in workflows.__path__ for name in Path(name).glob("*.py")}
    done = {code for code, outcome in counter.audit() if outcome == "done"}
    # A new workflow joins the day; a pile is counted by the numbers of cards alone.
    assert modules - {"__init__", "resync"} <= done
    assert {lane.SENT.code, lane.FOUND.code} <= done

    assert found_in_books(counter.store) == []
    assert len(list((tmp_path / "printed").iterdir())) >= 5
    assert found_in_files(tmp_path) == []
    counter.store.close()  # and what the last connection writes when it goes
    assert found_in_files(tmp_path) == []

    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "INSERT INTO audit" in said  # it was loud indeed
    assert found_in(said) == []


def test_an_incident_is_logged_without_what_the_error_said(counter, tmp_path):
    def stumble(books, turn):
        books.connection.execute(text(f"SELECT '{STAFF}' FROM nowhere"))

    with pytest.raises(Exception, match="nowhere") as error:
        run(counter.store, counter.clock, counter.actor, "stumble", stumble)
    assert STAFF in str(error.value)
    said = incident(error.value, tmp_path / "card-center.log")
    assert found_in(str(said)) == []
    assert "stumble" in (tmp_path / "card-center.log").read_text()
    assert found_in_files(tmp_path) == []


def test_requests_and_what_is_looked_up_do_not_show_it_when_they_are_printed(counter, people):
    people.staff(certificate=STAFF)
    shown = Shown(kind=CertificateKind.RESIDENT_ID, number=STAFF, repeated=STAFF)
    assert found_in(repr(lost_card.Request(holder_id=1, certificate=shown))) == []
    with counter.store.reading() as books:
        [found] = books.holders.find(STAFF)
        assert found_in(repr(found)) == []
        assert found_in(repr(books.holders.certificate(found.holder_id))) == []


def test_control_what_is_planted_is_found(counter, people, tmp_path, clock):
    counter.do(report_lost, holder_id=people.staff())

    def plant(books, turn):
        c = t.print_jobs.c
        books.connection.execute(update(t.print_jobs).where(c.id == 1).values(note=STAFF))
        books.connection.execute(
            insert(t.search_keys).values(key=f"9{PASSPORT[-6:].lower()}", holder_id=1)
        )

    run(counter.store, clock, counter.actor, "plant", plant)
    found = found_in_books(counter.store)
    assert {"print_jobs.note", "search_keys.key"} <= set(found)
    assert any(place.startswith("books.sqlite") for place in found_in_files(tmp_path))


def test_control_a_number_on_paper_is_found(counter, people, tmp_path):
    counter.do(report_lost, holder_id=people.staff())
    [job] = counter.jobs(JobState.QUEUED)
    with counter.store.reading() as books:
        document = lane.document_of(books, job)
    document = replace(document, holder=f"王小明  {STAFF}")
    prepared = counter.paper.prepare("receipt", document)
    (tmp_path / "planted.pdf").write_bytes(prepared.payload)
    assert found_in((tmp_path / "planted.pdf").read_bytes().decode("latin-1")) == []
    assert {place.partition(":")[0] for place in found_in_files(tmp_path)} == {"planted.pdf"}


def test_control_a_workflow_that_writes_the_number_is_caught(counter, people):
    def careless(books, turn, request):
        done = lost_card.replace(books, turn, request)
        return replace(done, receipt=request.certificate.number)

    shown = Shown(kind=CertificateKind.RESIDENT_ID, number=STAFF)
    fields = {"holder_id": people.staff(certificate=STAFF), "certificate": shown}
    sheet = counter.sheet(lost_card, **fields).digest
    request = lost_card.Request(sheet=sheet, **fields)
    workflow = replace(lost_card.WORKFLOW, run=careless)
    form = {"action_id": new_action_id(), "actor": counter.actor}
    perform(counter.store, counter.clock, workflow, request, **form)
    assert set(found_in_books(counter.store)) == {"actions.outcome"}
