"""Draws the front sheet: who meets when and where, the agenda with its page numbers, members, notices.

Fourth in the line. It prints what the plan says and decides only where lines and pages break:
everything becomes rows of set lines (``_Row``), rows are laid on pages, pages are drawn.
"""

from __future__ import annotations

import dataclasses
import io
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.access import access_line
from packbuilder.meeting.house_style import ALL_COLUMNS, AgendaColumn, AgendaStyle, Column
from packbuilder.meeting.meeting import Access, Form, Meeting, Part
from packbuilder.meeting.printed_times import clock_words, date_words, day_and_date_words
from packbuilder.meeting.timings import Timetable, timetable
from packbuilder.pack.fonts import (
    ASCENT,
    BOLD,
    DESCENT,
    ITALIC,
    REGULAR,
    Colour,
    Line,
    Run,
    TextStyle,
    aligned_right,
    broken_into_lines,
    longest_word_width_pt,
    printable,
    register_fonts,
    runs_width_pt,
    text_width_pt,
)
from packbuilder.pack.plan import ItemPlan, PackPlan


@dataclasses.dataclass(frozen=True, slots=True)
class AgendaLink:
    """Where, on the drawn front sheet, an item's page range stands; it will lead to that item.

    ``page_index`` counts from 0 inside the front sheet; the box is in points from the bottom left.
    """

    item_id: str
    page_index: int
    left_pt: float
    bottom_pt: float
    right_pt: float
    top_pt: float


@dataclasses.dataclass(frozen=True, slots=True)
class DrawnFrontSheet:
    """A front sheet as a PDF of ``page_count`` A4 pages, with no page stamps on it yet."""

    pdf: bytes
    page_count: int
    links: tuple[AgendaLink, ...]


PUBLIC_MARK = "Public Document Pack"
PRIVATE_MARK = "Private Document Pack"
TO_FOLLOW_WORDS = "To follow"

_PAGE_WIDTH_PT: float = A4[0]
_PAGE_HEIGHT_PT: float = A4[1]
_MARGIN_PT = 56.0
_TEXT_WIDTH_PT = _PAGE_WIDTH_PT - 2 * _MARGIN_PT
_HEAD_TOP_PT = 34.0
_HEAD_GAP_PT = 12.0
# "Page N" is stamped below this line later, so nothing may be drawn there.
_BOTTOM_PT = 60.0

_INK: Colour = (0.10, 0.10, 0.12)
_GREY: Colour = (0.30, 0.32, 0.35)
_NAVY: Colour = (0.10, 0.29, 0.48)
_WHITE: Colour = (1.0, 1.0, 1.0)
_PALE: Colour = (0.91, 0.94, 0.97)
_RULE: Colour = (0.72, 0.75, 0.78)

_BODY = TextStyle(REGULAR, 10, 13.5, _INK)
_BODY_BOLD = TextStyle(BOLD, 10, 13.5, _INK)
_BODY_ITALIC = TextStyle(ITALIC, 10, 13.5, _INK)
_RANGE = TextStyle(REGULAR, 10, 13.5, _NAVY, underlined=True)
_COLUMN_HEAD = TextStyle(BOLD, 10, 13, _WHITE)
_SECTION = TextStyle(BOLD, 10, 13.5, _NAVY)
_LIST_SECTION = TextStyle(BOLD, 11, 14, _NAVY)
_TITLE = TextStyle(BOLD, 21, 26, _NAVY)
_LONG_TITLE = TextStyle(BOLD, 15, 19, _NAVY)
_HEADING = TextStyle(BOLD, 13, 17, _NAVY)
_NOTICE_HEADING = TextStyle(BOLD, 11, 14.5, _NAVY)
_COUNCIL = TextStyle(BOLD, 10.5, 14, _INK)
_MARK = TextStyle(BOLD, 10.5, 14, _NAVY)
_RUNNING_HEAD = TextStyle(REGULAR, 8.5, 11, _GREY)

_CELL_PADDING_PT = 6.0
_PARAGRAPH_GAP_PT = 5.0
_BULLET_INDENT_PT = 10.0
_LOGO_WIDTH_PT = 150.0
_LOGO_HEIGHT_PT = 48.0
_LOGO_PIXELS_PER_PT = 4

_SHORT_LINE = 0.6
"""The share of the width up to which a line counts as one of an address or list, not as a paragraph."""
_SUBJECT_BEFORE_HEADINGS_BREAK_PT = 190.0
_SUBJECT_BEFORE_CELLS_BREAK_PT = 165.0
_NARROWEST_SUBJECT_PT = 90.0
_WIDEST_COLUMN_PT = 112.0
_WIDEST_WHOLE_WORD_PT = 66.0
_ITEM_LEAST_LINES = 6

