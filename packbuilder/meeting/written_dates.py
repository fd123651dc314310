"""Reads a date as reports and letters write it: "Tuesday 20th June, 2023". Pure.

``report_cover`` finds the date line of a report with it, ``cover_checks`` compares that with the
meeting's date.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:the\s+)?)?"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"\b{_WEEKDAY}(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?\s+(?:of\s+|day\s+of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})\b"
    r"|\b(?P<day_figures>\d{1,2})(?P<mark>[/.-])(?P<month_figures>\d{1,2})(?P=mark)"
    r"(?P<year_figures>\d{4}|\d\d)\b",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date found in words.

    ``words`` are those that write it, ``start`` where they begin; ``weekday`` is the one written
    with it, 0 for Monday, or None. Figures are read day first, as they are written in Britain.
    """

    date: dt.date
    words: str
    start: int
    weekday: int | None = None


def written_date(words: str) -> WrittenDate | None:
    """Return the first whole date (day, month and year) in some words, or None."""
    for match in _DATE.finditer(words):
        month = int(match["month_figures"] or _MONTHS.index(match["month"][:3].lower()) + 1)
        year = int(match["year"] or match["year_figures"])
        year += 2000 if year < 100 else 0
        weekday = match["weekday"]
        with contextlib.suppress(ValueError):  # 31 June
            return WrittenDate(
                dt.date(year, month, int(match["day"] or match["day_figures"])),
                match[0],
                match.start(),
                _WEEKDAYS.index(weekday[:3].lower()) if weekday else None,
            )
    return None
