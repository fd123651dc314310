"""The start page: ways to begin on the left, the meetings opened lately on the right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app.recent import Recent
from packbuilder.app.settings import RecentMeeting
from packbuilder.app.template_words import TemplateWords, template_words
from packbuilder.app.theme import SPACE, theme
from packbuilder.assets import resource
from packbuilder.meeting.printed_times import date_words

_BEGIN_WIDTH_LINES = 24
_BEGIN_NARROW_LINES = 19
_RECENT_WIDTH_LINES = 33
_SIDE_BY_SIDE_FROM_LINES = 50
_ROOMY_FROM_LINES = 62
"""Widths grow with the letters: they are measured in the heights of a line of text."""

_ROW_RADIUS = 6
_ICON = 20
_INDENT = SPACE + 2
"""What a row's picture, and with it everything else, stands in from the frame of the row."""

_AnyIndex = QModelIndex | QPersistentModelIndex


class StartPage(QWidget):
    """What the window shows while no meeting is open. A meeting file dropped on it is opened."""

    new_wanted = Signal(str)
    """A new meeting, from the template of that name."""

    next_wanted = Signal()
    """The next meeting, from a last one that is yet to be chosen."""

    next_from_wanted = Signal(object)
    """The next meeting, from the file at this ``Path``."""

    open_wanted = Signal()
    """A meeting file that is yet to be chosen."""

    recent_wanted = Signal(object)
    """The meeting file at this ``Path``."""

    sample_wanted = Signal()
    """The sample meeting."""

    def __init__(self, recent: Recent, parent: QWidget | None = None) -> None:
        """Show the list as it is; which files are missing is found out meanwhile."""
        super().__init__(parent)
        self._recent = recent
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Start page"))

        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(SPACE * 9)
        self._columns.addWidget(self._begin_column(), 0, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._recent_column(), 1)

        inner = QWidget()
        inner.setObjectName("start")
        across = QHBoxLayout(inner)
        self._across = across
        across.addStretch(1)
        across.addLayout(self._columns, 1000)
        across.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        inner.setBackgroundRole(QPalette.ColorRole.Base)
        self._scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

        self.setFocusProxy(self._next)
        recent.changed.connect(self._show_recent)
        self._show_recent()

    def showEvent(self, event: QShowEvent) -> None:
        """Find out once more which of the files are there."""
        super().showEvent(event)
        self._recent.look()

    def _begin_column(self) -> QWidget:
        column = QWidget()
        column.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._begin = column
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)

        mark = QSvgWidget(str(resource("icons/packbuilder.svg")))
        mark.setFixedSize(44, 44)
        name = QLabel("packbuilder")
        name.setProperty("role", "title")
        what = QLabel(self.tr("Document packs and minutes for council meetings"))
        what.setProperty("role", "muted")
        what.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(what)
        head = QHBoxLayout()
        head.setContentsMargins(_INDENT, 0, 0, 0)
        head.setSpacing(SPACE * 2 - 4)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        lines.addLayout(head)
        lines.addSpacing(SPACE * 4)

        self._next = _button(self.tr("Next meeting from the last one..."), "calendar-plus")
        self._next.setToolTip(
            self.tr("Keeps the members, standing items, leads and style, and clears the papers.")
        )
        self._next.clicked.connect(self.next_wanted)
        self._open = _button(self.tr("Open a meeting file..."), "folder-open")
        self._open.setToolTip(self.tr("Open a meeting file (Ctrl+O)"))
        self._open.clicked.connect(self.open_wanted)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(_INDENT, 0, 0, 0)
        buttons.setSpacing(SPACE)
        buttons.addWidget(self._next)
        buttons.addWidget(self._open)
        lines.addLayout(buttons)

        lines.addSpacing(SPACE * 4)
        heading = QLabel(self.tr("New from a template"))
        heading.setProperty("role", "heading")
        heading.setContentsMargins(_INDENT, 0, 0, 0)
        lines.addWidget(heading)
        lines.addSpacing(SPACE)
        for words_of in template_words():
            row = _TemplateRow(words_of)
            row.clicked.connect(lambda _=False, name=words_of.name: self.new_wanted.emit(name))
            lines.addWidget(row)

        lines.addSpacing(SPACE)
        self._sample_link = QPushButton(self.tr("Open the sample meeting"))
        self._sample_link.setProperty("link", "true")
        self._sample_link.setToolTip(self.tr("A finished meeting with its papers, to look around in"))
        self._sample_link.clicked.connect(self.sample_wanted)
        link = QHBoxLayout()
        link.setContentsMargins(_INDENT - 7, 0, 0, 0)
        link.addWidget(self._sample_link, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addLayout(link)
        return column

    def _recent_column(self) -> QWidget:
        column = QWidget()
        column.setMaximumWidth(_lines_wide(self, _RECENT_WIDTH_LINES))
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, SPACE, 0, 0)
        lines.setSpacing(SPACE)
        heading = QLabel(self.tr("Recent meetings"))
        heading.setProperty("role", "heading")
        heading.setContentsMargins(_INDENT, 0, 0, 0)
        lines.addWidget(heading)
        self._list = _RecentList(self._recent)
        self._list.setAccessibleName(heading.text())
        self._list.opened.connect(self.recent_wanted)
        self._list.next_from.connect(self.next_from_wanted)
        lines.addWidget(self._list)
        self._nothing = self._empty_state()
        lines.addWidget(self._nothing)
        lines.addStretch(1)
        return column

    def _empty_state(self) -> QWidget:
        empty = QWidget()
        lines = QVBoxLayout(empty)
        lines.setContentsMargins(_INDENT, 0, 0, 0)
        lines.setSpacing(SPACE)
        none_yet = QLabel(self.tr("No meetings yet. Those that you open will be listed here."))
        none_yet.setWordWrap(True)
        look_around = QLabel(
            self.tr("To look around first, open the sample: a finished meeting with all its papers.")
        )
        for label in (none_yet, look_around):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
            lines.addWidget(label)
        self._sample = _button(self.tr("Open the sample meeting"), "book-open", primary=True)
        self._sample.clicked.connect(self.sample_wanted)
        lines.addSpacing(SPACE)
        lines.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignLeft)
        return empty

    def _show_recent(self) -> None:
        meetings = self._recent.meetings
        self._list.show_meetings(meetings)
        self._list.setVisible(bool(meetings))
        self._nothing.setVisible(not meetings)
        self._sample_link.setVisible(bool(meetings))
        # One primary action: to look around on the first day, the next meeting on every other.
        _set_primary(self._next, "calendar-plus", bool(meetings))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the two columns one above the other where there is no room beside each other."""
        super().resizeEvent(event)
        is_wide = self.width() >= _lines_wide(self, _SIDE_BY_SIDE_FROM_LINES)
        is_roomy = self.width() >= _lines_wide(self, _ROOMY_FROM_LINES)
        self._columns.setDirection(
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )
        self._columns.setSpacing(SPACE * (9 if is_roomy else 5))
        widest = _BEGIN_WIDTH_LINES if is_roomy else _BEGIN_NARROW_LINES if is_wide else _RECENT_WIDTH_LINES
        self._begin.setMaximumWidth(_lines_wide(self, widest))
        above = max(SPACE * 4, min(SPACE * 14, self.height() // 9))
        self._across.setContentsMargins(SPACE * 4, above, SPACE * 4, SPACE * 4)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a meeting file."""
        if _meeting_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the meeting file that was dropped."""
        path = _meeting_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.recent_wanted.emit(path)


def _lines_wide(widget: QWidget, lines: int) -> int:
    return QFontMetrics(widget.font()).lineSpacing() * lines


def _meeting_file(event: QDropEvent) -> Path | None:
    """Return the one meeting file that is being dragged, if that is what it is."""
    urls = event.mimeData().urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        path = Path(urls[0].toLocalFile())
        if path.suffix.lower() == ".meeting":
            return path
    return None


def _button(text: str, icon: str, *, primary: bool = False) -> QPushButton:
    # The style leaves no room between picture and words.
    button = QPushButton(f" {text}")
    button.setAccessibleName(text)
    button.setAutoDefault(True)
    if primary:
        _set_primary(button, icon, True)
    else:
        theme().keep_icon(button, icon)
    return button


def _set_primary(button: QPushButton, icon: str, is_primary: bool) -> None:
    if button.property("primary") == ("true" if is_primary else "false"):
        return
    button.setProperty("primary", "true" if is_primary else "false")
    button.style().unpolish(button)
    button.style().polish(button)
    theme().keep_icon(button, icon, colour="on_primary" if is_primary else "")


class _TemplateRow(QPushButton):
    """A template to begin from: its picture, its name, and what it is for."""

    def __init__(self, words: TemplateWords) -> None:
        super().__init__()
        self._words = words
        self._picture = QIcon()
        self.setText(words.title)
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(words.purpose)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().keep_icon(self, words.icon, _take_picture, "accent")

    def take_picture(self, icon: QIcon) -> None:
        """Show this icon from now on."""
        self._picture = icon
        self.update()

    def sizeHint(self) -> QSize:
        """Leave room for two lines of text and air around them."""
        return QSize(
            _lines_wide(self, _BEGIN_WIDTH_LINES), QFontMetrics(self.font()).lineSpacing() * 2 + SPACE * 2 + 2
        )

    def minimumSizeHint(self) -> QSize:
        """Be as high as it takes, and wide enough for its words."""
        return QSize(_lines_wide(self, _BEGIN_NARROW_LINES) - SPACE, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw picture and words, and the row itself only under the pointer or with the focus."""
        painter = QPainter(self)
        _draw_row(painter, self.rect(), self.underMouse(), self.isDown(), self.hasFocus())
        box = self.rect().adjusted(_INDENT, SPACE, -SPACE, -SPACE)
        middle = box.top() + (box.height() - _ICON) // 2
        self._picture.paint(painter, box.left(), middle, _ICON, _ICON)
        _draw_two_lines(
            painter,
            box.adjusted(_ICON + SPACE * 2, 0, 0, 0),
            self.font(),
            self._words.title,
            self._words.purpose,
            theme().colours.text,
        )
        painter.end()


