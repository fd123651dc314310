"""Writing files so that nothing is ever half written, and naming them safely."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from packbuilder.errors import PackBuilderError

_FORBIDDEN_IN_NAMES = '<>:"/\\|?*'
_DEVICE_NAMES = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}


def why_not(error: OSError) -> str:
    """Return the reason of an ``OSError`` in words a clerk knows, without the error number."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "the disk is full"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "you are not allowed to, or another program has it open"
    if error.errno == errno.EROFS:
        return "the disk can only be read"
    if error.errno == errno.ENOENT:
        return "it is not there"
    if error.errno == errno.EISDIR:
        return "it is a folder"
    return (error.strerror or type(error).__name__).lower()


@contextlib.contextmanager
def written_beside(target: Path) -> Iterator[Path]:
    """Give a temporary path in the target's folder; put it in the target's place at the end.

    What the body wrote reaches the disk before it replaces the target in one step, so that the
    target is at every moment either the old file or the whole new one. If the body raises, the
    temporary file is removed and the target is left as it was.

    Raises:
        PackBuilderError: If the folder is missing or the file cannot be written.
    """
    folder = target.absolute().parent
    if target.is_dir():
        raise PackBuilderError(
            f"{target} is a folder, so no file can be written there.", "Choose a file name."
        )
    if not folder.is_dir():
        raise PackBuilderError(f"The folder {folder} is not there.", "Make it, or choose another.")
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=folder)
        temporary = Path(name)
        os.close(descriptor)
        yield temporary
        _take_mode_of_new_files(temporary, target)
        with temporary.open("rb+") as finished:
            os.fsync(finished.fileno())
        temporary.replace(target)
    except OSError as error:
        raise PackBuilderError(
            f"{target} could not be written: {why_not(error)}.",
            "Free some space, close the file where it is open, or choose another place.",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _take_mode_of_new_files(temporary: Path, target: Path) -> None:
    """Give a private temporary file the permissions that an ordinary new file would have."""
    if target.exists():
        temporary.chmod(target.stat().st_mode & 0o777)
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def safe_file_name(text: str, longest: int = 120) -> str:
    """Return ``text`` as a file name that Windows, macOS and Linux all accept."""
    kept = "".join(" " if c in _FORBIDDEN_IN_NAMES or ord(c) < 32 else c for c in text)
    name = " ".join(kept.split())[:longest].rstrip(". ")
    if not name:
        return "untitled"
    return f"{name}_" if name.split(".")[0].lower() in _DEVICE_NAMES else name
