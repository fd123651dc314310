"""When a body is likely to meet next. Pure but for the calendar of bank holidays."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import itertools
import statistics
from collections.abc import Collection, Iterable

from packbuilder.bank_holidays import closed_days_around
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import date_words, day_and_date_words
from packbuilder.word.earlier_minutes import earlier_minutes_dates

_DAYS_OF_WEEK = 7
_FEWEST_DAYS_OF_MONTHLY = 25
_DAYS_OF_MONTH = 365.25 / 12
_ORDINALS = ("first", "second", "third", "fourth", "last")
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


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
    return _proposal(last, earlier_dates).date


def proposed_date_words(last: Meeting, earlier_dates: Iterable[dt.date] = ()) -> str:
    """Return how ``proposed_date`` came to its day, as a clerk would say it.

    Such as "The third Thursday, three months after the last meeting." It takes what ``proposed_date`` takes.
    """
    proposal = _proposal(last, earlier_dates)
    if proposal.weeks:
        words = f"{_count(proposal.weeks, 'week').capitalize()} after the last meeting"
    else:
        weekday = day_and_date_words(last.date).split()[0]
        words = (
            f"The {_ORDINALS[(last.date.day - 1) // _DAYS_OF_WEEK]} {weekday}, "
            f"{_count(proposal.months, 'month')} after the last meeting"
        )
    if proposal.date == proposal.usual_date:
        return f"{words}."
    day = date_words(proposal.usual_date).rpartition(" ")[0]
    weeks = (proposal.date - proposal.usual_date).days // _DAYS_OF_WEEK
    return f"{words}. {_count(weeks, 'week').capitalize()} later, as {day} is a bank holiday."


@dataclasses.dataclass(frozen=True, slots=True)
class _Proposal:
    """A date with how it came about: so many months or, where there are any, weeks after the last."""

    date: dt.date
    usual_date: dt.date
    months: int
    weeks: int


def _proposal(last: Meeting, earlier_dates: Iterable[dt.date]) -> _Proposal:
    known = set(earlier_dates) or {
        date for item in last.items for date in earlier_minutes_dates(item, last.date)
    }
    days = _usual_gap_days({date for date in known if date < last.date}, last.date)
    months = weeks = 0
    if days < _FEWEST_DAYS_OF_MONTHLY:
        weeks = max(1, round(days / _DAYS_OF_WEEK))
        usual_date = last.date + dt.timedelta(weeks=weeks)
    else:
        months = min(12, max(1, round(days / _DAYS_OF_MONTH)))
        usual_date = _same_weekday(last.date, months)
    closed_days = closed_days_around(last.date) | closed_days_around(usual_date)
    return _Proposal(_put_off(usual_date, closed_days), usual_date, months, weeks)


def _count(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{_NUMBERS[number]} {what}s"


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
