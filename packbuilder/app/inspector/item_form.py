"""The form of an agenda item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget

from packbuilder.app.inspector.access_field import AccessField
from packbuilder.app.inspector.document_rows import DocumentRows
from packbuilder.app.inspector.fields import (
    CheckField,
    ChoiceField,
    ClockField,
    LongField,
    MinutesField,
    NumberedField,
    muted_label,
    show_words,
    text_field,
)
from packbuilder.app.inspector.form import Form
from packbuilder.app.inspector.parts_table import form_choices, part_records, parts_list, parts_of
from packbuilder.app.inspector.sections import Block, Section, heading_label, side_by_side
from packbuilder.app.selection import Place, Selection
from packbuilder.app.session import Session
from packbuilder.app.theme import theme
from packbuilder.meeting.access import access_line
from packbuilder.meeting.edits import ItemFields, change_item, set_item_access
from packbuilder.meeting.meeting import Access, AgendaItem
from packbuilder.meeting.numbering import item_number
from packbuilder.meeting.printed_times import clock_words
from packbuilder.meeting.timings import Timing, timetable


class ItemForm(Form):
    """Everything that an item holds."""

    attach_wanted = Signal()
    """The clerk asks for a document to attach to the item."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        """Show no item yet."""
        super().__init__(session, parent)
        self._selection = selection
        self._item: AgendaItem | None = None
        self._position = 0
        self._timed: tuple[object, Mapping[str, Timing]] | None = None

        self._heading = heading_label("", self)
        self.column.addWidget(self._heading)

        self._title = text_field(self)
        self._title.committed.connect(lambda v: self._set("subject", self._title.visit, title=str(v)))
        self.put("title", self.tr("Subject"), self._title)

        self._lead = text_field(self)
        self._lead.committed.connect(lambda v: self._set("lead", self._lead.visit, lead=str(v)))
        self.put("lead", self.tr("Lead"), self._lead)

        self._form = ChoiceField(form_choices(), self)
        self._form.committed.connect(lambda v: self._set("form", form=v))
        self._start = ClockField(self)
        self._start.setClearButtonEnabled(False)
        self._start.committed.connect(lambda v: self._set("start", self._start.visit, start=v))
        self._minutes = MinutesField(self)
        self._minutes.committed.connect(lambda v: self._set("minutes", self._minutes.visit, minutes=v))
        self.put("form", self.tr("Form"), self._form)
        row = side_by_side(
            self,
            (Block(self.tr("Starts"), self._start, self), 1),
            (Block(self.tr("Minutes"), self._minutes, self), 1),
        )
        self.register("start", self._start)
        self.register("minutes", self._minutes)
        self.column.addWidget(row)
        self._time_words = muted_label("", self)
        self.column.addWidget(self._time_words)

        self._access = AccessField(self, self._make_public_title)
        self._access.committed.connect(self._set_access)
        self.column.addWidget(self._access)
        self.register("access", self._access)
        self.register("exempt_paragraphs", self._access)

        self._description = LongField(self, least_lines=2)
        self._description.setPlaceholderText(self.tr("Text printed under the subject"))
        self._description.committed.connect(
            lambda v: self._set("description", self._description.visit, description=str(v))
        )
        self.put("description", self.tr("Description"), self._description)

        self._documents_heading = heading_label(self.tr("Documents"), self)
        self.column.addWidget(self._documents_heading)
        self._documents = DocumentRows(session, self, self._description)
        self._documents.chosen.connect(self._select_document)
        self.column.addWidget(self._documents)
        self.attach_button = QPushButton(self.tr("Attach a document..."), self)
        theme().keep_icon(self.attach_button, "paperclip")
        self.attach_button.clicked.connect(self.attach_wanted)
        self.column.addWidget(self.attach_button)
        self.register("documents", self.attach_button)
        self._to_follow = CheckField(
            self.tr("Papers to follow"),
            self,
            explanation=self.tr("The agenda says so. Publish them separately when they come."),
        )
        self._to_follow.committed.connect(lambda v: self._set("to follow", to_follow=bool(v)))
        self.column.addWidget(self._to_follow)
        self.register("to_follow", self._to_follow)

        self._recommending = Section("", self)
        self._recommendations = NumberedField(self)
        self._recommendations.setPlaceholderText(self.tr("That the Board ..."))
        self._recommendations.committed.connect(
            lambda v: self._set("recommendations", self._recommendations.visit, recommendations=v)
        )
        self.put(
            "recommendations",
            self.tr("One paragraph for each; the minutes begin with them"),
            self._recommendations,
            self._recommending,
        )
        self.column.addWidget(self._recommending)

        self._parting = Section("", self)
        self._parts = parts_list(self)
        self._parts.table.committed.connect(self._set_parts)
        self._parting.fields.addWidget(self._parts)
        self.register("parts", self._parts, self._parting)
        self.register_list(self._parts)
        self.column.addWidget(self._parting)

        self._more = Section(self.tr("Section and urgency"), self)
        self._section = text_field(self)
        self._section.setPlaceholderText(self.tr("Heading above the item"))
        self._section.committed.connect(lambda v: self._set("section", self._section.visit, section=str(v)))
        self.put("section", self.tr("Section"), self._section, self._more)
        self._urgency = LongField(self, least_lines=2)
        self._urgency.setPlaceholderText(self.tr("Why it cannot wait, if it was added late"))
        self._urgency.committed.connect(
            lambda v: self._set("reason for urgency", self._urgency.visit, urgency_reason=str(v))
        )
        self.put("urgency_reason", self.tr("Reason for urgency"), self._urgency, self._more)
        self.column.addWidget(self._more)

        self.column.addStretch(1)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.lock_if_read_only()

    def _make_public_title(self) -> tuple[QWidget, ...]:
        self._public_title = text_field(self)
        self._public_title.setPlaceholderText(self.tr("The same as the subject"))
        self._public_title.committed.connect(
            lambda v: self._set("public title", self._public_title.visit, public_title=str(v))
        )
        self._public_block = Block(self.tr("Title in the public pack"), self._public_title, self)
        self.register("public_title", self._public_title)
        self._printed = muted_label("", self)
        return self._public_block, self._printed

    def show_item(self, item_id: str) -> None:
        """Show an item, or show it anew after a change of the meeting."""
        meeting = self.session.meeting
        position = next(n for n, item in enumerate(meeting.items, start=1) if item.id == item_id)
        item = meeting.items[position - 1]
        is_another = self._item is None or item.id != self._item.id
        if is_another:
            self._parts.table.forget_place()
        self._item, self._position = item, position
        number = item_number(position, meeting.style.item_numbers).strip(".")
        show_words(self._heading, self.tr("Item {number}").format(number=number))
        self._title.show_value(item.title)
        self._lead.show_value(item.lead)
        self._form.show_value(item.form)
        self._show_times(item)
        self._access.show_value(item.access, item.exempt_paragraphs)
        is_closed = item.access is not Access.OPEN
        self._public_title.show_value(item.public_title)
        self._public_block.setVisible(is_closed or bool(item.public_title))
        self._printed.setVisible(is_closed or bool(item.public_title))
        self._show_printed(item)
        self._description.show_value(item.description)
        self._documents.show_item(item)
        self._to_follow.show_value(item.to_follow)
        self._recommendations.show_value(item.recommendations)
        self._recommending.set_title(_counted(self.tr("Recommendations"), len(item.recommendations)))
        self._parts.table.show_records(part_records(item.parts))
        self._parting.set_title(_counted(self.tr("Parts"), len(item.parts)))
        self._section.show_value(item.section)
        self._urgency.show_value(item.urgency_reason)

    def show_documents(self) -> None:
        """Show anew what its documents came to."""
        if self._item is not None:
            self._documents.show_item(self._item)

    def _show_times(self, item: AgendaItem) -> None:
        self._start.after = self.session.meeting.time
        self._start.show_value(item.start)
        self._minutes.show_value(item.minutes)
        timing = self._timings()[item.id]
        _placeholder(self._start, clock_words(timing.start) if timing.start else "")
        _placeholder(self._minutes, str(timing.minutes) if timing.minutes is not None else "")
        words = ""
        if timing.overlap_minutes:
            words = self.tr("The items before run {minutes} minutes past this start.").format(
                minutes=timing.overlap_minutes
            )
        elif item.start is not None:
            words = self.tr("Fixed start. Clear it to follow the item before.")
        show_words(self._time_words, words)
        self._time_words.setVisible(bool(words))

    def _timings(self) -> Mapping[str, Timing]:
        # Most keys are typed into words, which no time hangs on.
        meeting = self.session.meeting
        times = tuple((item.id, item.start, item.minutes) for item in meeting.items)
        decided_by = (meeting.time, meeting.finish, times)
        if self._timed is None or self._timed[0] != decided_by:
            self._timed = decided_by, timetable(meeting).timings
        return self._timed[1]

    def _show_printed(self, item: AgendaItem) -> None:
        title = item.public_title or item.title
        line = access_line(self.session.meeting, item)
        if line:
            words = self.tr(
                "The public pack prints “{title}” and under it: “{line}” No pages of it are printed."
            ).format(title=title, line=line)
        else:
            words = self.tr("The public pack prints “{title}” instead of the subject.").format(title=title)
        show_words(self._printed, words)

    def _set(self, what: str, visit: int | None = None, **fields: Unpack[ItemFields]) -> None:
        item = self._item
        if item is not None:
            merge_key = "" if visit is None else f"item/{item.id}/{what}/{visit}"
            name = self.tr("Change {what} of item {number}").format(what=what, number=self._number())
            self.edit(name, lambda m: change_item(m, item.id, **fields), Place(item.id), merge_key)

    def _set_access(self, access: Access, paragraphs: tuple[int, ...]) -> None:
        item = self._item
        if item is not None:
            name = self.tr("Change access of item {number}").format(number=self._number())
            self.edit(name, lambda m: set_item_access(m, item.id, access, paragraphs), Place(item.id))

    def _set_parts(self, records: tuple[tuple[str, ...], ...], key: str) -> None:
        item = self._item
        if item is not None:
            parts = parts_of(records, item.parts)
            name = self.tr("Change parts of item {number}").format(number=self._number())
            merge_key = f"item/{item.id}/parts/{key}" if key else ""
            self.edit(name, lambda m: change_item(m, item.id, parts=parts), Place(item.id), merge_key)

    def _select_document(self, document_id: str) -> None:
        if self._item is not None:
            self._selection.show_place(Place(self._item.id, document_id))

    def _number(self) -> str:
        return item_number(self._position, self.session.meeting.style.item_numbers).strip(".")


def _counted(words: str, count: int) -> str:
    return f"{words} ({count})" if count else words


def _placeholder(field: QLineEdit | QPlainTextEdit, words: str) -> None:
    if field.placeholderText() != words:
        field.setPlaceholderText(words)
