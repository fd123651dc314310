"""The table of an item's parts: sub-items with their presenters and form."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from packbuilder.app.inspector.record_table import Record, RecordField, RecordLayout, RecordList, RecordTable
from packbuilder.meeting.meeting import Form, Part


def _tr(text: str) -> str:
    return QCoreApplication.translate("Parts", text)


def form_choices() -> tuple[tuple[Form, str], ...]:
    """Return the forms that an item can have, with the words that the window has for them."""
    return (
        (Form.NONE, _tr("None")),
        (Form.REPORT, _tr("Report")),
        (Form.PAPER, _tr("Paper")),
        (Form.PRESENTATION, _tr("Presentation")),
        (Form.VERBAL, _tr("Verbal")),
    )


def parts_list(parent: QWidget) -> RecordList:
    """Return the table of parts."""
    choices = tuple((str(form), words if form else _tr("No form")) for form, words in form_choices())
    layout = RecordLayout(
        fields=(RecordField(_tr("Title")), RecordField(_tr("Presenters")), RecordField(_tr("Form"), choices)),
        lines=((0,), (1, 2)),
        add_words=_tr("Add a part"),
    )
    table = RecordTable(layout, parts_pasted, parent, name=_tr("Parts"))
    return RecordList(table, parent, hint=_tr("Put a comma between presenters."))


def parts_pasted(text: str) -> list[Record]:
    """Return the parts that pasted text lists: a title a line, after tabs presenters and form."""
    forms = {words.lower(): str(form) for form, words in form_choices()}
    records: list[Record] = []
    for line in text.splitlines():
        title, *others = (" ".join(cell.split()) for cell in line.split("\t"))
        form = next((forms[cell.lower()] for cell in others if cell.lower() in forms), "")
        presenters = ", ".join(cell for cell in others if cell and cell.lower() not in forms)
        if title:
            records.append((title, presenters, form))
    return records


def part_records(parts: tuple[Part, ...]) -> tuple[Record, ...]:
    """Return parts as the table shows them."""
    return tuple((part.title, _presenters_words(part.presenters), str(part.form)) for part in parts)


def parts_of(records: tuple[Record, ...], before: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts that the table holds.

    ``before`` are those it held: presenters whose own names hold a comma stay apart as they were
    while nobody edits them.
    """
    known = {_presenters_words(part.presenters): part.presenters for part in before}
    return tuple(
        Part(title, known.get(presenters, _presenters_in(presenters)), Form(form))
        for title, presenters, form in records
    )


def _presenters_words(presenters: tuple[str, ...]) -> str:
    return ", ".join(presenters)


def _presenters_in(words: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r"[,;\n]", words) if name.strip())
