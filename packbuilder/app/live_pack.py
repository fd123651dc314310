"""Keeps the pack that the window shows in step with the meeting: built anew soon after each edit.

A worker of its own builds it, keeps the documents open between builds, and says afterwards what
the pages show. It is the real pack, proofed; only that it is made whatever the checks find.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from packbuilder.app.background import Background
from packbuilder.app.jobs import Worker, next_job
from packbuilder.app.page_numbers import with_documents
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import Meeting
from packbuilder.worker.messages import Answer, Build, Built, Failed, Looked, Why

_AFTER_LAST_EDIT_MS = 120

_LONGEST_WITHOUT_PACK_S = 3.0
"""A build is given up for a newer one; but not for ever, while someone types."""


class LivePack(QObject):
    """Builds the pack of a session again and again."""

    working_changed = Signal(bool)
    """Whether a pack is on its way."""

    built = Signal(object, object)
    """The pack's bytes, and the ``PackPage`` of each page."""

    failed = Signal(object)
    """A ``PackBuilderError``: why there is no newer pack."""

    looked = Signal(object)
    """What the pages show: a tuple of findings, after ``built``."""

    def __init__(self, session: Session, scratch: Path, parent: QObject | None = None) -> None:
        """Begin with the meeting as it is.

        Args:
            session: The meeting.
            scratch: A folder for packs that nobody sees but the window.
            parent: Whose it is.
        """
        super().__init__(parent)
        self._session = session
        self._target = scratch / "pack.pdf"
        self._worker = Worker(self)
        self._worker.answered.connect(self._take)
        self._worker.failed.connect(self._fail)
        self._reading = Background("reading the pack", self)
        self._job = 0
        self._is_built = True
        self._shown: Meeting | None = None
        self._asked_for: Meeting | None = None
        self._last_built_s = time.monotonic()
        self._timer = QTimer(self, interval=_AFTER_LAST_EDIT_MS, singleShot=True)
        self._timer.timeout.connect(self._build)
        session.changed.connect(self._look)
        session.documents_changed.connect(self._look)
        self._worker.start()
        self._timer.start(0)

    @property
    def is_current(self) -> bool:
        """Whether the pack that was shown last is that of the meeting as it is."""
        return self._shown is not None and self._shown == self._wanted()

    @property
    def process_id(self) -> int:
        """The id of the worker's process, or 0."""
        return self._worker.process_id

    def close(self) -> None:
        """End the worker and the reading thread."""
        self._timer.stop()
        self._worker.blockSignals(True)
        self._worker.kill()
        self._reading.close(lambda: None)

    def _wanted(self) -> Meeting:
        return with_documents(self._session.meeting, self._session.facts)

    def _look(self) -> None:
        if self._wanted() != self._asked_for:
            self._timer.start()

    def _build(self) -> None:
        meeting = self._wanted()
        if self._job and not self._is_built:
            if time.monotonic() - self._last_built_s > _LONGEST_WITHOUT_PACK_S:
                return  # Shown first; what was edited since is built after it.
            self._worker.stop(self._job, at_once=False)
        elif self._job:
            self._worker.stop(self._job, at_once=False)
        self._asked_for = meeting
        self._job, self._is_built = next_job(), False
        self.working_changed.emit(True)
        self._worker.send(
            Build(
                job=self._job,
                meeting=meeting,
                meeting_file=str(self._session.path),
                target=str(self._target),
                draft=True,
            )
        )

    def _take(self, answer: Answer) -> None:
        if answer.job != self._job:
            return
        if isinstance(answer, Built):
            asked_for = self._asked_for
            self._reading.do(self._target.read_bytes, lambda done: self._show(done, answer, asked_for))
        elif isinstance(answer, Looked):
            self.looked.emit(answer.findings)

    def _show(self, done: Future[bytes], built: Built, meeting: Meeting | None) -> None:
        self._is_built = True
        self._last_built_s = time.monotonic()
        self._shown = meeting
        self.working_changed.emit(False)
        self._session.note_front_sheet(built.front_sheet_page_count)
        try:
            self.built.emit(done.result(), built.pages)
        except OSError:
            self._asked_for = None  # Gone under our hands: made again.
        self._look()

    def _fail(self, failed: Failed) -> None:
        if failed.job != self._job or failed.why is Why.STOPPED:
            return
        self._is_built = True
        self._last_built_s = time.monotonic()
        self.working_changed.emit(False)
        self.failed.emit(_error_of(failed, self.tr))
        self._look()


def _error_of(failed: Failed, tr: Callable[[str], str]) -> PackBuilderError:
    if failed.why is Why.FAULT:
        return PackBuilderError(
            tr("The pack could not be built: building it failed in a way packbuilder does not know."),
            tr("Change the last thing you did back; if it happens again, report it."),
        )
    return PackBuilderError(failed.what, failed.next_step)
