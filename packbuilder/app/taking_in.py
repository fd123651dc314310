"""Takes attached documents in, side by side, while the clerk goes on working.

A document is in the meeting from the moment it is attached, and has pages once it was taken in.
What has no copy in the meeting file yet, after a crash too, is taken in again from where it came from;
what is only to be treated in another way is taken from that copy, and no disk is read.

Two processes share the work. Files that LibreOffice converts go to one together, as it takes longer to
start than to convert; what fails in such company is tried once more alone.
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from packbuilder.app.jobs import Worker, next_job
from packbuilder.app.session import PagesKey, Session, pages_key
from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.files import why_not
from packbuilder.intake.kinds import needs_conversion
from packbuilder.meeting.findings import document_file_name
from packbuilder.meeting.meeting import Document
from packbuilder.worker.messages import (
    Answer,
    Done,
    Failed,
    FileToTakeIn,
    Inside,
    LookInside,
    NotTaken,
    ParcelPart,
    TakeIn,
    Taken,
    Why,
)

_SIDE_BY_SIDE = 2
_MOST_TOGETHER = 12
_SILENT_FOR_MS = 120_000
"""A file that keeps its worker busy for longer is refused: a hostile one could for ever."""


@dataclasses.dataclass(slots=True)
class _Job:
    """Documents on their way: the number of their job, the folder of its files, which are done."""

    number: int
    documents: tuple[Document, ...]
    folder: Path
    done: set[int] = dataclasses.field(default_factory=set)
    stopped: set[str] = dataclasses.field(default_factory=set)

    @property
    def left(self) -> list[Document]:
        """The documents that are not done yet, in order."""
        return [d for index, d in enumerate(self.documents) if index not in self.done]


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
        self._storing: dict[PagesKey, Document] = {}
        self._tried_again: set[PagesKey] = set()
        self._looking: Worker | None = None
        self._lookers: dict[int, Callable[[tuple[ParcelPart, ...] | PackBuilderError], None]] = {}
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
            if job is None:
                continue
            ids = {document.id for document in job.left if document_id in ("", document.id)}
            if ids:
                job.stopped |= ids
                worker.stop(job.number)

    def look_inside(
        self, path: Path, then: Callable[[tuple[ParcelPart, ...] | PackBuilderError], None]
    ) -> None:
        """Find out what a mail or ZIP file holds; ``then`` is told, or why it cannot be read."""
        if self._looking is None:
            self._looking = Worker(self, silent_for_ms=_SILENT_FOR_MS)
            self._looking.answered.connect(self._show_inside)
            self._looking.failed.connect(self._could_not_look)
        number = next_job()
        self._lookers[number] = then
        self._looking.send(LookInside(job=number, path=str(path)))

    def _show_inside(self, answer: Answer) -> None:
        if isinstance(answer, Inside) and answer.job in self._lookers:
            self._lookers.pop(answer.job)(answer.parts)

    def _could_not_look(self, failed: Failed) -> None:
        then = self._lookers.pop(failed.job, None)
        if then is not None:
            words = self.tr("The file could not be read, in a way packbuilder does not know.")
            then(
                PackBuilderError(failed.what, failed.next_step)
                if failed.what
                else PackBuilderError(words, self.tr("Save what it holds in a folder, and attach that."))
            )

    def close(self) -> None:
        """End the processes."""
        for worker in (*self._jobs, *([self._looking] if self._looking is not None else [])):
            worker.blockSignals(True)
            worker.kill()

    def _ask_about_the_others(self) -> None:
        """Leave files alone that the meeting only names: it may come from elsewhere, and name any file."""
        for document in self._waiting():
            if not self._session.has_copy(document):
                self._session.note_trouble(
                    document,
                    PackBuilderError(
                        self.tr("{name} was never copied into the meeting.").format(
                            name=document_file_name(document)
                        ),
                        self.tr("Try again, if you know the file; or replace it."),
                    ),
                )

    def _waiting(self) -> list[Document]:
        on_the_way = {pages_key(d) for job in self._jobs.values() if job is not None for d in job.left}
        on_the_way |= set(self._storing)
        troubles = self._session.troubles
        waiting: dict[PagesKey, Document] = {}
        for document in self._session.awaited():
            key = pages_key(document)
            if document.id not in troubles and key not in on_the_way:
                waiting.setdefault(key, document)
        return list(waiting.values())

    def _look(self) -> None:
        troubles = self._session.troubles
        self._storing = {
            key: document
            for key, document in self._storing.items()
            if self._session.awaits(document) and document.id not in troubles
        }
        for worker, job in self._jobs.items():
            # Its documents were replaced or taken away: the worker has better things to do.
            if job is not None and job.left and not any(self._session.awaits(d) for d in job.left):
                worker.stop(job.number)
        if not self._session.is_read_only:
            self._give_work()
        self._tell()

    def _give_work(self) -> None:
        idle = [worker for worker, job in self._jobs.items() if job is None]
        waiting = self._waiting() if idle else []
        for free, worker in zip(range(len(idle), 0, -1), idle, strict=True):
            if not waiting:
                return
            together = self._together(waiting, free)
            waiting = [document for document in waiting if document not in together]
            self._begin(worker, together)

    def _together(self, waiting: Sequence[Document], free: int) -> list[Document]:
        """Return which documents one worker takes next, when so many workers are free."""
        first = waiting[0]
        if not self._goes_in_company(first):
            return [first]
        company = [document for document in waiting if self._goes_in_company(document)]
        return company[: min(_MOST_TOGETHER, -(-len(company) // free))]

    def _goes_in_company(self, document: Document) -> bool:
        is_converted = needs_conversion(Path(document_file_name(document)))
        return is_converted and pages_key(document) not in self._tried_again

    def _begin(self, worker: Worker, documents: Sequence[Document]) -> None:
        try:
            # Someone may have cleared the caches away under us.
            self._scratch.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._scratch))
        except OSError as error:
            words = self.tr("{name} could not be read: {why}.")
            for document in documents:
                self._session.note_trouble(
                    document,
                    PackBuilderError(
                        words.format(name=document_file_name(document), why=why_not(error)),
                        self.tr("Free some space, and try again."),
                    ),
                )
            return
        job = _Job(next_job(), tuple(documents), folder)
        self._jobs[worker] = job
        files = tuple(
            FileToTakeIn(
                path=document.file,
                inside=document.inside,
                sha256=document.sha256 if self._session.has_copy(document) else "",
                password=self._passwords.get(document.id, ""),
                treatment=document.treatment,
            )
            for document in documents
        )
        worker.send(
            TakeIn(job=job.number, files=files, folder=str(folder), meeting_file=str(self._session.path))
        )

    def _take(self, worker: Worker, answer: Answer) -> None:
        job = self._jobs[worker]
        if job is None or answer.job != job.number:
            return
        if isinstance(answer, Taken):
            document = job.documents[answer.index]
            job.done.add(answer.index)
            self._done += 1
            self._storing[pages_key(document)] = document
            self._session.store_document(
                document, Path(answer.original), Path(answer.print_ready), answer.facts
            )
            self._look()
        elif isinstance(answer, NotTaken):
            document = job.documents[answer.index]
            job.done.add(answer.index)
            self._done += 1
            self._refuse(document, answer)
            self._look()
        elif isinstance(answer, Done):
            self._finish(worker, job)

    def _fail(self, worker: Worker, failed: Failed) -> None:
        job = self._jobs[worker]
        if job is None or failed.job != job.number:
            return
        left = job.left
        for document in left:
            key = pages_key(document)
            if failed.why is Why.STOPPED and document.id not in job.stopped:
                continue  # It was only in the company of one that was stopped.
            if failed.why is Why.FAULT and key not in self._tried_again:
                self._tried_again.add(key)  # The worker may have died of something else.
                continue
            self._done += 1
            self._refuse(document, failed)
        self._finish(worker, job)

    def _refuse(self, document: Document, failed: Failed | NotTaken) -> None:
        if self._session.awaits(document):
            self._session.note_trouble(document, self._trouble(document, failed))

    def _finish(self, worker: Worker, job: _Job) -> None:
        self._jobs[worker] = None
        if job.done:
            # Its files are read in the saving thread, in turn; then they are of no more use.
            self._session.with_file(
                lambda file: shutil.rmtree(job.folder, ignore_errors=True), lambda _: None
            )
        else:
            shutil.rmtree(job.folder, ignore_errors=True)
        self._look()

    def _trouble(self, document: Document, failed: Failed | NotTaken) -> PackBuilderError:
        name = document_file_name(document)
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
        running = [document for job in self._jobs.values() if job is not None for document in job.left]
        left = len(running) + len(self._waiting())
        if left == 0 and not self._storing:
            self._done = 0
            self.progressed.emit(0, 0, "")
        else:
            name = document_file_name(running[0]) if running else ""
            self.progressed.emit(self._done, self._done + left, name)
