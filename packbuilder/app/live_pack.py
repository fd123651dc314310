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


_SILENT_FOR_MS = 60_000
"""A worker that says nothing for so long hangs, and is ended."""

_TRY_AGAIN_AFTER_MS = (0, 5_000, 15_000, 60_000)
"""When to build again after a failure, if nothing was edited since: the disk may have room again."""


class LivePack(QObject):
    """Builds the pack of a session again and again."""

    working_changed = Signal(bool)
    """Whether a pack is on its way."""

    built = Signal(object, object, object)
    """The pack's bytes, the ``PackPage`` of each page, and the ``Meeting`` that it was built of."""

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
        self._scratch = scratch
        self._worker = Worker(self, silent_for_ms=_SILENT_FOR_MS)
        self._worker.answered.connect(self._take)
        self._worker.failed.connect(self._fail)
        self._reading = Background("reading the pack", self)
        self._job = 0
        self._is_built = True
        self._shown: Meeting | None = None
        self._asked_for: Meeting | None = None
        self._behind_since_s: float | None = None
        self._is_closed = False
        self._timer = QTimer(self, interval=_AFTER_LAST_EDIT_MS, singleShot=True)
        self._timer.timeout.connect(self._build)
        self._failures = 0
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._begin_again)
        session.changed.connect(self._look)
        session.documents_changed.connect(self._look)
        session.moved.connect(self._begin_again)
        self._worker.start()
        self._timer.start(0)

    @property
    def is_current(self) -> bool:
        """Whether the pack that was shown last is that of the meeting as it is."""
        return self._shown is not None and self._shown == self._wanted()

    @property
    def is_building(self) -> bool:
        """Whether a pack is on its way."""
        return bool(self._job) and not self._is_built

    @property
    def process_id(self) -> int:
        """The id of the worker's process, or 0."""
        return self._worker.process_id

    def close(self) -> None:
        """End the worker and the reading thread."""
        self._is_closed = True
        self.blockSignals(True)
        self._timer.stop()
        self._again.stop()
        self._worker.blockSignals(True)
        self._worker.kill()
        self._reading.close(lambda: None)

    def _wanted(self) -> Meeting:
        return with_documents(self._session.meeting, self._session.facts)

    def _look(self) -> None:
        if not self._is_closed and self._wanted() != self._asked_for:
            if self._behind_since_s is None:
                self._behind_since_s = time.monotonic()
            self._timer.start()

    def _begin_again(self) -> None:
        """Build again, from where the meeting file lies now."""
        if self._is_closed:
            return
        self._asked_for = None
        self._timer.start()

    def _build(self) -> None:
        meeting = self._wanted()
        if self._job:
            since_s = self._behind_since_s
            has_waited = since_s is not None and time.monotonic() - since_s > _LONGEST_WITHOUT_PACK_S
            if has_waited and not self._is_built:
                return  # Shown first; what was edited since is built after it.
            self._worker.stop(self._job, at_once=False)
        self._scratch.mkdir(parents=True, exist_ok=True)
        self._asked_for = meeting
        self._job, self._is_built = next_job(), False
        self.working_changed.emit(True)
        self._worker.send(
            Build(
                job=self._job,
                meeting=meeting,
                meeting_file=str(self._session.path),
                target=str(self._target(self._job)),
                draft=True,
            )
        )

    def _take(self, answer: Answer) -> None:
        if answer.job != self._job:
            if isinstance(answer, Built):
                self._target(answer.job).unlink(missing_ok=True)
            return
        if isinstance(answer, Built):
            asked_for = self._asked_for
            # A target of its own for each job: what is read belongs to this answer and no other.
            target = self._target(answer.job)
            self._reading.do(
                lambda: _read_and_remove(target), lambda done: self._show(done, answer, asked_for)
            )
        elif isinstance(answer, Looked):
            self.looked.emit(answer.findings)

    def _target(self, job: int) -> Path:
        return self._scratch / f"pack-{job}.pdf"

    def _show(self, done: Future[bytes], built: Built, meeting: Meeting | None) -> None:
        self._behind_since_s = None
        self._shown = meeting
        self._failures = 0
        self._again.stop()
        if built.job == self._job:
            self._is_built = True
            self.working_changed.emit(False)
        self._session.note_front_sheet(built.front_sheet_page_count)
        try:
            self.built.emit(done.result(), built.pages, meeting)
        except OSError:
            self._asked_for = None  # Gone under our hands: made again.
        self._look()

    def _fail(self, failed: Failed) -> None:
        if failed.job != self._job or failed.why is Why.STOPPED:
            return
        self._is_built = True
        self._behind_since_s = None
        self.working_changed.emit(False)
        wait_ms = _TRY_AGAIN_AFTER_MS[min(self._failures, len(_TRY_AGAIN_AFTER_MS) - 1)]
        self._failures += 1
        self._again.start(wait_ms)
        if wait_ms:
            self.failed.emit(_error_of(failed, self.tr))
        self._look()


def _read_and_remove(path: Path) -> bytes:
    data = path.read_bytes()
    path.unlink()
    return data


def _error_of(failed: Failed, tr: Callable[[str], str]) -> PackBuilderError:
    if failed.why is Why.FAULT:
        return PackBuilderError(
            tr("The pack could not be built: building it failed in a way packbuilder does not know."),
            tr("It is tried again soon. If that fails too, undo your last change, and report it."),
        )
    return PackBuilderError(failed.what, failed.next_step)
