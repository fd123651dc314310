"""Copies what a described meeting names into a meeting file: its documents and the council's logo.

Beside the line; the meeting file then needs nothing else. The original, its print-ready PDF and its
facts go in together, so that every later pack is built from what the clerk attached, whatever
becomes of the files. All pages go in: which of them are used, and how, can then still be changed. Of
a ZIP file, and of what is attached to a mail, only the part that is meant goes in; where the mail itself
is meant it goes in whole, as it was received, and its pages are those of its words.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.files import unreadable, working_folder
from packbuilder.intake.parcels import taken_out
from packbuilder.intake.print_ready import print_ready
from packbuilder.meeting.edits import change_document
from packbuilder.meeting.findings import item_words
from packbuilder.meeting.fitting import Fitting
from packbuilder.meeting.meeting import Document, Meeting
from packbuilder.pack.documents import TakeDocument
from packbuilder.progress import Progress
from packbuilder.storage.meeting_file import MeetingFile, Origin


def collect(
    meeting: Meeting,
    take: TakeDocument,
    file: MeetingFile,
    progress: Progress,
    received: dt.datetime | None = None,
) -> Meeting:
    """Copy every document on disk, closed ones too, into a meeting file, and save the meeting there.

    The logo goes in too, if it is there; one that is not is left to the drawing to complain of.

    Args:
        meeting: The meeting as described.
        take: What takes its documents in.
        file: The meeting file; the meeting that it held is replaced once all documents are in.
        progress: Told of each document.
        received: When this is done, for the file to remember.

    Returns:
        The meeting as saved: each document carries the SHA-256 by which the file knows it.

    Raises:
        PackBuilderError: For the first document that cannot be copied, naming its item; the file
            then still holds the meeting that it held.
        Cancelled: If the user asked to stop; the same then holds.
    """
    attached = [(n, item, d) for n, item in enumerate(meeting.items, start=1) for d in item.documents]
    collected = _with_logo_in(meeting, file)
    for done, (position, item, document) in enumerate(attached):
        progress.step("Copying documents", done, len(attached))
        if document.sha256:
            continue
        try:
            sha256 = _copied_in(document, take, file, received)
        except PackBuilderError as error:
            raise type(error)(f"{item_words(position, item)}: {error.what}", error.next_step) from error
        collected = change_document(collected, document.id, sha256=sha256)
    file.save(collected)
    return collected


def collect_into_new(
    path: Path,
    meeting: Meeting,
    take: TakeDocument,
    progress: Progress,
    received: dt.datetime | None = None,
) -> Meeting:
    """Make a new meeting file with every document of a meeting copied in; or none at all.

    Raises:
        PackBuilderError: As ``collect`` does, or if there is a file of that name already.
        Cancelled: If the user asked to stop.
    """
    with contextlib.ExitStack() as on_failure:
        file = MeetingFile.create(path, meeting)
        on_failure.callback(path.unlink, missing_ok=True)
        with file:
            collected = collect(meeting, take, file, progress, received)
        on_failure.pop_all()
    return collected


def _with_logo_in(meeting: Meeting, file: MeetingFile) -> Meeting:
    style = meeting.style
    if not style.logo or style.logo_sha256 or not Path(style.logo).is_file():
        return meeting
    sha256 = file.store_logo(_read(Path(style.logo)))
    return dataclasses.replace(meeting, style=dataclasses.replace(style, logo_sha256=sha256))


def _copied_in(
    document: Document, take: TakeDocument, file: MeetingFile, received: dt.datetime | None
) -> str:
    path = Path(document.file)
    original = _received(document)
    taken = take(dataclasses.replace(document, fitting=Fitting()))
    # A file that is saved over in the meantime must not be kept beside the pages of its older self.
    if _received(document) != original:
        raise PackBuilderError(f"{path.name} was changed while it was copied.", "Try again.")
    try:
        ready = print_ready(taken)
    except PackBuilderError as error:
        raise PackBuilderError(f"{path.name}: {error.what}", error.next_step) from error
    origin = Origin(document.file, received)
    return file.store_document(original, ready, taken.facts, origin, document.treatment.key)


def _received(document: Document) -> bytes:
    path = Path(document.file)
    if not document.inside:
        return _read(path)
    with working_folder() as folder:
        return _read(taken_out(path, document.inside, folder))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
