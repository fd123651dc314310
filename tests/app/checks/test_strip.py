from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QCursor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSplitter, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from packbuilder.app.checks.drawing import GO_TO
from packbuilder.app.checks.findings import Findings
from packbuilder.app.checks.rows import FindingRows, Row
from packbuilder.app.checks.strip import ChecksStrip, FindingList
from packbuilder.app.checks.tools import Fix
from packbuilder.app.dialogs import NativeDialogs
from packbuilder.app.selection import Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.app.theme import Theme
from packbuilder.meeting import edits
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.meeting import Access, AgendaItem, Form
from tests.builders import an_item


@pytest.fixture
def findings(empty_session: Session) -> Findings:
    return Findings(empty_session, today=lambda: dt.date(2026, 6, 1), parent=empty_session)


@pytest.fixture
def strip(
    empty_session: Session, selection: Selection, findings: Findings, tmp_path: Path, qtbot: QtBot
) -> Iterator[ChecksStrip]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    taking_in = TakingIn(empty_session, scratch)
    strip = ChecksStrip(empty_session, selection, findings, taking_in, NativeDialogs())
    qtbot.addWidget(strip)
    strip.resize(1440, 170)
    # Where the test before left it, the pointer may be over the list.
    QCursor.setPos(QPoint(4000, 4000))
    with qtbot.waitExposed(strip):
        strip.show()
    yield strip
    taking_in.close()


def _set_items(session: Session, *items: AgendaItem) -> None:
    def change(meeting):  # type: ignore[no-untyped-def]
        for item in meeting.items:
            meeting = edits.remove_item(meeting, item.id)
        meeting = edits.change_meeting(meeting, venue="Town Hall", published=dt.date(2026, 6, 9))
        for item in items:
            meeting = edits.add_item(meeting, item)
        return meeting

    session.edit("Change", change)


def _spotless(session: Session) -> None:
    _set_items(session, an_item("one"))


def _messages(strip: ChecksStrip) -> list[str]:
    rows = strip.list.rows
    return [str(rows.data(rows.index(n))) for n in range(rows.rowCount())]


def _row_of(strip: ChecksStrip, kind: str) -> int:
    rows = strip.list.rows
    return next(n for n in range(rows.rowCount()) if rows.row(rows.index(n)).finding.kind == kind)


def _click_link(strip: ChecksStrip, row: int, link: int, qtbot: QtBot) -> None:
    view = strip.list
    index = view.rows.index(row)
    view.scrollTo(index)
    place = view.drawing.links(view.visualRect(index), view.rows.row(index))[link].center()
    QTest.mouseMove(view.viewport(), place)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_header_says_how_much_there_is_to_do(
    empty_session: Session, findings: Findings, strip: ChecksStrip
) -> None:
    _set_items(
        empty_session,
        an_item("one", access=Access.EXEMPT, public_title="Land"),
        an_item("two", form=Form.REPORT, lead="Chair"),
    )
    findings.look()
    assert strip.header.accessibleName() == "Checks, 1 to put right, 2 to look at"


def test_a_meeting_with_nothing_wrong_says_so(
    empty_session: Session, findings: Findings, strip: ChecksStrip
) -> None:
    empty_session.edit("Time", lambda m: edits.change_meeting(m, time=dt.time(18)))
    _spotless(empty_session)
    findings.look()
    assert findings.findings == ()
    assert not strip.list.isVisible()
    words = [label.text() for label in strip.findChildren(QLabel) if label.isVisible() and label.text()]
    assert words == ["Nothing to put right."]
    assert strip.header.accessibleName() == "Checks"


def test_go_to_shows_the_place_and_the_field(
    empty_session: Session, selection: Selection, findings: Findings, strip: ChecksStrip, qtbot: QtBot
) -> None:
    _set_items(empty_session, an_item("one"), an_item("two", form=Form.VERBAL))
    findings.look()
    with qtbot.waitSignal(selection.go_to) as gone:
        _click_link(strip, _row_of(strip, "no-lead"), GO_TO, qtbot)
    assert gone.args == [Place("two", "", "lead")]
    assert selection.place == Place("two")


