from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.checks.findings import Findings
from packbuilder.app.checks.fixes import fixes_for, place_of
from packbuilder.app.checks.tools import Fix, Tools
from packbuilder.app.inspector.pane import Inspector
from packbuilder.app.selection import Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.meeting import edits
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.meeting import Access, Document, DocumentRole, Form, Meeting
from packbuilder.meeting.timings import timetable
from packbuilder.storage.meeting_file import MeetingFile
from tests.builders import an_item, write_pdf


@pytest.fixture
def tools(
    empty_session: Session, selection: Selection, dialogs: Any, tmp_path: Path, qtbot: QtBot
) -> Iterator[Tools]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    taking_in = TakingIn(empty_session, scratch)
    parent = QWidget()
    qtbot.addWidget(parent)
    yield Tools(empty_session, selection, taking_in, dialogs, parent)
    taking_in.close()


def _add(session: Session, *items: object) -> None:
    def add(meeting: Meeting) -> Meeting:
        for item in items:
            meeting = edits.add_item(meeting, item)  # type: ignore[arg-type]
        return meeting

    session.edit("Add", add)


def _found(tools: Tools, kind: str) -> Finding:
    findings = Findings(tools.session, today=lambda: dt.date(2026, 6, 1))
    return next(finding for finding in findings.findings if finding.kind == kind)


def _fix(tools: Tools, kind: str, words: str) -> Fix:
    deadline = Findings(tools.session, today=lambda: dt.date(2026, 6, 1)).deadline
    return next(fix for fix in fixes_for(_found(tools, kind), tools, deadline) if fix.words == words)


def _kinds(tools: Tools) -> set[str]:
    return {finding.kind for finding in Findings(tools.session, today=lambda: dt.date(2026, 6, 1)).findings}


@pytest.mark.parametrize(
    ("kind", "words", "undo_name"),
    [
        ("no-documents", "Mark to follow", "Mark item 1 to follow"),
        ("to-follow-has-paper", "Remove the mark", "Item 3 no longer to follow"),
        ("wrong-letter", "Rename to Appendix A", "Rename to Appendix A"),
        ("no-exclusion", "Add the item", "Add item 4"),
        ("name-says-closed", "Make it exempt", "Make Costs exempt"),
        ("no-published", "Set to 10 June 2026", "Set date of publication"),
    ],
)
def test_one_click_puts_right_what_was_found_and_undo_names_it(
    tools: Tools, kind: str, words: str, undo_name: str
) -> None:
    appendix = Document("d2", "c.pdf", "Appendix C - Costs", DocumentRole.APPENDIX)
    _add(
        tools.session,
        an_item("one", form=Form.REPORT, minutes=10),
        an_item("named", Document("d0", "EXEMPT para 3.pdf", "Costs"), minutes=5),
        an_item("two", Document("d1", "r.pdf"), appendix, to_follow=True, minutes=5),
        an_item("three", access=Access.CONFIDENTIAL, minutes=5),
    )
    before, kinds = tools.session.meeting, _kinds(tools)
    _fix(tools, kind, words).do()
    assert _kinds(tools) - kinds <= {"to-follow"}, "a fix must not bring up something new"
    assert kind not in _kinds(tools)
    assert tools.session.undo_stack.undoText() == undo_name
    tools.session.undo()
    assert tools.session.meeting == before


def test_an_appendix_keeps_the_rest_of_its_title(tools: Tools) -> None:
    appendix = Document("d", "c.pdf", "Appendix 3 - Costs to 2028", DocumentRole.APPENDIX)
    _add(tools.session, an_item("one", appendix))
    _fix(tools, "wrong-letter", "Rename to Appendix A").do()
    assert tools.session.meeting.items[0].documents[0].title == "Appendix A - Costs to 2028"


