"""The one thread in which PDFium works. It touches no Qt: it takes orders, and leaves answers in a queue.

Pictures come before everything else, in the order of the lists that were asked for last: what
scrolled away is forgotten before it is drawn. Between two pictures a search goes one page on.
Every pack has a generation number, which each answer about it repeats.
"""

from __future__ import annotations

import dataclasses
import queue
import threading
from collections.abc import Iterator, Sequence

from packbuilder.app.preview.open_pack import Bitmap, Hit, OpenPack, PackBookmark, PageLink, Tile

MOST_HITS = 2000
"""Where a search stops: nobody steps through more, and their areas take room."""


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """A pack is open. ``page_sizes`` are widths and heights in points."""

    generation: int
    page_sizes: tuple[tuple[float, float], ...]
    bookmarks: tuple[PackBookmark, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class NotOpened:
    """A pack could not be opened; the one before it still is."""

    generation: int


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, or None where PDFium cannot draw the page."""

    generation: int
    tile: Tile
    bitmap: Bitmap | None


@dataclasses.dataclass(frozen=True, slots=True)
class LinksRead:
    """The links of a page. They come with its first picture."""

    generation: int
    page_index: int
    links: tuple[PageLink, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """How far a search is: what stands on one more page, and whether that was the last one."""

    search: int
    page_index: int
    hits: tuple[Hit, ...]
    is_last: bool


@dataclasses.dataclass(frozen=True, slots=True)
class LineFound:
    """Where one of several wordings first stands in a pack; ``hit`` is None if none does."""

    number: int
    page_index: int
    hit: Hit | None


PDFIUM_LOCK = threading.Lock()
"""Held by whoever calls PDFium: it does one thing at a time, and each window has a reader of its own."""

Answer = Opened | NotOpened | Drawn | LinksRead | Found | LineFound


@dataclasses.dataclass(slots=True)
class _Search:
    number: int
    words: str
    pages: Iterator[int]
    left: int
    hit_count: int = 0


class Reader:
    """Reads packs in a thread of its own, which starts with the first pack."""

    def __init__(self) -> None:
        """Have no thread yet."""
        self.answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._something_to_do = threading.Condition()
        self._thread: threading.Thread | None = None
        # Under the condition's lock:
        self._to_open: tuple[int, bytes] | None = None
        self._wanted: dict[str, tuple[int, list[Tile]]] = {}
        self._search: _Search | None = None
        self._line: tuple[int, tuple[str, ...], int] | None = None
        self._is_closing = False
        self._is_busy = False
        # The thread's own:
        self._pack: OpenPack | None = None
        self._generation = 0
        self._pages_with_links: set[int] = set()

    @property
    def is_at_work(self) -> bool:
        """Whether an answer is on its way or waits in the queue."""
        with self._something_to_do:
            at_work = self._is_busy or self._has_work()
        return at_work or not self.answers.empty()

    @property
    def is_running(self) -> bool:
        """Whether there is a thread."""
        return self._thread is not None and self._thread.is_alive()

    def open(self, generation: int, pdf: bytes) -> None:
        """Open a pack in place of the one that is open; pictures of that one are asked for no more."""
        with self._something_to_do:
            self._to_open = generation, pdf
            self._search = None
            self._is_closing = False
            if not self.is_running:
                self._thread = threading.Thread(target=self._work, name="pack reader", daemon=True)
                self._thread.start()
            self._something_to_do.notify()

    def want(self, who: str, generation: int, tiles: Sequence[Tile]) -> None:
        """Ask for pictures of a pack, the most urgent first, in place of what ``who`` asked for before.

        Those who ask are served in the order of their names.
        """
        with self._something_to_do:
            self._wanted[who] = generation, list(tiles)
            self._something_to_do.notify()

    def search(self, number: int, words: str, first_page_index: int, page_count: int) -> None:
        """Look for words in the open pack, from a page on and round to it again."""
        with self._something_to_do:
            order = [(first_page_index + offset) % page_count for offset in range(page_count)]
            self._search = _Search(number, words, iter(order), page_count) if words and order else None
            self._something_to_do.notify()

    def find_line(self, number: int, wordings: Sequence[str], page_count: int) -> None:
        """Look on the first pages of the open pack for the first wording that stands there."""
        with self._something_to_do:
            self._line = number, tuple(wordings), page_count
            self._something_to_do.notify()

    def stop_search(self) -> None:
        """Look no further."""
        with self._something_to_do:
            self._search = None

    def close(self) -> None:
        """Stop after what is being drawn, close the pack, and wait for the thread to end."""
        with self._something_to_do:
            self._is_closing = True
            self._something_to_do.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        while not self.answers.empty():
            self.answers.get()

    # In the thread.

    def _work(self) -> None:
        try:
            self._serve()
        finally:
            with self._something_to_do:
                self._is_busy = False
                self._to_open, self._search, self._line = None, None, None
                self._wanted.clear()
            if self._pack is not None:
                with PDFIUM_LOCK:
                    self._pack.close()
                self._pack = None

    def _serve(self) -> None:
        while True:
            with self._something_to_do:
                self._is_busy = False
                while not self._is_closing and not self._has_work():
                    self._something_to_do.wait()
                if self._is_closing:
                    return
                self._is_busy = True
                to_open, self._to_open = self._to_open, None
                line = None if to_open else self._line
                if line:
                    self._line = None
                tile = None if to_open or line else self._next_tile()
                search = None if to_open or line or tile else self._search
            with PDFIUM_LOCK:
                if to_open:
                    self._open(*to_open)
                elif line:
                    self._find_line(*line)
                elif tile:
                    self._draw(tile)
                elif search:
                    self._search_on(search)

    def _has_work(self) -> bool:
        are_pictures_wanted = any(tiles for _, tiles in self._wanted.values())
        return bool(self._to_open or self._line or self._search or are_pictures_wanted)

    def _next_tile(self) -> Tile | None:
        for who in sorted(self._wanted):
            generation, tiles = self._wanted[who]
            if generation != self._generation:
                tiles.clear()
            elif tiles:
                return tiles.pop(0)
        return None

    def _open(self, generation: int, pdf: bytes) -> None:
        try:
            pack = OpenPack(pdf)
        except ValueError:
            self.answers.put(NotOpened(generation))
            return
        if self._pack is not None:
            self._pack.close()
        self._pack, self._generation = pack, generation
        self._pages_with_links.clear()
        self.answers.put(Opened(generation, pack.page_sizes(), pack.bookmarks()))

    def _draw(self, tile: Tile) -> None:
        if self._pack is None:
            return
        try:
            bitmap = self._pack.draw(tile)
        except MemoryError:
            bitmap = None
        self.answers.put(Drawn(self._generation, tile, bitmap))
        if tile.page_index not in self._pages_with_links:
            self._pages_with_links.add(tile.page_index)
            links = self._pack.links_on(tile.page_index)
            self.answers.put(LinksRead(self._generation, tile.page_index, links))

    def _find_line(self, number: int, wordings: Sequence[str], page_count: int) -> None:
        pack = self._pack
        for words in wordings:
            if pack is None:
                break
            for page_index in range(min(page_count, pack.page_count)):
                hits = pack.find_on(page_index, words)
                if hits:
                    self.answers.put(LineFound(number, page_index, hits[0]))
                    return
        self.answers.put(LineFound(number, 0, None))

    def _search_on(self, search: _Search) -> None:
        page_index = next(search.pages)
        search.left -= 1
        hits = self._pack.find_on(page_index, search.words) if self._pack is not None else ()
        search.hit_count += len(hits)
        is_last = not search.left or search.hit_count >= MOST_HITS
        if is_last:
            with self._something_to_do:
                if self._search is search:
                    self._search = None
        if hits or is_last:
            self.answers.put(Found(search.number, page_index, hits, is_last))
