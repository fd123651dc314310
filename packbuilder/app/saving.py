"""Writes the meeting file in a thread of its own, so that no disk ever holds up the window.

Values are saved in order; of several that wait, only the newest is written.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from packbuilder.app.background import Background
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.meeting_file import MeetingFile

_TRY_AGAIN_AFTER_MS = 5000

_Result = TypeVar("_Result")


class Saving(QObject):
    """Keeps a meeting file up to date. The file is used in this object's thread only."""

    settled = Signal()
    """Everything given so far is on the disk."""

    failed = Signal(object)
    """A ``PackBuilderError``: the newest value could not be written; it is tried again."""

    def __init__(self, file: MeetingFile, parent: QObject | None = None) -> None:
        """Take over an open file."""
        super().__init__(parent)
        self._file = file
        self._background = Background("saving", self)
        self._background.idle.connect(self._tell)
        self._lock = threading.Lock()
        self._waiting: Meeting | None = None
        self._unsaved: Meeting | None = None
        self._last_error: PackBuilderError | None = None
        self._again = QTimer(self, interval=_TRY_AGAIN_AFTER_MS, singleShot=True)
        self._again.timeout.connect(self._try_again)

    @property
    def is_settled(self) -> bool:
        """Whether all that was given is on the disk."""
        return self._unsaved is None and self._background.is_idle

    def save(self, meeting: Meeting) -> None:
        """Write a meeting soon."""
        self._unsaved = meeting
        with self._lock:
            is_due = self._waiting is None
            self._waiting = meeting
        if is_due:
            self._background.do(self._write, self._wrote)

    def do(self, task: Callable[[MeetingFile], _Result], then: Callable[[Future[_Result]], None]) -> None:
        """Do something with the file, in turn; ``then`` is called on the window's thread."""
        self._background.do(lambda: task(self._file), then)

    def exchange(self, file: MeetingFile) -> None:
        """Go on with another file that holds the same. Called in a task of ``do``, on its thread."""
        self._file = file

    @property
    def is_failing(self) -> bool:
        """Whether the last try failed."""
        return self._last_error is not None

    def drain(self) -> None:
        """Wait until everything was tried; whoever asked for something is called."""
        self._background.drain()

    def flush(self) -> PackBuilderError | None:
        """Wait until everything is on the disk; return why the last value is not, if so."""
        was_failing = self.is_failing
        self._background.drain()
        # What failed just now was tried for long enough; what failed a while ago is tried once more.
        if self._unsaved is not None and was_failing:
            self.save(self._unsaved)
            self._background.drain()
        return self._last_error if self._unsaved is not None else None

    def close(self) -> None:
        """Finish what waits, and close the file. ``flush`` says whether everything is on the disk."""
        self._again.stop()
        self._background.close(lambda: self._file.close()).result()

    def _write(self) -> Meeting | None:
        with self._lock:
            meeting, self._waiting = self._waiting, None
        if meeting is not None:
            self._file.save(meeting)
        return meeting

    def _wrote(self, done: Future[Meeting | None]) -> None:
        error = done.exception()
        if error is None:
            if done.result() is self._unsaved:
                self._unsaved = None
            self._last_error = None
            return
        self._again.start()
        self._last_error = (
            error
            if isinstance(error, PackBuilderError)
            else PackBuilderError(
                self.tr("{name} could not be written.").format(name=self._file.path.name),
                self.tr("Save a copy in another folder."),
            )
        )
        self.failed.emit(self._last_error)
        if not isinstance(error, PackBuilderError):
            # Nobody foresaw it: it is told as such, and what waits goes on.
            sys.excepthook(type(error), error, error.__traceback__)

    def _try_again(self) -> None:
        if self._unsaved is not None:
            self.save(self._unsaved)

    def _tell(self) -> None:
        if self._unsaved is None:
            self.settled.emit()
