"""Problems to show before a pack is built: findings, worst first.

Pure: works on the meeting, on the facts of its documents, and on what taking in or looking at the
pages found out elsewhere. Every finding names its item and says what to do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping

from packbuilder.meeting.clear_days import REQUIRED_CLEAR_DAYS, clear_days, latest_publication
from packbuilder.meeting.closed_names import file_name_says_closed, title_says_closed
from packbuilder.meeting.cover_checks import check_covers
from packbuilder.meeting.covers import lead_to_fill
from packbuilder.meeting.document_checks import check_document
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.findings import (
    Finding,
    Severity,
    document_file_name,
    document_words,
    item_words,
    worst_first,
)
from packbuilder.meeting.house_style import AgendaStyle, Column
from packbuilder.meeting.meeting import Access, AgendaItem, Document, Form, Meeting
from packbuilder.meeting.numbering import document_labels
from packbuilder.meeting.printed_times import date_words, day_and_date_words
from packbuilder.meeting.time_checks import check_times

_SATURDAY = 5
_DAYS_IN_WORDS = "five"
_ADVICE = "take advice from your monitoring officer"


def check_meeting(
    meeting: Meeting,
    facts: Mapping[str, DocumentFacts],
    *,
    closed_days: Collection[dt.date] = frozenset(),
    today: dt.date | None = None,
) -> list[Finding]:
    """Return the findings about a meeting and those of its documents that were taken in, worst first.

    Args:
        meeting: The meeting.
        facts: What taking in found out about its documents, by document id.
        closed_days: Bank holidays and other days on which the offices are closed.
        today: Today's date, to be told of a deadline that has passed; None not to be.
    """
    labels = document_labels(meeting)
    findings = [*_check_names(meeting), *_check_dates(meeting), *check_times(meeting)]
    findings.extend(_check_publication(meeting, closed_days, today))
    findings.extend(_check_exclusion(meeting))
    for position, item in enumerate(meeting.items, start=1):
        where = item_words(position, item)
        findings.extend([*_check_title(item, where), *_check_item(meeting, item, where)])
        findings.extend(_check_access(item, where))
        findings.extend(_check_document_names(item, where))
        for document in item.documents:
            if document.id in facts:
                findings.extend(check_document(where, item, document, facts[document.id]))
            findings.extend(_check_letter(where, item, document, labels[document.id]))
    of_covers = check_covers(meeting, facts)
    to_fill = {finding.item_id for finding in of_covers if finding.kind == "cover-to-fill"}
    led = {item.id for item in meeting.items if item.id in to_fill and lead_to_fill(item, facts)}
    # A lead that the cover gives is told once.
    findings = [f for f in findings if f.kind != "no-lead" or f.item_id not in led]
    findings.extend(of_covers)
    return worst_first(findings)


# What a template leaves to be filled in, such as "[Council]".
_PLACEHOLDER = re.compile(r"\[[^\]]+\]")


def _check_names(meeting: Meeting) -> list[Finding]:
    """Find names that are missing (a description cannot lack them, an edit can) or not filled in yet."""
    findings: list[Finding] = []
    for place, name in (("council", meeting.council), ("body", meeting.body), ("venue", meeting.venue)):
        if not name.strip() and place != "venue":
            what = f"The {place} has no name."
            findings.append(Finding(Severity.ERROR, what, "Write its name.", kind=f"no-{place}"))
        if _PLACEHOLDER.search(name):
            what = f'The {place} still says "{name}".'
            next_step = "Write what belongs in the square brackets."
            findings.append(Finding(Severity.ERROR, what, next_step, kind="placeholder"))
    return findings


def _check_title(item: AgendaItem, where: str) -> list[Finding]:
    if not item.title.strip():
        what = f"{where} has no subject."
        return [Finding(Severity.ERROR, what, "Give it a subject.", item.id, kind="title-missing")]
    # A warning only: square brackets may be meant here ("[deferred in May]").
    for place, words in (("subject", item.title), ("lead", item.lead)):
        if _PLACEHOLDER.search(words):
            what = f"{where} has square brackets in its {place}."
            next_step = "Fill them in, if a template left them so."
            return [Finding(Severity.WARNING, what, next_step, item.id, kind="placeholder")]
    return []


# Capitals only: "Appendix to the report" claims no letter.
_OWN_LETTER = re.compile(r"(?i:appendix) ([A-Z]|A[A-Z]|\d+)\b")


def _check_letter(where: str, item: AgendaItem, document: Document, label: str) -> list[Finding]:
    """Find an appendix whose own title gives it another letter than its place does."""
    match = _OWN_LETTER.match(document.title)
    if match is None or not label or label == f"Appendix {match[1]}":
        return []
    what = f'{where}: "{document.title}" stands as {label}.'
    next_step = "Put the appendices in order, or correct the title."
    return [Finding(Severity.WARNING, what, next_step, item.id, document.id, "wrong-letter")]


_EXCLUSION = re.compile(
    r"\b(?:exclusion of|exclude|excluding) (?:the )?(?:press|public|members of the public)\b", re.IGNORECASE
)


def _check_exclusion(meeting: Meeting) -> list[Finding]:
    """Find closed business before which nothing asks the public to leave (1972 Act, s100A(4))."""
    for position, item in enumerate(meeting.items, start=1):
        if item.access is not Access.OPEN:
            what = f"{item_words(position, item)} is closed, but no item before it excludes the public."
            next_step = "Add an item for the resolution before it."
            return [Finding(Severity.WARNING, what, next_step, item.id, kind="no-exclusion")]
        if _EXCLUSION.search(item.title):
            return []
    return []


def _check_access(item: AgendaItem, where: str) -> list[Finding]:
    named: list[tuple[str, AgendaItem | Document, str]] = [(where, item, "")]
    named.extend((f"{where}, {document_words(d)}", d, d.id) for d in item.documents)
    findings = [
        Finding(
            Severity.ERROR,
            f"{name} is exempt but names no paragraph of Schedule 12A.",
            "Name the paragraph that applies.",
            item.id,
            document_id,
            "paragraph-missing",
        )
        for name, closed, document_id in named
        if closed.access is Access.EXEMPT and not closed.exempt_paragraphs
    ]
    if item.access is not Access.OPEN and not item.public_title:
        findings.append(
            Finding(
                Severity.WARNING,
                f"{where} is closed to the public, and its subject is published.",
                "Give it a title in the public pack if the subject gives too much away.",
                item.id,
                kind="public-title-missing",
            )
        )
    return findings


def _check_document_names(item: AgendaItem, where: str) -> list[Finding]:
    """Find open documents whose file or title is marked as private."""
    if item.access is not Access.OPEN:
        return []
    findings: list[Finding] = []
    # The folders of a ZIP file say it as well.
    file_names = {document.id: document.inside or document_file_name(document) for document in item.documents}
    for document in item.documents:
        if document.access is not Access.OPEN:
            continue
        name = file_names[document.id]
        beside = [other for id_, other in file_names.items() if id_ != document.id]
        if file_name_says_closed(name, beside):
            what = f'{where}: the file is called "{name}" but will be published.'
        elif title_says_closed(document.title):
            what = f'{where}: the document is called "{document.title}" but will be published.'
        else:
            continue
        next_step = "Make it exempt, or rename it if it is public."
        findings.append(Finding(Severity.WARNING, what, next_step, item.id, document.id, "name-says-closed"))
    return findings


def _check_dates(meeting: Meeting) -> list[Finding]:
    findings = [
        Finding(Severity.NOTICE, f"The meeting has no {what}.", "Write it.", kind=f"no-{what}")
        for what, value in (("time", meeting.time), ("venue", meeting.venue))
        if not value
    ]
    if meeting.date.weekday() >= _SATURDAY:
        day = day_and_date_words(meeting.date)
        findings.append(
            Finding(Severity.NOTICE, f"The meeting is on {day}.", "Check the date.", kind="weekend")
        )
    return findings


def _check_publication(
    meeting: Meeting, closed_days: Collection[dt.date], today: dt.date | None
) -> list[Finding]:
    """Find an agenda that is not open to the public for long enough (1972 Act, s100B(3))."""
    deadline = latest_publication(meeting.date, closed_days)
    publish_by = f"Publish by {day_and_date_words(deadline)} ({_DAYS_IN_WORDS} clear days)"
    is_too_late = today is not None and deadline < today <= meeting.date
    if meeting.published is None:
        if is_too_late:
            what = (
                f"The agenda should have been public by {day_and_date_words(deadline)} "
                f"({_DAYS_IN_WORDS} clear days)."
            )
            next_step = f"Publish it at once and {_ADVICE}, or move the meeting."
            return [Finding(Severity.WARNING, what, next_step, kind="deadline")]
        what = "The meeting has no date of publication."
        return [Finding(Severity.NOTICE, what, f"{publish_by}, and write when.", kind="no-published")]
    if meeting.published > meeting.date:
        what = "The publication date is after the meeting."
        next_step = "Correct the publication date or the date of the meeting."
        return [Finding(Severity.ERROR, what, next_step, kind="published-after-meeting")]
    days = clear_days(meeting.published, meeting.date, closed_days)
    if days >= REQUIRED_CLEAR_DAYS:
        return []
    what = (
        f"Published on {date_words(meeting.published)}, the agenda is open to the public for {days} "
        f"clear {'day' if days == 1 else 'days'}; the law asks for {REQUIRED_CLEAR_DAYS}."
    )
    next_step = (
        f"That had to be by {day_and_date_words(deadline)}: move the meeting, or {_ADVICE}."
        if is_too_late
        else f"{publish_by}; if that cannot be, {_ADVICE}."
    )
    return [Finding(Severity.WARNING, what, next_step, kind="deadline")]


def _check_item(meeting: Meeting, item: AgendaItem, where: str) -> list[Finding]:
    findings: list[Finding] = []
    if item.to_follow and not item.documents:
        findings.append(
            Finding(
                Severity.WARNING,
                f"{where} is to follow.",
                "Attach its paper, or publish it separately when it comes.",
                item.id,
                kind="to-follow",
            )
        )
    elif item.to_follow:
        findings.append(
            Finding(
                Severity.WARNING,
                f"{where} is marked to follow but has a paper.",
                "Take the mark away if the paper is complete.",
                item.id,
                kind="to-follow-has-paper",
            )
        )
    elif item.form in (Form.REPORT, Form.PAPER) and not item.documents:
        findings.append(
            Finding(
                Severity.WARNING,
                f"{where} is a {item.form.value} but has no document.",
                "Attach it, or mark the item to follow.",
                item.id,
                kind="no-documents",
            )
        )
    shows_leads = meeting.style.agenda_style is AgendaStyle.TABLE and any(
        column.column is Column.LEAD for column in meeting.style.agenda_columns
    )
    if shows_leads and not item.lead and item.form is not Form.NONE:
        what = f"{where} has no lead."
        findings.append(Finding(Severity.NOTICE, what, "Name who leads on it.", item.id, kind="no-lead"))
    return findings
