from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QTextBrowser
from pytestqt.qtbot import QtBot

from packbuilder.app.actions import commands
from packbuilder.app.help_window import PAGES, GuidePage, HelpWindow, guide_pages, shortcuts_in_guide
from packbuilder.app.theme import Theme
from packbuilder.assets import resource
from packbuilder.intake.kinds import endings_taken_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


@pytest.fixture
def window(look: Theme, qtbot: QtBot) -> HelpWindow:
    window = HelpWindow()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show_page()
    return window


def search(window: HelpWindow) -> QLineEdit:
    return window.findChildren(QLineEdit)[0]


def text(window: HelpWindow) -> QTextBrowser:
    return window.findChildren(QTextBrowser)[0]


def shown_titles(window: HelpWindow) -> list[str]:
    contents = window.findChildren(QListWidget)[0]
    items = [contents.item(row) for row in range(contents.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_the_contents_are_every_page_of_the_guide(window: HelpWindow) -> None:
    files = {path.stem for path in resource("guide").glob("*.md")}

    assert set(PAGES) == files
    assert shown_titles(window) == [page.title for page in guide_pages()]
    assert shown_titles(window)[0] == "Begin a meeting"


@pytest.mark.parametrize("page", guide_pages(), ids=lambda page: page.name)
def test_every_page_is_shown_with_its_words_and_its_links_lead_to_pages(
    window: HelpWindow, page: GuidePage
) -> None:
    window.show_page(page.name)

    assert window.page_name == page.name
    assert text(window).toPlainText().startswith(page.title)
    for link in re.findall(r"\]\(([^)]*)\)", page.markdown):
        assert link.removesuffix(".md") in PAGES
    assert not re.search(r"[!—]|\butili[sz]e\b", page.markdown.replace("![", ""))


def test_a_word_is_found_wherever_it_is_and_shown_on_the_page(window: HelpWindow, qtbot: QtBot) -> None:
    QTest.keyClicks(search(window), "Schedule 12a")

    assert shown_titles(window) == ["Exempt and confidential items"]
    assert window.page_name == "exempt"
    assert text(window).textCursor().selectedText() == "Schedule"
    assert len(text(window).extraSelections()) >= 2


def test_enter_goes_from_one_place_to_the_next_and_round(window: HelpWindow, qtbot: QtBot) -> None:
    window.show_page("exempt")
    QTest.keyClicks(search(window), "public")
    first = text(window).textCursor().position()
    places = set()
    for _ in range(40):
        QTest.keyClick(search(window), Qt.Key.Key_Return)
        places.add(text(window).textCursor().position())

    assert first in places
    assert len(places) == guide_text("exempt").casefold().count("public")


def guide_text(name: str) -> str:
    return next(page.markdown for page in guide_pages() if page.name == name)


def test_what_is_nowhere_is_said_so_and_clearing_brings_everything_back(
    window: HelpWindow, qtbot: QtBot
) -> None:
    QTest.keyClicks(search(window), "zebra")
    assert shown_titles(window) == []
    assert any("zebra" in label.text() and label.isVisible() for label in window.findChildren(QLabel))

    search(window).clear()
    assert shown_titles(window) == [page.title for page in guide_pages()]


def test_the_arrow_keys_move_through_what_was_found(window: HelpWindow, qtbot: QtBot) -> None:
    QTest.keyClicks(search(window), "Ctrl")
    before = window.page_name
    QTest.keyClick(search(window), Qt.Key.Key_Down)
    after = window.page_name
    QTest.keyClick(search(window), Qt.Key.Key_Up)

    assert before != after
    assert window.page_name == before


def test_a_link_leads_to_its_page(window: HelpWindow) -> None:
    text(window).anchorClicked.emit(QUrl("next-meeting.md"))
    assert window.page_name == "next-meeting"


def test_escape_closes_the_guide(window: HelpWindow, qtbot: QtBot) -> None:
    QTest.keyClick(text(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_the_guide_is_readable_in_the_dark(window: HelpWindow, look: Theme) -> None:
    look.want(Qt.ColorScheme.Dark)
    try:
        assert text(window).toPlainText().startswith("Begin a meeting")
    finally:
        look.want(Qt.ColorScheme.Unknown)


def test_the_table_of_shortcuts_holds_real_keys_each_once() -> None:
    shortcuts = shortcuts_in_guide()
    markdown = guide_text("keyboard")

    assert len(shortcuts) == markdown.count("\n| ") - 2
    assert shortcuts["Ctrl+E"] == "Export the pack"
    assert shortcuts["Ctrl++"] == "Larger pages"
    for keys, what in shortcuts.items():
        sequence = QKeySequence(keys)
        assert sequence.count() == 1
        assert sequence.toString(QKeySequence.SequenceFormat.PortableText) == {"Insert": "Ins"}.get(
            keys, keys
        )
        assert what


def test_the_table_of_shortcuts_is_one_table_and_ends_at_its_foot(window: HelpWindow) -> None:
    markdown = guide_text("keyboard")
    rows = [number for number, line in enumerate(markdown.splitlines()) if line.startswith("|")]
    window.show_page("keyboard")

    assert rows == list(range(rows[0], rows[-1] + 1))
    assert "|" not in text(window).toPlainText()


@pytest.mark.parametrize(
    ("page", "true", "untrue"),
    [
        ("checks", "an item still to follow", "A **note** is something to know: an item still to follow"),
        ("documents", "Enter password...", "asks for it when you attach"),
        ("agenda", "An item without papers has no page to show", "Select an item to see its first page"),
        ("to-follow", "publish it separately when it comes", "supplements yet"),
        ("begin", "packbuilder's own folder for new meetings", "leave it there"),
    ],
)
def test_the_guide_says_what_packbuilder_does(page: str, true: str, untrue: str) -> None:
    words = " ".join(guide_text(page).split())

    assert true in words
    assert untrue not in words


_IN_THE_CHECKS = (
    ("checks", "Mark to follow"),
    ("documents", "Enter password..."),
    ("slip-out", "Accept changes"),
    ("slip-out", "Print them as they are"),
    ("slip-out", "Make it safe"),
    ("slip-out", "Let it stand"),
    ("slip-out", "Take them off"),
    ("slip-out", "Make them part of the page"),
    ("slip-out", "Looked at"),
    ("newer-versions", "Take the newer one"),
    ("newer-versions", "Keep this one"),
    ("report-templates", "Use the report's title"),
    ("report-templates", "Use the report's"),
)
_IN_THE_INSPECTOR = (
    ("slip-out", "About the file"),
    ("fitting", "Pages to print"),
    ("fitting", "Leave out blank pages at the end"),
    ("fitting", "Turn back"),
    ("newer-versions", "Replace with a newer file..."),
)


@pytest.mark.parametrize(
    ("part", "page", "words"),
    [("checks", *named) for named in _IN_THE_CHECKS] + [("inspector", *named) for named in _IN_THE_INSPECTOR],
)
def test_the_guide_names_the_words_of_the_window(part: str, page: str, words: str) -> None:
    """What stands in the guide in bold as a button is a button."""
    folder = resource("guide").parent.parent / "packbuilder" / "app" / part
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert f"**{words}**" in " ".join(guide_text(page).split())
    assert f'"{words}"' in source


def test_the_guide_lists_every_ending_that_can_be_attached() -> None:
    table = [line for line in guide_text("documents").splitlines() if line.startswith("|")]
    listed = {word for line in table for word in line.split() if word.startswith(".")}
    endings = {ending for endings in endings_taken_in().values() for ending in endings}
    assert listed == endings - {".jpeg", ".tiff"}


def test_the_guide_names_the_commands_as_the_menus_do() -> None:
    texts = {command.text.replace("&", "") for command in commands()}
    for words in ("Save a report template for this item...", "Save report templates..."):
        assert words in texts
        assert f"**{words}**" in " ".join(guide_text("report-templates").split())
