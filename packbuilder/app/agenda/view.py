"""The tree itself: how rows look, how keys move through them, and where a drop would go."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from packbuilder.app.agenda.columns import INDENT, ColumnWidths
from packbuilder.app.agenda.delegate import AgendaDelegate
from packbuilder.app.agenda.dropping import Payload, Target, paths_of, payload_of, rows_from_mime
from packbuilder.app.agenda.model import AgendaModel, editable_columns
from packbuilder.app.agenda.rows import Column, RowKey, RowKind
from packbuilder.app.selection import Place
from packbuilder.app.theme import theme
from packbuilder.meeting.meeting import AgendaItem

_EXPANDED_UP_TO = 40
"""An agenda with at most so many rows is shown with its documents to begin with."""

_OPENS_AFTER_MS = 600

_KEYS = {
    "Del": "remove",
    "Ins": "add_item",
    "Alt+Shift+Up": "move_up",
    "Alt+Shift+Down": "move_down",
    "Ctrl+D": "duplicate",
    "Ctrl+C": "copy",
    "Ctrl+V": "paste",
    "Ctrl+F": "open_find",
    "F3": "find_next",
    "Shift+F3": "find_previous",
    "F2": "edit_current",
}
"""What keys ask for while the tree has the focus, where no action of the window takes them first."""


ItemsOf: TypeAlias = Callable[[], tuple[AgendaItem, ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Spot:
    """Where a drop would go and what shows it: a line, or a row with a frame."""

    target: Target
    rect: QRect
    is_line: bool


class AgendaTree(QTreeView):
    """Shows an ``AgendaModel``."""

    wanted = Signal(str)
    """What a key asks for: the name of a slot of the pane."""

    rows_dropped = Signal(object, object, object)
    """Ids of items, ids of documents (one of them empty), and the ``Target``."""

    files_dropped = Signal(object, object)
    """Paths, and the ``Target``."""

    no_file_dropped = Signal()
    """An attachment of a mail program, or a link, which is no file yet."""

    new_item_left = Signal()
    """The row of a new item is left without a subject."""

    ground_clicked = Signal()
    """The mouse was pressed where there is no row."""

    def __init__(self, model: AgendaModel, items: ItemsOf, parent: QWidget | None = None) -> None:
        """Show a model.

        Args:
            model: The rows.
            items: What gives the items of the agenda as it is now.
            parent: Whose it is.
        """
        super().__init__(parent)
        self._model, self._items = model, items
        self._spot: _Spot | None = None
        self._hovered = QPersistentModelIndex()
        self._expanded: set[str] = set()
        self.new_item = ""
        """The item that was added last, while it is edited: Enter in its row begins the next one."""
        self._opener = QTimer(self, singleShot=True, interval=_OPENS_AFTER_MS)
        self._opener.timeout.connect(self._open_hovered)
        self._to_open = QPersistentModelIndex()
        self.setModel(model)
        self.setAccessibleName(self.tr("Agenda"))
        self._delegate = AgendaDelegate(self, model)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setIndentation(INDENT)
        self.setUniformRowHeights(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoScroll(True)
        self.setMouseTracking(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setHighlightSections(False)
        self.header().setAccessibleName(self.tr("Columns"))
        self.widths = ColumnWidths(self, model)
        self.header().sectionResized.connect(lambda *_: self.scheduleDelayedItemsLayout())
        self.expanded.connect(self._note_expanded)
        self.collapsed.connect(self._note_collapsed)
        model.rowsInserted.connect(self._show_new_rows)
        if len(model.row_keys()) <= _EXPANDED_UP_TO:
            self.expandAll()
        theme().changed.connect(self.viewport().update)

    # Rows.

    def key(self, index: QModelIndex | None = None) -> RowKey | None:
        """Return which row an index is in, or which is the current one."""
        return self._model.key(self.currentIndex() if index is None else index)

    def selected_places(self) -> list[Place]:
        """Return the items and documents that are selected, from top to bottom."""
        rows = self.selectionModel().selectedRows()
        selected = {key for index in rows if (key := self._model.key(index)) is not None}
        return [key.place for key in self._model.row_keys() if key in selected]

    def show_row(self, place: Place) -> None:
        """Make the row of a place the current one, alone selected, and bring it into view."""
        selection = self.selectionModel()
        index = self._model.index_at(place)
        if not index.isValid():
            selection.setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.Clear)
            return
        if index.parent().isValid():
            self.expand(index.parent())
        column = self.currentIndex().column()
        allowed = editable_columns(RowKind.DOCUMENT if place.document_id else RowKind.ITEM)
        wanted = index.siblingAtColumn(column if column in allowed else Column.SUBJECT)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        selection.setCurrentIndex(wanted, flags)
        self.scrollTo(wanted)

    def select_places(self, places: list[Place]) -> None:
        """Select several rows; the first is the current one."""
        if not places:
            return
        self.show_row(places[0])
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for place in places[1:]:
            self.selectionModel().select(self._model.index_at(place), flags)

    def edit_column(self, column: Column) -> bool:
        """Open the editor of the current row in a column; return whether there is one."""
        index = self.currentIndex().siblingAtColumn(column)
        if not index.isValid() or self.isColumnHidden(column):
            return False
        if not self._model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        self.end_editing()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)
        self.edit(index)
        return True

    def end_editing(self) -> None:
        """Take what is being typed, as clicking elsewhere would."""
        editor = self._delegate.editor
        if editor is not None and self.state() == QAbstractItemView.State.EditingState:
            self.commitData(editor)
            super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self._end_new_item(QAbstractItemDelegate.EndEditHint.NoHint)

    def type_new_item(self, item_id: str) -> bool:
        """Let the subject of a new item be typed, whose row is there; return whether it can be."""
        self.show_row(Place(item_id))
        self.new_item = item_id
        return self.edit_column(Column.SUBJECT)

    def expand_item(self, item_id: str) -> None:
        """Show the documents of an item, also those that it is about to get."""
        self._expanded.add(item_id)
        self.expand(self._model.index_at(Place(item_id)))

    def _note_expanded(self, index: QModelIndex) -> None:
        key = self._model.key(index)
        if key is not None:
            self._expanded.add(key.item_id)

    def _note_collapsed(self, index: QModelIndex) -> None:
        key = self._model.key(index)
        if key is not None:
            self._expanded.discard(key.item_id)

    def _show_new_rows(self, parent: QModelIndex, first: int, last: int) -> None:
        """Expand what was expanded before it was removed, or is to be as soon as it has documents."""
        indexes = [parent] if parent.isValid() else [
            self._model.index(row, 0) for row in range(first, last + 1)
        ]  # fmt: skip
        for index in indexes:
            key = self._model.key(index)
            if key is not None and key.kind is RowKind.ITEM and key.item_id in self._expanded:
                self.expand(index)

    # Drawing.

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw what lies behind a row across its whole width, then its cells."""
        colours = theme().colours
        rect = QRect(option.rect)
        rect.setLeft(0)
        rect.setRight(self.viewport().width())
        key = self._model.key(index)
        if key is not None and key.kind is RowKind.SECTION:
            painter.fillRect(rect, QColor(colours.surface))
            self._delegate.paint_section(painter, rect, index)
            if self.hasFocus() and self.currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0):
                painter.setPen(QPen(QColor(colours.accent), 1))
                painter.drawRect(rect.adjusted(0, 0, -1, -2))
        else:
            if self.selectionModel().isRowSelected(index.row(), index.parent()):
                painter.fillRect(rect, QColor(colours.selected))
            elif QPersistentModelIndex(index.siblingAtColumn(0)) == self._hovered:
                painter.fillRect(rect, QColor(colours.hover))
            super().drawRow(painter, option, index)
        is_item = key is not None and key.kind is RowKind.ITEM
        starts = (
            0 if is_item or key is None or key.kind is RowKind.SECTION else self.columnViewportPosition(1)
        )
        last = not (
            is_item
            and self.isExpanded(index.siblingAtColumn(0))
            and self._model.rowCount(index.siblingAtColumn(0))
        )
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(
            starts if last else self.columnViewportPosition(1), rect.bottom(), rect.right(), rect.bottom()
        )

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw the arrow that shows or hides an item's documents."""
        if not self._model.rowCount(index.siblingAtColumn(0)):
            return
        colours = theme().colours
        icon = self._delegate.icon(
            "chevron-down" if self.isExpanded(index) else "chevron-right", colours.muted
        )
        line = self.fontMetrics().lineSpacing()
        icon.paint(painter, QRect(rect.right() - 17, rect.top() + 6 + (line - 14) // 2, 14, 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and where a drop would go."""
        super().paintEvent(event)
        if self._spot is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(theme().colours.accent)
        painter.setPen(QPen(accent, 2))
        rect = self._spot.rect
        if self._spot.is_line:
            painter.drawLine(rect.left() + 8, rect.top(), rect.right() - 4, rect.top())
            painter.setBrush(QColor(theme().colours.page))
            painter.drawEllipse(QPoint(rect.left() + 5, rect.top()), 3, 3)
        else:
            accent.setAlpha(24)
            painter.setBrush(accent)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 4, 4)
        painter.end()

    # Keys and editing.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for what keys mean here; type into the subject where a column takes no typing."""
        name = _KEYS.get(_words_of(event))
        if name is not None and self.state() != QAbstractItemView.State.EditingState:
            event.accept()
            self.wanted.emit(name)
            return
        index = self.currentIndex()
        is_typing = (
            event.text().isprintable()
            and event.text().strip() != ""
            and not event.modifiers()
            & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        )
        key = self.key()
        if is_typing and key is not None and index.column() not in editable_columns(key.kind):
            flags = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(index.siblingAtColumn(editable_columns(key.kind)[0]), flags)
        super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter go on to the next row, after Tab to the next column that can be edited.

        Enter in the row of a new item begins the next new item, until one is left empty.
        """
        hints = QAbstractItemDelegate.EndEditHint
        index = self.currentIndex()
        key = self.key()
        is_new = bool(self.new_item) and key is not None and key.item_id == self.new_item
        if self._model.draft_id or (is_new and hint not in (hints.EditNextItem, hints.EditPreviousItem)):
            super().closeEditor(editor, hint if hint is hints.RevertModelCache else hints.NoHint)
            if hint is hints.NoHint:
                # A click on another row is under way: no row may slip from under the mouse.
                QTimer.singleShot(0, self, functools.partial(self._end_if_left, self.new_item))
            else:
                self.setFocus()
                self._end_new_item(hint)
            return
        if hint in (hints.EditNextItem, hints.EditPreviousItem):
            super().closeEditor(editor, hints.NoHint)
            self._edit_beside(index, 1 if hint is hints.EditNextItem else -1)
            return
        super().closeEditor(editor, hints.NoHint if hint is hints.SubmitModelCache else hint)
        if hint is hints.SubmitModelCache:
            self._go_on_from(index)
        self.setFocus()

    def _end_if_left(self, item_id: str) -> None:
        if self.new_item == item_id and self.state() != QAbstractItemView.State.EditingState:
            self._end_new_item(QAbstractItemDelegate.EndEditHint.NoHint)

    def _end_new_item(self, hint: QAbstractItemDelegate.EndEditHint) -> None:
        item_id, self.new_item = self.new_item, ""
        if not item_id:
            return
        if self._model.draft_id == item_id:
            self.new_item_left.emit()
        elif hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.wanted.emit("add_item")

    def _go_on_from(self, index: QModelIndex) -> None:
        below = self.indexBelow(index)
        while below.isValid() and (key := self._model.key(below)) is not None and key.kind is RowKind.SECTION:
            below = self.indexBelow(below)
        if below.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(below.siblingAtColumn(index.column()), flags)

    def _edit_beside(self, index: QModelIndex, way: int) -> None:
        column = index.column()
        while index.isValid():
            key = self._model.key(index)
            columns = [c for c in editable_columns(key.kind) if not self.isColumnHidden(c)] if key else []
            if key is not None and key.kind is not RowKind.SECTION:
                onward = [c for c in columns if (c > column if way > 0 else c < column)]
                if onward:
                    self._make_current(index)
                    self.edit_column(onward[0] if way > 0 else onward[-1])
                    return
            index = self.indexBelow(index) if way > 0 else self.indexAbove(index)
            column = -1 if way > 0 else len(Column)

    def _make_current(self, index: QModelIndex) -> None:
        if index.siblingAtColumn(0) != self.currentIndex().siblingAtColumn(0):
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select nothing where there is no row."""
        if not self.indexAt(event.position().toPoint()).isValid():
            self.ground_clicked.emit()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit a heading wherever it is clicked: it goes across all columns."""
        index = self.indexAt(event.position().toPoint())
        key = self._model.key(index)
        if key is not None and key.kind is RowKind.SECTION:
            flags = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(index.siblingAtColumn(0), flags)
            self.edit_column(Column.NUMBER)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse, to show which row is under it."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()))

    def leaveEvent(self, event: object) -> None:
        """Let go of the row under the mouse."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._hover(QModelIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame from the current cell."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        self.widths.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew with another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "widths"):
            self._delegate.take_font()
            self.widths.measure()

    def _hover(self, index: QModelIndex) -> None:
        hovered = (
            QPersistentModelIndex(index.siblingAtColumn(0)) if index.isValid() else QPersistentModelIndex()
        )
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()

    # Drops.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what can be dropped here."""
        if payload_of(event.mimeData()) is Payload.NOTHING:
            event.ignore()
            return
        super().dragEnterEvent(event)
        event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go; a closed item under it opens after a while."""
        super().dragMoveEvent(event)
        payload, position = payload_of(event.mimeData()), event.position().toPoint()
        self._show_spot(self.spot_at(position, payload))
        under = self.indexAt(position).siblingAtColumn(0)
        if QPersistentModelIndex(under) != self._to_open:
            self._to_open = QPersistentModelIndex(under)
            if payload in (Payload.DOCUMENTS, Payload.FILES):
                self._opener.start()
        if self._spot is None and payload is not Payload.NO_FILE:
            event.ignore()
        elif payload in (Payload.ITEMS, Payload.DOCUMENTS):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            _accept_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        super().dragLeaveEvent(event)
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped, and where."""
        data = event.mimeData()
        payload = payload_of(data)
        spot = self.spot_at(event.position().toPoint(), payload)
        self._end_drag()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        if payload is Payload.NO_FILE:
            _accept_copy(event)
            self.no_file_dropped.emit()
        elif spot is None:
            event.ignore()
        elif payload is Payload.FILES:
            _accept_copy(event)
            paths: list[Path] = paths_of(data)
            self.files_dropped.emit(paths, spot.target)
        else:
            # Said to be a copy, so that nothing is taken away where it was dragged from.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            items, documents = rows_from_mime(data)
            self.rows_dropped.emit(items, documents, spot.target)

    def spot_at(self, position: QPoint, payload: Payload) -> _Spot | None:
        """Return where something would go that is dropped at a position in the viewport, None for nowhere."""
        if payload in (Payload.NOTHING, Payload.NO_FILE):
            return None
        index = self.indexAt(position).siblingAtColumn(0)
        key = self._model.key(index)
        items = self._items()
        if key is None:
            if payload is Payload.DOCUMENTS:
                return None
            return self._at_the_end(items)
        if key.item_id == self._model.draft_id:
            return None
        row = self._across(index)
        part = (position.y() - row.top()) / max(1, row.height())
        place = next(n for n, item in enumerate(items) if item.id == key.item_id)
        if key.kind is RowKind.SECTION:
            if payload is Payload.DOCUMENTS:
                return None
            above = items[place - 1].section if place and part < 0.5 else ""
            section = above if part < 0.5 else items[place].section
            return _line(Target("", place, section), row, at_top=part < 0.5)
        if payload is Payload.ITEMS:
            return self._between_items(position, place, items[place])
        if key.kind is RowKind.DOCUMENT:
            among = [document.id for document in items[place].documents].index(key.document_id)
            return _line(
                Target(key.item_id, among + (part >= 0.5)),
                row.adjusted(self.columnViewportPosition(Column.SUBJECT), 0, 0, 0),
                at_top=part < 0.5,
            )
        if payload is Payload.FILES and part < 0.25:
            return _line(Target("", place, items[place].section), row, at_top=True)
        if (
            payload is Payload.FILES
            and part > 0.75
            and not (items[place].documents and self.isExpanded(index))
        ):
            return _line(Target("", place + 1, items[place].section), row, at_top=False)
        return _Spot(Target(key.item_id), row, is_line=False)

    def _between_items(self, position: QPoint, place: int, item: AgendaItem) -> _Spot:
        index = self._model.index_at(Place(item.id))
        block = self._across(index)
        if item.documents and self.isExpanded(index):
            block = block.united(self._across(self._model.index(len(item.documents) - 1, 0, index)))
        is_before = position.y() < block.center().y()
        return _line(Target("", place + (not is_before), item.section), block, at_top=is_before)

    def _at_the_end(self, items: tuple[AgendaItem, ...]) -> _Spot:
        if not items:
            return _Spot(Target(), self.viewport().rect().adjusted(0, 0, -1, -1), is_line=False)
        index = self._model.index_at(Place(items[-1].id))
        if items[-1].documents and self.isExpanded(index):
            index = self._model.index(len(items[-1].documents) - 1, 0, index)
        return _line(Target("", len(items), items[-1].section), self._across(index), at_top=False)

    def _across(self, index: QModelIndex) -> QRect:
        rect = self.visualRect(index)
        return QRect(0, rect.top(), self.viewport().width(), rect.height())

    def _show_spot(self, spot: _Spot | None) -> None:
        if spot != self._spot:
            self._spot = spot
            self.viewport().update()

    def _end_drag(self) -> None:
        self._opener.stop()
        self._to_open = QPersistentModelIndex()
        self._show_spot(None)

    def _open_hovered(self) -> None:
        if self._to_open.isValid():
            self.expand(self._to_open)


def _line(target: Target, rect: QRect, *, at_top: bool) -> _Spot:
    y = max(1, rect.top()) if at_top else rect.bottom()
    return _Spot(target, QRect(rect.left(), y, rect.width(), 1), is_line=True)


def _accept_copy(event: QDropEvent) -> None:
    """Take a copy where one is offered: after a move the file manager would remove the files."""
    if event.possibleActions() & Qt.DropAction.CopyAction:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    else:
        event.acceptProposedAction()


def _words_of(event: QKeyEvent) -> str:
    """Return a key with what is held down with it, such as "Alt+Shift+Up"."""
    keypad = Qt.KeyboardModifier.KeypadModifier
    pressed = QKeyCombination(event.modifiers() & ~keypad, Qt.Key(event.key()))
    words = QKeySequence(pressed).toString(QKeySequence.SequenceFormat.PortableText)
    return words.replace("Shift+Alt", "Alt+Shift")
