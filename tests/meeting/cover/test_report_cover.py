"""The covers of reports, in the shapes that councils give them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.meeting.cover.cover_blocks import Block, Line, Table
from packbuilder.meeting.cover.report_cover import read_cover
from packbuilder.meeting.document_facts import ReportCover


def a_table(*rows: tuple[str | tuple[str, ...], ...]) -> Table:
    return Table(tuple(tuple((cell,) if isinstance(cell, str) else cell for cell in row) for row in rows))


HEAD: tuple[Block, ...] = (
    Line("Wealdmere Council"),
    Line("Cabinet", is_heading=True),
    Line("Tuesday 20th June, 2023"),
    a_table(("Report Title", "Parking charges"), ("Report Author(s)", "Ali Gilbert, Director of Place")),
)


def cover_with(*blocks: Block) -> ReportCover:
    cover = read_cover((*HEAD, *blocks))
    assert cover is not None
    return cover


def recommendations(*lines: str | Line) -> tuple[str, tuple[str, ...]]:
    read = [Line(line) if isinstance(line, str) else line for line in lines]
    cover = cover_with(Line("3. Recommendations", is_heading=True), *read)
    return cover.recommendations_lead_in, cover.recommendations


def test_the_body_is_read_and_not_the_council_over_it() -> None:
    cover = cover_with(Line("1. Purpose of Report", is_heading=True))

    assert (cover.body, cover.date_line) == ("Cabinet", "Tuesday 20th June, 2023")


def test_a_body_and_a_date_on_one_line_are_told_apart() -> None:
    cover = read_cover((Line("Health & Wellbeing Board - 20 June 2023"), *HEAD[3:], Line("1. Background")))

    assert cover is not None
    assert (cover.body, cover.date_line) == ("Health & Wellbeing Board", "20 June 2023")


def test_a_cover_in_lines_of_labels_is_read() -> None:
    cover = read_cover(
        (
            Line("Report to:\tPlanning Committee"),
            Line("Date of meeting: 12/03/2024"),
            Line("Subject: Land at Mere Street"),
            Line("Report of: Director of Place"),
            Line("Contact officer: Jo Bloggs, 01632 960118, jo.bloggs@wealdmere.gov.uk"),
            Line("Officer recommendation(s)", is_heading=True),
            Line("That planning permission be GRANTED subject to the conditions below."),
            Line("Introduction", is_heading=True),
            Line("It is recommended that nobody reads this far."),
        )
    )

    assert cover == ReportCover(
        title="Land at Mere Street",
        body="Planning Committee",
        date_line="12/03/2024",
        authors=("Director of Place",),
        recommendations=("That planning permission be GRANTED subject to the conditions below.",),
    )


def test_labels_side_by_side_in_one_row_are_read() -> None:
    cover = read_cover(
        (
            a_table(
                ("Meeting:", "Audit Committee", "Date:", "5 May 2024"),
                ("Title:", "Annual accounts", "Author:", "J. Smith"),
            ),
            Line("1. Introduction"),
        )
    )

    assert cover is not None
    assert (cover.body, cover.date_line) == ("Audit Committee", "5 May 2024")
    assert (cover.title, cover.authors) == ("Annual accounts", ("J. Smith",))


def test_an_initial_is_no_mark_of_a_list() -> None:
    table = a_table(("Report Title", "Budget"), ("Author", ("I. Patel, Treasurer", "V. Singh")))
    cover = read_cover((table, Line("1. Background")))

    assert cover is not None
    assert cover.authors == ("I. Patel, Treasurer", "V. Singh")


def test_authors_run_together_are_told_apart_by_their_addresses() -> None:
    both = (
        "Jo Day, Planner jo.day@wealdmere.gov.uk"
        " Al Hill, Solicitor (al.hill@wealdmere.gov.uk), Tel: 01632 960118"
    )
    cover = read_cover((a_table(("Title", "Trees"), ("Authors", both)), Line("1. Background")))

    assert cover is not None
    assert cover.authors == ("Jo Day, Planner", "Al Hill, Solicitor")


@pytest.mark.parametrize(
    "said", ["None", "none.", "N/A", "n/a", "Not applicable", "There are none", "No appendices"]
)
def test_a_report_that_says_it_has_no_appendices_lists_none(said: str) -> None:
    assert cover_with(Line("List of Appendices", is_heading=True), Line(said)).appendices == ()


def test_appendices_are_read_from_a_row_of_the_table() -> None:
    table = a_table(
        ("Report title", "Homes"), ("Author", "A B"), ("Appendices", "Appendix A: Data; Appendix B: Letter")
    )
    cover = read_cover((table, Line("1. Purpose of report", is_heading=True)))

    assert cover is not None
    assert cover.appendices == ("Appendix A: Data", "Appendix B: Letter")


LEAD_IN = "It is recommended that the Cabinet:"

SHAPES = {
    "letters": ("3.1 " + LEAD_IN, "a) Notes the report; and", "b) Agrees the charges."),
    "brackets": (LEAD_IN, "(a) Notes the report; and", "(b) Agrees the charges."),
    "numbers": (LEAD_IN, "1. Notes the report; and", "2. Agrees the charges."),
    "numbers of the section": (LEAD_IN, "3.1 Notes the report; and", "3.2 Agrees the charges."),
    "romans": (LEAD_IN, "i) Notes the report; and", "ii) Agrees the charges."),
    "bullets": (LEAD_IN, "\u2022 Notes the report; and", "\u2022 Agrees the charges."),
    "dashes": (LEAD_IN, "- Notes the report; and", "- Agrees the charges."),
    "nothing": (LEAD_IN, "Notes the report; and", "Agrees the charges."),
    "labels": (LEAD_IN, "Recommendation 1: Notes the report; and", "Recommendation 2: Agrees the charges."),
}


@pytest.mark.parametrize("lines", SHAPES.values(), ids=SHAPES.keys())
def test_a_list_is_read_whatever_its_marks(lines: tuple[str, ...]) -> None:
    assert recommendations(*lines) == (LEAD_IN, ("Notes the report; and", "Agrees the charges."))


@pytest.mark.parametrize(
    "lead_in",
    [
        "The Committee is recommended to:",
        "RECOMMENDED that:",
        "Members are asked to:",
        "That the Cabinet:",
        "It is therefore recommended that Council:",
    ],
)
def test_other_councils_lead_in_with_other_words(lead_in: str) -> None:
    assert recommendations(lead_in, "1) note this;", "2) agree that.") == (
        lead_in,
        ("note this;", "agree that."),
    )


def test_a_lead_in_without_a_colon_gets_one() -> None:
    assert recommendations("The Board is asked to", "a) note it.", "b) agree.")[0] == "The Board is asked to:"


def test_recommended_that_needs_no_heading_over_it() -> None:
    cover = cover_with(Line("Some text."), Line("RECOMMENDED that:"), Line("1. the charges be agreed."))

    assert cover.recommendations == ("the charges be agreed.",)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Board are asked to note the spend.",
        "That progress is noted.",
        "That permission be refused for the reasons below.",
        "Note the report.",
        "It is recommended that the Council adopts the plan.",
        "The Panel is invited to comment on the draft.",
        "RECOMMENDED that the charges be agreed.",
        "Members note the contents of the report and that no action is needed.",
    ],
)
def test_a_single_sentence_is_a_recommendation(sentence: str) -> None:
    expected = sentence if not sentence.startswith("Members note") else None
    lead_in, found = recommendations(f"3.1 {sentence}")

    assert lead_in == ""
    assert found == ((expected,) if expected else ())


def test_a_recommendation_on_the_line_of_its_heading_is_read() -> None:
    cover = cover_with(
        Line("Recommendation: That the plan be adopted."), Line("1. Background", is_heading=True)
    )

    assert cover.recommendations == ("That the plan be adopted.",)


def test_the_reasons_end_the_recommendations() -> None:
    _, found = recommendations(
        LEAD_IN, "a) Notes it.", "3.2 Reason for Recommendations: -", "- Noting is good."
    )

    assert found == ("Notes it.",)


def test_the_next_section_ends_the_recommendations_bold_or_not() -> None:
    for bold in (True, False):
        _, found = recommendations(
            LEAD_IN, "a) Notes it.", Line("4. Report Background", is_heading=bold), "a) Long ago."
        )

        assert found == ("Notes it.",)


def test_a_duty_in_place_of_a_recommendation_is_none() -> None:
    _, found = recommendations(
        "3.1 Under the Act of 2018 the agencies are accountable for safeguarding children.",
        "This report provides assurance of what was done.",
    )

    assert found == ()


def test_a_lead_in_that_nothing_was_written_under_is_none() -> None:
    assert recommendations(LEAD_IN, "(a) [Note, approve, agree ... what is to be decided]") == ("", ())


def test_points_under_a_recommendation_belong_to_it() -> None:
    _, found = recommendations(
        LEAD_IN,
        "a) Agrees the charges for:",
        Line("\u2022 cars", indent_pt=40),
        Line("\u2022 vans", indent_pt=40),
        "b) Delegates the rest:",
        "i) the signs;",
        "ii) the lines.",
        "c) Notes it.",
    )

    assert found == (
        "Agrees the charges for:\n- cars\n- vans",
        "Delegates the rest:\n- the signs;\n- the lines.",
        "Notes it.",
    )


def test_bullets_further_in_belong_to_the_bullet_above() -> None:
    _, found = recommendations(
        LEAD_IN,
        Line("\u2022 Agrees:", indent_pt=18),
        Line("\u2022 one;", indent_pt=36),
        Line("\u2022 two.", indent_pt=36),
        Line("\u2022 Notes it.", indent_pt=18),
    )

    assert found == ("Agrees:\n- one;\n- two.", "Notes it.")


def test_letters_under_numbers_start_again_without_mixing() -> None:
    _, found = recommendations(
        "That:",
        "1. the Cabinet agrees:",
        "a) one;",
        "b) two.",
        "2. the Council notes:",
        "a) three;",
        "b) four.",
    )

    assert found == ("the Cabinet agrees:\n- one;\n- two.", "the Council notes:\n- three;\n- four.")


def test_a_second_lead_in_keeps_its_own_list() -> None:
    _, found = recommendations(
        "3.1 It is recommended that the Cabinet:",
        "a) agrees;",
        "b) notes.",
        "3.2 It is further recommended that the Council:",
        "a) adopts;",
        "b) publishes.",
    )

    assert found == (
        "agrees;",
        "notes.",
        "It is further recommended that the Council:\n- adopts;\n- publishes.",
    )


def test_the_ninth_point_of_a_list_of_letters_is_no_roman_numeral() -> None:
    letters = "abcdefghij"
    _, found = recommendations(LEAD_IN, *(f"{letter}) notes {letter}." for letter in letters))

    assert found == tuple(f"notes {letter}." for letter in letters)


def test_a_line_that_was_broken_at_the_end_of_a_page_runs_on() -> None:
    _, found = recommendations(LEAD_IN, "a) Notes the long", "and weary road.", "b) Agrees.")

    assert found == ("Notes the long and weary road.", "Agrees.")


def test_what_the_summary_says_is_recommended_is_passed_over() -> None:
    cover = cover_with(
        Line("2. Executive Summary", is_heading=True),
        Line("2.1 It is recommended that the Executive endorse the service."),
        Line("3. Recommendations", is_heading=True),
        Line("3.1 That the plan be adopted."),
    )

    assert cover.recommendations == ("That the plan be adopted.",)


def test_recommendations_in_a_box_or_a_row_are_read() -> None:
    boxed = cover_with(Line("Recommendations", is_heading=True), a_table((("That:", "1. it be noted."),)))
    in_row = read_cover(
        (*HEAD, a_table(("Recommendation", ("That the plan be adopted.",))), Line("1. Background"))
    )

    assert boxed.recommendations == ("it be noted.",)
    assert in_row is not None
    assert in_row.recommendations == ("That the plan be adopted.",)


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (Line("Minutes of the meeting held on 6 September 2022"), Line("RESOLVED that it be noted.")),
        (Line("Vision and Ambitions", is_heading=True), Line("1. Best start in life")),
        (a_table(("Action No", "Action point"), ("01", "Do it")),),
        (Line("Title: A letter"), Line("Dear Sir,")),
    ],
    ids=["nothing", "minutes", "slides", "action log", "letter"],
)
def test_what_follows_no_template_has_no_cover(blocks: tuple[Block, ...]) -> None:
    assert read_cover(blocks) is None


def test_what_is_left_to_fill_in_is_not_read() -> None:
    cover = read_cover(
        (
            Line("Cabinet"),
            a_table(
                ("Report Title", "[Title of the report]"),
                ("Report Author", "Click or tap here to enter text."),
            ),
            Line("List of Appendices", is_heading=True),
            Line("[Appendix A - its title]"),
            Line("1. Purpose of Report", is_heading=True),
            Line("3. Recommendations", is_heading=True),
            Line("3.1 [Note]"),
        )
    )

    assert cover == ReportCover(body="Cabinet")


@given(
    st.lists(
        st.one_of(
            st.builds(
                Line,
                st.one_of(
                    st.text(max_size=60),
                    st.sampled_from(
                        (
                            "3. Recommendations", "Report Title:", "a) note", "ii) agree:", "\u2022 x",
                            "It is recommended that:", "List of Appendices", "Appendix A - B",
                            "4. Background", "3.1 That", "[x]", "Cabinet 1 May 2024",
                        )
                    ),
                ),
                st.booleans(),
                st.floats(0, 200),
            ),
            st.builds(
                Table,
                st.lists(
                    st.lists(st.lists(st.text(max_size=20), max_size=2).map(tuple), max_size=3).map(tuple),
                    max_size=3,
                ).map(tuple),
            ),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_nothing_that_stands_in_a_report_is_too_odd_to_be_read(blocks: list[Block]) -> None:
    cover = read_cover(blocks)

    if cover is not None:
        assert all(words.strip() for words in (*cover.recommendations, *cover.appendices, *cover.authors))
        assert bool(cover.recommendations_lead_in) <= bool(cover.recommendations)


@pytest.mark.parametrize("words", ["a", "a ", "1.1.", "x@", "( ", ", the", "Appendix A: ", "is asked "])
def test_a_paragraph_without_end_is_read_in_a_moment(words: str) -> None:
    begun = time.perf_counter()
    recommendations(words * 50_000, f"{words * 50_000}:", "a) Note.")

    assert time.perf_counter() - begun < 5
