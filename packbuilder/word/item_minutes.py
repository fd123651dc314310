"""Decides what the minute of one agenda item says. Pure.

Part of ``word.outline``. Standing business has settled words (``word.standing_business``); other
business has who introduced it, a place for the discussion, its draft resolution and its actions.
"""

from __future__ import annotations

from collections.abc import Sequence

from packbuilder.meeting.meeting import AgendaItem, DocumentRole, Form, Meeting, Part
from packbuilder.word.blocks import Block, BulletList, Paragraph, gap, paragraph, strong, text
from packbuilder.word.exclusion import ClosedPaper, closed_paper_blocks
from packbuilder.word.provisions import provisions_of
from packbuilder.word.resolutions import proposer_and_seconder, resolution_blocks
from packbuilder.word.standing_business import brings_report, standing_blocks, standing_business

_INTRODUCTIONS = {
    Form.REPORT: " introduced the report, copies of which had been circulated before the meeting.",
    Form.PAPER: " introduced the paper, copies of which had been circulated before the meeting.",
    Form.PRESENTATION: " gave a presentation.",
    Form.VERBAL: " gave a verbal update.",
    Form.NONE: " introduced the item.",
}
_NOBODY = frozenset({"", "all", "n/a", "na", "none", "tba", "tbc", "various", "-"})


def item_blocks(
    meeting: Meeting, item: AgendaItem, closed_papers: Sequence[ClosedPaper] = ()
) -> tuple[Block, ...]:
    """Return the whole minute of an item, standing business or not.

    Args:
        meeting: Its public view for minutes that are published.
        item: One of its items.
        closed_papers: What may be told of the papers that the public view of the item leaves out.
    """
    urgency = _urgency_blocks(meeting, item)
    parts = (BulletList(tuple(text(_part_words(part)) for part in item.parts)),) if item.parts else ()
    in_private = closed_paper_blocks(meeting, closed_papers)
    has_report = brings_report(item) or any(p.role is DocumentRole.REPORT for p in closed_papers)
    kinds = standing_business(item.title, with_report=has_report)
    if kinds:
        settled = [block for kind in kinds for block in standing_blocks(kind, meeting, item)]
        decided = resolution_blocks(item.recommendations) if item.recommendations else ()
        return (*urgency, *settled, *parts, *in_private, *decided)
    return (
        *urgency,
        _introduction(item),
        *parts,
        *in_private,
        paragraph(gap("Summary of the discussion")),
        *resolution_blocks(item.recommendations),
        proposer_and_seconder(),
        *provisions_of(meeting).record,
        paragraph(strong("Action: "), gap("what is to be done"), ", ", gap("by whom"), ", ", gap("by when")),
    )


def _urgency_blocks(meeting: Meeting, item: AgendaItem) -> tuple[Block, ...]:
    """Return why a late item was taken, which its minute must say."""
    reason = item.urgency_reason.strip().rstrip(".")
    if not reason and not item.to_follow:
        return ()
    law = provisions_of(meeting)
    unknown = gap(f"{law.urgency_gap}; take this paragraph out if the papers were published in time")
    return (paragraph(strong("Reason for urgency: "), reason or unknown, *law.urgency),)


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
