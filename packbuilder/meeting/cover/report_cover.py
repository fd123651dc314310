"""Reads what the cover of a report says out of its lines and tables. Pure.

Part of taking in: ``cover_in_word`` and ``cover_in_pdf`` (in ``intake.covers``) bring a report down to
blocks in the order in which they are read, and this finds the council's template in them: the head
(``cover_head``), the list of appendices (``cover_appendices``) and the recommendations
(``cover_recommendations``). Councils' templates differ, so what counts is what a line says, not
where it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from packbuilder.meeting.cover.cover_appendices import appendices_in
from packbuilder.meeting.cover.cover_blocks import Block, without_placeholders
from packbuilder.meeting.cover.cover_head import read_head
from packbuilder.meeting.cover.cover_recommendations import read_recommendations
from packbuilder.meeting.cover.cover_sections import (
    Section,
    has_template_section,
    lines_of_section,
    sections_of,
)
from packbuilder.meeting.document_facts import ReportCover


def read_cover(blocks: Sequence[Block]) -> ReportCover | None:
    """Return what the cover of a report says, or None for a document that follows no template.

    What the template left to be filled in ("[Name, post]") is read as nothing. Text beyond the
    cover is passed over, save for a section of recommendations or appendices wherever it stands.
    """
    kept = without_placeholders(blocks)
    header = read_head(kept)
    sections = sections_of(kept)
    lead_in, recommendations = read_recommendations(kept, sections)
    has_section = bool(sections) or has_template_section(kept)
    has_recommendations = any(section.kind == "recommendations" for section in sections)
    by_title = header.title and (header.authors or has_section)
    by_recommendations = has_recommendations and (header.authors or has_template_section(kept))
    if not (by_title or by_recommendations):
        return None
    return ReportCover(
        title=header.title,
        body=header.body,
        date_line=header.date_line,
        authors=header.authors,
        appendices=header.appendices or _read_appendices(kept, sections),
        recommendations=recommendations,
        recommendations_lead_in=lead_in if recommendations else "",
    )


def _read_appendices(blocks: Sequence[Block], sections: Sequence[Section]) -> tuple[str, ...]:
    for section in sections:
        if section.kind == "appendices":
            found = appendices_in([line.text for line in lines_of_section(blocks, section)])
            if found:
                return found
    return ()
