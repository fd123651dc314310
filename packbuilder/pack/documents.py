"""Where the documents of a pack come from: files on disk, or the meeting file that holds them.

Both give the same: a ``TakenIn`` for a ``Document``. Whoever builds the pack asks for the documents
of its own view of the meeting, and so never for one that it may not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.intake.print_ready import reopened
from packbuilder.intake.take_in import TakenIn, take_in
from packbuilder.meeting.access import public_view
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.findings import document_words, item_words
from packbuilder.meeting.meeting import Document, Meeting
from packbuilder.progress import Progress

if TYPE_CHECKING:
    from packbuilder.storage.meeting_file import MeetingFile

TakeDocument = Callable[[Document], TakenIn]
"""Gives a document, ready to be joined; raises PackBuilderError where it cannot."""

AskPassword = Callable[[str], str]
"""Asks the user for the password of the named file; returns "" where they have none."""


def no_password(file_name: str) -> str:
    """Have no password for any file: what opens only with one is then refused."""
    return ""


def from_disk(ask_password: AskPassword = no_password) -> TakeDocument:
    """Return what takes documents in from the files that they name.

    Args:
        ask_password: Called for a file that needs a password, until it is right or "".
    """

    def take(document: Document) -> TakenIn:
        path = Path(document.file)
        password = ""
        while True:
            try:
                return take_in(path, password)
            except PasswordNeeded:
                password = ask_password(path.name)
                if not password:
                    raise

    return take


def published_hashes(meeting: Meeting) -> frozenset[str]:
    """Return the SHA-256 of every document that the public pack of a meeting may hold."""
    return frozenset(document.sha256 for _, document in public_view(meeting).documents() if document.sha256)


def from_meeting_file(file: MeetingFile, allowed: Collection[str] | None = None) -> TakeDocument:
    """Return what opens the copies of documents that a meeting file holds; nothing else is read.

    Args:
        file: The meeting file.
        allowed: The SHA-256 of what may be opened; None is whatever the file holds. A second wall
            beside the public view: what it does not name is refused, whoever asks for it.
    """

    def take(document: Document) -> TakenIn:
        if allowed is not None and document.sha256 and document.sha256 not in allowed:
            raise PackBuilderError(
                f"{document_words(document)} is not open to the public, so it was not opened for this pack.",
                "Look at who may see it, and report this.",
            )
        if not document.sha256:
            raise PackBuilderError(
                f"{document_words(document)} was not copied into {file.path.name}.", "Attach it again."
            )
        stored = file.document(document.sha256)
        try:
            return reopened(stored.print_ready, stored.facts)
        except PackBuilderError as error:
            raise PackBuilderError(
                f"{document_words(document)} in {file.path.name}: {error.what}", error.next_step
            ) from error

    return take


def facts_of(documents: Mapping[str, TakenIn]) -> dict[str, DocumentFacts]:
    """Return what planning and checks need of documents taken in, by document id."""
    return {document_id: taken.facts for document_id, taken in documents.items()}


def take_documents(meeting: Meeting, progress: Progress, take: TakeDocument) -> dict[str, TakenIn]:
    """Take every document of a meeting; return them by document id.

    Raises:
        PackBuilderError: For the first document that cannot be taken, naming its item.
        Cancelled: If the user asked to stop.
    """
    attached = [(n, item, d) for n, item in enumerate(meeting.items, start=1) for d in item.documents]
    taken: dict[str, TakenIn] = {}
    for done, (position, item, document) in enumerate(attached):
        progress.step("Taking in documents", done, len(attached))
        try:
            taken[document.id] = take(document)
        except PackBuilderError as error:
            raise type(error)(f"{item_words(position, item)}: {error.what}", error.next_step) from error
    return taken
