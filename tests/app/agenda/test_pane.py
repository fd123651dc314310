"""The agenda pane as the clerk uses it: keys, typing, drops, the selection, finding, an empty agenda."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QClipboard, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from packbuilder.app.agenda import commands
from packbuilder.app.agenda.dropping import Payload
from packbuilder.app.agenda.pane import AgendaPane
from packbuilder.app.agenda.rows import Column, RowKind, breakable
from packbuilder.app.selection import THE_MEETING, Place, Selection
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import Access, DocumentRole, Form
from tests.app.agenda.conftest import AnsweringDialogs, no_parcels
from tests.app.agenda.tree_reading import expected, shown

_ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_HALFWAY, _NEAR_TOP, _NEAR_FOOT = 0.5, 0.1, 0.9


def _titles(session: Session) -> list[str]:
    return [item.title for item in session.meeting.items]


def _key(
    pane: AgendaPane, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(pane.tree, key, modifiers)


def _field(pane: AgendaPane) -> QLineEdit:
    (field,) = (f for f in pane.tree.viewport().findChildren(QLineEdit) if f.isVisible())
    return field


def _urls(paths: list[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def _at(pane: AgendaPane, place: Place, part: float) -> QPointF:
    rect = pane.tree.visualRect(pane.model.index_at(place, Column.SUBJECT))
    assert rect.isValid()
    return QPointF(rect.center().x(), rect.top() + rect.height() * part)


def _drop(pane: AgendaPane, data: QMimeData, at: QPointF) -> tuple[bool, Qt.DropAction]:
    """Drag something in and drop it, as a system does; return whether it was taken, and how."""
    actions, viewport = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, pane.tree.viewport()
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), actions, data, button, none)
    QApplication.sendEvent(viewport, enter)
    move = QDragMoveEvent(at.toPoint(), actions, data, button, none)
    QApplication.sendEvent(viewport, move)
    drop = QDropEvent(at, actions, data, button, none)
    QApplication.sendEvent(viewport, drop)
    return drop.isAccepted(), drop.dropAction()


def _drag(pane: AgendaPane, places: list[Place], at: QPointF) -> None:
    data = pane.model.mimeData([pane.model.index_at(place) for place in places])
    _drop(pane, data, at)


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    paths = [
        tmp_path / name for name in ("07 Roads report.pdf", "Appendix A - Map.pdf", "Costs.xlsx", "Data.pdf")
    ]
    for path in paths:
        path.write_bytes(b"%PDF-1.7")
    return paths


@pytest.fixture
def clipboard(look: object) -> Iterator[QClipboard]:
    """The clipboard, emptied afterwards: it must not outlive Python with data of Python's in it."""
    board = QGuiApplication.clipboard()
    yield board
    board.clear()


# Drops.


def test_four_files_dropped_on_an_item_are_attached_in_one_edit(
    qtbot: QtBot, pane: AgendaPane, session: Session, papers: list[Path]
) -> None:
    item = session.meeting.items[0]
    _drop(pane, _urls(papers), _at(pane, Place(item.id), _HALFWAY))
    qtbot.waitUntil(lambda: len(session.meeting.items[0].documents) == 4)
    documents = session.meeting.items[0].documents
    assert [d.title for d in documents] == ["Roads report", "Map", "Costs", "Data"]
    assert [d.role for d in documents] == [DocumentRole.REPORT, *[DocumentRole.APPENDIX] * 3]
    assert [Path(d.file) for d in documents] == papers
    assert not any(d.sha256 for d in documents)
    assert session.undo_stack.undoText() == "Attach 4 documents"
    assert pane.tree.isExpanded(pane.model.index_at(Place(item.id)))
    session.undo()
    assert session.meeting.items[0].documents == ()


def test_files_dropped_between_items_become_items_named_after_them(
    qtbot: QtBot, pane: AgendaPane, session: Session, papers: list[Path]
) -> None:
    before = _titles(session)
    _drop(
        pane,
        _urls([papers[0], papers[1], papers[3]]),
        _at(pane, Place(session.meeting.items[2].id), _NEAR_TOP),
    )
    qtbot.waitUntil(lambda: len(session.meeting.items) == len(before) + 2)
    assert _titles(session) == [*before[:2], "Roads report", "Data", *before[2:]]
    assert [d.title for d in session.meeting.items[2].documents] == ["Roads report", "Map"]
    assert session.undo_stack.undoText() == "Add 2 items"


