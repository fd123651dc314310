"""The pages under each other, at reading size: white paper on a grey ground, in the dark theme too."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from packbuilder.app.preview.layout import (
    GAP,
    MARGIN,
    NO_PAGES,
    Fit,
    Layout,
    PlacedPage,
    lay_out,
    next_zoom,
    tiles_of,
    within_limits,
)
from packbuilder.app.preview.open_pack import Area, Hit, PageLink, Tile
from packbuilder.app.preview.reader import LinksRead
from packbuilder.app.preview.reading import Reading
from packbuilder.app.theme import SPACE, theme

_LINE_PX = 32
_A_CLICK_PX = 4
_DRAWS_AFTER_ZOOM_MS = 70

# Paper and ink are the pack's own, whatever the theme: what is marked on paper is marked for paper.
_PAPER = QColor("#ffffff")
_INK = QColor("#1a1f27")
_MARKER = QColor("#ffe58a")
_MARKER_HERE = QColor("#ffb74d")
_MARKER_EDGE = QColor("#8a4b00")


@dataclasses.dataclass(frozen=True, slots=True)
class _Spot:
    """A point of the pack that stays where it is on the screen while everything around it changes.

    Inside a page it is a share of the page's size; outside of one, pixels beyond its edge.
    """

    page_index: int
    x: float
    y: float
    beyond_x: int
    beyond_y: int


class PageView(QAbstractScrollArea):
    """Shows pages, scrolls, zooms. What the pages are of, it is told."""

    page_changed = Signal(int)
    """The number, from 1, of the page that is looked at now."""

    zoom_changed = Signal()

    page_clicked = Signal(int)
    """The index of a page that was clicked where no link is."""

    moved_by_hand = Signal()
    """The clerk scrolled."""

    menu_wanted = Signal(int, QPoint)
    """The index of a page of which the menu is asked for, and where on the screen it is to open."""

    def __init__(self, reading: Reading, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._reading = reading
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._layout = NO_PAGES
        self._fit = Fit.WIDTH
        self._zoom = 1.0
        self._current = 0
        self._is_placing = False
        self._has_ring = False
        self._name_of: Callable[[int], str] = lambda page_index: ""
        self._links: dict[int, tuple[PageLink, ...]] = {}
        self._hits: Mapping[int, Sequence[Hit]] = {}
        self._hit_here: tuple[int, int] | None = None
        self._pressed_at: QPoint | None = None
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.timeout.connect(self._want_pictures)

        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(120, 120)
        reading.drawn.connect(self._repaint_page)
        reading.links_read.connect(self._take_links)
        theme().changed.connect(self.viewport().update)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(_LINE_PX)
            bar.actionTriggered.connect(lambda action: self.moved_by_hand.emit())

    # What is shown.

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page_number(self) -> int:
        """The number, from 1, of the page that is looked at; 0 without a pack."""
        return self._current + 1 if self._sizes else 0

    @property
    def zoom(self) -> float:
        """How large the pages are; 1.0 is as large as on paper."""
        return self._layout.zoom if self._sizes else self._zoom

    @property
    def fit(self) -> Fit:
        """What the size of the pages follows."""
        return self._fit

    @property
    def page_layout(self) -> Layout:
        """Where the pages lie, before scrolling."""
        return self._layout

    @property
    def is_waiting(self) -> bool:
        """Whether pictures will be asked for in a moment."""
        return self._ask.isActive()

    def visible_pages(self) -> range:
        """Return the indices of the pages of which something is in view."""
        top = self.verticalScrollBar().value()
        return self._layout.pages_between(top, top + self.viewport().height())

    def pages_in_view_of(self, sizes: Sequence[tuple[float, float]], page_index: int) -> range:
        """Return which pages of another pack may be in view once it is shown, about a page of it."""
        reach = len(self.visible_pages()) + 2
        return range(max(0, page_index - reach), min(len(sizes), page_index + reach + 1))

    def set_names(self, name_of: Callable[[int], str]) -> None:
        """Say what stands under each page, by its index."""
        self._name_of = name_of
        self.viewport().update()

    def show_pages(
        self, sizes: tuple[tuple[float, float], ...], same_page: Callable[[int], int] | None = None
    ) -> None:
        """Show other pages, at the same place.

        Args:
            sizes: Width and height of each page in points.
            same_page: Gives the index among the new pages of the page with an index among the old.
        """
        spot = self._spot_at(QPoint(self.viewport().width() // 2, 0))
        current = self._current
        self._sizes = sizes
        self._links.clear()
        self._hits, self._hit_here = {}, None
        if same_page is not None:
            current = same_page(current)
            if spot is not None:
                spot = dataclasses.replace(spot, page_index=same_page(spot.page_index))
        self._current = max(0, min(current, len(sizes) - 1))
        if spot is None or not sizes:
            self._lay_out_at(None, QPoint(0, 0))
        else:
            self._lay_out_at(spot, QPoint(self.viewport().width() // 2, 0))
        self._want_pictures()
        self.viewport().update()
        self.page_changed.emit(self.page_number)

    def show_hits(self, hits: Mapping[int, Sequence[Hit]], here: tuple[int, int] | None) -> None:
        """Mark words that were found, by page index; ``here`` is the page and the position in its list."""
        self._hits, self._hit_here = hits, here
        self.viewport().update()

    # Going places.

    def go_to_page(self, page_number: int, top: float = 0.0) -> None:
        """Bring a page into view, from a share of its height on."""
        if not self._sizes:
            return
        page_index = max(0, min(page_number - 1, len(self._sizes) - 1))
        page = self._layout.pages[page_index]
        before_it = 2 * SPACE if top else SPACE
        self._place(lambda: self._scroll_to_y(page.top + round(top * page.height) - before_it))
        # The last pages may not reach the top of the view; the page that was asked for is still the one.
        self._set_current(page_index)

    def show_area(self, page_index: int, area: Area) -> None:
        """Bring part of a page into view, moving no more than is needed."""
        if not 0 <= page_index < len(self._layout.pages):
            return
        rectangle = self._rectangle_of(page_index, area)
        view = self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if not view.contains(rectangle.toAlignedRect()):
            bars = self.horizontalScrollBar(), self.verticalScrollBar()

            def move() -> None:
                if rectangle.top() < view.top() or rectangle.bottom() > view.bottom():
                    bars[1].setValue(bars[1].value() + round(rectangle.top() - view.height() / 3))
                if rectangle.left() < view.left() or rectangle.right() > view.right():
                    bars[0].setValue(bars[0].value() + round(rectangle.center().x() - view.width() / 2))

            self._place(move)
        self._set_current(page_index)

    # Size.

    def set_fit(self, fit: Fit) -> None:
        """Let the size of the pages follow the view's."""
        self._resize_pages(fit, self.zoom, None)

    def set_zoom(self, zoom: float, about: QPoint | None = None) -> None:
        """Make the pages so large, with a point of the view staying where it is (else its middle)."""
        self._resize_pages(Fit.NONE, within_limits(zoom), about)

    def zoom_in(self) -> None:
        """Go to the next larger of the usual sizes."""
        self.set_zoom(next_zoom(self.zoom, larger=True), self._pointer())

    def zoom_out(self) -> None:
        """Go to the next smaller of the usual sizes."""
        self.set_zoom(next_zoom(self.zoom, larger=False), self._pointer())

    # Events.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(theme().colours.ground))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page_index in self.visible_pages():
            page = self._layout.pages[page_index]
            rectangle = QRect(page.left, page.top, page.width, page.height).translated(-self._offset())
            if rectangle.adjusted(-2, -2, 2, GAP).intersects(event.rect()):
                self._draw_page(painter, page_index, page, rectangle)
        if self.hasFocus() and self._has_ring:
            painter.setPen(QPen(QColor(theme().colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new size; the top of the view stays where it is."""
        middle_before = QPoint(max(event.oldSize().width(), 0) // 2, 0)
        self._lay_out_at(self._spot_at(middle_before), QPoint(self.viewport().width() // 2, 0))
        self._ask.start(_DRAWS_AFTER_ZOOM_MS)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw the new view, and ask for the pictures that are missing in it."""
        self.viewport().update()
        if not self._is_placing:
            self._set_current(self._page_looked_at())
            self._ask.start(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom about the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y() / 120
            if turned and self._sizes:
                self.set_zoom(self.zoom * math.pow(1.15, turned), event.position().toPoint())
            event.accept()
            return
        self.moved_by_hand.emit()
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, turn pages and zoom as PDF readers do."""
        move = self._move_of(event)
        if move is None:
            super().keyPressEvent(event)
            return
        self.moved_by_hand.emit()
        move()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a link, or say which page was clicked."""
        at, pressed_at, self._pressed_at = event.position().toPoint(), self._pressed_at, None
        if pressed_at is None or (at - pressed_at).manhattanLength() > _A_CLICK_PX:
            return
        link = self._link_at(at)
        if link is not None:
            self.moved_by_hand.emit()
            self.go_to_page(link.page_index + 1, link.top)
            return
        page_index = self._page_under(at)
        if page_index is not None:
            self.page_clicked.emit(page_index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the page under the pointer, or, by keyboard, of the one that is looked at."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            page_index = self._page_under(event.pos())
            if page_index is not None:
                self.menu_wanted.emit(page_index, event.globalPos())
        elif self._sizes:
            page = self._layout.pages[self._current]
            seen = QRect(page.left, page.top, page.width, page.height).translated(-self._offset())
            at = seen.intersected(self.viewport().rect()).topLeft() + QPoint(MARGIN, MARGIN)
            self.menu_wanted.emit(self._current, self.viewport().mapToGlobal(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over a link."""
        over_link = self._link_at(event.position().toPoint()) is not None
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if over_link else Qt.CursorShape.ArrowCursor
        )

    def viewportEvent(self, event: QEvent) -> bool:
        """Say where a link leads."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            link = self._link_at(event.pos())
            if link is not None:
                words = self.tr("Go to page {number}").format(number=link.page_index + 1)
                QToolTip.showText(event.globalPos(), words, self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the focus ring, where the keyboard led here: one who clicked knows where."""
        super().focusInEvent(event)
        self._has_ring = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew where the screen or the font is another one."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self._ask.start(0)

    # Drawing.

    def _draw_page(self, painter: QPainter, page_index: int, page: PlacedPage, at: QRect) -> None:
        colours = theme().colours
        if not theme().is_high_contrast:
            painter.fillRect(at.adjusted(1, 2, 1, 2), QColor(0, 0, 0, 26))
        painter.fillRect(at.adjusted(-1, -1, 1, 1), QColor(colours.line))
        painter.fillRect(at, _PAPER)
        if self._reading.pictures.cannot_draw(page_index):
            self._draw_trouble(painter, page_index, at)
        else:
            self._draw_pictures(painter, page_index, at)
        self._draw_hits(painter, page_index)
        font = self.font()
        font.setPixelSize(round(self.fontInfo().pixelSize() * 0.87))
        painter.setFont(font)
        painter.setPen(QColor(colours.text if page_index == self._current else colours.muted))
        under = QRect(at.left(), at.bottom() + 5, at.width(), GAP - 10)
        words = painter.fontMetrics().elidedText(
            self._name_of(page_index), Qt.TextElideMode.ElideRight, under.width()
        )
        painter.drawText(under, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)

    def _draw_pictures(self, painter: QPainter, page_index: int, at: QRect) -> None:
        tiles = self._tiles_in_view(page_index, 0)
        pictures = self._reading.pictures
        if any(tile not in pictures for tile in tiles):
            # Scaled from another size, or from the pack before, until the right one comes.
            image = pictures.instead_of(page_index, round(at.width() * self._ratio()))
            if image is not None:
                painter.drawImage(at, image)
        for tile in tiles:
            image = pictures.get(tile)
            if image is not None:
                scale_x, scale_y = at.width() / tile.page_width, at.height() / tile.page_height
                target = QRectF(
                    at.left() + tile.left * scale_x,
                    at.top() + tile.top * scale_y,
                    tile.width * scale_x,
                    tile.height * scale_y,
                )
                painter.drawImage(target, image)

    def _draw_trouble(self, painter: QPainter, page_index: int, at: QRect) -> None:
        painter.setFont(self.font())
        painter.setPen(_INK)
        words = self.tr(
            "Page {number} cannot be shown.\nReplace its document with one that was saved again as a PDF."
        ).format(number=page_index + 1)
        inside = at.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def _draw_hits(self, painter: QPainter, page_index: int) -> None:
        for position, hit in enumerate(self._hits.get(page_index, ())):
            is_here = self._hit_here == (page_index, position)
            for area in hit:
                rectangle = self._rectangle_of(page_index, area).adjusted(-1, -1, 1, 1)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
                painter.fillRect(rectangle, _MARKER_HERE if is_here else _MARKER)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                if is_here:
                    painter.setPen(QPen(_MARKER_EDGE, 1))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(rectangle)

    def _repaint_page(self, page_index: int) -> None:
        if page_index in self.visible_pages():
            page = self._layout.pages[page_index]
            rectangle = QRect(page.left, page.top, page.width, page.height).translated(-self._offset())
            self.viewport().update(rectangle)

    # Pictures.

    def _ratio(self) -> float:
        return self.viewport().devicePixelRatioF()

    def _tiles_in_view(self, page_index: int, beyond: int) -> list[Tile]:
        """Return the pictures of a page that lie in the view, or so many pixels above or below it."""
        page = self._layout.pages[page_index]
        ratio, offset = self._ratio(), self._offset()
        view = self.viewport()
        seen = (
            round((offset.x() - page.left) * ratio),
            round((offset.y() - beyond - page.top) * ratio),
            round((offset.x() + view.width() - page.left) * ratio),
            round((offset.y() + view.height() + beyond - page.top) * ratio),
        )
        return tiles_of(page_index, round(page.width * ratio), round(page.height * ratio), seen)

    def _want_pictures(self) -> None:
        self._ask.stop()
        if not self._sizes:
            return
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        seen = self.visible_pages()
        near = self._layout.pages_between(top - height, top + 2 * height)
        tiles = [tile for page_index in seen for tile in self._tiles_in_view(page_index, 0)]
        wanted = set(tiles)
        # What comes next on the way down first, then what lies above.
        order = [*seen, *range(seen.stop, near.stop), *range(seen.start - 1, near.start - 1, -1)]
        more = [
            tile
            for page_index in order
            for tile in self._tiles_in_view(page_index, height)
            if tile not in wanted
        ]
        self._reading.want("1 in view", tiles)
        room = 40 * 1024 * 1024 - sum(tile.byte_count for tile in tiles)
        near_by = []
        for tile in more:
            room -= tile.byte_count
            if room < 0:
                break
            near_by.append(tile)
        self._reading.want("3 near by", near_by)

    def _take_links(self, read: LinksRead) -> None:
        self._links[read.page_index] = read.links

    # Places.

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _rectangle_of(self, page_index: int, area: Area) -> QRectF:
        page = self._layout.pages[page_index]
        offset = self._offset()
        return QRectF(
            QPointF(
                page.left + area.left * page.width - offset.x(),
                page.top + area.top * page.height - offset.y(),
            ),
            QPointF(
                page.left + area.right * page.width - offset.x(),
                page.top + area.bottom * page.height - offset.y(),
            ),
        )

    def _page_under(self, at: QPoint) -> int | None:
        if not self._sizes:
            return None
        point = at + self._offset()
        page_index = self._layout.page_at(point.y())
        page = self._layout.pages[page_index]
        inside = QRect(page.left, page.top, page.width, page.height).contains(point)
        return page_index if inside else None

    def _link_at(self, at: QPoint) -> PageLink | None:
        page_index = self._page_under(at)
        if page_index is None:
            return None
        page, point = self._layout.pages[page_index], at + self._offset()
        x, y = (point.x() - page.left) / page.width, (point.y() - page.top) / page.height
        return next((link for link in self._links.get(page_index, ()) if link.area.holds(x, y)), None)

    def _spot_at(self, at: QPoint) -> _Spot | None:
        if not self._layout.pages:
            return None
        point = at + self._offset()
        page_index = self._layout.page_at(point.y())
        page = self._layout.pages[page_index]
        x, beyond_x = _within(point.x() - page.left, page.width)
        y, beyond_y = _within(point.y() - page.top, page.height)
        return _Spot(page_index, x, y, beyond_x, beyond_y)

    def _lay_out_at(self, spot: _Spot | None, at: QPoint) -> None:
        """Lay the pages out, and scroll so that a spot of them lies at a point of the view."""
        view = self.viewport()
        self._layout = lay_out(
            self._sizes, self._fit, self._zoom, view.width(), view.height(), self.logicalDpiX() / 72
        )
        if self._sizes:
            self._zoom = self._layout.zoom

        def place() -> None:
            for bar, whole, shown in (
                (self.horizontalScrollBar(), self._layout.width, view.width()),
                (self.verticalScrollBar(), self._layout.height, view.height()),
            ):
                bar.setPageStep(shown)
                bar.setRange(0, max(0, whole - shown))
            if spot is not None and self._layout.pages:
                page = self._layout.pages[min(spot.page_index, len(self._layout.pages) - 1)]
                self.horizontalScrollBar().setValue(
                    page.left + round(spot.x * page.width) + spot.beyond_x - at.x()
                )
                self.verticalScrollBar().setValue(
                    page.top + round(spot.y * page.height) + spot.beyond_y - at.y()
                )

        self._place(place)
        self.zoom_changed.emit()

    def _resize_pages(self, fit: Fit, zoom: float, about: QPoint | None) -> None:
        at = about if about is not None else self.viewport().rect().center()
        if about is None and fit is not Fit.NONE:
            at = QPoint(at.x(), 0)
        spot = self._spot_at(at)
        self._fit, self._zoom = fit, zoom
        self._lay_out_at(spot, at)
        self._ask.start(_DRAWS_AFTER_ZOOM_MS)
        if self._sizes:
            self._set_current(self._page_looked_at())

    def _place(self, move: Callable[[], None]) -> None:
        """Scroll without taking it for the clerk's scrolling."""
        self._is_placing = True
        try:
            move()
        finally:
            self._is_placing = False
        self.viewport().update()
        self._ask.start(0)

    def _scroll_to_y(self, y: int) -> None:
        self.verticalScrollBar().setValue(y)

    def _page_looked_at(self) -> int:
        """Return the page that the most is seen of, as a share of what could be; the first of equals."""
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        best, most = self._current, 0.0
        for page_index in self.visible_pages():
            page = self._layout.pages[page_index]
            seen = min(page.bottom, top + height) - max(page.top, top)
            share = seen / max(1, min(page.height, height))
            if share > most + 0.001:
                best, most = page_index, share
        return best

    def _set_current(self, page_index: int) -> None:
        if page_index != self._current:
            self._current = page_index
            self.viewport().update()
            self.page_changed.emit(self.page_number)

    def _pointer(self) -> QPoint | None:
        at = self.viewport().mapFromGlobal(self.cursor().pos())
        return at if self.underMouse() and self.viewport().rect().contains(at) else None

    def _move_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key does; None for the keys that are not ours."""
        key = event.key()
        bar, aside = self.verticalScrollBar(), self.horizontalScrollBar()
        screen = max(_LINE_PX, self.viewport().height() - 2 * _LINE_PX)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return {
                Qt.Key.Key_Plus: self.zoom_in,
                Qt.Key.Key_Equal: self.zoom_in,
                Qt.Key.Key_Minus: self.zoom_out,
                Qt.Key.Key_0: lambda: self.set_fit(Fit.WIDTH),
                Qt.Key.Key_Home: lambda: self.go_to_page(1),
                Qt.Key.Key_End: lambda: self.go_to_page(self.page_count),
                Qt.Key.Key_PageDown: lambda: self.go_to_page(self.page_number + 1),
                Qt.Key.Key_PageUp: lambda: self.go_to_page(self.page_number - 1),
            }.get(Qt.Key(key))
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        whole_pages = self._fit is Fit.PAGE
        down = (
            (lambda: self.go_to_page(self.page_number + 1))
            if whole_pages
            else (lambda: bar.setValue(bar.value() + screen))
        )
        up = (
            (lambda: self.go_to_page(self.page_number - 1))
            if whole_pages
            else (lambda: bar.setValue(bar.value() - screen))
        )
        sideways = aside.maximum() > 0
        return {
            Qt.Key.Key_PageDown: down,
            Qt.Key.Key_PageUp: up,
            Qt.Key.Key_Space: up if is_back else down,
            Qt.Key.Key_Home: lambda: self.go_to_page(1),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
            Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + _LINE_PX),
            Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - _LINE_PX),
            Qt.Key.Key_Right: (lambda: aside.setValue(aside.value() + _LINE_PX)) if sideways else down,
            Qt.Key.Key_Left: (lambda: aside.setValue(aside.value() - _LINE_PX)) if sideways else up,
        }.get(Qt.Key(key))


def _within(position: int, length: int) -> tuple[float, int]:
    """Return a position as a share of a length, and how many pixels it lies beyond its ends."""
    inside = min(max(position, 0), length)
    return inside / length, position - inside
