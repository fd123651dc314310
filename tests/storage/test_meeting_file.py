"""Nothing a clerk did is ever lost: what is in a meeting file, and what a bad day does to it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import itertools
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.document_facts import (
    DocumentFacts,
    FileDetails,
    PageFacts,
    PageLook,
    ReportCover,
    SourceBookmark,
    Trait,
    TraitKind,
)
from packbuilder.meeting.fitting import Fitting, PageSize
from packbuilder.meeting.house_style import ALL_COLUMNS, AgendaStyle, HouseStyle
from packbuilder.meeting.meeting import Access, Document, DocumentRole, Meeting, Member
from packbuilder.meeting.treatment import Remedy, Treatment
from packbuilder.storage.database import checksum
from packbuilder.storage.lock import MeetingLock
from packbuilder.storage.meeting_file import KEPT_VALUES, Export, MeetingFile, Origin, StoredDocument
from packbuilder.storage.migrations import APPLICATION_ID, FORMAT
from tests.builders import A4_PT, a_document, a_meeting, an_item, meetings, pages

PROJECT = Path(__file__).resolve().parents[2]

FACTS = DocumentFacts(
    (PageFacts(*A4_PT, saves_before=2, operators_after="Q Q", content_crc32=7), PageFacts(841.9, 595.3)),
    (SourceBookmark("Chapter", 0, (SourceBookmark("Section", 1),)),),
    ("A note.",),
    ("A warning.",),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A meeting file with one document."""
    path = tmp_path / "june.meeting"
    with MeetingFile.create(path, a_meeting(an_item("homes"))) as file:
        file.store_document(b"the original" * 1000, b"the print-ready PDF" * 1000, FACTS)
    return path


