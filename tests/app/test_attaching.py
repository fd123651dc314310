from __future__ import annotations

from pathlib import Path

import pytest

from packbuilder.app.attaching import attach, file_filters
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.intake.kinds import FileKind, endings_taken_in, kind_of
from packbuilder.intake.take_in import take_in
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import DocumentRole
from tests.builders import a_document, an_item, write_pdf


def test_files_become_documents_named_after_them_in_one_edit(empty_session: Session, tmp_path: Path) -> None:
    item = an_item("one", a_document("minutes", role=DocumentRole.MINUTES))
    empty_session.edit("Add", lambda m: edits.add_item(m, item))
    said: list[str] = []
    empty_session.said.connect(said.append)
    new = attach(empty_session, "one", [tmp_path / "Item 7 - Winter plan v2.pdf", tmp_path / "Costs.pdf"], 0)
    first, second, third = empty_session.meeting.items[0].documents
    assert [first.id, second.id] == new
    assert (first.title, first.role) == ("Winter plan", DocumentRole.REPORT)
    assert (second.title, second.role) == ("Costs", DocumentRole.APPENDIX)
    assert third.id == "minutes"
    assert empty_session.undo_stack.undoText() == "Attach 2 documents"
    assert said == ["Attached 2 documents to item 1."]
    assert attach(empty_session, "one", []) == []
    assert empty_session.undo_stack.undoText() == "Attach 2 documents"


def test_the_dialogs_offer_what_can_be_taken_in_and_nothing_else(tmp_path: Path) -> None:
    assert file_filters() == "PDF (*.pdf);;All files (*)"
    pdf = write_pdf(tmp_path / "report.pdf", "one")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert kind_of(pdf) in endings_taken_in()
    assert take_in(pdf).facts.page_count == 1
    assert kind_of(picture) is FileKind.PICTURE
    assert FileKind.PICTURE not in endings_taken_in()
    with pytest.raises(PackBuilderError):
        take_in(picture)


def test_a_paper_that_comes_ends_to_follow_in_the_same_edit(session: Session, tmp_path: Path) -> None:
    item = session.meeting.items[9]
    session.edit("Mark", lambda m: edits.change_item(m, item.id, to_follow=True))
    said: list[str] = []
    session.said.connect(said.append)
    attach(session, item.id, [tmp_path / "Late paper.pdf"])
    assert said == ["Attached. Item 10 is no longer to follow."]
    assert not session.meeting.items[9].to_follow
    session.undo()
    assert session.meeting.items[9].to_follow
    assert session.meeting.items[9].documents == item.documents
