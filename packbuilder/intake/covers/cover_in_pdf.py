"""Reads the cover of a report that is a PDF, such as one made of a Word document.

Part of taking in. A PDF has letters at places and no paragraphs: lines are joined again where they
were broken only for want of room, tables are known by their rules, and what stands at the head and
foot of every page is left out. ``meeting.cover.report_cover`` finds the council's template in the rest.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Sequence

from packbuilder.intake.covers.placed_text import Letter, PlacedLine, PlacedPage, Rule, lines_of, placed_pages
from packbuilder.meeting.cover.cover_blocks import Line, Table
from packbuilder.meeting.cover.report_cover import read_cover
from packbuilder.meeting.document_facts import ReportCover

_NEAR_PT = 3.0
_CELL_PADDING_PT = 5.0
_NARROWEST_TABLE_PT = 150.0
_SPACE_AND_BEARING = 0.45
"""A space and what is left free beside letters, as a share of the size of type."""
_LONGEST_HEADING = 110

_MARGIN_SHARE = 0.11
"""How much of a page's height at its top and at its foot may hold its running head."""

_STAMP = re.compile(
    r"(?:page )?\d{1,4}(?: of \d{1,4})?|page \d{1,4}|agenda item[ :]*\d{1,3}[a-z]?|minute item \S+", re.I
)
_MARK = re.compile(
    r"(?:[-\u2013\u2022\u00b7\u25cf\u25e6\u25aa\u25a0\u27a2\uf0b7\uf0a7\uf0d8]|o"
    r"|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|\(?[a-z]{1,2}\)|[a-z]\.|\(?[ivx]{1,5}[.)])[ \t]+\S",
    re.IGNORECASE,
)
_DASH = re.compile(r"[-\u2013\u2014] ?\t?\S")
_LABEL_AND_VALUE = re.compile(r"[A-Za-z][^\t\n]{2,40}\t")


def cover_in_pdf(data: bytes, page_count_limit: int = 4) -> ReportCover | None:
    """Return what the cover of a report in PDF says.

    Args:
        data: The file.
        page_count_limit: How many pages from the first are read; recommendations stand in the
            first few.

    Returns:
        None for a report that follows no template, has no text, or cannot be opened.
    """
    pages = placed_pages(data, page_count_limit)
    running = _running_heads(pages)
    blocks: list[_Block] = []
    for number, page in enumerate(pages):
        _append_page(blocks, page, number, running)
    return read_cover([block.finished() if isinstance(block, _Paragraph) else block for block in blocks])


@dataclasses.dataclass(slots=True)
class _Paragraph:
    """Lines of one paragraph, as far as they are joined."""

    text: str
    first: PlacedLine
    last: PlacedLine
    margin_pt: float
    page_index: int = 0
    is_heading: bool = False

    def finished(self) -> Line:
        """Return it as what the cover is read from."""
        is_short = len(self.text) <= _LONGEST_HEADING and not self.text.endswith((".", ";"))
        return Line(self.text, self.is_heading and is_short, max(0.0, self.first.left_pt - self.margin_pt))


_Block = _Paragraph | Table


def _append_page(blocks: list[_Block], page: PlacedPage, page_index: int, running: set[str]) -> None:
    grids = _grids(page.rules, page.letters)
    outside = [letter for letter in page.letters if not any(grid.holds(letter) for grid in grids)]
    lines = [line for line in lines_of(outside) if not _is_running(line, page, running)]
    paragraphs = _paragraphs(lines, page_index)
    placed: list[tuple[float, _Block]] = [(p.first.base_pt, p) for p in paragraphs]
    placed += [(grid.top_pt, grid.table(page.letters)) for grid in grids]
    placed.sort(key=lambda place: -place[0])
    for position, (_, block) in enumerate(placed):
        before = blocks[-1] if blocks else None
        if (
            position == 0
            and isinstance(block, _Paragraph)
            and isinstance(before, _Paragraph)
            and before.page_index < page_index
            and not before.text.endswith((".", ":", ";"))
            and _runs_on(before, block.first, block.margin_pt, _right_edge(lines))
        ):
            before.text = _joined(before.text, block.text)
            before.last, before.page_index = block.last, page_index
            continue
        blocks.append(block)


