from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from packbuilder.app import jobs
from packbuilder.app.jobs import Worker, next_job
from packbuilder.worker.messages import Answer, Done, Failed, FileToTakeIn, NotTaken, TakeIn, Taken, Why
from tests.builders import write_pdf


def _take_in(path: Path, folder: Path) -> TakeIn:
    folder.mkdir(exist_ok=True)
    return TakeIn(job=next_job(), files=(FileToTakeIn(path=str(path)),), folder=str(folder))


def test_an_order_is_answered_and_its_files_are_in_its_folder(
    look: object, tmp_path: Path, qtbot: QtBot
) -> None:
    worker = Worker()
    answers: list[Answer] = []
    worker.answered.connect(answers.append)
    worker.send(_take_in(write_pdf(tmp_path / "report.pdf", "one", "two"), tmp_path / "job"))
    qtbot.waitUntil(lambda: not worker.is_busy, timeout=20000)
    worker.kill()
    taken, done = answers
    assert isinstance(taken, Taken)
    assert isinstance(done, Done)
    assert taken.facts.page_count == 2
    assert Path(taken.original).read_bytes() == (tmp_path / "report.pdf").read_bytes()
    assert Path(taken.print_ready).read_bytes().startswith(b"%PDF-")


def test_a_file_that_cannot_be_read_is_refused_in_the_words_of_the_engine(
    look: object, tmp_path: Path, qtbot: QtBot
) -> None:
    worker = Worker()
    with qtbot.waitSignal(worker.answered, timeout=20000) as heard:
        worker.send(_take_in(tmp_path / "gone.pdf", tmp_path / "job"))
    worker.kill()
    failed = heard.args[0]
    assert isinstance(failed, NotTaken)
    assert failed.why is Why.REFUSED
    assert "gone.pdf could not be read: it is not there." in failed.what


def test_a_worker_that_dies_fails_its_job_and_does_the_next(
    look: object, tmp_path: Path, qtbot: QtBot
) -> None:
    worker = Worker()
    report = write_pdf(tmp_path / "report.pdf", "one")
    worker.send(_take_in(report, tmp_path / "a"))
    qtbot.waitUntil(lambda: not worker.is_busy, timeout=20000)
    failures: list[Failed] = []
    worker.failed.connect(failures.append)
    os.kill(worker.process_id, signal.SIGSTOP)  # So that it dies with the job in its hands.
    worker.send(_take_in(report, tmp_path / "b"))
    os.kill(worker.process_id, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(failures), timeout=20000)
    assert failures[0].why is Why.FAULT
    with qtbot.waitSignal(worker.answered, timeout=20000):
        worker.send(_take_in(report, tmp_path / "c"))
    worker.kill()


def test_a_worker_that_does_not_heed_is_killed_within_a_second_when_stopped(
    look: object, tmp_path: Path, qtbot: QtBot
) -> None:
    worker = Worker()
    order = _take_in(write_pdf(tmp_path / "report.pdf", "one"), tmp_path / "job")
    worker.start()
    qtbot.waitUntil(lambda: worker.process_id != 0)
    process_id = worker.process_id
    os.kill(process_id, signal.SIGSTOP)
    worker.send(order)
    with qtbot.waitSignal(worker.failed, timeout=1000) as heard:
        worker.stop(order.job)
    assert heard.args[0].why is Why.STOPPED
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)


def test_a_file_that_keeps_its_worker_silent_is_given_up(look: object, tmp_path: Path, qtbot: QtBot) -> None:
    worker = Worker(silent_for_ms=300)
    worker.start()
    qtbot.waitUntil(lambda: worker.process_id != 0)
    os.kill(worker.process_id, signal.SIGSTOP)
    with qtbot.waitSignal(worker.failed, timeout=5000) as heard:
        worker.send(_take_in(write_pdf(tmp_path / "report.pdf", "one"), tmp_path / "job"))
    assert heard.args[0].why is Why.FAULT
    assert "no answer in time" in heard.args[0].details


def test_a_worker_that_cannot_be_started_fails_its_job(
    look: object, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "worker_command", lambda: (str(tmp_path / "no-such-program"), []))
    worker = Worker()
    with qtbot.waitSignal(worker.failed, timeout=5000) as heard:
        worker.send(_take_in(write_pdf(tmp_path / "report.pdf", "one"), tmp_path / "job"))
    assert heard.args[0].why is Why.FAULT


def test_a_worker_ends_when_the_window_dies(look: object, tmp_path: Path, qtbot: QtBot) -> None:
    import subprocess

    program, arguments = jobs.worker_command()
    assert program == sys.executable
    process = subprocess.Popen([program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=20) == 0
