"""Which meeting's minutes an item brings to be agreed."""

from __future__ import annotations

import datetime as dt

import pytest

from packbuilder.meeting.meeting import AgendaItem, Document, DocumentRole
from packbuilder.word.earlier_minutes import earlier_minutes_dates

HELD_ON = dt.date(2022, 11, 29)
SIXTH_OF_SEPTEMBER = dt.date(2022, 9, 6)


@pytest.mark.parametrize(
    "title",
    [
        "Minutes from the Meeting of 6 September 2022",
        "Minutes of the meeting held on 6 September 2022",
        "Minutes of the Meeting held on Tuesday 6th September, 2022",
        "To approve the minutes of 6 Sept 2022",
        "Minutes of the 6th of September 2022",
        "Minutes - 06/09/2022",
        "Minutes 6.9.2022",
    ],
)
def test_the_date_is_taken_from_the_title(title: str) -> None:
    assert earlier_minutes_dates(AgendaItem("1", title), HELD_ON) == (SIXTH_OF_SEPTEMBER,)


def test_the_date_is_taken_from_the_description_of_the_item() -> None:
    item = AgendaItem("1", "Minutes", "To confirm the Minutes of the Committee held on 25 October 2022.")
    assert earlier_minutes_dates(item, HELD_ON) == (dt.date(2022, 10, 25),)


def test_the_date_is_taken_from_the_title_of_the_minutes_and_no_other_document() -> None:
    documents = (
        Document("1", "a.pdf", "Report of 1 August 2022"),
        Document("2", "b.pdf", "Minutes held on Monday 21st of March 2022", DocumentRole.MINUTES),
    )
    item = AgendaItem("1", "Minutes from previous meeting", documents=documents)
    assert earlier_minutes_dates(item, HELD_ON) == (dt.date(2022, 3, 21),)


def test_a_date_that_is_not_before_this_meeting_is_not_believed() -> None:
    """Agendas are published with last year's, or next year's, date in them."""
    document = Document("1", "a.pdf", "Minutes of 6 September 2022", DocumentRole.MINUTES)
    item = AgendaItem("1", "Minutes of the Meeting of 6 September 2023", documents=(document,))
    assert earlier_minutes_dates(item, HELD_ON) == (SIXTH_OF_SEPTEMBER,)


@pytest.mark.parametrize("title", ["Minutes", "Minutes of 31 June 2022", "Minutes of 6 September"])
def test_no_day_that_can_be_meant_gives_no_date(title: str) -> None:
    assert earlier_minutes_dates(AgendaItem("1", title), HELD_ON) == ()


def test_two_meetings_may_share_the_year() -> None:
    item = AgendaItem("1", "Minutes of the meetings of 6 September and 11 October 2022")
    assert earlier_minutes_dates(item, HELD_ON) == (SIXTH_OF_SEPTEMBER, dt.date(2022, 10, 11))


@pytest.mark.parametrize(
    ("title", "dates"),
    [
        ("Minutes of 20 December and 10 January 2023", ((2022, 12, 20), (2023, 1, 10))),
        (
            "Minutes of 15 November, 20 December and 10 January 2023",
            ((2022, 11, 15), (2022, 12, 20), (2023, 1, 10)),
        ),
        ("Minutes of 20 December 2022 and 10 January 2023", ((2022, 12, 20), (2023, 1, 10))),
    ],
)
def test_a_year_that_is_lent_backwards_over_new_year_is_the_year_before(
    title: str, dates: tuple[tuple[int, int, int], ...]
) -> None:
    expected = tuple(dt.date(*date) for date in dates)
    assert earlier_minutes_dates(AgendaItem("1", title), dt.date(2023, 2, 14)) == expected
