"""The meeting file: one SQLite database with a meeting, its documents and what was exported from it.

Every change is a transaction that has reached the disk when it returns, so there is no unsaved
state to lose. Documents are copied in whole, as received and as print-ready PDF, keyed by their
SHA-256: nothing outside the file is needed to build the pack, and the same report is held once.

Formats, each readable for ever and with a file of its own in the tests:
    1   meeting (JSON), content (blobs by hash), document (print-ready hash and facts), export
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import os
import sqlite3
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import msgspec

from packbuilder.errors import PackBuilderError
from packbuilder.files import written_beside
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.meeting import Meeting

FORMAT = 1
APPLICATION_ID = 0x706B6264
"""Marks the database as packbuilder's (SQLite, ``PRAGMA application_id``): "pkbd" in ASCII."""

_PATIENCE_SECONDS = 2
"""How long to wait for another program that holds the file."""

_SCHEMA = """
CREATE TABLE meeting (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), value TEXT NOT NULL) STRICT;
CREATE TABLE content (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE document (
    original_sha256 TEXT PRIMARY KEY REFERENCES content (sha256),
    print_ready_sha256 TEXT NOT NULL REFERENCES content (sha256),
    facts TEXT NOT NULL
) STRICT;
CREATE TABLE export (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, pack TEXT NOT NULL, file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL, page_count INTEGER NOT NULL
) STRICT;
"""


