from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QToolButton

from packbuilder.app.inspector.fields import DateField
from packbuilder.meeting.edits import change_meeting
from packbuilder.meeting.meeting import Action, ActionStatus, Member, Notice, Officer


@pytest.mark.parametrize(
    ("field", "typed", "read", "value"),
    [
        ("council", "Anytown", "council", "Anytown"),
        ("body", "Cabinet", "body", "Cabinet"),
        ("date", "20 June 2028", "date", dt.date(2028, 6, 20)),
        ("time", "10.00 am", "time", dt.time(10)),
        ("finish", "17:30", "finish", dt.time(17, 30)),
        ("venue", "Town Hall", "venue", "Town Hall"),
        ("published", "1/3/2027", "published", dt.date(2027, 3, 1)),
        ("introduction", "All are welcome", "introduction", "All are welcome"),
        ("administrator.name", "Ann Lee", "administrator", "Ann Lee"),
        ("administrator.role", "Clerk", "administrator", "Clerk"),
        ("administrator.email", "ann@anytown.example", "administrator", "ann@anytown.example"),
        ("administrator.phone", "01632 960000", "administrator", "01632 960000"),
        ("proper_officer.name", "Ben Fox", "proper_officer", "Ben Fox"),
        ("proper_officer.post", "Solicitor", "proper_officer", "Solicitor"),
    ],
)
def test_each_field_changes_the_meeting_as_it_is_typed_and_undo_takes_it_back(
    desk: Any, field: str, typed: str, read: str, value: object
) -> None:
    before = desk.session.meeting

    desk.retype(field, typed)

    now = getattr(desk.session.meeting, read)
    if "." in field:
        now = getattr(now, field.partition(".")[2])
    assert now == value
    while desk.session.undo_stack.canUndo():
        desk.undo()
    assert desk.session.meeting == before


def test_the_first_screen_holds_body_date_time_and_venue(desk: Any) -> None:
    form = desk.inspector.meeting_form

    for name in ("body", "date", "time", "venue"):
        field = form.fields[name]
        assert field.mapTo(desk.inspector, field.rect().bottomLeft()).y() < 400


def test_a_date_shows_with_its_weekday(desk: Any) -> None:
    field = desk.retype("date", "20/6/23")
    assert desk.session.meeting.date == dt.date(2027, 3, 18)
    desk.bot.keyClick(field, Qt.Key.Key_Return)

    assert isinstance(field, QLineEdit)
    assert field.text() == "Tuesday 20 June 2023"
    assert desk.session.meeting.date == dt.date(2023, 6, 20)


def test_the_deadline_is_said_and_follows_the_date(desk: Any) -> None:
    desk.retype("date", "20 June 2023")

    assert desk.shows(QLabel, "Publish by Monday 12 June 2023: five clear days")


def test_a_late_publication_is_told(desk: Any) -> None:
    desk.retype("date", "20 June 2023")
    desk.retype("published", "14 June 2023")

    assert desk.shows(QLabel, "Only 3 clear days before the meeting; 5 are required.")


def test_a_wrong_date_stays_red_and_changes_nothing(desk: Any) -> None:
    before = desk.session.meeting

    field = desk.retype("date", "31 June 2023")

    assert field.property("invalid") is True
    assert field.accessibleDescription() == "Write a date such as 20 June 2023."
    assert desk.shows(QLabel, "Write a date such as 20 June 2023.")
    desk.bot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("invalid") is True
    assert desk.session.meeting == before

    desk.focus("venue")

    assert isinstance(field, QLineEdit)
    assert field.text() == "Thursday 18 March 2027"
    assert field.property("invalid") is False


def test_a_meeting_is_never_without_a_date_but_may_be_without_publication(desk: Any) -> None:
    field = desk.retype("date", "")
    assert field.property("invalid") is True
    assert desk.session.meeting.date == dt.date(2027, 3, 18)

    desk.retype("published", "")
    assert desk.session.meeting.published is None


def test_escape_puts_back_what_was_there(desk: Any) -> None:
    field = desk.retype("time", "9 o'clock")

    desk.bot.keyClick(field, Qt.Key.Key_Escape)

    assert isinstance(field, QLineEdit)
    assert field.text() == "2.00 pm"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_date_is_chosen_from_the_calendar(desk: Any) -> None:
    line = desk.focus("date")
    field = line.parentWidget()
    assert isinstance(field, DateField)

    desk.bot.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert field.calendar is not None
    assert field.calendar.isVisible()
    assert field.calendar.selectedDate() == QDate(2027, 3, 18)
    field.calendar.setSelectedDate(QDate(2027, 3, 25))
    field.calendar.activated.emit(field.calendar.selectedDate())

    assert desk.session.meeting.date == dt.date(2027, 3, 25)
    assert not field.calendar.isVisible()
    desk.undo()
    assert desk.session.meeting.date == dt.date(2027, 3, 18)


