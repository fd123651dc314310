"""A field for a date, with a calendar to choose it in that looks like the rest of the window."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QToolButton, QWidget

from packbuilder.app.theme import theme

_EARLIEST = QDate(1974, 4, 1)
"""No council as they are now is older."""
_LATEST = QDate(2199, 12, 31)
_CALENDAR_LINES_WIDE, _CALENDAR_LINES_HIGH = 20, 15


class DateField(QDateEdit):
    """A date such as "20 June 2023", typed part by part or chosen in the calendar (F4)."""

    def __init__(self, date: dt.date, parent: QWidget | None = None) -> None:
        """Show a date."""
        super().__init__(QDate(date.year, date.month, date.day), parent)
        # With the weekday in it, Qt would refuse every other day that is typed.
        self.setDisplayFormat("d MMMM yyyy")
        self.setDateRange(_EARLIEST, _LATEST)
        self.setCalendarPopup(True)
        calendar = self.calendarWidget()
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
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
        self._colour_days()
        theme().changed.connect(self._colour_days)

    @property
    def value(self) -> dt.date:
        """The date in the field."""
        date = self.date()
        return dt.date(date.year(), date.month(), date.day())

    def _colour_days(self) -> None:
        calendar = self.calendarWidget()
        plain, weekend = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(theme().colours.text))
        weekend.setForeground(QColor(theme().colours.muted))
        for day in Qt.DayOfWeek:
            is_weekend = day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)
            calendar.setWeekdayTextFormat(day, weekend if is_weekend else plain)
        head = QTextCharFormat()
        head.setForeground(QColor(theme().colours.muted))
        calendar.setHeaderTextFormat(head)
