"""The photos of the tour: a queue as a portal leaves it, looked at by a supervisor."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image, ImageEnhance

from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holders import HolderKind
from backoffice.domain.intake import BroughtPhoto, HolderRow, Newcomer
from backoffice.domain.measurements import Measurements, PhotoFault, Verdict
from backoffice.domain.photos import NewPhoto, PhotoReason, PhotoSource, PhotoState
from backoffice.ui import tour_people
from backoffice.ui.pages.photos import Photos
from backoffice.ui.tour_camera import GOOD, TOO_DARK

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books, Program
    from backoffice.ui.tour import Guide

_NAMES = ("陈晨", "赵敏", "周杰", "吴磊", "郑爽", "Ann Smith", "冯唐", "卫青", "孙悦")
UNIT = ("TOUR3", "数学学院")
_SUPERVISOR = "zhang"
_MARKED = 2
TILTED = replace(
    GOOD,
    verdict=Verdict.DOUBTFUL,
    faults=(PhotoFault.TILTED, PhotoFault.BACKGROUND),
    figures=tuple(
        replace(f, value={"roll": 9.0, "background": 14.2}.get(f.name, f.value))
        for f in GOOD.figures
    ),
)


def collect(program: Program) -> str:
    """Let the photos of invented people wait for approval; return the number of the first."""

    def enter(books: Books, turn: Turn) -> str:
        known = books.intake.holders_known
        people = {f"P{90000 + known + n}": name for n, name in enumerate(_NAMES)}
        books.intake.bring(
            [_person(number, name, turn, n) for n, (number, name) in enumerate(people.items())]
        )
        ids = books.holders.ids(list(people))
        for n, number in enumerate(people):
            books.photos.submit(_photo(ids[number], turn, n))
        return next(iter(people))

    return tour_people.enter(program, enter, str)


def decide(guide: Guide, number: str) -> None:
    """Let a supervisor look at the queue, and approve the photo of the person ``number``."""
    guide.sign_in(_SUPERVISOR)
    guide.desk.stage.open(Photos)
    page = guide.desk.stage.page
    assert isinstance(page, Photos)  # noqa: S101  just opened
    guide.settle()
    listed = page.waiting.rows
    page.list.look_at(next(one.photo.id for one in listed if one.holder_number == number))
    guide.shoot("photos", "list")
    guide.type(page.list, "space", lambda: len(page.list.marks) == 1)
    _look_at_next(guide, page)
    guide.shoot("photos", "doubtful")
    _look_at_next(guide, page)
    guide.type(page.list, "space", lambda: len(page.list.marks) == _MARKED)
    guide.type(page.list, "a", lambda: bool(page.side.questions.winfo_children()))
    guide.shoot("photos", "question")
    page.side.clear()
    page.list.unmark()
    guide.type(page.list, "r", lambda: page.column.view is not None)
    guide.shoot("photo-approval", "reasons")
    page.column.close()
    page.list.move(-_MARKED)
    guide.settle()
    waited = page.waiting.count
    guide.type(page.list, "a", lambda: page.waiting.count == waited - 1)
    guide.shoot("photos", "approved")
    _set_day(guide, number)


def _look_at_next(guide: Guide, page: Photos) -> None:
    before = page.compare.seen
    guide.type(page.list, "Down", lambda: page.compare.seen not in {None, before})


def _set_day(guide: Guide, number: str) -> None:
    guide.desk.to_search()
    guide.find(number)
    guide.shoot("person", "photo-coming")
    guide.key("Shift+F6")
    guide.fill(guide.form, reason="…")
    guide.act()
    guide.shoot("photo-date", "sheet")
    guide.form.close()


def _person(number: str, name: str, turn: Turn, n: int) -> Newcomer:
    old = BroughtPhoto(
        picture=tour_people.portrait(),
        state=PhotoState.APPROVED,
        taken_on=turn.today,
        effective_on=turn.today,
    )
    return Newcomer(
        row=HolderRow(
            number=number,
            name=name,
            name_latin="",
            kind=HolderKind.STUDENT,
            unit_code=UNIT[0],
            unit_name=UNIT[1],
            certificate_kind=CertificateKind.RESIDENT_ID,
            certificate_number=tour_people.CERTIFICATE,
        ),
        photos=(old,) if n % 4 else (),
    )


def _photo(holder_id: int, turn: Turn, n: int) -> NewPhoto:
    measured: Measurements = (GOOD, TILTED, TOO_DARK)[n % 3]
    with Image.open(io.BytesIO(tour_people.portrait())) as drawn:
        picture = drawn.convert("RGB")
    if measured is TILTED:
        picture = picture.rotate(-9, fillcolor="#c9dcef", resample=Image.Resampling.BICUBIC)
    elif measured is TOO_DARK:
        picture = ImageEnhance.Brightness(picture).enhance(0.35)
    else:
        picture = ImageEnhance.Color(picture).enhance(0.6 + 0.1 * n)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return NewPhoto(
        holder_id=holder_id,
        picture=file.getvalue(),
        source=PhotoSource.PORTAL,
        reason=PhotoReason.COLLECTED,
        taken_on=turn.today,
        taken_by=None,
        measured=measured,
    )
