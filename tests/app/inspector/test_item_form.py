from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from packbuilder.app.inspector.access_field import AccessField
from packbuilder.app.inspector.document_rows import DocumentRow
from packbuilder.app.inspector.fields import LongField
from packbuilder.app.selection import Place
from packbuilder.meeting.access import EXEMPT_PARAGRAPHS
from packbuilder.meeting.edits import change_item, change_meeting, move_item, remove_item, set_item_access
from packbuilder.meeting.house_style import RangeStyle
from packbuilder.meeting.meeting import Access, Form, Part

HUB = "Eldenham Health"


def _box(desk: Any, number: int) -> QCheckBox:
    boxes = desk.inspector.item_form.findChildren(QCheckBox)
    found: QCheckBox = next(b for b in boxes if b.accessibleName().startswith(f"{number}. "))
    return found


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("title", "A new subject", "A new subject"),
        ("lead", "Ann Lee", "Ann Lee"),
        ("start", "3.15 pm", dt.time(15, 15)),
        ("minutes", "45", 45),
        ("description", "Standing text", "Standing text"),
        ("section", "For decision", "For decision"),
        ("urgency_reason", "The lease ends in May", "The lease ends in May"),
        ("recommendations", "That it be noted", ("That it be noted",)),
    ],
)
def test_each_field_changes_the_item_as_it_is_typed_and_one_undo_takes_it_back(
    desk: Any, field: str, typed: str, value: object
) -> None:
    item = desk.select_item(HUB)
    before = desk.session.meeting

    desk.retype(field, typed)

    assert getattr(desk.item_by_id(item.id), field) == value
    assert desk.session.undo_stack.undoText().endswith("of item 7")

    while desk.session.undo_stack.canUndo():
        desk.undo()
    assert desk.session.meeting == before


def test_typing_in_a_field_is_one_edit(desk: Any) -> None:
    desk.select_item(HUB)

    desk.retype("lead", "Ann Lee")

    assert desk.session.undo_stack.count() == 1
    assert desk.session.undo_stack.undoText() == "Change lead of item 7"


def test_typing_again_after_a_visit_elsewhere_is_another_edit(desk: Any) -> None:
    desk.select_item(HUB)
    desk.retype("lead", "Ann")
    desk.focus("minutes")

    desk.retype("lead", "Ben")
    desk.undo()

    assert desk.item(HUB).lead == "Ann"


def test_undo_shows_in_the_field_that_has_the_cursor(desk: Any) -> None:
    item = desk.select_item(HUB)
    field = desk.retype("lead", "Ann Lee")

    desk.undo()

    assert isinstance(field, LongField)
    assert field.text() == item.lead
    assert field.hasFocus()


def test_an_unrelated_change_leaves_the_text_and_the_cursor_alone(desk: Any) -> None:
    desk.select_item(HUB)
    field = desk.retype("lead", "Ann ")
    desk.bot.keyClick(field, Qt.Key.Key_Home)

    desk.session.edit("Change venue", lambda m: change_meeting(m, venue="Corby"))

    assert isinstance(field, LongField)
    assert field.text() == "Ann "
    assert field.textCursor().position() == 0
    assert desk.item(HUB).lead == "Ann"


def test_a_change_made_elsewhere_keeps_the_cursor_in_its_place(desk: Any) -> None:
    item = desk.select_item(HUB)
    field = desk.focus("lead")
    assert isinstance(field, LongField)
    desk.bot.keyClick(field, Qt.Key.Key_Home)
    for _ in range(3):
        desk.bot.keyClick(field, Qt.Key.Key_Right)

    desk.session.edit("Change lead", lambda m: change_item(m, item.id, lead="Margaret"))

    assert field.text() == "Margaret"
    assert field.textCursor().position() == 3


def test_enter_in_the_subject_makes_no_second_paragraph(desk: Any) -> None:
    desk.select_item(HUB)

    field = desk.retype("title", "One")
    desk.bot.keyClick(field, Qt.Key.Key_Return)
    desk.bot.keyClicks(field, " two")

    assert desk.session.meeting.items[6].title == "One two"


def test_the_subject_grows_with_its_lines(desk: Any) -> None:
    desk.select_item(HUB)
    field = desk.retype("title", "Short")
    low = field.height()

    desk.retype(
        "title", "A subject that is so long that it takes three lines of this narrow pane to say it all"
    )

    assert field.height() > 2 * low - 20
    assert isinstance(field, QPlainTextEdit)
    desk.bot.waitUntil(lambda: field.verticalScrollBar().maximum() == 0)


def test_the_derived_start_and_duration_show_faintly(desk: Any) -> None:
    desk.select_item(HUB)
    start = desk.focus("start")
    assert isinstance(start, QLineEdit)
    assert (start.text(), start.placeholderText()) == ("", "2.40 pm")

    position = desk.session.meeting.items.index(desk.item(HUB))
    following = desk.session.meeting.items[position + 1]
    desk.session.edit("", lambda m: change_item(m, following.id, start=dt.time(15, 30)))
    minutes = desk.retype("minutes", "")

    assert desk.item(HUB).minutes is None
    assert isinstance(minutes, QLineEdit)
    assert minutes.placeholderText() == "50"


