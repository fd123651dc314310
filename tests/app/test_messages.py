from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal, qCritical
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packbuilder.app.messages import MessageBar, install_excepthook
from packbuilder.app.theme import Theme
from packbuilder.errors import PackBuilderError

FULL = PackBuilderError("The disk is full.", "Make room on it.")


@pytest.fixture
def bar(look: Theme, qtbot: QtBot) -> MessageBar:
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def test_an_error_says_what_happened_and_what_to_do_and_stays_until_it_is_closed(
    bar: MessageBar, qtbot: QtBot
) -> None:
    assert bar.isHidden()
    bar.show_error(FULL)
    assert bar.isVisible()
    assert (bar.what.text(), bar.next_step.text()) == ("The disk is full.", "Make room on it.")
    assert bar.accessibleName() == "Error"
    assert not bar.copy_button.isVisible(), "there are no details"
    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_a_second_error_waits_behind_the_first_and_is_counted(bar: MessageBar) -> None:
    bar.show_error(FULL)
    bar.show_error(PackBuilderError("The report cannot be read."))
    assert bar.what.text() == "The disk is full."
    assert bar.more.isVisible()
    assert bar.more.text() == "1 more"
    bar.close_message()
    assert bar.what.text() == "The report cannot be read."
    assert not bar.next_step.isVisible()
    assert not bar.more.isVisible()


def test_the_same_error_is_not_said_twice_while_it_is_there(bar: MessageBar) -> None:
    for _ in range(5):
        bar.show_error(PackBuilderError("The disk is full.", "Make room on it."))
    assert not bar.more.isVisible()
    bar.close_message()
    bar.show_error(FULL)
    assert bar.isVisible(), "it is news again once it was closed"


def test_a_notice_gives_way_to_the_next_and_waits_behind_errors(bar: MessageBar) -> None:
    bar.show_notice("A copy was saved.")
    bar.show_notice("Next meeting made.")
    assert (bar.what.text(), bar.more.isVisible()) == ("Next meeting made.", False)
    bar.show_error(FULL)
    assert bar.what.text() == "The disk is full."
    assert bar.more.text() == "1 more"
    bar.close_message()
    assert bar.what.text() == "Next meeting made."
    assert bar.accessibleName() == "Notice"


def test_a_button_of_a_notice_does_what_it_says_and_closes_it(bar: MessageBar, qtbot: QtBot) -> None:
    done: list[str] = []
    bar.show_notice("Next meeting made.", [("Undo", lambda: done.append("undo"))])
    (button,) = bar.action_buttons
    assert button.text() == "Undo"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["undo"]
    assert bar.isHidden()


def test_a_button_may_bring_the_next_notice(bar: MessageBar) -> None:
    bar.show_notice("One.", [("On", lambda: bar.show_notice("Two."))])
    bar.action_buttons[0].click()
    assert bar.what.text() == "Two."
    assert bar.action_buttons == ()


