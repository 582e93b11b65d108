"""P2: the camera of the desk, played by a video file and by a stream that fails."""

import gc
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from textwrap import dedent

import cv2
import numpy as np
import pytest

from backoffice.devices import camera, reader
from backoffice.devices.camera import OpenCvCamera
from backoffice.domain.measurements import Measurements, PhotoFault, Verdict
from backoffice.domain.pictures import PORTRAIT
from backoffice.domain.refusal import Fault
from tests.fixtures.cameras import before_camera, video_file
from tests.fixtures.ipp_printer import wait_until

ROOM = (640, 480)
PAGE = os.sysconf("SC_PAGESIZE")
UNMEASURED = Measurements(verdict=Verdict.GOOD)


@pytest.fixture
def impatient(monkeypatch):
    """Wait a tenth as long as at a desk: who waits in vain need not wait long."""
    monkeypatch.setattr(camera, "SILENCE_SECONDS", 0.3)
    monkeypatch.setattr(
        reader,
        "_PATIENCE",
        (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 600, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 600),
    )


@pytest.fixture
def unmeasured(monkeypatch):
    """Measure nothing: it is slow, and has tests of its own."""
    monkeypatch.setattr(camera, "measure", lambda *_, **__: UNMEASURED)


def pixels(frame) -> np.ndarray:
    """Return a frame as rows of red, green, blue."""
    return np.frombuffer(frame.rgb, np.uint8).reshape(frame.height, frame.width, 3)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(float) - other.astype(float)).mean())


def fault(work) -> str:
    with pytest.raises(Fault) as told:
        work()
    assert "choose a file instead" in str(told.value), "the clerk is told what to do"
    return told.value.code


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "camera reader"]


@pytest.mark.parametrize("source", ["video", "stream"])
def test_p2_shots_come_one_after_another_and_are_measured(source, request):
    given = request.getfixturevalue(source)
    with OpenCvCamera(str(getattr(given, "url", given))).open() as preview:
        preview.next(room=ROOM)  # the cascades are loaded
        begun = time.monotonic()
        shots = [preview.next(room=ROOM) for _ in range(10)]
        print(f"{10 / (time.monotonic() - begun):.1f} measured shots a second")
    assert {shot.measured.verdict for shot in shots} == {Verdict.GOOD}
    assert {shot.measured.faults for shot in shots} == {()}
    assert len({id(shot.picture) for shot in shots}) == 10


@pytest.mark.parametrize(
    ("person", "told"),
    [({"larger": 0.5}, PhotoFault.FACE_TOO_SMALL), ({"across": 0.18}, PhotoFault.OFF_CENTRE)],
    ids=lambda value: getattr(value, "value", None),
)
def test_p2_what_is_wrong_inside_the_guide_is_told(tmp_path, person, told):
    film = video_file(tmp_path / "camera.avi", [before_camera(**person)] * 5)
    with OpenCvCamera(str(film)).open() as preview:
        assert preview.next(room=ROOM).measured.faults[0] is told


def test_p2_the_preview_is_a_mirror_and_the_still_is_not(video, unmeasured):
    with OpenCvCamera(str(video)).open() as preview:
        shot = preview.next(room=ROOM)
    still = shot.still()
    assert still.size == (1280, 720)
    straight = pixels(still.shown(ROOM))
    assert apart(pixels(shot.frame), straight[:, ::-1]) < 1
    assert apart(pixels(shot.frame), straight) > 20
    original = cv2.resize(before_camera(), (640, 360), interpolation=cv2.INTER_AREA)
    assert apart(straight, original[:, :, ::-1]) < 4


@pytest.mark.parametrize("room", [(640, 480), (300, 900), (1920, 1080), (51, 37)])
def test_p2_the_frame_fits_into_the_room(video, unmeasured, room):
    with OpenCvCamera(str(video)).open() as preview:
        frame = preview.next(room=room).frame
    assert len(frame.rgb) == frame.width * frame.height * 3
    assert frame.width == room[0] or frame.height == room[1]
    assert frame.width <= room[0]
    assert frame.height <= room[1]
    assert frame.width / frame.height == pytest.approx(16 / 9, rel=0.03)


@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (480, 640)], ids=str)
def test_p2_the_guide_has_the_proportions_of_a_portrait_and_stands_in_the_middle(
    tmp_path, unmeasured, size
):
    film = video_file(tmp_path / "camera.avi", [before_camera(size)] * 5)
    with OpenCvCamera(str(film)).open() as preview:
        left, top, width, height = preview.next(room=ROOM).guide
    proportion = width * size[0] / (height * size[1])
    assert proportion == pytest.approx(PORTRAIT[0] / PORTRAIT[1], rel=0.01)
    assert left == pytest.approx(1 - left - width)
    assert top == pytest.approx(1 - top - height)
    assert max(width, height) == pytest.approx(0.9, abs=0.01)


