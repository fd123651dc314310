from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QUndoView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from packbuilder.app.application import Application
from packbuilder.app.main_window import MainWindow
from packbuilder.app.selection import Place
from packbuilder.app.sizes import size_words
from packbuilder.app.theme import DARK, LIGHT, theme
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.edits import change_item, change_meeting
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.meeting_file import MeetingFile
from tests.app.conftest import AnsweringDialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)


def _sample(desk: Application, sample_file: Path) -> MainWindow:
    window = desk.open_window()
    desk.open(window, sample_file)
    return window


def _nameless(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        if isinstance(widget, _CONTROLS) and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            parent = widget.parentWidget()
            is_inside = isinstance(parent, (QComboBox, QAbstractSpinBox))
            if interface is not None and not is_inside and not interface.text(QAccessible.Text.Name):
                found.append(f"{type(widget).__name__} {widget.objectName()} in {type(parent).__name__}")
    return found


def test_every_control_has_a_name_that_a_screen_reader_can_say(desk: Application, sample_file: Path) -> None:
    window = _sample(desk, sample_file)
    assert window.workspace is not None
    item = window.workspace.session.meeting.items[6]
    nameless = _nameless(window)
    for place in (Place(item.id), Place(item.id, item.documents[0].id)):
        window.workspace.selection.show_place(place)
        nameless += _nameless(window)
    assert nameless == []


def test_the_title_is_the_name_of_the_meeting(desk: Application, sample_file: Path, qtbot: QtBot) -> None:
    window = _sample(desk, sample_file)
    assert window.windowTitle() == "Sample - packbuilder"
    other = desk.open_window()
    desk.open_sample(other)
    assert other.windowTitle() == "Wealdmere Health and Wellbeing Board, 18 March 2027 - packbuilder"
    assert other.session is not None
    other.session.edit("Change body", lambda m: change_meeting(m, body="Cabinet"))
    assert other.windowTitle() == "Cabinet, 18 March 2027 - packbuilder"


def test_the_status_bar_says_saved_only_when_it_is(
    desk: Application, sample_file: Path, qtbot: QtBot
) -> None:
    window = _sample(desk, sample_file)
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: window.saved_words == "Saved", timeout=20000)
    session.edit("Change venue", lambda m: change_meeting(m, venue="Corby"))
    assert window.saved_words == "Saving"
    qtbot.waitUntil(lambda: window.saved_words == "Saved", timeout=20000)


def test_undo_says_what_it_will_undo_and_what_it_undid(desk: Application, sample_file: Path) -> None:
    window = _sample(desk, sample_file)
    session = window.session
    assert session is not None
    first = session.meeting.items[0].id
    session.edit("Change subject of item 1", lambda m: change_item(m, first, title="Welcome"))
    undo = window.actions_by_name["undo"]
    assert undo.text() == "&Undo Change subject of item 1"
    undo.trigger()
    assert window.said_words == "Undone: Change subject of item 1"
    assert not undo.isEnabled()


def test_the_colours_follow_the_choice_and_pages_stay_white(desk: Application, sample_file: Path) -> None:
    window = _sample(desk, sample_file)
    window.actions_by_name["colours_dark"].trigger()
    assert theme().colours is DARK
    assert QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 80
    window.actions_by_name["colours_light"].trigger()
    assert theme().colours is LIGHT
    window.actions_by_name["colours_system"].trigger()


def test_the_window_is_found_again_as_it_was_left(
    desk: Application, sample_file: Path, dialogs: AnsweringDialogs
) -> None:
    window = desk.open_window()
    window.resize(1200, 760)
    desk.open(window, sample_file)
    assert window.workspace is not None
    window.workspace.panes.setSizes([500, 400, 298])
    sizes = window.workspace.panes.sizes()
    window.workspace.checks.set_folded(True)
    window.close()
    again = desk.open_window()
    again.resize(1200, 760)  # The screen that there is not is smaller than that.
    desk.open(again, sample_file)
    assert again.workspace is not None
    assert again.workspace.panes.sizes() == sizes
    assert again.workspace.checks.is_folded
    assert [meeting.path for meeting in desk.recent.meetings] == [sample_file]


def test_a_meeting_opens_where_the_clerk_was_interrupted(desk: Application, sample_file: Path) -> None:
    window = _sample(desk, sample_file)
    assert window.workspace is not None
    item = window.workspace.session.meeting.items[6]
    place = Place(item.id, item.documents[1].id)
    window.workspace.selection.show_place(place)
    window.close()
    again = _sample(desk, sample_file)
    assert again.workspace is not None
    assert again.workspace.selection.place == place


