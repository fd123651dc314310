"""Takes attached documents in, two at a time, while the clerk goes on working.

A document is in the meeting from the moment it is attached, and has pages once it was taken in.
What has no copy in the meeting file yet, after a crash too, is taken in again from where it came from.
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from packbuilder.app.jobs import Worker, next_job
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.files import why_not
from packbuilder.meeting.meeting import Document
from packbuilder.worker.messages import Answer, Failed, TakeIn, Taken, Why

_SIDE_BY_SIDE = 2
_SILENT_FOR_MS = 120_000
"""A file that keeps its worker busy for longer is refused: a hostile one could for ever."""


@dataclasses.dataclass(slots=True)
class _Job:
    """One document on its way: the number of its job, the folder of its files."""

    number: int
    document: Document
    folder: Path


class TakingIn(QObject):
    """Watches a session for documents that have no pages yet, and sees to them."""

    progressed = Signal(int, int, str)
    """How many documents are done, of how many, and the name of the file at work; 0 of 0 is none."""

    def __init__(self, session: Session, scratch: Path, parent: QObject | None = None) -> None:
        """Begin with what the session holds.

        Args:
            session: The meeting.
            scratch: A folder for the files of jobs, emptied by whoever made it.
            parent: Whose it is.
        """
        super().__init__(parent)
        self._session = session
        self._scratch = scratch
        self._passwords: dict[str, str] = {}
        self._done = 0
        self._jobs: dict[Worker, _Job | None] = {}
        for _ in range(_SIDE_BY_SIDE):
            worker = Worker(self, silent_for_ms=_SILENT_FOR_MS)
            worker.answered.connect(lambda answer, worker=worker: self._take(worker, answer))
            worker.failed.connect(lambda answer, worker=worker: self._fail(worker, answer))
            self._jobs[worker] = None
        self._storing: dict[str, Document] = {}
        self._tried_again: set[tuple[str, str]] = set()
        if not session.reads_what_it_names:
            self._ask_about_the_others()
        session.changed.connect(self._look)
        session.documents_changed.connect(self._look)
        self._look()

    @property
    def is_busy(self) -> bool:
        """Whether a document is on its way."""
        return bool(self._waiting() or self._storing or any(self._jobs.values()))

    def give_password(self, document_id: str, password: str) -> None:
        """Try a document again, with a password."""
        self._passwords[document_id] = password
        self._session.forget_trouble(document_id)

    def try_again(self, document_id: str) -> None:
        """Try a document again that could not be taken in."""
        self._session.forget_trouble(document_id)

    def stop(self, document_id: str = "") -> None:
        """Stop taking in one document, or all of them: their work is ended at once."""
        for worker, job in self._jobs.items():
            if job is not None and document_id in ("", job.document.id):
                worker.stop(job.number)

    def close(self) -> None:
        """End the processes."""
        for worker in self._jobs:
            worker.blockSignals(True)
            worker.kill()

    def _ask_about_the_others(self) -> None:
        """Leave files alone that the meeting only names: it may come from elsewhere, and name any file."""
        for document in self._waiting():
            self._session.note_trouble(
                document,
                PackBuilderError(
                    self.tr("{name} was never copied into the meeting.").format(
                        name=Path(document.file).name
                    ),
                    self.tr("Try again, if you know the file; or replace it."),
                ),
            )

    def _waiting(self) -> list[Document]:
        on_the_way = {(job.document.id, job.document.file) for job in self._jobs.values() if job is not None}
        on_the_way |= {(document.id, document.file) for document in self._storing.values()}
        troubles = self._session.troubles
        return [
            document
            for _, document in self._session.meeting.documents()
            if document.id not in self._session.facts
            and document.id not in troubles
            and (document.id, document.file) not in on_the_way
        ]

    def _look(self) -> None:
        troubles = self._session.troubles
        self._storing = {
            id_: document
            for id_, document in self._storing.items()
            if self._session.awaits(document) and id_ not in troubles
        }
        for worker, job in self._jobs.items():
            # Its document was replaced or taken away: the worker has better things to do.
            if job is not None and not self._session.awaits(job.document):
                worker.stop(job.number)
        if not self._session.is_read_only:
            waiting = self._waiting()
            for worker, job in self._jobs.items():
                if job is None and waiting:
                    self._begin(worker, waiting.pop(0))
        self._tell()

    def _begin(self, worker: Worker, document: Document) -> None:
        try:
            # Someone may have cleared the caches away under us.
            self._scratch.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._scratch))
        except OSError as error:
            words = self.tr("{name} could not be read: {why}.")
            self._session.note_trouble(
                document,
                PackBuilderError(
                    words.format(name=Path(document.file).name, why=why_not(error)),
                    self.tr("Free some space, and try again."),
                ),
            )
            return
        job = _Job(next_job(), document, folder)
        self._jobs[worker] = job
        password = self._passwords.get(document.id, "")
        worker.send(TakeIn(job=job.number, path=document.file, folder=str(folder), password=password))

    def _take(self, worker: Worker, answer: Answer) -> None:
        job = self._jobs[worker]
        if job is None or answer.job != job.number or not isinstance(answer, Taken):
            return
        self._storing[job.document.id] = job.document
        self._session.store_document(
            job.document, Path(answer.original), Path(answer.print_ready), answer.facts
        )
        self._finish(worker, job, stored=True)

    def _fail(self, worker: Worker, failed: Failed) -> None:
        job = self._jobs[worker]
        if job is None or failed.job != job.number:
            return
        key = (job.document.id, job.document.file)
        if failed.why is Why.FAULT and key not in self._tried_again:
            self._tried_again.add(key)  # The worker may have died of something else.
        elif self._session.awaits(job.document):
            self._session.note_trouble(job.document, self._trouble(job.document, failed))
        self._finish(worker, job, stored=False)

    def _finish(self, worker: Worker, job: _Job, *, stored: bool) -> None:
        self._jobs[worker] = None
        self._done += 1
        if stored:
            # Its files are read in the saving thread, in turn; then they are of no more use.
            self._session.with_file(
                lambda file: shutil.rmtree(job.folder, ignore_errors=True), lambda _: None
            )
        else:
            shutil.rmtree(job.folder, ignore_errors=True)
        self._look()

    def _trouble(self, document: Document, failed: Failed) -> PackBuilderError:
        name = Path(document.file).name
        if failed.why is Why.PASSWORD:
            return PasswordNeeded(failed.what, failed.next_step)
        if failed.why is Why.STOPPED:
            return PackBuilderError(
                self.tr("{name} was not taken in: you stopped it.").format(name=name),
                self.tr("Try again, or remove it."),
            )
        if failed.why is Why.FAULT:
            return PackBuilderError(
                self.tr(
                    "{name} could not be read: reading it failed in a way packbuilder does not know."
                ).format(name=name),
                self.tr("Print it to PDF, and attach that."),
            )
        return PackBuilderError(failed.what, failed.next_step)

    def _tell(self) -> None:
        running = [job.document for job in self._jobs.values() if job is not None]
        left = len(running) + len(self._waiting())
        if left == 0 and not self._storing:
            self._done = 0
            self.progressed.emit(0, 0, "")
        else:
            name = Path(running[0].file).name if running else ""
            self.progressed.emit(self._done, self._done + left, name)