_NEVER_SPLIT = 1_000
"""For ``_Row.least_lines``: a row that is broken only where no page could hold it whole."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Cell:
    """Lines one below the other, ``left_pt`` from the left edge of the page."""

    left_pt: float
    lines: tuple[Line, ...]

    @property
    def height_pt(self) -> float:
        return _height_pt(self.lines)


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """Cells side by side that go down the page together.

    ``space_pt`` is left out at the top of a page. ``least_lines`` is how many lines a page break
    inside the row leaves on either side. ``header`` is printed again where the row starts a page.
    """

    cells: tuple[_Cell, ...]
    space_pt: float = 0.0
    padding_pt: float = 0.0
    fill: Colour | None = None
    is_ruled: bool = False
    keeps_with_next: bool = False
    least_lines: int = 2
    header: _Row | None = None

    @property
    def height_pt(self) -> float:
        return 2 * self.padding_pt + max(cell.height_pt for cell in self.cells)

    @property
    def line_count(self) -> int:
        return max(len(cell.lines) for cell in self.cells)

    @property
    def least_height_pt(self) -> float:
        """The room that the row needs on a page where it begins."""
        if self.line_count < 2 * self.least_lines:
            return self.height_pt
        return 2 * self.padding_pt + max(_height_pt(cell.lines[: self.least_lines]) for cell in self.cells)

    def split(self, room_pt: float) -> tuple[_Row, _Row]:
        """Return what fits and what remains; each has at least one line, whatever the room."""
        room_pt -= 2 * self.padding_pt
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
        return (
            dataclasses.replace(self, cells=top, is_ruled=False),
            dataclasses.replace(self, cells=rest, space_pt=0.0),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class _Placed:
    """A row and how far its top is below the top of the page's body."""

    row: _Row
    down_pt: float


@dataclasses.dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the rule at the top of a page."""

    left: _Cell
    right: _Cell
    logo: _Logo | None = None

    @property
    def height_pt(self) -> float:
        logo_pt = self.logo.height_pt if self.logo else 0.0
        return max(self.left.height_pt, self.right.height_pt, logo_pt)

    @property
    def body_top_pt(self) -> float:
        """Where the body begins, from the bottom of the page."""
        return _PAGE_HEIGHT_PT - _HEAD_TOP_PT - self.height_pt - 2 * _HEAD_GAP_PT


@dataclasses.dataclass(frozen=True, slots=True)
class _Logo:
    """The council's logo at the size it is drawn."""

    picture: ImageReader
    width_pt: float
    height_pt: float


@dataclasses.dataclass(frozen=True, slots=True)
class _ColumnSizes:
    """How wide a column would be with everything on one line, and as it gives way step by step."""

    one_line_pt: float
    two_line_heading_pt: float
    longest_word_pt: float
    broken_words_pt: float


@dataclasses.dataclass(frozen=True, slots=True)
class _TableColumn:
    """A column of the agenda's table with its place on the page; the padding is inside the width."""

    column: Column
    heading: str
    left_pt: float
    width_pt: float

    def cell(self, lines: Sequence[Line]) -> _Cell:
        inner_pt = self.width_pt - 2 * _CELL_PADDING_PT
        placed = aligned_right(lines, inner_pt) if self.column is Column.PAGE else tuple(lines)
        return _Cell(self.left_pt + _CELL_PADDING_PT, placed)

    def set(self, runs: Sequence[Run]) -> _Cell:
        return self.cell(broken_into_lines(runs, self.width_pt - 2 * _CELL_PADDING_PT))


def draw_front_sheet(plan: PackPlan) -> DrawnFrontSheet:
    """Draw the front sheet of a pack with the page numbers that the plan gives.

    The bottom of every page is left free for the page stamp. The same plan gives the same bytes.

    Raises:
        PackBuilderError: If a character can't be printed or the logo can't be read.
    """
    register_fonts()
    first_head, running_head = _first_head(plan), _running_head(plan.meeting)
    rows = tuple(_rows(plan))
    pages = _laid_on_pages(rows, first_head.body_top_pt - _BOTTOM_PT, running_head.body_top_pt - _BOTTOM_PT)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1, initialFontName=REGULAR)
    links: list[AgendaLink] = []
    for page_index, page in enumerate(pages):
        head = running_head if page_index else first_head
        _draw_head(canvas, head)
        boxes: dict[Run, AgendaLink] = {}
        for placed in page:
            _draw_row(canvas, placed.row, head.body_top_pt - placed.down_pt, page_index, boxes)
        links.extend(boxes.values())
        canvas.showPage()
    canvas.save()
    return DrawnFrontSheet(file.getvalue(), len(pages), tuple(links))


