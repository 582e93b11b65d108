"""A lost staff card at the real window, by keyboard, with a card out of a real IPP printer."""

import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import JobState
from backoffice.domain.settings import PrinterAddress, Settings
from tests.desk.steps import NUMBER, cards
from tests.fixtures.documents import portrait
from tests.fixtures.pictures import NAME, PHOTO, by_another_hand, difference, likeness, part

MOST_PRESSES = 8


@pytest.fixture
def holder(people):
    people.blanks()
    return people.staff(name="𠅤䶮", name_latin="Tou Yan", balance=12345, photo=portrait())


@pytest.fixture
def settings(settings, ipp_printer):
    card = PrinterAddress(kind="ipp", target=ipp_printer.uri)
    return Settings(
        database=settings.database,
        folder=settings.folder,
        language=settings.language,
        desk=settings.desk,
        printers={"card": card, "receipt": settings.printers["receipt"]},
    )


def test_a_lost_staff_card_from_scan_to_hand_over(clerk, ipp_printer, holder, store, settings):
    clerk.scan(NUMBER)
    assert clerk.sees("𠅤䶮")
    assert clerk.sees("¥123.45")
    assert not clerk.sees(NUMBER[-6:])
    clerk.presses = 0
    clerk.key("F4")
    clerk.settle()
    clerk.key("Return")  # the certificate is still there from the scan that found its holder
    clerk.waits_for("Replace and print")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    assert clerk.presses <= MOST_PRESSES
    print(f"key presses from the certificate scan to printing: {clerk.presses}")

    new, lost = cards(store, holder)
    assert (lost.state, new.state) == (CardState.LOST, CardState.UNCONFIRMED)
    [pdf] = ipp_printer.received()
    look_at_the_card(pdf.read_bytes(), new.number)

    clerk.scan(lost.number)
    assert clerk.sees("the old card")
    clerk.scan(new.number)
    clerk.waits_for("in the holder's hand?")
    clerk.key("Control-Return")
    clerk.waits_for("Hand it over.")
    assert cards(store, holder)[0].state is CardState.ACTIVE
    with store.reading() as books:
        assert books.ledger.card_account(new.id).balance == 12345
        assert books.jobs.at_desk(clerk.desk.actor.desk_id, {JobState.UNCONFIRMED}) == []
    assert len(list((settings.folder / "printed").glob("*.pdf"))) == 1


def look_at_the_card(pdf, number):
    with pypdfium2.PdfDocument(pdf) as document:
        front, back = (page.render(scale=300 / 72).to_pil().convert("RGB") for page in document)
    assert {code.text for code in zxingcpp.read_barcodes(front)} == {number}
    with Image.open(io.BytesIO(portrait())) as jpeg:
        face = jpeg.convert("RGB")
    assert difference(part(front, PHOTO).resize(face.size), face) < 4
    assert difference(part(front, (50, 17.4, 26, 32)).resize(face.size), face) > 20
    name = part(front, NAME)
    assert likeness(name, by_another_hand("𠅤䶮")) > 0.85
    assert likeness(name, by_another_hand("㛃𬭎")) < 0.8
    assert back.size == front.size
