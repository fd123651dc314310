from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton

from packbuilder.app.dialogs import NativeDialogs
from packbuilder.app.inspector.document_words import sizes_words
from packbuilder.app.inspector.fields import ElidedLabel
from packbuilder.app.inspector.file_words import file_lines
from packbuilder.app.inspector.pane import Inspector
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.assets import resource
from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.meeting.document_facts import (
    DocumentFacts,
    FileDetails,
    PageFacts,
    PageLook,
    ReportCover,
    Trait,
    TraitKind,
)
from packbuilder.meeting.edits import (
    attach_document,
    change_document,
    change_item,
    set_document_access,
    set_item_access,
)
from packbuilder.meeting.fitting import Fitting, PageSize
from packbuilder.meeting.meeting import Access, Document, DocumentRole
from packbuilder.meeting.treatment import Remedy, Treatment
from packbuilder.storage.meeting_file import MeetingFile
from tests.app.known_facts import know, pages_of

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


def test_the_pages_to_print_are_typed_and_undone_as_one(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")

    field = desk.retype("pages", "1-4, 6")
    desk.bot.keyClick(field, Qt.Key.Key_Return)

    assert desk.document(document.id).fitting.kept == ((1, 4), (6, 6))
    assert desk.session.undo_stack.undoText() == "Leave out pages of report of item 7"
    assert desk.shows(QLabel, "Pages 5, 7-9 are left out.")
    assert desk.shows(QLabel, "of the pack (5 pages)")
    desk.undo()
    assert desk.document(document.id) == document
    assert field.text() == ""
    assert field.placeholderText() == "All 9"


def test_half_typed_pages_build_no_pack(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    field = desk.retype("pages", "1")
    assert desk.document(document.id) == document
    desk.bot.keyClicks(field, "-")
    desk.bot.keyClick(field, Qt.Key.Key_Return)
    assert desk.shows(QLabel, "Write pages such as 1-4, 6.")
    assert desk.document(document.id) == document


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1-12", "It has 9 pages."),
        ("0", "There is no page 0"),
        ("one", "is not a page"),
        ("4-2", "backwards"),
    ],
)
def test_pages_that_are_not_there_are_told_in_the_field(desk: Any, typed: str, told: str) -> None:
    document = desk.select_document(HUB, "Eldenham")
    field = desk.retype("pages", typed)
    desk.bot.keyClick(field, Qt.Key.Key_Return)
    assert desk.shows(QLabel, told)
    assert told in field.accessibleDescription()
    desk.inspector.settle()
    assert desk.document(document.id) == document
    assert field.text() == ""


