from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import pikepdf
import pytest
from pytestqt.qtbot import QtBot

import packbuilder
from packbuilder.app import jobs
from packbuilder.app.session import Replaced, Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.meeting import edits
from packbuilder.meeting.checks import check_meeting
from packbuilder.meeting.document_facts import LOOKED_WITH, DocumentFacts, FileDetails, PageFacts, PageLook
from packbuilder.meeting.findings import Severity
from packbuilder.meeting.fitting import Fitting
from packbuilder.meeting.meeting import Document, new_id
from packbuilder.meeting.treatment import Treatment
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.worker.messages import ParcelPart
from tests.builders import a_meeting, an_item, write_pdf


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
        "whole = jobs.take_files_in\n"
        "def take(order, progress):\n"
        "    if any('deadly' in file.path for file in order.files): os.kill(os.getpid(), 9)\n"
        "    yield from whole(order, progress)\n"
        "serve.take_files_in = take\n"
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


def _word(path: Path, words: str) -> Path:
    document = docx.Document()
    document.add_paragraph(words)
    document.save(str(path))
    return path


def _pages_are_there(session: Session, *ids: str) -> bool:
    return all(id_ in session.facts for id_ in ids)


def test_word_files_are_converted_in_company_and_a_broken_one_troubles_only_itself(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, scratch: Path, qtbot: QtBot
) -> None:
    names = ("one", "two", "three", "four")
    paths = [_word(tmp_path / f"{name}.docx", name) for name in names]
    broken = tmp_path / "broken.docx"
    broken.write_bytes(paths[0].read_bytes()[:2000])
    *good, bad = _attach(empty_session, *paths, broken)
    qtbot.waitUntil(lambda: not taking_in.is_busy and empty_session.is_saved, timeout=60000)
    assert _pages_are_there(empty_session, *good)
    assert "broken.docx" in empty_session.troubles[bad].what
    assert list(scratch.iterdir()) == []


