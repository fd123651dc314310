"""The tables of people: members with their role and position, officers with their role."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from packbuilder.app.inspector.pasted_people import people_from
from packbuilder.app.inspector.record_table import Record, RecordField, RecordLayout, RecordList, RecordTable
from packbuilder.meeting.meeting import Member, Officer


def _tr(text: str) -> str:
    return QCoreApplication.translate("People", text)


def members_list(parent: QWidget) -> RecordList:
    """Return the table of members."""
    layout = RecordLayout(
        fields=(
            RecordField(_tr("Name")),
            RecordField(_tr("Role")),
            RecordField(_tr("Position"), suggestions=("Chair", "Vice-Chair")),
        ),
        lines=((0, 2), (1,)),
        add_words=_tr("Add a member"),
    )
    table = RecordTable(layout, members_pasted, parent, name=_tr("Members"))
    return RecordList(table, parent, hint=_tr("Ctrl+V pastes a list from Excel, Word or an e-mail."))


def officers_list(parent: QWidget) -> RecordList:
    """Return the table of officers."""
    layout = RecordLayout(
        fields=(RecordField(_tr("Name")), RecordField(_tr("Role"))),
        lines=((0,), (1,)),
        add_words=_tr("Add an officer"),
    )
    table = RecordTable(layout, officers_pasted, parent, name=_tr("Officers"))
    return RecordList(table, parent, hint=_tr("Ctrl+V pastes a list from Excel, Word or an e-mail."))


def members_pasted(text: str) -> list[Record]:
    """Return the records of the members that pasted text lists."""
    return [(member.name, member.role, member.position) for member in people_from(text)]


def officers_pasted(text: str) -> list[Record]:
    """Return the records of the officers that pasted text lists; a position becomes part of the role."""
    return [
        (person.name, ", ".join(words for words in (person.position, person.role) if words))
        for person in people_from(text)
    ]


def member_records(members: tuple[Member, ...]) -> tuple[Record, ...]:
    """Return members as the table shows them."""
    return tuple((member.name, member.role, member.position) for member in members)


def officer_records(officers: tuple[Officer, ...]) -> tuple[Record, ...]:
    """Return officers as the table shows them."""
    return tuple((officer.name, officer.role) for officer in officers)


def members_of(records: tuple[Record, ...]) -> tuple[Member, ...]:
    """Return the members that the table holds."""
    return tuple(Member(name, role, position) for name, role, position in records)


def officers_of(records: tuple[Record, ...]) -> tuple[Officer, ...]:
    """Return the officers that the table holds."""
    return tuple(Officer(name, role) for name, role in records)
