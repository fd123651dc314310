"""What a clerk typed, attached or saved is kept: at closing, on a failing disk, while files move."""

from __future__ import annotations

import datetime as dt
import gc
import os
import signal
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from packbuilder.app.application import Application
from packbuilder.app.inspector.fields import LineField
from packbuilder.app.main_window import MainWindow
from packbuilder.app.new_meeting_dialog import NextMeeting, NextMeetingDialog
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.edits import add_item, change_document, change_item
from packbuilder.meeting.meeting import Document, Meeting, new_id
from packbuilder.storage.lock import CannotLock, MeetingLock
from packbuilder.storage.meeting_file import MeetingFile
from tests.app.conftest import AnsweringDialogs
from tests.builders import a_meeting, an_item, pages, write_pdf

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def _welcome(meeting: Meeting) -> Meeting:
    return change_item(meeting, meeting.items[0].id, title="Welcome")


def _saved(path: Path) -> Meeting:
    with MeetingFile.open(path, read_only=True) as file:
        return file.meeting()


def _open(desk: Application, path: Path) -> tuple[MainWindow, Session]:
    window = desk.open_window()
    desk.open(window, path)
    assert window.session is not None
    return window, window.session


def _fail_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(file: MeetingFile, meeting: Meeting) -> None:
        raise PackBuilderError("Sample.meeting could not be written: the disk is full.", "Free some space.")

    monkeypatch.setattr(MeetingFile, "save", fail)


# Closing.


def test_what_is_typed_in_the_agenda_is_taken_when_the_window_closes(
    desk: Application, sample_file: Path, qtbot: QtBot
) -> None:
    window, session = _open(desk, sample_file)
    assert window.workspace is not None
    window.workspace.selection.show_place(Place(session.meeting.items[0].id))
    window.workspace.agenda.edit_current()
    editor = window.workspace.agenda.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "Typed at the last moment")
    window.close()
    assert "Typed at the last moment" in _saved(sample_file).items[0].title


def test_a_date_that_is_typed_is_taken_when_the_window_closes(desk: Application, sample_file: Path) -> None:
    window, _ = _open(desk, sample_file)
    assert window.workspace is not None
    form = window.workspace.inspector.meeting_form
    (field,) = [f for f in form.findChildren(LineField) if f.text() == "Thursday 18 March 2027"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "21 March")
    window.close()
    assert _saved(sample_file).date == dt.date(2027, 3, 21)


