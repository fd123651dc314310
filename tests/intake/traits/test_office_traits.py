"""An Office file is looked through whole or refused: nothing damaged or disguised goes in unseen."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.intake.office.accepted_changes import accept_changes
from packbuilder.intake.traits import open_xml
from packbuilder.intake.traits.office_traits import Inspected, can_inspect, inspect_office
from packbuilder.meeting.document_facts import TraitKind
from tests.intake.made_by_libreoffice import MadeByLibreOffice
from tests.intake.traits.office_files import (
    converted,
    deleted,
    inserted,
    replaced,
    rewritten,
    run,
    slides,
    with_macros,
    word_file,
    workbook,
)


@pytest.fixture(scope="module")
def clean_files(
    made_by_libreoffice: MadeByLibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    made, again = made_by_libreoffice, tmp_path_factory.mktemp("and-back")
    clean = made.clean
    texts = [made.texts[path.stem] for path in clean.texts]
    sheets = [made.sheets[path.stem] for path in clean.sheets]
    shows = [made.slides[path.stem] for path in clean.slides]
    saved_again: list[Path] = []
    # As each of LibreOffice's programs saves what came from elsewhere, and what is its own.
    for sources, ending in (
        ([clean.flat["text"], texts[-1]], "docx"),
        ([clean.flat["sheet"]], "xlsx"),
        ([clean.flat["slides"]], "pptx"),
    ):
        saved_again += converted(sources, ending, again, made.profile).values()
    return [*clean.by_libraries, *texts, *sheets, *shows, *saved_again]


def test_nothing_is_found_in_forty_ordinary_files(clean_files: list[Path]) -> None:
    assert len(clean_files) >= 40
    alarms = {path.name: inspect_office(path).traits for path in clean_files}
    assert {name: traits for name, traits in alarms.items() if traits} == {}


# What the file says of itself.


def test_the_files_own_details_are_told(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    document = docx.Document()
    said = document.core_properties
    said.title, said.author, said.last_modified_by, said.language = "Budget", "Ann Fox", "Bob Lee", "en-GB"
    document.save(str(path))
    details = inspect_office(path).details
    assert (details.kind, details.title, details.author) == ("Word document", "Budget", "Ann Fox")
    assert (details.last_changed_by, details.language) == ("Bob Lee", "en-GB")
    assert (details.created, details.program) == ("2013-12-23T23:15:00Z", "Microsoft Macintosh Word")
    assert details.size_bytes == path.stat().st_size


def test_details_of_an_opendocument_file_are_told(clean_files: list[Path]) -> None:
    (path,) = (path for path in clean_files if path.name == "word-headings.odt")
    details = inspect_office(path).details
    assert (details.kind, details.title) == ("OpenDocument text", "Budget")
    assert details.program.startswith("LibreOffice")
    assert details.created == "2013-12-23T23:15:00"


def test_the_kind_of_a_file_is_told_by_what_it_holds(clean_files: list[Path]) -> None:
    kinds = {path.suffix: inspect_office(path).details.kind for path in clean_files}
    assert kinds == {
        ".docx": "Word document",
        ".xlsx": "Excel workbook",
        ".pptx": "PowerPoint file",
        ".odt": "OpenDocument text",
        ".ods": "OpenDocument spreadsheet",
        ".odp": "OpenDocument slides",
    }


@pytest.mark.parametrize(
    ("ending", "old", "new"),
    [
        ("docm", "wordprocessingml.document.main", "x"),
        ("dotx", "wordprocessingml.document.main", "wordprocessingml.template.main"),
    ],
)
def test_templates_and_files_with_macros_are_looked_through_too(
    tmp_path: Path, ending: str, old: str, new: str
) -> None:
    path = word_file(tmp_path / f"report.{ending}", deleted("gone"))
    rewritten(path, lambda parts: replaced(parts, "[Content_Types].xml", old, new))
    with_macros(path, "word/document.xml")
    kinds = [trait.kind for trait in inspect_office(path).traits]
    assert kinds == [TraitKind.TRACKED_CHANGES, TraitKind.MACROS]


def test_a_slide_show_is_looked_through_too(tmp_path: Path) -> None:
    talk = slides("One")
    talk.slides[0]._element.set("show", "0")  # noqa: SLF001
    talk.save(str(tmp_path / "talk.ppsx"))
    assert inspect_office(tmp_path / "talk.ppsx").traits[0].kind is TraitKind.HIDDEN_SLIDES


# What is refused.


def _refused(path: Path) -> PackBuilderError:
    with pytest.raises(PackBuilderError) as caught:
        inspect_office(path)
    error = caught.value
    assert error.what.startswith(path.name), "the file is named"
    assert error.what.endswith("."), "it is a sentence"
    assert error.next_step.endswith("."), "the next step is told"
    return error


def _zip(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_zip_folder_named_as_a_word_file_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "report.docx", {"photo.jpg": b"x"})
    assert can_inspect(path)
    error = _refused(path)
    assert error.what == "report.docx is named .docx but holds no document that an office program wrote."


def test_a_workbook_named_as_a_word_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    workbook(Pay=[[1]]).save(path)
    error = _refused(path)
    assert error.what == "report.docx is named .docx but holds an Excel workbook."
    assert "ends in .xlsx" in error.next_step


def test_a_file_with_a_password_is_refused_as_such(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + name + bytes(1000))
    assert can_inspect(path)
    assert isinstance(_refused(path), PasswordNeeded)


@pytest.mark.parametrize("kept", [0.01, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(tmp_path: Path, kept: float) -> None:
    path = word_file(tmp_path / "report.docx", run("Text"))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    assert can_inspect(path)
    _refused(path)


def test_a_missing_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    assert "it is not there" in _refused(tmp_path / "report.docx").what
    path = tmp_path / "empty.docx"
    path.touch()
    _refused(path)


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/settings.xml", "word/_rels/document.xml.rels"]
)
def test_a_part_that_is_no_xml_is_refused(tmp_path: Path, part: str) -> None:
    path = word_file(tmp_path / "report.docx", run("Text"))

    def change(parts: dict[str, bytes]) -> None:
        parts[part] = parts[part][:-40]

    rewritten(path, change)
    if part != "word/settings.xml":  # nothing is read from that one
        _refused(path)


def test_a_missing_main_part_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report.docx", run("Text"))

    def change(parts: dict[str, bytes]) -> None:
        del parts["word/document.xml"]

    _refused(rewritten(path, change))


def test_a_binary_workbook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "pay.xlsb"
    workbook(Pay=[[1]]).save(path)

    def change(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.bin"] = b"\x83\x01"
        replaced(parts, "_rels/.rels", "xl/workbook.xml", "xl/workbook.bin")

    assert "save it as .xlsx" in _refused(rewritten(path, change)).next_step


@pytest.mark.parametrize("name", ["report.doc", "report.rtf", "pay.csv", "report.pdf", "photos.zip"])
def test_other_kinds_of_file_are_not_its_business(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith(".zip"):
        _zip(path, {"photo.jpg": b"x"})
    else:
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    assert not can_inspect(path)


def test_an_office_file_is_known_without_its_ending(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report", deleted("gone"))
    assert can_inspect(path)
    assert inspect_office(path).traits[0].kind is TraitKind.TRACKED_CHANGES


# Files made to do harm.


def _with_document(path: Path, document: bytes) -> Path:
    word_file(path, run("Text"))

    def change(parts: dict[str, bytes]) -> None:
        parts["word/document.xml"] = document

    return rewritten(path, change)


BODY = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    b"%s</w:t></w:r></w:p></w:body></w:document>"
)


def _bomb(path: Path) -> Path:
    return _with_document(path, BODY % (b" " * 60_000_000))


def _entities(path: Path) -> Path:
    return _with_document(path, b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + BODY % b"&b;")


def _outside_entity(path: Path) -> Path:
    return _with_document(path, b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + BODY % b"&a;")


def _document_type(path: Path) -> Path:
    return _with_document(path, b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd">' + BODY % b"x")


def _deep(path: Path) -> Path:
    return _with_document(path, BODY % (b"<w:r>" * 100_000 + b"</w:r>" * 100_000))


def _extra(name: str) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        word_file(path, run("Text"))
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(name, b"<x/>")
        return path

    return make


def _encrypted_part(path: Path) -> Path:
    data = word_file(path, run("Text")).read_bytes()
    place = data.index(b"PK\x01\x02")
    path.write_bytes(data[: place + 8] + bytes([data[place + 8] | 1]) + data[place + 9 :])
    return path


@pytest.mark.parametrize(
    "make",
    [
        _bomb,
        _entities,
        _outside_entity,
        _document_type,
        _deep,
        _encrypted_part,
        _extra("../../evil.xml"),
        _extra("/etc/evil.xml"),
        _extra("C:\\evil.xml"),
        _extra("WORD/Document.xml"),
        _extra("mimetype"),
    ],
    ids=[
        "bomb",
        "entities",
        "outside entity",
        "document type",
        "deep",
        "encrypted part",
        "leads up",
        "absolute",
        "drive",
        "twice",
        "two kinds",
    ],
)
def test_a_file_made_to_do_harm_is_refused_quickly(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / "report.docx")
    started = time.process_time()
    _refused(path)
    assert time.process_time() - started < 5


def test_a_file_of_absurdly_many_parts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = word_file(tmp_path / "report.docx", run("Text"))
    inspect_office(path)
    monkeypatch.setattr(open_xml, "LARGEST_PART_COUNT", 5)
    assert "parts" in _refused(path).what


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = _extra("word/document.xml")(tmp_path / "report.docx")
    assert "two parts of one name" in _refused(path).what


def _sample() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_heading("Options")
    document.add_comment(document.add_paragraph("Text").runs, text="Why?", author="Ann Fox")
    document.save(buffer)
    return buffer.getvalue()


SAMPLE = _sample()


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8
    ),
    cut=st.integers(0, len(SAMPLE)),
    is_cut=st.booleans(),
)
def test_random_damage_gives_a_sentence_or_a_result_never_a_crash(
    tmp_path: Path, changes: list[tuple[int, bytes]], cut: int, is_cut: bool
) -> None:
    data = bytearray(SAMPLE)
    for place, new in changes:
        data[place : place + len(new)] = new
    path = tmp_path / "report.docx"
    path.write_bytes(bytes(data[:cut]) if is_cut else bytes(data))
    can_inspect(path)
    what = ""
    try:
        inspect_office(path)
    except PackBuilderError as error:
        what = error.what
    assert not what or what.startswith("report.docx")


TAGS = st.sampled_from(
    [
        "w:p",
        "w:r",
        "w:t",
        "w:ins",
        "w:del",
        "w:pPr",
        "w:rPr",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:vanish",
        "w:fldChar",
        "w:x",
    ]
)


def _markup(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    holders = st.tuples(TAGS, st.lists(leaves))
    return holders.map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=st.recursive(TAGS.map(lambda tag: f"<{tag}/>"), _markup, max_leaves=30))
def test_markup_in_any_order_is_looked_through_and_its_changes_accepted(tmp_path: Path, tree: str) -> None:
    path = tmp_path / "report.docx"
    package = "http://schemas.openxmlformats.org/package/2006"
    rels = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="x/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>'.encode(),
        "_rels/.rels": rels.encode(),
        "word/document.xml": BODY.replace(b"<w:t>%s</w:t>", b"%s") % tree.encode(),
    }
    _zip(path, parts)
    assert isinstance(inspect_office(path), Inspected)
    accept_changes(path, tmp_path / "accepted.docx")
    kinds = {trait.kind for trait in inspect_office(tmp_path / "accepted.docx").traits}
    assert TraitKind.TRACKED_CHANGES not in kinds


# Large files.

PEAK_GROWTH = """
import pathlib, resource, sys
from packbuilder.intake.traits.office_traits import inspect_office
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
inspect_office(pathlib.Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_report_of_500_pages_is_looked_through_in_seconds(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report.docx", run("First"))
    paragraph = (
        "<w:p>" + "".join(run("Some words of a report that goes on. ", "<w:b/>") for _ in range(8)) + "</w:p>"
    )
    changed = f"<w:p>{deleted('gone')}{inserted('new')}</w:p>"
    many = paragraph * 7_000 + changed

    def change(parts: dict[str, bytes]) -> None:
        replaced(parts, "word/document.xml", "<w:sectPr", f"{many}<w:sectPr")

    rewritten(path, change)
    started = time.process_time()
    assert inspect_office(path).traits[0].count == 2
    assert time.process_time() - started < 6


def test_a_sheet_of_200_000_cells_is_looked_through_in_seconds_and_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "pay.xlsx"
    workbook(Pay=[[1]]).save(path)
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(20))
    rows = f"<row>{cells}</row>" * 10_000

    def change(parts: dict[str, bytes]) -> None:
        part = "xl/worksheets/sheet1.xml"
        replaced(
            parts, part, "<sheetData>", f'<cols><col min="3" max="3" hidden="1"/></cols><sheetData>{rows}'
        )

    rewritten(path, change)
    started = time.process_time()
    (trait,) = inspect_office(path).traits
    assert trait.where == ("Sheet Pay, column C",)
    assert time.process_time() - started < 6
    # In a process of its own: the peak of this one is that of all tests before.
    asked = [sys.executable, "-c", PEAK_GROWTH, str(path)]
    grown_kb = int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    assert grown_kb < 50_000
