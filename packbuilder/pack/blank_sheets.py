"""Draws the sheets that stand in for what is not there: filler pages and "to follow" sheets.

Fourth in the line, beside the front sheet, and in its look.
"""

from __future__ import annotations

import io

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import FontFamily
from packbuilder.pack.agenda_item import TO_FOLLOW_WORDS, item_name
from packbuilder.pack.fonts import printable_line
from packbuilder.pack.page_flow import Cell
from packbuilder.pack.page_heads import draw_head, running_head
from packbuilder.pack.plan import FILLER_WORDS, ItemPlan, PackPlan
from packbuilder.pack.sheet_drawing import draw_cell, new_canvas
from packbuilder.pack.sheet_style import (
    BOTTOM_PT,
    INK,
    LEFT_PT,
    NAVY,
    PAGE_HEIGHT_PT,
    TEXT_WIDTH_PT,
    TextStyles,
    text_styles,
)
from packbuilder.pack.type_setting import (
    Run,
    broken_into_lines,
    centred,
    height_pt,
    runs_width_pt,
    spaced,
)

# Which item it is, is stamped above it later.
_HEAD_TOP_PT = 60.0
_TITLE_TOP_PT = 190.0
_NUMBER_GAP_PT = 10.0
_TO_FOLLOW_GAP_PT = 12.0

# Sizes and leadings.
_FILLER_PT = (12, 16)
_TO_FOLLOW_PT = (14, 19)
_TITLES_PT = ((18, 24), (11, 14))


def draw_filler(family: FontFamily = FontFamily.SANS) -> bytes:
    """Return one A4 page that says that it is meant to be blank. The same bytes every time."""
    words = Run(FILLER_WORDS, text_styles(family).regular(*_FILLER_PT, INK))
    lines = centred(broken_into_lines([words], TEXT_WIDTH_PT), TEXT_WIDTH_PT)
    file = io.BytesIO()
    canvas = new_canvas(file, family)
    draw_cell(canvas, Cell(LEFT_PT, lines), (PAGE_HEIGHT_PT + height_pt(lines)) / 2)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def draw_to_follow(plan: PackPlan, item: ItemPlan) -> bytes:
    """Return one A4 page that holds the place of a paper that is still to come.

    It says which meeting, which item and that the paper is to follow.

    Raises:
        PackBuilderError: If a character can't be printed, or the title is too long for a page.
    """
    head = running_head(plan.meeting, PAGE_HEIGHT_PT - _HEAD_TOP_PT)
    top_pt = min(PAGE_HEIGHT_PT - _TITLE_TOP_PT, head.body_top_pt)
    styles = text_styles(plan.meeting.style.font)
    number, title = _title_cells(item, top_pt - BOTTOM_PT, styles)
    file = io.BytesIO()
    canvas = new_canvas(file, styles.family)
    draw_head(canvas, head)
    draw_cell(canvas, number, top_pt)
    draw_cell(canvas, title, top_pt)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _title_cells(item: ItemPlan, room_pt: float, styles: TextStyles) -> tuple[Cell, Cell]:
    """Return the item's number and, beside it, its title with "To follow" below, in the size that fits."""
    words = printable_line(item.item.title, f"The title of {item_name(item)}")
    to_follow_style = styles.regular(*_TO_FOLLOW_PT, INK)
    for style in (styles.bold(*size_and_leading_pt, NAVY) for size_and_leading_pt in _TITLES_PT):
        number = Run(item.number, style)
        indent_pt = runs_width_pt([number]) + _NUMBER_GAP_PT
        width_pt = TEXT_WIDTH_PT - indent_pt
        to_follow = broken_into_lines([Run(TO_FOLLOW_WORDS, to_follow_style)], width_pt)
        title = (*broken_into_lines([Run(words, style)], width_pt), *spaced(to_follow, _TO_FOLLOW_GAP_PT))
        if height_pt(title) <= room_pt:
            return Cell(LEFT_PT, broken_into_lines([number], indent_pt)), Cell(LEFT_PT + indent_pt, title)
    raise PackBuilderError(
        f"The title of {item_name(item)} is too long for its to-follow sheet.",
        "Shorten the title and put the rest into the description of the item.",
    )
