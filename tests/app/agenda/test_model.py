"""The rows of the agenda are the meeting's, whatever edits were done and undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from packbuilder.app.agenda import commands
from packbuilder.app.agenda.model import AgendaModel
from packbuilder.app.agenda.rows import Column, RowKey, RowKind
from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole, Form, Meeting
from packbuilder.storage.meeting_file import MeetingFile
from tests.app.agenda.tree_reading import expected, shown


def _meeting(items: int, documents: int = 0) -> Meeting:
    return Meeting(
        council="Anytown Council",
        body="Cabinet",
        date=dt.date(2026, 6, 18),
        time=dt.time(14),
        items=tuple(
            AgendaItem(
                f"i{n}",
                f"Subject of item {n}",
                lead="Ann Other",
                form=Form.REPORT,
                minutes=5,
                documents=tuple(
                    Document(f"d{n}.{m}", f"/gone/{n}-{m}.pdf", f"Paper {m}") for m in range(documents)
                ),
            )
            for n in range(items)
        ),
    )


@pytest.fixture
def open_meeting(look: object, tmp_path: Path) -> Callable[[Meeting], Session]:
    def open_it(meeting: Meeting) -> Session:
        return Session(MeetingFile.create(tmp_path / f"{time.monotonic_ns()}.meeting", meeting))

    return open_it


def _check(tester: ModelTester, model: AgendaModel) -> None:
    tester.check(model)  # type: ignore[no-untyped-call]


def _places(session: Session) -> list[Place]:
    meeting = session.meeting
    return [*(Place(i.id) for i in meeting.items), *(Place(i.id, d.id) for i, d in meeting.documents())]


def test_qt_finds_nothing_wrong_with_the_model_at_first_and_after_edits(
    session: Session, qtmodeltester: ModelTester
) -> None:
    model = AgendaModel(session)
    _check(qtmodeltester, model)
    items = session.meeting.items
    commands.move_items(session, [items[6].id, items[7].id], 0)
    commands.move_documents(session, [items[6].documents[1].id], items[0].id, 0)
    commands.remove(session, [Place(items[5].id), Place(items[9].id)])
    commands.add_item(session, "Budget", items[2].id)
    commands.duplicate(session, [Place(items[6].id)])
    commands.set_section(session, items[3].id, "Part B")
    _check(qtmodeltester, model)
    while session.undo_stack.canUndo():
        session.undo()
        assert shown(model) == expected(session)
    _check(qtmodeltester, model)


def test_the_tree_shows_the_sample_meeting(session: Session) -> None:
    assert shown(AgendaModel(session)) == expected(session)


def test_an_item_that_is_moved_stays_the_same_row_for_qt(session: Session) -> None:
    model = AgendaModel(session)
    item = session.meeting.items[6]
    row = QPersistentModelIndex(model.index_at(Place(item.id)))
    document = QPersistentModelIndex(model.index_at(Place(item.id, item.documents[1].id), Column.SUBJECT))
    commands.move_items(session, [item.id], 1)
    assert row.row() == 1
    assert document.isValid()
    assert document.parent() == row
    assert str(document.data()).startswith("Appendix A")


def test_a_document_that_comes_under_another_item_stays_the_same_row_and_gets_its_new_label(
    session: Session,
) -> None:
    model = AgendaModel(session)
    hub, homes = session.meeting.items[6], session.meeting.items[7]
    plan = hub.documents[1]
    row = QPersistentModelIndex(model.index_at(Place(hub.id, plan.id), Column.SUBJECT))
    commands.move_documents(session, [plan.id], homes.id)
    assert row.parent() == model.index_at(Place(homes.id))
    assert row.data() == "Appendix D \u2013 Site plan"


def test_typing_a_title_changes_rows_and_builds_none_anew(session: Session, qtbot: QtBot) -> None:
    model = AgendaModel(session)
    item = session.meeting.items[3]
    with qtbot.assertNotEmitted(model.layoutChanged), qtbot.assertNotEmitted(model.modelReset):
        commands.set_title(session, item.id, "Minutes")
    assert model.index_at(Place(item.id), Column.SUBJECT).data() == "Minutes"


def test_typing_words_tells_no_other_row_and_leaves_all_rows_right(
    open_meeting: Callable[[Meeting], Session],
) -> None:
    session = open_meeting(_meeting(5, 2))
    model = AgendaModel(session)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    kept = {key: model.row(key) for key in model.row_keys()}
    with_title = RowKey(RowKind.ITEM, "i3")
    commands.set_title(session, "i3", "Another subject")
    commands.set_document_title(session, "i3", "d3.1", "Another paper")
    assert told == [(3, 3), (3, 3), (1, 1)]
    changed = {key for key in model.row_keys() if model.row(key) is not kept[key]}
    assert changed == {with_title, RowKey(RowKind.DOCUMENT, "i3", "d3.1")}
    assert shown(model) == expected(session)
    session.close()


def test_what_is_closed_says_that_it_is_not_in_the_pack(session: Session) -> None:
    model = AgendaModel(session)
    item = session.meeting.items[6]
    session.edit("Close", lambda m: edits.set_item_access(m, item.id, Access.EXEMPT, (3,)))
    index = model.index_at(Place(item.id), Column.PAGES)
    assert index.data() == "not in pack"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "not in the public pack"
    assert Column.PAGES in model.shown(index).muted
    nothing = model.index_at(Place(session.meeting.items[0].id), Column.PAGES)
    assert nothing.data() == ""


def test_nothing_is_silent_for_a_screen_reader(session: Session) -> None:
    model = AgendaModel(session)
    commands.add_item(session, "Budget")
    commands.attach(session, session.meeting.items[-1].id, [Path("/gone/Appendix A.pdf")])
    session.edit("No time", lambda meeting: edits.change_meeting(meeting, time=None))

    def look_at(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            for column in Column:
                index = model.index(row, column, parent)
                assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).strip(" \u2013")
            look_at(model.index(row, 0, parent))

    look_at(QModelIndex())


def test_an_item_is_read_out_as_one_sentence(session: Session) -> None:
    model = AgendaModel(session)
    item = session.meeting.items[0]
    commands.set_lead(session, item.id, "")
    words = model.index_at(Place(item.id)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Item 1: Apologies for absence, no lead, verbal, starts 2.00 pm, 2 minutes, no pages"


def test_access_is_said_in_words(session: Session) -> None:
    model = AgendaModel(session)
    item = session.meeting.items[6]
    row = model.row(RowKey(RowKind.DOCUMENT, item.id, item.documents[2].id))
    assert [(note.icon, note.words) for note in row.notes] == [("lock", "Exempt, para 3")]
    assert "exempt, para 3" in row.spoken[Column.NUMBER]


def test_a_document_says_that_it_is_being_read_and_that_it_could_not_be(session: Session) -> None:
    model = AgendaModel(session)
    item = session.meeting.items[0]
    (new,) = commands.attach(session, item.id, [Path("/gone/Report.pdf")])
    index = model.index_at(Place(item.id, new), Column.PAGES)
    assert index.data() == "reading..."
    document = next(d for _, d in session.meeting.documents() if d.id == new)
    session.note_trouble(document, PackBuilderError("Report.pdf is damaged.", "Ask for it again."))
    assert index.data() == "could not be read"
    assert model.shown(index).icon == "file-warning"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Report.pdf is damaged. Ask for it again."


def test_a_fixed_time_is_told_from_one_that_is_worked_out(session: Session) -> None:
    model = AgendaModel(session)
    item = session.meeting.items[4]
    index = model.index_at(Place(item.id), Column.TIME)
    assert Column.TIME in model.shown(index).muted
    commands.set_start(session, item.id, dt.time(14, 30))
    assert index.data() == "2.30 pm"
    assert Column.TIME not in model.shown(index).muted
    assert "Fixed" in str(index.data(Qt.ItemDataRole.ToolTipRole))


def test_a_heading_stands_above_its_run_and_takes_no_number(session: Session) -> None:
    model = AgendaModel(session)
    items = session.meeting.items
    commands.set_section(session, items[8].id, "Part B")
    kinds = [key.kind for key in model.row_keys() if key.kind is not RowKind.DOCUMENT]
    heading = model.index_of(RowKey(RowKind.SECTION, items[8].id))
    assert heading.data() == "Part B"
    assert not model.flags(heading) & Qt.ItemFlag.ItemIsSelectable
    assert kinds.count(RowKind.ITEM) == len(items)
    assert model.index_at(Place(items[8].id)).data() == "9."


_ids = st.integers(0, 10**6)
_step = st.one_of(
    st.tuples(st.just("add"), _ids),
    st.tuples(st.just("remove"), _ids, _ids),
    st.tuples(st.just("items"), _ids, _ids, _ids),
    st.tuples(st.just("documents"), _ids, _ids, _ids),
    st.tuples(st.just("duplicate"), _ids),
    st.tuples(st.just("attach"), _ids, st.integers(1, 3)),
    st.tuples(st.just("up"), _ids),
    st.tuples(st.just("down"), _ids),
    st.tuples(st.just("section"), _ids, st.sampled_from(["", "A", "B"])),
    st.tuples(st.just("title"), _ids),
    st.tuples(st.just("role"), _ids),
    st.tuples(st.just("access"), _ids),
    st.tuples(st.just("everything"), _ids),
)


def _do(session: Session, step: tuple[object, ...]) -> None:
    name, *numbers = step
    meeting, places = session.meeting, _places(session)
    items, documents = meeting.items, meeting.documents()
    first = int(str(numbers[0]))
    if name == "add":
        commands.add_item(session, f"New {first}", items[first % len(items)].id if items else "")
    elif name == "remove" and places:
        commands.remove(session, [places[int(str(n)) % len(places)] for n in numbers])
    elif name == "items" and items:
        moved = [items[int(str(n)) % len(items)].id for n in numbers[:2]]
        commands.move_items(session, moved, int(str(numbers[2])) % (len(items) + 1), "A")
    elif name == "documents" and documents:
        moved = [documents[int(str(n)) % len(documents)][1].id for n in numbers[:2]]
        target = items[int(str(numbers[2])) % len(items)]
        commands.move_documents(session, moved, target.id, first % (len(target.documents) + 1))
    elif name == "duplicate" and places:
        commands.duplicate(session, [places[first % len(places)]])
    elif name == "attach" and items:
        paths = [Path(f"/gone/{n}.pdf") for n in range(int(str(numbers[1])))]
        commands.attach(session, items[first % len(items)].id, paths)
    elif name == "up" and places:
        commands.move_up(session, [places[first % len(places)]])
    elif name == "down" and places:
        commands.move_down(session, [places[first % len(places)]])
    elif name == "section" and items:
        commands.set_section(session, items[first % len(items)].id, str(numbers[1]))
    elif name == "title" and items:
        commands.set_title(session, items[first % len(items)].id, f"Title {first}")
    elif name == "role" and documents:
        item, document = documents[first % len(documents)]
        commands.set_role(session, item.id, document.id, DocumentRole.APPENDIX)
    elif name == "access" and items:
        item_id = items[first % len(items)].id
        session.edit("Close", lambda m: edits.set_item_access(m, item_id, Access.EXEMPT, (3,)))
    elif name == "everything":
        # As a meeting that is put back whole would: other items, other documents under the old ones.
        session.edit("Replace", lambda m: edits.change_meeting(_shuffled(m, first)))


def _shuffled(meeting: Meeting, seed: int) -> Meeting:
    chance = random.Random(seed)
    items = list(meeting.items)
    chance.shuffle(items)
    kept = [item for item in items if chance.random() < 0.7]
    loose = [document for item in items for document in item.documents]
    chance.shuffle(loose)
    filed: list[list[Document]] = [[] for _ in kept]
    new = AgendaItem(f"new{seed}", "New")
    for document in loose:
        if filed and chance.random() < 0.8:
            filed[chance.randrange(len(filed))].append(document)
        elif all(d.id != document.id for d in new.documents):
            new = dataclasses.replace(new, documents=(*new.documents, document))
    changed = [dataclasses.replace(i, documents=tuple(d)) for i, d in zip(kept, filed, strict=True)]
    if all(item.id != new.id for item in changed):
        changed.insert(chance.randrange(len(changed) + 1), new)
    return dataclasses.replace(meeting, items=tuple(changed))


@given(st.lists(_step, max_size=12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_edits_undone_and_redone_give_equal_values_and_the_tree_shows_them(
    open_meeting: Callable[[Meeting], Session], qtmodeltester: ModelTester, steps: list[tuple[object, ...]]
) -> None:
    session = open_meeting(_meeting(4, 2))
    model = AgendaModel(session)
    values = [session.meeting]
    for step in steps:
        _do(session, step)
        assert shown(model) == expected(session)
        if session.meeting != values[-1]:
            values.append(session.meeting)
    _check(qtmodeltester, model)
    for value in reversed(values[:-1]):
        session.undo()
        assert session.meeting == value
        assert shown(model) == expected(session)
    for value in values[1:]:
        session.redo()
        assert session.meeting == value
        assert shown(model) == expected(session)
    session.close()
