from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from pytestqt.qtbot import QtBot

import packbuilder
from packbuilder.app import jobs
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.errors import PasswordNeeded
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import Document, new_id
from packbuilder.storage.meeting_file import MeetingFile
from tests.builders import an_item, write_pdf


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def taking_in(empty_session: Session, scratch: Path) -> Iterator[TakingIn]:
    taking = TakingIn(empty_session, scratch)
    yield taking
    taking.close()


def _attach(session: Session, *paths: Path) -> list[str]:
    documents = [Document(new_id(), str(path)) for path in paths]
    session.edit("Attach", lambda m: edits.add_item(m, an_item(new_id(), *documents)))
    return [document.id for document in documents]


def test_attached_files_are_copied_in_and_have_pages(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, scratch: Path, qtbot: QtBot
) -> None:
    paths = [write_pdf(tmp_path / f"{n}.pdf", *["text"] * n) for n in (1, 2, 3)]
    ids = _attach(empty_session, *paths)
    qtbot.waitUntil(lambda: not taking_in.is_busy and empty_session.is_saved, timeout=20000)
    assert [empty_session.facts[id_].page_count for id_ in ids] == [1, 2, 3]
    for path in paths:
        path.unlink()
    assert empty_session.close() is None
    with MeetingFile.open(empty_session.path) as file:
        documents = [d for _, d in file.meeting().documents()]
        assert [file.facts(d.sha256).page_count for d in documents] == [1, 2, 3]
    assert list(scratch.iterdir()) == []


def test_a_file_that_cannot_be_read_stays_in_its_place_and_says_why(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    good, broken = _attach(empty_session, write_pdf(tmp_path / "good.pdf", "text"), tmp_path / "broken.pdf")
    qtbot.waitUntil(lambda: not taking_in.is_busy, timeout=20000)
    assert good in empty_session.facts
    assert "broken.pdf" in empty_session.troubles[broken].what
    assert [d.id for _, d in empty_session.meeting.documents()] == [good, broken]


def test_a_document_with_a_password_goes_in_once_it_is_given(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> None:
    with pikepdf.open(write_pdf(tmp_path / "plain.pdf", "text")) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="sesame", owner="owner"))
    (id_,) = _attach(empty_session, tmp_path / "locked.pdf")
    qtbot.waitUntil(lambda: id_ in empty_session.troubles, timeout=20000)
    assert isinstance(empty_session.troubles[id_], PasswordNeeded)
    taking_in.give_password(id_, "wrong")
    qtbot.waitUntil(lambda: id_ in empty_session.troubles, timeout=20000)
    taking_in.give_password(id_, "sesame")
    qtbot.waitUntil(lambda: id_ in empty_session.facts, timeout=20000)


def test_a_file_whose_worker_dies_is_a_trouble_of_that_document_only(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, _ = jobs.worker_command()
    deadly = tmp_path / "deadly.py"
    deadly.write_text(
        "import os, sys, threading\n"
        "from packbuilder.worker import jobs, serve\n"
        "whole = jobs.take_file_in\n"
        "def take(order, progress):\n"
        "    if 'deadly' in order.path: os.kill(os.getpid(), 9)\n"
        "    yield from whole(order, progress)\n"
        "serve.take_file_in = take\n"
        "serve.serve()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(Path(packbuilder.__file__).parents[1]))
    monkeypatch.setattr(jobs, "worker_command", lambda: (program, [str(deadly)]))
    good, bad, other = _attach(
        empty_session,
        *(write_pdf(tmp_path / f"{name}.pdf", "text") for name in ("good", "deadly-file", "other")),
    )
    qtbot.waitUntil(lambda: not taking_in.is_busy, timeout=20000)
    assert {good, other} <= empty_session.facts.keys()
    assert "deadly-file.pdf could not be read" in empty_session.troubles[bad].what


def test_taking_in_can_be_stopped_and_tried_again(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, scratch: Path, qtbot: QtBot
) -> None:
    for worker in taking_in.findChildren(jobs.Worker):
        worker.start()
    qtbot.waitUntil(lambda: all(w.process_id for w in taking_in.findChildren(jobs.Worker)))
    for worker in taking_in.findChildren(jobs.Worker):
        os.kill(worker.process_id, signal.SIGSTOP)  # However quick they are, they are not done.
    (id_,) = _attach(empty_session, write_pdf(tmp_path / "report.pdf", "text"))
    taking_in.stop()
    qtbot.waitUntil(lambda: not taking_in.is_busy, timeout=5000)
    assert "you stopped it" in empty_session.troubles[id_].what
    assert list(scratch.iterdir()) == []
    for worker in taking_in.findChildren(jobs.Worker):
        worker.kill()
    taking_in.try_again(id_)
    qtbot.waitUntil(lambda: id_ in empty_session.facts, timeout=20000)


def test_what_was_attached_when_the_window_died_is_read_again_when_the_clerk_says_so(
    look: object, tmp_path: Path, scratch: Path, qtbot: QtBot, empty_session: Session
) -> None:
    (id_,) = _attach(empty_session, write_pdf(tmp_path / "report.pdf", "text"))
    qtbot.waitUntil(lambda: empty_session.is_saved)
    session = Session(MeetingFile.open(empty_session.path))
    taking = TakingIn(session, scratch)
    # A meeting from elsewhere may name any file of this computer: none is read unasked.
    assert not taking.is_busy
    assert "was never copied into the meeting" in session.troubles[id_].what
    taking.try_again(id_)
    qtbot.waitUntil(lambda: id_ in session.facts, timeout=20000)
    taking.close()
    session.close()


def test_a_worker_that_died_of_something_else_is_given_the_file_once_more(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> None:
    (id_,) = _attach(empty_session, write_pdf(tmp_path / "report.pdf", "text"))
    qtbot.waitUntil(lambda: any(w.process_id for w in taking_in.findChildren(jobs.Worker)))
    for worker in taking_in.findChildren(jobs.Worker):
        if worker.process_id:
            os.kill(worker.process_id, signal.SIGKILL)
    qtbot.waitUntil(lambda: id_ in empty_session.facts, timeout=20000)
    assert empty_session.troubles == {}


def test_a_folder_for_jobs_that_was_cleared_away_is_made_again(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, scratch: Path, qtbot: QtBot
) -> None:
    scratch.rmdir()
    (id_,) = _attach(empty_session, write_pdf(tmp_path / "report.pdf", "text"))
    qtbot.waitUntil(lambda: id_ in empty_session.facts, timeout=20000)


def test_closing_ends_the_processes(
    empty_session: Session, scratch: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    taking = TakingIn(empty_session, scratch)
    _attach(empty_session, write_pdf(tmp_path / "report.pdf", "text"))
    process_ids = [w.process_id for w in taking.findChildren(jobs.Worker) if w.process_id]
    assert process_ids
    taking.close()
    for process_id in process_ids:
        with pytest.raises(ProcessLookupError):
            os.kill(process_id, signal.SIGTERM)
