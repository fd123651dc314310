"""Mail and ZIP files that are dropped on the agenda, or chosen in its dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from packbuilder.app.agenda import commands
from packbuilder.app.agenda.pane import AgendaPane
from packbuilder.app.parcel_dialog import ParcelDialog
from packbuilder.app.selection import THE_MEETING, Place, Selection
from packbuilder.app.session import Session
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import DocumentRole
from packbuilder.worker.messages import ParcelPart
from tests.app.agenda.conftest import AnsweringDialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_MAIL = Path("/in/RE Papers.eml")
_PARTS = (
    ParcelPart("", "e-mail message", 2000, is_message=True),
    ParcelPart("07 Winter plan v3.docx", "Word document", 245_000),
    ParcelPart("Appendix A - Costs.xlsx", "spreadsheet", 88_000),
)


@pytest.fixture
def pane(qtbot: QtBot, session: Session, selection: Selection, dialogs: AnsweringDialogs) -> AgendaPane:
    def look_inside(path: Path, then: Callable[[tuple[ParcelPart, ...] | PackBuilderError], None]) -> None:
        then(_PARTS)

    made = AgendaPane(session, selection, dialogs, look_inside)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def _dialog(pane: AgendaPane) -> ParcelDialog:
    (dialog,) = pane.findChildren(ParcelDialog)
    return dialog


def test_what_is_ticked_is_attached_to_the_item_in_one_edit(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[0]
    selection.select(Place(item.id))
    pane.attach([_MAIL])
    assert session.meeting.items[0].documents == item.documents
    _dialog(pane).accept()
    report, costs = session.meeting.items[0].documents
    assert (report.file, report.inside, report.title) == (str(_MAIL), _PARTS[1].name, "Winter plan")
    assert (costs.title, costs.role) == ("Costs", DocumentRole.APPENDIX)
    assert session.undo_stack.undoText() == "Attach 2 documents"
    assert selection.place == Place(item.id, report.id)


def test_between_items_they_become_items(pane: AgendaPane, session: Session, selection: Selection) -> None:
    count = len(session.meeting.items)
    selection.select(THE_MEETING)
    pane.attach([_MAIL])
    _dialog(pane).accept()
    new = session.meeting.items[count:]
    assert [item.title for item in new] == ["Winter plan"]
    assert [document.inside for document in new[0].documents] == [part.name for part in _PARTS[1:]]


def test_an_item_that_went_away_meanwhile_gets_nothing(
    pane: AgendaPane, session: Session, selection: Selection
) -> None:
    item = session.meeting.items[0]
    selection.select(Place(item.id))
    pane.attach([_MAIL])
    commands.remove(session, [Place(item.id)])
    after = session.meeting
    _dialog(pane).accept()
    assert session.meeting == after


def test_a_part_takes_the_place_of_a_document(
    pane: AgendaPane, session: Session, dialogs: AnsweringDialogs
) -> None:
    item = next(item for item in session.meeting.items if item.documents)
    before = item.documents[0]
    dialogs.files = [_MAIL]
    pane.replace_file(Place(item.id, before.id))
    _dialog(pane).accept()
    document = next(d for _, d in session.meeting.documents() if d.id == before.id)
    assert (document.file, document.inside, document.sha256) == (str(_MAIL), _PARTS[1].name, "")
    assert (document.title, document.role) == (before.title, before.role)


def test_the_menu_of_an_item_offers_its_report_template(
    pane: AgendaPane, session: Session, qtbot: QtBot
) -> None:
    item = session.meeting.items[0]
    place = pane.tree.visualRect(pane.model.index_at(Place(item.id))).center()
    words = "Save a report template for this item..."
    (action,) = (action for action in pane.menu_at(place).actions() if action.text() == words)
    with qtbot.waitSignal(pane.report_template_wanted) as blocker:
        action.trigger()
    assert blocker.args == [item.id]