# Running heads and stamped numbers.


def _running_heads(pages: Sequence[PlacedPage]) -> set[str]:
    """Return the words, without figures, that stand at the head or foot of more than one page."""
    seen: dict[str, set[int]] = {}
    for index, page in enumerate(pages):
        for line in lines_of(letter for letter in page.letters if _is_in_margin(letter.base_pt, page)):
            seen.setdefault(_without_figures(line.text), set()).add(index)
    return {words for words, indexes in seen.items() if len(indexes) > 1}


def _is_in_margin(base_pt: float, page: PlacedPage) -> bool:
    share = _MARGIN_SHARE * page.height_pt
    return base_pt < share or base_pt > page.height_pt - share


def _is_running(line: PlacedLine, page: PlacedPage, running: set[str]) -> bool:
    if not _is_in_margin(line.base_pt, page):
        return False
    words = " ".join(line.text.split())
    return _STAMP.fullmatch(words) is not None or _without_figures(line.text) in running


def _without_figures(text: str) -> str:
    return re.sub(r"[\d\s]+", " ", text).strip().casefold()


# Paragraphs.


def _right_edge(lines: Iterable[PlacedLine]) -> float:
    return max((line.right_pt for line in lines), default=0.0)


def _paragraphs(
    lines: Sequence[PlacedLine], page_index: int = 0, right_pt: float | None = None
) -> list[_Paragraph]:
    """Join lines that were broken only for want of room."""
    edge = _right_edge(lines) if right_pt is None else right_pt
    margin = min((line.left_pt for line in lines), default=0.0)
    usual_gap = _usual_gap(lines)
    body_size = sorted(line.size_pt for line in lines)[len(lines) // 2] if lines else 0.0
    paragraphs: list[_Paragraph] = []
    for line in lines:
        last = paragraphs[-1] if paragraphs else None
        if last is not None:
            gap = last.last.base_pt - line.base_pt
            is_close = gap <= max(usual_gap, line.size_pt) * 1.35
            if is_close and _runs_on(last, line, margin, edge):
                last.text = _joined(last.text, line.text)
                last.last = line
                continue
            is_value = abs(line.left_pt - last.first.value_left_pt) <= _NEAR_PT
            if is_close and is_value and _LABEL_AND_VALUE.match(last.text):
                last.text = f"{last.text}\n{line.text}"
                last.last = line
                continue
        is_heading = line.is_bold or line.size_pt > body_size + 1.5
        paragraphs.append(_Paragraph(line.text, line, line, margin, page_index, is_heading))
    return paragraphs


def _usual_gap(lines: Sequence[PlacedLine]) -> float:
    """Return how far lines of one paragraph are apart: the smaller ones of all the gaps."""
    gaps = sorted(a.base_pt - b.base_pt for a, b in itertools.pairwise(lines))
    return gaps[len(gaps) // 4] if gaps else 0.0


def _runs_on(paragraph: _Paragraph, line: PlacedLine, margin_pt: float, right_pt: float) -> bool:
    """Whether a line was broken off the one before because its first word had no more room there."""
    last = paragraph.last
    if (
        _begins_with_mark(line, last)
        or line.is_bold != last.is_bold
        or abs(line.size_pt - last.size_pt) > 0.6
    ):
        return False
    begins_at = (paragraph.first.left_pt, paragraph.first.value_left_pt, last.left_pt, margin_pt)
    if not any(abs(line.left_pt - place) <= _NEAR_PT * 2 for place in begins_at):
        return False
    # The room that letters take is a little more than what is seen of them.
    needed = line.first_word_pt + _SPACE_AND_BEARING * line.size_pt
    return needed > right_pt - last.right_pt


def _begins_with_mark(line: PlacedLine, last: PlacedLine) -> bool:
    """Whether a line begins a point of a list; a dash that a sentence runs on with is no bullet."""
    if _DASH.match(line.text):
        return last.text.rstrip()[-1:] in ".:;" or "\t" in line.text[:3]
    return _MARK.match(line.text) is not None


def _joined(text: str, more: str) -> str:
    is_cut = text.endswith("-") and not text.endswith(" -") and more[:1].isalnum()
    return f"{text}{more}" if is_cut else f"{text} {more}"


# Tables, by their rules.


@dataclasses.dataclass(frozen=True, slots=True)
class _Grid:
    """Rules that touch: a table."""

    rules: tuple[Rule, ...]
    left_pt: float
    bottom_pt: float
    right_pt: float
    top_pt: float

    def holds(self, letter: Letter) -> bool:
        middle_x, middle_y = (letter.left_pt + letter.right_pt) / 2, letter.base_pt + letter.size_pt * 0.3
        return self.left_pt <= middle_x <= self.right_pt and self.bottom_pt <= middle_y <= self.top_pt

    def table(self, letters: Iterable[Letter]) -> Table:
        """Return its rows, each with the cells between the rules that stand in it."""
        own = [letter for letter in letters if self.holds(letter)]
        levels = _merged(
            [(rule.bottom_pt + rule.top_pt) / 2 for rule in self.rules if rule.is_horizontal]
            + [self.bottom_pt, self.top_pt]
        )
        rows = []
        for bottom, top in reversed(list(itertools.pairwise(levels))):
            inside = [letter for letter in own if bottom <= letter.base_pt + letter.size_pt * 0.3 <= top]
            if inside:
                rows.append(tuple(self._cells(inside, (bottom + top) / 2)))
        return Table(tuple(rows))

    def _cells(self, letters: Sequence[Letter], level_pt: float) -> Iterable[tuple[str, ...]]:
        standing = [r for r in self.rules if not r.is_horizontal and r.bottom_pt <= level_pt <= r.top_pt]
        places = _merged(
            [(rule.left_pt + rule.right_pt) / 2 for rule in standing] + [self.left_pt, self.right_pt]
        )
        for left, right in itertools.pairwise(places):
            inside = [letter for letter in letters if left <= (letter.left_pt + letter.right_pt) / 2 <= right]
            lines = lines_of(inside)
            yield tuple(p.text for p in _paragraphs(lines, right_pt=right - _CELL_PADDING_PT))


def _merged(places: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _NEAR_PT:
            merged.append(place)
    return merged


def _grids(rules: Sequence[Rule], letters: Sequence[Letter]) -> list[_Grid]:
    """Gather rules that touch; those with columns and a few letters are tables."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touched = [group for group in groups if any(_touch(rule, other) for other in group)]
        joined = [rule, *(other for group in touched for other in group)]
        groups = [group for group in groups if group not in touched]
        groups.append(joined)
    grids = []
    for group in groups:
        grid = _Grid(
            tuple(group),
            min(rule.left_pt for rule in group),
            min(rule.bottom_pt for rule in group),
            max(rule.right_pt for rule in group),
            max(rule.top_pt for rule in group),
        )
        columns = _merged((rule.left_pt + rule.right_pt) / 2 for rule in group if not rule.is_horizontal)
        has_column = any(grid.left_pt + _NEAR_PT < x < grid.right_pt - _NEAR_PT for x in columns)
        is_wide = grid.right_pt - grid.left_pt >= _NARROWEST_TABLE_PT
        if has_column and is_wide and any(grid.holds(letter) for letter in letters):
            grids.append(grid)
    return grids


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left_pt <= other.right_pt + _NEAR_PT
        and other.left_pt <= one.right_pt + _NEAR_PT
        and one.bottom_pt <= other.top_pt + _NEAR_PT
        and other.bottom_pt <= one.top_pt + _NEAR_PT
    )
