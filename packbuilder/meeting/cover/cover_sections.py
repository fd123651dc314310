"""Finds the sections of a report that its cover is read from: recommendations and appendices. Pure.

Part of ``report_cover``. A heading is known by its words and its number more than by its look: in
many reports a heading is no more than a bold line.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from packbuilder.meeting.cover.asking_words import asks
from packbuilder.meeting.cover.cover_appendices import APPENDIX
from packbuilder.meeting.cover.cover_blocks import Block, Line, Table
from packbuilder.meeting.cover.list_marks import Marked, mark_of


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """A section that is read: its kind, where its heading is among the blocks, and its number."""

    kind: str
    index: int
    number: int | None
    first_words: str = ""


_NUMBERED_HEADING = re.compile(r"(?P<number>\d{1,2})(?:\.0)?\.?\s+(?P<words>\S.*)")
_LONGEST_HEADING = 100
RECOMMENDATIONS_HEADING = re.compile(
    r"(?:the |our )?(?:officers?['\u2019]?s? |proposed |draft |summary of |list of |director'?s )*"
    r"recommend(?:ations?|ation\(s\)|ed actions?|ed decisions?|ed resolutions?)(?: ?\(s\))?"
    r"(?:/ ?decisions? (?:required|requested|sought))?"
    r"(?: (?:of the |of |to |to the |for |for the |from |by )[\w\s&,'\u2019-]{2,60})?",
    re.IGNORECASE,
)
_RECOMMENDATION_LINE = re.compile(
    r"(?:officers?['\u2019]?s? )?recommendations?(?:\(s\))?\s*(?::|\s[-\u2013])\s+(?P<words>\S.*)",
    re.IGNORECASE,
)
_APPENDICES = re.compile(
    r"(?:list of )?(?:appendix|appendices|attachments|annexes|enclosures)(?: attached)?", re.I
)
_REASON = re.compile(
    r"(?:the )?(?:reasons?|rationale|justification)\b(?!\w).{0,15}\b(?:for|behind)\b|reasons?\W*$"
    r"|(?:alternative|other) options\b|options considered\b",
    re.IGNORECASE,
)
_TEMPLATE_SECTION = re.compile(
    r"(?:purpose(?: of (?:the )?(?:report|briefing|paper))?|executive summary|summary|introduction"
    r"|report background|background(?: and context| information| papers)?|context|issues and choices"
    r"|options(?: considered| appraisal)?|next steps|implications(?: \(.*\))?"
    r"|consultation(?: and engagement)?|financial implications|legal implications|main report"
    r"|report detail|details?|conclusions?|key issues|considerations?|reasons? for .*"
    r"|alternative options.*|matters for consideration|wards? affected|key decision)",
    re.IGNORECASE,
)


def _heading_parts(line: Line) -> tuple[int | None, str]:
    """Return the number of a heading or None, and its words without a colon at the end."""
    match = _NUMBERED_HEADING.fullmatch(line.text.replace("\t", " "))
    if match is None:
        return None, line.text.replace("\t", " ").strip(" :.")
    return int(match["number"]), match["words"].strip(" :.")


def section_kind(line: Line) -> str:
    """Return "recommendations", "appendices", "section" for other headings, or ""."""
    number, words = _heading_parts(line)
    if len(words) > _LONGEST_HEADING:
        return "recommendations" if _RECOMMENDATION_LINE.match(words) else ""
    if RECOMMENDATIONS_HEADING.fullmatch(words) or _RECOMMENDATION_LINE.fullmatch(words):
        return "recommendations"
    if _APPENDICES.fullmatch(words) and (number is not None or line.is_heading or "list" in words.lower()):
        return "appendices"
    if _TEMPLATE_SECTION.fullmatch(words) and (number is not None or line.is_heading):
        return "section"
    if number is not None and line.is_heading and not line.text.endswith((".", ";", ":")):
        return "section"
    return ""


def has_template_section(blocks: Sequence[Block]) -> bool:
    """Whether a report has a section that templates have, such as "1. Purpose of Report"."""
    return any(isinstance(block, Line) and section_kind(block) == "section" for block in blocks)


def sections_of(blocks: Sequence[Block]) -> list[Section]:
    """Return the sections of a report that are read, in its order."""
    sections: list[Section] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            continue
        kind = section_kind(block)
        if kind in ("recommendations", "appendices"):
            number, words = _heading_parts(block)
            inline = _RECOMMENDATION_LINE.fullmatch(mark_of(block.text).words)
            is_heading_only = RECOMMENDATIONS_HEADING.fullmatch(words) is not None
            first = inline["words"] if inline and not is_heading_only else ""
            sections.append(Section(kind, index, number, first))
    return sections


def lines_of_section(blocks: Sequence[Block], section: Section) -> list[Line]:
    """Return the lines of a section, up to the heading that ends it."""
    lines = [Line(section.first_words)] if section.first_words else []
    for block in blocks[section.index + 1 :]:
        if isinstance(block, Table):
            if lines:
                break
            # Recommendations are sometimes set in a box, which is a table of one cell.
            if all(len(row) == 1 for row in block.rows):
                lines += [Line(paragraph) for row in block.rows for cell in row for paragraph in cell]
            continue
        if _ends(block, section):
            break
        lines.append(block)
    return lines


def _ends(line: Line, section: Section) -> bool:
    marked = mark_of(line.text)
    number, words = _heading_parts(line)
    if _REASON.match(marked.words) and (section.kind == "recommendations"):
        return True
    if section_kind(line):
        return not (section.kind == "recommendations" and _is_point_like(line, marked, section))
    if asks(marked.words) or line.text.rstrip().endswith((":", ";")):
        return False
    is_next = number is not None and section.number is not None and number == section.number + 1
    if is_next and len(words) <= _LONGEST_HEADING:
        return line.is_heading or not line.text.rstrip().endswith((".", ",", ";"))
    if section.kind == "appendices" and APPENDIX.match(line.text):
        return False
    return line.is_heading and (not marked.kind or marked.kind == "number 0")


def _is_point_like(line: Line, marked: Marked, section: Section) -> bool:
    """Whether what might be a heading is a point of the list, such as "1. Note the background"."""
    number, _ = _heading_parts(line)
    is_next = number is not None and section.number is not None and number == section.number + 1
    return bool(marked.kind) and not is_next and asks(marked.words)
