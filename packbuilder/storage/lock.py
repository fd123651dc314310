"""One clerk at a time: who has a meeting file open to change it.

Beside the file lie two small ones while it is open. The system holds a lock on the first and lets
it go when the program ends, however it ends, so that a crash never shuts anyone out. The second
says who it is; it is a file of its own because Windows lets nobody read a locked one. Both go away
when the meeting is closed. Readers need no lock: every save is whole.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import errno
import getpass
import os
import platform
from collections.abc import Callable
from pathlib import Path

import filelock
import msgspec

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.meeting.printed_times import clock_words, day_and_date_words

_MAY_NOT = (errno.EACCES, errno.EPERM, errno.EROFS)


class MeetingInUse(PackBuilderError):
    """Someone else has the meeting open to change it."""


class CannotLock(PackBuilderError):
    """The place where the meeting lies cannot keep two people apart; some network shares can't."""


class OnlyToRead(PackBuilderError):
    """The folder may only be read, so nothing in it can be changed, and nothing need be locked."""


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """Who has a meeting open, on which computer, since when (with its time zone)."""

    name: str
    computer: str
    since: dt.datetime


class MeetingLock:
    """The right to change a meeting file, until ``release``."""

    def __init__(self, lock: filelock.BaseFileLock, who_path: Path) -> None:
        """Take over a lock that is held; ``take`` is the way to one."""
        self._lock = lock
        self._who_path = who_path

    @classmethod
    def take(cls, path: Path, clock: Callable[[], dt.datetime]) -> MeetingLock:
        """Take the lock of a meeting file, which need not be there yet.

        Args:
            path: The meeting file; a link is followed, so that it has one lock by all its names.
            clock: Says what time it is, with a time zone.

        Raises:
            MeetingInUse: If someone has it, saying who.
            OnlyToRead: If the folder may only be read.
            CannotLock: If the share cannot lock.
            PackBuilderError: If the folder is not there or cannot be written.
        """
        now = clock()
        if not path.resolve().parent.is_dir():  # Taking the lock would make it.
            raise PackBuilderError(
                f"{path.name} could not be opened: its folder is not there.", "Check the folder and its disk."
            )
        lock = _lock_of(path)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            raise _in_use(path, holder(path), now) from None
        except OSError as error:
            raise _explained(path, error) from error
        taken = cls(lock, _beside(path, "who"))
        with contextlib.suppress(OSError):  # The lock holds without the name too.
            taken._who_path.write_bytes(msgspec.json.encode(_me(now)))
        return taken

    def __enter__(self) -> MeetingLock:
        """Return the lock."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the meeting go."""
        self.release()

    def release(self) -> None:
        """Let the meeting go, and leave nothing beside it. May be called twice."""
        if not self._lock.is_locked:
            return
        lock_path = Path(self._lock.lock_file)
        with contextlib.suppress(OSError):
            self._who_path.unlink(missing_ok=True)
        if os.name == "nt":  # An open file cannot be removed there; elsewhere, only while it is held.
            self._lock.release()
        with contextlib.suppress(OSError):
            lock_path.unlink(missing_ok=True)
        if self._lock.is_locked:
            self._lock.release()


def holder(path: Path) -> Holder | None:
    """Return who said last that they have the meeting open, or None if nobody did.

    Whether they still have is for ``is_in_use`` to say: a program that was killed leaves its name.
    """
    try:
        return msgspec.json.decode(_beside(path, "who").read_bytes(), type=Holder)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def is_in_use(path: Path) -> bool:
    """Whether someone, in this program or another, has a meeting file open to change it."""
    if not _beside(path, "lock").exists():
        return False
    lock = _lock_of(path)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        return True
    except OSError:
        return False
    MeetingLock(lock, _beside(path, "who")).release()
    return False


def _lock_of(path: Path) -> filelock.BaseFileLock:
    # A lock that is only a file would outlive its program, and shut everyone out after a crash.
    # Released by whichever thread closes the meeting, so not bound to the one that took it.
    return filelock.FileLock(_beside(path, "lock"), thread_local=False, fallback_to_soft=False)


def _beside(path: Path, what: str) -> Path:
    place = path.resolve()
    return place.with_name(f".~{place.name}.{what}")


def _me(now: dt.datetime) -> Holder:
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # The system has no name for this user.
        name = ""
    return Holder(name, platform.node(), now)


def _in_use(path: Path, who: Holder | None, now: dt.datetime) -> MeetingInUse:
    by = ""
    if who is not None:
        here = who.since.astimezone()
        is_today = here.date() == now.astimezone().date()
        day = "today" if is_today else f"on {day_and_date_words(here.date())}"
        name = who.name or "someone"
        where = f" on {who.computer}" if who.computer else ""
        by = f": by {name}{where}, since {clock_words(here.time())} {day}"
    return MeetingInUse(
        f"{path.name} is open already{by}.", "Close it there, or open a copy that can only be read."
    )


def _explained(path: Path, error: OSError) -> PackBuilderError:
    if error.errno in _MAY_NOT:
        return OnlyToRead(
            f"{path.name} lies in a folder that may only be read.", "To change it, save a copy elsewhere."
        )
    if error.errno in (errno.ENOENT, errno.ENOSPC, errno.EDQUOT):
        return PackBuilderError(
            f"{path.name} could not be opened: {why_not(error)}.", "Check the folder and its disk."
        )
    return CannotLock(
        f"{path.name} lies where packbuilder cannot keep two people from changing it at once.",
        "Work on a copy on this computer, and put it back when it is done.",
    )
