from __future__ import annotations

import io
import os
import signal
from functools import partial
from pathlib import Path

import pypdf
import pytest
from pytestqt.qtbot import QtBot

from packbuilder.app.live_pack import LivePack
from packbuilder.app.session import Session
from packbuilder.meeting import edits
from packbuilder.meeting.meeting import Meeting
from packbuilder.pack.build import build_public_pack
from packbuilder.pack.documents import from_meeting_file
from packbuilder.progress import Quiet
from packbuilder.storage.meeting_file import MeetingFile


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def _titled(meeting: Meeting, title: str) -> Meeting:
    return edits.change_item(meeting, meeting.items[0].id, title=title)


def test_the_pack_shown_is_byte_for_byte_the_pack_that_is_exported(
    session: Session, scratch: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    live = LivePack(session, scratch)
    with qtbot.waitSignal(live.looked, timeout=20000), qtbot.waitSignal(live.built, timeout=20000):
        pass
    before = session.meeting
    session.edit("Move item", lambda m: edits.move_item(m, m.items[5].id, 3))
    with qtbot.waitSignal(live.built, timeout=20000) as built:
        pass
    pdf, pages, meeting = built.args
    live.close()
    with MeetingFile.open(session.path, read_only=True) as file:
        build_public_pack(session.meeting, tmp_path / "exported.pdf", Quiet(), from_meeting_file(file))
    assert session.meeting != before
    assert meeting == session.meeting
    assert pdf == (tmp_path / "exported.pdf").read_bytes()
    assert len(pages) == len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_many_edits_in_a_row_end_in_a_pack_of_the_last_one(
    session: Session, scratch: Path, qtbot: QtBot
) -> None:
    live = LivePack(session, scratch)
    shown: list[bytes] = []
    live.built.connect(lambda pdf, pages, meeting: shown.append(pdf))
    for number in range(8):
        session.edit("Change subject", partial(_titled, title=f"Reading no {number}"))
        qtbot.wait(40)
    qtbot.waitUntil(lambda: live.is_current, timeout=20000)
    live.close()
    front = pypdf.PdfReader(io.BytesIO(shown[-1])).pages[0].extract_text()
    assert "Reading no 7" in front


def test_the_pack_comes_again_by_itself_after_its_worker_was_killed_while_building(
    session: Session, scratch: Path, qtbot: QtBot
) -> None:
    live = LivePack(session, scratch)
    with qtbot.waitSignal(live.looked, timeout=20000):
        pass
    killed = live.process_id
    os.kill(killed, signal.SIGSTOP)
    session.edit("Change venue", lambda m: edits.change_meeting(m, venue="Corby"))
    qtbot.waitUntil(lambda: live.is_building)
    os.kill(killed, signal.SIGKILL)
    qtbot.waitUntil(lambda: live.is_current, timeout=20000)
    assert live.process_id not in (0, killed)
    live.close()


def test_no_pack_is_left_in_the_scratch_folder(session: Session, scratch: Path, qtbot: QtBot) -> None:
    live = LivePack(session, scratch)
    for number in range(6):
        session.edit("Change subject", partial(_titled, title=f"Reading no {number}"))
        qtbot.wait(150)
    qtbot.waitUntil(lambda: live.is_current and not live.is_building, timeout=20000)
    live.close()
    assert list(scratch.glob("*.pdf")) == []
