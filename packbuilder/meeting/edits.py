"""Every change to a meeting: functions that take a ``Meeting`` and return the changed one.

First in the line. The meeting that is given never changes, so undoing an edit is going back to the
value before it. Ids are given once, when an item or a document is made, and stay; ``index`` counts
from 0 and says where something stands afterwards, or last where it is None. What is kept as a
whole (members, officers, notices, actions, parts, the style) is given anew as a whole.

Programming errors, in every function: ``KeyError`` for an id that the meeting does not hold,
``IndexError`` for an index that its list does not reach, ``ValueError`` for an id that is used already.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypedDict, TypeVar, Unpack

from packbuilder.meeting.access import EXEMPT_PARAGRAPHS
from packbuilder.meeting.fitting import Fitting, with_all_pages
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.meeting.meeting import (
    Access,
    Action,
    Administrator,
    AgendaItem,
    Document,
    DocumentRole,
    Form,
    Meeting,
    Member,
    Notice,
    Officer,
    Part,
    ProperOfficer,
    new_id,
)
from packbuilder.meeting.treatment import Treatment, makes_other_pages, without_pictured


class MeetingFields(TypedDict, total=False):
    """What ``change_meeting`` can set: everything but the items."""

    council: str
    body: str
    date: dt.date
    time: dt.time | None
    finish: dt.time | None
    venue: str
    executive: bool
    published: dt.date | None
    introduction: str
    administrator: Administrator
    proper_officer: ProperOfficer
    members: tuple[Member, ...]
    officers: tuple[Officer, ...]
    notices: tuple[Notice, ...]
    actions: tuple[Action, ...]
    style: HouseStyle


class ItemFields(TypedDict, total=False):
    """What ``change_item`` can set: everything but its id, its access and its documents."""

    title: str
    description: str
    lead: str
    form: Form
    minutes: int | None
    start: dt.time | None
    section: str
    public_title: str
    to_follow: bool
    urgency_reason: str
    recommendations: tuple[str, ...]
    parts: tuple[Part, ...]


class DocumentFields(TypedDict, total=False):
    """What ``change_document`` can set: everything but its id and its access."""

    file: str
    title: str
    role: DocumentRole
    sha256: str
    inside: str
    treatment: Treatment
    fitting: Fitting
    looked_at: tuple[str, ...]


# The meeting.


def change_meeting(meeting: Meeting, **fields: Unpack[MeetingFields]) -> Meeting:
    """Set fields of the meeting itself, such as ``change_meeting(meeting, venue="Corby")``."""
    return dataclasses.replace(meeting, **fields)


# Items.


def add_item(meeting: Meeting, item: AgendaItem, index: int | None = None) -> Meeting:
    """Put a new item, with the documents it may have, in the agenda."""
    _refuse_used_ids(meeting, [item.id, *(document.id for document in item.documents)])
    return _with_items(meeting, _inserted(meeting.items, item, index))


def remove_item(meeting: Meeting, item_id: str) -> Meeting:
    """Take an item and its documents out of the agenda."""
    _item(meeting, item_id)
    return _with_items(meeting, [item for item in meeting.items if item.id != item_id])


def move_item(meeting: Meeting, item_id: str, index: int) -> Meeting:
    """Move an item, with its documents, so that it then stands at ``index``."""
    item = _item(meeting, item_id)
    return _with_items(meeting, _inserted(remove_item(meeting, item_id).items, item, index))


def duplicate_item(meeting: Meeting, item_id: str) -> Meeting:
    """Put a copy of an item and its documents right after it; the copies have ids of their own."""
    item = _item(meeting, item_id)
    documents = tuple(dataclasses.replace(document, id=new_id()) for document in item.documents)
    copy = dataclasses.replace(item, id=new_id(), documents=documents)
    return add_item(meeting, copy, meeting.items.index(item) + 1)


def change_item(meeting: Meeting, item_id: str, **fields: Unpack[ItemFields]) -> Meeting:
    """Set fields of an item, such as ``change_item(meeting, item_id, minutes=10)``."""
    return _with_item(meeting, item_id, lambda item: dataclasses.replace(item, **fields))


def set_item_access(
    meeting: Meeting, item_id: str, access: Access, exempt_paragraphs: Sequence[int] = ()
) -> Meeting:
    """Say who may see an item, and under which paragraphs of Schedule 12A it is closed.

    An item that is opened opens its documents too, save those that are closed themselves.

    Raises:
        ValueError: If paragraphs are given for an open item, or there are no such paragraphs.
    """
    paragraphs = _paragraphs(access, exempt_paragraphs)
    return _with_item(
        meeting,
        item_id,
        lambda item: dataclasses.replace(item, access=access, exempt_paragraphs=paragraphs),
    )


# Documents.


def attach_document(meeting: Meeting, item_id: str, document: Document, index: int | None = None) -> Meeting:
    """Put a new document under an item."""
    _refuse_used_ids(meeting, [document.id])
    return _with_item(
        meeting,
        item_id,
        lambda item: dataclasses.replace(item, documents=_inserted(item.documents, document, index)),
    )


def replace_document_file(meeting: Meeting, document_id: str, file: str, inside: str = "") -> Meeting:
    """Put another file in the place of a document's: a newer version, or one that can be read.

    It keeps its place, title, role and access. What was settled about the pages of the old file
    (which go in, what was done to them, what was looked at) says nothing about the new one's.
    """
    return change_document(
        meeting,
        document_id,
        file=file,
        inside=inside,
        sha256="",
        treatment=Treatment(),
        fitting=Fitting(),
        looked_at=(),
    )


def treat_document(meeting: Meeting, document_id: str, treatment: Treatment) -> Meeting:
    """Say what is done to a document's file before its pages are used.

    Where that may make other pages of it (``has_choices_to_lose``), all of them are printed again as
    they come: what was chosen or looked at by page number says nothing about the new ones.
    """
    _, document = _document(meeting, document_id)
    if not makes_other_pages(document.treatment, treatment):
        return change_document(meeting, document_id, treatment=treatment)
    return change_document(
        meeting,
        document_id,
        treatment=without_pictured(treatment),
        fitting=with_all_pages(document.fitting),
        looked_at=(),
    )


def has_choices_to_lose(document: Document, treatment: Treatment) -> bool:
    """Whether ``treat_document`` takes back choices about a document's pages."""
    chosen = (
        document.fitting.kept,
        document.fitting.turned,
        document.treatment.pictured_pages,
        document.looked_at,
    )
    return makes_other_pages(document.treatment, treatment) and any(chosen)


