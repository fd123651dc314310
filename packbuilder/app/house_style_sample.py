"""What a house style comes to, beside its form: the words of its stamps, their places, an agenda line.

It is a sketch of one page with the pack's own words and fonts, worked out by the functions that the
pack uses; the pack itself is in the middle of the window.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from packbuilder.app.theme import SPACE, theme
from packbuilder.assets import resource
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import (
    AgendaStyle,
    Column,
    FontFamily,
    HouseStyle,
    ItemStampPlace,
    PageStampPlace,
    RangeStyle,
    check_stamp_wording,
    stamp_text,
)
from packbuilder.meeting.numbering import item_number, minute_number, page_range

_ITEM = 4
_FIRST_PAGE, _LAST_PAGE = 5, 14
_PAGE_WIDTH = 176
_HEAD_HEIGHT = 58
_LOGO_WIDTH, _LOGO_HEIGHT = 150 / 595 * _PAGE_WIDTH, 48 / 595 * _PAGE_WIDTH
"""The most that a logo takes of the pack's first page, on one as wide as the sample's."""
_A4 = 297 / 210
_PAPER, _INK, _TEXT_LINE = "#ffffff", "#1a1f27", "#d5dae1"
"""Paper is white and print is dark in every theme."""

_FONTS = {FontFamily.SANS: "LiberationSans-Regular.ttf", FontFamily.SERIF: "LiberationSerif-Regular.ttf"}
_ids: dict[FontFamily, int] = {}


class HouseStyleSample(QWidget):
    """Shows a style. ``show_style`` gives it another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show the usual style."""
        super().__init__(parent)
        self._head = _Head()
        self._head_said = QLabel(self.tr("The head of the agenda"))
        self._head_said.setProperty("role", "muted")
        self._page = _Page()
        heading = QLabel(self.tr("Sample"))
        heading.setProperty("role", "heading")
        said = QLabel(self.tr("The first page of item {item}").format(item=_ITEM))
        said.setProperty("role", "muted")
        agenda = QLabel(self.tr("Its line in the agenda"))
        agenda.setProperty("role", "muted")
        self._lines = QFormLayout()
        self._lines.setSpacing(SPACE // 4)
        self._lines.setHorizontalSpacing(SPACE * 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE)
        whole.addWidget(heading)
        whole.addWidget(self._head_said)
        whole.addWidget(self._head)
        whole.addWidget(said)
        whole.addWidget(self._page)
        whole.addSpacing(SPACE)
        whole.addWidget(agenda)
        whole.addLayout(self._lines)
        self._minutes = QLabel()
        self._minutes.setProperty("role", "muted")
        self._minutes.setWordWrap(True)
        whole.addWidget(self._minutes)
        whole.addStretch(1)
        self.show_logo(QImage())

    def show_logo(self, logo: QImage) -> None:
        """Show the logo as it is on the first page of the pack; a null image for none."""
        self._head.show_logo(logo)
        self._head.setVisible(not logo.isNull())
        self._head_said.setVisible(not logo.isNull())

    def show_style(self, style: HouseStyle) -> None:
        """Show this style; what in it is not valid is left out."""
        self._page.show_style(style)
        while self._lines.rowCount():
            self._lines.removeRow(0)
        for heading, words in self.lines_of(style):
            label = QLabel(words)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            if not heading:
                self._lines.addRow(label)
                continue
            name = QLabel(heading)
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.setProperty("role", "field")
            self._lines.addRow(name, label)
        self._minutes.setText(self.minute_words(style))

    def minute_words(self, style: HouseStyle) -> str:
        """Return which minute the sample's item becomes, or "" where that is not valid."""
        try:
            minute = minute_number(_ITEM, style.minute_numbers).rstrip(".")
        except PackBuilderError:
            return ""
        return self.tr("Item {item} becomes minute {minute}.").format(item=_ITEM, minute=minute)

    def lines_of(self, style: HouseStyle) -> list[tuple[str, str]]:
        """Return the sample's line of the agenda, as headings and what stands under them."""
        title = self.tr("New homes")
        if has_page_column(style):
            pages = page_range(_FIRST_PAGE, _LAST_PAGE, style.range_style)
        else:
            # The agenda says it in words after the title then, whatever the style.
            pages = page_range(_FIRST_PAGE, _LAST_PAGE, RangeStyle.WORDS)
            title = f"{title}  {pages}"
        try:
            number = item_number(_ITEM, style.item_numbers)
        except PackBuilderError:
            number = ""
        return (
            [("", f"{number}  {title}")]
            if style.agenda_style is AgendaStyle.LIST
            else [
                (
                    column.heading,
                    {
                        Column.ITEM: number,
                        Column.SUBJECT: title,
                        Column.LEAD: "Priya Singh",
                        Column.FORM: self.tr("Report"),
                        Column.TIME: "2.40 pm",
                        Column.PAGE: pages,
                    }[column.column],
                )
                for column in style.agenda_columns
            ]
        )


