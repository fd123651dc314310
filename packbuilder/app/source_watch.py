"""Notices that the file which a document came from was changed since, and offers the newer one.

Beside ``taking_in``. Files are looked at in a thread of their own, as each may lie on a drive that does
not answer; which of them count is decided on the window's thread, as the meeting may be another by then.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import stat
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path, PurePath
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from packbuilder.app.attaching import file_name
from packbuilder.app.selection import Place
from packbuilder.app.session import Replaced, Session
from packbuilder.app.settings import Settings
from packbuilder.errors import PackBuilderError
from packbuilder.files import file_sha256
from packbuilder.meeting import edits
from packbuilder.meeting.findings import Finding, Severity, document_words, item_words
from packbuilder.meeting.meeting import AgendaItem, Document, Meeting
from packbuilder.meeting.printed_times import date_words
from packbuilder.storage.meeting_file import MeetingFile

KIND = "source-changed"

_LOOK_EVERY_MS = 60_000
_ASK_EVERY_MS = 20
_MOST_BYTES = 2_000_000_000
"""What is larger has never been taken in."""

_CLOCKS_DIFFER_BY_NS = 120 * 1_000_000_000
_MOST_LETTERS = 60

_Key: TypeAlias = tuple[str, str, str]
"""A document: its id, its file, and the part of the file that is meant."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Stamp:
    """What a folder says of a file: enough to see that it is another, without reading it."""

    changed_ns: int
    size_bytes: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Watched:
    """A file to look at. ``since`` is when the copy was taken, ``seen`` what was seen of it last."""

    path: Path
    sha256: str
    is_parcel: bool
    since: dt.datetime | None
    copy_size_bytes: int
    seen: _Stamp | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen of a file. ``version`` tells what it holds; "" is not known to have changed."""

    stamp: _Stamp
    version: str = ""


class SourceWatch(QObject):
    """Watches the files that a session's documents came from."""

    changed = Signal()
    """``findings`` are others."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        today: Callable[[], dt.date],
        parent: QObject | None = None,
    ) -> None:
        """Look for the first time; then whenever the clerk comes back to the window, and every minute.

        Args:
            session: The meeting.
            settings: Where it is remembered which newer files are not wanted.
            today: Says today's date: a date of this year is said without it.
            parent: Whose it is.
        """
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._today = today
        self._looking: Future[dict[_Key, _Seen]] | None = None
        self._answer = QTimer(self, interval=_ASK_EVERY_MS)
        self._answer.timeout.connect(self._ask)
        self._is_closed = threading.Event()
        self._is_looking = False
        self._kept = set(settings.kept_versions)
        self._received: dict[str, dt.datetime | None] = {}
        self._seen: dict[_Key, _Seen] = {}
        self._found: tuple[Finding, ...] = ()
        # A meeting from elsewhere may name a file on any server: asking for it would tell that server.
        self._from_elsewhere = (
            set()
            if session.reads_what_it_names
            else {(document.id, document.file) for _, document in session.meeting.documents()}
        )
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        session.changed.connect(self._tell)
        session.documents_changed.connect(self._tell)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._follow_window)
            self._follow_window(application.applicationState())
        self.look()

    # What it knows.

    @property
    def is_idle(self) -> bool:
        """Whether no file is being looked at."""
        return not self._is_looking

    def findings(self) -> tuple[Finding, ...]:
        """Return a finding for each document whose file was changed after it was attached."""
        return tuple(
            _finding(position, item, document, seen.stamp, self._today())
            for position, item, document in self._places()
            if (seen := self._newer(document)) is not None
        )

    def is_newer(self, document_id: str) -> bool:
        """Say whether there is a newer version of a document, as far as is known."""
        return any(document.id == document_id and self._newer(document) for _, _, document in self._places())

    # What the clerk decides.

    def take(self, document_id: str) -> bool:
        """Take the newer version of a document, as one edit; return whether it was begun."""
        for position, item, document in self._places():
            if document.id == document_id:
                return self._take(position, item, document)
        return False

    def _take(self, position: int, item: AgendaItem, document: Document) -> bool:
        seen = self._newer(document)
        name = _called(document)
        done = self._session.edit(
            self.tr("Take the newer version of {name}").format(name=name),
            lambda meeting: edits.replace_document_file(meeting, document.id, document.file, document.inside),
            place=Place(item.id, document.id, "file"),
            said=self.tr("Reading the newer version of {name}, item {n}.").format(name=name, n=position),
        )
        if done:
            self._session.forget_trouble(document.id)
        if done and document.inside and seen is not None:
            # The part itself may be the same as before: the mail is not told of again.
            self._kept.add(_version_of(document, seen.version))
        return done

    def keep(self, document_id: str) -> None:
        """Keep a document as it is: this newer version is not told of again, a still newer one is."""
        for position, _, document in self._places():
            seen = self._newer(document)
            if document.id == document_id and seen is not None:
                version = _version_of(document, seen.version)
                self._kept.add(version)
                self._settings.keep_version(version)
                self._session.said.emit(
                    self.tr("{name} of item {n} stays as it is.").format(name=_called(document), n=position)
                )
                self._tell()

    # Looking.

    def look(self) -> None:
        """Look at the files, beside the window; nothing is done while that is still going on."""
        if self._is_looking or self._is_closed.is_set() or not any(self._watchable()):
            return
        self._is_looking = True
        unknown = {document.sha256 for document in self._watchable() if document.sha256 not in self._received}
        if unknown:
            self._session.with_file(lambda file: _received(file, unknown), self._take_received)
        else:
            self._begin()

    def close(self) -> None:
        """Look no more. What is being read is not waited for: a drive may take minutes to say no."""
        self._is_closed.set()
        self._timer.stop()
        self._answer.stop()

    def _follow_window(self, state: Qt.ApplicationState) -> None:
        if self._is_closed.is_set():
            return
        if state is Qt.ApplicationState.ApplicationActive:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def _take_received(self, done: Future[dict[str, dt.datetime | None]]) -> None:
        if done.exception() is None:
            self._received.update(done.result())
            self._begin()
        else:
            self._is_looking = False

    def _begin(self) -> None:
        if self._is_closed.is_set():
            return
        watched = {
            _key(document): _Watched(
                Path(document.file),
                document.sha256,
                bool(document.inside),
                self._received.get(document.sha256),
                self._size_of_copy(document),
                seen.stamp if (seen := self._seen.get(_key(document))) is not None else None,
            )
            for document in self._watchable()
        }
        self._looking = Future()
        # Whoever ends the program does not wait for such a thread, as for others.
        threading.Thread(
            target=_do_look, args=(self._looking, watched, self._is_closed), name="source files", daemon=True
        ).start()
        self._answer.start()

    def _ask(self) -> None:
        if self._looking is not None and self._looking.done():
            self._answer.stop()
            self._take_seen(self._looking)

    def _take_seen(self, done: Future[dict[_Key, _Seen]]) -> None:
        self._is_looking = False
        if not self._is_closed.is_set():
            self._seen.update(done.result())
            self._tell()

    def _tell(self) -> None:
        found = self.findings()
        if found != self._found:
            self._found = found
            self.changed.emit()

    # What is looked at.

    def _places(self) -> Iterator[tuple[int, AgendaItem, Document]]:
        for position, item in enumerate(self._session.meeting.items, start=1):
            for document in item.documents:
                yield position, item, document

    def _watchable(self) -> Iterator[Document]:
        """Return the documents that have been taken in and whose files may be looked at."""
        for _, document in self._session.meeting.documents():
            is_ours = (document.id, document.file) not in self._from_elsewhere
            if document.id in self._session.facts and _may_be_looked_at(document.file, is_ours=is_ours):
                yield document

    def _newer(self, document: Document) -> _Seen | None:
        seen = self._seen.get(_key(document))
        # While the newer one is being read there is nothing to tell.
        is_newer = (
            seen is not None
            and document.id in self._session.facts
            and seen.version not in ("", document.sha256)
            and _version_of(document, seen.version) not in self._kept
        )
        return seen if is_newer else None

    def _size_of_copy(self, document: Document) -> int:
        facts = self._session.whole_facts.get(document.id)
        details = facts.details if facts is not None else None
        return details.size_bytes if details is not None else 0


class Replacements(QObject):
    """Says what came of it when another file was put in a document's place."""

    said = Signal(str)
    """How many pages it has now, and which pages of the pack have moved."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Listen to a session."""
        super().__init__(parent)
        self._session = session
        self._first_pages_before: dict[str, Mapping[str, int]] = {}
        session.changed.connect(self._remember)
        session.replaced.connect(self._tell)

    def _remember(self, before: Meeting) -> None:
        """Remember where everything lay when a file was replaced: pages are numbered anew after this."""
        had = {document.id for _, document in before.documents() if document.sha256}
        for _, document in self._session.meeting.documents():
            if document.id in had and not document.sha256:
                self._first_pages_before[document.id] = self._session.page_numbers.first_pages

    def _tell(self, replaced: Replaced) -> None:
        before = self._first_pages_before.pop(replaced.document_id, {})
        now = self._session.page_numbers.first_pages
        for position, item in enumerate(self._session.meeting.items, start=1):
            for document in item.documents:
                if document.id == replaced.document_id:
                    words = self.tr("{name}, item {n}: {pages}.").format(
                        name=_called(document),
                        n=position,
                        pages=_page_count_words(replaced.page_count_before, replaced.page_count),
                    )
                    self.said.emit(f"{words} {moved_words(before, now)}".strip())


