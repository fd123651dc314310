"""Reads what an agenda tree shows, to compare it with the meeting it should show."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex

from packbuilder.app.agenda.model import AgendaModel
from packbuilder.app.agenda.rows import Column, RowKind
from packbuilder.app.session import Session
from packbuilder.meeting.meeting import Access, AgendaItem
from packbuilder.meeting.numbering import document_labels, item_numbers
from packbuilder.meeting.printed_times import clock_words
from packbuilder.meeting.timings import timetable


def shown(model: AgendaModel) -> list[tuple[str, ...]]:
    """Return every row as its kind and the words of its cells, from the indexes that the view uses."""
    rows: list[tuple[str, ...]] = []

    def read(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            assert model.parent(index) == parent
            key = model.key(index)
            assert key is not None
            assert model.index_of(key) == index
            rows.append((key.kind.name, *(str(index.siblingAtColumn(c).data()) for c in Column)))
            read(index)

    read(QModelIndex())
    return rows


def expected(session: Session) -> list[tuple[str, ...]]:
    """Return the rows that a session's agenda must have, worked out from the meeting alone."""
    meeting = session.meeting
    numbers, labels, timings = item_numbers(meeting), document_labels(meeting), timetable(meeting).timings
    ranges = session.page_numbers.ranges
    rows: list[tuple[str, ...]] = []
    section = ""
    for item in meeting.items:
        if item.section and item.section != section:
            rows.append((RowKind.SECTION.name, item.section, "", "", "", "", "", ""))
        section = item.section
        timing = timings[item.id]
        rows.append(
            (
                RowKind.ITEM.name,
                numbers[item.id],
                item.title or "No subject yet",
                item.lead,
                item.form.value.capitalize(),
                clock_words(timing.start) if timing.start is not None else "",
                "" if timing.minutes is None else str(timing.minutes),
                ranges.get(item.id, "not in pack" if _is_closed(item) else ""),
            )
        )
        for document in item.documents:
            title = " \u2013 ".join(part for part in (labels[document.id], document.title) if part)
            facts = session.facts.get(document.id)
            rows.append(
                (
                    RowKind.DOCUMENT.name,
                    "",
                    title or document.role.value.capitalize(),
                    "",
                    "",
                    "",
                    "" if facts is None else f"{facts.page_count} pp",
                    "reading..." if facts is None else ranges.get(document.id, ""),
                )
            )
    return rows


def _is_closed(item: AgendaItem) -> bool:
    open_documents = [d for d in item.documents if Access.OPEN is item.access is d.access]
    return bool(item.documents) and not open_documents
