"""When each item starts: what a chair runs the meeting by."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.meeting.meeting import AgendaItem, Meeting
from packbuilder.meeting.printed_times import clock_words, date_words, day_and_date_words
from packbuilder.meeting.timings import Timing, timetable
from tests.builders import a_meeting, an_item


def at(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def meeting_at(opening: str | None, *items: AgendaItem, finish: str | None = None) -> Meeting:
    return a_meeting(*items, time=at(opening) if opening else None, finish=at(finish) if finish else None)


def starts(meeting: Meeting) -> list[str]:
    times = timetable(meeting).timings
    return [f"{clock:%H:%M}" if (clock := times[item.id].start) else "" for item in meeting.items]


def test_each_item_starts_when_the_one_before_it_ends() -> None:
    meeting = meeting_at("14:00", an_item("a", minutes=5), an_item("b", minutes=25), an_item("c", minutes=0))

    assert starts(meeting) == ["14:00", "14:05", "14:30"]
    assert timetable(meeting).end == at("14:30")


def test_a_fixed_start_is_kept_whatever_comes_before() -> None:
    meeting = meeting_at(
        "14:00", an_item("a", minutes=5), an_item("b", minutes=10, start=at("14:40")), an_item("c")
    )

    assert starts(meeting) == ["14:00", "14:40", "14:50"]


def test_a_missing_duration_is_what_is_left_until_the_next_fixed_start() -> None:
    meeting = meeting_at("14:00", an_item("a"), an_item("b", start=at("14:40")), an_item("c"))

    times = timetable(meeting)
    assert times.timings["a"] == Timing(at("14:00"), 40)
    assert times.timings["b"] == Timing(at("14:40"), None)
    assert times.timings["c"] == Timing(None, None)
    assert times.end is None


def test_a_fixed_start_gives_its_time_even_to_a_meeting_that_has_none() -> None:
    meeting = meeting_at(
        None, an_item("a", minutes=5), an_item("b", minutes=5, start=at("10:00")), an_item("c")
    )

    assert starts(meeting) == ["", "10:00", "10:05"]


def test_items_that_run_over_a_fixed_start_are_told_by_how_much() -> None:
    meeting = meeting_at("14:00", an_item("a", minutes=50), an_item("b", minutes=10, start=at("14:40")))

    times = timetable(meeting)
    assert times.timings["b"] == Timing(at("14:40"), 10, overlap_minutes=10)
    assert times.end == at("14:50")


@pytest.mark.parametrize(("finish", "overrun"), [("16:00", 0), ("15:30", 0), ("15:15", 15)])
def test_running_past_the_finish_is_told_in_minutes(finish: str, overrun: int) -> None:
    meeting = meeting_at("14:00", an_item("a", minutes=90), finish=finish)

    assert timetable(meeting).overrun_minutes == overrun


def test_a_meeting_may_run_past_midnight() -> None:
    meeting = meeting_at(
        "22:30",
        an_item("a", minutes=60),
        an_item("b", minutes=60),
        an_item("c", minutes=15, start=at("00:15")),
        finish="00:30",
    )

    times = timetable(meeting)
    assert starts(meeting) == ["22:30", "23:30", "00:15"]
    assert times.timings["c"].overlap_minutes == 15
    assert times.end == at("00:30")
    assert times.overrun_minutes == 0


def test_past_midnight_is_noticed_from_the_first_fixed_start_where_the_meeting_has_no_time() -> None:
    meeting = meeting_at(None, an_item("a", start=at("23:00"), minutes=30), an_item("b", start=at("00:15")))

    assert timetable(meeting).timings["b"].overlap_minutes == 0


def test_a_slip_of_an_hour_is_an_overlap_and_not_the_next_day() -> None:
    meeting = meeting_at("14:00", an_item("a", minutes=5), an_item("b", start=at("13:05")))

    assert timetable(meeting).timings["b"].overlap_minutes == 60


@given(opening=st.integers(0, 24 * 60 - 1), durations=st.lists(st.integers(0, 60), max_size=30))
def test_with_durations_alone_no_item_starts_before_the_one_above_it_ends(
    opening: int, durations: list[int]
) -> None:
    items = [an_item(f"i{n}", minutes=minutes) for n, minutes in enumerate(durations)]
    midnight = dt.datetime(2026, 6, 18)
    start = midnight + dt.timedelta(minutes=opening)

    times = timetable(a_meeting(*items, time=start.time()))

    for n, item in enumerate(items):
        expected = start + dt.timedelta(minutes=sum(durations[:n]))
        assert times.timings[item.id] == Timing(expected.time(), durations[n])
    assert times.end == (start + dt.timedelta(minutes=sum(durations))).time()


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("00:00", "12.00 am"),
        ("00:05", "12.05 am"),
        ("09:30", "9.30 am"),
        ("12:00", "12.00 pm"),
        ("14:05", "2.05 pm"),
    ],
)
def test_clock_times_are_printed_as_british_agendas_print_them(clock: str, words: str) -> None:
    assert clock_words(at(clock)) == words


def test_dates_are_printed_in_english() -> None:
    assert date_words(dt.date(2023, 6, 1)) == "1 June 2023"
    assert day_and_date_words(dt.date(2023, 6, 20)) == "Tuesday 20 June 2023"
