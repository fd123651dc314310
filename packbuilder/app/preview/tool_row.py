"""The row above the pages: which page, how large, find, side panel. And the thin line while work goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QHideEvent, QIntValidator, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from packbuilder.app.preview.layout import Fit
from packbuilder.app.preview.page_menu import PageMenu
from packbuilder.app.theme import SPACE, theme

_MENU_ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0, 4.0)


class ToolRow(QWidget):
    """The controls above the pages; it fits 430 pixels."""

    page_wanted = Signal(int)
    zoom_out_wanted = Signal()
    zoom_in_wanted = Signal()
    fit_wanted = Signal(object)
    """A ``Fit``."""
    zoom_wanted = Signal(float)
    find_wanted = Signal()
    side_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show a row without a pack."""
        super().__init__(parent)
        self._page_number = 0
        title = QLabel(self.tr("Public pack"))
        title.setStyleSheet("font-weight: 600;")
        title.setMinimumWidth(0)
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._page = QLabel(self.tr("Page"))
        self.field = QLineEdit()
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setAccessibleName(self.tr("Page number"))
        self.field.setToolTip(self.tr("Go to page (Ctrl+G)"))
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance("0000") + 3 * SPACE)
        self._numbers = QIntValidator(1, 1, self)
        self.field.setValidator(self._numbers)
        self.field.returnPressed.connect(self._send_page)
        self.field.editingFinished.connect(self._show_page)
        self._page.setBuddy(self.field)
        self._count = QLabel()

        self._zoom_out = self._button("zoom-out", self.tr("Zoom out (Ctrl+-)"), self.zoom_out_wanted.emit)
        self._zoom_in = self._button("zoom-in", self.tr("Zoom in (Ctrl++)"), self.zoom_in_wanted.emit)
        self._fit = self._button("move-horizontal", self.tr("Page size"), None)
        self._fit.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._fit.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.page_menu = PageMenu(self)
        self._this_page = self._button("file-ellipsis", self.tr("Turn this page, or leave it out"), None)
        self._this_page.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._this_page.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._this_page.setMenu(self.page_menu)
        self._find = self._button("search", self.tr("Find in the pack (Ctrl+Shift+F)"), self.find_wanted.emit)
        self.side = self._button("panel-left", self.tr("Thumbnails and bookmarks"), self.side_wanted.emit)
        self.side.setCheckable(True)
        self._make_menu()

        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE + SPACE // 2, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(SPACE // 2)
        row.addWidget(title)
        row.addSpacing(SPACE // 2)
        self._place = (self._page, self.field, self._count)
        for part in self._place:
            row.addWidget(part)
        row.addStretch(1)
        buttons = (self._zoom_out, self._zoom_in, self._fit, self._this_page, self._find, self.side)
        beside_each_other = QHBoxLayout()
        beside_each_other.setSpacing(1)
        for button in buttons:
            beside_each_other.addWidget(button)
        row.addLayout(beside_each_other)
        self._needing_pages = (self.field, *buttons)
        self.show_page(0, 0)

    def show_page(self, page_number: int, page_count: int) -> None:
        """Show which page is looked at; a count of 0 is no pack."""
        self._page_number = page_number
        self._numbers.setTop(max(1, page_count))
        self._count.setText(self.tr("of {count}").format(count=page_count) if page_count else "")
        for part in self._place:
            part.setVisible(page_count > 0)
        for control in self._needing_pages:
            control.setEnabled(page_count > 0)
        if not self.field.hasFocus() or not self.field.isModified():
            self._show_page()

    def show_zoom(self, zoom: float, fit: Fit) -> None:
        """Show how large the pages are."""
        percent = self.tr("{percent}%").format(percent=round(zoom * 100))
        self._fit.setToolTip(self.tr("Page size: {percent}").format(percent=percent))
        self._fit.setAccessibleName(self._fit.toolTip())
        for action, wanted in self._actions:
            action.setChecked(wanted is fit or (fit is Fit.NONE and wanted == round(zoom, 2)))

    def go_to_field(self) -> None:
        """Put the cursor into the page field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _make_menu(self) -> None:
        menu = QMenu(self._fit)
        group = QActionGroup(menu)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self._actions: list[tuple[QAction, Fit | float]] = []
        fits = (
            (self.tr("Fit width\tCtrl+0"), Fit.WIDTH),
            (self.tr("Fit whole page"), Fit.PAGE),
        )
        for words, fit in fits:
            action = menu.addAction(words)
            action.triggered.connect(lambda checked=False, fit=fit: self.fit_wanted.emit(fit))
            self._actions.append((action, fit))
        menu.addSeparator()
        for zoom in _MENU_ZOOMS:
            percent = self.tr("{percent}%").format(percent=round(zoom * 100))
            words = self.tr("Actual size ({percent})").format(percent=percent) if zoom == 1.0 else percent
            action = menu.addAction(words)
            action.triggered.connect(lambda checked=False, zoom=zoom: self.zoom_wanted.emit(zoom))
            self._actions.append((action, zoom))
        for action, _ in self._actions:
            action.setCheckable(True)
            group.addAction(action)
        self._fit.setMenu(menu)

    def _button(self, icon: str, words: str, do: object) -> QToolButton:
        button = QToolButton()
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().keep_icon(button, icon)
        if callable(do):
            button.clicked.connect(lambda checked=False: do())
        return button

    def _send_page(self) -> None:
        if self.field.text():
            self.page_wanted.emit(int(self.field.text()))

    def _show_page(self) -> None:
        self.field.setText(str(self._page_number) if self._page_number else "")
        self.field.setModified(False)


class WorkingLine(QWidget):
    """A thin line along which something moves while work goes on. It takes its room always."""

    _SHOWN_AFTER_MS = 400
    _STEP_MS = 40

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing."""
        super().__init__(parent)
        self.setFixedHeight(2)
        self._share = 0.0
        self._is_working = False
        self._begin = QTimer(self)
        self._begin.setSingleShot(True)
        self._begin.setInterval(self._SHOWN_AFTER_MS)
        self._move = QTimer(self)
        self._move.setInterval(self._STEP_MS)
        self._move.timeout.connect(self._step)
        self._begin.timeout.connect(self._move.start)
        theme().changed.connect(self.update)

    @property
    def is_working(self) -> bool:
        """Whether work goes on."""
        return self._is_working

    def set_working(self, is_working: bool) -> None:
        """Begin, or stop; work that is done at once never shows."""
        if is_working == self._is_working:
            return
        self._is_working = is_working
        self._share = 0.0
        if is_working:
            self._begin.start()
        else:
            self._begin.stop()
            self._move.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        colours = theme().colours
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.line))
        if self._move.isActive():
            length = self.width() // 4
            left = round(self._share * (self.width() + length)) - length
            painter.fillRect(left, 0, length, self.height(), QColor(colours.accent))

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody sees it."""
        self._move.stop()

    def event(self, event: QEvent) -> bool:
        """Go on once it is seen again."""
        if event.type() == QEvent.Type.Show and self._is_working:
            self._begin.start()
        return super().event(event)

    def _step(self) -> None:
        self._share = (self._share + self._STEP_MS / 1600) % 1.0
        self.update()
