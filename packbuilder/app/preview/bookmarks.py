"""The pack's outline, at the side: a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from packbuilder.app.preview.open_pack import PackBookmark

_PAGE_INDEX = Qt.ItemDataRole.UserRole + 1


class BookmarkTree(QTreeView):
    """The tree of bookmarks."""

    page_chosen = Signal(int)
    """The number, from 1, of the page that a chosen bookmark leads to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no bookmarks yet."""
        super().__init__(parent)
        self._bookmarks: tuple[PackBookmark, ...] = ()
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setStyleSheet("QTreeView::item { padding: 4px 0; }")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # The end of a title is its pages: what is cut out is in the middle, and in the tooltip.
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(self.tr("Bookmarks"))
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def show_bookmarks(self, bookmarks: tuple[PackBookmark, ...]) -> None:
        """Show the bookmarks of another pack; what was open stays open."""
        if bookmarks == self._bookmarks:
            return
        opened, scrolled = self._opened(), self.verticalScrollBar().value()
        self._bookmarks = bookmarks
        self._model.clear()
        self._model.invisibleRootItem().appendRows([_row(bookmark) for bookmark in bookmarks])
        self._open(opened)
        self.verticalScrollBar().setValue(scrolled)

    def follow(self, page_number: int) -> None:
        """Mark the item whose pages are looked at."""
        found, nearest = QModelIndex(), -1
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            page_index = index.data(_PAGE_INDEX)
            # Items without pages lead to their line on the agenda; the agenda itself comes first.
            if page_index is not None and nearest < page_index < page_number:
                found, nearest = index, page_index
        current = self.currentIndex()
        while current.isValid() and current.parent().isValid():
            current = current.parent()
        if found.isValid() and found != current and not self.hasFocus():
            self.setCurrentIndex(found)

    def _choose(self, index: QModelIndex) -> None:
        page_index = index.data(_PAGE_INDEX)
        if page_index is not None:
            self.page_chosen.emit(page_index + 1)

    def _opened(self) -> set[tuple[int, str]]:
        """Return the top bookmarks that are open, by position and title without its page range."""
        return {
            (row, _without_range(self._model.index(row, 0).data()))
            for row in range(self._model.rowCount())
            if self.isExpanded(self._model.index(row, 0))
        }

    def _open(self, opened: set[tuple[int, str]]) -> None:
        titles = {title for _, title in opened}
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            if _without_range(index.data()) in titles:
                self.setExpanded(index, True)


def _row(bookmark: PackBookmark) -> QStandardItem:
    item = QStandardItem(bookmark.title)
    item.setToolTip(bookmark.title)
    item.setData(bookmark.page_index, _PAGE_INDEX)
    if bookmark.children:
        item.appendRows([_row(child) for child in bookmark.children])
    return item


def _without_range(title: str) -> str:
    return title.rpartition(" (")[0] or title
