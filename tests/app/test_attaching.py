from __future__ import annotations

from pathlib import Path

from packbuilder.app.attaching import FileToAttach, attach, file_filters
from packbuilder.app.session import Session
from packbuilder.intake.kinds import endings_taken_in
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import DocumentRole
from tests.builders import a_document, an_item


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


def test_the_dialogs_offer_every_kind_together_first_and_then_each() -> None:
    everything, *kinds, all_files = file_filters().split(";;")
    assert everything.startswith("Documents (all kinds) (*.pdf *.docx")
    assert {"*.eml", "*.zip", "*.jpg", "*.xlsx"} <= set(
        everything.removesuffix(")").rpartition("(")[2].split()
    )
    assert "PDF (*.pdf)" in kinds
    assert any(words.startswith("Word document (*.docx ") for words in kinds)
    assert len(kinds) == len(endings_taken_in())
    assert all_files == "All files (*)"


def test_a_part_of_a_parcel_is_named_after_itself_and_not_after_the_parcel(
    empty_session: Session, tmp_path: Path
) -> None:
    empty_session.edit("Add", lambda m: edits.add_item(m, an_item("one")))
    parcel = tmp_path / "Papers for the 18th.zip"
    names = ["Finance/07 Budget report v2.docx", "Finance\\Appendix B - Reserves.xlsx"]
    attach(empty_session, "one", [FileToAttach(parcel, name) for name in names])
    report, appendix = empty_session.meeting.items[0].documents
    assert (report.title, report.role, report.inside) == ("Budget report", DocumentRole.REPORT, names[0])
    assert (appendix.title, appendix.role) == ("Reserves", DocumentRole.APPENDIX)
    assert report.file == appendix.file == str(parcel)


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


def test_the_report_stands_before_what_came_with_it_and_the_rest_in_the_order_given(
    empty_session: Session, tmp_path: Path
) -> None:
    empty_session.edit("Add", lambda m: edits.add_item(m, an_item("one")))
    names = ["Grants.xlsx", "Photo.jpg", "Mill Lane report.docx", "Plan.pdf"]
    attach(empty_session, "one", [FileToAttach(tmp_path / "Papers.eml", name) for name in names])
    documents = empty_session.meeting.items[0].documents
    assert [document.inside for document in documents] == [names[2], names[0], names[1], names[3]]
    assert [document.role for document in documents] == [DocumentRole.REPORT, *[DocumentRole.APPENDIX] * 3]

    attach(empty_session, "one", [tmp_path / "Costs.xlsx", tmp_path / "Late report.docx"])
    late = empty_session.meeting.items[0].documents[4:]
    assert [document.title for document in late] == ["Costs", "Late report"], "there is a report already"
    assert {document.role for document in late} == {DocumentRole.APPENDIX}