def test_the_exclusion_stands_before_the_closed_item_and_moves_no_time(tools: Tools) -> None:
    _add(
        tools.session,
        an_item("one", minutes=10),
        an_item("two", access=Access.CONFIDENTIAL, minutes=5, section="Part B"),
    )
    before = timetable(tools.session.meeting)
    _fix(tools, "no-exclusion", "Add the item").do()
    titles = [item.title for item in tools.session.meeting.items]
    assert titles == ["One", "Exclusion of the press and public", "Two"]
    assert tools.session.meeting.items[1].section == "Part B"
    after = timetable(tools.session.meeting)
    assert after.end == before.end
    assert after.timings["two"].start == before.timings["two"].start
    assert tools.selection.place == Place(tools.session.meeting.items[1].id)


def test_the_exclusion_brings_the_resolution_that_the_law_asks_for(tools: Tools) -> None:
    _add(tools.session, an_item("two", access=Access.EXEMPT, exempt_paragraphs=(3,)))
    _fix(tools, "no-exclusion", "Add the item").do()
    added = tools.session.meeting.items[0]
    assert added.description.startswith(
        "To resolve: that under section 100A(4) of the Local Government Act 1972 the press and public be"
    )
    assert (added.lead, added.minutes) == ("", None)


def test_the_executive_excludes_the_public_under_its_own_regulations(tools: Tools) -> None:
    tools.session.edit("Cabinet", lambda m: edits.change_meeting(m, executive=True))
    _add(tools.session, an_item("two", access=Access.EXEMPT, exempt_paragraphs=(3,)))
    _fix(tools, "no-exclusion", "Add the item").do()
    assert "that under regulation 4(2)(b) of the " in tools.session.meeting.items[0].description


@pytest.mark.parametrize(
    ("file", "title", "paragraphs"),
    [
        ("9. Mere Street - EXEMPT para 3.pdf", "Mere Street", (3,)),
        ("Mere Street EXEMPT.pdf", "Mere Street", ()),
        ("Mere Street.pdf", "Mere Street (exempt paras 2 and 3)", (2, 3)),
    ],
)
def test_a_paper_marked_private_is_made_exempt_under_the_paragraph_that_it_names(
    tools: Tools, file: str, title: str, paragraphs: tuple[int, ...]
) -> None:
    _add(tools.session, an_item("one", Document("d", file, title)))
    assert place_of(_found(tools, "name-says-closed"), tools.session.meeting) == Place("one", "d", "access")
    _fix(tools, "name-says-closed", "Make it exempt").do()
    (document,) = tools.session.meeting.items[0].documents
    assert (document.access, document.exempt_paragraphs) == (Access.EXEMPT, paragraphs)
    assert "name-says-closed" not in _kinds(tools)
    assert ("paragraph-missing" in _kinds(tools)) == (not paragraphs), "what is not named is asked for"


def test_going_to_an_overrun_leads_to_the_item_that_starts_too_late_or_to_the_finish(tools: Tools) -> None:
    late = Finding(Severity.WARNING, "x", item_id="one", kind="overrun")
    assert place_of(late, tools.session.meeting) == Place("one", "", "start")
    assert place_of(Finding(Severity.WARNING, "x", kind="overrun"), tools.session.meeting).field == "finish"


def test_a_late_agenda_is_never_dated_back(tools: Tools) -> None:
    late = Findings(tools.session, today=lambda: dt.date(2026, 6, 12))
    (found,) = [f for f in late.findings if f.kind == "deadline"]
    assert fixes_for(found, tools, late.deadline) == ()


