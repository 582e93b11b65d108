"""The mechanics of a form: steps, one primary button, answers in place, nothing typed lost."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import ttkbootstrap as ttk

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_
from backoffice.ui.approval import Approval
from backoffice.ui.fields import BadInput
from backoffice.ui.footer import Footer
from backoffice.ui.scroller import Scroller
from backoffice.ui.steps import Action, Step, Strip
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backoffice.domain.roles import Actor
    from backoffice.ui.desk import Desk
    from backoffice.ui.words import Said

T = TypeVar("T")
_SECONDS = {"needs-supervisor": Right.OVERRIDE, "needs-second": Right.SERVE}
"""By refusal: what somebody else must be allowed to, who puts their word behind it."""


class Form(ttk.Frame):
    """What ``View`` rests on; knows steps and errors, and nothing of workflows.

    Attributes:
        belongs: By refusal code or its beginning: the step in which it is shown.
        closable: Whether there is something to go back to; not at the gate.
        loss: What is asked before something is lost.
        second: Who else put their word behind it.
        waiting: Whether something runs that was asked for here.
    """

    title: ClassVar[str] = ""
    belongs: ClassVar[Mapping[str, str]] = {}
    closable: ClassVar[bool] = True
    loss: ClassVar[str] = N_("Discard what was typed?")

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, padding=16)
        self.desk = desk
        self.second: Actor | None = None
        self.finished = False
        self.waiting = False
        self.steps: dict[str, Step] = {}
        self.current: Step | None = None
        self._lay_out()

    def close(self) -> None:
        """Leave the form."""
        raise NotImplementedError

    def entered(self, step: str) -> None:
        """Hear that a step was entered; nothing by default."""

    def open_file(self) -> None:
        """Let the clerk choose a file, where a form takes one; nothing by default."""

    def sheet_changed(self, step: Step, refusal: Refusal) -> None:
        """Hear that what was shown is not true any more; nothing by default."""

    def step(
        self,
        name: str,
        title: Said,
        *,
        action: Said,
        act: Callable[[], None],
        confirms: bool = False,
    ) -> Step:
        """Add a step; ``action`` stands on its primary button, which calls ``act``.

        Args:
            name: To be named in ``go`` and ``belongs``.
            title: What the strip says.
            action: What the button says, without its key.
            act: What the button does; a ``Refusal`` from it is shown in place.
            confirms: Money moves or something is printed: Enter never does it, Ctrl+Enter does.
        """
        step = Step(self._stage, name, title, Action(said=action, act=act, confirms=confirms))
        self.steps[name] = step
        self._strip.add(step)
        if len(self.steps) > 1:
            self._strip.grid()
        return step

    def confirm_step(self, action: Said, act: Callable[[], None]) -> Step:
        """Add the step ``confirm``, the last one: only Ctrl+Enter presses its button."""
        return self.step("confirm", N_("Confirm"), action=action, act=act, confirms=True)

    def go(self, name: str) -> None:
        """Show a step; what was entered in the others stays."""
        if self.current is not None:
            self.current.grid_remove()
        self.current = step = self.steps[name]
        step.grid(row=0, column=0, sticky="new")
        self._strip.mark(step)
        names = list(self.steps)
        before = names.index(name) - 1
        back = (lambda: self.go(names[before])) if before >= 0 else None
        cancel = self.cancel if self.closable else None
        self._footer.show(step.action, press=self.act, cancel=cancel, back=back)
        self.after_idle(step.begin)
        self.entered(name)

    def read(self, field: str) -> Any:  # noqa: ANN401  each kind of field has its own type
        """Return the value of a field by its name, or refuse in place what can't be read."""
        for step in self.steps.values():
            if field in step.fields:
                return step.fields[field].read()
        raise KeyError(field)

    def work(
        self, call: Callable[[], T], then: Callable[[T], None], *, lane: str = "store"
    ) -> None:
        """Do something that blocks; its refusal or fault is shown in place."""
        self._set_busy(busy=True)
        self._clear()

        def finished(result: T) -> None:
            self._set_busy(busy=False)
            self._guard(lambda: then(result))

        def failed(error: Exception) -> None:
            self._set_busy(busy=False)
            self._show(error, again=lambda: self.work(call, then, lane=lane))

        self.desk.lanes.run(lane, self, call, then=finished, failed=failed)

    def say(self, said: Said, *more: Said) -> None:
        """Change what the present step says under its fields, for example while a card prints."""
        if self.current is not None:
            self.current.notice.tell(said, *more)

    def on_refusal(self, refusal: Refusal) -> None:
        """Hear what was refused, to offer what it advises; nothing by default."""

    @property
    def dirty(self) -> bool:
        """Whether closing it would lose something that was typed."""
        fields = (field for step in self.steps.values() for field in step.fields.values())
        return not self.finished and any(field.touched for field in fields)

    def act(self) -> None:
        """Press the primary button of the present step."""
        if self.current is not None and not self.waiting:
            self._guard(self.current.action.act)

    def enter(self, widget: tk.Misc | None) -> None:
        """Go on to the next field, and from the last one to the next step; never confirm."""
        if self.current is None or self.current.action.confirms:
            return
        after = self.current.following(widget)
        if after is not None:
            after.grab()
        else:
            self.act()

    def cancel(self) -> None:
        """Close it; if that would lose something, ask first, in place."""
        if self.waiting:
            return
        if self.finished or not self.dirty:
            self.close()
        else:
            self._footer.ask_to_discard(self.loss, discard=self.close)

    def _lay_out(self) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        Text(self, self.title, font="Desk.Heading", wrap=True).grid(row=0, sticky="ew")
        self._strip = Strip(self)
        self._strip.grid(row=1, sticky="ew", pady=(4, 0))
        self._strip.grid_remove()
        self._scroller = Scroller(self)
        self._scroller.grid(row=2, sticky="nsew", pady=(16, 0))
        self._stage = self._scroller.inside
        self._footer = Footer(self)
        self._footer.grid(row=3, sticky="ew", pady=(16, 0))

    def _set_busy(self, *, busy: bool) -> None:
        self.waiting = busy
        self._footer.show_busy(busy=busy)

    def _clear(self) -> None:
        for step in self.steps.values():
            step.notice.clear()
            for child in step.approval.winfo_children():
                child.destroy()

    def _guard(self, act: Callable[[], None]) -> None:
        try:
            act()
        except (Refusal, Fault) as error:
            self._show(error, again=act)

    def _show(self, error: Exception, *, again: Callable[[], None]) -> None:
        if isinstance(error, BadInput):
            return  # it stands under its field
        step = self._step_of(error)
        if isinstance(error, Refusal):
            step.notice.refuse(error)
            self.on_refusal(error)
            if error.code in _SECONDS:
                self._ask_second(step, _SECONDS[error.code])
            elif error.code == "sheet-changed":
                self.sheet_changed(step, error)
        elif isinstance(error, Fault):
            step.notice.fail(error, again)
        else:
            raise error
        self.after_idle(self._scroller.reveal, step.notice)

    def _step_of(self, error: Exception) -> Step:
        code = getattr(error, "code", "")
        name = next((step for start, step in self.belongs.items() if code.startswith(start)), "")
        if name and self.current is not self.steps[name]:
            self.go(name)
        assert self.current is not None  # noqa: S101  a view always has one
        return self.current

    def _ask_second(self, step: Step, right: Right) -> None:
        def agreed(second: Actor) -> None:
            self.second = second
            self.act()

        Approval(step.approval, self.desk, agreed, right=right).pack(fill="x", pady=(8, 0))