def test_escape_closes_it(bar: MessageBar, qtbot: QtBot) -> None:
    bar.show_error(FULL)
    qtbot.waitExposed(bar)
    bar.close_button.setFocus()
    qtbot.waitUntil(bar.close_button.hasFocus)
    QTest.keyClick(bar.close_button, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_details_are_copied_with_what_they_are_about(bar: MessageBar) -> None:
    bar.show_error(FULL, "line 1\nline 2")
    assert bar.copy_button.isVisible()
    bar.copy_button.click()
    assert QGuiApplication.clipboard().text() == "The disk is full. Make room on it.\n\nline 1\nline 2"


def test_clear_leaves_nothing_to_come(bar: MessageBar) -> None:
    bar.show_notice("Made.")
    bar.show_error(FULL)
    bar.clear()
    assert bar.isHidden()
    bar.show_notice("Later.")
    assert not bar.more.isVisible()


# What nobody expected.

CANARIES = ("Valuation of 12 Mill Lane", "Cllr Smith", "/home/clerk/secret", "canary")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "packbuilder.log"


@pytest.fixture
def _installed(bar: MessageBar, log: Path) -> Iterator[None]:
    undo = install_excepthook(lambda: bar, log)
    yield
    undo()


def _raise_in_a_slot(error: Exception) -> None:
    def slot() -> None:
        raise error

    QTimer.singleShot(0, slot)


def _raise_in_a_thread(error: Exception) -> None:
    def run() -> None:
        raise error

    threading.Thread(target=run).start()


def _raise_in_the_program(error: Exception) -> None:
    try:
        raise error
    except type(error):
        kind, value, trace = sys.exc_info()
        assert kind is not None
        assert value is not None
        sys.excepthook(kind, value, trace)


@pytest.mark.usefixtures("_installed")
@pytest.mark.parametrize("happen", [_raise_in_a_slot, _raise_in_a_thread, _raise_in_the_program])
@pytest.mark.parametrize("kind", [ValueError, PackBuilderError, FileNotFoundError])
def test_an_unexpected_error_is_shown_and_logged_without_a_word_of_the_meeting(
    bar: MessageBar,
    log: Path,
    qtbot: QtBot,
    happen: Callable[[Exception], None],
    kind: type[Exception],
) -> None:
    error = kind("; ".join(CANARIES))
    error.__cause__ = KeyError(CANARIES[0])
    happen(error)
    qtbot.waitUntil(bar.isVisible)
    assert bar.what.text() == (
        "Something went wrong in packbuilder. What you did last may not have been done."
    )
    assert bar.next_step.text() == (
        "Your meeting is safe where the status bar says Saved. Go on; if it happens again, send the details."
    )
    assert bar.copy_button.isVisible()
    for told in (log.read_text(encoding="utf-8"), bar.details):
        assert kind.__name__ in told
        assert "KeyError" in told
        assert not [canary for canary in CANARIES if canary in told]
        assert str(Path.home()) + "/" not in told
        assert str(Path.cwd()) not in told


@pytest.mark.usefixtures("_installed")
def test_the_details_say_where_in_packbuilder_it_happened(bar: MessageBar, qtbot: QtBot) -> None:
    from packbuilder.meeting.edits import change_item
    from tests.builders import a_meeting

    QTimer.singleShot(0, lambda: change_item(a_meeting(), "canary", title="canary"))
    qtbot.waitUntil(bar.isVisible)
    assert "packbuilder.meeting.edits:" in bar.details
    assert "change_item" in bar.details
    assert "canary" not in bar.details


@pytest.mark.usefixtures("_installed")
def test_the_application_goes_on(bar: MessageBar, qtbot: QtBot) -> None:
    class Source(QObject):
        happened = Signal()

    source = Source()
    counted: list[int] = []

    def slot() -> None:
        counted.append(1)
        raise RuntimeError("canary")

    source.happened.connect(slot)
    for _ in range(3):
        source.happened.emit()
    qtbot.waitUntil(bar.isVisible)
    assert counted == [1, 1, 1]
    assert QApplication.instance() is not None
    assert not bar.more.isVisible(), "the same thing three times is one message"


@pytest.mark.usefixtures("_installed")
@pytest.mark.qt_log_ignore("canary")
def test_a_critical_message_of_qt_is_logged_without_its_words(
    bar: MessageBar, log: Path, qtbot: QtBot
) -> None:
    qCritical("QFile::open: /home/clerk/secret canary cannot be opened")
    qtbot.waitUntil(bar.isVisible)
    told = log.read_text(encoding="utf-8")
    assert "QFile::open" in told
    assert not [canary for canary in CANARIES if canary in told]


def test_an_error_without_a_window_or_a_place_to_log_is_still_no_end(
    look: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("in the way")
    undo = install_excepthook(lambda: None, tmp_path / "file" / "packbuilder.log")
    try:
        _raise_in_the_program(ValueError("canary"))
        qtbot.wait(1)
    finally:
        undo()


def test_everything_is_put_back_as_it_was(bar: MessageBar, log: Path) -> None:
    before = sys.excepthook, threading.excepthook
    undo = install_excepthook(lambda: bar, log)
    assert sys.excepthook is not before[0]
    undo()
    assert (sys.excepthook, threading.excepthook) == before


def test_stopping_with_the_keyboard_still_stops(bar: MessageBar, log: Path) -> None:
    seen: list[type[BaseException]] = []
    hook = sys.excepthook
    sys.excepthook = lambda kind, error, trace: seen.append(kind)
    undo = install_excepthook(lambda: bar, log)
    try:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        undo()
        sys.excepthook = hook
    assert seen == [KeyboardInterrupt]
    assert bar.isHidden()
