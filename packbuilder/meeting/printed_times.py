"""Dates and clock times as every document prints them, always in English."""

from __future__ import annotations

import datetime as dt


def clock_words(clock: dt.time) -> str:
    """Return a clock time as it is printed everywhere: "2.05 pm"."""
    hour = clock.hour % 12 or 12
    return f"{hour}.{clock.minute:02d} {'am' if clock.hour < 12 else 'pm'}"


def date_words(date: dt.date) -> str:
    """Return a date as it is printed: "20 June 2023"."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def day_and_date_words(date: dt.date) -> str:
    """Return a date with its weekday: "Tuesday 20 June 2023"."""
    return f"{_DAYS[date.weekday()]} {date_words(date)}"


# Not strftime: its names follow the machine's language, and the pack is always in English.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
