"""Goes through every view in both languages and leaves a picture of each state."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

import ttkbootstrap as ttk
from PIL import ImageGrab

from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.ui import (
    registry,
    theme,
    tour_batches,
    tour_designs,
    tour_office,
    tour_people,
    tour_photos,
    tour_queue,
    tour_units,
    words,
)
from backoffice.ui.desk import Desk
from backoffice.ui.pages.print_queue import PrintQueue
from backoffice.ui.tour_camera import GOOD, TOO_DARK, Staged
from backoffice.ui.views.take_photo import TakePhoto

if TYPE_CHECKING:
    import tkinter as tk
    from collections.abc import Callable
    from pathlib import Path

    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Program
    from backoffice.ui.form import Form
    from backoffice.ui.view import View

_PATIENCE_S = 60
_PASSWORD = "card-center"  # noqa: S105  documented: these people are invented
_SHORT = {"en": "en", "zh_CN": "zh"}
_OPENS = sentence("the desk opens")


def run(program: Program, folder: Path) -> None:
    """Save ``NNN-view-state-language.png`` of everything, at the size of the present display.

    Raises:
        Refusal: The books are no example books.
        Fault: The window did not come to rest in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    guests = {language: tour_people.invite(program) for language in words.LANGUAGES}
    tour_units.prepare(program)
    app = ttk.App(title="Card Center", position=(0, 0))
    app.geometry(f"{app.winfo_screenwidth()}x{app.winfo_screenheight()}+0+0")
    theme.prepare(app)
    for language in words.LANGUAGES:
        staged = Staged(program, tour_people.portrait())
        guide = Guide(app, Desk(app, cast("Program", staged)), folder, language)
        guide.desk.pack(fill="both", expand=True)
        guide.gate()
        guide.staff(guests[language].staff)
        guide.student(guests[language].student)
        guide.newcomer(guests[language].newcomer)
        guide.temporary(guests[language].temporary)
        guide.photo(guests[language].newcomer, staged)
        guide.queue()
        guide.blanks()
        tour_queue.count_a_pile(guide, program)
        guide.drawer(guests[language].staff)
        guide.looks()
        tour_photos.decide(guide, tour_photos.collect(program))
        tour_batches.show(guide, program)
        tour_office.prepare(program)
        tour_office.supervise(guide)
        tour_office.administer(guide)
        tour_designs.draw(guide)
        guide.desk.stop()
        guide.desk.destroy()
    app.destroy()