class _Head(QWidget):
    """The sketch of the top of the pack's first page, where the logo is."""

    def __init__(self) -> None:
        super().__init__()
        self._logo = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Sample of the head with the logo"))

    def show_logo(self, logo: QImage) -> None:
        """Draw this logo."""
        self._logo = logo
        self.update()

    def sizeHint(self) -> QSize:
        """Be the upper part of the sheet below it."""
        return QSize(_PAGE_WIDTH, _HEAD_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper that goes on below, the logo, and grey lines for words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Its lower edge lies below what is seen.
        paper = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, 4)
        painter.setPen(QPen(QColor(theme().colours.line), 1))
        painter.setBrush(QColor(_PAPER))
        painter.drawRect(paper)
        if not self._logo.isNull():
            scale = min(_LOGO_WIDTH / self._logo.width(), _LOGO_HEIGHT / self._logo.height())
            width, height = self._logo.width() * scale, self._logo.height() * scale
            picture = self._logo.scaled(
                (QSizeF(width, height) * self.devicePixelRatioF()).toSize(),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(QRectF(16, 12 + (_LOGO_HEIGHT - height) / 2, width, height), picture)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_TEXT_LINE))
        right = paper.width() - 16
        painter.drawRoundedRect(QRectF(right - 64, 14, 64, 4), 1, 1)
        painter.drawRoundedRect(QRectF(right - 44, 22, 44, 4), 1, 1)
        painter.drawRect(QRectF(16, 34, right - 16, 1))
        painter.drawRoundedRect(QRectF(16, 44, 88, 8), 2, 2)
        painter.end()


class _Page(QWidget):
    """The sketch of a page. Its lines of text stand for a report; the stamps are the real words."""

    def __init__(self) -> None:
        super().__init__()
        self._style = HouseStyle()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Sample page"))

    def show_style(self, style: HouseStyle) -> None:
        """Draw this style, and say the same to a screen reader."""
        self._style = style
        self.setAccessibleDescription(
            ". ".join(f"{words}, {place}" for words, place in _stamps(style)) or self.tr("No stamps")
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Be a small sheet of A4."""
        return QSize(_PAGE_WIDTH, round(_PAGE_WIDTH * _A4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper, grey lines and stamps."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme().colours.line), 1))
        painter.setBrush(QColor(_PAPER))
        painter.drawRect(paper)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_TEXT_LINE))
        left, width = 24.0, paper.width() - 48
        painter.drawRoundedRect(QRectF(left, 48, width * 0.6, 8), 2, 2)
        y, lengths = 70.0, (1.0, 0.96, 1.0, 0.92, 0.5, 0.0, 1.0, 0.97, 0.94, 1.0, 0.7)
        for index in range(12):
            painter.drawRoundedRect(QRectF(left, y, width * lengths[index % len(lengths)], 4), 1, 1)
            y += 11
        painter.setPen(QColor(_INK))
        font = _font_of(self._style.font)
        painter.setFont(font)
        height = QFontMetricsF(font).height()
        for words, place in _stamps(self._style):
            top = 16.0 if place.startswith("top") else paper.height() - 16 - height
            side = {
                "left": Qt.AlignmentFlag.AlignLeft,
                "centre": Qt.AlignmentFlag.AlignHCenter,
                # The page shown is an odd one: its outer edge is on the right.
                "right": Qt.AlignmentFlag.AlignRight,
                "outer": Qt.AlignmentFlag.AlignRight,
            }[place.split()[-1]]
            painter.drawText(QRectF(16, top, paper.width() - 32, height), side, words)
        painter.end()


def has_page_column(style: HouseStyle) -> bool:
    """Whether the agenda has a column for pages; without one, it says them in words after each title."""
    is_table = style.agenda_style is AgendaStyle.TABLE
    return is_table and any(column.column is Column.PAGE for column in style.agenda_columns)


def _stamps(style: HouseStyle) -> list[tuple[str, str]]:
    """Return the words of each stamp on the page, and its place in words."""
    stamps: list[tuple[str, ItemStampPlace | PageStampPlace, str, int | str]] = [
        (style.page_stamp, style.page_stamp_place, "page_stamp", _FIRST_PAGE)
    ]
    if style.item_stamp:
        stamps.insert(0, (style.item_stamp, style.item_stamp_place, "item_stamp", _ITEM))
    return [
        (stamp_text(key, wording, number), place.value)
        for wording, place, key, number in stamps
        if not check_stamp_wording(wording)
    ]


def _font_of(family: FontFamily) -> QFont:
    """Return one of the fonts that the pack is drawn with."""
    if family not in _ids:
        _ids[family] = QFontDatabase.addApplicationFont(str(resource(f"fonts/{_FONTS[family]}")))
    names = QFontDatabase.applicationFontFamilies(_ids[family])
    font = QFont(names[0] if names else "")
    font.setPixelSize(11)
    return font