def test_a_fixed_start_can_be_cleared(desk: Any) -> None:
    desk.select_item(HUB)
    desk.retype("start", "15:15")
    assert desk.item(HUB).start == dt.time(15, 15)
    assert desk.shows(QLabel, "Fixed start")

    desk.retype("start", "")

    assert desk.item(HUB).start is None


def test_a_time_that_is_no_time_is_red_says_why_and_changes_nothing(desk: Any) -> None:
    item = desk.select_item(HUB)

    field = desk.retype("start", "26.00")

    assert field.property("invalid") is True
    assert desk.shows(QLabel, "Write a time such as 2.40 pm")
    assert desk.item(HUB) == item

    desk.focus("lead")

    assert field.property("invalid") is False
    assert not desk.shows(QLabel, "Write a time such as 2.40 pm")
    assert isinstance(field, QLineEdit)
    assert field.text() == ""
    assert desk.item(HUB) == item


def test_a_time_is_taken_when_the_clerk_leaves_the_field(desk: Any) -> None:
    desk.select_item(HUB)

    field = desk.retype("start", "3.15")
    assert desk.item(HUB).start is None
    desk.focus("lead")

    assert desk.item(HUB).start == dt.time(15, 15)
    assert isinstance(field, QLineEdit)
    assert field.text() == "3.15 pm"


def test_the_form_is_chosen_with_the_keys(desk: Any) -> None:
    desk.select_item(HUB)
    field = desk.focus("form")

    desk.bot.keyClicks(field, "v")

    assert desk.item(HUB).form is Form.VERBAL
    desk.undo()
    assert desk.item(HUB).form is Form.REPORT
    assert isinstance(field, QComboBox)
    assert field.currentText() == "Report"


def test_papers_to_follow_is_ticked_and_undone(desk: Any) -> None:
    desk.select_item(HUB)
    field = desk.focus("to_follow")

    desk.bot.keyClick(field, Qt.Key.Key_Space)

    assert desk.item(HUB).to_follow
    desk.undo()
    assert not desk.item(HUB).to_follow
    assert isinstance(field, QCheckBox)
    assert not field.isChecked()


def test_an_exempt_item_has_its_paragraphs_in_full_and_says_what_the_public_reads(desk: Any) -> None:
    desk.select_item(HUB)
    access = desk.focus("access")

    desk.bot.keyClicks(access, "e")

    assert desk.item(HUB).access is Access.EXEMPT
    assert desk.shows(QLabel, "Tick the paragraph that applies")
    assert desk.shows(QLabel, "3. Financial or business affairs")
    assert not any(desk.shows(QLabel, words) for words in EXEMPT_PARAGRAPHS.values())
    assert _box(desk, 3).toolTip() == _box(desk, 3).accessibleDescription() == EXEMPT_PARAGRAPHS[3]
    desk.inspector.item_form.findChild(AccessField).wording_button.click()
    assert all(desk.shows(QLabel, words) for words in EXEMPT_PARAGRAPHS.values())
    desk.inspector.item_form.findChild(AccessField).wording_button.click()

    box = next(
        b for b in desk.inspector.item_form.findChildren(QCheckBox) if b.accessibleName().startswith("3. ")
    )
    desk.bot.keyClick(box, Qt.Key.Key_Space)

    assert desk.item(HUB).exempt_paragraphs == (3,)
    assert desk.shows(QLabel, "exempt under paragraph 3 of Schedule 12A")
    assert not desk.shows(QLabel, "Tick the paragraph that applies")
    assert [n for n, words in EXEMPT_PARAGRAPHS.items() if desk.shows(QLabel, words)] == [3]

    desk.retype("public_title", "Property matter")

    assert desk.session.meeting.items[6].public_title == "Property matter"
    assert desk.shows(QLabel, "prints “Property matter”")


def test_clicking_the_words_of_a_paragraph_ticks_it(desk: Any) -> None:
    item = desk.select_item(HUB)
    desk.session.edit("", lambda m: set_item_access(m, item.id, Access.EXEMPT, (3,)))
    words = next(w for w in desk.inspector.item_form.findChildren(QLabel) if w.text().startswith("5. "))

    desk.bot.mouseClick(words, Qt.MouseButton.LeftButton)

    assert desk.item(HUB).exempt_paragraphs == (3, 5)


def test_what_the_public_pack_prints_comes_before_the_paragraphs(desk: Any) -> None:
    item = desk.select_item(HUB)
    desk.session.edit("", lambda m: set_item_access(m, item.id, Access.EXEMPT, (3,)))
    form = desk.inspector.item_form
    desk.bot.waitUntil(lambda: form.fields["public_title"].isVisible())

    def top(widget: QWidget) -> int:
        return widget.mapTo(form, QPoint(0, 0)).y()

    printed = next(w for w in form.findChildren(QLabel) if w.text().startswith("The public pack prints"))
    title, access = form.fields["public_title"], form.fields["access"]
    desk.bot.waitUntil(lambda: top(access) < top(title) < top(printed) < top(_box(desk, 1)))


