"""What a worker says of errors that nobody expected goes to strangers: it names nothing of the meeting."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from packbuilder.worker.messages import Failed, FileToTakeIn, TakeIn, Why, answer_from, to_line
from tests.builders import write_pdf


def _worker(*lines: bytes) -> tuple[list[object], str]:
    """Let a worker do orders; return its answers, and what it said beside them."""
    command = [sys.executable, "-m", "packbuilder", "worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"".join(lines))
        process.stdin.flush()
        watch = threading.Timer(20, process.kill)
        watch.start()
        answers: list[object] = []
        for line in process.stdout:
            answers.append(answer_from(line))
            if isinstance(answers[-1], Failed):
                process.stdin.close()
        beside = process.stderr.read().decode()
        watch.cancel()
        return answers, beside


def test_a_fault_is_told_by_its_place_in_packbuilder_and_without_names_or_words(tmp_path: Path) -> None:
    report = write_pdf(tmp_path / "Sale of Hilltop House.pdf", "one")
    no_folder = f"{tmp_path}/Hilltop\0job"  # A name that no window gives.
    answers, beside = _worker(
        to_line(TakeIn(job=1, files=(FileToTakeIn(path=str(report)),), folder=no_folder))
    )
    failed = answers[-1]
    assert isinstance(failed, Failed)
    assert failed.why is Why.FAULT
    assert "builtins.ValueError" in failed.details
    assert "packbuilder.worker.jobs:" in failed.details
    assert "take_files_in" in failed.details
    for told in (failed.details, beside):
        assert "Hilltop" not in told
        assert "/" not in told


def test_a_worker_that_breaks_ends_and_says_where_without_words() -> None:
    _, beside = _worker(b'{"type": "Sale of Hilltop House"}\n')
    assert "msgspec.ValidationError" in beside
    assert "packbuilder.worker.serve:" in beside
    assert "Hilltop" not in beside
