"""Makes the pack to publish, and the minutes, and puts them where the clerk wants them.

A fresh worker makes them in the scratch folder, so that killing it leaves nothing anywhere else;
what is finished is then copied beside its targets and takes their places, all of it or none.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from packbuilder.app.background import Background
from packbuilder.app.jobs import Worker, next_job
from packbuilder.app.session import Session
from packbuilder.errors import Cancelled, PackBuilderError
from packbuilder.files import file_sha256, safe_file_name, why_not, written_beside
from packbuilder.meeting.covers import with_recommendations
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.meeting_file import Export
from packbuilder.worker.fault_details import fault_details
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
    return safe_file_name(f"{meeting.date.isoformat()} {meeting.body}", " - Public pack.pdf")


def minutes_file_name(meeting: Meeting) -> str:
    """Return the name that minutes are given, such as "2023-06-20 Cabinet - Minutes.docx"."""
    return safe_file_name(f"{meeting.date.isoformat()} {meeting.body}", " - Minutes.docx")


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
        self._writes_over_changed = True

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

    def start_minutes(self, target: Path, *, write_over_changed: bool = False) -> None:
        """Write the minutes at ``target``, and what is exempt in them beside it.

        Minutes there that were changed since packbuilder wrote them stop it; ``write_over_changed``
        writes over them.
        """
        self._writes_over_changed = write_over_changed
        self._begin(target)
        self._worker.send(
            WriteMinutes(
                job=self._job,
                # What the reports recommend is drafted where the item itself says nothing.
                meeting=with_recommendations(self._session.meeting, self._session.facts),
                target=str(self._folder / target.name),
            )
        )

    def cancel(self) -> None:
        """Stop at once; ``cancelled`` says when nothing is left of it, ``done`` that it was too late."""
        if not self._is_running or self._is_cancelled.is_set():
            return
        self._is_cancelled.set()
        if not self._copying.is_idle:
            return  # The copying sees it at its next piece.
        self._end()
        self.cancelled.emit()

    def close(self) -> None:
        """Stop, and wait until nothing runs any more. Nobody is told.

        What has begun to take the places of its targets is finished, and the meeting remembers it:
        the session closes later.
        """
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
        shutil.rmtree(self._folder, ignore_errors=True)

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
        copied: list[tuple[int, str]] = []
        with contextlib.ExitStack() as all_of_them:
            # Nothing takes its place before all are there: a full disk leaves no mixed pair.
            all_of_them.enter_context(_all_or_none(targets))
            for made, target in zip(self._made, targets, strict=True):
                copied.append(self._copy(made, target, all_of_them.enter_context(written_beside(target))))
            self._refuse_changed(targets)
            # On this thread, and now: a large pack takes a while to go, and nothing may fail afterwards.
            shutil.rmtree(self._folder, ignore_errors=True)
            if self._is_cancelled.is_set():
                raise Cancelled
        size_bytes, sha256 = copied[0]
        return Exported(targets, self._page_count, size_bytes, sha256)

    def _copy(self, made: Path, target: Path, copy: Path) -> tuple[int, str]:
        """Copy a file; return its size and its SHA-256, as the disk gives them back."""
        with made.open("rb") as source, copy.open("wb") as written:
            while piece := source.read(_COPIED_AT_ONCE_BYTES):
                if self._is_cancelled.is_set():
                    raise Cancelled
                written.write(piece)
        sha256 = file_sha256(copy)
        if sha256 != file_sha256(made):
            raise PackBuilderError(
                f"{target.name} could not be written: the disk did not keep what was written.",
                "Choose another place.",
            )
        return copy.stat().st_size, sha256

    def _refuse_changed(self, targets: Sequence[Path]) -> None:
        if self._writes_over_changed:
            return
        # Here, as it loads python-docx, for which no pack need wait.
        from packbuilder.word.minutes import changed_minutes

        for path in changed_minutes(targets):
            raise PackBuilderError(
                f"{path.name} was changed since packbuilder wrote it.",
                "Choose another name, or go back and write over it.",
            )

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
        else:
            self.failed.emit(self._unknown_fault(), fault_details(error))

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
            self.failed.emit(self._unknown_fault(), failed.details)
        else:
            self.failed.emit(PackBuilderError(failed.what, failed.next_step), "")

    def _unknown_fault(self) -> PackBuilderError:
        return PackBuilderError(
            self.tr("It could not be made: something failed in a way packbuilder does not know."),
            self.tr("Try again; if it happens again, report it with the details."),
        )


@contextlib.contextmanager
def _all_or_none(targets: Sequence[Path]) -> Iterator[None]:
    """Put targets back as they were where the body, which replaces them, fails after the first.

    That is what happens where one of them is open in a program that keeps it from being replaced.
    """
    # A file alone is replaced in one step; those of a pair are small.
    before = {} if len(targets) == 1 else {path: _content(path) for path in targets}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            if _content(path) == content:
                continue
            if content is None:
                path.unlink()
            else:
                with written_beside(path) as earlier:
                    earlier.write_bytes(content)
        raise


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise PackBuilderError(
            f"{path.name} is there already and could not be read: {why_not(error)}.",
            "Close it where it is open, or choose another name.",
        ) from error
