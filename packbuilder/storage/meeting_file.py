"""The meeting file: one SQLite database with a meeting, its documents and what was exported from it.

Every change is a transaction that has reached the disk when it returns, so there is no unsaved
state to lose. Documents are copied in whole, as received and as print-ready PDF, keyed by their
SHA-256: nothing outside the file is needed to build the pack, and the same report is held once. Its
pages are held once for each treatment (``Treatment.key``), so that undoing one brings them back at once.
Every row carries a checksum, so that a value which changed on the disk is never taken for the
clerk's; the last values of the meeting are kept, so that there is a whole one to go back to.

The formats are in ``migrations``, the words for what goes wrong in ``database``, who may change a
file in ``lock``, copies in ``sound_copy``. An open file may be used by any thread, but by one at a time.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

import msgspec

from packbuilder.errors import PackBuilderError
from packbuilder.files import written_beside
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.database import (
    be_patient,
    checksum,
    connected,
    damaged,
    is_damage,
    is_whole,
    may_be_written,
    no_meeting_file,
    said_plainly,
    sha256_of,
    transaction,
)
from packbuilder.storage.migrations import APPLICATION_ID, FORMAT, make_tables, migrate
from packbuilder.storage.sound_copy import settle_journal, write_sound_copy

KEPT_VALUES = 20
"""How many of the meeting's last values a file keeps."""

_Record = TypeVar("_Record")


@dataclasses.dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the file holds it: its print-ready PDF and its facts."""

    print_ready: bytes
    facts: DocumentFacts


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: its path then, and when it was copied in; empty where unknown."""

    path: str = ""
    received: dt.datetime | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _DocumentRow:
    """A row of the table of documents, without its checksum."""

    original_sha256: str
    treatment: str
    print_ready_sha256: str
    facts: str
    came_from: str
    received: str


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """One pack that was made: when, which, under what name, its hash and its pages."""

    at: dt.datetime
    pack: str
    file_name: str
    sha256: str
    page_count: int