def test_p2_the_portrait_is_measured_with_its_real_pixels(tmp_path):
    film = video_file(tmp_path / "camera.avi", [before_camera((320, 240))] * 5)
    with OpenCvCamera(str(film)).open() as preview:
        figures = {f.name: f.value for f in preview.next(room=ROOM).measured.figures}
    assert figures["resolution"] == pytest.approx(0.9 * 240 * 358 / 441, abs=2)


def test_p2_only_the_newest_frame_is_kept(tmp_path, unmeasured):
    greys = [np.full((240, 320, 3), step, np.uint8) for step in range(250)]
    film = video_file(tmp_path / "camera.avi", greys, rate=60)
    with OpenCvCamera(str(film)).open() as preview:
        wait_until(lambda: preview._reader._number >= 40, what="forty frames")
        shown = pixels(preview.next(room=ROOM).frame).mean()
        assert shown > 35, "a clerk who was slow sees now, not then"


def test_p2_a_video_begins_again_at_its_end(tmp_path, unmeasured):
    film = video_file(tmp_path / "camera.avi", [before_camera((320, 240))] * 3, rate=100)
    with OpenCvCamera(str(film)).open() as preview:
        for _ in range(10):
            preview.next(room=ROOM)
        assert preview._reader._number >= 10


def test_p2_a_video_runs_no_faster_than_it_was_filmed(tmp_path, unmeasured):
    film = video_file(tmp_path / "camera.avi", [before_camera((320, 240))] * 20, rate=20)
    with OpenCvCamera(str(film)).open() as preview:
        begun = time.monotonic()  # a busy machine only makes it slower
        while preview._reader._number < 12:
            preview.next(room=ROOM)
        assert time.monotonic() - begun > 8 / 20


@pytest.mark.parametrize("target", ["97", "no/such/file.avi", "http://127.0.0.1:9/stream.mjpg"])
def test_p2_a_missing_camera_is_told(target):
    assert fault(OpenCvCamera(target).open) == "camera-missing"


def test_p2_a_file_that_is_no_video_is_no_camera(tmp_path):
    (tmp_path / "camera.avi").write_bytes(b"no video" * 1000)
    assert fault(OpenCvCamera(str(tmp_path / "camera.avi")).open) == "camera-missing"


def test_p2_a_device_that_gives_no_picture_is_busy(tmp_path, monkeypatch):
    monkeypatch.setattr(camera, "_DEVICES", tmp_path)
    (tmp_path / "video97").touch()
    assert fault(OpenCvCamera("97").open) == "camera-busy"


class Blind:
    """A device that opens and gives no picture, as one does that another program reads."""

    released = False

    def isOpened(self):  # noqa: N802  OpenCV's name
        return True

    def read(self):
        return False, None

    def release(self):
        self.released = True


def test_p2_a_device_that_opens_and_gives_no_picture_is_busy(impatient, monkeypatch):
    blind = Blind()
    monkeypatch.setattr(reader, "_opened", lambda _target: blind)
    assert fault(OpenCvCamera("http://127.0.0.1:9/").open) == "camera-busy"
    wait_until(lambda: blind.released, what="the device")


def test_p2_a_camera_that_takes_the_call_and_says_nothing_is_busy(stream, impatient):
    stream.hanging.set()
    assert fault(OpenCvCamera(stream.url).open) == "camera-busy"
    stream.hanging.clear()
    with OpenCvCamera(stream.url).open() as preview:
        assert preview.next(room=ROOM)


def until_gone(preview) -> None:
    while True:
        preview.next(room=ROOM)


def test_p2_a_pulled_cable_is_told_and_the_camera_works_again_once_it_is_back(stream, unmeasured):
    with OpenCvCamera(stream.url).open() as preview:
        preview.next(room=ROOM)
        stream.stop()
        assert fault(lambda: until_gone(preview)) == "camera-gone"
    assert fault(OpenCvCamera(stream.url).open) == "camera-missing"
    stream.start()
    with OpenCvCamera(stream.url).open() as preview:
        assert preview.next(room=ROOM)


