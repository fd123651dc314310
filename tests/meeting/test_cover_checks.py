"""What a clerk is told about the covers of reports: each of these was published by a council once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from packbuilder.meeting.cover_checks import check_covers
from packbuilder.meeting.document_facts import DocumentFacts, ReportCover
from packbuilder.meeting.findings import Finding, Severity
from packbuilder.meeting.meeting import Access, Document, DocumentRole
from packbuilder.meeting.treatment import Treatment
from tests.builders import a_document, a_meeting, an_item

BODY = "North Northamptonshire Health and Wellbeing Board"
TITLE = "Disabled Facilities Grant - full year review"
REPORT = a_document("report", title=TITLE)


def findings(
    cover: ReportCover, *others: Document, report: Document = REPORT, meeting: Any = None, **item: Any
) -> list[Finding]:
    fields = {"council": "North Northamptonshire Council", "body": BODY, "date": dt.date(2023, 6, 20)}
    held = a_meeting(
        an_item("9", report, *others, **({"title": TITLE, "lead": "Amy Plank"} | item)),
        **(fields | (meeting or {})),
    )
    return check_covers(held, {report.id: DocumentFacts((), cover=cover)})


def about(kind: str, *args: Any, **fields: Any) -> list[Finding]:
    return [finding for finding in findings(*args, **fields) if finding.kind == kind]


def test_a_cover_that_is_right_is_passed_over() -> None:
    cover = ReportCover(
        TITLE, BODY, "Tuesday 20th June, 2023", ("Amy Plank",), ("Appendix A - Data",), ("Note it.",)
    )
    data = a_document("data", role=DocumentRole.APPENDIX)

    assert findings(cover, data, recommendations=("Note it.",)) == []


def test_a_stale_date_is_told() -> None:
    (finding,) = about("cover-date", ReportCover(TITLE, date_line="5th June 2023"))

    assert finding.severity is Severity.WARNING
    assert finding.message == (
        f"Item 1 ({TITLE}), {TITLE}: its cover says 5 June 2023, and the meeting is on 20 June 2023."
    )
    assert (finding.item_id, finding.document_id) == ("9", "report")


@pytest.mark.parametrize(
    "line",
    ["20 June 2023", "20th June, 2023", "Tue 20 Jun 2023", "20/06/2023", "Tuesday the 20th of June 2023"],
)
def test_a_date_is_the_same_however_it_is_written(line: str) -> None:
    assert about("cover-date", ReportCover(TITLE, date_line=line)) == []


def test_a_wrong_weekday_is_told() -> None:
    (finding,) = about("cover-date", ReportCover(TITLE, date_line="Monday 20th June 2023"))

    assert "that is Tuesday 20 June 2023" in finding.message


@pytest.mark.parametrize("line", ["", "June 2023", "31 June 2023", "soon"])
def test_no_date_is_no_wrong_date(line: str) -> None:
    assert about("cover-date", ReportCover(TITLE, date_line=line)) == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Health and Wellbeing Board",
        "North Health & Wellbeing Board",
        "North NORTHAMPTONSHIRE HEALTH AND WELLBEING BOARD",
        "North Northamptonshire Council",
    ],
)
def test_the_same_body_by_a_shorter_name_is_the_same(body: str) -> None:
    assert about("cover-body", ReportCover(TITLE, body)) == []


def test_a_report_for_another_body_is_told() -> None:
    (other,) = about("cover-body", ReportCover(TITLE, "EXECUTIVE"))
    (like_it,) = about("cover-body", ReportCover(TITLE, "West Northamptonshire Health and Wellbeing Board"))

    assert other.severity is Severity.WARNING
    assert f"is headed EXECUTIVE, and this is the {BODY}" in other.message
    assert like_it.severity is Severity.NOTICE


def test_a_sub_committee_is_not_its_committee() -> None:
    meeting = {"body": "Licensing Committee"}

    assert about("cover-body", ReportCover(TITLE, "Licensing Sub-Committee"), meeting=meeting)


def test_another_title_is_told_and_a_like_one_is_not() -> None:
    other = ReportCover("NSCP Annual Report 2021-22")
    agenda = "Northamptonshire Safeguarding Children's Partnership Annual Report"
    (finding,) = about("cover-title", other, report=a_document("report", title=""), title=agenda)

    assert finding.severity is Severity.NOTICE
    for title in ("Northamptonshire Combating Drug Partnership", "Combatting Drugs Partnership update"):
        assert (
            about("cover-title", ReportCover(title), title="Northamptonshire Combatting Drugs Partnership")
            == []
        )


def test_a_title_that_the_document_has_is_no_other_title() -> None:
    assert about("cover-title", ReportCover(TITLE), title="Housing") == []


@pytest.mark.parametrize("closed", [{"access": Access.EXEMPT}, {"report": "exempt"}])
def test_the_title_of_a_closed_report_is_not_proposed_for_what_is_published(closed: dict[str, Any]) -> None:
    if "report" in closed:
        closed = {"report": a_document("report", title="", access=Access.EXEMPT)}

    assert about("cover-title", ReportCover("Project QUINCUNX"), title="Property matter", **closed) == []


LISTED = ReportCover(TITLE, appendices=("Appendix A - Plan", "Appendix B - Terms", "Appendix C - Framework"))


def appendices(count: int, role: DocumentRole = DocumentRole.APPENDIX, **fields: Any) -> list[Document]:
    return [a_document(f"{role}-{number}", role=role, **fields) for number in range(count)]


def test_a_missing_appendix_is_told() -> None:
    (finding,) = about("cover-appendices", LISTED, *appendices(2))
    (none,) = about("cover-appendices", LISTED)

    assert finding.severity is Severity.WARNING
    assert finding.message.endswith("lists Appendices A to C, and 2 are attached.")
    assert none.message.endswith("and none is attached.")


def test_an_appendix_that_is_not_listed_is_told() -> None:
    assert about("cover-appendices", LISTED, *appendices(4))


def test_a_closed_appendix_is_there() -> None:
    closed = appendices(1, access=Access.EXEMPT, file="closed.pdf")[0]

    assert about("cover-appendices", LISTED, *appendices(3)[1:], closed) == []


def test_slides_may_be_the_appendix_that_is_listed() -> None:
    assert about("cover-appendices", LISTED, *appendices(2), *appendices(1, DocumentRole.SLIDES)) == []


def test_a_report_for_noting_is_no_appendix_and_its_own_cover_is_let_be() -> None:
    executive = a_document("executive")
    held = a_meeting(an_item("1", REPORT, executive, title=TITLE, lead="A"), date=dt.date(2023, 6, 20))
    other = ReportCover("Transforming services", "EXECUTIVE", "13th October 2022", appendices=("Appendix A",))

    assert check_covers(held, {"executive": DocumentFacts((), cover=other)}) == []


def test_recommendations_are_offered_where_the_item_has_none() -> None:
    (finding,) = about("cover-recommendations", ReportCover(TITLE, recommendations=("Note it.", "Agree.")))

    assert finding.severity is Severity.NOTICE
    assert finding.message.endswith("it has 2 recommendations, and the item has none.")
    assert finding.next_step == "Fill them in from the report."


def test_recommendations_of_a_closed_report_are_not_offered_to_an_open_item() -> None:
    closed = a_document("report", title=TITLE, access=Access.EXEMPT)

    assert about("cover-recommendations", ReportCover(TITLE, recommendations=("Note.",)), report=closed) == []


def test_recommendations_that_differ_are_told() -> None:
    cover = ReportCover(TITLE, recommendations=("Note it.", "Agree."))
    (finding,) = about("cover-recommendations", cover, recommendations=("Note it.",))

    assert finding.severity is Severity.WARNING


def test_recommendations_differ_in_no_more_than_marks_and_stops() -> None:
    cover = ReportCover(
        TITLE,
        recommendations_lead_in="It is recommended that the Board:",
        recommendations=("Note it; and", "Agree:\n- one"),
    )
    typed = ("The Board is asked to:", "3.1 note it", "3.2 Agree:", "a) one.")

    assert about("cover-recommendations", cover, recommendations=typed) == []


def test_a_report_that_asks_for_nothing_is_told() -> None:
    (finding,) = about("cover-no-recommendations", ReportCover(TITLE))

    assert finding.severity is Severity.NOTICE


def test_what_can_be_filled_in_is_told() -> None:
    cover = ReportCover(TITLE, authors=("Ali Gilbert, Director of Place",))
    (finding,) = about("cover-to-fill", cover, lead="")

    assert finding.message.endswith("its cover gives Ali Gilbert as the lead.")


def test_a_document_without_a_cover_is_passed_over() -> None:
    held = a_meeting(an_item("1", REPORT), an_item("2"))

    assert check_covers(held, {"report": DocumentFacts(())}) == []
    assert check_covers(held, {}) == []


@pytest.mark.parametrize(
    ("cover", "item"),
    [
        (ReportCover(TITLE, date_line="5th June 2023"), {}),
        (ReportCover(TITLE, body="Planning Committee"), {}),
        (ReportCover("Winter plan"), {}),
        (ReportCover(TITLE, appendices=("Appendix A",)), {}),
        (ReportCover(TITLE, recommendations=("Note it.",)), {}),
        (ReportCover(TITLE), {}),
        (ReportCover(TITLE, authors=("Amy Plank",)), {"lead": ""}),
    ],
)
def test_what_the_clerk_lets_stand_of_a_cover_is_not_told_again(
    cover: ReportCover, item: dict[str, Any]
) -> None:
    kinds = {finding.kind for finding in findings(cover, **item)}
    assert kinds
    looked_into = a_document("report", title=TITLE, looked_at=tuple(kinds))
    assert findings(cover, report=looked_into, **item) == []


def test_what_was_taken_over_from_a_report_that_is_closed_now_is_told() -> None:
    closed = a_document("report", title="Report", access=Access.EXEMPT)
    cover = ReportCover(TITLE, recommendations=("Pay Mrs Brown 5,000 pounds;", "Note it."))
    taken_over = ("Pay Mrs Brown 5,000 pounds.",)

    words, title = about("says-closed-words", cover, report=closed, recommendations=taken_over)
    assert (words.severity, title.severity) == (Severity.ERROR, Severity.WARNING)
    assert words.message.endswith(
        "Report: it is closed, and its recommendations are those of the open item, which the minutes publish."
    )
    assert title.document_id == "report"

    other = {"title": "A grant", "recommendations": ("Agree it.",)}
    assert about("says-closed-words", cover, report=closed, **other) == []
    assert about("says-closed-words", cover, recommendations=taken_over) == []
    closed_item = {"access": Access.EXEMPT, "recommendations": taken_over}
    assert about("says-closed-words", cover, report=closed, **closed_item) == []


def test_recommendations_of_a_report_of_which_pages_are_left_out_have_to_be_written() -> None:
    some = a_document("report", title=TITLE, treatment=Treatment(pictured_pages=(2,)))
    (finding,) = about(
        "cover-no-recommendations", ReportCover(TITLE, recommendations=("Note it.",)), report=some
    )
    assert "not all of its words are printed" in finding.message
