"""When a body is likely to meet next. Pure but for the calendar of bank holidays."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import statistics
from collections.abc import Collection, Iterable

from packbuilder.bank_holidays import closed_days_around
from packbuilder.meeting.meeting import Meeting
from packbuilder.word.earlier_minutes import earlier_minutes_dates

_DAYS_OF_WEEK = 7
_FEWEST_DAYS_OF_MONTHLY = 25
_DAYS_OF_MONTH = 365.25 / 12


def proposed_date(last: Meeting, earlier_dates: Iterable[dt.date] = ()) -> dt.date:
    """Return the day on which the body is likely to meet after ``last``.

    Councils fix their calendar by weekday: the third Tuesday of every month, or of every third
    one. So the date keeps its weekday and its place in the month; a fifth one is the last. How
    many months lie between is the middle of what lay between the earlier meetings; where none are
    given, the minutes on the agenda of ``last`` name the one before it, and if they do not, it is
    one month. A body that has met more often than monthly, and more than once, keeps its number of
    weeks. On a bank holiday the meeting is put off by a week, as the weekday is what members keep free.

    Args:
        last: The meeting before.
        earlier_dates: The days of meetings before that, in any order, if they are known.
    """
    known = set(earlier_dates) or {
        date for item in last.items for date in earlier_minutes_dates(item, last.date)
    }
    days = _usual_gap_days({date for date in known if date < last.date}, last.date)
    if days < _FEWEST_DAYS_OF_MONTHLY:
        weeks = max(1, round(days / _DAYS_OF_WEEK))
        date = last.date + dt.timedelta(weeks=weeks)
    else:
        months = min(12, max(1, round(days / _DAYS_OF_MONTH)))
        date = _same_weekday(last.date, months)
    closed_days = closed_days_around(last.date) | closed_days_around(date)
    return _put_off(date, closed_days)


def _usual_gap_days(earlier: Collection[dt.date], last: dt.date) -> float:
    dates = [*sorted(earlier), last]
    if len(dates) == 1:
        return _DAYS_OF_MONTH
    gaps_days = [(after - before).days for before, after in itertools.pairwise(dates)]
    # One short gap is no habit: it is a meeting that was put in, or one that was put off.
    return max(gaps_days[0], _DAYS_OF_MONTH) if len(gaps_days) == 1 else statistics.median(gaps_days)


def _same_weekday(date: dt.date, months: int) -> dt.date:
    """Return the same weekday in the same place of a later month: the third Tuesday, or the last."""
    years, month_index = divmod(date.month - 1 + months, 12)
    year, month = date.year + years, month_index + 1
    first_weekday, day_count = calendar.monthrange(year, month)
    day = (date.weekday() - first_weekday) % _DAYS_OF_WEEK + 1
    day += (date.day - 1) // _DAYS_OF_WEEK * _DAYS_OF_WEEK
    return dt.date(year, month, day if day <= day_count else day - _DAYS_OF_WEEK)


def _put_off(date: dt.date, closed_days: Collection[dt.date]) -> dt.date:
    while date in closed_days:
        date += dt.timedelta(weeks=1)
    return date
