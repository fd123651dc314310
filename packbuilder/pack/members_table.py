"""The members of the body: with what each one is, or in two columns where only names are known."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from packbuilder.meeting.meeting import Meeting
from packbuilder.pack.fonts import printable_line
from packbuilder.pack.page_flow import Cell, Row
from packbuilder.pack.sheet_style import LEFT_PT, TEXT_WIDTH_PT, text_styles
from packbuilder.pack.text_rows import heading_row
from packbuilder.pack.type_setting import Run, broken_into_lines, runs_width_pt

_COLUMN_GAP_PT = 16.0
_WIDEST_NAME = 0.45
_NARROWEST_NAME = 0.3
_LEAST_LINES = 6


def member_rows(meeting: Meeting) -> Iterator[Row]:
    """Return the heading and a row for each member, or nothing where no members are described.

    The table would rather stand on one page; where it goes on, its heading says so.

    Raises:
        PackBuilderError: If a character can't be printed.
    """
    if not meeting.members:
        return
    styles = text_styles(meeting.style.font)
    has_roles = any(member.role.strip() for member in meeting.members)
    names: list[list[Run]] = []
    roles: list[Run] = []
    for position, member in enumerate(meeting.members, start=1):
        where = f"Member {position}"
        is_marked = bool(member.position.strip())
        name_style = styles.body_bold if has_roles or is_marked else styles.body
        names.append([Run(printable_line(member.name, where), name_style)])
        if is_marked:
            names[-1].append(Run(f" ({printable_line(member.position, where)})", styles.body))
        roles.append(Run(printable_line(member.role, where), styles.body))
    rows = list(_with_roles(names, roles) if has_roles else _in_two_columns(names))
    yield dataclasses.replace(heading_row("Members", styles.heading), rather_with=len(rows))
    continued = heading_row("Members (continued)", styles.heading)
    for count, row in enumerate(rows, start=1):
        # No page has only the first of them under the heading, or only the last at its top.
        keeps_with_next = count in {1, len(rows) - 1} and count < len(rows)
        yield dataclasses.replace(row, keeps_with_next=keeps_with_next, header=continued)


def _with_roles(names: Sequence[Sequence[Run]], roles: Sequence[Run]) -> Iterator[Row]:
    widest_pt = max(runs_width_pt(name) for name in names)
    name_width_pt = min(widest_pt, TEXT_WIDTH_PT * _WIDEST_NAME)
    role_indent_pt = max(name_width_pt + _COLUMN_GAP_PT, TEXT_WIDTH_PT * _NARROWEST_NAME)
    for name, role in zip(names, roles, strict=True):
        yield Row(
            (
                Cell(LEFT_PT, broken_into_lines(name, name_width_pt)),
                Cell(LEFT_PT + role_indent_pt, broken_into_lines([role], TEXT_WIDTH_PT - role_indent_pt)),
            ),
            above_pt=3.0,
            below_pt=3.0,
            is_ruled=True,
            least_lines=_LEAST_LINES,
        )


def _in_two_columns(names: Sequence[Sequence[Run]]) -> Iterator[Row]:
    """Return rows of two members each, to be read across."""
    width_pt = (TEXT_WIDTH_PT - _COLUMN_GAP_PT) / 2
    lefts_pt = (LEFT_PT, LEFT_PT + width_pt + _COLUMN_GAP_PT)
    for first in range(0, len(names), 2):
        cells = zip(lefts_pt, names[first : first + 2], strict=False)
        yield Row(
            tuple(Cell(left_pt, broken_into_lines(name, width_pt)) for left_pt, name in cells),
            above_pt=1.0,
            below_pt=1.0,
            least_lines=_LEAST_LINES,
        )
