"""State keywords of printers, made comparable and said in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.sentences import Sentence, sentence
from printing.contracts import PrinterState

if TYPE_CHECKING:
    from collections.abc import Iterable

# Most important first: one sentence is shown, and it is the one somebody can act on.
SENTENCES = {
    "not-configured": sentence("No printer is set up for this."),
    "windows-only": sentence("A queue of Windows can be used on Windows only."),
    "unreachable": sentence("The printer does not answer; check power and cable."),
    "queue-missing": sentence("There is no printer of this name at this address."),
    "folder-missing": sentence("The folder for printed files does not exist."),
    "folder-read-only": sentence("Nothing can be written into the folder for printed files."),
    "file-exists": sentence("A different file of this name is already in the folder."),
    "media-jam": sentence("Something is jammed in the printer."),
    "cover-open": sentence("The cover of the printer is open."),
    "media-empty": sentence("The printer is out of cards or paper."),
    "marker-supply-empty": sentence("The ribbon of the printer is used up."),
    "media-needed": sentence("The printer waits for cards or paper."),
    "input-tray-missing": sentence("The tray of the printer is missing."),
    "waste-full": sentence("The waste box of the printer is full."),
    "attributes-ignored": sentence("The printer can't print this size or both sides."),
    "format-refused": sentence("The printer does not understand this kind of file."),
    "refused": sentence("The printer refused the job."),
    "connection-lost": sentence("The connection broke off while the printer took the job."),
    "job-aborted": sentence("The printer gave the job up."),
    "job-canceled": sentence("The job was cancelled at the printer; it may still be printed."),
    "job-lost": sentence("The printer was restarted and no longer knows the job."),
    "paused": sentence("The printer is paused."),
    "stopped": sentence("The printer has stopped."),
    "timed-out": sentence("The printer did not finish in time."),
    "answer-unclear": sentence("The printer's answer could not be understood."),
    "busy": sentence("The printer is busy with another job."),
    "queue-resends": sentence(
        "This queue would print a card again by itself: set its error policy to “abort-job”."
    ),
    "media-low": sentence("The printer will soon be out of cards or paper."),
    "marker-supply-low": sentence("The ribbon of the printer will soon be used up."),
}
READY = sentence("The printer is ready.")
DONE = sentence("The printer says that the job is done.")
WRITTEN = sentence("The file was written.")

_ALIASES = {
    "toner-empty": "marker-supply-empty",
    "toner-low": "marker-supply-low",
    "door-open": "cover-open",
    "interlock-open": "cover-open",
    "marker-waste-full": "waste-full",
    "moving-to-paused": "paused",
    "shutdown": "stopped",
    "offline": "unreachable",
}
# A queue that resends does no harm to receipts; cards are refused when they are delivered.
_HARMLESS = frozenset({"media-low", "marker-supply-low", "queue-resends"})
# What CUPS says while all is well.
_CHATTER = frozenset({"none", "cups-waiting-for-job-completed", "connecting-to-device"})
_BLOCKING = frozenset(SENTENCES) - _HARMLESS
_SUFFIXES = ("-report", "-warning", "-error")


def normalise(keywords: Iterable[str]) -> tuple[str, ...]:
    """Return the keywords without suffixes and ``none``, each once, the most important first."""
    plain = []
    for keyword in keywords:
        name = keyword
        for suffix in _SUFFIXES:
            name = name.removesuffix(suffix)
        plain.append(_ALIASES.get(name, name))
    order = {name: place for place, name in enumerate(SENTENCES)}
    return tuple(sorted(set(plain) - _CHATTER, key=lambda n: (order.get(n, 99), n)))


def describe(reasons: tuple[str, ...]) -> Sentence:
    """Return one sentence for the most important of normalised reasons."""
    if not reasons:
        return READY
    return SENTENCES.get(reasons[0]) or sentence(
        "The printer reports “{reason}”.", reason=reasons[0]
    )


def state(keywords: Iterable[str]) -> PrinterState:
    """Return the state of a device that gave these keywords.

    A keyword nobody knows here blocks only if the device itself called it an error.
    """
    said = tuple(keywords)
    reasons = normalise(said)
    blocked = any(reason in _BLOCKING for reason in reasons)
    blocked = blocked or any(keyword.endswith("-error") for keyword in said)
    return PrinterState(ready=not blocked, reasons=reasons, sentence=describe(reasons))