def moved_words(before: Mapping[str, int], now: Mapping[str, int]) -> str:
    """Say which pages of the pack have moved: "Pages from 31 on are now 2 later."; "" if that is not simple.

    Args:
        before: The first pages of items and documents, by their ids, as they were.
        now: The same, as they are.
    """
    if before.keys() != now.keys():
        return ""
    moved = {id_: now[id_] - before[id_] for id_ in now if now[id_] != before[id_]}
    if len(set(moved.values())) != 1:
        return ""
    first = min(before[id_] for id_ in moved)
    if any(before[id_] >= first for id_ in now.keys() - moved.keys()):
        return ""
    by = next(iter(moved.values()))
    words = (
        _tr("Pages from {n} on are now {by} later.")
        if by > 0
        else _tr("Pages from {n} on are now {by} earlier.")
    )
    return words.format(n=first, by=abs(by))


def _page_count_words(before: int, now: int) -> str:
    if before == now:
        return _tr("1 page, as before") if now == 1 else _tr("{n} pages, as before").format(n=now)
    words = _tr("1 page before, {m} now") if before == 1 else _tr("{n} pages before, {m} now")
    return words.format(n=before, m=now)


# In the thread: no Qt from here on.


def _received(file: MeetingFile, hashes: Collection[str]) -> dict[str, dt.datetime | None]:
    """Return when documents were copied in, as far as the meeting file says."""
    found: dict[str, dt.datetime | None] = {}
    for sha256 in hashes:
        try:
            found[sha256] = file.origin(sha256).received
        except PackBuilderError:
            found[sha256] = None  # Only its treated pages are held, or its row is damaged.
    return found


