"""The text of PDF pages with its place: lines of letters and the rules between them, by PDFium.

For ``intake.covers.cover_in_pdf``, which tells columns, paragraphs and tables apart by where they stand.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2.raw as pdfium

_BOLD_WEIGHT = 600
_THICKEST_RULE_PT = 3.0
_SHORTEST_RULE_PT = 8.0
_MOST_LETTERS = 10_000
_MOST_LINES = 500
_MOST_OBJECTS = 5_000
_MOST_RULES = 1_500
"""What a page has beyond these is not read: it is a drawing, and no cover."""

_HYPHENS = {"\x02": "-", "\ufffe": "-", "\xad": "-", "\u2010": "-", "\u2011": "-", "\xa0": " "}


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """One letter: where it stands in points from the bottom left, its size, and whether it is bold."""

    text: str
    left_pt: float
    right_pt: float
    base_pt: float
    size_pt: float
    is_bold: bool
    after_space: bool


@dataclasses.dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of text; wide gaps in it are tabs. ``first_word_pt`` is how wide its first word is."""

    text: str
    left_pt: float
    right_pt: float
    base_pt: float
    size_pt: float
    is_bold: bool
    first_word_pt: float
    value_left_pt: float
    """Where its text begins after the first tab, or ``left_pt`` if it has none."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A straight line or edge that is drawn: horizontal or vertical, in points."""

    left_pt: float
    bottom_pt: float
    right_pt: float
    top_pt: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it lies rather than stands."""
        return self.right_pt - self.left_pt >= self.top_pt - self.bottom_pt


@dataclasses.dataclass(frozen=True, slots=True)
class PlacedPage:
    """What one page has of letters and rules."""

    height_pt: float
    letters: tuple[Letter, ...]
    rules: tuple[Rule, ...]


def placed_pages(data: bytes, page_count_limit: int) -> list[PlacedPage]:
    """Return the first pages of a PDF, or none where PDFium cannot open it."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return []
    try:
        count = min(pdfium.FPDF_GetPageCount(document), page_count_limit)
        return [page for index in range(count) if (page := _placed_page(document, index)) is not None]
    finally:
        pdfium.FPDF_CloseDocument(document)


def _placed_page(document: pdfium.FPDF_DOCUMENT, index: int) -> PlacedPage | None:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return None
    try:
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return None
        try:
            letters = tuple(_letters(text))
        finally:
            pdfium.FPDFText_ClosePage(text)
        return PlacedPage(
            pdfium.FPDF_GetPageHeightF(page), letters, tuple(itertools.islice(_rules(page), _MOST_RULES))
        )
    finally:
        pdfium.FPDF_ClosePage(page)


def _letters(text: pdfium.FPDF_TEXTPAGE) -> Iterator[Letter]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, base = ctypes.c_double(), ctypes.c_double()
    after_space = True
    for index in range(min(pdfium.FPDFText_CountChars(text), _MOST_LETTERS)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        letter = chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""
        letter = _HYPHENS.get(letter, letter)
        if not letter or letter.isspace():
            after_space = True
            continue
        if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, base)
        size = pdfium.FPDFText_GetFontSize(text, index)
        is_bold = pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD_WEIGHT or _is_named_bold(text, index)
        yield Letter(letter, left.value, right.value, base.value, max(size, 1.0), is_bold, after_space)
        after_space = False


def _is_named_bold(text: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    return 0 < length <= len(name) and b"bold" in name.value.lower()


def _rules(page: pdfium.FPDF_PAGE) -> Iterator[Rule]:
    edges = tuple(ctypes.c_float() for _ in range(4))
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(drawn, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        width, height = right - left, top - bottom
        if max(width, height) < _SHORTEST_RULE_PT:
            continue
        if min(width, height) <= _THICKEST_RULE_PT:
            yield Rule(left, bottom, right, top)
        else:
            # A box: its edges are rules.
            yield Rule(left, bottom, right, bottom)
            yield Rule(left, top, right, top)
            yield Rule(left, bottom, left, top)
            yield Rule(right, bottom, right, top)


def lines_of(letters: Iterable[Letter]) -> list[PlacedLine]:
    """Return letters as lines from the top down; raised and lowered ones belong to their line."""
    rows: list[tuple[float, float, list[Letter]]] = []
    for letter in sorted(letters, key=lambda letter: -letter.size_pt):
        middle = letter.base_pt + letter.size_pt * 0.3
        for bottom, top, row in rows:
            if bottom <= middle <= top:
                row.append(letter)
                break
        else:
            if len(rows) == _MOST_LINES:
                continue
            # What stands on this line: its letters reach from a little below to their height.
            rows.append(
                (letter.base_pt - letter.size_pt * 0.2, letter.base_pt + letter.size_pt * 0.8, [letter])
            )
    lines = [_line(sorted(row, key=lambda letter: letter.left_pt)) for _, _, row in rows]
    return sorted(lines, key=lambda line: -line.base_pt)


_WORD_GAP = 0.25
_TAB_GAP = 1.6
"""Gaps as shares of the size of type: wider than the first ends a word, than the second a column."""


def _line(row: Sequence[Letter]) -> PlacedLine:
    size = max(letter.size_pt for letter in row)
    text = ""
    first_word_right = value_left = row[0].left_pt
    right = row[0].left_pt
    is_first_word, has_tab = True, False
    for position, letter in enumerate(row):
        gap = letter.left_pt - right
        if position and gap > _TAB_GAP * size:
            text += "\t"
            value_left = value_left if has_tab else letter.left_pt
            is_first_word, has_tab = False, True
        elif position and (letter.after_space or gap > _WORD_GAP * size):
            text += " "
            is_first_word = False
        text += letter.text
        right = max(right, letter.right_pt)
        first_word_right = right if is_first_word else first_word_right
    base = next(letter.base_pt for letter in row if letter.size_pt == size)
    bold = sum(letter.is_bold for letter in row)
    with contextlib.suppress(UnicodeError):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16")
    return PlacedLine(
        text,
        row[0].left_pt,
        right,
        base,
        size,
        bold > 0.9 * len(row),
        first_word_right - row[0].left_pt,
        value_left,
    )
