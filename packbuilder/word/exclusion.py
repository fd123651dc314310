"""Decides what the minutes say of business that is closed to the public. Pure.

Part of ``word.outline``. Exempt business may be closed, by a resolution that names the paragraph of
Schedule 12A; confidential business must be, without one (``word.provisions`` names the law). What is
said here is published: it is made from the public view of the meeting, and of closed papers from what
``ClosedPaper`` holds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from packbuilder.meeting.access import EXEMPT_PARAGRAPHS, access_line, in_words
from packbuilder.meeting.meeting import Access, AgendaItem, DocumentRole, Meeting
from packbuilder.meeting.numbering import document_labels, item_numbers
from packbuilder.word.blocks import (
    Block,
    BulletList,
    Paragraph,
    ParagraphRole,
    Span,
    gap,
    paragraph,
    resolution,
    strong,
    text,
)
from packbuilder.word.provisions import provisions_of
from packbuilder.word.resolutions import proposer_and_seconder
from packbuilder.word.standing_business import StandingBusiness, brings_report, standing_business

_EXCLUDED = "the press and public be excluded from the meeting"
_LIKELY_DISCLOSED = (
    "on the grounds that if they were present it is likely that exempt information would be disclosed"
    " to them, as described in the paragraphs of Part 1 of"
)
_PUBLIC_INTEREST = (
    "named against each item, and that in all the circumstances of the case the public interest in"
    " maintaining the exemption outweighs the public interest in disclosing the information"
)


@dataclasses.dataclass(frozen=True, slots=True)
class ClosedPaper:
    """What may be told of a closed document of an open item; ``name`` is "Appendix B" or "the report"."""

    name: str
    role: DocumentRole
    access: Access
    exempt_paragraphs: tuple[int, ...]


def closed_papers(meeting: Meeting) -> dict[str, tuple[ClosedPaper, ...]]:
    """Return the closed papers of every open item, by item id.

    Args:
        meeting: The whole one: its public view holds no closed document.
    """
    labels = document_labels(meeting)
    return {
        item.id: tuple(
            ClosedPaper(labels[d.id] or f"the {d.role.value}", d.role, d.access, d.exempt_paragraphs)
            for d in item.documents
            if d.access is not Access.OPEN
        )
        for item in meeting.items
        if item.access is Access.OPEN
    }


def is_closed(item: AgendaItem) -> bool:
    """Whether the item is taken without the public, whatever its title says."""
    return item.access is not Access.OPEN


def is_exclusion(item: AgendaItem) -> bool:
    """Whether the item is the agenda's own item to exclude the press and public, which is an open one."""
    kinds = standing_business(item.title, with_report=brings_report(item))
    return not is_closed(item) and StandingBusiness.EXCLUSION in kinds


def exclusions(meeting: Meeting) -> dict[str, tuple[AgendaItem, ...]]:
    """Return the closed items that each resolution to exclude the public is for.

    The key is the id of the agenda's own exclusion item, or of the first closed item where that
    would otherwise be taken in public.
    """
    covered: dict[str, tuple[AgendaItem, ...]] = {}
    resolution_id = ""
    for item in meeting.items:
        if is_exclusion(item):
            resolution_id = item.id
            covered[resolution_id] = ()
        elif is_closed(item):
            resolution_id = resolution_id or item.id
            covered[resolution_id] = (*covered.get(resolution_id, ()), item)
    return covered


def exclusion_blocks(meeting: Meeting, items: Sequence[AgendaItem]) -> tuple[Block, ...]:
    """Return the resolution that exempt items need, and the statement that confidential ones need."""
    numbers = item_numbers(meeting)
    law = provisions_of(meeting)

    def named(item: AgendaItem) -> str:
        return f"Item {numbers[item.id].rstrip('.')}, {item.title}"

    exempt = [item for item in items if item.access is Access.EXEMPT]
    confidential = [item for item in items if item.access is Access.CONFIDENTIAL]
    blocks: list[Block] = []
    if exempt:
        points = tuple(text(f"{named(item)}: ", *_paragraph_words(item.exempt_paragraphs)) for item in exempt)
        blocks = [
            resolution(
                strong("RESOLVED:"),
                f" that under {law.exempt} {_EXCLUDED} for the following items of business,"
                f" {_LIKELY_DISCLOSED} {law.of_schedule_12a} {_PUBLIC_INTEREST}:",
            ),
            BulletList(points),
            proposer_and_seconder(),
        ]
    if confidential:
        blocks += [
            paragraph(
                f"The press and public were excluded under {law.confidential} for the following items of"
                " business, because confidential information would have been disclosed to them in breach of"
                " the obligation of confidence:"
            ),
            BulletList(tuple(text(named(item)) for item in confidential)),
        ]
    nothing_closed = paragraph(
        "There was no business for which the press and public had to be excluded. ",
        gap("or: the resolution, with the items and the paragraphs of Schedule 12A"),
    )
    return tuple(blocks) or (nothing_closed,)


def _paragraph_words(numbers: Sequence[int]) -> tuple[str | Span, ...]:
    """Return "paragraph 3." and what that paragraph of Schedule 12A says, or a gap where none is given."""
    if not numbers:
        return (gap("paragraph of Schedule 12A"),)
    descriptions = [EXEMPT_PARAGRAPHS[n] for n in sorted(set(numbers)) if n in EXEMPT_PARAGRAPHS]
    return (" ".join((f"{in_words(numbers)}.", *descriptions)),)


def closed_item_blocks(meeting: Meeting, item: AgendaItem) -> tuple[Block, ...]:
    """Return what the published minutes say of a closed item: its mark, and a place for a summary."""
    mark: tuple[str | Span, ...] = (access_line(meeting, item),)
    if item.access is Access.EXEMPT and not item.exempt_paragraphs:
        mark = (
            "Not for publication: exempt under ",
            gap("paragraph"),
            " of Schedule 12A, Local Government Act 1972.",
        )
    return (
        Paragraph(ParagraphRole.NOT_FOR_PUBLICATION, text(*mark)),
        paragraph(
            "The full minute is in the exempt minutes. ",
            gap(provisions_of(meeting).public_record),
        ),
    )


def closed_paper_blocks(meeting: Meeting, papers: Sequence[ClosedPaper]) -> tuple[Block, ...]:
    """Return, for each closed paper of an open item, how the public was excluded to discuss it."""
    law = provisions_of(meeting)
    blocks: list[Block] = []
    for paper in papers:
        only_if = gap(f"Only if {paper.name}, which is {paper.access.value}, was discussed:")
        if paper.access is Access.CONFIDENTIAL:
            excluded = f" The press and public were excluded for that discussion under {law.confidential}."
            blocks.append(paragraph(only_if, excluded))
            continue
        under = f"{in_words(paper.exempt_paragraphs)} of " if paper.exempt_paragraphs else ""
        blocks.append(
            paragraph(
                only_if,
                " ",
                strong("RESOLVED:"),
                f" that under {law.exempt} {_EXCLUDED} for that discussion, on the grounds that exempt"
                f" information under {under}Part 1 of {law.of_schedule_12a} would be disclosed to them.",
            )
        )
    return tuple(blocks)
