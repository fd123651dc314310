"""What the clerk is told before a pack is built: each thing once, worst first, with what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from packbuilder.meeting.checks import Finding, Severity, check_meeting, pages_words
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.house_style import ALL_COLUMNS, AgendaStyle, HouseStyle
from packbuilder.meeting.meeting import Access, AgendaItem, Form, Meeting
from tests.builders import A4_LANDSCAPE_PT, a_document, a_meeting, an_item, pages

ERROR, WARNING, NOTICE = Severity

EXEMPT_SALE = {"access": Access.EXEMPT, "exempt_paragraphs": (3,), "public_title": "Land"}


def meeting_with(*items: AgendaItem, **fields: object) -> Meeting:
    return a_meeting(*items, **({"style": HouseStyle(agenda_style=AgendaStyle.LIST)} | fields))


def only_finding(meeting: Meeting, facts: Mapping[str, DocumentFacts] | None = None) -> Finding:
    findings = check_meeting(meeting, facts or {})
    assert len(findings) == 1, findings
    return findings[0]


def test_a_meeting_with_nothing_wrong_has_no_findings() -> None:
    meeting = meeting_with(
        an_item("homes", a_document("report"), form=Form.REPORT, minutes=20),
        an_item("sale", a_document("offer"), **EXEMPT_SALE),
        time=dt.time(14),
        finish=dt.time(15),
        published=dt.date(2026, 6, 10),
        venue="Corby",
    )

    assert check_meeting(meeting, {"report": pages(2), "offer": pages(1, A4_LANDSCAPE_PT)}) == []


@pytest.mark.parametrize(
    ("meeting", "severity", "words"),
    [
        (meeting_with(council=" "), ERROR, "The council has no name."),
        (meeting_with(body=""), ERROR, "The body has no name."),
        (meeting_with(council="[Council]"), ERROR, 'The council still says "[Council]".'),
        (meeting_with(body="[Committee]"), ERROR, 'The body still says "[Committee]".'),
        (meeting_with(venue="[Room], Corby"), ERROR, 'The venue still says "[Room], Corby".'),
        (
            meeting_with(published=dt.date(2026, 6, 19)),
            ERROR,
            "The publication date is after the meeting.",
        ),
        (
            meeting_with(an_item("a", minutes=61), time=dt.time(14), finish=dt.time(15)),
            WARNING,
            "The items run until 3.01 pm, 1 minute past the finish at 3.00 pm.",
        ),
    ],
)
def test_what_is_wrong_with_the_meeting_is_said_once(
    meeting: Meeting, severity: Severity, words: str
) -> None:
    finding = only_finding(meeting)

    assert (finding.severity, finding.message) == (severity, words)
    assert (finding.item_id, finding.document_id) == ("", "")
    assert finding.next_step


@pytest.mark.parametrize(
    ("item", "severity", "words"),
    [
        (an_item("x", title=" "), ERROR, "has no title"),
        (an_item("x", access=Access.EXEMPT, public_title="Land"), ERROR, "names no paragraph"),
        (an_item("x", title="Minutes of [date]"), WARNING, "has square brackets"),
        (an_item("x", to_follow=True), WARNING, "is to follow"),
        (an_item("x", a_document("d"), to_follow=True), WARNING, "marked to follow but has a paper"),
        (an_item("x", form=Form.REPORT), WARNING, "is a report but has no document"),
        (an_item("x", form=Form.PAPER), WARNING, "is a paper but has no document"),
        (an_item("x", access=Access.CONFIDENTIAL), NOTICE, "its title is published"),
    ],
)
def test_what_is_wrong_with_an_item_is_said_once_and_names_it(
    item: AgendaItem, severity: Severity, words: str
) -> None:
    finding = only_finding(meeting_with(an_item("first"), item))

    assert finding.severity is severity
    assert words in finding.message
    assert finding.message.startswith("Item 2")
    assert item.title.strip() in finding.message
    assert finding.item_id == "x"
    assert finding.next_step


def test_an_overlap_names_the_item_that_cannot_start_in_time() -> None:
    meeting = meeting_with(an_item("a", minutes=50), an_item("b", start=dt.time(14, 40)), time=dt.time(14))

    finding = only_finding(meeting)

    assert (
        finding.message == "Item 2 (B) starts at 2.40 pm, but the items before it run 10 minutes past that."
    )
    assert finding.item_id == "b"


def test_a_first_item_before_the_meeting_is_not_blamed_on_the_items_before_it() -> None:
    finding = only_finding(meeting_with(an_item("a", start=dt.time(13, 30)), time=dt.time(14)))

    assert finding.message == "Item 1 (A) starts at 1.30 pm, before the meeting does."


def test_an_exempt_document_without_a_paragraph_is_named_with_its_item() -> None:
    finding = only_finding(meeting_with(an_item("sale", a_document("offer", access=Access.EXEMPT))))

    assert finding.severity is ERROR
    assert finding.message == "Item 1 (Sale), offer is exempt but names no paragraph of Schedule 12A."
    assert (finding.item_id, finding.document_id) == ("sale", "offer")


def test_a_missing_lead_is_noticed_only_where_the_agenda_prints_leads() -> None:
    item = an_item("talk", form=Form.VERBAL)
    without_lead = tuple(column for column in ALL_COLUMNS if column.column.value != "lead")

    assert "has no lead" in only_finding(a_meeting(item)).message
    assert check_meeting(a_meeting(item, style=HouseStyle(agenda_columns=without_lead)), {}) == []
    assert check_meeting(meeting_with(item), {}) == []
    assert check_meeting(a_meeting(an_item("apologies")), {}) == []


def test_what_taking_in_noticed_is_passed_on_with_item_and_document() -> None:
    meeting = meeting_with(an_item("homes", a_document("d", title="", file=r"C:\papers\homes.pdf")))

    finding = only_finding(meeting, {"d": pages(1, notes=("A form was flattened.",))})

    assert finding.message == "Item 1 (Homes), homes.pdf: a form was flattened."
    assert (finding.severity, finding.item_id, finding.document_id) == (NOTICE, "homes", "d")


@pytest.mark.parametrize(
    ("size_pt", "is_odd"),
    [
        ((595.3, 841.9), False),
        ((841.9, 595.3), False),
        ((841.9, 1190.6), False),
        ((1190.6, 841.9), False),
        ((600.0, 840.0), False),
        ((612.0, 792.0), True),
        ((419.5, 595.3), True),
        ((720.0, 405.0), True),
    ],
)
def test_pages_that_are_neither_a4_nor_a3_are_noticed(size_pt: tuple[float, float], is_odd: bool) -> None:
    meeting = meeting_with(an_item("homes", a_document("d")))

    findings = check_meeting(meeting, {"d": pages(3, size_pt)})

    assert [f.message for f in findings] == (
        ["Item 1 (Homes), d: neither A4 nor A3 in size: pages 1-3."] if is_odd else []
    )


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([3], "page 3"), ([1, 2], "pages 1-2"), ([1, 3, 4, 5, 9], "pages 1, 3-5, 9"), ([2, 4], "pages 2, 4")],
)
def test_runs_of_pages_are_drawn_together(numbers: list[int], words: str) -> None:
    assert pages_words(numbers) == words


def test_the_worst_comes_first_and_the_agenda_keeps_its_order_within() -> None:
    meeting = meeting_with(
        an_item("closed", access=Access.CONFIDENTIAL),
        an_item("late", to_follow=True),
        an_item("later", to_follow=True),
        an_item("unnamed", title=""),
        published=dt.date(2026, 7, 1),
    )

    findings = check_meeting(meeting, {})

    assert [(f.severity, f.item_id) for f in findings] == [
        (ERROR, ""),
        (ERROR, "unnamed"),
        (WARNING, "late"),
        (WARNING, "later"),
        (NOTICE, "closed"),
    ]
