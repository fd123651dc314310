"""Clear days: how long an agenda has been public before the meeting.

The agenda and reports must be open to the public five clear days before the meeting (Local
Government Act 1972, section 100B(3)). Neither the day of publication nor that of the meeting
counts, nor a day on which the council's offices are closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

REQUIRED_CLEAR_DAYS = 5

_SATURDAY = 5


def clear_days(
    published: dt.date, meeting_date: dt.date, closed_days: Collection[dt.date] = frozenset()
) -> int:
    """Return how many clear days lie between publication and the meeting, weekends not counted.

    Args:
        published: The day of publication.
        meeting_date: The day of the meeting.
        closed_days: Bank holidays and other days on which the offices are closed.
    """
    between = (published + dt.timedelta(days=n) for n in range(1, (meeting_date - published).days))
    return sum(day.weekday() < _SATURDAY and day not in closed_days for day in between)


def latest_publication(meeting_date: dt.date, closed_days: Collection[dt.date] = frozenset()) -> dt.date:
    """Return the last working day on which the agenda can be published in time for a meeting.

    Args:
        meeting_date: The day of the meeting.
        closed_days: Bank holidays and other days on which the offices are closed.
    """
    day, still_to_pass = meeting_date, REQUIRED_CLEAR_DAYS
    while still_to_pass >= 0 and day > dt.date.min:
        day -= dt.timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in closed_days:
            still_to_pass -= 1
    return day
