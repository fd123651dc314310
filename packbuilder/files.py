"""Writing files so that nothing is ever half written, and naming them safely."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from packbuilder.errors import PackBuilderError

if TYPE_CHECKING:
    from typing_extensions import Buffer

_FORBIDDEN_IN_NAMES = '<>:"/\\|?*'
_DEVICE_NAMES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{device}{digit}" for device in ("com", "lpt") for digit in "123456789¹²³"
}

_WORKING_FOLDER = "packbuilder-"
_DAY_S = 24 * 60 * 60


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


def unreadable(name: str, error: OSError) -> PackBuilderError:
    """Return what to tell the clerk of a file that could not be read, or copied to be read.

    Args:
        name: How the file is called.
        error: Why not.
    """
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    next_step = "Free some space, and try again." if is_full else "Close it where it is open, and try again."
    return PackBuilderError(f"{name} could not be read: {why_not(error)}.", next_step)


@contextlib.contextmanager
def working_folder() -> Iterator[Path]:
    """Give a folder among the machine's temporary files for what is made on the way; it goes afterwards.

    A run that was killed could not remove its own, which holds copies of documents: those that nobody
    has touched for a day are removed here.
    """
    with contextlib.suppress(OSError):
        for left in Path(tempfile.gettempdir()).glob(f"{_WORKING_FOLDER}*"):
            if left.is_dir() and not left.is_symlink() and left.stat().st_mtime < time.time() - _DAY_S:
                shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_WORKING_FOLDER, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of what a file holds, in hexadecimal.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_folder(folder: Path, next_step: str) -> None:
    """Make a folder, and those above it, where they are not there yet.

    Raises:
        PackBuilderError: If it cannot be made; ``next_step`` says what to do then.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PackBuilderError(
            f"The folder {folder} could not be made: {why_not(error)}.", next_step
        ) from error


@contextlib.contextmanager
def written_beside(target: Path, *, only_new: bool = False) -> Iterator[Path]:
    """Give a temporary path in the target's folder; put it in the target's place at the end.

    What the body wrote reaches the disk before it replaces the target in one step, so that the
    target is at every moment either the old file or the whole new one. If the body raises, the
    temporary file is removed and the target is left as it was. ``only_new`` refuses a target that
    is there already.

    Raises:
        PackBuilderError: If the folder is missing or the file cannot be written.
    """
    temporary: Path | None = None
    try:
        # Through a link to what it leads to, so that the link stays one.
        place = target.resolve() if target.is_symlink() else target
        folder = place.absolute().parent
        if target.exists() and not (target.is_file() or target.is_dir()):
            raise PackBuilderError(f"{target} is no ordinary file.", "Choose another name.")
        if target.is_dir():
            raise PackBuilderError(
                f"{target} is a folder, so no file can be written there.", "Choose a file name."
            )
        if not folder.is_dir():
            raise PackBuilderError(f"The folder {folder} is not there.", "Make it, or choose another.")
        if only_new and target.exists():
            raise PackBuilderError(f"{target} is there already.", "Choose another name.")
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=folder)
        temporary = Path(name)
        os.close(descriptor)
        yield temporary
        with temporary.open("rb+") as finished:
            os.fsync(finished.fileno())
        # Only now: a target that may only be read would keep its replacement from being opened above.
        _take_mode_of_new_files(temporary, place)
        temporary.replace(place)
    except OSError as error:
        raise PackBuilderError(
            f"{target} could not be written: {why_not(error)}.",
            "Free some space, close the file where it is open, or choose another place.",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


class PatientFile(io.RawIOBase):
    """A new file that tells of a full disk when it is closed, not in the middle of writing.

    For engines in C++ that end the whole process when a write fails under them, as qpdf does.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path`` for writing, replacing what is there."""
        super().__init__()
        self._file = path.open("wb", buffering=1 << 20)
        self._error: OSError | None = None

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def seekable(self) -> bool:
        """Say that it knows its place."""
        return True

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._file.tell() if self._error is None else 0

    def write(self, data: Buffer, /) -> int:
        """Write, or after a failure pretend to."""
        if self._error is None:
            try:
                return self._file.write(data)
            except OSError as error:
                self._error = error
        return memoryview(data).nbytes

    def close(self) -> None:
        """Close the file.

        Raises:
            OSError: If any write failed.
        """
        if self.closed:
            return
        super().close()
        try:
            self._file.close()
        except OSError as error:
            self._error = self._error or error
        if self._error is not None:
            raise self._error


def _take_mode_of_new_files(temporary: Path, target: Path) -> None:
    """Give a private temporary file the permissions that an ordinary new file would have."""
    if target.exists():
        temporary.chmod(target.stat().st_mode & 0o777)
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def safe_file_name(text: str, ending: str = "", longest: int = 120) -> str:
    """Return ``text`` with its ending as a file name that Windows, macOS and Linux all accept.

    Args:
        text: What the file is of, such as "2026-06-18 Cabinet"; cut off at a word where it is too long.
        ending: What kind of file it is, such as " - Public pack.pdf"; always kept whole.
        longest: How many bytes the name may have in UTF-8, as Linux counts.
    """
    name = _safe(text, longest - len(ending.encode()))
    return name + ending


def _safe(text: str, longest: int) -> str:
    kept = "".join(c if c.isprintable() and c not in _FORBIDDEN_IN_NAMES else " " for c in text)
    # Dots too: Windows drops one at the end, and one at the start hides the file elsewhere.
    name = _cut(" ".join(kept.split()).strip(". "), longest) or _cut("untitled", longest)
    # "con.pdf" is the console as much as "con" is.
    is_device = name.split(".")[0].rstrip().lower() in _DEVICE_NAMES
    return _cut(f"_{name}", longest) if is_device else name


def _cut(name: str, longest: int) -> str:
    if len(name.encode()) <= longest:
        return name.rstrip(". ")
    cut = name.encode()[:longest].decode(errors="ignore")
    # At a word, if that leaves most of it, and not inside brackets that are never closed.
    whole, space, _ = cut.rpartition(" ")
    cut = whole if space and len(whole) > len(cut) // 2 else cut
    if cut.count("(") > cut.count(")"):
        cut = cut.rpartition("(")[0] or cut
    return cut.rstrip(". -,;:&(")
