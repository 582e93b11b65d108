"""A printer that speaks IPP (RFC 8011), asked and told through pyipp.

What is not known stays unknown: from the first byte of a job until the device says "completed",
every trouble leaves the job unconfirmed, and nothing is sent a second time.
"""

from __future__ import annotations

import asyncio
import urllib.parse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp
from pyipp.enums import IppJobState, IppOperation, IppPrinterState, IppStatus
from pyipp.exceptions import IPPError

from printing import reasons
from printing.contracts import Delivery, PrinterState
from printing.ipp_client import Client, listed, never_connected, status_of
from printing.ipp_supplies import SUPPLIES, counter, supplies
from printing.ipp_ticket import ASKED, Impossible, ticket

if TYPE_CHECKING:
    from printing.contracts import Prepared, PrinterSettings, Progress

ANSWER_SECONDS = 2.5  # a printer that needs longer for a question is taken as absent
SILENCE_SECONDS = 10.0  # how long a printer with our job may be absent before we stop waiting
POLL_SECONDS = 0.25

_STATE = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
_JOB = ("job-id", "job-uuid", "job-name", "job-state", "job-state-reasons")
_LOST = (IPPError, aiohttp.ClientError, OSError, TimeoutError, ValueError)
_REFUSALS: dict[int, str] = {
    IppStatus.ERROR_BUSY: "busy",
    IppStatus.ERROR_NOT_ACCEPTING_JOBS: "paused",
    IppStatus.ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED: "format-refused",
    IppStatus.ERROR_ATTRIBUTES_OR_VALUES: "attributes-ignored",
    IppStatus.ERROR_CONFLICTING: "attributes-ignored",
}
# A server error may come after half the job was taken, except for these.
_NOTHING_TAKEN = frozenset(
    {
        IppStatus.ERROR_BUSY,
        IppStatus.ERROR_NOT_ACCEPTING_JOBS,
        IppStatus.ERROR_OPERATION_NOT_SUPPORTED,
        IppStatus.ERROR_VERSION_NOT_SUPPORTED,
    }
)
_GONE = frozenset({IppStatus.ERROR_NOT_FOUND, IppStatus.ERROR_GONE})
_ENDED_BADLY = {IppJobState.CANCELED: "job-canceled", IppJobState.ABORTED: "job-aborted"}


def _state_of(printer: dict[str, Any], *, ours: bool = False) -> PrinterState:
    """Read the printer's state; with ``ours`` the job that keeps it busy is the one we sent."""
    said = [str(keyword) for keyword in listed(printer.get("printer-state-reasons"))]
    state = printer.get("printer-state")
    if state == IppPrinterState.PROCESSING and not ours:
        said.append("busy")
    if state == IppPrinterState.STOPPED:
        said.append("stopped")
    if printer.get("printer-is-accepting-jobs") is False:
        said.append("paused")
    return reasons.state(said)


async def _ask(
    client: Client, operation: IppOperation, attributes: dict[str, Any]
) -> dict[str, Any]:
    """Ask and return the answer's first job or printer."""
    async with asyncio.timeout(ANSWER_SECONDS):
        answer = await client.execute(operation, {"operation-attributes-tag": attributes})
    return next(iter(answer["jobs"] or answer["printers"]), {})


async def _printer(client: Client, asked: tuple[str, ...]) -> dict[str, Any]:
    operation = IppOperation.GET_PRINTER_ATTRIBUTES
    return await _ask(client, operation, {"requested-attributes": list(asked)})


