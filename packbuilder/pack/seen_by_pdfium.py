"""What a reader sees of a finished pack, by PDFium: how many pages, and which words stand where.

Half of the proof. Finding words needs every page's text, which is most of the proof's work.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

_DEVICE_UNITS = 1_000_000

_OBJECTS_OF_A_STAMP = 2
"""Its plate and its words."""


@dataclasses.dataclass(frozen=True, slots=True)
class Region:
    """Part of a page as the reader sees it; edges as shares of its width and height, top at 0."""

    left: float
    top: float
    right: float
    bottom: float


@dataclasses.dataclass(frozen=True, slots=True)
class ExpectedWords:
    """Words that should stand, whole, in a region of a page; ``page_index`` counts from 0.

    ``alone`` says that nothing else may stand there: on a page that packbuilder drew, a second
    number under the plate would be a wrong one.
    """

    page_index: int
    words: str
    region: Region
    alone: bool = False


class SeenPack:
    """A finished pack open in PDFium, by its raw interface: the pages of a large pack are many."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            ValueError: If PDFium cannot open it.
        """
        self._handle = pdfium.FPDF_LoadDocument(os.fsencode(path) + b"\0", None)
        if not self._handle:
            raise ValueError(f"PDFium cannot open {path}")

    def __enter__(self) -> SeenPack:
        """Return the open pack."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        pdfium.FPDF_CloseDocument(self._handle)

    @property
    def page_count(self) -> int:
        """How many pages PDFium finds."""
        return int(pdfium.FPDF_GetPageCount(self._handle))

    @property
    def acting_parts(self) -> int:
        """How many scripts and attached files PDFium finds at document level."""
        scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(self._handle)
        attachments = pdfium.FPDFDoc_GetAttachmentCount(self._handle)
        return int(max(0, scripts) + max(0, attachments))

    def page_size(self, page_index: int) -> tuple[float, float]:
        """Return a page's width and height as seen, in its own units (PDFium knows no UserUnit)."""
        size = pdfium.FS_SIZEF()
        pdfium.FPDF_GetPageSizeByIndexF(self._handle, page_index, size)
        return size.width, size.height

    def words_in(self, page_index: int, regions: Sequence[Region]) -> list[str | None]:
        """Return the words in each region of a page, white space folded; None if it cannot be opened."""
        with self._page(page_index) as (page, text):
            if not page:
                return [None] * len(regions)
            return [_words_in(page, text, region) for region in regions]

    def missing_words_on(self, page_index: int, expected: Sequence[ExpectedWords]) -> ExpectedWords | None:
        """Return the first of the expected words that are not where they should be on a page, or None.

        ``expected`` are all the stamps of that page, which were laid on it last.
        """
        with self._page(page_index) as (page, text):
            for one in expected:
                if not page:
                    return one
                if _holds(_words_in(page, text, one.region), one):
                    continue
                if one.alone or not _laid_last(page, text, one, _OBJECTS_OF_A_STAMP * len(expected)):
                    return one
        return None

    @contextlib.contextmanager
    def _page(self, page_index: int) -> Iterator[tuple[Any, Any]]:
        """Open a page and its text for the time being; the page is None if it cannot be opened."""
        page = pdfium.FPDF_LoadPage(self._handle, page_index)
        if not page:
            yield None, None
            return
        text = pdfium.FPDFText_LoadPage(page)
        try:
            yield page, text
        finally:
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)


def _words_in(page: ctypes.c_void_p, text: ctypes.c_void_p, region: Region) -> str:
    x1, y1 = _point(page, region.left, region.top)
    x2, y2 = _point(page, region.right, region.bottom)
    edges = (min(x1, x2), max(y1, y2), max(x1, x2), min(y1, y2))
    length = max(0, pdfium.FPDFText_GetBoundedText(text, *edges, None, 0))
    buffer = (ctypes.c_ushort * (length + 1))()
    length = pdfium.FPDFText_GetBoundedText(text, *edges, buffer, length)
    found = bytes(buffer)[: 2 * max(0, length)]
    return " ".join(found.decode("utf-16-le", errors="replace").replace("\0", "").split())


def _point(page: ctypes.c_void_p, across: float, down: float) -> tuple[float, float]:
    """Return where a point of the page as seen lies in the page's own space, as PDFium reckons."""
    x, y = ctypes.c_double(), ctypes.c_double()
    device = (round(across * _DEVICE_UNITS), round(down * _DEVICE_UNITS))
    pdfium.FPDF_DeviceToPage(page, 0, 0, _DEVICE_UNITS, _DEVICE_UNITS, 0, *device, x, y)
    return x.value, y.value


def _holds(words: str, expected: ExpectedWords) -> bool:
    words, wanted = _plain(words), _plain(expected.words)
    if expected.alone:
        return words == wanted
    # What lies under a stamp and touches it may be read with it; a digit beside it would be another number.
    before = r"(?<!\d)" if wanted[0].isdigit() else ""
    return re.search(rf"{before}{re.escape(wanted)}(?!\w)", words) is not None


def _plain(text: str) -> str:
    """Return text as it is compared: PDFium takes ligatures apart and white space as one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _laid_last(page: ctypes.c_void_p, text: ctypes.c_void_p, expected: ExpectedWords, count: int) -> bool:
    """Return whether one of the last ``count`` objects of a page is the expected words, in their region.

    On a page that brought a number of its own to the place of the stamp, PDFium reads the two as one
    line from left to right. The stamps are what was laid on the page last, so they can be told apart.
    """
    object_count = pdfium.FPDFPage_CountObjects(page)
    for index in range(max(0, object_count - count), object_count):
        laid = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(laid) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        is_whole = _plain(_words_of(laid, text)) == _plain(expected.words)
        if is_whole and _is_within(page, laid, expected.region):
            return True
    return False


def _words_of(laid: ctypes.c_void_p, text: ctypes.c_void_p) -> str:
    length = int(pdfium.FPDFTextObj_GetText(laid, text, None, 0))
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFTextObj_GetText(laid, text, buffer, length)
    return bytes(buffer)[:length].decode("utf-16-le", errors="replace").replace("\0", "")


def _is_within(page: ctypes.c_void_p, laid: ctypes.c_void_p, region: Region) -> bool:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(laid, left, bottom, right, top):
        return False
    (x1, y1), (x2, y2) = _point(page, region.left, region.top), _point(page, region.right, region.bottom)
    is_across = min(x1, x2) <= left.value <= right.value <= max(x1, x2)
    return is_across and min(y1, y2) <= bottom.value <= top.value <= max(y1, y2)


def missing_words(
    path: Path, expected: Sequence[ExpectedWords], tell: Callable[[int], None] | None = None
) -> ExpectedWords | None:
    """Return the first of the expected words that are not where they should be, or None.

    Args:
        path: The finished pack.
        expected: What to look for, those of one page next to each other.
        tell: Told the page index of each page before it is looked at.
    """
    by_page: dict[int, list[ExpectedWords]] = {}
    for one in expected:
        by_page.setdefault(one.page_index, []).append(one)
    with SeenPack(path) as pack:
        for page_index, wanted in by_page.items():
            if tell is not None:
                tell(page_index)
            missing = pack.missing_words_on(page_index, wanted)
            if missing is not None:
                return missing
    return None
