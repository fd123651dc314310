"""An open meeting: one value, one stack of edits, one file that always holds the newest value.

Everything in the window that shows the meeting listens to ``changed`` and reads ``meeting``;
everything that edits it calls ``edit`` with one of the functions of ``meeting.edits``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from packbuilder.app.page_numbers import PageNumbers, page_numbers, what_decides_page_numbers
from packbuilder.app.saving import Saving
from packbuilder.app.selection import THE_MEETING, Place
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.edits import change_document
from packbuilder.meeting.meeting import Document, Meeting
from packbuilder.storage.lock import MeetingLock
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.storage.new_meetings import give_name

_Result = TypeVar("_Result")

Change = Callable[[Meeting], Meeting]


class Session(QObject):
    """The meeting that the window has open."""

    changed = Signal(object)
    """The ``Meeting`` before; ``meeting`` is the one after."""

    pages_changed = Signal()
    """``page_numbers`` is another one."""

    documents_changed = Signal()
    """A document was taken in, or could not be: ``facts`` or ``troubles`` is another one."""

    saved_changed = Signal(bool)
    """Whether everything is on the disk."""

    said = Signal(str)
    """A few words for the status bar: what was done or undone."""

    undone = Signal(object)
    """The ``Place`` of an edit that was just undone or redone."""

    moved = Signal()
    """The meeting file lies in another place: ``path``."""

    refused = Signal(object)
    """A ``PackBuilderError`` for the clerk: the disk is full, the meeting may only be read."""

    def __init__(
        self,
        file: MeetingFile,
        parent: QObject | None = None,
        *,
        lock: MeetingLock | None = None,
        is_read_only: bool = False,
    ) -> None:
        """Open the meeting that a file holds; the file and its lock are the session's own from now on.

        Raises:
            PackBuilderError: If the file is damaged.
        """
        super().__init__(parent)
        self._meeting = file.meeting()
        self._lock = lock
        self._is_closed = False
        self._facts_by_hash = file.all_facts()
        self._path = file.path
        self._is_read_only = is_read_only or file.read_only
        self._saving = Saving(file, self)
        self._saving.settled.connect(lambda: self.saved_changed.emit(True))
        self._saving.failed.connect(self.refused)
        self._troubles: dict[str, PackBuilderError] = {}
        self._facts: dict[str, DocumentFacts] = {}
        self._front_sheet_page_count = 2
        self._decided_by: object = None
        self._page_numbers = PageNumbers()
        self._find_facts()
        self.undo_stack = QUndoStack(self)
        self._work_out_pages()

    # What it holds.

    @property
    def meeting(self) -> Meeting:
        """The meeting as it is now."""
        return self._meeting

    @property
    def path(self) -> Path:
        """Where the meeting file lies."""
        return self._path

    @property
    def is_read_only(self) -> bool:
        """Whether edits are refused."""
        return self._is_read_only

    @property
    def is_saved(self) -> bool:
        """Whether everything is on the disk."""
        return self._saving.is_settled

    @property
    def facts(self) -> Mapping[str, DocumentFacts]:
        """The facts of every document that was taken in, by document id."""
        return self._facts

    @property
    def troubles(self) -> Mapping[str, PackBuilderError]:
        """Why documents could not be taken in, by document id."""
        return self._troubles

    @property
    def page_numbers(self) -> PageNumbers:
        """Where everything lies in the public pack."""
        return self._page_numbers

    def holds(self, place: Place) -> bool:
        """Say whether a place is (still) in the meeting."""
        if place.document_id:
            return any(
                item.id == place.item_id and document.id == place.document_id
                for item, document in self._meeting.documents()
            )
        return not place.item_id or any(item.id == place.item_id for item in self._meeting.items)

    # Edits.

    def edit(
        self, name: str, change: Change, *, place: Place = THE_MEETING, merge_key: str = "", said: str = ""
    ) -> bool:
        """Change the meeting, so that it can be undone; return whether anything changed.

        Args:
            name: What Edit > Undo calls it, such as "Move item 5".
            change: What gives the meeting after from the one before.
            place: What to show when it is undone.
            merge_key: Edits that follow each other with the same key are undone as one: typing.
            said: What to say in the status bar; "" says nothing.
        """
        if self._is_read_only:
            self.refused.emit(
                PackBuilderError(
                    "This meeting is open to be read only.", "Save a copy of it, and change that."
                )
            )
            return False
        after = change(self._meeting)
        if after == self._meeting:
            return False
        self.undo_stack.push(_Edit(self, name, after, place, merge_key))
        if said:
            self.said.emit(said)
        return True

    def undo(self) -> None:
        """Undo the last edit, and say which."""
        if self.undo_stack.canUndo():
            name = self.undo_stack.undoText()
            self.undo_stack.undo()
            self.said.emit(self.tr("Undone: {name}").format(name=name))

    def redo(self) -> None:
        """Do again what was undone last, and say what."""
        if self.undo_stack.canRedo():
            name = self.undo_stack.redoText()
            self.undo_stack.redo()
            self.said.emit(self.tr("Done again: {name}").format(name=name))

    # Documents that were taken in.

    def store_document(
        self, document: Document, original: Path, print_ready: Path, facts: DocumentFacts
    ) -> None:
        """Copy a document that was taken in into the meeting file, from files of the job that did it.

        Args:
            document: The document as it was when the job began.
            original: The file as it was received.
            print_ready: What taking in made of it.
            facts: What taking in found out about it.
        """

        def store(file: MeetingFile) -> str:
            return file.store_document(original.read_bytes(), print_ready.read_bytes(), facts)

        def stored(done: Future[str]) -> None:
            error = done.exception()
            if isinstance(error, PackBuilderError):
                self.note_trouble(document.id, error)
            elif error is not None:
                raise error
            else:
                self._facts_by_hash[done.result()] = facts
                self._troubles.pop(document.id, None)
                self._amend(document, done.result())

        self._saving.do(store, stored)

    def note_trouble(self, document_id: str, error: PackBuilderError) -> None:
        """Remember why a document could not be taken in."""
        self._troubles[document_id] = error
        self.documents_changed.emit()

    def forget_trouble(self, document_id: str) -> None:
        """Let a document be taken in once more."""
        if self._troubles.pop(document_id, None) is not None:
            self.documents_changed.emit()

    def note_front_sheet(self, page_count: int) -> None:
        """Take the length of the front sheet from a pack that was just built."""
        if page_count != self._front_sheet_page_count:
            self._front_sheet_page_count = page_count
            self._work_out_pages()

    # The file.

    def with_file(
        self, task: Callable[[MeetingFile], _Result], then: Callable[[Future[_Result]], None]
    ) -> None:
        """Do something with the meeting file after what is being saved; ``then`` gets what came of it."""
        self._saving.do(task, then)

    def give_name(
        self, target: Path, clock: Callable[[], dt.datetime], then: Callable[[Future[MeetingLock]], None]
    ) -> None:
        """Move a new meeting to a name and place of the clerk's choice; ``then`` is told whether it went.

        Args:
            target: Where it goes.
            clock: Says since when it is open there.
            then: Gets the lock held there, or why the meeting still is where it was.
        """

        def move(file: MeetingFile) -> MeetingLock:
            named = give_name(file, target)
            self._saving.exchange(named)
            return MeetingLock.take(target, clock)

        def moved(done: Future[MeetingLock]) -> None:
            if done.exception() is None:
                if self._lock is not None:
                    self._lock.release()
                self._lock = done.result()
                self._path = target
                self.moved.emit()
            then(done)

        self._saving.do(move, moved)

    def close(self) -> PackBuilderError | None:
        """Write what waits and close the file; return why the last edit is not on the disk, if so.

        Documents that the meeting no longer has go out of the file: nothing can bring them back now.
        """
        if self._is_closed:
            return None
        self._is_closed = True
        if not self._is_read_only:
            used = {document.sha256 for _, document in self._meeting.documents() if document.sha256}
            self._saving.do(lambda file: file.drop_unused(used), lambda done: None)
        error = self._saving.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        return error

    def put(self, meeting: Meeting) -> None:
        """Make a value the current one, everywhere. Only edits call it, as they are done and undone."""
        before, self._meeting = self._meeting, meeting
        self._find_facts()
        self._save()
        self.changed.emit(before)
        self._work_out_pages()

    def _save(self) -> None:
        was_saved = self._saving.is_settled
        self._saving.save(self._meeting)
        if was_saved:
            self.saved_changed.emit(False)

    def _amend(self, taken: Document, sha256: str) -> None:
        """Write into every value, past ones too, which copy a document is.

        Undoing must not forget a document that was taken in: it is no edit of the clerk's. Where the
        document names another file, it has been replaced, and keeps what it has.
        """
        amended: dict[int, Meeting] = {}

        def amend(meeting: Meeting) -> Meeting:
            if id(meeting) not in amended:
                awaits = any(
                    d.id == taken.id and d.file == taken.file and d.sha256 not in self._facts_by_hash
                    for _, d in meeting.documents()
                )
                amended[id(meeting)] = (
                    change_document(meeting, taken.id, sha256=sha256) if awaits else meeting
                )
            return amended[id(meeting)]

        for index in range(self.undo_stack.count()):
            command = self.undo_stack.command(index)
            if isinstance(command, _Edit):
                command.before, command.after = amend(command.before), amend(command.after)
        before, self._meeting = self._meeting, amend(self._meeting)
        self._find_facts()
        self._save()
        self.changed.emit(before)
        self.documents_changed.emit()
        self._work_out_pages()

    def _find_facts(self) -> None:
        known = self._facts_by_hash
        self._facts = {d.id: known[d.sha256] for _, d in self._meeting.documents() if d.sha256 in known}

    def _work_out_pages(self) -> None:
        decided_by = what_decides_page_numbers(self._meeting, self._facts, self._front_sheet_page_count)
        if decided_by != self._decided_by:
            self._decided_by = decided_by
            self._page_numbers = page_numbers(self._meeting, self._facts, self._front_sheet_page_count)
            self.pages_changed.emit()


class _Edit(QUndoCommand):
    """One edit, whatever it is: the value before and the value after."""

    def __init__(self, session: Session, name: str, after: Meeting, place: Place, merge_key: str) -> None:
        super().__init__(name)
        self._session = session
        self.before = session.meeting
        self.after = after
        self._place = place
        self.merge_key = merge_key
        self._is_new = True

    def id(self) -> int:
        """Return what edits must share to be merged: typing is looked at, nothing else is."""
        # Qt asks for a number; equal keys are looked at in mergeWith.
        return 1 if self.merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in an edit of the same field that comes straight after this one."""
        if not isinstance(other, _Edit) or other.merge_key != self.merge_key:
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        """Put the value after in place."""
        self._session.put(self.after)
        self._say_where()

    def undo(self) -> None:
        """Put the value before back."""
        self._session.put(self.before)
        self._say_where()

    def _say_where(self) -> None:
        if not self._is_new:
            self._session.undone.emit(dataclasses.replace(self._place, field=""))
        self._is_new = False
