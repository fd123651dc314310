"""A new meeting is on the disk from its first moment, and keeps everything when it gets its name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from packbuilder.errors import PackBuilderError
from packbuilder.storage.lock import CannotLock, MeetingLock
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.storage.new_meetings import create_unnamed, give_name, is_unnamed, new_meetings_folder
from tests.builders import a_document, a_meeting, an_item, pages


def _now() -> dt.datetime:
    return dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data" / "packbuilder" / "Meetings"
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, appauthor: tmp_path / "data" / name)
    return folder


def test_new_meetings_are_named_after_date_and_body_and_never_written_over(own_folder: Path) -> None:
    assert new_meetings_folder() == own_folder
    for expected in ("", " (2)", " (3)"):
        with create_unnamed(a_meeting(venue=expected)) as file:
            assert file.path == own_folder / f"2026-06-18 Planning Committee{expected}.meeting"
            assert is_unnamed(file.path)
    with MeetingFile.open(own_folder / "2026-06-18 Planning Committee.meeting") as file:
        assert file.meeting().venue == ""


def test_a_body_with_any_name_gives_a_file_name(own_folder: Path) -> None:
    with create_unnamed(a_meeting(body="Adults/Children: v2.0?")) as file:
        assert file.path == own_folder / "2026-06-18 Adults Children v2.0.meeting"
    with create_unnamed(a_meeting(body="Adults/Children: v2.0?")) as file:
        assert file.path == own_folder / "2026-06-18 Adults Children v2.0 (2).meeting"


def test_a_meeting_that_gets_its_name_brings_everything_and_leaves_nothing(
    own_folder: Path, tmp_path: Path
) -> None:
    file = create_unnamed(a_meeting())
    sha256 = file.store_document(b"report", b"ready", pages(2))
    meeting = a_meeting(an_item("homes", a_document("report", sha256=sha256)))
    file.save(meeting)
    target = tmp_path / "June.meeting"
    named, lock = give_name(file, target, _now)
    with lock, named:
        assert (named.path, named.meeting()) == (target, meeting)
        assert named.document(sha256).print_ready == b"ready"
        assert not is_unnamed(named.path)
        named.save(a_meeting())
    assert list(own_folder.iterdir()) == []


def test_a_meeting_that_cannot_get_its_name_stays_where_it_is(own_folder: Path, tmp_path: Path) -> None:
    with create_unnamed(a_meeting()) as file:
        with pytest.raises(PackBuilderError, match="is not there"):
            give_name(file, tmp_path / "gone" / "June.meeting", _now)
        file.save(a_meeting(venue="Corby"))
        assert file.meeting().venue == "Corby"
    assert len(list(own_folder.iterdir())) == 1


def test_a_place_that_cannot_lock_leaves_the_meeting_where_it_is(
    own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, clock: object) -> MeetingLock:
        raise CannotLock("It cannot lock.")

    monkeypatch.setattr(MeetingLock, "take", refuse)
    with create_unnamed(a_meeting()) as file:
        with pytest.raises(CannotLock):
            give_name(file, tmp_path / "June.meeting", _now)
        file.save(a_meeting(venue="Corby"))
        assert file.path.exists()
    assert not (tmp_path / "June.meeting").exists()


def test_a_meeting_with_a_name_is_never_removed(tmp_path: Path) -> None:
    with (
        MeetingFile.create(tmp_path / "June.meeting", a_meeting()) as file,
        pytest.raises(ValueError, match="has a name already"),
    ):
        give_name(file, tmp_path / "July.meeting", _now)
    assert [p.name for p in tmp_path.glob("*.meeting")] == ["June.meeting"]
