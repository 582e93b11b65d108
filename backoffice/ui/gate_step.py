"""What forms that hand over to the gates have alike: where to, and whether an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import words
from backoffice.ui.dialogs import choose_folder
from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.ui.form import Form
    from backoffice.ui.steps import Step

_OPEN = sentence("Choose a folder")


def add_fields(step: Step, form: Form, *, explain: str) -> None:
    """Add the folder, with its button, and the number of an earlier hand-over."""
    folder = step.text(
        "folder",
        N_("Folder that the gates read"),
        required=N_("Choose the folder that the gates read."),
    )
    folder.start(form.desk.program.settings.gates)
    button = ttk.Button(step.body, command=form.open_file)
    words.put(button, lambda: f"{_(_OPEN)}   Ctrl+O")
    button.pack(anchor="w", pady=(0, 16))
    step.text("again", N_("Number of an earlier hand-over"), explain=explain)


def ask_folder(form: Form) -> None:
    """Let the clerk choose the folder."""
    if form.waiting or form.finished or form.current is None:
        return
    step = form.current
    chosen = choose_folder(form, title=sentence("Folder that the gates read"))
    if chosen is not None and form.winfo_exists():
        step.fields["folder"].put(str(chosen))


def number_of(text: str) -> int | None:
    """Return the number of an earlier hand-over; None where the field is empty.

    Raises:
        Refusal: It is no number.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Refusal(
            "hand-over-unknown",
            sentence("“{text}” is no number of a hand-over.", text=text),
            advice=sentence("Its number stands in the name of its folder."),
        )
    return int(text)
