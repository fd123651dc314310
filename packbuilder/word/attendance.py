"""Decides how the minutes list who came: members, officers and others. Pure.

Part of ``word.outline``. Before the meeting nobody knows who comes, so everyone expected is listed
once, with boxes to tick.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from packbuilder.meeting.meeting import Meeting, Member
from packbuilder.word.blocks import Column, MinutesSection, Table, Text, gap, gap_rows, text, tick_box

_PRESENT = Column("Present", 12)
_APOLOGIES = Column("Apologies", 15)
_COUNCILLOR = re.compile(r"\b(?:councillor|cllr)\b\.?", re.IGNORECASE)


def attendance_sections(meeting: Meeting) -> tuple[MinutesSection, ...]:
    """Return the attendance tables; an officer who sits on the body is listed as a member only."""
    members = _each_once(meeting.members)
    officers = _each_once(Member(officer.name, officer.role) for officer in meeting.officers)
    officers = {key: officer for key, officer in officers.items() if key not in members}
    others = Table(
        "Others who were present",
        (Column("Name", 36), Column("Organisation, item, or the member whose place they took", 64)),
        gap_rows("name", "organisation, item or member", count=2),
    )
    return (
        _people_section("Members", "Member", tuple(members.values()), (_PRESENT, _APOLOGIES)),
        _people_section("Officers", "Officer", tuple(officers.values()), (_PRESENT,)),
        MinutesSection("Also present", (others,)),
    )


def _people_section(
    heading: str, kind: str, people: Sequence[Member], boxes: tuple[Column, ...]
) -> MinutesSection:
    """Return a table of people with boxes to tick; councillors without roles need no column for them."""
    to_share = 100 - sum(box.width_percent for box in boxes)
    columns = (Column(kind, 36), Column("Role", to_share - 36), *boxes)
    names = [_printed_name(person) for person in people]
    rows = tuple(
        (text(name), text(person.role), *_boxes(name, boxes))
        for name, person in zip(names, people, strict=True)
    )
    if not people:
        rows = ((text(gap(kind.lower())), text(gap("role")), *_boxes(kind, boxes)),)
    elif not any(person.role for person in people):
        columns = (Column(kind, to_share), *boxes)
        rows = tuple((name, *ticks) for name, _, *ticks in rows)
    return MinutesSection(heading, (Table(f"{heading}, with boxes to tick", columns, rows),))


def _boxes(name: str, boxes: tuple[Column, ...]) -> tuple[Text, ...]:
    return tuple(text(tick_box(f"{name}: {box.heading.lower()}")) for box in boxes)


def _printed_name(person: Member) -> str:
    """Return "Councillor Carr (Chair)", whether or not the name came with the mark."""
    if not person.position or f"({person.position})".casefold() in person.name.casefold():
        return person.name
    return f"{person.name} ({person.position})"


def _each_once(people: Iterable[Member]) -> dict[str, Member]:
    """Return people by a key that tells them apart, those listed for each of their seats only once.

    "Cllr" and "Councillor" are the same person; several roles are put together.
    """
    found: dict[str, Member] = {}
    for person in people:
        name = " ".join(person.name.split())
        key = _COUNCILLOR.sub("councillor", name).casefold()
        if key:
            known = found.get(key, Member(name))
            role = _put_together(known.role, person.role)
            found[key] = Member(known.name, role, _put_together(known.position, person.position))
    return found


def _put_together(first: str, second: str) -> str:
    second = second.strip()
    if not first or second in first.split("; "):
        return first or second
    return f"{first}; {second}" if second else first
