"""The strip of checks below the panes: what is to be put right, worst first, and ways to do so."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.checks.document_fixes import pages_named
from packbuilder.app.checks.drawing import GO_TO, FindingDelegate
from packbuilder.app.checks.findings import Findings
from packbuilder.app.checks.fixes import fixes_for, place_of
from packbuilder.app.checks.rows import FindingRows, Row
from packbuilder.app.checks.tools import Fix, Tools
from packbuilder.app.dialogs import Dialogs
from packbuilder.app.selection import THE_MEETING, Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.taking_in import TakingIn
from packbuilder.app.theme import ICON_SIZE, SPACE, theme
from packbuilder.meeting.findings import Finding

if TYPE_CHECKING:
    from packbuilder.app.source_watch import SourceWatch

_UNBOUNDED = 16_777_215
_USUAL_HEIGHT = 168
_LEAST_LIST_HEIGHT = 60
_MOST_LEAST_HEIGHT = 160
"""A first row higher than this is not kept whole at the cost of what stands above the checks."""

_MOST_BLANK_LINES = 3
"""Rather than leave more blank than this, a row is cut off."""


class FindingList(QListView):
    """The findings as a list: arrows move, Enter goes there, Ctrl+Enter puts right."""

    followed = Signal(int, int)
    """The row and the link in it (``GO_TO`` or the number of a fix) that the clerk chose."""

    all_followed = Signal(object, object)
    """The findings of one kind that the clerk has looked at, and lets stand together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.rows = FindingRows(self)
        self.drawing = FindingDelegate(self, self.rows)
        self.setModel(self.rows)
        self.setItemDelegate(self.drawing)
        self.setAccessibleName(self.tr("Checks"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self._pressed: tuple[QModelIndex, int] | None = None
        self._left_over = 0
        self._has_worse_above = False
        theme().changed.connect(self.viewport().update)

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows, without moving the one under the pointer (or in use) where that can be.

        What is worse than all that is seen is not left above: the list goes to its top, at once or, if
        it is in use, when it no longer is.
        """
        is_worse = self._is_worse_than_seen(rows)
        anchor = self._anchor(stays_at_top=is_worse)
        kept = None if anchor is None else self.rows.row(anchor).finding
        top = 0 if anchor is None else self.visualRect(anchor).top()
        self.rows.show_rows(rows)
        self.drawing.measure_again()
        self.doItemsLayout()
        self._show_whole_rows()
        if kept is not None and anchor is not None:
            found = [n for n, row in enumerate(rows) if _is_about_the_same(row.finding, kept)]
            if found:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.visualRect(self.rows.index(found[0])).top() - top)
        if is_worse:
            self._has_worse_above = True
            self._show_worse()
        if self.viewport().underMouse():
            self._look_under_pointer(self.viewport().mapFromGlobal(self.cursor().pos()))

    def _is_worse_than_seen(self, rows: list[Row]) -> bool:
        seen = self.indexAt(QPoint(1, 1))
        if not seen.isValid():
            return False
        severity = self.rows.row(seen).finding.severity
        worse = [row for row in rows if row.finding.severity < severity]
        return bool(worse) and not self.rows.holds_all(worse)

    def _show_worse(self) -> None:
        if self._has_worse_above and not (self.hasFocus() or self.viewport().underMouse()):
            self._has_worse_above = False
            self.scrollToTop()

    def _anchor(self, *, stays_at_top: bool) -> QModelIndex | None:
        viewport = self.viewport()
        is_at_top = not self.verticalScrollBar().value()
        pointer = viewport.mapFromGlobal(self.cursor().pos())
        index = self.indexAt(pointer) if viewport.underMouse() else QModelIndex()
        if not index.isValid() and self.hasFocus() and not (is_at_top and stays_at_top):
            index = self.currentIndex()
        if not index.isValid() and not is_at_top:
            index = self.indexAt(QPoint(1, 1))
        return index if index.isValid() else None

    def _show_whole_rows(self) -> None:
        """Leave the room blank in which a row would be cut off, where the list is at its top."""
        room, used = self.height(), 0
        count = self.rows.rowCount()
        first = self.sizeHintForRow(0) if count else 0
        self.setMinimumHeight(min(max(first, _LEAST_LIST_HEIGHT), _MOST_LEAST_HEIGHT))
        for row in range(count):
            height = self.sizeHintForRow(row)
            if used + height > room:
                break
            used += height
        else:
            used = room
        left_over = room - used
        if not used or left_over > _MOST_BLANK_LINES * self.fontMetrics().lineSpacing():
            left_over = 0
        if left_over != self._left_over:
            self._left_over = left_over
            self.setViewportMargins(0, 0, 0, left_over)

    # The pointer.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Underline the link under the pointer."""
        super().mouseMoveEvent(event)
        self._look_under_pointer(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a link."""
        super().mousePressEvent(event)
        index, link = self._at(event.position().toPoint())
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = (index, link) if link is not None and is_left else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a link, if it is still the one that was pressed."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        index, link = self._at(event.position().toPoint())
        if pressed is not None and link is not None and pressed == (index, link):
            self.followed.emit(index.row(), link)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to a row that is clicked twice."""
        index, link = self._at(event.position().toPoint())
        if index.isValid() and link is None and event.button() is Qt.MouseButton.LeftButton:
            self.followed.emit(index.row(), GO_TO)

    def leaveEvent(self, event: QEvent) -> None:
        """Underline nothing."""
        super().leaveEvent(event)
        self._show_worse()
        self.drawing.point_at(-1, None)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say over a link what it does, and elsewhere what the next step is."""
        if isinstance(event, QHelpEvent):
            index, link = self._at(event.pos())
            if link is not None:
                row = self.rows.row(index)
                words = (
                    self.tr("Go there (Enter)")
                    if link == GO_TO
                    else self._explained(row.fixes[link].explanation, link)
                )
                QToolTip.showText(event.globalPos(), words, self.viewport())
                return True
        return super().viewportEvent(event)

    def _explained(self, explanation: str, link: int) -> str:
        return explanation if link else self.tr("{what} (Ctrl+Enter)").format(what=explanation)

    def _at(self, point: QPoint) -> tuple[QModelIndex, int | None]:
        index = self.indexAt(point)
        return index, self.drawing.link_at(index, point) if index.isValid() else None

    def _look_under_pointer(self, point: QPoint) -> None:
        index, link = self._at(point) if self.viewport().rect().contains(point) else (QModelIndex(), None)
        self.drawing.point_at(index.row(), link)
        shape = Qt.CursorShape.PointingHandCursor if link is not None else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self.viewport().update()

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, Ctrl+Enter puts right, Ctrl+C copies."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.followed.emit(index.row(), GO_TO)
            elif self.rows.row(index).fixes:
                self.followed.emit(index.row(), 0)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose a row, so that arrows and screen readers have somewhere to begin."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show what came meanwhile and is worse."""
        super().focusOutEvent(event)
        self._show_worse()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done about a row."""
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        place = self.visualRect(index).bottomLeft() + QPoint(4 * SPACE, 0) if is_by_key else event.pos()
        self.menu(index).popup(self.viewport().mapToGlobal(place))

    def menu(self, index: QModelIndex) -> QMenu:
        """Return the menu of a row; it goes away when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = index.row()
        menu.addAction(self.tr("Go to\tEnter")).triggered.connect(lambda: self.followed.emit(row, GO_TO))
        for number, fix in enumerate(self.rows.row(index).fixes):
            words = fix.words.replace("&", "&&") + ("" if number else self.tr("\tCtrl+Enter"))
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, number=number: self.followed.emit(row, number))
            alike = self._alike(row, fix) if fix.do_all is not None else []
            if len(alike) > 1:
                words = self.tr("{fix}, all {n} of this kind").format(fix=fix.words, n=len(alike))
                together = menu.addAction(words.replace("&", "&&"))
                together.triggered.connect(
                    lambda _=False, fix=fix, alike=alike: self.all_followed.emit(fix, alike)
                )
        menu.addSeparator()
        menu.addAction(self.tr("Copy\tCtrl+C")).triggered.connect(self.copy)
        menu.addAction(self.tr("Copy all")).triggered.connect(self.copy_all)
        return menu

    def _alike(self, row: int, fix: Fix) -> list[Finding]:
        """Return what was found that a fix of a row may be done for at once."""
        rows = [self.rows.row(self.rows.index(number)) for number in range(self.rows.rowCount())]
        kind = rows[row].finding.kind
        return [
            other.finding
            for other in rows
            if other.finding.kind == kind and any(each.words == fix.words for each in other.fixes)
        ]

    def copy(self) -> None:
        """Copy the words of the row in use."""
        index = self.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(self._words(index.row()))

    def copy_all(self) -> None:
        """Copy the words of every row, a line each."""
        words = "\n".join(self._words(row) for row in range(self.rows.rowCount()))
        QGuiApplication.clipboard().setText(words)

    def _words(self, row: int) -> str:
        finding = self.rows.row(self.rows.index(row)).finding
        severity = self.rows.severity_words(finding.severity)
        return f"{severity}: {finding.message} {finding.next_step}".strip()

    # Its size.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the sentences to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.drawing.measure_again()
            self.scheduleDelayedItemsLayout()
        self._show_whole_rows()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        if event.type() is QEvent.Type.FontChange:
            self.drawing.measure_again(in_another_font=True)
            self.scheduleDelayedItemsLayout()
            self._show_whole_rows()
        super().changeEvent(event)


class ChecksStrip(QWidget):
    """A header that says how much there is to do, and folds the list below it."""

    folded_changed = Signal(bool)
    """The clerk folded the strip, or opened it."""

    page_wanted = Signal(str, int)
    """A document's id and the number of its page to bring into view: what Go to leads to is there."""

    def __init__(
        self,
        session: Session,
        selection: Selection,
        findings: Findings,
        taking_in: TakingIn,
        dialogs: Dialogs,
        parent: QWidget | None = None,
        *,
        sources: SourceWatch | None = None,
    ) -> None:
        """Show the findings of a session.

        Args:
            session: The meeting.
            selection: What the window shows; Go to moves it.
            findings: What was found.
            taking_in: Tries documents again.
            dialogs: What asks the user.
            parent: The window.
            sources: What knows of newer versions of the documents' files.
        """
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self._findings = findings
        self._tools = Tools(session, selection, taking_in, dialogs, self, sources=sources)
        self._height = _USUAL_HEIGHT
        self._is_folded = False
        self.list = FindingList(self)
        self.list.followed.connect(self._follow)
        self.list.all_followed.connect(lambda fix, findings: fix.do_all(findings))
        self._build()
        findings.changed.connect(self._show)
        session.pages_changed.connect(self._show)
        theme().changed.connect(self._draw_header)
        self._show()

    @property
    def is_folded(self) -> bool:
        """Whether only the header shows."""
        return self._is_folded

    def set_folded(self, is_folded: bool) -> None:
        """Show only the header, or the list too, as it was left last time."""
        if is_folded != self.is_folded:
            self._fold(is_folded)

    def _build(self) -> None:
        self.header = QToolButton()
        self.header.setText(self.tr("Checks"))
        self.header.setIconSize(ICON_SIZE)
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        font = self.header.font()
        font.setWeight(font.Weight.DemiBold)
        self.header.setFont(font)
        self.header.clicked.connect(self._toggle)
        self._counts = [QLabel(), QLabel(), QLabel()]
        self._errors, self._dot, self._others = self._counts
        self._errors.setProperty("role", "error")
        self._dot.setText("·")
        self._dot.setProperty("role", "muted")
        bar = QHBoxLayout()
        bar.setContentsMargins(SPACE // 2, SPACE // 2, SPACE, SPACE // 2)
        bar.setSpacing(SPACE // 2)
        bar.addWidget(self.header)
        for label in self._counts:
            bar.addWidget(label)
        bar.addStretch(1)
        self._bar = QWidget()
        self._bar.setLayout(bar)
        self._bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self._nothing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._body, 1)
        self._draw_header()

    def _nothing(self) -> QWidget:
        tick, words = QLabel(), QLabel(self.tr("Nothing to put right."))
        words.setProperty("role", "muted")
        theme().keep_icon(
            tick,
            "circle-check",
            lambda label, icon: label.setPixmap(icon.pixmap(ICON_SIZE)),  # type: ignore[attr-defined]
            "good",
        )
        empty = QFrame()
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(tick)
        row.addWidget(words)
        row.addStretch(1)
        layout = QVBoxLayout(empty)
        layout.setContentsMargins(3 * SPACE // 2, SPACE // 2, SPACE, SPACE)
        layout.addLayout(row)
        layout.addStretch(1)
        return empty

    def _toggle(self) -> None:
        self._fold(not self._is_folded)
        self.folded_changed.emit(self._is_folded)

    def _fold(self, is_folded: bool) -> None:
        self._is_folded = is_folded
        if is_folded:
            self._height = self.height()
        header = self._bar.sizeHint().height()
        self._body.setVisible(not is_folded)
        self.setMaximumHeight(header if is_folded else _UNBOUNDED)
        self._take_height(header if is_folded else self._height)
        self._show_counts()

    def _take_height(self, height: int) -> None:
        """Give room back to what stands above, or take it: a splitter does neither by itself."""
        splitter = self.parentWidget()
        if not isinstance(splitter, QSplitter) or splitter.count() < 2:
            return
        sizes = splitter.sizes()
        at = splitter.indexOf(self)
        above = at - 1 if at else 1
        height = min(height, (sizes[at] + sizes[above]) // 2)
        sizes[above] += sizes[at] - height
        sizes[at] = height
        splitter.setSizes(sizes)

    def _draw_header(self) -> None:
        is_empty = not self._findings.findings
        self.header.setIcon(theme().icon("chevron-right" if self.is_folded else "chevron-down"))
        self.header.setToolTip(self.tr("Show the checks") if self.is_folded else self.tr("Hide the checks"))
        words = [label.text() for label in (self._errors, self._others) if label.text()]
        self.header.setAccessibleName(", ".join([self.tr("Checks"), *words]))
        self.setFocusProxy(self.header if self.is_folded or is_empty else self.list)

    def _show(self) -> None:
        findings = self._findings
        deadline = findings.deadline
        circumstances = (deadline, self._session.is_read_only)
        rows = [
            Row(
                finding,
                self._aside(finding),
                functools.partial(fixes_for, finding, self._tools, deadline),
                circumstances,
            )
            for finding in findings.findings
        ]
        self.list.show_rows(rows)
        self._body.setCurrentIndex(0 if rows else 1)
        self._show_counts()

    def _show_counts(self) -> None:
        findings = self._findings
        to_look_at = findings.warning_count + findings.notice_count
        errors = self.tr("{n} to put right").format(n=findings.error_count)
        others = self.tr("{n} to look at").format(n=to_look_at)
        self._errors.setText(errors if findings.error_count else "")
        self._others.setText(others if to_look_at else "")
        if not findings.findings and self._is_folded:
            self._others.setText(self.tr("Nothing to put right"))
        for label in (self._errors, self._others):
            label.setVisible(bool(label.text()))
        self._dot.setVisible(bool(self._errors.text() and self._others.text()))
        self._draw_header()

    def _aside(self, finding: Finding) -> str:
        """Return the next step, or where it is for what has none."""
        if finding.next_step:
            return finding.next_step
        page = self._session.page_numbers.first_pages.get(finding.document_id or finding.item_id)
        return self.tr("From page {n} of the pack").format(n=page) if page else ""

    def _follow(self, row: int, link: int) -> None:
        found = self.list.rows.row(self.list.rows.index(row))
        # What it is about may have gone since the checks last ran.
        if not self._session.holds(Place(found.finding.item_id, found.finding.document_id)):
            self._selection.show_place(THE_MEETING)
        elif link == GO_TO:
            self._selection.show_place(place_of(found.finding, self._session.meeting))
            pages = pages_named(found.finding, self._tools)
            if pages:
                self.page_wanted.emit(found.finding.document_id, pages[0])
        else:
            found.fixes[link].do()


def _is_about_the_same(one: Finding, other: Finding) -> bool:
    return (one.kind, one.item_id, one.document_id) == (other.kind, other.item_id, other.document_id)