# --- Lines and pages ---


def _height_pt(lines: Sequence[Line]) -> float:
    gaps_pt = sum(line.gap_pt for line in lines[1:])
    return sum(line.height_pt for line in lines) + gaps_pt


def _fitting_line_count(lines: Sequence[Line], room_pt: float) -> int:
    used_pt = 0.0
    for count, line in enumerate(lines):
        used_pt += line.height_pt + (line.gap_pt if count else 0.0)
        if used_pt > room_pt:
            return count
    return len(lines)


def _laid_on_pages(rows: Sequence[_Row], first_room_pt: float, later_room_pt: float) -> list[list[_Placed]]:
    """Lay rows on pages so that headings stay with what follows and nothing is cut."""
    waiting = list(reversed(rows))
    pages: list[list[_Placed]] = [[]]
    room_pt, used_pt = first_room_pt, 0.0
    while waiting:
        row = waiting[-1]
        page = pages[-1]
        if not page and len(pages) > 1 and row.header is not None and row.header.height_pt < room_pt / 2:
            page.append(_Placed(row.header, 0.0))
            used_pt = row.header.height_pt
        down_pt = used_pt + row.space_pt if page else used_pt
        is_bare = all(placed.row is row.header for placed in page)
        if not is_bare and down_pt + _needed_pt(waiting, later_room_pt) > room_pt:
            pages.append([])
            room_pt, used_pt = later_room_pt, 0.0
            continue
        waiting.pop()
        if down_pt + row.height_pt > room_pt and row.line_count > 1:
            row, rest = row.split(room_pt - down_pt)
            waiting.append(rest)
            page.append(_Placed(row, down_pt))
            pages.append([])
            room_pt, used_pt = later_room_pt, 0.0
            continue
        page.append(_Placed(row, down_pt))
        used_pt = down_pt + row.height_pt
    return pages


def _needed_pt(waiting: Sequence[_Row], later_room_pt: float) -> float:
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


def _draw_head(canvas: Any, head: _Head) -> None:
    top_pt = _PAGE_HEIGHT_PT - _HEAD_TOP_PT
    if head.logo is not None:
        canvas.drawImage(
            head.logo.picture,
            _MARGIN_PT,
            top_pt - head.logo.height_pt,
            head.logo.width_pt,
            head.logo.height_pt,
        )
    for cell in (head.left, head.right):
        down_pt = (head.height_pt - cell.height_pt) / 2 if head.logo is not None else 0.0
        _draw_cell(canvas, cell, top_pt - down_pt, 0, {})
    _draw_rule(canvas, _MARGIN_PT, _PAGE_WIDTH_PT - _MARGIN_PT, top_pt - head.height_pt - _HEAD_GAP_PT / 2)


def _draw_rule(canvas: Any, left_pt: float, right_pt: float, y_pt: float) -> None:
    canvas.setStrokeColorRGB(*_RULE)
    canvas.setLineWidth(0.6)
    canvas.line(left_pt, y_pt, right_pt, y_pt)


def _draw_row(canvas: Any, row: _Row, top_pt: float, page_index: int, boxes: dict[Run, AgendaLink]) -> None:
    bottom_pt = top_pt - row.height_pt
    if row.fill is not None:
        canvas.setFillColorRGB(*row.fill)
        canvas.rect(_MARGIN_PT, bottom_pt, _TEXT_WIDTH_PT, row.height_pt, stroke=0, fill=1)
    if row.is_ruled:
        _draw_rule(canvas, _MARGIN_PT, _PAGE_WIDTH_PT - _MARGIN_PT, bottom_pt)
    for cell in row.cells:
        _draw_cell(canvas, cell, top_pt - row.padding_pt, page_index, boxes)


