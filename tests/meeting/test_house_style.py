"""The wording of stamps: what a council may write, and what would print a wrong number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import (
    LONGEST_STAMP_WORDING,
    HouseStyle,
    check_stamp_wording,
    stamp_text,
)
from tests.builders import stamp_wordings


@pytest.mark.parametrize(
    ("wording", "printed"),
    [
        ("Page {number}", "Page 7"),
        ("{number}", "7"),
        ("- {number} -", "- 7 -"),
        ("Tudalen {number}", "Tudalen 7"),
        ("A{number}", "A7"),
        ("Page {number} of the 2026 budget", "Page 7 of the 2026 budget"),
        ("  Page   {number} ", "Page 7"),
        ("w\N{COMBINING CIRCUMFLEX ACCENT} {number}", "\N{LATIN SMALL LETTER W WITH CIRCUMFLEX} 7"),
    ],
)
def test_a_stamp_is_its_wording_with_the_number_in_its_place(wording: str, printed: str) -> None:
    assert check_stamp_wording(wording) == ""
    assert stamp_text("page_stamp", wording, 7) == printed


@pytest.mark.parametrize(
    ("wording", "trouble"),
    [
        ("", "where the number goes"),
        ("Page", "where the number goes"),
        ("Page {Number}", "where the number goes"),
        ("Page { number }", "where the number goes"),
        ("Page {number} {number}", "more than once"),
        ("Page {{number}}", "brace"),
        ("Page {number} of {pages}", "brace"),
        ("Page {number}}", "brace"),
        ("Page 1{number}", "digit"),
        ("Page {number}0", "digit"),
        ("Page\n{number}", "cannot be seen"),
        ("Page\u00a0{number}", "cannot be seen"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}Page {number}", "cannot be seen"),
        ("x" * LONGEST_STAMP_WORDING + "{number}", "more than 40 characters"),
    ],
)
def test_a_wording_that_could_mislead_is_refused_with_the_reason_and_the_key(
    wording: str, trouble: str
) -> None:
    assert trouble in check_stamp_wording(wording)
    with pytest.raises(PackBuilderError) as refused:
        stamp_text("item_stamp", wording, 7)
    assert refused.value.what.startswith("item_stamp is ")
    assert trouble in refused.value.what
    assert refused.value.what.isprintable()
    assert "{number}" in refused.value.next_step


def test_a_wording_of_the_greatest_length_is_taken() -> None:
    assert check_stamp_wording("{number}".rjust(LONGEST_STAMP_WORDING, "x")) == ""


def test_the_stamps_of_a_council_that_chose_nothing_are_the_usual_ones() -> None:
    style = HouseStyle()

    assert stamp_text("item_stamp", style.item_stamp, 4) == "Agenda Item 4"
    assert stamp_text("page_stamp", style.page_stamp, 5) == "Page 5"


@given(st.text(max_size=60) | stamp_wordings() | st.text("{}number ", max_size=30), st.integers(1, 99_999))
def test_whatever_is_written_is_refused_or_says_the_number_and_no_other(wording: str, number: int) -> None:
    if check_stamp_wording(wording):
        with pytest.raises(PackBuilderError):
            stamp_text("page_stamp", wording, number)
        return
    text = stamp_text("page_stamp", wording, number)
    before, _, after = text.partition(str(number))

    assert str(number) in text
    assert text == text.strip()
    assert text.isprintable()
    assert before == "" or not before[-1].isdecimal() or before[-1] in wording
    assert after == "" or not after[0].isdecimal() or after[0] in wording
