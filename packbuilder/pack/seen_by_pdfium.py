"""What a reader sees of a finished pack, by PDFium: how many pages, and which words stand where.

Half of the proof. Finding words needs every page's text, which is most of the proof's work.
"""

from __future__ import annotations

import ctypes
import dataclasses
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2.raw as pdfium

_DEVICE_UNITS = 1_000_000


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
        page = pdfium.FPDF_LoadPage(self._handle, page_index)
        if not page:
            return [None] * len(regions)
        text = pdfium.FPDFText_LoadPage(page)
        try:
            return [_words_in(page, text, region) for region in regions]
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
    if expected.alone:
        return words == expected.words
    # What lies under a stamp is read before it and may touch it; what follows it would change it.
    return re.search(rf"{re.escape(expected.words)}(?!\w)", words) is not None


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
            found = pack.words_in(page_index, [one.region for one in wanted])
            for one, words in zip(wanted, found, strict=True):
                if words is None or not _holds(words, one):
                    return one
    return None
