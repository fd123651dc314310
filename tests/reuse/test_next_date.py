"""The next date is the one that the clerk would have looked up in the council's calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.bank_holidays import closed_days
from packbuilder.reuse.next_date import proposed_date, proposed_date_words
from tests.builders import a_meeting, an_item


def date(words: str) -> dt.date:
    return dt.date.fromisoformat(words)


@pytest.mark.parametrize(
    ("last", "next_one"),
    [
        pytest.param("2026-06-16", "2026-07-21", id="third Tuesday"),
        pytest.param("2026-12-15", "2027-01-19", id="into the next year"),
        pytest.param("2026-06-30", "2026-07-28", id="a fifth Tuesday is the last"),
        pytest.param("2026-03-02", "2026-04-13", id="first Monday, but that is Easter Monday"),
        pytest.param("2026-04-06", "2026-05-11", id="first Monday, but that is a bank holiday"),
        pytest.param("2026-11-25", "2026-12-23", id="fourth Wednesday"),
    ],
)
def test_with_one_meeting_known_it_is_the_same_weekday_of_the_next_month(last: str, next_one: str) -> None:
    assert proposed_date(a_meeting(date=date(last))) == date(next_one)


@pytest.mark.parametrize(
    ("earlier", "next_one"),
    [
        (["2023-03-21"], "2023-09-19"),
        (["2022-09-06", "2022-11-29", "2023-03-21"], "2023-09-19"),
        (["2023-05-16", "2023-04-18"], "2023-07-18"),
        (["2023-06-06", "2023-05-23", "2023-05-09"], "2023-07-04"),
        (["2023-06-13"], "2023-07-18"),
        (["2023-06-20", "2023-07-18"], "2023-07-18"),
        (["2022-06-21"], "2024-06-18"),
    ],
)
def test_the_meetings_before_show_how_often_the_body_meets(earlier: list[str], next_one: str) -> None:
    last = a_meeting(date=date("2023-06-20"))

    assert proposed_date(last, map(date, earlier)) == date(next_one)


def test_the_minutes_on_the_agenda_show_it_too() -> None:
    last = a_meeting(
        an_item("m", title="Minutes of the meeting held on 21 March 2023"), date=date("2023-06-20")
    )

    assert proposed_date(last) == date("2023-09-19")


@pytest.mark.parametrize(
    ("last", "earlier", "words"),
    [
        ("2027-03-18", ["2026-12-17"], "The third Thursday, three months after the last meeting."),
        ("2026-06-16", [], "The third Tuesday, one month after the last meeting."),
        ("2026-06-30", [], "The last Tuesday, one month after the last meeting."),
        (
            "2026-03-02",
            [],
            "The first Monday, one month after the last meeting. "
            "One week later, as 6 April is a bank holiday.",
        ),
        ("2023-06-20", ["2023-06-06", "2023-05-23"], "Two weeks after the last meeting."),
    ],
)
def test_how_the_date_was_worked_out_is_said_as_a_clerk_would(
    last: str, earlier: list[str], words: str
) -> None:
    assert proposed_date_words(a_meeting(date=date(last)), map(date, earlier)) == words


DATES = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


@given(DATES, st.lists(DATES, max_size=5))
def test_it_is_always_later_on_the_same_weekday_and_never_on_a_bank_holiday(
    last: dt.date, earlier: list[dt.date]
) -> None:
    proposed = proposed_date(a_meeting(date=last), earlier)

    assert last < proposed < last + dt.timedelta(days=400)
    assert proposed.weekday() == last.weekday()
    assert proposed not in closed_days(2019, 2038)
