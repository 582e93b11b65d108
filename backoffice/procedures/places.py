"""What the forms of desks and terminals do alike: texts that can be printed, before → after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from backoffice.domain.places import STATE_NAMES, Desk, Terminal
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence
from backoffice.domain.sheets import Line, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ports import Books

P = TypeVar("P", Desk, Terminal)
_LONGEST = 100
_NOTHING = sentence("—")


def tidied(place: P) -> P:
    """Return a place with each of its texts on one line, as it is printed.

    Raises:
        Refusal: A text is missing or too long.
    """
    texts = {name: " ".join(one.split()) for name, one in vars(place).items() if _is_text(one)}
    if not all(0 < len(one) <= _LONGEST for one in texts.values()):
        raise Refusal(
            "place-words",
            sentence("Each text has between 1 and {most} characters.", most=_LONGEST),
            advice=sentence("Fill in every field: receipts and slips carry both languages."),
            rule="T2",
        )
    # Any text stays a text: of a dataclass only its text fields are replaced.
    changed: P = replace(place, **texts)  # type: ignore[arg-type]
    return changed


def sheet(
    title: Sentence,
    before: Mapping[str, Sentence],
    after: Mapping[str, Sentence],
    labels: Mapping[str, Sentence],
) -> Sheet:
    """Return what changes of a place, field by field; ``before`` is empty for a new one.

    Raises:
        Refusal: Nothing does.
    """
    lines = tuple(
        Line(label=label, before=before.get(name, _NOTHING), after=after[name])
        for name, label in labels.items()
        if before.get(name) != after[name]
    )
    if not lines:
        raise Refusal(
            "nothing-changes",
            sentence("Nothing would change."),
            advice=sentence("Change a field, or cancel."),
        )
    note = sentence("What is printed from now on says so; what was printed stays as it is.")
    return Sheet(title=title, lines=lines, notes=(note,))


def campus_name(books: Books, code: str) -> Sentence:
    """Return what a campus is called, in both languages.

    Raises:
        Refusal: There is no such campus.
    """
    for campus in books.entry.campuses():
        if campus.code == code:
            return sentence("{en} · {zh}", en=campus.name_en, zh=campus.name_zh)
    raise Refusal(
        "unknown-campus",
        sentence("There is no such campus."),
        advice=sentence("Choose one of the list."),
        rule="E2",
        source="FAQ 6",
    )


def said(books: Books, place: Desk | Terminal) -> dict[str, Sentence]:
    """Return what both kinds of places say of themselves, by the name of the field.

    Raises:
        Refusal: There is no such campus.
    """
    return {
        **{
            name: sentence("{name}", name=one) for name, one in vars(place).items() if _is_text(one)
        },
        "area": campus_name(books, place.area),
        "in_service": sentence(STATE_NAMES[place.in_service]),
    }


def _is_text(value: Any) -> bool:  # noqa: ANN401  whatever a place holds
    return isinstance(value, str)
