"""A printer that speaks IPP itself, at an address such as ``ipp://127.0.0.1:8631/ipp/print``."""

from __future__ import annotations

import asyncio
import urllib.parse
from typing import TYPE_CHECKING

from printing import reasons
from printing.contracts import Delivery
from printing.ipp_attempt import Attempt, described
from printing.ipp_client import Client

if TYPE_CHECKING:
    from printing.contracts import Prepared, PrinterSettings, PrinterState, Progress


class Ipp:
    """One printer at one URI. Every call runs its own event loop in the calling thread."""

    def __init__(self, settings: PrinterSettings) -> None:
        self._uri = settings.target
        self._ahead = settings.buffer > 1
        self._timeout_seconds = settings.timeout_seconds * settings.buffer

    def state(self) -> PrinterState:
        """Ask the printer, for three seconds at most (a name that can't be looked up excepted)."""
        if not _is_address(self._uri):
            return _NOWHERE
        return asyncio.run(described(self._uri, ahead=self._ahead))[0]

    def deliver(self, prepared: Prepared, job: str, progress: Progress) -> Delivery:
        """Wait until the printer is ready, send the job once, and follow it to its end."""
        if not _is_address(self._uri):
            return Delivery(
                result="unconfirmed",
                reasons=_NOWHERE.reasons,
                device_job="",
                sentence=_NOWHERE.sentence,
                taken=False,
            )
        return asyncio.run(self._deliver(prepared, job, progress))

    async def _deliver(self, prepared: Prepared, job: str, progress: Progress) -> Delivery:
        async with Client(self._uri, request_timeout=int(self._timeout_seconds) + 1) as client:
            attempt = Attempt(client, prepared, job, progress, ahead=self._ahead)
            return await attempt.run(self._timeout_seconds)


_NOWHERE = reasons.state(["not-configured"])


def _is_address(uri: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(uri)
        return parts.scheme in {"ipp", "ipps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def connect(settings: PrinterSettings) -> Ipp:
    """Return the printer at ``settings.target``."""
    return Ipp(settings)
