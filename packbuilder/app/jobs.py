"""Workers: child processes that do the long jobs, spoken to in the lines of ``worker.messages``."""

from __future__ import annotations

import itertools
import sys

import msgspec
from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from packbuilder.worker import messages
from packbuilder.worker.messages import Answer, Done, Failed, Order, Step, Stop, Why

_job_numbers = itertools.count(1)

_STOPS_WITHIN_MS = 700
"""How long a worker has to stop a job by itself before it is killed."""

_MOST_DETAILS_BYTES = 20_000


def next_job() -> int:
    """Return a number for a new job."""
    return next(_job_numbers)


def worker_command() -> tuple[str, list[str]]:
    """Return the program and arguments that start a worker: this same packbuilder."""
    if getattr(sys, "frozen", False):
        return sys.executable, ["worker"]
    # -P: a file of the clerk's that happens to be called as a module must not be taken for it.
    return sys.executable, ["-P", "-m", "packbuilder", "worker"]


class Worker(QObject):
    """One worker process. It is started by its first order, and again by the next after it ended.

    Every order is answered: by what the job gives, and at last by ``Done`` or ``Failed``. A worker
    that dies gives a ``Failed`` for each order it had not done.
    """

    answered = Signal(object)
    """An ``Answer`` that is neither a step nor a failure; the last one to a job is ``Done``."""

    stepped = Signal(object)
    """A ``Step``."""

    failed = Signal(object)
    """A ``Failed``; one that was stopped says so in ``why``."""

    def __init__(self, parent: QObject | None = None, *, silent_for_ms: int = 0) -> None:
        """Have no process yet.

        Args:
            parent: Whose it is.
            silent_for_ms: After so long without an answer the job has failed; 0 waits for ever.
        """
        super().__init__(parent)
        self._process: QProcess | None = None
        self._open_jobs: list[int] = []
        self._stopping: set[int] = set()
        self._errors = b""
        self._watch = QTimer(self, singleShot=True, interval=silent_for_ms)
        self._watch.timeout.connect(self._give_up)
        self._kill_timer = QTimer(self, singleShot=True, interval=_STOPS_WITHIN_MS)
        self._kill_timer.timeout.connect(self._kill)

    @property
    def process_id(self) -> int:
        """The id of the process, or 0 while there is none."""
        return self._process.processId() if self._process is not None else 0

    @property
    def is_busy(self) -> bool:
        """Whether an order is not done yet."""
        return bool(self._open_jobs)

    def start(self) -> None:
        """Start the process ahead of the first order."""
        if self._process is not None:
            return
        process = QProcess(self)
        program, arguments = worker_command()
        process.setProgram(program)
        process.setArguments(arguments)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._keep_errors)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._could_not_start)
        self._process = process
        self._errors = b""
        process.start()

    def send(self, order: Order) -> None:
        """Give an order; it is done after those before it."""
        line = messages.to_line(order)
        self.start()
        self._open_jobs.append(order.job)
        if self._process is not None:
            self._process.write(line)
        self._wait_for_answer()

    def stop(self, job: int, *, at_once: bool = True) -> None:
        """Stop a job; ``failed`` says when it has. ``at_once`` kills a process that does not heed it."""
        if job in self._open_jobs and job not in self._stopping:
            self._stopping.add(job)
            if self._process is not None:
                self._process.write(messages.to_line(Stop(job=job)))
            if at_once:
                self._kill_timer.start()

    def kill(self) -> None:
        """End the process at once, and wait until it is gone."""
        if self._process is not None:
            process = self._process
            process.kill()
            process.waitForFinished(2000)

    def _wait_for_answer(self) -> None:
        if self._watch.interval() and self._open_jobs:
            self._watch.start()

    def _read(self) -> None:
        while self._process is not None and self._process.canReadLine():
            line = bytes(self._process.readLine().data())
            try:
                answer = messages.answer_from(line)
            except msgspec.MsgspecError as error:
                # Not the line itself: it may hold titles and names.
                self._errors += f"a line that is no answer ({type(error).__name__})\n".encode()
                continue
            self._wait_for_answer()
            self._take(answer)

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, Step):
            self.stepped.emit(answer)
        elif isinstance(answer, Failed):
            self._done_with(answer.job)
            self.failed.emit(answer)
        elif answer.job in self._open_jobs:
            if isinstance(answer, Done):
                self._done_with(answer.job)
            self.answered.emit(answer)

    def _done_with(self, job: int) -> None:
        if job in self._open_jobs:
            self._open_jobs.remove(job)
        self._stopping.discard(job)
        if not self._stopping:
            self._kill_timer.stop()
        if not self._open_jobs:
            self._watch.stop()

    def _keep_errors(self) -> None:
        if self._process is not None:
            self._errors = (self._errors + self._process.readAllStandardError().data())[-_MOST_DETAILS_BYTES:]

    def _give_up(self) -> None:
        self._errors += b"no answer in time\n"
        self._kill()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _could_not_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._ended()

    def _ended(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            self._errors += f"{process.errorString()}, exit code {process.exitCode()}\n".encode()
            process.deleteLater()
        details = self._errors.decode(errors="replace")
        open_jobs, self._open_jobs = self._open_jobs, []
        stopping, self._stopping = self._stopping, set()
        self._watch.stop()
        self._kill_timer.stop()
        for job in open_jobs:
            why = Why.STOPPED if job in stopping else Why.FAULT
            self.failed.emit(Failed(job=job, why=why, details=details))
