"""Draws the front sheet: who meets when and where, the agenda with its page numbers, members, notices.

Fourth in the line. It prints what the plan says and decides only where lines and pages break:
text becomes rows (this module, the agenda and the members' table), rows are laid on pages
(``page_flow``), pages are drawn (``sheet_drawing``).
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator

from packbuilder.meeting.house_style import AgendaStyle
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import clock_words, date_words, day_and_date_words
from packbuilder.pack.agenda_list import agenda_list_rows
from packbuilder.pack.agenda_table import agenda_table_rows
from packbuilder.pack.fonts import printable, printable_line
from packbuilder.pack.members_table import member_rows
from packbuilder.pack.page_flow import NEVER_SPLIT, Cell, Row, laid_on_pages
from packbuilder.pack.page_heads import draw_head, first_head, running_head
from packbuilder.pack.plan import PackPlan
from packbuilder.pack.sheet_drawing import Box, draw_row, new_canvas
from packbuilder.pack.sheet_style import (
    BOTTOM_PT,
    LEFT_PT,
    NAVY,
    TEXT_WIDTH_PT,
    TextStyles,
    text_styles,
)
from packbuilder.pack.text_rows import HEADING_SPACE_PT, block_rows, heading_row, paragraph_rows
from packbuilder.pack.type_setting import Line, Run, broken_evenly, broken_into_lines

# Sizes and leadings.
_TITLES_PT = ((21, 26), (19, 24))
_LONG_TITLE_PT = (15, 19)
_MOST_TITLE_LINES = 3
_FACT_INDENT_PT = 56.0
_TABLE_GAP_PT = 6.0
_NOTICE_SPACE_PT = 14.0


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


def draw_front_sheet(plan: PackPlan) -> DrawnFrontSheet:
    """Draw the front sheet of a pack with the page numbers that the plan gives.

    The bottom of every page is left free for the page stamp. The same plan gives the same bytes.

    Raises:
        PackBuilderError: If a character can't be printed or the logo can't be read.
    """
    heads = first_head(plan), running_head(plan.meeting)
    first_room_pt, later_room_pt = (head.body_top_pt - BOTTOM_PT for head in heads)
    pages = laid_on_pages(tuple(_rows(plan)), first_room_pt, later_room_pt)
    file = io.BytesIO()
    canvas = new_canvas(file, plan.meeting.style.font)
    links: list[AgendaLink] = []
    for page_index, page in enumerate(pages):
        head = heads[min(page_index, 1)]
        draw_head(canvas, head)
        boxes: dict[Run, Box] = {}
        for placed in page:
            boxes.update(draw_row(canvas, placed.row, head.body_top_pt - placed.down_pt))
        links.extend(AgendaLink(run.link, page_index, *box) for run, box in boxes.items())
        canvas.showPage()
    canvas.save()
    return DrawnFrontSheet(file.getvalue(), len(pages), tuple(links))


def _rows(plan: PackPlan) -> Iterator[Row]:
    meeting = plan.meeting
    styles = text_styles(meeting.style.font)
    yield from _title_rows(meeting, styles)
    if meeting.style.agenda_style is AgendaStyle.LIST:
        yield heading_row("Agenda", styles.heading)
        yield from agenda_list_rows(plan)
    else:
        yield heading_row("Agenda", styles.heading, below_pt=_TABLE_GAP_PT)
        yield from agenda_table_rows(plan)
    yield from _proper_officer_rows(meeting, styles)
    yield from member_rows(meeting)
    yield from _notice_rows(meeting, styles)
    yield from _administrator_rows(meeting, styles)


def _title_rows(meeting: Meeting, styles: TextStyles) -> Iterator[Row]:
    body = printable_line(meeting.body, "The name of the body")
    yield Row((Cell(LEFT_PT, _title_lines(body, styles)),), above_pt=4, below_pt=4, least_lines=NEVER_SPLIT)
    facts = [("Date", day_and_date_words(meeting.date))]
    if meeting.time is not None:
        facts.append(("Time", clock_words(meeting.time)))
    facts.extend(
        ("" if count else "Venue", line)
        for count, line in enumerate(printable(meeting.venue, "The venue").split("\n"))
        if line
    )
    for count, (name, value) in enumerate(facts):
        yield Row(
            (
                Cell(LEFT_PT, broken_into_lines([Run(name, styles.body_bold)], _FACT_INDENT_PT)),
                Cell(
                    LEFT_PT + _FACT_INDENT_PT,
                    broken_into_lines([Run(value, styles.body)], TEXT_WIDTH_PT - _FACT_INDENT_PT),
                ),
            ),
            space_pt=4 if count == 0 else (3 if name else 0),
        )
    yield from paragraph_rows(meeting.introduction, "The introduction", styles.body, space_pt=14)


def _title_lines(body: str, styles: TextStyles) -> tuple[Line, ...]:
    """Set the title on one line where it can be had, otherwise on lines about as long."""
    titles = [Run(body, styles.bold(*size_and_leading_pt, NAVY)) for size_and_leading_pt in _TITLES_PT]
    for title in titles:
        lines = broken_into_lines([title], TEXT_WIDTH_PT)
        if len(lines) <= 1:
            return lines
    lines = broken_evenly(titles[:1], TEXT_WIDTH_PT)
    if len(lines) <= _MOST_TITLE_LINES:
        return lines
    return broken_into_lines([Run(body, styles.bold(*_LONG_TITLE_PT, NAVY))], TEXT_WIDTH_PT)


def _proper_officer_rows(meeting: Meeting, styles: TextStyles) -> Iterator[Row]:
    officer = meeting.proper_officer
    name = printable_line(officer.name, "The name of the proper officer")
    post = printable_line(officer.post, "The post of the proper officer")
    texts = [Run(name, styles.body_bold), Run(post, styles.body)]
    if (name or post) and "proper officer" not in post.casefold():
        texts.append(Run("Proper Officer", styles.body))
    if meeting.published is not None:
        texts.append(Run(f"Published {date_words(meeting.published)}", styles.body))
    yield from block_rows([[text] for text in texts if text.text], HEADING_SPACE_PT)


def _notice_rows(meeting: Meeting, styles: TextStyles) -> Iterator[Row]:
    for position, notice in enumerate(meeting.notices, start=1):
        where = f"Notice {position}"
        heading = printable_line(notice.heading, where)
        text = list(
            paragraph_rows(notice.text, where, styles.body, space_pt=0.0 if heading else _NOTICE_SPACE_PT)
        )
        if heading:
            yield heading_row(
                heading, styles.minor_heading, space_pt=_NOTICE_SPACE_PT, keeps_with_next=bool(text)
            )
        yield from text


def _administrator_rows(meeting: Meeting, styles: TextStyles) -> Iterator[Row]:
    who = meeting.administrator
    where = "The administrator"
    paragraphs = [
        [Run(printable_line(who.name, where), styles.body_bold)],
        [Run(printable_line(who.role, where), styles.body)],
    ]
    for label, text in (("Email: ", who.email), ("Phone: ", who.phone)):
        if text.strip():
            paragraphs.append([Run(label + printable_line(text, where), styles.body)])
    if any(run.text for runs in paragraphs for run in runs):
        yield heading_row("Questions about this agenda", styles.minor_heading, space_pt=_NOTICE_SPACE_PT)
        yield from block_rows(paragraphs)
