"""Attaches files to the agenda: as documents with a title and a role from their names, as one edit.

What is asked for, dropped or put right ends here. The files are not read: ``taking_in`` sees to that.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication

from packbuilder.app.selection import Place
from packbuilder.app.session import Session
from packbuilder.intake.kinds import endings_taken_in
from packbuilder.meeting import edits
from packbuilder.meeting.file_titles import document_title, main_file_of, role_of
from packbuilder.meeting.meeting import Document, DocumentRole, Meeting, new_id


@dataclasses.dataclass(frozen=True, slots=True)
class FileToAttach:
    """A file, or with ``inside`` the part of that name in a mail or ZIP file."""

    path: Path
    inside: str = ""

    @property
    def name(self) -> str:
        """The name that its author gave it: that of the part, without the folders of a ZIP file."""
        return file_name(self.inside) or self.path.name


Attachable: TypeAlias = Path | FileToAttach
"""What can be attached. Both have a ``name``."""


def file_name(path: str) -> str:
    """Return the last name in a path, whichever system wrote it."""
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def file_filters() -> str:
    """Return what the dialogs show of files that can be attached, as ``Dialogs`` takes it.

    All kinds together come first: a clerk takes what the author sent, and seldom knows what it is.
    """
    endings_by_kind = endings_taken_in()
    everything = [ending for endings in endings_by_kind.values() for ending in endings]
    filters = [_filter(_tr("Documents (all kinds)"), everything)]
    filters += [
        _filter(kind.value[:1].upper() + kind.value[1:], endings) for kind, endings in endings_by_kind.items()
    ]
    return ";;".join([*filters, _tr("All files") + " (*)"])


def documents_of(files: Sequence[Attachable], before: Sequence[DocumentRole]) -> tuple[Document, ...]:
    """Return new documents for files, in order; what the others came with is put before them.

    Args:
        files: The files, attached together.
        before: The roles of the documents that stand before them under their item.
    """
    roles = list(before)
    documents = []
    main = main_file_of([file.name for file in files])
    if main is not None and all(role is DocumentRole.APPENDIX for role in before):
        files = [files[main], *files[:main], *files[main + 1 :]]
    for file in files:
        role = role_of(file.name, roles)
        roles.append(role)
        path, inside = (file.path, file.inside) if isinstance(file, FileToAttach) else (file, "")
        title = document_title(file.name, role)
        documents.append(Document(new_id(), str(path), title=title, role=role, inside=inside))
    return tuple(documents)


def attach(
    session: Session, item_id: str, files: Sequence[Attachable], index: int | None = None
) -> list[str]:
    """Attach files to an item, in one edit; return the ids of the new documents.

    Args:
        session: The meeting.
        item_id: The item.
        files: The files, in order.
        index: Where the first one is to stand among the item's documents, from 0; None is last.
    """
    number, item = next(
        (number, item) for number, item in enumerate(session.meeting.items, start=1) if item.id == item_id
    )
    first = len(item.documents) if index is None else index
    documents = documents_of(files, [document.role for document in item.documents[:first]])
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


def _filter(words: str, endings: Sequence[str]) -> str:
    return f"{words} ({' '.join(f'*{ending}' for ending in endings)})"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Attaching", text)
