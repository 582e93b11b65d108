"""A form that is about as tall as its room."""

import pytest
import ttkbootstrap as ttk

from backoffice.ui.scroller import Scroller
from backoffice.ui.texts import Text

WIDE = 334
SAID = "Make room or choose another folder: the hand-over goes on where it stopped. " * 3


@pytest.fixture
def scroller(app):
    place = ttk.Frame(app)
    scroller = Scroller(place)
    scroller.place(x=0, y=0, relwidth=1, relheight=1)
    Text(scroller.inside, SAID, wrap=True).grid(sticky="ew")
    place.place(x=0, y=0, width=WIDE, height=400)
    app.update()
    yield scroller
    place.destroy()


def test_the_bar_stands_there_while_it_is_needed(app, scroller):
    scroller.master.place_configure(height=60)
    app.update()
    assert scroller._bar.winfo_ismapped()
    scroller.master.place_configure(height=800)
    deadline = app.tk.call("clock", "milliseconds") + 5_000
    while scroller._bar.winfo_ismapped():
        assert app.tk.call("clock", "milliseconds") < deadline
        app.update()
    app.update()
    assert scroller.inside.winfo_width() == WIDE
