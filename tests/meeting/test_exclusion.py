"""The resolution to exclude the public names the law that the body is held under."""

from __future__ import annotations

import datetime as dt

import pytest

from packbuilder.meeting.exclusion import exclusion_description, exclusion_resolution
from packbuilder.meeting.meeting import Access
from packbuilder.storage.templates import new_meeting
from tests.builders import a_meeting


@pytest.mark.parametrize("name", ["cabinet", "overview-and-scrutiny"])
def test_a_template_proposes_the_same_words(name: str) -> None:
    meeting = new_meeting(name, dt.date(2026, 6, 16))

    (description,) = [item.description for item in meeting.items if item.title.startswith("Exclusion")]

    assert description.endswith(f"to resolve: {exclusion_resolution(meeting)}.")


def test_a_committee_resolves_under_the_act_and_the_executive_under_the_regulations() -> None:
    committee = exclusion_description(a_meeting(), [Access.OPEN, Access.EXEMPT])
    executive = exclusion_description(a_meeting(executive=True), [Access.EXEMPT])

    assert committee.startswith("To resolve: that under section 100A(4) of the Local Government Act 1972 ")
    assert executive.startswith("To resolve: that under regulation 4(2)(b) of the Local Authorities ")
    assert "section 100A" not in executive


def test_confidential_business_is_closed_without_a_resolution() -> None:
    only = exclusion_description(a_meeting(), [Access.CONFIDENTIAL])
    both = exclusion_description(a_meeting(), [Access.CONFIDENTIAL, Access.EXEMPT])

    assert "section 100A(2)" in only
    assert "resolve" not in only
    assert "section 100A(4)" in both
    assert both.endswith(only)
