"""Copies of a meeting file that are read back and compared before they are put in place.

Below ``meeting_file``. A copy is what a clerk takes home or hands on: it is whole, or it is not there.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.files import written_beside
from packbuilder.storage.database import connected, damaged, is_damage, sha256_of
from packbuilder.storage.lock import MeetingInUse, is_in_use


def write_sound_copy(
    connection: sqlite3.Connection,
    path: Path,
    target: Path,
    finish: Callable[[sqlite3.Connection], None] | None = None,
) -> None:
    """Copy an open meeting file, without the room that is free in it.

    Args:
        connection: The open database.
        path: Where it lies.
        target: Where the copy goes; what is there is replaced once the copy is proven.
        finish: What is still to be written into the copy, once it is proven.

    Raises:
        PackBuilderError: If the target is the file itself or is open, or the file is damaged.
        sqlite3.Error: If the copy cannot be written. The target is always as it was.
    """
    if _is_same_place(target, path):
        raise PackBuilderError(f"{target.name} is the meeting itself.", "Choose another name or folder.")
    if is_in_use(target):
        raise MeetingInUse(
            f"{target.name} is open, so nothing can be written over it.", "Choose another name."
        )
    settle_journal(target)
    with written_beside(target) as temporary:
        try:
            connection.execute("VACUUM INTO ?", (str(temporary.absolute()),))
            with contextlib.closing(connected(temporary)) as copy:
                is_same = _holds_the_same(copy, connection)
                if is_same and finish is not None:
                    finish(copy)
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                raise damaged(path) from error
            raise
        if not is_same:
            raise damaged(path)


def _holds_the_same(copy: sqlite3.Connection, source: sqlite3.Connection) -> bool:
    for table in ("meeting", "saved", "document", "export"):
        rows = f"SELECT * FROM {table} ORDER BY 1, 2"
        if copy.execute(rows).fetchall() != source.execute(rows).fetchall():
            return False
    counted = "SELECT count(*) FROM content"
    if copy.execute(counted).fetchone() != source.execute(counted).fetchone():
        return False
    # What was damaged before is copied as it is: the rest of the meeting must not be lost for it.
    query = "SELECT data FROM content WHERE sha256 = ?"
    return all(
        sha256_of(data) == sha256 or source.execute(query, (sha256,)).fetchall() == [(data,)]
        for sha256, data in copy.execute("SELECT sha256, data FROM content")
    )


def settle_journal(target: Path) -> None:
    """Clear away what a crash left beside a target: SQLite would take it for the new file's.

    Raises:
        PackBuilderError: If it cannot be cleared away.
    """
    place = target.resolve()
    journal = place.with_name(f"{place.name}-journal")
    if not journal.exists():
        return
    if place.is_file():
        # Reading it puts the old file in order, so that it is whole should the new one not be written.
        with contextlib.suppress(sqlite3.Error), contextlib.closing(connected(place)) as old:
            old.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    else:
        with contextlib.suppress(OSError):
            journal.unlink()
    if journal.exists():
        raise PackBuilderError(
            f"{target.name} was not closed properly, so nothing can be written over it.",
            "Choose another name.",
        )


def _is_same_place(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # One of them is not there.
        return one.resolve() == other.resolve()