class Guide:
    """Walks through the window in one language and takes pictures."""

    def __init__(self, app: ttk.App, desk: Desk, folder: Path, language: str) -> None:
        self.app = app
        self.desk = desk
        self._folder = folder
        self._language = language
        self._taken = 0
        words.use(language)

    def gate(self) -> None:
        """Sign in, once with a wrong password."""
        self.until(_OPENS, lambda: self.desk.gate.view is not None)
        self.until(sentence("the printers answer"), lambda: self.desk.header.asked)
        self.shoot("sign-in", "empty")
        form = self.form
        self.fill(form, name=tour_people.CLERK, password="no such password")  # noqa: S106  it is wrong
        self.act()
        self.shoot("sign-in", "refused")
        self.sign_in(tour_people.CLERK)
        self.shoot("counter", "empty")

    def sign_in(self, login: str) -> None:
        """Sit down at the locked desk."""
        self.until(_OPENS, lambda: self.desk.view is not None)
        self.fill(self.form, name=login, password=_PASSWORD)
        self.act()
        self.until(_OPENS, lambda: not self.desk.locked)
        words.use(self._language)
        self.settle()

    def staff(self, number: str) -> None:
        """Replace a lost card from search to scan-back."""
        search = self.desk.counter.search
        search.grab()
        search.text.set("wang")
        search.box.icursor("end")
        self.shoot("counter", "results")
        self.find(number)
        self.shoot("person", "staff")
        self.other_views("lost_card", "take_photo")
        self.key("F4")
        self.shoot("lost-card", "certificate")
        self.fill(self.form, number=tour_people.MISTYPED)
        self.act()
        self.shoot("lost-card", "refused")
        self.fill(self.form, number=tour_people.CERTIFICATE)
        self.act()
        self.shoot("lost-card", "sheet")
        self.act()
        self.printed()
        self.shoot("finish-card", "scan")
        making = self.desk.counter.person.making if self.desk.counter.person else None
        if making is not None:
            self.form.on_scan(making.number)
        self.shoot("finish-card", "papers")
        self.act()
        self.shoot("finish-card", "done")
        self.form.close()

    def student(self, number: str) -> None:
        """Show what is different for a student: terminal, supervisor."""
        self.find(number)
        self.shoot("person", "student")
        self.other_views("lost_card", "take_photo")
        self.key("F4")
        self.fill(self.form, number=tour_people.CERTIFICATE)
        self.act()
        self.shoot("lost-card", "terminal")
        self.fill(self.form, exception="…")
        self.act()
        self.shoot("lost-card", "supervisor")
        self.form.cancel()
        self.shoot("lost-card", "discard")
        self.form.close()

    def newcomer(self, number: str) -> None:
        """Show the first card of somebody who has none."""
        self.find(number)
        self.shoot("person", "newcomer")
        self.key("Shift+F3")
        self.fill(self.form, number=tour_people.CERTIFICATE)
        self.act()
        self.shoot("first-card", "sheet")
        self.form.close()

    def temporary(self, number: str) -> None:
        """Show the renewal of a card that is not here."""
        self.find(number)
        self.shoot("person", "temporary")
        self.key("Shift+F2")
        self.fill(self.form, missing="1", number=tour_people.CERTIFICATE)
        self.shoot("renew-card", "certificate")
        self.act()
        self.shoot("renew-card", "sheet")
        self.form.close()

    def photo(self, number: str, staged: Staged) -> None:
        """Take a photo: without a camera, in the dark, and well."""
        self.find(number)
        staged.there = False
        self.key("F6")
        form = self.form
        assert isinstance(form, TakePhoto)  # noqa: S101  its key
        self.until(sentence("the camera fails"), lambda: form.preview.failed)
        self.shoot("take-photo", "no-camera")
        staged.there, staged.measured = True, TOO_DARK
        for state in ("dark", "good"):
            form.preview.start()
            self.until(sentence("the camera sees"), lambda: form.preview.shot is not None)
            self.shoot("take-photo", state)
            staged.measured = GOOD
        self.act()
        self.until(sentence("the photo is cut"), lambda: form.cutting.cut is not None)
        self.shoot("take-photo", "crop")
        self.act()
        self.shoot("take-photo", "sheet")
        self.act()
        self.shoot("take-photo", "done")
        form.close()

    def queue(self) -> None:
        """Show the print queue and what is done from there."""
        self.desk.stage.open(PrintQueue)
        self.shoot("print-queue", "list")
        self.desk.to_search()

    def blanks(self) -> None:
        """Show where the plastic is, and what is done with it."""
        self.desk.stage.open(registry.page("blanks"))
        self.shoot("blanks", "desks")
        column = self.desk.stage.column
        for view in registry.all_views():
            if column is not None and view.offer_desk() is not None:
                column.open(view, None)
                self.shoot(view.code.replace("_", "-"), "begin")
                column.close()
        self.desk.to_search()

    def drawer(self, number: str) -> None:
        """Show the drawer with its forms, and the ledger of somebody."""
        self.desk.stage.open(registry.page("drawer"))
        self.shoot("drawer", "closed")
        for code in ("shift_open", "shift_cash", "shift"):
            view = registry.view(code)
            column = self.desk.stage.column
            if view is not None and column is not None:
                column.open(view, None)
                self.shoot(code.replace("_", "-"), "begin")
                column.close()
        self.find(number)
        person = self.desk.counter.person
        if person is not None:
            ledger = registry.page("ledger")
            self.desk.stage.made(ledger).show_person(person.holder.id)
            self.desk.stage.open(ledger)
            self.shoot("ledger", "entries")
        self.desk.to_search()

    def looks(self) -> None:
        """Show help, dark, large text, the locked desk."""
        self.desk.keyboard.toggle_help()
        self.shoot("help", "keys")
        self.desk.keyboard.toggle_help()
        self.key("F3")
        self.desk.toggle_theme()
        self.shoot("report-lost", "dark")
        self.desk.toggle_theme()
        theme.resize(self.app, "large")
        self.shoot("report-lost", "large")
        theme.resize(self.app, "normal")
        self.desk.lock()
        self.shoot("lock", "locked")
        self.desk.stage.empty()  # nothing is left unfinished
        self.settle()

    def other_views(self, *known: str) -> None:
        """Open each other workflow that is on offer for the person."""
        person = self.desk.counter.person
        for view in registry.all_views():
            offer = view.offer(person) if person is not None and view.code not in known else None
            if offer is not None and offer.allowed:
                self.desk.open_view(view, person)
                self.shoot(view.code.replace("_", "-"), "begin")
                self.form.close()

    @property
    def form(self) -> View:
        """The open form."""
        view = self.desk.view
        assert view is not None  # noqa: S101  the tour knows its way
        return view

    def find(self, number: str) -> None:
        """Look a person up as a scanner would."""
        self.desk.counter.look_up(number)
        self.settle()

    def key(self, name: str) -> None:
        """Begin a workflow by its key."""
        self.desk.keyboard.start_by_key(name)
        self.settle()

    def act(self) -> None:
        """Press the primary button."""
        self.form.act()
        self.settle()

    def fill(self, form: Form, **values: str) -> None:
        """Enter values into fields by their names."""
        for step in form.steps.values():
            for name in step.fields.keys() & values.keys():
                step.fields[name].put(values[name])

    def printed(self) -> None:
        """Wait until the printer has answered."""
        self.rest("store", "printer card", "printer receipt")
        self.settle()

    def settle(self) -> None:
        """Let the window come to rest."""
        for _ in range(3):  # an answer may ask the next question
            self.rest("store", "passwords")

    def rest(self, *lanes: str) -> None:
        """Wait until nothing is done any more in these lanes."""
        names = ", ".join(lanes)
        self.until(
            sentence("the lanes have done their work ({lanes})", lanes=names),
            lambda: self.desk.lanes.idle(*lanes),
        )

    def type(self, widget: tk.Misc, key: str, until: Callable[[], bool]) -> None:
        """Press a key in a widget and wait for what it does."""
        # Tk drops keys while another program has the keyboard.
        widget.focus_force()
        widget.event_generate(f"<Key-{key}>")
        self.until(sentence("the key {key} does its work", key=key), until)
        self.settle()

    def until(self, what: Sentence, condition: Callable[[], bool]) -> None:
        """Let the window work until something is so, as ``what`` tells.

        Raises:
            Fault: It was not so in time.
        """
        end = time.monotonic() + _PATIENCE_S
        self.app.update()
        while not condition():
            if time.monotonic() > end:
                raise Fault(
                    "tour-stuck",
                    sentence(
                        "The window did not come to rest: after picture {number} the tour waited"
                        " until {what}.",
                        number=self._taken,
                        what=what,
                    ),
                )
            self.app.update()
            time.sleep(0.005)
        self.app.update()

    def shoot(self, view: str, state: str) -> None:
        """Save a picture of the window as it is."""
        self.settle()
        self.app.update_idletasks()
        self.app.update()
        self._taken += 1
        name = f"{self._taken:03d}-{view}-{state}-{_SHORT[self._language]}.png"
        left, top = self.app.winfo_rootx(), self.app.winfo_rooty()
        box = (left, top, left + self.app.winfo_width(), top + self.app.winfo_height())
        # Level 1: flat areas get no smaller by what takes four times as long.
        ImageGrab.grab(bbox=box).save(self._folder / name, compress_level=1)