def _draw_cell(
    canvas: Any, cell: _Cell, top_pt: float, page_index: int, boxes: dict[Run, AgendaLink]
) -> None:
    for count, line in enumerate(cell.lines):
        top_pt -= line.gap_pt if count else 0.0
        baseline_pt = top_pt - line.baseline_pt
        for fragment in line.fragments:
            run, style = fragment.run, fragment.run.style
            left_pt = cell.left_pt + fragment.left_pt
            right_pt = left_pt + fragment.width_pt
            canvas.setFillColorRGB(*style.colour)
            canvas.setFont(style.font, style.size_pt)
            canvas.drawString(left_pt, baseline_pt, fragment.text)
            if style.underlined:
                canvas.setStrokeColorRGB(*style.colour)
                canvas.setLineWidth(0.6)
                canvas.line(left_pt, baseline_pt - 1.6, right_pt, baseline_pt - 1.6)
            if run.link:
                bottom_pt = baseline_pt - DESCENT * style.size_pt
                box = AgendaLink(
                    run.link, page_index, left_pt, bottom_pt, right_pt, baseline_pt + ASCENT * style.size_pt
                )
                boxes[run] = _joined(boxes[run], box) if run in boxes else box
        top_pt -= line.height_pt


def _joined(one: AgendaLink, other: AgendaLink) -> AgendaLink:
    return dataclasses.replace(
        one,
        left_pt=min(one.left_pt, other.left_pt),
        bottom_pt=min(one.bottom_pt, other.bottom_pt),
        right_pt=max(one.right_pt, other.right_pt),
        top_pt=max(one.top_pt, other.top_pt),
    )


# --- Heads ---


def _first_head(plan: PackPlan) -> _Head:
    meeting = plan.meeting
    holds_closed = any(
        document.document.access is not Access.OPEN or item.item.access is not Access.OPEN
        for item in plan.items
        for document in item.documents
    )
    mark = Run(PRIVATE_MARK if holds_closed else PUBLIC_MARK, _MARK)
    mark_width_pt = runs_width_pt([mark])
    logo = _logo(meeting.style.logo) if meeting.style.logo else None
    left_pt = _MARGIN_PT + (logo.width_pt + 12 if logo else 0.0)
    right_pt = _PAGE_WIDTH_PT - _MARGIN_PT - mark_width_pt
    council = [Run(_words(meeting.council, "The name of the council"), _COUNCIL)]
    return _Head(
        _Cell(left_pt, broken_into_lines(council, right_pt - 18 - left_pt)),
        _Cell(right_pt, broken_into_lines([mark], mark_width_pt + 1)),
        logo,
    )


def _running_head(meeting: Meeting) -> _Head:
    date = Run(day_and_date_words(meeting.date), _RUNNING_HEAD)
    date_width_pt = runs_width_pt([date])
    body = [Run(_words(meeting.body, "The name of the body"), _RUNNING_HEAD)]
    return _Head(
        _Cell(_MARGIN_PT, broken_into_lines(body, _TEXT_WIDTH_PT - date_width_pt - 18)),
        _Cell(_PAGE_WIDTH_PT - _MARGIN_PT - date_width_pt, broken_into_lines([date], date_width_pt + 1)),
    )


def _logo(file: str) -> _Logo:
    """Read the logo and bring it down to what print needs; see-through parts become white."""
    # reportlab brings Pillow along; it is loaded only where there is a logo to read.
    from PIL import Image

    try:
        with Image.open(Path(file)) as picture:
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
            f"The logo {Path(file).name} can't be read as a picture.",
            "Choose a PNG or JPEG file as the logo, or take the logo out of the house style.",
        ) from error
    return _Logo(ImageReader(flat), width_pt, height_pt)


# --- What is printed ---


def _words(text: str, where: str) -> str:
    """Return text for one line: printable, line breaks turned into spaces."""
    return " ".join(printable(text, where).split("\n"))


def _rows(plan: PackPlan) -> Iterator[_Row]:
    meeting = plan.meeting
    yield from _title_rows(meeting)
    yield _heading("Agenda")
    if meeting.style.agenda_style is AgendaStyle.LIST:
        yield from _list_rows(plan)
    else:
        yield from _table_rows(plan)
    yield from _proper_officer_rows(meeting)
    yield from _member_rows(meeting)
    yield from _notice_rows(meeting)
    yield from _administrator_rows(meeting)


def _heading(text: str, style: TextStyle = _HEADING, space_pt: float = 20.0, *, keep: bool = True) -> _Row:
    lines = broken_into_lines([Run(text, style)], _TEXT_WIDTH_PT)
    return _Row(
        (_Cell(_MARGIN_PT, lines),),
        space_pt=space_pt,
        padding_pt=2.5,
        keeps_with_next=keep,
        least_lines=_NEVER_SPLIT,
    )