def test_a_folder_gives_its_files_in_the_order_people_count_in(
    qtbot: QtBot, pane: AgendaPane, session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "Item 1"
    (folder / "Appendices").mkdir(parents=True)
    for name in (
        "10 Last.pdf",
        "2 Second.pdf",
        "1 First.pdf",
        "Thumbs.db",
        "~$1 First.docx",
        "Appendices/A.pdf",
    ):
        (folder / name).write_bytes(b"%PDF-1.7")
    _drop(pane, _urls([folder]), _at(pane, Place(session.meeting.items[0].id), _HALFWAY))
    qtbot.waitUntil(lambda: bool(session.meeting.items[0].documents))
    names = [Path(d.file).name for d in session.meeting.items[0].documents]
    assert names == ["1 First.pdf", "2 Second.pdf", "10 Last.pdf", "A.pdf"]


def test_files_dropped_on_empty_space_become_items_at_the_end(
    qtbot: QtBot, pane: AgendaPane, session: Session, papers: list[Path]
) -> None:
    pane.collapse_all()
    before = len(session.meeting.items)
    _drop(pane, _urls(papers[:1]), QPointF(200, pane.tree.viewport().height() - 4))
    qtbot.waitUntil(lambda: len(session.meeting.items) == before + 1)
    assert session.meeting.items[-1].title == "Roads report"


def test_files_dropped_between_documents_are_attached_there(
    qtbot: QtBot, pane: AgendaPane, session: Session, papers: list[Path]
) -> None:
    item = session.meeting.items[6]
    _drop(pane, _urls(papers[1:2]), _at(pane, Place(item.id, item.documents[1].id), _NEAR_TOP))
    qtbot.waitUntil(lambda: len(session.meeting.items[6].documents) == 4)
    assert session.meeting.items[6].documents[1].title == "Map"


def test_an_item_is_dragged_to_another_place_and_nothing_is_lost(pane: AgendaPane, session: Session) -> None:
    items = session.meeting.items
    value = session.meeting
    _drag(pane, [Place(items[6].id)], _at(pane, Place(items[1].id), _NEAR_TOP))
    assert [item.id for item in session.meeting.items[:3]] == [items[0].id, items[6].id, items[1].id]
    assert set(session.meeting.items) == set(items)
    assert session.undo_stack.undoText() == "Move item 7"
    assert pane.tree.isExpanded(pane.model.index_at(Place(items[6].id)))
    session.undo()
    assert session.meeting == value


def test_several_items_are_dragged_together_in_their_order(pane: AgendaPane, session: Session) -> None:
    items = session.meeting.items
    places = [Place(items[2].id), Place(items[0].id)]
    _drag(pane, places, _at(pane, Place(items[4].id, items[4].documents[0].id), _NEAR_FOOT))
    wanted = [items[1], items[3], items[4], items[0], items[2], items[5]]
    assert session.meeting.items[:6] == tuple(wanted)
    assert pane.tree.selected_places() == [Place(items[0].id), Place(items[2].id)]


def test_a_document_is_dragged_under_another_item_and_stays_closed(
    pane: AgendaPane, session: Session
) -> None:
    hub, minutes = session.meeting.items[6], session.meeting.items[3]
    costs = hub.documents[2]
    assert costs.access is Access.EXEMPT
    _drag(pane, [Place(hub.id, costs.id)], _at(pane, Place(minutes.id), _HALFWAY))
    assert session.meeting.items[3].documents[-1] == costs
    assert [d.id for d in session.meeting.items[6].documents] == [d.id for d in hub.documents[:2]]


def test_a_document_of_a_closed_item_stays_closed_where_it_is_dragged(
    pane: AgendaPane, session: Session
) -> None:
    item, first = session.meeting.items[6], session.meeting.items[0]
    session.edit("Close", lambda m: edits.set_item_access(m, item.id, Access.EXEMPT, (3,)))
    _drag(pane, [Place(item.id, item.documents[0].id)], _at(pane, Place(first.id), _HALFWAY))
    assert session.meeting.items[0].documents[0].access is Access.EXEMPT


def test_documents_are_put_in_another_order_by_dragging(pane: AgendaPane, session: Session) -> None:
    item = session.meeting.items[6]
    _drag(
        pane,
        [Place(item.id, item.documents[2].id)],
        _at(pane, Place(item.id, item.documents[1].id), _NEAR_TOP),
    )
    assert [d.id for d in session.meeting.items[6].documents] == [item.documents[n].id for n in (0, 2, 1)]
    assert shown(pane.model) == expected(session)


def test_an_item_dropped_under_a_heading_stands_under_it(pane: AgendaPane, session: Session) -> None:
    items = session.meeting.items
    commands.set_section(session, items[2].id, "Part B")
    _drag(pane, [Place(items[0].id)], _at(pane, Place(items[3].id), _NEAR_TOP))
    assert [item.id for item in session.meeting.items[:3]] == [items[1].id, items[2].id, items[0].id]
    assert session.meeting.items[2].section == "Part B"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ('application/x-qt-windows-mime;value="FileGroupDescriptorW"', b"\x01"),
        ("text/uri-list", b"https://mail.example/attachment/1\r\n"),
    ],
)
def test_an_attachment_that_is_no_file_yet_is_answered_with_what_to_do(
    pane: AgendaPane, session: Session, kind: str, content: bytes
) -> None:
    data = QMimeData()
    data.setData(kind, content)
    refused: list[PackBuilderError] = []
    session.refused.connect(refused.append)
    value = session.meeting
    _drop(pane, data, _at(pane, Place(session.meeting.items[0].id), _HALFWAY))
    assert refused[0].next_step == "Save the attachment first, or drag it from a folder."
    assert session.meeting == value


