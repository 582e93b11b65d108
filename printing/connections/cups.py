"""A queue of CUPS, the print system of Linux and macOS, through its IPP service on this machine.

``target`` is the name of the queue, or ``QUEUE@HOST:PORT`` for the CUPS of another machine.

CUPS keeps jobs and tries again by itself. Nothing of ours may be printed twice, so a job whose end
did not come is withdrawn from the queue, and no card goes to a queue that is set to retry.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import urllib.parse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyipp.enums import IppJobState, IppOperation

from printing import reasons
from printing.contracts import Delivery, FoundPrinter
from printing.ipp_attempt import LOST, USER, Attempt, Ended, ask, described
from printing.ipp_client import Client, listed

if TYPE_CHECKING:
    from printing.contracts import Prepared, PrinterSettings, PrinterState, Progress

_PORT = 631
_POLICY = "printer-error-policy"
_RESENDS = "queue-resends"


class Queue:
    """One queue. Every call runs its own event loop in the calling thread."""

    def __init__(self, settings: PrinterSettings) -> None:
        self._uri = _address(settings.target)
        self._ahead = settings.buffer > 1
        self._timeout_seconds = settings.timeout_seconds * settings.buffer

    def state(self) -> PrinterState:
        """Ask the queue, for three seconds at most."""
        if not self._uri:
            return reasons.state(["not-configured"])
        state, printer = asyncio.run(described(self._uri, (_POLICY,), ahead=self._ahead))
        if not _retries(printer):
            return state
        found = reasons.normalise((*state.reasons, _RESENDS))
        return replace(state, reasons=found, sentence=reasons.describe(found))

    def deliver(self, prepared: Prepared, job: str, progress: Progress) -> Delivery:
        """Wait until the queue is ready, send the job once, and follow it to its end."""
        if not self._uri:
            state = reasons.state(["not-configured"])
            return Delivery(
                result="unconfirmed",
                reasons=state.reasons,
                device_job="",
                sentence=state.sentence,
                taken=False,
            )
        return asyncio.run(self._deliver(prepared, job, progress))

    async def _deliver(self, prepared: Prepared, job: str, progress: Progress) -> Delivery:
        async with Client(self._uri, request_timeout=int(self._timeout_seconds) + 1) as client:
            attempt = _Queued(client, prepared, job, progress, ahead=self._ahead)
            return await attempt.run(self._timeout_seconds)


class _Queued(Attempt):
    """An attempt that leaves nothing behind in the queue."""

    asked = (*Attempt.asked, _POLICY)

    def require(self, printer: dict[str, Any]) -> None:
        if self.prepared.kind == "card" and _retries(printer):
            raise Ended(_RESENDS)

    async def run(self, seconds: float) -> Delivery:
        delivery = await super().run(seconds)
        if delivery.result == "delivered" or not self.id:
            return delivery
        return replace(delivery, taken=not await self._withdrawn())

    async def _withdrawn(self) -> bool:
        """Cancel the job; tell whether it is certain that it never left for the printer."""
        ours = {"job-id": self.id, "requesting-user-name": USER}
        with contextlib.suppress(*LOST):  # ended already, or silent: the next question tells
            await ask(self.client, IppOperation.CANCEL_JOB, ours)
        asked = {**ours, "requested-attributes": ["job-state", "job-uuid", "time-at-processing"]}
        try:
            job = await ask(self.client, IppOperation.GET_JOB_ATTRIBUTES, asked)
            self.require_ours(job)
        except (*LOST, Ended):
            return False
        began = job.get("time-at-processing")
        return job.get("job-state") == IppJobState.CANCELED and not isinstance(began, int)


def _retries(printer: dict[str, Any]) -> bool:
    return str(printer.get(_POLICY, "")).startswith("retry")


def _server() -> str:
    """Return host and port of the CUPS of this machine, as ``CUPS_SERVER`` says it if it does."""
    named = os.environ.get("CUPS_SERVER", "").partition("/")[0]
    host, _, port = (named or "localhost").partition(":")
    return f"{host}:{port or _PORT}"


def _address(target: str) -> str:
    queue, _, server = target.strip().partition("@")
    return f"ipp://{server or _server()}/printers/{urllib.parse.quote(queue)}" if queue else ""


async def _queues() -> list[dict[str, Any]]:
    async with Client(f"ipp://{_server()}/", request_timeout=3) as client:
        wanted = {"requested-attributes": ["printer-name", "printer-info"]}
        answer = await client.execute(
            IppOperation.CUPS_GET_PRINTERS, {"operation-attributes-tag": wanted}
        )
        return list(answer["printers"])


def find() -> tuple[FoundPrinter, ...]:
    """Return the queues of this machine; none where there is no CUPS."""
    try:
        queues = asyncio.run(_queues())
    except LOST:
        return ()
    return tuple(
        FoundPrinter(
            kind="cups",
            target=str(queue["printer-name"]),
            called=str(*listed(queue.get("printer-info"))[:1]) or str(queue["printer-name"]),
        )
        for queue in queues
        if queue.get("printer-name")
    )


def connect(settings: PrinterSettings) -> Queue:
    """Return the queue named by ``settings.target``."""
    return Queue(settings)
