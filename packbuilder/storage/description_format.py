"""The format of a description in TOML: its tables, their keys and what each key takes.

First in the line, below ``description``, which reads a file by it. The records are the format
itself: a key that is not among their fields is unknown.
"""

from __future__ import annotations

import datetime as dt
from typing import cast

import msgspec
import msgspec.inspect

from packbuilder.meeting.fitting import PageSize
from packbuilder.meeting.house_style import (
    AgendaStyle,
    FontFamily,
    HouseStyle,
    ItemStampPlace,
    LandscapeStamps,
    PageStampPlace,
    RangeStyle,
)
from packbuilder.meeting.meeting import Access, ActionStatus, DocumentRole, Form
from packbuilder.meeting.treatment import Remedy

FORMAT = 1

PATH_ADVICE = "Write paths with forward slashes, or in single quotes."
"""What to do about a path that TOML took for something else."""


TURNS_ADVICE = "Write rotate = {3 = 90}: page 3 is turned 90 degrees clockwise."
"""How to turn pages."""


class Table(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A TOML table that accepts only the keys it names."""


class AdministratorTable(Table, frozen=True):
    """Whom to ask about the meeting."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""


class ProperOfficerTable(Table, frozen=True):
    """Who summons the members."""

    name: str = ""
    post: str = ""


class MemberTable(Table, frozen=True):
    """A member of the body."""

    name: str
    role: str = ""
    position: str = ""


class OfficerTable(Table, frozen=True):
    """An officer who attends."""

    name: str
    role: str = ""


class NoticeTable(Table, frozen=True):
    """A notice on the front sheet."""

    text: str
    heading: str = ""


class PartTable(Table, frozen=True):
    """A part of an item, with presenters of its own."""

    title: str
    presenters: tuple[str, ...] = ()
    form: Form = Form.NONE


class DocumentTable(Table, frozen=True):
    """A paper that belongs to an item."""

    file: str
    title: str = ""
    role: DocumentRole = DocumentRole.REPORT
    access: Access = Access.OPEN
    exempt_paragraphs: tuple[int, ...] = ()
    inside: str = ""
    pages: str = ""
    rotate: dict[str, int] = {}
    size: PageSize = PageSize.AS_IT_IS
    drop_blank_end: bool = False
    remedies: tuple[Remedy, ...] = ()
    picture_pages: str = ""
    looked_at: tuple[str, ...] = ()


class ItemTable(Table, frozen=True):
    """An item of business."""

    title: str
    description: str = ""
    lead: str = ""
    form: Form = Form.NONE
    minutes: int | None = None
    start: dt.time | None = None
    section: str = ""
    access: Access = Access.OPEN
    exempt_paragraphs: tuple[int, ...] = ()
    public_title: str = ""
    to_follow: bool = False
    urgency_reason: str = ""
    recommendations: tuple[str, ...] = ()
    part: tuple[PartTable, ...] = ()
    document: tuple[DocumentTable, ...] = ()


class ActionTable(Table, frozen=True):
    """A row of the action log."""

    number: str
    action: str
    owner: str = ""
    progress: str = ""
    status: ActionStatus = ActionStatus.OUTSTANDING


class ColumnTable(Table, frozen=True):
    """A column of the agenda whose heading does not tell what stands in it."""

    heading: str
    column: str


_PLAIN = HouseStyle()


class StyleKeys(Table, frozen=True):
    """The house style: keys at the top of a description, and of a named style's file."""

    style_name: str = _PLAIN.name
    agenda_style: AgendaStyle = _PLAIN.agenda_style
    agenda_columns: tuple[str | ColumnTable, ...] | None = None
    item_numbers: str = _PLAIN.item_numbers
    minute_numbers: str = _PLAIN.minute_numbers
    page_ranges: RangeStyle | None = _PLAIN.page_ranges
    duplex: bool = _PLAIN.duplex
    landscape_stamps: LandscapeStamps = _PLAIN.landscape_stamps
    logo: str = _PLAIN.logo
    font: FontFamily = _PLAIN.font
    item_stamp: str = _PLAIN.item_stamp
    item_stamp_place: ItemStampPlace = _PLAIN.item_stamp_place
    page_stamp: str = _PLAIN.page_stamp
    page_stamp_place: PageStampPlace = _PLAIN.page_stamp_place


class Description(StyleKeys, frozen=True, kw_only=True):
    """The whole file: the keys at its top, and its tables."""

    format: int
    council: str
    body: str
    date: dt.date
    time: dt.time | None = None
    finish: dt.time | None = None
    venue: str = ""
    executive: bool = False
    published: dt.date | None = None
    introduction: str = ""
    administrator: AdministratorTable = AdministratorTable()
    proper_officer: ProperOfficerTable = ProperOfficerTable()
    member: tuple[MemberTable, ...] = ()
    officer: tuple[OfficerTable, ...] = ()
    notice: tuple[NoticeTable, ...] = ()
    item: tuple[ItemTable, ...] = ()
    action: tuple[ActionTable, ...] = ()


TABLES: dict[str, type[Table]] = {
    "administrator": AdministratorTable,
    "proper_officer": ProperOfficerTable,
    "member": MemberTable,
    "officer": OfficerTable,
    "notice": NoticeTable,
    "item": ItemTable,
    "part": PartTable,
    "document": DocumentTable,
    "action": ActionTable,
}
"""The tables by the last word of their headings."""

SINGLE_TABLES = ("administrator", "proper_officer")
"""Those that a description has once; the others are written as often as needed."""


def _takes(record: type[Table]) -> dict[str, msgspec.inspect.Type]:
    """Return what each key of a table takes when it is written."""
    fields = cast(msgspec.inspect.StructType, msgspec.inspect.type_info(record)).fields
    return {
        f.name: f.type.types[0] if isinstance(f.type, msgspec.inspect.UnionType) else f.type for f in fields
    }


KEYS = {"": _takes(Description)} | {name: _takes(record) for name, record in TABLES.items()}
"""What each key takes, by the table's name; "" is the top of the file."""


def words_of_choice(table: str, key: str) -> list[str]:
    """Return the words that a key of a table, or an entry of its list, may take; none if any text will do."""
    takes = KEYS[table].get(key)
    if isinstance(takes, msgspec.inspect.VarTupleType):
        takes = takes.item_type
    return [str(c.value) for c in takes.cls] if isinstance(takes, msgspec.inspect.EnumType) else []
