from __future__ import annotations

import os
import signal
from pathlib import Path

import docx
import pypdf
import pytest
from pytestqt.qtbot import QtBot

from packbuilder.app.exporting import Exporting, minutes_file_name, pack_file_name
from packbuilder.app.session import Session
from packbuilder.files import file_sha256
from packbuilder.meeting import edits
from packbuilder.storage.meeting_file import MeetingFile


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_a_pack_is_exported_and_the_meeting_remembers_it(
    session: Session, scratch: Path, out: Path, qtbot: QtBot
) -> None:
    exporting = Exporting(session, scratch)
    target = out / pack_file_name(session.meeting)
    with qtbot.waitSignal(exporting.done, timeout=20000) as done:
        exporting.start_pack(target)
    exported = done.args[0]
    exporting.close()
    assert exported.paths == (target,)
    assert exported.page_count == len(pypdf.PdfReader(target).pages)
    assert exported.sha256 == file_sha256(target)
    assert exported.size_bytes == target.stat().st_size
    assert list(scratch.iterdir()) == []
    session.close()
    with MeetingFile.open(session.path) as file:
        (export,) = file.exports()
    assert (export.file_name, export.sha256) == (target.name, exported.sha256)


def test_the_pack_is_named_after_the_day_and_the_body(session: Session) -> None:
    assert pack_file_name(session.meeting) == (
        "2027-03-18 Wealdmere Health and Wellbeing Board - Public pack.pdf"
    )
    assert minutes_file_name(session.meeting).endswith("Board - Minutes.docx")


def test_the_minutes_are_written_and_the_exempt_ones_apart(
    session: Session, scratch: Path, out: Path, qtbot: QtBot
) -> None:
    exporting = Exporting(session, scratch)
    with qtbot.waitSignal(exporting.done, timeout=20000) as done:
        exporting.start_minutes(out / "Minutes.docx")
    exporting.close()
    assert sorted(done.args[0].paths) == sorted(out.iterdir())
    closed = [item.title for item in session.meeting.items if item.access.value != "open"]
    text = "\n".join(p.text for p in docx.Document(str(out / "Minutes.docx")).paragraphs)
    assert closed
    assert not any(title in text for title in closed)


def test_a_cancelled_export_leaves_nothing_anywhere(
    session: Session, scratch: Path, out: Path, qtbot: QtBot
) -> None:
    exporting = Exporting(session, scratch)
    target = out / "pack.pdf"
    target.write_bytes(b"the pack of last week")
    exporting.start_pack(target)
    with qtbot.waitSignal(exporting.progressed, timeout=20000):
        pass
    process_id = exporting.process_id
    with qtbot.waitSignal(exporting.cancelled, timeout=1000):
        exporting.cancel()
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)
    assert list(out.iterdir()) == [target]
    assert target.read_bytes() == b"the pack of last week"
    assert list(scratch.iterdir()) == []
    exporting.close()


def test_a_worker_killed_in_the_middle_fails_the_export_and_nothing_else(
    session: Session, scratch: Path, out: Path, qtbot: QtBot
) -> None:
    exporting = Exporting(session, scratch)
    exporting.start_pack(out / "pack.pdf")
    qtbot.waitUntil(lambda: exporting.process_id != 0)
    with qtbot.waitSignal(exporting.failed, timeout=5000) as failed:
        os.kill(exporting.process_id, signal.SIGKILL)
    assert "could not be made" in failed.args[0].what
    assert failed.args[1]
    assert list(out.iterdir()) == []
    exporting.close()
    again = Exporting(session, scratch)
    with qtbot.waitSignal(again.done, timeout=20000):
        again.start_pack(out / "pack.pdf")
    again.close()


def test_an_error_found_by_a_check_stops_the_export_in_its_words(
    session: Session, scratch: Path, out: Path, qtbot: QtBot
) -> None:
    session.edit("Change body", lambda m: edits.change_meeting(m, body="[Body]"))
    exporting = Exporting(session, scratch)
    with qtbot.waitSignal(exporting.failed, timeout=20000) as failed:
        exporting.start_pack(out / "pack.pdf")
    assert failed.args[0].what == 'The body still says "[Body]".'
    assert list(out.iterdir()) == []
    exporting.close()


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(
    session: Session, scratch: Path, out: Path, qtbot: QtBot
) -> None:
    exporting = Exporting(session, scratch)
    with qtbot.waitSignal(exporting.failed, timeout=20000) as failed:
        exporting.start_pack(out / "no such folder" / "pack.pdf")
    assert "is not there" in failed.args[0].what
    assert list(scratch.iterdir()) == []
    exporting.close()
