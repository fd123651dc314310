"""The logo comes out of the meeting file for as long as it is drawn, and no longer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from pathlib import Path

import pytest
from PIL import Image

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.pack.collect import collect_into_new
from packbuilder.pack.documents import from_disk
from packbuilder.pack.house_logo import with_logo_from
from packbuilder.progress import Quiet
from packbuilder.storage.meeting_file import MeetingFile, Origin
from tests.builders import a_document, a_meeting, an_item, write_pdf


def a_logo() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (60, 30), (20, 60, 120)).save(data, "PNG")
    return data.getvalue()


def test_a_collected_meeting_draws_with_the_logo_of_that_day(tmp_path: Path) -> None:
    logo, report = tmp_path / "crest.png", write_pdf(tmp_path / "report.pdf", "Homes")
    logo.write_bytes(a_logo())
    described = a_meeting(
        an_item("homes", a_document("report", file=str(report))), style=HouseStyle(logo=str(logo))
    )
    now = dt.datetime(2026, 6, 9, 17, 5, tzinfo=dt.UTC)
    collected = collect_into_new(tmp_path / "june.meeting", described, from_disk(), Quiet(), now)
    logo.unlink()
    with MeetingFile.open(tmp_path / "june.meeting", read_only=True) as file:
        assert file.meeting() == collected
        ((_, document),) = collected.documents()
        assert file.origin(document.sha256) == Origin(str(report), now)
        with with_logo_from(file, collected) as meeting:
            drawn = Path(meeting.style.logo)
            assert (drawn.name, drawn.read_bytes()) == ("crest.png", a_logo())
            kept = dataclasses.replace(meeting.style, logo=collected.style.logo)
            assert dataclasses.replace(meeting, style=kept) == collected
        assert not drawn.parent.exists()


def test_a_meeting_without_a_copied_logo_is_given_as_it_is(tmp_path: Path) -> None:
    meeting = a_meeting(style=HouseStyle(logo="C:\\logos\\crest.png"))
    with (
        MeetingFile.create(tmp_path / "june.meeting", meeting) as file,
        with_logo_from(file, meeting) as given,
    ):
        assert given == meeting


def test_a_logo_that_the_file_does_not_hold_is_said_and_not_passed_over(tmp_path: Path) -> None:
    meeting = a_meeting(style=HouseStyle(logo="crest.png", logo_sha256="ab" * 32))
    with (
        MeetingFile.create(tmp_path / "june.meeting", meeting) as file,
        pytest.raises(PackBuilderError, match="damaged"),
        with_logo_from(file, meeting),
    ):
        pass


def test_the_logo_lies_in_the_folder_that_was_given_for_it(tmp_path: Path) -> None:
    with MeetingFile.create(tmp_path / "june.meeting", a_meeting()) as file:
        style = HouseStyle(logo="crest.png", logo_sha256=file.store_logo(a_logo()))
        folder = tmp_path / "scratch"
        folder.mkdir()
        with with_logo_from(file, a_meeting(style=style), folder) as meeting:
            assert Path(meeting.style.logo).is_relative_to(folder)
        assert list(folder.iterdir()) == []
