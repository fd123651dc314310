"""Draws the rows of the checks, and says where in a row its links are."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from packbuilder.app.checks.rows import AnyIndex, FindingRows, Row
from packbuilder.app.theme import SPACE, theme
from packbuilder.meeting.findings import Severity

_ICON = 16
_ABOVE = 6
_BETWEEN_COLUMNS = 3 * SPACE
_BETWEEN_LINKS = 2 * SPACE
_WIDE_ENOUGH_FOR_TWO = 620
"""Below this room for words, in device-independent pixels, the next step stands under the sentence."""

_MOST_HEIGHTS = 4000

GO_TO = -1
"""The link that goes to where a finding is; the fixes of a row count from 0."""

ICONS = {
    Severity.ERROR: ("circle-x", "error"),
    Severity.WARNING: ("triangle-alert", "warning"),
    Severity.NOTICE: ("info", "notice"),
}
"""Every severity has a shape of its own, and a colour of its own beside."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand in a row, in pixels from its left; ``aside_left`` is 0 where it stands below."""

    message_left: int
    message_width: int
    aside_left: int
    aside_width: int
    fixes_left: int
    go_to_left: int


class FindingDelegate(QStyledItemDelegate):
    """Draws an icon, a sentence, its next step and its links in a row as high as they need."""

    def __init__(self, view: QListView, rows: FindingRows) -> None:
        """Draw for a view; what is under the pointer is set with ``point_at``."""
        super().__init__(view)
        self._view = view
        self._rows = rows
        self._pointed: tuple[int, int] | None = None
        self._icons: dict[Severity, QIcon] = {}
        self._columns: _Columns | None = None
        self._heights: dict[tuple[str, int], int] = {}
        theme().changed.connect(self._icons.clear)

    def measure_again(self, *, in_another_font: bool = False) -> None:
        """Work out anew where things stand: the width, the links or the font are others."""
        self._columns = None
        if in_another_font or len(self._heights) > _MOST_HEIGHTS:
            self._heights.clear()

    def point_at(self, row: int, link: int | None) -> None:
        """Remember which link is under the pointer; it is underlined."""
        self._pointed = None if link is None else (row, link)

    def links(self, rect: QRect, row: Row) -> dict[int, QRect]:
        """Return where the links of a row are, by ``GO_TO`` or the number of the fix."""
        columns = self._measured()
        metrics = self._view.fontMetrics()
        height = metrics.lineSpacing() + _ABOVE
        top = rect.top() + _ABOVE // 2
        words = self.tr("Go to")
        links = {
            GO_TO: QRect(rect.left() + columns.go_to_left, top, metrics.horizontalAdvance(words), height)
        }
        left = rect.left() + columns.fixes_left
        for number, fix in enumerate(row.fixes):
            width = metrics.horizontalAdvance(fix.words)
            links[number] = QRect(left, top, width, height)
            left += width + _BETWEEN_LINKS
        return links

    def link_at(self, index: AnyIndex, point: QPoint) -> int | None:
        """Return which link of a row is at a point of the view."""
        reach = SPACE // 2
        for link, rect in self.links(self._view.visualRect(index), self._rows.row(index)).items():
            if rect.adjusted(-reach, 0, reach, 0).contains(point):
                return link
        return None

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size of a row: nothing in it is cut off."""
        columns = self._measured()
        row = self._rows.row(index)
        height = self._height(row.finding.message, columns.message_width)
        aside = self._height(row.aside, columns.aside_width)
        height = max(height, aside) if columns.aside_left else height + aside
        return QSize(0, max(height + 2 * _ABOVE, _ICON + 2 * _ABOVE) + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a row."""
        row, columns, colours = self._rows.row(index), self._measured(), theme().colours
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(self._view.font())
        if is_selected:
            painter.fillRect(rect, QColor(colours.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        line = self._view.fontMetrics().lineSpacing()
        icon_top = rect.top() + _ABOVE + (line - _ICON) // 2
        self._icon(row.finding.severity).paint(
            painter, QRect(rect.left() + 3 * SPACE // 2, icon_top, _ICON, _ICON)
        )
        top = rect.top() + _ABOVE
        below = self._draw(
            painter, row.finding.message, rect.left() + columns.message_left, top, columns.message_width,
            self._ink(is_selected, colours.text),
        )  # fmt: skip
        muted = self._ink(is_selected, colours.muted)
        if columns.aside_left:
            self._draw(painter, row.aside, rect.left() + columns.aside_left, top, columns.aside_width, muted)
        else:
            self._draw(
                painter, row.aside, rect.left() + columns.message_left, below, columns.aside_width, muted
            )
        self._draw_links(painter, rect, index, is_selected)
        if is_selected and self._view.hasFocus():
            painter.setPen(QPen(QColor(self._ink(True, colours.accent)), 1))
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -3), 3, 3)
        painter.restore()

    def _draw_links(self, painter: QPainter, rect: QRect, index: AnyIndex, is_selected: bool) -> None:
        row = self._rows.row(index)
        painter.setPen(QColor(self._ink(is_selected, theme().colours.accent)))
        for link, place in self.links(rect, row).items():
            font = QFont(self._view.font())
            font.setUnderline(self._pointed == (index.row(), link))
            painter.setFont(font)
            words = self.tr("Go to") if link == GO_TO else row.fixes[link].words
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _measured(self) -> _Columns:
        if self._columns is None:
            self._columns = self._measure(self._view.viewport().width())
        return self._columns

    def _measure(self, width: int) -> _Columns:
        metrics = self._view.fontMetrics()
        go_to_left = width - 2 * SPACE - metrics.horizontalAdvance(self.tr("Go to"))
        fixes_width = max((_links_width(metrics, words) for words in self._rows.widest()), default=0)
        fixes_left = go_to_left - (fixes_width + _BETWEEN_COLUMNS if fixes_width else 0)
        left = 3 * SPACE // 2 + _ICON + SPACE
        room = max(fixes_left - _BETWEEN_COLUMNS - left, 8 * SPACE)
        if room < _WIDE_ENOUGH_FOR_TWO:
            return _Columns(left, room, 0, room, fixes_left, go_to_left)
        message_width = (room - _BETWEEN_COLUMNS) * 58 // 100
        aside_left = left + message_width + _BETWEEN_COLUMNS
        return _Columns(
            left, message_width, aside_left, room + left - aside_left, fixes_left, go_to_left
        )  # fmt: skip

    def _height(self, text: str, width: int) -> int:
        if (text, width) not in self._heights:
            metrics = self._view.fontMetrics()
            # Most take one line, and measuring that is quicker than breaking it into lines.
            is_one_line = bool(text) and metrics.horizontalAdvance(text) < width
            lines = 1 if is_one_line else len(self._lines(text, width))
            self._heights[text, width] = lines * metrics.lineSpacing()
        return self._heights[text, width]

    def _lines(self, text: str, width: int) -> list[str]:
        layout = QTextLayout(text, self._view.font())
        layout.setTextOption(_wrapping())
        layout.beginLayout()
        lines: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append(text[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
        return lines

    def _draw(self, painter: QPainter, text: str, left: int, top: int, width: int, colour: str) -> int:
        metrics = self._view.fontMetrics()
        painter.setPen(QColor(colour))
        for line in self._lines(text, width):
            painter.drawText(QPointF(left, top + metrics.ascent()), line.rstrip())
            top += metrics.lineSpacing()
        return top

    def _icon(self, severity: Severity) -> QIcon:
        if severity not in self._icons:
            name, colour = ICONS[severity]
            self._icons[severity] = theme().icon(name, getattr(theme().colours, colour))
        return self._icons[severity]

    def _ink(self, is_selected: bool, otherwise: str) -> str:
        # Where the system chose the colours, only its own text is sure to be read on its highlight.
        if is_selected and theme().is_high_contrast:
            return theme().colours.on_accent
        return otherwise


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _links_width(metrics: QFontMetrics, words: tuple[str, ...]) -> int:
    return sum(metrics.horizontalAdvance(text) for text in words) + _BETWEEN_LINKS * (len(words) - 1)
