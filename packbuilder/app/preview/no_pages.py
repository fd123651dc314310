"""Why a place in the meeting has no pages in the public pack, in words for the bar above it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.errors import PasswordNeeded
from packbuilder.meeting.meeting import Access, AgendaItem, Document
from packbuilder.meeting.numbering import document_labels, item_numbers


def _tr(text: str) -> str:
    return QCoreApplication.translate("PackPane", text)


def why_no_pages(session: Session, place: Place) -> str:
    """Return why a place without pages has none; "" for the meeting and what is gone."""
    meeting = session.meeting
    item = next((item for item in meeting.items if item.id == place.item_id), None)
    if item is None:
        return ""
    number = item_numbers(meeting)[item.id].rstrip(".")
    if item.access is not Access.OPEN:
        return _tr("Item {number} is {access}: no pages of it are in this pack.").format(
            number=number, access=item.access
        )
    if place.document_id:
        document = next((d for d in item.documents if d.id == place.document_id), None)
        return "" if document is None else _of_document(session, document)
    return _of_item(session, item, number)


def _of_document(session: Session, document: Document) -> str:
    trouble = session.troubles.get(document.id)
    if document.access is not Access.OPEN:
        called = document_labels(session.meeting)[document.id]
        return _tr("{document} is {access}: its pages are not in this pack.").format(
            document=called or _tr("This document"), access=document.access
        )
    if isinstance(trouble, PasswordNeeded):
        return _tr("This document needs its password: it is not in the pack.")
    if trouble is not None:
        return _tr("This document could not be read: it is not in the pack.")
    if document.id not in session.facts:
        return _tr("This document is still being read.")
    return _tr("The pages of this document come with the pack that is being built.")


def _of_item(session: Session, item: AgendaItem, number: str) -> str:
    open_ones = [d for d in item.documents if d.access is Access.OPEN]
    if not item.documents and item.to_follow:
        words = _tr("The papers of item {number} are to follow, so it has no pages yet.")
    elif not item.documents:
        words = _tr("Item {number} has no papers, so no pages.")
    elif not open_ones:
        words = _tr("No paper of item {number} is public: its pages are not in this pack.")
    elif any(d.id in session.facts for d in open_ones):
        words = _tr("The pages of item {number} come with the pack that is being built.")
    elif all(d.id in session.troubles for d in open_ones):
        words = _tr("No paper of item {number} could be read: they are not in the pack.")
    else:
        words = _tr("The papers of item {number} are still being read.")
    return words.format(number=number)


def wordings_of_line(session: Session, item_id: str) -> tuple[str, ...]:
    """Return what an item's line on the agenda may read, the surest first."""
    meeting = session.meeting
    item = next((item for item in meeting.items if item.id == item_id), None)
    if item is None:
        return ()
    number, title = item_numbers(meeting)[item.id], (item.public_title or item.title).strip()
    # A long title breaks over lines, and a hyphen may have come into it.
    beginning = " ".join(title.split()[:3])
    wordings = (f"{number} {title}", f"{number} {beginning}", title, beginning)
    return tuple(dict.fromkeys(words for words in wordings if title))
