"""What the covers of the reports fill in: subjects, leads and recommendations. Pure.

Between taking in, which reads a ``ReportCover``, and the meeting: what the clerk has written stays,
and what is empty is filled. Nothing that is published is ever filled from a closed document.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from packbuilder.meeting.document_facts import DocumentFacts, ReportCover
from packbuilder.meeting.file_titles import title_of
from packbuilder.meeting.findings import document_file_name
from packbuilder.meeting.fitting import settled
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole, Meeting


def covering_report(item: AgendaItem) -> Document | None:
    """Return the report of an item, whose cover speaks for it, or None if it has none.

    It is the first; of an open item the first open one, if there is any. Later reports are there to
    be noted, such as one that went to another body before.
    """
    reports = [document for document in item.documents if document.role is DocumentRole.REPORT]
    return next((report for report in reports if report.access is Access.OPEN), next(iter(reports), None))


def cover_of(item: AgendaItem, facts: Mapping[str, DocumentFacts]) -> ReportCover | None:
    """Return the cover of an item's report, or None where it has none that could be read."""
    report = covering_report(item)
    return facts[report.id].cover if report is not None and report.id in facts else None


def usable_cover(item: AgendaItem, facts: Mapping[str, DocumentFacts]) -> ReportCover | None:
    """Return the cover from which an item's fields may be filled, or None.

    The minute of an open item is published: the cover of a closed report must not get into it, nor
    may what stands on a page that is not printed, or of which only a part may be seen.
    """
    report = covering_report(item)
    if report is None or (item.access is Access.OPEN and report.access is not Access.OPEN):
        return None
    if report.id in facts and leaves_out_words(report, facts[report.id]):
        return None
    return cover_of(item, facts)


def leaves_out_words(report: Document, facts: DocumentFacts) -> bool:
    """Whether a page of a report may have words that are not printed: it is left out, or a picture.

    Blank pages that are dropped from its end have none.
    """
    kept = settled(report.fitting, facts.file_page_count).kept if report.fitting.kept else ()
    return bool(kept or report.treatment.pictured_pages)


def cover_recommendations(cover: ReportCover) -> tuple[str, ...]:
    """Return the recommendations as an item holds them: the lead-in, if there is one, then each."""
    lead_in = (cover.recommendations_lead_in,) if cover.recommendations_lead_in else ()
    return (*lead_in, *cover.recommendations) if cover.recommendations else ()


def recommendations_of(item: AgendaItem, facts: Mapping[str, DocumentFacts]) -> tuple[str, ...]:
    """Return an item's own recommendations, else those of its report."""
    if item.recommendations:
        return item.recommendations
    cover = usable_cover(item, facts)
    return cover_recommendations(cover) if cover is not None else ()


def with_recommendations(meeting: Meeting, facts: Mapping[str, DocumentFacts]) -> Meeting:
    """Return the meeting with every item's recommendations in place, as the minutes are drafted from."""
    items = tuple(
        dataclasses.replace(item, recommendations=recommendations_of(item, facts)) for item in meeting.items
    )
    return dataclasses.replace(meeting, items=items)


def fill_from_covers(meeting: Meeting, facts: Mapping[str, DocumentFacts]) -> Meeting:
    """Return the meeting with the empty fields of its items filled in from their reports' covers.

    Recommendations are filled in, the lead (the first author's name), and the subject where it is
    empty or no more than the name of the report's file. Closed items get recommendations only:
    their subject and lead are published.
    """
    return dataclasses.replace(meeting, items=tuple(_filled(item, facts) for item in meeting.items))


def _filled(item: AgendaItem, facts: Mapping[str, DocumentFacts]) -> AgendaItem:
    return dataclasses.replace(
        item,
        title=title_to_fill(item, facts) or item.title,
        lead=lead_to_fill(item, facts) or item.lead,
        recommendations=recommendations_of(item, facts),
    )


def title_to_fill(item: AgendaItem, facts: Mapping[str, DocumentFacts]) -> str:
    """Return the subject that an item's cover gives it, or "" where it has one or may not take it."""
    report, cover = covering_report(item), usable_cover(item, facts)
    if report is None or cover is None or item.access is not Access.OPEN:
        return ""
    title = " ".join(cover.title.split())
    if item.title.strip() and item.title.strip().casefold() not in _names_of_file(report):
        return ""
    return title if title.casefold() != item.title.strip().casefold() else ""


def lead_to_fill(item: AgendaItem, facts: Mapping[str, DocumentFacts]) -> str:
    """Return the lead that an item's cover gives it, or "" where it has one or may not take it."""
    cover = usable_cover(item, facts)
    if cover is None or item.access is not Access.OPEN or item.lead.strip() or not cover.authors:
        return ""
    return name_of_author(cover.authors[0])


def _names_of_file(document: Document) -> frozenset[str]:
    name = document_file_name(document)
    return frozenset(word.casefold() for word in (title_of(name), name, name.rpartition(".")[0]))


_POST_FOLLOWS = re.compile(r"\s+[-\u2013\u2014]+\s+|\s*[\u2013\u2014]\s*|\s*[,(:;|/\t]\s*|\s{2,}")
_EMAIL = re.compile(r"\S+@\S+")
_LONGEST_NAME = 60


def name_of_author(author: str) -> str:
    """Return the name of an author without post and address: "Ali Gilbert".

    An author given by post only ("Director of Public Health, Wealdmere Council") is the post.
    """
    name = _POST_FOLLOWS.split(_EMAIL.sub("", author).strip(), maxsplit=1)[0].strip(" .,;:-")
    return name if len(name) <= _LONGEST_NAME else ""
