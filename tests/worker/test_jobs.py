from __future__ import annotations

import dataclasses
import errno
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from packbuilder.errors import Cancelled, PackBuilderError
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.edits import attach_document, move_item, set_document_access
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.meeting.meeting import Access, Document, Meeting, new_id
from packbuilder.pack.build import build_draft
from packbuilder.pack.collect import collect_into_new
from packbuilder.pack.documents import TakeDocument, from_disk, from_meeting_file, published_hashes
from packbuilder.progress import Quiet
from packbuilder.storage.meeting_file import MeetingFile
from packbuilder.worker import jobs
from packbuilder.worker.jobs import OpenDocuments, build, look_inside, take_files_in
from packbuilder.worker.messages import (
    Build,
    Built,
    FileToTakeIn,
    Inside,
    Looked,
    LookInside,
    NotTaken,
    TakeIn,
    Taken,
    Why,
)
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


def test_a_document_that_was_made_exempt_cannot_be_opened_though_it_was_open_before(
    stored: tuple[Path, Meeting], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, meeting = stored
    kept = OpenDocuments()
    _draft(path, meeting, tmp_path / "before.pdf", kept)
    closed = set_document_access(meeting, "d2", Access.EXEMPT, (3,))
    # The first wall is down: the builder forgot to ask for the public view.
    monkeypatch.setattr("packbuilder.pack.build.public_view", lambda meeting: meeting)
    with pytest.raises(PackBuilderError, match="not open to the public, so it was not opened"):
        _draft(path, closed, tmp_path / "pack.pdf", kept)
    assert not (tmp_path / "pack.pdf").exists()


def test_the_logo_is_put_where_the_window_cleans_up_and_nowhere_else(
    stored: tuple[Path, Meeting], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, meeting = stored
    picture = io.BytesIO()
    Image.new("RGB", (60, 30), (20, 60, 120)).save(picture, "PNG")
    with MeetingFile.open(path) as file:
        style = HouseStyle(logo="crest.png", logo_sha256=file.store_logo(picture.getvalue()))
    machine, scratch = tmp_path / "temporary files of the machine", tmp_path / "scratch"
    machine.mkdir()
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(machine))
    seen: set[str] = set()

    class Watching(Quiet):
        def step(self, text: str, done: int, total: int) -> None:
            seen.update(path.name for path in machine.iterdir())

    meeting = dataclasses.replace(meeting, style=style)
    order = Build(job=1, meeting=meeting, meeting_file=str(path), target=str(scratch / "p.pdf"), draft=True)
    assert list(build(order, Watching(), OpenDocuments()))
    assert seen == set()
    assert [path.name for path in scratch.iterdir()] == ["p.pdf"]


def test_a_build_that_is_stopped_keeps_no_more_documents_than_one_that_ends(
    stored: tuple[Path, Meeting], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, meeting = stored
    monkeypatch.setattr(jobs, "_MOST_KEPT_PAGES", 2)

    class Stopping(Quiet):
        def step(self, text: str, done: int, total: int) -> None:
            if text != "Taking in documents":
                raise Cancelled

    kept = OpenDocuments()
    order = Build(job=1, meeting=meeting, meeting_file=str(path), target=str(tmp_path / "p.pdf"), draft=True)
    with pytest.raises(Cancelled):
        list(build(order, Stopping(), kept))
    asked: list[str] = []

    def watched(take: TakeDocument) -> TakeDocument:
        def asking(document: Document) -> TakenIn:
            asked.append(document.id)
            return take(document)

        return asking

    with MeetingFile.open(path, read_only=True) as file:
        take = kept.taking_from(watched(from_meeting_file(file)), published_hashes(meeting))
        for _, document in meeting.documents():
            take(document)
    assert asked == ["d1"], "of two documents of two pages each, the newer one is kept"


def test_what_an_earlier_packbuilder_took_in_is_not_kept_past_the_second_look(
    stored: tuple[Path, Meeting], tmp_path: Path
) -> None:
    path, meeting = stored
    ((_, first), _) = meeting.documents()
    with MeetingFile.open(path) as file:
        newer, original = file.document(first.sha256), file.original(first.sha256)
        old = dataclasses.replace(newer.facts, looked_with=0)
        file.store_document(original, newer.print_ready, old)
        kept, allowed = OpenDocuments(), published_hashes(meeting)
        assert kept.taking_from(from_meeting_file(file), allowed)(first).facts == old
        file.store_document(original, newer.print_ready, newer.facts)
        assert kept.taking_from(from_meeting_file(file), allowed)(first).facts == newer.facts


def test_a_full_disk_is_told_as_one_and_not_as_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_pdf(tmp_path / "report.pdf", "one")
    write = Path.write_bytes

    def fill_up(target: Path, data: bytes) -> int:
        if target.name == "print-ready.pdf":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(target, data)

    monkeypatch.setattr(Path, "write_bytes", fill_up)
    order = TakeIn(job=1, files=(FileToTakeIn(path=str(path)),), folder=str(tmp_path / "job"))
    (answer,) = take_files_in(order, Quiet())
    assert isinstance(answer, NotTaken)
    assert (answer.why, answer.what) == (Why.REFUSED, "report.pdf could not be read: the disk is full.")
    assert answer.next_step == "Free some space, and try again."


def test_the_parts_of_a_zip_folder_go_by_their_paths_and_are_copied_under_their_last_names(
    tmp_path: Path,
) -> None:
    parcel = tmp_path / "papers.zip"
    names = ("EXEMPT/Appendix A.pdf", "Public/Appendix A.pdf")
    with zipfile.ZipFile(parcel, "w") as archive:
        for name in names:
            archive.write(write_pdf(tmp_path / "page.pdf", name), name)
    (answer,) = look_inside(LookInside(job=1, path=str(parcel)))
    assert isinstance(answer, Inside)
    assert [(part.name, part.can_be_taken_in) for part in answer.parts] == [(name, True) for name in names]
    files = tuple(FileToTakeIn(path=str(parcel), inside=name) for name in names)
    for taken in take_files_in(TakeIn(job=2, files=files, folder=str(tmp_path / "job")), Quiet()):
        assert isinstance(taken, Taken)
        with zipfile.ZipFile(parcel) as archive:
            assert Path(taken.original).read_bytes() == archive.read(names[taken.index])
        assert Path(taken.original).name == "Appendix A.pdf"
