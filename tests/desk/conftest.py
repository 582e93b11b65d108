"""The window does not care which database it works on: SQLite is enough here."""

import pytest

from backoffice.actions import new_action_id, perform, preview
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.ui.desk import Desk
from backoffice.workflows import lost_card
from tests.desk import photo_steps
from tests.fixtures import documents


@pytest.fixture
def books_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def reopen(app, program):
    """Return how a clerk gets a new window on the same books and folder."""

    def reopen(clerk):
        clerk.desk.stop()
        clerk.desk.destroy()
        clerk.desk = Desk(app, program)
        clerk.desk.pack(fill="both", expand=True)

    return reopen


@pytest.fixture
def portrait():
    """Return a picture that may be printed."""
    return documents.portrait()


@pytest.fixture
def counter_replaces(store, clock, people, clerk_actor):
    """Replace a person's card at another desk; return the number of the lost one."""

    def replace_card(holder_id):
        people.blanks(count=5)
        shown = Shown(kind=CertificateKind.RESIDENT_ID, number="11010519491231002X")
        request = lost_card.Request(holder_id=holder_id, certificate=shown)
        turn = {"action_id": new_action_id(), "actor": clerk_actor}
        sheet = preview(store, clock, lost_card.WORKFLOW, request, **turn)
        request = lost_card.Request(holder_id=holder_id, certificate=shown, sheet=sheet.digest)
        return perform(store, clock, lost_card.WORKFLOW, request, **turn).lost_number

    return replace_card


@pytest.fixture
def staged(program, camera, studio):
    """Return the program with a lens and a studio that do as a test says."""
    vars(program).update(camera=lambda: camera, studio=lambda: studio)
    return program


@pytest.fixture
def before_the_lens(staged, clerk, people):
    """Return the clerk with the form open that takes a first photo, and the picture running."""
    people.staff(photo=False, card=None)
    photo_steps.open_form(clerk)
    clerk.waits_for("Good: hold still.")
    return clerk


@pytest.fixture
def cropping(before_the_lens):
    """Return the clerk with a picture taken."""
    photo_steps.take(before_the_lens)
    return before_the_lens
