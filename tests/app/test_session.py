from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import Document, Meeting, new_id
from packbuilder.storage.meeting_file import MeetingFile
from tests.builders import an_item, pages, write_pdf


def _titled(text: str) -> Any:
    return lambda meeting: edits.change_item(meeting, meeting.items[0].id, title=text)


def _saved(session: Session) -> Meeting:
    with MeetingFile.open(session.path, read_only=True) as file:
        return file.meeting()


def test_an_edit_is_in_the_file_as_soon_as_the_window_says_saved(session: Session, qtbot: QtBot) -> None:
    session.edit("Change subject of item 1", _titled("Welcome"))
    assert not session.is_saved
    qtbot.waitUntil(lambda: session.is_saved)
    assert _saved(session).items[0].title == "Welcome"


def test_typing_in_one_field_is_undone_as_one_edit(session: Session) -> None:
    before = session.meeting
    for text in ("W", "We", "Wel"):
        session.edit("Change subject of item 1", _titled(text), merge_key="subject")
    session.edit("Change venue", lambda m: edits.change_meeting(m, venue="Corby"), merge_key="venue")
    assert session.undo_stack.count() == 2
    session.undo()
    assert session.meeting.items[0].title == "Wel"
    session.undo()
    assert session.meeting == before


def test_typing_a_field_back_to_what_it_was_leaves_nothing_to_undo(session: Session) -> None:
    title = session.meeting.items[0].title
    session.edit("Change subject", _titled(title + "x"), merge_key="subject")
    session.edit("Change subject", _titled(title), merge_key="subject")
    assert not session.undo_stack.canUndo()


def test_an_edit_that_changes_nothing_is_none(session: Session) -> None:
    assert not session.edit("Change subject", _titled(session.meeting.items[0].title))
    assert session.undo_stack.count() == 0


def test_the_window_hears_what_was_undone_and_where(session: Session, qtbot: QtBot) -> None:
    item_id = session.meeting.items[0].id
    session.edit("Change subject of item 1", _titled("Welcome"), place=Place(item_id, field="title"))
    heard: list[object] = []
    session.said.connect(heard.append)
    session.undone.connect(heard.append)
    session.undo()
    assert heard == [Place(item_id), "Undone: Change subject of item 1"]


def test_a_meeting_open_to_be_read_refuses_edits_and_stays_as_it_is(look: object, sample_file: Path) -> None:
    before = sample_file.read_bytes()
    session = Session(MeetingFile.open(sample_file, read_only=True))
    refusals: list[PackBuilderError] = []
    session.refused.connect(refusals.append)
    assert not session.edit("Change subject", _titled("Welcome"))
    assert len(refusals) == 1
    assert session.close() is None
    assert sample_file.read_bytes() == before


def test_page_numbers_follow_a_move_at_once(session: Session) -> None:
    with_pages = [item for item in session.meeting.items if item.id in session.page_numbers.first_pages]
    last, first = with_pages[-1], with_pages[0]
    was = session.page_numbers.first_pages[first.id]
    session.edit("Move item", lambda m: edits.move_item(m, last.id, m.items.index(first)))
    assert session.page_numbers.first_pages[last.id] == was
    assert session.page_numbers.first_pages[first.id] > was


def test_what_was_taken_in_stays_in_every_value_that_undo_goes_through(
    empty_session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session = empty_session
    pdf = write_pdf(tmp_path / "report.pdf", "one", "two")
    document = Document(new_id(), str(pdf))
    session.edit("Add item", lambda m: edits.add_item(m, an_item("first", document)))
    session.edit("Change subject", _titled("Welcome"))
    session.store_document(document, pdf, pdf, pages(2))
    qtbot.waitUntil(lambda: document.id in session.facts)
    session.undo()
    assert session.facts[document.id].page_count == 2
    session.undo()
    session.redo()
    assert session.facts[document.id].page_count == 2
    assert session.meeting.items[0].documents[0].sha256


def test_undoing_a_replacement_brings_back_the_pages_of_the_file_before(
    empty_session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session = empty_session
    old, new = write_pdf(tmp_path / "old.pdf", "one"), write_pdf(tmp_path / "new.pdf", "one", "two")
    document = Document(new_id(), str(old))
    session.edit("Add item", lambda m: edits.add_item(m, an_item("first", document)))
    session.store_document(document, old, old, pages(1))
    qtbot.waitUntil(lambda: document.id in session.facts)
    session.edit("Replace", lambda m: edits.change_document(m, document.id, file=str(new), sha256=""))
    session.store_document(session.meeting.items[0].documents[0], new, new, pages(2))
    qtbot.waitUntil(lambda: document.id in session.facts)
    assert session.facts[document.id].page_count == 2
    session.undo()
    assert session.facts[document.id].page_count == 1


def test_a_document_that_was_replaced_while_it_was_read_waits_for_its_new_file(
    empty_session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session = empty_session
    old = write_pdf(tmp_path / "old.pdf", "one")
    document = Document(new_id(), str(old))
    session.edit("Add item", lambda m: edits.add_item(m, an_item("first", document)))
    session.edit("Replace", lambda m: edits.change_document(m, document.id, file="new.pdf", sha256=""))
    with qtbot.waitSignal(session.documents_changed):
        session.store_document(document, old, old, pages(1))
    assert document.id not in session.facts


def test_papers_that_undo_can_bring_back_are_kept_until_the_meeting_is_closed(
    session: Session, qtbot: QtBot
) -> None:
    document = session.meeting.documents()[0][1]
    session.edit("Remove document", lambda m: edits.remove_document(m, document.id))
    qtbot.waitUntil(lambda: session.is_saved)
    session.undo()
    assert document.id in session.facts
    session.redo()
    session.close()
    with MeetingFile.open(session.path) as file:
        assert (document.sha256, "") not in file.all_facts()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_edits_undone_and_done_again_give_equal_meetings(
    empty_session: Session, data: st.DataObject
) -> None:
    session = empty_session
    while session.undo_stack.canUndo():
        session.undo()
    values = [session.meeting]
    for step in range(data.draw(st.integers(1, 12))):
        items = session.meeting.items
        kinds = ["add"] + (["title", "move", "remove", "duplicate"] if items else [])
        kind = data.draw(st.sampled_from(kinds))
        at = data.draw(st.integers(0, max(0, len(items) - 1)))
        to = data.draw(st.integers(0, max(0, len(items) - 1)))
        changes: dict[str, Any] = {
            "add": lambda m: edits.add_item(m, an_item(new_id(), title=f"Item {step}")),  # noqa: B023
            "title": lambda m: edits.change_item(m, m.items[at].id, title=f"Title {step}"),  # noqa: B023
            "move": lambda m: edits.move_item(m, m.items[at].id, to),  # noqa: B023
            "remove": lambda m: edits.remove_item(m, m.items[at].id),  # noqa: B023
            "duplicate": lambda m: edits.duplicate_item(m, m.items[at].id),  # noqa: B023
        }
        if session.edit(kind, changes[kind]):
            values.append(session.meeting)
    for value in reversed(values[:-1]):
        session.undo()
        assert session.meeting == value
    assert not session.undo_stack.canUndo()
    for value in values[1:]:
        session.redo()
        assert session.meeting == value