def test_fix_puts_it_right_and_the_row_goes(
    empty_session: Session, findings: Findings, strip: ChecksStrip, qtbot: QtBot
) -> None:
    _set_items(empty_session, an_item("one", form=Form.REPORT, lead="Chair"))
    findings.look()
    row = _row_of(strip, "no-documents")
    with qtbot.waitSignal(findings.changed):
        _click_link(strip, row, 1, qtbot)
    assert empty_session.meeting.items[0].to_follow
    assert not any("has no document" in message for message in _messages(strip))


def test_all_of_it_works_from_the_keyboard(
    empty_session: Session, selection: Selection, findings: Findings, strip: ChecksStrip, qtbot: QtBot
) -> None:
    _set_items(empty_session, an_item("one", to_follow=True), an_item("two", form=Form.VERBAL))
    empty_session.edit("Unpublish", lambda m: edits.change_meeting(m, published=None))
    findings.look()
    strip.setFocus()
    qtbot.waitUntil(strip.list.hasFocus)
    assert strip.list.currentIndex().isValid()
    while strip.list.currentIndex().row() != _row_of(strip, "no-published"):
        QTest.keyClick(strip.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(selection.go_to) as gone:
        QTest.keyClick(strip.list, Qt.Key.Key_Return)
    assert gone.args == [Place(field="published")]
    QTest.keyClick(strip.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("To look at: The meeting has no date of publication. Publish by")
    QTest.keyClick(strip.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert empty_session.meeting.published == dt.date(2026, 6, 10)


def test_the_menu_offers_everything_that_can_be_done(
    empty_session: Session, findings: Findings, strip: ChecksStrip
) -> None:
    _set_items(empty_session, an_item("one", form=Form.REPORT, lead="Chair"))
    findings.look()
    menu = strip.list.menu(strip.list.rows.index(_row_of(strip, "no-documents")))
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["Go to", "Attach...", "Mark to follow", "Copy", "Copy all"]
    menu.deleteLater()


def test_a_screen_reader_hears_the_severity_and_the_next_step(
    empty_session: Session, findings: Findings, strip: ChecksStrip
) -> None:
    _set_items(empty_session, an_item("one", access=Access.EXEMPT, public_title="Land"))
    findings.look()
    row = strip.list.rows.index(_row_of(strip, "paragraph-missing"))
    assert str(row.data(Qt.ItemDataRole.AccessibleTextRole)) == (
        "Error: Item 1 (One) is exempt but names no paragraph of Schedule 12A. "
        "Name the paragraph that applies."
    )
    spoken = QAccessible.queryAccessibleInterface(strip.list)
    assert spoken.text(QAccessible.Text.Name) == "Checks"


def test_no_words_are_cut_off_at_any_width(look: Theme, qtbot: QtBot) -> None:
    view = FindingList()
    qtbot.addWidget(view)
    long = "Item 12 (Adult Social Care Winter Plan and the Better Care Fund) " * 3
    view.show_rows([Row(Finding(Severity.WARNING, long, long), long)])
    heights = []
    for width in (1440, 960, 500):
        view.resize(width, 170)
        view.show()
        qtbot.waitUntil(lambda width=width: view.viewport().width() > width - 40)  # type: ignore[misc]
        heights.append(view.sizeHintForRow(0))
        qtbot.waitUntil(lambda: view.visualRect(view.rows.index(0)).height() == heights[-1])
    line = view.fontMetrics().lineSpacing()
    needed = view.fontMetrics().horizontalAdvance(long) / 1440 * line
    assert heights == sorted(heights)
    assert len(set(heights)) == 3
    assert heights[0] > needed


def test_rows_that_stay_keep_their_selection_and_place(
    empty_session: Session, findings: Findings, strip: ChecksStrip, qtbot: QtBot
) -> None:
    items = [an_item(f"i{n}", form=Form.REPORT, lead="Chair") for n in range(30)]
    _set_items(empty_session, *items)
    findings.look()
    view = strip.list
    view.setFocus()
    chosen = view.rows.index(20)
    view.setCurrentIndex(chosen)
    about = view.rows.row(chosen).finding.item_id
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 0)
    top = view.visualRect(view.currentIndex()).top()
    empty_session.edit("Close", lambda m: edits.set_item_access(m, "i3", Access.EXEMPT))
    findings.look()
    assert view.currentIndex().row() != 20, "an error came before it"
    assert view.rows.row(view.currentIndex()).finding.item_id == about
    assert view.visualRect(view.currentIndex()).top() == top


def _many_warnings(session: Session, findings: Findings) -> None:
    _set_items(session, *[an_item(f"i{n}", form=Form.REPORT, lead="Chair") for n in range(30)])
    findings.look()


def _make_worse(session: Session, findings: Findings) -> None:
    session.edit("Close", lambda m: edits.set_item_access(m, "i3", Access.EXEMPT))
    findings.look()


def test_what_is_worse_than_all_that_is_seen_is_scrolled_to(
    empty_session: Session, findings: Findings, strip: ChecksStrip
) -> None:
    _many_warnings(empty_session, findings)
    bar = strip.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    empty_session.edit("Follow", lambda m: edits.change_item(m, "i2", to_follow=True))
    findings.look()
    assert bar.value() > 0, "no worse than what is seen"
    _make_worse(empty_session, findings)
    assert bar.value() == 0


def test_a_list_in_use_shows_what_is_worse_when_it_no_longer_is(
    empty_session: Session, findings: Findings, strip: ChecksStrip, qtbot: QtBot
) -> None:
    _many_warnings(empty_session, findings)
    view = strip.list
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.setCurrentIndex(view.rows.index(20))
    bar = view.verticalScrollBar()
    assert bar.value() > 0
    _make_worse(empty_session, findings)
    assert bar.value() > 0
    view.clearFocus()
    assert bar.value() == 0


def test_what_is_worse_is_seen_at_once_where_the_list_is_at_its_top(
    empty_session: Session, findings: Findings, strip: ChecksStrip, qtbot: QtBot
) -> None:
    _many_warnings(empty_session, findings)
    view = strip.list
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    _make_worse(empty_session, findings)
    assert view.verticalScrollBar().value() == 0


@pytest.mark.parametrize("height", [110, 137, 170, 243])
@pytest.mark.parametrize("width", [1440, 520])
def test_only_whole_rows_are_shown(
    empty_session: Session, findings: Findings, strip: ChecksStrip, qtbot: QtBot, width: int, height: int
) -> None:
    _many_warnings(empty_session, findings)
    strip.resize(width, height)
    view = strip.list
    qtbot.waitUntil(lambda: view.visualRect(view.rows.index(0)).width() == view.viewport().width())
    shown = [view.visualRect(view.rows.index(n)) for n in range(30)]
    bottoms = [rect.bottom() + 1 for rect in shown]
    assert view.viewport().height() in bottoms
    room = view.height() - view.viewport().height()
    assert room < shown[bottoms.index(view.viewport().height()) + 1].height(), "another would have fitted"


def test_a_list_that_fits_leaves_no_room_over(
    empty_session: Session, findings: Findings, strip: ChecksStrip
) -> None:
    _many_warnings(empty_session, findings)
    _set_items(empty_session, an_item("one", form=Form.REPORT, lead="Chair"))
    findings.look()
    assert strip.list.viewport().height() == strip.list.height()


def test_fixes_are_made_when_they_are_used_and_not_before(qtbot: QtBot) -> None:
    made: list[int] = []
    rows = FindingRows()

    def making(number: int) -> tuple[Fix, ...]:
        made.append(number)
        return (Fix("Attach...", "Choose the files.", lambda: None),)

    found = [Finding(Severity.WARNING, f"{n}", "x", f"i{n}", kind="to-follow") for n in range(200)]
    rows.show_rows([Row(f, "x", functools.partial(making, n)) for n, f in enumerate(found)])
    assert made == []
    assert rows.widest() == (("Attach...",),)
    assert made == [0], "the others of its kind say the same"
    assert rows.row(rows.index(7)).fixes is rows.row(rows.index(7)).fixes
    assert made == [0, 7]


def test_a_link_is_followed_only_if_it_is_still_the_one_that_was_pressed(
    empty_session: Session, selection: Selection, findings: Findings, strip: ChecksStrip, qtbot: QtBot
) -> None:
    _set_items(empty_session, an_item("one", form=Form.VERBAL), an_item("two", form=Form.VERBAL))
    findings.look()
    gone: list[Place] = []
    selection.go_to.connect(gone.append)
    view = strip.list
    first, second = (
        view.drawing.links(view.visualRect(view.rows.index(n)), view.rows.row(view.rows.index(n)))[
            GO_TO
        ].center()
        for n in (0, 1)
    )
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert gone == []
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, first.y()))
    assert gone == [], "a click on the words only selects"


