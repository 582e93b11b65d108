import dataclasses
from itertools import chain

import pytest

from backoffice.actions import new_action_id, perform, preview
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.documents import CardFace
from backoffice.domain.drawer import Counted
from backoffice.domain.fees import Shortfall
from backoffice.domain.print_jobs import JobState
from backoffice.domain.printers import ROLES
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.lane import step
from backoffice.workflows import batch_hand_over, batch_pack, finish_card, lost_card, shift
from tests.fixtures.books import run

CERTIFICATE = Shown(kind=CertificateKind.RESIDENT_ID, number="11010519491231002X")


@dataclasses.dataclass
class State:
    ready: bool = True
    reasons: tuple = ()
    sentence = sentence("The printer is ready.")
    supplies: tuple = ()
    counter: int | None = None


@dataclasses.dataclass
class Answer:
    result: str = "delivered"
    sentence = sentence("The printer is ready.")
    device_job: str = "urn:uuid:1"
    taken: bool = True


class PaperTrail:
    """Stands in for printers where the rules of the queue are under test; keeps what it gets."""

    def __init__(self):
        self.ready, self.printed, self.refuses = True, [], None
        self.while_printing, self.result = (lambda: None), "delivered"
        self.objects_to = {}
        self.of_role = {"card": ("card",), "receipt": ("receipt",)}

    def names(self, role):
        return self.of_role[role]

    def state(self, printer):
        return State(ready=self.ready)

    def objection(self, face):
        return self.objects_to.get(face.holder_number)

    def prepare(self, printer, document):
        if self.refuses:
            raise self.refuses
        return document

    def deliver(self, printer, prepared, *, job, progress=None):
        self.printed.append(prepared)
        self.while_printing()
        return Answer(result=self.result)

    @property
    def cards(self):
        return [d for d in self.printed if isinstance(d, CardFace)]


class Counter:
    """Does at the books what a view does: show the sheet, then confirm it."""

    def __init__(self, store, clock, actor):
        self.store, self.clock, self.actor = store, clock, actor
        self.paper = PaperTrail()

    def sheet_of(self, workflow, request):
        about = {"action_id": new_action_id(), "actor": self.actor}
        return preview(self.store, self.clock, workflow, request, **about)

    def sheet(self, module, *, second=None, **fields):
        return preview(
            self.store,
            self.clock,
            module.WORKFLOW,
            module.Request(**fields),
            action_id=new_action_id(),
            actor=self.actor,
            second=second,
        )

    def do(self, module, *, second=None, action_id=None, **fields):
        if module.WORKFLOW.preview:
            fields["sheet"] = self.sheet(module, second=second, **fields).digest
        return self.confirm(module, second=second, action_id=action_id, **fields)

    def confirm(self, module, *, second=None, action_id=None, **fields):
        return perform(
            self.store,
            self.clock,
            module.WORKFLOW,
            module.Request(**fields),
            action_id=action_id or new_action_id(),
            actor=self.actor,
            second=second,
        )

    def perform(self, workflow, request, *, actor=None, second=None):
        """Do what has no sheet, or is not the main workflow of its module."""
        return perform(
            self.store,
            self.clock,
            workflow,
            request,
            action_id=new_action_id(),
            actor=actor or self.actor,
            second=second,
        )

    def activate(self, card):
        """Scan a printed card back."""
        fields = {"holder_id": card.holder_id, "card_id": card.id, "scanned": card.number}
        return self.confirm(finish_card, **fields)

    def send_to_unit(self, batch):
        """Pack every good card of a batch and hand them over."""
        with self.store.reading() as books:
            rows = batch_pack.to_pack(books, batch.id)
        good = tuple(row.card_number for row in rows if batch_pack.printed(row))
        self.do(batch_pack, batch_id=batch.id, scanned=good)
        return self.do(batch_hand_over, batch_id=batch.id, taken_by="张伟")

    def replace_lost(self, holder_id, supervisor):
        """Replace the lost card of a student at the window, free of charge."""
        allowed = {"override_reason": "no terminal works"}
        waived = {"shortfall": Shortfall.WAIVE, "waiver_reason": "never had it"}
        about = {"holder_id": holder_id, "certificate": CERTIFICATE}
        return self.do(lost_card, second=supervisor, **about, **allowed, **waived)

    def queued(self, kind):
        return [job for job in self.jobs(JobState.QUEUED) if job.kind is kind]

    def refused(self, module, code, rule="", **fields):
        """Do it, be refused under this code and rule with advice, and return the refusal."""
        with pytest.raises(Refusal) as refusal:
            self.do(module, **fields)
        assert (refusal.value.code, refusal.value.rule) == (code, rule)
        assert refusal.value.advice
        return refusal.value

    def print_next(self, printer="card", ahead=1):
        at = {"desk_id": self.actor.desk_id, "printer": printer, "ahead": ahead}
        return step(self.store, self.clock, self.paper, **at)

    def print_all(self):
        reports = []
        for printer in chain.from_iterable(map(self.paper.names, ROLES)):
            while report := self.print_next(printer):
                reports.append(report)
                if report.outcome == "waiting":
                    break
        return reports

    def cards(self, holder_id):
        with self.store.reading() as books:
            return books.cards.of_holder(holder_id)

    def balance(self, card_id):
        with self.store.reading() as books:
            return books.ledger.card_account(card_id).balance

    def of(self, kind, *, desk=False):
        with self.store.reading() as books:
            return books.ledger.balance(kind, desk_id=self.actor.desk_id if desk else None)

    def jobs(self, *states):
        with self.store.reading() as books:
            return books.jobs.at_desk(self.actor.desk_id, set(states))

    def audit(self):
        with self.store.reading() as books:
            rows = books.connection.exec_driver_sql("SELECT code, outcome FROM audit ORDER BY seq")
            return [tuple(row) for row in rows]


@pytest.fixture
def counter(store, clock, clerk_actor, people):
    people.blanks()
    return Counter(store, clock, clerk_actor)


@pytest.fixture
def decide(store, clock, administrator_actor):
    """Change a policy."""

    def change(policy, text):
        def write(books, _turn):
            policy.checked(text)
            books.policies.decide(policy.name, text)

        run(store, clock, administrator_actor, "policy_set", write)

    return change


@pytest.fixture
def opened_drawer(counter):
    """A shift with ¥300 in the drawer."""
    counted = Counted(pieces=((10_000, 3),))
    return counter.perform(shift.OPEN, shift.Opening(counted=counted))
