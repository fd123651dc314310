"""What the three forms share: their fields by name, and edits that are named and merged alike."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.inspector.fields import LineField
from packbuilder.app.inspector.record_table import RecordTable
from packbuilder.app.inspector.sections import BLOCK_SPACE, Block, Section
from packbuilder.app.selection import Place
from packbuilder.app.session import Change, Session
from packbuilder.app.theme import SPACE


class _LocksItself(Protocol):
    def set_read_only(self) -> None:
        """Take no edits."""


class Form(QWidget):
    """A column of fields, each under its label."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin with no fields."""
        super().__init__(parent)
        self.session = session
        self.fields: dict[str, QWidget] = {}
        """What takes the cursor, by the name that the value has for it."""
        self._sections: dict[str, Section] = {}
        self._lists: list[_LocksItself] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        self.column.setSpacing(BLOCK_SPACE)

    def focus_field(self, name: str) -> bool:
        """Put the cursor in a field, unfolding what it is in; return whether there is one of that name."""
        field = self.fields.get(name)
        if field is None:
            return False
        section = self._sections.get(name)
        if section is not None:
            section.set_open(True)
        if not field.isVisibleTo(self):
            return False
        field.setFocus()
        return True

    def focus_first(self) -> None:
        """Put the cursor in the first field, for who comes to the form by keyboard."""
        for field in self.fields.values():
            if field.isVisibleTo(self) and field.isEnabled():
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def put(self, name: str, words: str, field: QWidget, section: Section | None = None) -> Block:
        """Put a field under a label at the end of the form, or of one of its sections."""
        block = Block(words, field, self)
        self.register(name, field, section)
        (self.column if section is None else section.fields).addWidget(block)
        return block

    def register(self, name: str, field: QWidget, section: Section | None = None) -> None:
        """Have a field found by its name, wherever it was put."""
        self.fields[name] = field
        if section is not None:
            self._sections[name] = section

    def register_list(self, widget: _LocksItself) -> None:
        """Have a list locked with the form."""
        self._lists.append(widget)

    def lock_if_read_only(self, *but: QWidget) -> None:
        """Take no edits if the session takes none; ``but`` are buttons that edit nothing."""
        if not self.session.is_read_only:
            return
        for kept in self._lists:
            kept.set_read_only()
        folding = {section.button for section in self.findChildren(Section)}
        for line in self.findChildren(QLineEdit):
            line.setReadOnly(True)
        for text in self.findChildren(QPlainTextEdit):
            text.setReadOnly(True)
        for chooser in self.findChildren(QComboBox):
            chooser.setEnabled(False)
        for button in self.findChildren(QAbstractButton):
            if button not in but and button not in folding:
                button.setEnabled(False)

    def settle(self) -> None:
        """End what is being typed, before the form shows something else: it belongs to this."""
        for table in self.findChildren(RecordTable):
            table.close_editor()
        for line in self.findChildren(LineField):
            line.settle()

    def edit(self, name: str, change: Change, place: Place, merge_key: str = "") -> None:
        """Make an edit of the form's, unless what it is about was just deleted."""
        if not self.session.holds(place):
            return
        self.session.edit(name, change, place=place, merge_key=merge_key)
