"""Dates, clock times and durations as a clerk types them. Pure: no Qt.

Each function tells three things apart: a value, text that is not finished yet, and text that no
more typing makes right.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from enum import Enum
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Standing(Enum):
    """How far some typed text is."""

    WHOLE = "whole"
    """It can mean one thing only, and more typing would change it to nothing else."""
    ENOUGH = "enough"
    """It has a meaning once the clerk leaves the field: "2.40" is an afternoon."""
    BEGUN = "begun"
    WRONG = "wrong"


@dataclasses.dataclass(frozen=True, slots=True)
class Typed(Generic[_Value]):
    """Some typed text, understood as far as it goes; ``value`` is None unless it is whole or enough."""

    standing: Standing
    value: _Value | None = None


MOST_MINUTES = 24 * 60
"""No item takes longer than a day."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_SHORT = {"mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"}
_CENTURY = 2000
_EVENING_BEFORE = 9
"""Without "am" or "pm", 1 to 8 o'clock is in the afternoon or evening: no council meets at 7 am."""
_NOON = 12

_CLOCK = re.compile(r"(\d{1,2})(?:[.:h ]?(\d{2}))?\s*([ap])?(\.?m\.?)?", re.IGNORECASE)
_CLOCK_BEGUN = re.compile(r"\d{0,2}[.:h ]?\d{0,2}\s*([ap]\.?(m\.?)?)?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s*(?:of\s+)?([a-z]{3,9})\.?,?(?:\s*(\d{4}|\d{2}))?")
_DATE_BEGUN = re.compile(r"[\d/.\-]{0,10}|\d{1,2}[a-z]{0,2}\s*(?:of\s*)?[a-z]{0,9}\.?,?\s*\d{0,4}")


def clock_typed(text: str, after: dt.time | None = None) -> Typed[dt.time]:
    """Understand a clock time: "2.40 pm", "14:40", "1440", "2pm", "noon".

    Args:
        text: What was typed.
        after: What it most likely follows, the start of the meeting: it decides between morning and
            afternoon where the text does not.
    """
    words = " ".join(text.lower().split())
    if words in ("noon", "midday"):
        return Typed(Standing.WHOLE, dt.time(_NOON))
    match = _CLOCK.fullmatch(words)
    if match is not None and not (match[4] and not match[3]):
        return _clock(match, after)
    if _CLOCK_BEGUN.fullmatch(words) or (words and any(w.startswith(words) for w in ("noon", "midday"))):
        return Typed(Standing.BEGUN)
    return Typed(Standing.WRONG)


def _clock(match: re.Match[str], after: dt.time | None) -> Typed[dt.time]:
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= _NOON):
        # "60" may yet become nothing; "2" may become "23".
        return Typed(Standing.WRONG)
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
        return Typed(Standing.WHOLE if match[4] else Standing.ENOUGH, dt.time(hour, minute))
    of_24_hours = hour > _NOON or hour == 0 or match[1].startswith("0")
    if of_24_hours:
        return Typed(Standing.WHOLE if match[2] else Standing.ENOUGH, dt.time(hour, minute))
    return Typed(Standing.ENOUGH, _nearer(hour, minute, after))


def _nearer(hour: int, minute: int, after: dt.time | None) -> dt.time:
    morning, evening = dt.time(hour % _NOON, minute), dt.time(hour % _NOON + _NOON, minute)
    if after is not None:
        for clock in (morning, evening):
            if clock >= after:
                return clock
    if hour == _NOON or hour < _EVENING_BEFORE:
        return evening
    return morning


def date_typed(text: str, year: int) -> Typed[dt.date]:
    """Understand a date: "20 June 2023", "Tue 20th Jun", "20/6/23", "2023-06-20".

    A weekday is read over: who changes the day of "Tuesday 20 June 2023" need not change it too.

    Args:
        text: What was typed.
        year: The year meant where none is written.
    """
    words = _without_weekday(" ".join(text.lower().split()))
    if match := _ISO.fullmatch(words):
        return _date(int(match[1]), int(match[2]), int(match[3]), is_whole=len(match[3]) > 1)
    if match := _FIGURES.fullmatch(words):
        written, month = match[3], int(match[2])
        return _date(_year(written, year), month, int(match[1]), is_whole=_is_full(written))
    if match := _NAMED.fullmatch(words):
        month = _month(match[2])
        if month:
            return _date(_year(match[3], year), month, int(match[1]), is_whole=_is_full(match[3]))
        is_begun = any(name.startswith(match[2]) for name in _MONTH_NAMES)
        return Typed(Standing.BEGUN if is_begun else Standing.WRONG)
    is_weekday_begun = any(name.startswith(words) for name in _WEEKDAYS)
    begun = is_weekday_begun or _DATE_BEGUN.fullmatch(words) is not None
    return Typed(Standing.BEGUN if begun else Standing.WRONG)


def minutes_typed(text: str) -> Typed[int]:
    """Understand a duration in minutes: "25", "25 min", "1 h 30"."""
    words = " ".join(text.lower().split())
    if match := re.fullmatch(r"(\d{1,4})\s*(?:m|mins?|minutes?)?", words):
        minutes = int(match[1])
    elif match := re.fullmatch(
        r"(\d{1,2})\s*(?:h|hrs?|hours?)\s*(?:(\d{1,2})\s*(?:m|mins?|minutes?)?)?", words
    ):
        minutes = int(match[1]) * 60 + int(match[2] or 0)
    elif re.fullmatch(r"\d{1,4}\s*[a-z]{0,7}\s*(\d{1,2}\s*[a-z]{0,7})?", words) and _is_duration_begun(words):
        return Typed(Standing.BEGUN)
    else:
        return Typed(Standing.WRONG)
    return Typed(Standing.WHOLE, minutes) if minutes <= MOST_MINUTES else Typed(Standing.WRONG)


def _is_duration_begun(words: str) -> bool:
    units = re.findall(r"[a-z]+", words)
    return all(any(unit.startswith(u) for unit in ("minutes", "mins", "hours", "hrs")) for u in units)


def _without_weekday(words: str) -> str:
    first, _, rest = words.partition(" ")
    is_weekday = first.rstrip(".,") in _WEEKDAY_SHORT or first.rstrip(".,") in _WEEKDAYS
    return rest.removeprefix("the ") if is_weekday and rest else words


def _month(name: str) -> int:
    for number, (short, full) in enumerate(zip(_MONTHS, _MONTH_NAMES, strict=True), start=1):
        if name in (short, full, "sept" if short == "sep" else short):
            return number
    return 0


def _year(written: str | None, otherwise: int) -> int:
    if not written:
        return otherwise
    return int(written) if len(written) > 2 else _CENTURY + int(written)


def _is_full(year: str | None) -> bool:
    return year is not None and len(year) > 2


def _date(year: int, month: int, day: int, *, is_whole: bool) -> Typed[dt.date]:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return Typed(Standing.WRONG)
    if not 1900 <= year <= 2200:
        return Typed(Standing.WRONG)
    return Typed(Standing.WHOLE if is_whole else Standing.ENOUGH, date)


def value_of(typed: Typed[_Value]) -> _Value:
    """Return what a text means once the clerk has left the field.

    Raises:
        ValueError: If it means nothing.
    """
    if typed.value is None:
        raise ValueError("nothing that can be understood was typed")
    return typed.value
