"""The tables of a meeting file, and the steps from each older format to the next.

Below ``meeting_file``. Formats, each readable for ever and with a file of its own in the tests:
    1   meeting (JSON), content (blobs by hash), document (print-ready hash and facts), export
    2   a checksum in every row; saved, the last values of the meeting; where documents came from
    3   a document's pages by how its file is treated, several ways side by side

A step is SQL and plain values: it never uses today's ``Meeting``, which will have changed by then.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable

from packbuilder.storage.database import checksum, transaction

FORMAT = 3
"""The format that this packbuilder writes (SQLite, ``PRAGMA user_version``)."""

APPLICATION_ID = 0x706B6264
"""Marks the database as packbuilder's (SQLite, ``PRAGMA application_id``): "pkbd" in ASCII."""

_CONTENT = "CREATE TABLE content (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT"

# What was saved last stands in both tables, on pages of their own: damage to one leaves the other.
_MEETING_2 = (
    "CREATE TABLE meeting (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), value TEXT NOT NULL,"
    " checksum TEXT NOT NULL) STRICT",
    "CREATE TABLE saved (number INTEGER PRIMARY KEY, value TEXT NOT NULL, checksum TEXT NOT NULL) STRICT",
    "CREATE TABLE export (number INTEGER PRIMARY KEY, at TEXT NOT NULL, pack TEXT NOT NULL,"
    " file_name TEXT NOT NULL, sha256 TEXT NOT NULL, page_count INTEGER NOT NULL,"
    " checksum TEXT NOT NULL) STRICT",
)

_DOCUMENT_2 = (
    "CREATE TABLE document (original_sha256 TEXT PRIMARY KEY REFERENCES content (sha256),"
    " print_ready_sha256 TEXT NOT NULL REFERENCES content (sha256), facts TEXT NOT NULL,"
    " came_from TEXT NOT NULL, received TEXT NOT NULL, checksum TEXT NOT NULL) STRICT"
)

_DOCUMENT_3 = (
    "CREATE TABLE document (original_sha256 TEXT NOT NULL REFERENCES content (sha256),"
    " treatment TEXT NOT NULL DEFAULT '',"
    " print_ready_sha256 TEXT NOT NULL REFERENCES content (sha256), facts TEXT NOT NULL,"
    " came_from TEXT NOT NULL, received TEXT NOT NULL, checksum TEXT NOT NULL,"
    " PRIMARY KEY (original_sha256, treatment)) STRICT"
)


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty database, in the newest format."""
    # Before the first table, or it has no effect: dropped documents then give their space back quickly.
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    with transaction(connection):
        for statement in (_CONTENT, *_MEETING_2, _DOCUMENT_3):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")


def migrate(connection: sqlite3.Connection, prove: Callable[[], object]) -> None:
    """Bring a database of an older format to the newest, in one transaction.

    Args:
        connection: The database.
        prove: Reads what was made of it; if that raises, the database is as it was.
    """
    with transaction(connection):
        # Asked again with the file in hand: another program may have done it just now.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for step in range(version, FORMAT):
            _STEPS[step](connection)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        prove()


def _from_1_to_2(connection: sqlite3.Connection) -> None:
    meetings = connection.execute("SELECT value FROM meeting").fetchall()
    documents = connection.execute(
        "SELECT original_sha256, print_ready_sha256, facts, '', '' FROM document ORDER BY rowid"
    ).fetchall()
    exports = connection.execute(
        "SELECT number, at, pack, file_name, sha256, page_count FROM export ORDER BY number"
    ).fetchall()
    for table in ("meeting", "document", "export"):
        connection.execute(f"DROP TABLE {table}")
    for statement in (*_MEETING_2, _DOCUMENT_2):
        connection.execute(statement)
    for (value,) in meetings:
        connection.execute("INSERT INTO meeting VALUES (1, ?, ?)", (value, checksum(value)))
        connection.execute("INSERT INTO saved VALUES (1, ?, ?)", (value, checksum(1, value)))
    for row in documents:
        connection.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)", (*row, checksum(*row)))
    for row in exports:
        connection.execute("INSERT INTO export VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, checksum(*row)))


def _from_2_to_3(connection: sqlite3.Connection) -> None:
    # A damaged text must not stop the step: it is read as something else, and its row is then known.
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    try:
        documents = connection.execute(
            "SELECT original_sha256, print_ready_sha256, facts, came_from, received, checksum FROM document"
            " ORDER BY rowid"
        ).fetchall()
    finally:
        connection.text_factory = str
    connection.execute("DROP TABLE document")
    connection.execute(_DOCUMENT_3)
    for original_sha256, *said, row_checksum in documents:
        if row_checksum != checksum(original_sha256, *said):
            continue  # It was refused before; a document without a row is too.
        row = (original_sha256, "", *said)
        # One whose file or pages were lost from the table of contents is refused in the same way.
        with contextlib.suppress(sqlite3.IntegrityError):
            connection.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, checksum(*row)))


_STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _from_1_to_2, 2: _from_2_to_3}
"""By the format that a step starts from."""
