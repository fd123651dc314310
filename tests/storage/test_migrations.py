"""Meeting files of every format there ever was open for ever, and nothing in them is lost on the way."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import shutil
import sqlite3
from pathlib import Path

import pytest

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.document_facts import PageLook, TraitKind
from packbuilder.meeting.fitting import Fitting, PageSize
from packbuilder.meeting.treatment import Remedy, Treatment
from packbuilder.storage.meeting_file import MeetingFile, Origin
from packbuilder.storage.migrations import FORMAT

KEPT = Path(__file__).parent / "meeting_files"


def a_file_of(number: int, folder: Path) -> Path:
    return Path(shutil.copy(KEPT / f"format-{number}.meeting", folder))


def format_of(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64])


def test_there_is_a_file_of_every_format() -> None:
    assert [format_of(KEPT / f"format-{n}.meeting") for n in range(1, FORMAT + 1)] == [*range(1, FORMAT + 1)]


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_of_any_format_opens_for_ever(number: int, read_only: bool, tmp_path: Path) -> None:
    path = a_file_of(number, tmp_path)
    before = path.read_bytes()
    with MeetingFile.open(path, read_only=read_only) as file:
        meeting = file.meeting()
        assert file.damage_note == ""
        assert (meeting.body, meeting.date) == ("Cabinet", dt.date(2026, 3, 10))
        assert [item.title for item in meeting.items] == ["Subject 1", "Subject 2"]
        for _, document in meeting.documents():
            key = document.treatment.key
            assert file.facts(document.sha256, key).page_count == 1
            assert file.document(document.sha256, key).facts.page_count == 1
            assert file.document(document.sha256, key).print_ready.startswith(b"%PDF-")
            assert file.original(document.sha256).startswith(b"%PDF-")
        assert [(export.pack, export.page_count) for export in file.exports()] == [("public", 6)]
        if not read_only:
            file.save(dataclasses.replace(meeting, venue="Kettering"))
            file.drop_unused()
    if read_only:
        assert path.read_bytes() == before
        return
    assert format_of(path) == FORMAT
    with MeetingFile.open(path) as file:
        assert file.meeting() == dataclasses.replace(meeting, venue="Kettering")
        assert len(file.all_facts()) == len(meeting.documents())


def test_where_a_document_came_from_is_known_since_format_2(tmp_path: Path) -> None:
    with MeetingFile.open(a_file_of(1, tmp_path)) as old, MeetingFile.open(a_file_of(2, tmp_path)) as new:
        ((_, document), *_) = old.meeting().documents()
        assert old.origin(document.sha256) == Origin()
        assert new.origin(document.sha256).received == dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
        assert new.logo(new.meeting().style.logo_sha256).startswith(b"\x89PNG")


def test_documents_of_format_2_are_held_untreated_and_used_whole(tmp_path: Path) -> None:
    with MeetingFile.open(a_file_of(2, tmp_path)) as file:
        documents = [document for _, document in file.meeting().documents()]
        assert set(file.all_facts()) == {(document.sha256, "") for document in documents}
        for document in documents:
            assert (document.treatment, document.fitting) == (Treatment(), Fitting())
            assert (document.inside, document.looked_at) == ("", ())
            assert file.facts(document.sha256).traits == ()
            assert file.facts(document.sha256).details is None


def test_what_becomes_of_pages_is_known_since_format_3(tmp_path: Path) -> None:
    with MeetingFile.open(a_file_of(3, tmp_path)) as file:
        ((_, document), *_) = file.meeting().documents()
        assert document.treatment == Treatment((Remedy.DROP_COMMENTS,), (1,))
        assert document.fitting == Fitting(((1, 1),), ((1, 90),), PageSize.A4, True)
        assert (document.inside, document.looked_at) == ("papers/report-1.pdf", ("form-values",))
        treated = file.facts(document.sha256, document.treatment.key)
        assert [(trait.kind, trait.page_numbers) for trait in treated.traits] == [
            (TraitKind.FORM_VALUES, (1,))
        ]
        assert treated.pages[0].look is PageLook.SCAN
        assert treated.cover is not None
        assert treated.cover.recommendations == ("That it be noted.",)
        assert file.facts(document.sha256).traits == (), "the untreated pages are held beside them"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE document SET facts = '{}'",
        "UPDATE document SET came_from = CAST(x'ff' AS TEXT)",
        "UPDATE document SET original_sha256 = 'ab'",
        "UPDATE content SET sha256 = 'ab'",
    ],
)
def test_a_damaged_document_stays_refused_when_its_file_is_brought_to_the_newest_format(
    damage: str, tmp_path: Path
) -> None:
    path = a_file_of(2, tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as odd, odd:
        (sha256,) = odd.execute("SELECT original_sha256 FROM document ORDER BY rowid DESC").fetchone()
        part = "WHERE sha256 = ?" if damage.startswith("UPDATE content") else "WHERE original_sha256 = ?"
        odd.execute(f"{damage} {part}", (sha256,))
    with MeetingFile.open(path) as file:
        first, second = [document for _, document in file.meeting().documents()]
        assert second.sha256 == sha256
        assert file.document(first.sha256).facts.page_count == 1
        with pytest.raises(PackBuilderError, match="is damaged"):
            file.document(second.sha256)


def test_an_older_file_that_is_damaged_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    path = a_file_of(1, tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as odd, odd:
        odd.execute("UPDATE meeting SET value = '{'")
    before = path.read_bytes()
    with pytest.raises(PackBuilderError, match=r"format-1\.meeting is damaged"):
        MeetingFile.open(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_copy_of_an_older_file_that_may_only_be_read_has_the_newest_format(tmp_path: Path) -> None:
    path = a_file_of(1, tmp_path)
    with MeetingFile.open(path, read_only=True) as file:
        file.save_copy(tmp_path / "copy.meeting")
        with MeetingFile.open(tmp_path / "copy.meeting") as copy:
            assert copy.meeting() == file.meeting()
    assert (format_of(path), format_of(tmp_path / "copy.meeting")) == (1, FORMAT)
