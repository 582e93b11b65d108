"""The live picture by itself: who works where, how fast, how steadily, and on how much memory."""

import ctypes
import gc
import itertools
import sys
import threading
import time

import pytest
from PIL import Image, ImageOps

from backoffice.devices.camera import OpenCvCamera
from backoffice.domain.pictures import Frame
from backoffice.ui import tasks
from backoffice.ui.camera_session import CameraSession
from backoffice.ui.live_picture import LivePicture
from tests.fixtures.stand_in_camera import StandInCamera, scene

SHOTS, WARM = 600, 60
ALLOWED = 300 << 10
"""Bytes: half a kilobyte a shot, so a day of preview would cost 200 MB at most."""
_BLOCK = 64
"""Bytes of a small Python object, about."""


@pytest.fixture
def program(program, camera, studio):
    vars(program).update(camera=lambda: camera, studio=lambda: studio)
    return program


@pytest.fixture
def watching(clerk, people):
    """Return the clerk with the picture running."""
    people.staff()
    clerk.look_up("20140001")
    clerk.key("F6")
    clerk.waits_for("Good: hold still.")
    return clerk


def preview(clerk):
    return clerk.desk.view.preview


# ── lanes ────────────────────────────────────────────────────────────────────────────────────


def test_grabbing_and_measuring_have_a_lane_of_their_own(watching, camera):
    assert camera.threads == {"lane camera"}


def test_the_next_shot_is_asked_for_when_the_last_one_is_on_the_screen(watching, camera):
    shots = camera.shots
    time.sleep(0.3)  # the window is busy and draws nothing; a camera run ahead would go on
    assert camera.shots <= shots + 1


def test_the_window_answers_while_the_picture_runs(watching, camera):
    ticks, drawn = [], []
    show = preview(watching).picture.show
    preview(watching).picture.show = lambda *a, **k: (drawn.append(1), show(*a, **k))

    def tick():
        ticks.append(time.perf_counter())
        if len(ticks) < 200:
            watching.app.after(5, tick)

    camera.pause = 1 / 30
    tick()
    watching.wait_until(lambda: len(ticks) == 200, what="the window to tick")
    gap = max(b - a for a, b in itertools.pairwise(ticks)) * 1000
    rate = len(drawn) / (ticks[-1] - ticks[0])
    print(f"{rate:.1f} pictures a second, longest gap of the window {gap:.0f} ms")
    assert len(drawn) > 5


def test_a_camera_that_hangs_never_holds_up_the_window(watching, camera):
    camera.hold()
    watching.press("中文")
    assert watching.button("锁定")
    watching.press("English")
    watching.key("Escape")
    assert watching.desk.view is None
    assert not camera.running
    camera.go()
    watching.settle("camera")


def test_a_cable_pulled_from_the_real_camera_is_said_in_place_and_it_comes_back(
    clerk, people, stream
):
    vars(clerk.desk.program)["camera"] = lambda: OpenCvCamera(stream.url)
    people.staff()
    clerk.look_up("20140001")
    clerk.key("F6")
    clerk.waits_for("Good: hold still.")
    stream.stop()
    clerk.waits_for("The camera no longer gives a picture.")
    stream.start()
    clerk.press("Try again")
    clerk.waits_for("Good: hold still.")
    assert stream.watched
    clerk.key("Escape")
    clerk.wait_until(lambda: not stream.watched, what="the connection to be given up")


# ── sessions ─────────────────────────────────────────────────────────────────────────────────


def test_a_camera_that_comes_up_after_the_form_was_closed_is_let_go(program, camera):
    camera.hold()
    session, errors = CameraSession(program), []

    def ask():
        try:
            session.next((640, 480))
        except Exception as error:  # noqa: BLE001  whatever it is, it is looked at
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    session.close()
    camera.go()
    thread.join(5)
    assert camera.opened == 1
    assert not camera.running
    assert [error.code for error in errors] == ["camera-gone"]


def test_a_closed_session_starts_nothing(program, camera):
    session = CameraSession(program)
    session.close()
    session.close()
    with pytest.raises(Exception, match="let go"):
        session.next((640, 480))
    assert camera.opened == 0


# ── memory ───────────────────────────────────────────────────────────────────────────────────


class QuickCamera(StandInCamera):
    """Makes a fresh 1280 × 720 picture for each shot and scales it to the room."""

    def __init__(self):
        super().__init__()
        self.pause = 0
        self.source = ImageOps.mirror(scene())
        self.make = self.fresh
        self.go, self.waits = threading.Event(), threading.Event()
        self.go.set()

    def fresh(self, room):
        if not self.go.is_set():  # nothing of a shot is on its way while memory is measured
            self.waits.set()
            self.go.wait()
        picture = Image.frombytes("RGB", self.source.size, self.source.tobytes())
        # Nearest pixels: as much memory as a good picture, and quick.
        small = ImageOps.contain(picture, room, Image.Resampling.NEAREST)
        return Frame(width=small.width, height=small.height, rgb=small.tobytes())


@pytest.fixture
def camera(request):
    return QuickCamera() if "quickly" in request.fixturenames else StandInCamera()


class _Allocated(ctypes.Structure):
    """What ``mallinfo2`` of the C library tells."""

    _names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in _names.split()]


def memory(clerk, camera):
    """Return the bytes that are in use between two shots; neither caches nor gaps count."""
    camera.waits.clear()
    camera.go.clear()
    clerk.wait_until(camera.waits.is_set, 60, "the camera to wait")
    gc.collect()
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _Allocated
    told = ask()
    camera.go.set()
    return told.uordblks + told.hblkhd + sys.getallocatedblocks() * _BLOCK


def growth(clerk, camera, *, warm, shots):
    """Return by how much what is in use grows over so many shots, after a warm-up."""
    drive(clerk, camera, warm)
    before, began = memory(clerk, camera), time.monotonic()
    drive(clerk, camera, warm + shots)
    grown = memory(clerk, camera) - before
    print(f"{shots} shots in {time.monotonic() - began:.0f} s: {grown / 2**10:+.1f} KB")
    return grown


def drive(clerk, camera, shots):
    """Let the window work as fast as it can until the camera gave so many shots."""
    end = time.monotonic() + 300
    while camera.shots < shots:
        assert time.monotonic() < end, camera.shots
        clerk.app.update()
        time.sleep(0.0002)  # or the lane never gets its turn


@pytest.fixture
def quickly(monkeypatch):
    """Fetch answers from the lanes more often than a window needs to."""
    monkeypatch.setattr(tasks, "_POLL_MS", 1)


def test_a_long_preview_keeps_the_memory_as_it_is(quickly, watching, camera):
    assert growth(watching, camera, warm=WARM, shots=SHOTS) < ALLOWED


def test_control_a_new_image_for_each_frame_is_noticed(quickly, watching, camera, monkeypatch):
    kept, paint = [], LivePicture.show

    def careless(self, *frame, **named):
        self.clear()
        paint(self, *frame, **named)
        kept.append(self._image)

    monkeypatch.setattr(LivePicture, "show", careless)
    assert growth(watching, camera, warm=10, shots=20) > ALLOWED
    kept.clear()