def test_a_window_whose_last_change_cannot_be_saved_asks_before_it_closes(
    desk: Application, dialogs: AnsweringDialogs, sample_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, session = _open(desk, sample_file)
    with monkeypatch.context() as failing:
        _fail_saving(failing)
        session.edit("Change subject", _welcome)
        dialogs.goes_on = False
        assert not window.close()
        assert "the disk is full" in dialogs.asked[-1]
    assert window.close()
    assert _saved(sample_file).items[0].title == "Welcome"


def test_what_was_just_taken_in_is_in_the_file_when_the_meeting_closes(
    empty_session: Session, tmp_path: Path
) -> None:
    pdf = write_pdf(tmp_path / "report.pdf", "text")
    document = Document(new_id(), str(pdf))
    empty_session.edit("Attach", lambda m: add_item(m, an_item("first", document)))
    empty_session.store_document(document, pdf, pdf, pages(1))
    assert empty_session.close() is None
    with MeetingFile.open(empty_session.path, read_only=True) as file:
        (stored,) = [d for _, d in file.meeting().documents()]
        assert file.facts(stored.sha256).page_count == 1
        assert file.origin(stored.sha256).path == str(pdf)


def test_a_closed_meeting_leaves_nothing_behind_in_the_window(desk: Application, sample_file: Path) -> None:
    window, session = _open(desk, sample_file)
    alive: list[weakref.ref[QObject]] = [weakref.ref(o) for o in (window.workspace, window.exporting) if o]
    del session
    window.close_meeting()
    window.show_start_page()
    for _ in range(5):
        QTest.qWait(20)
        gc.collect()
    assert [own is not None and isValid(own) for own in (reference() for reference in alive)] == [
        False,
        False,
    ]


# A failing disk.


def test_a_copy_holds_the_newest_edit_though_the_meeting_itself_cannot_be_saved(
    desk: Application,
    dialogs: AnsweringDialogs,
    sample_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, session = _open(desk, sample_file)
    with monkeypatch.context() as failing:
        _fail_saving(failing)
        session.edit("Change subject", _welcome)
        dialogs.target = tmp_path / "Copy.meeting"
        window.actions_by_name["save_copy"].trigger()
        qtbot.waitUntil(lambda: (tmp_path / "Copy.meeting").exists())
    assert _saved(tmp_path / "Copy.meeting").items[0].title == "Welcome"


def test_saving_is_tried_again_whatever_went_wrong(
    empty_session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packbuilder.app.saving._TRY_AGAIN_AFTER_MS", 50)
    session = Session(MeetingFile.open(empty_session.path))
    with monkeypatch.context() as failing, qtbot.captureExceptions() as unexpected:

        def fail(file: MeetingFile, meeting: Meeting) -> None:
            raise OSError(5, "Input/output error")

        failing.setattr(MeetingFile, "save", fail)
        with qtbot.waitSignal(session.saving_failed):
            session.edit("Add item", lambda m: add_item(m, an_item("first")))
    assert unexpected
    qtbot.waitUntil(lambda: session.is_saved)
    assert session.close() is None
    assert [item.id for item in _saved(session.path).items] == ["first"]


# Names and places.


def test_another_meeting_is_not_written_over_without_being_asked_about(
    desk: Application, dialogs: AnsweringDialogs, sample_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "Other.meeting"
    MeetingFile.create(other, a_meeting()).close()
    window, _ = _open(desk, sample_file)
    dialogs.target, dialogs.goes_on = tmp_path / "Other", False
    window.actions_by_name["save_copy"].trigger()
    QTest.qWait(50)
    assert "Other.meeting is there already" in dialogs.asked[-1]
    assert _saved(other) == a_meeting()


def test_a_place_that_cannot_lock_leaves_the_new_meeting_where_it_was(
    desk: Application,
    dialogs: AnsweringDialogs,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    session = window.session
    assert session is not None
    where = session.path

    def refuse(path: Path, clock: object) -> MeetingLock:
        raise CannotLock("It cannot lock.", "Choose another place.")

    monkeypatch.setattr(MeetingLock, "take", refuse)
    dialogs.target = tmp_path / "Named.meeting"
    window.actions_by_name["give_name"].trigger()
    qtbot.waitUntil(lambda: window.messages.isVisible(), timeout=20000)
    assert session.path == where
    assert where.exists()
    session.edit("Change subject", _welcome)
    qtbot.waitUntil(lambda: session.is_saved)
    assert _saved(where).items[0].title == "Welcome"


def test_saving_twice_in_a_hurry_moves_the_meeting_once(
    desk: Application, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    session = window.session
    assert session is not None
    dialogs.target = tmp_path / "A.meeting"
    window.actions_by_name["give_name"].trigger()
    dialogs.target = tmp_path / "B.meeting"
    window.actions_by_name["give_name"].trigger()
    qtbot.waitUntil(lambda: session.path.name == "A.meeting", timeout=20000)
    assert not (tmp_path / "B.meeting").exists()
    assert [meeting.path.name for meeting in desk.recent.meetings] == ["A.meeting"]


def test_the_pack_follows_a_meeting_that_is_given_a_name_while_it_is_built(
    desk: Application, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    workspace = window.workspace
    assert workspace is not None
    live, session = workspace.live_pack, workspace.session
    qtbot.waitUntil(lambda: live.is_current and not workspace.taking_in.is_busy, timeout=30000)
    worker = live.process_id
    os.kill(worker, signal.SIGSTOP)
    session.edit("Change subject", _welcome)
    qtbot.waitUntil(lambda: live.is_building)
    dialogs.target = tmp_path / "A.meeting"
    window.actions_by_name["give_name"].trigger()
    qtbot.waitUntil(lambda: session.path.name == "A.meeting", timeout=20000)
    os.kill(worker, signal.SIGCONT)
    qtbot.waitUntil(lambda: live.is_current, timeout=30000)


def test_the_next_meeting_is_made_from_what_the_window_shows(
    desk: Application, sample_file: Path, qtbot: QtBot
) -> None:
    window, session = _open(desk, sample_file)
    last = session.meeting.items[0]
    session.edit("Change lead", lambda m: change_item(m, last.id, lead="Someone New"))
    desk.begin_next(window, sample_file)
    form = window.findChild(NextMeetingDialog)
    assert form is not None
    form.accept()
    qtbot.waitUntil(lambda: len(desk.windows) == 2, timeout=30000)
    following = desk.windows[1].session
    assert following is not None
    assert following.meeting.items[0].lead == "Someone New"


def test_a_next_meeting_whose_window_was_closed_meanwhile_opens_in_another(
    desk: Application, sample_file: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    other = desk.open_window()
    desk.begin_next(window, sample_file)
    qtbot.waitUntil(lambda: window.findChild(NextMeetingDialog) is not None)
    form = window.findChild(NextMeetingDialog)
    assert form is not None
    form.begun.emit(NextMeeting(sample_file, dt.date(2027, 9, 9)))
    window.close()
    qtbot.waitUntil(lambda: any(w.session is not None for w in desk.windows), timeout=30000)
    assert window not in desk.windows
    assert other in desk.windows


# Documents on their way.


@pytest.fixture
def taking_in(empty_session: Session, tmp_path: Path) -> TakingIn:
    (tmp_path / "scratch").mkdir()
    return TakingIn(empty_session, tmp_path / "scratch", empty_session)


def _attach(session: Session, path: Path) -> Document:
    document = Document(new_id(), str(path))
    session.edit("Attach", lambda m: add_item(m, an_item(new_id(), document)))
    return document


def test_a_document_replaced_while_it_is_copied_in_is_read_from_its_new_file(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = write_pdf(tmp_path / "new.pdf", "one", "two")
    document = Document(new_id(), str(write_pdf(tmp_path / "old.pdf", "one")))
    store = Session.store_document

    def store_and_replace(session: Session, taken: Document, *rest: object) -> None:
        store(session, taken, *rest)  # type: ignore[arg-type]
        if taken.file == document.file:
            session.edit("Replace", lambda m: change_document(m, document.id, file=str(new), sha256=""))

    monkeypatch.setattr(Session, "store_document", store_and_replace)
    empty_session.edit("Attach", lambda m: add_item(m, an_item("first", document)))
    qtbot.waitUntil(lambda: not taking_in.is_busy and document.id in empty_session.facts, timeout=20000)
    assert empty_session.facts[document.id].page_count == 2
    taking_in.close()


def test_the_trouble_of_a_file_goes_with_the_file(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> None:
    document = _attach(empty_session, write_pdf(tmp_path / "good.pdf", "one"))
    qtbot.waitUntil(lambda: document.id in empty_session.facts, timeout=20000)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    bad = str(tmp_path / "bad.pdf")
    empty_session.edit("Replace", lambda m: change_document(m, document.id, file=bad, sha256=""))
    qtbot.waitUntil(lambda: document.id in empty_session.troubles, timeout=20000)
    empty_session.undo()
    assert document.id not in empty_session.troubles
    empty_session.redo()
    assert document.id in empty_session.troubles
    taking_in.close()


def test_a_good_file_is_read_though_the_bad_one_before_it_was_still_being_read(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    document = _attach(empty_session, tmp_path / "bad.pdf")
    good = str(write_pdf(tmp_path / "good.pdf", "one"))
    empty_session.edit("Replace", lambda m: change_document(m, document.id, file=good, sha256=""))
    qtbot.waitUntil(lambda: document.id in empty_session.facts, timeout=20000)
    assert empty_session.troubles == {}
    taking_in.close()


def test_a_copy_that_cannot_be_read_again_is_a_trouble_of_its_document(
    empty_session: Session, taking_in: TakingIn, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Session.store_document

    def store_what_is_gone(session: Session, taken: Document, original: Path, *rest: object) -> None:
        original.unlink()
        store(session, taken, original, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "store_document", store_what_is_gone)
    document = _attach(empty_session, write_pdf(tmp_path / "report.pdf", "one"))
    qtbot.waitUntil(lambda: document.id in empty_session.troubles, timeout=20000)
    assert "could not be copied into the meeting" in empty_session.troubles[document.id].what
    assert not taking_in.is_busy
    taking_in.close()
