"""Opens meeting files for the window: with a lock, to be read only, or as a copy on this computer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.lock import MeetingLock, OnlyToRead
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.storage.new_meetings import new_meetings_folder, proposed_name


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
    return _copied(path, path.name)


def begin_from_copy(path: Path, following: Meeting) -> Path:
    """Copy the file of a meeting into packbuilder's own folder, to make the next meeting of it there.

    The copy still holds the last meeting, with its papers, so that making the next one of it is an
    edit like any other, and can be undone. What was published of the last one is not its past.

    Raises:
        PackBuilderError: If it cannot be copied.
    """
    copy = _copied(path, proposed_name(following))
    with MeetingFile.open(copy) as file:
        file.forget_exports()
    return copy


def _copied(path: Path, name: str) -> Path:
    folder = new_meetings_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PackBuilderError(
            f"The folder {folder} could not be made: {why_not(error)}.", "Free some space."
        ) from error
    target = folder / name
    for number in itertools.count(2):
        if not target.exists():
            break
        target = folder / f"{Path(name).stem} ({number}).meeting"
    with MeetingFile.open(path, read_only=True) as file:
        file.save_copy(target)
    return target
