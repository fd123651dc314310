"""Facts as rows: what each is about on the left, muted, and what it says beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from packbuilder.app.inspector.fields import muted_label, show_words
from packbuilder.app.theme import SPACE


class FactRows(QWidget):
    """Rows of facts; the labels are used again for the next ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with no rows."""
        super().__init__(parent)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(SPACE // 2)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these facts: what each is about, and what it says."""
        while len(self._rows) < len(facts):
            self._add_row()
        for number, (name, words) in enumerate(self._rows):
            is_used = number < len(facts)
            if is_used:
                show_words(name, facts[number][0])
                show_words(words, facts[number][1])
                # Read out as one thing, wherever the screen reader comes to it.
                words.setAccessibleName(": ".join(facts[number]))
            for label in (name, words):
                if label.isHidden() is is_used:
                    label.setVisible(is_used)

    def _add_row(self) -> None:
        name = muted_label("", self)
        name.setWordWrap(False)
        words = QLabel(self)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (name, words):
            label.setTextFormat(Qt.TextFormat.PlainText)
        row = len(self._rows)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignTop)
        self._rows.append((name, words))
