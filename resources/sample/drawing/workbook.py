"""Appendix A of the homes report as an officer keeps it in Excel: wide sheets, sums, charts, no page set-up.

Nothing says how the sheets are to be printed, as in most workbooks: that is left to packbuilder.
The text comes from ``text/homes-data.txt``; where it stands on the sheets is said here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.drawing.text import Font as TextFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from reportlab.lib.colors import Color

from drawing import house
from drawing.office_files import without_program, write_office_file
from drawing.reports import SourceText

_CREATED = dt.datetime(2027, 1, 21, 14, 30)
_CHANGED = dt.datetime(2027, 2, 26, 15, 10)
_FONT = "Arial"
_WIDTHS = (24, 9, 9, 9, 13, 14, 4, 24, 10, 10, 10, 10)
"""Of the columns, in characters: a table of six, a gap, a table of five or a chart."""
_AREAS = 6
_LEFT, _RIGHT, _LAST_OF_LEFT = 1, 8, 6
_LINE_HEIGHT_PT, _LETTERS_A_LINE = 13.5, 88
_CHART_WIDTH_CM = 12.5

Sheet = Any
"""openpyxl ships no types."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Table:
    """A table of the text, with what "Table 1: " is put before."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Section:
    """What stands under a heading of the text."""

    heading: str
    tables: tuple[_Table, ...]
    notes: tuple[str, ...]


def write_workbook(source: SourceText, path: Path) -> None:
    """Write the workbook: a sheet for grants, one for damp and mould."""
    of_grants, of_damp, of_visits = _sections(source)
    book = Workbook()
    grants, damp = book.active, book.create_sheet("Damp and mould")
    grants.title = "Grants"
    for sheet in (grants, damp):
        sheet.sheet_view.showGridLines = False
        for column, width in enumerate(_WIDTHS, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        _write(sheet, 1, 1, source.facts["heading"], size=14, bold=True, colour=house.TEAL)
        _write(sheet, 2, 1, source.facts["subtitle"], colour=house.GREY)

    _head(grants, 4, of_grants.heading)
    below = _write_table(grants, 5, _LEFT, of_grants.tables[0])
    _write_notes(grants, below + 1, of_grants.notes)
    years = ((2, house.RULE), (3, house.GREY), (4, house.TEAL))
    _chart(grants, "Adaptations completed, by year", "clustered", 6, _LEFT, years, f"{_letter(_RIGHT)}5", 7.6)

    received, by_landlord = of_damp.tables
    _head(damp, 4, of_damp.heading)
    _write_table(damp, 5, _RIGHT, by_landlord)
    below = _write_notes(damp, _write_table(damp, 5, _LEFT, received) + 1, of_damp.notes)
    _head(damp, below + 1, of_visits.heading)
    end = _write_table(damp, below + 2, _LEFT, of_visits.tables[0], first_spans=4)
    _write_notes(damp, end + 1, of_visits.notes)
    kinds = ((_RIGHT + 1, house.TEAL), (_RIGHT + 2, house.AMBER), (_RIGHT + 3, house.RULE))
    place = f"{_letter(_RIGHT)}{below - 1}"
    _chart(damp, "Complaints in 2026, by landlord", "stacked", 6, _RIGHT, kinds, place, 7.6)

    book.properties.title = source.title
    book.properties.creator = book.properties.lastModifiedBy = "Priya Sandhu"
    book.properties.language = "en-GB"
    saved = io.BytesIO()
    book.save(saved)
    edited = {"docProps/app.xml": without_program}
    write_office_file(path, saved.getvalue(), _CREATED, _CHANGED, edited)


def _sections(source: SourceText) -> Iterator[_Section]:
    heading, caption = "", ""
    tables: list[_Table] = []
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    number = 0
    for mark, text in (*source.paragraphs, ("#", "")):
        if rows and mark != "|":
            number += 1
            tables.append(_Table(f"Table {number}: {caption}", tuple(rows)))
            rows = []
        if mark == "#":
            if heading:
                yield _Section(heading, tuple(tables), tuple(notes))
            heading, tables, notes = text, [], []
        elif mark == "=":
            caption = text
        elif mark == "|":
            rows.append(tuple(cell.strip() for cell in text.strip("| ").split("|")))
        else:
            notes.append(text)


def _letter(column: int) -> str:
    return str(get_column_letter(column))


def _write(
    sheet: Sheet, row: int, column: int, words: object, *, size: float = 10, bold: bool = False,
    colour: Color = house.INK,
) -> Any:  # fmt: skip
    cell = sheet.cell(row, column, words)
    cell.font = Font(name=_FONT, size=size, bold=bold, color=_hex(colour))
    return cell


def _hex(colour: Color) -> str:
    return str(colour.hexval()[2:].upper())


def _head(sheet: Sheet, row: int, heading: str) -> None:
    _write(sheet, row, 1, heading, size=12, bold=True, colour=house.TEAL)
    sheet.row_dimensions[row].height = 20


def _write_table(sheet: Sheet, row: int, left: int, table: _Table, *, first_spans: int = 1) -> int:
    """Write a table with its caption; return the row below it. Its first column may span several."""
    _write(sheet, row, left, table.caption, bold=True)
    sheet.row_dimensions[row].height = 19
    heads, top = table.rows[0], row + 1
    columns = [left, *range(left + first_spans, left + first_spans + len(heads) - 1)]
    for number, cells in enumerate(table.rows):
        is_head, is_total = number == 0, number == len(table.rows) - 1
        at = top + number
        sheet.row_dimensions[at].height = 28 if is_head else 17
        for column, head, words in zip(columns, heads, cells, strict=True):
            value = words if is_head else _value(words, head, columns, column, at, top if is_total else 0)
            colour = house.WHITE if is_head else house.INK
            cell = _write(sheet, at, column, value, bold=is_head or is_total, colour=colour)
            side = "left" if column == left else "right"
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=is_head, indent=1)
            cell.number_format = _number_format(head)
        for column in range(left, columns[-1] + 1):
            cell = sheet.cell(at, column)
            cell.border = Border(bottom=Side("thin", color=_hex(house.RULE)))
            if is_head:
                cell.fill = PatternFill("solid", fgColor=_hex(house.TEAL))
        if first_spans > 1:
            sheet.merge_cells(start_row=at, end_row=at, start_column=left, end_column=columns[1] - 1)
    return top + len(table.rows)


def _value(words: str, head: str, columns: Sequence[int], column: int, row: int, top: int) -> object:
    """Return what goes into a cell: words, a number, or a formula where an officer would let Excel count.

    ``top`` is the row of the table's head in its last row, which adds up those above it, and else 0.
    """
    if column == columns[0]:
        return words
    if head.startswith("Change"):
        return f"={_letter(column - 1)}{row}-{_letter(column - 2)}{row}"
    if head == "All":
        return f"=SUM({_letter(columns[1])}{row}:{_letter(column - 1)}{row})"
    if head.startswith("Per "):
        return float(words)
    if top:
        return f"=SUM({_letter(column)}{top + 1}:{_letter(column)}{row - 1})"
    return int(words.replace(",", ""))


def _number_format(head: str) -> str:
    if head.startswith("Change"):
        return "+#,##0;-#,##0;0"
    return "0.0" if head.startswith("Per ") else "#,##0"


def _write_notes(sheet: Sheet, row: int, notes: Sequence[str]) -> int:
    """Write the notes below a table, as wide as it; return the row below them."""
    for note in notes:
        cell = _write(sheet, row, _LEFT, note)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, end_row=row, start_column=_LEFT, end_column=_LAST_OF_LEFT)
        sheet.row_dimensions[row].height = _LINE_HEIGHT_PT * math.ceil(len(note) / _LETTERS_A_LINE)
        row += 1
    return row


def _chart(
    sheet: Sheet, title: str, grouping: str, head_row: int, names_column: int,
    series: Sequence[tuple[int, Color]], at: str, height_cm: float,
) -> None:  # fmt: skip
    """Draw columns for the six areas of a table; ``series`` are its columns that are shown."""
    chart = BarChart()
    chart.grouping = grouping
    chart.overlap = 100 if grouping == "stacked" else -5
    chart.gapWidth = 60
    chart.width, chart.height = _CHART_WIDTH_CM, height_cm
    chart.title = title
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_letters(11, bold=True))
    for run in chart.title.tx.rich.p[0].r:
        run.rPr = _letters(11, bold=True)
    chart.title.overlay = False
    chart.legend.position = "b"
    chart.legend.txPr = _text(9)
    for column, _ in series:
        values = Reference(sheet, min_col=column, min_row=head_row, max_row=head_row + _AREAS)
        chart.add_data(values, titles_from_data=True)
    names = Reference(sheet, min_col=names_column, min_row=head_row + 1, max_row=head_row + _AREAS)
    chart.set_categories(names)
    for drawn, (_, colour) in zip(chart.series, series, strict=True):
        drawn.graphicalProperties = GraphicalProperties(solidFill=_hex(colour))
    for axis in (chart.x_axis, chart.y_axis):
        # Said, because without it openpyxl's axes are left out.
        axis.delete = False
        axis.txPr = _text(9)
        axis.majorTickMark = "none"
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=_hex(house.RULE)))
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_hex(house.PALE)))
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=_hex(house.RULE)))
    sheet.add_chart(chart, at)


def _letters(size: float, *, bold: bool = False) -> CharacterProperties:
    colour = _hex(house.INK)
    return CharacterProperties(sz=round(size * 100), b=bold, solidFill=colour, latin=TextFont(typeface=_FONT))


def _text(size: float) -> RichText:
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(size)), endParaRPr=_letters(size))])
