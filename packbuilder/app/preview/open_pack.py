"""A finished pack open in PDFium: its page sizes, pictures, links, bookmarks and words. No Qt.

Only the reader's thread calls this: PDFium does one thing at a time. The raw interface is used
because its handles are closed here and nowhere else, never by whichever thread collects garbage.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

_DEVICE_UNITS = 1_000_000
_DEEPEST_BOOKMARK = 8
_MOST_BOOKMARKS = 5000
_WHITE = 0xFFFFFFFF
_BYTES_A_PIXEL = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Area:
    """Part of a page as the reader sees it; edges as shares of its width and height, top at 0."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point of the page lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclasses.dataclass(frozen=True, slots=True)
class Tile:
    """A picture to draw: part of a page at a size, in device pixels.

    The whole page is ``page_width`` by ``page_height``; the part begins at ``left``, ``top``.
    """

    page_index: int
    page_width: int
    page_height: int
    left: int
    top: int
    width: int
    height: int

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the page."""
        return self.width == self.page_width and self.height == self.page_height

    @property
    def byte_count(self) -> int:
        """How much memory its picture takes."""
        return self.width * self.height * _BYTES_A_PIXEL


@dataclasses.dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture that was drawn: rows of ``stride`` bytes, blue, green, red and nothing."""

    data: bytes
    width: int
    height: int
    stride: int


@dataclasses.dataclass(frozen=True, slots=True)
class PageLink:
    """Where a click on a page leads: another page of the pack, and how far down it (a share)."""

    area: Area
    page_index: int
    top: float


@dataclasses.dataclass(frozen=True, slots=True)
class PackBookmark:
    """An entry of the outline; ``page_index`` is None where it leads nowhere."""

    title: str
    page_index: int | None
    children: tuple[PackBookmark, ...] = ()


Hit = tuple[Area, ...]
"""Words that were found on a page: one area for each line they stand on."""