@dataclasses.dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the file holds it: its print-ready PDF and its facts."""

    print_ready: bytes
    facts: DocumentFacts


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

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take over an open database; ``create`` and ``open`` are the ways to one."""
        self._connection = connection
        self._path = path

    @classmethod
    def create(cls, path: Path, meeting: Meeting) -> MeetingFile:
        """Make a new meeting file and open it.

        Raises:
            PackBuilderError: If there is a file of that name already, or it cannot be written.
        """
        with (
            written_beside(path, only_new=True) as temporary,
            _said_plainly(path),
            contextlib.closing(_connected(temporary)) as connection,
        ):
            connection.executescript(_SCHEMA)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            _write_meeting(connection, meeting)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> MeetingFile:
        """Open a meeting file. One that may only be read opens too, and then cannot be saved.

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
        with _said_plainly(path, "opened"), contextlib.ExitStack() as on_failure:
            connection = on_failure.enter_context(contextlib.closing(_connected(path)))
            _check_identity(connection, path)
            on_failure.pop_all()
        return cls(connection, path)

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

    def meeting(self) -> Meeting:
        """Return the meeting as last saved.

        Raises:
            PackBuilderError: If the file is damaged.
        """
        with _said_plainly(self._path, "read"):
            row = self._connection.execute("SELECT value FROM meeting").fetchone()
            if row is None:
                raise _damaged(self._path)
            return msgspec.json.decode(row[0], type=Meeting)

    def save(self, meeting: Meeting) -> None:
        """Put a meeting in the place of the one before, in one transaction.

        Raises:
            PackBuilderError: If it cannot be written; the meeting before is then still there.
        """
        with _said_plainly(self._path):
            _write_meeting(self._connection, meeting)

    def store_document(self, original: bytes, print_ready: bytes, facts: DocumentFacts) -> str:
        """Copy a document in; return the SHA-256 of the original, which names it from now on.

        Raises:
            PackBuilderError: If it cannot be written; the file is then as it was.
        """
        original_sha256, print_ready_sha256 = _sha256(original), _sha256(print_ready)
        with _said_plainly(self._path), _transaction(self._connection):
            for sha256, data in ((original_sha256, original), (print_ready_sha256, print_ready)):
                # What is held already is written again: a damaged copy is mended by attaching it anew.
                self._connection.execute(
                    "INSERT INTO content VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data",
                    (sha256, data),
                )
            self._connection.execute(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?)",
                (original_sha256, print_ready_sha256, msgspec.json.encode(facts).decode()),
            )
        return original_sha256

    def document(self, sha256: str) -> StoredDocument:
        """Return a document by the SHA-256 of its original.

        Raises:
            PackBuilderError: If the file does not hold it whole.
        """
        with _said_plainly(self._path, "read"):
            row = self._connection.execute(
                "SELECT print_ready_sha256, data, facts FROM document"
                " JOIN content ON content.sha256 = print_ready_sha256 WHERE original_sha256 = ?",
                (sha256,),
            ).fetchone()
            if row is None or _sha256(row[1]) != row[0]:
                raise _damaged(self._path)
            return StoredDocument(row[1], msgspec.json.decode(row[2], type=DocumentFacts))

    def original(self, sha256: str) -> bytes:
        """Return a document as it was received.

        Raises:
            PackBuilderError: If the file does not hold it whole.
        """
        with _said_plainly(self._path, "read"):
            row = self._connection.execute("SELECT data FROM content WHERE sha256 = ?", (sha256,)).fetchone()
            if row is None or _sha256(row[0]) != sha256:
                raise _damaged(self._path)
            return bytes(row[0])

    def log_export(self, export: Export) -> None:
        """Remember a pack that was made.

        Raises:
            PackBuilderError: If it cannot be written.
        """
        row = (export.at.isoformat(), export.pack, export.file_name, export.sha256, export.page_count)
        with _said_plainly(self._path), _transaction(self._connection):
            self._connection.execute(
                "INSERT INTO export (at, pack, file_name, sha256, page_count) VALUES (?, ?, ?, ?, ?)", row
            )

    def exports(self) -> tuple[Export, ...]:
        """Return the packs that were made, oldest first.

        Raises:
            PackBuilderError: If the file is damaged.
        """
        query = "SELECT at, pack, file_name, sha256, page_count FROM export ORDER BY number"
        with _said_plainly(self._path, "read"):
            rows = self._connection.execute(query).fetchall()
            return tuple(msgspec.convert(row, Export) for row in map(_named, rows))


def _named(row: tuple[object, ...]) -> dict[str, object]:
    return {field.name: value for field, value in zip(dataclasses.fields(Export), row, strict=True)}


def _connected(path: Path) -> sqlite3.Connection:
    """Open a database that is there, to be read and written, or to be read where it may only be read."""
    posix_path = path.absolute().as_posix()
    root = "" if posix_path.startswith("/") else "/"
    address = f"file://{root}{urllib.parse.quote(os.fsencode(posix_path))}?mode=rw"
    # Without an isolation level sqlite3 begins no transactions of its own: every one is named here.
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None)
    # What returns from a transaction must survive a power cut; no side file that could be left behind.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of the body or, if anything fails, nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _write_meeting(connection: sqlite3.Connection, meeting: Meeting) -> None:
    value = msgspec.json.encode(meeting).decode()
    with _transaction(connection):
        connection.execute("INSERT OR REPLACE INTO meeting VALUES (1, ?)", (value,))


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID:
        raise _no_meeting_file(path)
    if version > FORMAT:
        raise PackBuilderError(
            f"{path.name} has format {version}, which a newer packbuilder made.",
            "Open it with the newer packbuilder. It was not changed.",
        )
    if version < FORMAT:
        raise _damaged(path)


@contextlib.contextmanager
def _said_plainly(path: Path, doing: str = "written") -> Iterator[None]:
    """Turn what the database and the decoder raise into sentences for the clerk."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise PackBuilderError(
            f"{path.name} could not be {doing}: a text or file name in it has a character that is none.",
            "Rename the file or folder whose name looks odd, and attach it again.",
        ) from error
    except msgspec.MsgspecError as error:
        raise _damaged(path) from error
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise _explained(path, doing, getattr(error, "sqlite_errorname", "")) from error


def _explained(path: Path, doing: str, code: str) -> PackBuilderError:
    """Return what to say of an error of SQLite, by its name."""
    if code.startswith("SQLITE_NOTADB"):
        return _no_meeting_file(path)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        reason = "it is in use by another program"
        next_step = "Close it there, and try again."
    elif code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        if doing == "opened":
            reason, next_step = "you are not allowed to", "Ask whoever looks after the folder."
        else:
            reason, next_step = "it or its folder may only be read", "Save a copy in another folder."
    elif code.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE")):
        reason, next_step = "the disk is full", "Free some space, and try again."
    elif code.startswith("SQLITE_IOERR"):
        reason, next_step = "the disk or the network failed", "Copy it to a disk of this computer."
    elif code.startswith("SQLITE_TOOBIG"):
        reason, next_step = "a document is too large for it", "Ask its author for a smaller file."
    else:
        return _damaged(path)
    return PackBuilderError(f"{path.name} could not be {doing}: {reason}.", next_step)


def _no_meeting_file(path: Path) -> PackBuilderError:
    return PackBuilderError(f"{path.name} is not a meeting file.", "Choose a file that packbuilder made.")


def _damaged(path: Path) -> PackBuilderError:
    return PackBuilderError(
        f"{path.name} is damaged.", "Open a copy from a backup. The damaged file was not changed."
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
