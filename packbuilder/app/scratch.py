"""A folder for files that only this run needs; what a run that was killed left behind goes too.

Such files may hold private papers, so they lie in the user's own cache folder and not among the
machine's temporary files.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty folder of our own; remove it at the end, and those of runs that are no more."""
    parent = platformdirs.user_cache_path("packbuilder", appauthor=False) / "scratch"
    parent.mkdir(parents=True, exist_ok=True)
    # One at a time: another run must not sweep away a folder that has no lock yet.
    with FileLock(parent / "sweeping.lock"):
        _sweep(parent)
        folder = Path(tempfile.mkdtemp(dir=parent))
        lock = FileLock(_lock_path(folder))
        lock.acquire()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        _lock_path(folder).unlink(missing_ok=True)


def _lock_path(folder: Path) -> Path:
    # Beside the folder: on Windows a file that is locked could not be removed with it.
    return folder.with_name(f"{folder.name}.lock")


def _sweep(parent: Path) -> None:
    """Remove the folders whose lock nobody holds, and the locks: their process has died."""
    for lock_path in parent.glob("tmp*.lock"):
        with contextlib.suppress(Timeout, OSError):
            with FileLock(lock_path, timeout=0):
                shutil.rmtree(lock_path.with_suffix(""), ignore_errors=True)
            lock_path.unlink(missing_ok=True)
    for folder in parent.iterdir():
        if folder.is_dir() and not _lock_path(folder).exists():
            shutil.rmtree(folder, ignore_errors=True)
