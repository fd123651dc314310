"""Fields of the inspector's forms: each shows a value, and says when the clerk has given another.

All keep to one contract. ``show_value`` puts a value in, and does nothing where it is the one the
field last knew: an unrelated change of the meeting never disturbs what is being typed. ``committed``
tells a new good value, at each keystroke for text, once it is whole for dates and times. Text that
is no value shows red with a word on why, and is put back when the clerk leaves.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.theme import SPACE, theme
from packbuilder.app.typed_values import Standing, Typed, clock_typed, date_typed, minutes_typed
from packbuilder.meeting.printed_times import clock_words, date_words, day_and_date_words

_NOT_SHOWN_YET = object()

_ROUND_TEXT = 24
"""What the frame of a field of one line takes of its width."""

_TEXT_MARGIN = 2
"""What fields of one line leave beside their text, so that those of several stand in line with them."""


def is_undo_or_redo(event: QKeyEvent) -> bool:
    """Whether keys mean Undo or Redo, which are the meeting's and not a field's own."""
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def _leaves_undo_alone(event: QEvent) -> bool:
    is_override = event.type() is QEvent.Type.ShortcutOverride
    return is_override and isinstance(event, QKeyEvent) and is_undo_or_redo(event)


def set_flag(widget: QWidget, name: str, value: bool) -> None:
    """Set a property that the style sheet looks at, and have it look again."""
    if widget.property(name) is not value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class LineField(QLineEdit):
    """A field of one line that reads its text as a value of some kind."""

    committed = Signal(object)
    """A new value."""

    problem = Signal(str)
    """What is wrong with the text, or ""."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        read: Callable[[str], Typed[Any]],
        write: Callable[[Any], str],
        what_is_wrong: str = "",
        may_be_empty: bool = True,
        empty: object = None,
    ) -> None:
        """Begin with nothing shown.

        Args:
            parent: Whose it is.
            read: Understands typed text.
            write: Writes a value; never asked for the empty one.
            what_is_wrong: What to say of text that is no value.
            may_be_empty: Whether no text is a value, ``empty``.
            empty: The value of no text.
        """
        super().__init__(parent)
        self._read = read
        self._write = write
        self._what_is_wrong = what_is_wrong
        self._may_be_empty = may_be_empty
        self._empty = empty
        self._value: object = _NOT_SHOWN_YET
        self.visit = 0
        self.setMinimumWidth(0)
        self.textEdited.connect(self._take_typing)
        self.returnPressed.connect(self._settle_or_complain)

    def show_value(self, value: object) -> None:
        """Show a value, unless it is the one that was last shown or typed."""
        if value != self._value:
            self._value = value
            self._put_back()

    def settle(self) -> None:
        """Take text that has a meaning by now, and put back the last good value otherwise."""
        typed = self._typed()
        if typed.standing in (Standing.WHOLE, Standing.ENOUGH) and self.text() != self._words():
            self._commit(typed.value)
        self._put_back()

    def event(self, event: QEvent) -> bool:
        """Leave Undo and Redo to the window."""
        if _leaves_undo_alone(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Undo and Redo to the window; Esc puts back the last good value."""
        if is_undo_or_redo(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._words():
            self._put_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write the value as the width allows."""
        super().resizeEvent(event)
        if not self.hasFocus():
            self._put_back()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin a visit: what is typed in one visit is undone as one."""
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.visit += 1
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take text that has a meaning by now, and put back the last good value otherwise."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.MenuBarFocusReason,
        ):
            self.settle()

    def _typed(self) -> Typed[Any]:
        text = self.text()
        if not text.strip():
            return Typed(Standing.WHOLE, self._empty) if self._may_be_empty else Typed(Standing.WRONG)
        return self._read(text)

    def _take_typing(self) -> None:
        typed = self._typed()
        self._say(self._what_is_wrong if typed.standing is Standing.WRONG else "")
        if typed.standing is Standing.WHOLE:
            self._commit(typed.value)

    def _settle_or_complain(self) -> None:
        typed = self._typed()
        if typed.standing in (Standing.WRONG, Standing.BEGUN):
            self._say(self._what_is_wrong)
        else:
            self.settle()

    def _commit(self, value: object) -> None:
        if value != self._value and not self.isReadOnly():
            self._value = value
            self.committed.emit(value)

    def _words(self) -> str:
        if self._value is _NOT_SHOWN_YET or self._value == self._empty:
            return ""
        return self._write(self._value)

    def _put_back(self) -> None:
        words = self._words()
        if words != self.text():
            place = self.cursorPosition()
            self.setText(words)
            self.setCursorPosition(min(place, len(words)) if self.hasFocus() else 0)
        self._say("")

    def _say(self, problem: str) -> None:
        set_flag(self, "invalid", bool(problem))
        self.setAccessibleDescription(problem)
        self.problem.emit(problem)


class ClockField(LineField):
    """A clock time, or None; ``after`` is what it most likely follows, for a time without am or pm."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with no time."""
        super().__init__(parent, read=self._read_clock, write=clock_words, what_is_wrong="")
        self.after: dt.time | None = None
        self._what_is_wrong = self.tr("Write a time such as 2.40 pm or 14:40.")

    def _read_clock(self, text: str) -> Typed[dt.time]:
        return clock_typed(text, self.after)


class MinutesField(LineField):
    """A duration in minutes, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with no duration."""
        super().__init__(parent, read=minutes_typed, write=lambda value: str(value), what_is_wrong="")
        self._what_is_wrong = self.tr("Write a number of minutes, such as 25.")


class DateField(QWidget):
    """A date, written out with its weekday, and a calendar to choose it from."""

    committed = Signal(object)
    """A new date, or None."""

    def __init__(self, parent: QWidget | None = None, *, may_be_empty: bool) -> None:
        """Begin with no date."""
        super().__init__(parent)
        self._year = dt.date.today().year
        self._near: dt.date | None = None
        self.line = LineField(
            self,
            read=lambda text: date_typed(text, self._year),
            write=self._fitting_words,
            what_is_wrong=self.tr("Write a date such as 20 June 2023."),
            may_be_empty=may_be_empty,
        )
        self.line.committed.connect(self._take)
        self.button = QToolButton(self)
        self.button.setToolTip(self.tr("Choose from a calendar (Alt+Down)"))
        self.button.setAccessibleName(self.tr("Choose the date from a calendar"))
        theme().keep_icon(self.button, "calendar")
        self.button.clicked.connect(self.open_calendar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.calendar: QCalendarWidget | None = None

    @property
    def visit(self) -> int:
        """How often the clerk has come to the field."""
        return self.line.visit

    def show_value(self, date: dt.date | None, near: dt.date | None = None) -> None:
        """Show a date; the calendar opens at ``near`` where there is none."""
        self._near = date or near
        if self._near is not None:
            self._year = self._near.year
        self.line.show_value(date)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with Alt+Down, as date fields do everywhere."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Open the calendar under the field."""
        calendar = self._made_calendar()
        near = self._near or dt.date.today()
        calendar.setSelectedDate(near)  # type: ignore[arg-type]  # PySide takes Python dates
        below = self.mapToGlobal(QPoint(0, self.height() + SPACE // 2))
        size = calendar.sizeHint()
        screen = self.screen().availableGeometry()
        below.setX(max(screen.left(), min(below.x(), screen.right() - size.width())))
        if below.y() + size.height() > screen.bottom():
            below.setY(self.mapToGlobal(QPoint(0, 0)).y() - size.height() - SPACE // 2)
        calendar.move(below)
        calendar.show()
        calendar.setFocus()

    def _made_calendar(self) -> QCalendarWidget:
        if self.calendar is None:
            calendar = QCalendarWidget(self)
            calendar.setWindowFlag(Qt.WindowType.Popup)
            calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
            calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
            calendar.setAccessibleName(self.tr("Calendar"))
            calendar.clicked.connect(self._choose)
            calendar.activated.connect(self._choose)
            self.calendar = calendar
        return self.calendar

    def _choose(self) -> None:
        if self.calendar is None:
            return
        self.calendar.hide()
        chosen = self.calendar.selectedDate()
        date = dt.date(chosen.year(), chosen.month(), chosen.day())
        self.line.setFocus()
        if not self.line.isReadOnly():
            self.line.show_value(date)
            self.committed.emit(date)

    def _fitting_words(self, date: dt.date) -> str:
        """Return the date with its weekday, which is cut to "Wed" where the whole would not be seen."""
        words = day_and_date_words(date)
        room = self.line.width() - _ROUND_TEXT
        if not self.isVisible() or self.fontMetrics().horizontalAdvance(words) <= room:
            return words
        return f"{words[:3]} {date_words(date)}"

    def _take(self, date: object) -> None:
        self.committed.emit(date)


class LongField(QPlainTextEdit):
    """A field of several lines that grows with its text, so that nothing in it is ever hidden."""

    committed = Signal(object)
    """A new value."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        least_lines: int = 1,
        is_one_paragraph: bool = False,
        read: Callable[[str], object] = lambda text: text.strip(),
        write: Callable[[Any], str] = lambda value: str(value),
    ) -> None:
        """Begin empty.

        Args:
            parent: Whose it is.
            least_lines: How many lines it is high while it holds less.
            is_one_paragraph: Whether line breaks have no place in it: Enter is then not taken.
            read: Makes a value of the text.
            write: Writes a value.
        """
        super().__init__(parent)
        self._least_lines = least_lines
        self._is_one_paragraph = is_one_paragraph
        self._read = read
        self._write = write
        self._value: object = _NOT_SHOWN_YET
        self._is_being_shown = False
        self.visit = 0
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(0)
        self.document().setDocumentMargin(_TEXT_MARGIN)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self._take_typing)
        self._fit()

    def show_value(self, value: object) -> None:
        """Show a value, unless it is the one that was last shown or typed."""
        if value != self._value:
            self._value = value
            self._put_back()

    def text(self) -> str:
        """Return what it holds, a line for each paragraph."""
        return self.toPlainText()

    def event(self, event: QEvent) -> bool:
        """Leave Undo and Redo to the window."""
        if _leaves_undo_alone(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Undo and Redo to the window, and Enter too where there is one paragraph only."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_undo_or_redo(event) or (is_enter and self._is_one_paragraph):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text; into one paragraph it goes as one."""
        if source.hasText():
            text = source.text()
            self.insertPlainText(" ".join(text.split()) if self._is_one_paragraph else text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin a visit: what is typed in one visit is undone as one."""
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.visit += 1
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the value as it is kept, without spaces around it."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._put_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and be as high as that needs."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the text needs from the first moment."""
        super().showEvent(event)
        self._fit()

    def _take_typing(self) -> None:
        if not self._is_being_shown and not self.isReadOnly():
            value = self._read(self.text())
            if value != self._value:
                self._value = value
                self.committed.emit(value)

    def _put_back(self) -> None:
        words = "" if self._value is _NOT_SHOWN_YET else self._write(self._value)
        if words == self.text():
            return
        place = self.textCursor().position()
        self._is_being_shown = True
        self.setPlainText(words)
        self._is_being_shown = False
        if self.hasFocus():
            cursor = self.textCursor()
            cursor.setPosition(min(place, len(words)))
            self.setTextCursor(cursor)

    def _fit(self) -> None:
        # This layout measures its height in lines, wrapped ones counted.
        lines = max(self._least_lines, round(self.document().documentLayout().documentSize().height()))
        frame = self.height() - self.viewport().height() if self.isVisible() else 2 * (SPACE - 2)
        first = self.document().firstBlock().layout()
        spacing = float(self.fontMetrics().lineSpacing())
        if first.lineCount() > 0:
            spacing = max(spacing, first.lineAt(0).height())
        height = math.ceil(lines * spacing) + 2 * _TEXT_MARGIN + 1 + frame
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)


def text_field(parent: QWidget | None = None) -> LongField:
    """Return a field for one paragraph of plain text; spaces around it are not kept.

    It wraps: a long post or address is to be seen whole in a narrow pane.
    """
    return LongField(parent, is_one_paragraph=True)


class NumberedField(LongField):
    """Paragraphs, each with its number beside it: the recommendations of an item."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty; the value is a tuple of paragraphs."""
        super().__init__(
            parent,
            least_lines=2,
            read=lambda text: tuple(line.strip() for line in text.split("\n") if line.strip()),
            write=lambda value: "\n".join(value),
        )
        self.setViewportMargins(3 * SPACE, 0, 0, 0)
        self._numbers = QWidget(self)
        self._numbers.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._numbers.installEventFilter(self)
        self.updateRequest.connect(lambda rect, dy: self._numbers.update())
        theme().changed.connect(self._numbers.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the numbers beside the text."""
        super().resizeEvent(event)
        viewport = self.viewport().geometry()
        self._numbers.setGeometry(
            QRect(viewport.left() - 3 * SPACE, viewport.top(), 3 * SPACE, viewport.height())
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the numbers."""
        if watched is self._numbers and event.type() is QEvent.Type.Paint:
            self._draw_numbers()
            return True
        return super().eventFilter(watched, event)

    def _draw_numbers(self) -> None:
        painter = QPainter(self._numbers)
        painter.setPen(theme().colours.muted)
        painter.setFont(self.font())
        block: QTextBlock = self.firstVisibleBlock()
        number = 0
        while block.isValid():
            if block.text().strip():
                number += 1
                top = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
                where = QRect(0, top, 2 * SPACE, self.fontMetrics().lineSpacing())
                painter.drawText(where, Qt.AlignmentFlag.AlignRight, f"{number}.")
            block = block.next()
        painter.end()


class ChoiceField(QComboBox):
    """One of a few values."""

    committed = Signal(object)
    """The value that the clerk chose."""

    def __init__(self, choices: Sequence[tuple[object, str]], parent: QWidget | None = None) -> None:
        """Offer some values, each with the words that stand for it."""
        super().__init__(parent)
        self._values = [value for value, _ in choices]
        self.addItems([words for _, words in choices])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.activated.connect(lambda index: self.committed.emit(self._values[index]))

    def show_value(self, value: object) -> None:
        """Show a value."""
        index = self._values.index(value)
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Undo and Redo to the window."""
        if is_undo_or_redo(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form: scrolling over a field must not change it."""
        event.ignore()


class CheckField(QWidget):
    """A box to tick, with words that wrap."""

    committed = Signal(object)
    """Whether it is ticked now."""

    def __init__(self, words: str, parent: QWidget | None = None, *, explanation: str = "") -> None:
        """Begin not ticked.

        Args:
            words: What is true when it is ticked.
            parent: Whose it is.
            explanation: A plain sentence under the words.
        """
        super().__init__(parent)
        self.box = QCheckBox(self)
        self.box.setProperty("bare", True)
        self.box.setAccessibleName(words)
        self.box.setAccessibleDescription(explanation)
        self.box.clicked.connect(lambda is_ticked: self.committed.emit(is_ticked))
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.words = QLabel(words, self)
        self.words.setWordWrap(True)
        self.words.setBuddy(self.box)
        self.words.installEventFilter(self)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.words)
        self.more = muted_label(explanation, self)
        self.more.setVisible(bool(explanation))
        texts.addWidget(self.more)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        self.setFocusProxy(self.box)

    def show_value(self, is_ticked: bool) -> None:
        """Show whether it is ticked."""
        self.box.setChecked(is_ticked)

    def set_words(self, words: str) -> None:
        """Change what is true when it is ticked."""
        if self.words.text() != words:
            self.words.setText(words)
            self.box.setAccessibleName(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a click on the words as one on the box."""
        if watched is self.words and event.type() is QEvent.Type.MouseButtonRelease:
            is_left = isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.LeftButton
            if is_left and self.box.isEnabled():
                self.box.click()
                return True
        return super().eventFilter(watched, event)


def muted_label(words: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label that says more about what it stands by."""
    label = QLabel(words, parent)
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    return label


class ElidedLabel(QLabel):
    """A line that is shortened in its middle where it does not fit; the tooltip holds all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """Ask for no width."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()


def line_frame(parent: QWidget | None = None) -> QFrame:
    """Return a thin line between two parts of a form."""
    line = QFrame(parent)
    line.setProperty("role", "line")
    return line


def show_words(label: QLabel, words: str) -> None:
    """Change the words of a label; setting the same ones again would lay the form out anew."""
    if label.text() != words:
        label.setText(words)
