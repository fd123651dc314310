"""Find in the pack: the search as it grows, and the slim bar that it is asked for with."""

from __future__ import annotations

import bisect

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from packbuilder.app.preview.open_pack import Area, Hit
from packbuilder.app.preview.reader import MOST_HITS, Found
from packbuilder.app.preview.reading import Reading
from packbuilder.app.theme import SPACE, theme

_SEARCHES_AFTER_MS = 150


class Finding(QObject):
    """One search: what was found so far, and which of it is shown."""

    changed = Signal()
    """Something more was found, or another hit is shown."""

    went_to = Signal(int, object)
    """The page index and the ``Area`` of a hit to bring into view."""

    def __init__(self, reading: Reading, parent: QObject | None = None) -> None:
        """Look for nothing yet."""
        super().__init__(parent)
        self._reading = reading
        self._search = 0
        self._may_go = True
        self.words = ""
        self.hits: dict[int, tuple[Hit, ...]] = {}
        self.here: tuple[int, int] | None = None
        """The page index and the position in its hits of the one that is shown."""
        self.is_searching = False
        reading.found.connect(self._take)

    @property
    def count(self) -> int:
        """How many were found so far."""
        return sum(map(len, self.hits.values()))

    @property
    def number(self) -> int:
        """Which of them is shown, counted from 1 in the order of the pack; 0 is none."""
        if self.here is None:
            return 0
        page_index, position = self.here
        return sum(len(hits) for index, hits in self.hits.items() if index < page_index) + position + 1

    def begin(self, words: str, page_index: int, page_count: int, *, stay: bool = False) -> None:
        """Look for words from a page on.

        Args:
            words: What to look for; "" looks for nothing.
            page_index: Where to begin.
            page_count: How many pages the pack has.
            stay: Do not go to the first hit: the pack changed under a search that was made before.
        """
        self.words, self.hits, self.here = words, {}, None
        self._may_go = not stay
        self.is_searching = bool(words and page_count)
        if self.is_searching:
            self._search = self._reading.search(words, page_index, page_count)
        else:
            self._reading.stop_search()
        self.changed.emit()

    def stop(self) -> None:
        """Look for nothing, and mark nothing."""
        self.begin("", 0, 0)

    def next(self) -> None:
        """Go to the hit after the one that is shown; after the last comes the first."""
        self._step(1)

    def previous(self) -> None:
        """Go to the hit before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.count:
            if self.here is None:
                number = 0 if by > 0 else self.count - 1
            else:
                number = (self.number - 1 + by) % self.count
            self._go_to(number)

    def _go_to(self, number: int) -> None:
        pages = sorted(self.hits)
        ends, total = [], 0
        for page_index in pages:
            total += len(self.hits[page_index])
            ends.append(total)
        at = bisect.bisect_right(ends, number)
        page_index = pages[at]
        position = number - (ends[at] - len(self.hits[page_index]))
        self.here = page_index, position
        self.changed.emit()
        areas: tuple[Area, ...] = self.hits[page_index][position]
        if areas:
            self.went_to.emit(page_index, areas[0])

    def _take(self, found: Found) -> None:
        if found.search != self._search or not self.is_searching:
            return
        self.is_searching = not found.is_last
        if found.hits:
            is_first = not self.hits
            self.hits[found.page_index] = found.hits
            if is_first and self._may_go:
                self.here = found.page_index, 0
                if found.hits[0]:
                    self.went_to.emit(found.page_index, found.hits[0][0])
        self.changed.emit()


class FindBar(QWidget):
    """A field, a count, and the way to the next and the one before."""

    words_changed = Signal(str)
    next_wanted = Signal()
    previous_wanted = Signal()
    closed = Signal()

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        """Be closed at first."""
        super().__init__(parent)
        self._finding = finding
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in the pack"))
        self.field.setAccessibleName(self.tr("Find in the pack"))
        self.field.setClearButtonEnabled(False)
        self.field.installEventFilter(self)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SEARCHES_AFTER_MS)
        self._wait.timeout.connect(self._send)
        self._sent = ""
        self.field.textChanged.connect(lambda text: self._wait.start())

        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(SPACE // 2)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for icon, words, signal in (
            ("chevron-up", self.tr("Previous (Shift+Enter)"), self.previous_wanted),
            ("chevron-down", self.tr("Next (Enter)"), self.next_wanted),
            ("x", self.tr("Close (Esc)"), None),
        ):
            button = QToolButton()
            button.setToolTip(words)
            button.setAccessibleName(words.partition(" (")[0])
            theme().keep_icon(button, icon)
            button.clicked.connect(signal.emit if signal is not None else self.close_bar)
            row.addWidget(button)
        finding.changed.connect(self._show_count)
        self._show_count()
        self.hide()

    def open_bar(self) -> None:
        """Show the bar, with the cursor in its field and what it holds selected."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self._sent = ""
            self._wait.start()

    def close_bar(self) -> None:
        """Hide the bar and what it marked."""
        self._wait.stop()
        self._sent = ""
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter, Shift+Enter and Esc out of the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter(is_back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc from the buttons too."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _enter(self, *, is_back: bool) -> None:
        if self._wait.isActive():
            self._wait.stop()
            if self.field.text().strip() != self._sent:
                self._send()
                return
        (self.previous_wanted if is_back else self.next_wanted).emit()

    def _send(self) -> None:
        words = self.field.text().strip()
        if words != self._sent:
            self._sent = words
            self.words_changed.emit(words)

    def _show_count(self) -> None:
        finding = self._finding
        if not finding.words:
            words = ""
        elif not finding.count:
            words = self.tr("Looking\u2026") if finding.is_searching else self.tr("Not found")
        else:
            count = f"{finding.count:,}"
            if finding.is_searching:
                count += "\u2026"
            elif finding.count >= MOST_HITS:
                count += "+"
            if finding.number:
                words = self.tr("{number} of {count}").format(number=f"{finding.number:,}", count=count)
            else:
                words = self.tr("{count} found").format(count=count)
        self.count.setText(words)
        self.field.setAccessibleDescription(words)
        self.count.setProperty("role", "error" if words == self.tr("Not found") else "muted")
        self.count.style().unpolish(self.count)
        self.count.style().polish(self.count)
