"""Where the documents of a pack come from: files on disk, or the meeting file that holds them.

Both give the same: a ``TakenIn`` for a ``Document``, with the pages that go into the pack, turned and
scaled as the document says. Whoever builds the pack asks for the documents of its own view of the
meeting, and so never for one that it may not hold.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.files import file_sha256, working_folder
from packbuilder.intake.fitted import fitted
from packbuilder.intake.kinds import needs_conversion
from packbuilder.intake.print_ready import reopened
from packbuilder.intake.take_in import Received, take_in, take_in_all
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.access import public_view
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.findings import document_words, item_words
from packbuilder.meeting.meeting import Document, Meeting
from packbuilder.meeting.treatment import Treatment
from packbuilder.progress import Progress, Quiet

if TYPE_CHECKING:
    from packbuilder.storage.meeting_file import MeetingFile

TakeDocument = Callable[[Document], TakenIn]
"""Gives a document, ready to be joined; raises PackBuilderError where it cannot."""

AskPassword = Callable[[str], str]
"""Asks the user for the password of the named file; returns "" where they have none."""


def no_password(file_name: str) -> str:
    """Have no password for any file: what opens only with one is then refused."""
    return ""


def from_disk(ask_password: AskPassword = no_password, together: Sequence[Document] = ()) -> TakeDocument:
    """Return what takes documents in from the files that they name.

    Args:
        ask_password: Called for a file that needs a password, until it is right or "".
        together: Documents that will be asked for: those that LibreOffice makes pages of are
            converted in one go, when the first of them is asked for.
    """
    converted = _ConvertedTogether(together)

    def take(document: Document) -> TakenIn:
        whole = converted.take(document) or _whole_from_disk(document, ask_password)
        try:
            return fitted(whole, document.fitting)
        except PackBuilderError as error:
            raise PackBuilderError(f"{Path(document.file).name}: {error.what}", error.next_step) from error

    return take


_FileKey = tuple[str, Treatment]


class _ConvertedTogether:
    """What LibreOffice made of several documents in one go; of a file that changed since, nothing."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._waiting = {
            (document.file, document.treatment)
            for document in documents
            if not document.sha256 and not document.inside and needs_conversion(Path(document.file))
        }
        self._ways_in: dict[_FileKey, tuple[str, Callable[[], TakenIn] | PackBuilderError]] = {}

    def take(self, document: Document) -> TakenIn | None:
        """Return a document's pages, or None where it is to be taken in by itself."""
        key = (document.file, document.treatment)
        if document.inside or not (key in self._waiting or key in self._ways_in):
            return None
        if self._waiting:
            self._convert()
        sha256, way_in = self._ways_in.get(key, ("", None))
        if way_in is None:
            return None
        try:
            is_the_same = file_sha256(Path(document.file)) == sha256
        except OSError:
            return None  # It went away since; taking it in by itself says so.
        if not is_the_same:
            return None
        if isinstance(way_in, PackBuilderError):
            raise way_in
        return way_in()

    def _convert(self) -> None:
        files: dict[_FileKey, str] = {}
        for key in sorted(self._waiting, key=lambda key: (key[0], key[1].key)):
            # What is not there or may not be read is told when it is asked for.
            with contextlib.suppress(OSError, ValueError):
                files[key] = file_sha256(Path(key[0]))
        self._waiting.clear()
        keys = list(files)
        with working_folder() as folder:
            received = [Received(Path(file), treatment=treatment) for file, treatment in keys]
            for index, way_in in take_in_all(received, folder, Quiet()):
                self._ways_in[keys[index]] = (files[keys[index]], way_in)


def _whole_from_disk(document: Document, ask_password: AskPassword) -> TakenIn:
    path = Path(document.file)
    password = ""
    while True:
        try:
            return take_in(path, password, document.treatment, document.inside)
        except PasswordNeeded:
            password = ask_password(path.name)
            if not password:
                raise


def published_hashes(meeting: Meeting) -> frozenset[str]:
    """Return the SHA-256 of every document that the public pack of a meeting may hold.

    They say which files, whatever is done to their pages: one that is closed is closed treated too.
    """
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
        key, held = document.treatment.key, file.treatments(document.sha256)
        if held and key not in held:
            raise PackBuilderError(
                f"What was chosen for the pages of {document_words(document)} has not been done to them yet.",
                f"Open {file.path.name} in packbuilder's window, and wait until the document is taken in.",
            )
        stored = file.document(document.sha256, key)
        try:
            return fitted(reopened(stored.print_ready, stored.facts), document.fitting)
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