def _paragraphs(text: str, where: str, space_pt: float = 0.0) -> Iterator[_Row]:
    """Return a row for each paragraph; short lines that follow each other are one (an address)."""
    short: list[Line] = []
    for words in printable(text, where).split("\n"):
        lines = broken_into_lines([Run(words, _BODY)], _TEXT_WIDTH_PT)
        if len(lines) == 1 and lines[0].width_pt < _TEXT_WIDTH_PT * _SHORT_LINE:
            short.extend(lines)
            continue
        if short:
            yield _Row((_Cell(_MARGIN_PT, tuple(short)),), space_pt=space_pt, least_lines=_ITEM_LEAST_LINES)
            space_pt = _PARAGRAPH_GAP_PT
            short = []
        if lines:
            yield _Row((_Cell(_MARGIN_PT, lines),), space_pt=space_pt)
            space_pt = _PARAGRAPH_GAP_PT
        else:
            space_pt = max(space_pt, 2 * _PARAGRAPH_GAP_PT)
    if short:
        yield _Row((_Cell(_MARGIN_PT, tuple(short)),), space_pt=space_pt, least_lines=_ITEM_LEAST_LINES)


def _title_rows(meeting: Meeting) -> Iterator[_Row]:
    body = _words(meeting.body, "The name of the body")
    lines = broken_into_lines([Run(body, _TITLE)], _TEXT_WIDTH_PT)
    if len(lines) > 3:
        lines = broken_into_lines([Run(body, _LONG_TITLE)], _TEXT_WIDTH_PT)
    yield _Row((_Cell(_MARGIN_PT, lines),), padding_pt=4, least_lines=_NEVER_SPLIT)
    facts = [("Date", day_and_date_words(meeting.date))]
    if meeting.time is not None:
        facts.append(("Time", clock_words(meeting.time)))
    facts.extend(
        ("" if count else "Venue", line)
        for count, line in enumerate(printable(meeting.venue, "The venue").split("\n"))
        if line
    )
    value_left_pt = 56.0
    for count, (name, value) in enumerate(facts):
        yield _Row(
            (
                _Cell(_MARGIN_PT, broken_into_lines([Run(name, _BODY_BOLD)], value_left_pt)),
                _Cell(
                    _MARGIN_PT + value_left_pt,
                    broken_into_lines([Run(value, _BODY)], _TEXT_WIDTH_PT - value_left_pt),
                ),
            ),
            space_pt=4 if count == 0 else (3 if name else 0),
        )
    yield from _paragraphs(meeting.introduction, "The introduction", space_pt=14)


# --- The agenda ---


def _item_name(plan: ItemPlan) -> str:
    return f"item {plan.number.rstrip('.')}"


def _is_to_follow(plan: ItemPlan) -> bool:
    return plan.item.to_follow and not plan.documents and plan.item.access is Access.OPEN


def _link(plan: ItemPlan) -> str:
    return plan.item.id if plan.first_page is not None else ""


def _page_runs(plan: ItemPlan, to_follow_words: str = TO_FOLLOW_WORDS) -> tuple[Run, ...]:
    """Return the page range as a link; nothing for an item without pages."""
    text = to_follow_words if _is_to_follow(plan) else plan.range_label
    if not text:
        return ()
    link = _link(plan)
    return (Run(text, _RANGE if link else _BODY, link, whole=True),)


def _title_run(plan: ItemPlan, style: TextStyle) -> Run:
    return Run(_words(plan.item.title, f"The title of {_item_name(plan)}"), style, _link(plan))


def _form_words(form: Form) -> str:
    return form.value.capitalize()


def _section_headings(plan: PackPlan) -> Iterator[tuple[ItemPlan, str]]:
    """Return every item with the heading to print above it, or "" where the section goes on."""
    section = ""
    for item_plan in plan.items:
        following = _words(item_plan.item.section, f"The section of {_item_name(item_plan)}")
        yield item_plan, following if following != section else ""
        section = following


def _lines_below_title(plan: ItemPlan, width_pt: float) -> Iterator[Line]:
    """Return an item's description, parts and the sentence that closes it to the public."""
    item = plan.item
    gap_pt = 2.0
    for text in printable(item.description, f"The description of {_item_name(plan)}").split("\n"):
        if text:
            yield from _spaced(broken_into_lines([Run(text, _BODY)], width_pt), gap_pt)
            gap_pt = 3.5
        else:
            gap_pt = 2 * _PARAGRAPH_GAP_PT
    for position, part in enumerate(item.parts, start=1):
        runs = _part_runs(part, f"Part {position} of {_item_name(plan)}")
        yield from _spaced(_bulleted(runs, width_pt), 2.0)
    if closed := access_line(item):
        yield from _spaced(broken_into_lines([Run(closed, _BODY_ITALIC)], width_pt), 2.0)


