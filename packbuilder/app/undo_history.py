"""The list of what can be undone. The name of an edit that is longer than the list is wide goes on below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QUndoView,
    QWidget,
)


class UndoHistory(QUndoView):
    """What was done since the meeting was opened; a click goes back or forward to there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show an empty list."""
        super().__init__(parent)
        self.setEmptyLabel(self.tr("As it was opened"))
        self.setAccessibleName(self.tr("Undo history"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Line(self))


class _Line(QStyledItemDelegate):
    """Makes an edit as wide as the list, and as high as its name is then."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that it takes."""
        width = self._view.viewport().width()
        option.rect.setWidth(width)
        return QSize(width, super().sizeHint(option, index).height())
