from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QToolButton
from pytestqt.qtbot import QtBot

from packbuilder.app.date_field import DateField
from packbuilder.app.theme import Theme


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_calendar_shows_all_weeks_and_begins_on_monday(look: Theme, qtbot: QtBot) -> None:
    date = DateField(dt.date(2026, 8, 1))
    qtbot.addWidget(date)
    with qtbot.waitExposed(date):
        date.show()
    QTest.mouseClick(date, Qt.MouseButton.LeftButton, pos=QPoint(date.width() - 12, date.height() // 2))
    calendar = date.calendarWidget()
    qtbot.waitUntil(calendar.isVisible)
    days = calendar.findChildren(QTableView)[0]

    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    qtbot.waitUntil(lambda: days.rowHeight(6) >= date.fontMetrics().height())
    assert days.rowViewportPosition(6) + days.rowHeight(6) <= days.viewport().height()
    assert date.value == dt.date(2026, 8, 1)


def test_a_date_is_typed_part_by_part(look: Theme, qtbot: QtBot) -> None:
    date = DateField(dt.date(2026, 6, 18))
    qtbot.addWidget(date)
    with qtbot.waitExposed(date):
        date.show()
    date.setFocus()
    date.setSelectedSection(DateField.Section.DaySection)
    QTest.keyClicks(date, "23")
    date.setSelectedSection(DateField.Section.YearSection)
    QTest.keyClicks(date, "2027")

    assert date.value == dt.date(2027, 6, 23)


def test_the_arrows_of_the_calendar_have_names_and_weekends_are_not_red(look: Theme, qtbot: QtBot) -> None:
    date = DateField(dt.date(2026, 6, 18))
    qtbot.addWidget(date)
    calendar = date.calendarWidget()
    names = {button.accessibleName() for button in calendar.findChildren(QToolButton)}

    assert {"Month before", "Month after"} <= names
    look.want(Qt.ColorScheme.Dark)
    try:
        colour = calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color()
        assert colour.name() == look.colours.muted
    finally:
        look.want(Qt.ColorScheme.Unknown)
