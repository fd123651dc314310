"""Fields for the date and the clock time of a meeting, typed as a clerk writes them.

They understand what the inspector's fields do (``typed_values``), but put nothing back: a form that
is about to begin a meeting must not go on with another date than the one that was typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QWidget

from packbuilder.app.theme import SPACE, theme
from packbuilder.app.typed_values import Standing, Typed, clock_typed, date_typed
from packbuilder.meeting.printed_times import clock_words, day_and_date_words

_EARLIEST = QDate(1974, 4, 1)
"""No council as they are now is older."""
_LATEST = QDate(2199, 12, 31)
_CALENDAR_LINES_WIDE, _CALENDAR_LINES_HIGH = 20, 15

_Value = TypeVar("_Value")


class TypedField(QLineEdit, Generic[_Value]):
    """A line that reads its text as a value, and writes that out in full when the clerk leaves it.

    Text that is not understood stays. It is red once no more typing makes it right, or once the
    clerk has left it.
    """

    value_changed = Signal()
    """Something else was typed or shown: ``value`` and ``problem`` say what it comes to."""

    def __init__(
        self,
        value: _Value,
        read: Callable[[str], Typed[_Value]],
        write: Callable[[_Value], str],
        parent: QWidget | None = None,
    ) -> None:
        """Show a value.

        Args:
            value: The first one.
            read: Understands typed text.
            write: Writes a value out in full.
            parent: Whose it is.
        """
        super().__init__(parent)
        self._read = read
        self._write = write
        self._value: _Value | None = value
        self.how_to_write = ""
        """What to say of text that is not understood."""
        self.problem = ""
        """What is wrong with the text, or ""."""
        self.setText(write(value))
        self.setCursorPosition(0)
        self.textEdited.connect(lambda _: self._take(has_left=False))
        self.returnPressed.connect(self.settle)

    @property
    def value(self) -> _Value | None:
        """What the text means, or None where it is not understood."""
        return self._value

    @property
    def is_written_out(self) -> bool:
        """Whether the text is the value in full, and not a short way to write it."""
        return self._value is not None and self.text() == self._write(self._value)

    def show_value(self, value: _Value) -> None:
        """Show another value."""
        self.setText(self._write(value))
        self.setCursorPosition(0)
        self._take(has_left=True)

    def settle(self) -> None:
        """Write the value out in full; where there is none, say so."""
        if self._value is not None:
            if not self.is_written_out:
                self.show_value(self._value)
        elif not self.problem:
            self._take(has_left=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the value out in full; where there is none, say so."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.settle()

    def _take(self, *, has_left: bool) -> None:
        typed = self._read(self.text())
        self._value = typed.value
        is_wrong = typed.value is None and (has_left or typed.standing is Standing.WRONG)
        self.problem = self.how_to_write if is_wrong else ""
        if self.property("invalid") is not is_wrong:
            self.setProperty("invalid", is_wrong)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setAccessibleDescription(self.problem)
        self.value_changed.emit()


class ClockField(TypedField[dt.time]):
    """A clock time such as "6.30 pm"."""

    def __init__(self, time: dt.time, parent: QWidget | None = None) -> None:
        """Show a time."""
        super().__init__(time, clock_typed, clock_words, parent)
        self.how_to_write = self.tr("Write a time such as 2.40 pm or 14:40.")


class DateField(TypedField[dt.date]):
    """A date such as "Tuesday 20 June 2023", typed or chosen in the calendar (Alt+Down or F4).

    Where no year is typed, it is that of the date shown before.
    """

    def __init__(self, date: dt.date, parent: QWidget | None = None) -> None:
        """Show a date."""
        self._near = date
        super().__init__(date, lambda text: date_typed(text, self._near.year), day_and_date_words, parent)
        self.how_to_write = self.tr("Write a date such as 20 June 2027.")
        self.calendar: QCalendarWidget | None = None
        said = self.tr("Choose from a calendar (Alt+Down)")
        self.button = self.addAction(theme().icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        self.button.setText(said)
        self.button.setToolTip(said)
        theme().keep_icon(self.button, "calendar")
        self.button.triggered.connect(self.open_calendar)

    def show_value(self, value: dt.date) -> None:
        """Show another date."""
        self._near = value
        super().show_value(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with the keys of date fields everywhere."""
        is_alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if is_alt_down or event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Open the calendar under the field, at its date."""
        if self.calendar is None:
            self.calendar = self._made_calendar()
            theme().changed.connect(self._colour_days)
        self._colour_days()
        near = self._value or self._near
        self.calendar.setSelectedDate(QDate(near.year, near.month, near.day))
        size = self.calendar.sizeHint().expandedTo(self.calendar.minimumSize())
        below = self.mapToGlobal(QPoint(0, self.height() + SPACE // 2))
        screen = self.screen().availableGeometry()
        below.setX(max(screen.left(), min(below.x(), screen.right() - size.width())))
        if below.y() + size.height() > screen.bottom():
            above = self.mapToGlobal(QPoint(0, 0)).y() - size.height() - SPACE // 2
            below.setY(max(screen.top(), above))
        self.calendar.resize(size)
        self.calendar.move(below)
        self.calendar.show()
        self.calendar.setFocus()

    def _made_calendar(self) -> QCalendarWidget:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setDateRange(_EARLIEST, _LATEST)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        calendar.setAccessibleName(self.tr("Calendar"))
        # Left alone it is too low for six weeks.
        line = self.fontMetrics().lineSpacing()
        calendar.setMinimumSize(line * _CALENDAR_LINES_WIDE, line * _CALENDAR_LINES_HIGH)
        calendar.setStyleSheet(
            "QWidget#qt_calendar_navigationbar { background: palette(window); }"
            "QToolButton { font-weight: 600; padding: 4px 8px; }"
            "QToolButton::menu-indicator { image: none; }"
            "QTableView { border: none; border-radius: 0; }"
        )
        for name, icon, said in (
            ("qt_calendar_prevmonth", "chevron-left", self.tr("Month before")),
            ("qt_calendar_nextmonth", "chevron-right", self.tr("Month after")),
        ):
            button = calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setAccessibleName(said)
                button.setToolTip(said)
                theme().keep_icon(button, icon)
        calendar.clicked.connect(self._choose)
        calendar.activated.connect(self._choose)
        return calendar

    def _choose(self) -> None:
        if self.calendar is not None and self.calendar.isVisible():
            self.calendar.hide()
            chosen = self.calendar.selectedDate()
            self.setFocus()
            self.show_value(dt.date(chosen.year(), chosen.month(), chosen.day()))

    def _colour_days(self) -> None:
        if self.calendar is None:
            return
        plain, weekend, head = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(theme().colours.text))
        for muted in (weekend, head):
            muted.setForeground(QColor(theme().colours.muted))
        for day in Qt.DayOfWeek:
            is_weekend = day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)
            self.calendar.setWeekdayTextFormat(day, weekend if is_weekend else plain)
        self.calendar.setHeaderTextFormat(head)
