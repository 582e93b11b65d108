"""One job on its only way to a printer that speaks IPP (RFC 8011), itself or through CUPS.

What is not known stays unknown: from the first byte of a job until the device says "completed",
every trouble leaves the job unconfirmed, and nothing is sent a second time.
"""

from __future__ import annotations

import asyncio
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
    from printing.contracts import Prepared, Progress

ANSWER_SECONDS = 2.5  # a printer that needs longer for a question is taken as absent
SILENCE_SECONDS = 10.0  # how long a printer with our job may be absent before we stop waiting
POLL_SECONDS = 0.25
USER = "card-center"

STATE = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
_JOB = ("job-id", "job-uuid", "job-name", "job-state", "job-state-reasons")
LOST = (IPPError, aiohttp.ClientError, OSError, TimeoutError, ValueError)
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
GONE = frozenset({IppStatus.ERROR_NOT_FOUND, IppStatus.ERROR_GONE})
_ENDED_BADLY = {IppJobState.CANCELED: "job-canceled", IppJobState.ABORTED: "job-aborted"}


def state_of(printer: dict[str, Any], *, ours: bool = False) -> PrinterState:
    """Read the printer's state; with ``ours`` the job that keeps it busy is no hindrance."""
    said = [str(keyword) for keyword in listed(printer.get("printer-state-reasons"))]
    state = printer.get("printer-state")
    if state == IppPrinterState.PROCESSING and not ours:
        said.append("busy")
    if state == IppPrinterState.STOPPED:
        said.append("stopped")
    if printer.get("printer-is-accepting-jobs") is False:
        said.append("paused")
    return reasons.state(said)


async def ask(
    client: Client, operation: IppOperation, attributes: dict[str, Any]
) -> dict[str, Any]:
    """Ask and return the answer's first job or printer."""
    async with asyncio.timeout(ANSWER_SECONDS):
        answer = await client.execute(operation, {"operation-attributes-tag": attributes})
    return next(iter(answer["jobs"] or answer["printers"]), {})


async def asked_of(client: Client, asked: tuple[str, ...]) -> dict[str, Any]:
    """Ask the printer about itself."""
    operation = IppOperation.GET_PRINTER_ATTRIBUTES
    return await ask(client, operation, {"requested-attributes": list(asked)})


async def described(
    uri: str, also: tuple[str, ...] = (), *, ahead: bool
) -> tuple[PrinterState, dict[str, Any]]:
    """Return the state of a printer, and what it said of itself; nothing if it is unreachable.

    Args:
        uri: Of the printer.
        also: What it is asked besides.
        ahead: Whether it takes a job while it is busy with another.
    """
    async with Client(uri) as client:
        try:
            printer = await asked_of(client, (*STATE, *SUPPLIES, *also))
        except LOST as error:
            gone = isinstance(error, IPPError) and status_of(error) in GONE
            return reasons.state(["queue-missing" if gone else "unreachable"]), {}
    state = replace(
        state_of(printer, ours=ahead), supplies=supplies(printer), counter=counter(printer)
    )
    return state, printer


class Attempt:
    """One job on its only way to the printer, and what is known about it so far.

    Attributes:
        asked: What the printer is asked before anything is sent.
        id: The device's number of the job; 0 before it took one.
    """

    asked: tuple[str, ...] = (*STATE, *ASKED)

    def __init__(
        self, client: Client, prepared: Prepared, job: str, progress: Progress, *, ahead: bool
    ) -> None:
        self.client = client
        self._ahead = ahead
        self.prepared = prepared
        self.id = 0
        self._job = job
        self._progress = progress
        self._shown: PrinterState | None = None
        self._device: tuple[str, ...] = ()  # reasons the device gave last
        self._notes: list[str] = []
        self._uuid = ""
        self._taken = False

    def require(self, printer: dict[str, Any]) -> None:
        """Do nothing if the printer may have the job at all.

        Raises:
            Ended: It may not.
        """

    async def run(self, seconds: float) -> Delivery:
        """Try once, for so many seconds, and tell what is known."""
        try:
            async with asyncio.timeout(seconds):
                printer = await self._wait_until_ready()
                self.require(printer)
                job_ticket = ticket(self.prepared, printer)
                await self._send(job_ticket)
                await self._follow()
        except Impossible:
            return self._unconfirmed("attributes-ignored")
        except Ended as ended:
            return self._unconfirmed(ended.reason)
        except TimeoutError:
            return self._unconfirmed("timed-out")
        except LOST:
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
        return self._uuid or (str(self.id) if self.id else "")

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
                printer = await asked_of(self.client, self.asked)
            except LOST as error:
                raise Ended("unreachable") from error
            state = state_of(printer, ours=self._ahead)
            self._show(state)
            if state.ready:
                return printer
            await asyncio.sleep(POLL_SECONDS)

    async def _send(self, job_ticket: dict[str, Any]) -> None:
        message = {
            "operation-attributes-tag": {
                "requesting-user-name": USER,
                "job-name": self._job,
                "ipp-attribute-fidelity": True,
                "document-format": self.prepared.mime,
            },
            "job-attributes-tag": job_ticket,
            "data": self.prepared.payload,
        }
        self._taken = True
        try:
            answer = await self.client.execute(IppOperation.PRINT_JOB, message)
        except IPPError as error:
            status = status_of(error)
            if status is None:
                self._taken = not never_connected(error)
                raise Ended("unreachable") from error
            self._taken = status not in _NOTHING_TAKEN and status >= IppStatus.ERROR_INTERNAL
            raise Ended(_REFUSALS.get(status, "refused")) from error
        if answer["status-code"] != IppStatus.OK:
            self._notes.append("attributes-ignored")
        jobs: list[dict[str, Any]] = answer["jobs"]
        self.id = int(jobs[0].get("job-id", 0)) if jobs else 0
        if not self.id:
            raise Ended("answer-unclear")

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
                    raise Ended(_ENDED_BADLY[job["job-state"]])
            except LOST as error:
                if isinstance(error, IPPError) and status_of(error) in GONE:
                    raise self._lost() from error
                self._show(reasons.state(["unreachable"]))
                if clock.time() - heard > SILENCE_SECONDS:
                    raise Ended("unreachable") from error
            await asyncio.sleep(POLL_SECONDS)

    async def _look_after_job(self) -> dict[str, Any]:
        asked = {"job-id": self.id, "requested-attributes": list(_JOB)}
        job = await ask(self.client, IppOperation.GET_JOB_ATTRIBUTES, asked)
        self.require_ours(job)
        self._show(state_of(await asked_of(self.client, STATE), ours=True))
        return job

    def require_ours(self, job: dict[str, Any]) -> None:
        """Do nothing if this is our job.

        Raises:
            Ended: It is another job of the same number.
        """
        # Job ids begin at 1 again after a restart: only the uuid tells our job from the next one.
        name, uuid = job.get("job-name", self._job), job.get("job-uuid", self._uuid)
        if name != self._job or (self._uuid and uuid != self._uuid):
            raise self._lost()
        self._uuid = uuid

    def _lost(self) -> Ended:
        """Forget that the printer was away: it answers again, and knows no such job."""
        self._device = ()
        return Ended("job-lost")

    def _check_completed(self, job: dict[str, Any]) -> None:
        if "job-completed-with-errors" in listed(job.get("job-state-reasons")):
            raise Ended("job-aborted")


class Ended(Exception):  # noqa: N818  how an attempt ends when it is not completed
    """The attempt is over."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
