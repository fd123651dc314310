"""A table of small records (people, parts, actions), laid out for a narrow pane.

A record takes a line or more of two cells, so that long roles wrap below a name and nothing is cut
off. The table edits no meeting: it says what its records should be, and shows what it is given.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.inspector.fields import is_undo_or_redo, muted_label
from packbuilder.app.theme import SPACE, theme

_AnyIndex = QModelIndex | QPersistentModelIndex

Record = tuple[str, ...]
"""The texts of one record, a field each."""


@dataclasses.dataclass(frozen=True, slots=True)
class RecordField:
    """One field of a record: what it is called, and the texts it may hold (all, where it says none).

    Each choice is a value and the words that stand for it; ``suggestions`` complete what is typed.
    """

    name: str
    choices: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()

    def shown(self, value: str) -> str:
        """Return the words for a value."""
        return dict(self.choices).get(value, value)


@dataclasses.dataclass(frozen=True, slots=True)
class RecordLayout:
    """How a record is laid out: its fields, and which of them each of its lines holds (one or two)."""

    fields: tuple[RecordField, ...]
    lines: tuple[tuple[int, ...], ...]
    add_words: str
    """What the line that adds a record says."""


class RecordModel(QAbstractTableModel):
    """The records as rows and columns: ``lines`` rows each, and a last row that adds one."""

    edited = Signal(int, int, str)
    """A record (one past the last is new), its field and the text it should have."""

    def __init__(self, layout: RecordLayout, parent: QObject | None = None) -> None:
        """Begin with no records."""
        super().__init__(parent)
        self._layout = layout
        self._records: tuple[Record, ...] = ()
        self.is_read_only = False

    @property
    def records(self) -> tuple[Record, ...]:
        """The records that are shown."""
        return self._records

    def show_records(self, records: tuple[Record, ...]) -> tuple[int, ...] | None:
        """Show other records; return which of them changed, or None where their number did."""
        before, self._records = self._records, records
        if len(before) != len(records):
            height = len(self._layout.lines)
            shared = min(len(before), len(records)) * height
            # Rows come and go behind the adding row, which becomes the first line of a new record:
            # so an editor that is open in it stays with what is typed.
            self._records = before
            if len(records) > len(before):
                self.beginInsertRows(QModelIndex(), shared + 1, len(records) * height)
                self._records = records
                self.endInsertRows()
            else:
                self.beginRemoveRows(QModelIndex(), shared + 1, len(before) * height)
                self._records = records
                self.endRemoveRows()
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 1))
            return None
        changed = tuple(n for n, (old, new) in enumerate(zip(before, records, strict=True)) if old != new)
        for number in changed:
            for row in range(number * len(self._layout.lines), (number + 1) * len(self._layout.lines)):
                for column in range(2):
                    # One cell at a time: so an open editor of a cell is told of its new text.
                    self.dataChanged.emit(self.index(row, column), self.index(row, column))
        return changed

    def place_of(self, row: int, column: int) -> tuple[int, int]:
        """Return the record and the field of a cell; of the adding row, one past the last and 0."""
        record, line = divmod(row, len(self._layout.lines))
        fields = self._layout.lines[line] if record < len(self._records) else (0,)
        return record, fields[min(column, len(fields) - 1)]

    def cell_of(self, record: int, field: int) -> QModelIndex:
        """Return the cell of a field of a record."""
        for line, fields in enumerate(self._layout.lines):
            if field in fields and record < len(self._records):
                return self.index(record * len(self._layout.lines) + line, fields.index(field))
        return self.index(self.rowCount() - 1, 0)

    def is_span(self, row: int) -> bool:
        """Whether a row is one cell wide."""
        record, line = divmod(row, len(self._layout.lines))
        return record >= len(self._records) or len(self._layout.lines[line]) == 1

    def is_last_line(self, row: int) -> bool:
        """Whether a row is the last of its record."""
        return (row + 1) % len(self._layout.lines) == 0 or row == self.rowCount() - 1

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """See Qt."""
        return 0 if parent.isValid() else len(self._records) * len(self._layout.lines) + 1

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """See Qt."""
        return 0 if parent.isValid() else 2

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        """See Qt."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.is_read_only else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See Qt."""
        if not index.isValid():
            return None
        number, field = self.place_of(index.row(), index.column())
        is_new = number >= len(self._records)
        text = "" if is_new else self._records[number][field]
        told = self._layout.fields[field]
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            return self._layout.add_words if is_new else told.shown(text) or told.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if is_new:
                return self._layout.add_words
            return f"{told.name}: {told.shown(text)}" if text else self.tr("no {name}").format(name=told.name)
        return None

    def is_empty(self, index: _AnyIndex) -> bool:
        """Whether a cell holds no text of its own."""
        number, field = self.place_of(index.row(), index.column())
        return number >= len(self._records) or not self._records[number][field]

    def setData(self, index: _AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a text to be changed."""
        number, field = self.place_of(index.row(), index.column())
        text = str(value)
        is_new = number >= len(self._records)
        before = "" if is_new else self._records[number][field]
        if text.strip() == before or self.is_read_only:
            return False
        self.edited.emit(number, field, text.strip())
        return True


class _CellEditor(QLineEdit):
    """Edits one text; a pasted list is the table's, and so are Undo and Redo the meeting's."""

    list_pasted = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Leave Undo and Redo to the window."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and is_undo_or_redo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        if is_undo_or_redo(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Paste) and is_list(QGuiApplication.clipboard().text()):
            self.list_pasted.emit(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)


def is_list(text: str) -> bool:
    """Whether pasted text is more than the text of one cell."""
    return "\t" in text.strip("\r\n") or "\n" in text.strip()


class _Delegate(QStyledItemDelegate):
    """Draws cells whose text wraps, and edits them at each keystroke."""

    def __init__(self, layout: RecordLayout, table: RecordTable) -> None:
        super().__init__(table)
        self._layout = layout
        self._table = table
        self._is_committing = False
        self.editor: QWidget | None = None

    def padding(self, index: _AnyIndex) -> tuple[int, int]:
        """Return the space above and below the text of a cell."""
        model = self._table.records_model
        first = index.row() % len(self._layout.lines) == 0 or (
            model.is_span(index.row()) and index.row() == 0
        )
        return (6 if first else 0, 6 if model.is_last_line(index.row()) else 2)

    def height(self, index: _AnyIndex, width: int) -> int:
        """Return how high a cell of some width must be for all of its text."""
        above, below = self.padding(index)
        least = self._table.fontMetrics().height()
        measured = QTextLayout(str(index.data()), self._table.font())
        measured.setTextOption(_wrapping(Qt.AlignmentFlag.AlignLeft))
        measured.beginLayout()
        height = 0.0
        while (line := measured.createLine()).isValid():
            line.setLineWidth(max(2 * SPACE, width - 2 * SPACE))
            height += line.height()
        measured.endLayout()
        return max(math.ceil(height), least) + above + below

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Draw the text, the line under the record, and where the cursor is."""
        model, colours = self._table.records_model, theme().colours
        rect: QRect = option.rect
        painter.save()
        record, field = model.place_of(index.row(), index.column())
        is_marked = record in self._table.marked_records()
        if is_marked:
            painter.fillRect(rect, QColor(colours.selected if self._table.has_keys else colours.hover))
        above, _ = self.padding(index)
        is_plain = not model.is_empty(index)
        is_name = is_plain and field == 0
        painter.setPen(QColor(colours.text if is_name else colours.muted))
        if record >= len(model.records):
            painter.setPen(QColor(colours.text if theme().is_high_contrast else colours.accent))
        align = Qt.AlignmentFlag.AlignRight if index.column() == 1 else Qt.AlignmentFlag.AlignLeft
        # What a record leaves out is named only where it can be filled in: elsewhere it is noise.
        if is_plain or is_marked or record >= len(model.records):
            where = QRectF(rect.adjusted(SPACE, above, -SPACE, 0))
            painter.drawText(where, str(index.data()), _wrapping(align))
        if model.is_last_line(index.row()) and record < len(model.records):
            painter.setPen(QColor(colours.line))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self._table.hasFocus() and self._table.currentIndex() == index:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _AnyIndex) -> QWidget:
        """Make the editor of a cell; each keystroke in it is an edit."""
        _, field = self._table.records_model.place_of(index.row(), index.column())
        told = self._layout.fields[field]
        self._table.begin_visit()
        if told.choices:
            chooser = QComboBox(parent)
            chooser.setProperty("cell", True)
            self.editor = chooser
            chooser.addItems([words for _, words in told.choices])
            chooser.activated.connect(lambda: self._commit(chooser))
            chooser.setAccessibleName(told.name)
            return chooser
        editor = _CellEditor(parent)
        editor.setProperty("cell", True)
        self.editor = editor
        editor.setAccessibleName(told.name)
        editor.setPlaceholderText(told.name)
        if told.suggestions:
            completer = QCompleter(list(told.suggestions), editor)
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            editor.setCompleter(completer)
        editor.textEdited.connect(lambda: self._commit(editor))
        editor.list_pasted.connect(self._table.paste_list)
        return editor

    def setEditorData(self, editor: QWidget, index: _AnyIndex) -> None:
        """Show the text of the cell, unless the editor holds it."""
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            values = [value for value, _ in self._told(index).choices]
            if text in values:
                editor.setCurrentIndex(values.index(text))
        elif isinstance(editor, QLineEdit) and editor.property("known") != text:
            # What is typed may differ from what is kept of it ("Ann, " from "Ann"): it stays as typed.
            editor.setProperty("known", text)
            if not self._is_committing:
                editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _AnyIndex) -> None:
        """Ask for the text of the editor."""
        if isinstance(editor, QComboBox):
            model.setData(
                model.index(index.row(), index.column()), self._told(index).choices[editor.currentIndex()][0]
            )
        elif isinstance(editor, QLineEdit):
            model.setData(model.index(index.row(), index.column()), editor.text())

    def destroyEditor(self, editor: QWidget, index: _AnyIndex) -> None:
        """Forget an editor with its end."""
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Give the editor the width of its cell, and the height it needs."""
        rect: QRect = option.rect
        height = max(rect.height(), editor.sizeHint().height())
        top = min(rect.top() - (height - rect.height()) // 2, self._table.viewport().height() - height)
        editor.setGeometry(QRect(rect.left(), max(0, top), rect.width(), height))

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        """See Qt; the table itself knows the widths."""
        return QSize(0, self.height(index, self._table.width()))

    def _told(self, index: _AnyIndex) -> RecordField:
        _, field = self._table.records_model.place_of(index.row(), index.column())
        return self._layout.fields[field]

    def _commit(self, editor: QWidget) -> None:
        self._is_committing = True
        self.commitData.emit(editor)
        self._is_committing = False


class RecordTable(QTableView):
    """Shows and edits records: type, F2 or Enter; Delete; Alt+Shift+Up and Down; copy and paste."""

    committed = Signal(object, str)
    """The records as they should be, and a key: commits with the same one are one piece of typing."""

    def __init__(
        self,
        layout: RecordLayout,
        read_pasted: Callable[[str], Sequence[Record]],
        parent: QWidget | None = None,
        *,
        name: str,
    ) -> None:
        """Begin with no records.

        Args:
            layout: How records are laid out.
            read_pasted: Makes records of pasted text.
            parent: Whose it is.
            name: What screen readers call the table.
        """
        super().__init__(parent)
        self._layout = layout
        self._read_pasted = read_pasted
        self._visit = 0
        self.records_model = RecordModel(layout, self)
        self.records_model.edited.connect(self._take_text)
        self.setModel(self.records_model)
        self._cells = _Delegate(layout, self)
        self.setItemDelegate(self._cells)
        self._cells.closeEditor.connect(self._drop_empty)
        self.setAccessibleName(name)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        theme().changed.connect(self.viewport().update)
        self._span_rows()
        self._fit(None)

    # What the form gives.

    def show_records(self, records: tuple[Record, ...]) -> None:
        """Show records, unless they are the ones shown."""
        if records == self.records_model.records:
            return
        changed = self.records_model.show_records(records)
        if changed is None:
            self._span_rows()
        self._fit(changed)

    def set_read_only(self) -> None:
        """Take no edits."""
        self.records_model.is_read_only = True
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def begin_visit(self) -> None:
        """Begin a piece of typing that is undone as one."""
        self._visit += 1

    # Edits.

    def add(self) -> None:
        """Put the cursor where a new record is typed."""
        cell = self.records_model.cell_of(len(self.records_model.records), 0)
        self.setCurrentIndex(cell)
        self.setFocus()
        if not self.records_model.is_read_only:
            self.edit(cell)

    def remove(self) -> None:
        """Take the marked records away."""
        marked = self._marked_that_are()
        if marked and not self.records_model.is_read_only:
            field = self.records_model.place_of(self.currentIndex().row(), self.currentIndex().column())[1]
            self.committed.emit(
                tuple(r for n, r in enumerate(self.records_model.records) if n not in marked), ""
            )
            self._go_to(min(marked), field)

    def move_marked(self, by: int) -> None:
        """Move the marked records by one place, up (-1) or down (1)."""
        marked = self._marked_that_are()
        records = list(self.records_model.records)
        if not marked or self.records_model.is_read_only:
            return
        first, last = min(marked), max(marked)
        if not (first + by >= 0 and last + by < len(records)):
            return
        block = records[first : last + 1]
        del records[first : last + 1]
        records[first + by : first + by] = block
        field = self.records_model.place_of(self.currentIndex().row(), self.currentIndex().column())[1]
        self.committed.emit(tuple(records), "")
        self._go_to(first + by, field)
        if len(block) > 1:
            self._mark(first + by, last + by)

    def paste(self) -> None:
        """Take in what was copied: the text of one cell into the cell, a list as records."""
        text = QGuiApplication.clipboard().text()
        current = self.currentIndex()
        is_on_record = current.isValid() and current.row() < self.records_model.rowCount() - 1
        if is_on_record and text.strip() and not is_list(text) and len(self._marked_that_are()) < 2:
            field = self.records_model.place_of(current.row(), current.column())[1]
            choices = {words.lower(): value for value, words in self._layout.fields[field].choices}
            if not choices or text.strip().lower() in choices:
                self.begin_visit()
                self.records_model.setData(current, choices.get(text.strip().lower(), text))
        else:
            self.paste_list(text)

    def paste_list(self, text: str) -> None:
        """Take in a list of records.

        Marked records are replaced, if there are two or more. Otherwise those whose first field is in
        the table already are filled in and completed, and the others are added at the end.
        """
        new = [record for record in self._read_pasted(text) if any(record)]
        if not new or self.records_model.is_read_only:
            return
        records = list(self.records_model.records)
        marked = self._marked_that_are()
        if len(marked) > 1:
            records[min(marked) : max(marked) + 1] = new
        else:
            where = {" ".join(record[0].lower().split()): n for n, record in enumerate(records)}
            for record in new:
                known = where.get(" ".join(record[0].lower().split()))
                if known is None:
                    records.append(record)
                else:
                    was = records[known]
                    records[known] = tuple(text or old for text, old in zip(record, was, strict=True))
        self.committed.emit(tuple(records), "")
        self._go_to(len(records) - 1, 0)

    def copy(self) -> None:
        """Copy the marked records, as a table for Excel or Word."""
        rows = [self.records_model.records[n] for n in sorted(self._marked_that_are())]
        if rows:
            QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))

    def marked_records(self) -> frozenset[int]:
        """Return the records that Remove and Move are about: those selected, or the cursor's."""
        return self._marked()

    def close_editor(self) -> None:
        """End the typing in a cell, if there is any; it is in the records already."""
        editor = self._cells.editor
        if editor is not None and self.state() is QAbstractItemView.State.EditingState:
            self._cells.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def forget_place(self) -> None:
        """Have no cursor in the table: it shows the records of something else now."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    @property
    def has_keys(self) -> bool:
        """Whether keys go to the table or to the editor of one of its cells."""
        return self.hasFocus() or self.state() is QAbstractItemView.State.EditingState

    # Keys.

    def event(self, event: QEvent) -> bool:
        """Keep Copy, Paste, Delete and the moving keys for the table while it has the keys."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_own(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        moves = _moves(event)
        if is_undo_or_redo(event):
            event.ignore()
        elif not self.hasFocus():
            # What the editor of a cell did not want: Enter is on its way to close it.
            event.setAccepted(event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter))
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif moves:
            self.move_marked(moves)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on to the next record after Enter, and to the next field after Tab, as in Excel."""
        was_entered = hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache
        super().closeEditor(editor, hint)
        if was_entered and isinstance(editor, QLineEdit):
            self._go_on(from_editor=True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current cell from the first moment: screen readers say nothing otherwise."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.records_model.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: QModelIndex | QPersistentModelIndex, previous: _AnyIndex) -> None:
        """Show the record of the cursor as a whole."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the records from the first moment."""
        super().showEvent(event)
        self._fit(None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit(None)

    def _is_own(self, event: QKeyEvent) -> bool:
        standard = (
            QKeySequence.StandardKey.Paste,
            QKeySequence.StandardKey.Copy,
            QKeySequence.StandardKey.Delete,
        )
        return (
            any(event.matches(key) for key in standard) or bool(_moves(event)) or event.key() == Qt.Key.Key_F2
        )

    def _go_on(self, *, from_editor: bool = False) -> None:
        current = self.currentIndex()
        if not current.isValid():
            return
        number, field = self.records_model.place_of(current.row(), current.column())
        if number >= len(self.records_model.records):
            if not from_editor:
                self.add()
        elif number == len(self.records_model.records) - 1:
            self.add()
        else:
            self._go_to(number + 1, field)

    def _go_to(self, record: int, field: int) -> None:
        cell = self.records_model.cell_of(min(record, len(self.records_model.records)), field)
        self.setCurrentIndex(cell)

    def _mark(self, first: int, last: int) -> None:
        height = len(self._layout.lines)
        top = self.records_model.index(first * height, 0)
        bottom = self.records_model.index((last + 1) * height - 1, 1)
        self.selectionModel().select(
            QItemSelection(top, bottom), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def _marked(self) -> frozenset[int]:
        rows = {index.row() for index in self.selectionModel().selectedIndexes()}
        if self.currentIndex().isValid():
            rows.add(self.currentIndex().row())
        return frozenset(self.records_model.place_of(row, 0)[0] for row in rows)

    def _marked_that_are(self) -> frozenset[int]:
        return frozenset(n for n in self._marked() if n < len(self.records_model.records))

    def _take_text(self, number: int, field: int, text: str) -> None:
        records = list(self.records_model.records)
        if number >= len(records):
            if not text:
                return
            values = [told.choices[0][0] if told.choices else "" for told in self._layout.fields]
            records.append(tuple(values))
        records[number] = (*records[number][:field], text, *records[number][field + 1 :])
        self.committed.emit(tuple(records), f"{number}/{field}/{self._visit}")

    def _drop_empty(self) -> None:
        """Take a record away whose last text was just rubbed out."""
        free = [n for n, told in enumerate(self._layout.fields) if not told.choices]
        left = tuple(r for r in self.records_model.records if any(r[n] for n in free))
        if left != self.records_model.records:
            self.committed.emit(left, f"empty/{self._visit}")

    # Its measures.

    def _span_rows(self) -> None:
        self.clearSpans()
        for row in range(self.records_model.rowCount()):
            if self.records_model.is_span(row):
                self.setSpan(row, 0, 1, 2)

    def _fit(self, changed: tuple[int, ...] | None) -> None:
        width = self.viewport().width()
        second = self._second_width(width)
        if self.columnWidth(0) != width - second or self.columnWidth(1) != second:
            self.setColumnWidth(0, width - second)
            self.setColumnWidth(1, second)
            changed = None
        lines = len(self._layout.lines)
        rows: Sequence[int] = range(self.records_model.rowCount())
        if changed is not None:
            rows = [n * lines + line for n in changed for line in range(lines)]
        for row in rows:
            cells = 1 if self.records_model.is_span(row) else 2
            widths = (width,) if cells == 1 else (width - second, second)
            height = max(
                self._cells.height(self.records_model.index(row, column), widths[column])
                for column in range(cells)
            )
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
        total = self.verticalHeader().length() + self.height() - self.viewport().height()
        if self.height() != total or self.minimumHeight() != total:
            self.setFixedHeight(total)

    def _second_width(self, width: int) -> int:
        """Return how wide the second column is: as its texts need, and no more than half."""
        pairs = [line[1] for line in self._layout.lines if len(line) > 1]
        if not pairs:
            return 0
        measure = self.fontMetrics().horizontalAdvance
        words = {self._layout.fields[field].name for field in pairs}
        words |= {
            self._layout.fields[field].shown(record[field])
            for record in self.records_model.records
            for field in pairs
        }
        needed = max(measure(word) for word in words) + 2 * SPACE + 4
        return min(needed, width // 2)


def _wrapping(align: Qt.AlignmentFlag) -> QTextOption:
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _moves(event: QKeyEvent) -> int:
    wanted = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    if event.modifiers() & wanted != wanted:
        return 0
    return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)


class RecordList(QWidget):
    """A table of records with its buttons, and a word on how to fill it."""

    def __init__(self, table: RecordTable, parent: QWidget | None = None, *, hint: str = "") -> None:
        """Put the buttons under the table."""
        super().__init__(parent)
        self.table = table
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(table)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE // 2)
        self.add_button = self._button("plus", self.tr("Add (Enter on the last line)"), table.add)
        self.up_button = self._button(
            "arrow-up", self.tr("Move up (Alt+Shift+Up)"), lambda: table.move_marked(-1)
        )
        self.down_button = self._button(
            "arrow-down", self.tr("Move down (Alt+Shift+Down)"), lambda: table.move_marked(1)
        )
        self.remove_button = self._button("trash-2", self.tr("Remove (Delete)"), table.remove)
        for button in (self.add_button, self.up_button, self.down_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        if hint:
            layout.addWidget(muted_label(hint, self))
        self.setFocusProxy(table)

    def set_read_only(self) -> None:
        """Take no edits."""
        self.table.set_read_only()
        for button in (self.add_button, self.up_button, self.down_button, self.remove_button):
            button.setEnabled(False)

    def _button(self, icon: str, words: str, do: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        theme().keep_icon(button, icon)
        button.setToolTip(words)
        button.setAccessibleName(f"{words.partition(' (')[0]}: {self.table.accessibleName()}")
        button.clicked.connect(lambda: do())
        return button
