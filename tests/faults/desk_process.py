"""A desk as a process that can be killed: it replaces one lost card, from report to receipt."""

import json
import sys
import uuid
from pathlib import Path

from sqlalchemy import event

from backoffice import lane
from backoffice.actions import perform, preview
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.print_jobs import LIVE, JobKind, JobState
from backoffice.domain.refusal import Fault
from backoffice.workflows import finish_card, lost_card, print_queue, report_lost, spoil_card
from db import engine
from db.invariants import check
from db.opening import open_store
from printing.connections.folder import Folder
from printing.contracts import Prepared
from tests.faults.forks import DONE, serve, share_engine
from tests.fixtures.books import FixedClock, actor

CERTIFICATE = Shown(kind=CertificateKind.RESIDENT_ID, number="11010519491231002X")
DONE_AFTER_FAULT, UNCLEAN = 4, 5
_FORMS = uuid.UUID("c8f1f1b4-52c0-4b0e-9c1a-0c7f3a2f6a11")


class Unclean(Exception):  # noqa: N818  a finding
    """An invariant does not hold."""


class FolderPrinters:
    """The desk's folder, without the art of drawing."""

    def __init__(self, folder):
        self._folder = Folder(folder)

    def names(self, role):
        return (role,)

    def state(self, printer):
        return self._folder.state()

    def prepare(self, printer, document):
        return Prepared(
            kind="test",
            mime="application/pdf",
            ending="pdf",
            payload=repr(document).encode(),
            width_mm=80,
            height_mm=80,
            pages=1,
            duplex=False,
        )

    def deliver(self, printer, prepared, *, job, progress=None):
        return self._folder.deliver(prepared, job, lambda _state: None)


class Desk:
    """One clerk with one form. Forms keep their ids and their sheets over a restart."""

    def __init__(self, order):
        self.folder = Path(order["folder"])
        self.holder_id = order["holder_id"]
        self.attempt = order.get("attempt", "")
        self.store = open_store(
            f"sqlite:///{self.folder / 'books.sqlite'}",
            key_file=self.folder / "certificates.key",
            backups=self.folder,
        )
        if order["bare"]:
            _take_protection_away(self.store.engine)
        self.clock = FixedClock()
        self.actor = actor(self.store, "lina")
        self.paper = self.folder / "paper"
        self.printers = FolderPrinters(self.paper)
        draft = self.folder / "draft.json"
        self.sheets = json.loads(draft.read_text()) if draft.exists() else {}

    def replace_card(self):
        for job in lane.recover(self.store, self.clock, desk_id=self.actor.desk_id):
            assert job.state is JobState.SENT
        self.confirm("report", report_lost, holder_id=self.holder_id)
        self.confirm("replace", lost_card, holder_id=self.holder_id, certificate=CERTIFICATE)
        for _ in range(5):
            for role in ("card", "receipt"):
                while lane.step(
                    self.store, self.clock, self.printers, desk_id=self.actor.desk_id, printer=role
                ):
                    pass
            live = self.live()
            if not live:
                break
            for job in live:
                self.settle(job)
        assert not self.live()
        self.require_clean()

    def require_clean(self):
        with self.store.reading() as books:
            broken = check(books.connection, self.store.vault)
        if broken:
            raise Unclean(broken)

    def settle(self, job):
        """Look into the folder, as a clerk looks into the printer, and say what is there."""
        came_out = (self.paper / f"{job.number}-{job.id}.pdf").exists()
        name = f"{job.number}-{job.id}"
        if job.kind is not JobKind.CARD:
            verdict, reason = ("good", "") if came_out else ("spoiled", "nothing came out")
            fields = {"verdict": verdict, "reprint_reason": reason, "holder_id": job.holder_id}
            self.confirm(f"paper {name}", print_queue, job_id=job.id, **fields)
        elif came_out:
            fields = {"holder_id": job.holder_id, "card_id": job.card_id, "scanned": job.number}
            first = self.confirm(f"finish {name}", finish_card, **fields)
            assert self.confirm(f"finish {name}", finish_card, **fields) == first
        else:
            fields = {"card_id": job.card_id, "reason": "nothing_came_out"}
            self.confirm(f"spoil {name}", spoil_card, holder_id=job.holder_id, **fields)

    def confirm(self, form, module, **fields):
        action_id = str(uuid.uuid5(_FORMS, f"{form} {self.attempt}"))
        circumstances = {"action_id": action_id, "actor": self.actor}
        if module.WORKFLOW.preview:
            key = f"{form} {self.attempt}"
            if key not in self.sheets:
                shown = module.Request(**fields)
                sheet = preview(self.store, self.clock, module.WORKFLOW, shown, **circumstances)
                self.sheets[key] = sheet.digest
            fields["sheet"] = self.sheets[key]
        request = module.Request(**fields)
        return perform(self.store, self.clock, module.WORKFLOW, request, **circumstances)

    def live(self):
        with self.store.reading() as books:
            return books.jobs.at_desk(self.actor.desk_id, LIVE)


def _take_protection_away(opened):
    """Commit each statement by itself, and let entries stand without their action."""

    @event.listens_for(opened, "connect")
    def _(connection, _record):
        connection.execute("PRAGMA foreign_keys = 0")

    event.remove(opened, "begin", engine._begin_sqlite)
    opened.dispose()


def work(order):
    share_engine(order)
    try:
        return _work(order)
    except Unclean as unclean:
        print(order, unclean, file=sys.stderr)
        return UNCLEAN


def _work(order):
    code = DONE
    desk = Desk(order)
    if not order["bare"]:
        desk.require_clean()
    try:
        desk.replace_card()
    except Fault:
        if not order.get("persists"):
            raise
        code = DONE_AFTER_FAULT
        desk.require_clean()
        desk.replace_card()
    if order.get("keeps_draft"):
        (desk.folder / "draft.json").write_text(json.dumps(desk.sheets))
    desk.store.close()
    return code


if __name__ == "__main__":
    serve(work)
