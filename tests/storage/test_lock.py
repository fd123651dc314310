"""Two people never change one meeting at once, and nobody is ever shut out by a crash."""

from __future__ import annotations

import datetime as dt
import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import filelock
import pytest

from packbuilder.errors import PackBuilderError
from packbuilder.storage.lock import (
    CannotLock,
    Holder,
    MeetingInUse,
    MeetingLock,
    OnlyToRead,
    holder,
    is_in_use,
)
from packbuilder.storage.meeting_file import MeetingFile
from tests.builders import a_meeting

PROJECT = Path(__file__).resolve().parents[2]
MORNING = dt.datetime(2026, 6, 9, 8, 41, tzinfo=dt.UTC)
"""9.41 am in London, where it is summer."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Cabinet.meeting"
    MeetingFile.create(path, a_meeting()).close()
    return path


@pytest.fixture
def by_sam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "Sam Lee")
    monkeypatch.setattr("platform.node", lambda: "LAPTOP-7")


@pytest.mark.usefixtures("by_sam")
@pytest.mark.parametrize(
    ("later", "since"),
    [
        (dt.timedelta(hours=2), "9.41 am today"),
        (dt.timedelta(days=1), "9.41 am on Tuesday 9 June 2026"),
    ],
)
def test_the_second_to_open_a_meeting_is_told_who_has_it(path: Path, later: dt.timedelta, since: str) -> None:
    with MeetingLock.take(path, lambda: MORNING), pytest.raises(MeetingInUse) as error:
        MeetingLock.take(path, lambda: MORNING + later)
    assert error.value.what == f"Cabinet.meeting is open already: by Sam Lee on LAPTOP-7, since {since}."
    assert error.value.next_step == "Close it there, or open a copy that can only be read."


@pytest.mark.usefixtures("by_sam")
def test_who_has_a_meeting_can_be_asked(path: Path) -> None:
    assert (holder(path), is_in_use(path)) == (None, False)
    with MeetingLock.take(path, lambda: MORNING):
        assert (holder(path), is_in_use(path)) == (Holder("Sam Lee", "LAPTOP-7", MORNING), True)
    assert (holder(path), is_in_use(path)) == (None, False)


def test_a_closed_meeting_leaves_nothing_beside_it_and_opens_again(path: Path) -> None:
    for _ in range(3):
        lock = MeetingLock.take(path, lambda: MORNING)
        lock.release()
        lock.release()
        assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_meeting_has_one_lock_by_all_its_names(path: Path) -> None:
    link = path.with_name("link.meeting")
    link.symlink_to(path)
    with MeetingLock.take(link, lambda: MORNING), pytest.raises(MeetingInUse):
        MeetingLock.take(path, lambda: MORNING)


def test_a_lock_that_one_thread_took_another_lets_go(path: Path) -> None:
    lock = MeetingLock.take(path, lambda: MORNING)
    thread = threading.Thread(target=lock.release)
    thread.start()
    thread.join()
    assert not is_in_use(path)


HOLDS_THE_LOCK = """
import datetime, sys, time
from pathlib import Path
from packbuilder.storage.lock import MeetingLock

lock = MeetingLock.take(Path(sys.argv[1]), lambda: datetime.datetime.now(datetime.UTC))
print("held", flush=True)
sys.stdin.read()
"""


def test_after_the_holder_was_killed_the_meeting_opens_at_once(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_LOCK, str(path)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(MeetingInUse):
            MeetingLock.take(path, lambda: MORNING)
        process.kill()
        process.wait()
    assert holder(path) is not None, "its name is still there"
    assert not is_in_use(path), "and does not count"
    MeetingLock.take(path, lambda: MORNING).release()
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_name_that_cannot_be_read_still_keeps_the_second_out(path: Path) -> None:
    with MeetingLock.take(path, lambda: MORNING):
        (who,) = path.parent.glob("*.who")
        who.write_bytes(b"\xff{")
        with pytest.raises(MeetingInUse) as error:
            MeetingLock.take(path, lambda: MORNING)
    assert error.value.what == "Cabinet.meeting is open already."


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO])
def test_a_share_that_cannot_lock_is_told_from_a_meeting_in_use(
    code: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with pytest.raises(CannotLock) as error:
        MeetingLock.take(path, lambda: MORNING)
    assert error.value.next_step == "Work on a copy on this computer, and put it back when it is done."


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="acts as another user")
def test_a_folder_that_may_only_be_read_is_told_too(path: Path) -> None:
    for folder in (path.parent, *path.parent.parents[:2]):
        folder.chmod(0o755)
    os.seteuid(65534)
    try:
        with pytest.raises(OnlyToRead):
            MeetingLock.take(path, lambda: MORNING)
        with MeetingFile.open(path) as file:
            assert file.read_only
            assert file.meeting() == a_meeting()
    finally:
        os.seteuid(0)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(PackBuilderError, match=r"june\.meeting could not be opened: its folder is not there"):
        MeetingLock.take(tmp_path / "gone" / "june.meeting", lambda: MORNING)
    assert list(tmp_path.iterdir()) == []
