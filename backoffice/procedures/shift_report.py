"""The report of a shift: counted anew from the books, said in lines of figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from backoffice.domain.documents import DayReport, Figure, Receipt
from backoffice.domain.ledger import AccountKind
from backoffice.domain.money import yuan
from backoffice.domain.print_jobs import JobKind
from backoffice.domain.reports import (
    ACTION_NAMES,
    CASH_NAMES,
    ShiftFigures,
    Waiver,
    done,
    movements,
)
from backoffice.domain.sentences import sentence
from backoffice.procedures import blank_count
from backoffice.procedures.paper import place_of, write_drawer_slip
from backoffice.words import bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from backoffice.actions import Turn
    from backoffice.domain.drawer import Shift
    from backoffice.domain.sentences import Sentence
    from backoffice.domain.timeline import StoredAction
    from backoffice.ports import Books

_WAIVED = "Waived: "


def figures(books: Books, shift: Shift, *, zone: tzinfo | None) -> ShiftFigures:
    """Count what a shift did so far, or did until it was closed."""
    actions = books.reports.actions(shift)
    outcomes = [(action, msgspec.json.decode(action.outcome)) for action in actions]
    changes = [out for action, out in outcomes if action.code == "department_change"]
    meals = [out["moved"] for action, out in outcomes if action.code == "meal_transfer"]
    return ShiftFigures(
        shift=shift,
        movements=movements(books.reports.entries(shift, AccountKind.CASH)),
        blanks=blank_count.figures(books, shift),
        count=books.blanks.count_of(shift.id),
        devices=books.blanks.devices_of(shift.id),
        done=done(actions),
        referrals=Counter(_hour(a.at, zone) for a in actions if a.code == "referral"),
        surrendered=sum(not out["kept"] for out in changes),
        kept=sum(bool(out["kept"]) for out in changes),
        fees=sum(
            entry.amount if entry.credit.kind is AccountKind.FEES else -entry.amount
            for entry in books.reports.entries(shift, AccountKind.FEES)
        ),
        meal=sum(amount or 0 for amount in meals),
        waivers=tuple(
            Waiver(amount=_part(out, "waived"), reason=_reason(books, action))
            for action, out in outcomes
            if _part(out, "waived")
        ),
        head=books.journal.head()[1],
    )


def write_report(books: Books, turn: Turn, shift: Shift) -> str:
    """Queue the report of a shift for the receipt printer and return the number of the paper."""
    found = figures(books, shift, zone=turn.now.tzinfo)
    return write_drawer_slip(
        books,
        turn,
        _title(shift),
        [bilingual(sentence("Head of the audit chain: {head}", head=found.head))],
        _lines(books, found),
    )


def day_report(books: Books, shift: Shift, *, clerk: str, at: datetime) -> DayReport:
    """Return the same report for the file."""
    found = figures(books, shift, zone=at.tzinfo)
    return DayReport(
        title=bilingual(_title(shift)),
        place=place_of(books.places.desk(shift.desk_id)),
        clerk=clerk,
        at=at,
        figures=tuple(_lines(books, found)),
        head=found.head,
    )


def _title(shift: Shift) -> Sentence:
    if shift.number is None:
        return sentence("X report, shift open")
    return sentence("Z report {number}", number=shift.number)


def _lines(books: Books, found: ShiftFigures) -> list[Figure]:
    return [
        *_cash(books, found),
        *_cards(found),
        *_blanks(found),
        *_others(found),
    ]


def _cash(books: Books, found: ShiftFigures) -> Iterator[Figure]:
    shift = found.shift
    yield _head(sentence("Drawer"))
    opened = sentence("Opened by {clerk}", clerk=books.clerks.get(shift.clerk_id).name)
    yield _line(opened, yuan(shift.opening))
    for movement in found.movements:
        name = sentence(CASH_NAMES.get(movement.memo, movement.memo))
        said = sentence("{name} ({count})", name=name, count=movement.count)
        yield _line(said, yuan(movement.amount))
    yield _line(sentence("Expected"), yuan(found.expected))
    if shift.counted is not None and found.difference is not None:
        yield _line(sentence("Counted"), yuan(shift.counted))
        yield _line(sentence("Difference"), yuan(found.difference))
    if shift.explanation:
        yield _line(sentence("Explained: {words}", words=shift.explanation), "·")
    if shift.second_id is not None:
        yield _line(sentence("Second person"), books.clerks.get(shift.second_id).name)


def _cards(found: ShiftFigures) -> Iterator[Figure]:
    yield _head(sentence("Cards"))
    for code, name in ACTION_NAMES.items():
        yield _line(sentence(name), str(found.done.get(code, 0)))
    yield _line(sentence("Surrendered at department changes"), str(found.surrendered))
    yield _line(sentence("Kept: no change was needed"), str(found.kept))


def _blanks(found: ShiftFigures) -> Iterator[Figure]:
    blanks, count = found.blanks, found.count
    yield _head(sentence("Blank cards"))
    yield _line(sentence("Blanks at the beginning"), str(blanks.begin))
    yield _line(sentence("Received in boxes"), str(blanks.received))
    yield _line(sentence("Arrived from other desks"), str(blanks.arrived))
    yield _line(sentence("Sent to other desks"), str(blanks.sent))
    yield _line(sentence("Loaded into the hopper"), str(blanks.loaded))
    yield _line(sentence("Became cards"), str(blanks.made))
    yield _line(sentence("Spoiled"), str(blanks.spoiled))
    if blanks.tested:
        yield _line(sentence("Test cards"), str(blanks.tested))
    yield _line(sentence("Still at the printer"), str(blanks.at_printer))
    yield _line(sentence("Blanks expected"), str(blanks.end - blanks.difference))
    if count is not None:
        yield _line(sentence("Counted in boxes"), str(count.stock))
        yield _line(sentence("Counted in the hopper"), str(count.hopper))
        yield _line(sentence("Difference of blanks"), f"{count.difference:+d}")
    for device in found.devices:
        if device.made is not None:
            made = sentence("Made by printer {name}, as it says", name=device.printer)
            yield _line(made, str(device.made))
    yield _line(sentence("Dead cards and misprints destroyed"), str(blanks.destroyed))


def _others(found: ShiftFigures) -> Iterator[Figure]:
    yield _head(sentence("Fees and transfers"))
    yield _line(sentence("Fees taken"), yuan(found.fees))
    for waiver in found.waivers:
        yield _line(sentence("Waived: {reason}", reason=waiver.reason), yuan(waiver.amount))
    yield _line(sentence("From old meal cards"), yuan(found.meal))
    yield _head(sentence("Sent to a terminal"))
    yield _line(sentence("Altogether"), str(sum(found.referrals.values())))
    for hour, count in sorted(found.referrals.items()):
        yield _line(sentence("{hour} o'clock", hour=f"{hour:02d}"), str(count))


def _line(label: Sentence, value: str) -> Figure:
    return Figure(label=bilingual(label), value=value)


def _head(label: Sentence) -> Figure:
    return Figure(label=bilingual(label))


def _part(outcome: Any, name: str) -> int:  # noqa: ANN401  JSON of any workflow
    found = outcome.get(name, 0) if isinstance(outcome, dict) else 0
    return found if isinstance(found, int) else 0


def _hour(at: datetime, zone: tzinfo | None) -> int:
    return at.astimezone(zone).hour


def _reason(books: Books, action: StoredAction) -> str:
    """Return the reason as the receipt says it: the request itself is kept as a digest only."""
    for job in books.jobs.of_action(action.id):
        if job.kind is JobKind.RECEIPT:
            for note in msgspec.json.decode(job.payload, type=Receipt).notes:
                if note.en.startswith(_WAIVED):
                    return note.en.removeprefix(_WAIVED)
    return "—"
