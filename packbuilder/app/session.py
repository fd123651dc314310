"""An open meeting: one value, one stack of edits, one file that always holds the newest value.

Everything in the window that shows the meeting listens to ``changed`` and reads ``meeting``;
everything that edits it calls ``edit`` with one of the functions of ``meeting.edits``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from packbuilder.app.page_numbers import PageNumbers, page_numbers, what_decides_page_numbers
from packbuilder.app.saving import Saving
from packbuilder.app.selection import THE_MEETING, Place
from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.meeting.document_facts import LOOKED_WITH, DocumentFacts
from packbuilder.meeting.edits import change_document, replace_document_file
from packbuilder.meeting.findings import document_file_name, document_words
from packbuilder.meeting.fitting import Fitting, fitted_facts
from packbuilder.meeting.meeting import Document, Meeting
from packbuilder.storage.lock import MeetingLock
from packbuilder.storage.meeting_file import MeetingFile, Origin
from packbuilder.storage.new_meetings import give_name

_Result = TypeVar("_Result")

Change = Callable[[Meeting], Meeting]

_GATHERED_FOR_MS = 40


class PagesKey(NamedTuple):
    """Which pages are meant: of which document, from which file, treated how.

    ``sha256`` is empty for a file that was not copied in yet: it is another one than the copy that
    came from the same place before.
    """

    document_id: str
    file: str
    inside: str
    sha256: str
    treatment: str


def pages_key(document: Document) -> PagesKey:
    """Return which pages a document asks for."""
    return PagesKey(document.id, document.file, document.inside, document.sha256, document.treatment.key)


@dataclasses.dataclass(frozen=True, slots=True)
class Replaced:
    """Another file has come into a document's place: how many pages it had, and has."""

    document_id: str
    page_count_before: int
    page_count: int


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

    saving_failed = Signal(object)
    """A ``PackBuilderError``: the newest value is not on the disk; it is tried again until it is."""

    refused = Signal(object)
    """A ``PackBuilderError`` for the clerk: the meeting may only be read, a file could not be copied in."""

    replaced = Signal(object)
    """A ``Replaced``: another file stands in a document's place now, and has its pages."""

    def __init__(
        self,
        file: MeetingFile,
        parent: QObject | None = None,
        *,
        lock: MeetingLock | None = None,
        is_read_only: bool = False,
        reads_what_it_names: bool = False,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC).astimezone(),
    ) -> None:
        """Open the meeting that a file holds; the file and its lock are the session's own from now on.

        Raises:
            PackBuilderError: If the file is damaged.
        """
        super().__init__(parent)
        self._meeting = file.meeting()
        self._lock = lock
        self._clock = clock
        self._reads_what_it_names = reads_what_it_names
        self._is_closed = False
        self._is_moving = False
        self._known_facts = file.all_facts()
        self._held = _held_in(file) | {sha256 for sha256, _ in self._known_facts}
        self._path = file.path
        self._is_read_only = is_read_only or file.read_only
        self._saving = Saving(file, self)
        self._saving.settled.connect(lambda: self.saved_changed.emit(True))
        self._saving.failed.connect(self.saving_failed)
        self._troubles: dict[PagesKey, PackBuilderError] = {}
        self._arrived: list[tuple[Document, str]] = []
        self._page_counts_before: dict[str, tuple[str, int]] = {}
        # Hundreds may arrive at once, and each would be shown everywhere.
        self._arrival = QTimer(self, interval=_GATHERED_FOR_MS, singleShot=True)
        self._arrival.timeout.connect(self._amend)
        self._facts: dict[str, DocumentFacts] = {}
        self._whole_facts: dict[str, DocumentFacts] = {}
        self._fittings: dict[str, Fitting] = {}
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
    def is_failing(self) -> bool:
        """Whether the last try to write the meeting failed; it is tried again."""
        return self._saving.is_failing

    @property
    def reads_what_it_names(self) -> bool:
        """Whether files that the meeting already named when it was opened may be read without asking.

        A meeting from elsewhere may name any file of this computer.
        """
        return self._reads_what_it_names

    @property
    def facts(self) -> Mapping[str, DocumentFacts]:
        """The facts of every document that was taken in, as it goes into the pack, by document id."""
        return self._facts

    @property
    def whole_facts(self) -> Mapping[str, DocumentFacts]:
        """The same of each document whole: the pages that are left out, as they came, too."""
        return self._whole_facts

    @property
    def troubles(self) -> Mapping[str, PackBuilderError]:
        """Why documents could not be taken in, by document id.

        One that an earlier packbuilder took in may have a trouble and pages: this one could not look into it.
        """
        if not self._troubles:
            return {}
        return {
            document.id: self._troubles[pages_key(document)]
            for _, document in self._meeting.documents()
            if pages_key(document) in self._troubles and not self._is_known_well(document)
        }

    def awaits(self, document: Document) -> bool:
        """Say whether pages are still wanted of a document: of the same file, treated in the same way."""
        wanted = pages_key(document)
        return any(
            pages_key(other) == wanted and not self._is_known_well(other)
            for _, other in self._meeting.documents()
        )

    def has_copy(self, document: Document) -> bool:
        """Say whether the meeting file holds a document's file, even where its pages or facts are lost."""
        return document.sha256 in self._held

    def awaited(self) -> list[Document]:
        """Return the documents that have no pages yet; then those to be looked at with newer eyes.

        The latter were taken in by an earlier packbuilder, which did not look for all that this one does.
        """
        documents = [document for _, document in self._meeting.documents()]
        without = [document for document in documents if document.id not in self._facts]
        return without + [
            document
            for document in documents
            if document.id in self._facts and not self._is_known_well(document)
        ]

    def _is_known_well(self, document: Document) -> bool:
        facts = self._known_facts.get((document.sha256, document.treatment.key))
        return facts is not None and facts.looked_with >= LOOKED_WITH

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
        if self._is_closed:
            return False
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
        treatment = document.treatment.key
        # Pages made anew of the copy in the file have come from where that came from.
        is_held = self.has_copy(document)
        received = self._clock()

        def store(file: MeetingFile) -> str:
            origin = _origin_of(file, document) if is_held else Origin(document.file, received)
            return file.store_document(
                original.read_bytes(), print_ready.read_bytes(), facts, origin, treatment
            )

        def stored(done: Future[str]) -> None:
            error = done.exception()
            if error is None:
                self._known_facts[done.result(), treatment] = facts
                self._held.add(done.result())
                self._arrived.append((document, done.result()))
                self._arrival.start()
            elif isinstance(error, PackBuilderError):
                self.note_trouble(document, error)
            elif isinstance(error, OSError):
                self.note_trouble(
                    document,
                    PackBuilderError(
                        self.tr("{name} could not be copied into the meeting: {why}.").format(
                            name=document_file_name(document), why=why_not(error)
                        ),
                        self.tr("Free some space, and try again."),
                    ),
                )
            else:
                raise error

        self._saving.do(store, stored)

    def note_trouble(self, document: Document, error: PackBuilderError) -> None:
        """Remember why a document's file could not be taken in."""
        self._troubles[pages_key(document)] = error
        self.documents_changed.emit()

    def forget_trouble(self, document_id: str) -> None:
        """Let a document be taken in once more."""
        for key in [key for key in self._troubles if key.document_id == document_id]:
            del self._troubles[key]
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

    def give_name(self, target: Path, then: Callable[[Future[MeetingLock]], None]) -> None:
        """Move a new meeting to a name and place of the clerk's choice; ``then`` is told whether it went.

        Args:
            target: Where it goes.
            then: Gets the lock held there, or why the meeting still is where it was.
        """
        if self._is_moving:
            return
        self._is_moving = True
        meeting = self._meeting

        def move(file: MeetingFile) -> MeetingLock:
            named, lock = give_name(file, target, self._clock, meeting)
            self._saving.exchange(named)
            return lock

        def moved(done: Future[MeetingLock]) -> None:
            self._is_moving = False
            if done.exception() is None:
                self._release_lock()
                self._lock = done.result()
                self._path = target
                self.moved.emit()
            then(done)

        self._saving.do(move, moved)

    def save_copy(self, target: Path, then: Callable[[Future[None]], None]) -> None:
        """Save a copy of the meeting as it is now, whether or not its own file can be written."""
        meeting = self._meeting
        self._saving.do(lambda file: file.save_copy(target, meeting), then)

    def flush(self) -> PackBuilderError | None:
        """Wait until everything is on the disk; return why the last edit is not, if so."""
        if self._is_closed:
            return None
        self._saving.drain()
        self._amend()
        return self._saving.flush()

    def close(self) -> PackBuilderError | None:
        """Write what waits and close the file; return why the last edit is not on the disk, if so.

        Documents that the meeting no longer has go out of the file: nothing can bring them back now.
        """
        if self._is_closed:
            return None
        try:
            error = self.flush()
            self._is_closed = True
            if error is None and not self._is_read_only:
                used = {(d.sha256, d.treatment.key) for _, d in self._meeting.documents() if d.sha256}
                self._saving.do(lambda file: file.drop_unused(used), lambda done: None)
            self._saving.close()
        finally:
            self._is_closed = True
            self._release_lock()
        return error

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def put(self, meeting: Meeting) -> None:
        """Make a value the current one, everywhere. Only edits call it, as they are done and undone."""
        before, self._meeting = self._meeting, meeting
        self._remember_page_counts(before)
        self._find_facts()
        self._save()
        self.changed.emit(before)
        self._work_out_pages()

    def _save(self) -> None:
        was_saved = self._saving.is_settled
        self._saving.save(self._meeting)
        if was_saved:
            self.saved_changed.emit(False)

    def _amend(self) -> None:
        """Write into every value, past ones too, which copies the documents are that have arrived.

        Undoing must not forget a document that was taken in: it is no edit of the clerk's. Where the
        document names another file, it has been replaced, and keeps what it has. Where its copy was lost
        and its file is another one by now, that is a replacement too, and the clerk is told.
        """
        if not self._arrived:
            return
        # By file, before anything was done to it: what came of it is the same in every past value.
        arrived = {
            (document.id, document.file, document.inside): sha256
            for document, sha256 in self._arrived
            if document.sha256 != sha256
        }
        self._arrived.clear()
        self._arrival.stop()
        amended: dict[int, Meeting] = {}
        others = {
            document.id: document_words(document)
            for _, document in self._meeting.documents()
            if document.sha256
            and (document.id, document.file, document.inside) in arrived
            and not self.has_copy(document)
        }

        def amend(meeting: Meeting) -> Meeting:
            if id(meeting) not in amended:
                changed = meeting
                for _, document in meeting.documents():
                    sha256 = arrived.get((document.id, document.file, document.inside))
                    if sha256 is not None and not self.has_copy(document):
                        if document.sha256:
                            changed = replace_document_file(
                                changed, document.id, document.file, document.inside
                            )
                        changed = change_document(changed, document.id, sha256=sha256)
                amended[id(meeting)] = changed
            return amended[id(meeting)]

        for index in range(self.undo_stack.count()):
            command = self.undo_stack.command(index)
            if isinstance(command, _Edit):
                command.before, command.after = amend(command.before), amend(command.after)
        before, self._meeting = self._meeting, amend(self._meeting)
        self._find_facts()
        if self._meeting != before:
            self._save()
            self.changed.emit(before)
        self.documents_changed.emit()
        self._work_out_pages()
        self._tell_of_replaced()
        for name in others.values():
            self.refused.emit(
                PackBuilderError(
                    self.tr(
                        "The copy of {name} in the meeting was lost, and its file is another one by now."
                    ).format(name=name),
                    self.tr("Look through its pages: they are those of the file as it is today."),
                )
            )

    def _find_facts(self) -> None:
        known = self._known_facts
        whole: dict[str, DocumentFacts] = {}
        facts: dict[str, DocumentFacts] = {}
        for _, document in self._meeting.documents():
            found = known.get((document.sha256, document.treatment.key))
            if found is None:
                continue
            whole[document.id] = found
            # Most edits change no document: what was fitted before is fitted still.
            facts[document.id] = (
                self._facts[document.id]
                if self._whole_facts.get(document.id) is found
                and self._fittings.get(document.id) == document.fitting
                else fitted_facts(found, document.fitting)
            )
        self._fittings = {document.id: document.fitting for _, document in self._meeting.documents()}
        self._facts, self._whole_facts = facts, whole

    def _remember_page_counts(self, before: Meeting) -> None:
        """Remember how many pages documents had whose file has just been replaced."""
        now = {document.id: document for _, document in self._meeting.documents()}
        for _, old in before.documents():
            new = now.get(old.id)
            if new is not None and old.sha256 and not new.sha256 and old.id in self._whole_facts:
                self._page_counts_before[old.id] = (old.sha256, self._whole_facts[old.id].page_count)

    def _tell_of_replaced(self) -> None:
        for _, document in self._meeting.documents():
            if document.id in self._page_counts_before and document.id in self._whole_facts:
                sha256, page_count = self._page_counts_before.pop(document.id)
                if document.sha256 != sha256:
                    now = self._whole_facts[document.id].page_count
                    self.replaced.emit(Replaced(document.id, page_count, now))

    def _work_out_pages(self) -> None:
        decided_by = what_decides_page_numbers(self._meeting, self._facts, self._front_sheet_page_count)
        if decided_by != self._decided_by:
            self._decided_by = decided_by
            self._page_numbers = page_numbers(self._meeting, self._facts, self._front_sheet_page_count)
            self.pages_changed.emit()


def _held_in(file: MeetingFile) -> set[str]:
    with contextlib.suppress(PackBuilderError):  # A meeting whose papers are damaged opens all the same.
        return set(file.held())
    return set()


def _origin_of(file: MeetingFile, document: Document) -> Origin:
    """Return where a document that a meeting file holds came from, as far as that is still known."""
    for treatment in sorted(file.treatments(document.sha256)):
        with contextlib.suppress(PackBuilderError):  # What is said of some of its pages may be damaged.
            return file.origin(document.sha256, treatment)
    return Origin(document.file)


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