def _part_runs(part: Part, where: str) -> list[Run]:
    text = _words(part.title, where)
    if part.presenters:
        text += " \N{EN DASH} " + _words(", ".join(part.presenters), where)
    if part.form is not Form.NONE:
        text += f" ({_form_words(part.form)})"
    return [Run(text, _BODY)]


def _spaced(lines: Sequence[Line], gap_pt: float) -> tuple[Line, ...]:
    """Return lines with a gap above the first."""
    return (*(dataclasses.replace(line, gap_pt=gap_pt) for line in lines[:1]), *lines[1:])


def _bulleted(runs: Sequence[Run], width_pt: float) -> tuple[Line, ...]:
    lines = broken_into_lines(runs, width_pt, _BULLET_INDENT_PT)
    (bullet,) = broken_into_lines([Run("\N{BULLET}", _BODY)], width_pt)
    first = tuple(
        dataclasses.replace(line, fragments=(*bullet.fragments, *line.fragments)) for line in lines[:1]
    )
    return (*first, *lines[1:])


def _list_rows(plan: PackPlan) -> Iterator[_Row]:
    numbers = [Run(item_plan.number, _BODY_BOLD) for item_plan in plan.items]
    number_width_pt = max((runs_width_pt([number]) for number in numbers), default=0.0) + 1
    text_left_pt = max(26.0, number_width_pt + 9)
    text_width_pt = _TEXT_WIDTH_PT - text_left_pt
    for position, ((item_plan, section), number) in enumerate(
        zip(_section_headings(plan), numbers, strict=True)
    ):
        if section:
            yield _heading(section, _LIST_SECTION, 14.0 if position else 0.0)
        pages = _page_runs(item_plan, f"({TO_FOLLOW_WORDS})")
        lines = broken_into_lines(
            [_title_run(item_plan, _BODY_BOLD), Run(" ", _BODY_BOLD), *pages], text_width_pt
        )
        below = _lines_below_title(item_plan, text_width_pt)
        yield _Row(
            (
                _Cell(_MARGIN_PT, broken_into_lines([number], number_width_pt)),
                _Cell(_MARGIN_PT + text_left_pt, (*lines, *below)),
            ),
            space_pt=9.0 if position and not section else 3.0,
            least_lines=_ITEM_LEAST_LINES,
        )


def _table_rows(plan: PackPlan) -> Iterator[_Row]:
    timings = timetable(plan.meeting)
    chosen = _chosen_columns(plan.meeting.style.agenda_columns)
    cells = [{c.column: _small_cell(c.column, item, timings) for c in chosen} for item in plan.items]
    columns = _sized_columns(chosen, cells)
    header = _Row(
        tuple(column.set([Run(column.heading, _COLUMN_HEAD)]) for column in columns),
        padding_pt=5.5,
        fill=_NAVY,
        keeps_with_next=True,
        least_lines=_NEVER_SPLIT,
    )
    yield header
    has_page_column = any(column.column is Column.PAGE for column in columns)
    for (item_plan, section), small in zip(_section_headings(plan), cells, strict=True):
        if section:
            lines = broken_into_lines([Run(section, _SECTION)], _TEXT_WIDTH_PT - 2 * _CELL_PADDING_PT)
            yield _Row(
                (_Cell(_MARGIN_PT + _CELL_PADDING_PT, lines),),
                padding_pt=4.5,
                fill=_PALE,
                is_ruled=True,
                keeps_with_next=True,
                least_lines=_NEVER_SPLIT,
                header=header,
            )
        yield _Row(
            tuple(
                _subject_cell(item_plan, column, says_to_follow=not has_page_column)
                if column.column is Column.SUBJECT
                else column.set(small[column.column])
                for column in columns
            ),
            padding_pt=5.0,
            is_ruled=True,
            least_lines=_ITEM_LEAST_LINES,
            header=header,
        )


def _chosen_columns(columns: tuple[AgendaColumn, ...]) -> tuple[AgendaColumn, ...]:
    """Return the council's columns, with the subject put in where it is missing.

    An agenda that does not name its business is none (Local Government Act 1972, section 100B).
    """
    if not columns:
        return ALL_COLUMNS
    if any(c.column is Column.SUBJECT for c in columns):
        return columns
    subject = tuple(c for c in ALL_COLUMNS if c.column is Column.SUBJECT)
    position = 1 if columns[0].column is Column.ITEM else 0
    return (*columns[:position], *subject, *columns[position:])


