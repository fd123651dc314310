"""Makes the pack to publish, and the minutes, and puts them where the clerk wants them.

A fresh worker makes them in the scratch folder, so that killing it leaves nothing anywhere else;
what is finished is then copied beside its target and takes its place in one step.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from packbuilder.app.background import Background
from packbuilder.app.jobs import Worker, next_job
from packbuilder.app.session import Session
from packbuilder.errors import Cancelled, PackBuilderError
from packbuilder.files import file_sha256, safe_file_name, written_beside
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.meeting_file import Export
from packbuilder.worker.messages import Answer, Build, Built, Done, Failed, Step, Why, WriteMinutes, Written

_COPIED_AT_ONCE_BYTES = 4 << 20


@dataclasses.dataclass(frozen=True, slots=True)
class Exported:
    """What was made: its files, and of a pack its pages, size in bytes and SHA-256."""

    paths: tuple[Path, ...]
    page_count: int = 0
    size_bytes: int = 0
    sha256: str = ""


def pack_file_name(meeting: Meeting) -> str:
    """Return the name that a pack is given, such as "2023-06-20 Cabinet - Public pack.pdf"."""
    return safe_file_name(f"{meeting.date.isoformat()} {meeting.body} - Public pack") + ".pdf"


def minutes_file_name(meeting: Meeting) -> str:
    """Return the name that minutes are given, such as "2023-06-20 Cabinet - Minutes.docx"."""
    return safe_file_name(f"{meeting.date.isoformat()} {meeting.body} - Minutes") + ".docx"


class Exporting(QObject):
    """One export, from its start to ``done``, ``failed`` or ``cancelled``. Made anew for each."""

    progressed = Signal(str, int, int)
    """What it does, and how many steps of how many are done."""

    done = Signal(object)
    """``Exported``."""

    failed = Signal(object, str)
    """A ``PackBuilderError``, and details for whoever mends packbuilder. Nothing was changed."""

    cancelled = Signal()
    """It was stopped; nothing was changed."""

    def __init__(
        self,
        session: Session,
        scratch: Path,
        parent: QObject | None = None,
        *,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC).astimezone(),
    ) -> None:
        """Be ready to export the session's meeting by way of a folder of this export's own."""
        super().__init__(parent)
        self._session = session
        self._folder = scratch / f"export-{next_job()}"
        self._clock = clock
        self._worker = Worker(self)
        self._worker.answered.connect(self._take)
        self._worker.stepped.connect(self._tell)
        self._worker.failed.connect(self._fail)
        self._copying = Background("exporting", self)
        self._is_cancelled = threading.Event()
        self._target = Path()
        self._job = 0
        self._page_count = 0
        self._made: tuple[Path, ...] = ()
        self._is_running = False
        self._is_published = False

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._is_running

    @property
    def process_id(self) -> int:
        """The id of the worker's process, or 0."""
        return self._worker.process_id

    def start_pack(self, target: Path, *, is_published: bool = True) -> None:
        """Build the public pack at ``target``; the meeting remembers it where it is to be published."""
        self._is_published = is_published
        self._begin(target)
        self._worker.send(
            Build(
                job=self._job,
                meeting=self._session.meeting,
                meeting_file=str(self._session.path),
                target=str(self._folder / target.name),
            )
        )

    def start_minutes(self, target: Path) -> None:
        """Write the minutes at ``target``, and what is exempt in them beside it."""
        self._begin(target)
        self._worker.send(
            WriteMinutes(
                job=self._job,
                meeting=self._session.meeting,
                meeting_file=str(self._session.path),
                target=str(self._folder / target.name),
            )
        )

    def cancel(self) -> None:
        """Stop at once; ``cancelled`` says when nothing is left of it."""
        if not self._is_running or self._is_cancelled.is_set():
            return
        self._is_cancelled.set()
        if not self._copying.is_idle:
            return  # The copying sees it at its next piece.
        self._end()
        self.cancelled.emit()

    def close(self) -> None:
        """Stop, and wait until nothing runs any more. Nobody is told."""
        self.blockSignals(True)
        self.cancel()
        self._worker.blockSignals(True)
        self._worker.kill()
        self._copying.close(lambda: None)

    def _begin(self, target: Path) -> None:
        self._target = target
        self._job = next_job()
        self._is_running = True
        self._folder.mkdir()

    def _end(self) -> None:
        self._is_running = False
        self._worker.blockSignals(True)
        self._worker.kill()
        # Not here: a large pack takes a while to go.
        self._copying.do(lambda: shutil.rmtree(self._folder, ignore_errors=True), lambda _: None)

    def _tell(self, step: Step) -> None:
        if step.job == self._job:
            self.progressed.emit(step.text, step.done, step.total)

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, Built):
            self._page_count = len(answer.pages)
            self._made = (self._folder / self._target.name,)
        elif isinstance(answer, Written):
            self._made = tuple(map(Path, answer.paths))
        elif isinstance(answer, Done):
            self.progressed.emit(self.tr("Saving"), 0, 0)
            self._copying.do(self._put_in_place, self._finish)

    def _put_in_place(self) -> Exported:
        targets = tuple(self._target.with_name(made.name) for made in self._made)
        for made, target in zip(self._made, targets, strict=True):
            with written_beside(target) as temporary, made.open("rb") as source:
                with temporary.open("wb") as copy:
                    while piece := source.read(_COPIED_AT_ONCE_BYTES):
                        if self._is_cancelled.is_set():
                            raise Cancelled
                        copy.write(piece)
                if file_sha256(temporary) != file_sha256(made):
                    raise PackBuilderError(
                        f"{target.name} could not be written: the disk did not keep what was written.",
                        "Choose another place.",
                    )
        first = targets[0]
        return Exported(targets, self._page_count, first.stat().st_size, file_sha256(first))

    def _finish(self, copied: Future[Exported]) -> None:
        error = copied.exception()
        self._end()
        if error is None:
            exported = copied.result()
            if self._is_published and not self._session.is_read_only:
                self._remember(exported)
            self.done.emit(exported)
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        elif isinstance(error, PackBuilderError):
            self.failed.emit(error, "")
        elif isinstance(error, OSError):
            self.failed.emit(
                PackBuilderError(
                    self.tr("{name} could not be read again after it was written.").format(
                        name=self._target.name
                    ),
                    self.tr("Look whether it is there, or export it again."),
                ),
                "",
            )
        else:
            raise error

    def _remember(self, exported: Exported) -> None:
        export = Export(self._clock(), "public", self._target.name, exported.sha256, exported.page_count)

        def noted(done: Future[None]) -> None:
            error = done.exception()
            if isinstance(error, PackBuilderError):
                self._session.refused.emit(error)
            elif error is not None:
                raise error

        self._session.with_file(lambda file: file.log_export(export), noted)

    def _fail(self, failed: Failed) -> None:
        if failed.job != self._job or not self._is_running:
            return
        self._end()
        if failed.why is Why.STOPPED:
            self.cancelled.emit()
        elif failed.why is Why.FAULT:
            self.failed.emit(
                PackBuilderError(
                    self.tr("It could not be made: something failed in a way packbuilder does not know."),
                    self.tr("Try again; if it happens again, report it with the details."),
                ),
                failed.details,
            )
        else:
            self.failed.emit(PackBuilderError(failed.what, failed.next_step), "")
