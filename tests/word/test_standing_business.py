"""Which items of an agenda are business that comes at every meeting."""

from __future__ import annotations

import pytest

from packbuilder.meeting.meeting import AgendaItem, Document, DocumentRole, Form
from packbuilder.word.standing_business import StandingBusiness, brings_report, standing_business


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Apologies for non-attendance", StandingBusiness.APOLOGIES),
        ("Apologies for Absence and Notification of Substitute Members", StandingBusiness.APOLOGIES),
        ("Notification of requests to address the meeting", StandingBusiness.REQUESTS),
        (
            "Notification of requests from Members of the Public to address the Meeting",
            StandingBusiness.REQUESTS,
        ),
        ("Public participation", StandingBusiness.REQUESTS),
        ("Members' Declaration of Interests", StandingBusiness.DECLARATIONS),
        ("Disclosures of pecuniary interests", StandingBusiness.DECLARATIONS),
        ("Minutes", StandingBusiness.MINUTES),
        ("To approve the minutes of 6 Sept 2022", StandingBusiness.MINUTES),
        ("Confirmation of the minutes of the last meeting", StandingBusiness.MINUTES),
        ("Action Log", StandingBusiness.ACTION_LOG),
        ("Matters arising", StandingBusiness.ACTION_LOG),
        ("Chairmans Announcements", StandingBusiness.ANNOUNCEMENTS),
        ("Announcements from the Mayor", StandingBusiness.ANNOUNCEMENTS),
        ("Urgent Business", StandingBusiness.URGENT),
        ("Any other business", StandingBusiness.URGENT),
        ("Exclusion of the press and public", StandingBusiness.EXCLUSION),
        ("To exclude the press and public", StandingBusiness.EXCLUSION),
        ("Local Government Act 1972 - Exclusion of the Public & Press", StandingBusiness.EXCLUSION),
        ("To receive any declarations of interest in items on the agenda", StandingBusiness.DECLARATIONS),
        ("Welcome, introductions and apologies for absence", StandingBusiness.APOLOGIES),
        ("Public Question Time (15 minutes)", StandingBusiness.REQUESTS),
        ("Review of the action log", StandingBusiness.ACTION_LOG),
        ("Any other items of urgent business", StandingBusiness.URGENT),
        ("Close public meeting", StandingBusiness.CLOSE),
        ("Close of meeting.", StandingBusiness.CLOSE),
    ],
)
def test_standing_business_is_known_by_its_title(title: str, kind: StandingBusiness) -> None:
    assert standing_business(title) == (kind,)


@pytest.mark.parametrize(
    "title",
    [
        "Closing the gap: health inequalities",
        "Close to home: the housing strategy",
        "Urgent and emergency care plan",
        "Urgent business case for the depot",
        "Minute's silence",
        "Action on smoking",
        "Interest rate risk",
        "Public health annual report",
        "Request for funding to address homelessness",
        "Requests to address homelessness",
        "Public participation strategy",
        "Public participation in planning",
        "Climate strategy and public participation",
        "Declarations of interest policy: annual review",
        "Letter of apologies to tenants",
        "Apologies to the tenants of Elm House",
        "Communications strategy for the new Mayor",
        "Leader's communications plan",
        "Climate action tracker",
        "Exclusion of Acme Ltd from the public contracts list",
        "Exclusion of the public from Elm Wood",
        "Exclusion of pupils from school: public consultation",
    ],
)
def test_ordinary_business_is_not_taken_for_standing_business(title: str) -> None:
    assert standing_business(title) == ()


def test_a_title_may_announce_two_pieces_of_standing_business_in_either_order() -> None:
    both = (StandingBusiness.APOLOGIES, StandingBusiness.DECLARATIONS)
    assert standing_business("Apologies and Declarations of Interest") == both
    assert standing_business("Declarations of Interest and apologies") == both[::-1]


@pytest.mark.parametrize("title", ["Apologies for absence", "Urgent business", "Declarations of interest"])
def test_what_brings_a_report_is_to_be_decided_on_whatever_its_title(title: str) -> None:
    assert standing_business(title) != ()
    assert standing_business(title, with_report=True) == ()


def test_minutes_and_the_action_log_may_come_as_reports() -> None:
    assert standing_business("Minutes of 6 May 2026", with_report=True) == (StandingBusiness.MINUTES,)
    assert standing_business("Action log", with_report=True) == (StandingBusiness.ACTION_LOG,)


def test_a_paper_to_note_is_no_report() -> None:
    paper = Document("p", "p.pdf", role=DocumentRole.PAPER)
    assert not brings_report(AgendaItem("1", "Urgent business", form=Form.VERBAL, documents=(paper,)))
    assert brings_report(AgendaItem("1", "Urgent business", form=Form.REPORT))
    assert brings_report(AgendaItem("1", "Urgent business", documents=(Document("r", "r.pdf"),)))