def refused(path: Path) -> PackBuilderError:
    """Open a file that must be refused in one sentence; return what is said, having looked at its bytes."""
    before = path.read_bytes()
    with pytest.raises(PackBuilderError) as error:
        read_all(path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert path.name in error.value.what
    assert error.value.next_step
    return error.value


def read_all(path: Path) -> None:
    sha256 = hashlib.sha256(b"the original" * 1000).hexdigest()
    with MeetingFile.open(path) as file:
        file.meeting()
        file.document(sha256)
        file.original(sha256)
        file.exports()


# What is in it.


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(meeting=meetings())
def test_a_meeting_comes_back_as_it_was_saved(meeting: Meeting, path: Path) -> None:
    with MeetingFile.open(path) as file:
        file.save(meeting)
        assert file.meeting() == meeting
    with MeetingFile.open(path) as file:
        assert file.meeting() == meeting


_PAGE_NUMBERS = st.integers(1, 5000)

# Every field of a document that this file has to hold, in the shapes that edits give them.
_DOCUMENTS = st.builds(
    Document,
    id=st.just("report"),
    file=st.text(st.characters(codec="utf-8")),
    title=st.text(st.characters(codec="utf-8")),
    role=st.sampled_from(DocumentRole),
    access=st.sampled_from(Access),
    exempt_paragraphs=st.lists(st.integers(1, 7)).map(tuple),
    sha256=st.sampled_from(["", "ab" * 32]),
    inside=st.text(st.characters(codec="utf-8")),
    treatment=st.builds(
        Treatment,
        st.lists(st.sampled_from(Remedy), unique=True).map(tuple),
        st.lists(_PAGE_NUMBERS, unique=True).map(sorted).map(tuple),
    ),
    fitting=st.builds(
        Fitting,
        st.lists(st.tuples(_PAGE_NUMBERS, _PAGE_NUMBERS)).map(tuple),
        st.lists(st.tuples(_PAGE_NUMBERS, st.sampled_from([90, 180, 270]))).map(tuple),
        st.sampled_from(PageSize),
        st.booleans(),
    ),
    looked_at=st.lists(st.sampled_from([str(kind) for kind in TraitKind]), unique=True).map(tuple),
)

_WORDS = st.text(st.characters(codec="utf-8"), max_size=9)
_WORD_LISTS = st.lists(_WORDS, max_size=3).map(tuple)

_FACTS = st.builds(
    DocumentFacts,
    pages=st.lists(
        st.builds(PageFacts, st.floats(1, 9999), st.floats(1, 9999), look=st.sampled_from(PageLook)),
        min_size=1,
        max_size=3,
    ).map(tuple),
    bookmarks=st.just((SourceBookmark("One", 0, (SourceBookmark("Two", 0),)),)),
    traits=st.lists(
        st.builds(
            Trait,
            st.sampled_from(TraitKind),
            st.integers(1, 99),
            _WORD_LISTS,
            st.lists(_PAGE_NUMBERS, max_size=3).map(tuple),
            _WORD_LISTS,
            _WORDS,
        ),
        max_size=3,
    ).map(tuple),
    details=st.none()
    | st.builds(FileDetails, kind=_WORDS, fonts_not_embedded=_WORD_LISTS, was_encrypted=st.booleans()),
    cover=st.none() | st.builds(ReportCover, title=_WORDS, recommendations=_WORD_LISTS),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(document=_DOCUMENTS, facts=_FACTS)
def test_what_becomes_of_a_document_comes_back_as_it_was_saved(
    document: Document, facts: DocumentFacts, path: Path
) -> None:
    key = document.treatment.key
    with MeetingFile.open(path) as file:
        file.save(a_meeting(an_item("homes", document)))
        sha256 = file.store_document(b"the file", b"its pages", facts, treatment=key)
    with MeetingFile.open(path) as file:
        assert [kept for _, kept in file.meeting().documents()] == [document]
        assert file.facts(sha256, key) == file.all_facts()[sha256, key] == facts
        assert file.document(sha256, key) == StoredDocument(b"its pages", facts)


def test_every_kind_of_value_comes_back(tmp_path: Path) -> None:
    document = a_document(
        "report", role=DocumentRole.ACTION_LOG, access=Access.EXEMPT, exempt_paragraphs=(1, 3)
    )
    meeting = a_meeting(
        an_item("homes", dataclasses.replace(document, sha256="ab"), start=dt.time(14, 5), title='"Ł" 🙂\n'),
        published=dt.date(2026, 6, 1),
        members=(Member("Cllr Ann Other"),),
        style=HouseStyle(agenda_style=AgendaStyle.LIST, agenda_columns=ALL_COLUMNS[2:4]),
    )
    with MeetingFile.create(tmp_path / "m.meeting", meeting) as file:
        assert file.meeting() == meeting


def test_a_document_comes_back_with_its_facts_and_its_original(path: Path) -> None:
    original, ready = b"%PDF original" * 99, b"%PDF ready" * 99
    with MeetingFile.open(path) as file:
        sha256 = file.store_document(original, ready, FACTS)
    assert sha256 == hashlib.sha256(original).hexdigest()
    with MeetingFile.open(path) as file:
        assert file.original(sha256) == original
        assert (file.document(sha256).print_ready, file.document(sha256).facts) == (ready, FACTS)


def test_a_document_that_is_attached_twice_is_held_once(path: Path) -> None:
    report = random.Random(1).randbytes(300_000)
    with MeetingFile.open(path) as file:
        file.store_document(report, report, FACTS)
        size = path.stat().st_size
        file.store_document(report, report, pages(3))
        assert file.document(hashlib.sha256(report).hexdigest()).facts == pages(3)
    assert path.stat().st_size == size


def test_pages_of_each_treatment_are_held_beside_each_other(path: Path) -> None:
    original = b"%PDF original" * 99
    late = Origin("report.pdf", dt.datetime(2026, 6, 9, 17, 5, tzinfo=dt.UTC))
    with MeetingFile.open(path) as file:
        sha256 = file.store_document(original, b"as it came", pages(3))
        assert file.store_document(original, b"flattened", pages(2), late, "flatten") == sha256
    with MeetingFile.open(path) as file:
        assert file.document(sha256) == StoredDocument(b"as it came", pages(3))
        assert file.document(sha256, "flatten") == StoredDocument(b"flattened", pages(2))
        assert (file.facts(sha256), file.facts(sha256, "flatten")) == (pages(3), pages(2))
        assert (file.origin(sha256), file.origin(sha256, "flatten")) == (Origin(), late)
        assert file.original(sha256) == original
        assert file.treatments(sha256) == {"", "flatten"}
        assert file.treatments("ab" * 32) == frozenset()
        with pytest.raises(PackBuilderError):
            file.document(sha256, "drop comments")


def test_packs_that_were_made_are_remembered_in_order(path: Path) -> None:
    at = dt.datetime(2026, 6, 9, 17, 5, tzinfo=dt.UTC)
    made = [Export(at + dt.timedelta(days=n), "public", f"pack {n}.pdf", "ab" * 32, 8 + n) for n in range(3)]
    with MeetingFile.open(path) as file:
        for export in made:
            file.log_export(export)
    with MeetingFile.open(path) as file:
        assert file.exports() == tuple(made)


@pytest.mark.parametrize("name", ["100% of #1? [June].meeting", "Größe & Maß.meeting", "a%20b.meeting"])
def test_any_file_name_will_do(name: str, tmp_path: Path) -> None:
    MeetingFile.create(tmp_path / name, a_meeting()).close()
    with MeetingFile.open(tmp_path / name) as file:
        assert file.path == tmp_path / name
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_meeting_file_that_is_there_is_never_written_over(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(PackBuilderError, match=r"june\.meeting is there already"):
        MeetingFile.create(path, a_meeting())
    assert path.read_bytes() == before


def test_a_name_that_is_no_text_is_refused_and_the_meeting_before_stays(path: Path) -> None:
    odd = a_meeting(an_item("homes", a_document("report", file="caf\udce9.pdf")))
    with MeetingFile.open(path) as file:
        before = file.meeting()
        with pytest.raises(
            PackBuilderError, match=r"june\.meeting could not be written: a text or file name"
        ):
            file.save(odd)
        assert file.meeting() == before


def test_a_document_says_where_it_came_from(path: Path) -> None:
    origin = Origin(r"S:\Reports\homes.docx", dt.datetime(2026, 6, 9, 17, 5, tzinfo=dt.UTC))
    with MeetingFile.open(path) as file:
        known = file.store_document(b"known", b"ready", FACTS, origin)
        unknown = file.store_document(b"unknown", b"ready", FACTS)
        assert (file.origin(known), file.origin(unknown)) == (origin, Origin())


def test_facts_are_known_without_opening_documents(path: Path) -> None:
    with MeetingFile.open(path) as file:
        first = hashlib.sha256(b"the original" * 1000).hexdigest()
        second = file.store_document(b"second", b"ready", pages(3))
        assert file.all_facts() == {(first, ""): FACTS, (second, ""): pages(3)}
        assert (file.facts(first), file.facts(second)) == (FACTS, pages(3))
        with pytest.raises(PackBuilderError):
            file.facts("ab" * 32)


def test_a_large_meeting_opens_at_once(tmp_path: Path) -> None:
    items = [an_item(f"i{n}", a_document(f"d{n}"), description="Words " * 60) for n in range(200)]
    path = tmp_path / "large.meeting"
    with MeetingFile.create(path, a_meeting(*items)) as file:
        for n in range(200):
            file.store_document(bytes([n]) * 50_000, bytes([n, 1]) * 50_000, pages(5))
    started = time.perf_counter()
    with MeetingFile.open(path) as file:
        assert len(file.meeting().items) == 200
        assert sum(facts.page_count for facts in file.all_facts().values()) == 1000
    assert time.perf_counter() - started < 0.3


def test_the_logo_is_in_the_file(path: Path) -> None:
    with MeetingFile.open(path) as file:
        sha256 = file.store_logo(b"a picture")
        assert file.logo(sha256) == b"a picture"


def test_what_the_meeting_no_longer_names_goes_and_its_space_with_it(path: Path) -> None:
    report, late = random.Random(1).randbytes(900_000), random.Random(2).randbytes(900_000)
    with MeetingFile.open(path) as file:
        empty = file.size_bytes
        removed = file.store_document(report, report, FACTS)
        undone = file.store_document(late, late, FACTS)
        logo = file.store_logo(b"a picture")
        named = a_document("report", sha256=hashlib.sha256(b"the original" * 1000).hexdigest())
        file.save(a_meeting(an_item("homes", a_document("gone", sha256=removed))))
        file.save(a_meeting(an_item("homes", named), style=HouseStyle(logo_sha256=logo)))
        assert file.size_bytes == path.stat().st_size > empty + 1_800_000
        file.drop_unused(keep=[(undone, "")])
        assert file.size_bytes == path.stat().st_size < empty + 1_000_000
        assert file.original(undone) == late
        assert file.document(undone).print_ready == late
        assert file.original(named.sha256) == b"the original" * 1000
        assert file.document(named.sha256).facts == FACTS
        assert file.logo(logo) == b"a picture"
        with pytest.raises(PackBuilderError):
            file.original(removed)
        file.drop_unused()
        assert set(file.all_facts()) == {(named.sha256, "")}
    with database(path) as made:
        values = [value for (value,) in made.execute("SELECT value FROM saved")]
        assert not any(removed in value for value in values), "no earlier value names what is gone"
    assert removed.encode() not in path.read_bytes()


def test_an_original_stays_while_pages_of_any_treatment_of_it_are_named(path: Path) -> None:
    original = random.Random(1).randbytes(300_000)
    treatment = Treatment((Remedy.FLATTEN,))
    with MeetingFile.open(path) as file:
        sha256 = file.store_document(original, b"CANARY as it came", FACTS)
        file.store_document(original, b"flattened", pages(2), treatment=treatment.key)
        file.store_document(original, b"without comments", pages(3), treatment="drop comments")
        plain = a_document("report", sha256=sha256)
        flattened = dataclasses.replace(plain, treatment=treatment)
        file.save(a_meeting(an_item("homes", plain)))
        file.save(a_meeting(an_item("homes", flattened)))
        file.drop_unused(keep=[(sha256, "drop comments")])
        assert set(file.all_facts()) == {(sha256, "flatten"), (sha256, "drop comments")}
        assert file.original(sha256) == original
        file.drop_unused()
        assert set(file.all_facts()) == {(sha256, "flatten")}
        assert file.document(sha256, "flatten").print_ready == b"flattened"
        assert file.original(sha256) == original
        file.save(a_meeting())
        file.drop_unused()
        assert file.all_facts() == {}
        with pytest.raises(PackBuilderError):
            file.original(sha256)


def test_pages_that_a_treatment_put_away_are_nowhere_in_the_file(path: Path) -> None:
    with MeetingFile.open(path) as file:
        sha256 = file.store_document(b"the file", b"CANARY in the comments" * 99, FACTS)
        file.store_document(b"the file", b"flattened", FACTS, treatment="flatten")
        plain = a_document("report", sha256=sha256)
        file.save(a_meeting(an_item("homes", plain)))
        file.save(
            a_meeting(an_item("homes", dataclasses.replace(plain, treatment=Treatment((Remedy.FLATTEN,)))))
        )
        file.drop_unused()
    assert b"CANARY" not in path.read_bytes()
    with database(path) as made:
        assert made.execute("SELECT count(*) FROM saved").fetchone() == (2,), "none names what is gone"


def test_pages_that_two_treatments_share_stay_while_one_of_them_is_named(path: Path) -> None:
    with MeetingFile.open(path) as file:
        sha256 = file.store_document(b"the file", b"the same pages", FACTS)
        file.store_document(b"the file", b"the same pages", FACTS, treatment="flatten")
        file.save(a_meeting(an_item("homes", a_document("report", sha256=sha256))))
        file.drop_unused()
        assert set(file.all_facts()) == {(sha256, "")}
        assert file.document(sha256).print_ready == b"the same pages"


def test_a_copy_is_whole_and_smaller_or_the_same(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "copy.meeting"
    target.parent.mkdir()
    target.write_bytes(b"an older copy")
    at = dt.datetime(2026, 6, 9, 17, 5, tzinfo=dt.UTC)
    with MeetingFile.open(path) as file:
        file.log_export(Export(at, "public", "p.pdf", "ab", 8))
        file.save_copy(target)
        with MeetingFile.open(target) as copy:
            assert copy.meeting() == file.meeting()
            assert copy.exports() == file.exports()
            assert copy.all_facts() == file.all_facts()
            for sha256, key in file.all_facts():
                assert copy.original(sha256) == file.original(sha256)
                assert copy.document(sha256, key) == file.document(sha256, key)
            copy.save(a_meeting(venue="Only the copy"))
        assert file.meeting().venue == ""
    assert [p.name for p in target.parent.iterdir()] == ["copy.meeting"]


def test_a_copy_is_never_written_over_the_meeting_itself_or_one_that_is_open(path: Path) -> None:
    other = path.with_name("other.meeting")
    MeetingFile.create(other, a_meeting(venue="Other")).close()
    before = path.read_bytes(), other.read_bytes()
    link = path.with_name("link.meeting")
    link.symlink_to(path)
    with MeetingFile.open(path) as file:
        for target in (path, link, path.parent / "." / path.name):
            with pytest.raises(PackBuilderError, match="is the meeting itself"):
                file.save_copy(target)
        with (
            MeetingLock.take(other, lambda: dt.datetime(2026, 6, 9, tzinfo=dt.UTC)),
            pytest.raises(PackBuilderError, match=r"other\.meeting is open"),
        ):
            file.save_copy(other)
    assert (path.read_bytes(), other.read_bytes()) == before


def test_what_a_crash_left_beside_an_older_file_never_gets_into_a_copy(path: Path) -> None:
    target = path.with_name("copy.meeting")
    (path.parent / "copy.meeting-journal").write_bytes(random.Random(1).randbytes(5000))
    with MeetingFile.open(path) as file:
        file.save_copy(target)
        with MeetingFile.open(target) as copy:
            assert copy.meeting() == file.meeting()
    assert sorted(p.name for p in path.parent.iterdir()) == ["copy.meeting", "june.meeting"]


def test_only_the_last_values_are_kept(path: Path) -> None:
    with MeetingFile.open(path) as file:
        for n in range(KEPT_VALUES + 5):
            file.save(a_meeting(venue=f"Room {n}"))
    with database(path) as made:
        assert made.execute("SELECT count(*) FROM saved").fetchone() == (KEPT_VALUES,)


# What is no meeting file, or not a whole one.


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\n" + bytes(5000), b"Dear clerk, please find the meeting below.", b"%PDF-1.7\n"],
    ids=["empty", "picture", "text", "pdf"],
)
def test_what_is_no_database_is_no_meeting_file(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "june.meeting"
    path.write_bytes(data)
    assert refused(path).what == "june.meeting is not a meeting file."


def test_the_database_of_another_program_is_no_meeting_file(tmp_path: Path) -> None:
    path = tmp_path / "june.meeting"
    with database(path) as other:
        other.execute("CREATE TABLE meeting (value TEXT)")
        other.execute("PRAGMA application_id = 42")
        other.execute("PRAGMA user_version = 9")
    assert refused(path).what == "june.meeting is not a meeting file."


def test_a_newer_format_is_refused_and_not_changed(path: Path) -> None:
    with database(path) as newer:
        newer.execute(f"PRAGMA user_version = {FORMAT + 1}")
    error = refused(path)
    assert error.what == f"june.meeting has format {FORMAT + 1}, which a newer packbuilder made."
    assert error.next_step == "Open it with the newer packbuilder. It was not changed."


def test_a_format_that_never_was_is_damage(path: Path) -> None:
    with database(path) as odd:
        odd.execute("PRAGMA user_version = 0")
    assert refused(path).what == "june.meeting is damaged."


def test_a_file_that_breaks_off_is_noticed_wherever_it_does(path: Path) -> None:
    whole = path.read_bytes()
    for size in range(4096, len(whole), 4096):
        path.write_bytes(whole[:size])
        assert refused(path).what == "june.meeting is damaged."


@pytest.mark.parametrize("content", [b"the original" * 1000, b"the print-ready PDF" * 1000])
def test_a_document_that_changed_on_the_disk_is_noticed(content: bytes, path: Path) -> None:
    data = path.read_bytes()
    place = data.index(content[:36]) + 5
    path.write_bytes(data[:place] + b"\xff" + data[place + 1 :])
    assert refused(path).what == "june.meeting is damaged."


@pytest.mark.parametrize(
    "value", ["", "{", "[]", '{"council": 3}', '{"council": "C", "body": "B", "date": "yesterday"}']
)
def test_a_meeting_that_makes_no_sense_is_damage(value: str, path: Path) -> None:
    with database(path) as odd:
        odd.execute("UPDATE meeting SET value = ?, checksum = ?", (value, checksum(value)))
        odd.execute("UPDATE saved SET value = ?, checksum = ?", (value, checksum(1, value)))
    assert refused(path).what == "june.meeting is damaged."


def test_a_damaged_value_opens_to_the_one_that_was_saved_with_it(path: Path) -> None:
    with MeetingFile.open(path) as file:
        file.save(a_meeting(venue="Corby"))
    with database(path) as odd:
        odd.execute("UPDATE meeting SET value = replace(value, 'Corby', 'Derby')")
    with MeetingFile.open(path) as file:
        assert file.meeting().venue == "Corby"
        assert file.damage_note.startswith("june.meeting is damaged. This is the last whole state")
        file.save(a_meeting(venue="Kettering"))
        assert file.meeting().venue == "Kettering"
        assert file.damage_note == "", "saving puts it right"


def test_where_both_are_damaged_the_value_before_is_found(path: Path) -> None:
    with MeetingFile.open(path) as file:
        file.save(a_meeting(venue="Corby"))
        file.save(a_meeting(venue="Derby"))
    with database(path) as odd:
        odd.execute("DELETE FROM meeting")
        odd.execute("UPDATE saved SET value = replace(value, 'Derby', 'Darby')")
    with MeetingFile.open(path) as file:
        assert file.meeting().venue == "Corby"
        assert file.damage_note
        file.drop_unused()
        assert file.all_facts(), "nothing is thrown away when it is not known what is named"


def test_no_damage_anywhere_passes_for_what_was_saved(path: Path) -> None:
    """Bits are changed all over: what comes back is right, or earlier and said to be, or refused."""
    original, ready = b"the original" * 1000, b"the print-ready PDF" * 1000
    sha256 = hashlib.sha256(original).hexdigest()
    values = [a_meeting(an_item("homes", description=f"Words {n} " * 300)) for n in range(4)]
    export = Export(dt.datetime(2026, 6, 9, tzinfo=dt.UTC), "public", "pack.pdf", "ab", 8)
    with MeetingFile.open(path) as file:
        for value in values:
            file.save(value)
        file.log_export(export)
    whole = bytearray(path.read_bytes())
    chance = random.Random(7)
    places = [*range(100), *(chance.randrange(len(whole)) for _ in range(500))]
    refusals = recoveries = 0
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        for question in (
            _asks_meeting(values),
            _asks_document(sha256, original, ready),
            _asks_exports(export),
        ):
            try:
                with MeetingFile.open(path, read_only=True) as file:
                    recoveries += question(file)
            except PackBuilderError:
                refusals += 1
    assert refusals > 50
    assert recoveries > 5


def _asks_meeting(values: list[Meeting]) -> Callable[[MeetingFile], int]:
    def ask(file: MeetingFile) -> int:
        meeting = file.meeting()
        assert meeting in values
        assert meeting == values[-1] or file.damage_note
        return int(bool(file.damage_note))

    return ask


def _asks_document(sha256: str, original: bytes, ready: bytes) -> Callable[[MeetingFile], int]:
    def ask(file: MeetingFile) -> int:
        assert file.original(sha256) == original
        document = file.document(sha256)
        assert (document.print_ready, document.facts) == (ready, FACTS)
        assert file.origin(sha256) == Origin()
        return 0

    return ask


def _asks_exports(export: Export) -> Callable[[MeetingFile], int]:
    def ask(file: MeetingFile) -> int:
        assert file.exports() == (export,)
        return 0

    return ask


def test_an_export_that_makes_no_sense_is_damage(path: Path) -> None:
    with database(path) as odd:
        row = (1, "yesterday", "public", "p.pdf", "ab", 8)
        odd.execute("INSERT INTO export VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, checksum(*row)))
    assert refused(path).what == "june.meeting is damaged."


def test_a_damaged_document_is_mended_by_attaching_it_again(path: Path) -> None:
    with database(path) as odd:
        odd.execute("UPDATE content SET data = x'00'")
    with MeetingFile.open(path) as file:
        sha256 = file.store_document(b"the original" * 1000, b"the print-ready PDF" * 1000, FACTS)
        assert file.document(sha256).print_ready == b"the print-ready PDF" * 1000
        assert file.original(sha256) == b"the original" * 1000


def test_an_original_is_known_to_be_held_where_what_is_said_of_it_is_damaged(path: Path) -> None:
    with database(path) as odd:
        odd.execute("UPDATE document SET facts = '{}'")
    with MeetingFile.open(path) as file:
        assert file.all_facts() == {}
        (sha256,) = (held for held in file.held() if file.original(held) == b"the original" * 1000)
        assert hashlib.sha256(b"the original" * 1000).hexdigest() == sha256


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackBuilderError, match=r"june\.meeting could not be opened: it is not there"):
        MeetingFile.open(tmp_path / "june.meeting")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(PackBuilderError, match="could not be opened: it is a folder"):
        MeetingFile.open(tmp_path)


@contextlib.contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        yield connection


# Others, and bad days.


def test_a_file_that_another_program_holds_is_said_to_be_in_use(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PackBuilderError) as error:
            MeetingFile.open(path)
    assert str(error.value) == (
        "june.meeting could not be opened: it is in use by another program. Close it there, and try again."
    )
    MeetingFile.open(path).close()


@contextlib.contextmanager
def as_an_ordinary_user(folder: Path) -> Iterator[None]:
    """Give up root's right to write everywhere, where the tests have it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    for place in [folder, *folder.parents][:4]:
        if place.stat().st_mode & 0o777 == 0o700:
            place.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="folders have other rights there")
@pytest.mark.parametrize("is_folder_open", [False, True])
def test_a_file_that_may_only_be_read_opens_and_says_so_when_saved(path: Path, is_folder_open: bool) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o777 if is_folder_open else 0o555)
    before = path.read_bytes()
    with as_an_ordinary_user(path.parent):
        with MeetingFile.open(path) as file:
            assert file.meeting().items[0].id == "homes"
            with pytest.raises(PackBuilderError, match="could not be written: it or its folder may only be"):
                file.save(a_meeting())
        assert [p.name for p in path.parent.iterdir()] == [path.name]
    path.parent.chmod(0o755)
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="folders have other rights there")
def test_a_file_in_a_folder_that_may_only_be_read_opens(path: Path) -> None:
    path.chmod(0o666)
    path.parent.chmod(0o555)
    with as_an_ordinary_user(path.parent), MeetingFile.open(path) as file:
        assert file.meeting().items[0].id == "homes"
        with pytest.raises(PackBuilderError, match="it or its folder may only be read"):
            file.save(a_meeting())
    path.parent.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="files have other rights there")
def test_a_file_that_may_not_be_read_is_refused(path: Path) -> None:
    path.chmod(0)
    with as_an_ordinary_user(path.parent), pytest.raises(PackBuilderError) as error:
        MeetingFile.open(path)
    assert error.value.what == "june.meeting could not be opened: you are not allowed to."


SAVES_WITHOUT_END = """
import dataclasses, itertools, sys
from pathlib import Path
from packbuilder.storage.meeting_file import MeetingFile

file = MeetingFile.open(Path(sys.argv[1]))
meeting = file.meeting()
for n in itertools.count(1):
    file.save(dataclasses.replace(meeting, venue=f"Room {n} " * 4000))
    print(n, flush=True)
"""


def test_a_program_that_is_killed_while_it_saves_leaves_a_whole_meeting(path: Path) -> None:
    with MeetingFile.open(path) as file:
        meeting = file.meeting()
        file.save(dataclasses.replace(meeting, venue="Room 0 " * 4000))
    for saves in (1, 2, 5, 9, 14, 20):
        told = 0
        with python(SAVES_WITHOUT_END, path) as process:
            assert process.stdout is not None
            for line in itertools.islice(process.stdout, saves):
                told = int(line)
            process.kill()
        with MeetingFile.open(path) as file:
            venue = file.meeting().venue
            assert file.original(hashlib.sha256(b"the original" * 1000).hexdigest())
        number = int(venue.split()[1])
        assert venue == f"Room {number} " * 4000
        assert number >= told, "what was said to be saved is saved"


@contextlib.contextmanager
def python(program: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


FILLS_THE_DISK = """
import dataclasses, os, resource, sys
from pathlib import Path
from packbuilder.errors import PackBuilderError
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.meeting_file import MeetingFile

path = Path(sys.argv[1])
file = MeetingFile.open(path)
meeting = file.meeting()
size = path.stat().st_size + 8192
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
attempts = (
    lambda: file.save(dataclasses.replace(meeting, venue="Long " * 100_000)),
    lambda: file.store_document(os.urandom(100_000), os.urandom(100_000), DocumentFacts(())),
    lambda: MeetingFile.create(
        path.with_name("new.meeting"), dataclasses.replace(meeting, venue="Long " * 100_000)
    ),
)
for attempt in attempts:
    try:
        attempt()
    except PackBuilderError as error:
        print(error)
file.save(dataclasses.replace(meeting, venue="Corby"))
"""


READS_WITHOUT_END = """
import sys
from pathlib import Path
from packbuilder.storage.meeting_file import MeetingFile

print("reading", flush=True)
while True:
    with MeetingFile.open(Path(sys.argv[1]), read_only=True) as file:
        for _ in range(20):
            file.meeting()
            for sha256, key in file.all_facts():
                file.document(sha256, key)
"""


def test_a_program_that_reads_all_the_time_makes_no_save_fail(path: Path) -> None:
    with python(READS_WITHOUT_END, path) as process, MeetingFile.open(path) as file:
        assert process.stdout is not None
        assert process.stdout.readline() == "reading\n"
        for n in range(60):
            file.save(a_meeting(venue=f"Room {n} " * 2000))
        assert process.poll() is None, "the reader never failed either"
        process.kill()


def test_a_file_opened_in_one_thread_is_used_by_another(path: Path) -> None:
    with MeetingFile.open(path) as file, ThreadPoolExecutor(1) as thread:
        thread.submit(file.save, a_meeting(venue="Corby")).result()
        assert thread.submit(file.meeting).result().venue == "Corby"


def test_a_file_opened_to_be_read_is_not_changed(path: Path) -> None:
    before = path.read_bytes()
    with MeetingFile.open(path, read_only=True) as file:
        assert file.read_only
        for change in (
            lambda: file.save(a_meeting()),
            lambda: file.store_logo(b"logo"),
            lambda: file.log_export(Export(dt.datetime(2026, 6, 9, tzinfo=dt.UTC), "public", "p", "ab", 8)),
        ):
            with pytest.raises(PackBuilderError, match="may only be read"):
                change()
        file.save_copy(path.with_name("copy.meeting"))
    assert path.read_bytes() == before
    with MeetingFile.open(path) as file:
        assert not file.read_only


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk")
def test_a_disk_that_is_really_full_leaves_the_earlier_meeting(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small disk here")
    try:
        with MeetingFile.create(disk / "june.meeting", a_meeting(venue="Corby")) as file:
            with pytest.raises(PackBuilderError, match="the disk is full"):
                file.store_document(random.Random(1).randbytes(600_000), b"ready", FACTS)
            with pytest.raises(PackBuilderError, match="the disk is full"):
                file.save(a_meeting(venue="Long " * 100_000))
            assert file.meeting().venue == "Corby"
            file.save(a_meeting(venue="Kettering"))
            assert file.meeting().venue == "Kettering"
        assert [p.name for p in disk.iterdir()] == ["june.meeting"]
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_a_full_disk_is_said_and_leaves_the_earlier_meeting(path: Path) -> None:
    pytest.importorskip("resource", reason="needs a limit on the size of files")
    with MeetingFile.open(path) as file:
        before = file.meeting()
    with python(FILLS_THE_DISK, path) as process:
        said = process.communicate()[0].splitlines()
    full = "could not be written: the disk is full. Free some space, and try again."
    assert said == [f"june.meeting {full}", f"june.meeting {full}", f"new.meeting {full}"]
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    with MeetingFile.open(path) as file:
        assert file.meeting() == dataclasses.replace(before, venue="Corby"), "short edits are still saved"
        assert file.original(hashlib.sha256(b"the original" * 1000).hexdigest())


def test_a_file_says_what_made_it(path: Path) -> None:
    """For other programs, such as ``file``: SQLite's application id at byte 68, the version at 60."""
    data = path.read_bytes()
    assert int.from_bytes(data[68:72]) == APPLICATION_ID
    assert int.from_bytes(data[60:64]) == FORMAT


def test_a_file_in_which_something_acts_by_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Cabinet.meeting"
    MeetingFile.create(path, a_meeting()).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON saved BEGIN DELETE FROM document; END")
        connection.commit()
    with pytest.raises(PackBuilderError, match="is not a meeting file"):
        MeetingFile.open(path)


def test_a_meeting_whose_items_cannot_be_told_apart_is_taken_for_damaged(tmp_path: Path) -> None:
    path = tmp_path / "Cabinet.meeting"
    with MeetingFile.create(path, a_meeting(an_item("one"))) as file:
        file.save(dataclasses.replace(a_meeting(), items=(an_item("one"), an_item("one"))))
        assert [item.id for item in file.meeting().items] == ["one"]
        assert "is damaged" in file.damage_note
