"""Decides what the minutes say of business that is closed to the public. Pure.

Part of ``word.outline``. Exempt business may be closed, by a resolution that names the paragraph of
Schedule 12A; confidential business must be, without one (Local Government Act 1972, section 100A).
What is said here is published: it holds public titles, marks and paragraphs, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from packbuilder.meeting.access import EXEMPT_PARAGRAPHS, access_line, in_words
from packbuilder.meeting.meeting import Access, AgendaItem, Meeting
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
from packbuilder.word.resolutions import proposer_and_seconder
from packbuilder.word.standing_business import StandingBusiness, standing_business

_EXCLUDED = (
    "under section 100A(4) of the Local Government Act 1972 the press and public be excluded from the meeting"
)
_ON_THE_GROUNDS = (
    "on the grounds that if they were present it is likely that exempt information would be disclosed"
    " to them, as described in the paragraphs of Part 1 of Schedule 12A to the Act named against each item,"
    " and that in all the circumstances of the case the public interest in maintaining the exemption"
    " outweighs the public interest in disclosing the information"
)


def is_exclusion(item: AgendaItem) -> bool:
    """Whether the item is the agenda's own item to exclude the press and public."""
    return StandingBusiness.EXCLUSION in standing_business(item.title)


def is_closed(item: AgendaItem) -> bool:
    """Whether the item is taken without the public; the resolution to exclude them never is."""
    return item.access is not Access.OPEN and not is_exclusion(item)


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

    def named(item: AgendaItem) -> str:
        return f"Item {numbers[item.id].rstrip('.')}, {item.public_title or item.title}"

    exempt = [item for item in items if item.access is Access.EXEMPT]
    confidential = [item for item in items if item.access is Access.CONFIDENTIAL]
    blocks: list[Block] = []
    if exempt:
        points = tuple(text(f"{named(item)}: ", *_paragraph_words(item.exempt_paragraphs)) for item in exempt)
        blocks = [
            resolution(
                strong("RESOLVED:"),
                f" that {_EXCLUDED} for the following items of business, {_ON_THE_GROUNDS}:",
            ),
            BulletList(points),
            proposer_and_seconder(),
        ]
    if confidential:
        blocks += [
            paragraph(
                "The press and public were excluded under section 100A(2) of the Local Government Act 1972"
                " for the following items of business, because confidential information would have been"
                " disclosed to them in breach of the obligation of confidence:"
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


def closed_item_blocks(item: AgendaItem) -> tuple[Block, ...]:
    """Return what the published minutes say of a closed item: its mark, and a place for a summary."""
    mark: tuple[str | Span, ...] = (access_line(item),)
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
            gap("A summary that may be published (Local Government Act 1972, section 100C(2))"),
        ),
    )


def closed_paper_blocks(meeting: Meeting, item: AgendaItem) -> tuple[Block, ...]:
    """Return, for each closed paper of an open item, how the public was excluded to discuss it."""
    if item.access is not Access.OPEN:
        return ()
    labels = document_labels(meeting)
    blocks: list[Block] = []
    for document in item.documents:
        paper = labels[document.id] or f"the {document.role.value}"
        only_if = gap(f"Only if {paper}, which is {document.access.value}, was discussed:")
        if document.access is Access.CONFIDENTIAL:
            blocks.append(
                paragraph(
                    only_if,
                    " The press and public were excluded for that discussion under section 100A(2) of the"
                    " Local Government Act 1972.",
                )
            )
        if document.access is Access.EXEMPT:
            under = f"{in_words(document.exempt_paragraphs)} of " if document.exempt_paragraphs else ""
            blocks.append(
                paragraph(
                    only_if,
                    " ",
                    strong("RESOLVED:"),
                    f" that {_EXCLUDED} for that discussion, on the grounds that exempt information under"
                    f" {under}Part 1 of Schedule 12A to the Act would be disclosed to them.",
                )
            )
    return tuple(blocks)
