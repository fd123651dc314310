"""The agenda as a table: Item, Subject, Lead, Form, Time, Page, in the council's own headings.

The columns hold one line's worth each. What an item has to say at length stands below its cells
and runs from the Subject column across to the Page column.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from packbuilder.meeting.house_style import ALL_COLUMNS, AgendaColumn, Column
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import clock_words
from packbuilder.meeting.timings import Timetable, timetable
from packbuilder.pack.agenda_item import (
    LEAST_LINES,
    TEXT_GAP_PT,
    form_words,
    item_name,
    lines_below_title,
    page_runs,
    section_headings,
    title_and_page_runs,
    title_run,
)
from packbuilder.pack.column_widths import CELL_PADDING_PT, ColumnText, column_widths_pt
from packbuilder.pack.fonts import printable_line
from packbuilder.pack.page_flow import NEVER_SPLIT, Cell, Row
from packbuilder.pack.plan import ItemPlan, PackPlan
from packbuilder.pack.sheet_style import (
    LEFT_PT,
    NAVY,
    PALE,
    RIGHT_PT,
    TEXT_WIDTH_PT,
    WHITE,
    TextStyles,
    text_styles,
)
from packbuilder.pack.type_setting import (
    Line,
    Run,
    TextStyle,
    aligned_right,
    broken_into_lines,
    height_pt,
    spaced,
)

_HEADER_PADDING_PT = 5.5
_SECTION_PADDING_PT = 4.5
_ITEM_PADDING_PT = 5.0


@dataclasses.dataclass(frozen=True, slots=True)
class _TableColumn:
    """A column with its place on the page; the padding is inside the width."""

    column: Column
    heading: str
    left_pt: float
    width_pt: float
    is_last: bool

    @property
    def text_width_pt(self) -> float:
        return self.width_pt - 2 * CELL_PADDING_PT

    def cell(self, lines: Sequence[Line]) -> Cell:
        # At the table's edge page numbers line up on the right; elsewhere they would run into the next cell.
        at_edge = self.column is Column.PAGE and self.is_last
        placed = aligned_right(lines, self.text_width_pt) if at_edge else tuple(lines)
        return Cell(self.left_pt + CELL_PADDING_PT, placed)

    def set(self, runs: Sequence[Run]) -> Cell:
        return self.cell(broken_into_lines(runs, self.text_width_pt))


def agenda_table_rows(plan: PackPlan) -> Iterator[Row]:
    """Return the table's header, its section headings and its items.

    A column in which nothing stands is left out, and the subject is put in where it is missing. In
    a table without page numbers the pages are named after the titles.

    Raises:
        PackBuilderError: If a character can't be printed.
    """
    styles = text_styles(plan.meeting.style.font)
    column_head = styles.bold(10, 13, WHITE)
    chosen = _chosen_columns(plan.meeting.style.agenda_columns)
    timings = timetable(plan.meeting)
    cells = [{c.column: _small_cell(c.column, item, timings, styles) for c in chosen} for item in plan.items]
    said = [c for c in chosen if _says_something(c.column, cells, plan.meeting)]
    columns = _placed_columns(said, cells, column_head)
    header = Row(
        tuple(column.set([Run(column.heading, column_head)]) for column in columns),
        above_pt=_HEADER_PADDING_PT,
        below_pt=_HEADER_PADDING_PT,
        fill=NAVY,
        keeps_with_next=True,
        least_lines=NEVER_SPLIT,
    )
    yield header
    for (item_plan, section), small in zip(section_headings(plan), cells, strict=True):
        if section:
            yield _section_row(section, header, styles.bold(10, 13.5, NAVY))
        for row in _item_rows(item_plan, columns, small, styles):
            yield dataclasses.replace(row, header=header)


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


def _small_cell(column: Column, plan: ItemPlan, timings: Timetable, styles: TextStyles) -> tuple[Run, ...]:
    """Return what a column other than the subject holds for an item."""
    item = plan.item
    if column is Column.PAGE:
        return page_runs(plan, styles)
    text = ""
    if column is Column.ITEM:
        text = plan.number
    elif column is Column.LEAD:
        text = printable_line(item.lead, f"The lead of {item_name(plan)}")
    elif column is Column.FORM:
        text = form_words(item.form)
    elif column is Column.TIME:
        start = timings.timings[item.id].start
        text = clock_words(start) if start is not None else ""
    return (Run(text, styles.body, whole=column is Column.TIME),) if text else ()


def _says_something(
    column: Column, cells: Sequence[Mapping[Column, tuple[Run, ...]]], meeting: Meeting
) -> bool:
    """Return whether a column holds more than its heading, and more than the sheet's head says."""
    if column in (Column.ITEM, Column.SUBJECT):
        return True
    if column is Column.TIME and all(item.minutes is None and item.start is None for item in meeting.items):
        return False
    return any(small[column] for small in cells)


