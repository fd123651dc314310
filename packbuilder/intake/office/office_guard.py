"""Starts LibreOffice in a process group of its own, and ends the whole group with whoever asked for it.

A child process of ``libreoffice``, and nothing else of packbuilder is imported here: it must start
at once. A worker of packbuilder may be killed at any time, and then has no chance to end what it
started. The system closes its pipes for it, though; so this guardian reads its standard input, which
nobody ever writes to, and when that closes it kills the group. soffice is a wrapper round another
process, which is why killing the one that was started is not enough.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import types
from collections.abc import Sequence

_KILLED = 137
"""The exit code of a shell whose command was killed; it says so here of the guarded one."""

if sys.platform == "win32":

    def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, creationflags=flags)

    def _end(process: subprocess.Popen[bytes]) -> None:
        subprocess.run(
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=subprocess.CREATE_NO_WINDOW,
            check=False,
        )

else:

    def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)

    def _end(process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def main(command: Sequence[str]) -> int:
    """Run ``command`` until it ends or standard input closes; return its exit code.

    Its output goes where the guardian's own goes. Nothing of its process group is left running.
    """
    try:
        process = _started(command)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 127

    def end_now(signal_number: int, frame: types.FrameType | None) -> None:
        _end(process)

    signal.signal(signal.SIGTERM, end_now)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Whoever started the guardian is told, and closes the pipe.
    threading.Thread(target=_end_with_input, args=(process,), daemon=True).start()
    exit_code = process.wait()
    _end(process)  # What it left behind.
    return exit_code if exit_code >= 0 else _KILLED


def _end_with_input(process: subprocess.Popen[bytes]) -> None:
    # os.read, not sys.stdin: a buffered reader that waits would keep the interpreter from ending.
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    _end(process)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