def test_a_read_only_meeting_takes_no_drop_and_says_so(
    qtbot: QtBot, pane: AgendaPane, session: Session, papers: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_is_read_only", True)
    value = session.meeting
    with qtbot.waitSignal(session.refused):
        _drop(pane, _urls(papers), _at(pane, Place(session.meeting.items[0].id), _HALFWAY))
    _key(pane, Qt.Key.Key_Insert)
    assert session.meeting == value


def test_files_are_copied_and_never_moved_away(
    qtbot: QtBot, pane: AgendaPane, session: Session, papers: list[Path]
) -> None:
    taken = _drop(pane, _urls(papers), _at(pane, Place(session.meeting.items[0].id), _HALFWAY))
    assert taken == (True, Qt.DropAction.CopyAction)
    qtbot.waitUntil(lambda: bool(session.meeting.items[0].documents))
    assert all(path.exists() for path in papers)


def test_a_document_cannot_be_dropped_where_there_is_no_item(pane: AgendaPane, session: Session) -> None:
    pane.collapse_all()
    item, value = session.meeting.items[6], session.meeting
    _drag(pane, [Place(item.id, item.documents[0].id)], QPointF(200, pane.tree.viewport().height() - 4))
    assert session.meeting == value


def test_a_closed_item_opens_while_something_is_held_over_it(
    qtbot: QtBot, pane: AgendaPane, session: Session, papers: list[Path]
) -> None:
    pane.collapse_all()
    item = session.meeting.items[6]
    at, data = _at(pane, Place(item.id), _HALFWAY).toPoint(), _urls(papers)
    actions, button, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # Held: an event that Python lets go of is gone while Qt still looks at it.
    enter = QDragEnterEvent(at, actions, data, button, none)
    QApplication.sendEvent(pane.tree.viewport(), enter)
    move = QDragMoveEvent(at, actions, data, button, none)
    QApplication.sendEvent(pane.tree.viewport(), move)
    qtbot.waitUntil(lambda: pane.tree.isExpanded(pane.model.index_at(Place(item.id))), timeout=3000)


def test_a_frame_shows_a_drop_onto_an_item_and_a_line_one_between(pane: AgendaPane, session: Session) -> None:
    item = session.meeting.items[1]

    def spot(part: float) -> tuple[bool, str]:
        found = pane.tree.spot_at(_at(pane, Place(item.id), part).toPoint(), Payload.FILES)
        assert found is not None
        return found.is_line, found.target.item_id

    assert spot(_NEAR_TOP) == (True, "")
    assert spot(_HALFWAY) == (False, item.id)
    assert spot(_NEAR_FOOT) == (True, "")


def test_copied_files_are_pasted_onto_the_current_item(
    qtbot: QtBot,
    pane: AgendaPane,
    session: Session,
    selection: Selection,
    papers: list[Path],
    clipboard: QClipboard,
) -> None:
    selection.select(Place(session.meeting.items[1].id))
    clipboard.setMimeData(_urls(papers[:2]))
    _key(pane, Qt.Key.Key_V, _CTRL)
    qtbot.waitUntil(lambda: len(session.meeting.items[1].documents) == 2)


def test_the_subjects_of_selected_rows_are_copied_as_text(
    pane: AgendaPane, session: Session, clipboard: QClipboard
) -> None:
    items = session.meeting.items
    pane.tree.select_places([Place(items[0].id), Place(items[2].id)])
    _key(pane, Qt.Key.Key_C, _CTRL)
    assert clipboard.text() == "Apologies for absence\nDeclarations of interests"


def test_pasting_without_files_says_what_to_copy(
    qtbot: QtBot, pane: AgendaPane, session: Session, clipboard: QClipboard
) -> None:
    clipboard.setText("words")
    value = session.meeting
    with qtbot.waitSignal(session.said) as said:
        pane.paste()
    assert "no files" in said.args[0]
    assert session.meeting == value


# Keys.


def test_alt_shift_and_arrows_move_an_item(pane: AgendaPane, session: Session, selection: Selection) -> None:
    ids = [item.id for item in session.meeting.items]
    selection.select(Place(ids[2]))
    _key(pane, Qt.Key.Key_Up, _ALT_SHIFT)
    assert [item.id for item in session.meeting.items][:3] == [ids[0], ids[2], ids[1]]
    assert selection.place == Place(ids[2])
    _key(pane, Qt.Key.Key_Down, _ALT_SHIFT)
    _key(pane, Qt.Key.Key_Down, _ALT_SHIFT)
    assert [item.id for item in session.meeting.items][:4] == [ids[0], ids[1], ids[3], ids[2]]
    assert pane.tree.selected_places() == [Place(ids[2])]


def test_keys_move_a_document_within_its_item_and_on_into_the_next(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item, after = session.meeting.items[6], session.meeting.items[7]
    document = item.documents[1].id
    selection.select(Place(item.id, document))
    _key(pane, Qt.Key.Key_Down, _ALT_SHIFT)
    assert session.meeting.items[6].documents[2].id == document
    _key(pane, Qt.Key.Key_Down, _ALT_SHIFT)
    assert session.meeting.items[7].documents[0].id == document
    assert selection.place == Place(after.id, document)
    _key(pane, Qt.Key.Key_Up, _ALT_SHIFT)
    assert session.meeting.items[6].documents[2].id == document


def test_a_key_moves_an_item_past_a_heading_before_it_passes_an_item(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    items = session.meeting.items
    commands.set_section(session, items[2].id, "Part B")
    selection.select(Place(items[2].id))
    _key(pane, Qt.Key.Key_Up, _ALT_SHIFT)
    assert [item.id for item in session.meeting.items] == [item.id for item in items]
    assert session.meeting.items[2].section == ""
    assert session.meeting.items[3].section == "Part B"


def test_delete_removes_and_says_how_to_get_it_back(
    qtbot: QtBot, pane: AgendaPane, session: Session, selection: Selection
) -> None:
    items = session.meeting.items
    selection.select(Place(items[4].id))
    with qtbot.waitSignal(session.said) as said:
        _key(pane, Qt.Key.Key_Delete)
    assert said.args == ["Removed item 5. Ctrl+Z brings it back."]
    assert items[4] not in session.meeting.items
    assert session.holds(selection.place)
    assert pane.tree.selected_places() == [selection.place]
    session.undo()
    assert session.meeting.items == items
    assert pane.tree.isExpanded(pane.model.index_at(Place(items[4].id)))


def test_ctrl_d_puts_a_copy_after_the_item(pane: AgendaPane, session: Session, selection: Selection) -> None:
    item = session.meeting.items[4]
    selection.select(Place(item.id))
    _key(pane, Qt.Key.Key_D, _CTRL)
    copy = session.meeting.items[5]
    assert copy.title == item.title
    assert copy.id != item.id
    assert selection.place == Place(copy.id)


def test_insert_adds_an_item_after_the_current_one_and_opens_its_subject(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[1].id))
    _key(pane, Qt.Key.Key_Insert)
    QTest.keyClicks(_field(pane), "Budget")
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert session.meeting.items[2].title == "Budget"


def test_new_items_come_one_after_another_until_one_is_left_empty(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    before = _titles(session)
    selection.select(Place(session.meeting.items[2].id))
    _key(pane, Qt.Key.Key_Insert)
    for title in ("X1", "X2", "X3"):
        QTest.keyClicks(_field(pane), title)
        QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert _titles(session) == [*before[:3], "X1", "X2", "X3", *before[3:]]
    assert selection.place == Place(session.meeting.items[5].id)
    assert pane.tree.selected_places() == [selection.place]
    assert pane.tree.state() != QAbstractItemView.State.EditingState
    assert shown(pane.model) == expected(session)
    assert session.undo_stack.count() == 3
    assert session.undo_stack.undoText() == "Add item 6"
    for _ in range(3):
        session.undo()
    assert _titles(session) == before


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_new_item_that_is_left_empty_was_never_there(
    pane: AgendaPane, session: Session, selection: Selection, key: Qt.Key
) -> None:
    value, place, rows = session.meeting, Place(session.meeting.items[2].id), pane.model.rowCount()
    selection.select(place)
    _key(pane, Qt.Key.Key_Insert)
    assert pane.model.rowCount() == rows + 1
    # Not in the meeting yet, so that no check calls it an item without a title.
    assert session.meeting == value
    QTest.keyClick(_field(pane), key)
    assert pane.model.rowCount() == rows
    assert session.meeting == value
    assert session.undo_stack.count() == 0
    assert selection.place == place
    assert pane.tree.selected_places() == [place]


def test_escape_ends_a_run_of_new_items_and_keeps_what_was_entered(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[2].id))
    count, rows = len(session.meeting.items), pane.model.rowCount()
    _key(pane, Qt.Key.Key_Insert)
    QTest.keyClicks(_field(pane), "X1")
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    QTest.keyClicks(_field(pane), "X2")
    QTest.keyClick(_field(pane), Qt.Key.Key_Escape)
    assert len(session.meeting.items) == count + 1
    new = Place(session.meeting.items[3].id)
    assert selection.place == new
    _key(pane, Qt.Key.Key_F2)
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert len(session.meeting.items) == count + 1
    assert pane.model.rowCount() == rows + 1


def test_tab_goes_through_the_columns_of_a_new_item_and_enter_then_begins_the_next(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[2].id))
    _key(pane, Qt.Key.Key_Insert)
    QTest.keyClicks(_field(pane), "X1")
    QTest.keyClick(_field(pane), Qt.Key.Key_Tab)
    QTest.keyClicks(_field(pane), "The Mayor")
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    QTest.keyClicks(_field(pane), "X2")
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert [(item.title, item.lead) for item in session.meeting.items[3:5]] == [
        ("X1", "The Mayor"),
        ("X2", ""),
    ]


def test_a_new_item_is_taken_when_the_agenda_is_left(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[2].id))
    pane.add_item()
    QTest.keyClicks(_field(pane), "X1")
    pane.tree.end_editing()
    assert session.meeting.items[3].title == "X1"
    rows = pane.model.rowCount()
    pane.add_item()
    pane.tree.end_editing()
    assert pane.model.rowCount() == rows
    assert pane.model.draft_id == ""


