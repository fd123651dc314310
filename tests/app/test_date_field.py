from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.date_field import ClockField, DateField
from packbuilder.app.inspector import fields as inspector_fields
from packbuilder.app.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def shown(field: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus()


def write(field: QLineEdit, words: str) -> None:
    """Write over what is there, and leave the field."""
    field.selectAll()
    QTest.keyClicks(field, words) if words else QTest.keyClick(field, Qt.Key.Key_Backspace)
    field.clearFocus()


DATES = (
    "17/06/2027",
    "17.6.2027",
    "17-6-27",
    "17 Jun 2027",
    "17 June",
    "17th of June 2027",
    "Thu 17 June 2027",
    "2027-06-17",
)
TIMES = {
    "18:30": dt.time(18, 30),
    "18.30": dt.time(18, 30),
    "1830": dt.time(18, 30),
    "6.30 pm": dt.time(18, 30),
    "6:30pm": dt.time(18, 30),
    "6.30": dt.time(18, 30),
    "10am": dt.time(10),
    "10": dt.time(10),
    "2pm": dt.time(14),
    "noon": dt.time(12),
}


@pytest.mark.parametrize("words", DATES)
def test_a_date_is_understood_as_the_inspector_does_and_written_out(
    look: Theme, qtbot: QtBot, words: str
) -> None:
    date = DateField(dt.date(2027, 4, 8))
    shown(date, qtbot)
    write(date, words)
    other = inspector_fields.DateField(may_be_empty=False)
    shown(other, qtbot)
    other.show_value(dt.date(2027, 4, 8))
    with qtbot.waitSignal(other.committed) as committed:
        write(other.line, words)

    assert committed.args == [date.value] == [dt.date(2027, 6, 17)]
    assert date.text() == "Thursday 17 June 2027"
    assert date.problem == ""


@pytest.mark.parametrize("words", TIMES)
def test_a_time_is_understood_as_the_inspector_does_and_written_out(
    look: Theme, qtbot: QtBot, words: str
) -> None:
    time = ClockField(dt.time(14, 5))
    shown(time, qtbot)
    write(time, words)
    other = inspector_fields.ClockField()
    shown(other, qtbot)
    other.show_value(dt.time(14, 5))
    with qtbot.waitSignal(other.committed) as committed:
        write(other, words)

    assert committed.args == [time.value] == [TIMES[words]]
    assert time.text() == other.text()


@pytest.mark.parametrize("words", ["31/06/2027", "17 Jux 2027", "soon", "17", "17 Ju", ""])
def test_what_is_no_date_stays_and_is_red(look: Theme, qtbot: QtBot, words: str) -> None:
    date = DateField(dt.date(2027, 4, 8))
    shown(date, qtbot)
    write(date, words)

    assert date.text() == words
    assert date.value is None
    assert date.property("invalid") is True
    assert date.problem == date.accessibleDescription() == "Write a date such as 20 June 2027."


def test_a_date_that_is_only_begun_is_not_red_yet(look: Theme, qtbot: QtBot) -> None:
    date = DateField(dt.date(2027, 4, 8))
    shown(date, qtbot)
    date.selectAll()
    QTest.keyClicks(date, "17 Ju")

    assert date.value is None
    assert date.property("invalid") is not True
    QTest.keyClicks(date, "n 2027")
    assert date.value == dt.date(2027, 6, 17)


def test_the_calendar_shows_all_weeks_and_begins_on_monday(look: Theme, qtbot: QtBot) -> None:
    date = DateField(dt.date(2026, 8, 1))
    shown(date, qtbot)
    QTest.keyClick(date, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = date.calendar
    assert calendar is not None
    qtbot.waitUntil(calendar.isVisible)
    days = calendar.findChildren(QTableView)[0]

    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    qtbot.waitUntil(lambda: days.rowHeight(6) >= date.fontMetrics().height())
    assert days.rowViewportPosition(6) + days.rowHeight(6) <= days.viewport().height()
    assert date.value == dt.date(2026, 8, 1)


def test_a_day_is_chosen_from_the_calendar_with_the_keys(look: Theme, qtbot: QtBot) -> None:
    date = DateField(dt.date(2027, 6, 10))
    shown(date, qtbot)
    date.button.trigger()
    calendar = date.calendar
    assert calendar is not None
    days = calendar.findChildren(QTableView)[0]
    QTest.keyClick(days, Qt.Key.Key_Down)
    with qtbot.waitSignal(date.value_changed):
        QTest.keyClick(days, Qt.Key.Key_Return)

    assert not calendar.isVisible()
    assert date.text() == "Thursday 17 June 2027"


def test_the_arrows_of_the_calendar_have_names_and_weekends_are_not_red(look: Theme, qtbot: QtBot) -> None:
    date = DateField(dt.date(2026, 6, 18))
    shown(date, qtbot)
    date.open_calendar()
    calendar = date.calendar
    assert calendar is not None
    names = {button.accessibleName() for button in calendar.findChildren(QToolButton)}

    assert {"Month before", "Month after"} <= names
    look.want(Qt.ColorScheme.Dark)
    try:
        colour = calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color()
        assert colour.name() == look.colours.muted
    finally:
        look.want(Qt.ColorScheme.Unknown)