def test_going_to_what_was_removed_a_moment_ago_shows_the_meeting(
    empty_session: Session, selection: Selection, findings: Findings, strip: ChecksStrip
) -> None:
    _set_items(empty_session, an_item("one", form=Form.REPORT, lead="Chair"))
    findings.look()
    row = _row_of(strip, "no-documents")
    empty_session.edit("Remove", lambda m: edits.remove_item(m, "one"))
    strip.list.followed.emit(row, 1)
    strip.list.followed.emit(row, GO_TO)
    assert selection.place == Place()
    assert empty_session.meeting.items == ()


def test_it_folds_to_its_header_and_opens_as_high_as_it_was(strip: ChecksStrip, qtbot: QtBot) -> None:
    splitter = QSplitter(Qt.Orientation.Vertical)
    qtbot.addWidget(splitter)
    above = QWidget()
    splitter.addWidget(above)
    splitter.addWidget(strip)
    splitter.resize(1440, 800)
    splitter.show()
    splitter.setSizes([600, 200])
    height = strip.height()
    with qtbot.waitSignal(strip.folded_changed) as told:
        QTest.mouseClick(strip.header, Qt.MouseButton.LeftButton)
    assert told.args == [True]
    assert strip.is_folded
    qtbot.waitUntil(lambda: strip.height() < 60)
    assert above.height() + strip.height() + splitter.handleWidth() == splitter.height()
    assert not strip.list.isVisible()
    strip.set_folded(False)
    qtbot.waitUntil(lambda: strip.height() == height)
    strip.setParent(None)