def test_a_click_on_another_row_leaves_an_empty_new_item_and_selects_that_row(
    qtbot: QtBot, pane: AgendaPane, session: Session, selection: Selection
) -> None:
    items, rows = session.meeting.items, pane.model.rowCount()
    selection.select(Place(items[1].id))
    pane.add_item()
    at = _at(pane, Place(items[3].id), _HALFWAY).toPoint()
    QTest.mouseClick(pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: pane.model.rowCount() == rows)
    assert selection.place == Place(items[3].id)
    assert pane.tree.selected_places() == [selection.place]
    assert session.undo_stack.count() == 0


def test_going_elsewhere_in_the_window_leaves_an_empty_new_item(
    qtbot: QtBot, pane: AgendaPane, session: Session, selection: Selection
) -> None:
    items, rows = session.meeting.items, pane.model.rowCount()
    selection.select(Place(items[1].id))
    pane.add_item()
    selection.show_place(Place(items[6].id, items[6].documents[0].id))
    qtbot.waitUntil(lambda: pane.model.rowCount() == rows)
    assert pane.tree.selected_places() == [selection.place]
    assert selection.place.document_id == items[6].documents[0].id


def test_nothing_can_be_dropped_on_a_row_that_is_not_an_item_yet(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[1].id))
    pane.add_item()
    at = _at(pane, Place(pane.model.draft_id), _HALFWAY).toPoint()
    assert pane.tree.spot_at(at, Payload.FILES) is None


