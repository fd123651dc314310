"""The window's end of the reader: gives it orders, and passes on what it answers as signals."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from packbuilder.app.preview.open_pack import Tile
from packbuilder.app.preview.pictures import Pictures
from packbuilder.app.preview.reader import Drawn, Found, LineFound, LinksRead, NotOpened, Opened, Reader

_LOOKS_EVERY_MS = 8
_LOOKS_FOR_S = 0.008

_MOST_BYTES_WANTED = 48 * 1024 * 1024
"""More pictures than there is room for would push each other out."""


class Reading(QObject):
    """Reads packs, and keeps the pictures of the one that is shown."""

    opened = Signal(object)
    """An ``Opened``: that pack takes the place of the one before; nothing of it is drawn yet."""

    not_opened = Signal()
    """The pack handed in last cannot be opened."""

    drawn = Signal(int)
    """There is a new picture of the page with this index, or it turned out that there cannot be one."""

    links_read = Signal(object)
    """A ``LinksRead``."""

    found = Signal(object)
    """A ``Found``."""

    line_found = Signal(object)
    """A ``LineFound``."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Have no pack yet."""
        super().__init__(parent)
        self.reader = Reader()
        self.pictures = Pictures()
        self._generation_shown = 0
        self._generation_asked = 0
        self._search = 0
        self._line = 0
        # The thread may not touch Qt, so nothing wakes us: we look, while there is something to come.
        self._look = QTimer(self)
        self._look.setInterval(_LOOKS_EVERY_MS)
        self._look.setTimerType(Qt.TimerType.PreciseTimer)
        self._look.timeout.connect(self._take_answers)
        self.destroyed.connect(self.reader.close)

    def open(self, pdf: bytes) -> int:
        """Open a pack, and return its generation; ``opened`` or ``not_opened`` tells when.

        One that is still to be opened as the next comes is left out.
        """
        self._generation_asked += 1
        self.reader.open(self._generation_asked, pdf)
        self._look.start()
        return self._generation_asked

    def want(self, who: str, tiles: Iterable[Tile]) -> None:
        """Ask for pictures of the pack that is shown, the most urgent first.

        It replaces what ``who`` asked for before; those who ask are served in the order of their names.
        """
        wanted, byte_count = [], 0
        for tile in tiles:
            byte_count += tile.byte_count
            if byte_count > _MOST_BYTES_WANTED:
                break
            wanted.append(tile)
        for tile in reversed(wanted):
            self.pictures.get(tile)  # The most urgent is then the last to go.
        missing = [
            tile
            for tile in wanted
            if tile not in self.pictures and not self.pictures.cannot_draw(tile.page_index)
        ]
        self.reader.want(who, self._generation_shown, missing)
        if missing:
            self._look.start()

    def search(self, words: str, first_page_index: int, page_count: int) -> int:
        """Look for words from a page on; return the number that ``found`` gives with the answers."""
        self._search += 1
        self.reader.search(self._search, words, first_page_index, page_count)
        self._look.start()
        return self._search

    def find_line(self, wordings: Sequence[str], page_count: int) -> None:
        """Look on the first pages for the first wording that stands there; ``line_found`` tells where."""
        self._line += 1
        self.reader.find_line(self._line, wordings, page_count)
        self._look.start()

    def forget_line(self) -> None:
        """Look for no line any more."""
        self._line += 1

    def stop_search(self) -> None:
        """Look no further."""
        self._search += 1
        self.reader.stop_search()

    def close(self) -> None:
        """Close the pack and end the thread."""
        self._look.stop()
        self.reader.close()
        self.pictures.begin_again(lambda page_index: None, ())
        self._generation_shown = 0

    @property
    def is_at_work(self) -> bool:
        """Whether something is still to come."""
        return self.reader.is_at_work

    def _take_answers(self) -> None:
        stop_at = time.monotonic() + _LOOKS_FOR_S
        at_work = self.reader.is_at_work
        pages: dict[int, None] = {}
        while not self.reader.answers.empty() and time.monotonic() < stop_at:
            answer = self.reader.answers.get()
            if isinstance(answer, Drawn):
                if answer.generation == self._generation_shown:
                    self.pictures.add(answer.tile, answer.bitmap)
                    pages[answer.tile.page_index] = None
            elif isinstance(answer, LinksRead):
                if answer.generation == self._generation_shown:
                    self.links_read.emit(answer)
            elif isinstance(answer, Found):
                if answer.search == self._search:
                    self.found.emit(answer)
            elif isinstance(answer, LineFound):
                if answer.number == self._line:
                    self.line_found.emit(answer)
            elif isinstance(answer, Opened):
                self._generation_shown = answer.generation
                self.opened.emit(answer)
            elif isinstance(answer, NotOpened) and answer.generation == self._generation_asked:
                self.not_opened.emit()
        self._tell(list(pages))
        if not at_work and not self.reader.is_at_work:
            self._look.stop()

    def _tell(self, page_indices: Sequence[int]) -> None:
        for page_index in page_indices:
            self.drawn.emit(page_index)
