"""Draws the cells of the agenda and edits them: wrapped subjects, documents with icons, notes in words."""

from __future__ import annotations

import functools

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QTreeView,
    QWidget,
)

from packbuilder.app.agenda.columns import NEVER_CUT, PADDING
from packbuilder.app.agenda.model import AgendaModel
from packbuilder.app.agenda.rows import Column, Row, RowKind, breakable, form_words
from packbuilder.app.theme import SPACE, theme
from packbuilder.meeting.meeting import Form

_MOST_LINES = 4
_ABOVE = 6
_ICON = 16
_LEAST_EDITOR = 84
_IS_FILLED = "isFilled"
"""A property of a list that shows what there was: from then on what it shows is the clerk's choice."""

AnyIndex = QModelIndex | QPersistentModelIndex


class AgendaDelegate(QStyledItemDelegate):
    """The cells of an agenda tree."""

    def __init__(self, tree: QTreeView, model: AgendaModel) -> None:
        """Draw for a tree."""
        super().__init__(tree)
        self._tree, self._model = tree, model
        self._icons: dict[tuple[str, str], QIcon] = {}
        self.editor: QWidget | None = None
        self.take_font()
        theme().changed.connect(self._icons.clear)

    # Drawing.

    def take_font(self) -> None:
        """Draw with the tree's font from now on."""
        self._font_words = self._tree.font().toString()
        self._line = self._tree.fontMetrics().lineSpacing()
        self._one_line = QSize(0, self._line + 2 * _ABOVE)

    def icon(self, name: str, colour: str) -> QIcon:
        """Return an icon in a colour, drawn once."""
        if (name, colour) not in self._icons:
            self._icons[name, colour] = theme().icon(name, colour)
        return self._icons[name, colour]

    def row_height(self, lines: int = 1) -> int:
        """Return how high a row with so many lines is, in pixels."""
        return lines * self._line + 2 * _ABOVE

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return how high a cell must be; the width is the column's."""
        column = index.column()
        key = self._model.key(index)
        if column == Column.PAGES and key is not None and key.kind is RowKind.ITEM:
            pages = self._model.shown(index).texts[column]
            return QSize(0, self.row_height(len(self._pages_lines(pages))))
        if column > Column.LEAD:
            return self._one_line
        if key is None or key.kind is RowKind.SECTION:
            return QSize(0, self.row_height() + (SPACE if column == Column.NUMBER else 0))
        if column == Column.SUBJECT:
            row = self._model.shown(index)
            width = self._subject_width(key.kind)
            return QSize(0, self.row_height(len(self._lines(row.texts[column], width)) + len(row.notes)))
        if column == Column.LEAD and key.kind is RowKind.ITEM:
            lead = self._model.shown(index).texts[column]
            width = self._tree.columnWidth(Column.LEAD) - 2 * PADDING
            return QSize(0, self.row_height(len(self._lines(lead, width))))
        return self._one_line

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a cell; the view drew the row behind it."""
        key = self._model.key(index)
        if key is None or key.kind is RowKind.SECTION:
            return
        row, column = self._model.shown(index), Column(index.column())
        rect: QRect = option.rect
        is_selected = self._tree.selectionModel().isRowSelected(index.row(), index.parent())
        painter.save()
        painter.setFont(self._tree.font())
        if key.kind is RowKind.DOCUMENT:
            self._paint_document(painter, rect, row, column, is_selected)
        else:
            self._paint_item(painter, rect, row, column, is_selected)
        current = self._tree.currentIndex()
        if self._tree.hasFocus() and index == current and column is not Column.NUMBER:
            frame = QRect(rect)
            if key.kind is RowKind.DOCUMENT and column is Column.SUBJECT:
                frame.setWidth(self._subject_width(RowKind.DOCUMENT) + _ICON + 2 * PADDING)
            painter.setPen(QPen(QColor(self._ink(is_selected, "accent")), 1))
            painter.drawRoundedRect(frame.adjusted(1, 1, -2, -3), 3, 3)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """Show a tip, but none that only repeats words that can be read in full."""
        key = self._model.key(index)
        if key is not None and key.kind is RowKind.ITEM and index.column() in (Column.SUBJECT, Column.LEAD):
            words = self._model.shown(index).texts[index.column()]
            width = self._tree.columnWidth(index.column()) - 2 * PADDING
            if " ".join(self._lines(words, width)) == words:
                QToolTip.hideText()
                return True
        return super().helpEvent(event, view, option, index)

    def paint_section(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """Draw a heading across its whole row."""
        painter.save()
        font = QFont(self._tree.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme().colours.text))
        words = self._model.shown(index).texts[Column.NUMBER]
        inner = rect.adjusted(PADDING, SPACE, -PADDING, 0)
        painter.drawText(
            inner,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, inner.width()),
        )
        painter.restore()

    def _paint_item(
        self, painter: QPainter, rect: QRect, row: Row, column: Column, is_selected: bool
    ) -> None:
        painter.setPen(QColor(self._ink(is_selected, "muted" if column in row.muted else "text")))
        inner = rect.adjusted(PADDING, _ABOVE, -PADDING, 0)
        if column in (Column.SUBJECT, Column.LEAD):
            below = self._draw_lines(painter, inner, row.texts[column])
            if column is Column.SUBJECT:
                self._draw_notes(painter, inner, below, row, is_selected)
        else:
            # The number comes close behind the arrow, the other words stand under their heading.
            inner.setLeft(rect.left() + (2 if column is Column.NUMBER else PADDING))
            words = row.texts[column]
            for line in self._pages_lines(words) if column is Column.PAGES else (words,):
                self._draw_one_line(painter, inner, line, column)
                inner.translate(0, self._line)

    def _paint_document(
        self, painter: QPainter, rect: QRect, row: Row, column: Column, is_selected: bool
    ) -> None:
        ink = self._ink(is_selected, "muted")
        painter.setPen(QColor(ink))
        if column is Column.SUBJECT:
            inner = QRect(rect)
            inner.setLeft(rect.left() + PADDING)
            inner.setTop(rect.top() + _ABOVE)
            line = self._tree.fontMetrics().lineSpacing()
            tone = self._ink(is_selected, row.tone or "muted")
            top = inner.top() + (line - _ICON) // 2
            self.icon(row.icon, tone).paint(painter, QRect(inner.left(), top, _ICON, _ICON))
            inner.setLeft(inner.left() + _ICON + PADDING - 2)
            inner.setWidth(self._subject_width(RowKind.DOCUMENT))
            below = self._draw_lines(painter, inner, row.texts[column])
            self._draw_notes(painter, inner, below, row, is_selected)
        elif column in (Column.MINUTES, Column.PAGES):
            inner = rect.adjusted(PADDING, _ABOVE, -PADDING, 0)
            if column is Column.PAGES and not row.texts[Column.MINUTES]:
                # Nothing stands before it: "could not be read" may be wider than a range of pages.
                inner.setLeft(
                    rect.left() - self._tree.columnWidth(Column.MINUTES) - self._tree.columnWidth(Column.TIME)
                )
                if row.tone:
                    painter.setPen(QColor(self._ink(is_selected, row.tone)))
            self._draw_one_line(painter, inner, row.texts[column], column)

    def _draw_one_line(self, painter: QPainter, inner: QRect, words: str, column: Column) -> None:
        # Placed by its base line, as the subject beside it is: rounding would set them apart at 200 %.
        metrics = self._tree.fontMetrics()
        elided = words
        if column not in NEVER_CUT:
            elided = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width() + 2)
        is_right = column in (Column.MINUTES, Column.PAGES)
        left = inner.left() + (inner.width() - metrics.horizontalAdvance(elided) if is_right else 0)
        painter.drawText(left, inner.top() + metrics.ascent(), elided)

    def _draw_lines(self, painter: QPainter, inner: QRect, words: str) -> int:
        """Draw words over as many lines as they need, and return where the last one ends."""
        metrics = self._tree.fontMetrics()
        top = inner.top()
        for line in self._lines(words, inner.width()):
            painter.drawText(inner.left(), top + metrics.ascent(), line)
            top += metrics.lineSpacing()
        return top

    def _draw_notes(self, painter: QPainter, inner: QRect, top: int, row: Row, is_selected: bool) -> None:
        metrics = self._tree.fontMetrics()
        painter.setPen(QColor(self._ink(is_selected, "notice")))
        for note in row.notes:
            size = _ICON - 2
            icon_top = top + (metrics.lineSpacing() - size) // 2
            icon = self.icon(note.icon, self._ink(is_selected, "notice"))
            icon.paint(painter, QRect(inner.left(), icon_top, size, size))
            painter.drawText(inner.left() + size + 6, top + metrics.ascent(), note.words)
            top += metrics.lineSpacing()

    def _subject_width(self, kind: RowKind) -> int:
        """Return how wide a subject may be; a document's runs on over the lead and form it has not."""
        width = self._tree.columnWidth(Column.SUBJECT) - 2 * PADDING
        if kind is RowKind.ITEM:
            return width
        beside = self._tree.columnWidth(Column.LEAD) + self._tree.columnWidth(Column.FORM)
        return width + beside - _ICON - PADDING + 2

    def _pages_lines(self, words: str) -> tuple[str, ...]:
        """Return what stands in the column of pages: a range is never broken, words may be."""
        if not words[:1].isalpha():
            return (words,)
        return self._lines(words, self._tree.columnWidth(Column.PAGES) - 2 * PADDING)

    def _lines(self, words: str, width: int) -> tuple[str, ...]:
        return _wrapped(words, width, self._font_words)

    def _ink(self, is_selected: bool, name: str) -> str:
        look = theme()
        if is_selected and look.is_high_contrast:
            return look.colours.on_accent
        return str(getattr(look.colours, name))

    # Editing.

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """Make a field, or for the form a list."""
        column = Column(index.column())
        self.editor = self._form_list(parent) if column is Column.FORM else self._field(parent, column)
        return self.editor

    def destroyEditor(self, editor: QWidget, index: AnyIndex) -> None:
        """Let go of an editor that is closed."""
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Fill the field; what the clerk has typed already stays when the row changes under it."""
        typed = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(typed)
            editor.selectAll()
        elif isinstance(editor, QComboBox) and not editor.property(_IS_FILLED):
            editor.setCurrentIndex(max(0, editor.findData(typed)))
            editor.setProperty(_IS_FILLED, True)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Hand on what was typed; a field that was only looked at says nothing."""
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)
        elif isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Lay the field over its cell, wide enough to type in."""
        rect = QRect(option.rect)
        key = self._model.key(index)
        if key is not None and key.kind is RowKind.SECTION:
            rect = QRect(PADDING // 2, rect.top(), self._tree.viewport().width() - PADDING, rect.height())
        elif key is not None and key.kind is RowKind.DOCUMENT:
            rect.setLeft(rect.left() + _ICON + PADDING - 2)
            rect.setWidth(self._subject_width(RowKind.DOCUMENT) + PADDING)
        if isinstance(editor, QComboBox):
            rect.setWidth(max(rect.width(), editor.sizeHint().width()))
        rect.setWidth(max(rect.width(), _LEAST_EDITOR))
        if index.column() > Column.LEAD:
            # These cells have one line, at the top of their row.
            rect.setHeight(min(rect.height(), self.row_height()))
        rect.setHeight(max(rect.height(), editor.sizeHint().height()))
        rect.moveRight(min(rect.right(), self._tree.viewport().width() - 1))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Take Enter as the end of editing at once, so that what follows meets the new value."""
        if (
            isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() == Qt.FocusReason.ActiveWindowFocusReason
            and self._model.draft_id
        ):
            # The clerk fetches the subject of a new item from another window.
            return False
        if (
            isinstance(editor, QLineEdit | QComboBox)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(editor, event)

    def _form_list(self, parent: QWidget) -> QComboBox:
        combo = QComboBox(parent)
        for form in Form:
            combo.addItem(form_words(form) or self.tr("No form"), form.value)
        combo.setAccessibleName(self.tr("Form"))
        return combo

    def _field(self, parent: QWidget, column: Column) -> QLineEdit:
        field = QLineEdit(parent)
        field.setAccessibleName(str(self._model.headerData(column, Qt.Orientation.Horizontal)))
        if column in (Column.TIME, Column.MINUTES):
            field.textEdited.connect(
                lambda text: self._mark(field, bool(self._model.what_is_wrong(column, text)))
            )
        return field

    def _mark(self, field: QLineEdit, is_wrong: bool) -> None:
        field.setProperty("invalid", "true" if is_wrong else "false")
        palette = field.palette()
        colours = theme().colours
        palette.setColor(QPalette.ColorRole.Text, QColor(colours.error if is_wrong else colours.text))
        field.setPalette(palette)
        field.style().unpolish(field)
        field.style().polish(field)


@functools.lru_cache(maxsize=8192)
def _wrapped(words: str, width: int, font_words: str) -> tuple[str, ...]:
    """Break words into lines of at most ``width`` pixels; what does not fit the last line is left off."""
    font = QFont()
    font.fromString(font_words)
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(words) <= width:
        return (words,)
    lines: list[str] = []
    rest = breakable(words)
    while rest and len(lines) < _MOST_LINES - 1:
        count = 1
        while count < len(rest) and metrics.horizontalAdvance("".join(rest[: count + 1]).rstrip()) <= width:
            count += 1
        lines.append("".join(rest[:count]).rstrip())
        rest = rest[count:]
    if rest:
        lines.append("".join(rest).rstrip())
    # Eliding counts more strictly than measuring, and would cut what just fits.
    return tuple(
        metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
        if metrics.horizontalAdvance(line) > width
        else line
        for line in lines
    )
