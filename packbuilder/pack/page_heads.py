"""What stands above the rule at the top of a front sheet's pages.

On the first page the council, its logo and whether the pack is public; on later pages the meeting.
The logo is read with Pillow.
"""

from __future__ import annotations

import dataclasses
import struct
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import Access, Meeting
from packbuilder.meeting.printed_times import day_and_date_words
from packbuilder.pack.fonts import printable_line
from packbuilder.pack.page_flow import Cell
from packbuilder.pack.plan import PackPlan
from packbuilder.pack.sheet_drawing import draw_cell, draw_rule
from packbuilder.pack.sheet_style import (
    INK,
    LEFT_PT,
    NAVY,
    PAGE_HEIGHT_PT,
    RIGHT_PT,
    TEXT_WIDTH_PT,
    text_styles,
)
from packbuilder.pack.type_setting import Run, aligned_right, broken_into_lines, runs_width_pt

PUBLIC_MARK = "Public Document Pack"
PRIVATE_MARK = "Private Document Pack"

_TOP_PT = 34.0
_RULE_GAP_PT = 6.0
_BODY_GAP_PT = 24.0
_COLUMN_GAP_PT = 18.0
_SIZE_PT = 10.5
_LEADING_PT = 14.0

_LOGO_WIDTH_PT = 150.0
_LOGO_HEIGHT_PT = 48.0
_LOGO_PIXELS_PER_PT = 4
_LOGO_DECODED_AT_LEAST = (600, 600)
_MOST_LOGO_PIXELS = 25_000_000
# Named, because Pillow knows formats for which it would start other programs.
_LOGO_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")


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
    styles = text_styles(meeting.style.font)
    name = printable_line(meeting.council, "The name of the council")
    council = Run(name, styles.bold(_SIZE_PT, _LEADING_PT, INK))
    mark = Run(PRIVATE_MARK if holds_closed else PUBLIC_MARK, styles.bold(_SIZE_PT, _LEADING_PT, NAVY))
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
    style = text_styles(meeting.style.font).running_head
    body = Run(printable_line(meeting.body, "The name of the body"), style)
    date = Run(day_and_date_words(meeting.date), style)
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
    right_lines = broken_into_lines([right], right_width_pt)
    return Cell(LEFT_PT, left_lines), Cell(RIGHT_PT - right_width_pt, right_lines)


def _read_logo(file: Path) -> Logo:
    """Read the logo and bring it down to what print needs; see-through parts become white."""
    try:
        if file.exists() and not file.is_file():
            raise OSError(f"{file} is no ordinary file")
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=_LOGO_FORMATS) as picture:
                # Before a pixel is read: it may be the memory of the whole machine.
                if picture.width * picture.height > _MOST_LOGO_PIXELS:
                    raise _too_large(file)
                return _logo(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large(file) from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise PackBuilderError(
            f"The logo {file.name} can't be read as a picture.",
            "Save it as a PNG or JPEG file and choose that, or take the logo out of the house style.",
        ) from error


def _too_large(file: Path) -> PackBuilderError:
    return PackBuilderError(
        f"The logo {file.name} has more than {_MOST_LOGO_PIXELS // 1_000_000} million pixels.",
        "Save it smaller, about 2000 pixels wide, or take the logo out of the house style.",
    )


def _logo(picture: Image.Image) -> Logo:
    # A large photograph is decoded small, which takes a tenth of the time.
    picture.draft(None, _LOGO_DECODED_AT_LEAST)
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):
        # Pillow cuts sixteen bits off at the eighth, which would make every grey white.
        upright = upright.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    scale = min(_LOGO_WIDTH_PT / upright.width, _LOGO_HEIGHT_PT / upright.height)
    width_pt, height_pt = upright.width * scale, upright.height * scale
    limit = (
        max(1, round(width_pt * _LOGO_PIXELS_PER_PT)),
        max(1, round(height_pt * _LOGO_PIXELS_PER_PT)),
    )
    seen = upright.convert("RGBA")
    if seen.width > limit[0]:
        seen = seen.resize(limit, Image.Resampling.LANCZOS, reducing_gap=3.0)
    paper = Image.new("RGBA", seen.size, "white")
    flat = Image.alpha_composite(paper, seen).convert("RGB")
    return Logo(ImageReader(flat), width_pt, height_pt)