def remove_document(meeting: Meeting, document_id: str) -> Meeting:
    """Take a document from its item."""
    item, _ = _document(meeting, document_id)
    return _with_item(
        meeting,
        item.id,
        lambda item: dataclasses.replace(
            item, documents=tuple(other for other in item.documents if other.id != document_id)
        ),
    )


def move_document(meeting: Meeting, document_id: str, item_id: str, index: int | None = None) -> Meeting:
    """Move a document under an item, its own or another, so that it then stands at ``index`` there.

    A document that was closed only because its item is takes that access along: moving is not
    publishing. ``set_document_access`` opens it.
    """
    left, document = _document(meeting, document_id)
    document = _kept_closed(document, left, _item(meeting, item_id))
    return attach_document(remove_document(meeting, document_id), item_id, document, index)


def change_document(meeting: Meeting, document_id: str, **fields: Unpack[DocumentFields]) -> Meeting:
    """Set fields of a document, such as its title.

    A new ``file`` replaces the old one in its place; its copy in a meeting file is another one too,
    so give ``sha256`` with it.
    """
    return _with_document(meeting, document_id, lambda document: dataclasses.replace(document, **fields))


def set_document_access(
    meeting: Meeting, document_id: str, access: Access, exempt_paragraphs: Sequence[int] = ()
) -> Meeting:
    """Say who may see a document; under a closed item even an open one stays closed.

    Raises:
        ValueError: If paragraphs are given for an open document, or there are no such paragraphs.
    """
    paragraphs = _paragraphs(access, exempt_paragraphs)
    return _with_document(
        meeting,
        document_id,
        lambda document: dataclasses.replace(document, access=access, exempt_paragraphs=paragraphs),
    )


# What the edits share.

_FROM_OPEN_TO_CLOSED = (Access.OPEN, Access.EXEMPT, Access.CONFIDENTIAL)

_Element = TypeVar("_Element")


def _item(meeting: Meeting, item_id: str) -> AgendaItem:
    for item in meeting.items:
        if item.id == item_id:
            return item
    raise KeyError(f"no item {item_id}")


def _document(meeting: Meeting, document_id: str) -> tuple[AgendaItem, Document]:
    for item, document in meeting.documents():
        if document.id == document_id:
            return item, document
    raise KeyError(f"no document {document_id}")


def _with_items(meeting: Meeting, items: Sequence[AgendaItem]) -> Meeting:
    return dataclasses.replace(meeting, items=tuple(items))


def _with_item(meeting: Meeting, item_id: str, change: Callable[[AgendaItem], AgendaItem]) -> Meeting:
    changed = change(_item(meeting, item_id))
    return _with_items(meeting, [changed if item.id == item_id else item for item in meeting.items])


def _with_document(meeting: Meeting, document_id: str, change: Callable[[Document], Document]) -> Meeting:
    item, document = _document(meeting, document_id)
    changed = change(document)
    documents = tuple(changed if other.id == document_id else other for other in item.documents)
    return _with_item(meeting, item.id, lambda item: dataclasses.replace(item, documents=documents))


def _inserted(elements: tuple[_Element, ...], element: _Element, index: int | None) -> tuple[_Element, ...]:
    place = len(elements) if index is None else index
    if not 0 <= place <= len(elements):
        raise IndexError(f"index {place} in a list of {len(elements)}")
    return (*elements[:place], element, *elements[place:])


def _refuse_used_ids(meeting: Meeting, ids: Sequence[str]) -> None:
    used = {item.id for item in meeting.items} | {document.id for _, document in meeting.documents()}
    for new in ids:
        if new in used:
            raise ValueError(f"id {new} is used already")
        used.add(new)


def _paragraphs(access: Access, numbers: Sequence[int]) -> tuple[int, ...]:
    if numbers and access is Access.OPEN:
        raise ValueError("what is open has no exempt paragraphs")
    if unknown := set(numbers) - set(EXEMPT_PARAGRAPHS):
        raise ValueError(f"Schedule 12A has no paragraph {min(unknown)}")
    return tuple(sorted(set(numbers)))


def _kept_closed(document: Document, left: AgendaItem, reached: AgendaItem) -> Document:
    if any(_closedness(left) <= _closedness(other) for other in (document, reached)):
        return document
    return dataclasses.replace(document, access=left.access, exempt_paragraphs=left.exempt_paragraphs)


def _closedness(what: AgendaItem | Document) -> int:
    return _FROM_OPEN_TO_CLOSED.index(what.access)
