"""The agenda as a list: number, bold title, "(Pages 5 - 14)", and the item's text below."""

from __future__ import annotations

from collections.abc import Iterator

from packbuilder.pack.agenda_item import LEAST_LINES, lines_below_title, section_headings, title_and_page_runs
from packbuilder.pack.page_flow import Cell, Row
from packbuilder.pack.plan import PackPlan
from packbuilder.pack.sheet_style import LEFT_PT, TEXT_WIDTH_PT, text_styles
from packbuilder.pack.text_rows import heading_row
from packbuilder.pack.type_setting import Run, broken_into_lines, runs_width_pt

_NARROWEST_NUMBER_PT = 26.0
_NUMBER_GAP_PT = 9.0
_ITEM_SPACE_PT = 9.0
_FIRST_ITEM_SPACE_PT = 3.0
_SECTION_SPACE_PT = 14.0


def agenda_list_rows(plan: PackPlan) -> Iterator[Row]:
    """Return the agenda's rows, to go under its heading.

    Raises:
        PackBuilderError: If a character can't be printed.
    """
    styles = text_styles(plan.meeting.style.font)
    numbers = [Run(item_plan.number, styles.body_bold) for item_plan in plan.items]
    number_width_pt = max((runs_width_pt([number]) for number in numbers), default=0.0)
    indent_pt = max(_NARROWEST_NUMBER_PT, number_width_pt + _NUMBER_GAP_PT)
    width_pt = TEXT_WIDTH_PT - indent_pt
    for position, ((item_plan, section), number) in enumerate(
        zip(section_headings(plan), numbers, strict=True)
    ):
        if section:
            yield heading_row(section, styles.minor_heading, space_pt=_SECTION_SPACE_PT if position else 0.0)
        title = broken_into_lines(title_and_page_runs(item_plan, styles), width_pt)
        yield Row(
            (
                Cell(LEFT_PT, broken_into_lines([number], number_width_pt)),
                Cell(LEFT_PT + indent_pt, (*title, *lines_below_title(item_plan, width_pt, styles))),
            ),
            space_pt=_ITEM_SPACE_PT if position and not section else _FIRST_ITEM_SPACE_PT,
            least_lines=LEAST_LINES,
        )