def _small_cell(column: Column, plan: ItemPlan, timings: Timetable) -> tuple[Run, ...]:
    """Return what a column other than the subject holds for an item."""
    item = plan.item
    if column is Column.PAGE:
        return _page_runs(plan)
    text = ""
    if column is Column.ITEM:
        text = plan.number
    elif column is Column.LEAD:
        text = _words(item.lead, f"The lead of {_item_name(plan)}")
    elif column is Column.FORM:
        text = _form_words(item.form)
    elif column is Column.TIME:
        start = timings.timings[item.id].start
        text = clock_words(start) if start is not None else ""
    return (Run(text, _BODY, whole=column is Column.TIME),) if text else ()


def _subject_cell(plan: ItemPlan, column: _TableColumn, *, says_to_follow: bool) -> _Cell:
    width_pt = column.width_pt - 2 * _CELL_PADDING_PT
    below = list(_lines_below_title(plan, width_pt))
    if says_to_follow and _is_to_follow(plan):
        below.extend(_spaced(broken_into_lines([Run(TO_FOLLOW_WORDS, _BODY_ITALIC)], width_pt), 2.0))
    is_bold = plan.first_page is not None or bool(below)
    title = broken_into_lines([_title_run(plan, _BODY_BOLD if is_bold else _BODY)], width_pt)
    return column.cell((*title, *below))


def _sized_columns(
    chosen: Sequence[AgendaColumn], cells: Sequence[dict[Column, tuple[Run, ...]]]
) -> tuple[_TableColumn, ...]:
    """Size every column to its content; the subject takes the rest.

    Where the subject would become too narrow, the others give way, the one that can give most
    first: headings go on two lines, then cells are broken between words, then overlong words.
    """
    headings = [_words(c.heading, "A column heading of the agenda") for c in chosen]
    sizes: list[_ColumnSizes] = []
    for column, heading in zip(chosen, headings, strict=True):
        if column.column is Column.SUBJECT:
            sizes.append(_ColumnSizes(0.0, 0.0, 0.0, 0.0))
        else:
            texts = [small[column.column] for small in cells]
            sizes.append(_column_sizes(Run(heading, _COLUMN_HEAD), texts))
    widths_pt = [size.one_line_pt for size in sizes]
    room_pt = _TEXT_WIDTH_PT - _SUBJECT_BEFORE_HEADINGS_BREAK_PT
    widths_pt = _given_way(widths_pt, [size.two_line_heading_pt for size in sizes], room_pt, wholly=True)
    room_pt = _TEXT_WIDTH_PT - _SUBJECT_BEFORE_CELLS_BREAK_PT
    widths_pt = _given_way(widths_pt, [size.longest_word_pt for size in sizes], room_pt, wholly=False)
    widths_pt = _given_way(widths_pt, [size.broken_words_pt for size in sizes], room_pt, wholly=False)
    room_pt = _TEXT_WIDTH_PT - _NARROWEST_SUBJECT_PT
    if sum(widths_pt) > room_pt:
        widths_pt = [width_pt * room_pt / sum(widths_pt) for width_pt in widths_pt]
    subject_count = sum(c.column is Column.SUBJECT for c in chosen)
    subject_pt = (_TEXT_WIDTH_PT - sum(widths_pt)) / subject_count
    columns: list[_TableColumn] = []
    left_pt = _MARGIN_PT
    for column, heading, small_pt in zip(chosen, headings, widths_pt, strict=True):
        width_pt = subject_pt if column.column is Column.SUBJECT else small_pt
        columns.append(_TableColumn(column.column, heading, left_pt, width_pt))
        left_pt += width_pt
    return tuple(columns)


