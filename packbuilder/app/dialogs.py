"""Every dialog that asks the user something, behind one object that tests replace.

Nothing else in the window calls a file dialog, asks for a password or asks a question.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dialogs", text)


class Dialogs(Protocol):
    """What the window can ask. None, "" or an empty list is "no answer": nothing is then done."""

    def open_files(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> list[Path]:
        """Ask for files to open; ``filters`` as Qt writes them ("PDF (*.pdf);;All files (*)")."""
        ...

    def open_file(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> Path | None:
        """Ask for one file to open."""
        ...

    def save_file(self, parent: QWidget, title: str, proposed: Path, filters: str) -> Path | None:
        """Ask where to write a file; the dialog itself asks before one is written over."""
        ...

    def open_folder(self, parent: QWidget, title: str, folder: Path | None) -> Path | None:
        """Ask for a folder."""
        ...

    def ask_text(self, parent: QWidget, title: str, question: str, text: str = "") -> str:
        """Ask for a line of text."""
        ...

    def ask_password(self, parent: QWidget, file_name: str) -> str:
        """Ask for the password of a file."""
        ...

    def confirm(self, parent: QWidget, title: str, question: str, go_on: str) -> bool:
        """Ask whether to go on; ``go_on`` is the word on the button that does."""
        ...


class NativeDialogs:
    """The dialogs of the user's own system."""

    def open_files(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> list[Path]:
        """See ``Dialogs``."""
        names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or ""), filters)
        return [Path(name) for name in names]

    def open_file(self, parent: QWidget, title: str, folder: Path | None, filters: str) -> Path | None:
        """See ``Dialogs``."""
        name, _ = QFileDialog.getOpenFileName(parent, title, str(folder or ""), filters)
        return Path(name) if name else None

    def save_file(self, parent: QWidget, title: str, proposed: Path, filters: str) -> Path | None:
        """See ``Dialogs``."""
        name, _ = QFileDialog.getSaveFileName(parent, title, str(proposed), filters)
        return Path(name) if name else None

    def open_folder(self, parent: QWidget, title: str, folder: Path | None) -> Path | None:
        """See ``Dialogs``."""
        name = QFileDialog.getExistingDirectory(parent, title, str(folder or ""))
        return Path(name) if name else None

    def ask_text(self, parent: QWidget, title: str, question: str, text: str = "") -> str:
        """See ``Dialogs``."""
        answer, was_given = QInputDialog.getText(parent, title, question, QLineEdit.EchoMode.Normal, text)
        return answer.strip() if was_given else ""

    def ask_password(self, parent: QWidget, file_name: str) -> str:
        """See ``Dialogs``."""
        answer, was_given = QInputDialog.getText(
            parent,
            _tr("Password"),
            _tr("Password for {name}:").format(name=file_name),
            QLineEdit.EchoMode.Password,
        )
        return answer if was_given else ""

    def confirm(self, parent: QWidget, title: str, question: str, go_on: str) -> bool:
        """See ``Dialogs``."""
        box = QMessageBox(
            QMessageBox.Icon.Question, title, question, QMessageBox.StandardButton.Cancel, parent
        )
        button = box.addButton(go_on, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(button)
        box.exec()
        return box.clickedButton() is button
