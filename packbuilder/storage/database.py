"""How a meeting file's database is opened, changed and spoken of.

Below ``meeting_file``: connections that lose nothing, transactions, checksums, and sentences for
the clerk in place of SQLite's errors. Nothing here knows what the tables hold.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import msgspec

from packbuilder.errors import PackBuilderError

OPENING_PATIENCE_SECONDS = 2
"""How long to wait for another program that holds a file while it is opened."""

WORKING_PATIENCE_SECONDS = 10
"""How long a save or a reading waits for another program that holds the file for a moment."""


class MeetingFileDamaged(PackBuilderError):
    """What the file holds is not what was written to it."""


def connected(path: Path) -> sqlite3.Connection:
    """Open a database that is there, to be read and written, or to be read where it may only be read.

    The connection may be used by any thread, but only by one at a time: who shares it takes turns.
    """
    posix_path = path.absolute().as_posix()
    root = "" if posix_path.startswith("/") else "/"
    address = f"file://{root}{urllib.parse.quote(os.fsencode(posix_path))}?mode=rw"
    # Without an isolation level sqlite3 begins no transactions of its own: every one is named here.
    connection = sqlite3.connect(
        address, uri=True, timeout=OPENING_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
    )
    # What returns from a transaction must survive a power cut; no side file that could be left behind.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    # What is deleted is overwritten where it lay among other rows; pages of its own are cut off the file.
    connection.execute("PRAGMA secure_delete = FAST")
    return connection


def be_patient(connection: sqlite3.Connection) -> None:
    """Wait longer from now on: a reader that has the file for a moment makes no save fail."""
    connection.execute(f"PRAGMA busy_timeout = {WORKING_PATIENCE_SECONDS * 1000}")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of the body or, if anything fails, nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def may_be_written(connection: sqlite3.Connection) -> bool:
    """Find out whether changes would be taken, by beginning one and giving it up."""
    try:
        with contextlib.suppress(_GivenUp), transaction(connection):
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {version}")
            raise _GivenUp
    except sqlite3.Error as error:
        if error_name(error).startswith(_MAY_NOT):
            return False
        raise
    return True


class _GivenUp(Exception):
    pass


def is_whole(connection: sqlite3.Connection, table: str) -> bool:
    """Whether SQLite finds its own order in a table: no row is lost or out of place."""
    try:
        return connection.execute(f"PRAGMA quick_check({table})").fetchall() == [("ok",)]
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether an error says that the file is damaged, and not that its disk or its users are to blame."""
    return not error_name(error).startswith(_FOR_OTHER_REASONS)


def checksum(*values: object) -> str:
    """Return the SHA-256 of a row's values, by which a row is known to be as it was written."""
    return sha256_of(json.dumps(values).encode())


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def error_name(error: sqlite3.Error) -> str:
    """Return SQLite's name of an error, or "" where it has none."""
    return getattr(error, "sqlite_errorname", "")


_MAY_NOT = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
_FOR_OTHER_REASONS = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_FULL", *_MAY_NOT)


@contextlib.contextmanager
def said_plainly(path: Path, doing: str = "written") -> Iterator[None]:
    """Turn what the database and the decoder raise into sentences for the clerk."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise PackBuilderError(
            f"{path.name} could not be {doing}: a text or file name in it has a character that is none.",
            "Rename the file or folder whose name looks odd, and attach it again.",
        ) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(path) from error
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        # A text that is no UTF-8 has no code: the file was changed on the disk.
        raise _explained(path, doing, error_name(error)) from error


def _explained(path: Path, doing: str, code: str) -> PackBuilderError:
    """Return what to say of an error of SQLite, by its name."""
    if code.startswith("SQLITE_NOTADB"):
        return no_meeting_file(path)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        reason = "it is in use by another program"
        next_step = "Close it there, and try again."
    elif code == "SQLITE_READONLY_DBMOVED":
        reason = "it was moved, deleted or replaced while it was open"
        next_step = "Save a copy of the meeting now."
    elif code.startswith(_MAY_NOT):
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
        return damaged(path)
    return PackBuilderError(f"{path.name} could not be {doing}: {reason}.", next_step)


def no_meeting_file(path: Path) -> PackBuilderError:
    """Return what to say of a file of another kind."""
    return PackBuilderError(f"{path.name} is not a meeting file.", "Choose a file that packbuilder made.")


def damaged(path: Path) -> MeetingFileDamaged:
    """Return what to say of a file that is not as it was written."""
    return MeetingFileDamaged(
        f"{path.name} is damaged.", "Open a copy from a backup. The damaged file was not changed."
    )
