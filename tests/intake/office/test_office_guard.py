from __future__ import annotations

import os
import select
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from packbuilder.intake.office import office_guard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs guarded here are shell scripts")

_WITHIN_S = 2.0

_WRAPPER = """#!/bin/sh
exec 9>"{told}"
sh -c 'sleep 600' &
echo started >&9
wait
"""
"""Like soffice, it starts another process and waits for it; both hold a pipe open while they live."""

_CALLER = """
import subprocess, sys
command = [sys.executable, "-I", "-S", *sys.argv[1:]]
subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True).wait()
"""


def _wrapper(folder: Path) -> tuple[Path, Path]:
    told = folder / "told"
    os.mkfifo(told)
    program = folder / "soffice"
    program.write_text(_WRAPPER.format(told=told))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program, told


def _is_over_soon(told: BinaryIO) -> bool:
    ready, _, _ = select.select([told], [], [], _WITHIN_S)
    return bool(ready) and told.read(1) == b""


def test_killing_the_caller_ends_the_whole_group_of_libreoffice(tmp_path: Path) -> None:
    program, told_path = _wrapper(tmp_path)
    caller = subprocess.Popen([sys.executable, "-c", _CALLER, office_guard.__file__, str(program)])
    with told_path.open("rb", buffering=0) as told:
        assert told.readline() == b"started\n"
        os.kill(caller.pid, signal.SIGKILL)
        caller.wait()
        assert _is_over_soon(told)


def test_closing_its_input_ends_the_whole_group_of_libreoffice(tmp_path: Path) -> None:
    program, told_path = _wrapper(tmp_path)
    command = [sys.executable, "-I", "-S", office_guard.__file__, str(program)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as guard,
        told_path.open("rb", buffering=0) as told,
    ):
        assert told.readline() == b"started\n"
        assert guard.stdin is not None
        guard.stdin.close()
        assert _is_over_soon(told)
        assert guard.wait(_WITHIN_S) != 0


def test_what_libreoffice_leaves_behind_ends_with_it(tmp_path: Path) -> None:
    told_path = tmp_path / "told"
    os.mkfifo(told_path)
    leaves = f'exec 9>"{told_path}"; sleep 600 & echo started >&9'
    command = [sys.executable, "-I", "-S", office_guard.__file__, "/bin/sh", "-c", leaves]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as guard,
        told_path.open("rb", buffering=0) as told,
    ):
        assert told.readline() == b"started\n"
        assert _is_over_soon(told)
        assert guard.wait(_WITHIN_S) == 0


def test_what_libreoffice_says_and_its_exit_code_come_through() -> None:
    command = [sys.executable, "-I", "-S", office_guard.__file__, "/bin/sh", "-c", "echo said; exit 3"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as guard:
        assert guard.stdout is not None
        assert guard.stdout.read() == b"said\n"
        assert guard.wait() == 3


def test_a_program_that_cannot_be_started_is_told_of(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-S", office_guard.__file__, str(tmp_path / "soffice")]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert ended.returncode == 127
    assert b"Traceback" not in ended.stderr
