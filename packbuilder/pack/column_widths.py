"""Sizes the columns of a table to what stands in them.

Pure arithmetic on set text: ``agenda_table`` says what stands in each column and gets widths back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from packbuilder.pack.type_setting import Run, longest_word_width_pt, runs_width_pt, text_width_pt

CELL_PADDING_PT = 6.0
"""What every column keeps free on either side, inside its width."""

_REST_BEFORE_HEADINGS_BREAK_PT = 190.0
_REST_BEFORE_CELLS_BREAK_PT = 165.0
_NARROWEST_REST_PT = 90.0
_WIDEST_COLUMN_PT = 112.0
_WIDEST_WHOLE_WORD_PT = 66.0


@dataclasses.dataclass(frozen=True, slots=True)
class ColumnText:
    """What stands in a column: its heading, and the text of each cell."""

    heading: Run
    cells: Sequence[Sequence[Run]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Sizes:
    """How wide a column would be with everything on one line, and as it gives way step by step."""

    one_line_pt: float
    two_line_heading_pt: float
    longest_word_pt: float
    broken_words_pt: float


def column_widths_pt(columns: Sequence[ColumnText | None], table_width_pt: float) -> tuple[float, ...]:
    """Return the width of every column; they fill the table.

    A column is as wide as its text. Those given as None share what is left, and are to have most of
    it: where they would become too narrow, the others give way, the one that can give most first.
    Headings go on two lines, then cells are broken between words, then overlong words.
    """
    sizes = [_Sizes(0, 0, 0, 0) if column is None else _sizes(column) for column in columns]
    widths_pt = [size.one_line_pt for size in sizes]
    room_pt = table_width_pt - _REST_BEFORE_HEADINGS_BREAK_PT
    widths_pt = _given_way(widths_pt, [size.two_line_heading_pt for size in sizes], room_pt, wholly=True)
    room_pt = table_width_pt - _REST_BEFORE_CELLS_BREAK_PT
    widths_pt = _given_way(widths_pt, [size.longest_word_pt for size in sizes], room_pt, wholly=False)
    widths_pt = _given_way(widths_pt, [size.broken_words_pt for size in sizes], room_pt, wholly=False)
    room_pt = table_width_pt - _NARROWEST_REST_PT
    if sum(widths_pt) > room_pt:
        widths_pt = [width_pt * room_pt / sum(widths_pt) for width_pt in widths_pt]
    rest_pt = table_width_pt - sum(widths_pt)
    rest_count = sum(column is None for column in columns)
    return tuple(
        rest_pt / rest_count if column is None else width_pt
        for column, width_pt in zip(columns, widths_pt, strict=True)
    )


def _sizes(column: ColumnText) -> _Sizes:
    text_pt = max((runs_width_pt(text) for text in column.cells), default=0.0)
    word_pt = max((longest_word_width_pt(text) for text in column.cells), default=0.0)
    longest_pt = max(longest_word_width_pt([column.heading]), word_pt)
    padding_pt = 2 * CELL_PADDING_PT
    return _Sizes(
        min(_WIDEST_COLUMN_PT, max(runs_width_pt([column.heading]), text_pt)) + padding_pt,
        min(_WIDEST_COLUMN_PT, max(_two_line_width_pt(column.heading), text_pt)) + padding_pt,
        min(_WIDEST_COLUMN_PT, longest_pt) + padding_pt,
        min(_WIDEST_WHOLE_WORD_PT, longest_pt) + padding_pt,
    )


def _two_line_width_pt(run: Run) -> float:
    """Return how narrow a column may be for the text to go on two lines."""
    words = run.text.split(" ")
    halves = ((" ".join(words[:count]), " ".join(words[count:])) for count in range(1, len(words) + 1))
    return min(max(text_width_pt(half, run.style) for half in both) for both in halves)


def _given_way(
    widths_pt: Sequence[float], least_pt: Sequence[float], room_pt: float, *, wholly: bool
) -> list[float]:
    """Bring widths down towards their least, the greatest saving first, until they fit the room.

    ``wholly`` takes a column down to its least once it has to give: a heading on two lines gains
    nothing from being a little wider, while among cells a little may spare many a line break.
    """
    given_pt = list(widths_pt)
    for n in sorted(range(len(given_pt)), key=lambda n: widths_pt[n] - least_pt[n], reverse=True):
        excess_pt = sum(given_pt) - room_pt
        if excess_pt > 0:
            given_pt[n] = least_pt[n] if wholly else max(least_pt[n], given_pt[n] - excess_pt)
    return given_pt
