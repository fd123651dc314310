from __future__ import annotations

import io
import re
import threading
from typing import TypeVar

import pikepdf
import pypdf
import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter
from pytestqt.qtbot import QtBot

from packbuilder.app.preview.bookmarks import BookmarkTree
from packbuilder.app.preview.finding import FindBar, Finding
from packbuilder.app.preview.layout import Fit
from packbuilder.app.preview.notices import NoPagesBar, NothingYet, TroubleBanner
from packbuilder.app.preview.page_view import PageView
from packbuilder.app.preview.pane import PackPane, SidePanel
from packbuilder.app.preview.reading import Reading
from packbuilder.app.preview.thumbnails import PageListModel, ThumbnailList
from packbuilder.app.preview.tool_row import ToolRow, WorkingLine
from packbuilder.app.selection import THE_MEETING, Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.theme import Theme
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.edits import (
    attach_document,
    change_item,
    move_item,
    remove_document,
    remove_item,
    set_document_access,
    set_item_access,
)
from packbuilder.meeting.meeting import Access, Document, DocumentRole, Meeting
from packbuilder.meeting.numbering import item_numbers
from packbuilder.worker.messages import PackPage
from tests.app.preview.built_packs import BuildPack, Pack, ShowPack, pack_of

_Part = TypeVar("_Part", bound=QObject)

_WHITE = QColor("#ffffff")


def _part(pane: PackPane, kind: type[_Part]) -> _Part:
    found = pane.findChild(kind)
    assert isinstance(found, kind)
    return found


def _view(pane: PackPane) -> PageView:
    return _part(pane, PageView)


def _picture(pane: PackPane) -> QImage:
    return _view(pane).viewport().grab().toImage()


