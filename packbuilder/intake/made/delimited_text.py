"""Sets values divided by commas (.csv) as a table, every value as it stands in the file.

In the line between receiving and setting pages up. LibreOffice could open such a file itself, but
would make numbers of what looks like one: "007" and telephone numbers would lose their noughts.
"""

from __future__ import annotations

import collections
import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.intake.made.open_document import DocumentKind, attribute_xml, text_xml, write_open_document
from packbuilder.intake.made.plain_text import decoded_text

_DIVIDERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")
"""What Excel begins a file with to say what divides its values."""

_LOOKED_AT_CHARACTERS = 20_000
_LARGEST_BYTES = 20_000_000
_NUMBER = re.compile(r"[(+-]?[£$€]?[+-]?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)?(?:\.\d+)?(?<=\d)%?\)?")
"""A number that was written as one: no telephone number, and none that begins with a nought."""


_LETTER_MM = 2.0
_CELL_ROOM_MM = 3.0
_NARROWEST_MM, _WIDEST_MM = 14.0, 75.0

_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" '
    'fo:border="0.5pt solid #b0b0b0" fo:padding="0.7mm" style:text-align-source="fix"/>'
    f'<style:paragraph-properties fo:text-align="{align}"/>'
    '<style:text-properties fo:font-family="\'Liberation Sans\'" fo:font-size="10pt" '
    f'fo:font-weight="{weight}"/></style:style>'
    for name, align, weight in (
        ("words", "start", "normal"),
        ("number", "end", "normal"),
        ("head", "start", "bold"),
    )
)
_ROW_STYLE = (
    '<style:style style:name="row" style:family="table-row">'
    '<style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
)


def values_as_ods(data: bytes, target: Path, title: str) -> None:
    """Write a file of divided values as an OpenDocument spreadsheet of one sheet.

    Its encoding and what divides its values (comma, semicolon, tab or bar) are found out. The first
    row is taken as headings, repeated on every page, where no value in it is a number.

    Args:
        data: The file as received.
        target: Where the spreadsheet goes.
        title: What it is called, such as the file's name; errors say it too.

    Raises:
        PackBuilderError: If there is nothing in it, it cannot be read, or it cannot be written.
    """
    if len(data) > _LARGEST_BYTES:
        raise PackBuilderError(
            f"{title} is too long for a report: {len(data) / 1_000_000:.0f} MB of values.",
            "Attach the part of it that matters.",
        )
    try:
        rows = _rows(decoded_text(data))
    except csv.Error as error:
        raise PackBuilderError(
            f"{title} could not be read as a table of values.", "Open it in Excel, and save it as a workbook."
        ) from error
    if not rows:
        raise PackBuilderError(f"{title} has no values in it.", "Ask its author for it again.")
    column_count = max(map(len, rows))
    widths = [_width_mm([row[n] for row in rows if n < len(row)]) for n in range(column_count)]
    styles = "".join(
        f'<style:style style:name="column{n}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.1f}mm"/></style:style>'
        for n, width in enumerate(widths)
    )
    columns = "".join(f'<table:table-column table:style-name="column{n}"/>' for n in range(column_count))
    has_head = len(rows) > 1 and not any(_NUMBER.fullmatch(value) for value in rows[0])
    head = f"<table:table-header-rows>{_row(rows[0], column_count, 'head')}</table:table-header-rows>"
    body = "".join(_row(row, column_count) for row in (rows[1:] if has_head else rows))
    sheet = (
        f"<table:table table:name={attribute_xml('Values')}>{columns}{head if has_head else ''}{body}"
        "</table:table>"
    )
    write_open_document(target, DocumentKind.SHEETS, title, _STYLES + _ROW_STYLE + styles, sheet)


def _rows(text: str) -> list[list[str]]:
    text = text.lstrip("\ufeff").replace("\0", "")
    said = _SEPARATOR_LINE.match(text)
    if said:
        text = text[said.end() :]
    divider = said[1] if said else _divider(text)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    rows = [[value.strip() for value in row] for row in read]
    while rows and not any(rows[-1]):
        rows.pop()
    # Exports often end every row with dividers and nothing between them.
    last = max((n for row in rows for n, value in enumerate(row) if value), default=-1)
    return [row[: last + 1] for row in rows] if last >= 0 else []


def _divider(text: str) -> str:
    """Return what divides values: that by which most rows have equally many, and more than one."""
    start = text[:_LOOKED_AT_CHARACTERS]
    if len(text) > len(start):
        start = start.rpartition("\n")[0] or start

    def evenness(divider: str) -> tuple[int, int]:
        try:
            counts = collections.Counter(
                len(row) for row in csv.reader(io.StringIO(start, newline=""), delimiter=divider) if row
            )
        except csv.Error:
            return 0, 0
        count, rows = max(
            ((c, n) for c, n in counts.items() if c > 1), key=lambda each: each[1], default=(0, 0)
        )
        return rows, count

    return max(_DIVIDERS, key=evenness)


def _width_mm(values: Sequence[str]) -> float:
    longest = max((len(line) for value in values for line in value.split("\n")), default=0)
    return min(max(longest * _LETTER_MM + _CELL_ROOM_MM, _NARROWEST_MM), _WIDEST_MM)


def _row(values: Sequence[str], column_count: int, style: str = "") -> str:
    cells = "".join(
        _cell(value, style or ("number" if _NUMBER.fullmatch(value) else "words"))
        for value in [*values, *[""] * (column_count - len(values))]
    )
    return f'<table:table-row table:style-name="row">{cells}</table:table-row>'


def _cell(value: str, style: str) -> str:
    paragraphs = "".join(f"<text:p>{text_xml(line)}</text:p>" for line in value.split("\n")) if value else ""
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs}'
        "</table:table-cell>"
    )
