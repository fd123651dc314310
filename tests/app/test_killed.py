"""The window is killed as a crash or a power cut would: what it said was saved is there afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import packbuilder
from packbuilder.storage.lock import is_in_use
from packbuilder.storage.meeting_file import MeetingFile

_WINDOW = """
import datetime as dt, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from packbuilder.app.application import Application
from packbuilder.app.dialogs import NativeDialogs
from packbuilder.app.exporting import Exporting
from packbuilder.app.scratch import scratch_folder
from packbuilder.app.settings import Settings
from packbuilder.app.theme import theme
from packbuilder.meeting.edits import change_item, move_item

path, target = Path(sys.argv[1]), Path(sys.argv[2])
application = QApplication([])
theme()
with scratch_folder() as scratch:
    desk = Application(scratch, Settings(path.with_name("settings.ini")), NativeDialogs(),
                       lambda: dt.datetime.now(dt.UTC))
    window = desk.open_window()
    desk.open(window, path)
    session = window.session
    number = 0

    def edit():
        global number
        number += 1
        title = f"Title {number}"
        session.edit("Change", lambda m: change_item(m, m.items[0].id, title=title), merge_key="title")
        session.edit("Move", lambda m: move_item(m, m.items[3].id, 2 + number % 2))

    def say(is_saved):
        if is_saved and number:
            print(session.meeting.items[0].title, flush=True)

    session.saved_changed.connect(say)
    timer = QTimer(interval=40)
    timer.timeout.connect(edit)
    timer.start()
    if target.name != "none":
        exporting = Exporting(session, scratch)
        exporting.progressed.connect(lambda *step: print("exporting", flush=True))
        exporting.start_pack(target)
    application.exec()
"""


def _window(sample_file: Path, target: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "PYTHONPATH": str(Path(packbuilder.__file__).parents[1]),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.Popen(
        [sys.executable, "-c", _WINDOW, str(sample_file), str(target)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    )  # fmt: skip


def _number(title: str) -> int:
    return int(title.removeprefix("Title "))


@pytest.mark.parametrize("lines_before_death", [1, 7, 40])
def test_the_last_edit_that_was_said_to_be_saved_is_there(sample_file: Path, lines_before_death: int) -> None:
    with _window(sample_file, Path("none")) as window:
        assert window.stdout is not None
        said = [window.stdout.readline().strip() for _ in range(lines_before_death)]
        window.send_signal(signal.SIGKILL)
        said += [line.strip() for line in window.stdout if line.endswith("\n")]
    assert not is_in_use(sample_file)
    with MeetingFile.open(sample_file) as file:
        meeting = file.meeting()
        assert file.damage_note == ""
        assert _number(meeting.items[0].title) >= _number(said[-1])
        assert all(file.document(document.sha256) for _, document in meeting.documents())


def test_a_window_killed_while_it_exports_leaves_the_old_pack_and_the_last_edit(
    sample_file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "pack.pdf"
    target.parent.mkdir()
    target.write_bytes(b"the pack of last week")
    said: list[str] = []
    with _window(sample_file, target) as window:
        assert window.stdout is not None
        for line in window.stdout:
            said.append(line.strip())
            if "exporting" in said and said[-1].startswith("Title"):
                break
        window.send_signal(signal.SIGKILL)
    saved = [line for line in said if line.startswith("Title")]
    with MeetingFile.open(sample_file) as file:
        assert _number(file.meeting().items[0].title) >= _number(saved[-1])
    assert target.read_bytes() == b"the pack of last week" or target.read_bytes().startswith(b"%PDF-")
    assert list(target.parent.iterdir()) == [target]
