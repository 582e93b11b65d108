"""The person's page: answers what people ask at a window without a click, and offers what to do."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.cards import STATE_NAMES, CardState
from backoffice.domain.holders import KIND_NAMES
from backoffice.domain.money import yuan
from backoffice.domain.print_jobs import JOB_STATE_NAMES
from backoffice.domain.sentences import Sentence, sentence
from backoffice.ui import registry, theme, words
from backoffice.ui.batch_words import where
from backoffice.ui.entry_words import entry_line
from backoffice.ui.found_words import found_card
from backoffice.ui.notice import Notice
from backoffice.ui.offers import Offers
from backoffice.ui.photo_news import photo_news
from backoffice.ui.portrait import HEIGHT, WIDTH, Portrait
from backoffice.ui.scroller import Scroller
from backoffice.ui.texts import Text, rule
from backoffice.ui.timeline import Timeline
from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.domain.cards import Card
    from backoffice.ui.desk import Desk
    from backoffice.ui.person import Person
    from backoffice.ui.words import Said

STATE_INKS = {
    CardState.ACTIVE: "success",
    CardState.LOST: "danger",
    CardState.SPOILED: "danger",
    CardState.EXPIRED: "warning",
    CardState.UNCONFIRMED: "warning",
    CardState.PRINTING: "info",
    CardState.QUEUED: "info",
}

_SHORT_NAME, _SHORT_LATIN = 6, 20
_SMALL = 3 / 4
"""The portrait beside a normal one, where the window is low."""


class PersonPage(ttk.Frame):
    """Shows one snapshot of a person; a new one replaces it as a whole."""

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, padding=(16, 12))
        self._desk = desk
        self.person: Person | None = None
        self.offers: Offers | None = None
        self.columnconfigure(0, weight=1)

    def show(self, person: Person) -> None:
        """Show a person; the same snapshot again changes nothing, so the focus stays."""
        if person == self.person:
            return
        self.person = person
        for child in self.winfo_children():
            child.destroy()
        facts = Scroller(self)
        facts.grid(row=0, sticky="nsew")
        self._head(facts.inside, person).grid(sticky="ew")
        self._warnings(facts.inside, person).grid(sticky="ew")
        gap = 8 if theme.tall(self) else 5
        rule(facts.inside).grid(sticky="ew", pady=gap)
        self._card(facts.inside, person).grid(sticky="ew")
        rule(self).grid(row=1, sticky="ew", pady=gap)
        self.offers = Offers(self, self._desk, person)
        self.offers.grid(row=2, sticky="ew")
        rule(self).grid(row=3, sticky="ew", pady=(gap // 2, gap))
        history = Timeline(self, person.timeline)
        history.grid(row=4, sticky="nsew")
        # Where there is little room the history gives way first, down to its least, then the facts.
        self.rowconfigure(0, weight=1)
        self.rowconfigure(4, weight=1000, minsize=history.least)

    def _head(self, parent: tk.Misc, person: Person) -> ttk.Frame:
        holder = person.holder
        head = ttk.Frame(parent)
        head.columnconfigure(1, weight=1)
        scale = 1 if theme.tall(self) else _SMALL
        size = (int(WIDTH * scale), int(HEIGHT * scale))
        portrait = Portrait(head, self._desk, person.picture, size=size)
        portrait.grid(row=0, column=0, rowspan=5, sticky="nw")
        lines = _names(head, holder.name, holder.name_latin)
        kind = sentence(KIND_NAMES[holder.kind])
        who = Text(head, wrap=True)
        who.say(lambda: f"{_(kind)} {holder.number} · {holder.unit_name}")
        lines += [who, self._certificate(head, person)]
        for row, line in enumerate(lines):
            line.grid(row=row, column=1, sticky="ew", padx=(16, 0), pady=(0, 2))
        return head

    @staticmethod
    def _certificate(head: ttk.Frame, person: Person) -> Text:
        text = Text(head, ink="secondary", wrap=True)
        on_file = person.certificate
        if on_file is None:
            text.say(sentence("no certificate on record"))
            return text
        label = sentence(on_file.kind.description.label)
        # Shorter than the number: how long it is, is nobody's business either.
        masked = f"{on_file.masked.rstrip('•')}••••"
        if on_file.valid_until is None:
            text.say(lambda: f"{_(label)} {masked}")
        else:
            late = on_file.valid_until < person.today
            day = on_file.valid_until.isoformat()
            until = sentence("expired {day}", day=day) if late else sentence("until {day}", day=day)
            text.say(lambda: f"{_(label)} {masked} · {_(until)}")
            text.paint("warning" if late else "secondary")
        return text

    def _card(self, parent: tk.Misc, person: Person) -> ttk.Frame:
        frame = ttk.Frame(parent)
        frame.columnconfigure(1, weight=1)
        gap = 2 if theme.tall(self) else 0
        for row, (label, value) in enumerate(self._facts(frame, person)):
            Text(frame, label, ink="secondary").grid(
                row=row, column=0, sticky="w", pady=gap, padx=(0, 16)
            )
            value.grid(row=row, column=1, sticky="ew", pady=gap)
        return frame

    def _facts(self, frame: ttk.Frame, person: Person) -> list[tuple[Sentence, ttk.Frame]]:
        lines: list[tuple[Sentence, ttk.Frame]] = []
        if person.card is not None:
            lines.append((sentence("Card"), self._card_line(frame, person.card)))
        if person.making is not None:
            lines.append((sentence("New card"), self._card_line(frame, person.making, dated=False)))
        if not lines:
            lines.append((sentence("Card"), _fact(frame, sentence("none yet"))))
        lines += _custody(frame, person)
        lines.append((sentence("Campus balance"), self._purses(frame, person)))
        lines.append((sentence("Campus entry"), self._entry(frame, person)))
        if person.kept:
            lines.append((sentence("Kept on closed cards"), _money(frame, person.kept)))
        if person.meal is not None:
            lines.append((sentence("Old meal card"), self._meal(frame, person)))
        if person.holder.valid_until is not None:
            lines.append((sentence("Holder until"), self._until(frame, person)))
        news = photo_news(person.newest_photo, person.today)
        if news is not None:
            lines.append((sentence("New photo"), _fact(frame, *news)))
        return lines

    def _purses(self, parent: tk.Misc, person: Person) -> ttk.Frame:
        line = _money(parent, person.balance + person.making_balance)
        explain = ttk.Button(line, style="Slim.TButton", command=self._explain)
        words.put(explain, sentence("Explain"))
        explain.pack(side="right")  # before the words: they give way, not the button
        Text(line, sentence("Transit purse: in the chip"), ink="secondary").pack(
            side="left", padx=(24, 0)
        )
        return line

    def _explain(self) -> None:
        """Show where the balance came from, entry by entry."""
        assert self.person is not None  # noqa: S101  the button stands on a person's page
        ledger = registry.page("ledger")
        self._desk.stage.made(ledger).show_person(self.person.holder.id)
        self._desk.stage.open(ledger)

    @staticmethod
    def _entry(parent: tk.Misc, person: Person) -> ttk.Frame:
        line = ttk.Frame(parent)
        text = Text(line, ink="success" if person.entry.allowed else "secondary", wrap=True)
        text.say(lambda: entry_line(person.entry))
        text.pack(fill="x")
        return line

    @staticmethod
    def _card_line(parent: tk.Misc, card: Card, *, dated: bool = True) -> ttk.Frame:
        line = ttk.Frame(parent)
        number = Text(line, font="Desk.Strong")
        number.show(card.number)
        number.pack(side="left")
        state = Text(line, sentence(STATE_NAMES[card.state]), font="Desk.Strong")
        state.paint(STATE_INKS.get(card.state, "secondary"))
        state.pack(side="left", padx=(12, 12))
        if dated:
            day = card.since.astimezone().date().isoformat()
            Text(line, sentence("since {day}", day=day), ink="secondary").pack(side="left")
        return line

    @staticmethod
    def _meal(parent: tk.Misc, person: Person) -> ttk.Frame:
        assert person.meal is not None  # noqa: S101  asked before
        line = _money(parent, person.meal.balance)
        if person.meal.frozen:
            done, frozen = person.taken_over, sentence("frozen")
            if done is not None:
                day = done.at.astimezone().date().isoformat()
                frozen = sentence(
                    "frozen {day}, desk {desk}, {clerk}", day=day, desk=done.desk, clerk=done.clerk
                )
            Text(line, frozen, ink="secondary").pack(side="left", padx=(12, 0))
        return line

    @staticmethod
    def _until(parent: tk.Misc, person: Person) -> ttk.Frame:
        until = person.holder.valid_until
        assert until is not None  # noqa: S101  asked before
        over = until < person.today
        return _fact(parent, sentence("{day}", day=until.isoformat()), "danger" if over else "fg")

    def _warnings(self, parent: tk.Misc, person: Person) -> ttk.Frame:
        frame = ttk.Frame(parent, height=1)
        dead = person.dead_in_hand
        if dead is not None:
            self._warn(frame, *_dead_card(dead, person.successor))
        for kept, place in person.found:
            self._warn(frame, *found_card(kept, place))
        if person.unit_differs and person.card is not None:
            self._warn(
                frame,
                sentence("The card shows another unit than the record."),
                sentence("On the card: {unit}", unit=person.card.unit_name),
            )
        if person.objection is not None:
            self._warn(
                frame,
                sentence("The holder objects to the balance of the old meal card."),
                sentence("The holder says: {words}", words=person.objection.words),
            )
        job = person.making_job
        known = words.known(job.note) if job is not None else None
        if job is not None and known is not None:
            state = sentence(JOB_STATE_NAMES[job.state])
            said = sentence("Print job {state}:", state=state)
            text = Text(frame, ink="secondary", wrap=True)
            text.say(lambda: f"{_(said)} {_(known)}")
            text.pack(fill="x", pady=(4, 0))
        return frame

    @staticmethod
    def _warn(parent: tk.Misc, said: Said, more: Said) -> None:
        notice = Notice(parent)
        notice.pack(fill="x", pady=(8, 0))
        if theme.tall(parent):
            notice.warn(said, more)
        else:
            notice.warn_shortly(said, more)


def _names(head: ttk.Frame, name: str, latin: str) -> list[tk.Widget]:
    """Return the lines of the name: one where both are short, two where they are not."""
    if len(name) > _SHORT_NAME or len(latin) > _SHORT_LATIN:
        lines: list[tk.Widget] = []
        for text, font in ((name, "Desk.Heading"), (latin if latin != name else "", "Desk.Body")):
            if text:
                label = Text(head, font=font, wrap=True)
                label.show(text)
                lines.append(label)
        return lines
    line = ttk.Frame(head)
    for text, font, ink in ((name, "Desk.Name", "fg"), (latin, "Desk.Heading", "secondary")):
        label = Text(line, font=font, ink=ink)
        label.show(text if text != name or ink == "fg" else "")
        label.pack(side="left", anchor="s", padx=(0, 12))
    return [line]


def _dead_card(dead: Card, successor: Card | None) -> tuple[Sentence, Sentence]:
    state = sentence(STATE_NAMES[dead.state])
    said = sentence("Card {card} is dead ({state}): keep it back.", card=dead.short, state=state)
    if successor is None:
        return said, sentence("No card replaced it.")
    return said, sentence("It was replaced by card {number}.", number=successor.number)


def _fact(parent: tk.Misc, said: Sentence, ink: str = "fg") -> ttk.Frame:
    line = ttk.Frame(parent)
    Text(line, said, ink=ink, wrap=True).pack(fill="x")
    return line


def _money(parent: tk.Misc, fen: int) -> ttk.Frame:
    line = ttk.Frame(parent)
    amount = Text(line, font="Desk.Money", ink="danger" if fen < 0 else "fg")
    amount.show(yuan(fen))
    amount.pack(side="left")
    return line


def _custody(frame: ttk.Frame, person: Person) -> list[tuple[Sentence, ttk.Frame]]:
    if person.in_batch is None or person.batch is None:
        return []
    return [(sentence("Where it is"), _fact(frame, where(person.in_batch, person.batch)))]
