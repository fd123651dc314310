"""The agenda as Qt sees it: rows are small integers, and every edit keeps as many of them as it can.

After an edit the rows that are gone are taken out, those that stay are put in their new order (which
Qt follows with its selection, its expanded rows and an open editor), and new ones are put in.
Rows that only say something else are said to have changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from packbuilder.app.agenda import commands
from packbuilder.app.agenda.dropping import mime_types, rows_to_mime
from packbuilder.app.agenda.rows import (
    ITEM_COLUMNS,
    Column,
    Row,
    RowKey,
    RowKind,
    Source,
    outline,
    outline_after,
    row_of,
)
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.app.typed_values import clock_typed, minutes_typed, value_of
from packbuilder.meeting.meeting import Form, Meeting

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex

_Order: TypeAlias = dict[int, list[int]]
"""The numbers of the rows under each row, and of those at the top under ``_TOP``."""

_COLUMN_COUNT = len(Column)

_TOP = 0
"""Stands for "no row" where a row's number could stand."""


class AgendaModel(QAbstractItemModel):
    """The rows of the agenda of a session."""

    updated = Signal()
    """The rows are those of the session again, after an edit or a document that was taken in."""

    def __init__(self, session: Session) -> None:
        """Show what the session holds, and follow it."""
        super().__init__()
        self._session = session
        self._number_of: dict[str, int] = {}
        self._key_of: dict[int, RowKey] = {}
        self._rows: dict[int, Row] = {}
        self._order: _Order = {_TOP: []}
        self._place: dict[int, tuple[int, int]] = {}
        self._sources: dict[int, Source] = {}
        self._draft: commands.Draft | None = None
        self._follow()
        session.changed.connect(self._follow_edit)
        session.pages_changed.connect(self._follow)
        session.documents_changed.connect(self._follow)

    # What rows are there.

    def key(self, index: AnyIndex) -> RowKey | None:
        """Return which row an index is in."""
        return self._key_of.get(index.internalId()) if index.isValid() else None

    def shown(self, index: AnyIndex) -> Row:
        """Return what the row of a valid index shows."""
        return self._row(index.internalId())

    def index_of(self, key: RowKey, column: Column = Column.NUMBER) -> QModelIndex:
        """Return the index of a row, or an invalid one where there is no such row."""
        number = self._number_of.get(_identity(key), _TOP)
        if number not in self._place:
            return QModelIndex()
        return self._index(number, column)

    def index_at(self, place: Place, column: Column = Column.NUMBER) -> QModelIndex:
        """Return the index of the row that shows an item or a document."""
        if not place.item_id:
            return QModelIndex()
        kind = RowKind.DOCUMENT if place.document_id else RowKind.ITEM
        return self.index_of(RowKey(kind, place.item_id, place.document_id), column)

    def row_keys(self) -> list[RowKey]:
        """Return every row, from top to bottom, as if all were expanded."""
        return [
            self._key_of[number] for top in self._order[_TOP] for number in (top, *self._order.get(top, ()))
        ]

    def row(self, key: RowKey) -> Row:
        """Return what a row shows."""
        return self._row(self._number_of[_identity(key)])

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows are at the top, or how many documents an item has."""
        if not parent.isValid():
            return len(self._order[_TOP])
        return len(self._order.get(parent.internalId(), ())) if parent.column() == 0 else 0

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return _COLUMN_COUNT

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a row and column."""
        if parent.isValid() and parent.column() != 0:
            return QModelIndex()
        rows = self._order.get(parent.internalId() if parent.isValid() else _TOP, [])
        if not (0 <= row < len(rows) and 0 <= column < _COLUMN_COUNT):
            return QModelIndex()
        return self.createIndex(row, column, rows[row])

    def parent(self, child: AnyIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the item that a document is under."""
        if not child.isValid():
            return QModelIndex()
        above, _ = self._place.get(child.internalId(), (_TOP, 0))
        return self._index(above, Column.NUMBER) if above != _TOP else QModelIndex()

    def sibling(self, row: int, column: int, index: AnyIndex) -> QModelIndex:
        """Return another cell; one of the same row is found without looking for its parent."""
        if row == index.row() and 0 <= column < _COLUMN_COUNT and index.isValid():
            return self.createIndex(row, column, index.internalId())
        return super().sibling(row, column, index)

    # What they say.

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows, says or is edited as."""
        if not index.isValid() or role not in _ROLES:
            return None
        number, column = index.internalId(), index.column()
        if number not in self._place:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[column]
        row = self._row(number)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.texts[column]
        if role == Qt.ItemDataRole.EditRole:
            return row.typed[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tips[column] or None
        return row.spoken[column]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the words above a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            words = (
                (self.tr("No."), self.tr("Item number")),
                (self.tr("Subject"), ""),
                (self.tr("Lead"), self.tr("Who leads on the item")),
                (self.tr("Form"), self.tr("Report, paper, presentation or verbal")),
                (self.tr("Time"), self.tr("When the item starts")),
                (self.tr("Mins"), self.tr("How many minutes it is to take")),
                (self.tr("Pages"), self.tr("Where it is in the public pack")),
            )[section]
            return words[0] if role == Qt.ItemDataRole.DisplayRole else words[1] or None
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Say what can be done with a cell."""
        key = self.key(index)
        if key is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        can_edit = not self._session.is_read_only and index.column() in editable_columns(key.kind)
        return _FLAGS[key.kind] | Qt.ItemFlag.ItemIsEditable if can_edit else _FLAGS[key.kind]

    # An item that is being typed.

    @property
    def draft_id(self) -> str:
        """The id of the item that has a row, but is in the meeting only once it has a subject; or ""."""
        return self._draft.item.id if self._draft is not None else ""

    def begin_draft(self, after: str) -> str:
        """Show a row for a new item after another one, or last; return the id it will have."""
        self._draft = commands.draft_after(self._session.meeting, after)
        self._follow()
        return self._draft.item.id

    def drop_draft(self) -> None:
        """Take the row of an item away that got no subject: nothing was ever edited."""
        if self._draft is not None:
            self._draft = None
            self._follow()

    def _take_draft(self, title: str) -> bool:
        draft, self._draft = self._draft, None
        if draft is None or not commands.add_draft(self._session, draft, title):
            self._draft = draft
            return False
        return True

    # Edits.

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell; what is wrong is said and changes nothing."""
        key = self.key(index)
        if key is None or role != Qt.ItemDataRole.EditRole:
            return False
        typed, session = str(value), self._session
        if key.kind is RowKind.SECTION:
            return commands.set_section(session, key.item_id, typed)
        if key.kind is RowKind.DOCUMENT:
            return commands.set_document_title(session, key.item_id, key.document_id, typed)
        column = Column(index.column())
        if key.item_id == self.draft_id:
            return column is Column.SUBJECT and self._take_draft(typed)
        if wrong := self.what_is_wrong(column, typed):
            session.said.emit(wrong)
            return False
        take: dict[Column, Callable[[], bool]] = {
            Column.SUBJECT: lambda: commands.set_title(session, key.item_id, typed),
            Column.LEAD: lambda: commands.set_lead(session, key.item_id, typed),
            Column.FORM: lambda: commands.set_form(session, key.item_id, Form(typed)),
            Column.TIME: lambda: commands.set_start(session, key.item_id, self._start_typed(typed)),
            Column.MINUTES: lambda: commands.set_minutes(session, key.item_id, _minutes_typed(typed)),
        }
        return take[column]() if column in take else False

    def what_is_wrong(self, column: Column, typed: str) -> str:
        """Return what to say of something typed into a column, or "" if it can be taken."""
        try:
            if column is Column.TIME:
                self._start_typed(typed)
            elif column is Column.MINUTES:
                _minutes_typed(typed)
        except ValueError:
            if column is Column.TIME:
                return self.tr('"{typed}" is no time: type 14:00, 2.00 pm or 2pm.').format(typed=typed)
            return self.tr('"{typed}" is no number of minutes: type 25, say.').format(typed=typed)
        return ""

    def _start_typed(self, typed: str) -> dt.time | None:
        return value_of(clock_typed(typed, self._session.meeting.time)) if typed.strip() else None

    # Dragging. What is dropped is seen to by the view: it knows where the line was drawn.

    def supportedDragActions(self) -> Qt.DropAction:
        """Rows are moved."""
        return Qt.DropAction.MoveAction

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, files are copied."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped."""
        return mime_types()

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return dragged rows as their ids."""
        keys = dict.fromkeys(key for index in indexes if (key := self.key(index)) is not None)
        places = [key.place for key in keys if key.kind is not RowKind.SECTION]
        return rows_to_mime(places)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Take nothing: were it taken here, the view that is dragged from would remove its rows."""
        return False

    def roleNames(self) -> dict[int, QByteArray]:
        """Return the names of the roles in use."""
        return {int(role): QByteArray(name) for role, name in _ROLES.items()}

    # Following the session.

    def _follow_edit(self, before: Meeting) -> None:
        """Follow an edit; one that only changed words touches no other row."""
        changed = None
        if self._draft is None:
            changed = outline_after(self._source_of, before, self._session.meeting)
        if changed is None:
            self._follow()
            return
        numbers = []
        for key, source in changed.items():
            number = self._number_of[_identity(key)]
            if source != self._sources[number]:
                self._sources[number] = source
                numbers.append(number)
        self._say_changed(numbers)
        self.updated.emit()

    def _source_of(self, key: RowKey) -> Source:
        return self._sources[self._number_of[_identity(key)]]

    def _follow(self) -> None:
        order: _Order = {_TOP: []}
        before, after = self._sources, dict[int, Source]()
        above = _TOP
        meeting = self._session.meeting
        if self._draft is not None:
            meeting = commands.with_draft(meeting, self._draft)
        for key, source in outline(self._session, meeting):
            number = self._number(key)
            after[number] = source
            if key.kind is RowKind.DOCUMENT:
                order.setdefault(above, []).append(number)
            else:
                order[_TOP].append(number)
                above = number
        if order != self._order:
            # Rows that are on their way out may still be asked what they say.
            self._sources = before | after
            self._take_out(order)
            self._put_in_order(order)
            self._put_in(order)
        self._sources = after
        self._say_changed(
            [number for number, source in after.items() if number in before and before[number] != source]
        )
        self.updated.emit()

    def _number(self, key: RowKey) -> int:
        number = self._number_of.setdefault(_identity(key), len(self._number_of) + 1)
        self._key_of[number] = key
        return number

    def _find_places(self) -> None:
        self._place = {
            number: (above, row)
            for above, numbers in self._order.items()
            for row, number in enumerate(numbers)
        }

    def _take_out(self, wanted: _Order) -> None:
        top = set(wanted[_TOP]) & set(self._order[_TOP])
        # A document may be kept only where the item it was under and the one it comes under both are.
        documents = {number for above, numbers in wanted.items() if above in top for number in numbers}
        for above in [number for number in self._order if number in top]:
            self._take_out_of(above, documents)
        self._take_out_of(_TOP, top)

    def _take_out_of(self, above: int, kept: set[int]) -> None:
        numbers = self._order[above]
        for first, last in reversed(_runs([n for n, number in enumerate(numbers) if number not in kept])):
            self.beginRemoveRows(self._parent_index(above), first, last)
            for number in numbers[first : last + 1]:
                self._order.pop(number, None)
                self._rows.pop(number, None)
            del numbers[first : last + 1]
            if not numbers and above != _TOP:
                del self._order[above]
            self._find_places()
            self.endRemoveRows()

    def _put_in_order(self, wanted: _Order) -> None:
        there = self._place
        order = {
            above: staying
            for above, numbers in wanted.items()
            if (above == _TOP or above in there) and (staying := [n for n in numbers if n in there])
        }
        order.setdefault(_TOP, [])
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self._order = order
        self._find_places()
        self.changePersistentIndexList(
            before, [self._index(index.internalId(), index.column()) for index in before]
        )
        self.layoutChanged.emit()

    def _put_in(self, wanted: _Order) -> None:
        for above, numbers in wanted.items():
            present = set(self._order.get(above, ()))
            for first, last in _runs([n for n, number in enumerate(numbers) if number not in present]):
                self.beginInsertRows(self._parent_index(above), first, last)
                self._order.setdefault(above, [])[first:first] = numbers[first : last + 1]
                self._find_places()
                self.endInsertRows()

    def _say_changed(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self._rows.pop(number, None)
        places = sorted(self._place[number] for number in numbers)
        for above, found in groupby(places, key=lambda place: place[0]):
            below = self._order[above]
            for first, last in _runs([row for _, row in found]):
                self.dataChanged.emit(
                    self.createIndex(first, 0, below[first]),
                    self.createIndex(last, len(Column) - 1, below[last]),
                )

    def _row(self, number: int) -> Row:
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = row_of(self._sources[number])
        return row

    def _index(self, number: int, column: int) -> QModelIndex:
        return self.createIndex(self._place[number][1], column, number)

    def _parent_index(self, above: int) -> QModelIndex:
        return self._index(above, Column.NUMBER) if above != _TOP else QModelIndex()


def editable_columns(kind: RowKind) -> tuple[Column, ...]:
    """Return the columns that a kind of row can be edited in, in the order of Tab."""
    if kind is RowKind.ITEM:
        return ITEM_COLUMNS
    return (Column.SUBJECT,) if kind is RowKind.DOCUMENT else (Column.NUMBER,)


def _identity(key: RowKey) -> str:
    """Return what a row keeps when it is moved: a document that comes under another item stays itself."""
    return f"heading {key.item_id}" if key.kind is RowKind.SECTION else key.document_id or key.item_id


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] + 1 == row:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


# A heading is no business: it can be read and renamed, not selected.
_ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
)
_FLAGS = (Qt.ItemFlag.ItemIsEnabled, _ROW_FLAGS, _ROW_FLAGS | Qt.ItemFlag.ItemNeverHasChildren)

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGNMENTS = (_LEFT, _LEFT, _LEFT, _LEFT, _LEFT, _RIGHT, _RIGHT)
_ROLES: dict[int, bytes] = {
    Qt.ItemDataRole.DisplayRole: b"display",
    Qt.ItemDataRole.EditRole: b"edit",
    Qt.ItemDataRole.ToolTipRole: b"toolTip",
    Qt.ItemDataRole.TextAlignmentRole: b"textAlignment",
    Qt.ItemDataRole.AccessibleTextRole: b"accessibleText",
}


def _minutes_typed(typed: str) -> int | None:
    return value_of(minutes_typed(typed)) if typed.strip() else None
