"""A photo from the lens to the plastic: taken, approved, in force a day later, printed."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from backoffice.actions import new_action_id, perform
from backoffice.day_change import change_day
from backoffice.domain.photos import PhotoState
from backoffice.domain.settings import PrinterAddress
from backoffice.workflows import photo_approval
from tests.desk.steps import NUMBER, cards
from tests.fixtures import documents, portraits
from tests.fixtures.pictures import DOTS, PHOTO

MOST_PRESSES = 5
FOUND, NOT_FOUND = 0.95, 0.6


@pytest.fixture
def holder(people):
    people.blanks()
    return people.staff(name="𠅤䶮", name_latin="Tou Yan", photo=documents.portrait())


@pytest.fixture
def settings(settings, ipp_printer, video):
    card = PrinterAddress(kind="ipp", target=ipp_printer.uri)
    printers = {"card": card, "receipt": settings.printers["receipt"]}
    return replace(settings, printers=printers, camera=str(video))


def test_a_photo_from_the_lens_to_the_plastic(
    clerk, ipp_printer, holder, store, clock, supervisor_actor
):
    take_the_photo(clerk)
    photo = newest(store, holder)
    assert photo.state is PhotoState.SUBMITTED
    assert photo.measured.faults == ()
    with store.reading() as books:
        taken = books.photos.picture(photo.id)
        old = books.photos.in_force(holder, on=clock.today())

    request = photo_approval.Approval(photo_ids=(photo.id,))
    about = {"action_id": new_action_id(), "actor": supervisor_actor}
    perform(store, clock, photo_approval.APPROVE, request, **about)
    with store.reading() as books:  # P4: gates keep the old one until the next day
        assert books.photos.in_force(holder, on=clock.today()).id == old.id
    clock.move(days=1)
    change_day(store, clock)
    with store.reading() as books:
        assert books.photos.in_force(holder, on=clock.today()).id == photo.id
        assert books.photos.get(old.id).state is PhotoState.SUPERSEDED

    replace_the_lost_card(clerk)
    [pdf] = ipp_printer.received()
    front = front_of(pdf.read_bytes())
    found = likeness(front, taken)
    assert found > FOUND
    assert likeness(front, documents.portrait()) < NOT_FOUND
    before_the_lens = portraits.jpeg(portraits.portrait())  # by the fixture, not by the program
    right_way, mirrored = (
        likeness(front, before_the_lens),
        likeness(front, flipped(before_the_lens)),
    )
    assert right_way > found - 0.3 > mirrored
    print(f"likeness: photo {found:.2f}, lens {right_way:.2f}, its mirror image {mirrored:.2f}")
    assert cards(store, holder)[0].photo_id == photo.id


def take_the_photo(clerk):
    clerk.look_up("20140001")
    clerk.presses = 0
    clerk.key("F6")
    clerk.waits_for("Good: hold still.")
    clerk.key("Return")
    clerk.waits_for("Use this picture")
    clerk.settle("camera", "store")
    clerk.key("Return")
    clerk.waits_for("Send for approval")
    clerk.key("Control-Return")
    clerk.waits_for("Waiting for approval.")
    assert clerk.presses <= MOST_PRESSES
    clerk.key("Return")
    clerk.settle()


def replace_the_lost_card(clerk):
    clerk.scan(NUMBER)
    clerk.key("F4")
    clerk.settle()
    clerk.key("Return")
    clerk.waits_for("Replace and print")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")


def newest(store, holder):
    with store.reading() as books:
        return books.photos.of_holder(holder)[0]


def front_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=300 / 72).to_pil().convert("RGB")


def likeness(front, portrait):
    """Return how well the best place on the card matches a portrait: 1 for the very same."""
    size = (round(PHOTO[2] * DOTS), round(PHOTO[3] * DOTS))
    with Image.open(io.BytesIO(portrait)) as jpeg:
        wanted = np.asarray(jpeg.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    found = cv2.matchTemplate(np.asarray(front), wanted, cv2.TM_CCOEFF_NORMED)
    return float(found.max())


def flipped(portrait):
    out = io.BytesIO()
    with Image.open(io.BytesIO(portrait)) as jpeg:
        jpeg.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(out, "JPEG", quality=95)
    return out.getvalue()
