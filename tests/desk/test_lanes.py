import gc
import itertools
import sys
import threading
import time
import weakref

import pytest

from backoffice.ui.tasks import Lanes


@pytest.fixture
def lanes(app):
    lanes = Lanes(app)
    yield lanes
    lanes.close()


def settle(app, lanes):
    end = time.monotonic() + 5
    while not lanes.idle():
        assert time.monotonic() < end
        app.update()
        time.sleep(0.001)


def test_a_widget_that_is_gone_gets_no_answer(app, lanes):
    from tkinter import Frame

    gate, got = threading.Event(), []
    frame = Frame(app)
    lanes.run("store", frame, gate.wait, then=got.append, failed=got.append)
    frame.destroy()
    gate.set()
    settle(app, lanes)
    assert got == []


def test_what_is_not_wanted_any_more_is_not_even_done(app, lanes):
    gate, done, wanted = threading.Event(), [], [True]
    lanes.run("store", app, gate.wait)
    lanes.run("store", app, lambda: done.append("done"), wanted=lambda: wanted[0])
    wanted[0] = False
    gate.set()
    settle(app, lanes)
    assert done == []


def test_one_lane_keeps_the_order_and_lanes_do_not_wait_for_one_another(app, lanes):
    gate, got = threading.Event(), []
    lanes.run("camera", app, gate.wait)
    for number in range(5):
        lanes.run("store", app, lambda n=number: n, then=got.append)
    end = time.monotonic() + 5
    while len(got) < 5:
        assert time.monotonic() < end
        app.update()
    assert got == [0, 1, 2, 3, 4]
    gate.set()
    settle(app, lanes)


def test_a_lane_that_waits_holds_nothing_of_its_last_task(app, lanes):
    from tkinter import Frame

    gone = []
    for lane in ("store", "camera"):
        frame = Frame(app)
        gone.append(weakref.ref(frame))
        lanes.run(lane, frame, list, then=frame.configure)
        frame.destroy()
        del frame
    settle(app, lanes)
    gc.collect()
    assert [frame() for frame in gone] == [None, None]


def test_an_answer_that_blows_up_does_not_strand_the_next(app, lanes, monkeypatch):
    crashes, got = [], []
    monkeypatch.setattr(app, "report_callback_exception", lambda _k, e, _t: crashes.append(e))
    lanes.run("store", app, lambda: 1, then=lambda _one: 1 / 0)
    lanes.run("store", app, lambda: 2, then=got.append)
    settle(app, lanes)
    assert got == [2]
    assert isinstance(crashes[0], ZeroDivisionError)


def test_a_closed_window_does_not_wait_for_a_hung_printer(app):
    hung, lanes = threading.Event(), Lanes(app)
    lanes.run("camera", app, hung.wait)
    started = time.monotonic()
    lanes.close(timeout=0.1)
    assert time.monotonic() - started < 2
    hung.set()


def longest_gap(clerk, busy):
    """Return the longest time in ms in which the window did not answer while ``busy`` holds."""
    ticks = [time.perf_counter()]

    def tick():
        ticks.append(time.perf_counter())
        if busy():
            clerk.app.after(5, tick)

    clerk.app.after(5, tick)
    clerk.wait_until(lambda: not busy(), what="the slow task to end")
    return max(b - a for a, b in itertools.pairwise(ticks)) * 1000


def test_the_window_answers_while_something_slow_runs(clerk):
    done = []
    clerk.desk.lanes.run("store", clerk.desk, lambda: time.sleep(0.5), then=done.append)
    assert longest_gap(clerk, lambda: not done) < 50


def reckon():
    """Be busy in Python, which only one thread can be at a time."""
    end = time.perf_counter() + 1
    while time.perf_counter() < end:
        sum(range(100))


def test_a_lane_that_reckons_lets_the_window_in_sooner_than_python_would(clerk):
    gaps = []
    for turn in (0.1, sys.getswitchinterval()):  # the first is the control
        sys.setswitchinterval(turn)
        done = []
        clerk.desk.lanes.run("files", clerk.desk, reckon, then=done.append)
        gaps.append(longest_gap(clerk, lambda done=done: not done))
    assert gaps[1] < gaps[0]


def test_the_control_on_the_tk_thread_it_would_not(clerk):
    done = []
    clerk.app.after(20, lambda: (time.sleep(0.2), done.append(1)))
    assert longest_gap(clerk, lambda: not done) > 150


def test_an_unexpected_error_gets_a_number_and_the_window_goes_on(clerk, crashes, people):
    people.staff()
    clerk.app.after(1, lambda: {}["secret of 王小明"])
    clerk.waits_for("Something unexpected happened: incident")
    assert [type(error) for error in crashes] == [KeyError]
    crashes.clear()
    log = clerk.desk.program.settings.log.read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "王小明" not in log
    clerk.look_up("wangxiaoming")
    assert clerk.sees("staff 2014")
