"""Where new meetings live until the clerk gives them a name and a place.

Beside ``meeting_file``: a new meeting is on the disk from its first moment, in packbuilder's own
folder, so that nothing hangs on a name that nobody has thought of yet.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import platformdirs

from packbuilder.files import make_folder, safe_file_name
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.lock import MeetingLock
from packbuilder.storage.meeting_file import MeetingFile


def new_meetings_folder() -> Path:
    """Return packbuilder's own folder for new meetings, on this user's account; it may not be there yet."""
    return platformdirs.user_data_path("packbuilder", appauthor=False) / "Meetings"


def proposed_name(meeting: Meeting) -> str:
    """Return a file name for a meeting: "2026-06-18 Cabinet.meeting"."""
    return safe_file_name(f"{meeting.date.isoformat()} {meeting.body}", ".meeting")


def create_unnamed(meeting: Meeting) -> MeetingFile:
    """Make a meeting file in the folder for new meetings, and open it. No other is written over.

    Raises:
        PackBuilderError: If the folder or the file cannot be written.
    """
    folder = new_meetings_folder()
    make_folder(folder, "Save the meeting in another place.")
    return MeetingFile.create(free_path(folder, proposed_name(meeting)), meeting)


def is_unnamed(path: Path) -> bool:
    """Whether a meeting file lies in the folder for new meetings, and so still wants a name."""
    return path.resolve().parent == new_meetings_folder().resolve()


def give_name(
    file: MeetingFile, target: Path, clock: Callable[[], dt.datetime], meeting: Meeting | None = None
) -> tuple[MeetingFile, MeetingLock]:
    """Move a new meeting to a name and place of the clerk's choice; return it, open and locked there.

    The whole file is copied, read back and compared, locked and opened in its new place; only then
    is the old one closed and removed. The lock of ``file`` is its caller's to release.

    Args:
        file: The meeting, open in the folder for new meetings.
        target: Where it goes.
        clock: Says since when it is open there, with a time zone.
        meeting: What it is to hold there, where that is newer than what ``file`` does.

    Raises:
        ValueError: If the meeting has a name already (programming error: save a copy instead).
        CannotLock: If the place cannot keep two people apart.
        PackBuilderError: If it cannot be written there. ``file`` is then open, and as it was, and
            there is nothing in the new place.
    """
    old = file.path
    if not is_unnamed(old):
        raise ValueError(f"{old} has a name already")
    file.save_copy(target, meeting)
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(target.unlink, missing_ok=True)
        lock = MeetingLock.take(target, clock)
        on_failure.callback(lock.release)
        named = MeetingFile.open(target)
        on_failure.pop_all()
    file.close()
    # Where another program has it open for a moment, two are better than none.
    with contextlib.suppress(OSError):
        old.unlink()
    return named, lock


def free_path(folder: Path, name: str) -> Path:
    """Return a path in a folder that nothing has yet: with the name, or a number after it."""
    path = folder / name
    for number in itertools.count(2):
        if not path.exists():
            break
        path = folder / f"{Path(name).stem} ({number}).meeting"
    return path
