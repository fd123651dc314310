"""The date in a standing title is changed, and nothing else about it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.reuse.written_dates import names_a_date, with_date, with_meeting_of

DAY = dt.date(2023, 3, 21)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Minutes of the meeting held on 6 September 2022", "Minutes of the meeting held on 21 March 2023"),
        ("Minutes from the Meeting of 6th September 2022", "Minutes from the Meeting of 21st March 2023"),
        ("Minutes - Tuesday 6 September 2022 (draft)", "Minutes - Tuesday 21 March 2023 (draft)"),
        ("Minutes, Monday, 6th September, 2022", "Minutes, Tuesday, 21st March, 2023"),
        ("held on Thursday the 6th of September 2022.", "held on Tuesday the 21st of March 2023."),
        ("MINUTES OF 6TH SEPTEMBER 2022", "MINUTES OF 21ST MARCH 2023"),
        ("MINUTES OF TUESDAY 6 SEPTEMBER 2022", "MINUTES OF TUESDAY 21 MARCH 2023"),
        ("Minutes of 6 Sept 2022", "Minutes of 21 Mar 2023"),
        ("Minutes of Thu 6 Sep. 2022", "Minutes of Tue 21 Mar. 2023"),
        ("Minutes of 6 May 2022", "Minutes of 21 March 2023"),
        ("Minutes of 06 September 2022", "Minutes of 21 March 2023"),
        ("Minutes of 6 September", "Minutes of 21 March"),
        ("Minutes (06/09/2022)", "Minutes (21/03/2023)"),
        ("Minutes (6/9/22)", "Minutes (21/3/23)"),
        ("Minutes 6.9.2022", "Minutes 21.3.2023"),
        (
            "Minutes of the meetings held on 6 September and 11 October 2022",
            "Minutes of the meeting held on 21 March 2023",
        ),
        ("Minutes of the meeting held on [date]", "Minutes of the meeting held on 21 March 2023"),
        ("Minutes of the previous meeting", "Minutes of the previous meeting"),
        ("Minutes 12/22 to 15/22", "Minutes 12/22 to 15/22"),
        ("", ""),
    ],
)
def test_a_date_is_written_as_the_one_before_was(before: str, after: str) -> None:
    assert with_date(before, DAY) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Minutes of the previous meeting", "Minutes of the meeting held on 21 March 2023"),
        ("Minutes from previous meeting", "Minutes from the meeting held on 21 March 2023"),
        ("MINUTES OF THE LAST MEETING", "MINUTES OF THE MEETING HELD ON 21 MARCH 2023"),
        (
            "Minutes of the Previous Meeting of the Board",
            "Minutes of the Meeting of the Board held on 21 March 2023",
        ),
        ("Minutes", "Minutes"),
        ("Matters that the previous meeting put off", "Matters that the previous meeting put off"),
    ],
)
def test_the_previous_meeting_is_named_by_its_date(before: str, after: str) -> None:
    assert with_meeting_of(before, DAY) == after


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
)
def test_going_there_and_back_changes_nothing(one: dt.date, other: dt.date) -> None:
    title = with_date("Minutes of the meeting held on Tuesday 1st January 2019", one)

    assert with_date(with_date(title, other), one) == title


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Please ask by noon on Tuesday 16 March.", True),
        ("The plan for 2027", True),
        ("by 12/06/2023", True),
        ("The Regulations 2012 apply, and the Care Act 2014.", False),
        ("Paragraph 3 of Part 1; section 100A(4)", False),
        ("within 28 clear days", False),
        ("No more than 12 maybe", False),
    ],
)
def test_what_names_a_day_is_noticed(words: str, names: bool) -> None:
    assert names_a_date(words) is names
