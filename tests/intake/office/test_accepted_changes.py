"""Accepting tracked changes gives what the word processor would give, and nothing deleted remains."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from pypdf import PdfReader

from packbuilder.errors import PackBuilderError
from packbuilder.intake.office.accepted_changes import accept_changes
from packbuilder.intake.traits.office_traits import inspect_office
from packbuilder.meeting.document_facts import TraitKind
from tests.intake.made_by_libreoffice import MadeByLibreOffice
from tests.intake.traits.office_files import (
    ANN,
    BOB,
    R,
    W,
    converted,
    deleted,
    inserted,
    related,
    replaced,
    rewritten,
    run,
    with_footnote,
    with_imported,
    word_file,
    workbook,
    workbook_bytes,
)
from tests.intake.traits.test_word_traits import text_box

DELETED_MARK = f'<w:pPr><w:jc w:val="end"/><w:rPr><w:del w:id="9" {ANN}/></w:rPr></w:pPr>'
GONE = "XGONEX"
"""Stands in everything that is deleted."""


def _accepted(path: Path) -> Path:
    target = path.with_name(f"accepted-{path.name}")
    accept_changes(path, target)
    kinds = {trait.kind for trait in inspect_office(target).traits}
    assert TraitKind.TRACKED_CHANGES not in kinds
    with zipfile.ZipFile(target) as archive:
        for info in archive.infolist():
            assert GONE.encode() not in archive.read(info), f"{info.filename} has nothing of it"
    return target


def _paragraphs(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}<w:p>{run(text)}</w:p></w:tc>"


def _row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _table(*rows: str) -> str:
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    return f'<w:tbl {W}><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{grid}{"".join(rows)}</w:tbl>'


DELETED_ROW = f'<w:del w:id="8" {ANN}/>'

CASES: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "insertion and deletion": (
        (run("It costs ") + deleted(GONE) + inserted("£9m", BOB) + run("."),),
        ["It costs £9m."],
    ),
    "inserted by one, deleted by another": (
        (run("A") + f'<w:ins w:id="3" {ANN}>{run("B")}{deleted(GONE, BOB)}{run("C")}</w:ins>',),
        ["ABC"],
    ),
    "insertion within an insertion": (
        (f'<w:ins w:id="3" {ANN}>{run("A")}{inserted("B", BOB)}</w:ins>',),
        ["AB"],
    ),
    "moved": (
        (
            f'<w:moveFromRangeStart w:id="1" w:name="m" {ANN}/><w:moveFrom w:id="2" {ANN}>'
            f"{run(GONE)}</w:moveFrom>"
            '<w:moveFromRangeEnd w:id="1"/>' + run("Stays."),
            f'<w:moveToRangeStart w:id="3" w:name="m" {ANN}/><w:moveTo w:id="4" {ANN}>'
            f"{run('Moved.')}</w:moveTo>"
            '<w:moveToRangeEnd w:id="3"/>',
        ),
        ["Stays.", "Moved."],
    ),
    "whole paragraph": ((DELETED_MARK + deleted(GONE), run("Stays.")), ["Stays."]),
    "mark between two": ((DELETED_MARK + run("One "), run("two.")), ["One two."]),
    "three joined": (
        (DELETED_MARK + run("One "), DELETED_MARK + deleted(GONE), run("two.")),
        ["One two."],
    ),
    "inserted mark": (
        (f'<w:pPr><w:rPr><w:ins w:id="1" {ANN}/></w:rPr></w:pPr>{run("One.")}', run("Two.")),
        ["One.", "Two."],
    ),
    "before a table": (
        (DELETED_MARK + deleted(GONE), _table(_row(_cell("a"), _cell("b"))), run("After.")),
        ["After."],
    ),
    "text before a table": (
        (DELETED_MARK + run("Stays."), _table(_row(_cell("a"), _cell("b"))), run("After.")),
        ["Stays.", "After."],
    ),
    "link": (
        (f'<w:hyperlink w:anchor="x">{deleted(GONE)}</w:hyperlink>' + run("Text"),),
        ["Text"],
    ),
    "content control": (
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{deleted(GONE)}{inserted('new')}</w:sdtContent></w:sdt>",),
        [""],  # python-docx does not look into controls; the page does, below
    ),
    "format": (
        (
            f'<w:r><w:rPr><w:b/><w:rPrChange w:id="1" {ANN}><w:rPr/></w:rPrChange></w:rPr><w:t>'
            f"Bold</w:t></w:r>",
        ),
        ["Bold"],
    ),
    "field": (
        (
            f'<w:del w:id="1" {ANN}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
            f"<w:delInstrText>REF {GONE}"
            '</w:delInstrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r></w:del>'
            + run("shown")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
        ["shown"],
    ),
    "deleted field": (
        (
            run("x") + f'<w:del w:id="1" {ANN}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
            f"<w:delInstrText>{GONE}"
            f'</w:delInstrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:delText>{GONE}'
            '</w:delText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:del>',
        ),
        ["x"],
    ),
    "text box": ((text_box(deleted(GONE) + run("boxed")) + run("Body"),), ["Body"]),
}


@pytest.mark.parametrize("name", CASES)
def test_paragraphs_read_as_word_would_leave_them(tmp_path: Path, name: str) -> None:
    body, expected = CASES[name]
    assert _paragraphs(_accepted(word_file(tmp_path / "report.docx", *body))) == expected


def test_joined_paragraphs_look_as_the_second_did(tmp_path: Path) -> None:
    path = _accepted(word_file(tmp_path / "report.docx", DELETED_MARK + run("One "), run("two.")))
    (paragraph,) = docx.Document(str(path)).paragraphs
    assert paragraph.alignment is None


def _rows(path: Path) -> list[list[list[str]]]:
    document = docx.Document(str(path))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_deleted_rows_and_cells_go_and_inserted_ones_stay(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "report.docx",
        _table(
            _row(_cell("Post"), _cell("Pay")),
            _row(_cell(GONE), _cell(GONE), properties=DELETED_ROW),
            _row(_cell("Clerk"), _cell("31"), properties=f'<w:ins w:id="1" {ANN}/>'),
            _row(_cell("Chief"), _cell(GONE, f'<w:cellDel w:id="1" {ANN}/>'), _cell("190")),
        ),
    )
    assert _rows(_accepted(path)) == [[["Post", "Pay"], ["Clerk", "31"], ["Chief", "190"]]]


def test_a_table_without_rows_goes_and_so_does_what_held_it(tmp_path: Path) -> None:
    gone = _table(_row(_cell(GONE), _cell(GONE), properties=DELETED_ROW))
    inner = gone.replace(f" {W}", "")
    path = word_file(
        tmp_path / "report.docx",
        run("Before"),
        gone,
        _table(_row(f"<w:tc>{inner}<w:p>{run('a')}</w:p></w:tc>", _cell("b"))),
        run("After"),
    )
    accepted = _accepted(path)
    assert _rows(accepted) == [[["a", "b"]]]
    assert _paragraphs(accepted) == ["Before", "After"]


def test_a_cell_whose_only_paragraph_was_deleted_keeps_an_empty_one(tmp_path: Path) -> None:
    cell = f"<w:tc><w:p>{DELETED_MARK}{deleted(GONE)}</w:p></w:tc>"
    path = _accepted(word_file(tmp_path / "report.docx", _table(_row(cell, _cell("b")))))
    assert _rows(path) == [[["", "b"]]]


def test_merged_cells_begin_in_the_first_row_that_is_left(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "report.docx",
        _table(
            _row(_cell(GONE, '<w:vMerge w:val="restart"/>'), _cell(GONE), properties=DELETED_ROW),
            _row(_cell("m", "<w:vMerge/>"), _cell("1")),
            _row(_cell("", "<w:vMerge/>"), _cell("2")),
        ),
    )
    assert _rows(_accepted(path)) == [[["m", "1"], ["m", "2"]]]


def test_headers_and_footnotes_are_settled_and_notes_of_deleted_words_go(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    document = docx.Document()
    document.add_paragraph("Body")
    header = document.sections[0].header
    header.is_linked_to_previous = False
    header.paragraphs[0]._p.append(parse_xml(deleted(GONE).replace("<w:del ", f"<w:del {W} ")))  # noqa: SLF001
    document.save(str(path))
    with_footnote(path, deleted(GONE) + run("A source"))
    accepted = _accepted(path)
    assert docx.Document(str(accepted)).sections[0].header.paragraphs[0].text == ""
    with zipfile.ZipFile(accepted) as archive:
        assert b"A source" in archive.read("word/footnotes.xml")

    # The note's own words are not marked, but what refers to it is deleted.
    with_footnote(word_file(tmp_path / "note.docx", run("Body")), run(f"{GONE} source"))
    note = tmp_path / "note.docx"
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    marked = f'<w:del w:id="1" {ANN}>{reference}</w:del>'
    rewritten(note, lambda parts: replaced(parts, "word/document.xml", reference, marked))
    _accepted(note)


def test_comments_stay_except_on_words_that_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    document = docx.Document()
    kept, dropped = document.add_paragraph("Kept words"), document.add_paragraph()
    dropped.add_run("words")
    document.add_comment(kept.runs, text="Check this", author="Cara Day")
    document.add_comment(dropped.runs, text=f"{GONE} why?", author="Cara Day")
    last = dropped._p.findall(".//{*}r")  # noqa: SLF001
    mark = parse_xml(deleted(GONE).replace("<w:del ", f"<w:del {W} "))
    dropped._p.append(mark)  # noqa: SLF001
    for each in last:
        mark.append(each)
    document.save(str(path))
    (trait,) = inspect_office(_accepted(path)).traits
    assert (trait.kind, trait.count, trait.excerpt) == (TraitKind.COMMENTS, 1, "Check this")


def test_what_deleted_words_drew_on_goes_with_them(tmp_path: Path) -> None:
    ole = (
        f'<w:del w:id="1" {ANN}><w:r><w:object><o:OLEObject '
        f'xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'ProgID="Excel.Sheet.12" {R} r:id="rIdX"/></w:object></w:r></w:del>'
    )
    path = word_file(tmp_path / "report.docx", run("Stays") + ole)

    def change(parts: dict[str, bytes]) -> None:
        book = workbook_bytes(workbook(Pay=[["secret"]]))
        rel_id = related(parts, "word/document.xml", "package", "word/embeddings/pay.xlsx", book, "a/b")
        replaced(parts, "word/document.xml", "rIdX", rel_id)

    rewritten(path, change)
    with zipfile.ZipFile(_accepted(path)) as archive:
        assert "word/embeddings/pay.xlsx" not in archive.namelist()
        assert b"pay.xlsx" not in archive.read("[Content_Types].xml")
        assert archive.testzip() is None


def test_a_part_is_settled_whatever_its_name(tmp_path: Path) -> None:
    path = _with_odd_name(word_file(tmp_path / "report.docx", run("Stays") + deleted(GONE)))
    assert _paragraphs(_accepted(path)) == ["Stays"]


def _with_odd_name(path: Path) -> Path:
    def change(parts: dict[str, bytes]) -> None:
        for name in ("word/document.xml", "word/_rels/document.xml.rels"):
            parts[name.replace("document.xml", "document.part")] = parts.pop(name)
        replaced(parts, "_rels/.rels", "word/document.xml", "word/document.part")
        replaced(parts, "[Content_Types].xml", "word/document.xml", "word/document.part")

    return rewritten(path, change)


def test_pictures_with_a_document_type_of_their_own_do_not_matter(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report.docx", run("Stays") + deleted(GONE))
    svg = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd"><svg/>'
    rewritten(
        path, lambda parts: related(parts, "word/document.xml", "image", "word/media/a.svg", svg, "a/b")
    )
    assert _paragraphs(_accepted(path)) == ["Stays"]


def test_files_in_the_text_are_settled_too(tmp_path: Path) -> None:
    inner = word_file(tmp_path / "inner.docx", run("Inner") + deleted(GONE))
    outer = with_imported(word_file(tmp_path / "outer.docx", run("Outer")), inner.read_bytes())
    path = with_imported(word_file(tmp_path / "report.docx", run("Outermost")), outer.read_bytes())
    data = _accepted(path).read_bytes()
    for _ in range(2):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("word/chunk.dat")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert GONE.encode() not in archive.read("word/document.xml")
        assert b"Inner" in archive.read("word/document.xml")


def test_tracking_is_switched_off(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report.docx", run("Text"))
    rewritten(
        path,
        lambda parts: replaced(
            parts,
            "word/settings.xml",
            "<w:characterSpacingControl",
            "<w:trackRevisions/><w:characterSpacingControl",
        ),
    )
    with zipfile.ZipFile(_accepted(path)) as archive:
        assert b"trackRevisions" not in archive.read("word/settings.xml")


def test_a_file_without_changes_keeps_every_part_as_it_is(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report.docx", run("Text"), heading="Options")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(_accepted(path)) as after:
        assert before.namelist() == after.namelist()
        assert all(before.read(name) == after.read(name) for name in before.namelist())


def test_what_is_no_text_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pay.xlsx"
    workbook(Pay=[[1]]).save(path)
    with pytest.raises(PackBuilderError, match=r"pay\.xlsx is no Word document"):
        accept_changes(path, tmp_path / "accepted.xlsx")
    assert not (tmp_path / "accepted.xlsx").exists()


# What the reader of the pages sees.


@pytest.fixture(scope="module")
def pages(made_by_libreoffice: MadeByLibreOffice, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the words on the pages that LibreOffice makes of accepted files."""
    folder = tmp_path_factory.mktemp("accepted")
    sources = []
    for name, (body, _) in CASES.items():
        path = word_file(folder / f"{name.replace(' ', '-').replace(',', '')}.docx", *body)
        sources.append(_accepted(path))
    everything = [xml for body, _ in CASES.values() for xml in body]
    sources.append(_accepted(word_file(folder / "everything.docx", *everything)))
    changed = made_by_libreoffice.texts["changed"]
    assert TraitKind.TRACKED_CHANGES in {trait.kind for trait in inspect_office(changed).traits}
    sources.append(_accepted(changed))
    pdfs = converted(sources, "pdf", folder, made_by_libreoffice.profile)
    return {
        stem.removeprefix("accepted-"): "\n".join(page.extract_text() for page in PdfReader(path).pages)
        for stem, path in pdfs.items()
    }


@pytest.mark.parametrize("name", [name for name in CASES if name != "text box"])
def test_the_page_shows_what_word_would_show(pages: dict[str, str], name: str) -> None:
    shown = pages[name.replace(" ", "-").replace(",", "")]
    words = [word for line in CASES[name][1] for word in line.split()]
    extra = {"before a table": ["a", "b"], "text before a table": ["a", "b"]}
    expected = words + extra.get(name, []) + (["new"] if name == "content control" else [])
    assert sorted(shown.split()) == sorted(expected)


def test_the_page_of_an_opendocument_text_shows_what_libreoffice_would_show(pages: dict[str, str]) -> None:
    assert pages["changed"].split("\n") == ["Start end.", "Old new", "words last."]


def test_all_changes_together_leave_a_file_that_opens_and_shows_nothing_deleted(
    pages: dict[str, str],
) -> None:
    shown = pages["everything"]
    assert GONE not in shown
    assert shown.split()[:4] == ["It", "costs", "£9m.", "ABC"]
