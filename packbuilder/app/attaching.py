"""Attaches files to the agenda: as documents with a title and a role from their names, as one edit.

What is asked for, dropped or put right ends here. The files are not read: ``taking_in`` sees to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.intake.kinds import endings_taken_in
from packbuilder.meeting import edits
from packbuilder.meeting.file_titles import document_title, role_of
from packbuilder.meeting.meeting import Document, DocumentRole, Meeting, new_id


def file_filters() -> str:
    """Return what the dialogs show of files that can be attached, as ``Dialogs`` takes it."""
    kinds = [
        f"{kind.value} ({' '.join(f'*{ending}' for ending in endings)})"
        for kind, endings in endings_taken_in().items()
    ]
    return ";;".join([*kinds, _tr("All files") + " (*)"])


def documents_of(paths: Sequence[Path], before: Sequence[DocumentRole]) -> tuple[Document, ...]:
    """Return new documents for files, in order.

    Args:
        paths: The files.
        before: The roles of the documents that stand before them under their item.
    """
    roles = list(before)
    documents = []
    for path in paths:
        role = role_of(path.name, roles)
        roles.append(role)
        documents.append(Document(new_id(), str(path), title=document_title(path.name, role), role=role))
    return tuple(documents)


def attach(session: Session, item_id: str, paths: Sequence[Path], index: int | None = None) -> list[str]:
    """Attach files to an item, in one edit; return the ids of the new documents.

    Args:
        session: The meeting.
        item_id: The item.
        paths: The files, in order.
        index: Where the first one is to stand among the item's documents, from 0; None is last.
    """
    number, item = next(
        (number, item) for number, item in enumerate(session.meeting.items, start=1) if item.id == item_id
    )
    first = len(item.documents) if index is None else index
    documents = documents_of(paths, [document.role for document in item.documents[:first]])
    if not documents:
        return []

    def change(meeting: Meeting) -> Meeting:
        for place, document in enumerate(documents, start=first):
            meeting = edits.attach_document(meeting, item_id, document, place)
        return edits.change_item(meeting, item_id, to_follow=False) if item.to_follow else meeting

    count = len(documents)
    one, many = _tr("Attached a document to item {n}."), _tr("Attached {count} documents to item {n}.")
    said = (one if count == 1 else many).format(count=count, n=number)
    if item.to_follow:
        said = _tr("Attached. Item {n} is no longer to follow.").format(n=number)
    done = session.edit(
        _tr("Attach a document") if count == 1 else _tr("Attach {count} documents").format(count=count),
        change,
        place=Place(item_id, documents[0].id),
        said=said,
    )
    return [document.id for document in documents] if done else []


def _tr(text: str) -> str:
    return QCoreApplication.translate("Attaching", text)
