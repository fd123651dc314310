"""Reads pictures in threads of their own: a network folder that is gone must not hold up the window."""

from __future__ import annotations

import queue
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_EVERY_MS = 20
_MOST_BYTES = 20_000_000


class PictureReader(QObject):
    """Reads one file at a time; of several that were asked for, only the last is answered."""

    read = Signal(object, object)
    """The ``Path`` and its bytes, or None where it cannot be read or is too large for a picture."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Have nothing to read yet."""
        super().__init__(parent)
        self._wanted: Path | None = None
        self._answers: queue.SimpleQueue[tuple[Path, bytes | None]] = queue.SimpleQueue()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._take_answers)

    def start(self, path: Path) -> None:
        """Begin to read a file; ``read`` tells what is in it."""
        self._wanted = path
        # A thread that hangs must not keep packbuilder from ending.
        threading.Thread(target=_read, args=(path, self._answers), daemon=True).start()
        self._timer.start()

    def forget(self) -> None:
        """Leave what is being read unanswered."""
        self._wanted = None
        self._timer.stop()

    def _take_answers(self) -> None:
        while not self._answers.empty():
            path, content = self._answers.get()
            if path == self._wanted:
                self.forget()
                self.read.emit(path, content)


def _read(path: Path, answers: queue.SimpleQueue[tuple[Path, bytes | None]]) -> None:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError):
        answers.put((path, None))
    else:
        answers.put((path, content if len(content) <= _MOST_BYTES else None))
