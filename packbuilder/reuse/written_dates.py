"""Dates as agendas write them, and another date written the same way. Pure.

Used by ``next_meeting``: "Minutes of the meeting held on Tuesday, 6th September 2022" is to name
another day and look as it did.
"""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_WEEKDAY = r"(?P<weekday>Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?P<weekday_rest>day|\.)?"
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?P<dot>\.?)"
)
_DATE = re.compile(
    rf"\b(?:{_WEEKDAY}(?P<after_weekday>,?\s+(?:the\s+)?))?"
    rf"(?P<day>\d{{1,2}})(?P<ordinal>st|nd|rd|th)?(?P<after_day>\s+(?:of\s+)?){_MONTH}(?![a-z])"
    r"(?:(?P<before_year>,?\s+)(?P<year>\d{4})\b)?"
    r"|\b(?P<day_figures>\d{1,2})(?P<mark>[/.])(?P<month_figures>\d{1,2})(?P=mark)(?P<year_figures>\d{4}|\d\d)\b",
    re.IGNORECASE,
)
# The years of laws stay what they are.
_YEAR = re.compile(r"(?<!Act )(?<!Regulations )(?<!Order )(?<!Code )\b20\d\d\b")
_JOINT = re.compile(r"\s*(?:,|&|and|,\s*and)\s+", re.IGNORECASE)
_LEFT_OPEN = re.compile(r"\[(?:insert )?date[^\]]*\]", re.IGNORECASE)
_MEETINGS = re.compile(r"\b(meeting)s\b", re.IGNORECASE)


_PREVIOUS_MEETING = re.compile(
    r"\b(?P<the>(?:of|from) )(?:the )?(?:previous|last) "
    r"(?P<meeting>meeting(?: of the [\w\s&'\u2019-]+?)?)(?=\W*$)",
    re.IGNORECASE,
)


def names_a_date(words: str) -> bool:
    """Whether some words name a day or a year, which at the next meeting will be another."""
    return bool(_DATE.search(words) or _YEAR.search(words))


def with_date(words: str, date: dt.date) -> str:
    """Return some words with the date in them changed, written in the form that it had.

    Several days in a row ("6 September and 11 October 2022") become the one; of those that stand
    apart the first is changed. A place left open for it ("[date]") is filled. Words with no date
    come back as they were.
    """
    matches = list(_DATE.finditer(words))
    if not matches:
        return _LEFT_OPEN.sub(lambda _: _plain(date), words, count=1)
    last = 0
    while last + 1 < len(matches) and _JOINT.fullmatch(
        words[matches[last].end() : matches[last + 1].start()]
    ):
        last += 1
    before, after = words[: matches[0].start()], words[matches[last].end() :]
    if last > 0:
        before = _MEETINGS.sub(r"\1", before)
    return f"{before}{_written_like(matches[last], date)}{after}"


def with_meeting_of(words: str, date: dt.date) -> str:
    """Return a title with "the previous meeting" in it named by its date, as others name theirs.

    "Minutes of the previous meeting" becomes "Minutes of the meeting held on 6 April 2027"; any other
    title comes back as it was.
    """

    def named(match: re.Match[str]) -> str:
        return match["the"] + _in_case_of(match[0], f"the {match['meeting']} held on {_plain(date)}")

    return _PREVIOUS_MEETING.sub(named, words, count=1)


def _plain(date: dt.date) -> str:
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _written_like(match: re.Match[str], date: dt.date) -> str:
    if match["mark"]:
        padded = len(match["day_figures"]) == 2 and len(match["month_figures"]) == 2
        day, month = (f"{date.day:02d}", f"{date.month:02d}") if padded else (str(date.day), str(date.month))
        year = str(date.year)[-len(match["year_figures"]) :]
        return match["mark"].join((day, month, year))
    weekday = ""
    if match["weekday"]:
        name = _WEEKDAYS[date.weekday()]
        if (match["weekday_rest"] or "").casefold() != "day":
            name = name[:3] + (match["weekday_rest"] or "")
        weekday = _in_case_of(match["weekday"], name) + match["after_weekday"]
    padded = match["day"].startswith("0")
    ordinal = _in_case_of(match["ordinal"], _ordinal(date.day)) if match["ordinal"] else ""
    day = f"{date.day:02d}" if padded else str(date.day)
    month = _MONTHS[date.month - 1]
    # "May" is short and long at once; it is taken for the long one that it mostly is.
    if len(match["month"]) <= 4 and match["month"].casefold() not in ("may", "june", "july"):
        month = month[:3] + match["dot"]
        dot = ""
    else:
        dot = match["dot"] if not match["year"] else ""
    year = f"{match['before_year']}{date.year}" if match["year"] else ""
    return f"{weekday}{day}{ordinal}{match['after_day']}{_in_case_of(match['month'], month)}{dot}{year}"


def _ordinal(day: int) -> str:
    if day in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _in_case_of(written: str, word: str) -> str:
    return word.upper() if written.isupper() else word
