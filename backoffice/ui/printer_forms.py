"""Forms about the printers of this desk: set one up, change it, check it, print its test page.

They change no books but the settings file of this desk; a test card alone is booked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from backoffice.domain.print_jobs import LIVE, TO_FILE
from backoffice.domain.printers import LONGEST_NAME, require_idle, require_removable
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.domain.settings import PrinterAddress
from backoffice.test_print import page_of, print_test_page
from backoffice.ui import printer_words, words
from backoffice.ui.section import RowView
from backoffice.ui.tasks import printer_lane
from backoffice.ui.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Delivery, FoundPrinter, PrinterState, Program
    from backoffice.ui.steps import Step

# What needs not be written into the file, because it holds anyway.
_DEFAULTS: dict[str, Any] = {
    "language": "pdf",
    "offset_x_mm": 0.0,
    "offset_y_mm": 0.0,
    "orientation": 0,
    "bleed_mm": 0.0,
    "duplex": True,
    "quality": "",
}
_MEASURES = ("offset_x_mm", "offset_y_mm", "bleed_mm")
_MILLIMETRES = N_("In millimetres, for example 0.5 or -1.")


@dataclass(frozen=True, kw_only=True)
class PrinterRow:
    """One printer of this desk; ``state`` is None until it answered."""

    name: str
    address: PrinterAddress
    state: PrinterState | None

    @property
    def role(self) -> str:
        """What it is for."""
        return self.address.role or self.name


class _Settings(RowView[PrinterRow]):
    """What the forms have in common that write a printer into the settings."""

    right = Right.ADMINISTER
    name = ""
    before: PrinterAddress | None = None

    def fields(self, step: Step) -> None:
        """Add the fields of a printer, and the button that checks it."""
        step.text(
            "name",
            N_("Name of the printer"),
            explain=N_("It stands in the print queue, for example card-b."),
            required=N_("Give the printer a name."),
        )
        step.choice("role", N_("It prints"), printer_words.ROLES)
        step.choice("kind", N_("Connection"), printer_words.KINDS)
        step.text(
            "target",
            N_("Address"),
            explain=N_("ipp://…, the name of a queue, host:port, or a folder."),
            required=N_("Type where the printer is."),
        )
        step.choice("language", N_("It is sent"), printer_words.LANGUAGES)
        step.text("offset_x_mm", N_("Move to the right"), explain=_MILLIMETRES).start("0")
        step.text("offset_y_mm", N_("Move down"), explain=_MILLIMETRES).start("0")
        step.text(
            "bleed_mm", N_("Over the edge"), explain=N_("0 to 3 mm, so that no edge stays white.")
        ).start("0")
        step.choice("orientation", N_("Way round"), printer_words.ORIENTATIONS)
        step.choice("duplex", N_("Cards are printed"), printer_words.SIDES)
        step.choice("quality", N_("Quality"), printer_words.QUALITIES)
        check = ttk.Button(step.below, command=lambda: self._guard(self._check))
        words.put(check, N_("Check the connection"))
        check.grid(sticky="w", pady=(8, 0))

    def put(self, step: Step, address: PrinterAddress) -> None:
        """Show what is set."""
        fields: dict[str, Any] = step.fields
        fields["target"].start(address.target)
        for name in ("kind", "role"):
            fields[name].choose(getattr(address, name))
        for name, default in _DEFAULTS.items():
            value = address.options.get(name, default)
            if name in _MEASURES:
                fields[name].start(f"{value:g}")
            else:
                fields[name].choose(value)

    def address(self, name: str = "") -> PrinterAddress:
        """Return what was entered; a name that says the role needs none beside it.

        Raises:
            Refusal: A measure is no number.
        """
        options = {name: self._option(name) for name in _DEFAULTS}
        kept = {
            name: value
            for name, value in (self.before.options if self.before else {}).items()
            if name not in _DEFAULTS
        }
        said = {name: value for name, value in options.items() if value != _DEFAULTS[name]}
        role = self.read("role")
        return PrinterAddress(
            kind=self.read("kind"),
            target=self.read("target"),
            role="" if role == name else role,
            buffer=self.before.buffer if self.before else 1,
            options={**said, **kept},
        )

    def save(self, name: str) -> None:
        """Write it and use it from now on, under this name.

        Raises:
            Refusal: No printer can be called so, another one is, or what it printed would be left
                without a printer.
        """
        program, address, before = self.desk.program, self.address(name), self.name
        desk_id = self.desk.session_place.id
        if name != before:
            _require_free(name, program)
        roles = program.settings.roles
        turned = before != "" and roles[before] != (address.role or name)
        if turned:
            require_removable(before, roles)

        def write() -> None:
            if before and (turned or before != name):
                _require_idle(before, program, desk_id)
            program.set_printer(name, address, before=before)

        self.work(write, lambda _none: self._saved(name), lane="files")

    def _saved(self, name: str) -> None:
        self.desk.printers_changed()
        self.finish(sentence("Printer “{name}” is in use like this from now on.", name=name))

    def _check(self) -> None:
        program, address = self.desk.program, self.address()
        self.work(lambda: program.try_printer(address), self._told, lane="watch")

    def _told(self, state: PrinterState) -> None:
        self.say(*printer_words.answer(state))
        if self.current is not None:
            self.after_idle(self._scroller.reveal, self.current.notice)

    def _option(self, name: str) -> Any:  # noqa: ANN401  each option has its own type
        value = self.read(name)
        if name not in _MEASURES:
            return value
        try:
            return float(value.replace(",", ".") or 0)
        except ValueError as error:
            raise Refusal(
                "measure-unreadable",
                sentence("“{text}” is no length.", text=value),
                advice=sentence("Type millimetres, for example 0.5 or -1."),
            ) from error


class AddPrinter(_Settings):
    """One that was found, or whose address is known."""

    title = N_("Set up a printer")
    unfinished = False

    def build(self) -> None:
        """Make the step of what is found, and that of the settings."""
        first = self.step("where", N_("Printer"), action=N_("Go on"), act=self._chosen)
        self._found: Sequence[FoundPrinter] = ()
        self._which = first.choice("found", N_("Found"), [(-1, N_("Type the address"))])
        first.note(
            N_("Looked for: queues of this machine, and printers nearby if Avahi runs on it.")
        )
        again = ttk.Button(first.below, command=self._look)
        words.put(again, N_("Look again"))
        again.grid(sticky="w")
        self._settings = self.step(
            "settings", N_("Settings"), action=N_("Use this printer"), act=self._save, confirms=True
        )
        self.fields(self._settings)
        self.go("where")
        self._look()

    def about(self, row: PrinterRow) -> None:
        """Do nothing: it is about none yet."""

    def _look(self) -> None:
        self.work(self.desk.program.find_printers, self._show_found, lane="files")

    def _show_found(self, found: Sequence[FoundPrinter]) -> None:
        self._found = found
        called = dict(printer_words.KINDS)
        options: list[tuple[int, Any]] = [
            (at, lambda one=one: f"{one.called} · {words._(called[one.kind])}")
            for at, one in enumerate(found)
        ]
        self._which.offer([*options, (-1, N_("Type the address"))])
        self._which.choose(0 if found else -1)
        self.say(
            sentence("Found: {count}.", count=len(found))
            if found
            else sentence("No printer was found by itself: type its address.")
        )

    def _chosen(self) -> None:
        at = self.read("found")
        if at >= 0:
            one, fields = self._found[at], self._settings.fields
            address = PrinterAddress(kind=one.kind, target=one.target, role="card")
            self.put(self._settings, address)
            if not fields["name"].text:
                fields["name"].put(_plain(one.called))
        self.go("settings")

    def _save(self) -> None:
        self.save(self.read("name").lower())


class ChangePrinter(_Settings):
    """Where it is, how it lies, what it is for."""

    title = N_("Change the printer")
    unfinished = False

    def build(self) -> None:
        """Make the one step."""
        self._step = self.step(
            "settings", N_("Settings"), action=N_("Use it like this"), act=self._save, confirms=True
        )
        self.fields(self._step)

    def about(self, row: PrinterRow) -> None:
        """Show it as it is set."""
        self.name, self.before = row.name, row.address
        self._step.fields["name"].start(row.name)
        self.put(self._step, replace(row.address, role=row.role))

    def _save(self) -> None:
        self.save(self.read("name"))


class RemovePrinter(RowView[PrinterRow]):
    """It is not used at this desk any more; what it printed stays in the books."""

    title = N_("Remove the printer")
    right = Right.ADMINISTER
    unfinished = False

    def build(self) -> None:
        """Make the one step."""
        self._name = ""
        step = self.confirm_step(N_("Remove"), self._remove)
        self._said = step.note("", ink="fg")
        step.note(N_("Its settings are deleted; what it printed stays in the books."))

    def about(self, row: PrinterRow) -> None:
        """Say which one."""
        self._name = row.name
        self._said.say(sentence("“{name}” is not used at this desk any more.", name=row.name))

    def _remove(self) -> None:
        program, name, desk_id = self.desk.program, self._name, self.desk.session_place.id
        require_removable(name, program.settings.roles)

        def remove() -> None:
            _require_idle(name, program, desk_id)
            program.remove_printer(name)

        self.work(remove, lambda _none: self._removed(), lane="files")

    def _removed(self) -> None:
        self.desk.printers_changed()
        self.finish(sentence("Printer “{name}” is removed.", name=self._name))


class PrintTestPage(RowView[PrinterRow]):
    """Rulers, corners, bar code and greys, to see how it prints."""

    title = N_("Print the test page")
    right = Right.ADMINISTER
    unfinished = False

    def build(self) -> None:
        """Make the one step."""
        self._name = ""
        step = self.confirm_step(N_("Print"), self._print)
        self._said = step.note("", ink="fg")
        self._blank = step.note("")

    def about(self, row: PrinterRow) -> None:
        """Say which printer, and what it uses up."""
        self._name = row.name
        self._said.say(sentence("The test page goes to “{name}”.", name=row.name))
        if row.role == "card":
            self._blank.say(N_("It uses up one blank card, which is booked as a test card."))

    def _print(self) -> None:
        program, name, actor = self.desk.program, self._name, self.desk.actor

        def work() -> Delivery:
            page = page_of(program.settings, name, program.clock)
            return print_test_page(
                program.store, program.clock, program.printers(), page, actor=actor
            )

        self.work(work, self._printed, lane=printer_lane(name))

    def _printed(self, delivery: Delivery) -> None:
        self.desk.something_happened()
        self.finish(delivery.sentence, N_("Look at what came out: rulers, corners, bar code."))


def _require_free(name: str, program: Program) -> None:
    if name == TO_FILE or len(name) > LONGEST_NAME:
        raise Refusal(
            "printer-name",
            sentence("A printer's name has at most {most} characters.", most=LONGEST_NAME),
            advice=sentence("Take another name."),
        )
    if name in program.settings.printers:
        raise Refusal(
            "printer-name-taken",
            sentence("There is a printer “{name}” already.", name=name),
            advice=sentence("Choose it in the list to change it, or take another name."),
        )


def _require_idle(name: str, program: Program, desk_id: int) -> None:
    with program.store().reading() as books:
        live = books.jobs.at_desk(desk_id, LIVE)
    require_idle(name, program.settings.roles, live)


def _plain(called: str) -> str:
    """Return a name as it can stand in the settings."""
    signs = (sign if sign.isalnum() else "-" for sign in called.strip().lower())
    return "".join(signs).strip("-")[:40]


FORMS: Sequence[type[View]] = (ChangePrinter, PrintTestPage, RemovePrinter)
