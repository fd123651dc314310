from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.preview.page_menu import PageMenu
from packbuilder.app.preview.page_view import PageView
from packbuilder.app.preview.pane import PackPane, SidePanel
from packbuilder.app.preview.thumbnails import ThumbnailList
from packbuilder.app.preview.tool_row import ToolRow
from packbuilder.app.preview.whose_pages import SourcePage, WhosePages, whose_pages
from packbuilder.app.selection import Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.settling import LEFT
from packbuilder.meeting.edits import change_document, remove_document, replace_document_file
from packbuilder.meeting.fitting import Fitting
from packbuilder.meeting.meeting import Document, Meeting
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.worker.messages import PackPage
from tests.app.preview.built_packs import BuildPack, Pack, ShowPack

# Without a screen a menu cannot take the keyboard; what is in it can be chosen all the same.
pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)", extend=True
)


def _report(session: Session) -> tuple[Place, Document]:
    """Return the nine pages of the hub's report."""
    item = next(item for item in session.meeting.items if "Eldenham Health" in item.title)
    return Place(item.id, item.documents[0].id), item.documents[0]


def _menu(pane: PackPane) -> PageMenu:
    """Return the menu that is open over a page."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, PageMenu)
    return menu


def _ask(widget: QWidget, at: QPoint, reason: QContextMenuEvent.Reason) -> None:
    event = QContextMenuEvent(reason, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)


def _view(pane: PackPane) -> PageView:
    view = pane.findChild(PageView)
    assert isinstance(view, PageView)
    return view


def _point_on(pane: PackPane, page_number: int) -> QPoint:
    view = _view(pane)
    page = view.page_layout.pages[page_number - 1]
    return QPoint(page.left + 40, page.top - view.verticalScrollBar().value() + 40)


def _open_by_mouse(pane: PackPane, page_number: int) -> PageMenu:
    pane.go_to_page(page_number)
    viewport = _view(pane).viewport()
    _ask(viewport, _point_on(pane, page_number), QContextMenuEvent.Reason.Mouse)
    return _menu(pane)


def _first_page(session: Session, pack: Pack) -> int:
    place, _ = _report(session)
    return pack.pages.index(PackPage(place.item_id, place.document_id)) + 1


@pytest.fixture(autouse=True)
def _no_menu_left() -> Iterator[None]:
    yield
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def test_a_page_is_left_out_by_its_menu_and_the_pane_stays_where_it_was(
    pane: PackPane, show: ShowPack, pack: Pack, build_pack: BuildPack, session: Session
) -> None:
    show(pack)
    third = _first_page(session, pack) + 2
    _open_by_mouse(pane, third).leave_out.trigger()

    _, document = _report(session)
    assert document.fitting == Fitting(kept=((1, 2), (4, 9)), of_pages=9)
    assert session.undo_stack.undoText() == "Leave out page 3 of report of item 7"
    show(build_pack(lambda meeting: _fitted(meeting, document)))
    assert pane.page_number == third
    pane.go_to_document_page(document.id, 4)
    assert pane.page_number == third, "what was page 4 stands in its place"


def _fitted(meeting: Meeting, document: Document) -> Meeting:
    return change_document(meeting, document.id, fitting=document.fitting)


def test_a_page_is_turned_by_the_menu_key_and_in_the_tools(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session
) -> None:
    show(pack)
    pane.go_to_page(_first_page(session, pack) + 1)
    _ask(_view(pane).viewport(), QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    _menu(pane).right.trigger()
    assert _report(session)[1].fitting.turned == ((2, 90),)
    assert session.undo_stack.undoText() == "Turn page 2 of report of item 7"

    tools = pane.findChild(ToolRow)
    assert isinstance(tools, ToolRow)
    tools.page_menu.aboutToShow.emit()
    tools.page_menu.left.trigger()
    assert _report(session)[1].fitting.turned == ()


def test_two_pages_are_left_out_before_the_next_pack_is_there(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session
) -> None:
    show(pack)
    first = _first_page(session, pack)
    _open_by_mouse(pane, first + 2).leave_out.trigger()
    _open_by_mouse(pane, first + 4).leave_out.trigger()
    assert _report(session)[1].fitting.kept == ((1, 2), (4, 4), (6, 9))


def test_a_pack_of_the_meeting_as_it_was_names_the_pages_as_they_were(
    pane: PackPane, pack: Pack, session: Session, qtbot: QtBot
) -> None:
    before = session.meeting
    _, document = _report(session)
    session.edit("", lambda m: change_document(m, document.id, fitting=Fitting(kept=((2, 9),))))
    with qtbot.waitSignal(pane.pack_shown):
        pane.show_pack(pack.pdf, pack.pages, before)
    first = _first_page(session, pack)
    _open_by_mouse(pane, first + 2).right.trigger()
    assert _report(session)[1].fitting.turned == ((3, 90),)


def test_nothing_can_be_done_with_the_agenda_itself(pane: PackPane, show: ShowPack, pack: Pack) -> None:
    show(pack)
    menu = _open_by_mouse(pane, 1)
    assert not any(action.isEnabled() for action in menu.actions() if not action.isSeparator())


def test_nothing_can_be_done_with_a_file_that_has_been_replaced(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session
) -> None:
    show(pack)
    _, document = _report(session)
    session.edit("", lambda m: replace_document_file(m, document.id, "/papers/newer.pdf"))
    first = _first_page(session, pack)
    assert not _open_by_mouse(pane, first).leave_out.isEnabled()


def test_the_small_pages_have_the_same_menu(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session
) -> None:
    show(pack)
    pane.side_panel = SidePanel.THUMBNAILS
    pane.go_to_page(_first_page(session, pack))
    thumbnails = pane.findChild(ThumbnailList)
    assert isinstance(thumbnails, ThumbnailList)
    _ask(thumbnails.viewport(), QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    _menu(pane).leave_out.trigger()
    assert _report(session)[1].fitting.kept == ((2, 9),)


def test_undoing_a_turn_does_not_lead_away_from_the_page(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session, selection: Selection
) -> None:
    show(pack)
    session.undone.connect(selection.show_place)
    fifth = _first_page(session, pack) + 4
    _open_by_mouse(pane, fifth).right.trigger()
    session.undo()
    assert pane.page_number == fifth
    assert selection.place == _report(session)[0]

    QApplication.processEvents()
    selection.show_place(_report(session)[0])
    assert pane.page_number == _first_page(session, pack), "going there leads to its beginning as ever"


def test_while_its_pages_are_made_anew_the_place_is_kept(
    pane: PackPane, show: ShowPack, pack: Pack, build_pack: BuildPack, session: Session, selection: Selection
) -> None:
    _, document = _report(session)
    without = build_pack(lambda meeting: remove_document(meeting, document.id))
    for place in (Place(), _report(session)[0]):
        selection.select(place)
        show(pack)
        fifth = _first_page(session, pack) + 4
        pane.go_to_page(fifth)
        show(without)
        assert pane.page_number < pane.page_count
        show(pack)
        assert pane.page_number == fifth


def test_who_went_elsewhere_meanwhile_is_not_brought_back(
    pane: PackPane, show: ShowPack, pack: Pack, build_pack: BuildPack, session: Session
) -> None:
    _, document = _report(session)
    show(pack)
    pane.go_to_page(_first_page(session, pack) + 4)
    show(build_pack(lambda meeting: remove_document(meeting, document.id)))
    pane.go_to_page(2)
    show(pack)
    assert pane.page_number == 2


def test_a_meeting_that_is_read_only_offers_nothing(
    sample_file: Path, selection: Selection, pack: Pack, qtbot: QtBot
) -> None:
    session = Session(MeetingFile.open(sample_file), is_read_only=True)
    pane = PackPane(session, selection)
    qtbot.addWidget(pane)
    pane.resize(450, 700)
    pane.show()
    with qtbot.waitSignal(pane.pack_shown):
        pane.show_pack(pack.pdf, pack.pages)
    menu = _open_by_mouse(pane, _first_page(session, pack))
    assert not menu.left.isEnabled()
    assert not menu.leave_out.isEnabled()
    menu.close()
    pane.close_pack()
    session.close()


def test_the_page_looked_at_is_known_again_when_one_before_it_goes(session: Session) -> None:
    place, document = _report(session)
    page = PackPage(place.item_id, document.id)
    front = PackPage("", "")
    before = whose_pages((front, *[page] * 9), session.meeting, session.whole_facts)
    fitted = change_document(session.meeting, document.id, fitting=Fitting(((1, 2), (4, 5), (8, 9))))
    after = whose_pages((front, *[page] * 6), fitted, session.whole_facts)

    assert before.source(5) == SourcePage(5)
    assert [before.same_page_in(after, index, 7) for index in range(10)] == [0, 1, 2, 3, 3, 4, 5, 5, 5, 6]
    assert before.is_same_page(5, after, 4)
    assert not before.is_same_page(3, after, 3), "page 3 is gone, and page 4 stands there"
    turned = change_document(session.meeting, document.id, fitting=Fitting(turned=((5, 90),)))
    now = whose_pages((front, *[page] * 9), turned, session.whole_facts)
    assert not before.is_same_page(5, now, 5), "its picture lies another way"


def test_pages_are_not_guessed_where_the_pack_has_others_than_are_known(session: Session) -> None:
    place, document = _report(session)
    whose = whose_pages((PackPage(place.item_id, document.id),) * 8, session.meeting, session.whole_facts)
    assert whose.source(0) is None
    assert WhosePages().source(0) is None


def test_the_page_that_is_looked_at_can_be_turned_and_left_out_without_a_menu_of_its_own(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session
) -> None:
    assert not pane.can_change_page, "there is no pack yet"
    show(pack)
    assert not pane.can_change_page, "the agenda's own page"
    first = _first_page(session, pack)
    _open_by_mouse(pane, first + 4).close()
    pane.go_to_page(first + 1)
    assert pane.can_change_page
    pane.turn_page(LEFT)
    assert _report(session)[1].fitting.turned == ((2, 270),)
    pane.leave_page_out()
    assert _report(session)[1].fitting.kept == ((1, 1), (3, 9))
