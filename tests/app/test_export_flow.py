from __future__ import annotations

import datetime as dt
import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.export_flow import ExportFlow
from packbuilder.app.export_page import ExportDialog
from packbuilder.app.session import Session
from packbuilder.app.settings import Settings
from packbuilder.app.theme import Theme
from packbuilder.app.workspace import Workspace
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.word.minutes import exempt_minutes_path, write_minutes

NOW = dt.datetime(2027, 3, 9, 10, 30, tzinfo=dt.UTC)


@pytest.fixture
def window(look: Theme, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "settings.ini")
    settings.export_folder = tmp_path / "out"
    (tmp_path / "out").mkdir()
    return settings


@pytest.fixture
def workspace(
    window: QWidget, sample_file: Path, settings: Settings, dialogs: Any, tmp_path: Path
) -> Iterator[Workspace]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    session = Session(MeetingFile.open(sample_file))
    workspace = Workspace(session, scratch, settings, dialogs, lambda: NOW, window)
    yield workspace
    workspace.close_meeting()


@pytest.fixture
def flow(
    workspace: Workspace, settings: Settings, dialogs: Any, window: QWidget, tmp_path: Path
) -> Iterator[ExportFlow]:
    flow = ExportFlow(workspace, tmp_path / "scratch", settings, dialogs, window)
    yield flow
    flow.close()


def _words(dialog: ExportDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def _begin_minutes(flow: ExportFlow, target: Path, dialogs: Any) -> ExportDialog:
    flow.start_minutes()
    assert flow.dialog is not None
    dialogs.target = target
    flow.dialog.change_button.click()
    return flow.dialog


def _type_into(path: Path) -> bytes:
    document = docx.Document(str(path))
    document.add_paragraph("What the clerk typed in the meeting")
    document.save(str(path))
    return path.read_bytes()


def test_the_clerk_is_told_of_changed_minutes_before_anything_is_written(
    flow: ExportFlow, workspace: Workspace, dialogs: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "out" / "Minutes.docx"
    write_minutes(workspace.session.meeting, target)
    dialog = _begin_minutes(flow, target, dialogs)
    assert not dialog.writes_over_changed
    typed = _type_into(exempt_minutes_path(target))
    dialog = _begin_minutes(flow, target, dialogs)
    qtbot.waitUntil(lambda: dialog.writes_over_changed, timeout=5000)
    assert "These minutes were changed since packbuilder wrote them" in _words(dialog)
    workspace.findings.changed.emit()
    assert dialog.export_button.text() == "Write over them", "whatever else changes meanwhile"
    dialog.export_button.click()
    qtbot.waitUntil(lambda: not flow.is_running, timeout=20000)
    assert exempt_minutes_path(target).read_bytes() != typed
    assert dialog.open_button.isVisible()


def test_going_back_after_a_failure_looks_again_at_what_is_there(
    flow: ExportFlow, workspace: Workspace, dialogs: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "out" / "Minutes.docx"
    target.mkdir()
    dialog = _begin_minutes(flow, target, dialogs)
    dialog.export_button.click()
    qtbot.waitUntil(lambda: not flow.is_running, timeout=20000)
    assert "is a folder" in _words(dialog)
    target.rmdir()
    write_minutes(workspace.session.meeting, target)
    typed = _type_into(target)
    dialog.back_button.click()
    qtbot.waitUntil(lambda: dialog.writes_over_changed, timeout=5000)
    dialog.export_button.click()
    qtbot.waitUntil(lambda: not flow.is_running, timeout=20000)
    assert target.read_bytes() != typed


def test_a_name_that_was_completed_is_asked_about_where_it_is_there_already(
    flow: ExportFlow, dialogs: Any, tmp_path: Path
) -> None:
    earlier = tmp_path / "out" / "Pack v1.2.pdf"
    earlier.write_bytes(b"the pack of last week")
    flow.start_pack()
    dialog = flow.dialog
    assert dialog is not None
    before = dialog.target
    dialogs.target = tmp_path / "out" / "Pack v1.2"
    dialogs.goes_on = False
    dialog.change_button.click()
    assert dialogs.asked[-1] == "Pack v1.2.pdf is there already. Write over it?"
    assert dialog.target == before
    dialogs.goes_on = True
    dialog.change_button.click()
    assert dialog.target == earlier
    dialogs.target = earlier
    dialog.change_button.click()
    assert dialogs.asked[-1] == "Where to", "the dialog itself asks about a whole name"


def test_nothing_is_left_of_a_meeting_that_was_closed_with_its_export_on_the_screen(
    flow: ExportFlow, workspace: Workspace, settings: Settings, dialogs: Any, window: QWidget, tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    scratch = tmp_path / "another"
    scratch.mkdir()
    session = Session(MeetingFile.open(workspace.session.path, read_only=True))
    closed = Workspace(session, scratch, settings, dialogs, lambda: NOW, window)
    exports = ExportFlow(closed, scratch, settings, dialogs, window)
    exports.start_minutes()
    left = weakref.ref(exports)
    exports.close()
    closed.close_meeting()
    closed.deleteLater()
    del session, closed, exports

    def is_gone() -> bool:
        gc.collect()
        return left() is None

    qtbot.waitUntil(is_gone, timeout=5000)
    assert window.findChildren(ExportFlow) == [flow]
