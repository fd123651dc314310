"""Findings about the covers of reports: stale dates, other bodies, appendices that are missing. Pure.

Beside ``checks``. A cover is often last month's, written over; four of the nine in two packs that
were published said a wrong date, body or title. Only the report of an item is looked at: a second
one was written for another meeting and says so.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence

from packbuilder.meeting.covers import (
    cover_of,
    cover_recommendations,
    covering_report,
    lead_to_fill,
    title_to_fill,
    usable_cover,
)
from packbuilder.meeting.document_checks import Said, told
from packbuilder.meeting.document_facts import DocumentFacts, ReportCover
from packbuilder.meeting.findings import Finding, Severity, item_words
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole, Meeting
from packbuilder.meeting.printed_times import date_words, day_and_date_words
from packbuilder.meeting.written_dates import written_date


def check_covers(meeting: Meeting, facts: Mapping[str, DocumentFacts]) -> list[Finding]:
    """Return the findings about the covers of a meeting's reports, in the order of the agenda.

    What the clerk lets stand is not among them.
    """
    findings: list[Finding] = []
    for position, item in enumerate(meeting.items, start=1):
        named = item_words(position, item)
        report, cover = covering_report(item), cover_of(item, facts)
        if report is not None and cover is not None:
            said = (
                *_check_date(meeting, cover),
                *_check_body(meeting, cover),
                *_check_title(item, cover, facts),
                *_check_appendices(item, report, cover),
                *_check_recommendations(item, report, cover, facts),
                *_check_to_fill(item, facts),
            )
            findings += told(named, item, report, said)
        for closed in _closed_reports(item):
            if closed.id in facts and (closed_cover := facts[closed.id].cover) is not None:
                findings += told(named, item, closed, _check_closed_words(item, closed_cover))
    return findings


def _check_date(meeting: Meeting, cover: ReportCover) -> list[Said]:
    written = written_date(cover.date_line)
    if written is None:
        return []
    next_step = "Ask its author to put it right, and whether it is the right report."
    if written.date != meeting.date:
        what = f"its cover says {date_words(written.date)}, and the meeting is on {date_words(meeting.date)}."
        return [Said(Severity.WARNING, what, next_step, "cover-date")]
    if written.weekday is not None and written.weekday != meeting.date.weekday():
        what = f'its cover says "{written.words}", and that is {day_and_date_words(meeting.date)}.'
        return [Said(Severity.WARNING, what, "Ask its author to put the day right.", "cover-date")]
    return []


# The same body, or another.

_WORD = re.compile(r"[a-z0-9]+")
_SMALL_WORDS = frozenset(
    ("the", "of", "and", "for", "to", "a", "an", "in", "on", "at", "s", "with", "its", "by")
)


def _words(text: str) -> frozenset[str]:
    plain = text.casefold().replace("'", "").replace("\u2019", "").replace("sub-", "sub")
    return frozenset(_WORD.findall(plain)) - _SMALL_WORDS


def _check_body(meeting: Meeting, cover: ReportCover) -> list[Said]:
    of_council = _words(meeting.council) | {"council"}
    named, meant = _words(cover.body), _words(meeting.body)
    if not named or not meant or named <= of_council or named ^ meant <= of_council:
        return []
    is_like_it = bool((named & meant) - of_council)
    what = f"its cover is headed {cover.body}, and this is the {_without_article(meeting.body)}."
    next_step = "Ask its author to put it right, or whether it was written for another meeting."
    return [Said(Severity.NOTICE if is_like_it else Severity.WARNING, what, next_step, "cover-body")]


def _without_article(body: str) -> str:
    return body[4:] if body.casefold().startswith("the ") else body


# The same title, more or less.

_GENERAL_WORDS = frozenset(("report", "update", "paper", "item", "review"))
_ALIKE = 0.6
_SHARED_WORDS = 0.5


def _check_title(item: AgendaItem, cover: ReportCover, facts: Mapping[str, DocumentFacts]) -> list[Said]:
    """Compare titles, but not where the cover's must not be published: the item's may say less on purpose."""
    if item.access is not Access.OPEN or usable_cover(item, facts) is None:
        return []
    titles = (item.title, item.public_title, *(document.title for document in item.documents))
    if not cover.title or not item.title.strip() or any(_are_alike(cover.title, title) for title in titles):
        return []
    what = f'its cover is titled "{cover.title}".'
    return [
        Said(Severity.NOTICE, what, "Use one title, or check that it is the right report.", "cover-title")
    ]


def _are_alike(one: str, other: str) -> bool:
    words, others = _words(one) - _GENERAL_WORDS, _words(other) - _GENERAL_WORDS
    if not words or not others:
        return one.strip().casefold() == other.strip().casefold()
    if len(words & others) / min(len(words), len(others)) > _SHARED_WORDS:
        return True
    return difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= _ALIKE


# The appendices that it lists, and those that are there.

_LETTER = re.compile(
    r"(?:appendix|appx\.?|annexe?|enclosure|attachment)\s+(?P<letter>[A-Z]{1,2}|\d{1,2})\b", re.IGNORECASE
)


def _check_appendices(item: AgendaItem, report: Document, cover: ReportCover) -> list[Said]:
    """Compare how many are listed with how many are there, closed ones too.

    Slides and papers may stand for an appendix, so that they make up for what is missing.
    """
    listed = len(cover.appendices)
    others = [document for document in item.documents if document.id != report.id]
    appendices = sum(document.role is DocumentRole.APPENDIX for document in others)
    at_most = sum(document.role is not DocumentRole.REPORT for document in others)
    if not listed or appendices <= listed <= at_most:
        return []
    if at_most < listed:
        attached = f"{at_most or 'none'} {'are' if at_most > 1 else 'is'} attached"
        next_step = "Attach what is missing, or ask its author for it."
    else:
        attached = f"{appendices} are attached"
        next_step = "Check what belongs to it, or ask its author to list them all."
    what = f"its cover lists {_appendices_words(cover.appendices)}, and {attached}."
    return [Said(Severity.WARNING, what, next_step, "cover-appendices")]


def _appendices_words(appendices: Sequence[str]) -> str:
    letters = [match["letter"] for name in appendices if (match := _LETTER.match(name))]
    if len(letters) != len(appendices):
        return "one appendix" if len(appendices) == 1 else f"{len(appendices)} appendices"
    if len(letters) == 1:
        return f"Appendix {letters[0]}"
    joint = " and " if len(letters) == 2 else " to "
    return f"Appendices {letters[0]}{joint}{letters[-1]}"


# Its recommendations, and the item's.


def _check_recommendations(
    item: AgendaItem, report: Document, cover: ReportCover, facts: Mapping[str, DocumentFacts]
) -> list[Said]:
    kind = "cover-recommendations"
    if not cover.recommendations:
        if item.recommendations:
            return []
        what = "no recommendation was found in it."
        next_step = "Write what is to be decided, or ask its author."
        return [Said(Severity.NOTICE, what, next_step, "cover-no-recommendations")]
    if usable_cover(item, facts) is None:
        if item.recommendations or _is_closed_to(item, report):
            return []
        what = "its recommendations are not taken over, as not all of its words are printed."
        return [Said(Severity.NOTICE, what, "Write what is to be decided.", "cover-no-recommendations")]
    if not item.recommendations:
        count = len(cover.recommendations)
        what = f"it has {count} recommendation{'' if count == 1 else 's'}, and the item has none."
        return [Said(Severity.NOTICE, what, "Fill them in from the report.", kind)]
    if _bare(item.recommendations) == _bare(cover_recommendations(cover)):
        return []
    what = "its recommendations are not those of the item."
    next_step = "Check which are right: the minutes are drafted from the item's."
    return [Said(Severity.WARNING, what, next_step, kind)]


_MARK_OF_LINE = re.compile(
    r"^\s*(?:[-\u2013\u2022*]|\(?\d{1,2}(?:\.\d{1,2})*[.)]*|\(?[a-z]{1,3}[.)])\s+", re.I
)
_LEAD_IN_LINE = re.compile(r".*:\s*")


def _bare(recommendations: Sequence[str]) -> list[str]:
    """Return what tells recommendations apart: their words, without marks, stops and a lead-in."""
    lines = [line for entry in recommendations for line in entry.splitlines() if line.strip()]
    if len(lines) > 1 and _LEAD_IN_LINE.fullmatch(lines[0]):
        lines = lines[1:]
    bare = (re.sub(r"[\W_]+", " ", _MARK_OF_LINE.sub("", line)).strip().casefold() for line in lines)
    return [re.sub(r" and$", "", line) for line in bare]


def _check_to_fill(item: AgendaItem, facts: Mapping[str, DocumentFacts]) -> list[Said]:
    fields = []
    if title := title_to_fill(item, facts):
        fields.append(f'the subject "{title}"')
    if lead := lead_to_fill(item, facts):
        fields.append(f"{lead} as the lead")
    if not fields:
        return []
    what = f"its cover gives {' and '.join(fields)}."
    return [Said(Severity.NOTICE, what, "Fill in from the report.", "cover-to-fill")]


# What a closed report says, and an open item too.


def _is_closed_to(item: AgendaItem, report: Document) -> bool:
    return item.access is Access.OPEN and report.access is not Access.OPEN


def _closed_reports(item: AgendaItem) -> list[Document]:
    return [
        document
        for document in item.documents
        if document.role is DocumentRole.REPORT and _is_closed_to(item, document)
    ]


def _check_closed_words(item: AgendaItem, cover: ReportCover) -> list[Said]:
    """Find what was taken over from a report before it was closed: it is published with its item."""
    kind, said = "says-closed-words", []
    if set(_bare(item.recommendations)) & set(_bare(cover.recommendations)):
        what = "it is closed, and its recommendations are those of the open item, which the minutes publish."
        next_step = "Take them out of the item, or close the item too."
        said.append(Said(Severity.ERROR, what, next_step, kind))
    title = _bare((cover.title,))
    published = (item.title, item.public_title, *item.description.splitlines())
    if title and any(_bare((words,)) == title for words in published):
        what = "it is closed, and its title is published as the subject of the open item."
        next_step = "Give the item another subject, if this says too much."
        said.append(Said(Severity.WARNING, what, next_step, kind))
    return said
