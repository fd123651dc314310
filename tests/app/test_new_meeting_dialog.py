from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
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


def write(field: QLineEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)


def said(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.text()]


def test_a_new_meeting_is_what_the_clerk_wrote(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot)
    QTest.keyClicks(text_field(dialog, "Council"), "Anytown Council ")
    style = field(dialog, "House style")
    assert isinstance(style, QComboBox)
    write(text_field(dialog, "Date"), "15/09/2026")
    write(text_field(dialog, "Time"), "14:30")
    write(text_field(dialog, "Venue"), " Council Chamber")
    style.setCurrentText("Anytown")

    with qtbot.waitSignal(dialog.begun) as begun:
        QTest.mouseClick(begin_button(dialog), Qt.MouseButton.LeftButton)

    assert begun.args == [
        NewMeeting(
            template_name="health-and-wellbeing-board",
            council="Anytown Council",
            body="Health and Wellbeing Board",
            date=dt.date(2026, 9, 15),
            time=dt.time(14, 30),
            style_name="Anytown",
            venue="Council Chamber",
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
    template = field(dialog, "Template")
    assert isinstance(template, QComboBox)
    template.setCurrentText("Cabinet")
    assert text_field(dialog, "Body").text() == "Cabinet"
    assert text_field(dialog, "Time").text() == "6.00 pm"

    write(text_field(dialog, "Time"), "10am")
    write(text_field(dialog, "Body"), "Executive")
    template.setCurrentText("Overview and scrutiny")
    assert text_field(dialog, "Body").text() == "Executive"
    assert text_field(dialog, "Time").text() == "10.00 am"


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


def test_weekday_and_deadline_follow_the_date_while_it_is_typed(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot)
    write(text_field(dialog, "Date"), "20/6/2023")
    assert "Tuesday 20 June 2023. Publish by Monday 12 June 2023 (five clear days)" in said(dialog)

    text_field(dialog, "Body").setFocus()
    assert text_field(dialog, "Date").text() == "Tuesday 20 June 2023"
    assert "Publish by Monday 12 June 2023 (five clear days)" in said(dialog)


@pytest.mark.parametrize(
    ("label", "typed", "wrong"),
    [
        ("Date", "17 Jux 2027", "Write a date such as 20 June 2027."),
        ("Date", "17 Ju", "Write a date such as 20 June 2027."),
        ("Time", "25:00", "Write a time such as 2.40 pm or 14:40."),
    ],
)
def test_a_date_or_time_that_is_not_understood_begins_nothing_and_stays(
    look: Theme, qtbot: QtBot, label: str, typed: str, wrong: str
) -> None:
    dialog = new_dialog(qtbot, council="Wealdmere Council")
    write(text_field(dialog, label), typed)
    assert not begin_button(dialog).isEnabled()
    with qtbot.assertNotEmitted(dialog.begun):
        QTest.keyClick(text_field(dialog, label), Qt.Key.Key_Return)
    text_field(dialog, "Body").setFocus()

    assert text_field(dialog, label).text() == typed
    assert text_field(dialog, label).property("invalid") is True
    assert said(dialog).count(wrong) == 1


def test_beside_the_button_stands_why_it_is_grey(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot, "blank")
    assert "Write the council's name first." in said(dialog)
    QTest.keyClicks(text_field(dialog, "Council"), "Anytown Council")
    assert "Write the body's name first." in said(dialog)
    QTest.keyClicks(text_field(dialog, "Body"), "Licensing Panel")
    assert not any("first." in words for words in said(dialog))


def test_on_a_small_screen_the_form_scrolls_and_the_buttons_stay(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot)
    dialog.resize(dialog.width(), 340)

    assert dialog.height() == 340
    begin = begin_button(dialog)
    assert begin.mapTo(dialog, begin.rect().bottomLeft()).y() < 340


def test_fields_are_of_one_height_and_labels_on_their_middle(look: Theme, qtbot: QtBot) -> None:
    dialog = new_dialog(qtbot)
    pairs = [(each, each.buddy()) for each in dialog.findChildren(QLabel) if each.buddy() is not None]

    assert len({buddy.height() for _, buddy in pairs}) == 1
    for label, buddy in pairs:
        assert abs(label.geometry().center().y() - buddy.geometry().center().y()) <= 1, label.text()


def test_styles_are_asked_for_only_where_there_are_some(look: Theme, qtbot: QtBot) -> None:
    dialog = NewMeetingDialog("cabinet", today=TODAY)
    shown(dialog, qtbot)
    assert not any("style" in words for words in said(dialog))
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
    assert "12 documents" in said["What is cleared"]
    with qtbot.waitSignal(dialog.begun) as begun:
        QTest.mouseClick(begin_button(dialog), Qt.MouseButton.LeftButton)
    assert begun.args == [NextMeeting(Path("/meetings/March.meeting"), dt.date(2027, 6, 17))]


def test_the_next_meeting_cannot_be_before_the_last(look: Theme, qtbot: QtBot) -> None:
    last = read_description(resource("sample/meeting.toml"))
    dialog = NextMeetingDialog(Path("/meetings/March.meeting"), last, proposed=dt.date(2027, 5, 4))
    shown(dialog, qtbot)
    assert begin_button(dialog).isEnabled()

    write(text_field(dialog, "Date of the next"), "18/3/2027")

    assert not begin_button(dialog).isEnabled()
    assert "This is not after the last meeting." in said(dialog)
    assert "Choose a later date." in said(dialog)


def test_the_next_date_says_how_it_was_worked_out_until_it_is_another(look: Theme, qtbot: QtBot) -> None:
    last = read_description(resource("sample/meeting.toml"))
    dialog = NextMeetingDialog(Path("/meetings/March.meeting"), last)
    shown(dialog, qtbot)
    how = "The third Thursday, three months after the last meeting."
    assert any(how in words for words in said(dialog))

    write(text_field(dialog, "Date of the next"), "24 June 2027")
    assert not any(how in words for words in said(dialog))
    with qtbot.waitSignal(dialog.begun) as begun:
        QTest.keyClick(text_field(dialog, "Date of the next"), Qt.Key.Key_Return)
    assert begun.args == [NextMeeting(Path("/meetings/March.meeting"), dt.date(2027, 6, 24))]


def test_a_next_date_that_is_not_understood_begins_nothing(look: Theme, qtbot: QtBot) -> None:
    last = read_description(resource("sample/meeting.toml"))
    dialog = NextMeetingDialog(Path("/meetings/March.meeting"), last)
    shown(dialog, qtbot)
    write(text_field(dialog, "Date of the next"), "midsummer")

    assert not begin_button(dialog).isEnabled()
    assert "Write a date such as 20 June 2027." in said(dialog)
