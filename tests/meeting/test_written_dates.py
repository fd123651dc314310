"""Dates in words, as reports have them."""

from __future__ import annotations

import datetime as dt

import pytest

from packbuilder.meeting.written_dates import written_date

DATE = dt.date(2023, 6, 20)


@pytest.mark.parametrize(
    ("words", "weekday"),
    [
        ("20th June 2023", None),
        ("Tuesday 20th June, 2023", 1),
        ("Tues. 20 June 2023 at 2 pm", 1),
        ("to be held on Wednesday, 20th of June 2023", 2),
        ("20 Jun. 2023", None),
        ("20/6/23", None),
        ("20.06.2023", None),
        ("20 th June 2023", None),
        ("SATURDAY THE 20TH JUNE 2023", 5),
        ("from 31 June 2023 to 20 June 2023", None),
    ],
)
def test_a_date_is_read_as_it_is_written(words: str, weekday: int | None) -> None:
    found = written_date(words)

    assert found is not None
    assert (found.date, found.weekday) == (DATE, weekday)
    assert words[found.start :].startswith(found.words)


@pytest.mark.parametrize(
    "words", ["", "June 2023", "20 June", "1.2.3", "31/02/2023", "section 20 Mayor 2023"]
)
def test_what_is_no_whole_date_is_none(words: str) -> None:
    assert written_date(words) is None
