from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import platformdirs

from packbuilder.app.scratch import scratch_folder

_HOLD = """
import sys, time
from packbuilder.app.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "private.pdf").write_text("private")
    print(folder, flush=True)
    sys.stdin.read()
"""


def _hold() -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_the_folder_goes_with_the_run() -> None:
    with scratch_folder() as folder:
        (folder / "private.pdf").write_text("private")
    parent = platformdirs.user_cache_path("packbuilder", appauthor=False) / "scratch"
    assert [path.name for path in parent.iterdir() if path.is_dir() or path.name.endswith(".pdf")] == []


def test_what_a_killed_run_left_is_removed_by_the_next_and_a_living_run_keeps_its_own() -> None:
    killed, left_behind = _hold()
    living, in_use = _hold()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert left_behind.exists()
    with scratch_folder():
        assert not left_behind.exists()
        assert (in_use / "private.pdf").exists()
    living.communicate("")
    assert not in_use.exists()
