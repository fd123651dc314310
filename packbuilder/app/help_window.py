"""The user guide in a window of its own: contents and search on the left, a page on the right.

Its pages are the Markdown files of ``resources/guide``, shipped with packbuilder: no network is asked.
"""

from __future__ import annotations

import dataclasses
import functools

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.theme import SPACE, theme
from packbuilder.assets import resource

PAGES = (
    "begin",
    "agenda",
    "report-templates",
    "documents",
    "slip-out",
    "fitting",
    "newer-versions",
    "times",
    "exempt",
    "to-follow",
    "checks",
    "export",
    "minutes",
    "next-meeting",
    "house-style",
    "keyboard",
    "trouble",
)
"""The pages of the guide in the order in which a clerk needs them: the names of their files."""

_CONTENTS_WIDTH = 264
_LINE_HEIGHT_PERCENT = 135.0
_NAME = Qt.ItemDataRole.UserRole


@dataclasses.dataclass(frozen=True, slots=True)
class GuidePage:
    """A page of the guide. ``title`` is its first heading."""

    name: str
    title: str
    markdown: str


@functools.cache
def guide_pages() -> tuple[GuidePage, ...]:
    """Return the pages of the guide, in order."""
    pages = []
    for name in PAGES:
        text = resource(f"guide/{name}.md").read_text(encoding="utf-8")
        pages.append(GuidePage(name, text.partition("\n")[0].removeprefix("# ").strip(), text))
    return tuple(pages)


def shortcuts_in_guide() -> dict[str, str]:
    """Return what the guide says each shortcut does, by its keys as they are written there ("Ctrl+E")."""
    markdown = next(page.markdown for page in guide_pages() if page.name == "keyboard")
    rows = [line.strip("| ").split(" | ") for line in markdown.splitlines() if line.startswith("| ")]
    return {row[0].strip(): row[1].strip() for row in rows[2:]}


