"""What the covers of reports fill in, and what they must never fill in."""

from __future__ import annotations

from typing import Any

import pytest

from packbuilder.meeting.access import public_view
from packbuilder.meeting.covers import (
    fill_from_covers,
    name_of_author,
    recommendations_of,
    with_recommendations,
)
from packbuilder.meeting.document_facts import DocumentFacts, ReportCover
from packbuilder.meeting.fitting import Fitting, fitted_facts
from packbuilder.meeting.meeting import Access, AgendaItem, DocumentRole
from packbuilder.meeting.treatment import Treatment
from tests.builders import CLOSED, a_document, a_meeting, an_item, pages

COVER = ReportCover(
    title="Parking charges for 2027",
    authors=("Ali Gilbert, Director of Place", "Jo Day"),
    recommendations_lead_in="It is recommended that the Cabinet:",
    recommendations=("notes the report;", "agrees the charges."),
)
RECOMMENDED = ("It is recommended that the Cabinet:", "notes the report;", "agrees the charges.")
FACTS = {"parking": DocumentFacts((), cover=COVER)}


def filled(item: AgendaItem) -> AgendaItem:
    return fill_from_covers(a_meeting(item), FACTS).items[0]


def test_what_is_empty_is_filled_in() -> None:
    item = filled(an_item("1", a_document("parking"), title=""))

    assert (item.title, item.lead, item.recommendations) == (COVER.title, "Ali Gilbert", RECOMMENDED)


def test_what_the_clerk_wrote_stays() -> None:
    written = an_item(
        "1", a_document("parking"), title="Car parks", lead="Chair", recommendations=("note it",)
    )

    assert filled(written) == written


@pytest.mark.parametrize(
    "title", ["07 Parking paper v3.docx", "07 Parking paper v3", "Parking paper", "PARKING PAPER"]
)
def test_a_subject_that_is_only_the_files_name_is_replaced(title: str) -> None:
    document = a_document("parking", file="C:\\papers\\07 Parking paper v3.docx")

    assert filled(an_item("1", document, title=title)).title == COVER.title


@pytest.mark.parametrize("access", CLOSED)
def test_a_closed_report_fills_nothing_of_an_open_item(access: Access) -> None:
    item = an_item("1", a_document("parking", access=access), title="")

    assert filled(item) == item
    assert with_recommendations(a_meeting(item), FACTS).items[0].recommendations == ()


@pytest.mark.parametrize("access", CLOSED)
def test_a_closed_item_gets_recommendations_and_nothing_that_is_published(access: Access) -> None:
    meeting = fill_from_covers(a_meeting(an_item("1", a_document("parking"), title="", access=access)), FACTS)

    assert meeting.items[0].recommendations == RECOMMENDED
    published = repr(public_view(meeting))
    assert not any(words in published for words in ("Parking", "Ali Gilbert", "charges"))


def test_the_report_that_was_attached_for_noting_fills_nothing() -> None:
    item = an_item("1", a_document("own"), a_document("parking"), title="")

    assert filled(item) == item


def test_the_open_version_of_a_report_speaks_for_an_open_item() -> None:
    item = an_item("1", a_document("secret", access=Access.EXEMPT), a_document("parking"), title="")
    facts = FACTS | {"secret": DocumentFacts((), cover=ReportCover("Secret", recommendations=("pay them",)))}

    assert fill_from_covers(a_meeting(item), facts).items[0].title == COVER.title
    assert recommendations_of(item, facts) == RECOMMENDED


def test_slides_before_the_report_do_not_hide_it() -> None:
    item = an_item("1", a_document("slides", role=DocumentRole.SLIDES), a_document("parking"))

    assert recommendations_of(item, FACTS) == RECOMMENDED


def test_an_appendix_is_no_report() -> None:
    assert recommendations_of(an_item("1", a_document("parking", role=DocumentRole.APPENDIX)), FACTS) == ()


def test_minutes_are_drafted_from_the_cover_and_the_meeting_stays_as_it_was() -> None:
    meeting = a_meeting(an_item("1", a_document("parking")), an_item("2", recommendations=("note it",)))
    drafted = with_recommendations(meeting, FACTS)

    assert [item.recommendations for item in drafted.items] == [RECOMMENDED, ("note it",)]
    assert [item.lead for item in drafted.items] == ["", ""]
    assert meeting.items[0].recommendations == ()


def test_filling_in_twice_changes_nothing_more() -> None:
    once = fill_from_covers(a_meeting(an_item("1", a_document("parking"), title="")), FACTS)

    assert fill_from_covers(once, FACTS) == once


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ali Gilbert, Director of North Place Development", "Ali Gilbert"),
        ("David Watts - Executive Director of Adults (DASS)", "David Watts"),
        ("Jean-Paul O'Brien \u2013 Head of Service", "Jean-Paul O'Brien"),
        ("Dr Ruth Oyelaran (Director of Public Health)", "Dr Ruth Oyelaran"),
        ("Jo Day: Planner", "Jo Day"),
        ("Jo Day jo.day@wealdmere.gov.uk", "Jo Day"),
        ("Director of Public Health", "Director of Public Health"),
        ("J. Smith", "J. Smith"),
        ("This is a sentence that goes on and on and is certainly not the name of anybody at all", ""),
    ],
)
def test_the_name_of_an_author_is_told_from_the_post(author: str, name: str) -> None:
    assert name_of_author(author) == name


@pytest.mark.parametrize(
    "settled",
    [{"fitting": Fitting(((1, 1),))}, {"treatment": Treatment(pictured_pages=(2,))}],
    ids=["left out", "pictured"],
)
def test_what_stands_on_pages_that_nobody_reads_is_not_drafted_into_the_minutes(settled: Any) -> None:
    whole = {"parking": pages(3, cover=COVER)}
    item = an_item("1", a_document("parking", **settled), title="")
    facts = {"parking": fitted_facts(whole["parking"], item.documents[0].fitting)}
    meeting = a_meeting(item)

    assert with_recommendations(meeting, facts) == meeting
    assert fill_from_covers(meeting, facts) == meeting


def test_a_blank_page_that_is_left_out_says_nothing_that_could_be_read() -> None:
    facts = {"parking": pages(3, cover=COVER)}
    fittings = (Fitting(drops_blank_end=True), Fitting(((1, 3),)))
    for fitting in fittings:
        item = an_item("1", a_document("parking", fitting=fitting))
        assert recommendations_of(item, facts) == RECOMMENDED