def _placed_columns(
    chosen: Sequence[AgendaColumn],
    cells: Sequence[Mapping[Column, tuple[Run, ...]]],
    head_style: TextStyle,
) -> tuple[_TableColumn, ...]:
    """Size every column to its content; the subject takes the rest."""
    headings = [printable_line(c.heading, "A column heading of the agenda") for c in chosen]
    widths_pt = column_widths_pt(
        [
            None
            if c.column is Column.SUBJECT
            else ColumnText(Run(heading, head_style), [small[c.column] for small in cells])
            for c, heading in zip(chosen, headings, strict=True)
        ],
        TEXT_WIDTH_PT,
    )
    columns: list[_TableColumn] = []
    left_pt = LEFT_PT
    for c, heading, width_pt in zip(chosen, headings, widths_pt, strict=True):
        columns.append(_TableColumn(c.column, heading, left_pt, width_pt, is_last=c is chosen[-1]))
        left_pt += width_pt
    return tuple(columns)


def _section_row(section: str, header: Row, style: TextStyle) -> Row:
    lines = broken_into_lines([Run(section, style)], TEXT_WIDTH_PT - 2 * CELL_PADDING_PT)
    return Row(
        (Cell(LEFT_PT + CELL_PADDING_PT, lines),),
        above_pt=_SECTION_PADDING_PT,
        below_pt=_SECTION_PADDING_PT,
        fill=PALE,
        is_ruled=True,
        keeps_with_next=True,
        least_lines=NEVER_SPLIT,
        header=header,
    )


def _item_rows(
    item: ItemPlan,
    columns: Sequence[_TableColumn],
    small: Mapping[Column, tuple[Run, ...]],
    styles: TextStyles,
) -> Iterator[Row]:
    """Return an item's cells and, as a row of its own below them, its text."""
    subject = next(column for column in columns if column.column is Column.SUBJECT)
    text_left_pt = subject.left_pt + CELL_PADDING_PT
    text = lines_below_title(item, _text_right_pt(columns) - text_left_pt, styles)
    if any(column.column is Column.PAGE for column in columns):
        title = broken_into_lines([title_run(item, styles.body_bold)], subject.text_width_pt)
    else:
        title = broken_into_lines(title_and_page_runs(item, styles), subject.text_width_pt)
    cells = Row(
        tuple(c.cell(title) if c.column is Column.SUBJECT else c.set(small[c.column]) for c in columns),
        above_pt=_ITEM_PADDING_PT,
        below_pt=_ITEM_PADDING_PT,
        is_ruled=True,
        least_lines=LEAST_LINES,
    )
    if not text:
        yield cells
        return
    cells_height_pt = max(cell.height_pt for cell in cells.cells)
    in_column = (*title, *spaced(lines_below_title(item, subject.text_width_pt, styles), TEXT_GAP_PT))
    below_height_pt = cells_height_pt + TEXT_GAP_PT + height_pt(text)
    if height_pt(title) < cells_height_pt and height_pt(in_column) <= below_height_pt:
        # Beside a lead that takes three lines there is room; below it the text would look lost.
        with_text = (
            c.cell(in_column) if c is subject else cell for c, cell in zip(columns, cells.cells, strict=True)
        )
        yield dataclasses.replace(cells, cells=tuple(with_text))
        return
    yield dataclasses.replace(cells, below_pt=0.0, is_ruled=False, keeps_with_next=True)
    yield dataclasses.replace(cells, cells=(Cell(text_left_pt, text),), above_pt=TEXT_GAP_PT)


def _text_right_pt(columns: Sequence[_TableColumn]) -> float:
    """Return how far an item's text reaches: to the page numbers where they end the table."""
    last = columns[-1]
    return last.left_pt if last.column is Column.PAGE else RIGHT_PT - CELL_PADDING_PT
