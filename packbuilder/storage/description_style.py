"""Makes the house style of its keys in TOML, and writes it in those keys again.

First in the line: the keys are part of every description, and all that a named style's file holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import ALL_COLUMNS, AgendaColumn, Column, HouseStyle, stamp_text
from packbuilder.meeting.numbering import item_number, minute_number
from packbuilder.storage.description_format import ColumnTable, StyleKeys
from packbuilder.storage.description_places import file_beside, mistake, on_one_line

# First match wins, so that "Lead officer" is a lead and "Page no" a page.
_COLUMN_WORDS: tuple[tuple[Column, str], ...] = (
    (Column.PAGE, r"\bpages?\b"),
    (Column.SUBJECT, r"\b(subject|title|business|topic)\b"),
    (Column.LEAD, r"\b(lead|officer|presenter|presented|who|owner)\b"),
    (Column.FORM, r"\b(form|report|verbal|paper|presentation|type|format)\b"),
    (Column.TIME, r"\b(time|timing|start|when)\b"),
    (Column.ITEM, r"\b(item|no|number|ref)\b|#"),
)


def style_from(source: StyleKeys, path: Path) -> HouseStyle:
    """Return the house style that a file's keys describe; ``path`` is the file, for errors and the logo.

    Raises:
        PackBuilderError: If a key says what it cannot; names it.
    """
    try:
        item_number(1, source.item_numbers)
        minute_number(1, source.minute_numbers)
        stamp_text("page_stamp", source.page_stamp, 1)
        if source.item_stamp:
            stamp_text("item_stamp", source.item_stamp, 1)
    except PackBuilderError as error:
        raise mistake(path, "", error.what, error.next_step) from error
    return HouseStyle(
        name=source.style_name,
        agenda_style=source.agenda_style,
        agenda_columns=_columns(source.agenda_columns, path),
        item_numbers=source.item_numbers,
        minute_numbers=source.minute_numbers,
        page_ranges=source.page_ranges,
        duplex=source.duplex,
        landscape_stamps=source.landscape_stamps,
        logo=file_beside(path, "", "logo", source.logo) if source.logo else "",
        font=source.font,
        item_stamp=source.item_stamp,
        item_stamp_place=source.item_stamp_place,
        page_stamp=source.page_stamp,
        page_stamp_place=source.page_stamp_place,
    )


def _columns(written: tuple[str | ColumnTable, ...] | None, path: Path) -> tuple[AgendaColumn, ...]:
    if written is None:
        return ALL_COLUMNS
    columns: list[AgendaColumn] = []
    for one in written:
        column = _column(one, path)
        if any(other.column is column.column for other in columns):
            raise mistake(
                path,
                "",
                f'agenda_columns has two {column.column.value} columns; the second is "{column.heading}".',
                "Take one of them out.",
            )
        columns.append(column)
    if not any(column.column is Column.SUBJECT for column in columns):
        raise mistake(
            path, "", "agenda_columns has no Subject column.", 'Add "Subject"; the others may be left out.'
        )
    return tuple(columns)


def _column(written: str | ColumnTable, path: Path) -> AgendaColumn:
    if isinstance(written, ColumnTable):
        kind = next((c for c in Column if c.value == written.column.strip().casefold()), None)
        if kind is None:
            kinds = ", ".join(f'"{c.value}"' for c in Column)
            raise mistake(
                path,
                "",
                f'agenda_columns has column = "{on_one_line(written.column)}", and there is no such column.',
                f"Write one of {kinds}.",
            )
        return AgendaColumn(kind, written.heading)
    kind = _kind_told_by(written)
    if kind is None:
        raise mistake(
            path,
            "",
            f'agenda_columns has "{written}", and that is not one of the columns.',
            "Use a heading with Item, Subject, Lead, Report or Form, Time, or Page in it, or say what it is: "
            f'{{heading = "{on_one_line(written)}", column = "lead"}}.',
        )
    return AgendaColumn(kind, written)


def _kind_told_by(heading: str) -> Column | None:
    return next((c for c, words in _COLUMN_WORDS if re.search(words, heading.lower())), None)


def style_lines(style: HouseStyle, logo: str) -> Iterator[str]:
    """Return a house style as lines of TOML, which ``style_from`` reads as the same style.

    Args:
        style: The style.
        logo: The path of its logo as it is to be written, or "".
    """
    yield f"style_name = {quoted(style.name)}"
    yield f"agenda_style = {quoted(style.agenda_style)}"
    yield f"agenda_columns = [{', '.join(_written_column(column) for column in style.agenda_columns)}]"
    yield f"item_numbers = {quoted(style.item_numbers)}"
    yield f"minute_numbers = {quoted(style.minute_numbers)}"
    if style.page_ranges is not None:
        yield f"page_ranges = {quoted(style.page_ranges)}"
    yield f"duplex = {'true' if style.duplex else 'false'}"
    yield f"landscape_stamps = {quoted(style.landscape_stamps)}"
    if logo:
        yield f"logo = {quoted(logo)}"
    yield f"font = {quoted(style.font)}"
    yield f"item_stamp = {quoted(style.item_stamp)}"
    yield f"item_stamp_place = {quoted(style.item_stamp_place)}"
    yield f"page_stamp = {quoted(style.page_stamp)}"
    yield f"page_stamp_place = {quoted(style.page_stamp_place)}"


def _written_column(column: AgendaColumn) -> str:
    if _kind_told_by(column.heading) is column.column:
        return quoted(column.heading)
    return f"{{heading = {quoted(column.heading)}, column = {quoted(column.column)}}}"


def quoted(text: str) -> str:
    """Return text as a basic string of TOML, on one line."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08X}"