class OpenPack:
    """A pack that PDFium has open, from bytes."""

    def __init__(self, pdf: bytes) -> None:
        """Open it.

        Raises:
            ValueError: If PDFium cannot open it, or it has no pages.
        """
        self._pdf = pdf  # PDFium reads from these bytes for as long as it is open.
        self._handle = pdfium.FPDF_LoadMemDocument64(pdf, len(pdf), None)
        if not self._handle:
            raise ValueError("PDFium cannot open it")
        # Only with these are the fields of a form drawn, as other viewers do. Held: PDFium reads them.
        self._form_callbacks = pdfium.FPDF_FORMFILLINFO(version=2)
        self._form = pdfium.FPDFDOC_InitFormFillEnvironment(self._handle, self._form_callbacks)
        self.page_count = int(pdfium.FPDF_GetPageCount(self._handle))
        if not self.page_count:
            self.close()
            raise ValueError("it has no pages")

    def close(self) -> None:
        """Close it."""
        if self._handle:
            if self._form:
                pdfium.FPDFDOC_ExitFormFillEnvironment(self._form)
                self._form = None
            pdfium.FPDF_CloseDocument(self._handle)
            self._handle = None

    def page_sizes(self) -> tuple[tuple[float, float], ...]:
        """Return every page's width and height as seen, in points. A page without one counts as A4."""
        sizes = []
        size = pdfium.FS_SIZEF()
        for page_index in range(self.page_count):
            found = pdfium.FPDF_GetPageSizeByIndexF(self._handle, page_index, size)
            is_sound = found and size.width > 0 and size.height > 0
            sizes.append((size.width, size.height) if is_sound else (595.0, 842.0))
        return tuple(sizes)

    def bookmarks(self) -> tuple[PackBookmark, ...]:
        """Return the outline."""
        return self._bookmarks_under(None, 0, set())

    def draw(self, tile: Tile) -> Bitmap | None:
        """Draw part of a page on white; None if PDFium cannot."""
        with self._page(tile.page_index) as page:
            if not page:
                return None
            stride = tile.width * _BYTES_A_PIXEL
            buffer = (ctypes.c_ubyte * (stride * tile.height))()
            bitmap = pdfium.FPDFBitmap_CreateEx(
                tile.width, tile.height, pdfium.FPDFBitmap_BGRx, buffer, stride
            )
            if not bitmap:
                return None
            try:
                pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, tile.width, tile.height, _WHITE)
                place = (-tile.left, -tile.top, tile.page_width, tile.page_height, 0)
                pdfium.FPDF_RenderPageBitmap(bitmap, page, *place, pdfium.FPDF_ANNOT)
                if self._form:
                    pdfium.FPDF_FFLDraw(self._form, bitmap, page, *place, pdfium.FPDF_ANNOT)
                    pdfium.FORM_OnBeforeClosePage(page, self._form)
            finally:
                pdfium.FPDFBitmap_Destroy(bitmap)
            return Bitmap(bytes(buffer), tile.width, tile.height, stride)

    def links_on(self, page_index: int) -> tuple[PageLink, ...]:
        """Return the links of a page that lead to pages of the pack."""
        links = []
        with self._page(page_index) as page:
            if not page:
                return ()
            position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
            while pdfium.FPDFLink_Enumerate(page, position, link):
                target = self._target_of(link)
                rectangle = pdfium.FS_RECTF()
                if target is None or not pdfium.FPDFLink_GetAnnotRect(link, rectangle):
                    continue
                area = _area(page, rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
                links.append((area, *target))
        return tuple(
            PageLink(area, target_index, self._share_down(target_index, x, y))
            for area, target_index, x, y in links
        )

    def find_on(self, page_index: int, words: str) -> tuple[Hit, ...]:
        """Return where words stand on a page, in any mixture of capitals and small letters."""
        hits: list[Hit] = []
        wanted = ctypes.create_string_buffer((words + "\0").encode("utf-16-le", "surrogatepass"))
        with self._page(page_index) as page:
            text = pdfium.FPDFText_LoadPage(page) if page else None
            if not text:
                return ()
            try:
                search = pdfium.FPDFText_FindStart(
                    text, ctypes.cast(wanted, ctypes.POINTER(ctypes.c_ushort)), 0, 0
                )
                while pdfium.FPDFText_FindNext(search):
                    first = pdfium.FPDFText_GetSchResultIndex(search)
                    hits.append(_areas_of_text(page, text, first, pdfium.FPDFText_GetSchCount(search)))
                pdfium.FPDFText_FindClose(search)
            finally:
                pdfium.FPDFText_ClosePage(text)
        return tuple(hits)

    @contextlib.contextmanager
    def _page(self, page_index: int) -> Iterator[Any]:
        page = pdfium.FPDF_LoadPage(self._handle, page_index)
        try:
            yield page
        finally:
            if page:
                pdfium.FPDF_ClosePage(page)

    def _target_of(self, link: Any) -> tuple[int, float, float] | None:
        """Return the page that a link leads to and the point there, in that page's own units."""
        destination = pdfium.FPDFLink_GetDest(self._handle, link)
        if not destination:
            action = pdfium.FPDFLink_GetAction(link)
            if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_GOTO:
                return None
            destination = pdfium.FPDFAction_GetDest(self._handle, action)
        page_index = pdfium.FPDFDest_GetDestPageIndex(self._handle, destination) if destination else -1
        if not 0 <= page_index < self.page_count:
            return None
        has_x, has_y, has_zoom = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
        found = pdfium.FPDFDest_GetLocationInPage(destination, has_x, has_y, has_zoom, x, y, zoom)
        if not found or not has_y.value:
            return page_index, 0.0, float("inf")
        return page_index, x.value, y.value

    def _share_down(self, page_index: int, x: float, y: float) -> float:
        if y == float("inf"):
            return 0.0
        with self._page(page_index) as page:
            return min(1.0, max(0.0, _area(page, x, y, x, y).top)) if page else 0.0

    def _bookmarks_under(self, parent: Any, depth: int, seen: set[int]) -> tuple[PackBookmark, ...]:
        found = []
        bookmark = pdfium.FPDFBookmark_GetFirstChild(self._handle, parent)
        while bookmark and depth < _DEEPEST_BOOKMARK and len(seen) < _MOST_BOOKMARKS:
            address = ctypes.addressof(bookmark.contents)
            if address in seen:  # A damaged outline may bite its own tail.
                break
            seen.add(address)
            destination = pdfium.FPDFBookmark_GetDest(self._handle, bookmark)
            page_index = pdfium.FPDFDest_GetDestPageIndex(self._handle, destination) if destination else -1
            found.append(
                PackBookmark(
                    _title_of(bookmark),
                    page_index if 0 <= page_index < self.page_count else None,
                    self._bookmarks_under(bookmark, depth + 1, seen),
                )
            )
            bookmark = pdfium.FPDFBookmark_GetNextSibling(self._handle, bookmark)
        return tuple(found)


def _title_of(bookmark: Any) -> str:
    byte_count = pdfium.FPDFBookmark_GetTitle(bookmark, None, 0)
    buffer = ctypes.create_string_buffer(byte_count)
    pdfium.FPDFBookmark_GetTitle(bookmark, buffer, byte_count)
    return buffer.raw[: max(0, byte_count - 2)].decode("utf-16-le", errors="replace")


def _areas_of_text(page: Any, text: Any, first: int, count: int) -> Hit:
    areas = []
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for index in range(pdfium.FPDFText_CountRects(text, first, count)):
        if pdfium.FPDFText_GetRect(text, index, left, top, right, bottom):
            areas.append(_area(page, left.value, top.value, right.value, bottom.value))
    return tuple(areas)


def _area(page: Any, left: float, top: float, right: float, bottom: float) -> Area:
    """Turn a rectangle of the page's own units into shares of the page as it is seen."""
    corners = [_seen_at(page, left, top), _seen_at(page, right, bottom)]
    return Area(*_least(corners), *_most(corners))


def _seen_at(page: Any, x: float, y: float) -> tuple[float, float]:
    device_x, device_y = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _DEVICE_UNITS, _DEVICE_UNITS, 0, x, y, device_x, device_y)
    return device_x.value / _DEVICE_UNITS, device_y.value / _DEVICE_UNITS


def _least(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return min(x for x, _ in points), min(y for _, y in points)


def _most(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return max(x for x, _ in points), max(y for _, y in points)
