from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTimeEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from packbuilder.app.new_meeting_dialog import (
    NewMeeting,
    NewMeetingDialog,
    NextMeeting,
    NextMeetingDialog,
    usual_date,
)
from packbuilder.app.theme import Theme
from packbuilder.assets import resource
from packbuilder.storage.description import read_description

TODAY = dt.date(2026, 6, 1)


def shown(dialog: QDialog, qtbot: QtBot) -> None:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()


def new_dialog(
    qtbot: QtBot, template: str = "health-and-wellbeing-board", council: str = ""
) -> NewMeetingDialog:
    dialog = NewMeetingDialog(template, ["Anytown", "Anytown large print"], council=council, today=TODAY)
    shown(dialog, qtbot)
    return dialog


def begin_button(dialog: QDialog) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.property("primary") == "true")


def field(dialog: QDialog, label: str) -> QWidget:
    buddy = next(
        each.buddy() for each in dialog.findChildren(QLabel) if each.text().replace("&", "") == label
    )
    assert buddy is not None
    return buddy


def text_field(dialog: QDialog, label: str) -> QLineEdit:
    found = field(dialog, label)
    assert isinstance(found, QLineEdit)
    return found


def test_a_new_meeting_is_what_the_clerk_wrote(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot)
    QTest.keyClicks(text_field(dialog, "Council"), "Anytown Council ")
    date, time, style = field(dialog, "Date"), field(dialog, "Time"), field(dialog, "House style")
    assert isinstance(date, QDateEdit)
    assert isinstance(time, QTimeEdit)
    assert isinstance(style, QComboBox)
    date.setDate(QDate(2026, 9, 15))
    style.setCurrentText("Anytown")

    with qtbot.waitSignal(dialog.begun) as begun:
        QTest.mouseClick(begin_button(dialog), Qt.MouseButton.LeftButton)

    assert begun.args == [
        NewMeeting(
            template_name="health-and-wellbeing-board",
            council="Anytown Council",
            body="Health and Wellbeing Board",
            date=dt.date(2026, 9, 15),
            time=dt.time(14),
            style_name="Anytown",
        )
    ]


def test_square_brackets_of_a_template_are_never_taken_for_a_name(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot, "blank")

    assert text_field(dialog, "Council").text() == ""
    assert text_field(dialog, "Body").text() == ""
    assert text_field(dialog, "Council").placeholderText()
    assert not begin_button(dialog).isEnabled()
    QTest.keyClicks(text_field(dialog, "Council"), "Anytown Council")
    assert not begin_button(dialog).isEnabled()
    QTest.keyClicks(text_field(dialog, "Body"), "Licensing Panel")
    assert begin_button(dialog).isEnabled()


def test_another_template_fills_in_its_body_and_time_but_not_over_the_clerks_words(
    look: Theme, qtbot: QtBot
) -> None:
    dialog = new_dialog(qtbot)
    template, time = field(dialog, "Template"), field(dialog, "Time")
    assert isinstance(template, QComboBox)
    assert isinstance(time, QTimeEdit)
    template.setCurrentText("Cabinet")
    assert text_field(dialog, "Body").text() == "Cabinet"
    assert (time.time().hour(), time.time().minute()) == (18, 0)

    text_field(dialog, "Body").clear()
    QTest.keyClicks(text_field(dialog, "Body"), "Executive")
    template.setCurrentText("Overview and scrutiny")
    assert text_field(dialog, "Body").text() == "Executive"


def test_the_council_of_the_last_meeting_is_proposed(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot, council="Wealdmere Council")

    assert text_field(dialog, "Council").text() == "Wealdmere Council"
    assert begin_button(dialog).isEnabled()


def test_enter_begins_and_escape_does_not(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot, council="Wealdmere Council")
    with qtbot.waitSignal(dialog.begun):
        QTest.keyClick(text_field(dialog, "Body"), Qt.Key.Key_Return)

    other = new_dialog(qtbot, council="Wealdmere Council")
    with qtbot.assertNotEmitted(other.begun):
        QTest.keyClick(other, Qt.Key.Key_Escape)
    assert not other.isVisible()


@pytest.mark.parametrize(
    ("today", "date"),
    [
        (dt.date(2026, 6, 1), dt.date(2026, 6, 29)),
        (dt.date(2026, 6, 6), dt.date(2026, 7, 6)),  # not on a Saturday
        (dt.date(2026, 11, 27), dt.date(2026, 12, 29)),  # not at Christmas, nor the bank holiday after it
    ],
)
def test_the_proposed_date_is_one_on_which_a_council_meets(today: dt.date, date: dt.date) -> None:
    assert usual_date(today) == date


def test_weekday_and_deadline_follow_the_date(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot)
    date = field(dialog, "Date")
    assert isinstance(date, QDateEdit)
    date.setDate(QDate(2023, 6, 20))

    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "A Tuesday. Publish by Monday 12 June 2023 (five clear days)" in said


def test_styles_are_asked_for_only_where_there_are_some(look: Theme, qtbot: QtBot) -> None:
    dialog = NewMeetingDialog("cabinet", today=TODAY)
    shown(dialog, qtbot)
    assert not field(dialog, "House style").isVisible()
    assert field(new_dialog(qtbot), "House style").isVisible()


def test_the_next_meeting_shows_what_comes_along_and_what_is_cleared(look: Theme, qtbot: QtBot) -> None:
    last = read_description(resource("sample/meeting.toml"))
    dialog = NextMeetingDialog(Path("/meetings/March.meeting"), last)
    shown(dialog, qtbot)
    said = {
        label.accessibleName(): label.text()
        for label in dialog.findChildren(QLabel)
        if label.accessibleName()
    }

    assert "16 members" in said["What comes along"]
    assert "18 March 2027" in said["What comes along"]
    assert "11 documents" in said["What is cleared"]
    with qtbot.waitSignal(dialog.begun) as begun:
        QTest.mouseClick(begin_button(dialog), Qt.MouseButton.LeftButton)
    assert begun.args == [NextMeeting(Path("/meetings/March.meeting"), dt.date(2027, 6, 17))]


def test_the_next_meeting_cannot_be_before_the_last(look: Theme, qtbot: QtBot) -> None:
    last = read_description(resource("sample/meeting.toml"))
    dialog = NextMeetingDialog(Path("/meetings/March.meeting"), last, proposed=dt.date(2027, 5, 4))
    shown(dialog, qtbot)
    date = field(dialog, "Date of the next")
    assert isinstance(date, QDateEdit)
    assert begin_button(dialog).isEnabled()

    date.setDate(QDate(2027, 3, 18))

    assert not begin_button(dialog).isEnabled()
    assert any("not after the last meeting" in label.text() for label in dialog.findChildren(QLabel))
