"""Decides what the minute of one agenda item says. Pure.

Part of ``word.outline``. Standing business has settled words (``word.standing_business``); other
business has who introduced it, a place for the discussion, its draft resolution and its actions.
"""

from __future__ import annotations

from packbuilder.meeting.meeting import AgendaItem, Form, Meeting, Part
from packbuilder.word.blocks import Block, BulletList, Paragraph, gap, paragraph, strong, text
from packbuilder.word.exclusion import closed_paper_blocks
from packbuilder.word.resolutions import proposer_and_seconder, resolution_blocks
from packbuilder.word.standing_business import standing_blocks, standing_business

_INTRODUCTIONS = {
    Form.REPORT: " introduced the report, copies of which had been circulated before the meeting.",
    Form.PAPER: " introduced the paper, copies of which had been circulated before the meeting.",
    Form.PRESENTATION: " gave a presentation.",
    Form.VERBAL: " gave a verbal update.",
    Form.NONE: " introduced the item.",
}
_NOBODY = frozenset({"", "all", "n/a", "na", "none", "tba", "tbc", "various", "-"})


def item_blocks(meeting: Meeting, item: AgendaItem) -> tuple[Block, ...]:
    """Return the whole minute of an item, standing business or not."""
    urgency = _urgency_blocks(item)
    parts = (BulletList(tuple(text(_part_words(part)) for part in item.parts)),) if item.parts else ()
    closed_papers = closed_paper_blocks(meeting, item)
    kinds = standing_business(item.title)
    if kinds:
        settled = [block for kind in kinds for block in standing_blocks(kind, meeting, item)]
        decided = resolution_blocks(item.recommendations) if item.recommendations else ()
        return (*urgency, *settled, *parts, *closed_papers, *decided)
    return (
        *urgency,
        _introduction(item),
        *parts,
        *closed_papers,
        paragraph(gap("Summary of the discussion")),
        *resolution_blocks(item.recommendations),
        proposer_and_seconder(),
        paragraph(strong("Action: "), gap("what is to be done"), ", ", gap("by whom"), ", ", gap("by when")),
    )


def _urgency_blocks(item: AgendaItem) -> tuple[Block, ...]:
    """Return the special circumstances that the minutes of a late item must specify."""
    reason = item.urgency_reason.strip().rstrip(".")
    if not reason and not item.to_follow:
        return ()
    return (
        paragraph(
            strong("Reason for urgency: "),
            reason
            or gap("the special circumstances; take this paragraph out if the papers were published in time"),
            ". By reason of these special circumstances the Chair was of the opinion that the item should be"
            " considered at the meeting as a matter of urgency (Local Government Act 1972, section"
            " 100B(4)(b)).",
        ),
    )


def _introduction(item: AgendaItem) -> Paragraph:
    lead = " ".join(item.lead.split())
    if lead.casefold() in _NOBODY:
        return paragraph(gap("Name"), _INTRODUCTIONS[item.form])
    if lead.casefold() in ("chair", "vice-chair"):
        lead = f"The {lead}"
    return paragraph(lead, _INTRODUCTIONS[item.form])


def _part_words(part: Part) -> str:
    details = [", ".join(part.presenters), part.form.value]
    known = "; ".join(detail for detail in details if detail)
    return f"{part.title} ({known})" if known else part.title
