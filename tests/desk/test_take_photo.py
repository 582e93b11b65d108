import pytest

from backoffice.domain.photos import PhotoReason, PhotoSource, PhotoState

MOST_PRESSES = 5


@pytest.fixture
def program(program, camera, studio):
    vars(program).update(camera=lambda: camera, studio=lambda: studio)
    return program


def photos(store, holder):
    with store.reading() as books:
        return books.photos.of_holder(holder)


def live(clerk):
    clerk.waits_for("Good: hold still.")


def test_from_the_key_to_waiting_for_approval_in_at_most_five_presses(clerk, people, store, camera):
    holder = people.staff(photo=False, card=None)
    clerk.look_up("20140001")
    clerk.presses = 0
    clerk.key("F6")
    live(clerk)
    clerk.key("space")
    clerk.waits_for("Use this picture")
    clerk.settle("camera", "store")
    clerk.key("Return")
    clerk.waits_for("Send for approval")
    clerk.key("Control-Return")
    clerk.waits_for("Waiting for approval.")
    assert clerk.sees("Gates use it the day after it is approved.")
    assert clerk.presses <= MOST_PRESSES
    print(f"key presses from F6 to waiting for approval: {clerk.presses}")
    [photo] = photos(store, holder)
    assert photo.state is PhotoState.SUBMITTED
    assert (photo.source, photo.reason) == (PhotoSource.CAMERA, PhotoReason.FIRST)
    assert not camera.running
