"""The next meeting made from the last one: what stays, what goes, and what has to follow. Pure.

Standing business is known by its title, as ``word.standing_business`` knows it for the minutes; a
few titles are added here that come back at every meeting but have no settled words in the minutes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import textwrap
from collections.abc import Iterator, Sequence

from packbuilder.meeting.meeting import ActionStatus, AgendaItem, Meeting, new_id
from packbuilder.meeting.printed_times import date_words
from packbuilder.meeting.timings import timetable
from packbuilder.reuse.next_date import proposed_date
from packbuilder.reuse.next_minute_numbers import next_minute_numbers
from packbuilder.reuse.written_dates import names_a_date, with_date, with_meeting_of
from packbuilder.word.standing_business import StandingBusiness, brings_report, standing_business

_BY_WHOM = r"(?: (?:and|by|from|to|of) [\w\s,'\u2019&-]+)?"
_COMES_BACK = re.compile(
    r"(?:(?:to )?(?:review|update|consider|note)(?: of| on)? )?(?:the )?"
    r"(?:(?:[\w'\u2019]+ ){0,3}(?:work programme|work plan|forward plan)"
    rf"|(?:welcomes?|introductions?|opening remarks|substitute members){_BY_WHOM}"
    rf"|(?:matters?|decisions?|items?) (?:called[- ]in|referred){_BY_WHOM}|call[- ]ins?"
    rf"|petitions?{_BY_WHOM}|(?:[\w'\u2019]+ )?questions?{_BY_WHOM}|questions? on notice"
    r"|(?:budget|revenue|capital|finance|financial|performance) monitoring"
    r"|(?:(?:time|venue) and )?dates? of (?:the )?(?:next|future) meetings?"
    r"|motions? on notice|notices? of motions?)\W*(?:\d{4}\W?\d{2,4}\W*)?",
    re.IGNORECASE,
)

_MOST_NAMED = 4
_MOST_NAMED_IN_NOTICE = 3
_SHORT_TITLE = 44


@dataclasses.dataclass(frozen=True, slots=True)
class NextMeeting:
    """A new meeting, and what to tell the clerk of it.

    ``kept`` and ``cleared`` are short sentences to stand under headings of these names, line by line;
    ``notice_words`` says the same in one paragraph that stands alone.
    """

    meeting: Meeting
    kept: tuple[str, ...]
    cleared: tuple[str, ...]
    notice_words: str


def is_standing(item: AgendaItem) -> bool:
    """Whether an item is business that comes at every meeting, by its title."""
    return bool(
        standing_business(item.title, with_report=brings_report(item))
        or _COMES_BACK.fullmatch(" ".join(item.title.split()))
    )


def next_meeting(last: Meeting, date: dt.date | None = None) -> NextMeeting:
    """Return the meeting after ``last``, with no papers yet.

    Body, people, notices, style, introduction and standing items stay, with their leads, durations
    and access; a duration that followed from fixed starts is written down, and those starts go,
    save that of the first item. Business that comes once goes, and so do documents,
    recommendations, parts, marks "to follow", reasons for urgency and the date of publication.
    The minutes to be agreed are those of ``last``; minute numbers run on; outstanding actions come
    along. Every item is a new one, with an id of its own.

    Args:
        last: The meeting before; it does not change.
        date: The day of the new one; the proposed one if None.
    """
    day = date or proposed_date(last)
    items, gone = _standing_items(last), tuple(item for item in last.items if not is_standing(item))
    actions = tuple(action for action in last.actions if action.status is ActionStatus.OUTSTANDING)
    style = dataclasses.replace(last.style, minute_numbers=next_minute_numbers(last, day))
    meeting = dataclasses.replace(last, date=day, published=None, items=items, actions=actions, style=style)
    words = _notice_words(last, meeting, gone)
    return NextMeeting(meeting, _kept(last, meeting), _cleared(last, meeting, gone), words)


def _standing_items(last: Meeting) -> tuple[AgendaItem, ...]:
    timings = timetable(last).timings
    items: list[AgendaItem] = []
    heading = ""
    for index, item in enumerate(last.items):
        if not is_standing(item):
            heading = item.section or heading
            continue
        kept = AgendaItem(
            id=new_id(),
            title=item.title,
            description=item.description,
            lead=item.lead,
            form=item.form,
            minutes=timings[item.id].minutes if item.minutes is None else item.minutes,
            start=item.start if index == 0 else None,
            # A heading over items that went now stands over the first of its items that stays.
            section=item.section or heading,
            access=item.access,
            exempt_paragraphs=item.exempt_paragraphs,
            public_title=item.public_title,
        )
        items.append(_of_last_minutes(kept, last.date))
        heading = ""
    return tuple(items)


def _of_last_minutes(item: AgendaItem, date: dt.date) -> AgendaItem:
    """Have an item for the minutes name the meeting of ``date``, wherever it names one."""
    if not _is_minutes(item):
        return item
    title = with_date(item.title, date)
    if not names_a_date(f"{title} {item.description}"):
        title = with_meeting_of(title, date)
    return dataclasses.replace(
        item,
        title=title,
        description=with_date(item.description, date),
        public_title=with_date(item.public_title, date),
    )


# What the clerk is told.


def _kept(last: Meeting, meeting: Meeting) -> tuple[str, ...]:
    people = _people(meeting)
    sentences = [f"{', '.join(people)} and the house style." if people else "the house style."]
    if meeting.items:
        sentences.append(f"{_counted(len(meeting.items), 'standing item')}: {_titles(meeting.items)}.")
    sentences.extend(f"{words}." for words in _kept_actions(meeting))
    sentences.extend(_to_know(last, meeting))
    return tuple(_upper_first(sentence) for sentence in sentences)


def _cleared(last: Meeting, meeting: Meeting, gone: Sequence[AgendaItem]) -> tuple[str, ...]:
    sentences = []
    if gone:
        sentences.append(f"{_counted(len(gone), 'item')} of business: {_titles(gone)}.")
    sentences.extend(f"{_upper_first(words)}." for words in _cleared_besides_items(last, meeting))
    if _had_fixed_starts(last):
        sentences.append("Fixed starting times: the times now follow from the minutes of each item.")
    return tuple(sentences)


def _notice_words(last: Meeting, meeting: Meeting, gone: Sequence[AgendaItem]) -> str:
    """Return "Kept: house style, 3 standing items (...). Cleared: 12 documents. Undo gives ..."."""
    kept, cleared = ["house style", *_people(meeting)], []
    if meeting.items:
        kept.append(f"{_counted(len(meeting.items), 'standing item')} ({_short_titles(meeting.items)})")
    kept.extend(_kept_actions(meeting))
    if gone:
        cleared.append(f"{_counted(len(gone), 'item')} of business ({_short_titles(gone)})")
    cleared.extend(_cleared_besides_items(last, meeting))
    if _had_fixed_starts(last):
        cleared.append("fixed starting times")
    sentences = [f"Kept: {', '.join(kept)}."]
    if cleared:
        sentences.append(f"Cleared: {', '.join(cleared)}.")
    return " ".join([*sentences, *_to_know(last, meeting), "Undo gives you the whole last meeting."])


def _people(meeting: Meeting) -> list[str]:
    people = ((meeting.members, "member"), (meeting.officers, "officer"), (meeting.notices, "notice"))
    return [_counted(len(some), one) for some, one in people if some]


def _kept_actions(meeting: Meeting) -> list[str]:
    return [_counted(len(meeting.actions), "outstanding action")] if meeting.actions else []


def _cleared_besides_items(last: Meeting, meeting: Meeting) -> list[str]:
    cleared: list[str] = []
    if documents := len(last.documents()):
        cleared.append(_counted(documents, "document"))
    if any(item.recommendations for item in last.items):
        cleared.append("all recommendations")
    if completed := len(last.actions) - len(meeting.actions):
        cleared.append(_counted(completed, "completed action"))
    if last.published is not None:
        cleared.append("the date of publication")
    return cleared


def _had_fixed_starts(last: Meeting) -> bool:
    return any(item.start is not None and is_standing(item) for item in last.items[1:])


def _to_know(last: Meeting, meeting: Meeting) -> list[str]:
    """Return whole sentences about what stayed but is not the same, or may have to be another."""
    sentences: list[str] = []
    if any(_is_minutes(item) and names_a_date(f"{item.title} {item.description}") for item in meeting.items):
        sentences.append(f"The minutes to be agreed are those of {date_words(last.date)}.")
    if meeting.style.minute_numbers != last.style.minute_numbers:
        sentences.append(f"Minute numbers go on from {meeting.style.minute_numbers.rstrip('.')}.")
    sentences.extend(f"Check the date in {place}." for place in _places_with_dates(meeting))
    return sentences


def _places_with_dates(meeting: Meeting) -> Iterator[str]:
    """Name the texts that came along and name a day, which is likely to be another one now."""
    if names_a_date(meeting.introduction):
        yield "the introduction"
    for notice in meeting.notices:
        if names_a_date(f"{notice.heading} {notice.text}"):
            yield f'the notice "{notice.heading}"'
    for position, item in enumerate(meeting.items, start=1):
        if not _is_minutes(item) and names_a_date(f"{item.title} {item.description}"):
            yield f"item {position} ({item.title})"


def _is_minutes(item: AgendaItem) -> bool:
    return StandingBusiness.MINUTES in standing_business(item.title)


def _titles(items: Sequence[AgendaItem]) -> str:
    titles = [item.title for item in items[:_MOST_NAMED]]
    more = len(items) - len(titles)
    return "; ".join(titles) + (f"; and {more} more" if more else "")


def _short_titles(items: Sequence[AgendaItem]) -> str:
    titles = [
        textwrap.shorten(item.title, _SHORT_TITLE, placeholder=" ...")
        for item in items[:_MOST_NAMED_IN_NOTICE]
    ]
    more = len(items) - len(titles)
    return "; ".join(titles) + (f"; and {more} more" if more else "")


def _counted(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