def test_p2_a_camera_that_hangs_is_told(stream, impatient, unmeasured):
    with OpenCvCamera(stream.url).open() as preview:
        preview.next(room=ROOM)
        stream.hanging.set()
        assert fault(lambda: until_gone(preview)) == "camera-gone"


def test_p2_letting_a_hanging_camera_go_wakes_who_waits_for_it(stream, unmeasured, monkeypatch):
    monkeypatch.setattr(camera, "SILENCE_SECONDS", 60)
    monkeypatch.setattr(reader, "_PATIENCE", ())  # FFmpeg itself waits half a minute
    preview = OpenCvCamera(stream.url).open()
    told: list[str] = []
    stream.hanging.set()
    waiting = threading.Thread(target=lambda: told.append(fault(lambda: until_gone(preview))))
    waiting.start()
    wait_until(lambda: preview._reader._news._waiters, what="somebody who waits")
    closing = threading.Thread(target=lambda: [preview.close(), preview.close()])
    closing.start()
    closing.join(10)
    waiting.join(10)
    assert not closing.is_alive()
    assert told == ["camera-gone"]


def test_p2_a_camera_is_let_go_at_the_end(stream, unmeasured):
    with OpenCvCamera(stream.url).open() as preview:
        preview.next(room=ROOM)
        assert stream.watched
        assert readers()
    wait_until(lambda: not readers(), what="the thread")
    wait_until(lambda: not stream.watched, what="the connection")


def test_p2_a_hanging_camera_is_let_go_as_soon_as_it_answers(stream, impatient, unmeasured):
    with OpenCvCamera(stream.url).open() as preview:
        stream.hanging.set()
        assert fault(lambda: until_gone(preview)) == "camera-gone"
    wait_until(lambda: not readers(), what="the thread")


def test_p2_a_camera_that_was_refused_is_let_go(impatient):
    fault(OpenCvCamera("no/such/file.avi").open)
    wait_until(lambda: not readers(), what="the thread")


def run(program: str, *arguments: object) -> tuple[int, str, str]:
    """Run a program of its own; return its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", dedent(program), *map(str, arguments)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def test_p2_nothing_is_said_on_the_terminal(tmp_path):
    (tmp_path / "camera.avi").write_bytes(before_camera((320, 240)).tobytes())
    program = """
        import sys
        from backoffice.devices.camera import OpenCvCamera
        from backoffice.domain.refusal import Fault
        for target in sys.argv[1:]:
            try:
                OpenCvCamera(target).open()
            except Fault:
                continue
    """
    targets = (tmp_path / "camera.avi", "97", "no/such/file", "http://127.0.0.1:9/")
    assert run(program, *targets) == (0, "", "")


UNFINISHED = """
    import sys, atexit
    from backoffice.devices import reader
    from backoffice.devices.camera import OpenCvCamera
    if sys.argv[2] == "unprotected":
        atexit.unregister(reader._end_all)
    preview = OpenCvCamera(sys.argv[1]).open()
"""


def test_p2_a_program_that_ends_in_mid_preview_ends_well(tmp_path):
    film = video_file(tmp_path / "camera.avi", [before_camera()] * 10, rate=1000)
    assert run(UNFINISHED, film, "") == (0, "", "")
    assert run(UNFINISHED, film, "unprotected")[0] != 0, "otherwise OpenCV aborts it"


def resident() -> int:
    """Return the memory of this process in bytes."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def grown(film: Path, *, shots: int, kept: list[object] | None = None) -> int:
    """Return by how many bytes the process grew over so many shots."""
    with OpenCvCamera(str(film)).open() as preview:
        for _ in range(60):
            preview.next(room=(320, 240))
        before = resident()
        for _ in range(shots):
            shot = preview.next(room=(320, 240))
            if kept is not None:
                kept.append(shot)
        return resident() - before


@pytest.fixture
def fast_film(tmp_path):
    return video_file(tmp_path / "fast.avi", [before_camera((480, 270))] * 30, rate=400)


def test_p2_a_long_preview_does_not_grow(fast_film, monkeypatch):
    measured, turn = camera.measure, iter(range(10_000))

    def every_fortieth(*given, **options):
        return UNMEASURED if next(turn) % 40 else measured(*given, **options)

    monkeypatch.setattr(camera, "measure", every_fortieth)
    growth = grown(fast_film, shots=1200)
    print(f"{growth / 1e6:.2f} MB after 1,200 shots")
    assert growth < 6_000_000


def test_p2_a_growing_preview_would_be_noticed(fast_film, unmeasured):
    assert grown(fast_film, shots=60, kept=[]) > 6_000_000
