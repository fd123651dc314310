"""The pack pane: the real public pack as it was built last, at the place that was looked at.

The window gives it finished PDFs as bytes. It follows the selection to an item's first page, and
a click on a page selects whose it is; scrolling selects nothing.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from packbuilder.app import settling
from packbuilder.app.preview.bookmarks import BookmarkTree
from packbuilder.app.preview.finding import FindBar, Finding
from packbuilder.app.preview.layout import Fit
from packbuilder.app.preview.no_pages import why_no_pages, wordings_of_line
from packbuilder.app.preview.notices import NoPagesBar, NothingYet, TroubleBanner
from packbuilder.app.preview.page_menu import PageMenu
from packbuilder.app.preview.page_names import PageNames
from packbuilder.app.preview.page_view import PageView
from packbuilder.app.preview.reader import LineFound, Opened
from packbuilder.app.preview.reading import Reading
from packbuilder.app.preview.thumbnails import ThumbnailList
from packbuilder.app.preview.tool_row import ToolRow, WorkingLine
from packbuilder.app.preview.whose_pages import SourcePage, WhosePages, whose_pages
from packbuilder.app.selection import Place, Selection
from packbuilder.app.session import Session
from packbuilder.meeting.meeting import Meeting
from packbuilder.worker.messages import PackPage

_SIDE_PX = 240
_HANDLE_PX = 5
_LEAST_VIEW_PX = 160
_NAMED_AFTER_MS = 100


class SidePanel(StrEnum):
    """What is shown at the side of the pages."""

    NONE = "none"
    THUMBNAILS = "thumbnails"
    BOOKMARKS = "bookmarks"


class PackPane(QWidget):
    """Shows the public pack."""

    page_changed = Signal(int)
    """The number, from 1, of the page that is looked at now; 0 without a pack."""

    pack_shown = Signal()
    """The pack handed in last is the one that is shown; its pictures come."""

    view_changed = Signal()
    """``zoom``, ``fit`` or ``side_panel`` is another one: for a window that keeps them."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        """Show a place for a pack that is still to be built."""
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self._pages = WhosePages()
        self._pages_to_come: dict[int, WhosePages] = {}
        self._place_to_come: Place | None = None
        self._page_to_come: tuple[str, int] | None = None
        self._place_that_is_seen: Place | None = None
        self._page_of_menu = 0
        self._is_selecting = False
        self._has_own_trouble = False
        self._reading = Reading(self)
        self._finding = Finding(self._reading, self)
        self._view = PageView(self._reading)
        self._view.setAccessibleName(self.tr("Public pack"))
        self._thumbnails = ThumbnailList(self._reading)
        self._bookmarks = BookmarkTree()
        self._tools = ToolRow()
        self._page_menu = PageMenu(self)
        self._working = WorkingLine()
        self._find_bar = FindBar(self._finding)
        self._trouble = TroubleBanner()
        self._no_pages = NoPagesBar()
        # Not with every letter of a subject that is typed.
        self._name_soon = QTimer(self, singleShot=True, interval=_NAMED_AFTER_MS)
        self._name_soon.timeout.connect(self._name_again)
        self._set_up_rows()
        self._connect()
        self._name_pages()
        self._show_or_not()

    # What the window asks for.

    def show_pack(self, pdf: bytes, pages: tuple[PackPage, ...], meeting: Meeting | None = None) -> None:
        """Show another pack in place of the one that is shown, without losing the place.

        Args:
            pdf: The finished file. One that cannot be read leaves the one before, and says so.
            pages: Whose each of its pages is.
            meeting: What it was built of; None is the meeting as it is now.
        """
        self._pages_to_come[self._reading.open(pdf)] = whose_pages(
            pages, meeting or self._session.meeting, self._session.whole_facts
        )

    def set_working(self, is_working: bool) -> None:
        """Show that a newer pack is being built, or no longer."""
        self._working.set_working(is_working)

    def show_trouble(self, what: str, next_step: str) -> None:
        """Say above the last pack why it is not up to date."""
        self._has_own_trouble = False
        self._show_trouble(what, next_step)

    def clear_trouble(self) -> None:
        """Say nothing of it any more."""
        self._has_own_trouble = False
        self._trouble.hide()

    def close_pack(self) -> None:
        """Close the pack, show none, and wait for the thread that reads it to end."""
        self._find_bar.hide()
        self._finding.stop()
        self._reading.close()
        self._pages = WhosePages()
        self._pages_to_come.clear()
        self._place_to_come = self._page_to_come = None
        self._view.show_pages(())
        self._thumbnails.show_pages((), lambda page_index: "")
        self._bookmarks.show_bookmarks(())
        self._show_or_not()
        self._say_no_pages()

    @property
    def page_number(self) -> int:
        """The number, from 1, of the page that is looked at; 0 without a pack."""
        return self._view.page_number

    @property
    def page_count(self) -> int:
        """How many pages the pack has; 0 without one."""
        return self._view.page_count

    @property
    def is_settled(self) -> bool:
        """Whether everything that is in view is drawn, and nothing is being looked for."""
        return not (self._reading.is_at_work or self._view.is_waiting or self._thumbnails.is_waiting)

    @property
    def zoom(self) -> float:
        """How large the pages are; 1.0 is as large as on paper. Setting it lets go of any fit."""
        return self._view.zoom

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._view.set_zoom(zoom)

    @property
    def fit(self) -> Fit:
        """What the size of the pages follows: the width of the pane, its height too, or nothing."""
        return self._view.fit

    @fit.setter
    def fit(self, fit: Fit) -> None:
        self._view.set_fit(fit)

    @property
    def side_panel(self) -> SidePanel:
        """What is shown at the side."""
        if self._side.isHidden():
            return SidePanel.NONE
        is_first = self._side.currentWidget() is self._thumbnails
        return SidePanel.THUMBNAILS if is_first else SidePanel.BOOKMARKS

    @side_panel.setter
    def side_panel(self, panel: SidePanel) -> None:
        if panel is not SidePanel.NONE:
            self._side.setCurrentWidget(
                self._thumbnails if panel is SidePanel.THUMBNAILS else self._bookmarks
            )
            self._last_panel = panel
        is_shown = panel is not SidePanel.NONE
        self._side.setVisible(is_shown)
        if is_shown:
            self._widen_side()
        self._tools.side.setChecked(is_shown)
        self.view_changed.emit()

    def go_to_page(self, page_number: int) -> None:
        """Bring a page into view, counted from 1."""
        self._place_to_come = self._page_to_come = None
        self._view.go_to_page(page_number)

    def go_to_document_page(self, document_id: str, page_number: int) -> bool:
        """Bring a page of a document into view, by its number there; return whether it is in the pack."""
        for page_index, page in enumerate(self._pages.pages):
            source = self._pages.source(page_index)
            if page.document_id == document_id and source is not None and source.number == page_number:
                self.go_to_page(page_index + 1)
                return True
        return False

    def go_to_page_field(self) -> None:
        """Put the cursor where a page number is typed."""
        if self.page_count:
            self._tools.go_to_field()

    @property
    def can_change_page(self) -> bool:
        """Whether the page that is looked at can be turned and left out: it is a document's."""
        return self._editable_page(self.page_number - 1) is not None

    def turn_page(self, degrees: int) -> None:
        """Turn the page that is looked at by so many degrees clockwise."""
        self._turn(self.page_number - 1, degrees)

    def leave_page_out(self) -> None:
        """Leave the page that is looked at out of the pack."""
        self._leave_out(self.page_number - 1)

    def zoom_in(self) -> None:
        """Make the pages larger."""
        self._view.zoom_in()

    def zoom_out(self) -> None:
        """Make the pages smaller."""
        self._view.zoom_out()

    def zoom_to_fit_width(self) -> None:
        """Make the pages as wide as there is room."""
        self._view.set_fit(Fit.WIDTH)

    def zoom_to_fit_page(self) -> None:
        """Make the pages so large that a whole one is seen."""
        self._view.set_fit(Fit.PAGE)

    def actual_size(self) -> None:
        """Make the pages as large as on paper."""
        self._view.set_zoom(1.0)

    def open_find(self) -> None:
        """Show the bar that looks for words in the pack."""
        if self.page_count:
            self._find_bar.open_bar()

    def find_next(self) -> None:
        """Go to the next place where the words stand; ask for words if there are none."""
        if self._finding.words:
            self._finding.next()
        else:
            self.open_find()

    def find_previous(self) -> None:
        """Go to the place before where the words stand; ask for words if there are none."""
        if self._finding.words:
            self._finding.previous()
        else:
            self.open_find()

    def toggle_thumbnails(self) -> None:
        """Show the small pages at the side, or no longer."""
        self._toggle(SidePanel.THUMBNAILS)

    def toggle_bookmarks(self) -> None:
        """Show the bookmarks at the side, or no longer."""
        self._toggle(SidePanel.BOOKMARKS)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the side its width, if it was asked for before there was any."""
        super().showEvent(event)
        self._widen_side()

    def sizeHint(self) -> QSize:
        """Return the size at which a page reads well."""
        return QSize(450, 640)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the whole pane: find, the next hit, go to a page."""
        modifiers, key = event.modifiers(), event.key()
        ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_F and ctrl and shift:
            self.open_find()
        elif key == Qt.Key.Key_G and ctrl:
            self.go_to_page_field()
        elif key == Qt.Key.Key_F3:
            (self.find_previous if shift else self.find_next)()
        elif key == Qt.Key.Key_Escape and not self._find_bar.isHidden():
            self._find_bar.close_bar()
        else:
            super().keyPressEvent(event)

    # How it is made.

    def _set_up_rows(self) -> None:
        self._side = QTabWidget()
        self._side.setDocumentMode(True)
        self._side.tabBar().setAccessibleName(self.tr("Pages or bookmarks"))
        self._side.addTab(self._thumbnails, self.tr("Pages"))
        self._side.addTab(self._bookmarks, self.tr("Bookmarks"))
        self._side.tabBar().setUsesScrollButtons(False)
        self._side.setMinimumWidth(self._side.tabBar().sizeHint().width())
        self._side.hide()
        self._last_panel = SidePanel.THUMBNAILS
        self._nothing = NothingYet()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(_HANDLE_PX)
        self._splitter.addWidget(self._side)
        self._splitter.addWidget(self._view)
        self._splitter.setStretchFactor(1, 1)
        self._has_side_width = False
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._splitter)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._tools, self._working, self._find_bar, self._trouble, self._no_pages):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        reading, view, tools, find_bar = self._reading, self._view, self._tools, self._find_bar
        reading.opened.connect(self._take_pack)
        reading.not_opened.connect(self._keep_pack)
        reading.line_found.connect(self._go_to_line)
        view.page_changed.connect(self._show_page)
        view.page_clicked.connect(self._select_page)
        view.zoom_changed.connect(self._show_zoom)
        view.moved_by_hand.connect(self._forget_place_to_come)
        view.menu_wanted.connect(self._open_page_menu)
        self._thumbnails.menu_wanted.connect(self._open_page_menu)
        tools.page_menu.aboutToShow.connect(self._offer_current_page)
        for menu in (self._page_menu, tools.page_menu):
            menu.turn_wanted.connect(lambda degrees: self._turn(self._page_of_menu, degrees))
            menu.leave_out_wanted.connect(lambda: self._leave_out(self._page_of_menu))
        tools.page_wanted.connect(self._go_from_field)
        tools.zoom_in_wanted.connect(self.zoom_in)
        tools.zoom_out_wanted.connect(self.zoom_out)
        tools.fit_wanted.connect(view.set_fit)
        tools.zoom_wanted.connect(lambda zoom: view.set_zoom(zoom))
        tools.find_wanted.connect(self._find_wanted)
        tools.side_wanted.connect(self._toggle_side)
        self._side.currentChanged.connect(self._remember_panel)
        self._thumbnails.page_chosen.connect(self.go_to_page)
        self._bookmarks.page_chosen.connect(self.go_to_page)
        find_bar.words_changed.connect(self._look_for)
        find_bar.next_wanted.connect(self._finding.next)
        find_bar.previous_wanted.connect(self._finding.previous)
        find_bar.closed.connect(self._close_find)
        self._finding.changed.connect(lambda: view.show_hits(self._finding.hits, self._finding.here))
        self._finding.went_to.connect(view.show_area)
        self._session.changed.connect(self._meeting_changed)
        self._session.undone.connect(self._stay_where_it_is_seen)
        self._session.documents_changed.connect(self._say_no_pages)
        self._session.pages_changed.connect(self._say_no_pages)
        self._selection.changed.connect(self._follow_selection)
        self._selection.go_to.connect(self._follow_selection)

    # A pack comes.

    def _take_pack(self, opened: Opened) -> None:
        before, after = self._pages, self._pages_to_come.pop(opened.generation, WhosePages())
        for generation in [known for known in self._pages_to_come if known < opened.generation]:
            del self._pages_to_come[generation]
        sizes = opened.page_sizes
        count_before, count = self._view.page_count, len(sizes)
        pages_before = before if count_before else None
        current = self._view.page_number - 1

        def same_page(page_index: int) -> int:
            return before.same_page_in(after, page_index, count)

        def page_before(page_index: int) -> int | None:
            if pages_before is None:
                return None
            there = after.same_page_in(before, page_index, count_before)
            return there if after.is_same_page(page_index, before, there) else None

        selected = self._selection.place
        was_seen = count_before and before.whose(current).item_id == selected.item_id != ""
        about = same_page(current) if count_before else 0
        in_view = [*self._view.pages_in_view_of(sizes, about), *self._thumbnails.rows_in_view()]
        self._reading.pictures.begin_again(page_before, [index for index in in_view if index < count])
        went = before.source(current) if count_before else None
        if went is not None and before.whose(current) not in after.indices:
            # Its pages are being made anew, and come back in a moment: so does the clerk.
            self._page_to_come = before.whose(current).document_id, went.number
        self._pages = after
        self._name_pages(count)
        self._view.show_pages(sizes, same_page if count_before else None)
        self._thumbnails.show_pages(sizes, lambda page_index: self._names.spoken(page_index))
        self._bookmarks.show_bookmarks(opened.bookmarks)
        self._thumbnails.follow(self.page_number)
        self._bookmarks.follow(self.page_number)
        if self._has_own_trouble:
            self.clear_trouble()
        self._show_or_not()
        if self._place_to_come is not None and self._pages.first_page_of(self._place_to_come) is not None:
            self._show_place(self._place_to_come)
        elif was_seen and after.first_page_of(Place(selected.item_id)) is None:
            # Its pages were taken out before the clerk's eyes: what comes next is not theirs.
            page_to_come = self._page_to_come
            self._show_place(selected)
            self._page_to_come = page_to_come
        if self._page_to_come is not None and self.go_to_document_page(*self._page_to_come):
            self._page_to_come = None
        if self._finding.words:
            self._finding.begin(self._finding.words, max(0, self.page_number - 1), count, stay=True)
        self._say_no_pages()
        self.pack_shown.emit()

    def _keep_pack(self) -> None:
        # Only here is known that the file is no PDF; what it should have been, the window knows.
        self._show_trouble(
            self.tr("The pack that was built just now cannot be read."),
            self.tr("It will be built again with the next change.")
            if self.page_count
            else self.tr("Change anything in the agenda, and it will be built again."),
        )
        self._has_own_trouble = True

    def _show_trouble(self, what: str, next_step: str) -> None:
        words = self.tr("Not up to date: {what} {next_step}") if self.page_count else "{what} {next_step}"
        self._trouble.say(words.format(what=what, next_step=next_step).strip())

    def _name_pages(self, count: int | None = None) -> None:
        self._name_soon.stop()
        count = self._view.page_count if count is None else count
        self._names = PageNames(self._session.meeting, self._pages, count)
        self._view.set_names(self._names.under)

    def _name_again(self) -> None:
        self._name_pages()
        self._describe()
        self._say_no_pages()

    def _show_or_not(self) -> None:
        self._stack.setCurrentWidget(self._splitter if self.page_count else self._nothing)
        # Who comes to the pane by F6 wants to scroll; a view that is hidden cannot take the cursor.
        self.setFocusProxy(self._view if self.page_count else None)  # type: ignore[arg-type]  # None is none
        self._nothing.say(
            self.tr("The pack appears here as soon as it is built.")
            if self._session.meeting.items
            else self.tr("The pack appears here.\nAdd the first item to the agenda to begin.")
        )

    # Places.

    def _follow_selection(self, place: Place) -> None:
        if not self._is_selecting and place != self._place_that_is_seen:
            self._show_place(place)
        self._say_no_pages()

    def _stay_where_it_is_seen(self, place: Place) -> None:
        """Do not go to the first page of a document in which an edit was undone that is looked at already."""
        whose = self._pages.whose(self.page_number - 1)
        if place.document_id and Place(whose.item_id, whose.document_id) == place:
            self._place_that_is_seen = place
            QTimer.singleShot(0, self, self._forget_place_that_is_seen)

    def _forget_place_that_is_seen(self) -> None:
        self._place_that_is_seen = None

    def _show_place(self, place: Place) -> None:
        """Bring the first page of a place into view, or, if it has none yet, where it will come."""
        self._reading.forget_line()
        self._page_to_come = None
        page_index = self._pages.first_page_of(place)
        if page_index is not None and page_index < self.page_count:
            self._place_to_come = None
            self._view.go_to_page(page_index + 1)
            return
        self._place_to_come = place
        coming = self._session.page_numbers.first_pages.get(place.document_id or place.item_id)
        if coming is not None:
            self._view.go_to_page(coming)
        elif place.item_id and self.page_count:
            self._look_for_line(place.item_id)

    def _look_for_line(self, item_id: str) -> None:
        """Bring an item's line on the agenda into view, in place of the pages that it has not."""
        front_count = self._pages.front_page_count
        if front_count < 2:
            self._view.go_to_page(1)
        self._reading.find_line(wordings_of_line(self._session, item_id), front_count)

    def _go_to_line(self, found: LineFound) -> None:
        if found.hit:
            self._view.show_area(found.page_index, found.hit[0])
        else:
            self._view.go_to_page(1)

    def _say_no_pages(self) -> None:
        """Say why the place that is selected is not seen, if it is not."""
        place = self._selection.place
        page_index = self._pages.first_page_of(place)
        is_seen = page_index is not None and page_index < self.page_count
        is_told = self.page_count and place.item_id and not is_seen
        self._no_pages.say(why_no_pages(self._session, place) if is_told else "")

    def _forget_place_to_come(self) -> None:
        self._place_to_come = self._page_to_come = None
        self._reading.forget_line()

    def _select_page(self, page_index: int) -> None:
        page = self._pages.whose(page_index)
        place = Place(page.item_id, page.document_id)
        if not self._session.holds(place):
            return
        self._place_to_come = None
        self._is_selecting = True
        try:
            self._selection.select(place)
        finally:
            self._is_selecting = False

    def _show_page(self, page_number: int) -> None:
        self._tools.show_page(page_number, self.page_count)
        self._thumbnails.follow(page_number)
        self._bookmarks.follow(page_number)
        self._describe()
        self.page_changed.emit(page_number)

    def _describe(self) -> None:
        if self._name_soon.isActive():
            self._name_pages()
        page_number = self.page_number
        self._view.setAccessibleDescription(self._names.spoken(page_number - 1) if page_number else "")

    def _go_from_field(self, page_number: int) -> None:
        self.go_to_page(page_number)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_zoom(self) -> None:
        self._tools.show_zoom(self._view.zoom, self._view.fit)
        self.view_changed.emit()

    def _meeting_changed(self, before: Meeting) -> None:
        self._name_soon.start()
        if not self.page_count:
            self._show_or_not()

    # One page.

    def _open_page_menu(self, page_index: int, at: QPoint) -> None:
        self._offer(self._page_menu, page_index)
        self._page_menu.popup(at)

    def _offer_current_page(self) -> None:
        self._offer(self._tools.page_menu, self.page_number - 1)

    def _offer(self, menu: PageMenu, page_index: int) -> None:
        self._page_of_menu = page_index
        menu.show_state(can_be_edited=self._editable_page(page_index) is not None)

    def _editable_page(self, page_index: int) -> tuple[Place, SourcePage] | None:
        """Return which page of which document a page is, if that can be turned and left out now."""
        page, source = self._pages.whose(page_index), self._pages.source(page_index)
        if source is None or self._session.is_read_only or page.document_id not in self._session.facts:
            return None
        shown = self._pages.documents[page.document_id]
        for item, document in self._session.meeting.documents():
            # The pack that is seen may be a moment old, and the file another one by now.
            if document.id == shown.id and document.sha256 == shown.sha256:
                return Place(item.id, document.id), source
        return None

    def _turn(self, page_index: int, degrees: int) -> None:
        found = self._editable_page(page_index)
        if found is not None:
            place, source = found
            settling.turn(self._session, place, source.number, degrees)

    def _leave_out(self, page_index: int) -> None:
        found = self._editable_page(page_index)
        if found is not None:
            place, source = found
            settling.leave_out(self._session, place, source.number)

    # Side panel and find.

    def _toggle(self, panel: SidePanel) -> None:
        self.side_panel = SidePanel.NONE if self.side_panel is panel else panel

    def _widen_side(self) -> None:
        # Once: afterwards it is as wide as the clerk has drawn it.
        if self._has_side_width or self._side.isHidden() or not self.isVisible():
            return
        self._has_side_width = True
        side = max(self._side.minimumWidth(), min(_SIDE_PX, self.width() - _LEAST_VIEW_PX))
        self._splitter.setSizes([side, max(1, self.width() - side - _HANDLE_PX)])

    def _toggle_side(self) -> None:
        is_hidden = self.side_panel is SidePanel.NONE
        self.side_panel = self._last_panel if is_hidden else SidePanel.NONE

    def _remember_panel(self) -> None:
        if self.side_panel is not SidePanel.NONE:
            self._last_panel = self.side_panel
            self.view_changed.emit()

    def _find_wanted(self) -> None:
        if self._find_bar.isHidden():
            self.open_find()
        else:
            self._find_bar.close_bar()

    def _look_for(self, words: str) -> None:
        self._finding.begin(words, max(0, self.page_number - 1), self.page_count)

    def _close_find(self) -> None:
        self._find_bar.hide()
        self._finding.stop()
        if self.page_count:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
