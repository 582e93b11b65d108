"""The units of the tour, with batches in every state: made, packed, handed over, back, overdue.

All of it is done as at the window, by the same workflows, some of it days ago.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar

from backoffice import lane
from backoffice.actions import Workflow, new_action_id, perform, preview
from backoffice.domain.refusal import Fault
from backoffice.domain.roles import Actor
from backoffice.ui import tour_people
from backoffice.workflows import batch, batch_hand_over, batch_pack, batch_scan_back, unit_change
from backoffice.workflows.batch_scan_back import Fate

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books, Clock, Program

O = TypeVar("O")  # noqa: E741  an outcome

_SURNAMES, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳敏静磊洋艳勇杰娟涛超霞平刚桂英华玲",
)
_CONTACT, _TELEPHONE = "赵敏 Zhao Min", "86413001"
LARGE = ("TOUR9", "未来技术学院")
"""A unit with more people than the ribbon is good for; some of them without a photo."""
_LARGE_READY, _LARGE_WITHOUT_PHOTO = 212, 3


@dataclass(frozen=True, kw_only=True)
class Story:
    """How far the batch of a unit came.

    Attributes:
        made: How many days ago it was made and packed; handed over the day after.
        fetched: How many of its cards the unit gave to their holders by today.
    """

    unit: tuple[str, str]
    people: int
    made: int
    handed_over: bool = True
    fetched: int = 0


STORIES = {
    "overdue": Story(unit=("TOUR4", "体育部"), people=4, made=46, fetched=1),
    "closed": Story(unit=("TOUR5", "图书馆"), people=3, made=20, fetched=3),
    "partly": Story(unit=("TOUR6", "法学院"), people=6, made=6, fetched=2),
    "at-unit": Story(unit=("TOUR7", "外国语学院"), people=5, made=2),
    "packed": Story(unit=("TOUR8", "医学院"), people=4, made=1, handed_over=False),
}
"""By the state that a batch is in at the end."""


@dataclass(frozen=True)
class _Ago:
    """Implements ``ports.Clock``: tells what another clock told so many days ago."""

    clock: Clock
    days: int

    def now(self) -> datetime:
        return self.clock.now() - timedelta(days=self.days)

    def today(self) -> date:
        return self.clock.today() - timedelta(days=self.days)


def prepare(program: Program) -> None:
    """Enter units, make batches for them, and bring each as far as its story tells; once."""
    with program.store().reading() as books:
        if LARGE in {(unit.code, unit.name) for unit in books.batches.units()}:
            return
    for story in STORIES.values():
        _bring(program, story.unit, ready=story.people)
        _tell(program, story)
    _bring(program, LARGE, ready=_LARGE_READY, without_photo=_LARGE_WITHOUT_PHOTO)


def _bring(program: Program, unit: tuple[str, str], *, ready: int, without_photo: int = 0) -> None:
    def bring(books: Books, turn: Turn) -> None:
        known = books.intake.holders_known
        names = [f"{surname}{given}" for given in _GIVEN for surname in _SURNAMES]
        people = [
            tour_people.newcomer(f"{20260000 + known + n}", turn, name, "", unit=unit)
            for n, name in enumerate(names[: ready + without_photo])
        ]
        last = [replace(one, photos=()) for one in people[ready:]]
        books.intake.bring([*people[:ready], *last])

    tour_people.enter(program, bring, NoneType)


def _tell(program: Program, story: Story) -> None:
    """Let the story of one batch happen."""
    with program.store().reading() as books:
        clerk, desk = books.clerks.by_login(tour_people.CLERK), books.places.desks()[0]
        [unit_id] = [unit.id for unit in books.batches.units() if unit.code == story.unit[0]]
    assert clerk is not None  # noqa: S101  example books have her
    actor = Actor(clerk_id=clerk.id, name=clerk.name, role=clerk.role, desk_id=desk.id)
    do = partial(_do, program, actor)
    contact = {"contact": _CONTACT, "telephone": _TELEPHONE}
    do(story.made, unit_change.WORKFLOW, unit_change.Request(unit_id=unit_id, **contact))
    [made] = do(story.made, batch.WORKFLOW, batch.Request(unit_ids=(unit_id,))).batches
    _print(program, desk.id)
    with program.store().reading() as books:
        rows = books.batches.rows(made.batch_id, most=story.people)
    cards = tuple(row.card_number for row in rows)
    do(story.made, batch_pack.WORKFLOW, batch_pack.Request(batch_id=made.batch_id, scanned=cards))
    if story.handed_over:
        taken = batch_hand_over.Request(batch_id=made.batch_id, taken_by=_CONTACT)
        do(story.made - 1, batch_hand_over.WORKFLOW, taken)
    if story.fetched:
        fetched = batch_scan_back.Request(
            batch_id=made.batch_id, scanned=cards[: story.fetched], fate=Fate.HANDED_OUT
        )
        do(0, batch_scan_back.WORKFLOW, fetched)


def _do(
    program: Program,
    actor: Actor,
    ago: int,
    workflow: Workflow[Any, O],
    request: Any,  # noqa: ANN401  each workflow has its own
) -> O:
    """Do what a clerk does: the sheet is shown, then it is confirmed."""
    action_id = new_action_id()
    where = (program.store(), _Ago(program.clock, ago), workflow)
    sheet = preview(*where, request, action_id=action_id, actor=actor)
    confirmed = replace(request, sheet=sheet.digest)
    return perform(*where, confirmed, action_id=action_id, actor=actor)


def _print(program: Program, desk_id: int) -> None:
    """Print what waits, as the desk does while its window is open."""
    printers = program.printers()
    step = partial(
        lane.step, program.store(), program.clock, printers, printer=printers.names("card")[0]
    )
    while report := step(desk_id=desk_id):
        if report.outcome != "unconfirmed":
            raise Fault("tour-stuck", report.said)
