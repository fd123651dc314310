"""What stands above the rule at the top of a front sheet's pages.

On the first page the council, its logo and whether the pack is public; on later pages the meeting.
The logo is read with Pillow, which reportlab brings along and loads in any case.
"""

from __future__ import annotations

import dataclasses
import struct
from pathlib import Path
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import Access, Meeting
from packbuilder.meeting.printed_times import day_and_date_words
from packbuilder.pack.fonts import BOLD, printable_line
from packbuilder.pack.page_flow import Cell
from packbuilder.pack.plan import PackPlan
from packbuilder.pack.sheet_drawing import draw_cell, draw_rule
from packbuilder.pack.sheet_style import (
    INK,
    LEFT_PT,
    NAVY,
    PAGE_HEIGHT_PT,
    RIGHT_PT,
    RUNNING_HEAD,
    TEXT_WIDTH_PT,
)
from packbuilder.pack.type_setting import Run, TextStyle, aligned_right, broken_into_lines, runs_width_pt

PUBLIC_MARK = "Public Document Pack"
PRIVATE_MARK = "Private Document Pack"

_TOP_PT = 34.0
_RULE_GAP_PT = 6.0
_BODY_GAP_PT = 24.0
_COLUMN_GAP_PT = 18.0
_COUNCIL = TextStyle(BOLD, 10.5, 14, INK)
_MARK = TextStyle(BOLD, 10.5, 14, NAVY)

_LOGO_WIDTH_PT = 150.0
_LOGO_HEIGHT_PT = 48.0
_LOGO_PIXELS_PER_PT = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Logo:
    """The council's logo at the size it is drawn."""

    picture: ImageReader
    width_pt: float
    height_pt: float


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """The head of a page; its cells stand in the middle of its height."""

    cells: tuple[Cell, ...]
    logo: Logo | None = None
    top_pt: float = PAGE_HEIGHT_PT - _TOP_PT

    @property
    def height_pt(self) -> float:
        """How high the head is, from its top to the rule's gap."""
        return max(self.logo.height_pt if self.logo else 0.0, *(cell.height_pt for cell in self.cells))

    @property
    def body_top_pt(self) -> float:
        """Where the body begins, from the bottom of the page."""
        return self.top_pt - self.height_pt - _BODY_GAP_PT


def first_head(plan: PackPlan) -> Head:
    """Return the head of a front sheet's first page.

    A pack that holds one closed paper is marked private, whoever asked for it.

    Raises:
        PackBuilderError: If the council's name can't be printed or the logo can't be read.
    """
    meeting = plan.meeting
    holds_closed = any(
        document.document.access is not Access.OPEN or item.item.access is not Access.OPEN
        for item in plan.items
        for document in item.documents
    )
    council = Run(printable_line(meeting.council, "The name of the council"), _COUNCIL)
    mark = Run(PRIVATE_MARK if holds_closed else PUBLIC_MARK, _MARK)
    if not meeting.style.logo:
        return Head(_left_and_right(council, mark))
    logo = _read_logo(Path(meeting.style.logo))
    width_pt = TEXT_WIDTH_PT - logo.width_pt - _COLUMN_GAP_PT
    lines = (*broken_into_lines([council], width_pt), *broken_into_lines([mark], width_pt))
    return Head((Cell(RIGHT_PT - width_pt, aligned_right(lines, width_pt)),), logo)


def running_head(meeting: Meeting, top_pt: float = PAGE_HEIGHT_PT - _TOP_PT) -> Head:
    """Return the head that says which meeting a page belongs to.

    Raises:
        PackBuilderError: If the body's name can't be printed.
    """
    body = Run(printable_line(meeting.body, "The name of the body"), RUNNING_HEAD)
    date = Run(day_and_date_words(meeting.date), RUNNING_HEAD)
    return Head(_left_and_right(body, date), top_pt=top_pt)


def draw_head(canvas: Any, head: Head) -> None:
    """Draw a head and the rule below it."""
    if head.logo is not None:
        logo = head.logo
        bottom_pt = head.top_pt - (head.height_pt + logo.height_pt) / 2
        canvas.drawImage(logo.picture, LEFT_PT, bottom_pt, logo.width_pt, logo.height_pt)
    for cell in head.cells:
        down_pt = (head.height_pt - cell.height_pt) / 2 if head.logo is not None else 0.0
        draw_cell(canvas, cell, head.top_pt - down_pt)
    draw_rule(canvas, head.top_pt - head.height_pt - _RULE_GAP_PT)


def _left_and_right(left: Run, right: Run) -> tuple[Cell, ...]:
    right_width_pt = runs_width_pt([right])
    left_lines = broken_into_lines([left], TEXT_WIDTH_PT - right_width_pt - _COLUMN_GAP_PT)
    # A hair more than measured, so that what just fits is not broken.
    right_lines = broken_into_lines([right], right_width_pt + 1)
    return Cell(LEFT_PT, left_lines), Cell(RIGHT_PT - right_width_pt, right_lines)


def _read_logo(file: Path) -> Logo:
    """Read the logo and bring it down to what print needs; see-through parts become white."""
    try:
        with Image.open(file) as picture:
            picture.load()
            width, height = picture.size
            scale = min(_LOGO_WIDTH_PT / width, _LOGO_HEIGHT_PT / height)
            width_pt, height_pt = width * scale, height * scale
            limit = (
                max(1, round(width_pt * _LOGO_PIXELS_PER_PT)),
                max(1, round(height_pt * _LOGO_PIXELS_PER_PT)),
            )
            seen = picture.convert("RGBA")
            if seen.width > limit[0]:
                seen = seen.resize(limit, Image.Resampling.LANCZOS)
            paper = Image.new("RGBA", seen.size, "white")
            flat = Image.alpha_composite(paper, seen).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError) as error:
        raise PackBuilderError(
            f"The logo {file.name} can't be read as a picture.",
            "Choose a PNG or JPEG file as the logo, or take the logo out of the house style.",
        ) from error
    return Logo(ImageReader(flat), width_pt, height_pt)
