from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import docx
import pypdf
import pytest
from pytestqt.qtbot import QtBot

from packbuilder.app import exporting as exporting_module
from packbuilder.app.exporting import Exporting, minutes_file_name, pack_file_name
from packbuilder.app.session import Session
from packbuilder.files import file_sha256
from packbuilder.meeting import edits
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.word.minutes import exempt_minutes_path


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


def _write_minutes(
    session: Session, scratch: Path, target: Path, qtbot: QtBot, *, write_over_changed: bool = False
) -> str:
    """Write the minutes, and return why they were not written, if so."""
    exporting = Exporting(session, scratch)
    failures: list[str] = []
    exporting.failed.connect(lambda error, _: failures.append(str(error)))
    exporting.start_minutes(target, write_over_changed=write_over_changed)
    qtbot.waitUntil(lambda: not exporting.is_running, timeout=20000)
    exporting.close()
    assert list(scratch.iterdir()) == []
    return "".join(failures)


def _type_into(path: Path) -> bytes:
    document = docx.Document(str(path))
    document.add_paragraph("What the clerk typed in the meeting")
    document.save(str(path))
    return path.read_bytes()


def test_minutes_that_were_changed_are_written_over_only_where_the_clerk_says_so(
    session: Session, scratch: Path, out: Path, qtbot: QtBot
) -> None:
    target = out / "Minutes.docx"
    assert _write_minutes(session, scratch, target, qtbot) == ""
    for changed in (target, exempt_minutes_path(target)):
        typed = _type_into(changed)
        others = {path: path.read_bytes() for path in out.iterdir()}
        refused = _write_minutes(session, scratch, target, qtbot)
        assert refused.startswith(f"{changed.name} was changed since packbuilder wrote it.")
        assert changed.read_bytes() == typed
        assert {path: path.read_bytes() for path in out.iterdir()} == others
        assert _write_minutes(session, scratch, target, qtbot, write_over_changed=True) == ""
        assert changed.read_bytes() != typed


def test_minutes_that_nobody_changed_are_written_anew_after_an_edit(
    session: Session, scratch: Path, out: Path, qtbot: QtBot
) -> None:
    target = out / "Minutes.docx"
    assert _write_minutes(session, scratch, target, qtbot) == ""
    session.edit("Change venue", lambda m: edits.change_meeting(m, venue="The Corn Exchange"))
    assert _write_minutes(session, scratch, target, qtbot) == ""
    assert "The Corn Exchange" in "\n".join(p.text for p in docx.Document(str(target)).paragraphs)


def test_a_failure_of_the_exempt_minutes_leaves_nothing_of_the_others(
    session: Session, scratch: Path, out: Path, qtbot: QtBot
) -> None:
    target = out / "Minutes.docx"
    exempt_minutes_path(target).mkdir()
    assert "is a folder" in _write_minutes(session, scratch, target, qtbot)
    assert list(out.iterdir()) == [exempt_minutes_path(target)]


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("is_exempt_one_open", [True, False])
def test_minutes_that_another_program_keeps_open_leave_the_earlier_pair(
    session: Session,
    scratch: Path,
    out: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    is_exempt_one_open: bool,
    is_there: bool,
) -> None:
    target = out / "Minutes.docx"
    if is_there:
        assert _write_minutes(session, scratch, target, qtbot) == ""
    before = {path: path.read_bytes() for path in out.iterdir()}
    session.edit("Change title", lambda m: edits.change_meeting(m, body="Another Board"))
    kept_open = exempt_minutes_path(target) if is_exempt_one_open else target
    replace = Path.replace

    def replace_unless_open(path: Path, place: Path) -> Path:
        if Path(place) == kept_open:
            raise PermissionError(13, "open in Word")
        return replace(path, place)

    monkeypatch.setattr(Path, "replace", replace_unless_open)
    assert "another program has it open" in _write_minutes(session, scratch, target, qtbot)
    assert {path: path.read_bytes() for path in out.iterdir()} == before


def test_cancel_is_heeded_up_to_the_moment_in_which_the_pack_takes_its_place(
    session: Session, scratch: Path, out: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_back, go_on = threading.Event(), threading.Event()

    def slow_sha256(path: Path) -> str:
        read_back.set()
        go_on.wait(20)
        return file_sha256(path)

    monkeypatch.setattr(exporting_module, "file_sha256", slow_sha256)
    exporting = Exporting(session, scratch)
    exporting.start_pack(out / "pack.pdf")
    qtbot.waitUntil(read_back.is_set, timeout=20000)
    with qtbot.waitSignal(exporting.cancelled, timeout=5000):
        exporting.cancel()
        go_on.set()
    assert list(out.iterdir()) == []
    assert list(scratch.iterdir()) == []
    exporting.close()


def test_a_pack_that_took_its_place_while_the_window_closed_is_remembered(
    session: Session, scratch: Path, out: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, taken = out / "pack.pdf", threading.Event()
    replace = Path.replace

    def replace_and_tell(path: Path, place: Path) -> Path:
        replaced = replace(path, place)
        if Path(place) == target:
            taken.set()
        return replaced

    monkeypatch.setattr(Path, "replace", replace_and_tell)
    exporting = Exporting(session, scratch)
    with qtbot.waitSignal(
        exporting.progressed, timeout=20000, check_params_cb=lambda text, *_: text == "Saving"
    ):
        exporting.start_pack(target)
    assert taken.wait(20), "nobody on this thread has heard of it yet"
    exporting.close()
    session.close()
    with MeetingFile.open(session.path) as file:
        assert [export.sha256 for export in file.exports()] == [file_sha256(target)]
    assert list(scratch.iterdir()) == []


def test_a_fault_on_the_way_to_its_place_is_told_without_the_words_of_the_error(
    session: Session, scratch: Path, out: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> str:
        raise ValueError("Sale of Hilltop House")

    monkeypatch.setattr(exporting_module, "file_sha256", broken)
    exporting = Exporting(session, scratch)
    with qtbot.waitSignal(exporting.failed, timeout=20000) as failed:
        exporting.start_pack(out / "pack.pdf")
    assert "could not be made" in failed.args[0].what
    assert "builtins.ValueError" in failed.args[1]
    assert "Hilltop" not in failed.args[1]
    assert list(out.iterdir()) == []
    exporting.close()
