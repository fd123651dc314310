from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from packbuilder.app.inspector.document_words import sizes_words
from packbuilder.app.inspector.fields import ElidedLabel
from packbuilder.app.selection import Place
from packbuilder.assets import resource
from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.meeting.document_facts import PageFacts
from packbuilder.meeting.edits import attach_document, change_document, set_item_access
from packbuilder.meeting.meeting import Access, Document, DocumentRole

HUB = "Eldenham Health"
A4 = PageFacts(595, 842)
A4_LANDSCAPE = PageFacts(842, 595)
A3 = PageFacts(842, 1191)


def test_the_title_is_typed_and_undone(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")

    desk.retype("title", "Plan of the site")

    assert desk.document(document.id).title == "Plan of the site"
    assert desk.session.undo_stack.undoText() == "Change title of Appendix A of item 7"
    desk.undo()
    assert desk.document(document.id) == document


def test_the_role_is_chosen_and_the_letter_follows(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")
    field = desk.focus("role")

    desk.bot.keyClicks(field, "s")

    assert desk.document(document.id).role is DocumentRole.SLIDES
    assert desk.shows(QLabel, "Slides")
    desk.undo()
    assert desk.document(document.id) == document
    assert desk.shows(QLabel, "Appendix A")


def test_a_document_is_closed_under_its_paragraph_and_opened_by_undo(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")

    desk.bot.keyClicks(desk.focus("access"), "e")
    boxes = desk.inspector.document_form.findChildren(QCheckBox)
    desk.bot.keyClick(next(b for b in boxes if b.accessibleName().startswith("3. ")), Qt.Key.Key_Space)

    assert desk.document(document.id).access is Access.EXEMPT
    assert desk.document(document.id).exempt_paragraphs == (3,)
    assert desk.shows(QLabel, "1 page, not in the public pack")
    desk.undo()
    desk.undo()
    assert desk.document(document.id) == document


def test_under_a_closed_item_a_document_is_closed_anyway(desk: Any) -> None:
    item = desk.item(HUB)
    desk.session.edit("", lambda m: set_item_access(m, item.id, Access.EXEMPT, (3,)))

    desk.select_document(HUB, "Site plan")

    assert desk.shows(QLabel, "Item 7 is exempt, so this document is closed anyway.")


def test_it_says_which_pages_it_has_and_where_it_came_from(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    pages = desk.session.page_numbers.ranges[document.id]

    assert desk.shows(QLabel, f"Pages {pages} of the pack (9 pages)")
    assert desk.shows(QLabel, Path(document.file).name)
    folder = next(w for w in desk.inspector.findChildren(ElidedLabel) if w.isVisible() and "from" in w.text())
    assert folder.toolTip() == document.file
    assert folder.width() < desk.inspector.width()


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ((A4,), "A4"),
        ((A4_LANDSCAPE, A4_LANDSCAPE), "A4, landscape"),
        ((A4, A4, A4_LANDSCAPE), "A4, 1 landscape page"),
        ((A4, A4_LANDSCAPE, A4_LANDSCAPE, A4), "A4, 2 landscape pages"),
        ((A4, A4, A3), "2 pages A4, 1 page A3"),
        ((PageFacts(283.5, 425.2),), "100 by 150 mm"),
    ],
)
def test_sizes_are_said_in_words(pages: tuple[PageFacts, ...], words: str) -> None:
    assert sizes_words(pages) == words


def test_a_newer_file_takes_the_place_of_the_old_one(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")
    newer = resource("sample/hub-report.pdf")
    desk.answers.file = newer

    desk.bot.mouseClick(desk.inspector.document_form.replace_button, Qt.MouseButton.LeftButton)

    now = desk.document(document.id)
    assert (now.file, now.sha256) == (str(newer), "")
    assert (now.title, now.role) == (document.title, document.role)
    assert desk.session.undo_stack.undoText() == "Replace Appendix A of item 7"
    assert desk.shows(QLabel, "Being read")
    assert not desk.shows(QLabel, "of the pack")

    desk.bot.waitUntil(lambda: document.id in desk.session.facts, timeout=20_000)

    assert not desk.shows(QLabel, "Being read")
    assert desk.shows(QLabel, "of the pack (9 pages)")


def test_a_file_may_be_replaced_while_it_is_being_read(desk: Any) -> None:
    item = desk.item(HUB)
    report = Document("new", str(resource("sample/hub-report.pdf")), "New")
    desk.session.edit("", lambda m: attach_document(m, item.id, report))
    desk.selection.select(Place(item.id, "new"))
    desk.answers.file = resource("sample/hub-site-plan.pdf")

    desk.inspector.document_form.replace_button.click()
    desk.bot.waitUntil(lambda: "new" in desk.session.facts, timeout=20_000)

    assert desk.session.facts["new"].page_count == 1
    assert "new" not in desk.session.troubles


def test_asking_for_no_file_changes_nothing(desk: Any) -> None:
    desk.select_document(HUB, "Site plan")
    before = desk.session.meeting

    desk.inspector.document_form.replace_button.click()

    assert desk.answers.asked == ["Replace hub-site-plan.pdf"]
    assert desk.session.meeting is before


def test_a_document_that_failed_shows_why_and_is_tried_again(desk: Any) -> None:
    item = desk.item(HUB)
    lost = Document("lost", "/nowhere/lost.pdf", "Lost")
    desk.session.note_trouble(lost, PackBuilderError("lost.pdf is not there.", "Look for it."))
    desk.session.edit("", lambda m: attach_document(m, item.id, lost))
    desk.selection.select(Place(item.id, "lost"))

    assert desk.shows(QLabel, "lost.pdf is not there.")
    assert desk.shows(QLabel, "Look for it.")

    desk.bot.mouseClick(desk.inspector.document_form.again_button, Qt.MouseButton.LeftButton)
    assert desk.shows(QLabel, "Being read")
    desk.bot.waitUntil(lambda: "lost" in desk.session.troubles, timeout=20_000)

    assert not desk.shows(QLabel, "Being read")
    assert desk.shows(QPushButton, "Try again")


def test_a_locked_document_asks_for_its_password(desk: Any) -> None:
    item = desk.item(HUB)
    locked = Document("locked", "/nowhere/locked.pdf", "Locked")
    desk.session.note_trouble(locked, PasswordNeeded("locked.pdf has a password.", "Enter it."))
    desk.session.edit("", lambda m: attach_document(m, item.id, locked))
    desk.selection.select(Place(item.id, "locked"))
    desk.answers.password = "sesame"

    assert not desk.shows(QPushButton, "Try again")
    for button in desk.inspector.document_form.findChildren(QPushButton):
        if button.isVisible():
            assert button.mapTo(desk.inspector, button.rect().topRight()).x() < 290
    desk.bot.mouseClick(desk.inspector.document_form.password_button, Qt.MouseButton.LeftButton)

    assert desk.answers.asked == ["locked.pdf"]
    assert "locked" not in desk.session.troubles


def test_reading_can_be_stopped(desk: Any) -> None:
    item = desk.item(HUB)
    report = Document("new", str(resource("sample/hub-report.pdf")), "New")
    desk.session.edit("", lambda m: attach_document(m, item.id, report))
    desk.selection.select(Place(item.id, "new"))

    desk.bot.mouseClick(desk.inspector.document_form.stop_button, Qt.MouseButton.LeftButton)
    desk.bot.waitUntil(lambda: "new" in desk.session.troubles, timeout=20_000)

    assert desk.shows(QLabel, "you stopped it")


def test_removing_a_document_leads_to_its_item_and_can_be_undone(desk: Any) -> None:
    item = desk.item(HUB)
    document = desk.select_document(HUB, "Site plan")

    desk.inspector.document_form.remove_button.click()

    assert document not in desk.item(HUB).documents
    assert desk.selection.place == Place(item.id)
    assert desk.session.undo_stack.undoText() == "Remove Appendix A of item 7"
    desk.session.undo()
    assert desk.item(HUB) == item


def test_the_original_is_opened_by_the_window(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")

    with desk.bot.waitSignal(desk.inspector.open_document_wanted, timeout=500) as opened:
        desk.inspector.document_form.open_button.click()
    assert opened.args == [document.id]


def test_warnings_and_notes_of_taking_in_are_shown(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")
    facts = desk.session.facts[document.id]
    told = dataclasses.replace(facts, warnings=("It holds a layer.",), notes=("A form was flattened.",))
    desk.session.facts[document.id] = told

    desk.session.documents_changed.emit()

    assert desk.shows(QLabel, "It holds a layer.")
    assert desk.shows(QLabel, "A form was flattened.")


def test_a_title_changed_elsewhere_shows(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")

    desk.session.edit("", lambda m: change_document(m, document.id, title="Else"))

    assert desk.inspector.document_form.fields["title"].toPlainText() == "Else"
