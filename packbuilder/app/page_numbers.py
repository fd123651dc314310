"""The page numbers that the agenda shows while the clerk works, from the engine's own plan.

Planning is pure and quick, but it needs the length of the front sheet, which only drawing it
tells. So the last built pack lends its length; when the next one differs, the numbers follow.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from packbuilder.meeting.access import public_view
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.numbering import document_labels, page_range
from packbuilder.pack.plan import plan_pack


@dataclasses.dataclass(frozen=True, slots=True)
class PageNumbers:
    """Where things lie in the public pack.

    ``ranges`` and ``first_pages`` (from 1) are by item id and by document id; what has no pages is
    in neither. A range is printed as the house style prints it.
    """

    ranges: Mapping[str, str] = dataclasses.field(default_factory=dict)
    first_pages: Mapping[str, int] = dataclasses.field(default_factory=dict)
    page_count: int = 0


def page_numbers(
    meeting: Meeting, facts: Mapping[str, DocumentFacts], front_sheet_page_count: int
) -> PageNumbers:
    """Work out where everything lies.

    Args:
        meeting: The whole meeting; documents without facts have no pages yet.
        facts: By document id.
        front_sheet_page_count: How long the agenda is, without the blank side after it.
    """
    plan = plan_pack(
        public_view(with_documents(meeting, facts)), facts, document_labels(meeting), front_sheet_page_count
    )
    ranges: dict[str, str] = {}
    first_pages: dict[str, int] = {}
    for item in plan.items:
        if item.first_page is not None:
            ranges[item.item.id] = item.range_label
            first_pages[item.item.id] = item.first_page
        for document in item.documents:
            ranges[document.document.id] = page_range(
                document.first_page, document.last_page, meeting.style.range_style
            )
            first_pages[document.document.id] = document.first_page
    return PageNumbers(ranges, first_pages, plan.page_count)


def what_decides_page_numbers(
    meeting: Meeting, facts: Mapping[str, DocumentFacts], front_sheet_page_count: int
) -> object:
    """Return a value that is equal for two meetings exactly where their page numbers are."""
    items = tuple(
        (
            item.id,
            item.access,
            item.to_follow,
            tuple((d.id, d.role, d.access, facts[d.id].page_count) for d in item.documents if d.id in facts),
        )
        for item in meeting.items
    )
    return items, meeting.style, front_sheet_page_count


def with_documents(meeting: Meeting, facts: Mapping[str, DocumentFacts]) -> Meeting:
    """Return the meeting with only those documents whose facts are known."""
    if all(document.id in facts for _, document in meeting.documents()):
        return meeting
    return dataclasses.replace(
        meeting,
        items=tuple(
            dataclasses.replace(item, documents=tuple(d for d in item.documents if d.id in facts))
            for item in meeting.items
        ),
    )
