from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.app.typed_values import Standing, clock_typed, date_typed, minutes_typed
from packbuilder.meeting.printed_times import clock_words, date_words, day_and_date_words

TWO_PM = dt.time(14)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2.40 pm", dt.time(14, 40)),
        ("2:40pm", dt.time(14, 40)),
        ("2.40 p.m.", dt.time(14, 40)),
        ("14:40", dt.time(14, 40)),
        ("1440", dt.time(14, 40)),
        ("0900", dt.time(9)),
        ("12.05 am", dt.time(0, 5)),
        ("12 pm", dt.time(12)),
        ("noon", dt.time(12)),
    ],
)
def test_a_clock_time_is_read_as_it_is_usually_written(text: str, clock: dt.time) -> None:
    typed = clock_typed(text)

    assert typed.value == clock
    assert typed.standing is Standing.WHOLE


def test_a_time_without_am_or_pm_follows_the_start_of_the_meeting() -> None:
    assert clock_typed("2.40", TWO_PM).value == dt.time(14, 40)
    assert clock_typed("10.30", dt.time(10)).value == dt.time(10, 30)
    assert clock_typed("7", dt.time(18, 30)).value == dt.time(19)


def test_no_council_meets_at_seven_in_the_morning() -> None:
    assert clock_typed("7.00").value == dt.time(19)
    assert clock_typed("10.00").value == dt.time(10)


@pytest.mark.parametrize("text", ["2.", "2.4", "n", "2.4 pm", ""])
def test_a_time_that_is_begun_is_not_yet_wrong(text: str) -> None:
    assert clock_typed(text).standing is Standing.BEGUN


@pytest.mark.parametrize("text", ["25:00", "2.70", "13 pm", "tea", "2.40 pm sharp", "-1"])
def test_what_is_no_time_is_wrong(text: str) -> None:
    assert clock_typed(text).standing is Standing.WRONG


@given(st.times(timezones=st.none()))
def test_every_printed_time_is_read_back_as_itself(clock: dt.time) -> None:
    clock = clock.replace(second=0, microsecond=0)

    assert clock_typed(clock_words(clock), TWO_PM).value == clock


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_every_printed_date_is_read_back_as_itself(date: dt.date) -> None:
    for words in (day_and_date_words(date), date_words(date), date.isoformat(), date.strftime("%d/%m/%Y")):
        assert date_typed(words, 2023).value == date
        assert date_typed(words, 2023).standing is Standing.WHOLE


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.data())
def test_a_date_is_never_wrong_while_it_is_being_typed(date: dt.date, data: st.DataObject) -> None:
    words = day_and_date_words(date)
    so_far = words[: data.draw(st.integers(1, len(words)))]

    # "30 February"-like days cannot arise: the day is typed before the month.
    assert date_typed(so_far, date.year).standing is not Standing.WRONG or "29 F" in so_far


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("20 June", dt.date(2023, 6, 20)),
        ("Tue 20th Jun 23", dt.date(2023, 6, 20)),
        ("20/6/23", dt.date(2023, 6, 20)),
        ("20.6.2023", dt.date(2023, 6, 20)),
        ("Tuesday, the 20 of June 2023", dt.date(2023, 6, 20)),
        ("5 sept", dt.date(2023, 9, 5)),
    ],
)
def test_a_date_may_be_short(text: str, date: dt.date) -> None:
    assert date_typed(text, 2023).value == date


def test_a_weekday_left_over_from_another_day_does_not_matter() -> None:
    assert date_typed("Tuesday 21 June 2023", 2023).value == dt.date(2023, 6, 21)


@pytest.mark.parametrize(
    "text", ["31 June 2023", "29 February 2023", "20 Jux", "soon", "2023-13-01", "1/1/1066"]
)
def test_what_is_no_date_is_wrong(text: str) -> None:
    assert date_typed(text, 2023).standing is Standing.WRONG


@pytest.mark.parametrize(
    ("text", "minutes"), [("25", 25), ("25 min", 25), ("1 h 30", 90), ("2 hours", 120), ("0", 0)]
)
def test_a_duration_is_in_minutes(text: str, minutes: int) -> None:
    assert minutes_typed(text).value == minutes


@pytest.mark.parametrize("text", ["long", "-5", "2000", "2.5", "25 mice"])
def test_what_is_no_duration_is_wrong(text: str) -> None:
    assert minutes_typed(text).standing is Standing.WRONG


@given(st.text())
def test_any_text_at_all_is_understood_or_refused(text: str) -> None:
    for typed in (clock_typed(text), date_typed(text, 2023), minutes_typed(text)):
        assert (typed.value is not None) == (typed.standing in (Standing.WHOLE, Standing.ENOUGH))