class _Attempt:
    """One job on its only way to the printer, and what is known about it so far."""

    def __init__(self, client: Client, prepared: Prepared, job: str, progress: Progress) -> None:
        self._client = client
        self._prepared = prepared
        self._job = job
        self._progress = progress
        self._shown: PrinterState | None = None
        self._device: tuple[str, ...] = ()  # reasons the device gave last
        self._notes: list[str] = []
        self._id = 0
        self._uuid = ""
        self._taken = False

    async def run(self, seconds: float) -> Delivery:
        try:
            async with asyncio.timeout(seconds):
                printer = await self._wait_until_ready()
                job_ticket = ticket(self._prepared, printer)
                await self._send(job_ticket)
                await self._follow()
        except Impossible:
            return self._unconfirmed("attributes-ignored")
        except _Ended as ended:
            return self._unconfirmed(ended.reason)
        except TimeoutError:
            return self._unconfirmed("timed-out")
        except _LOST:
            return self._unconfirmed("answer-unclear")
        if self._notes:
            return self._unconfirmed()
        found = reasons.normalise(self._device)
        return Delivery(
            result="delivered",
            reasons=found,
            device_job=self._device_job,
            sentence=reasons.DONE,
        )

    @property
    def _device_job(self) -> str:
        return self._uuid or (str(self._id) if self._id else "")

    def _unconfirmed(self, *why: str) -> Delivery:
        found = reasons.normalise((*self._device, *self._notes, *why))
        return Delivery(
            result="unconfirmed",
            reasons=found,
            device_job=self._device_job,
            sentence=reasons.describe(found),
            taken=self._taken,
        )

    def _show(self, state: PrinterState) -> None:
        self._device = state.reasons
        if state != self._shown:
            self._shown = state
            self._progress(state)

    async def _wait_until_ready(self) -> dict[str, Any]:
        """Return what the printer can do, once nothing keeps it from printing."""
        while True:
            try:
                printer = await _printer(self._client, (*_STATE, *ASKED))
            except _LOST as error:
                raise _Ended("unreachable") from error
            state = _state_of(printer)
            self._show(state)
            if state.ready:
                return printer
            await asyncio.sleep(POLL_SECONDS)

    async def _send(self, job_ticket: dict[str, Any]) -> None:
        message = {
            "operation-attributes-tag": {
                "requesting-user-name": "card-center",
                "job-name": self._job,
                "ipp-attribute-fidelity": True,
                "document-format": self._prepared.mime,
            },
            "job-attributes-tag": job_ticket,
            "data": self._prepared.payload,
        }
        self._taken = True
        try:
            answer = await self._client.execute(IppOperation.PRINT_JOB, message)
        except IPPError as error:
            status = status_of(error)
            if status is None:
                self._taken = not never_connected(error)
                raise _Ended("unreachable") from error
            self._taken = status not in _NOTHING_TAKEN and status >= IppStatus.ERROR_INTERNAL
            raise _Ended(_REFUSALS.get(status, "refused")) from error
        if answer["status-code"] != IppStatus.OK:
            self._notes.append("attributes-ignored")
        jobs: list[dict[str, Any]] = answer["jobs"]
        self._id = int(jobs[0].get("job-id", 0)) if jobs else 0
        if not self._id:
            raise _Ended("answer-unclear")

    async def _follow(self) -> None:
        """Return when the device says that our job is completed."""
        clock = asyncio.get_running_loop()
        heard = clock.time()
        while True:
            try:
                job = await self._look_after_job()
                heard = clock.time()
                if job.get("job-state") == IppJobState.COMPLETED:
                    return self._check_completed(job)
                if job.get("job-state") in _ENDED_BADLY:
                    raise _Ended(_ENDED_BADLY[job["job-state"]])
            except _LOST as error:
                if isinstance(error, IPPError) and status_of(error) in _GONE:
                    raise _Ended("job-lost") from error
                self._show(reasons.state(["unreachable"]))
                if clock.time() - heard > SILENCE_SECONDS:
                    raise _Ended("unreachable") from error
            await asyncio.sleep(POLL_SECONDS)

    async def _look_after_job(self) -> dict[str, Any]:
        asked = {"job-id": self._id, "requested-attributes": list(_JOB)}
        job = await _ask(self._client, IppOperation.GET_JOB_ATTRIBUTES, asked)
        self._require_ours(job)
        self._show(_state_of(await _printer(self._client, _STATE), ours=True))
        return job

    def _require_ours(self, job: dict[str, Any]) -> None:
        # Job ids begin at 1 again after a restart: only the uuid tells our job from the next one.
        name, uuid = job.get("job-name", self._job), job.get("job-uuid", self._uuid)
        if name != self._job or (self._uuid and uuid != self._uuid):
            raise _Ended("job-lost")
        self._uuid = uuid

    def _check_completed(self, job: dict[str, Any]) -> None:
        if "job-completed-with-errors" in listed(job.get("job-state-reasons")):
            raise _Ended("job-aborted")


class _Ended(Exception):  # noqa: N818  how an attempt ends when it is not completed
    """The attempt is over."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ipp:
    """One printer at one URI. Every call runs its own event loop in the calling thread."""

    def __init__(self, uri: str, timeout_seconds: float) -> None:
        self._uri = uri
        self._timeout_seconds = timeout_seconds

    def state(self) -> PrinterState:
        """Ask the printer, for three seconds at most (a name that can't be looked up excepted)."""
        return asyncio.run(self._state()) if _is_address(self._uri) else _NOWHERE

    async def _state(self) -> PrinterState:
        async with Client(self._uri) as client:
            try:
                printer = await _printer(client, (*_STATE, *SUPPLIES))
            except _LOST:
                return reasons.state(["unreachable"])
        return replace(_state_of(printer), supplies=supplies(printer), counter=counter(printer))

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
            return await _Attempt(client, prepared, job, progress).run(self._timeout_seconds)


_NOWHERE = reasons.state(["not-configured"])


def _is_address(uri: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(uri)
        return parts.scheme in {"ipp", "ipps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def connect(settings: PrinterSettings) -> Ipp:
    """Return the printer at ``settings.target``, for example ``ipp://127.0.0.1:8631/ipp/print``."""
    return Ipp(settings.target, settings.timeout_seconds)
