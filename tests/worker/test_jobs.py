from __future__ import annotations

from pathlib import Path

import pytest

from packbuilder.meeting.edits import attach_document, move_item
from packbuilder.meeting.meeting import Document, Meeting, new_id
from packbuilder.pack.build import build_draft
from packbuilder.pack.collect import collect_into_new
from packbuilder.pack.documents import from_disk, from_meeting_file
from packbuilder.progress import Quiet
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.worker.jobs import OpenDocuments, build
from packbuilder.worker.messages import Build, Built, Looked
from tests.builders import a_meeting, an_item, write_pdf


@pytest.fixture
def stored(tmp_path: Path) -> tuple[Path, Meeting]:
    """A meeting file with two reports in it, and its meeting."""
    reports = [
        Document(f"d{n}", str(write_pdf(tmp_path / f"{n}.pdf", f"report {n}", "more"))) for n in (1, 2)
    ]
    meeting = a_meeting(an_item("first", reports[0]), an_item("second", reports[1]))
    path = tmp_path / "Cabinet.meeting"
    return path, collect_into_new(path, meeting, from_disk(), Quiet())


def _draft(path: Path, meeting: Meeting, target: Path, kept: OpenDocuments) -> list[object]:
    order = Build(job=1, meeting=meeting, meeting_file=str(path), target=str(target), draft=True)
    return list(build(order, Quiet(), kept))


def test_a_pack_built_from_kept_documents_is_the_same_as_one_built_afresh(
    stored: tuple[Path, Meeting], tmp_path: Path
) -> None:
    path, meeting = stored
    kept = OpenDocuments()
    _draft(path, meeting, tmp_path / "before.pdf", kept)
    moved = move_item(meeting, "second", 0)
    answers = _draft(path, moved, tmp_path / "kept.pdf", kept)
    with MeetingFile.open(path, read_only=True) as file:
        build_draft(moved, tmp_path / "fresh.pdf", Quiet(), from_meeting_file(file))
    assert (tmp_path / "kept.pdf").read_bytes() == (tmp_path / "fresh.pdf").read_bytes()
    assert [type(answer) for answer in answers] == [Built, Looked]


def test_a_file_that_is_attached_twice_is_in_the_pack_twice(
    stored: tuple[Path, Meeting], tmp_path: Path
) -> None:
    path, meeting = stored
    kept = OpenDocuments()
    _draft(path, meeting, tmp_path / "before.pdf", kept)
    first = meeting.items[0].documents[0]
    twice = attach_document(meeting, "first", Document(new_id(), first.file, sha256=first.sha256))
    (built, _) = _draft(path, twice, tmp_path / "pack.pdf", kept)
    assert isinstance(built, Built)
    assert (
        len({page.document_id for page in built.pages if page.item_id == "first" and page.document_id}) == 2
    )
