"""The form of the meeting itself: when and where, who sits on it, what is printed with it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Unpack

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from packbuilder.app.inspector.actions_table import action_records, actions_list, actions_of
from packbuilder.app.inspector.fields import (
    CheckField,
    ClockField,
    DateField,
    LongField,
    muted_label,
    show_words,
    text_field,
)
from packbuilder.app.inspector.form import Form
from packbuilder.app.inspector.notices_list import NoticesList
from packbuilder.app.inspector.people_table import (
    member_records,
    members_list,
    members_of,
    officer_records,
    officers_list,
    officers_of,
)
from packbuilder.app.inspector.sections import Block, Section, heading_label, side_by_side
from packbuilder.app.selection import THE_MEETING
from packbuilder.app.session import Session
from packbuilder.app.theme import theme
from packbuilder.bank_holidays import closed_days_around
from packbuilder.meeting.clear_days import REQUIRED_CLEAR_DAYS, clear_days, latest_publication
from packbuilder.meeting.edits import MeetingFields, change_meeting
from packbuilder.meeting.house_style import AgendaStyle, HouseStyle
from packbuilder.meeting.meeting import Administrator, Meeting, Notice, ProperOfficer
from packbuilder.meeting.printed_times import day_and_date_words

_Records = tuple[tuple[str, ...], ...]


class MeetingForm(Form):
    """Everything that the meeting holds besides its items."""

    house_style_wanted = Signal()
    """The clerk asks for the house style."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(session, parent)
        self._deadline_of: tuple[dt.date, dt.date | None] | None = None
        self._lines: dict[str, LongField] = {}
        self.column.addWidget(heading_label(self.tr("Meeting"), self))
        self._make_when_and_where()
        self._make_publication()
        self._make_council()
        self._make_people()
        self._make_texts()
        self._make_contacts()
        self._make_actions()
        self._make_style()
        self.column.addStretch(1)
        self.lock_if_read_only(self.style_button)

    def _make_when_and_where(self) -> None:
        self._body = text_field(self)
        self._body.committed.connect(lambda v: self._set("body", self._body.visit, body=str(v)))
        self.put("body", self.tr("Body"), self._body)
        self._date = DateField(self, may_be_empty=False)
        self._date.committed.connect(lambda v: self._set("date", self._date.visit, date=v))
        self.put("date", self.tr("Date"), self._date)
        self._time = ClockField(self)
        self._time.committed.connect(lambda v: self._set("start", self._time.visit, time=v))
        self._finish = ClockField(self)
        self._finish.committed.connect(lambda v: self._set("finish", self._finish.visit, finish=v))
        self._finish.setPlaceholderText(self.tr("Not set"))
        self._time.setPlaceholderText(self.tr("Not set"))
        self.column.addWidget(
            side_by_side(
                self,
                (Block(self.tr("Starts"), self._time, self), 1),
                (Block(self.tr("Should end by"), self._finish, self), 1),
            )
        )
        self.register("time", self._time)
        self.register("finish", self._finish)
        self._venue = text_field(self)
        self._venue.committed.connect(lambda v: self._set("venue", self._venue.visit, venue=str(v)))
        self.put("venue", self.tr("Venue"), self._venue)

    def _make_publication(self) -> None:
        self._published = DateField(self, may_be_empty=True)
        self._published.line.setPlaceholderText(self.tr("Not published yet"))
        self._published.committed.connect(
            lambda v: self._set("date of publication", self._published.visit, published=v)
        )
        self.put("published", self.tr("Date of publication"), self._published)
        self._deadline = muted_label("", self)
        self._late = QLabel(self)
        self._late.setProperty("role", "error")
        self._late.setWordWrap(True)
        self.column.addWidget(self._deadline)
        self.column.addWidget(self._late)

    def _make_council(self) -> None:
        self._council = text_field(self)
        self._council.committed.connect(lambda v: self._set("council", self._council.visit, council=str(v)))
        self.put("council", self.tr("Council"), self._council)
        self._executive = CheckField(
            self.tr("This is the council's executive"),
            self,
            explanation=self.tr(
                "The cabinet or one of its committees. Its private items are taken under the 2012 "
                "Regulations, and the agenda says so."
            ),
        )
        self._executive.committed.connect(lambda v: self._set("executive", executive=bool(v)))
        self.column.addWidget(self._executive)
        self.register("executive", self._executive)

    def _make_people(self) -> None:
        self._members_section = Section("", self)
        self.members = members_list(self)
        self.members.table.committed.connect(self._set_members)
        self._members_section.fields.addWidget(self.members)
        self.register("members", self.members, self._members_section)
        self._officers_section = Section("", self)
        self.officers = officers_list(self)
        self.officers.table.committed.connect(self._set_officers)
        self._officers_section.fields.addWidget(self.officers)
        self.register("officers", self.officers, self._officers_section)
        for section in (self._members_section, self._officers_section):
            self.column.addWidget(section)
        self.register_list(self.members)
        self.register_list(self.officers)

    def _make_texts(self) -> None:
        self._texts_section = Section(self.tr("Introduction"), self)
        self._introduction = LongField(self, least_lines=3)
        self._introduction.setPlaceholderText(self.tr("Text printed before the agenda, such as the summons"))
        self._introduction.committed.connect(
            lambda v: self._set("introduction", self._introduction.visit, introduction=str(v))
        )
        self.put(
            "introduction", self.tr("Printed before the agenda"), self._introduction, self._texts_section
        )
        self.column.addWidget(self._texts_section)
        self._notices_section = Section("", self)
        self.notices = NoticesList(self, self._notices_section.button)
        self.notices.committed.connect(self._set_notices)
        self._notices_section.fields.addWidget(self.notices)
        self.register("notices", self.notices, self._notices_section)
        self.register_list(self.notices)
        self.column.addWidget(self._notices_section)

    def _make_contacts(self) -> None:
        section = Section(self.tr("Contact and signature"), self)
        for key, words in (
            ("administrator.name", self.tr("Contact for this agenda")),
            ("administrator.role", self.tr("Contact's post")),
            ("administrator.email", self.tr("E-mail")),
            ("administrator.phone", self.tr("Telephone")),
            ("proper_officer.name", self.tr("Proper officer, who signs the agenda")),
            ("proper_officer.post", self.tr("Proper officer's post")),
        ):
            line = text_field(self)
            line.committed.connect(lambda v, key=key: self._set_contact(key, str(v)))
            self._lines[key] = line
            self.put(key, words, line, section)
        self.register("administrator", self._lines["administrator.name"], section)
        self.register("proper_officer", self._lines["proper_officer.name"], section)
        self.column.addWidget(section)

    def _make_actions(self) -> None:
        self._actions_section = Section("", self)
        self.actions_log = actions_list(self)
        self.actions_log.table.committed.connect(self._set_actions)
        self._actions_section.fields.addWidget(self.actions_log)
        self.register("actions", self.actions_log, self._actions_section)
        self.register_list(self.actions_log)
        self.column.addWidget(self._actions_section)

    def _make_style(self) -> None:
        section = Section(self.tr("House style"), self, is_open=True)
        self._style_name = QLabel(self)
        self._style_name.setWordWrap(True)
        self._style_summary = muted_label("", self)
        self.style_button = QPushButton(self.tr("House style..."), self)
        theme().keep_icon(self.style_button, "settings")
        self.style_button.clicked.connect(self.house_style_wanted)
        section.fields.addWidget(self._style_name)
        section.fields.addWidget(self._style_summary)
        section.fields.addWidget(self.style_button)
        self.register("style", self.style_button, section)
        self.column.addWidget(section)

    def focus_field(self, name: str) -> bool:
        """See ``Form``; the notices have fields of their own."""
        if name == "notices":
            self.register(name, self.notices.first_field(), self._notices_section)
        return super().focus_field(name)

    def show_meeting(self) -> None:
        """Show the meeting as it is now."""
        meeting = self.session.meeting
        self._body.show_value(meeting.body)
        self._date.show_value(meeting.date)
        self._time.show_value(meeting.time)
        self._finish.after = meeting.time
        self._finish.show_value(meeting.finish)
        self._venue.show_value(meeting.venue)
        self._show_publication(meeting)
        self._council.show_value(meeting.council)
        self._executive.show_value(meeting.executive)
        self.members.table.show_records(member_records(meeting.members))
        self._members_section.set_title(_counted(self.tr("Members"), len(meeting.members)))
        self.officers.table.show_records(officer_records(meeting.officers))
        self._officers_section.set_title(_counted(self.tr("Officers"), len(meeting.officers)))
        self._introduction.show_value(meeting.introduction)
        self.notices.show_notices(meeting.notices)
        self._notices_section.set_title(_counted(self.tr("Notices"), len(meeting.notices)))
        for key, line in self._lines.items():
            record, _, field = key.partition(".")
            line.show_value(getattr(getattr(meeting, record), field))
        self.actions_log.table.show_records(action_records(meeting.actions))
        self._actions_section.set_title(_counted(self.tr("Action log"), len(meeting.actions)))
        show_words(self._style_name, meeting.style.name or self.tr("Of this meeting only"))
        show_words(self._style_summary, style_summary(meeting.style))

    def _show_publication(self, meeting: Meeting) -> None:
        deciding = (meeting.date, meeting.published)
        if deciding != self._deadline_of:
            self._deadline_of = deciding
            closed = closed_days_around(meeting.date)
            latest = latest_publication(meeting.date, closed)
            words = self.tr("Publish by {date}: five clear days").format(date=day_and_date_words(latest))
            show_words(self._deadline, words)
            late = ""
            if meeting.published is not None and meeting.published > latest:
                left = max(0, clear_days(meeting.published, meeting.date, closed))
                late = self.tr("Only {left} clear days before the meeting; {required} are required.").format(
                    left=left, required=REQUIRED_CLEAR_DAYS
                )
                if left == 0:
                    late = self.tr("No clear day before the meeting; {required} are required.").format(
                        required=REQUIRED_CLEAR_DAYS
                    )
                elif left == 1:
                    late = self.tr("Only 1 clear day before the meeting; {required} are required.").format(
                        required=REQUIRED_CLEAR_DAYS
                    )
            show_words(self._late, late)
            self._late.setVisible(bool(late))
            self._published.show_value(meeting.published, near=latest)

    def _set(self, what: str, visit: int | str | None = None, **fields: Unpack[MeetingFields]) -> None:
        key = "" if visit is None else f"meeting/{what}/{visit}"
        name = self.tr("Change {what} of the meeting").format(what=what)
        self.edit(name, lambda m: change_meeting(m, **fields), THE_MEETING, key)

    def _set_members(self, records: _Records, key: str) -> None:
        self._set("members", key or None, members=members_of(records))

    def _set_officers(self, records: _Records, key: str) -> None:
        self._set("officers", key or None, officers=officers_of(records))

    def _set_notices(self, notices: tuple[Notice, ...], key: str) -> None:
        self._set("notices", key or None, notices=notices)

    def _set_actions(self, records: _Records, key: str) -> None:
        self._set("action log", key or None, actions=actions_of(records))

    def _set_contact(self, key: str, words: str) -> None:
        visit = f"{key}/{self._lines[key].visit}"
        record, _, field = key.partition(".")
        meeting = self.session.meeting
        if record == "administrator":
            administrator: Administrator = dataclasses.replace(meeting.administrator, **{field: words})
            self._set("contact", visit, administrator=administrator)
        else:
            proper_officer: ProperOfficer = dataclasses.replace(meeting.proper_officer, **{field: words})
            self._set("proper officer", visit, proper_officer=proper_officer)


def style_summary(style: HouseStyle) -> str:
    """Return a house style in a line: "Agenda as a table, items numbered “1.”, pages as 5-14, ..."."""
    is_table = style.agenda_style is AgendaStyle.TABLE
    return _tr("{agenda}, items numbered “{numbers}”, pages as {pages}, {sides}").format(
        agenda=_tr("Agenda as a table") if is_table else _tr("Agenda as a list"),
        numbers=style.item_numbers,
        pages=style.range_style,
        sides=_tr("printed on both sides") if style.duplex else _tr("printed on one side"),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("MeetingForm", text)


def _counted(words: str, count: int) -> str:
    return f"{words} ({count})" if count else words