def _do_look(
    done: Future[dict[_Key, _Seen]], watched: Mapping[_Key, _Watched], is_closed: threading.Event
) -> None:
    try:
        done.set_result(dict(_look_at(watched, is_closed)))
    except Exception as error:  # Raised on the window's thread, by whoever asks for the result.
        done.set_exception(error)


def _look_at(watched: Mapping[_Key, _Watched], is_closed: threading.Event) -> Iterator[tuple[_Key, _Seen]]:
    """Return what is seen of files that are there, and not as they were last time."""
    for key, file in watched.items():
        if is_closed.is_set():
            return
        stamp = _stamp_of(file.path)
        if stamp is None or stamp == file.seen:
            continue
        if file.seen is None and not _may_have_changed(file, stamp):
            yield key, _Seen(stamp)
        elif file.is_parcel:
            yield key, _Seen(stamp, f"{stamp.changed_ns}-{stamp.size_bytes}")
        elif sha256 := _steady_sha256(file, stamp):
            yield key, _Seen(stamp, sha256)


def _stamp_of(path: Path) -> _Stamp | None:
    """Return what the folder says of a file; None for what is away, empty, or no ordinary file."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    is_one = stat.S_ISREG(found.st_mode) and 0 < found.st_size <= _MOST_BYTES
    return _Stamp(found.st_mtime_ns, found.st_size) if is_one else None


def _may_have_changed(file: _Watched, stamp: _Stamp) -> bool:
    """Say whether a file that is seen for the first time is worth reading."""
    if file.since is None:
        return not file.is_parcel
    since_ns = int(file.since.timestamp() * 1_000_000_000)
    if file.is_parcel:
        # Nothing but its clock speaks for it: that of a server may be ahead of ours.
        return stamp.changed_ns > since_ns + _CLOCKS_DIFFER_BY_NS
    return stamp.changed_ns > since_ns or (file.copy_size_bytes not in (0, stamp.size_bytes))


def _steady_sha256(file: _Watched, stamp: _Stamp) -> str:
    """Return the SHA-256 of a file that nobody is writing to; "" where that cannot be said now."""
    try:
        sha256 = file_sha256(file.path)
        if sha256 == file.sha256:
            return sha256
        # A file that is being saved gives another answer each time.
        is_steady = (
            _stamp_of(file.path) == stamp
            and file_sha256(file.path) == sha256
            and _stamp_of(file.path) == stamp
        )
    except OSError:
        return ""
    return sha256 if is_steady else ""


# What is said.


def _may_be_looked_at(file: str, *, is_ours: bool) -> bool:
    is_on_network = file.startswith(("\\\\", "//"))
    return PurePath(file).is_absolute() and (is_ours or not is_on_network)


def _key(document: Document) -> _Key:
    return document.id, document.file, document.inside


def _version_of(document: Document, version: str) -> str:
    """Return a word for a newer file in a document's place, that tells nothing of either."""
    return hashlib.sha256(f"{document.id}/{version}".encode()).hexdigest()[:16]


