"""The agenda pane on the sample meeting, shown as the window shows it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.agenda.pane import AgendaPane
from packbuilder.app.selection import Selection
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.worker.messages import ParcelPart


@dataclasses.dataclass
class AnsweringDialogs:
    """Answers what it is asked with what the test set."""

    files: list[Path] = dataclasses.field(default_factory=list)
    text: str = ""

    def open_files(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> list[Path]:
        return self.files

    def open_file(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> Path | None:
        return self.files[0] if self.files else None

    def save_file(self, parent: QWidget, title: str, proposed: Path, filters: str) -> Path | None:
        return None

    def open_folder(self, parent: QWidget, title: str, folder: Path | None) -> Path | None:
        return None

    def ask_text(self, parent: QWidget, title: str, question: str, text: str = "") -> str:
        return self.text

    def ask_password(self, parent: QWidget, file_name: str) -> str:
        return ""

    def confirm(self, parent: QWidget, title: str, question: str, go_on: str) -> bool:
        return False


def no_parcels(path: Path, then: Callable[[tuple[ParcelPart, ...] | PackBuilderError], None]) -> None:
    """Say that a mail or ZIP file cannot be read."""
    then(PackBuilderError(f"{path.name} could not be read.", "Attach what is in it."))


@pytest.fixture
def dialogs() -> AnsweringDialogs:
    return AnsweringDialogs()


@pytest.fixture
def pane(qtbot: QtBot, session: Session, selection: Selection, dialogs: AnsweringDialogs) -> AgendaPane:
    made = AgendaPane(session, selection, dialogs, no_parcels)
    qtbot.addWidget(made)
    made.resize(680, 900)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.tree.setFocus()
    return made
