"""Five clear days: neither the day of publication nor that of the meeting counts, nor closed days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.meeting.clear_days import REQUIRED_CLEAR_DAYS, clear_days

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
