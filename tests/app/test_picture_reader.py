from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packbuilder.app.picture_reader import PictureReader


def test_a_picture_is_read(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"picture")
    reader = PictureReader()
    with qtbot.waitSignal(reader.read) as read:
        reader.start(tmp_path / "logo.png")
    assert read.args == [tmp_path / "logo.png", b"picture"]


def test_what_cannot_be_read_or_is_too_large_is_none(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    reader = PictureReader()
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(20_000_001)
    for name in ("missing.png", "large.png"):
        with qtbot.waitSignal(reader.read) as read:
            reader.start(tmp_path / name)
        assert read.args == [tmp_path / name, None]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that never answers is made with mkfifo")
def test_a_file_that_never_answers_holds_up_neither_the_window_nor_the_next_one(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "hangs.png")
    (tmp_path / "logo.png").write_bytes(b"picture")
    reader = PictureReader()
    reader.start(tmp_path / "hangs.png")
    with qtbot.waitSignal(reader.read) as read:
        reader.start(tmp_path / "logo.png")

    assert read.args == [tmp_path / "logo.png", b"picture"]
    # Lets the thread that hangs come to its end.
    (tmp_path / "hangs.png").write_bytes(b"late")