def test_the_executive_is_ticked_with_an_explanation(desk: Any) -> None:
    box = desk.focus("executive")
    desk.bot.keyClick(box, Qt.Key.Key_Space)

    assert desk.session.meeting.executive
    assert "2012 Regulations" in box.accessibleDescription()
    desk.undo()
    assert not desk.session.meeting.executive


# The tables.


def _table(desk: Any, name: str) -> QTableView:
    table = desk.focus(name)
    assert isinstance(table, QTableView)
    return table


def _paste(desk: Any, table: QTableView, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    desk.bot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_list_from_excel_becomes_the_members(empty_desk: Any) -> None:
    table = _table(empty_desk, "members")

    _paste(
        empty_desk,
        table,
        "Name\tRole\tPosition\r\nCllr Helen Harrison\tPortfolio Holder\tChair\r\n"
        "Cllr David Watts (Vice-Chair)\tDirector\t\r\n",
    )

    assert empty_desk.session.meeting.members == (
        Member("Cllr Helen Harrison", "Portfolio Holder", "Chair"),
        Member("Cllr David Watts", "Director", "Vice-Chair"),
    )
    assert empty_desk.shows(QToolButton, "Members (2)")
    empty_desk.undo()
    assert empty_desk.session.meeting.members == ()


def test_a_paste_completes_who_is_there_and_adds_who_is_not(desk: Any) -> None:
    members = desk.session.meeting.members
    table = _table(desk, "members")

    _paste(desk, table, "oliver strand\tChief Officer, Healthwatch\nNew Person\tSomewhere")

    after = desk.session.meeting.members
    assert len(after) == len(members) + 1
    assert next(m for m in after if m.name.lower() == "oliver strand").role == "Chief Officer, Healthwatch"
    assert after[-1] == Member("New Person", "Somewhere")


def test_a_paste_over_everybody_replaces_them(desk: Any) -> None:
    table = _table(desk, "members")
    desk.bot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    _paste(desk, table, "Ann Lee (Chair)\nBen Fox, Treasurer")

    assert desk.session.meeting.members == (Member("Ann Lee", "", "Chair"), Member("Ben Fox", "Treasurer"))


def test_one_text_is_pasted_into_its_cell(desk: Any) -> None:
    table = _table(desk, "members")
    table.setCurrentIndex(table.model().index(1, 0))

    _paste(desk, table, "Cabinet Member, Health")

    assert desk.session.meeting.members[0].role == "Cabinet Member, Health"
    assert len(desk.session.meeting.members) == 16


def test_a_member_is_typed_in_from_name_to_position(empty_desk: Any) -> None:
    table = _table(empty_desk, "members")
    empty_desk.bot.keyClick(table, Qt.Key.Key_Return)
    for words in ("Ann Lee", "Chair", "Leader of the Council"):
        editor = empty_desk.inspector.window().focusWidget()
        assert isinstance(editor, QLineEdit)
        empty_desk.bot.keyClicks(editor, words)
        empty_desk.bot.keyClick(editor, Qt.Key.Key_Tab)

    assert empty_desk.session.meeting.members == (Member("Ann Lee", "Leader of the Council", "Chair"),)


def test_enter_on_the_last_member_begins_another(desk: Any) -> None:
    table = _table(desk, "members")
    table.setCurrentIndex(table.model().index(2 * 15, 0))

    desk.bot.keyClick(table, Qt.Key.Key_Return)
    editor = desk.inspector.window().focusWidget()
    assert isinstance(editor, QLineEdit)
    desk.bot.keyClicks(editor, "Ann Lee")
    desk.bot.keyClick(editor, Qt.Key.Key_Return)

    assert desk.session.meeting.members[-1] == Member("Ann Lee")
    assert len(desk.session.meeting.members) == 17
    desk.bot.waitUntil(lambda: desk.inspector.window().focusWidget() is not editor)
    desk.bot.keyClicks(desk.inspector.window().focusWidget(), "Ben Fox")
    assert desk.session.meeting.members[-2:] == (Member("Ann Lee"), Member("Ben Fox"))


def test_a_new_member_left_empty_is_none(desk: Any) -> None:
    table = _table(desk, "members")
    table.setCurrentIndex(table.model().index(32, 0))
    desk.bot.keyClick(table, Qt.Key.Key_Return)
    editor = desk.inspector.window().focusWidget()
    desk.bot.keyClicks(editor, "A")
    desk.bot.keyClick(editor, Qt.Key.Key_Backspace)
    desk.bot.keyClick(editor, Qt.Key.Key_Escape)

    assert len(desk.session.meeting.members) == 16


def test_delete_removes_a_member_and_undo_brings_them_back(desk: Any) -> None:
    before = desk.session.meeting
    table = _table(desk, "members")
    table.setCurrentIndex(table.model().index(0, 0))

    desk.bot.keyClick(table, Qt.Key.Key_Delete)

    assert desk.session.meeting.members == before.members[1:]
    desk.undo()
    assert desk.session.meeting == before


def test_alt_shift_down_moves_a_member_and_the_cursor_with_them(desk: Any) -> None:
    first, second, *_ = desk.session.meeting.members
    table = _table(desk, "members")
    table.setCurrentIndex(table.model().index(0, 0))
    keys = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier

    desk.bot.keyClick(table, Qt.Key.Key_Down, keys)

    assert desk.session.meeting.members[:2] == (second, first)
    assert table.currentIndex().row() == 2
    desk.bot.keyClick(table, Qt.Key.Key_Up, keys)
    assert desk.session.meeting.members[:2] == (first, second)


def test_undo_shows_in_the_cell_that_is_being_typed_in(desk: Any) -> None:
    table = _table(desk, "members")
    table.setCurrentIndex(table.model().index(0, 0))
    desk.bot.keyClick(table, Qt.Key.Key_F2)
    editor = desk.inspector.window().focusWidget()
    assert isinstance(editor, QLineEdit)
    desk.bot.keyClicks(editor, "Someone ")
    assert desk.session.meeting.members[0].name == "Someone"
    assert editor.text() == "Someone "

    desk.undo()

    assert editor.text() == "Councillor Margaret Ellery"


def test_officers_are_pasted_with_their_posts(empty_desk: Any) -> None:
    table = _table(empty_desk, "officers")

    _paste(empty_desk, table, "Imogen Castell, Democratic Services Officer\nPriya Sandhu - Head of Housing")

    assert empty_desk.session.meeting.officers == (
        Officer("Imogen Castell", "Democratic Services Officer"),
        Officer("Priya Sandhu", "Head of Housing"),
    )


def test_rows_of_an_action_log_are_pasted(empty_desk: Any) -> None:
    table = _table(empty_desk, "actions")

    _paste(
        empty_desk,
        table,
        "Number\tAction\tOwner\tProgress\tStatus\n"
        "1\tWrite to the ICB\tAnn Lee\tSent\tCompleted\n2\tMeet\tBen\t\t\n",
    )

    assert empty_desk.session.meeting.actions == (
        Action("1", "Write to the ICB", "Ann Lee", "Sent", ActionStatus.COMPLETED),
        Action("2", "Meet", "Ben", "", ActionStatus.OUTSTANDING),
    )


def test_members_are_copied_as_a_table(desk: Any) -> None:
    table = _table(desk, "members")
    table.setCurrentIndex(table.model().index(0, 0))

    desk.bot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text().split("\t")[::2] == ["Councillor Margaret Ellery", "Chair"]


def test_every_line_of_the_table_is_shown_whole(desk: Any) -> None:
    table = _table(desk, "members")
    desk.bot.waitUntil(lambda: table.viewport().height() >= table.verticalHeader().length())

    assert table.columnWidth(0) + table.columnWidth(1) <= table.viewport().width()


# The notices.


def test_a_notice_is_added_written_and_undone(desk: Any) -> None:
    notices = desk.session.meeting.notices
    desk.focus("notices")

    desk.inspector.meeting_form.notices.add_button.click()
    heading = desk.inspector.window().focusWidget()
    desk.bot.keyClicks(heading, "Parking")
    desk.bot.keyClick(heading, Qt.Key.Key_Tab)
    desk.bot.keyClicks(desk.inspector.window().focusWidget(), "None")

    assert desk.session.meeting.notices == (*notices, Notice("Parking", "None"))
    for _ in range(3):
        desk.undo()
    assert desk.session.meeting.notices == notices


def test_a_notice_is_moved_with_the_keys_and_removed(desk: Any) -> None:
    first, second, *others = desk.session.meeting.notices
    heading = desk.focus("notices")
    keys = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier

    desk.bot.keyClick(heading, Qt.Key.Key_Down, keys)
    assert desk.session.meeting.notices == (second, first, *others)

    desk.inspector.meeting_form.notices.rows[0].buttons[-1].click()
    assert desk.session.meeting.notices == (first, *others)


def test_the_house_style_is_asked_of_the_window(desk: Any) -> None:
    button = desk.focus("style")

    with desk.bot.waitSignal(desk.inspector.house_style_wanted, timeout=500):
        desk.bot.keyClick(button, Qt.Key.Key_Space)
    assert desk.shows(QLabel, "Agenda as a table, items numbered “1.”, pages as 5-14, printed on both sides")


def test_a_date_that_is_too_long_for_a_narrow_pane_is_shortened_not_cut(desk: Any) -> None:
    desk.session.edit("", lambda m: change_meeting(m, date=dt.date(2027, 9, 29)))
    line = desk.inspector.meeting_form.fields["date"].line
    desk.inspector.resize(420, 800)
    desk.bot.waitUntil(lambda: line.text() == "Wednesday 29 September 2027")

    desk.inspector.resize(260, 800)

    desk.bot.waitUntil(lambda: line.text() == "Wed 29 September 2027")
    assert desk.session.undo_stack.count() == 1
    assert line.fontMetrics().horizontalAdvance(line.text()) < line.width() - 20


def test_the_executive_is_told_which_law_its_private_items_are_taken_under(desk: Any) -> None:
    assert desk.shows(
        QLabel,
        "The cabinet or one of its committees. Its private items are taken under the 2012 Regulations, "
        "and the agenda says so.",
    )