class HelpWindow(QWidget):
    """The guide. Show it with ``show_page``; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with the first page."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Guide - packbuilder"))
        self.resize(920, 680)

        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search the guide"))
        self._search.setAccessibleName(self.tr("Search the guide"))
        self._search.setClearButtonEnabled(True)
        theme().keep_icon(
            self._search.addAction(theme().icon("search"), QLineEdit.ActionPosition.LeadingPosition),
            "search",
            colour="muted",
        )
        self._contents = QListWidget()
        self._contents.setAccessibleName(self.tr("Contents"))
        self._contents.setFrameShape(QFrame.Shape.NoFrame)
        self._contents.setStyleSheet(
            "QListView { background: transparent; }"
            f"QListView::item {{ padding: {SPACE - 2}px {SPACE}px; border-radius: 5px; }}"
            "QListView::item:hover { background: palette(midlight); }"
            "QListView::item:selected { background: palette(highlight); color: palette(highlighted-text); }"
        )
        for page in guide_pages():
            item = QListWidgetItem(page.title, self._contents)
            item.setData(_NAME, page.name)
        self._nothing = QLabel()
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()

        self._text = QTextBrowser()
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setOpenLinks(False)
        self._text.setStyleSheet("QTextBrowser { border: none; border-radius: 0; padding: 0; }")
        self._text.setAccessibleName(self.tr("Page of the guide"))
        # Tab must lead out of the page as well as in.
        self._text.setTabChangesFocus(True)

        left = QVBoxLayout()
        left.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        left.setSpacing(SPACE)
        left.addWidget(self._search)
        left.addWidget(self._nothing)
        left.addWidget(self._contents, 1)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(_CONTENTS_WIDTH)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addWidget(self._text, 1)

        self._search.textChanged.connect(self._find_pages)
        self._search.returnPressed.connect(self._find_next)
        self._search.installEventFilter(self)
        self._contents.currentItemChanged.connect(lambda item: self._show(item))
        self._text.anchorClicked.connect(self._follow)
        theme().changed.connect(self._again)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence.StandardKey.Find, self, self._search.setFocus)
        self._contents.setCurrentRow(0)
        self._contents.setFocus()

    @property
    def page_name(self) -> str:
        """The name of the page shown."""
        item = self._contents.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def show_page(self, name: str = "") -> None:
        """Bring the window to the front, at a page; "" is the one that it had."""
        if name:
            self._search.clear()
            for row in range(self._contents.count()):
                if self._contents.item(row).data(_NAME) == name:
                    self._contents.setCurrentRow(row)
        self.show()
        self.raise_()
        self.activateWindow()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Let the arrow keys move in the contents while the search field has the focus."""
        if watched is self._search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
        return False

    def _move(self, step: int) -> None:
        row = self._contents.currentRow() + step
        while 0 <= row < self._contents.count():
            if not self._contents.item(row).isHidden():
                self._contents.setCurrentRow(row)
                return
            row += step

    def _find_pages(self, words: str) -> None:
        wanted = words.casefold().split()
        shown: list[int] = []
        for row, page in enumerate(guide_pages()):
            text = page.markdown.casefold()
            is_found = all(word in text for word in wanted)
            self._contents.item(row).setHidden(not is_found)
            if is_found:
                shown.append(row)
        self._nothing.setVisible(not shown)
        self._nothing.setText(self.tr("Nothing in the guide has “{words}”.").format(words=words.strip()))
        if shown and self._contents.currentRow() not in shown:
            self._contents.setCurrentRow(shown[0])
        self._mark_found()
        if wanted:
            self._text.moveCursor(QTextCursor.MoveOperation.Start)
            self._find_next()

    def _find_next(self) -> None:
        """Go to the next place on the page, and from the last one to the first."""
        wanted = self._search.text().split()
        if not wanted or self._text.find(wanted[0]):
            return
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self._text.find(wanted[0])

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        page = next(page for page in guide_pages() if page.name == item.data(_NAME))
        document = self._text.document()
        document.setDefaultFont(self.font())
        document.setMarkdown(page.markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        _set_out(document)
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self._mark_found()

    def _again(self) -> None:
        self._show(self._contents.currentItem())

    def _mark_found(self) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        look = QTextCharFormat()
        look.setBackground(QColor(theme().colours.warning_ground))
        look.setForeground(QColor(theme().colours.text))
        look.setFontUnderline(True)
        for word in self._search.text().split():
            place = self._text.document().find(word)
            while not place.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = place, look
                marks.append(mark)
                place = self._text.document().find(word, place)
        self._text.setExtraSelections(marks)

    def _follow(self, link: QUrl) -> None:
        name = link.toString().removesuffix(".md")
        if name in PAGES:
            self.show_page(name)


def _set_out(document: QTextDocument) -> None:
    """Give a page the room and the sizes that make it good to read."""
    margin = QTextFrameFormat(document.rootFrame().frameFormat())
    margin.setMargin(SPACE * 4)
    document.rootFrame().setFrameFormat(margin)
    document.setIndentWidth(SPACE * 3)
    link = theme().colours.accent
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        room = QTextBlockFormat(block.blockFormat())
        level = room.headingLevel()
        # Qt's own sizes for headings shout.
        grown = {1: 1.7, 2: 1.2}.get(level, 1.0)
        room.setLineHeight(
            _LINE_HEIGHT_PERCENT if not level else 110.0,
            QTextBlockFormat.LineHeightTypes.ProportionalHeight.value,
        )
        in_table = cursor.currentTable() is not None
        in_list = block.textList() is not None
        room.setTopMargin({1: 0, 2: SPACE * 3}.get(level, 0))
        room.setBottomMargin(0 if in_table else SPACE if level or not in_list else SPACE / 2)
        cursor.setBlockFormat(room)
        if level:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            font = QFont(document.defaultFont())
            font.setWeight(QFont.Weight.DemiBold)
            if font.pixelSize() > 0:
                font.setPixelSize(round(font.pixelSize() * grown))
            else:
                font.setPointSizeF(font.pointSizeF() * grown)
            look = QTextCharFormat()
            look.setFont(font)
            cursor.setCharFormat(look)
        fragment = block.begin()
        while not fragment.atEnd():
            piece = fragment.fragment()
            if piece.charFormat().isAnchor():
                words = QTextCursor(document)
                words.setPosition(piece.position())
                words.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
                look = QTextCharFormat()
                look.setForeground(QColor(link))
                words.mergeCharFormat(look)
                break
            fragment += 1
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format()
            table.setBorder(0)
            table.setCellPadding(SPACE / 2)
            table.setCellSpacing(0)
            table.setColumnWidthConstraints(
                [
                    QTextLength(QTextLength.Type.FixedLength, 168),
                    QTextLength(QTextLength.Type.VariableLength, 0),
                ]
            )
            frame.setFormat(table)
