"""Clock times of items, derived from the start, the durations and the fixed starts."""

from __future__ import annotations

import dataclasses
import datetime as dt

from packbuilder.meeting.meeting import Meeting


@dataclasses.dataclass(frozen=True, slots=True)
class Timing:
    """When one item starts and how long it takes; None where the description does not say.

    ``overlap_minutes`` is how far the items before run over this item's fixed start,
    ``late_minutes`` how long after the meeting's finish it starts.
    """

    start: dt.time | None
    minutes: int | None
    overlap_minutes: int = 0
    late_minutes: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Timetable:
    """Every item's timing by item id, the end if it is known, and how far that is past the finish."""

    timings: dict[str, Timing]
    end: dt.time | None
    overrun_minutes: int


_DAY_MINUTES = 24 * 60


def _minutes_of(clock: dt.time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> dt.time:
    minutes %= _DAY_MINUTES
    return dt.time(minutes // 60, minutes % 60)


def timetable(meeting: Meeting) -> Timetable:
    """Work out every item's start and duration.

    An item starts at its fixed start, or when the item before ends. An item with no duration ends
    where the next one has a fixed start. Meetings may run past midnight: a time more than twelve
    hours before the meeting's start (or the first fixed one) is taken to be on the next day.
    """
    known = [c for c in (meeting.time, *(item.start for item in meeting.items)) if c is not None]
    opening = _minutes_of(known[0]) if known else None

    def on_the_day(clock: dt.time) -> int:
        minutes = _minutes_of(clock)
        past_midnight = opening is not None and minutes + _DAY_MINUTES // 2 < opening
        return minutes + _DAY_MINUTES if past_midnight else minutes

    finish = on_the_day(meeting.finish) if meeting.finish is not None else None
    timings: dict[str, Timing] = {}
    now = opening if meeting.time is not None else None
    for position, item in enumerate(meeting.items):
        overlap = 0
        start = now
        if item.start is not None:
            start = on_the_day(item.start)
            overlap = max(0, now - start) if now is not None else 0
        duration = item.minutes
        following = meeting.items[position + 1] if position + 1 < len(meeting.items) else None
        if duration is None and start is not None and following is not None and following.start is not None:
            duration = max(0, on_the_day(following.start) - start)
        clock = _clock(start) if start is not None else None
        late = max(0, start - finish) if start is not None and finish is not None else 0
        timings[item.id] = Timing(clock, duration, overlap, late)
        now = start + duration if start is not None and duration is not None else None
    overrun = 0
    if now is not None and finish is not None:
        overrun = max(0, now - finish)
    return Timetable(timings, _clock(now) if now is not None else None, overrun)
