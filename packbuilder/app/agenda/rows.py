"""What the rows of the agenda say, worked out from the session. No Qt but its translation.

A row is known by its ``RowKey``, which outlives every edit. What a row says is made of its
``source``: as long as that is equal, so is every word of the row, and nothing is made anew.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable
from enum import IntEnum
from pathlib import PurePath
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from packbuilder.app.selection import THE_MEETING, Place
from packbuilder.app.session import Session
from packbuilder.meeting.access import in_words
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole, Form, Meeting
from packbuilder.meeting.numbering import document_labels, item_numbers
from packbuilder.meeting.printed_times import clock_words
from packbuilder.meeting.timings import Timing, timetable


class Column(IntEnum):
    """The columns, as in the printed agenda."""

    NUMBER = 0
    SUBJECT = 1
    LEAD = 2
    FORM = 3
    TIME = 4
    MINUTES = 5
    PAGES = 6


ITEM_COLUMNS = (Column.SUBJECT, Column.LEAD, Column.FORM, Column.TIME, Column.MINUTES)
"""What of an item is edited in the tree, in the order of Tab."""


class RowKind(IntEnum):
    """What a row stands for."""

    SECTION = 0
    ITEM = 1
    DOCUMENT = 2


class RowKey(NamedTuple):
    """Which row it is. A heading is known by the first item under it."""

    kind: RowKind
    item_id: str
    document_id: str = ""

    @property
    def place(self) -> Place:
        """The place in the meeting that the row shows; a heading has none of its own."""
        if self.kind is RowKind.SECTION:
            return THE_MEETING
        return Place(self.item_id, self.document_id)


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """A line under the subject: an icon and the words that say the same."""

    icon: str
    words: str


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """What a row shows. Every tuple has a place for each ``Column``.

    ``tone`` is the name of a colour of the theme for the icon, or "".
    """

    texts: tuple[str, ...]
    spoken: tuple[str, ...]
    tips: tuple[str, ...]
    typed: tuple[str, ...]
    muted: frozenset[Column] = frozenset()
    icon: str = ""
    tone: str = ""
    notes: tuple[Note, ...] = ()


class SectionSource(NamedTuple):
    """What a heading is made of."""

    section: str


class ItemSource(NamedTuple):
    """What the row of an item is made of."""

    item: AgendaItem
    position: int
    number: str
    timing: Timing
    pages: str
    is_left_out: bool


class DocumentSource(NamedTuple):
    """What the row of a document is made of. ``page_count`` is None before it was taken in."""

    document: Document
    label: str
    page_count: int | None
    trouble: str
    pages: str


_BREAK = re.compile(r"(?<= )|(?<=[^\W\d_]-)(?=[^\W\d_])")

Source = SectionSource | ItemSource | DocumentSource


def outline(session: Session, meeting: Meeting) -> list[tuple[RowKey, Source]]:
    """Return the rows of the agenda from top to bottom, and what each is made of.

    Args:
        session: What is known of the documents, and where they lie in the pack.
        meeting: The meeting shown: the session's, or that with an item which is only being typed.
    """
    numbers, labels, timings = item_numbers(meeting), document_labels(meeting), timetable(meeting).timings
    facts, troubles, ranges = session.facts, session.troubles, session.page_numbers.ranges
    rows: list[tuple[RowKey, Source]] = []
    section = ""
    for position, item in enumerate(meeting.items, start=1):
        heading = item.section.strip()
        if heading and heading != section:
            rows.append((RowKey(RowKind.SECTION, item.id), SectionSource(heading)))
        section = heading
        pages = _bare_range(ranges.get(item.id, ""))
        source = ItemSource(
            item, position, numbers[item.id], timings[item.id], pages, not pages and is_closed(item)
        )
        rows.append((RowKey(RowKind.ITEM, item.id), source))
        for document in item.documents:
            known, trouble = facts.get(document.id), troubles.get(document.id)
            rows.append(
                (
                    RowKey(RowKind.DOCUMENT, item.id, document.id),
                    DocumentSource(
                        document,
                        labels[document.id],
                        known.page_count if known is not None else None,
                        str(trouble) if trouble is not None else "",
                        _bare_range(ranges.get(document.id, "")),
                    ),
                )
            )
    return rows


def outline_after(
    source_of: Callable[[RowKey], Source], before: Meeting, after: Meeting
) -> dict[RowKey, Source] | None:
    """Return what the rows are made of that an edit changed, or None where it may have changed any.

    Numbers, letters, times and headings are as they were where an edit only changed words: typing
    then costs the same in an agenda of three items and of three hundred.

    Args:
        source_of: What gives what a row is made of before.
        before: The meeting that the rows show.
        after: The meeting that they are to show.
    """
    is_other_agenda = (
        before.time != after.time or before.style != after.style or len(before.items) != len(after.items)
    )
    if is_other_agenda:
        return None
    changed: dict[RowKey, Source] = {}
    for old, new in zip(before.items, after.items, strict=True):
        if old is new:
            continue
        if _what_others_show(old) != _what_others_show(new):
            return None
        key = RowKey(RowKind.ITEM, new.id)
        source = source_of(key)
        if isinstance(source, ItemSource):
            changed[key] = source._replace(item=new)
        for old_document, document in zip(old.documents, new.documents, strict=True):
            if old_document is document:
                continue
            key = RowKey(RowKind.DOCUMENT, new.id, document.id)
            document_source = source_of(key)
            if isinstance(document_source, DocumentSource):
                changed[key] = document_source._replace(document=document)
    return changed


def _what_others_show(item: AgendaItem) -> tuple[object, ...]:
    """Return what of an item decides what is shown beside its own words: order, letters, times, pages."""
    documents = tuple((d.id, d.role, d.sha256, d.file, d.access) for d in item.documents)
    return item.id, item.section, item.start, item.minutes, item.access, item.to_follow, documents


def is_closed(item: AgendaItem) -> bool:
    """Say whether an item has papers and the public sees none of them."""
    is_open = item.access is Access.OPEN
    return bool(item.documents) and not (is_open and any(d.access is Access.OPEN for d in item.documents))


def row_of(source: Source) -> Row:
    """Return what a row shows."""
    if isinstance(source, ItemSource):
        return _item_row(source)
    if isinstance(source, DocumentSource):
        return _document_row(source)
    blank = ("",) * len(Column)
    spoken = (_tr("Heading: {words}").format(words=source.section),) * len(Column)
    return Row((source.section, *blank[1:]), spoken, blank, (source.section, *blank[1:]))


def breakable(words: str) -> list[str]:
    """Return the pieces between which words may go on to the next line: at spaces, and after hyphens."""
    return [piece for piece in _BREAK.split(" ".join(words.split())) if piece]


def item_position(meeting: Meeting, item_id: str) -> int:
    """Return where an item stands, from 1; 0 where it is not in the meeting."""
    return next((n for n, item in enumerate(meeting.items, start=1) if item.id == item_id), 0)


def access_words(access: Access, exempt_paragraphs: tuple[int, ...]) -> str:
    """Return "Exempt, para 3", "Confidential" or "" for what is open."""
    if access is Access.OPEN:
        return ""
    if access is Access.CONFIDENTIAL:
        return _tr("Confidential")
    if not exempt_paragraphs:
        return _tr("Exempt")
    words = in_words(exempt_paragraphs).removeprefix("paragraphs ").removeprefix("paragraph ")
    short = _tr("Exempt, para {number}") if len(exempt_paragraphs) == 1 else _tr("Exempt, paras {number}")
    return short.format(number=words)


def form_words(form: Form) -> str:
    """Return how a form is shown; "" for none."""
    return {
        Form.NONE: "",
        Form.REPORT: _tr("Report"),
        Form.PAPER: _tr("Paper"),
        Form.PRESENTATION: _tr("Presentation"),
        Form.VERBAL: _tr("Verbal"),
    }[form]


def role_words(role: DocumentRole) -> str:
    """Return how a role is shown."""
    return {
        DocumentRole.REPORT: _tr("Report"),
        DocumentRole.APPENDIX: _tr("Appendix"),
        DocumentRole.MINUTES: _tr("Minutes"),
        DocumentRole.ACTION_LOG: _tr("Action log"),
        DocumentRole.SLIDES: _tr("Slides"),
        DocumentRole.PAPER: _tr("Paper"),
    }[role]


_ROLE_ICONS = {
    DocumentRole.REPORT: "file-text",
    DocumentRole.APPENDIX: "file-plus-2",
    DocumentRole.MINUTES: "gavel",
    DocumentRole.ACTION_LOG: "clipboard-list",
    DocumentRole.SLIDES: "monitor",
    DocumentRole.PAPER: "file",
}


def _item_row(source: ItemSource) -> Row:
    item, timing = source.item, source.timing
    start = clock_words(timing.start) if timing.start is not None else ""
    minutes = str(timing.minutes) if timing.minutes is not None else ""
    title = " ".join(item.title.split())
    form = form_words(item.form)
    notes = []
    if access := access_words(item.access, item.exempt_paragraphs):
        notes.append(Note("lock", access))
    if item.to_follow:
        notes.append(Note("file-clock", _tr("To follow")))
    muted = set()
    if item.start is None:
        muted.add(Column.TIME)
    if item.minutes is None:
        muted.add(Column.MINUTES)
    if not title:
        muted.add(Column.SUBJECT)
    pages, spoken_pages = source.pages, _tr("no pages")
    if pages:
        spoken_pages = _tr("pages {range}").format(range=pages)
    elif source.is_left_out:
        pages, spoken_pages = _tr("not in pack"), _tr("not in the public pack")
        muted.add(Column.PAGES)
    count = len(item.documents)
    sentence = ", ".join(
        words
        for words in (
            _tr("Item {number}: {title}").format(number=source.position, title=title or _tr("no subject")),
            _tr("lead {name}").format(name=item.lead) if item.lead else _tr("no lead"),
            form.lower(),
            _tr("starts {time}").format(time=start) if start else "",
            _tr("{count} minutes").format(count=minutes) if minutes else "",
            spoken_pages,
            _documents_words(count),
            *(note.words.lower() for note in notes),
        )
        if words
    )
    return Row(
        texts=(source.number, title or _tr("No subject yet"), item.lead, form, start, minutes, pages),
        spoken=(
            sentence,
            title or _tr("no subject"),
            item.lead or _tr("no lead"),
            form or _tr("no form"),
            start or _tr("no time"),
            _tr("{count} minutes").format(count=minutes) if minutes else _tr("no minutes"),
            spoken_pages,
        ),
        tips=("", title, item.lead, "", _time_tip(source), _minutes_tip(source), ""),
        typed=(
            "",
            item.title,
            item.lead,
            item.form.value,
            clock_words(item.start) if item.start is not None else start,
            str(item.minutes) if item.minutes is not None else "",
            "",
        ),
        muted=frozenset(muted),
        notes=tuple(notes),
    )


def _document_row(source: DocumentSource) -> Row:
    document = source.document
    name = PurePath(document.file.replace("\\", "/")).name
    role = role_words(document.role)
    words = document_words(document, source.label)
    icon, tone, state = _ROLE_ICONS[document.role], "", ""
    if source.trouble:
        icon, tone, state = "file-warning", "error", _tr("could not be read")
    elif source.page_count is None:
        icon, state = "hourglass", _tr("reading...")
    count = "" if source.page_count is None or state else _tr("{count} pp").format(count=source.page_count)
    access = access_words(document.access, document.exempt_paragraphs)
    pages = state or source.pages
    sentence = ", ".join(
        said
        for said in (
            words,
            role.lower(),
            _pages_words(source.page_count) if count else "",
            state or (_tr("pages {range}").format(range=pages) if pages else _tr("not in the public pack")),
            access.lower(),
        )
        if said
    )
    return Row(
        texts=("", words, "", "", "", count, pages),
        spoken=(
            sentence,
            words,
            _tr("no lead"),
            _tr("no form"),
            _tr("no time"),
            _pages_words(source.page_count) if count else state or _tr("no pages"),
            pages or _tr("not in the public pack"),
        ),
        tips=("", f"{words}\n{name}", "", "", "", "", source.trouble),
        typed=("", document.title, "", "", "", "", ""),
        muted=frozenset(Column),
        icon=icon,
        tone=tone,
        notes=(Note("lock", access),) if access else (),
    )


def document_words(document: Document, label: str) -> str:
    """Return what a document is called: "Appendix B - Costs", its title, or its role where it has neither."""
    title = " ".join(document.title.split())
    return " \u2013 ".join(part for part in (label, title) if part) or role_words(document.role)


def _time_tip(source: ItemSource) -> str:
    if source.timing.start is None:
        return _tr("No time: the meeting, or an item before, has no start or no minutes.")
    if source.item.start is None:
        return _tr("Worked out from the start and the minutes before. Type a time to fix it.")
    overlap = source.timing.overlap_minutes
    if overlap:
        return _tr("Fixed. The items before run {count} minutes past it.").format(count=overlap)
    return _tr("Fixed. Clear it to have it worked out.")


def _minutes_tip(source: ItemSource) -> str:
    if source.item.minutes is None and source.timing.minutes is not None:
        return _tr("Worked out from the fixed start of the next item.")
    return ""


def _documents_words(count: int) -> str:
    if count == 0:
        return ""
    return _tr("1 document") if count == 1 else _tr("{count} documents").format(count=count)


def _pages_words(count: int | None) -> str:
    return _tr("1 page") if count == 1 else _tr("{count} pages").format(count=count)


@functools.lru_cache(maxsize=4096)  # Asked for every row after every keystroke.
def _bare_range(words: str) -> str:
    """Return a printed range without the words round it, which the column's heading says."""
    if not words.startswith("("):
        return words
    return words.strip("()").removeprefix("Pages ").removeprefix("Page ")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Agenda", text)
