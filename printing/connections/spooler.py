"""A queue of Windows: each page as a picture, at the resolution of the printer, through GDI.

``target`` is the name of the queue as Windows shows it. Size of the paper and ribbon are set in
Windows, in the preferences of the queue; both sides and the way round are told by us.

Types are checked for Windows and the pictures are tested on every system, but the calls to the
spooler below have not been run yet.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from printing import raster, reasons
from printing.contracts import Delivery, FoundPrinter, PrinterState

if TYPE_CHECKING:
    from _win32typing import PyDEVMODEW
    from PIL.Image import Image

    from printing.contracts import Connection, Prepared, PrinterSettings, Progress

POLL_SECONDS = 0.5
# winspool.h: what GetPrinter and GetJob call a state, and how the other printers call it.
PRINTER_STATES = {
    0x1: "paused",
    0x2: "stopped",
    0x8: "media-jam",
    0x10: "media-empty",
    0x40: "media-empty",
    0x80: "unreachable",
    0x800: "media-jam",
    0x20000: "marker-supply-low",
    0x40000: "marker-supply-empty",
    0x100000: "media-needed",
    0x400000: "cover-open",
}
JOB_STATES = {
    0x1: "paused",
    0x2: "stopped",
    0x4: "job-canceled",
    0x20: "unreachable",
    0x40: "media-empty",
    0x100: "job-canceled",
    0x400: "media-needed",
}
PRINTED = 0x80
_OFFLINE = 0x400  # an attribute of the printer: somebody ticked “use printer offline”


def said(bits: int, states: dict[int, str]) -> list[str]:
    """Return the words for the bits that are set."""
    return [word for bit, word in states.items() if bits & bit]


def pictures(prepared: Prepared, dpi: float) -> list[Image]:
    """Return the pages as they are sent: without grey edges, black from the black panel."""
    return raster.pages(prepared.payload, dpi=dpi, sharp=True)


def _unconfirmed(why: list[str], *, job: str = "", taken: bool) -> Delivery:
    found = reasons.normalise(why)
    return Delivery(
        result="unconfirmed",
        reasons=found,
        device_job=job,
        sentence=reasons.describe(found),
        taken=taken,
    )


if sys.platform == "win32":
    import pywintypes
    import win32con
    import win32gui
    import win32print
    from PIL import ImageWin

    class Spooler:
        """One queue."""

        def __init__(self, name: str, timeout_seconds: float) -> None:
            self._name = name
            self._timeout_seconds = timeout_seconds

        def state(self) -> PrinterState:
            """Ask the spooler."""
            try:
                printer = win32print.OpenPrinter(self._name)
                try:
                    told = win32print.GetPrinter(printer, 2)
                finally:
                    win32print.ClosePrinter(printer)
            except pywintypes.error:
                return reasons.state(["queue-missing"])
            offline = ["unreachable"] if told["Attributes"] & _OFFLINE else []
            return reasons.state([*said(told["Status"], PRINTER_STATES), *offline])

        def deliver(self, prepared: Prepared, job: str, progress: Progress) -> Delivery:
            """Wait until the queue is ready, draw the pages once, and follow the job."""
            end = time.monotonic() + self._timeout_seconds
            while not (state := self.state()).ready:
                progress(state)
                if time.monotonic() > end or state.reasons == ("queue-missing",):
                    return _unconfirmed([*state.reasons], taken=False)
                time.sleep(POLL_SECONDS)
            progress(state)
            try:
                number = self._draw(prepared, job)
            except pywintypes.error:
                return _unconfirmed(["refused"], taken=False)
            return self._follow(number, end)

        def _draw(self, prepared: Prepared, job: str) -> int:
            """Give the pages to the spooler and return its number of the job; 0 if it broke off."""
            device = win32gui.CreateDC("WINSPOOL", self._name, self._wishes(prepared))
            try:
                pages = pictures(prepared, win32print.GetDeviceCaps(device, win32con.LOGPIXELSX))
                number = win32print.StartDoc(device, (job, None, None, 0))
                try:
                    for page in pages:
                        self._draw_page(device, page)
                    win32print.EndDoc(device)
                except pywintypes.error:
                    win32print.AbortDoc(device)
                    return 0
                return int(number)
            finally:
                win32gui.DeleteDC(device)

        @staticmethod
        def _draw_page(device: int, page: Image) -> None:
            across = win32print.GetDeviceCaps(device, win32con.LOGPIXELSX)
            down = win32print.GetDeviceCaps(device, win32con.LOGPIXELSY)
            # Drawing begins where the device can print; the page begins at the edge of the paper.
            left = -win32print.GetDeviceCaps(device, win32con.PHYSICALOFFSETX)
            top = -win32print.GetDeviceCaps(device, win32con.PHYSICALOFFSETY)
            height = page.height * down // across
            win32print.StartPage(device)
            ImageWin.Dib(page).draw(device, (left, top, left + page.width, top + height))
            win32print.EndPage(device)

        def _wishes(self, prepared: Prepared) -> PyDEVMODEW:
            """Return the preferences of the queue, with our sides and our way round."""
            printer = win32print.OpenPrinter(self._name)
            try:
                mode = win32print.GetPrinter(printer, 2)["pDevMode"]
                if mode is None:
                    raise pywintypes.error(0, "GetPrinter", "The queue has no preferences.")
                lying = prepared.width_mm > prepared.height_mm
                mode.Orientation = 2 if lying else 1
                mode.Duplex = 3 if prepared.duplex else 1  # turned like the leaf of a book
                mode.Fields |= win32con.DM_ORIENTATION | win32con.DM_DUPLEX
                change = win32con.DM_IN_BUFFER | win32con.DM_OUT_BUFFER
                win32print.DocumentProperties(0, printer, self._name, mode, mode, change)
                return mode
            finally:
                win32print.ClosePrinter(printer)

        def _follow(self, number: int, end: float) -> Delivery:
            """Return when the job left the queue, or take it out so that it never prints later."""
            if not number:
                return _unconfirmed(["connection-lost"], taken=True)
            printer = win32print.OpenPrinter(self._name)
            try:
                why = ["timed-out"]
                while time.monotonic() < end:
                    try:
                        bits = win32print.GetJob(printer, number, 1)["Status"]
                    except pywintypes.error:  # it knows no such job any more
                        bits = PRINTED
                    why = said(bits, JOB_STATES)
                    if bits & PRINTED and not why:
                        return Delivery(
                            result="delivered",
                            reasons=(),
                            device_job=str(number),
                            sentence=reasons.DONE,
                        )
                    if "job-canceled" in why:
                        return _unconfirmed(why, job=str(number), taken=True)
                    time.sleep(POLL_SECONDS)
                win32print.SetJob(printer, number, 0, None, win32print.JOB_CONTROL_DELETE)
                return _unconfirmed([*why, "timed-out"], job=str(number), taken=True)
            except pywintypes.error:
                return _unconfirmed(["answer-unclear"], job=str(number), taken=True)
            finally:
                win32print.ClosePrinter(printer)

    def find() -> tuple[FoundPrinter, ...]:
        """Return the queues of this machine and those it is connected with."""
        where = win32print.PRINTER_ENUM_LOCAL | win32print.PRINTER_ENUM_CONNECTIONS
        names = [one["pPrinterName"] for one in win32print.EnumPrinters(where, None, 4)]
        return tuple(FoundPrinter(kind="spooler", target=name, called=name) for name in names)

    def connect(settings: PrinterSettings) -> Connection:
        """Return the queue named by ``settings.target``."""
        return Spooler(settings.target, settings.timeout_seconds)

else:

    class Elsewhere:
        """What a queue of Windows is on every other system."""

        def state(self) -> PrinterState:
            """Say that there is none."""
            return reasons.state(["windows-only"])

        def deliver(self, prepared: Prepared, job: str, progress: Progress) -> Delivery:  # noqa: ARG002  the same
            """Take nothing."""
            progress(self.state())
            return _unconfirmed(["windows-only"], taken=False)

    def find() -> tuple[FoundPrinter, ...]:
        """Return none: there are none here."""
        return ()

    def connect(settings: PrinterSettings) -> Connection:  # noqa: ARG001  the same
        """Return what says that there is no such queue here."""
        return Elsewhere()
