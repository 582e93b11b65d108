"""A desk runs for weeks: what was opened and closed leaves nothing behind."""

import gc
import threading
import tkinter as tk
import weakref

import pytest
import ttkbootstrap as ttk

from backoffice.ui import registry, theme, words
from backoffice.ui.desk import Desk
from backoffice.ui.lifetime import follow
from backoffice.ui.scroller import Scroller

ROUNDS = 3


def living(app):
    """Return how much is alive of what Tk and Python keep for a window."""
    gc.collect()
    alive = gc.get_objects()
    waiting = app.tk.splitlist(app.tk.call("after", "info"))
    # The toolkit keeps each icon it ever drew, in each colour once; an image is a command, too.
    icons = len(vars(app.style)["_image_cache"])
    return {
        "widgets": sum(isinstance(one, tk.Misc) for one in alive),
        "variables": len(app.tk.splitlist(app.tk.call("info", "globals"))),
        "commands": len(app.tk.splitlist(app.tk.call("info", "commands"))) - len(waiting) - icons,
        "images": len(app.image_names()) - icons,
        "fonts": len(app.tk.splitlist(app.tk.call("font", "names"))),
    }


def left_behind(clerk, once):
    """Return what is more after doing something ``ROUNDS`` times once it was done before."""
    counts = []
    for times in (1, ROUNDS):
        for _ in range(times):
            once()
            clerk.settle("store", "passwords", "camera")
        counts.append(living(clerk.app))
    return {what: counts[1][what] - n for what, n in counts[0].items() if counts[1][what] > n}


@pytest.fixture
def at_person(clerk, people):
    people.blanks()
    people.staff(balance=1000, meal=200)
    clerk.look_up("wangxiaoming")
    return clerk


def offered(person):
    offers = [(view, view.offer(person)) for view in registry.all_views()]
    return [view for view, offer in offers if offer is not None and offer.allowed]


def test_forms_that_were_closed_leave_nothing(at_person):
    desk = at_person.desk
    kinds = offered(desk.counter.person)
    assert len(kinds) > 8

    def open_all():
        for kind in kinds:
            desk.open_view(kind, desk.counter.person)
            at_person.settle("store", "passwords", "camera")
            desk.close_view(desk.view)

    assert left_behind(at_person, open_all) == {}


def test_a_day_of_searching_switching_and_locking_leaves_nothing(at_person):
    def a_day():
        at_person.look_up("wang")
        for number in range(9):
            at_person.key(f"Alt-{number + 1}")
            at_person.settle()
        at_person.key("F1")
        words.use("zh_CN")
        theme.use(at_person.app, "dark")
        theme.resize(at_person.app, "large")
        at_person.app.update()
        theme.resize(at_person.app, "normal")
        theme.use(at_person.app, "light")
        words.use("en")
        at_person.key("F1")
        for widget in list(at_person.visible()):
            for event in ("<Enter>", "<Leave>"):
                widget.event_generate(event)
        at_person.key("Control-l")
        at_person.sign_in()

    assert left_behind(at_person, a_day) == {}


def test_a_desk_that_was_closed_is_let_go(app, program):
    gone = []
    before = living(app)
    for _ in range(2):
        desk = Desk(app, program)
        desk.pack()
        while not desk.lanes.idle():
            app.update()
        desk.stop()
        desk.destroy()
        gone.append(weakref.ref(desk))
        del desk
    del vars(app)["report_callback_exception"]  # the toolkit has one of these
    after = living(app)
    assert [one() for one in gone] == [None, None]
    assert after["widgets"] <= before["widgets"]
    assert after["variables"] <= before["variables"]


class Careless(ttk.Frame):
    """Lets the toolkit hold it for ever."""

    def __init__(self, parent, watch):
        super().__init__(parent)
        self.text = tk.StringVar(self)
        watch(self, self.text, self.changed)

    def changed(self, *_trace):
        pass


def test_control_a_trace_keeps_its_form_and_is_noticed(clerk):
    def trace(_owner, variable, changed):
        variable.trace_add("write", changed)

    kept = left_behind(clerk, lambda: Careless(clerk.desk, trace).destroy())
    assert (kept["widgets"], kept["variables"]) == (ROUNDS, ROUNDS)
    assert left_behind(clerk, lambda: Careless(clerk.desk, follow).destroy()) == {}


def test_control_who_speaks_is_noticed_if_others_hold_it(clerk):
    held = weakref.WeakKeyDictionary()  # weak keys do not help: the value holds its key

    def speak(_owner, _variable, changed):
        held[changed.__self__] = changed

    assert left_behind(clerk, lambda: Careless(clerk.desk, speak).destroy())["widgets"] == ROUNDS

    def listen(owner, _variable, changed):
        words.on_switch(owner, changed)

    assert left_behind(clerk, lambda: Careless(clerk.desk, listen).destroy()) == {}


def leave_garbage():
    """Leave a piece of cyclic garbage; return a list of the thread it will be collected in."""
    threads = []

    class Loop:
        pass

    loop = Loop()
    loop.itself = loop
    weakref.finalize(loop, lambda: threads.append(threading.current_thread()))
    del loop
    return threads


def work():
    """Make so many things that Python would collect garbage."""
    return [[number] for number in range(20_000)]


def test_garbage_is_collected_in_the_thread_of_the_window(clerk):
    collected = leave_garbage()
    clerk.desk.lanes.run("store", clerk.desk, work)
    clerk.wait_until(lambda: collected, what="garbage to be collected")
    assert collected == [threading.main_thread()]


def test_control_python_itself_would_collect_it_in_a_worker(clerk):
    gc.collect()
    gc.enable()
    collected = leave_garbage()
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert collected == [worker]


def test_the_wheel_turns_what_the_pointer_is_over(clerk):
    outer = ttk.Frame(clerk.desk, width=100, height=100)
    outer.place(x=0, y=0)
    scroller = Scroller(outer)
    scroller.place(width=100, height=100)
    inner = ttk.Frame(scroller.inside, height=1000)
    inner.grid()
    clerk.app.update()
    inner.event_generate("<Button-5>")
    clerk.app.update()
    assert scroller.inside.winfo_y() < 0
    inner.event_generate("<Button-4>")
    clerk.app.update()
    assert scroller.inside.winfo_y() == 0