def test_papers_are_attached_to_the_item_that_lacks_them(
    tools: Tools, dialogs: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    _add(tools.session, an_item("one", form=Form.REPORT))
    attach = _fix(tools, "no-documents", "Attach...")
    attach.do()
    assert not list(tools.session.meeting.documents())
    dialogs.files = [
        write_pdf(tmp_path / "Winter plan.pdf", "text"),
        write_pdf(tmp_path / "Appendix A costs.pdf", "text"),
    ]
    said: list[str] = []
    tools.session.said.connect(said.append)
    attach.do()
    assert said == ["Attached 2 documents to item 1."]
    report, appendix = tools.session.meeting.items[0].documents
    assert (report.title, report.role) == ("Winter plan", DocumentRole.REPORT)
    assert appendix.role is DocumentRole.APPENDIX
    assert tools.session.undo_stack.undoText() == "Attach 2 documents"
    qtbot.waitUntil(lambda: not tools.taking_in.is_busy, timeout=20000)


def test_a_damaged_file_is_replaced_and_read_again(
    tools: Tools, dialogs: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    _add(tools.session, an_item("one", Document("d", str(tmp_path / "broken.pdf"), "Report")))
    qtbot.waitUntil(lambda: "d" in tools.session.troubles, timeout=20000)
    replace = _fix(tools, "unreadable", "Replace...")
    replace.do()
    assert "d" in tools.session.troubles, "no file was chosen"
    dialogs.files = [write_pdf(tmp_path / "whole.pdf", "text")]
    replace.do()
    qtbot.waitUntil(lambda: "d" in tools.session.facts, timeout=20000)
    assert tools.session.meeting.items[0].documents[0].title == "Report"
    assert tools.session.undo_stack.undoText() == "Replace report of item 1"


def test_a_file_that_was_mended_where_it_lies_is_tried_again(
    tools: Tools, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "late.pdf"
    _add(tools.session, an_item("one", Document("d", str(path))))
    qtbot.waitUntil(lambda: "d" in tools.session.troubles, timeout=20000)
    write_pdf(path, "text")
    _fix(tools, "unreadable", "Try again").do()
    qtbot.waitUntil(lambda: "d" in tools.session.facts, timeout=20000)


def test_a_password_opens_the_document(tools: Tools, dialogs: Any, tmp_path: Path, qtbot: QtBot) -> None:
    with pikepdf.open(write_pdf(tmp_path / "plain.pdf", "text")) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="sesame", owner="owner"))
    _add(tools.session, an_item("one", Document("d", str(tmp_path / "locked.pdf"))))
    qtbot.waitUntil(lambda: "d" in tools.session.troubles, timeout=20000)
    enter = _fix(tools, "password", "Enter password...")
    enter.do()
    assert "d" in tools.session.troubles, "no password was given"
    dialogs.password = "sesame"
    enter.do()
    qtbot.waitUntil(lambda: "d" in tools.session.facts, timeout=20000)


def test_a_meeting_that_may_only_be_read_offers_no_fixes(
    empty_session: Session, tools: Tools, tmp_path: Path
) -> None:
    _add(empty_session, an_item("one", form=Form.REPORT))
    path = empty_session.path
    found = _found(tools, "no-documents")
    empty_session.close()
    reading = Session(MeetingFile.open(path), is_read_only=True)
    only = Tools(reading, tools.selection, tools.taking_in, tools.dialogs, tools.parent)
    assert fixes_for(found, only, dt.date(2026, 6, 10)) == ()
    reading.close()


def test_what_needs_judgement_has_no_fix_but_the_field_to_go_to(tools: Tools) -> None:
    _add(tools.session, an_item("one", access=Access.EXEMPT))
    found = _found(tools, "paragraph-missing")
    assert fixes_for(found, tools, None) == ()
    assert place_of(found, tools.session.meeting) == Place("one", "", "exempt_paragraphs")


_KINDS_OF_THE_MEETING = (
    "no-council",
    "no-body",
    "no-time",
    "no-venue",
    "no-published",
    "weekend",
    "deadline",
    "published-after-meeting",
    "overrun",
)
_KINDS_OF_ITEMS = (
    "title-missing",
    "no-lead",
    "early-start",
    "no-exclusion",
    "overlap",
    "unknown-time",
    "to-follow",
    "no-documents",
    "to-follow-has-paper",
    "public-title-missing",
    "paragraph-missing",
)
_KINDS_OF_DOCUMENTS = ("paragraph-missing", "name-says-closed", "wrong-letter", "unreadable", "password")


def test_go_to_names_fields_that_the_inspector_has(tools: Tools, tmp_path: Path, qtbot: QtBot) -> None:
    closed = {"access": Access.EXEMPT, "exempt_paragraphs": (3,)}
    document = Document("d", str(write_pdf(tmp_path / "a.pdf", "text")), "A", **closed)  # type: ignore[arg-type]
    _add(tools.session, an_item("one", document, **closed))
    qtbot.waitUntil(lambda: not tools.taking_in.is_busy, timeout=20000)
    inspector = Inspector(tools.session, tools.selection, tools.taking_in, tools.dialogs)
    qtbot.addWidget(inspector)
    inspector.show()
    for kinds, item_id, document_id in (
        (_KINDS_OF_THE_MEETING, "", ""),
        (_KINDS_OF_ITEMS, "one", ""),
        (_KINDS_OF_DOCUMENTS, "one", "d"),
    ):
        for kind in kinds:
            found = Finding(Severity.ERROR, "x", item_id=item_id, document_id=document_id, kind=kind)
            place = place_of(found, tools.session.meeting)
            tools.selection.show_place(place)
            assert place.field, kind
            assert inspector.focus_field(place.field), kind


def test_going_to_an_unknown_time_leads_to_the_minutes_of_the_item_before(tools: Tools) -> None:
    _add(tools.session, an_item("one"), an_item("two", minutes=5))
    found = _found(tools, "unknown-time")
    assert found.item_id == "two"
    assert place_of(found, tools.session.meeting) == Place("one", "", "minutes")


@pytest.mark.parametrize("field", ["council", "body", "venue"])
def test_going_to_square_brackets_leads_to_the_field_that_has_them(tools: Tools, field: str) -> None:
    tools.session.edit("Type", lambda meeting: _with_brackets(meeting, field))
    found = _found(tools, "placeholder")
    assert place_of(found, tools.session.meeting) == Place(field=field)


def _with_brackets(meeting: Meeting, field: str) -> Meeting:
    match field:
        case "council":
            return edits.change_meeting(meeting, council="[Council]")
        case "body":
            return edits.change_meeting(meeting, body="[Board] of the council")
    return edits.change_meeting(meeting, venue="[Council] Chamber")


def test_a_trouble_leads_to_the_file_of_its_document(tools: Tools) -> None:
    found = Finding(Severity.ERROR, "x", item_id="one", document_id="d", kind="unreadable")
    assert place_of(found, tools.session.meeting) == Place("one", "d", "file")


def test_a_document_that_was_not_there_can_be_tried_again(tools: Tools, tmp_path: Path, qtbot: QtBot) -> None:
    _add(tools.session, an_item("one", Document("d", str(tmp_path / "a.pdf"))))
    qtbot.waitUntil(lambda: "d" in tools.session.troubles, timeout=20000)
    write_pdf(tmp_path / "a.pdf", "text")
    _fix(tools, "unreadable", "Try again").do()
    qtbot.waitUntil(lambda: "d" in tools.session.facts, timeout=20000)


@pytest.mark.parametrize("name", ["IMG_0042.HEIC", "Late item.msg"])
def test_a_file_of_a_kind_that_is_never_read_is_only_replaced(
    tools: Tools, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    (tmp_path / name).write_bytes(b"\0\0\0 ftypheic and more")
    _add(tools.session, an_item("one", Document("d", str(tmp_path / name))))
    qtbot.waitUntil(lambda: "d" in tools.session.troubles, timeout=20000)
    found = next(f for f in Findings(tools.session).findings if f.kind == "unreadable")
    assert [fix.words for fix in fixes_for(found, tools, None)] == ["Replace..."]
