"""Reads the recommendations of a report, in whatever list or sentence they stand. Pure.

Part of ``report_cover``. What is read is one sentence for each, without its mark, and under it the
lines that belong to it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from packbuilder.meeting.cover.asking_words import asks, is_request
from packbuilder.meeting.cover.cover_blocks import Block, Line, Table
from packbuilder.meeting.cover.cover_head import label_of
from packbuilder.meeting.cover.cover_sections import RECOMMENDATIONS_HEADING, Section, lines_of_section
from packbuilder.meeting.cover.list_marks import NO_MARK, Marked, begins_list, comes_next, mark_of, marks_of

_LEAD_IN = re.compile(
    r"(?:it is (?:\w+ ){0,2}recommended(?: that)?(?: (?:the )?[\w\s&,'\u2019-]{2,120})?"
    r"|recommended(?: that)?"
    r"|[\w\s&,'\u2019-]{2,120} (?:is|are) (?:\w+ )?(?:asked|requested|recommended|invited)(?: to| that)?"
    r"|that(?: the [\w\s&,'\u2019-]{2,80})?)",
    re.IGNORECASE,
)
_INDENT_TOLERANCE_PT = 6.0
_MOST_RECOMMENDATIONS = 60


@dataclasses.dataclass(slots=True)
class _Point:
    """A recommendation being gathered, with the lines under it."""

    words: str
    mark: Marked
    indent_pt: float
    nested: list[str] = dataclasses.field(default_factory=list)
    nested_mark: Marked = NO_MARK

    def whole(self) -> str:
        """Return it as the meeting holds it, each line under it on one of its own."""
        return "\n".join([self.words, *(f"- {words}" for words in self.nested)])

    def append(self, words: str) -> None:
        """Add what runs on from the last line."""
        if self.nested:
            self.nested[-1] = f"{self.nested[-1]} {words}"
        else:
            self.words = f"{self.words} {words}"


def read_recommendations(blocks: Sequence[Block], sections: Sequence[Section]) -> tuple[str, tuple[str, ...]]:
    """Return the lead-in and the recommendations, from the first place that has any."""
    for section in sections:
        if section.kind == "recommendations":
            lead_in, recommendations = _points(lines_of_section(blocks, section))
            if recommendations:
                return lead_in, recommendations
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                cells = [cell for cell in row if cell]
                if len(cells) > 1 and RECOMMENDATIONS_HEADING.fullmatch(label_of(" ".join(cells[0]))):
                    lead_in, recommendations = _points([Line(paragraph) for paragraph in cells[1]])
                    if recommendations:
                        return lead_in, recommendations
    return _recommended_without_heading(blocks) if not sections else ("", ())


def _recommended_without_heading(blocks: Sequence[Block]) -> tuple[str, tuple[str, ...]]:
    """Read a list under "RECOMMENDED that:" in a report with no heading over it."""
    for index, block in enumerate(blocks):
        if isinstance(block, Line):
            words = mark_of(block.text).words
            if (
                words.endswith(":")
                and _LEAD_IN.fullmatch(words.rstrip(" :"))
                and "recommended" in words.lower()
            ):
                return _points(lines_of_section(blocks, Section("recommendations", index - 1, None)))
    return "", ()


def _points(lines: Sequence[Line]) -> tuple[str, tuple[str, ...]]:
    """Return the lead-in of a section, or "", and its recommendations."""
    marked = list(zip(lines, marks_of(line.text for line in lines), strict=True))
    lead_in, lead_mark = "", NO_MARK
    points: list[_Point] = []
    for position, (line, mark) in enumerate(marked):
        words = mark.words.replace("\t", " ").strip()
        following = marked[position + 1][1] if position + 1 < len(marked) else None
        if not points and not lead_in and _leads_in(words, mark, following):
            lead_in, lead_mark = f"{words.rstrip(' :,')}:", mark
        elif not points:
            if mark.kind or lead_in or is_request(words):
                points.append(_Point(words, mark, line.indent_pt))
        else:
            _add(points, line, mark, words, lead_in, lead_mark)
    # Without a lead-in a section of text may hold more than what is asked for.
    points = [point for point in points if lead_in or is_request(point.words)]
    # A lead-in to nothing is what the template brings.
    points = [point for point in points if point.nested or not point.words.endswith(":")]
    return lead_in, tuple(point.whole() for point in points[:_MOST_RECOMMENDATIONS])


def _add(points: list[_Point], line: Line, mark: Marked, words: str, lead_in: str, lead_mark: Marked) -> None:
    """Put a line where it belongs: a point of its own, one under the last, or more of the last."""
    first, last = points[0], points[-1]
    if not mark.kind:
        runs_on = not _so_far(last).endswith((".", ";", ":", "!", "?")) and not words[:1].isupper()
        is_further_in = bool(first.mark.kind) and line.indent_pt > first.indent_pt + _INDENT_TOLERANCE_PT
        if runs_on or (is_further_in and not _so_far(last).endswith((";", ":"))):
            last.append(words)
        elif _so_far(last).endswith(":") and first.mark.kind:
            last.nested.append(words)
        elif not first.mark.kind and (lead_in or is_request(words)):
            points.append(_Point(words, mark, line.indent_pt))
        return
    is_further_in = line.indent_pt > first.indent_pt + _INDENT_TOLERANCE_PT
    if comes_next(last.nested_mark, mark) and (is_further_in or not comes_next(last.mark, mark)):
        last.nested.append(words)
        last.nested_mark = mark
        return
    is_sequel = mark.kind == first.mark.kind and (
        not is_further_in if mark.kind == "bullet" else comes_next(last.mark, mark) or not begins_list(mark)
    )
    continues_section = bool(lead_mark.kind) and mark.kind == lead_mark.kind and mark.kind != "bullet"
    if is_sequel or (mark.kind.startswith("number") and not first.mark.kind):
        points.append(_Point(words, mark, line.indent_pt))
    elif continues_section:
        if is_request(words) or words.endswith(":"):
            points.append(_Point(words, mark, line.indent_pt))
    else:
        last.nested.append(words)
        last.nested_mark = mark


def _so_far(point: _Point) -> str:
    return (point.nested[-1] if point.nested else point.words).rstrip()


def _leads_in(words: str, mark: Marked, following: Marked | None) -> bool:
    """Whether words lead in to what follows them."""
    if following is None:
        return False
    is_open = words.endswith(":") and not (mark.kind and following.kind == mark.kind and not asks(words))
    return is_open or (bool(following.kind) and _LEAD_IN.fullmatch(words.rstrip(" ,-\u2013")) is not None)