def test_a_meeting_that_cannot_be_saved_says_so_until_it_can(
    desk: Application, sample_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packbuilder.app.saving._TRY_AGAIN_AFTER_MS", 100)
    window = _sample(desk, sample_file)
    session = window.session
    assert session is not None
    with monkeypatch.context() as failing:

        def fail(file: MeetingFile, meeting: Meeting) -> None:
            raise PackBuilderError("Sample.meeting could not be written: the disk is full.", "Free some.")

        failing.setattr(MeetingFile, "save", fail)
        session.edit("Change venue", lambda m: change_meeting(m, venue="Corby"))
        qtbot.waitUntil(lambda: window.saved_words == "Not saved")
        assert "the disk is full" in window.messages.what.text()
    qtbot.waitUntil(lambda: window.saved_words == "Saved", timeout=20000)
    qtbot.waitUntil(lambda: not window.messages.isVisible())


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1024, 700)])
def test_everything_has_its_room(desk: Application, sample_file: Path, size: tuple[int, int]) -> None:
    window = _sample(desk, sample_file)
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    assert window.workspace is not None
    workspace = window.workspace
    for pane in (workspace.agenda, workspace.pack, workspace.inspector, workspace.checks):
        corner = pane.mapTo(window, QPoint(pane.width(), pane.height()))
        assert pane.isVisible()
        assert corner.x() <= window.width()
        assert corner.y() <= window.height()
        assert pane.width() >= min(260, pane.minimumSizeHint().width())


def test_f6_goes_round_the_panes(desk: Application, sample_file: Path) -> None:
    window = _sample(desk, sample_file)
    assert window.workspace is not None
    workspace = window.workspace
    workspace.agenda.setFocus(Qt.FocusReason.OtherFocusReason)
    visited = []
    for _ in range(4):
        window.actions_by_name["next_pane"].trigger()
        focused = workspace.focusWidget()
        assert focused is not None
        panes = (workspace.agenda, workspace.pack, workspace.inspector, workspace.checks)
        visited += [n for n, pane in enumerate(panes) if pane is focused or pane.isAncestorOf(focused)]
    assert visited == [1, 2, 3, 0]


def test_sizes_are_said_as_people_say_them() -> None:
    assert [size_words(n) for n in (12, 525_600, 18_240_000)] == ["1 KB", "526 KB", "18.2 MB"]


def test_what_was_said_stays_for_its_time_while_documents_are_read(
    desk: Application, sample_file: Path, qtbot: QtBot
) -> None:
    window = _sample(desk, sample_file)
    assert window.workspace is not None
    taking_in = window.workspace.taking_in
    progressed = taking_in.progressed
    qtbot.waitUntil(lambda: not taking_in.is_busy, timeout=20000)
    window.say("The changes are accepted.")
    progressed.emit(0, 1, "Parking.docx")
    progressed.emit(0, 1, "")
    assert window.said_words == "The changes are accepted."
    progressed.emit(0, 0, "")
    assert window.said_words == "The changes are accepted."

    window.say("")
    assert window.said_words == ""
    progressed.emit(0, 2, "Parking.docx")
    assert window.said_words == "Reading document 1 of 2: Parking.docx"
    progressed.emit(1, 2, "")
    assert not window.said_words.rstrip().endswith(":")
    window.say("Added item 3.")
    assert window.said_words == "Added item 3."
    window.say("")
    assert window.said_words.startswith("Reading document")
    progressed.emit(0, 0, "")
    assert window.said_words == ""


def test_the_pack_menu_turns_the_page_that_is_looked_at_and_leaves_it_out(
    desk: Application, sample_file: Path, qtbot: QtBot
) -> None:
    window = _sample(desk, sample_file)
    workspace, actions = window.workspace, window.actions_by_name
    assert workspace is not None
    item = workspace.session.meeting.items[6]
    qtbot.waitUntil(lambda: workspace.pack.page_count > 0, timeout=60000)
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() == "&Pack")
    assert isinstance(menu, QMenu)
    names = ("turn_page_left", "turn_page_right", "leave_page_out")
    assert set(menu.actions()) >= {actions[name] for name in names}

    workspace.pack.go_to_page(1)
    menu.aboutToShow.emit()
    assert not any(actions[name].isEnabled() for name in names), "the agenda's own page"
    assert workspace.pack.go_to_document_page(item.documents[0].id, 2)
    menu.aboutToShow.emit()
    assert all(actions[name].isEnabled() for name in names)
    actions["turn_page_right"].trigger()
    assert workspace.session.meeting.items[6].documents[0].fitting.turned == ((2, 90),)
    actions["turn_page_left"].trigger()
    actions["leave_page_out"].trigger()
    assert workspace.session.meeting.items[6].documents[0].fitting.kept == ((1, 1), (3, 9))


def test_the_undo_history_shows_the_whole_name_of_every_edit(desk: Application, sample_file: Path) -> None:
    window = _sample(desk, sample_file)
    assert window.session is not None
    first = window.session.meeting.items[0].id
    short, long = "Attach a document", "Let stand: that it recommends nothing of Appendix A of item 5"
    window.session.edit(short, lambda m: change_item(m, first, title="Welcome"))
    window.session.edit(long, lambda m: change_item(m, first, title="Apologies"))
    window.actions_by_name["history"].trigger()
    view = window.findChild(QUndoView)
    assert isinstance(view, QUndoView)
    QApplication.processEvents()
    rooms = [view.visualRect(view.model().index(row, 0)) for row in range(3)]
    assert all(room.right() <= view.viewport().width() for room in rooms)
    assert rooms[2].height() > rooms[1].height(), "its name goes on below"
    assert not view.horizontalScrollBar().isVisible()