def _take_picture(target: object, icon: QIcon) -> None:
    if isinstance(target, _TemplateRow):
        target.take_picture(icon)


class _RecentList(QListWidget):
    """The recent meetings. A click or Enter opens one; the menu has the rest."""

    opened = Signal(object)
    next_from = Signal(object)

    def __init__(self, recent: Recent) -> None:
        super().__init__()
        self._recent = recent
        self._meetings: tuple[RecentMeeting, ...] = ()
        self._pressed = -1
        self.setItemDelegate(_RecentRow(self))
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setAcceptDrops(False)
        theme().changed.connect(self.viewport().update)

    def show_meetings(self, meetings: tuple[RecentMeeting, ...]) -> None:
        """Show these, keeping the row where the clerk is."""
        row = self.currentRow()
        self._meetings = meetings
        self.clear()
        for meeting in meetings:
            item = QListWidgetItem(meeting.title, self)
            item.setToolTip(str(meeting.path))
            said = [meeting.title, self.when_words(meeting), str(meeting.path.parent)]
            if meeting.is_pinned:
                said.insert(1, self.tr("pinned"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(said))
        if meetings:
            self.setCurrentRow(max(0, min(row, len(meetings) - 1)))
            # As high as its rows: the page scrolls as a whole, so the wheel never stops here.
            self.setFixedHeight(self.sizeHintForRow(0) * len(meetings) + 2)

    def meeting(self, row: int) -> RecentMeeting:
        """Return the meeting in a row."""
        return self._meetings[row]

    def is_missing(self, row: int) -> bool:
        """Whether the file of a row is known to be missing."""
        return self._recent.is_missing(self._meetings[row].path)

    def when_words(self, meeting: RecentMeeting) -> str:
        """Return when a meeting was opened last, or that it cannot be now."""
        if self._recent.is_missing(meeting.path):
            return self.tr("not found")
        days = (dt.date.today() - meeting.when.date()).days
        if days == 0:
            return self.tr("opened today")
        if days == 1:
            return self.tr("opened yesterday")
        return self.tr("opened {date}").format(date=date_words(meeting.when.date()))

    def pin_box(self, row: int) -> QRect:
        """Return where the pin of a row is, in the viewport."""
        box = self.visualItemRect(self.item(row))
        return QRect(box.right() - SPACE * 5, box.top(), SPACE * 5, box.height())

    def _row_at(self, place: QPoint) -> int:
        return self.indexAt(place).row()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space, take off the list with Delete."""
        row = self.currentRow()
        if row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._meetings[row].path)
        elif row >= 0 and event.key() == Qt.Key.Key_Delete:
            self._recent.remove(self._meetings[row].path)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the row current; what it does, it does when the button is let go."""
        self._pressed = self._row_at(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pin where the pin is, open elsewhere."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        row = self._row_at(place)
        if event.button() is not Qt.MouseButton.LeftButton or row < 0 or row != self._pressed:
            return
        self._pressed = -1
        meeting = self._meetings[row]
        if self.pin_box(row).contains(place):
            self._recent.pin(meeting.path, not meeting.is_pinned)
        else:
            self.opened.emit(meeting.path)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do nothing: its first click has opened the meeting."""
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which row the keys act on."""
        super().focusInEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """Stop showing the row under the pointer."""
        super().leaveEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a meeting, by mouse or by the menu key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        row = self.currentRow() if by_key else self._row_at(event.pos())
        if row < 0:
            return
        box = self.visualItemRect(self.item(row))
        place = QPoint(box.left() + SPACE * 5, box.center().y()) if by_key else event.pos()
        menu = self.menu_for(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def menu_for(self, row: int) -> QMenu:
        """Return the menu of a row."""
        meeting = self._meetings[row]
        path = meeting.path
        menu = QMenu(self)
        open_it = menu.addAction(self.tr("&Open"))
        open_it.triggered.connect(lambda: self.opened.emit(path))
        following = menu.addAction(self.tr("&Next meeting from this one..."))
        following.triggered.connect(lambda: self.next_from.emit(path))
        menu.addSeparator()
        pin = menu.addAction(self.tr("Un&pin") if meeting.is_pinned else self.tr("&Pin to the top"))
        pin.triggered.connect(lambda: self._recent.pin(path, not meeting.is_pinned))
        remove = menu.addAction(self.tr("&Remove from this list"))
        remove.triggered.connect(lambda: self._recent.remove(path))
        look = theme()
        look.keep_icon(open_it, "folder-open")
        look.keep_icon(following, "calendar-plus")
        look.keep_icon(pin, "pin")
        look.keep_icon(remove, "x")
        return menu


class _RecentRow(QStyledItemDelegate):
    """Draws a recent meeting: its title, then where it lies and when it was opened."""

    def __init__(self, view: _RecentList) -> None:
        super().__init__(view)
        self._view = view
        self._icons: dict[tuple[str, str], QIcon] = {}

    def _icon(self, name: str, colour: str) -> QIcon:
        # Drawing one anew for every row would be slow.
        if (name, colour) not in self._icons:
            self._icons[name, colour] = theme().icon(name, colour)
        return self._icons[name, colour]

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        """Leave room for two lines of text and air around them."""
        return QSize(200, QFontMetrics(self._view.font()).lineSpacing() * 2 + SPACE * 2 + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Draw a row; a missing meeting is grey and says so."""
        row = index.row()
        meeting = self._view.meeting(row)
        is_missing = self._view.is_missing(row)
        box = QRect(option.rect)
        state = option.state
        is_under_pointer = bool(state & QStyle.StateFlag.State_MouseOver)
        is_current = row == self._view.currentRow() and self._view.hasFocus()
        _draw_row(painter, box, is_under_pointer, False, is_current)
        look = theme()
        ink = look.colours.muted if is_missing else look.colours.text
        words = box.adjusted(_INDENT, SPACE, -SPACE * 5, -SPACE)
        icon = self._icon("file-warning" if is_missing else "file-text", look.colours.muted)
        icon.paint(painter, words.left(), words.top() + (words.height() - _ICON) // 2, _ICON, _ICON)
        words.adjust(_ICON + SPACE * 2, 0, 0, 0)
        when = f"{_capitalised(self._view.when_words(meeting))} · "
        metrics = QFontMetrics(self._view.font())
        # The end of a long path says more than its beginning.
        folder = metrics.elidedText(
            str(meeting.path.parent),
            Qt.TextElideMode.ElideLeft,
            words.width() - metrics.horizontalAdvance(when) - 2,
        )
        _draw_two_lines(painter, words, self._view.font(), meeting.title, when + folder, ink)
        if meeting.is_pinned or is_under_pointer or is_current:
            pin = self._view.pin_box(row)
            colour = look.colours.accent if meeting.is_pinned else look.colours.muted
            self._icon("pin", colour).paint(painter, pin.center().x() - 8, pin.center().y() - 8, 16, 16)


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _draw_row(painter: QPainter, box: QRect, is_under_pointer: bool, is_down: bool, has_focus: bool) -> None:
    colours = theme().colours
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = colours.selected if is_down else colours.hover if is_under_pointer else ""
    painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.accent), 1.5) if has_focus else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), _ROW_RADIUS, _ROW_RADIUS)


def _draw_two_lines(painter: QPainter, box: QRect, font: QFont, title: str, below: str, ink: str) -> None:
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    height = QFontMetrics(font).lineSpacing()
    upper = QRect(box.left(), box.center().y() - height, box.width(), height)
    lower = QRect(box.left(), box.center().y() + 1, box.width(), height)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    # Of a title that is too long its end is kept too: that is the date.
    for line, its_font, place, colour, elide in (
        (title, strong, upper, ink, Qt.TextElideMode.ElideMiddle),
        (below, font, lower, theme().colours.muted, Qt.TextElideMode.ElideRight),
    ):
        painter.setFont(its_font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(its_font).elidedText(line, elide, place.width())
        painter.drawText(place, left, shown)
