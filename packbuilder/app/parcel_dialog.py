"""Asks which of the files in a mail or ZIP file are to be attached.

Stands before ``attaching``: whatever attaches or replaces sends its files through ``unpack`` first. What a
parcel holds is found out by a worker, as it comes from outside.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.attaching import FileToAttach, file_name
from packbuilder.app.session import Session
from packbuilder.app.sizes import size_words
from packbuilder.app.theme import SPACE, theme
from packbuilder.errors import PackBuilderError
from packbuilder.intake.kinds import is_parcel
from packbuilder.worker.messages import ParcelPart

LookInside: TypeAlias = Callable[
    [Path, Callable[[tuple[ParcelPart, ...] | PackBuilderError], None]],
    None,
]
"""Finds out what a parcel holds, and tells whoever asked; ``TakingIn.look_inside`` is one."""

_WIDTH, _LEAST_HEIGHT = 640, 240
_MOST_OF_SCREEN = 0.8
_NAME, _KIND, _SIZE = range(3)
_KIND_WIDTH = 184
"""The most that kinds of file take; what is longer is cut."""

_TICK, _ROUND = 14, 8
_TICKED = Qt.ItemDataRole.CheckStateRole
_UNDER, _IS_REFUSED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_LISTED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


@dataclasses.dataclass(frozen=True, slots=True)
class Parcel:
    """A mail or ZIP file, and what it holds."""

    path: Path
    parts: tuple[ParcelPart, ...]


def unpack(
    paths: Sequence[Path],
    session: Session,
    look_inside: LookInside,
    parent: QWidget,
    then: Callable[[list[FileToAttach]], None],
    *,
    only_one: bool = False,
) -> None:
    """Have the clerk choose from the parcels among files; ``then`` gets what is to be attached, in order.

    Where there is no parcel among them, that is at once. Otherwise it is later, and the meeting may have
    changed; it is not called where the clerk cancels. A parcel that cannot be read is told of and left out.

    Args:
        paths: The files.
        session: The meeting, which tells of what cannot be read.
        look_inside: What finds out what a parcel holds.
        parent: What the question stands over.
        then: Gets the files.
        only_one: Whether one file is wanted, to stand in the place of another.
    """
    if session.is_read_only or not any(is_parcel(path) for path in paths):
        then([FileToAttach(path) for path in paths])
    else:
        _Unpacking(tuple(paths), session, look_inside, parent, then, only_one=only_one).go_on()


class _Unpacking:
    """One drop with parcels in it: looks inside one after the other, then asks once."""

    def __init__(
        self,
        paths: tuple[Path, ...],
        session: Session,
        look_inside: LookInside,
        parent: QWidget,
        then: Callable[[list[FileToAttach]], None],
        *,
        only_one: bool,
    ) -> None:
        self._paths = paths
        self._session = session
        self._look_inside = look_inside
        self._parent = parent
        self._then = then
        self._only_one = only_one
        self._waiting = [path for path in dict.fromkeys(paths) if is_parcel(path)]
        self._parcels: list[Parcel] = []

    def go_on(self) -> None:
        """Look into the next parcel, or ask."""
        if not self._waiting:
            self._ask()
            return
        path = self._waiting.pop(0)
        self._session.said.emit(_tr("Looking into {name}").format(name=path.name))
        self._look_inside(path, functools.partial(self._take, path))

    def _take(self, path: Path, found: tuple[ParcelPart, ...] | PackBuilderError) -> None:
        if isinstance(found, PackBuilderError):
            self._session.refused.emit(found)
        elif not found:
            self._session.refused.emit(
                PackBuilderError(_tr("There is nothing in {name}.").format(name=path.name), "")
            )
        else:
            self._parcels.append(Parcel(path, found))
        self.go_on()

    def _ask(self) -> None:
        self._session.said.emit("")
        if not self._parcels:
            self._go_with([])
            return
        dialog = ParcelDialog(self._parcels, self._parent.window(), only_one=self._only_one)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Qt would let go of what nobody else holds; the dialog holds this until it is closed.
        dialog.chosen.connect(lambda files: self._go_with(files))
        dialog.open()

    def _go_with(self, chosen: Sequence[FileToAttach]) -> None:
        files: list[FileToAttach] = []
        for path in dict.fromkeys(self._paths):
            if is_parcel(path):
                files += [file for file in chosen if file.path == path]
            else:
                files.append(FileToAttach(path))
        if files:
            self._then(files)


class ParcelDialog(QDialog):
    """Lists what parcels hold, to be ticked. Show it with ``open``."""

    chosen = Signal(object)
    """The ticked parts, in order: a list of ``FileToAttach``."""

    def __init__(
        self, parcels: Sequence[Parcel], parent: QWidget | None = None, *, only_one: bool = False
    ) -> None:
        """Show parcels, with what they bring ticked.

        The words of a mail are ticked only where nothing came with them: they are seldom a paper.

        Args:
            parcels: At least one.
            parent: The window.
            only_one: Whether one part is to be chosen, to stand in the place of another file.
        """
        super().__init__(parent)
        self._parcels = tuple(parcels)
        self._only_one = only_one
        self._is_setting = False
        self._items: list[QTreeWidgetItem] = []
        self._files: dict[QTreeWidgetItem, FileToAttach] = {}
        self._by_parcel: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self.setWindowTitle(self.tr("Replace a document") if only_one else self.tr("Attach documents"))
        title = QLabel(self._title())
        title.setProperty("role", "heading")
        title.setWordWrap(True)
        self.list = self._make_list()
        self.attach_button = QPushButton()
        self.attach_button.setProperty("primary", "true")
        self.attach_button.setDefault(True)
        self.attach_button.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.attach_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE * 3, SPACE * 2, SPACE * 3, SPACE * 2)
        whole.setSpacing(SPACE * 3 // 2)
        whole.addWidget(title)
        whole.addWidget(self.list, 1)
        whole.addLayout(buttons)
        self._fill()
        self.list.itemChanged.connect(self._follow_tick)
        self._count()
        self._fit()
        self.list.setFocus()

    def ticked(self) -> list[FileToAttach]:
        """Return the parts that are ticked now, in order."""
        return [file for item, file in self._files.items() if item.checkState(_NAME) == Qt.CheckState.Checked]

    def accept(self) -> None:
        """Attach what is ticked."""
        files = self.ticked()
        if files:
            super().accept()
            self.chosen.emit(files)

    # How it is built.

    def _title(self) -> str:
        if self._only_one:
            return self.tr("Which of these is to take its place?")
        if len(self._parcels) == 1:
            return self.tr("What do you want to attach from “{name}”?").format(
                name=self._parcels[0].path.name
            )
        return self.tr("What do you want to attach from these {count} files?").format(
            count=len(self._parcels)
        )

    def _make_list(self) -> QTreeWidget:
        made = _Parts()
        made.setColumnCount(3)
        made.setHeaderLabels([self.tr("Document"), self.tr("Kind"), self.tr("Size")])
        made.setAccessibleName(self.tr("What is inside"))
        made.setRootIsDecorated(False)
        made.setItemsExpandable(False)
        made.setIndentation(SPACE * 3 if len(self._parcels) > 1 else 0)
        made.setUniformRowHeights(False)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setProperty("role", "card")
        made.setItemDelegate(_PartDelegate(made, only_one=self._only_one))
        header = made.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_KIND, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(_SIZE, QHeaderView.ResizeMode.ResizeToContents)
        made.headerItem().setTextAlignment(_SIZE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return made

    def _fill(self) -> None:
        for parcel in self._parcels:
            over = self._add_parcel(parcel)
            brings = any(part.can_be_taken_in and not part.is_message for part in parcel.parts)
            for part in parcel.parts:
                is_wanted = part.can_be_taken_in and not (part.is_message and brings)
                if self._only_one and self.ticked():
                    is_wanted = False
                self._add_part(over, parcel, part, is_wanted=is_wanted)
        for parcel_item, parts in self._by_parcel:
            self._follow_parts(parcel_item, parts)
        self.list.expandAll()
        self.list.resizeColumnToContents(_KIND)
        self.list.setColumnWidth(_KIND, min(_KIND_WIDTH, self.list.columnWidth(_KIND)))
        ticked = [item for item in self._files if item.checkState(_NAME) == Qt.CheckState.Checked]
        self.list.setCurrentItem([*ticked, *self._items][0])

    def _add_parcel(self, parcel: Parcel) -> QTreeWidgetItem:
        """Add the row of a parcel, if there are several; return what its parts stand under."""
        if len(self._parcels) == 1:
            over = self.list.invisibleRootItem()
        else:
            over = QTreeWidgetItem(self.list, [parcel.path.name])
            over.setToolTip(_NAME, parcel.path.name)
            over.setFirstColumnSpanned(True)
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            over.setFont(_NAME, font)
            over.setFlags(_LISTED)
            self._items.append(over)
        self._by_parcel.append((over, []))
        return over

    def _add_part(self, over: QTreeWidgetItem, parcel: Parcel, part: ParcelPart, *, is_wanted: bool) -> None:
        name = self.tr("The message itself") if part.is_message else file_name(part.name)
        size = "" if part.is_message else size_words(part.size_bytes)
        item = QTreeWidgetItem(over, [name, part.words[:1].upper() + part.words[1:], size])
        item.setTextAlignment(_SIZE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(_NAME, "\n".join(filter(None, (part.name, part.refusal))))
        # Files of one name are told apart by it, and it may say who may see them.
        folder = "" if part.is_message else part.name[: -len(name)].rstrip("/")
        under = [words for words in (folder, part.refusal) if words]
        item.setData(_NAME, _UNDER, under)
        said = [item.text(column) for column in (_NAME, _KIND, _SIZE)] + under
        item.setData(_NAME, Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, said)))
        if part.can_be_taken_in:
            item.setFlags(_LISTED | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_NAME, _check_state(is_wanted))
            self._files[item] = FileToAttach(parcel.path, part.name)
            self._by_parcel[-1][1].append(item)
        else:
            # Listed with the others: the arrow keys lead to it, and to why it cannot be attached.
            item.setFlags(_LISTED)
            for column in (_NAME, _KIND, _SIZE):
                item.setData(column, _IS_REFUSED, True)
        self._items.append(item)

    def _fit(self) -> None:
        heights = (self.list.sizeHintForIndex(self.list.indexFromItem(item)).height() for item in self._items)
        around = self.sizeHint().height() - self.list.sizeHint().height()
        wanted = sum(heights) + around + self.list.header().sizeHint().height() + 2 * SPACE
        most = int(self.screen().availableGeometry().height() * _MOST_OF_SCREEN)
        self.resize(_WIDTH, min(most, max(_LEAST_HEIGHT, wanted)))

    # What ticks mean.

    def _follow_tick(self, item: QTreeWidgetItem, column: int) -> None:
        if self._is_setting or column != _NAME:
            return
        self._is_setting = True
        is_ticked = item.checkState(_NAME) == Qt.CheckState.Checked
        for parcel, parts in self._by_parcel:
            if parcel is item:
                for part in parts:
                    part.setCheckState(_NAME, _check_state(is_ticked))
            elif self._only_one and is_ticked:
                for part in parts:
                    part.setCheckState(_NAME, _check_state(part is item))
            else:
                self._follow_parts(parcel, parts)
        self._is_setting = False
        self._count()

    def _follow_parts(self, parcel: QTreeWidgetItem, parts: Sequence[QTreeWidgetItem]) -> None:
        """Let the tick of a parcel say whether all of its parts are ticked, or some, or none."""
        if self._only_one or not parts or len(self._parcels) == 1:
            return
        states = {part.checkState(_NAME) for part in parts}
        parcel.setFlags(_LISTED | Qt.ItemFlag.ItemIsUserCheckable)
        parcel.setCheckState(_NAME, states.pop() if len(states) == 1 else Qt.CheckState.PartiallyChecked)

    def _count(self) -> None:
        count = len(self.ticked())
        if self._only_one:
            words = self.tr("Replace")
        elif count == 0:
            words = self.tr("Attach")
        else:
            one, many = self.tr("Attach 1 document"), self.tr("Attach {count} documents")
            words = one if count == 1 else many.format(count=count)
        self.attach_button.setText(words)
        self.attach_button.setEnabled(count > 0)


class _Parts(QTreeWidget):
    """The list. Under a part stand its folder and why it cannot be attached, as wide as the list."""

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        theme().changed.connect(self.viewport().update)

    def drawRow(  # type: ignore[override]
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Draw what lies behind a row across its whole width, its cells, and what stands under them."""
        colours = theme().colours
        row = QRect(0, option.rect.top(), self.viewport().width(), option.rect.height())
        if self.selectionModel().isSelected(index):
            painter.fillRect(row, QColor(colours.selected))
        super().drawRow(painter, option, index)
        under = index.siblingAtColumn(_NAME).data(_UNDER) or []
        room = row.adjusted(self.visualRect(index).left() + self._words_at(), 0, -SPACE, -SPACE // 2)
        painter.setPen(QColor(colours.muted))
        for line in reversed(under):
            words = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)
            room.adjust(0, 0, 0, -self.fontMetrics().lineSpacing())
        if self.hasFocus() and self.currentIndex().siblingAtColumn(_NAME) == index.siblingAtColumn(_NAME):
            painter.setPen(QColor(colours.accent))
            painter.drawRect(row.adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space, whichever column was clicked last."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(_NAME))
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame from the current row."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _words_at(self) -> int:
        return _ROUND + _TICK + SPACE


class _PartDelegate(QStyledItemDelegate):
    """Draws a cell: its words on one line, before the name a box to tick, or a round one for one of many."""

    def __init__(self, parent: QTreeWidget, *, only_one: bool) -> None:
        super().__init__(parent)
        self._only_one = only_one

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme().colours
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        line = QRect(shown.rect)
        line.setHeight(self._line_height(shown))
        is_name = index.column() == _NAME
        if is_name and index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            self._draw_tick(painter, _tick_rect(line), Qt.CheckState(index.data(_TICKED)))
        at = _ROUND + _TICK + SPACE if is_name else _ROUND
        room = line.adjusted(at, 0, -_ROUND, 0)
        is_muted = not is_name or bool(index.data(_IS_REFUSED))
        painter.save()
        painter.setFont(shown.font)
        painter.setPen(QColor(colours.muted if is_muted else colours.text))
        # The end of a file's name says what it is.
        cut = Qt.TextElideMode.ElideMiddle if is_name else Qt.TextElideMode.ElideRight
        words = shown.fontMetrics.elidedText(shown.text, cut, room.width())
        painter.drawText(room, shown.displayAlignment | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        more = option.fontMetrics.lineSpacing() * len(index.data(_UNDER) or [])
        return QSize(size.width() + 2 * _ROUND, self._line_height(option) + more)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tick with the mouse wherever in the name it is pressed, and with Space."""
        if index.column() != _NAME or not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        is_click = (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
        )
        is_key = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        )
        if not is_click and not is_key:
            return False
        is_ticked = Qt.CheckState(index.data(_TICKED)) == Qt.CheckState.Checked
        if self._only_one and is_ticked:
            return True  # One is wanted: another takes its place, and nothing does not.
        return model.setData(index, _check_state(not is_ticked).value, _TICKED)

    def _draw_tick(self, painter: QPainter, box: QRect, state: Qt.CheckState) -> None:
        colours = theme().colours
        is_full = state != Qt.CheckState.Unchecked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent if is_full else colours.muted), 1))
        painter.setBrush(QColor(colours.accent if is_full and not self._only_one else colours.page))
        edge = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._only_one:
            painter.drawEllipse(edge)
            if is_full:
                painter.setBrush(QColor(colours.accent))
                painter.drawEllipse(edge.adjusted(3.5, 3.5, -3.5, -3.5))
        else:
            painter.drawRoundedRect(edge, 3, 3)
            if is_full:
                name = "check" if state == Qt.CheckState.Checked else "minus"
                theme().icon(name, colours.on_accent).paint(painter, box)
        painter.restore()

    @staticmethod
    def _line_height(option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.lineSpacing() + 3 * SPACE // 2


def _tick_rect(line: QRect) -> QRect:
    return QRect(line.left() + _ROUND, line.center().y() - _TICK // 2 + 1, _TICK, _TICK)


def _check_state(is_ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked


def _tr(text: str) -> str:
    return QCoreApplication.translate("Parcels", text)
