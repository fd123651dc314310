"""The first minute number of the next meeting. Pure."""

from __future__ import annotations

import datetime as dt
import re

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.numbering import minute_number

_WITHIN_YEAR = re.compile(r"(?P<number>\d+)/(?P<year>\d{4}|\d\d)(?P<dot>\.?)")
_MAY = 5


def next_minute_numbers(last: Meeting, date: dt.date) -> str:
    """Return how the minutes of a meeting on ``date`` begin to be numbered.

    "01." counts within each meeting and stays. "42." runs on past one number for each item. So
    does "67/23", until a new year begins: "1/24". Which year that is, councils differ: most count
    by the municipal year, which begins in May, and "/23" then lasts until April 2024; some by the
    calendar year. A meeting between January and April shows which it is. Where the last one was
    later in the year nothing shows it, and the municipal year is taken. A number that fits neither
    year only runs on; one that is no number stays.
    """
    pattern = last.style.minute_numbers
    within_year = _WITHIN_YEAR.fullmatch(pattern)
    if within_year is None and pattern.startswith("0"):
        return pattern
    try:
        run_on = minute_number(len(last.items) + 1, pattern)
    except PackBuilderError:
        return pattern
    if within_year is None:
        return run_on
    printed = within_year["year"]
    by_municipal_year = _is_year(printed, _municipal_year(last.date))
    if not by_municipal_year and not _is_year(printed, last.date.year):
        return run_on
    years = (
        _municipal_year(date) - _municipal_year(last.date)
        if by_municipal_year
        else date.year - last.date.year
    )
    if years <= 0:
        return run_on
    width = len(within_year["number"]) if within_year["number"].startswith("0") else 1
    new_year = str(int(printed) + years)[-len(printed) :].zfill(len(printed))
    return f"{1:0{width}d}/{new_year}{within_year['dot']}"


def _municipal_year(date: dt.date) -> int:
    return date.year if date.month >= _MAY else date.year - 1


def _is_year(printed: str, year: int) -> bool:
    return str(year).endswith(printed)
