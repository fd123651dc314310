"""The days on which council offices in England are closed besides weekends.

Asked by the command line and the window, and handed to the checks, which know no calendar.
"""

from __future__ import annotations

import datetime as dt
import functools


@functools.cache
def closed_days(first_year: int, last_year: int) -> frozenset[dt.date]:
    """Return the bank holidays of England from one year to another, both included.

    Those of the years to come are as the law has them today; extra ones are proclaimed each time.
    """
    # Here, as it takes a while: most commands never ask. This one country, not the register of them all.
    from holidays.countries.united_kingdom import UnitedKingdom

    years = range(first_year, last_year + 1)
    # The computer's language must not matter, and names are not asked for.
    days = UnitedKingdom(subdiv="ENG", years=years, language="en_GB")  # type: ignore[no-untyped-call]
    return frozenset(days)


def closed_days_around(meeting_date: dt.date) -> frozenset[dt.date]:
    """Return the bank holidays that can matter to the publication for a meeting, or to its next one."""
    return closed_days(meeting_date.year - 1, meeting_date.year + 1)
