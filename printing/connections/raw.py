"""A printer on a raw TCP port, 9100 by custom: ``target`` is ``HOST`` or ``HOST:PORT``.

The port takes bytes and promises nothing. A receipt printer (language ``escpos``) is asked how it
is before the paper, and behind the paper for a sign that everything before it is printed.
"""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING

from printing import reasons
from printing.contracts import Delivery, PrinterState

if TYPE_CHECKING:
    from printing.contracts import Prepared, PrinterSettings, Progress

_PORT = 9100
ANSWER_SECONDS = 1.0  # for connecting and for each question: three of them in three seconds
PRINT_SECONDS = 10.0  # how long a receipt may take until its printer answers
CLOSE_SECONDS = 2.0
_AGAIN_SECONDS = 0.5
_AT_ONCE = 4096

# DLE EOT n is answered at once, GS r n in its turn: when all that came before it is done.
_OFFLINE, _ROLL, _PRINTED = b"\x10\x04\x02", b"\x10\x04\x04", b"\x1dr\x01"
_COVER, _PAPER_OUT, _BROKEN = 0x04, 0x20, 0x40
_ROLL_LOW, _ROLL_OUT, _PRINTED_OUT = 0x0C, 0x60, 0x0C


class Raw:
    """One printer; every question and every paper has a connection of its own."""

    def __init__(self, target: str, timeout_seconds: float, *, answers: bool) -> None:
        self._address = _address(target)
        self._timeout_seconds = timeout_seconds
        self._answers = answers

    def state(self) -> PrinterState:
        """Ask the printer, for three seconds at most; a silent one is ready."""
        if self._address is None:
            return reasons.state(["not-configured"])
        try:
            with socket.create_connection(self._address, timeout=ANSWER_SECONDS) as talk:
                return self._ask(talk)
        except OSError:
            return reasons.state(["unreachable"])

    def _ask(self, talk: socket.socket) -> PrinterState:
        return reasons.state(_asked(talk) if self._answers else [])

    def deliver(self, prepared: Prepared, job: str, progress: Progress) -> Delivery:  # noqa: ARG002  the port knows no names
        """Wait until the printer is ready, send the bytes once, and wait for its sign."""
        if self._address is None:
            return _unconfirmed(["not-configured"], taken=False)
        end = time.monotonic() + self._timeout_seconds
        try:
            with socket.create_connection(self._address, timeout=ANSWER_SECONDS) as talk:
                said = self._wait_until_ready(talk, end, progress)
                if said is not None:
                    return _unconfirmed(said, taken=False)
                return self._send(talk, prepared.payload, end)
        except OSError:  # what was sent by then is known to _send alone
            return _unconfirmed(["unreachable"], taken=False)

    def _wait_until_ready(
        self, talk: socket.socket, end: float, progress: Progress
    ) -> list[str] | None:
        """Return why the printer did not become ready in time, None if it did."""
        shown = None
        while True:
            state = self._ask(talk)
            if state != shown:
                shown = state
                progress(state)
            if state.ready:
                return None
            if time.monotonic() > end:
                return [*state.reasons, "timed-out"]
            time.sleep(_AGAIN_SECONDS)

    def _send(self, talk: socket.socket, payload: bytes, end: float) -> Delivery:
        sent = 0
        whole = payload + (_PRINTED if self._answers else b"")
        try:
            while sent < len(whole):
                talk.settimeout(_left(end))
                sent += talk.send(whole[sent : sent + _AT_ONCE])
            return self._await_sign(talk, end)
        except TimeoutError:
            return _unconfirmed(["timed-out"], taken=sent > 0)
        except OSError:
            return _unconfirmed(["connection-lost"], taken=sent > 0)

    def _await_sign(self, talk: socket.socket, end: float) -> Delivery:
        """Tell what the printer says behind the paper, or that it took everything and hung up."""
        if self._answers:
            sign = _heard(talk, min(_left(end), PRINT_SECONDS))
            if sign:
                out = sign[0] & _PRINTED_OUT == _PRINTED_OUT
                return _delivered(["media-low"] if out else [])
        talk.shutdown(socket.SHUT_WR)
        talk.settimeout(min(_left(end), CLOSE_SECONDS))
        while talk.recv(_AT_ONCE):
            pass
        return _delivered([])


def _asked(talk: socket.socket) -> list[str]:
    """Return what a receipt printer says of itself; nothing if it does not understand."""
    said = []
    talk.sendall(_OFFLINE)
    for byte in _heard(talk, ANSWER_SECONDS):
        said += [
            name
            for bit, name in (
                (_COVER, "cover-open"),
                (_PAPER_OUT, "media-empty"),
                (_BROKEN, "stopped"),
            )
            if byte & bit
        ]
    talk.sendall(_ROLL)
    for byte in _heard(talk, ANSWER_SECONDS):
        if byte & _ROLL_OUT:
            said.append("media-empty")
        elif byte & _ROLL_LOW:
            said.append("media-low")
    return said


def _heard(talk: socket.socket, seconds: float) -> bytes:
    """Return one byte, or nothing when none comes in time.

    Raises:
        OSError: The other side hung up.
    """
    talk.settimeout(seconds)
    with contextlib.suppress(TimeoutError):
        byte = talk.recv(1)
        if not byte:
            raise ConnectionResetError
        return byte
    return b""


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _delivered(said: list[str]) -> Delivery:
    return Delivery(
        result="delivered",
        reasons=reasons.normalise(said),
        device_job="",
        sentence=reasons.DONE,
    )


def _unconfirmed(said: list[str], *, taken: bool) -> Delivery:
    found = reasons.normalise(said)
    return Delivery(
        result="unconfirmed",
        reasons=found,
        device_job="",
        sentence=reasons.describe(found),
        taken=taken,
    )


def _address(target: str) -> tuple[str, int] | None:
    host, _, port = target.strip().rpartition(":") if ":" in target else (target.strip(), "", "")
    number = int(port) if port.isdecimal() else _PORT if not port else 0
    return (host, number) if host and 0 < number < 2**16 else None


def connect(settings: PrinterSettings) -> Raw:
    """Return the printer at ``settings.target``."""
    answers = settings.language == "escpos"
    return Raw(settings.target, settings.timeout_seconds, answers=answers)
