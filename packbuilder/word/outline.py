"""Decides what the minutes say and in which order, before Word is opened. Pure.

Beside the line of the pack: a ``Meeting`` becomes a ``MinutesOutline``, and ``word.minutes``
writes that down. The minutes are a draft made before the meeting: what is known is filled in,
what is not is a gap to complete. The parts are decided in ``attendance``, ``item_minutes`` (with
``standing_business`` and ``resolutions``), ``exclusion`` and ``actions``.

What must not be published is an outline of its own. The published minutes are made by inclusion, like
the pack: from ``public_view`` of the meeting, in which a closed item has its number, its public title
and its mark; its full minute is in the exempt minutes only.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence

from packbuilder.meeting.access import public_view
from packbuilder.meeting.meeting import AgendaItem, Meeting
from packbuilder.meeting.numbering import minute_number
from packbuilder.meeting.printed_times import clock_words, day_and_date_words
from packbuilder.word.actions import action_sections
from packbuilder.word.attendance import attendance_sections
from packbuilder.word.blocks import (
    Block,
    MinuteEntry,
    MinutesSection,
    Paragraph,
    ParagraphRole,
    gap,
    paragraph,
    text,
)
from packbuilder.word.exclusion import (
    ClosedPaper,
    closed_item_blocks,
    closed_papers,
    exclusion_blocks,
    exclusions,
    is_closed,
    is_exclusion,
)
from packbuilder.word.item_minutes import item_blocks
from packbuilder.word.standing_business import StandingBusiness, closing_words, standing_business


@dataclasses.dataclass(frozen=True, slots=True)
class MinutesOutline:
    """All that one document of minutes says, in order; ``is_exempt`` says that it is not for the public."""

    council: str
    body: str
    date: dt.date
    is_exempt: bool
    opening: tuple[Block, ...]
    attendance: tuple[MinutesSection, ...]
    entries: tuple[MinuteEntry, ...]
    closing: tuple[Block, ...]
    actions: tuple[MinutesSection, ...]


def minutes_outline(meeting: Meeting) -> MinutesOutline:
    """Decide what the draft minutes say that will be published.

    Args:
        meeting: The whole one. All but the action log, and what ``closed_papers`` tells of closed
            documents, comes from its public view.

    Raises:
        PackBuilderError: If the meeting's ``minute_numbers`` or ``item_numbers`` is no way to number.
    """
    public = public_view(meeting)
    is_closed_by_an_item = bool(public.items) and _closes_meeting(public.items[-1])
    return MinutesOutline(
        council=public.council,
        body=public.body,
        date=public.date,
        is_exempt=False,
        opening=_opening(public, "Minutes"),
        attendance=attendance_sections(public),
        entries=_entries(public, closed_papers(meeting)),
        closing=_SIGNATURE if is_closed_by_an_item else (closing_words(), *_SIGNATURE),
        actions=action_sections(public, meeting.actions),
    )


def exempt_minutes_outline(meeting: Meeting) -> MinutesOutline | None:
    """Decide what the exempt minutes say: the full minutes of the closed items, or None without any.

    Raises:
        PackBuilderError: If the meeting's ``minute_numbers`` is no way to number.
    """
    entries = tuple(
        MinuteEntry(
            minute_number(position, meeting.style.minute_numbers), item.title, item_blocks(meeting, item)
        )
        for position, item in enumerate(meeting.items, start=1)
        if is_closed(item)
    )
    if not entries:
        return None
    keep_apart = Paragraph(
        ParagraphRole.NOT_FOR_PUBLICATION,
        text("Not for publication. Keep these minutes apart from those that are published."),
    )
    return MinutesOutline(
        council=meeting.council,
        body=meeting.body,
        date=meeting.date,
        is_exempt=True,
        opening=(*_opening(meeting, "Exempt minutes"), keep_apart),
        attendance=(),
        entries=entries,
        closing=_SIGNATURE,
        actions=(),
    )


_LIKELY = re.compile(r"\b(are|is) likely to be\b", re.IGNORECASE)
_SIGNATURE = (
    Paragraph(ParagraphRole.SIGNATURE, text("Chair:")),
    Paragraph(ParagraphRole.SIGNATURE, text("Date:")),
)


def _opening(meeting: Meeting, title: str) -> tuple[Block, ...]:
    time = clock_words(meeting.time) if meeting.time is not None else gap("time")
    day = day_and_date_words(meeting.date)
    return (
        Paragraph(
            ParagraphRole.MEETING_DETAILS, text(f"{title} of the meeting held at ", time, f" on {day}")
        ),
        Paragraph(ParagraphRole.MEETING_DETAILS, text("Held at ", meeting.venue.strip() or gap("venue"))),
        Paragraph(
            ParagraphRole.DRAFT_MARK, text("Draft, to be agreed as a correct record at the next meeting")
        ),
    )


def _entries(
    meeting: Meeting, papers_left_out: Mapping[str, Sequence[ClosedPaper]]
) -> tuple[MinuteEntry, ...]:
    """Return the entries in agenda order, with the exclusion of the public where the agenda has none.

    Args:
        meeting: Its public view, which is all that may be printed.
        papers_left_out: What may be told of closed papers, by item id.
    """
    excluded_for = exclusions(meeting)
    entries: list[MinuteEntry] = []
    section = ""
    public_is_out = False
    for position, item in enumerate(meeting.items, start=1):
        number = minute_number(position, meeting.style.minute_numbers)
        new_section = _after_the_meeting(item.section) if item.section != section else ""
        section = item.section
        if is_exclusion(item):
            entry = MinuteEntry(number, item.title, exclusion_blocks(meeting, excluded_for[item.id]))
        elif is_closed(item):
            if item.id in excluded_for:
                exclusion = exclusion_blocks(meeting, excluded_for[item.id])
                entries.append(MinuteEntry("", "Exclusion of the press and public", exclusion, new_section))
                new_section = ""
            public_is_out = True
            entry = MinuteEntry(number, item.title, closed_item_blocks(meeting, item))
        else:
            returned = public_is_out and not _closes_meeting(item)
            public_is_out = public_is_out and not returned
            came_back = (paragraph("The press and public came back into the meeting."),) if returned else ()
            minute = item_blocks(meeting, item, papers_left_out.get(item.id, ()))
            entry = MinuteEntry(number, item.title, (*came_back, *minute))
        entries.append(dataclasses.replace(entry, section=new_section))
    return tuple(entries)


def _after_the_meeting(section: str) -> str:
    """Return the agenda's heading, in which the public "are likely to be excluded", as it turned out."""
    return _LIKELY.sub(lambda found: "were" if found[1].lower() == "are" else "was", section)


def _closes_meeting(item: AgendaItem) -> bool:
    return not is_closed(item) and StandingBusiness.CLOSE in standing_business(item.title)
