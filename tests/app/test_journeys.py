"""What a clerk does in an afternoon, through the real window: only the answers to dialogs are laid ready."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import packbuilder
from packbuilder.app.application import Application
from packbuilder.app.main_window import MainWindow
from packbuilder.app.new_meeting_dialog import NewMeetingDialog, NextMeetingDialog
from packbuilder.app.selection import Place
from packbuilder.app.workspace import Workspace
from packbuilder.meeting.edits import change_item
from packbuilder.storage.meeting_file import MeetingFile
from tests.app.conftest import AnsweringDialogs
from tests.builders import write_pdf

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_PATIENCE_MS = 30_000


def _workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def _rest(window: MainWindow, qtbot: QtBot) -> Workspace:
    """Wait until nothing runs: the pack is that of the meeting, and everything is on the disk."""
    workspace = _workspace(window)
    qtbot.waitUntil(
        lambda: (
            not workspace.taking_in.is_busy
            and workspace.live_pack.is_current
            and workspace.pack.is_settled
            and workspace.session.is_saved
        ),
        timeout=_PATIENCE_MS,
    )
    return workspace


def _do(window: MainWindow, name: str) -> None:
    window.actions_by_name[name].trigger()


def _press(parent: QWidget, words: str, qtbot: QtBot) -> None:
    (button,) = [b for b in parent.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _export(window: MainWindow, target: Path, dialogs: AnsweringDialogs, qtbot: QtBot) -> None:
    dialogs.target = target
    _do(window, "export_pack")
    assert window.exporting is not None
    dialog = window.exporting.dialog
    assert dialog is not None
    _press(dialog, "Change...", qtbot)
    _press(dialog, "Export", qtbot)
    qtbot.waitUntil(lambda: not window.exporting.is_running, timeout=_PATIENCE_MS)  # type: ignore[union-attr]


def test_from_a_template_to_an_exported_pack(
    desk: Application, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.begin_new(window, "cabinet")
    form = window.findChild(NewMeetingDialog)
    assert form is not None
    QTest.keyClicks(form.focusWidget(), "Anytown Council")
    _press(form, "Begin the meeting", qtbot)
    workspace = _workspace(window)
    session = workspace.session
    assert session.meeting.council == "Anytown Council"

    _do(window, "add_item")
    editor = workspace.agenda.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "New homes in Marlcote")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    item = next(item for item in session.meeting.items if item.title == "New homes in Marlcote")
    workspace.selection.show_place(Place(item.id))
    dialogs.files = [
        write_pdf(tmp_path / "homes report.pdf", "one", "two"),
        write_pdf(tmp_path / "appendix map.pdf", "map"),
    ]
    _do(window, "attach")
    workspace = _rest(window, qtbot)
    errors = [f.message for f in workspace.findings.findings if f.severity.name == "ERROR"]
    assert errors == []

    target = tmp_path / "pack.pdf"
    _export(window, target, dialogs, qtbot)
    pdf = pypdf.PdfReader(target)
    assert pdf.metadata is not None
    first_page = session.page_numbers.first_pages[item.id]
    words = pdf.pages[first_page - 1].extract_text()
    assert "one" in words
    assert f"Page {first_page}" in words
    assert len(pdf.pages) == session.page_numbers.page_count


def test_the_sample_is_opened_and_exported_and_the_window_says_what_was_checked(
    desk: Application, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    workspace = _rest(window, qtbot)
    target = tmp_path / "pack.pdf"
    _export(window, target, dialogs, qtbot)
    assert len(pypdf.PdfReader(target).pages) == workspace.pack.page_count
    assert window.exporting is not None
    dialog = window.exporting.dialog
    assert dialog is not None
    words = " ".join(label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text"))
    assert f"Public pack made: {workspace.pack.page_count} pages" in words
    assert "read back" in words


def test_undo_goes_back_to_the_start_and_redo_to_the_end_across_an_export(
    desk: Application, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    workspace = _rest(window, qtbot)
    session = workspace.session
    start = session.meeting
    workspace.selection.show_place(Place(start.items[4].id))
    _do(window, "move_up")
    _do(window, "duplicate")
    _export(window, tmp_path / "pack.pdf", dialogs, qtbot)
    workspace.selection.show_place(Place(start.items[7].id))
    _do(window, "remove")
    end = session.meeting
    assert len(end.items) == len(start.items)
    while session.undo_stack.canUndo():
        _do(window, "undo")
    assert session.meeting == start
    while session.undo_stack.canRedo():
        _do(window, "redo")
    assert session.meeting == end
    assert not window.actions_by_name["redo"].isEnabled()
    assert "Remove item 9" in window.actions_by_name["undo"].text()


def test_a_cancelled_export_leaves_no_file(
    desk: Application, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    _rest(window, qtbot)
    out = tmp_path / "out"
    out.mkdir()
    dialogs.target = out / "pack.pdf"
    _do(window, "export_pack")
    exporting = window.exporting
    assert exporting is not None
    assert exporting.dialog is not None
    _press(exporting.dialog, "Change...", qtbot)
    _press(exporting.dialog, "Export", qtbot)
    _press(exporting.dialog, "Cancel", qtbot)
    qtbot.waitUntil(lambda: not exporting.is_running, timeout=1000)
    assert list(out.iterdir()) == []
    session = _workspace(window).session
    assert len(session.facts) == len(session.meeting.documents())


def test_a_worker_killed_in_the_middle_is_told_and_the_next_export_works(
    desk: Application, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    _rest(window, qtbot)
    dialogs.target = tmp_path / "pack.pdf"
    _do(window, "export_pack")
    flow = window.exporting
    assert flow is not None
    assert flow.dialog is not None
    _press(flow.dialog, "Change...", qtbot)
    _press(flow.dialog, "Export", qtbot)
    qtbot.waitUntil(lambda: flow.process_id != 0)
    os.kill(flow.process_id, signal.SIGKILL)
    qtbot.waitUntil(lambda: not flow.is_running, timeout=5000)
    assert not (tmp_path / "pack.pdf").exists()
    _export(window, tmp_path / "pack.pdf", dialogs, qtbot)
    assert (tmp_path / "pack.pdf").exists()


def test_a_new_meeting_is_given_a_name_and_goes_on_there(
    desk: Application, dialogs: AnsweringDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    workspace = _rest(window, qtbot)
    session = workspace.session
    unnamed = session.path
    dialogs.target = tmp_path / "March board"
    _do(window, "give_name")
    qtbot.waitUntil(lambda: session.path == tmp_path / "March board.meeting", timeout=_PATIENCE_MS)
    assert not unnamed.exists()
    assert window.windowTitle() == "March board - packbuilder"
    first = session.meeting.items[0].id
    session.edit("Change subject", lambda m: change_item(m, first, title="Welcome"))
    qtbot.waitUntil(lambda: session.is_saved)
    with MeetingFile.open(tmp_path / "March board.meeting", read_only=True) as file:
        assert file.meeting().items[0].title == "Welcome"


def test_the_next_meeting_is_made_from_the_last_and_can_be_undone(
    desk: Application, sample_file: Path, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.begin_next(window, sample_file)
    qtbot.waitUntil(lambda: window.findChild(NextMeetingDialog) is not None)
    form = window.findChild(NextMeetingDialog)
    assert form is not None
    _press(form, "Begin the next meeting", qtbot)
    qtbot.waitUntil(lambda: window.session is not None, timeout=_PATIENCE_MS)
    session = _workspace(window).session
    assert session.path != sample_file
    assert session.meeting.documents() == ()
    assert any("18 March 2027" in item.title for item in session.meeting.items)
    assert window.messages.isVisible()
    _press(window.messages, "Undo", qtbot)
    assert len(session.meeting.documents()) == 12
    assert len(session.facts) == 12


def test_a_meeting_that_someone_else_has_open_can_be_read(
    desk: Application, sample_file: Path, qtbot: QtBot
) -> None:
    program = (
        "import datetime as dt, sys, pathlib\n"
        "from packbuilder.storage.lock import MeetingLock\n"
        "with MeetingLock.take(pathlib.Path(sys.argv[1]), lambda: dt.datetime.now(dt.UTC)):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(packbuilder.__file__).parents[1])}
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(sample_file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    window = desk.open_window()
    desk.open(window, sample_file)
    assert window.session is None
    assert "is open already" in window.messages.what.text()
    _press(window.messages, "Open it to read", qtbot)
    session = _workspace(window).session
    assert session.is_read_only
    assert "(read only)" in window.windowTitle()
    before = session.meeting
    _do(window, "add_item")
    assert session.meeting == before
    holder.communicate("")


def test_the_same_meeting_is_not_opened_twice(desk: Application, sample_file: Path, qtbot: QtBot) -> None:
    window = desk.open_window()
    desk.open(window, sample_file)
    desk.open(window, sample_file)
    assert len(desk.windows) == 1
    desk.open_sample(window)
    assert len(desk.windows) == 2


def test_a_file_that_is_no_meeting_is_refused_in_one_sentence(desk: Application, tmp_path: Path) -> None:
    window = desk.open_window()
    (tmp_path / "letter.meeting").write_text("Dear Sir")
    desk.open(window, tmp_path / "letter.meeting")
    assert window.session is None
    assert "letter.meeting" in window.messages.what.text()
    desk.open(window, tmp_path / "gone.meeting")
    assert window.session is None


def test_closing_the_window_ends_every_process(desk: Application, qtbot: QtBot) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    workspace = _rest(window, qtbot)
    process_id = workspace.live_pack.process_id
    assert process_id
    window.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)
    assert desk.windows == []


def test_every_dialog_closes_with_escape_and_changes_nothing(desk: Application, qtbot: QtBot) -> None:
    window = desk.open_window()
    desk.open_sample(window)
    session = _workspace(window).session
    before = session.meeting
    for name in ("new", "next_meeting", "house_style", "export_pack", "export_minutes", "about"):
        _do(window, name)
        qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(QDialog)), timeout=5000)
        (dialog,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
        assert dialog.windowTitle(), name
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible(), name
    assert session.meeting == before
