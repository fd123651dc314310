"""Five clear days: neither the day of publication nor that of the meeting counts, nor closed days."""

from __future__ import annotations

import datetime as dt

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.bank_holidays import closed_days, closed_days_around
from packbuilder.meeting.clear_days import REQUIRED_CLEAR_DAYS, clear_days, latest_publication

GOOD_FRIDAY, EASTER_MONDAY = dt.date(2026, 4, 3), dt.date(2026, 4, 6)

DATES = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def test_the_law_asks_for_five() -> None:
    """Local Government Act 1972, section 100B(3)."""
    assert REQUIRED_CLEAR_DAYS == 5


@pytest.mark.parametrize(
    ("published", "meeting_date", "days"),
    [
        pytest.param(dt.date(2023, 6, 12), dt.date(2023, 6, 20), 5, id="Monday for Tuesday week"),
        pytest.param(dt.date(2023, 6, 13), dt.date(2023, 6, 20), 4, id="Tuesday for Tuesday: a day late"),
        pytest.param(dt.date(2023, 6, 12), dt.date(2023, 6, 19), 4, id="Monday for Monday: a day late"),
        pytest.param(dt.date(2023, 6, 9), dt.date(2023, 6, 19), 5, id="Friday for Monday week"),
        pytest.param(dt.date(2023, 6, 10), dt.date(2023, 6, 19), 5, id="Saturday is as good as Friday"),
        pytest.param(dt.date(2023, 6, 11), dt.date(2023, 6, 17), 5, id="Sunday for Saturday"),
        pytest.param(dt.date(2023, 6, 19), dt.date(2023, 6, 20), 0, id="the day before"),
        pytest.param(dt.date(2023, 6, 20), dt.date(2023, 6, 20), 0, id="the day itself"),
        pytest.param(dt.date(2023, 6, 21), dt.date(2023, 6, 20), 0, id="afterwards"),
    ],
)
def test_only_working_days_between_the_two_count(
    published: dt.date, meeting_date: dt.date, days: int
) -> None:
    assert clear_days(published, meeting_date) == days


def test_bank_holidays_do_not_count() -> None:
    published, meeting_date = dt.date(2026, 3, 31), dt.date(2026, 4, 9)

    assert clear_days(published, meeting_date) == 6
    assert clear_days(published, meeting_date, {GOOD_FRIDAY, EASTER_MONDAY}) == 4


def test_a_holiday_on_a_weekend_or_on_either_end_takes_nothing_away() -> None:
    published, meeting_date = dt.date(2023, 6, 12), dt.date(2023, 6, 20)

    assert clear_days(published, meeting_date, [published, dt.date(2023, 6, 17), meeting_date]) == 5


@given(DATES, st.integers(0, 60))
def test_publishing_earlier_never_takes_a_clear_day_away(meeting_date: dt.date, days_before: int) -> None:
    published = meeting_date - dt.timedelta(days=days_before)

    gained = clear_days(published - dt.timedelta(days=1), meeting_date) - clear_days(published, meeting_date)

    is_gained = days_before > 0 and published.weekday() < 5
    assert gained == int(is_gained)


# The deadline. Worked out by hand from a printed calendar and the bank holidays of England.


@pytest.mark.parametrize(
    ("meeting_date", "deadline"),
    [
        pytest.param(dt.date(2023, 6, 20), dt.date(2023, 6, 12), id="as published: Tuesday, Monday week"),
        pytest.param(dt.date(2022, 11, 29), dt.date(2022, 11, 21), id="as published"),
        pytest.param(dt.date(2026, 1, 5), dt.date(2025, 12, 23), id="first Monday of 2026"),
        pytest.param(
            dt.date(2026, 1, 6), dt.date(2025, 12, 24), id="Tuesday after New Year 2026: Christmas Eve"
        ),
        pytest.param(dt.date(2026, 4, 8), dt.date(2026, 3, 27), id="Wednesday after Easter 2026"),
        pytest.param(dt.date(2026, 4, 2), dt.date(2026, 3, 25), id="Thursday before Good Friday 2026"),
        pytest.param(dt.date(2026, 4, 14), dt.date(2026, 4, 2), id="over all of Easter 2026"),
        pytest.param(dt.date(2026, 5, 6), dt.date(2026, 4, 27), id="early May 2026"),
        pytest.param(dt.date(2026, 5, 28), dt.date(2026, 5, 19), id="spring 2026"),
        pytest.param(dt.date(2026, 9, 2), dt.date(2026, 8, 24), id="summer 2026"),
        pytest.param(dt.date(2026, 12, 30), dt.date(2026, 12, 18), id="between Christmas and New Year 2026"),
        pytest.param(dt.date(2027, 1, 5), dt.date(2026, 12, 23), id="Tuesday after New Year 2027"),
        pytest.param(dt.date(2027, 3, 30), dt.date(2027, 3, 18), id="Tuesday after Easter 2027"),
        pytest.param(dt.date(2027, 4, 1), dt.date(2027, 3, 22), id="Thursday after Easter 2027"),
        pytest.param(dt.date(2028, 1, 4), dt.date(2027, 12, 22), id="Christmas 2027 fell on a weekend"),
        pytest.param(dt.date(2028, 1, 6), dt.date(2027, 12, 24), id="and New Year 2028 too"),
        pytest.param(dt.date(2028, 4, 19), dt.date(2028, 4, 7), id="Wednesday after Easter 2028"),
        pytest.param(dt.date(2028, 12, 28), dt.date(2028, 12, 18), id="Thursday after Christmas 2028"),
    ],
)
def test_the_last_day_to_publish_is_the_one_on_the_calendar(meeting_date: dt.date, deadline: dt.date) -> None:
    assert latest_publication(meeting_date, closed_days(2022, 2029)) == deadline


@given(DATES)
def test_on_the_deadline_there_is_time_enough_and_a_working_day_later_there_is_not(date: dt.date) -> None:
    closed = closed_days(2019, 2031)
    deadline = latest_publication(date, closed)
    assert clear_days(deadline, date, closed) == REQUIRED_CLEAR_DAYS
    assert deadline.weekday() < 5
    assert deadline not in closed
    later = deadline + dt.timedelta(days=1)
    while later.weekday() >= 5 or later in closed:
        later += dt.timedelta(days=1)
    assert clear_days(later, date, closed) < REQUIRED_CLEAR_DAYS


@given(DATES)
def test_the_deadline_is_six_working_days_back_by_another_reckoning(date: dt.date) -> None:
    calendar = holidays.country_holidays("GB", subdiv="ENG")

    expected = calendar.get_nth_working_day(date, -(REQUIRED_CLEAR_DAYS + 1))

    assert latest_publication(date, closed_days_around(date)) == expected


def test_bank_holidays_are_those_of_england() -> None:
    days = closed_days(2026, 2026)
    assert {GOOD_FRIDAY, EASTER_MONDAY, dt.date(2026, 8, 31), dt.date(2026, 12, 28)} <= days
    assert dt.date(2026, 1, 2) not in days, "a holiday of Scotland"
    assert dt.date(2026, 3, 17) not in days, "a holiday of Northern Ireland"
    assert {day.year for day in closed_days_around(GOOD_FRIDAY)} == {2025, 2026, 2027}
