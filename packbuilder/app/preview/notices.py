"""What is said in words: why the pack is not up to date, and why there is none yet."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from packbuilder.app.theme import SPACE, theme


class TroubleBanner(QWidget):
    """A notice with an icon and some words; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say nothing."""
        super().__init__(parent)
        frame = QFrame()
        frame.setProperty("role", "warning")
        self._icon = QLabel()
        theme().keep_icon(self._icon, "triangle-alert", _set_picture, "warning")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(frame)
        row.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        around.addWidget(frame)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Say something."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()


class NoPagesBar(QWidget):
    """A slim line that says why what is selected is not seen; hidden while it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say nothing."""
        super().__init__(parent)
        frame = QFrame()
        frame.setProperty("role", "notice")
        icon = QLabel()
        theme().keep_icon(icon, "info", _set_picture, "muted")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(frame)
        row.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(SPACE)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        around.addWidget(frame)
        self.hide()

    @property
    def words(self) -> str:
        """What it says, or ""."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Say something, to those who hear it too; "" hides the bar."""
        if words == self._words.text():
            return
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        if words:
            # Nothing takes the cursor here, so nothing else would read it out.
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


class NothingYet(QWidget):
    """What stands in the place of the pages before there are any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say nothing yet."""
        super().__init__(parent)
        icon = QLabel()
        icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme().keep_icon(icon, "file-text", _set_large_picture, "muted")
        self._words = QLabel()
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 4 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addStretch(2)
        column.addWidget(icon)
        column.addWidget(self._words)
        column.addStretch(3)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Say something."""
        self._words.setText(words)


def _set_picture(target: QObject, icon: QIcon) -> None:
    if isinstance(target, QLabel):
        target.setPixmap(icon.pixmap(QSize(18, 18)))


def _set_large_picture(target: QObject, icon: QIcon) -> None:
    if isinstance(target, QLabel):
        target.setPixmap(icon.pixmap(QSize(32, 32)))
