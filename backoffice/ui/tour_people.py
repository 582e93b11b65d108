"""The people of the tour: invented here, so that the tour knows their certificates."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from PIL import Image, ImageDraw

from backoffice.actions import Workflow, new_action_id, perform
from backoffice.domain.cards import CardState
from backoffice.domain.certificate_numbers import mod_11_2
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holders import HolderKind
from backoffice.domain.intake import BroughtCard, BroughtPhoto, HolderRow, MealAccount, Newcomer
from backoffice.domain.photos import PhotoState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.actions import Turn
    from backoffice.ports import Books, Program

O = TypeVar("O")  # noqa: E741  an outcome
CLERK = "lina"
_BODY = "11010519491231002"
CERTIFICATE = _BODY + mod_11_2(_BODY)
MISTYPED = _BODY + ("1" if CERTIFICATE[-1] != "1" else "2")


@dataclass(frozen=True, kw_only=True)
class Guests:
    """Whom the tour visits; their numbers."""

    staff: str
    student: str
    newcomer: str
    temporary: str


@dataclass(frozen=True, kw_only=True)
class _Request:
    """Nothing is asked: what is entered stands in the tour."""


def invite(program: Program) -> Guests:
    """Enter one person of each kind, and one without a card, into example books.

    Raises:
        Refusal: These are real books.
    """
    if not program.upkeep().example:
        raise Refusal(
            "not-example",
            sentence("The tour changes what it shows, so it goes through example books only."),
            advice=sentence("Name another database and fill it with “demo” first."),
        )

    def bring(books: Books, turn: Turn) -> Guests:
        known = books.intake.holders_known
        guests = Guests(
            staff=f"{20140217 + known}",
            student=f"S{90000 + known}",
            newcomer=f"N{90000 + known}",
            temporary=f"T{90000 + known}",
        )
        books.intake.bring(
            [
                _staff(guests.staff, turn),
                _student(guests.student, turn),
                newcomer(guests.newcomer, turn),
                _temporary(guests.temporary, turn),
            ]
        )
        return guests

    return enter(program, bring, Guests)


def enter(
    program: Program,
    run: Callable[[Books, Turn], O],
    outcome: type[O],
    *,
    desk_id: int | None = None,
) -> O:
    """Enter into the books what no workflow brings: people as a list, a portal or years left them.

    Args:
        program: Its books and its clock are used.
        run: Enters it.
        outcome: What that returns.
        desk_id: Where it happens, if that matters.
    """

    def once(books: Books, turn: Turn, _request: _Request) -> O:
        return run(books, turn)

    return perform(
        program.store(),
        program.clock,
        Workflow(code="tour", right=Right.ADMINISTER, run=once, outcome=outcome),
        _Request(),
        action_id=new_action_id(),
        actor=Actor(clerk_id=None, name="tour", role=Role.ADMINISTRATOR, desk_id=desk_id),
    )


def _staff(number: str, turn: Turn) -> Newcomer:
    meal = MealAccount(number=f"M{number}", balance=2050)
    return Newcomer(
        row=_row(number, "王小明", "Wang Xiaoming", HolderKind.STAFF, ("TOUR1", "物理学院")),
        photos=(_photo(turn),),
        cards=(_card(turn, "物理系", "staff", 12345),),
        meal=meal,
    )


def staff(number: str, name: str, turn: Turn) -> Newcomer:
    """Return a member of staff with an active card and little on it."""
    unit = ("TOUR1", "物理学院")
    return Newcomer(
        row=_row(number, name, "", HolderKind.STAFF, unit),
        photos=(_photo(turn),),
        cards=(_card(turn, unit[1], "staff", 500),),
    )


def _student(number: str, turn: Turn) -> Newcomer:
    unit = ("TOUR2", "建筑与设计学院")
    return Newcomer(
        row=_row(number, "欧阳𠅤", "Ouyang Heng", HolderKind.STUDENT, unit),
        photos=(_photo(turn),),
        cards=(_card(turn, unit[1], "student", 880),),
    )


def newcomer(
    number: str,
    turn: Turn,
    name: str = "刘洋",
    name_latin: str = "Liu Yang",
    *,
    unit: tuple[str, str] = ("TOUR2", "建筑与设计学院"),
) -> Newcomer:
    """Return a student with a photo and without a card."""
    row = _row(number, name, name_latin, HolderKind.STUDENT, unit)
    return Newcomer(row=row, photos=(_photo(turn),))


def _temporary(number: str, turn: Turn) -> Newcomer:
    """Return somebody whose card expired yesterday and whose record was extended."""
    unit = ("TOUR1", "物理学院")
    row = _row(number, "安娜", "Anna Smith", HolderKind.TEMPORARY, unit)
    yesterday = turn.today - timedelta(days=1)
    expired = replace(
        _card(turn, unit[1], "temporary", 6600), state=CardState.EXPIRED, valid_until=yesterday
    )
    return Newcomer(
        row=replace(row, valid_until=turn.today + timedelta(days=365)),
        photos=(_photo(turn),),
        cards=(expired,),
    )


def _row(
    number: str, name: str, name_latin: str, kind: HolderKind, unit: tuple[str, str]
) -> HolderRow:
    return HolderRow(
        number=number,
        name=name,
        name_latin=name_latin,
        kind=kind,
        unit_code=unit[0],
        unit_name=unit[1],
        certificate_kind=CertificateKind.RESIDENT_ID,
        certificate_number=CERTIFICATE,
    )


def _card(turn: Turn, unit: str, design: str, balance: int) -> BroughtCard:
    return BroughtCard(
        state=CardState.ACTIVE,
        since=datetime(2021, 9, 1, 9, tzinfo=UTC),
        issued_on=turn.today - timedelta(days=900),
        unit_name=unit,
        design=design,
        balance=balance,
    )


@functools.cache
def portrait() -> bytes:
    """Return the portrait of all of them, as JPEG."""
    picture = Image.new("RGB", (358, 441), "#c9dcef")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((54, 312, 304, 640), fill="#31507a")
    draw.rectangle((154, 270, 204, 340), fill="#e0ac86")
    draw.ellipse((104, 84, 254, 296), fill="#edbd98")
    draw.pieslice((94, 62, 264, 262), 180, 360, fill="#23201f")
    for x in (146, 198):
        draw.ellipse((x, 178, x + 14, 190), fill="#2b2320")
    draw.arc((150, 218, 208, 258), 20, 160, fill="#a2564a", width=4)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()


def _photo(turn: Turn) -> BroughtPhoto:
    return BroughtPhoto(
        picture=portrait(),
        state=PhotoState.APPROVED,
        taken_on=turn.today,
        effective_on=turn.today,
    )
