"""Recommendations of reports, turned into draft resolutions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.word.blocks import Block, LetteredList, Paragraph
from packbuilder.word.resolutions import resolution_blocks


def lines_of(blocks: tuple[Block, ...]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append("".join(span.words for span in block.text))
        if isinstance(block, LetteredList):
            lines.extend(f"{'>' * point.level}* {point.words}" for point in block.points)
    return lines


def test_recommendations_become_a_lettered_resolution_without_their_own_numbers() -> None:
    """As the report of 29 November 2022 has them, 3.1 and 3.2 under a lead-in."""
    recommendations = (
        "It is recommended that the North Health and Wellbeing Board:",
        "3.1. Review the draft ICN strategy and recommend its adoption.",
        "3.2. Note the progress of the North Place development.",
    )
    assert lines_of(resolution_blocks(recommendations)) == [
        "RESOLVED that: the North Health and Wellbeing Board:",
        "* Review the draft ICN strategy and recommend its adoption.",
        "* Note the progress of the North Place development.",
    ]


@pytest.mark.parametrize("mark", ["1. ", "1) ", "(1) ", "3.1 ", "3.1. ", "a) ", "(a) ", "a. ", "- ", "• "])
def test_every_way_of_marking_a_point_is_taken_off(mark: str) -> None:
    assert lines_of(resolution_blocks((f"{mark}Note the report",))) == ["RESOLVED that: Note the report"]


@pytest.mark.parametrize(
    ("recommendation", "resolved"),
    [
        ("It is recommended that the Board notes the report.", "the Board notes the report."),
        ("3.1 It is therefore recommended that: the report be noted", "the report be noted"),
        ("RECOMMENDED: That the report be noted", "the report be noted"),
        ("That the Committee notes the report.", "the Committee notes the report."),
        (
            "3.1 The Board are asked to note and endorse the approach.",
            "The Board are asked to note and endorse the approach.",
        ),
    ],
)
def test_the_words_that_recommend_go_and_the_rest_stays(recommendation: str, resolved: str) -> None:
    assert lines_of(resolution_blocks((recommendation,))) == [f"RESOLVED that: {resolved}"]


@pytest.mark.parametrize(
    "words",
    [
        "3.1 million pounds be released",
        "2023/24 budget proposals be approved",
        "A. Smith be appointed Vice-Chair",
        "Recommended option 3 be approved",
    ],
)
def test_figures_and_initials_that_belong_to_the_words_stay(words: str) -> None:
    assert lines_of(resolution_blocks((words,))) == [f"RESOLVED that: {words}"]


def test_points_under_a_point_go_one_level_down() -> None:
    recommendations = ("3.1 Approve:", "a) option 1", "b) option 2", "3.2 Note the costs")
    assert lines_of(resolution_blocks(recommendations)) == [
        "RESOLVED that:",
        "* Approve:",
        ">* option 1",
        ">* option 2",
        "* Note the costs",
    ]


def test_the_ninth_letter_is_not_taken_for_a_roman_one() -> None:
    letters = "abcdefghij"
    lines = lines_of(resolution_blocks(tuple(f"{letter}) point {letter}" for letter in letters)))
    assert lines[1:] == [f"* point {letter}" for letter in letters]


def test_roman_numerals_under_letters_are_a_level_of_their_own() -> None:
    recommendations = ("a) Agree:", "i) this", "ii) the other", "v) more", "b) Note")
    assert [line[:2] for line in lines_of(resolution_blocks(recommendations))[1:]] == [
        "* ",
        ">*",
        ">*",
        ">*",
        "* ",
    ]


def test_what_follows_the_list_under_a_numbered_lead_in_is_a_resolution_of_its_own() -> None:
    recommendations = (
        "3.1 It is recommended that the Executive:",
        "a) Consider it",
        "b) Approve it",
        "3.2 It is recommended that the costs be noted",
    )
    assert lines_of(resolution_blocks(recommendations)) == [
        "RESOLVED that: the Executive:",
        "* Consider it",
        "* Approve it",
        "RESOLVED that: the costs be noted",
    ]


def test_recommendations_pasted_as_one_text_are_taken_apart() -> None:
    assert lines_of(resolution_blocks(("1. Note it\n\n2. Approve it\n",))) == [
        "RESOLVED that:",
        "* Note it",
        "* Approve it",
    ]


@given(st.lists(st.text("abc ABC,.'", min_size=1), min_size=1, max_size=6))
def test_no_word_of_a_recommendation_is_lost(endings: list[str]) -> None:
    recommendations = [f"Note {ending}".strip() for ending in endings]
    said = " ".join(lines_of(resolution_blocks(recommendations)))
    for recommendation in recommendations:
        assert " ".join(recommendation.split()) in said


def test_a_lead_in_without_a_colon_still_introduces_the_points_marked_under_it() -> None:
    """As the resolution of 21 November 2022 was published."""
    recommendations = ("RESOLVED: That the Committee", "a) Noted the report.", "b) Agreed to set up a panel.")
    assert lines_of(resolution_blocks(recommendations)) == [
        "RESOLVED that: the Committee:",
        "* Noted the report.",
        "* Agreed to set up a panel.",
    ]


def test_no_recommendation_leaves_a_place_for_the_resolution() -> None:
    assert lines_of(resolution_blocks(())) == [
        "RESOLVED that: [the resolution; take this out if none was made]"
    ]
    assert lines_of(resolution_blocks((" \n",))) == lines_of(resolution_blocks(()))


_COMMITTEE = "It is recommended that the Planning Committee:"


@pytest.mark.parametrize(
    ("recommendations", "resolved"),
    [
        ((_COMMITTEE, "That the site be allocated."), ["the site be allocated."]),
        ((_COMMITTEE, "Note the report."), ["the Planning Committee note the report."]),
        ((_COMMITTEE, "1. NHS funding be noted."), ["the Planning Committee NHS funding be noted."]),
        (
            (_COMMITTEE, "That the site be allocated.", "That the costs be noted."),
            ["", "* the site be allocated.", "* the costs be noted."],
        ),
        (
            ("It is recommended that the Committee recommends to Council:", "That Ann Fox be appointed."),
            ["the Committee recommends to Council that Ann Fox be appointed."],
        ),
        (
            ("It is recommended that the Committee recommends to Council that:", "Ann Fox be appointed."),
            ["the Committee recommends to Council that Ann Fox be appointed."],
        ),
    ],
)
def test_a_lead_in_and_its_points_are_one_sentence(
    recommendations: tuple[str, ...], resolved: list[str]
) -> None:
    first, *rest = resolved
    assert lines_of(resolution_blocks(recommendations)) == [f"RESOLVED that: {first}".strip(), *rest]
