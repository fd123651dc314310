"""Opens meeting files for the window: with a lock, to be read only, or as a copy on this computer."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from packbuilder.files import make_folder
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.lock import MeetingLock, OnlyToRead
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.storage.new_meetings import free_path, new_meetings_folder, proposed_name


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """An open meeting file, and the lock where it may be changed."""

    file: MeetingFile
    lock: MeetingLock | None


def open_to_change(path: Path, clock: Callable[[], dt.datetime]) -> Opened:
    """Open a meeting file to work on. In a folder that may only be read, it opens to be read.

    Raises:
        MeetingInUse: If someone else has it open, saying who.
        CannotLock: If the place cannot keep two people apart.
        PackBuilderError: If it cannot be opened.
    """
    if not path.is_file():
        return Opened(MeetingFile.open(path), None)  # Which says why not.
    try:
        lock = MeetingLock.take(path, clock)
    except OnlyToRead:
        return open_to_read(path)
    try:
        return Opened(MeetingFile.open(path), lock)
    except BaseException:
        lock.release()
        raise


def open_to_read(path: Path) -> Opened:
    """Open a meeting file to be read only.

    Raises:
        PackBuilderError: If it cannot be opened.
    """
    return Opened(MeetingFile.open(path, read_only=True), None)


def copied_here(path: Path) -> Path:
    """Copy a meeting file into packbuilder's own folder; return where the copy lies.

    Raises:
        PackBuilderError: If it cannot be copied.
    """
    with MeetingFile.open(path, read_only=True) as file:
        return _copied(file, path.name)


def begin_from_copy_of(path: Path, following: Meeting) -> Path:
    """Copy the file of a meeting that is not open here; see ``begin_from_copy``.

    Raises:
        PackBuilderError: If it cannot be copied.
    """
    with MeetingFile.open(path, read_only=True) as file:
        return begin_from_copy(file, following)


def begin_from_copy(file: MeetingFile, following: Meeting, last: Meeting | None = None) -> Path:
    """Copy the file of a meeting into packbuilder's own folder, to make the next meeting of it there.

    The copy still holds the last meeting, with its papers, so that making the next one of it is an
    edit like any other, and can be undone. What was published of the last one is not its past.

    Args:
        file: The file of the last meeting.
        following: The next one, whose name the copy gets.
        last: The last meeting, where that is newer than what ``file`` holds.

    Raises:
        PackBuilderError: If it cannot be copied.
    """
    path = _copied(file, proposed_name(following), last)
    with MeetingFile.open(path) as copy:
        copy.forget_exports()
    return path


def _copied(file: MeetingFile, name: str, meeting: Meeting | None = None) -> Path:
    folder = new_meetings_folder()
    make_folder(folder, "Free some space.")
    target = free_path(folder, name)
    file.save_copy(target, meeting)
    return target
