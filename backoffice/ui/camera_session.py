"""One use of the camera, from the first picture until it is let go."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.ports import Program
    from backoffice.ports.devices import Preview, Shot


class CameraSession:
    """Shots are asked for in a lane and it is closed from the window; once closed it stays so.

    A camera that comes up after the form was closed is let go by the thread that opened it: no
    lens goes on looking at somebody who has left.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._guard = threading.Lock()
        self._preview: Preview | None = None
        self._closed = False

    def next(self, room: tuple[int, int]) -> Shot:
        """Wait for the next shot, starting the camera before the first one.

        Raises:
            Fault: There is no camera, another program has it, it went silent, or it was let go.
        """
        return self._running().next(room=room)

    def close(self) -> None:
        """Let the camera go; returns at once and may be called twice."""
        with self._guard:
            self._closed = True
            preview, self._preview = self._preview, None
        if preview is not None:
            preview.close()

    def _running(self) -> Preview:
        with self._guard:
            running, closed = self._preview, self._closed
        if running is None and not closed:
            opened = self._program.camera().open()
            with self._guard:
                closed = self._closed
                if not closed:
                    running = self._preview = opened
            if closed:
                opened.close()
        if running is None:
            raise Fault("camera-gone", sentence("The camera was let go."))
        return running
