"""How the inspector's forms are laid out: labels above fields, and sections that fold."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from packbuilder.app.inspector.fields import DateField, LineField, line_frame
from packbuilder.app.theme import ICON_SIZE, SPACE, theme

BLOCK_SPACE = SPACE + SPACE // 2
"""Between one field and the label of the next."""


class Block(QWidget):
    """A label, the field under it, and a line that says what is wrong with what was typed."""

    def __init__(self, words: str, field: QWidget, parent: QWidget | None = None) -> None:
        """Put a field under its label, which is also its accessible name."""
        super().__init__(parent)
        self.label = QLabel(words, self)
        self.label.setProperty("role", "field")
        self.label.setWordWrap(True)
        self.label.setBuddy(field)
        name_of(field).setAccessibleName(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.label)
        layout.addWidget(field)
        line = field.line if isinstance(field, DateField) else field
        if isinstance(line, LineField):
            self._problem = QLabel(self)
            self._problem.setProperty("role", "error")
            self._problem.setWordWrap(True)
            self._problem.hide()
            layout.addWidget(self._problem)
            line.problem.connect(self._say)

    def set_words(self, words: str) -> None:
        """Change the label."""
        self.label.setText(words)

    def _say(self, problem: str) -> None:
        if problem != self._problem.text():
            self._problem.setText(problem)
            self._problem.setVisible(bool(problem))


def name_of(field: QWidget) -> QWidget:
    """Return the widget of a field that takes the keys, and so carries its accessible name."""
    proxy = field.focusProxy()
    return proxy if proxy is not None else field


def side_by_side(parent: QWidget, *blocks: tuple[QWidget, int]) -> QWidget:
    """Return fields in one row, each with its share of the width."""
    row = QWidget(parent)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE)
    for block, share in blocks:
        layout.addWidget(block, share, Qt.AlignmentFlag.AlignTop)
    return row


def heading_label(words: str, parent: QWidget | None = None) -> QLabel:
    """Return a heading of a form."""
    label = QLabel(words, parent)
    label.setProperty("role", "heading")
    label.setWordWrap(True)
    return label


class Section(QWidget):
    """Fields under a heading that folds them away."""

    folded = Signal(bool)
    """Whether its fields are shown now."""

    def __init__(self, title: str, parent: QWidget | None = None, *, is_open: bool = False) -> None:
        """Begin open or folded."""
        super().__init__(parent)
        self._title = title
        self._is_open = is_open
        self.button = QToolButton(self)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setIconSize(QSize(ICON_SIZE.width() - 2, ICON_SIZE.height() - 2))
        font = self.button.font()
        font.setWeight(QFont.Weight.DemiBold)
        self.button.setFont(font)
        self.button.clicked.connect(lambda: self.set_open(not self._is_open))
        self.body = QWidget(self)
        self.fields = QVBoxLayout(self.body)
        self.fields.setContentsMargins(0, SPACE // 2, 0, SPACE)
        self.fields.setSpacing(BLOCK_SPACE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(line_frame(self))
        # Its arrow stands in line with the labels below it, not its frame.
        head = QHBoxLayout()
        head.setContentsMargins(-SPACE, 0, 0, 0)
        head.addWidget(self.button)
        layout.addLayout(head)
        layout.addWidget(self.body)
        theme().changed.connect(self._show_state)
        self.set_title(title)
        self._show_state()

    @property
    def is_open(self) -> bool:
        """Whether its fields are shown."""
        return self._is_open

    def set_title(self, title: str) -> None:
        """Change the heading, which may count what is inside."""
        if title != self.button.text():
            self.button.setText(title)
            self._title = title
            self._name()

    def set_open(self, is_open: bool) -> None:
        """Show the fields or fold them away."""
        if is_open != self._is_open:
            self._is_open = is_open
            self._show_state()
            self.folded.emit(is_open)

    def _show_state(self) -> None:
        self.button.setIcon(theme().icon("chevron-down" if self._is_open else "chevron-right"))
        self.body.setVisible(self._is_open)
        self._name()

    def _name(self) -> None:
        state = self.tr("shown") if self._is_open else self.tr("folded away")
        self.button.setAccessibleName(f"{self._title}, {state}")
        self.button.setToolTip(self.tr("Fold away") if self._is_open else self.tr("Show"))
