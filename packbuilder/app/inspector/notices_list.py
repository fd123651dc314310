"""The notices printed after the agenda: a heading and a text each, in an order of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from packbuilder.app.inspector.fields import LongField, line_frame, text_field
from packbuilder.app.inspector.sections import Block
from packbuilder.app.theme import SPACE, theme
from packbuilder.meeting.meeting import Notice


class _NoticeFields(QWidget):
    """The two fields of one notice, and its buttons."""

    def __init__(self, owner: NoticesList, number: int) -> None:
        super().__init__(owner)
        self._owner = owner
        self.number = number
        self.heading = text_field(self)
        self.text = LongField(self, least_lines=2, read=lambda text: text.strip("\n"))
        words = self.tr("Notice {number}: {what}")
        heading = Block(words.format(number=number + 1, what=self.tr("heading")), self.heading, self)
        text = Block(words.format(number=number + 1, what=self.tr("text")), self.text, self)
        heading.set_words(self.tr("Heading"))
        text.set_words(self.tr("Text"))
        self.heading.committed.connect(lambda value: owner.change(number, heading=str(value)))
        self.text.committed.connect(lambda value: owner.change(number, text=str(value)))
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE // 2)
        buttons.addStretch(1)
        self.buttons: list[QToolButton] = []
        for icon, tip, do in (
            ("arrow-up", self.tr("Move up (Alt+Shift+Up)"), lambda: owner.move_notice(number, -1)),
            ("arrow-down", self.tr("Move down (Alt+Shift+Down)"), lambda: owner.move_notice(number, 1)),
            ("trash-2", self.tr("Remove this notice"), lambda: owner.remove_notice(number)),
        ):
            button = QToolButton(self)
            theme().keep_icon(button, icon)
            button.setToolTip(tip)
            button.setAccessibleName(words.format(number=number + 1, what=tip.partition(" (")[0].lower()))
            button.clicked.connect(lambda checked=False, do=do: do())
            buttons.addWidget(button)
            self.buttons.append(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(heading)
        layout.addWidget(text)
        layout.addLayout(buttons)
        layout.addWidget(line_frame(self))

    def show_notice(self, notice: Notice) -> None:
        """Show a notice."""
        self.heading.show_value(notice.heading)
        self.text.show_value(notice.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the notice with Alt+Shift+Up and Down."""
        wanted = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & wanted == wanted:
            self._owner.move_notice(self.number, by)
        else:
            super().keyPressEvent(event)


class NoticesList(QWidget):
    """Fields for every notice. It edits no meeting: it says what its notices should be."""

    committed = Signal(object, str)
    """The notices as they should be, and a key: commits with the same one are one piece of typing."""

    def __init__(self, parent: QWidget, after: QWidget) -> None:
        """Begin with no notices; Tab comes to them from ``after``."""
        super().__init__(parent)
        self._after = after
        self._notices: tuple[Notice, ...] = ()
        self._is_read_only = False
        self.rows: list[_NoticeFields] = []
        self.add_button = QPushButton(self.tr("Add a notice"), self)
        theme().keep_icon(self.add_button, "plus")
        self.add_button.clicked.connect(self.add_notice)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE)
        self._layout.addWidget(self.add_button)

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Show notices, unless they are the ones shown."""
        if notices == self._notices:
            return
        self._notices = notices
        count = len(self.rows)
        while len(self.rows) > len(notices):
            row = self.rows.pop()
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(notices):
            row = _NoticeFields(self, len(self.rows))
            self._layout.insertWidget(len(self.rows), row)
            row.show()
            self.rows.append(row)
            if self._is_read_only:
                self._lock(row)
        for row, notice in zip(self.rows, notices, strict=True):
            row.show_notice(notice)
        if len(self.rows) != count:
            # What is made later comes last with Tab, unless it is said where it stands.
            previous = self._after
            for row in self.rows:
                for widget in (row.heading, row.text, *row.buttons):
                    QWidget.setTabOrder(previous, widget)
                    previous = widget
            QWidget.setTabOrder(previous, self.add_button)

    def first_field(self) -> QWidget:
        """Return where the cursor goes for the notices: the first one, or the button that adds one."""
        return self.rows[0].heading if self.rows else self.add_button

    def set_read_only(self) -> None:
        """Take no edits."""
        self._is_read_only = True
        self.add_button.setEnabled(False)
        for row in self.rows:
            self._lock(row)

    def add_notice(self) -> None:
        """Add a notice at the end, with the cursor in its heading."""
        self.committed.emit((*self._notices, Notice("", "")), "")
        if self.rows:
            self.rows[-1].heading.setFocus()

    def change(self, number: int, *, heading: str | None = None, text: str | None = None) -> None:
        """Change one notice."""
        row, notice = self.rows[number], self._notices[number]
        if heading is not None:
            changed, key = Notice(heading, notice.text), f"{number}/heading/{row.heading.visit}"
        else:
            changed, key = Notice(notice.heading, text or ""), f"{number}/text/{row.text.visit}"
        self._commit((*self._notices[:number], changed, *self._notices[number + 1 :]), key)

    def remove_notice(self, number: int) -> None:
        """Remove one notice."""
        self._commit((*self._notices[:number], *self._notices[number + 1 :]), "")
        if self.rows:
            self.rows[min(number, len(self.rows) - 1)].heading.setFocus()
        else:
            self.add_button.setFocus()

    def move_notice(self, number: int, by: int) -> None:
        """Move one notice by one place, up (-1) or down (1); the cursor goes with it."""
        if not 0 <= number + by < len(self._notices):
            return
        notices = list(self._notices)
        notices[number], notices[number + by] = notices[number + by], notices[number]
        self._commit(tuple(notices), "")
        self.rows[number + by].heading.setFocus()

    def _commit(self, notices: tuple[Notice, ...], key: str) -> None:
        if not self._is_read_only:
            self.committed.emit(notices, key)

    def _lock(self, row: _NoticeFields) -> None:
        row.heading.setReadOnly(True)
        row.text.setReadOnly(True)
        for button in row.buttons:
            button.setEnabled(False)
