"""Which items of an agenda are business that comes at every meeting."""

from __future__ import annotations

import pytest

from packbuilder.word.standing_business import StandingBusiness, standing_business


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
    ],
)
def test_ordinary_business_is_not_taken_for_standing_business(title: str) -> None:
    assert standing_business(title) == ()


def test_a_title_may_announce_two_pieces_of_standing_business_in_either_order() -> None:
    both = (StandingBusiness.APOLOGIES, StandingBusiness.DECLARATIONS)
    assert standing_business("Apologies and Declarations of Interest") == both
    assert standing_business("Declarations of Interest and apologies") == both[::-1]
