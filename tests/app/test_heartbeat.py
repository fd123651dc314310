"""Nothing that can take long is done on the thread of the window while a pack is built, shown and exported.

How long the window ever stands still is measured by ``tests/benchmarks/window.py``: a time is no
matter for a test. What can be said for certain is on which thread a disk, the database and PDFium
are at work.
"""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from packbuilder.app.application import Application
from packbuilder.app.preview.open_pack import OpenPack
from packbuilder.app.workspace import Workspace
from packbuilder.meeting.edits import change_item, move_item
from packbuilder.storage.meeting_file import MeetingFile

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_PATIENCE_MS = 30_000


class _Watch:
    """Notes what works with files below a folder, with a meeting file or with PDFium, and on which thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._window_thread = threading.get_ident()
        self.is_on = False
        self.by_window: list[str] = []
        self.by_others: list[str] = []

    def note(self, what: str) -> None:
        if self.is_on:
            is_window = threading.get_ident() == self._window_thread
            (self.by_window if is_window else self.by_others).append(what)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        # Python tells of every file that is opened, by whatever way, before it is.
        if self.is_on and event in ("open", "sqlite3.connect") and self._folder in str(arguments[0]):
            self.note(f"{event} {arguments[0]}")

    def wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def noting(*arguments: Any, **named: Any) -> Any:
            self.note(name)
            return function(*arguments, **named)

        return noting


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Watch:
    watching = _Watch(tmp_path)
    sys.addaudithook(watching.audit)  # For good: Python takes none back. It does nothing while it is off.
    for kind in (MeetingFile, OpenPack):
        for name, function in vars(kind).items():
            if callable(function) and not name.startswith("_"):
                monkeypatch.setattr(kind, name, watching.wrapped(f"{kind.__name__}.{name}", function))
    return watching


def _settle(workspace: Workspace, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: workspace.live_pack.is_current and workspace.pack.is_settled and workspace.session.is_saved,
        timeout=_PATIENCE_MS,
    )


def test_no_disk_database_or_pdf_is_touched_by_the_windows_own_thread_while_a_pack_is_made(
    desk: Application, sample_file: Path, tmp_path: Path, watch: _Watch, qtbot: QtBot
) -> None:
    window = desk.open_window()
    desk.open(window, sample_file)
    workspace = window.workspace
    assert workspace is not None
    _settle(workspace, qtbot)
    session = workspace.session

    watch.is_on = True
    session.edit("Move item", lambda m: move_item(m, m.items[5].id, 3))
    session.edit("Change subject", lambda m: change_item(m, m.items[0].id, title="Welcome"))
    _settle(workspace, qtbot)
    workspace.pack.go_to_page(workspace.pack.page_count)
    _settle(workspace, qtbot)
    built = list(watch.by_others)
    target = tmp_path / "pack.pdf"
    flow = window.exporting
    assert flow is not None
    flow.start_pack()
    assert flow.dialog is not None
    flow.dialog.set_target(target)
    QTest.mouseClick(flow.dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: target.exists() and not flow.is_running, timeout=_PATIENCE_MS)
    qtbot.waitUntil(lambda: session.is_saved, timeout=_PATIENCE_MS)
    watch.is_on = False

    assert watch.by_window == []
    # It was all done, only elsewhere.
    assert {"MeetingFile.save", "OpenPack.draw"} <= set(built)
    assert "MeetingFile.log_export" in watch.by_others
    assert any(what.startswith("open") and target.name in what for what in watch.by_others)
