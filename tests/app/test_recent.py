from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packbuilder.app.recent import MOST_RECENT, Recent, meeting_title
from packbuilder.app.settings import Settings
from packbuilder.meeting.meeting import Meeting

NOW = dt.datetime(2026, 6, 1, 9)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


def titles(recent: Recent) -> list[str]:
    return [meeting.title for meeting in recent.meetings]


def test_the_meeting_opened_last_comes_first_and_stands_in_the_list_once(
    qapp: QApplication, settings: Settings, tmp_path: Path
) -> None:
    recent = Recent(settings)
    recent.add(Path("/a.meeting"), "A", NOW)
    recent.add(Path("/b.meeting"), "B", NOW + dt.timedelta(hours=1))
    recent.add(Path("/a.meeting"), "A, renamed", NOW + dt.timedelta(hours=2))

    assert titles(recent) == ["A, renamed", "B"]
    assert titles(Recent(Settings(tmp_path / "settings.ini"))) == ["A, renamed", "B"]


def test_pinned_meetings_stay_at_the_top_and_are_never_pushed_off_the_list(
    qapp: QApplication, settings: Settings
) -> None:
    recent = Recent(settings)
    recent.add(Path("/first.meeting"), "First", NOW)
    recent.pin(Path("/first.meeting"), True)
    for number in range(MOST_RECENT + 5):
        recent.add(Path(f"/{number}.meeting"), str(number), NOW + dt.timedelta(hours=number + 1))

    assert titles(recent)[0] == "First"
    assert len(recent.meetings) == MOST_RECENT
    recent.pin(Path("/first.meeting"), False)
    assert titles(recent)[-1] == "First"


def test_a_meeting_taken_off_the_list_is_gone_and_its_file_is_not(
    qapp: QApplication, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "a.meeting"
    file.write_bytes(b"")
    recent = Recent(settings)
    recent.add(file, "A", NOW)

    with qtbot.waitSignal(recent.changed):
        recent.remove(file)

    assert recent.meetings == ()
    assert file.exists()


def test_a_missing_file_is_known_as_missing_after_a_look(
    qapp: QApplication, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    here = tmp_path / "here.meeting"
    here.write_bytes(b"")
    recent = Recent(settings)
    recent.add(here, "Here", NOW)
    recent.add(tmp_path / "gone.meeting", "Gone", NOW)

    with qtbot.waitSignal(recent.changed):
        recent.look()

    assert recent.is_missing(tmp_path / "gone.meeting")
    assert not recent.is_missing(here)


def test_a_network_folder_that_never_answers_holds_up_neither_the_list_nor_the_others(
    qapp: QApplication, settings: Settings, qtbot: QtBot
) -> None:
    never = threading.Event()
    asked: list[Path] = []

    def exists(path: Path) -> bool:
        asked.append(path)
        if path.name == "hangs.meeting":
            never.wait()
        return False

    recent = Recent(settings, exists=exists)
    recent.add(Path("/hangs.meeting"), "Hangs", NOW)
    recent.add(Path("/gone.meeting"), "Gone", NOW)
    try:
        with qtbot.waitSignal(recent.changed):
            recent.look()
        assert recent.is_missing(Path("/gone.meeting"))
        assert not recent.is_missing(Path("/hangs.meeting"))
        recent.look()
        qtbot.waitUntil(lambda: asked.count(Path("/gone.meeting")) == 2)
        assert asked.count(Path("/hangs.meeting")) == 1
    finally:
        never.set()


def test_a_drive_that_is_back_makes_its_meeting_black_again(
    qapp: QApplication, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "a.meeting"
    recent = Recent(settings)
    recent.add(file, "A", NOW)
    with qtbot.waitSignal(recent.changed):
        recent.look()
    assert recent.is_missing(file)

    file.write_bytes(b"")
    with qtbot.waitSignal(recent.changed):
        recent.look()
    assert not recent.is_missing(file)


def test_what_two_windows_open_is_all_in_the_list(qapp: QApplication, tmp_path: Path) -> None:
    one, other = (Recent(Settings(tmp_path / "settings.ini")) for _ in range(2))
    one.add(Path("/a.meeting"), "A", NOW)
    other.add(Path("/b.meeting"), "B", NOW + dt.timedelta(hours=1))
    one.add(Path("/c.meeting"), "C", NOW + dt.timedelta(hours=2))

    assert titles(one) == ["C", "B", "A"]


def test_a_meeting_goes_by_who_meets_and_when() -> None:
    meeting = Meeting(council="Anytown Council", body="Health and Wellbeing Board", date=dt.date(2023, 6, 20))

    assert meeting_title(meeting) == "Health and Wellbeing Board, 20 June 2023"
