from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListWidget, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from packbuilder.app.recent import Recent
from packbuilder.app.settings import Settings
from packbuilder.app.start_page import StartPage
from packbuilder.app.theme import Theme
from packbuilder.storage.templates import template_names

NOW = dt.datetime.now().replace(microsecond=0)


@pytest.fixture
def recent(look: Theme, tmp_path: Path) -> Recent:
    return Recent(Settings(tmp_path / "settings.ini"), exists=lambda path: "gone" not in path.name)


@pytest.fixture
def filled(recent: Recent) -> Recent:
    recent.add(Path("/meetings/gone.meeting"), "Cabinet, 18 June 2026", NOW - dt.timedelta(days=1))
    recent.add(Path("/meetings/here.meeting"), "Planning Committee, 2 May 2026", NOW)
    return recent


@pytest.fixture
def page(filled: Recent, qtbot: QtBot) -> StartPage:
    return shown(filled, qtbot)


def shown(recent: Recent, qtbot: QtBot) -> StartPage:
    page = StartPage(recent)
    qtbot.addWidget(page)
    page.resize(1280, 736)
    with qtbot.waitExposed(page):
        page.show()
    return page


def button(page: QWidget, name: str) -> QAbstractButton:
    return next(
        b
        for b in page.findChildren(QAbstractButton)
        if name in (b.accessibleName(), b.text()) and b.isVisible()
    )


def rows(page: StartPage) -> QListWidget:
    return page.findChildren(QListWidget)[0]


def press(page: StartPage, qtbot: QtBot, row: int, x: int = 60) -> None:
    view = rows(page)
    box = view.visualItemRect(view.item(row))
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(x if x > 0 else box.right() + x, box.center().y()),
    )


def test_every_template_begins_a_meeting_with_a_click_and_says_what_it_is_for(
    page: StartPage, qtbot: QtBot
) -> None:
    begun: list[str] = []
    page.new_wanted.connect(begun.append)
    for name in ("Cabinet", "Health and wellbeing board", "Overview and scrutiny", "Blank"):
        row = button(page, name)
        assert row.accessibleDescription()
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)

    assert begun == ["cabinet", "health-and-wellbeing-board", "overview-and-scrutiny", "blank"]
    assert sorted(begun) == template_names()


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("Next meeting from the last one...", "next_wanted"),
        ("Open a meeting file...", "open_wanted"),
        ("Open the sample meeting", "sample_wanted"),
    ],
)
def test_every_other_way_to_begin_works_by_keyboard(
    page: StartPage, qtbot: QtBot, name: str, signal: str
) -> None:
    way = button(page, name)
    way.setFocus()
    with qtbot.waitSignal(getattr(page, signal)):
        QTest.keyClick(way, Qt.Key.Key_Space)


def test_recent_meetings_go_by_their_title_and_say_when_and_where(page: StartPage) -> None:
    view = rows(page)
    said = [view.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(view.count())]

    assert [view.item(n).text() for n in range(view.count())] == [
        "Planning Committee, 2 May 2026",
        "Cabinet, 18 June 2026",
    ]
    assert said[0] == f"Planning Committee, 2 May 2026, opened today, {Path('/meetings')}"


def test_a_missing_meeting_is_marked_when_it_is_known_and_not_only_by_colour(
    page: StartPage, qtbot: QtBot
) -> None:
    view = rows(page)
    qtbot.waitUntil(lambda: "not found" in view.item(1).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "not found" not in view.item(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_click_opens_a_recent_meeting(page: StartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.recent_wanted) as opened:
        press(page, qtbot, 1)
    assert opened.args == [Path("/meetings/gone.meeting")]


def test_enter_opens_the_recent_meeting_that_the_arrows_went_to(page: StartPage, qtbot: QtBot) -> None:
    view = rows(page)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.recent_wanted) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [Path("/meetings/gone.meeting")]


def test_a_double_click_opens_a_meeting_once(page: StartPage, qtbot: QtBot) -> None:
    opened: list[Path] = []
    page.recent_wanted.connect(opened.append)
    press(page, qtbot, 0)
    view = rows(page)
    QTest.mouseDClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualItemRect(view.item(0)).center()
    )
    assert opened == [Path("/meetings/here.meeting")]