def test_a_document_is_treated_from_the_copy_in_the_meeting_and_undo_brings_its_pages_back_at_once(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write_pdf(tmp_path / "report.pdf", "Page one", "Page two")
    (id_,) = _attach(empty_session, path)
    qtbot.waitUntil(lambda: not taking_in.is_busy, timeout=20000)
    path.unlink()
    before = empty_session.facts[id_]
    assert {page.look for page in before.pages} == {PageLook.TEXT}
    empty_session.edit(
        "Make page 2 a picture",
        lambda m: edits.change_document(m, id_, treatment=Treatment(pictured_pages=(2,))),
    )
    assert id_ not in empty_session.facts, "its pages are on their way"
    qtbot.waitUntil(lambda: id_ in empty_session.facts, timeout=20000)
    assert [page.look for page in empty_session.facts[id_].pages] == [PageLook.TEXT, PageLook.SCAN]
    empty_session.undo()
    assert empty_session.facts[id_] == before
    empty_session.redo()
    assert id_ in empty_session.facts


def test_pages_left_out_are_gone_from_the_facts_at_once_and_come_back_with_undo(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> None:
    (id_,) = _attach(empty_session, write_pdf(tmp_path / "report.pdf", "one", "two", "three"))
    qtbot.waitUntil(lambda: not taking_in.is_busy, timeout=20000)
    empty_session.edit(
        "Leave out pages", lambda m: edits.change_document(m, id_, fitting=Fitting(kept=((1, 2),)))
    )
    assert empty_session.facts[id_].page_count == 2
    assert empty_session.whole_facts[id_].page_count == 3
    assert not taking_in.is_busy
    empty_session.undo()
    assert empty_session.facts[id_].page_count == 3


def test_a_newer_version_is_told_with_its_pages_before_and_after(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> None:
    (id_,) = _attach(empty_session, write_pdf(tmp_path / "report.pdf", "one", "two"))
    qtbot.waitUntil(lambda: not taking_in.is_busy, timeout=20000)
    newer = write_pdf(tmp_path / "report v2.pdf", "one", "two", "three")
    with qtbot.waitSignal(empty_session.replaced, timeout=20000) as told:
        empty_session.edit("Replace", lambda m: edits.replace_document_file(m, id_, str(newer)))
    assert told.args == [Replaced(id_, 2, 3)]


def test_what_a_mail_holds_is_listed_and_one_part_of_it_is_taken_in(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> None:
    message = EmailMessage()
    message["Subject"] = "Late report"
    message.set_content("Here it is.")
    report = write_pdf(tmp_path / "report.pdf", "one", "two").read_bytes()
    message.add_attachment(report, maintype="application", subtype="pdf", filename="report.pdf")
    message.add_attachment(b"AC10", maintype="application", subtype="octet-stream", filename="plan.dwg")
    mail = tmp_path / "late.eml"
    mail.write_bytes(message.as_bytes())
    seen: list[tuple[ParcelPart, ...] | PackBuilderError] = []
    taking_in.look_inside(mail, seen.append)
    taking_in.look_inside(tmp_path / "gone.eml", seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=20000)
    parts, refused = seen
    assert isinstance(parts, tuple)
    assert [(part.name, part.is_message, part.can_be_taken_in) for part in parts] == [
        ("", True, True),
        ("report.pdf", False, True),
        ("plan.dwg", False, False),
    ]
    assert isinstance(refused, PackBuilderError)
    assert "gone.eml" in refused.what
    document = Document(new_id(), str(mail), inside="report.pdf")
    empty_session.edit("Attach", lambda m: edits.add_item(m, an_item(new_id(), document)))
    qtbot.waitUntil(lambda: document.id in empty_session.facts, timeout=20000)
    assert empty_session.facts[document.id].page_count == 2


def test_what_an_earlier_packbuilder_took_in_is_looked_at_again_with_newer_eyes(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, scratch: Path, qtbot: QtBot
) -> None:
    (id_,) = _attach(empty_session, write_pdf(tmp_path / "report.pdf", "one"))
    qtbot.waitUntil(lambda: not taking_in.is_busy and empty_session.is_saved, timeout=20000)
    taking_in.close()
    empty_session.close()
    with MeetingFile.open(empty_session.path) as file:
        ((_, document),) = file.meeting().documents()
        stored = file.document(document.sha256)
        old = DocumentFacts(stored.facts.pages)
        file.store_document(file.original(document.sha256), stored.print_ready, old)
    (tmp_path / "report.pdf").unlink()
    session = Session(MeetingFile.open(empty_session.path))
    taking = TakingIn(session, scratch)
    assert session.facts[id_] == old, "the pack is there meanwhile"
    assert "not-looked-into" in _what_stops(session), "but it is not published"
    qtbot.waitUntil(lambda: session.facts[id_].looked_with == LOOKED_WITH, timeout=20000)
    assert "not-looked-into" not in _what_stops(session)
    assert session.troubles == {}
    taking.close()
    session.close()


def _what_stops(session: Session) -> set[str]:
    findings = check_meeting(session.meeting, session.facts)
    return {finding.kind for finding in findings if finding.severity is Severity.ERROR}


def test_what_an_earlier_packbuilder_took_in_and_this_one_refuses_is_shown_but_not_published(
    look: object, tmp_path: Path, scratch: Path, qtbot: QtBot
) -> None:
    pages = write_pdf(tmp_path / "pages.pdf", "one").read_bytes()
    old = DocumentFacts((PageFacts(595.3, 841.9),), details=FileDetails(kind="PDF"))
    with MeetingFile.create(tmp_path / "Old.meeting", a_meeting()) as file:
        sha256 = file.store_document(b"%PDF-1.7 nothing more", pages, old)
        file.save(a_meeting(an_item("one", Document("d", "gone.pdf", sha256=sha256))))
    session = Session(MeetingFile.open(tmp_path / "Old.meeting"))
    taking = TakingIn(session, scratch)
    qtbot.waitUntil(lambda: bool(session.troubles) and not taking.is_busy, timeout=20000)
    assert "gone.pdf" in session.troubles["d"].what
    assert session.facts["d"] == old
    assert "not-looked-into" in _what_stops(session)
    taking.close()
    session.close()


@pytest.fixture
def copied_in(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> tuple[Path, Document]:
    """A meeting file with a report of one page, whose file has two pages by now."""
    path = write_pdf(tmp_path / "report.pdf", "one")
    (id_,) = _attach(empty_session, path)
    qtbot.waitUntil(lambda: not taking_in.is_busy and empty_session.is_saved, timeout=20000)
    settled = Treatment(pictured_pages=(1,))
    empty_session.edit("Settle", lambda m: edits.change_document(m, id_, treatment=settled))
    qtbot.waitUntil(lambda: not taking_in.is_busy and empty_session.is_saved, timeout=20000)
    taking_in.close()
    empty_session.close()
    write_pdf(path, "one", "and another")
    with MeetingFile.open(empty_session.path) as file:
        ((_, document),) = file.meeting().documents()
    return empty_session.path, document


def _damage(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


def test_where_the_facts_are_damaged_the_copy_in_the_meeting_is_read_and_not_what_lies_on_the_disk(
    copied_in: tuple[Path, Document], scratch: Path, qtbot: QtBot
) -> None:
    path, document = copied_in
    _damage(path, "UPDATE document SET facts = '{}'")
    session = Session(MeetingFile.open(path))
    taking = TakingIn(session, scratch)
    qtbot.waitUntil(lambda: not taking.is_busy and session.is_saved, timeout=20000)
    assert session.facts[document.id].page_count == 1
    assert [d for _, d in session.meeting.documents()] == [document]
    taking.close()
    session.close()


def test_where_the_copy_is_lost_and_the_file_is_another_one_it_is_replaced_and_the_clerk_is_told(
    copied_in: tuple[Path, Document], scratch: Path, qtbot: QtBot
) -> None:
    path, document = copied_in
    _damage(path, "DELETE FROM document", "DELETE FROM content")
    session = Session(MeetingFile.open(path), reads_what_it_names=True)
    told: list[PackBuilderError] = []
    session.refused.connect(told.append)
    taking = TakingIn(session, scratch)
    qtbot.waitUntil(lambda: document.id in session.facts, timeout=20000)
    ((_, now),) = session.meeting.documents()
    assert session.facts[document.id].page_count == 2
    assert now.sha256 not in ("", document.sha256)
    assert now.treatment == Treatment(), "what was settled of the lost file says nothing of this one"
    assert [error.what for error in told] == [
        "The copy of report.pdf in the meeting was lost, and its file is another one by now."
    ]
    taking.close()
    session.close()