def test_undo_in_the_middle_of_a_new_item_leaves_its_row(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    items = session.meeting.items
    commands.set_title(session, items[0].id, "Other")
    selection.select(Place(items[1].id))
    pane.add_item()
    QTest.keyClicks(_field(pane), "X1")
    session.undo()
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert _titles(session)[:3] == [items[0].title, items[1].title, "X1"]


# What edits are called.


def test_what_was_removed_is_named(
    qtbot: QtBot, pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[6]
    selection.select(Place(item.id, item.documents[1].id))
    with qtbot.waitSignal(session.said) as said:
        _key(pane, Qt.Key.Key_Delete)
    assert said.args == ["Removed 'Appendix A \u2013 Site plan' from item 7. Ctrl+Z brings it back."]
    assert session.undo_stack.undoText() == "Remove 'Site plan'"


def test_edits_say_which_document_and_which_heading(session: Session) -> None:
    item = session.meeting.items[6]
    plan = item.documents[1]
    commands.set_section(session, item.id, "Part B")
    commands.set_section(session, item.id, "")
    commands.set_role(session, item.id, plan.id, DocumentRole.PAPER)
    commands.move_documents(session, [plan.id], session.meeting.items[0].id)
    commands.duplicate(session, [Place(session.meeting.items[0].id, plan.id)])
    assert [session.undo_stack.text(n) for n in range(session.undo_stack.count())] == [
        "Change heading of item 7",
        "Remove heading of item 7",
        "Change role of 'Site plan'",
        "Move 'Site plan'",
        "Duplicate 'Site plan'",
    ]


# Menus.


def _menu_action(pane: AgendaPane, place: Place, *words: str) -> QAction:
    rect = pane.tree.visualRect(pane.model.index_at(place, Column.SUBJECT))
    menu = pane.menu_at(rect.center())
    for word in words[:-1]:
        menu = next(a.menu() for a in menu.actions() if a.text() == word)  # type: ignore[assignment]
    return next(a for a in menu.actions() if a.text() == words[-1])


def test_the_menu_closes_an_item_and_goes_to_the_field_of_its_paragraphs(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[0]
    went: list[Place] = []
    selection.go_to.connect(went.append)
    assert _menu_action(pane, Place(item.id), "Access", "Open").isChecked()
    _menu_action(pane, Place(item.id), "Access", "Exempt...").trigger()
    assert session.meeting.items[0].access.value == "exempt"
    assert went == [Place(item.id, "", "exempt_paragraphs")]
    assert session.undo_stack.undoText() == "Change access of item 1"
    _menu_action(pane, Place(item.id), "Access", "Confidential").trigger()
    assert session.meeting.items[0].access.value == "confidential"


def test_the_menu_opens_a_document_and_its_paragraphs_go(pane: AgendaPane, session: Session) -> None:
    item = session.meeting.items[6]
    place = Place(item.id, item.documents[2].id)
    pane.tree.scrollTo(pane.model.index_at(place))
    _menu_action(pane, place, "Access", "Open").trigger()
    document = session.meeting.items[6].documents[2]
    assert (document.access, document.exempt_paragraphs) == (Access.OPEN, ())


def test_the_menu_replaces_a_file_and_keeps_the_rest(
    pane: AgendaPane, session: Session, dialogs: AnsweringDialogs, papers: list[Path]
) -> None:
    item = session.meeting.items[6]
    before = item.documents[1]
    dialogs.files = papers[:1]
    place = Place(item.id, before.id)
    pane.tree.scrollTo(pane.model.index_at(place))
    _menu_action(pane, place, "Replace with a newer file...").trigger()
    after = session.meeting.items[6].documents[1]
    assert after == dataclasses.replace(before, file=str(papers[0]), sha256="")


# Typing.


def test_f2_enter_and_escape_edit_as_in_explorer(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    items = session.meeting.items
    selection.select(Place(items[0].id))
    _key(pane, Qt.Key.Key_F2)
    assert _field(pane).text() == "Apologies for absence"
    QTest.keyClicks(_field(pane), "Apologies")
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert session.meeting.items[0].title == "Apologies"
    assert session.undo_stack.undoText() == "Change subject of item 1"
    assert selection.place == Place(items[1].id)
    _key(pane, Qt.Key.Key_F2)
    QTest.keyClicks(_field(pane), "Nothing")
    QTest.keyClick(_field(pane), Qt.Key.Key_Escape)
    assert session.meeting.items[1].title == items[1].title


def test_typing_begins_editing_and_tab_goes_to_the_next_column(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[0].id))
    QTest.keyClicks(pane.tree, "W")
    QTest.keyClicks(_field(pane), "elcome")
    QTest.keyClick(_field(pane), Qt.Key.Key_Tab)
    assert session.meeting.items[0].title == "Welcome"
    assert pane.tree.currentIndex().column() == Column.LEAD
    QTest.keyClicks(_field(pane), "The Mayor")
    QTest.keyClick(_field(pane), Qt.Key.Key_Tab)
    assert session.meeting.items[0].lead == "The Mayor"
    assert pane.tree.currentIndex().column() == Column.FORM


def test_a_form_is_chosen_from_a_list(pane: AgendaPane, session: Session, selection: Selection) -> None:
    selection.select(Place(session.meeting.items[0].id))
    assert pane.tree.edit_column(Column.FORM)
    (combo,) = pane.tree.viewport().findChildren(QComboBox)
    combo.setCurrentIndex(combo.findData(Form.PAPER.value))
    QTest.keyClick(combo, Qt.Key.Key_Return)
    assert session.meeting.items[0].form is Form.PAPER


def test_arrows_go_through_all_forms_and_tab_takes_one_and_goes_on_to_the_time(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[0]
    commands.set_form(session, item.id, Form.NONE)
    selection.select(Place(item.id))
    assert pane.tree.edit_column(Column.FORM)
    (combo,) = pane.tree.viewport().findChildren(QComboBox)
    for _ in range(3):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert session.meeting.items[0].form.value == ""
    QTest.keyClick(combo, Qt.Key.Key_Tab)
    assert session.meeting.items[0].form.value == "presentation"
    assert pane.tree.currentIndex().column() == Column.TIME
    QTest.keyClick(_field(pane), Qt.Key.Key_Tab)
    assert pane.tree.currentIndex().column() == Column.MINUTES


def test_a_form_that_is_only_looked_at_with_escape_stays(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    form = session.meeting.items[0].form
    selection.select(Place(session.meeting.items[0].id))
    assert pane.tree.edit_column(Column.FORM)
    (combo,) = pane.tree.viewport().findChildren(QComboBox)
    QTest.keyClick(combo, Qt.Key.Key_Up)
    QTest.keyClick(combo, Qt.Key.Key_Escape)
    assert session.meeting.items[0].form is form


def test_a_time_is_typed_in_any_way_and_shown_as_the_agenda_prints_it(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[3]
    selection.select(Place(item.id))
    pane.tree.edit_column(Column.TIME)
    QTest.keyClicks(_field(pane), "1415")
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert pane.model.index_at(Place(item.id), Column.TIME).data() == "2.15 pm"


def test_looking_at_a_time_that_is_worked_out_does_not_fix_it(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[3].id))
    pane.tree.edit_column(Column.TIME)
    assert _field(pane).text() == "2.07 pm"
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert session.meeting.items[3].start is None


def test_what_is_no_time_goes_red_and_reverts_with_a_word(
    qtbot: QtBot, pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[3].id))
    pane.tree.edit_column(Column.TIME)
    QTest.keyClicks(_field(pane), "soon")
    assert _field(pane).property("invalid") == "true"
    value = session.meeting
    with qtbot.waitSignal(session.said) as said:
        QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert said.args == ['"soon" is no time: type 14:00, 2.00 pm or 2pm.']
    assert session.meeting == value


def test_what_is_being_typed_survives_a_change_of_its_row(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[6]
    selection.select(Place(item.id))
    _key(pane, Qt.Key.Key_F2)
    QTest.keyClicks(_field(pane), "Half a ti")
    session.edit("Other", lambda m: edits.change_item(m, item.id, minutes=7))
    commands.move_items(session, [item.id], 0)
    assert _field(pane).text() == "Half a ti"
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert session.meeting.items[0].title == "Half a ti"


def test_a_heading_is_renamed_in_place_for_all_its_items(pane: AgendaPane, session: Session) -> None:
    items = session.meeting.items
    commands.set_section(session, items[2].id, "Part B")
    heading = next(pane.model.index_of(k) for k in pane.model.row_keys() if k.kind is RowKind.SECTION)
    pane.tree.setCurrentIndex(heading)
    pane.edit_current()
    QTest.keyClicks(_field(pane), "For decision")
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert {item.section for item in session.meeting.items[2:5]} == {"For decision"}


def test_the_time_shown_can_be_fixed_by_typing_it(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[3].id))
    pane.tree.edit_column(Column.TIME)
    QTest.keyClicks(_field(pane), "2.07pm")
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert session.meeting.items[3].start == dt.time(14, 7)


def test_a_subject_is_never_left_empty(
    qtbot: QtBot, pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[3]
    selection.select(Place(item.id))
    _key(pane, Qt.Key.Key_F2)
    QTest.keyClick(_field(pane), Qt.Key.Key_Delete)
    with qtbot.waitSignal(session.said):
        QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert session.meeting.items[3].title == item.title


# The selection.


def test_the_selection_follows_the_current_row(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[6]
    at = _at(pane, Place(item.id, item.documents[0].id), _HALFWAY).toPoint()
    QTest.mouseClick(pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert selection.place == Place(item.id, item.documents[0].id)
    _key(pane, Qt.Key.Key_Up)
    assert selection.place == Place(item.id)


def test_the_current_row_follows_the_selection_and_opens_what_hides_it(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[6]
    pane.collapse_all()
    selection.select(Place(item.id, item.documents[1].id))
    assert pane.tree.selected_places() == [Place(item.id, item.documents[1].id)]
    assert pane.tree.visualRect(pane.tree.currentIndex()).isValid()
    selection.select(THE_MEETING)
    assert pane.tree.selected_places() == []


def test_going_to_a_field_shows_its_row_and_leaves_the_cursor_to_the_inspector(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[2]
    selection.show_place(Place(item.id, "", "lead"))
    assert pane.tree.selected_places() == [Place(item.id)]
    assert pane.tree.state() != QAbstractItemView.State.EditingState


def test_pressing_where_there_is_no_row_shows_the_meeting(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    pane.collapse_all()
    selection.select(Place(session.meeting.items[0].id))
    at = QPoint(100, pane.tree.viewport().height() - 4)
    QTest.mouseClick(pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert selection.place == THE_MEETING


def test_undo_of_what_was_added_leaves_a_place_that_is_there(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    selection.select(Place(session.meeting.items[3].id))
    pane.add_item()
    QTest.keyClick(_field(pane), Qt.Key.Key_Escape)
    session.undo()
    assert session.holds(selection.place)


def test_rows_stay_closed_and_open_through_edits_by_their_ids(pane: AgendaPane, session: Session) -> None:
    items = session.meeting.items
    pane.tree.collapse(pane.model.index_at(Place(items[6].id)))
    commands.move_items(session, [items[6].id], 0)
    commands.remove(session, [Place(items[7].id)])
    session.undo()
    assert not pane.tree.isExpanded(pane.model.index_at(Place(items[6].id)))
    assert pane.tree.isExpanded(pane.model.index_at(Place(items[7].id)))


# Attaching, finding, widths, an empty agenda.


def test_files_that_were_chosen_go_to_the_current_item_after_the_current_document(
    pane: AgendaPane, session: Session, selection: Selection, dialogs: AnsweringDialogs, papers: list[Path]
) -> None:
    item = session.meeting.items[6]
    dialogs.files = papers[:1]
    selection.select(Place(item.id, item.documents[0].id))
    pane.attach_files()
    assert session.meeting.items[6].documents[1].title == "Roads report"
    assert session.undo_stack.undoText() == "Attach a document"
    assert selection.place.document_id == session.meeting.items[6].documents[1].id


def test_a_heading_is_asked_for(
    pane: AgendaPane, session: Session, selection: Selection, dialogs: AnsweringDialogs
) -> None:
    dialogs.text = "Part B"
    selection.select(Place(session.meeting.items[4].id))
    pane.set_section()
    assert session.meeting.items[4].section == "Part B"


def test_find_looks_at_titles_leads_and_documents_whatever_their_case(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    _key(pane, Qt.Key.Key_F, _CTRL)
    field = pane.find_bar.field
    assert pane.find_bar.isVisible()
    QTest.keyClicks(field, "site PLAN")
    hub = session.meeting.items[6]
    assert selection.place == Place(hub.id, hub.documents[1].id)
    field.clear()
    QTest.keyClicks(field, "chair")
    chaired = [item for item in session.meeting.items if item.lead == "Chair"]
    assert pane.find_bar.count.text().endswith(f"of {len(chaired)}")
    here = selection.place.item_id
    pane.find_next()
    assert selection.place.item_id in {item.id for item in chaired} - {here}
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not pane.find_bar.isVisible()


def test_find_says_that_there_is_nothing(pane: AgendaPane) -> None:
    pane.open_find()
    QTest.keyClicks(pane.find_bar.field, "zzz")
    assert pane.find_bar.count.text() == "Not found"


def test_a_time_is_whole_as_soon_as_its_row_is_there(
    qtbot: QtBot, empty_session: Session, selection: Selection, dialogs: AnsweringDialogs
) -> None:
    pane = AgendaPane(empty_session, selection, dialogs, no_parcels)
    qtbot.addWidget(pane)
    pane.resize(560, 400)
    pane.show()
    pane.add_item()
    index = pane.model.index_at(Place(pane.model.draft_id), Column.TIME)
    assert index.data() == "6.00 pm"
    assert pane.tree.fontMetrics().horizontalAdvance("6.00 pm") + 16 <= pane.tree.columnWidth(Column.TIME)


def test_a_narrow_agenda_gives_up_columns_in_their_order_and_never_the_subject(
    pane: AgendaPane, session: Session
) -> None:
    tree, gone = pane.tree, list[Column]()
    for width in range(700, 300, -10):
        pane.resize(width, 900)
        hidden = [c for c in Column if tree.isColumnHidden(c)]
        gone += [c for c in hidden if c not in gone]
        assert set(gone) == set(hidden)
        if width >= 400:
            assert tree.columnWidth(Column.SUBJECT) >= 200
        right = tree.columnViewportPosition(Column.PAGES) + tree.columnWidth(Column.PAGES)
        assert right <= tree.viewport().width()
    assert gone == [Column.FORM, Column.LEAD, Column.MINUTES]


def test_names_go_on_to_the_next_line_at_hyphens_and_numbers_do_not() -> None:
    assert breakable("Ann Featherstone-Haugh 22-23") == ["Ann ", "Featherstone-", "Haugh ", "22-23"]


@pytest.mark.parametrize("width", [560, 680, 900])
def test_no_column_cuts_its_words(pane: AgendaPane, session: Session, width: int) -> None:
    pane.resize(width, 900)
    metrics, tree = pane.tree.fontMetrics(), pane.tree
    for key in (key for key in pane.model.row_keys() if key.kind is not RowKind.SECTION):
        for column in (Column.NUMBER, Column.FORM, Column.TIME, Column.MINUTES, Column.PAGES):
            if not tree.isColumnHidden(column):
                words = pane.model.row(key).texts[column].replace("not in pack", "not in")
                assert metrics.horizontalAdvance(words) + 16 <= tree.columnWidth(column), words
    assert sum(tree.columnWidth(c) for c in Column if not tree.isColumnHidden(c)) == tree.viewport().width()


def test_a_long_subject_goes_over_two_lines_and_its_row_grows(
    qtbot: QtBot, pane: AgendaPane, session: Session
) -> None:
    tree, item = pane.tree, session.meeting.items[0]
    before = tree.visualRect(pane.model.index_at(Place(item.id))).height()
    commands.set_title(session, item.id, "Apologies for absence, and the welcome of new members of the Board")
    line = tree.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: tree.visualRect(pane.model.index_at(Place(item.id))).height() >= before + line)


def test_an_empty_agenda_says_what_to_do(
    qtbot: QtBot, empty_session: Session, selection: Selection, dialogs: AnsweringDialogs
) -> None:
    pane = AgendaPane(empty_session, selection, dialogs, no_parcels)
    qtbot.addWidget(pane)
    pane.resize(560, 400)
    pane.show()
    button = pane.empty.add_wanted
    assert button.isVisible()
    button.click()
    assert pane.model.rowCount() == 1
    assert not button.isVisible()
    QTest.keyClicks(_field(pane), "Welcome")
    QTest.keyClick(_field(pane), Qt.Key.Key_Return)
    assert empty_session.meeting.items[0].title == "Welcome"


def test_files_dropped_on_an_empty_agenda_become_its_items(
    qtbot: QtBot, empty_session: Session, selection: Selection, dialogs: AnsweringDialogs, papers: list[Path]
) -> None:
    pane = AgendaPane(empty_session, selection, dialogs, no_parcels)
    qtbot.addWidget(pane)
    pane.resize(560, 400)
    pane.show()
    _drop(pane, _urls(papers[:1]), QPointF(200, 200))
    qtbot.waitUntil(lambda: len(empty_session.meeting.items) == 1)
    assert empty_session.meeting.items[0].title == "Roads report"


def test_every_menu_can_be_opened_and_its_entries_have_words(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[6]
    commands.set_section(session, item.id, "Part B")
    heading = next(k for k in pane.model.row_keys() if k.kind is RowKind.SECTION)
    pane.tree.scrollTo(pane.model.index_at(Place(item.id, item.documents[0].id)))
    for index in (
        pane.model.index_at(Place(item.id), Column.SUBJECT),
        pane.model.index_at(Place(item.id, item.documents[0].id), Column.SUBJECT),
        pane.model.index_of(heading),
    ):
        menu = pane.menu_at(pane.tree.visualRect(index).center())
        assert all(action.text() or action.isSeparator() or action.menu() for action in menu.actions())
        assert len(menu.actions()) >= 2
