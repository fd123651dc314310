"""What tests of the window share: meeting files to open, and a place of their own for settings."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from packbuilder.app.application import Application
from packbuilder.app.selection import Selection
from packbuilder.app.session import Session
from packbuilder.app.settings import Settings
from packbuilder.app.theme import Theme, theme
from packbuilder.assets import resource
from packbuilder.meeting.meeting import Meeting
from packbuilder.pack.collect import collect_into_new
from packbuilder.pack.documents import from_disk
from packbuilder.progress import Quiet
from packbuilder.storage.description import read_description
from packbuilder.storage.meeting_file import MeetingFile


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the window's settings, scratch files and new meetings out of the real user's folders."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "Sample.meeting"
    collect_into_new(path, read_description(resource("sample/meeting.toml")), from_disk(), Quiet())
    return path


@pytest.fixture
def sample_file(_sample: Path, tmp_path: Path) -> Path:
    """A meeting file with the sample meeting and its documents, to do with as the test likes."""
    return Path(shutil.copy(_sample, tmp_path / "Sample.meeting"))


@pytest.fixture
def look(qapp: QApplication) -> Theme:
    """The look of the window, in force."""
    return theme()


@pytest.fixture
def session(look: Theme, sample_file: Path) -> Iterator[Session]:
    """The sample meeting, open."""
    opened = Session(MeetingFile.open(sample_file))
    yield opened
    opened.close()


@pytest.fixture
def selection(look: Theme) -> Selection:
    """What is selected in the window: the meeting, at first."""
    return Selection()


@pytest.fixture
def empty_session(look: Theme, tmp_path: Path) -> Iterator[Session]:
    """A meeting with no items yet, open."""
    meeting = Meeting(council="Anytown Council", body="Cabinet", date=dt.date(2026, 6, 18), time=dt.time(18))
    opened = Session(MeetingFile.create(tmp_path / "New.meeting", meeting))
    yield opened
    opened.close()


class AnsweringDialogs:
    """Dialogs that answer at once with what the test laid ready, and remember what was asked."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.target: Path | None = None
        self.folder: Path | None = None
        self.text = ""
        self.password = ""
        self.goes_on = True
        self.asked: list[str] = []

    def open_files(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> list[Path]:
        self.asked.append(title)
        return self.files

    def open_file(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> Path | None:
        self.asked.append(title)
        return self.files[0] if self.files else None

    def save_file(self, parent: QWidget, title: str, proposed: Path, filters: str) -> Path | None:
        self.asked.append(title)
        return self.target

    def open_folder(self, parent: QWidget, title: str, folder: Path | None) -> Path | None:
        self.asked.append(title)
        return self.folder

    def ask_text(self, parent: QWidget, title: str, question: str, text: str = "") -> str:
        self.asked.append(question)
        return self.text

    def ask_password(self, parent: QWidget, file_name: str) -> str:
        self.asked.append(file_name)
        return self.password

    def confirm(self, parent: QWidget, title: str, question: str, go_on: str) -> bool:
        self.asked.append(question)
        return self.goes_on


@pytest.fixture
def dialogs() -> AnsweringDialogs:
    """What answers in the clerk's place."""
    return AnsweringDialogs()


@pytest.fixture
def desk(look: Theme, dialogs: AnsweringDialogs, tmp_path: Path) -> Iterator[Application]:
    """The whole application, with no window yet."""
    scratch = tmp_path / "scratch of the run"
    scratch.mkdir()
    now = dt.datetime(2027, 3, 9, 10, 30, tzinfo=dt.UTC)
    application = Application(scratch, Settings(tmp_path / "settings.ini"), dialogs, lambda: now)
    yield application
    application.close()
    assert list(scratch.iterdir()) == []
