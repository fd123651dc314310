"""Item numbers, minute numbers, appendix letters and page ranges, as councils print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import HouseStyle, RangeStyle
from packbuilder.meeting.meeting import Access, DocumentRole
from packbuilder.meeting.numbering import (
    appendix_letter,
    document_labels,
    item_number,
    item_numbers,
    minute_number,
    page_range,
)
from tests.builders import a_document, a_meeting, an_item


@pytest.mark.parametrize(
    ("pattern", "first", "ninth", "tenth", "hundredth"),
    [
        ("1", "1", "9", "10", "100"),
        ("1.", "1.", "9.", "10.", "100."),
        ("01", "01", "09", "10", "100"),
        ("01.", "01.", "09.", "10.", "100."),
        ("001", "001", "009", "010", "100"),
    ],
)
def test_items_are_numbered_after_the_pattern(
    pattern: str, first: str, ninth: str, tenth: str, hundredth: str
) -> None:
    assert [item_number(n, pattern) for n in (1, 9, 10, 100)] == [first, ninth, tenth, hundredth]


@pytest.mark.parametrize("pattern", ["", "2", "10", "A", "1)", "1..", "i", " 1", "1 ", "1\n", "\u0661"])
def test_a_pattern_that_is_no_first_item_number_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(PackBuilderError, match="item_numbers") as refused:
        item_number(1, pattern)

    assert f'"{pattern}"' in refused.value.what
    assert '"01"' in refused.value.next_step


def test_items_are_numbered_by_where_they_stand_not_by_what_they_are() -> None:
    first, second = an_item("first"), an_item("second")
    style = HouseStyle(item_numbers="01")

    assert item_numbers(a_meeting(first, second, style=style)) == {"first": "01", "second": "02"}
    assert item_numbers(a_meeting(second, first, style=style)) == {"second": "01", "first": "02"}


@pytest.mark.parametrize(
    ("pattern", "numbers"),
    [
        ("42.", ["42.", "43.", "51."]),
        ("42", ["42", "43", "51"]),
        ("67/23", ["67/23", "68/23", "76/23"]),
        ("95/2023", ["95/2023", "96/2023", "104/2023"]),
        ("01.", ["01.", "02.", "10."]),
        ("1.", ["1.", "2.", "10."]),
        ("099", ["099", "100", "108"]),
        ("99.", ["99.", "100.", "108."]),
    ],
)
def test_minutes_run_on_from_the_first_number(pattern: str, numbers: list[str]) -> None:
    assert [minute_number(n, pattern) for n in (1, 2, 10)] == numbers


@pytest.mark.parametrize("pattern", ["", "x", "67/2", "/23", "67-23", "67/23/1", "1)", "\u0664\u0662."])
def test_a_pattern_that_is_no_minute_number_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(PackBuilderError, match="minute_numbers") as refused:
        minute_number(1, pattern)

    assert f'"{pattern}"' in refused.value.what
    assert '"67/23"' in refused.value.next_step


@pytest.mark.parametrize(
    ("position", "letter"),
    [
        (1, "A"),
        (2, "B"),
        (26, "Z"),
        (27, "AA"),
        (28, "AB"),
        (52, "AZ"),
        (53, "BA"),
        (702, "ZZ"),
        (703, "AAA"),
    ],
)
def test_appendices_are_lettered_as_a_spreadsheet_letters_its_columns(position: int, letter: str) -> None:
    assert appendix_letter(position) == letter


@given(st.lists(st.integers(1, 20_000), unique=True, max_size=50))
def test_no_two_appendices_share_a_letter(positions: list[int]) -> None:
    assert len({appendix_letter(n) for n in positions}) == len(positions)


def test_only_appendices_are_lettered_and_each_item_starts_again_at_a() -> None:
    appendix = DocumentRole.APPENDIX
    meeting = a_meeting(
        an_item(
            "one", a_document("report"), a_document("map", role=appendix), a_document("data", role=appendix)
        ),
        an_item("two", a_document("costs", role=appendix), a_document("slides", role=DocumentRole.SLIDES)),
    )

    assert document_labels(meeting) == {
        "report": "",
        "map": "Appendix A",
        "data": "Appendix B",
        "costs": "Appendix A",
        "slides": "",
    }


def test_an_exempt_appendix_keeps_its_letter_from_the_open_one_after_it() -> None:
    item = an_item(
        "sale",
        a_document("offer", role=DocumentRole.APPENDIX, access=Access.EXEMPT, exempt_paragraphs=(3,)),
        a_document("plan", role=DocumentRole.APPENDIX),
    )

    assert document_labels(a_meeting(item))["plan"] == "Appendix B"


@pytest.mark.parametrize(
    ("style", "run", "single"),
    [
        (RangeStyle.TIGHT, "5-14", "7"),
        (RangeStyle.SPACED, "5 - 14", "7"),
        (RangeStyle.WORDS, "(Pages 5 - 14)", "(Page 7)"),
    ],
)
def test_page_ranges_follow_the_house_style(style: RangeStyle, run: str, single: str) -> None:
    assert page_range(5, 14, style) == run
    assert page_range(7, 7, style) == single
