"""One thread for what a disk may hold up: reading, writing, copying.

Tasks are done in the order they were given. The thread touches no Qt: what came of a task stays in
its future until a timer on the window's thread looks, and calls whoever asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_EVERY_MS = 10
_LONGEST_LOOK_S = 0.02
"""Hundreds of tasks may be done at once: the window goes on in between."""

_Result = TypeVar("_Result")


class Background(QObject):
    """Does tasks one after the other beside the window."""

    idle = Signal()
    """There is nothing left to do, and everyone who asked was called."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """Begin the thread with the first task; ``name`` shows in debuggers."""
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        # The futures' results are of as many types as there are tasks.
        self._tasks: list[tuple[Future[Any], Callable[[Future[Any]], None]]] = []
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing left to do."""
        return not self._tasks

    def do(self, task: Callable[[], _Result], then: Callable[[Future[_Result]], None]) -> None:
        """Do a task in turn; ``then`` is called on the window's thread with what came of it."""
        self._tasks.append((self._thread.submit(task), then))
        self._timer.start()

    def drain(self) -> None:
        """Wait until there is nothing left to do; whoever asked is called, and may ask for more."""
        while self._tasks:
            done, then = self._tasks.pop(0)
            wait([done])
            then(done)

    def close(self, last: Callable[[], _Result]) -> Future[_Result]:
        """Do what waits and a last task, and end; whoever asked is called first."""
        self._timer.stop()
        try:
            self.drain()
        finally:
            done = self._thread.submit(last)
            self._thread.shutdown(wait=True)
        return done

    def _look(self) -> None:
        until_s = time.monotonic() + _LONGEST_LOOK_S
        while self._tasks and self._tasks[0][0].done() and time.monotonic() < until_s:
            done, then = self._tasks.pop(0)
            then(done)
        if not self._tasks:
            self._timer.stop()
            self.idle.emit()
