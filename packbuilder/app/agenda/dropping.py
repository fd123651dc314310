"""What is dropped or pasted into the agenda: its own rows, files and folders, attachments of a mail program.

Reads names of files only, never what is in them, and that beside the window's thread: a folder may lie
on a network drive that has gone to sleep.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QMimeData

from packbuilder.app.selection import Place
from packbuilder.meeting.file_titles import natural_key

ROWS_TYPE = "application/x-packbuilder-agenda-rows"

_MOST_FILES = 500
_URLS_TYPE = "text/uri-list"
_MAIL_WORDS = ("filegroupdescriptor", "renprivatemessages")


class Payload(Enum):
    """What is being dragged."""

    NOTHING = 0
    ITEMS = 1
    DOCUMENTS = 2
    FILES = 3
    NO_FILE = 4
    """An attachment that a mail program, or a file that a browser, has not put on the disk yet."""


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """Where something would be dropped.

    With an ``item_id`` it goes under that item, before its document at ``index`` (None: last).
    Without, it becomes or stays an item, before the item that is at ``index`` now (None: last), under the
    heading ``section``.
    """

    item_id: str = ""
    index: int | None = None
    section: str = ""


def mime_types() -> list[str]:
    """Return the types of data that the agenda takes."""
    return [ROWS_TYPE, _URLS_TYPE]


def rows_to_mime(places: Sequence[Place]) -> QMimeData:
    """Return dragged rows as data: items, or where there are none among them, documents."""
    items = [place.item_id for place in places if not place.document_id]
    documents = [place.document_id for place in places if place.document_id]
    data = QMimeData()
    if items or documents:
        content = {"items": items} if items else {"documents": documents}
        data.setData(ROWS_TYPE, json.dumps(content).encode())
    return data


def rows_from_mime(data: QMimeData) -> tuple[list[str], list[str]]:
    """Return the ids of dragged items and of dragged documents; one of the lists is empty."""
    if not data.hasFormat(ROWS_TYPE):
        return [], []
    content = json.loads(bytes(data.data(ROWS_TYPE).data()))
    return content.get("items", []), content.get("documents", [])


def payload_of(data: QMimeData) -> Payload:
    """Say what is being dragged."""
    items, documents = rows_from_mime(data)
    if items:
        return Payload.ITEMS
    if documents:
        return Payload.DOCUMENTS
    if paths_of(data):
        return Payload.FILES
    if data.hasUrls() or any(word in name.lower() for name in data.formats() for word in _MAIL_WORDS):
        return Payload.NO_FILE
    return Payload.NOTHING


def paths_of(data: QMimeData) -> list[Path]:
    """Return the files and folders in what was dropped or copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return files as they are, and folders as their files in natural order, subfolders after them.

    Files that only systems and editors read are left out. May take long: not for the window's thread.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            _add_folder(path, files)
        else:
            files.append(path)
    return files[:_MOST_FILES]


def _add_folder(folder: Path, files: list[Path]) -> None:
    try:
        entries = sorted(folder.iterdir(), key=lambda path: natural_key(path.name))
        kept = [entry for entry in entries if not _is_of_no_use(entry.name) and not entry.is_symlink()]
        files.extend(entry for entry in kept if entry.is_file())
        folders = [entry for entry in kept if entry.is_dir()]
    except OSError:
        # A folder that may not be read is attached itself, and then said to be unreadable.
        files.append(folder)
        return
    for entry in folders:
        if len(files) < _MOST_FILES:
            _add_folder(entry, files)


def _is_of_no_use(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini")
