"""Rows of plain text from margin to margin: headings, paragraphs, and lines kept together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packbuilder.pack.fonts import printable
from packbuilder.pack.page_flow import NEVER_SPLIT, Cell, Row
from packbuilder.pack.sheet_style import LEFT_PT, TEXT_WIDTH_PT
from packbuilder.pack.type_setting import Line, Run, TextStyle, broken_into_lines

PARAGRAPH_GAP_PT = 5.0
HEADING_SPACE_PT = 20.0

_HEADING_PADDING_PT = 2.5
_SHORT_LINE = 0.6
"""The share of the width up to which a line counts as one of an address or list, not as a paragraph."""
_LIST_LEAST_LINES = 6


def heading_row(
    text: str,
    style: TextStyle,
    *,
    space_pt: float = HEADING_SPACE_PT,
    below_pt: float = _HEADING_PADDING_PT,
    keeps_with_next: bool = True,
) -> Row:
    """Return a heading that no page ends with."""
    return Row(
        (Cell(LEFT_PT, broken_into_lines([Run(text, style)], TEXT_WIDTH_PT)),),
        space_pt=space_pt,
        above_pt=_HEADING_PADDING_PT,
        below_pt=below_pt,
        keeps_with_next=keeps_with_next,
        least_lines=NEVER_SPLIT,
    )


def paragraph_rows(text: str, where: str, style: TextStyle, space_pt: float = 0.0) -> Iterator[Row]:
    """Return a row for each paragraph; short lines that follow each other are one (an address).

    Args:
        text: What to set; a line break ends a paragraph.
        where: What the text is, for the error: "Notice 2".
        style: What to set it in.
        space_pt: The space before the first paragraph.

    Raises:
        PackBuilderError: If a character can't be printed.
    """
    short: list[Line] = []
    for words in printable(text, where).split("\n"):
        lines = broken_into_lines([Run(words, style)], TEXT_WIDTH_PT)
        if len(lines) == 1 and lines[0].width_pt < TEXT_WIDTH_PT * _SHORT_LINE:
            short.extend(lines)
            continue
        if short:
            yield Row((Cell(LEFT_PT, tuple(short)),), space_pt=space_pt, least_lines=_LIST_LEAST_LINES)
            space_pt = PARAGRAPH_GAP_PT
            short = []
        if lines:
            yield Row((Cell(LEFT_PT, lines),), space_pt=space_pt)
            space_pt = PARAGRAPH_GAP_PT
        else:
            space_pt = max(space_pt, 2 * PARAGRAPH_GAP_PT)
    if short:
        yield Row((Cell(LEFT_PT, tuple(short)),), space_pt=space_pt, least_lines=_LIST_LEAST_LINES)


def block_rows(paragraphs: Sequence[Sequence[Run]], space_pt: float = 0.0) -> Iterator[Row]:
    """Return one row that holds all these lines together, or none if there are none."""
    lines = [line for runs in paragraphs for line in broken_into_lines(runs, TEXT_WIDTH_PT)]
    if lines:
        yield Row((Cell(LEFT_PT, tuple(lines)),), space_pt=space_pt, least_lines=NEVER_SPLIT)
