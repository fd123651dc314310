"""An inspector on the sample meeting, shown and with the keys, and dialogs that answer by themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.inspector.pane import Inspector
from packbuilder.app.selection import Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.meeting.meeting import AgendaItem, Document


@dataclasses.dataclass
class Answers:
    """Dialogs that give the answers they were told to."""

    file: Path | None = None
    password: str = ""
    asked: list[str] = dataclasses.field(default_factory=list)

    def open_files(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> list[Path]:
        return []

    def open_file(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> Path | None:
        self.asked.append(title)
        return self.file

    def save_file(self, parent: QWidget, title: str, proposed: Path, filters: str) -> Path | None:
        return None

    def open_folder(self, parent: QWidget, title: str, folder: Path | None) -> Path | None:
        return None

    def ask_text(self, parent: QWidget, title: str, question: str, text: str = "") -> str:
        return ""

    def ask_password(self, parent: QWidget, file_name: str) -> str:
        self.asked.append(file_name)
        return self.password

    def confirm(self, parent: QWidget, title: str, question: str, go_on: str) -> bool:
        return True


@dataclasses.dataclass
class Desk:
    """The inspector, and what it stands on."""

    inspector: Inspector
    session: Session
    selection: Selection
    taking_in: TakingIn
    answers: Answers
    bot: Any

    def item_by_id(self, item_id: str) -> AgendaItem:
        return next(item for item in self.session.meeting.items if item.id == item_id)

    def item(self, title: str) -> AgendaItem:
        return next(item for item in self.session.meeting.items if title in item.title)

    def select_item(self, title: str) -> AgendaItem:
        item = self.item(title)
        self.selection.select(Place(item.id))
        return item

    def select_document(self, title: str, document_title: str) -> Document:
        item = self.item(title)
        document = next(d for d in item.documents if document_title in d.title)
        self.selection.select(Place(item.id, document.id))
        return document

    def document(self, document_id: str) -> Document:
        return next(d for _, d in self.session.meeting.documents() if d.id == document_id)

    def focus(self, name: str) -> QWidget:
        """Put the cursor in a field, and return what has it."""
        assert self.inspector.focus_field(name)
        focused = self.inspector.window().focusWidget()
        assert focused is not None
        return focused

    def retype(self, name: str, words: str) -> QWidget:
        """Type over what a field holds."""
        field = self.focus(name)
        self.bot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if words:
            self.bot.keyClicks(field, words)
        else:
            self.bot.keyClick(field, Qt.Key.Key_Delete)
        return field

    def undo(self) -> None:
        focused = self.inspector.window().focusWidget() or self.inspector
        self.bot.keyClick(focused, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def shows(self, kind: Any, words: str) -> bool:
        """Whether a label or button with some words in it is to be seen."""
        return any(words in each.text() for each in self.inspector.findChildren(kind) if each.isVisible())


@pytest.fixture
def desk(session: Session, selection: Selection, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """An inspector on the sample meeting, 290 pixels wide."""
    opened = _opened(session, selection, tmp_path, qtbot)
    yield opened
    opened.taking_in.close()


@pytest.fixture
def empty_desk(empty_session: Session, selection: Selection, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """An inspector on a meeting with no items."""
    opened = _opened(empty_session, selection, tmp_path, qtbot)
    yield opened
    opened.taking_in.close()


def _opened(session: Session, selection: Selection, tmp_path: Path, qtbot: QtBot) -> Desk:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    taking_in = TakingIn(session, scratch)
    answers = Answers()
    inspector = Inspector(session, selection, taking_in, answers)
    qtbot.addWidget(inspector)
    inspector.resize(290, 800)
    with qtbot.waitActive(inspector):
        inspector.show()
        inspector.activateWindow()
    return Desk(inspector, session, selection, taking_in, answers, qtbot)
