"""What became of each photo file of an import, told to people and to programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.commands._photo_files import PhotoFile
from backoffice.commands._photo_names import shown
from backoffice.domain.measurements import FAULT_SENTENCES, Measurements, Verdict
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, kw_only=True, slots=True)
class Owned:
    """A file and the holder it is named by."""

    file: PhotoFile
    number: str
    holder_id: int


@dataclass(kw_only=True)
class Report:
    """What became of each file.

    Attributes:
        replaced: Files of a holder of whom a later one was entered, each with that one.
    """

    files: int = 0
    refused: list[tuple[str, Refusal]] = field(default_factory=list)
    measured: list[tuple[Owned, Measurements]] = field(default_factory=list)
    replaced: list[tuple[str, str]] = field(default_factory=list)
    entered: int = 0

    @property
    def figures(self) -> dict[str, str | int]:
        """The counts, by the names that the last sentence gives them."""
        unmatched = sum(refusal.code == "unknown_holder" for _, refusal in self.refused)
        verdicts = Counter(measured.verdict for _, measured in self.measured)
        return {
            "files": self.files,
            "matched": len(self.measured),
            "unmatched": unmatched,
            "refused": len(self.refused) - unmatched,
            "entered": self.entered,
            **{verdict.value: verdicts[verdict] for verdict in Verdict},
        }


def as_json(report: Report) -> dict[str, object]:
    """Return the report for programs, each list by file name."""
    return {
        "files": report.files,
        "matched": len(report.measured),
        "refused": [{"file": n, "reason": refusal.code} for n, refusal in _refused(report)],
        "measured": [
            {
                "file": one.file.name,
                "holder": one.number,
                "verdict": measured.verdict.value,
                "faults": [fault.value for fault in measured.faults],
            }
            for one, measured in _measured(report)
        ],
    }


def summary(report: Report) -> Sentence:
    """Return the counts as people read them."""
    return sentence(
        "{files} files: {matched} matched, {unmatched} of nobody known, {refused} refused. "
        "Of the photos, {good} are good, {doubtful} doubtful and {bad} bad. "
        "{entered} were entered and wait for approval.",
        **report.figures,
    )


def one_by_one(report: Report) -> Iterator[Sentence]:
    """Yield why each file was refused, and what is wrong with each bad photo."""
    for name, refusal in _refused(report):
        yield sentence("{file}: {reason}", file=shown(name), reason=refusal.message)
    for one, measured in _measured(report):
        if measured.verdict is Verdict.BAD:
            yield sentence(
                "{file}: taken in, but look at it closely: {reason}",
                file=shown(one.file.name),
                reason=sentence(FAULT_SENTENCES[measured.faults[0]]),
            )


def warnings(report: Report) -> Iterator[Sentence]:
    """Yield what is told in any case."""
    for before, after in sorted(report.replaced):
        yield sentence(
            "{file} was left out: {other} is of the same holder and comes later by name.",
            file=shown(before),
            other=shown(after),
        )
    if not report.measured:
        yield sentence(
            "Nothing could be taken in. Name each photo by the holder number, for example "
            "20140217.jpg."
        )


def _refused(report: Report) -> list[tuple[str, Refusal]]:
    return sorted(report.refused, key=lambda one: one[0])


def _measured(report: Report) -> list[tuple[Owned, Measurements]]:
    return sorted(report.measured, key=lambda one: one[0].file.name)
