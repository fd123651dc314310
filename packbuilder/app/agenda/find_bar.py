"""The slim field above the agenda that finds words in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from packbuilder.app.theme import ICON_SIZE, SPACE, theme


class FindBar(QWidget):
    """A field, how many places were found, and buttons for the next and the last."""

    wanted = Signal(str, int)
    """Words, and the way to look from here: 1 on, -1 back, 0 here first."""

    closed = Signal()
    """The field was put away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Be out of sight."""
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in the agenda"))
        self.field.setAccessibleName(self.tr("Find in the agenda"))
        self.field.textEdited.connect(lambda text: self.wanted.emit(text, 0))
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        for name, icon, way in (
            (self.tr("Find the one before (Shift+F3)"), "chevron-up", -1),
            (self.tr("Find the next (F3)"), "chevron-down", 1),
            (self.tr("Close (Esc)"), "x", 0),
        ):
            button = QToolButton(self)
            button.setToolTip(name)
            button.setAccessibleName(name.partition(" (")[0])
            button.setIconSize(ICON_SIZE)
            theme().keep_icon(button, icon)
            if way:
                button.clicked.connect(lambda _=False, way=way: self.wanted.emit(self.field.text(), way))
            else:
                button.clicked.connect(self.close_bar)
            layout.addWidget(button)
        self.hide()

    def open_bar(self) -> None:
        """Come into sight, with the words of last time ready to be typed over."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_bar(self) -> None:
        """Go out of sight."""
        self.hide()
        self.closed.emit()

    def say_found(self, which: int, count: int) -> None:
        """Show which of how many places is shown; ``which`` counts from 1, and is 0 for none."""
        if not self.field.text().strip():
            self.count.clear()
        elif count == 0:
            self.count.setText(self.tr("Not found"))
        else:
            self.count.setText(self.tr("{which} of {count}").format(which=which, count=count))
        is_wrong = bool(self.field.text().strip()) and count == 0
        self.field.setProperty("invalid", "true" if is_wrong else "false")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finds the next, with Shift the one before; Esc closes."""
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.wanted.emit(self.field.text(), -1 if is_back else 1)
        else:
            super().keyPressEvent(event)
