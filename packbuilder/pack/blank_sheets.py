"""Draws the sheets that stand in for what is not there: filler pages and "to follow" sheets.

Fourth in the line, beside the front sheet.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.printed_times import day_and_date_words
from packbuilder.pack.fonts import (
    BOLD,
    REGULAR,
    Colour,
    Line,
    Run,
    TextStyle,
    broken_into_lines,
    centred,
    printable,
    register_fonts,
)
from packbuilder.pack.plan import FILLER_WORDS, ItemPlan, PackPlan

_PAGE_WIDTH_PT: float = A4[0]
_PAGE_HEIGHT_PT: float = A4[1]
_MARGIN_PT = 56.0
_TEXT_WIDTH_PT = _PAGE_WIDTH_PT - 2 * _MARGIN_PT
# "Agenda Item N" is stamped at the top and "Page N" at the bottom later.
_STAMP_ROOM_PT = 60.0
_PARAGRAPH_GAP_PT = 14.0

_INK: Colour = (0.10, 0.10, 0.12)
_NAVY: Colour = (0.10, 0.29, 0.48)
_FILLER = TextStyle(REGULAR, 12, 16, _INK)
_BODY = TextStyle(REGULAR, 12, 17, _INK)
_TO_FOLLOW = TextStyle(BOLD, 14, 19, _INK)
_TITLES = (TextStyle(BOLD, 18, 24, _NAVY), TextStyle(BOLD, 11, 14, _NAVY))


def draw_filler() -> bytes:
    """Return one A4 page that says that it is meant to be blank. The same bytes every time."""
    return _page_of(broken_into_lines([Run(FILLER_WORDS, _FILLER)], _TEXT_WIDTH_PT))


def draw_to_follow(plan: PackPlan, item: ItemPlan) -> bytes:
    """Return one A4 page that holds the place of a paper that is still to come.

    It says which meeting, which item and that the paper is to follow.

    Raises:
        PackBuilderError: If a character can't be printed, or the title is too long for a page.
    """
    item_name = f"item {item.number.rstrip('.')}"
    body = printable(plan.meeting.body, "The name of the body").replace("\n", " ")
    title = printable(item.item.title, f"The title of {item_name}").replace("\n", " ")
    for style in _TITLES:
        paragraphs = [
            [Run(body, _BODY)],
            [Run(day_and_date_words(plan.meeting.date), _BODY)],
            [Run(f"{item.number} {title}", style)],
            [Run("To follow", _TO_FOLLOW)],
        ]
        lines = tuple(line for runs in paragraphs for line in _spaced(runs))
        if _height_pt(lines) <= _PAGE_HEIGHT_PT - 2 * _STAMP_ROOM_PT:
            return _page_of(lines)
    raise PackBuilderError(
        f"The title of {item_name} is too long for its to-follow sheet.",
        "Shorten the title and put the rest into the description of the item.",
    )


def _spaced(runs: Sequence[Run]) -> tuple[Line, ...]:
    first, *others = broken_into_lines(runs, _TEXT_WIDTH_PT) or (Line((), 0.0),)
    return (Line(first.fragments, first.height_pt, _PARAGRAPH_GAP_PT), *others)


def _height_pt(lines: Sequence[Line]) -> float:
    return sum(line.gap_pt + line.height_pt for line in lines)


def _page_of(lines: Sequence[Line]) -> bytes:
    """Return a page with the lines in its middle."""
    register_fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1, initialFontName=REGULAR)
    top_pt = (_PAGE_HEIGHT_PT + _height_pt(lines)) / 2
    for line in centred(lines, _TEXT_WIDTH_PT):
        top_pt -= line.gap_pt
        for fragment in line.fragments:
            style = fragment.run.style
            canvas.setFillColorRGB(*style.colour)
            canvas.setFont(style.font, style.size_pt)
            canvas.drawString(_MARGIN_PT + fragment.left_pt, top_pt - line.baseline_pt, fragment.text)
        top_pt -= line.height_pt
    canvas.showPage()
    canvas.save()
    return file.getvalue()
