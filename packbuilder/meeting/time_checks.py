"""Findings about the times of the items: overlaps, times that nobody knows, running past the finish.

Pure; part of ``checks``.
"""

from __future__ import annotations

import itertools

from packbuilder.meeting.findings import Finding, Severity, item_words
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import clock_words
from packbuilder.meeting.timings import Timetable, timetable


def check_times(meeting: Meeting) -> list[Finding]:
    """Return what is wrong with the times of a meeting's items, or not known."""
    findings: list[Finding] = []
    times = timetable(meeting)
    for position, item in enumerate(meeting.items, start=1):
        overlap = times.timings[item.id].overlap_minutes
        if overlap and item.start is not None:
            starts = f"{item_words(position, item)} starts at {clock_words(item.start)}"
            if position == 1:
                what, kind = f"{starts}, before the meeting does.", "early-start"
                next_step = "Correct one of the two times."
            else:
                what = f"{starts}, but the items before it run {_minutes_words(overlap)} past that."
                kind = "overlap"
                next_step = "Shorten an item before it, or start it later."
            findings.append(Finding(Severity.WARNING, what, next_step, item.id, kind=kind))
    findings.extend(_check_unknown_times(meeting, times))
    findings.extend(_check_finish(meeting, times))
    return findings


def _check_finish(meeting: Meeting, times: Timetable) -> list[Finding]:
    """Find a meeting that goes on after its finish, as far as its times are known."""
    if meeting.finish is None:
        return []
    finish, item_id = clock_words(meeting.finish), ""
    if times.end is not None:
        if not times.overrun_minutes:
            return []
        past = _minutes_words(times.overrun_minutes)
        what = f"The items run until {clock_words(times.end)}, {past} past the finish at {finish}."
    else:
        starts = [times.timings[item.id].start for item in meeting.items]
        late = [n for n, item in enumerate(meeting.items) if times.timings[item.id].late_minutes]
        start = starts[late[0]] if late else None
        if start is None:
            return []
        item = meeting.items[late[0]]
        unknown = [n for n, clock in enumerate(starts) if clock is None and n > late[0]]
        rest = f"; the times after item {unknown[0]} are not known" if unknown else ""
        starts_at = f"{item_words(late[0] + 1, item)} starts at {clock_words(start)}"
        what, item_id = f"{starts_at}, after the finish at {finish}{rest}.", item.id
    next_step = "Shorten some items, or set a later finish."
    return [Finding(Severity.WARNING, what, next_step, item_id, kind="overrun")]


def _check_unknown_times(meeting: Meeting, times: Timetable) -> list[Finding]:
    """Find the item after which no time is known, where some items have times of their own."""
    if not any(item.minutes is not None or item.start is not None for item in meeting.items):
        return []
    pairs = enumerate(itertools.pairwise(meeting.items), start=1)
    return [
        Finding(
            Severity.NOTICE,
            f"No time is known for {item_words(position + 1, after)}.",
            f"Say how many minutes item {position} takes.",
            after.id,
            kind="unknown-time",
        )
        for position, (before, after) in pairs
        if times.timings[before.id].start is not None and times.timings[after.id].start is None
    ]


def _minutes_words(minutes: int) -> str:
    """Return "1 minute", "40 minutes", "2 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    counted = [(hours, "hour"), (rest, "minute")]
    return " ".join(f"{n} {one if n == 1 else one + 's'}" for n, one in counted if n)
