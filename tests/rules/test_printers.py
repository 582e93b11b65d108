from dataclasses import replace

import pytest

from backoffice.domain.print_jobs import LIVE
from backoffice.domain.printers import require_idle, require_removable
from backoffice.domain.refusal import Refusal
from backoffice.workflows import lost_card, waiting_job
from tests.rules.conftest import CERTIFICATE

ROLES = {"card": "card", "card-b": "card", "receipt": "receipt"}


@pytest.fixture
def live(counter, people):
    """Return what is not settled after a card was asked for: the card and its receipt."""
    counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    return lambda: counter.jobs(*LIVE)


@pytest.mark.parametrize("printer", ["card", "receipt"])
def test_what_waits_for_no_printer_by_name_waits_for_the_default_one(live, printer):
    with pytest.raises(Refusal) as refusal:
        require_idle(printer, ROLES, live())
    assert refusal.value.code == "printer-busy"
    assert str(refusal.value) == f"Waiting for “{printer}” or under way on it: 1."
    require_idle("card-b", ROLES, live())


def test_what_was_given_to_another_printer_waits_there(counter, live):
    [job] = [one for one in live() if one.kind.role == "card"]
    to = {"desk_id": job.desk_id, "printer": "card-b"}
    counter.do(waiting_job, job_ids=(job.id,), **to)
    require_idle("card", ROLES, live())
    with pytest.raises(Refusal):
        require_idle("card-b", ROLES, live())


def test_what_was_printed_and_is_not_settled_is_under_way(counter, live):
    counter.print_all()
    with pytest.raises(Refusal):
        require_idle("card", ROLES, live())
    settled = [replace(job, printer="card-b") for job in live()]
    require_idle("card", ROLES, settled)


@pytest.mark.parametrize(
    ("printer", "spare"), [("card", True), ("card-b", True), ("receipt", False)]
)
def test_the_only_one_of_its_kind_stays(printer, spare):
    if spare:
        require_removable(printer, ROLES)
        return
    with pytest.raises(Refusal) as refusal:
        require_removable(printer, ROLES)
    assert refusal.value.code == "printer-only"
