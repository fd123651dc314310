from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.app.inspector.pasted_people import people_from
from packbuilder.meeting.meeting import Member


def test_an_excel_table_with_headings_gives_the_members() -> None:
    pasted = (
        "Name\tRole\tPosition\r\n"
        "Cllr Helen Harrison\tPortfolio Holder Adults, Health and Wellbeing\tChair\r\n"
        "David Watts\tDirector of Adults, Communities and Wellbeing\t\r\n"
        "\t\t\r\n"
    )

    assert people_from(pasted) == (
        Member("Cllr Helen Harrison", "Portfolio Holder Adults, Health and Wellbeing", "Chair"),
        Member("David Watts", "Director of Adults, Communities and Wellbeing"),
    )


def test_columns_are_found_by_their_headings_in_any_order() -> None:
    pasted = "Organisation\tPosition\tMember\nHealthwatch\tVice Chair\tOliver Strand\n"

    assert people_from(pasted) == (Member("Oliver Strand", "Healthwatch", "Vice-Chair"),)


def test_names_in_pieces_are_put_together() -> None:
    pasted = "Title\tFirst name\tSurname\tOrganisation\nCllr\tJosephine\tAldous\tWealdmere Council"

    assert people_from(pasted) == (Member("Cllr Josephine Aldous", "Wealdmere Council"),)


def test_a_table_without_headings_has_the_name_first() -> None:
    pasted = "Cllr Peter Hanbury (Chair)\tWealdmere Council\nDr Ruth Oyelaran\tDirector of Public Health"

    assert people_from(pasted) == (
        Member("Cllr Peter Hanbury", "Wealdmere Council", "Chair"),
        Member("Dr Ruth Oyelaran", "Director of Public Health"),
    )


def test_a_column_of_titles_before_the_names_is_part_of_them() -> None:
    assert people_from("Cllr\tAnn Lee\tLeader\n1.\tBen Fox\tTreasurer") == (
        Member("Cllr Ann Lee", "Leader"),
        Member("Ben Fox", "Treasurer"),
    )


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("Councillor Margaret Ellery (Chair)", Member("Councillor Margaret Ellery", "", "Chair")),
        (
            "Dr Anil Kothari (Vice-Chair), Clinical Lead",
            Member("Dr Anil Kothari", "Clinical Lead", "Vice-Chair"),
        ),
        (
            "Daniel Achterberg, Chief Operating Officer",
            Member("Daniel Achterberg", "Chief Operating Officer"),
        ),
        ("• Beverley Knapp \N{EN DASH} Chief Executive", Member("Beverley Knapp", "Chief Executive")),
        ("3. Nasreen Malik - Director, NHS Trust", Member("Nasreen Malik", "Director, NHS Trust")),
        ("Oliver Strand, Chair, Healthwatch", Member("Oliver Strand", "Healthwatch", "Chair")),
        ("Cllr Simon Leigh-Jones (Con)", Member("Cllr Simon Leigh-Jones", "Con")),
        ("Jean O'Hara (Chairman)", Member("Jean O'Hara", "", "Chairman")),
        ("Karl Widdowson", Member("Karl Widdowson")),
    ],
)
def test_a_line_of_running_text_gives_a_member(line: str, member: Member) -> None:
    assert people_from(line) == (member,)


def test_a_heading_over_a_plain_list_is_no_member() -> None:
    assert people_from("Members:\nAnn Lee\n\nBen Fox\n") == (Member("Ann Lee"), Member("Ben Fox"))


def test_a_cell_with_a_line_break_stays_one_person() -> None:
    assert people_from('"Ann\nLee"\tLeader\nBen Fox\tClerk') == (
        Member("Ann Lee", "Leader"),
        Member("Ben Fox", "Clerk"),
    )


def test_a_lone_quotation_mark_swallows_nobody() -> None:
    assert [m.name for m in people_from('"Ann Lee\tLeader\nBen Fox\tClerk')] == ['"Ann Lee', "Ben Fox"]


_WORD = st.text("abcdefghijklmnopqrstuvwxyzABC'-", min_size=2, max_size=8).filter(
    lambda w: w.strip("'-") == w
)
_NAME = st.tuples(st.just("Xa"), _WORD, _WORD).map(" ".join)


@given(st.lists(st.tuples(_NAME, _NAME), min_size=1))
def test_every_row_of_a_table_is_one_person_in_its_order(rows: list[tuple[str, str]]) -> None:
    pasted = "\r\n".join(f"{name}\t{role}" for name, role in rows)

    assert [(m.name, m.role) for m in people_from(pasted)] == rows


@given(st.text(max_size=400))
def test_any_text_at_all_gives_people_with_names(text: str) -> None:
    for member in people_from(text):
        assert member.name.strip() == member.name != ""
        assert not any(c in "\t\r\n" for c in member.name + member.role + member.position)
