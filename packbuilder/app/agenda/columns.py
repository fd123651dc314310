"""How wide the columns of the agenda are: as wide as what they hold, and the subject takes the rest."""

from __future__ import annotations

import functools

from PySide6.QtCore import QModelIndex, QObject, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTreeView

from packbuilder.app.agenda.model import AgendaModel
from packbuilder.app.agenda.rows import Column, Row, RowKind, breakable
from packbuilder.app.theme import SPACE

PADDING = SPACE
"""What is left free on either side of a cell's words, as the header does (resources/window.qss)."""

INDENT = 20

# In heights of a line, which grow with the font.
_GOOD_SUBJECT = 15
_LEAST_SUBJECT_PX = 200
_LEAST_SUBJECT = {Column.FORM: 11, Column.LEAD: 8, Column.MINUTES: 8}
"""Under which width of the subject each column is hidden, in the order they go."""

_MOST_LEAD = 10
_LEAST_COLUMN = 40
_MEASURED_AFTER_MS = 120
"""Typing is not held up by measuring: the columns follow when it pauses."""

NEVER_CUT = (Column.NUMBER, Column.TIME, Column.MINUTES, Column.PAGES)
"""What is drawn whole whatever the width: half a time or a range of pages says another one."""

_FITTED = (Column.NUMBER, Column.LEAD, Column.FORM, Column.TIME, Column.MINUTES, Column.PAGES)


class ColumnWidths(QObject):
    """Fits the columns of a tree to their content and to the width there is.

    What the user drags stays as it was dragged; a double click on the line fits it again. Where there
    is no room for the subject, the form, then the lead and then the minutes are hidden instead of
    cutting words.
    """

    def __init__(self, tree: QTreeView, model: AgendaModel) -> None:
        """Fit the columns now, and after every change."""
        super().__init__(tree)
        self._tree, self._model = tree, model
        self._dragged: dict[Column, int] = {}
        self._content: dict[Column, int] = {}
        self._narrow_lead = 0
        self._is_fitting = False
        self._is_outgrown = False
        header = tree.header()
        header.setMinimumSectionSize(_LEAST_COLUMN)
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._resized)
        header.sectionHandleDoubleClicked.connect(self._fit_again)
        self._soon = QTimer(self, singleShot=True, interval=_MEASURED_AFTER_MS)
        self._soon.timeout.connect(self.measure)
        model.updated.connect(self._soon.start)
        model.updated.connect(self._widen_for_changed)
        model.dataChanged.connect(self._note_changed)
        model.rowsInserted.connect(self._note_inserted)
        self.measure()

    def measure(self) -> None:
        """Measure what the columns hold, and fit them."""
        metrics, header = self._tree.fontMetrics(), self._tree.header()
        bold = header.font()
        bold.setBold(True)
        head = QFontMetrics(bold)
        content = {
            column: head.horizontalAdvance(str(self._model.headerData(column, header.orientation())))
            for column in _FITTED
        }

        @functools.cache  # Not the bound method: Qt would first write the help text of that.
        def width(words: str) -> int:
            return metrics.horizontalAdvance(words)

        narrow = content[Column.LEAD]
        for key in self._model.row_keys():
            if key.kind is RowKind.SECTION:
                continue
            row = self._model.row(key)
            # A document's state is written over the empty cells beside it.
            if key.kind is RowKind.ITEM or (not row.tone and row.texts[Column.MINUTES]):
                for column in _FITTED:
                    content[column] = max(content[column], width(_unbroken(row, column)))
                for piece in breakable(row.texts[Column.LEAD]):
                    narrow = max(narrow, width(piece.rstrip()))
        content[Column.LEAD] = min(content[Column.LEAD], _MOST_LEAD * metrics.height())
        narrow = min(narrow, content[Column.LEAD])
        self._content = {column: _with_padding(column, wide) for column, wide in content.items()}
        self._narrow_lead = narrow + 2 * PADDING + 2
        self.fit()

    def fit(self) -> None:
        """Give every column its width within the width there is."""
        if self._is_fitting:
            return
        self._is_fitting = True
        header, room = self._tree.header(), self._tree.viewport().width()
        line = self._tree.fontMetrics().height()
        widths = {column: self._dragged.get(column, self._content[column]) for column in _FITTED}
        for column in NEVER_CUT:
            widths[column] = max(widths[column], self._content[column])
        hidden = set()
        for column, least in _LEAST_SUBJECT.items():
            self._narrow(widths, room - _GOOD_SUBJECT * line)
            if room - sum(widths.values()) < max(least * line, _LEAST_SUBJECT_PX):
                hidden.add(column)
                del widths[column]
        self._narrow(widths, room - _GOOD_SUBJECT * line)
        for column in _LEAST_SUBJECT:
            header.setSectionHidden(column, column in hidden)
        for column, width in widths.items():
            header.resizeSection(column, width)
        header.resizeSection(Column.SUBJECT, max(room - sum(widths.values()), _LEAST_COLUMN * 2))
        self._is_fitting = False

    def _note_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._note_inserted(first.parent(), first.row(), last.row())

    def _note_inserted(self, above: QModelIndex, first: int, last: int) -> None:
        """Note what new words need in the columns that are never cut, before they are drawn."""
        metrics = self._tree.fontMetrics()
        for position in range(first, last + 1):
            index = self._model.index(position, 0, above)
            key = self._model.key(index)
            if key is not None and key.kind is RowKind.ITEM:
                row = self._model.shown(index)
                for column in NEVER_CUT:
                    words = _unbroken(row, column)
                    wide = _with_padding(column, metrics.horizontalAdvance(words))
                    if wide > self._content[column]:
                        self._content[column] = wide
                        self._is_outgrown = True

    def _widen_for_changed(self) -> None:
        if self._is_outgrown:
            self._is_outgrown = False
            self.fit()

    def _narrow(self, widths: dict[Column, int], room: int) -> None:
        """Let names go over two lines where the subject would else get too narrow."""
        if Column.LEAD in widths and Column.LEAD not in self._dragged:
            left = room - sum(widths.values()) + widths[Column.LEAD]
            widths[Column.LEAD] = min(self._content[Column.LEAD], max(self._narrow_lead, left))

    def _resized(self, section: int, before: int, after: int) -> None:
        if self._is_fitting or not before or not after:
            return
        column = Column(section)
        if column is Column.SUBJECT:
            # The subject has what is left: what it is given or gives is its neighbour's.
            column = next(c for c in _FITTED[1:] if not self._tree.isColumnHidden(c))
            after = self._tree.columnWidth(column) - (after - before)
        self._dragged[column] = max(after, _LEAST_COLUMN)
        self.fit()

    def _fit_again(self, section: int) -> None:
        self._dragged.pop(Column(section), None)
        if Column(section) is Column.SUBJECT:
            self._dragged.clear()
        self.fit()


def _unbroken(row: Row, column: Column) -> str:
    """Return the longest words of a cell that are kept on one line; only "not in pack" goes over two."""
    words = row.texts[column]
    if column is Column.PAGES and words[:1].isalpha():
        return max(words.split(), key=len)
    return words


def _with_padding(column: Column, wide: int) -> int:
    return wide + 2 * PADDING + (INDENT if column is Column.NUMBER else 2)
