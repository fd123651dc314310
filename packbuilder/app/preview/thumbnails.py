"""The pages small, at the side. Only those in view are drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QHideEvent, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from packbuilder.app.preview.open_pack import Tile
from packbuilder.app.preview.reading import Reading
from packbuilder.app.theme import SPACE, theme

_LABEL_PX = 20
_WIDEST_PX = 180
_TALL_AS_A4 = 1.4143
_PAPER = QColor("#ffffff")
_ASKS_AFTER_MS = 20

_Index = QModelIndex | QPersistentModelIndex


class PageListModel(QAbstractListModel):
    """The pages of the pack, by number."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Have no pages."""
        super().__init__(parent)
        self._page_count = 0
        self._spoken: Callable[[int], str] = lambda page_index: ""

    def set_pages(self, page_count: int, spoken: Callable[[int], str]) -> None:
        """Have other pages; ``spoken`` gives what a screen reader says for each index."""
        self._spoken = spoken
        if page_count > self._page_count:
            self.beginInsertRows(QModelIndex(), self._page_count, page_count - 1)
            self._page_count = page_count
            self.endInsertRows()
        elif page_count < self._page_count:
            self.beginRemoveRows(QModelIndex(), page_count, self._page_count - 1)
            self._page_count = page_count
            self.endRemoveRows()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return how many pages there are."""
        return 0 if parent.isValid() else self._page_count

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a page's number, or its name for those who hear it."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._spoken(index.row())
        return None


class ThumbnailList(QListView):
    """The list of small pages."""

    page_chosen = Signal(int)
    """The number, from 1, of a page that was clicked or moved to by keyboard."""

    menu_wanted = Signal(int, QPoint)
    """The index of a page of which the menu is asked for, and where on the screen it is to open."""

    def __init__(self, reading: Reading, parent: QWidget | None = None) -> None:
        """Show no pages yet."""
        super().__init__(parent)
        self._reading = reading
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._follows = False
        self._pages = PageListModel(self)
        self.setModel(self._pages)
        self.setItemDelegate(_ThumbnailDelegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(32)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Pages"))
        self.setMouseTracking(True)
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(_ASKS_AFTER_MS)
        self._ask.timeout.connect(self._want_pictures)
        self.verticalScrollBar().valueChanged.connect(lambda value: self._ask.start())
        self.selectionModel().currentChanged.connect(self._choose)
        self.clicked.connect(lambda index: self.page_chosen.emit(index.row() + 1))
        reading.drawn.connect(self._repaint)
        theme().changed.connect(self.viewport().update)

    def show_pages(self, sizes: tuple[tuple[float, float], ...], spoken: Callable[[int], str]) -> None:
        """Show other pages."""
        self._sizes = sizes
        self._pages.set_pages(len(sizes), spoken)
        self._ask.start()
        self.viewport().update()

    def follow(self, page_number: int) -> None:
        """Mark the page that is looked at in the large view."""
        index = self._pages.index(page_number - 1, 0)
        if index.isValid() and index.row() != self.currentIndex().row():
            self._follows = True
            self.setCurrentIndex(index)
            self._follows = False
            if self.isVisible():
                self.scrollTo(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the page under the pointer, or, by keyboard, of the one that is marked."""
        is_by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_by_mouse else self.currentIndex()
        if index.isValid():
            at = event.pos() if is_by_mouse else self.visualRect(index).center()
            self.menu_wanted.emit(index.row(), self.viewport().mapToGlobal(at))

    def rows_in_view(self) -> range:
        """Return the indices of the pages in view."""
        if not self._sizes or not self.isVisible():
            return range(0)
        height = self.cell_size().height()
        top = self.verticalScrollBar().value()
        first = top // height
        return range(first, min(len(self._sizes), (top + self.viewport().height()) // height + 1))

    def cell_size(self) -> QSize:
        """Return the room that each page has."""
        width = self.viewport().width()
        return QSize(width, round(self._widest() * _TALL_AS_A4) + _LABEL_PX + 2 * SPACE)

    def tile_of(self, page_index: int) -> Tile:
        """Return the picture that a page needs here."""
        width, height = self.picture_size(page_index)
        ratio = self.devicePixelRatioF()
        wide, tall = max(1, round(width * ratio)), max(1, round(height * ratio))
        return Tile(page_index, wide, tall, 0, 0, wide, tall)

    def picture_size(self, page_index: int) -> tuple[int, int]:
        """Return the width and height of a small page."""
        width, height = self._sizes[page_index] if page_index < len(self._sizes) else (595.0, 842.0)
        scale = min(self._widest() / width, self._widest() * _TALL_AS_A4 / height)
        return max(1, round(width * scale)), max(1, round(height * scale))

    @property
    def is_waiting(self) -> bool:
        """Whether pictures will be asked for in a moment."""
        return self._ask.isActive()

    @property
    def reading(self) -> Reading:
        """Where the pictures come from."""
        return self._reading

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the pages as wide as there is room, and keep the one that is looked at in view."""
        super().resizeEvent(event)
        self.doItemsLayout()
        self.scrollTo(self.currentIndex())
        self._ask.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the pictures, and come to the page that is looked at."""
        super().showEvent(event)
        self.scrollTo(self.currentIndex(), QListView.ScrollHint.PositionAtCenter)
        self._ask.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing more."""
        self._reading.want("2 thumbnails", ())

    def _widest(self) -> int:
        return max(48, min(_WIDEST_PX, self.viewport().width() - 4 * SPACE))

    def _choose(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid() and not self._follows and self.hasFocus():
            self.page_chosen.emit(current.row() + 1)

    def _want_pictures(self) -> None:
        rows = self.rows_in_view()
        reach = len(rows)
        near = [*range(rows.stop, min(len(self._sizes), rows.stop + reach))]
        near += range(rows.start - 1, max(-1, rows.start - 1 - reach), -1)
        self._reading.want("2 thumbnails", [self.tile_of(row) for row in [*rows, *near]])

    def _repaint(self, page_index: int) -> None:
        if self.isVisible():
            self.update(self._pages.index(page_index, 0))


class _ThumbnailDelegate(QStyledItemDelegate):
    def __init__(self, pages: ThumbnailList) -> None:
        super().__init__(pages)
        self._list = pages

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the same size for every page."""
        return self._list.cell_size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a small page and its number."""
        colours = theme().colours
        cell = QRect(option.rect)
        width, height = self._list.picture_size(index.row())
        room = cell.height() - _LABEL_PX - 2 * SPACE
        at = QRect(
            cell.left() + (cell.width() - width) // 2,
            cell.top() + SPACE + (room - height) // 2,
            width,
            height,
        )
        is_current = index.row() == self._list.currentIndex().row()
        painter.save()
        if is_current:
            painter.fillRect(cell, QColor(colours.selected))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(cell, QColor(colours.hover))
        painter.fillRect(at.adjusted(-1, -1, 1, 1), QColor(colours.line))
        painter.fillRect(at, _PAPER)
        pictures = self._list.reading.pictures
        image = pictures.get(self._list.tile_of(index.row()))
        if image is None:
            image = pictures.instead_of(index.row(), round(width * self._list.devicePixelRatioF()))
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(at, image)
        if is_current:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(at.adjusted(-2, -2, 2, 2))
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
        on_selected = colours.on_accent if theme().is_high_contrast else colours.text
        painter.setPen(QColor(on_selected if is_current else colours.muted))
        label = QRect(cell.left(), cell.bottom() - _LABEL_PX - SPACE // 2, cell.width(), _LABEL_PX)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        painter.restore()
