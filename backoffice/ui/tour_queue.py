"""The print queue of the tour: a printer is paused, and its pile is counted in the hand."""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING

from backoffice.domain.print_jobs import JobKind, JobState, Rank
from backoffice.domain.sentences import sentence
from backoffice.procedures.making import request_card, require_photo
from backoffice.ui import tour_people
from backoffice.ui.pages.print_queue import PrintQueue
from backoffice.ui.views.printer_hold import Pause
from backoffice.ui.views.resync import Resync
from backoffice.ui.views.waiting_job import Cancel, Move

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books, Program
    from backoffice.ui.tour import Guide

_NAMES = (("何静", "He Jing"), ("罗勇", "Luo Yong"), ("高敏", "Gao Min"), ("Ivan Petrov", ""))
_PRINTER = "card"
_STRANGE = "0010000001"
"""A card that this printer was not sent."""


def count_a_pile(guide: Guide, program: Program) -> None:
    """Pause a printer, look at what waits and what came out, and count it with a scan."""
    _ask_for_some(guide, program)
    _came_out(guide, program)
    page = guide.desk.stage.made(PrintQueue)
    assert isinstance(page, PrintQueue)  # noqa: S101  made of this class
    guide.desk.stage.open(PrintQueue)
    guide.settle()
    pause = page.column.open(Pause, None)
    assert isinstance(pause, Pause)  # noqa: S101  made of this class
    pause.about(_PRINTER)
    guide.fill(pause, words="YMCKO 用完 used up")
    guide.shoot("printer-hold", "begin")
    guide.act()
    guide.settle()
    guide.form.close()
    _ask_for_some(guide, program)
    guide.shoot("print-queue", "held")
    _waiting(guide, page, program)
    _count(guide, page, program)


def _count(guide: Guide, page: PrintQueue, program: Program) -> None:
    desk_id = guide.desk.session_place.id
    with program.store().reading() as books:
        given = books.jobs.at_printer(desk_id, _PRINTER)
    view = page.column.open(Resync, None)
    assert isinstance(view, Resync)  # noqa: S101  made of this class
    view.about(_PRINTER)
    guide.settle()
    guide.shoot("resync", "scan")
    view.on_scan(_STRANGE)
    guide.settle()
    guide.shoot("resync", "wrong-card")
    view.on_scan(given[-2].number)
    guide.settle()
    guide.shoot("resync", "others")
    guide.act()
    guide.shoot("resync", "sheet")
    guide.act()
    guide.settle()
    guide.shoot("resync", "done")
    view.close()
    guide.settle()


def _waiting(guide: Guide, page: PrintQueue, program: Program) -> None:
    desk_id = guide.desk.session_place.id
    with program.store().reading() as books:
        waiting = books.jobs.at_desk(desk_id, {JobState.QUEUED})
    jobs = [job for job in waiting if job.kind is JobKind.CARD]
    page.list.choose(*(str(job.id) for job in jobs))
    guide.shoot("print-queue", "waiting")
    move = page.column.open(Move, None)
    assert isinstance(move, Move)  # noqa: S101  made of this class
    move.about(jobs)
    guide.settle()
    guide.shoot("waiting-job", "move")
    cancel = page.column.open(Cancel, None)
    assert isinstance(cancel, Cancel)  # noqa: S101  made of this class
    cancel.about(jobs)
    guide.settle()
    guide.shoot("waiting-job", "cancel")
    cancel.close()


def _came_out(guide: Guide, program: Program) -> None:
    """Wait until the printer took every card: between two of them its lane is at rest as well."""
    desk_id = guide.desk.session_place.id

    def none_is_before_it() -> bool:
        with program.store().reading() as books:
            jobs = books.jobs.at_desk(desk_id, {JobState.QUEUED, JobState.SENT})
        return not any(job.kind is JobKind.CARD for job in jobs)

    guide.until(sentence("the printer has taken what it can"), none_is_before_it)
    guide.printed()


def _ask_for_some(guide: Guide, program: Program) -> None:
    """Ask for the cards of a few people, as a batch does."""

    def ask(books: Books, turn: Turn) -> None:
        known = books.intake.holders_known
        people = {f"Q{90000 + known + n}": names for n, names in enumerate(_NAMES)}
        books.intake.bring(
            [tour_people.newcomer(number, turn, *names) for number, names in people.items()]
        )
        for holder_id in books.holders.ids(list(people)).values():
            holder = books.holders.get(holder_id)
            photo = require_photo(books, holder)
            request_card(books, turn, holder, photo=photo, replaces=None, rank=Rank.BATCH)

    tour_people.enter(program, ask, NoneType, desk_id=guide.desk.actor.desk_id)
    guide.desk.something_happened()
    guide.settle()
