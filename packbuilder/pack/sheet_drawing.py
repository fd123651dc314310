"""Draws laid-out rows, cells and rules on a canvas. Decides nothing: layout is settled before.

All places are in points from the bottom left of the page.
"""

from __future__ import annotations

from typing import IO, Any, NamedTuple

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from packbuilder.meeting.house_style import FontFamily
from packbuilder.pack.fonts import FACES, reach, register_fonts
from packbuilder.pack.page_flow import Cell, Row
from packbuilder.pack.sheet_style import (
    LEFT_PT,
    PAGE_HEIGHT_PT,
    PAGE_WIDTH_PT,
    RIGHT_PT,
    RULE,
    RULE_WIDTH_PT,
    TEXT_WIDTH_PT,
)
from packbuilder.pack.type_setting import Fragment, Run

_UNDERLINE_BELOW_BASELINE_PT = 1.6

# Streams as text would make files a quarter larger and take most of the time to draw a page.
rl_config.useA85 = 0


class Box(NamedTuple):
    """Where something stands on its page."""

    left_pt: float
    bottom_pt: float
    right_pt: float
    top_pt: float

    def joined(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.left_pt, other.left_pt),
            min(self.bottom_pt, other.bottom_pt),
            max(self.right_pt, other.right_pt),
            max(self.top_pt, other.top_pt),
        )


def new_canvas(file: IO[bytes], family: FontFamily) -> Any:
    """Return a canvas of A4 pages that writes to ``file``, the same bytes for the same drawing.

    ``family`` is what will be drawn with; no other font then comes into the file.
    """
    register_fonts()
    return Canvas(
        file,
        pagesize=(PAGE_WIDTH_PT, PAGE_HEIGHT_PT),
        invariant=1,
        pageCompression=1,
        initialFontName=FACES[family].regular,
    )


def draw_rule(canvas: Any, height_pt: float) -> None:
    """Draw a thin rule from margin to margin."""
    canvas.setStrokeColorRGB(*RULE)
    canvas.setLineWidth(RULE_WIDTH_PT)
    canvas.line(LEFT_PT, height_pt, RIGHT_PT, height_pt)


def draw_row(canvas: Any, row: Row, top_pt: float) -> dict[Run, Box]:
    """Draw a row with its top at ``top_pt``; return where each run that is a link stands."""
    bottom_pt = top_pt - row.height_pt
    if row.fill is not None:
        canvas.setFillColorRGB(*row.fill)
        canvas.rect(LEFT_PT, bottom_pt, TEXT_WIDTH_PT, row.height_pt, stroke=0, fill=1)
    if row.is_ruled:
        draw_rule(canvas, bottom_pt)
    boxes: dict[Run, Box] = {}
    for cell in row.cells:
        boxes.update(draw_cell(canvas, cell, top_pt - row.above_pt))
    return boxes


def draw_cell(canvas: Any, cell: Cell, top_pt: float) -> dict[Run, Box]:
    """Draw a cell with its top at ``top_pt``; return where each run that is a link stands."""
    boxes: dict[Run, Box] = {}
    for count, line in enumerate(cell.lines):
        top_pt -= line.gap_pt if count else 0.0
        for fragment in line.fragments:
            box = _draw_fragment(canvas, fragment, cell.left_pt, top_pt - line.baseline_pt)
            run = fragment.run
            if run.link:
                boxes[run] = boxes[run].joined(box) if run in boxes else box
        top_pt -= line.height_pt
    return boxes


def _draw_fragment(canvas: Any, fragment: Fragment, cell_left_pt: float, baseline_pt: float) -> Box:
    style = fragment.run.style
    left_pt = cell_left_pt + fragment.left_pt
    right_pt = left_pt + fragment.width_pt
    canvas.setFillColorRGB(*style.colour)
    canvas.setFont(style.font, style.size_pt)
    canvas.drawString(left_pt, baseline_pt, fragment.text)
    if style.underlined:
        underline_pt = baseline_pt - _UNDERLINE_BELOW_BASELINE_PT
        canvas.setStrokeColorRGB(*style.colour)
        canvas.setLineWidth(RULE_WIDTH_PT)
        canvas.line(left_pt, underline_pt, right_pt, underline_pt)
    ascent, descent = reach(style.font)
    return Box(left_pt, baseline_pt - descent * style.size_pt, right_pt, baseline_pt + ascent * style.size_pt)
