"""Sentences that can be said in every language of the program.

The template is English and is the key of its translation; values are filled in after translating.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Sentence:
    """A template with named ``{fields}`` and what belongs into them.

    A value that is itself a sentence is translated with it. Money and dates are given as text: they
    read the same in both languages.
    """

    template: str
    values: Mapping[str, str | int | Sentence] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Return what equal sentences share; their values may be of a kind that has none."""
        return hash(self.template)

    def __str__(self) -> str:
        """Return the English text."""
        return self.template.format(**{k: str(v) for k, v in self.values.items()})


def sentence(template: str, **values: str | int | Sentence) -> Sentence:
    """Return a sentence; the message extractor collects ``template``."""
    return Sentence(template, values)


def listed(parts: Sequence[Sentence]) -> Sentence:
    """Return one sentence that lists at least one other."""
    return reduce(lambda first, more: sentence("{first}, {more}", first=first, more=more), parts)


def N_(text: str) -> str:  # noqa: N802  gettext's own name for "translate later"
    """Mark ``text`` for translation where it is only stored."""
    return text