def test_all_pages_are_all_however_they_are_typed(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    desk.retype("pages", "1 to 4, 5-9")
    desk.inspector.settle()
    assert desk.document(document.id) == document


def test_the_paper_size_is_chosen(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")
    desk.bot.keyClick(desk.focus("page_size"), Qt.Key.Key_End)
    assert desk.document(document.id).fitting.size is PageSize.A4
    assert desk.session.undo_stack.undoText() == "Change paper size of Appendix A of item 7"
    assert desk.shows(QLabel, "Everything is scaled to A4.")


def test_blank_pages_at_the_end_are_offered_only_where_there_are_some(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    desk.inspector.document_form.page_settings.set_open(True)
    assert not desk.inspector.focus_field("blank_end")

    know(desk.session, desk.bot, document, pages=pages_of(9, blank_at_end=2))
    desk.bot.keyClick(desk.focus("blank_end"), Qt.Key.Key_Space)

    assert desk.shows(QLabel, "Leave out blank pages at the end (2)")
    assert desk.document(document.id).fitting.drops_blank_end
    assert desk.shows(QLabel, "of the pack (7 pages)")
    desk.undo()
    assert desk.document(document.id) == document


def test_turned_pages_are_named_and_turned_back(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    turned = Fitting(turned=((2, 90), (3, 270), (5, 180), (6, 180)))
    desk.session.edit("", lambda m: change_document(m, document.id, fitting=turned))
    desk.inspector.document_form.page_settings.set_open(True)

    words = "Page 2 is turned right. Page 3 is turned left. Pages 5-6 are upside down."
    assert desk.shows(QLabel, words)
    desk.bot.mouseClick(
        desk.inspector.document_form.page_settings.turn_back_button, Qt.MouseButton.LeftButton
    )

    assert desk.document(document.id) == document
    assert not desk.shows(QLabel, "turned right")


def test_what_was_settled_is_listed_and_taken_back_one_by_one(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    assert not desk.shows(QLabel, "What was settled")
    treatment = Treatment((Remedy.ACCEPT_CHANGES,), (3, 5))
    desk.session.edit(
        "",
        lambda m: change_document(
            m, document.id, treatment=treatment, looked_at=("hidden-rows-or-columns", "outside-page")
        ),
    )

    rows = [row for row in desk.inspector.document_form.settled.rows if row.isVisible()]
    assert [row.words.text() for row in rows] == [
        "Changes accepted",
        "Pages 3, 5 are pictures",
        "You looked at: hidden rows and columns",
        "You let stand: text outside the page",
    ]
    assert rows[0].button.accessibleName() == "Take back: Changes accepted"
    for row in rows:
        assert row.button.mapTo(desk.inspector, row.button.rect().topRight()).x() < 290
    desk.bot.mouseClick(rows[1].button, Qt.MouseButton.LeftButton)
    assert desk.document(document.id).treatment == Treatment((Remedy.ACCEPT_CHANGES,))
    desk.bot.mouseClick(rows[2].button, Qt.MouseButton.LeftButton)
    assert desk.document(document.id).looked_at == ("hidden-rows-or-columns",)
    desk.bot.mouseClick(rows[1].button, Qt.MouseButton.LeftButton)
    assert desk.document(document.id).looked_at == ()
    desk.bot.mouseClick(rows[0].button, Qt.MouseButton.LeftButton)
    assert desk.document(document.id) == document
    assert not desk.shows(QLabel, "What was settled")


def test_tab_goes_down_the_form_as_it_is_read(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    known = {"pages": pages_of(9, 1), "details": FileDetails(), "cover": ReportCover("A")}
    know(desk.session, desk.bot, document, **known)
    form = desk.inspector.document_form
    for section in (form.page_settings, form.cover, form.about):
        section.set_open(True)
    turned = Fitting(turned=((2, 90),))
    desk.session.edit("", lambda m: set_document_access(m, document.id, Access.EXEMPT, (3,)))
    for looked_at in (("odd-size",), ("odd-size", "marks", "comments")):
        change = {"looked_at": looked_at, "fitting": turned}
        desk.session.edit("", lambda m, change=change: change_document(m, document.id, **change))
    desk.bot.waitUntil(lambda: form.settled.rows[2].isVisible())

    desk.focus("title")
    stops = []
    focused = desk.inspector.window().focusWidget()
    while focused not in stops:
        stops.append(focused)
        desk.bot.keyClick(focused, Qt.Key.Key_Tab)
        focused = desk.inspector.window().focusWidget()
    QApplication.processEvents()

    middles = [stop.mapTo(form, stop.rect().center()).y() for stop in stops]
    last = middles.index(max(middles))
    assert middles[: last + 1] == sorted(middles)[-last - 1 :]
    assert stops[last] is form.about.button
    assert {row.button for row in form.settled.rows} < set(stops)


def test_only_what_a_file_has_is_told_about_it(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    details = FileDetails(
        kind="Word document",
        size_bytes=2_345_678,
        author="A. Writer",
        created="2027-02-11T14:05:22Z",
        language="en-GB",
        fonts_not_embedded=("Arial",),
        signature_count=1,
    )
    know(desk.session, desk.bot, document, details=details, pages=pages_of(9, blank_at_end=1))
    assert not desk.shows(QLabel, "A. Writer"), "folded away by default"

    desk.inspector.document_form.about.set_open(True)

    for words in (
        "Word document",
        "2.3 MB",
        "9, A4",
        "8 pages text, 1 page blank",
        "A. Writer",
        "11 February 2027, 2.05 pm",
        "English (United Kingdom)",
        "Not in the file: Arial",
        "Title, author, dates and program do not go into the pack.",
    ):
        assert desk.shows(QLabel, words), words
    for words in ("Links", "Encryption", "Layers", "Changed by"):
        assert not desk.shows(QLabel, words), words


def test_the_cover_fills_in_what_is_empty_of_the_item(desk: Any) -> None:
    item = desk.item(HUB)
    document = desk.select_document(HUB, "Eldenham")
    form = desk.inspector.document_form
    cover = ReportCover("A hub", "Board", "18 March 2027", ("Jo Bloggs, DPH",), (), ("note it.", "agree it."))
    know(desk.session, desk.bot, document, cover=cover)
    desk.session.edit("", lambda m: change_item(m, item.id, lead="Someone", recommendations=()))
    form.cover.set_open(True)

    assert desk.shows(QLabel, "Jo Bloggs, DPH")
    assert desk.shows(QLabel, "1. note it.\n2. agree it.")
    assert form.cover.fill_in_button.toolTip() == "Fill in the recommendations of the item"
    desk.bot.mouseClick(form.cover.fill_in_button, Qt.MouseButton.LeftButton)

    assert desk.item(HUB).recommendations == ("note it.", "agree it.")
    assert desk.item(HUB).lead == "Someone"
    assert not form.cover.fill_in_button.isVisible(), "there is nothing left to fill in"


def test_a_part_of_a_mail_says_which_mail_it_came_in(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")
    desk.session.edit(
        "", lambda m: change_document(m, document.id, file="/papers/Note.eml", inside="plan.pdf")
    )
    assert desk.shows(QLabel, "plan.pdf")
    assert desk.shows(QLabel, "in Note.eml, from /papers")


def test_what_is_settled_is_read_only_with_the_meeting(sample_file: Path, selection: Any, qtbot: Any) -> None:
    session = Session(MeetingFile.open(sample_file), is_read_only=True)
    taking_in = TakingIn(session, sample_file.parent)
    item = next(item for item in session.meeting.items if HUB in item.title)
    inspector = Inspector(session, selection, taking_in, NativeDialogs())
    qtbot.addWidget(inspector)
    selection.select(Place(item.id, item.documents[0].id))
    inspector.show()
    settings = inspector.document_form.page_settings
    settings.button.click()
    assert settings.is_open
    assert settings.pages.isReadOnly()
    assert not settings.paper.isEnabled()
    assert not settings.blank_end.box.isEnabled()
    taking_in.close()
    session.close()


def test_a_title_changed_elsewhere_shows(desk: Any) -> None:
    document = desk.select_document(HUB, "Site plan")

    desk.session.edit("", lambda m: change_document(m, document.id, title="Else"))

    assert desk.inspector.document_form.fields["title"].toPlainText() == "Else"


def test_a_document_that_stops_the_pack_says_so_at_its_top(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    assert not desk.shows(QLabel, "to put right")
    traits = (Trait(TraitKind.TRACKED_CHANGES, 2), Trait(TraitKind.COVERED_TEXT, page_numbers=(1,)))
    know(desk.session, desk.bot, document, traits=traits)
    words = "2 things to put right: tracked changes; text that is covered up. See Checks."
    assert desk.shows(QLabel, words)

    stands = ("tracked-changes", "covered-text")
    desk.session.edit("", lambda m: change_document(m, document.id, looked_at=stands))
    assert not desk.shows(QLabel, "to put right")


def test_a_picture_from_a_phone_is_not_tried_again(desk: Any) -> None:
    item = desk.item(HUB)
    photo = Document("photo", "/nowhere/IMG_0042.HEIC", "Photo")
    desk.session.note_trouble(photo, PackBuilderError("It is a HEIC picture.", "Save it as JPEG."))
    desk.session.edit("", lambda m: attach_document(m, item.id, photo))
    desk.selection.select(Place(item.id, "photo"))
    assert not desk.shows(QPushButton, "Try again")
    assert desk.shows(QPushButton, "Replace with another file...")


def test_a_page_that_was_made_a_picture_is_not_said_to_have_come_as_one() -> None:
    look = (PageFacts(595, 842, look=PageLook.SCAN), PageFacts(595, 842, look=PageLook.TEXT))
    assert dict(file_lines(DocumentFacts(look), (1,)))["Made of"] == "Text"
    photo = DocumentFacts(look[:1], details=FileDetails(kind="picture"))
    assert "Made of" not in dict(file_lines(photo)), "a photo is no scan"


def test_a_file_that_says_nothing_of_itself_is_promised_nothing(desk: Any) -> None:
    document = desk.select_document(HUB, "Eldenham")
    know(desk.session, desk.bot, document, details=FileDetails(kind="picture"))
    desk.inspector.document_form.about.set_open(True)
    assert not desk.shows(QLabel, "do not go into the pack")
