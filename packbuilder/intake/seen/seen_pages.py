"""Looks at the finished pages of a document: what each is made of, and what each hides.

Last in taking in. The pages are looked at as they will be published, by PDFium, as most readers
draw them. What only the file could tell (comments, layers, attached files) is looked for elsewhere.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pikepdf
import pypdfium2.raw as pdfium

from packbuilder.intake.excerpts import LONGEST_EXCERPT
from packbuilder.intake.pdf.form_draws import draws_too_much
from packbuilder.intake.pdf.layers import layers_of
from packbuilder.intake.pdf.page_boxes import page_geometry
from packbuilder.intake.seen.covered_pictures import covered_pictures
from packbuilder.intake.seen.hidden_pictures import ALL_OF_IT, HiddenParts, hidden_parts
from packbuilder.intake.seen.hidden_reasons import PageInFile
from packbuilder.intake.seen.hidden_text import HiddenWord, hidden_words
from packbuilder.intake.seen.page_content import content_of
from packbuilder.intake.seen.page_looks import look_of
from packbuilder.intake.seen.pdfium_page import (
    PictureData,
    Unreadable,
    opened_document,
    opened_page,
    page_size,
)
from packbuilder.meeting.document_facts import IN_PICTURES, PageLook, SourceBookmark, Trait, TraitKind
from packbuilder.progress import Progress, Quiet

_PIXELS_A_UNIT = 1.5
_MOST_PIXELS = 4_000_000
_FEWEST_PIXELS = 400_000
_MOST_CHARACTERS = 60_000
"""Were all of them hidden, it would take half a minute; the fullest of ordinary pages has 15,000."""
_FEWEST_LETTERS = 3
"""Shorter words of bookmarks, such as numbers of paragraphs, say nothing."""
_KINDS = (
    TraitKind.COVERED_TEXT,
    TraitKind.COVERED_PICTURE,
    TraitKind.UNSEEN_TEXT,
    TraitKind.OUTSIDE_PAGE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class SeenPages:
    """What was seen of a document.

    ``looks`` has one entry a page, UNKNOWN for those that could not be looked at; it is empty where
    PDFium cannot open the document at all. ``traits`` has at most one of each kind, counting words,
    and for covered parts of pictures the covers; pictures that are cut off or not seen have one more
    ``OUTSIDE_PAGE``, with "picture" for ``where``.
    """

    looks: tuple[PageLook, ...] = ()
    traits: tuple[Trait, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _SeenPage:
    look: PageLook = PageLook.UNKNOWN
    hidden: tuple[HiddenWord, ...] = ()
    covers: int = 0
    pictures: HiddenParts = dataclasses.field(default_factory=dict)
    words: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    said_by_bookmarks: int = 0


def look_at_pages(
    data: bytes, progress: Progress | None = None, bookmarks: Sequence[SourceBookmark] = ()
) -> SeenPages:
    """Look at every page of a PDF that opens without a password.

    Args:
        data: The whole file, with fields that show (``drawn_fields``).
        progress: Told of each page.
        bookmarks: Its bookmarks. One that says a word that is covered, and seen on no page, is found
            with the covered words, on the page that it leads to.

    Raises:
        Cancelled: If the user asked to stop.
    """
    telling = progress or Quiet()
    pages: list[_SeenPage] = []
    file = _File(data)
    try:
        with opened_document(data) as document:
            page_count = pdfium.FPDF_GetPageCount(document)
            for page_index in range(page_count):
                telling.step("Looking at the pages", page_index, page_count)
                pages.append(_look_at(document, page_index, file))
    except Unreadable:
        return SeenPages()
    finally:
        file.close()
    return SeenPages(
        tuple(page.look for page in pages),
        tuple(_traits(_with_bookmarks(_without_overlaps(pages), bookmarks))),
    )


def _look_at(document: Any, page_index: int, file: _File) -> _SeenPage:
    if file.draws_too_much(page_index):
        return _SeenPage()
    try:
        scale = _pixels_a_unit(*page_size(document, page_index))
        with opened_page(document, page_index, scale) as page:
            page.hide_notes()
            with page.text() as text:
                if pdfium.FPDFText_CountChars(text) > _MOST_CHARACTERS:
                    return _SeenPage()
                content = content_of(page, text)
                look = look_of(page, text, content)
                covers = covered_pictures(document, page_index, page, text, content, look)
                in_file = file.page(page_index)
                pictures = hidden_parts(page, content, look, has_hidden_layers=in_file.has_hidden_layers)
                hidden = hidden_words(document, page_index, page, text, content, in_file)
                words = collections.Counter(word.text for word in content.words)
                return _SeenPage(look, tuple(hidden), covers, pictures, words)
    except (Unreadable, MemoryError, OverflowError):
        return _SeenPage()


def _pixels_a_unit(width: float, height: float) -> float:
    area = width * height
    scale = max(_PIXELS_A_UNIT, math.sqrt(_FEWEST_PIXELS / area))
    # The longer side counts too: a picture must have at least one pixel across.
    return min(scale, math.sqrt(_MOST_PIXELS / area), _MOST_PIXELS / max(width, height))


def _without_overlaps(pages: list[_SeenPage]) -> list[_SeenPage]:
    """Leave out what stands outside one page and is all seen on the next, or the one before.

    That is a chart of a spreadsheet printed across two sheets, which hides nothing.
    """
    kept = list(pages)
    for page_index, page in enumerate(pages):
        outside = {word.text for word in page.hidden if word.kind is TraitKind.OUTSIDE_PAGE}
        neighbours = [*pages[max(0, page_index - 1) : page_index], *pages[page_index + 1 : page_index + 2]]
        if outside and any(outside <= _seen_words(neighbour) for neighbour in neighbours):
            inside = tuple(word for word in page.hidden if word.kind is not TraitKind.OUTSIDE_PAGE)
            kept[page_index] = dataclasses.replace(page, hidden=inside)
    return kept


def _with_bookmarks(pages: list[_SeenPage], bookmarks: Sequence[SourceBookmark]) -> list[_SeenPage]:
    """Count with each page the covered words that a bookmark leading to it says all the same."""
    covered = {_bare(w.text) for page in pages for w in page.hidden if w.kind is TraitKind.COVERED_TEXT}
    covered -= {_bare(word) for page in pages for word in _seen_words(page)}
    if not covered:
        return pages
    kept = list(pages)
    for bookmark in _all_of(bookmarks):
        said = [word for word in bookmark.title.split() if _bare(word) in covered]
        said = [word for word in said if len(_bare(word)) >= _FEWEST_LETTERS]
        if said and bookmark.page_index < len(kept):
            page = kept[bookmark.page_index]
            count = page.said_by_bookmarks + len(said)
            kept[bookmark.page_index] = dataclasses.replace(page, said_by_bookmarks=count)
    return kept


def _all_of(bookmarks: Sequence[SourceBookmark]) -> Iterator[SourceBookmark]:
    for bookmark in bookmarks:
        yield bookmark
        yield from _all_of(bookmark.children)


def _bare(word: str) -> str:
    """Return a word without the marks round it, to be compared."""
    return "".join(letter for letter in word.casefold() if letter.isalnum())


def _seen_words(page: _SeenPage) -> frozenset[str]:
    return frozenset(page.words - collections.Counter(word.text for word in page.hidden))


def _traits(pages: list[_SeenPage]) -> Iterable[Trait]:
    for kind in _KINDS:
        words: list[str] = []
        page_numbers: list[int] = []
        count = 0
        for page_number, page in enumerate(pages, start=1):
            found = [word.text for word in page.hidden if word.kind is kind]
            here = page.covers if kind is TraitKind.COVERED_PICTURE else len(found)
            if kind is TraitKind.COVERED_TEXT:
                here += page.said_by_bookmarks
            if here:
                count += here
                page_numbers.append(page_number)
                words += found
        if count:
            yield Trait(kind, count, page_numbers=tuple(page_numbers), excerpt=_excerpt(words))
    cut_off = _cut_off_pictures(pages)
    if cut_off:
        page_numbers = sorted(set(cut_off.values()))
        yield Trait(TraitKind.OUTSIDE_PAGE, len(cut_off), where=IN_PICTURES, page_numbers=tuple(page_numbers))


def _cut_off_pictures(pages: list[_SeenPage]) -> dict[PictureData, int]:
    """Return the pictures of which some part is seen on no page, each with its first page from 1."""
    hidden: dict[PictureData, int] = {}
    first_page: dict[PictureData, int] = {}
    for page_number, page in enumerate(pages, start=1):
        for picture, points in page.pictures.items():
            hidden[picture] = hidden.get(picture, ALL_OF_IT) & points
            first_page.setdefault(picture, page_number)
    return {picture: first_page[picture] for picture, points in hidden.items() if points}


def _excerpt(words: list[str]) -> str:
    """Return the first of the words, as many as there is room for."""
    excerpt = ""
    for word in words:
        printable = "".join(letter for letter in word if letter.isprintable())
        longer = f"{excerpt} {printable}".strip()
        if len(longer) > LONGEST_EXCERPT:
            return excerpt or longer[:LONGEST_EXCERPT]
        excerpt = longer
    return excerpt


class _File:
    """What PDFium does not tell of a file, or too late."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @functools.cached_property
    def _pdf(self) -> pikepdf.Pdf | None:
        try:
            return pikepdf.open(io.BytesIO(self._data))
        except (pikepdf.PdfError, RuntimeError, ValueError):
            return None

    def page(self, page_index: int) -> PageInFile:
        """Return what can be asked about a page."""
        return PageInFile(lambda: self._user_unit(page_index), lambda: self._has_hidden_layers)

    def draws_too_much(self, page_index: int) -> bool:
        """Tell whether a page must not be opened, for it would never be done drawing."""
        return page_index < len(self._pages) and draws_too_much(self._pages[page_index])

    @functools.cached_property
    def _pages(self) -> list[pikepdf.Dictionary]:
        if self._pdf is None:
            return []
        try:
            return [page.obj for page in self._pdf.pages]
        except (pikepdf.PdfError, RuntimeError, ValueError):
            return []

    def _user_unit(self, page_index: int) -> float:
        if self._pdf is None:
            return 1.0
        try:
            return page_geometry(self._pdf.pages[page_index].obj).user_unit
        except (pikepdf.PdfError, RuntimeError, ValueError, IndexError):
            return 1.0

    @functools.cached_property
    def _has_hidden_layers(self) -> bool:
        if self._pdf is None:
            return False
        try:
            return any(layer.is_hidden for layer in layers_of(self._pdf))
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
            return False

    def close(self) -> None:
        """Let go of the file."""
        if "_pdf" in self.__dict__ and self._pdf is not None:
            self._pdf.close()