def _finding(position: int, item: AgendaItem, document: Document, stamp: _Stamp, today: dt.date) -> Finding:
    when = _when_words(stamp, today)
    if document.inside:
        words = _tr("{file}, which it came from, may have been changed{when}, after it was attached.")
    else:
        words = _tr("the file it came from was changed{when}, after it was attached.")
    words = words.format(file=file_name(document.file), when=when)
    return Finding(
        Severity.WARNING,
        f"{item_words(position, item)}, {document_words(document)}: {words}",
        _tr("Take the newer one, or keep this one."),
        item.id,
        document.id,
        KIND,
    )


def _when_words(stamp: _Stamp, today: dt.date) -> str:
    try:
        when = dt.datetime.fromtimestamp(stamp.changed_ns / 1_000_000_000).astimezone()
    except (OSError, OverflowError, ValueError):
        return ""  # A year that no calendar has: it happens on network drives.
    date = date_words(when.date())
    if when.year == today.year:
        date = date.rpartition(" ")[0]
    return _tr(" on {date} at {time}").format(date=date, time=f"{when:%H:%M}")


def _called(document: Document) -> str:
    """Return a document's name, as short as the Edit menu needs it."""
    words = document_words(document)
    return words if len(words) <= _MOST_LETTERS else words[: _MOST_LETTERS - 3].rstrip() + "..."


def _tr(text: str) -> str:
    return QCoreApplication.translate("SourceWatch", text)