def _column_sizes(heading: Run, texts: Sequence[Sequence[Run]]) -> _ColumnSizes:
    text_pt = max((runs_width_pt(text) for text in texts), default=0.0)
    word_pt = max((longest_word_width_pt(text) for text in texts), default=0.0)
    longest_pt = max(longest_word_width_pt([heading]), word_pt)
    # A hair more than measured, so that adding up widths never breaks a text that just fits.
    padding_pt = 2 * _CELL_PADDING_PT + 0.1
    return _ColumnSizes(
        min(_WIDEST_COLUMN_PT, max(runs_width_pt([heading]), text_pt)) + padding_pt,
        min(_WIDEST_COLUMN_PT, max(_two_line_width_pt(heading), text_pt)) + padding_pt,
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


# --- After the agenda ---


def _proper_officer_rows(meeting: Meeting) -> Iterator[_Row]:
    officer = meeting.proper_officer
    name = _words(officer.name, "The name of the proper officer")
    post = _words(officer.post, "The post of the proper officer")
    texts = [Run(name, _BODY_BOLD), Run(post, _BODY)]
    if (name or post) and "proper officer" not in post.casefold():
        texts.append(Run("Proper Officer", _BODY))
    if meeting.published is not None:
        texts.append(Run(f"Published {date_words(meeting.published)}", _BODY))
    yield from _block_rows([[text] for text in texts if text.text], space_pt=20)


def _block_rows(paragraphs: Sequence[Sequence[Run]], space_pt: float) -> Iterator[_Row]:
    """Return one row that holds all these lines together, or none if there are none."""
    lines = [line for runs in paragraphs for line in broken_into_lines(runs, _TEXT_WIDTH_PT)]
    if lines:
        yield _Row((_Cell(_MARGIN_PT, tuple(lines)),), space_pt=space_pt, least_lines=_NEVER_SPLIT)


def _member_rows(meeting: Meeting) -> Iterator[_Row]:
    if not meeting.members:
        return
    yield _heading("Members")
    has_roles = any(member.role.strip() for member in meeting.members)
    names: list[list[Run]] = []
    roles: list[list[Run]] = []
    for position, member in enumerate(meeting.members, start=1):
        where = f"Member {position}"
        is_marked = bool(member.position.strip())
        names.append([Run(_words(member.name, where), _BODY_BOLD if has_roles or is_marked else _BODY)])
        if is_marked:
            names[-1].append(Run(f" ({_words(member.position, where)})", _BODY))
        roles.append([Run(_words(member.role, where), _BODY)])
    rows = list(_members_with_roles(names, roles) if has_roles else _members_in_two_columns(names))
    # No page ends with the first of them or begins with the last.
    kept = {0, 1, len(rows) - 2}
    for count, row in enumerate(rows):
        yield dataclasses.replace(row, keeps_with_next=count in kept and count + 1 < len(rows))


def _members_with_roles(names: Sequence[Sequence[Run]], roles: Sequence[Sequence[Run]]) -> Iterator[_Row]:
    widest_pt = max(runs_width_pt(name) for name in names)
    name_width_pt = min(widest_pt + 0.1, _TEXT_WIDTH_PT * 0.45)
    role_left_pt = max(name_width_pt + 16, _TEXT_WIDTH_PT * 0.3)
    for name, role in zip(names, roles, strict=True):
        yield _Row(
            (
                _Cell(_MARGIN_PT, broken_into_lines(name, name_width_pt)),
                _Cell(_MARGIN_PT + role_left_pt, broken_into_lines(role, _TEXT_WIDTH_PT - role_left_pt)),
            ),
            padding_pt=3.0,
            is_ruled=True,
            least_lines=_ITEM_LEAST_LINES,
        )


def _members_in_two_columns(names: Sequence[Sequence[Run]]) -> Iterator[_Row]:
    """Return rows of two members each, to be read across."""
    column_width_pt = (_TEXT_WIDTH_PT - 16) / 2
    lefts_pt = (_MARGIN_PT, _MARGIN_PT + column_width_pt + 16)
    for first in range(0, len(names), 2):
        cells = zip(lefts_pt, names[first : first + 2], strict=False)
        yield _Row(
            tuple(_Cell(left_pt, broken_into_lines(name, column_width_pt)) for left_pt, name in cells),
            padding_pt=1.5,
            least_lines=_ITEM_LEAST_LINES,
        )


def _notice_rows(meeting: Meeting) -> Iterator[_Row]:
    for position, notice in enumerate(meeting.notices, start=1):
        where = f"Notice {position}"
        heading = _words(notice.heading, where)
        text = list(_paragraphs(notice.text, where, space_pt=0.0 if heading else 16.0))
        if heading:
            yield _heading(heading, _NOTICE_HEADING, 14.0, keep=bool(text))
        yield from text


def _administrator_rows(meeting: Meeting) -> Iterator[_Row]:
    who = meeting.administrator
    where = "The administrator"
    paragraphs = [
        [Run(_words(who.name, where), _BODY_BOLD)],
        [Run(_words(who.role, where), _BODY)],
    ]
    for label, text in (("Email: ", who.email), ("Phone: ", who.phone)):
        if text.strip():
            paragraphs.append([Run(label + _words(text, where), _BODY)])
    if any(run.text for runs in paragraphs for run in runs):
        yield _heading("Questions about this agenda", _NOTICE_HEADING, 20.0)
        yield from _block_rows(paragraphs, space_pt=0.0)
