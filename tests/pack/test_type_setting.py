"""Breaking text into lines: it fits, it is whole, and it breaks where a reader would break it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from packbuilder.pack.fonts import BOLD, REGULAR
from packbuilder.pack.type_setting import (
    Line,
    Run,
    TextStyle,
    aligned_right,
    broken_evenly,
    broken_into_lines,
    centred,
    height_pt,
    runs_width_pt,
    spaced,
)

STYLE = TextStyle(REGULAR, 10, 13)
BOLD_STYLE = TextStyle(BOLD, 10, 13)
HALF_AN_INCH_PT = 36.0

WORDS = st.text("abcdefghij WMil/-@.", max_size=120)


def text_of(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(fragment.text for fragment in line.fragments) for line in lines]


@given(WORDS, WORDS, st.floats(HALF_AN_INCH_PT, 400), st.floats(0, 12))
def test_lines_fit_their_column_and_no_character_is_lost(
    one: str, other: str, width_pt: float, indent_pt: float
) -> None:
    lines = broken_into_lines([Run(one, STYLE), Run(other, BOLD_STYLE)], width_pt, indent_pt)
    assert "".join("".join(text_of(lines)).split()) == "".join((one + other).split())
    for line in lines:
        assert line.width_pt <= width_pt + 0.01
        assert min(fragment.left_pt for fragment in line.fragments) >= indent_pt


@given(WORDS.filter(str.strip), WORDS, st.floats(0, 12))
def test_text_stays_on_one_line_in_a_column_measured_for_it(one: str, other: str, indent_pt: float) -> None:
    runs = [Run(" ".join(one.split()), STYLE), Run(" ".join(other.split()), BOLD_STYLE)]
    assert len(broken_into_lines(runs, indent_pt + runs_width_pt(runs), indent_pt)) == 1


def test_an_address_on_the_web_breaks_after_a_slash() -> None:
    (first, *_) = text_of(broken_into_lines([Run("northnorthants.gov.uk/meetings", STYLE)], 120))
    assert first == "northnorthants.gov.uk/"


def test_a_page_range_is_not_broken_at_its_spaces() -> None:
    runs = [Run("Minutes of the last meeting ", STYLE), Run("(Pages 5 - 14)", STYLE, whole=True)]
    assert text_of(broken_into_lines(runs, 150)) == ["Minutes of the last meeting", "(Pages 5 - 14)"]


@given(st.lists(st.sampled_from(["Health", "and", "Wellbeing", "Board"]), min_size=1, max_size=30))
def test_a_heading_broken_evenly_takes_no_more_lines_and_is_never_wider(words: list[str]) -> None:
    runs = [Run(" ".join(words), STYLE)]
    plain, even = broken_into_lines(runs, 200), broken_evenly(runs, 200)
    assert " ".join(text_of(even)) == " ".join(words)
    assert len(even) == len(plain)
    assert max(line.width_pt for line in even) <= max(line.width_pt for line in plain)


def test_a_heading_broken_evenly_leaves_no_word_alone() -> None:
    runs = [Run("North Northamptonshire Health and Wellbeing Board", STYLE)]
    width_pt = runs_width_pt(runs) - 5
    assert text_of(broken_into_lines(runs, width_pt))[-1] == "Board"
    assert text_of(broken_evenly(runs, width_pt)) == ["North Northamptonshire", "Health and Wellbeing Board"]


def test_numbers_line_up_on_the_right() -> None:
    lines = broken_into_lines([Run("5-14 115-162", STYLE)], 40)
    assert len(lines) == 2
    assert {round(line.width_pt, 3) for line in aligned_right(lines, 60)} == {60}


def test_centred_text_has_the_same_space_on_both_sides() -> None:
    (line,) = centred(broken_into_lines([Run("To follow", STYLE)], 200), 200)
    assert abs(line.fragments[0].left_pt - (200 - line.width_pt)) < 0.01


def test_the_gap_above_lines_counts_only_where_others_precede_them() -> None:
    lines = broken_into_lines([Run("one line", STYLE)], 200)
    assert height_pt(spaced(lines, 5)) == 13
    assert height_pt((*lines, *spaced(lines, 5))) == 31
