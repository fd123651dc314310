"""The members' table at the foot of a page, whatever room is left there."""

from __future__ import annotations

import datetime as dt

import pytest

from packbuilder.meeting.meeting import Meeting, Member
from packbuilder.pack.members_table import member_rows
from packbuilder.pack.page_flow import Cell, Placed, Row, laid_on_pages
from packbuilder.pack.type_setting import Line


def words_on(page: list[Placed]) -> str:
    return " ".join(
        fragment.text
        for placed in page
        for cell in placed.row.cells
        for line in cell.lines
        for fragment in line.fragments
    )


@pytest.mark.parametrize(
    ("role", "second", "last_but_one"),
    [("Portfolio Holder", "N1X", "N10X"), ("", "N2X", "N9X")],
    ids=["with roles", "names only"],
)
def test_neither_the_first_row_of_members_nor_the_last_stands_alone(
    role: str, second: str, last_but_one: str
) -> None:
    members = tuple(Member(f"Councillor N{n}X", role) for n in range(12))
    rows = list(member_rows(Meeting("Anytown Council", "Cabinet", dt.date(2024, 2, 29), members=members)))
    line = Line((), 10.0)
    for used_pt in range(300, 700, 3):
        above = Row((Cell(0.0, (line,)),), above_pt=used_pt - line.height_pt)
        pages = [words_on(page) for page in laid_on_pages([above, *rows], 700, 700)]
        (first,) = (text for text in pages if "Members" in text)
        (last,) = (text for text in pages if "N11X" in text)
        assert "N0X" in first
        assert second in first
        assert last_but_one in last


def test_a_meeting_without_members_has_no_heading_for_them() -> None:
    assert list(member_rows(Meeting("Anytown Council", "Cabinet", dt.date(2024, 2, 29)))) == []
