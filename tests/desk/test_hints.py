import tkinter as tk

import pytest

from backoffice.ui.hints import hint


def tips(root):
    found = [child for child in root.winfo_children() if isinstance(child, tk.Toplevel)]
    return found + [tip for child in root.winfo_children() for tip in tips(child)]


@pytest.fixture
def button(app):
    button = tk.Button(app, text="?")
    button.pack()
    app.update()
    yield button
    if button.winfo_exists():
        button.destroy()


def test_a_hint_costs_nothing_until_the_pointer_comes_and_dies_with_its_widget(app, button):
    hint(button, "Lock")
    assert tips(app) == []
    button.event_generate("<Enter>", x=3, y=3)
    app.update()
    [tip] = tips(app)
    button.destroy()
    assert tips(app) == []
    assert not tip.winfo_exists()


def test_the_pointer_coming_twice_makes_no_second_tip(app, button):
    hint(button, "Lock")
    for _ in range(2):
        button.event_generate("<Enter>", x=3, y=3)
        button.event_generate("<Leave>", x=3, y=3)
        app.update()
    assert len(tips(app)) == 1