def _page_in_picture(pane: PackPane, page_number: int) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a page in the view."""
    view = _view(pane)
    page = view.page_layout.pages[page_number - 1]
    left = page.left - view.horizontalScrollBar().value()
    top = page.top - view.verticalScrollBar().value()
    return left, top, left + page.width, top + page.height


def _point_on(pane: PackPane, page_number: int, x: float, y: float) -> QPoint:
    left, top, right, bottom = _page_in_picture(pane, page_number)
    return QPoint(round(left + x * (right - left)), round(top + y * (bottom - top)))


def _shares(pane: PackPane, page_number: int) -> tuple[float, float]:
    """Return how much of a page, as far as it is in view, is white and how much is dark."""
    image = _picture(pane)
    left, top, right, bottom = _page_in_picture(pane, page_number)
    white = dark = total = 0
    for y in range(max(0, top + 1), min(image.height() - 3, bottom - 1), 2):
        for x in range(left + 1, right - 1, 2):
            colour = image.pixelColor(x, y)
            total += 1
            white += colour == _WHITE
            dark += colour.lightness() < 120
    return white / total, dark / total


def _last_to_the_front(meeting: Meeting) -> Meeting:
    """Move the last open item with papers before all others."""
    items = [item for item in meeting.items if item.documents and item.access == "open"]
    return move_item(meeting, items[-1].id, 0)


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_the_front_sheet_is_ink_on_white_paper_in_light_and_dark(
    look: Theme, pane: PackPane, show: ShowPack, pack: Pack, scheme: Qt.ColorScheme
) -> None:
    look.want(scheme)
    show(pack)
    white, dark = _shares(pane, 1)
    look.want(Qt.ColorScheme.Unknown)
    assert white > 0.6
    assert 0.01 < dark < 0.3


def test_the_paper_is_white_in_dark_before_it_is_drawn(
    look: Theme, pane: PackPane, show: ShowPack, pack: Pack
) -> None:
    look.want(Qt.ColorScheme.Dark)
    seen: list[tuple[float, float]] = []
    pane.pack_shown.connect(lambda: seen.append(_shares(pane, 1)))
    show(pack)
    look.want(Qt.ColorScheme.Unknown)
    assert seen == [(1.0, 0.0)]


def test_the_ground_about_the_paper_is_not_white(pane: PackPane, show: ShowPack, pack: Pack) -> None:
    show(pack)
    assert _picture(pane).pixelColor(5, 300) == QColor("#e3e6eb")


def test_every_line_of_the_agenda_shows_its_first_page(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session, selection: Selection
) -> None:
    show(pack)
    session.note_front_sheet(pack.front_sheet_page_count)
    first_pages = session.page_numbers.first_pages
    seen = {}
    for item in session.meeting.items:
        for place in (Place(item.id), *(Place(item.id, document.id) for document in item.documents)):
            key = place.document_id or place.item_id
            if key in first_pages:
                selection.select(place)
                seen[key] = pane.page_number
    assert seen == dict(first_pages)
    assert len(seen) > 10


def test_an_item_without_papers_is_shown_on_the_agenda_and_said_to_have_none(
    qtbot: QtBot, pane: PackPane, show: ShowPack, pack: Pack, session: Session, selection: Selection
) -> None:
    show(pack)
    pane.go_to_page(20)
    verbal = next(i for i in session.meeting.items if i.id not in session.page_numbers.first_pages)
    selection.select(Place(verbal.id))
    qtbot.waitUntil(lambda: pane.page_number == 1)
    number = item_numbers(session.meeting)[verbal.id].rstrip(".")
    bar = _part(pane, NoPagesBar)
    assert bar.words == bar.accessibleName() == f"Item {number} has no papers, so no pages."
    assert bar.isVisible()
    selection.select(Place(pack.pages[24].item_id))
    assert not bar.isVisible()


def test_what_is_closed_is_said_to_be_left_out(
    pane: PackPane, show: ShowPack, build_pack: BuildPack, session: Session, selection: Selection
) -> None:
    hub = session.meeting.items[6]
    show(build_pack(lambda meeting: set_item_access(meeting, hub.id, Access.EXEMPT, (3,))))
    session.edit("", lambda m: set_item_access(m, hub.id, Access.EXEMPT, (3,)))
    selection.select(Place(hub.id))
    assert _part(pane, NoPagesBar).words == "Item 7 is exempt: no pages of it are in this pack."
    appendix = next(d for d in hub.documents if d.role is DocumentRole.APPENDIX)
    closed = build_pack(lambda meeting: set_document_access(meeting, appendix.id, Access.EXEMPT, (3,)))
    session.edit("", lambda m: set_item_access(m, hub.id, Access.OPEN))
    session.edit("", lambda m: set_document_access(m, appendix.id, Access.EXEMPT, (3,)))
    show(closed)
    selection.select(Place(hub.id, appendix.id))
    assert _part(pane, NoPagesBar).words == "Appendix A is exempt: its pages are not in this pack."


def test_an_item_that_becomes_exempt_before_the_clerks_eyes_is_shown_on_the_agenda(
    qtbot: QtBot, pane: PackPane, show: ShowPack, pack: Pack, build_pack: BuildPack, session: Session,
    selection: Selection,
) -> None:  # fmt: skip
    show(pack)
    hub = session.meeting.items[6]
    selection.select(Place(hub.id))
    session.edit("", lambda m: set_item_access(m, hub.id, Access.EXEMPT, (3,)))
    show(build_pack(lambda meeting: set_item_access(meeting, hub.id, Access.EXEMPT, (3,))))
    qtbot.waitUntil(lambda: pane.page_number == 1)
    assert _part(pane, NoPagesBar).isVisible()


def test_a_document_is_said_to_be_on_its_way_or_unreadable(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session, selection: Selection
) -> None:
    show(pack)
    item = session.meeting.items[6]
    new = Document("new", "/nowhere/new.pdf", "New")
    session.edit("", lambda m: attach_document(m, item.id, new))
    selection.select(Place(item.id, "new"))
    bar = _part(pane, NoPagesBar)
    assert bar.words == "This document is still being read."
    session.note_trouble(new, PackBuilderError("It is damaged.", "Replace it."))
    assert bar.words == "This document could not be read: it is not in the pack."


def test_the_page_of_a_long_agenda_with_the_line_of_an_item_is_shown(
    qtbot: QtBot, pane: PackPane, show: ShowPack, session: Session, selection: Selection
) -> None:
    items = session.meeting.items
    verbal = next(i for i in items if i.id not in session.page_numbers.first_pages and len(i.title) < 30)
    number = item_numbers(session.meeting)[verbal.id]
    drawn = pack_of("Summons", "Attendance", f"{number} {verbal.title}", "Afterwards")
    show(drawn)
    selection.select(Place(verbal.id))
    qtbot.waitUntil(lambda: pane.page_number == 3)


def test_the_side_panel_is_wide_enough_for_bookmarks_and_can_be_drawn(
    pane: PackPane, show: ShowPack, pack: Pack
) -> None:
    show(pack)
    pane.toggle_bookmarks()
    splitter = _part(pane, QSplitter)
    assert splitter.sizes()[0] == 240
    assert splitter.handleWidth() >= 5
    splitter.setSizes([280, 165])
    drawn = splitter.sizes()[0]
    assert drawn > 240
    pane.toggle_bookmarks()
    pane.toggle_bookmarks()
    assert splitter.sizes()[0] == drawn
    tree = _part(pane, BookmarkTree)
    assert tree.textElideMode() is Qt.TextElideMode.ElideMiddle
    assert tree.model().index(4, 0).data(Qt.ItemDataRole.ToolTipRole) == tree.model().index(4, 0).data()


def test_a_check_can_bring_the_page_of_what_is_selected_back(
    pane: PackPane, show: ShowPack, pack: Pack, selection: Selection
) -> None:
    show(pack)
    place = Place(pack.pages[24].item_id, pack.pages[24].document_id)
    selection.select(place)
    first = pane.page_number
    pane.go_to_page(1)
    selection.show_place(place)
    assert pane.page_number == first > 1


def test_a_click_on_a_page_selects_its_document_and_moves_nothing(
    pane: PackPane, show: ShowPack, pack: Pack, selection: Selection
) -> None:
    show(pack)
    pane.go_to_page(7)
    before = _view(pane).verticalScrollBar().value()
    QTest.mouseClick(_view(pane).viewport(), Qt.MouseButton.LeftButton, pos=_point_on(pane, 7, 0.5, 0.02))
    assert selection.place == Place(pack.pages[6].item_id, pack.pages[6].document_id)
    assert selection.place.document_id
    assert _view(pane).verticalScrollBar().value() == before


def test_a_click_on_the_agenda_selects_the_meeting(
    pane: PackPane, show: ShowPack, pack: Pack, selection: Selection
) -> None:
    show(pack)
    selection.select(Place(pack.pages[6].item_id))
    pane.go_to_page(1)
    QTest.mouseClick(_view(pane).viewport(), Qt.MouseButton.LeftButton, pos=_point_on(pane, 1, 0.5, 0.01))
    assert selection.place == THE_MEETING


def test_a_click_on_a_page_of_an_item_that_was_deleted_selects_nothing(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session, selection: Selection
) -> None:
    show(pack)
    session.edit("Delete item", lambda meeting: remove_item(meeting, pack.pages[6].item_id))
    pane.go_to_page(7)
    QTest.mouseClick(_view(pane).viewport(), Qt.MouseButton.LeftButton, pos=_point_on(pane, 7, 0.5, 0.02))
    assert selection.place == THE_MEETING


def test_scrolling_selects_nothing(pane: PackPane, show: ShowPack, pack: Pack, selection: Selection) -> None:
    show(pack)
    view = _view(pane)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    assert pane.page_number > 10
    assert selection.place == THE_MEETING


def test_every_link_of_the_agenda_goes_to_the_page_it_names(
    pane: PackPane, show: ShowPack, pack: Pack
) -> None:
    show(pack)
    reader = pypdf.PdfReader(io.BytesIO(pack.pdf))
    sheet = reader.pages[0]
    height, width = float(sheet.mediabox.height), float(sheet.mediabox.width)
    followed = 0
    for annotation in (a.get_object() for a in sheet["/Annots"]):  # type: ignore[attr-defined]
        page_index = reader.get_page_number(annotation["/Dest"][0].get_object())
        assert page_index is not None
        left, bottom, right, top = map(float, annotation["/Rect"])
        pane.go_to_page(1)
        at = _point_on(pane, 1, (left + right) / 2 / width, 1 - (top + bottom) / 2 / height)
        if at.y() < _view(pane).viewport().height():
            QTest.mouseMove(_view(pane).viewport(), at)
            assert _view(pane).viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
            QTest.mouseClick(_view(pane).viewport(), Qt.MouseButton.LeftButton, pos=at)
            assert pane.page_number == page_index + 1
            followed += 1
    assert followed >= 5


def test_following_a_link_selects_nothing(
    pane: PackPane, show: ShowPack, pack: Pack, selection: Selection
) -> None:
    show(pack)
    heard: list[object] = []
    selection.changed.connect(heard.append)
    annotation = pypdf.PdfReader(io.BytesIO(pack.pdf)).pages[0]["/Annots"][0].get_object()  # type: ignore[index]
    left, bottom, right, top = map(float, annotation["/Rect"])
    at = _point_on(pane, 1, (left + right) / 2 / 595.28, 1 - (top + bottom) / 2 / 841.89)
    QTest.mouseClick(_view(pane).viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert pane.page_number > 1
    assert not heard


def test_pages_put_in_before_do_not_move_what_is_looked_at(
    pane: PackPane, show: ShowPack, pack: Pack, build_pack: BuildPack
) -> None:
    show(pack)
    pane.zoom = 0.9
    page_index = 20
    pane.go_to_page(page_index + 1)
    view = _view(pane)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 137)
    place_before = _page_in_picture(pane, page_index + 1)

    longer = build_pack(_last_to_the_front)
    show(longer)

    whose = pack.pages[page_index]
    nth = pack.pages[:page_index].count(whose)
    expected = [i for i, page in enumerate(longer.pages) if page == whose][nth]
    assert expected > page_index
    assert pane.page_number == expected + 1
    assert _page_in_picture(pane, expected + 1) == place_before
    assert pane.zoom == 0.9


def test_the_old_pictures_stay_until_the_new_ones_come(
    pane: PackPane, show: ShowPack, pack: Pack, build_pack: BuildPack
) -> None:
    show(pack)
    pane.go_to_page(9)
    show(pack)
    reading = _part(pane, Reading)
    shares: list[tuple[float, float]] = []
    fresh: list[int] = []

    def look_at_once() -> None:
        fresh.append(len(reading.pictures))
        shares.append(_shares(pane, pane.page_number))

    expected = _shares(pane, 9)
    pane.pack_shown.connect(look_at_once)
    show(build_pack(_last_to_the_front))
    assert fresh == [0], "nothing of the new pack was drawn yet"
    assert shares[0][1] == pytest.approx(expected[1], abs=0.01)
    assert shares[0][1] > 0.01


def test_what_is_shown_is_the_new_pack_once_it_is_drawn(pane: PackPane, show: ShowPack) -> None:
    show(pack_of("BEFORE"))
    before = _picture(pane)
    show(pack_of("AFTER THAT"))
    assert _picture(pane) != before
    show(pack_of("BEFORE"))
    assert _picture(pane) == before


def test_of_packs_handed_in_at_once_the_newest_is_shown_at_last(qtbot: QtBot, pane: PackPane) -> None:
    packs = [pack_of("a"), pack_of("a", "b"), pack_of("a", "b", "c")]
    for pack in packs:
        pane.show_pack(pack.pdf, pack.pages)
    qtbot.waitUntil(lambda: pane.page_count == 3 and pane.is_settled)
    together = _picture(pane)
    pane.close_pack()
    pane.show_pack(packs[-1].pdf, packs[-1].pages)
    qtbot.waitUntil(lambda: pane.page_count == 3 and pane.is_settled)
    assert _picture(pane) == together


def test_a_document_that_is_gone_leaves_the_view_at_its_item(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session, build_pack: BuildPack
) -> None:
    show(pack)
    session.note_front_sheet(pack.front_sheet_page_count)
    item = next(i for i in session.meeting.items if len(i.documents) > 1 and i.access == "open")
    last = [d for d in item.documents if d.id in session.page_numbers.first_pages][-1]
    pane.go_to_page(session.page_numbers.first_pages[last.id])
    shorter = build_pack(lambda meeting: remove_document(meeting, last.id))
    show(shorter)
    assert shorter.pages[pane.page_number - 1].item_id == item.id


def test_a_document_selected_before_its_pages_are_built_is_shown_when_they_are(
    pane: PackPane,
    show: ShowPack,
    pack: Pack,
    session: Session,
    selection: Selection,
    build_pack: BuildPack,
) -> None:
    item = next(i for i in session.meeting.items if len(i.documents) > 1 and i.access == "open")
    document = item.documents[0]
    session.note_front_sheet(pack.front_sheet_page_count)
    show(build_pack(lambda meeting: remove_document(meeting, document.id)))
    selection.select(Place(item.id, document.id))
    show(pack)
    assert pane.page_number == session.page_numbers.first_pages[document.id]


@pytest.mark.parametrize("words", ["board", "Wealdmere", "health and wellbeing", "RESOLVED", "asthma"])
def test_find_counts_what_another_engine_counts(
    qtbot: QtBot, pane: PackPane, show: ShowPack, pack: Pack, words: str
) -> None:
    show(pack)
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pack.pdf)).pages]
    expected = {
        index: count
        for index, text in enumerate(pages)
        if (count := len(re.findall(re.escape(words), text, re.IGNORECASE)))
    }
    pane.open_find()
    field = _part(pane, FindBar).field
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    finding = _part(pane, Finding)
    qtbot.waitUntil(lambda: bool(finding.words) and not finding.is_searching)
    assert {index: len(hits) for index, hits in finding.hits.items()} == expected
    assert _part(pane, FindBar).count.text() == f"1 of {sum(expected.values())}"


def test_enter_goes_round_the_hits_and_marks_the_one_it_is_at(
    qtbot: QtBot, pane: PackPane, show: ShowPack
) -> None:
    show(pack_of("heron", "otter", "heron and heron"))
    unmarked = _picture(pane)
    pane.open_find()
    bar = _part(pane, FindBar)
    QTest.keyClicks(bar.field, "Heron")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 3")
    assert pane.page_number == 1
    assert _picture(pane) != unmarked
    seen = []
    for modifier in (Qt.KeyboardModifier.NoModifier,) * 3 + (Qt.KeyboardModifier.ShiftModifier,) * 2:
        QTest.keyClick(bar.field, Qt.Key.Key_Return, modifier)
        seen.append((bar.count.text(), pane.page_number))
    assert seen == [("2 of 3", 3), ("3 of 3", 3), ("1 of 3", 1), ("3 of 3", 3), ("2 of 3", 3)]
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
    pane.go_to_page(1)
    qtbot.waitUntil(lambda: pane.is_settled)
    _view(pane).clearFocus()
    assert _shares(pane, 1)[0] > 0.5


def test_find_begins_at_the_page_that_is_looked_at(qtbot: QtBot, pane: PackPane, show: ShowPack) -> None:
    show(pack_of("heron", "otter", "heron", "otter"))
    pane.go_to_page(2)
    pane.open_find()
    bar = _part(pane, FindBar)
    bar.field.setText("heron")
    qtbot.waitUntil(lambda: bar.count.text() == "2 of 2")
    assert pane.page_number == 3


def test_find_goes_on_in_a_newer_pack_without_moving(qtbot: QtBot, pane: PackPane, show: ShowPack) -> None:
    show(pack_of("heron", "otter", "heron"))
    pane.open_find()
    bar = _part(pane, FindBar)
    bar.field.setText("heron")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 2")
    pane.go_to_page(2)
    show(pack_of("heron", "otter", "heron", "heron"))
    qtbot.waitUntil(lambda: bar.count.text() == "3 found")
    assert pane.page_number == 2
    pane.find_next()
    assert bar.count.text() == "1 of 3"


def test_words_that_stand_nowhere_are_said_to(qtbot: QtBot, pane: PackPane, show: ShowPack) -> None:
    show(pack_of("heron"))
    pane.open_find()
    bar = _part(pane, FindBar)
    bar.field.setText("walrus")
    qtbot.waitUntil(lambda: bar.count.text() == "Not found")


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 and nothing else", b"PK\x03\x04 a Word file"])
def test_a_damaged_pack_is_said_and_the_one_before_stays(
    qtbot: QtBot, pane: PackPane, show: ShowPack, pack: Pack, pdf: bytes
) -> None:
    show(pack)
    pane.go_to_page(9)
    pane.show_pack(pdf, ())
    banner = _part(pane, TroubleBanner)
    qtbot.waitUntil(lambda: not banner.isHidden())
    assert banner.words.startswith("Not up to date: The pack that was built just now cannot be read.")
    assert pane.page_count == len(pack.pages)
    assert pane.page_number == 9
    show(pack)
    assert banner.isHidden()


def test_a_damaged_pack_after_a_sound_one_leaves_the_sound_one(
    qtbot: QtBot, pane: PackPane, show: ShowPack
) -> None:
    show(pack_of("one"))
    sound = pack_of("one", "two", "three")
    pane.show_pack(sound.pdf, sound.pages)
    answers = _part(pane, Reading).reader.answers
    while answers.empty():  # The window does not come to hear of it before the next one is handed in.
        threading.Event().wait(0.001)
    pane.show_pack(b"no PDF", ())
    qtbot.waitUntil(lambda: not _part(pane, TroubleBanner).isHidden() and pane.is_settled)
    assert pane.page_count == 3
    assert _part(pane, Reading).pictures.page_indices() >= set(_view(pane).visible_pages())


def test_a_pack_cut_short_never_raises(qtbot: QtBot, pane: PackPane, pack: Pack) -> None:
    banner = _part(pane, TroubleBanner)
    for length in range(1000, len(pack.pdf), len(pack.pdf) // 12):
        pane.clear_trouble()
        pane.show_pack(pack.pdf[:length], pack.pages)
        qtbot.waitUntil(lambda: pane.is_settled)
        assert pane.page_count or not banner.isHidden()


def test_a_page_that_cannot_be_drawn_shows_words(pane: PackPane, show: ShowPack) -> None:
    sound = pack_of("one", "two")
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound.pdf)) as pdf:
        pdf.Root.Pages.Kids[0] = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Other))
        pdf.save(target)
    show(Pack(target.getvalue(), sound.pages))
    assert _part(pane, Reading).pictures.cannot_draw(0)
    white, dark = _shares(pane, 1)
    assert 0.001 < dark < 0.1
    assert white > 0.8


def test_why_the_pack_is_not_up_to_date_stands_above_it_until_it_is(
    pane: PackPane, show: ShowPack, pack: Pack
) -> None:
    show(pack)
    banner = _part(pane, TroubleBanner)
    pane.show_trouble("The report of item 5 could not be read.", "Replace it.")
    assert banner.words == "Not up to date: The report of item 5 could not be read. Replace it."
    assert banner.isVisible()
    assert _view(pane).isVisible()
    show(pack)
    assert banner.isVisible(), "only the window knows when it is over"
    pane.clear_trouble()
    assert banner.isHidden()


def test_before_the_first_pack_it_says_what_will_come(
    qtbot: QtBot, pane: PackPane, empty_session: Session, selection: Selection
) -> None:
    assert _part(pane, NothingYet).words == "The pack appears here as soon as it is built."
    assert (pane.page_number, pane.page_count) == (0, 0)
    empty = PackPane(empty_session, selection)
    qtbot.addWidget(empty)
    assert "Add the first item to the agenda" in _part(empty, NothingYet).words


def test_closing_ends_the_thread_and_the_pane_can_show_another_pack(
    pane: PackPane, show: ShowPack, pack: Pack
) -> None:
    show(pack)
    assert "pack reader" in {thread.name for thread in threading.enumerate()}
    pane.close_pack()
    assert "pack reader" not in {thread.name for thread in threading.enumerate()}
    assert (pane.page_number, pane.page_count) == (0, 0)
    pane.close_pack()
    show(pack)
    assert pane.page_count == len(pack.pages)


def test_closing_while_a_pack_is_read_ends_the_thread(pane: PackPane, pack: Pack) -> None:
    for _ in range(20):
        pane.show_pack(pack.pdf, pack.pages)
        QApplication.processEvents()
        pane.close_pack()
        assert "pack reader" not in {thread.name for thread in threading.enumerate()}
        QApplication.processEvents()
        assert pane.page_count == 0


def test_of_a_thousand_pages_only_those_near_the_view_are_drawn(
    qtbot: QtBot, pane: PackPane, show: ShowPack
) -> None:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(1000):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(target)
    pane.side_panel = SidePanel.THUMBNAILS
    show(Pack(target.getvalue(), (PackPage("", ""),) * 1000))
    assert pane.page_count == 1000
    pictures = _part(pane, Reading).pictures
    near = pictures.page_indices()
    assert near >= set(_view(pane).visible_pages())
    assert max(near) < 20
    pane.go_to_page(700)
    qtbot.waitUntil(lambda: pane.is_settled)
    later = pictures.page_indices() - near
    assert 699 in later
    assert min(later) > 680
    assert max(later) < 720


def test_pages_that_were_scrolled_past_are_never_drawn(qtbot: QtBot, pane: PackPane, show: ShowPack) -> None:
    show(pack_of(*map(str, range(60))))
    for page_number in range(5, 55, 5):
        pane.go_to_page(page_number)
    pane.go_to_page(60)
    qtbot.waitUntil(lambda: pane.is_settled)
    drawn = _part(pane, Reading).pictures.page_indices()
    assert not drawn & set(range(10, 50))


def test_ctrl_and_the_wheel_zoom_about_the_pointer(pane: PackPane, show: ShowPack, pack: Pack) -> None:
    show(pack)
    pane.go_to_page(5)
    view, at = _view(pane), QPointF(120, 200)
    left, top, right, bottom = _page_in_picture(pane, 5)
    share = (at.x() - left) / (right - left), (at.y() - top) / (bottom - top)
    before = pane.zoom
    wheel = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert pane.zoom > 1.5 * before
    assert pane.fit is Fit.NONE
    assert (_point_on(pane, 5, *share) - at.toPoint()).manhattanLength() <= 3


def test_the_keys_of_a_pdf_reader_work(pane: PackPane, show: ShowPack, pack: Pack) -> None:
    show(pack)
    view = _view(pane)
    last = len(pack.pages)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(view, Qt.Key.Key_End)
    assert pane.page_number == last
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert pane.page_number == 1
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert pane.page_number > 1
    at = view.verticalScrollBar().value()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.verticalScrollBar().value() < at
    width = pane.zoom
    QTest.keyClick(view, Qt.Key.Key_Equal, control)
    assert pane.zoom > width
    QTest.keyClick(view, Qt.Key.Key_Minus, control)
    QTest.keyClick(view, Qt.Key.Key_Minus, control)
    assert pane.zoom < width
    QTest.keyClick(view, Qt.Key.Key_0, control)
    assert pane.zoom == pytest.approx(width)
    assert pane.fit is Fit.WIDTH
    pane.actual_size()
    assert pane.zoom == 1.0
    pane.zoom_to_fit_page()
    assert view.page_layout.pages[0].height < view.viewport().height()


def test_who_comes_to_the_pane_by_keyboard_can_scroll_at_once(
    qtbot: QtBot, pane: PackPane, show: ShowPack, pack: Pack
) -> None:
    show(pack)
    pane.activateWindow()
    pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
    qtbot.waitUntil(lambda: _view(pane).hasFocus())
    pane.close_pack()
    assert not _view(pane).isVisible()
    pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert pane.hasFocus()


def test_a_page_number_that_is_typed_is_gone_to(pane: PackPane, show: ShowPack, pack: Pack) -> None:
    show(pack)
    QTest.keyClick(_view(pane), Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    field = _part(pane, ToolRow).field
    QTest.keyClicks(field, "33")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert pane.page_number == 33
    assert field.text() == "33"
    pane.go_to_page(2)
    assert field.text() == "2"


def test_it_says_which_page_and_whose_for_those_who_cannot_see_it(
    pane: PackPane, show: ShowPack, pack: Pack, session: Session
) -> None:
    show(pack)
    assert _view(pane).accessibleName() == "Public pack"
    assert _view(pane).accessibleDescription() == f"Page 1 of {len(pack.pages)}, agenda"
    pane.go_to_page(7)
    item = next(i for i in session.meeting.items if i.id == pack.pages[6].item_id)
    number = item_numbers(session.meeting)[item.id].rstrip(".")
    expected = f"Page 7 of {len(pack.pages)}, item {number} {item.title}"
    assert _view(pane).accessibleDescription() == expected
    session.edit("Change title", lambda meeting: change_item(meeting, item.id, title="Something else"))
    pane.go_to_page(8)
    assert _view(pane).accessibleDescription().endswith(f"item {number} Something else")


def test_the_thumbnails_mark_the_page_and_go_where_they_are_clicked(
    qtbot: QtBot, pane: PackPane, show: ShowPack, pack: Pack
) -> None:
    show(pack)
    pane.toggle_thumbnails()
    assert pane.side_panel == "thumbnails"
    small = _part(pane, ThumbnailList)
    assert small.currentIndex().row() == 0
    pane.go_to_page(30)
    assert small.currentIndex().row() == 29
    QApplication.processEvents()
    rows = small.rows_in_view()
    assert 29 in rows
    target = small.visualRect(small.model().index(rows.start + 1, 0)).center()
    QTest.mouseClick(small.viewport(), Qt.MouseButton.LeftButton, pos=target)
    assert pane.page_number == rows.start + 2
    pane.toggle_thumbnails()
    assert pane.side_panel == "none"


def test_the_bookmarks_are_those_of_the_file_and_go_there(pane: PackPane, show: ShowPack, pack: Pack) -> None:
    show(pack)
    pane.toggle_bookmarks()
    assert pane.side_panel == "bookmarks"
    tree = _part(pane, BookmarkTree)
    reader = pypdf.PdfReader(io.BytesIO(pack.pdf))
    tops = [entry for entry in reader.outline if not isinstance(entry, list)]
    model = tree.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [str(e.title) for e in tops]
    for row, entry in enumerate(tops):
        tree.clicked.emit(model.index(row, 0))
        page_index = reader.get_destination_page_number(entry)
        assert page_index is not None
        assert pane.page_number == page_index + 1


def test_the_side_panel_and_the_size_can_be_kept(pane: PackPane, show: ShowPack, pack: Pack) -> None:
    pane.zoom = 1.4
    pane.side_panel = SidePanel("bookmarks")
    show(pack)
    assert pane.zoom == pytest.approx(1.4)
    assert pane.side_panel == "bookmarks"
    pane.fit = Fit("page")
    assert pane.fit == "page"


def test_the_bookmark_of_the_page_that_is_looked_at_is_marked(
    pane: PackPane, show: ShowPack, pack: Pack
) -> None:
    show(pack)
    tree = _part(pane, BookmarkTree)
    assert tree.currentIndex().data().startswith("Agenda")
    pane.go_to_page(7)
    assert tree.currentIndex().data().startswith("4. ")


def test_what_is_open_among_the_bookmarks_stays_open_in_a_newer_pack(
    pane: PackPane, show: ShowPack, pack: Pack, build_pack: BuildPack
) -> None:
    show(pack)
    tree = _part(pane, BookmarkTree)
    rows = [tree.model().index(row, 0) for row in range(tree.model().rowCount())]
    parent = next(index for index in rows if tree.model().hasChildren(index))
    title = parent.data().rpartition(". ")[2]
    tree.expand(parent)
    show(build_pack(lambda meeting: remove_item(meeting, meeting.items[-1].id)))
    rows = [tree.model().index(row, 0) for row in range(tree.model().rowCount())]
    assert [title in index.data() for index in rows if tree.isExpanded(index)] == [True]


def test_the_line_shows_that_a_pack_is_being_built(pane: PackPane) -> None:
    line = _part(pane, WorkingLine)
    pane.set_working(True)
    assert line.is_working
    pane.set_working(False)
    assert not line.is_working


def test_the_page_list_is_a_sound_model(qtmodeltester: object) -> None:
    model = PageListModel()
    model.set_pages(5, lambda index: f"Page {index + 1}")
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    model.set_pages(2, lambda index: f"Page {index + 1}")
    assert model.rowCount() == 2


def test_it_fits_a_pane_of_430_pixels(pane: PackPane, show: ShowPack, pack: Pack) -> None:
    show(pack)
    pane.side_panel = SidePanel.THUMBNAILS
    pane.open_find()
    assert pane.minimumSizeHint().width() <= 430
