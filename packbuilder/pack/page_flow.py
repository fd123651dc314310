"""Lays rows on pages: decides where one page ends and the next begins, and nothing else.

Everything on a front sheet is a row of set lines. Rows go down the page in order; headings stay
with what follows them, a table's header is repeated, and no row is cut except between its lines.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from packbuilder.pack.type_setting import Colour, Line, height_pt

NEVER_SPLIT = 1_000
"""For ``Row.least_lines``: a row that is broken only where no page could hold it whole."""

_MOST_LEFT_BLANK = 0.33
"""The share of a page that may stay blank for the sake of rows that would rather be together."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """Lines one below the other, ``left_pt`` from the left edge of the page."""

    left_pt: float
    lines: tuple[Line, ...]

    @property
    def height_pt(self) -> float:
        """How high the lines are together."""
        return height_pt(self.lines)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side that go down the page together.

    ``space_pt`` is left out at the top of a page; ``above_pt`` and ``below_pt`` are the row's own,
    inside its fill and its rule. ``least_lines`` is how many lines a page break inside the row
    leaves on either side. ``header`` is printed again where the row starts a page. ``rather_with`` is
    how many of the rows after it should be on its page too, if that costs neither much blank paper
    nor another page.
    """

    cells: tuple[Cell, ...]
    space_pt: float = 0.0
    above_pt: float = 0.0
    below_pt: float = 0.0
    fill: Colour | None = None
    is_ruled: bool = False
    keeps_with_next: bool = False
    least_lines: int = 2
    header: Row | None = None
    rather_with: int = 0

    @property
    def height_pt(self) -> float:
        """How high the row is, without the space before it."""
        return self.above_pt + max(cell.height_pt for cell in self.cells) + self.below_pt

    @property
    def line_count(self) -> int:
        """How many lines its longest cell has."""
        return max(len(cell.lines) for cell in self.cells)

    @property
    def least_height_pt(self) -> float:
        """The room that the row needs on a page where it begins."""
        if self.line_count < 2 * self.least_lines:
            return self.height_pt
        first_lines_pt = max(height_pt(cell.lines[: self.least_lines]) for cell in self.cells)
        return self.above_pt + first_lines_pt + self.below_pt

    def split(self, room_pt: float) -> tuple[Row, Row]:
        """Return what fits and what remains; each has at least one line, whatever the room."""
        room_pt -= self.above_pt + self.below_pt
        counts = [_fitting_line_count(cell.lines, room_pt) for cell in self.cells]
        longest = max(range(len(counts)), key=lambda n: len(self.cells[n].lines) - counts[n])
        line_count = len(self.cells[longest].lines)
        left_over = min(self.least_lines, line_count // 2)
        counts[longest] = max(1, min(counts[longest], line_count - left_over))
        top = tuple(
            dataclasses.replace(c, lines=c.lines[:n]) for c, n in zip(self.cells, counts, strict=True)
        )
        rest = tuple(
            dataclasses.replace(c, lines=c.lines[n:]) for c, n in zip(self.cells, counts, strict=True)
        )
        # What goes on may stand under a repeated header, so it is set off from it.
        rest_above_pt = max(self.above_pt, self.below_pt)
        return (
            dataclasses.replace(self, cells=top, is_ruled=False),
            dataclasses.replace(self, cells=rest, space_pt=0.0, above_pt=rest_above_pt),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """A row and how far its top is below the top of the page's body."""

    row: Row
    down_pt: float


def laid_on_pages(rows: Sequence[Row], first_room_pt: float, later_room_pt: float) -> list[list[Placed]]:
    """Lay rows on pages so that headings stay with what follows and nothing is cut.

    Args:
        rows: What to lay, in order.
        first_room_pt: The height of the first page's body.
        later_room_pt: The height of the body of every page after it.
    """
    pages = _laid(rows, first_room_pt, later_room_pt)
    if not any(row.rather_with for row in rows):
        return pages
    together = _laid(rows, first_room_pt, later_room_pt, may_leave_blank=True)
    return together if len(together) == len(pages) else pages


def _laid(
    rows: Sequence[Row], first_room_pt: float, later_room_pt: float, *, may_leave_blank: bool = False
) -> list[list[Placed]]:
    waiting = list(reversed(rows))
    pages: list[list[Placed]] = [[]]
    room_pt, used_pt = first_room_pt, 0.0
    while waiting:
        row = waiting[-1]
        page = pages[-1]
        if not page and len(pages) > 1 and row.header is not None and row.header.height_pt < room_pt / 2:
            page.append(Placed(row.header, 0.0))
            used_pt = row.header.height_pt
        down_pt = used_pt + row.space_pt if page else used_pt
        is_bare = all(placed.row is row.header for placed in page)
        needed_pt = _needed_pt(waiting, later_room_pt)
        if may_leave_blank and room_pt - used_pt <= room_pt * _MOST_LEFT_BLANK:
            needed_pt = max(needed_pt, _wanted_pt(waiting, later_room_pt))
        if not is_bare and down_pt + needed_pt > room_pt:
            pages.append([])
            room_pt, used_pt = later_room_pt, 0.0
            continue
        waiting.pop()
        if down_pt + row.height_pt > room_pt and row.line_count > 1:
            row, rest = row.split(room_pt - down_pt)
            waiting.append(rest)
            page.append(Placed(row, down_pt))
            pages.append([])
            room_pt, used_pt = later_room_pt, 0.0
            continue
        page.append(Placed(row, down_pt))
        used_pt = down_pt + row.height_pt
    return pages


def _needed_pt(waiting: Sequence[Row], later_room_pt: float) -> float:
    """Return the room that the next row needs together with what it has to stay with."""
    needed_pt = 0.0
    for count, row in enumerate(reversed(waiting)):
        needed_pt += row.space_pt if count else 0.0
        if not row.keeps_with_next:
            needed_pt += row.least_height_pt
            break
        needed_pt += row.height_pt
    # What no page could hold together is not worth an empty page.
    return needed_pt if needed_pt <= later_room_pt else min(waiting[-1].least_height_pt, later_room_pt)


def _wanted_pt(waiting: Sequence[Row], later_room_pt: float) -> float:
    """Return the room for the next row and those it would rather be with, or 0 if no page has so much."""
    first, *others = reversed(waiting[-1 - waiting[-1].rather_with :])
    wanted_pt = first.height_pt + sum(row.space_pt + row.height_pt for row in others)
    return wanted_pt if wanted_pt <= later_room_pt else 0.0


def _fitting_line_count(lines: Sequence[Line], room_pt: float) -> int:
    used_pt = 0.0
    for count, line in enumerate(lines):
        used_pt += line.height_pt + (line.gap_pt if count else 0.0)
        if used_pt > room_pt:
            return count
    return len(lines)