def test_a_button_let_go_over_another_row_opens_nothing(page: StartPage, qtbot: QtBot) -> None:
    view = rows(page)
    with qtbot.assertNotEmitted(page.recent_wanted):
        for action, row in ((QTest.mousePress, 0), (QTest.mouseRelease, 1)):
            place = view.visualItemRect(view.item(row)).center()
            action(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_pin_brings_a_meeting_to_the_top_without_opening_it(
    page: StartPage, filled: Recent, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(page.recent_wanted):
        press(page, qtbot, 1, x=-12)

    assert rows(page).item(0).text() == "Cabinet, 18 June 2026"
    assert "pinned" in rows(page).item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert filled.meetings[0].is_pinned


def test_delete_takes_a_meeting_off_the_list(page: StartPage, qtbot: QtBot) -> None:
    view = rows(page)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [view.item(n).text() for n in range(view.count())] == ["Cabinet, 18 June 2026"]


def test_the_menu_of_a_meeting_begins_the_next_one_from_it(page: StartPage, qtbot: QtBot) -> None:
    view = rows(page)
    menu = view.menu_for(0)  # type: ignore[attr-defined]
    actions = {action.text().replace("&", ""): action for action in menu.actions()}
    with qtbot.waitSignal(page.next_from_wanted) as wanted:
        actions["Next meeting from this one..."].trigger()
    assert wanted.args == [Path("/meetings/here.meeting")]

    actions["Pin to the top"].trigger()
    actions["Remove from this list"].trigger()
    assert [view.item(n).text() for n in range(view.count())] == ["Cabinet, 18 June 2026"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_key_shows_the_menu(page: StartPage, qtbot: QtBot, qapp: QApplication) -> None:
    view = rows(page)
    view.setFocus()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    qapp.sendEvent(view.viewport(), event)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in view.findChildren(QMenu)))
    for menu in view.findChildren(QMenu):
        menu.close()


def test_on_the_first_day_the_page_says_what_will_be_there_and_offers_the_sample(
    recent: Recent, qtbot: QtBot
) -> None:
    page = shown(recent, qtbot)
    primary = [b for b in page.findChildren(QPushButton) if b.property("primary") == "true"]

    assert not rows(page).isVisible()
    assert [b.accessibleName() for b in primary] == ["Open the sample meeting"]
    with qtbot.waitSignal(page.sample_wanted):
        QTest.mouseClick(primary[0], Qt.MouseButton.LeftButton)

    recent.add(Path("/meetings/first.meeting"), "First", NOW)
    assert rows(page).isVisible()


def test_there_is_one_primary_action(page: StartPage) -> None:
    primary = [b for b in page.findChildren(QPushButton) if b.property("primary") == "true" and b.isVisible()]
    assert [b.accessibleName() for b in primary] == ["Next meeting from the last one..."]


def drop(page: StartPage, qapp: QApplication, *paths: Path) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, buttons, keys)
    enter.ignore()
    qapp.sendEvent(page, enter)
    if enter.isAccepted():
        qapp.sendEvent(page, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, buttons, keys))
    return enter.isAccepted()


def test_a_meeting_file_dropped_on_the_page_is_opened_and_nothing_else_is_taken(
    page: StartPage, qapp: QApplication, tmp_path: Path
) -> None:
    opened: list[Path] = []
    page.recent_wanted.connect(opened.append)

    assert drop(page, qapp, tmp_path / "June.MEETING")
    assert not drop(page, qapp, tmp_path / "report.pdf")
    assert not drop(page, qapp, tmp_path / "a.meeting", tmp_path / "b.meeting")
    assert opened == [tmp_path / "June.MEETING"]


@pytest.mark.parametrize(("width", "height"), [(1440, 836), (640, 400)])
def test_nothing_is_cut_off_at_the_sides(page: StartPage, width: int, height: int, qtbot: QtBot) -> None:
    page.resize(width, height)
    for way in page.findChildren(QAbstractButton):
        if way.isVisible():
            left = way.mapTo(page, QPoint(0, 0)).x()
            assert left >= 0
            assert left + way.width() <= width


def test_the_tab_key_leads_through_everything_and_everything_has_a_name(
    page: StartPage, qtbot: QtBot
) -> None:
    seen: list[str] = []
    page.activateWindow()
    button(page, "Next meeting from the last one...").setFocus()
    for _ in range(20):
        widget = QApplication.focusWidget()
        assert widget is not None
        name = widget.accessibleName() or getattr(widget, "text", str)()
        assert name
        if name in seen:
            break
        seen.append(name)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert seen == [
        "Next meeting from the last one...",
        "Open a meeting file...",
        "Cabinet",
        "Health and wellbeing board",
        "Overview and scrutiny",
        "Blank",
        "Open the sample meeting",
        "Recent meetings",
    ]
