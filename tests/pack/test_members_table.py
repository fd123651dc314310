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


BOTH_TABLES = pytest.mark.parametrize("role", ["Portfolio Holder", ""], ids=["with roles", "names only"])


def member_pages(count: int, role: str, used_pt: float) -> list[list[str]]:
    """Return the text of each row of members on each page that has any, below something else."""
    members = tuple(Member(f"Councillor N{n}X", role) for n in range(count))
    rows = member_rows(Meeting("Anytown Council", "Cabinet", dt.date(2024, 2, 29), members=members))
    above = Row((Cell(0.0, (Line((), 10.0),)),), above_pt=used_pt - 10.0)
    pages = laid_on_pages([above, *rows], 700, 700)
    texts = ([words_on([placed]) for placed in page] for page in pages)
    return [page for page in ([text for text in page if text.strip()] for page in texts) if page]


@BOTH_TABLES
@pytest.mark.parametrize("count", [3, 4, 5, 12, 75, 120])
def test_no_row_of_members_stands_alone_and_every_page_is_headed(role: str, count: int) -> None:
    for used_pt in range(300, 700, 3):
        pages = member_pages(count, role, used_pt)
        assert [page[0] for page in pages] == ["Members", *["Members (continued)"] * (len(pages) - 1)]
        assert all(len(page) >= 3 for page in pages)
        assert sum(text.count("Councillor") for page in pages for text in page) == count


@BOTH_TABLES
def test_members_that_fit_one_page_are_not_parted_at_the_foot_of_another(role: str) -> None:
    for used_pt in range(480, 700, 3):
        assert len(member_pages(12, role, used_pt)) == 1


def test_a_meeting_without_members_has_no_heading_for_them() -> None:
    assert list(member_rows(Meeting("Anytown Council", "Cabinet", dt.date(2024, 2, 29)))) == []
