from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from packbuilder.app.settings import RecentMeeting, Settings, ThemeChoice, settings_path

A_MEETING = RecentMeeting(
    Path('/meetings/2026-06-18 Café; "quoted", 100%.meeting'),
    'Cabinet [A], 18 June 2026; ë="1"',
    dt.datetime(2026, 6, 1, 9, 30),
    is_pinned=True,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "not there yet" / "settings.ini"


def test_everything_is_remembered_until_the_next_start(path: Path, tmp_path: Path) -> None:
    settings = Settings(path)
    settings.recent = (A_MEETING,)
    settings.theme = ThemeChoice.DARK
    settings.window_geometry = bytes(range(256))
    settings.window_state = b"\0state"
    settings.set_splitter("main", [680, 450, 290])
    settings.pack_zoom = 1.25
    settings.pack_side_panel = "thumbnails"
    settings.attach_folder = tmp_path / "reports"
    settings.export_folder = tmp_path / "packs"
    settings.opens_after_export = True

    again = Settings(path)

    assert again.recent == (A_MEETING,)
    assert again.theme is ThemeChoice.DARK
    assert again.window_geometry == bytes(range(256))
    assert again.window_state == b"\0state"
    assert again.splitter("main") == (680, 450, 290)
    assert again.pack_zoom == 1.25
    assert again.pack_side_panel == "thumbnails"
    assert again.attach_folder == tmp_path / "reports"
    assert again.export_folder == tmp_path / "packs"
    assert again.opens_after_export


def assert_all_default(settings: Settings) -> None:
    assert settings.recent == ()
    assert settings.theme is ThemeChoice.SYSTEM
    assert settings.window_geometry == b""
    assert settings.window_state == b""
    assert settings.splitter("main") == ()
    assert settings.pack_zoom == 0
    assert settings.pack_side_panel == ""
    assert settings.attach_folder is None
    assert settings.export_folder is None
    assert not settings.opens_after_export


def test_on_the_first_day_everything_has_its_default(path: Path) -> None:
    assert_all_default(Settings(path))
    assert not path.exists()


DAMAGED = """[meetings]
recent="[{\\"path\\": 1}]"
[window]
theme=purple
geometry=not base64
state=@Invalid()
[splitters]
main="[1, -5, \\"x\\"]"
[pack]
zoom=nan
[folders]
attach=
"""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe[[[no settings at all\n=\n\x01",
        DAMAGED.encode(),
        b"[" * 50_000,
        b'[meetings]\nrecent="' + b"[" * 50_000 + b'"\n',
    ],
)
def test_a_damaged_file_counts_as_none_and_is_mended_by_the_next_change(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    settings = Settings(path)
    assert_all_default(settings)
    settings.theme = ThemeChoice.LIGHT

    assert Settings(path).theme is ThemeChoice.LIGHT


def test_a_file_that_another_process_keeps_locked_holds_nothing_up(path: Path) -> None:
    path.parent.mkdir()
    lock = QLockFile(f"{path}.lock")
    assert lock.tryLock(0)

    settings = Settings(path)
    settings.theme = ThemeChoice.DARK

    assert settings.theme is ThemeChoice.DARK
    lock.unlock()


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file where a folder should be")

    settings = Settings(tmp_path / "in the way" / "settings.ini")
    settings.theme = ThemeChoice.DARK

    assert settings.theme is ThemeChoice.DARK


def test_a_file_name_that_is_no_text_is_left_out_and_is_no_error(path: Path) -> None:
    no_text = Path(os.fsdecode(b"/meetings/caf\xe9.meeting"))
    settings = Settings(path)
    settings.recent = (A_MEETING, RecentMeeting(no_text, "Café", dt.datetime(2026, 6, 1)))
    settings.attach_folder = no_text

    assert Settings(path).recent == (A_MEETING,)
    assert Settings(path).attach_folder is None


def test_what_another_window_wrote_is_seen_after_a_refresh_and_not_written_over(path: Path) -> None:
    mine, other = Settings(path), Settings(path)
    other.pack_side_panel = "bookmarks"
    mine.theme = ThemeChoice.DARK
    mine.refresh()

    assert mine.pack_side_panel == "bookmarks"
    assert Settings(path).pack_side_panel == "bookmarks"


def test_settings_lie_in_the_users_own_folder_for_settings() -> None:
    assert settings_path().name == "settings.ini"
    assert settings_path().parent.name == "packbuilder"


def test_the_newer_files_that_were_let_be_are_remembered_and_the_oldest_forgotten(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    for number in range(520):
        settings.keep_version(f"{number:04d}")
    settings.keep_version("0100")
    kept = Settings(tmp_path / "settings.ini").kept_versions
    assert len(kept) == 500
    assert "0100" in kept
    assert "0519" in kept
    assert "0019" not in kept


def test_the_folder_of_report_templates_is_remembered(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    assert settings.template_folder is None
    settings.template_folder = tmp_path
    assert Settings(tmp_path / "settings.ini").template_folder == tmp_path
