"""Finds the date of the meeting whose minutes are to be agreed. Pure.

Used by ``word.standing_business``. Agendas name it in a title, in standing text or in the title of
the minutes themselves, and sometimes wrongly: what cannot be right is passed over.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re

from packbuilder.meeting.meeting import AgendaItem, DocumentRole

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?,?"
    r"(?:\s+(?P<year>\d{4})\b)?"
    r"|\b(?P<day_figures>\d{1,2})[/.](?P<month_figures>\d{1,2})[/.](?P<year_figures>\d{4})\b",
    re.IGNORECASE,
)


def earlier_minutes_dates(item: AgendaItem, meeting_date: dt.date) -> tuple[dt.date, ...]:
    """Return the dates of the meetings whose minutes the item brings, or none if nothing says them.

    The item's title is asked first, then its description, then the titles of its minutes. A date
    that is not before this meeting is a slip of the pen and is passed over.
    """
    titles = (d.title for d in item.documents if d.role is DocumentRole.MINUTES)
    for words in (item.title, item.description, *titles):
        dates = tuple(date for date in _dates_in(words) if date < meeting_date)
        if dates:
            return dates
    return ()


def _dates_in(words: str) -> tuple[dt.date, ...]:
    """Return the dates in a sentence; "6 September and 11 October 2022" lends its year backwards.

    In "20 December and 10 January 2023" the first is of 2022: meetings are named as they came.
    """
    dates: list[dt.date] = []
    year: int | None = None
    day_lent_by = (12, 31)
    for match in reversed(list(_DATE.finditer(words))):
        month = int(match["month_figures"] or _MONTHS.index(match["month"][:3].lower()) + 1)
        day = int(match["day"] or match["day_figures"])
        own_year = match["year"] or match["year_figures"]
        if own_year:
            year = int(own_year)
        elif year is not None and (month, day) > day_lent_by:
            year -= 1
        if year is None:
            continue
        day_lent_by = (month, day)
        with contextlib.suppress(ValueError):  # 31 June
            dates.insert(0, dt.date(year, month, day))
    return tuple(dict.fromkeys(dates))
