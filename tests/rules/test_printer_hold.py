import pytest

from backoffice import lane
from backoffice.domain.holds import HoldReason
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.workflows import finish_card, lost_card, printer_hold, report_lost, spoil_card
from tests.rules.conftest import CERTIFICATE


@pytest.fixture
def waiting(counter, people):
    return counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)


def hold(counter, printer="card"):
    with counter.store.reading() as books:
        return books.holds.of(counter.actor.desk_id, printer)


def pause(counter, **fields):
    return counter.do(printer_hold, **{"printer": "card", "reason": "supplies"} | fields)


def resume(counter):
    return counter.perform(printer_hold.RESUME, printer_hold.Resuming(printer="card"))


def test_a_paused_printer_takes_no_card_and_the_others_go_on(counter, waiting):
    pause(counter, words=" new ribbon ")
    reports = counter.print_all()
    assert [(r.job.kind, r.outcome) for r in reports] == [
        (JobKind.CARD, "waiting"),
        (JobKind.RECEIPT, "unconfirmed"),
    ]
    assert "ribbon or cards are being changed" in str(reports[0].said)
    on = hold(counter)
    assert (on.reason, on.words, on.held_by) == (HoldReason.SUPPLIES, "new ribbon", "Lina")
    resume(counter)
    assert hold(counter) is None
    assert counter.print_next().outcome == "unconfirmed"


def test_a_pause_needs_a_reason_and_is_not_put_on_twice(counter):
    counter.refused(printer_hold, "needs-reason", printer="card", reason="doubt")
    pause(counter)
    counter.refused(printer_hold, "held-already", printer="card", reason="other")


def test_what_is_not_held_is_not_resumed(counter):
    with pytest.raises(Exception, match="not held"):
        resume(counter)


def test_a_card_that_nobody_knows_about_holds_its_printer(counter, waiting):
    counter.paper.result = "unconfirmed"
    counter.print_all()
    on = hold(counter)
    assert (on.reason, on.held_by) == (HoldReason.DOUBT, "")
    assert hold(counter, "receipt") is None
    [job] = [job for job in counter.jobs(JobState.UNCONFIRMED) if job.kind is JobKind.CARD]
    assert job.hold_id == on.id


def settled(counter, waiting, how):
    about = {"holder_id": waiting.holder_id, "card_id": waiting.card_id}
    if how == "scanned back":
        counter.do(finish_card, scanned=waiting.card_number, **about)
    else:
        counter.do(spoil_card, reason="jam", **about)


@pytest.mark.parametrize("how", ["scanned back", "called a misprint"])
def test_it_goes_on_once_somebody_has_settled_that_card(counter, people, waiting, how):
    counter.paper.result = "unconfirmed"
    counter.print_next()
    counter.paper.result = "delivered"
    second = counter.do(lost_card, holder_id=people.staff(name="李娜"), certificate=CERTIFICATE)
    assert counter.print_next().outcome == "waiting"
    settled(counter, waiting, how)
    assert hold(counter) is None
    assert second.card_number in {r.job.number for r in counter.print_all()}


def test_what_a_clerk_paused_stays_paused_when_a_card_is_settled(counter, waiting):
    def meanwhile():
        counter.paper.while_printing = lambda: None
        pause(counter)

    counter.paper.result = "unconfirmed"
    counter.paper.while_printing = meanwhile
    counter.print_next()
    settled(counter, waiting, "scanned back")
    assert hold(counter).reason is HoldReason.SUPPLIES


def test_a_desk_that_died_in_mid_card_finds_its_printer_held(counter, waiting):
    def cut():
        raise KeyboardInterrupt

    counter.paper.while_printing = cut
    with pytest.raises(KeyboardInterrupt):
        counter.print_next()
    lane.recover(counter.store, counter.clock, desk_id=counter.actor.desk_id)
    assert hold(counter).reason is HoldReason.DOUBT


def test_a_printer_is_given_no_more_than_it_buffers(counter, people, waiting):
    second = counter.do(lost_card, holder_id=people.staff(name="李娜"), certificate=CERTIFICATE)
    meanwhile = []

    def others():
        counter.paper.while_printing = lambda: None
        meanwhile.append(counter.print_next())
        meanwhile.append(counter.print_next(ahead=2))
        meanwhile.append(counter.print_next(ahead=2))

    counter.paper.while_printing = others
    counter.print_next()
    [none, one, no_more] = meanwhile
    assert (none, no_more) == (None, None)
    assert one.job.number == second.card_number


def test_papers_go_on_while_the_card_printer_is_held(counter, people):
    pause(counter)
    counter.do(report_lost, holder_id=people.staff())
    assert [r.outcome for r in counter.print_all()] == ["unconfirmed"]