def test_the_rows_are_a_sound_model(look: Theme, qtmodeltester: ModelTester) -> None:
    rows = FindingRows()
    qtmodeltester.check(_as_model(rows))  # type: ignore[no-untyped-call]

    def some(*kinds: str) -> list[Row]:
        return [Row(Finding(Severity.NOTICE, kind, kind=kind), "") for kind in kinds]

    for kinds in ("abc", "cab", "", "aab", "ba", "xbyaz", "zyx"):
        rows.show_rows(some(*kinds))
        shown = [str(rows.data(rows.index(n))) for n in range(rows.rowCount())]
        assert shown == list(kinds)


def _as_model(rows: FindingRows) -> QAbstractItemModel:
    return rows


def test_three_hundred_findings_are_shown_within_a_frame_or_two(
    empty_session: Session, findings: Findings, strip: ChecksStrip
) -> None:
    _set_items(empty_session, *(an_item(f"i{n}", form=Form.REPORT, lead="Chair") for n in range(300)))
    findings.look()
    assert strip.list.rows.rowCount() >= 300
    empty_session.edit("Rename", lambda m: edits.change_item(m, "i7", title="Another"))
    began = time.thread_time()  # A busy machine is not a failure.
    findings.look()
    assert time.thread_time() - began < 0.15