@pytest.mark.parametrize("style", list(RangeStyle))
def test_pages_are_said_in_the_windows_own_words_whatever_the_house_style(
    desk: Any, style: RangeStyle
) -> None:
    desk.select_item(HUB)
    house = dataclasses.replace(desk.session.meeting.style, page_ranges=style)
    desk.session.edit("", lambda m: change_meeting(m, style=house))

    assert desk.shows(QLabel, "Report · 9 pages · pages 23-31")
    desk.select_document(HUB, "Eldenham")
    assert desk.shows(QLabel, "Pages 23-31 of the pack (9 pages)")


def test_papers_to_follow_promise_nothing_that_is_not_made(desk: Any) -> None:
    desk.select_item(HUB)
    assert desk.shows(QLabel, "The agenda says so. Publish them separately when they come.")


def test_what_becomes_confidential_keeps_no_paragraph(desk: Any) -> None:
    item = desk.select_item(HUB)
    desk.session.edit("", lambda m: set_item_access(m, item.id, Access.EXEMPT, (3,)))

    desk.bot.keyClicks(desk.focus("access"), "c")

    assert desk.item(HUB).access is Access.CONFIDENTIAL
    assert desk.item(HUB).exempt_paragraphs == ()
    assert desk.shows(QLabel, "section 100A(3)")


def test_an_open_item_has_no_title_for_the_public(desk: Any) -> None:
    desk.select_item(HUB)

    assert not desk.inspector.focus_field("public_title")


def test_each_recommendation_is_a_paragraph(desk: Any) -> None:
    desk.select_item(HUB)
    field = desk.retype("recommendations", "That the plan be agreed")

    desk.bot.keyClick(field, Qt.Key.Key_Return)
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText().endswith("\n")
    desk.bot.keyClicks(field, "That it be noted")

    assert desk.item(HUB).recommendations == ("That the plan be agreed", "That it be noted")
    assert desk.shows(QToolButton, "Recommendations (2)")


def test_parts_are_typed_into_the_table(desk: Any) -> None:
    desk.select_item(HUB)
    table = desk.focus("parts")

    desk.bot.keyClick(table, Qt.Key.Key_Return)
    editor = table.viewport().findChild(QLineEdit)
    desk.bot.keyClicks(editor, "The case")
    desk.bot.keyClick(editor, Qt.Key.Key_Tab)
    editor = desk.inspector.window().focusWidget()
    assert isinstance(editor, QLineEdit)
    desk.bot.keyClicks(editor, "Ann Lee, Ben Fox")

    assert desk.item(HUB).parts == (Part("The case", ("Ann Lee", "Ben Fox")),)
    assert editor.text() == "Ann Lee, Ben Fox"


def test_documents_say_what_they_are_and_a_click_selects_them(desk: Any) -> None:
    item = desk.select_item(HUB)
    rows = [row for row in desk.inspector.findChildren(DocumentRow) if row.isVisible()]
    pages = desk.session.page_numbers.ranges[item.documents[0].id]

    assert [row.document_id for row in rows] == [d.id for d in item.documents]
    assert rows[0].accessibleName() == f"{item.documents[0].title}, Report · 9 pages · pages {pages}"
    assert rows[1].accessibleName().startswith("Appendix A")

    desk.bot.mouseClick(rows[1], Qt.MouseButton.LeftButton)

    assert desk.selection.place == Place(item.id, item.documents[1].id)


def test_the_page_ranges_follow_a_move(desk: Any) -> None:
    item = desk.select_item(HUB)
    desk.session.edit("", lambda m: move_item(m, item.id, 0))

    row = next(row for row in desk.inspector.findChildren(DocumentRow) if row.isVisible())

    assert desk.shows(QLabel, "Item 1")
    assert row.accessibleName().endswith(desk.session.page_numbers.ranges[item.documents[0].id])


def test_attaching_is_asked_of_the_window(desk: Any) -> None:
    desk.select_item(HUB)
    button = desk.focus("documents")
    assert isinstance(button, QPushButton)

    with desk.bot.waitSignal(desk.inspector.attach_wanted, timeout=500):
        desk.bot.keyClick(button, Qt.Key.Key_Space)


def test_an_item_that_is_deleted_gives_way_to_the_meeting(desk: Any) -> None:
    item = desk.select_item(HUB)
    desk.session.edit("Delete", lambda m: remove_item(m, item.id))

    assert desk.shows(QLabel, "Meeting")


def test_going_to_a_field_puts_the_cursor_there(desk: Any) -> None:
    item = desk.item(HUB)

    desk.selection.show_place(Place(item.id, field="urgency_reason"))
    desk.bot.keyClicks(desk.inspector.window().focusWidget(), "Late")

    assert desk.item(HUB).urgency_reason == "Late"
