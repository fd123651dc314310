"""Runs LibreOffice once, and passes on what it says line by line.

Between ``libreoffice``, which decides what it is given and judges what comes of it, and
``office_guard``, the child process that ends LibreOffice whatever happens.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from packbuilder.intake.office import office_guard

_END_WITHIN_S = 5.0

if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW = 0


class Running:
    """One call of LibreOffice at work, under its guardian; leaving the block ends both."""

    def __init__(self, program: Path, place: Path, names: Sequence[str], target: str) -> None:
        """Prepare to convert the files ``names`` to ``target`` ("pdf"), from ``place`` into its ``out``.

        ``place`` also has the ``profile`` and a folder ``temporary``; names are plain and relative to it.
        """
        self._command = [
            *_guard(),
            str(program.absolute()),
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nofirststartwizard",
            "--nologo",
            "--convert-to",
            target,
            "--outdir",
            "out",
            *names,
        ]
        self._place = place
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        """Start it."""
        self._guard = subprocess.Popen(
            self._command,
            # Names on the command line are plain, so that no locale can spoil them.
            cwd=self._place,
            env=_environment(self._place / "temporary"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=_NO_WINDOW,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, and wait until it has."""
        if self._guard.stdin is not None:
            self._guard.stdin.close()
        try:
            self._guard.wait(_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._guard.kill()
            self._guard.wait()
        self._listener.join(_END_WITHIN_S)
        if self._guard.stdout is not None and not self._listener.is_alive():
            self._guard.stdout.close()

    def line_within(self, seconds: float) -> str | None:
        """Return the next line, "" where there is none in time, or None at the end."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return "" if self._guard.poll() is None else None

    def _listen(self) -> None:
        if self._guard.stdout is not None:
            for line in self._guard.stdout:
                self._lines.put(line.decode("utf-8", "replace").strip())


def _guard() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "office-guard"]
    return [sys.executable, "-I", "-S", office_guard.__file__]


def _environment(temporary: Path) -> dict[str, str]:
    """Return what LibreOffice is told of the computer: nothing of Python's, whose own it brings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "_PYI"))}
    if getattr(sys, "frozen", False):
        # A frozen program sets this for itself, and keeps what it was.
        before = kept.pop("LD_LIBRARY_PATH_ORIG", None)
        kept.pop("LD_LIBRARY_PATH", None)
        kept |= {"LD_LIBRARY_PATH": before} if before else {}
    kept |= dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary))
    if sys.platform == "linux":
        kept["LC_ALL"] = "C.UTF-8"
    return kept