class MeetingFile:
    """An open meeting file."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
        """Take over an open database; ``create`` and ``open`` are the ways to one."""
        self._connection = connection
        self._path = path
        self._read_only = read_only
        self._damage_note = ""

    @classmethod
    def create(cls, path: Path, meeting: Meeting) -> MeetingFile:
        """Make a new meeting file and open it.

        Raises:
            PackBuilderError: If there is a file of that name already, or it cannot be written.
        """
        settle_journal(path)
        with (
            written_beside(path, only_new=True) as temporary,
            said_plainly(path),
            contextlib.closing(connected(temporary)) as connection,
        ):
            make_tables(connection)
            _write_meeting(connection, meeting)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> MeetingFile:
        """Open a meeting file. One that may only be read opens too, and then cannot be saved.

        A file of an older format is brought to the newest; where it may only be read, a copy of it
        is, and the file stays as it is.

        Args:
            path: The file.
            read_only: Open it to be read, whatever may be done to it.

        Raises:
            PackBuilderError: If it is missing, is no meeting file, was made by a newer
                packbuilder, is damaged, or cannot be read or locked. It is then as it was.
        """
        if not path.is_file():
            reason = "it is a folder" if path.is_dir() else "it is not there"
            raise PackBuilderError(
                f"{path.name} could not be opened: {reason}.", "Check the name and the folder."
            )
        # Not opened here to see whether it can be: closing it again would drop SQLite's locks on it.
        with said_plainly(path, "opened"), contextlib.ExitStack() as on_failure:
            connection = on_failure.enter_context(contextlib.closing(connected(path)))
            version = _version(connection, path)
            read_only = read_only or not may_be_written(connection)
            if version < FORMAT and read_only:
                connection = on_failure.enter_context(contextlib.closing(_copied_aside(connection)))
            file = cls(connection, path, read_only=read_only)
            if version < FORMAT:
                migrate(connection, prove=file.meeting)
            if read_only:
                connection.execute("PRAGMA query_only = ON")
            be_patient(connection)
            on_failure.pop_all()
        return file

    def __enter__(self) -> MeetingFile:
        """Return the open file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; nothing is lost by it."""
        self._connection.close()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._path

    @property
    def read_only(self) -> bool:
        """Whether it may only be read, by its rights or because it was opened so."""
        return self._read_only

    @property
    def size_bytes(self) -> int:
        """How large the file is."""
        with said_plainly(self._path, "read"):
            (page_count,) = self._connection.execute("PRAGMA page_count").fetchone()
            (page_bytes,) = self._connection.execute("PRAGMA page_size").fetchone()
        return int(page_count) * int(page_bytes)

    @property
    def damage_note(self) -> str:
        """What to tell the clerk if ``meeting`` found the last value damaged, else ""."""
        return self._damage_note

    # The meeting.

    def meeting(self) -> Meeting:
        """Return the meeting as last saved, or the last whole value of it (see ``damage_note``).

        Raises:
            PackBuilderError: If the file is damaged, and no value in it is whole.
        """
        with said_plainly(self._path, "read"):
            self._damage_note = ""
            if (meeting := self._value("SELECT value, checksum FROM meeting")) is not None:
                return meeting
            for (number,) in self._connection.execute(
                "SELECT number FROM saved ORDER BY number DESC"
            ).fetchall():
                query = f"SELECT value, checksum, number FROM saved WHERE number = {int(number)}"
                if (meeting := self._value(query)) is not None:
                    self._damage_note = (
                        f"{self._path.name} is damaged. This is the last whole state of the meeting in it: "
                        "check the last changes, and save a copy on another disk."
                    )
                    return meeting
        raise damaged(self._path)

    def _value(self, query: str) -> Meeting | None:
        """Return the value that a query finds, or None if it is not as it was written."""
        try:
            row = self._connection.execute(query).fetchone()
            if row is None or row[1] != checksum(*row[2:], row[0]):
                return None
            meeting = msgspec.json.decode(row[0], type=Meeting)
            return meeting if _has_sound_ids(meeting) else None
        except msgspec.MsgspecError:
            return None
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                return None
            raise

    def save(self, meeting: Meeting) -> None:
        """Put a meeting in the place of the one before, in one transaction.

        Raises:
            PackBuilderError: If it cannot be written; the meeting before is then still there.
        """
        with said_plainly(self._path):
            _write_meeting(self._connection, meeting)

    # Its documents.

    def store_document(
        self,
        original: bytes,
        print_ready: bytes,
        facts: DocumentFacts,
        origin: Origin | None = None,
        treatment: str = "",
    ) -> str:
        """Copy a document in; return the SHA-256 of the original, which names it from now on.

        Args:
            original: The file as it was received.
            print_ready: Its pages, after the treatment.
            facts: What taking in found out about them.
            origin: Where the file came from.
            treatment: The key of what was done to a copy of it; "" is nothing.

        Raises:
            PackBuilderError: If it cannot be written; the file is then as it was.
        """
        came = origin or Origin()
        received = came.received.isoformat() if came.received else ""
        facts_json = msgspec.json.encode(facts).decode()
        sha256, print_ready_sha256 = sha256_of(original), sha256_of(print_ready)
        row = (sha256, treatment, print_ready_sha256, facts_json, came.path, received)
        with said_plainly(self._path), transaction(self._connection):
            self._store_content(sha256, original)
            self._store_content(print_ready_sha256, print_ready)
            self._connection.execute(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, checksum(*row))
            )
        return sha256

    def document(self, sha256: str, treatment: str = "") -> StoredDocument:
        """Return a document by the SHA-256 of its original and the key of its treatment.

        Raises:
            PackBuilderError: If the file does not hold it whole.
        """
        row = self._document_row(sha256, treatment)
        with said_plainly(self._path, "read"):
            return StoredDocument(
                self._content(row.print_ready_sha256), msgspec.json.decode(row.facts, type=DocumentFacts)
            )

    def original(self, sha256: str) -> bytes:
        """Return a document as it was received.

        Raises:
            PackBuilderError: If the file does not hold it whole.
        """
        return self._content(sha256)

    def origin(self, sha256: str, treatment: str = "") -> Origin:
        """Return where a document came from.

        Raises:
            PackBuilderError: If the file does not hold it whole.
        """
        row = self._document_row(sha256, treatment)
        with said_plainly(self._path, "read"):
            return _record({"path": row.came_from, "received": row.received or None}, Origin)

    def facts(self, sha256: str, treatment: str = "") -> DocumentFacts:
        """Return the facts of a document without reading its pages.

        Raises:
            PackBuilderError: If the file does not hold them whole.
        """
        with said_plainly(self._path, "read"):
            return msgspec.json.decode(self._document_row(sha256, treatment).facts, type=DocumentFacts)

    def all_facts(self) -> dict[tuple[str, str], DocumentFacts]:
        """Return the facts of all documents that the file holds.

        They are by the SHA-256 of the original and the key of the treatment.

        A document whose facts are damaged is left out; ``facts`` says so of it.

        Raises:
            PackBuilderError: If the file cannot be read.
        """
        with said_plainly(self._path, "read"):
            rows = self._connection.execute("SELECT * FROM document ORDER BY rowid").fetchall()
            whole = [_DocumentRow(*row[:-1]) for row in rows if row[-1] == checksum(*row[:-1])]
            return {
                (row.original_sha256, row.treatment): msgspec.json.decode(row.facts, type=DocumentFacts)
                for row in whole
            }

    def held(self) -> frozenset[str]:
        """Return the SHA-256 of every original that the file holds, whatever became of what it says of them.

        Those of print-ready pages and of logos are among them: a hash names what it is of, and nothing else.

        Raises:
            PackBuilderError: If the file cannot be read.
        """
        with said_plainly(self._path, "read"):
            return frozenset(sha256 for (sha256,) in self._connection.execute("SELECT sha256 FROM content"))

    def treatments(self, sha256: str) -> frozenset[str]:
        """Return the keys of the treatments by which the file holds a document's pages.

        Raises:
            PackBuilderError: If the file cannot be read.
        """
        query = "SELECT treatment FROM document WHERE original_sha256 = ?"
        with said_plainly(self._path, "read"):
            return frozenset(key for (key,) in self._connection.execute(query, (sha256,)))

    def store_logo(self, data: bytes) -> str:
        """Copy the council's logo in; return its SHA-256, which names it from now on.

        Raises:
            PackBuilderError: If it cannot be written; the file is then as it was.
        """
        sha256 = sha256_of(data)
        with said_plainly(self._path), transaction(self._connection):
            self._store_content(sha256, data)
        return sha256

    def logo(self, sha256: str) -> bytes:
        """Return a logo as it was stored.

        Raises:
            PackBuilderError: If the file does not hold it whole.
        """
        return self._content(sha256)

    def drop_unused(self, keep: Collection[tuple[str, str]] = ()) -> None:
        """Take out the documents and logos that the meeting no longer names, and give back their space.

        Pages of a treatment that the meeting does not name go; the original stays while any other does.
        Earlier values of the meeting that name what is gone go too: they could not be opened whole.

        Args:
            keep: What is to stay although the meeting does not name it: the SHA-256 of the original
                and the key of the treatment, of each.

        Raises:
            PackBuilderError: If it cannot be written; the file is then as it was.
        """
        meeting = self.meeting()
        if self._damage_note:
            return  # What the lost value named is not known.
        used = _named_documents(meeting) | set(keep)
        with said_plainly(self._path):
            with transaction(self._connection):
                held = self._connection.execute(
                    "SELECT original_sha256, treatment, print_ready_sha256 FROM document"
                ).fetchall()
                unused = {(sha256, key) for sha256, key, _ in held} - used
                # An original that is named stays, even where its own row is lost: it can be taken in anew.
                kept = {meeting.style.logo_sha256, *(sha256 for sha256, _ in used)}
                kept |= {ready for sha256, key, ready in held if (sha256, key) in used}
                contents = {sha256 for (sha256,) in self._connection.execute("SELECT sha256 FROM content")}
                dropped = contents - kept
                if not dropped and not unused:
                    return
                for pair in unused:
                    self._connection.execute(
                        "DELETE FROM document WHERE original_sha256 = ? AND treatment = ?", pair
                    )
                for sha256 in dropped:
                    self._connection.execute("DELETE FROM content WHERE sha256 = ?", (sha256,))
                self._forget_values_with(dropped, unused)
            self._give_space_back()

    # What was made from it.

    def log_export(self, export: Export) -> None:
        """Remember a pack that was made.

        Raises:
            PackBuilderError: If it cannot be written.
        """
        said = (export.at.isoformat(), export.pack, export.file_name, export.sha256, export.page_count)
        with said_plainly(self._path), transaction(self._connection):
            (number,) = self._connection.execute("SELECT coalesce(max(number), 0) + 1 FROM export").fetchone()
            row = (number, *said)
            self._connection.execute(
                "INSERT INTO export VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, checksum(*row))
            )

    def exports(self) -> tuple[Export, ...]:
        """Return the packs that were made, oldest first.

        Raises:
            PackBuilderError: If what the file says of them is damaged.
        """
        with said_plainly(self._path, "read"):
            if not is_whole(self._connection, "export"):
                raise damaged(self._path)
            rows = self._connection.execute("SELECT * FROM export ORDER BY number").fetchall()
            if any(row[-1] != checksum(*row[:-1]) for row in rows):
                raise damaged(self._path)
            names = [field.name for field in dataclasses.fields(Export)]
            return tuple(_record(dict(zip(names, row[1:-1], strict=True)), Export) for row in rows)

    def forget_exports(self) -> None:
        """Forget the packs that were made: in a copy that becomes another meeting they are not its own.

        Raises:
            PackBuilderError: If it cannot be written.
        """
        with said_plainly(self._path), transaction(self._connection):
            self._connection.execute("DELETE FROM export")

    # A copy of it.

    def save_copy(self, target: Path, meeting: Meeting | None = None) -> None:
        """Write a whole copy of the file, and put it in place once it has been read back and compared.

        Args:
            target: Where it goes.
            meeting: What the copy is to hold, where that is newer than what this file does: it may
                be this file's disk that is full.

        Raises:
            PackBuilderError: If the target is this file, or is open, or cannot be written, or this
                file is damaged; the target is then as it was.
        """
        with said_plainly(target):
            # SQLite takes a copy for writing, though nothing in this file changes.
            self._connection.execute("PRAGMA query_only = OFF")
            try:
                finish = None if meeting is None else lambda copy: _write_meeting(copy, meeting)
                write_sound_copy(self._connection, self._path, target, finish)
            finally:
                self._connection.execute(f"PRAGMA query_only = {int(self._read_only)}")

    # What these share.

    def _document_row(self, sha256: str, treatment: str) -> _DocumentRow:
        query = "SELECT * FROM document WHERE original_sha256 = ? AND treatment = ?"
        with said_plainly(self._path, "read"):
            row = self._connection.execute(query, (sha256, treatment)).fetchone()
            if row is None or row[-1] != checksum(*row[:-1]):
                raise damaged(self._path)
            return _DocumentRow(*row[:-1])

    def _content(self, sha256: str) -> bytes:
        with said_plainly(self._path, "read"):
            row = self._connection.execute("SELECT data FROM content WHERE sha256 = ?", (sha256,)).fetchone()
            if row is None or sha256_of(row[0]) != sha256:
                raise damaged(self._path)
            return bytes(row[0])

    def _store_content(self, sha256: str, data: bytes) -> None:
        # What is held already is written again: a damaged copy is mended by attaching it anew.
        self._connection.execute(
            "INSERT INTO content VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data", (sha256, data)
        )

    def _forget_values_with(self, contents: Collection[str], documents: Collection[tuple[str, str]]) -> None:
        for number, value in self._connection.execute("SELECT number, value FROM saved").fetchall():
            if any(sha256 in value for sha256 in contents) or _names_any(value, documents):
                self._connection.execute("DELETE FROM saved WHERE number = ?", (number,))

    def _give_space_back(self) -> None:
        """Make the file shorter by what is free in it; where that fails, later saves use the space."""
        with contextlib.suppress(sqlite3.OperationalError):
            (mode,) = self._connection.execute("PRAGMA auto_vacuum").fetchone()
            if mode == 0:  # Made as format 1: it has to be written anew once, and is quick from then on.
                self._connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                self._connection.execute("VACUUM")
            else:
                # As a script: it takes a step for every page, and ``execute`` takes the first only.
                self._connection.executescript("PRAGMA incremental_vacuum")


def _record(fields: dict[str, object], kind: type[_Record]) -> _Record:
    return msgspec.convert(fields, kind)


def _has_sound_ids(meeting: Meeting) -> bool:
    """Whether everything can be told apart: no edit makes an id twice, or an empty one."""
    ids = [item.id for item in meeting.items] + [document.id for _, document in meeting.documents()]
    return all(ids) and len(ids) == len(set(ids))


def _named_documents(meeting: Meeting) -> set[tuple[str, str]]:
    return {(d.sha256, d.treatment.key) for _, d in meeting.documents() if d.sha256}


def _names_any(value: str, documents: Collection[tuple[str, str]]) -> bool:
    """Whether a saved value names one of some documents; one that makes no sense names none."""
    try:
        return not _named_documents(msgspec.json.decode(value, type=Meeting)).isdisjoint(documents)
    except msgspec.MsgspecError:
        return False


def _write_meeting(connection: sqlite3.Connection, meeting: Meeting) -> None:
    value = msgspec.json.encode(meeting).decode()
    with transaction(connection):
        connection.execute("INSERT OR REPLACE INTO meeting VALUES (1, ?, ?)", (value, checksum(value)))
        (number,) = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM saved").fetchone()
        connection.execute("INSERT INTO saved VALUES (?, ?, ?)", (number, value, checksum(number, value)))
        connection.execute("DELETE FROM saved WHERE number <= ?", (number - KEPT_VALUES,))


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the format of a database, having seen that it is a meeting file of a format known here."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID:
        raise no_meeting_file(path)
    if version > FORMAT:
        raise PackBuilderError(
            f"{path.name} has format {version}, which a newer packbuilder made.",
            "Open it with the newer packbuilder. It was not changed.",
        )
    if version < 1:
        raise damaged(path)
    # packbuilder makes tables only; what acts by itself was put there by someone else.
    acts = "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    if connection.execute(acts).fetchone() != (0,):
        raise no_meeting_file(path)
    return int(version)


def _copied_aside(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a private copy of a database, which SQLite keeps in memory or a temporary file."""
    with contextlib.ExitStack() as on_failure:
        aside = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        on_failure.enter_context(contextlib.closing(aside))
        connection.backup(aside)
        connection.close()
        on_failure.pop_all()
    return aside
