"""Covers in Word files as authors leave them: tracked, boxed, numbered by Word, merged, damaged."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Cm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packbuilder.intake.covers.cover_in_word import cover_in_word
from packbuilder.meeting.document_facts import ReportCover

W14 = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BOX = (
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def a_report(*paragraphs: str, title: str = "<w:p><w:r><w:t>Homes</w:t></w:r></w:p>") -> WordDocument:
    """Return a report with a cover; ``paragraphs`` are XML that comes under its recommendations."""
    document = docx.Document()
    document.add_paragraph("Cabinet")
    document.add_paragraph("20 June 2023")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(1, 0).text, table.cell(1, 1).text = (
        "Report Title",
        "Report Author",
        "A B",
    )
    cell = table.cell(0, 1)._tc  # noqa: SLF001
    cell.remove(cell.p_lst[0])
    cell.append(xml(title))
    document.add_heading("3. Recommendations", level=1)
    for paragraph in paragraphs:
        document.element.body.insert(-1, xml(paragraph))
    document.add_heading("4. Background", level=1)
    document.add_paragraph("a) Long ago.")
    return document


def xml(words: str) -> object:
    return parse_xml(words.replace(">", f" {nsdecls('w')} {W14} {BOX}>", 1))


def read(document: WordDocument, folder: Path) -> ReportCover:
    document.save(str(folder / "report.docx"))
    cover = cover_in_word(folder / "report.docx")
    assert cover is not None
    return cover


def p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


INSERTED = '<w:ins w:id="1" w:author="A"><w:r><w:t>{}</w:t></w:r></w:ins>'
DELETED = '<w:del w:id="2" w:author="A"><w:r><w:delText>{}</w:delText></w:r></w:del>'


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    changes = DELETED.format("cheap ") + INSERTED.format("dear ")
    changed = f"<w:p><w:r><w:t>That the </w:t></w:r>{changes}<w:r><w:t>plan be agreed.</w:t></w:r></w:p>"

    assert read(a_report(changed), tmp_path).recommendations == ("That the dear plan be agreed.",)


def test_a_paragraph_whose_end_was_deleted_runs_on(tmp_path: Path) -> None:
    deleted_end = '<w:pPr><w:rPr><w:del w:id="1" w:author="A"/></w:rPr></w:pPr>'
    first = f"<w:p>{deleted_end}<w:r><w:t>That the plan </w:t></w:r></w:p>"

    assert read(a_report(first, p("be agreed.")), tmp_path).recommendations == ("That the plan be agreed.",)


def test_a_deleted_row_of_the_table_is_not_read(tmp_path: Path) -> None:
    document = a_report(p("Note it."))
    row = document.tables[0].add_row()  # type: ignore[no-untyped-call]
    row.cells[0].text, row.cells[1].text = "Appendices", "Appendix A: Old"
    row._tr.get_or_add_trPr().append(xml('<w:del w:id="9" w:author="A"></w:del>'))  # noqa: SLF001

    assert read(document, tmp_path).appendices == ()


def test_the_link_of_an_author_is_read_and_its_address_is_not(tmp_path: Path) -> None:
    document = a_report(p("Note it."))
    author = document.tables[0].cell(1, 1).paragraphs[0]._p  # noqa: SLF001
    author.append(xml("<w:hyperlink><w:r><w:t> a.b@wealdmere.gov.uk</w:t></w:r></w:hyperlink>"))
    author.append(xml("<w:hyperlink><w:r><w:t> C D, Planner</w:t></w:r></w:hyperlink>"))

    assert read(document, tmp_path).authors == ("A B", "C D, Planner")


def test_what_a_content_control_holds_is_read_and_what_it_prompts_is_not(tmp_path: Path) -> None:
    def control(properties: str, words: str) -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{p(words)}</w:sdtContent></w:sdt>"

    document = a_report(control("<w:showingPlcHdr/>", "Note what you like."), control("", "Note the report."))

    assert read(document, tmp_path).recommendations == ("Note the report.",)


def test_a_title_in_a_control_around_its_cell_is_read(tmp_path: Path) -> None:
    document = a_report(p("Note it."))
    row = document.tables[0].rows[0]._tr  # noqa: SLF001
    cell = row.tc_lst[1]
    control = xml("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
    row.remove(cell)
    control[1].append(cell)  # type: ignore[index]
    row.append(control)

    assert read(document, tmp_path).title == "Homes"


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}"
        "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}"
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ).format(p("Note the box."))

    assert read(a_report(box), tmp_path).recommendations == ("Note the box.",)


def test_a_date_and_body_in_an_old_text_box_are_read(tmp_path: Path) -> None:
    document = a_report(p("Note it."))
    body = document.element.body
    for paragraph in document.paragraphs[:2]:
        body.remove(paragraph._p)  # noqa: SLF001
    inside = p("Audit Committee") + p("5 May 2024")
    box = f"<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
    body.insert(0, xml(f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>"))
    cover = read(document, tmp_path)

    assert (cover.body, cover.date_line) == ("Audit Committee", "5 May 2024")


def test_cells_merged_across_and_down_are_read(tmp_path: Path) -> None:
    document = a_report(p("Note it."))
    table = document.tables[0]
    table.add_column(Cm(3))
    table.cell(0, 1).merge(table.cell(0, 2))
    row = table.add_row().cells  # type: ignore[no-untyped-call]
    row[0].merge(table.cell(1, 0))
    row[1].text = "C D"
    cover = read(document, tmp_path)

    assert (cover.title, cover.authors) == ("Homes", ("A B", "C D"))


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    secret = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Secretly </w:t></w:r>"
    hidden = f"<w:p>{secret}<w:r><w:t>Note it.</w:t></w:r></w:p>"

    assert read(a_report(hidden), tmp_path).recommendations == ("Note it.",)


def test_authors_on_lines_of_their_own_are_told_apart(tmp_path: Path) -> None:
    document = a_report(p("Note it."))
    document.tables[0].cell(1, 1).text = "A B, Director of Place\nC D, Planner"

    assert read(document, tmp_path).authors == ("A B, Director of Place", "C D, Planner")


def listed(words: str, list_id: int, level: int = 0) -> str:
    numbered = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    return f"<w:p>{numbered}<w:r><w:t>{words}</w:t></w:r></w:p>"


def add_list(document: WordDocument, number: int, *levels: tuple[str, str]) -> None:
    """Add a list that counts as its levels say: ("decimal", "3.%1")."""
    made = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{words}"/>'
        f'<w:pPr><w:ind w:left="{720 * (n + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for n, (form, words) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, xml(f'<w:abstractNum w:abstractNumId="{number}">{made}</w:abstractNum>'))
    numbering.append(xml(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def test_the_numbers_that_word_gives_tell_points_from_what_is_under_them(tmp_path: Path) -> None:
    document = a_report(
        p("It is recommended that the Cabinet:"),
        listed("agrees:", 70),
        listed("one;", 70, 1),
        listed("two;", 70, 1),
        listed("notes:", 70),
        listed("three.", 70, 1),
        listed("By why.", 70),
    )
    add_list(document, 70, ("lowerLetter", "%1)"), ("lowerRoman", "(%2)"))

    assert read(document, tmp_path).recommendations == (
        "agrees:\n- one;\n- two;",
        "notes:\n- three.",
        "By why.",
    )


def test_bullets_of_one_kind_are_told_apart_by_their_level(tmp_path: Path) -> None:
    document = a_report(
        p("That:"),
        listed("it agrees:", 71),
        listed("one;", 71, 1),
        listed("two.", 71, 1),
        listed("it notes.", 71),
    )
    add_list(document, 71, ("bullet", "\uf0b7"), ("bullet", "o"))

    assert read(document, tmp_path).recommendations == ("it agrees:\n- one;\n- two.", "it notes.")


def test_headings_numbered_by_word_end_the_recommendations(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Title", "Homes"
    for words, level in (
        ("Purpose", 0), ("To tell.", 1), ("Recommendations", 0), ("That the plan be agreed.", 1),
        ("Report Background", 0), ("That the past be noted.", 1),
    ):  # fmt: skip
        document.element.body.insert(-1, xml(listed(words, 72, level)))
    add_list(document, 72, ("decimal", "%1."), ("decimal", "%1.%2"))

    assert read(document, tmp_path).recommendations == ("That the plan be agreed.",)


def test_a_document_with_macros_is_read_too(tmp_path: Path) -> None:
    read(a_report(p("Note it.")), tmp_path)
    with (
        zipfile.ZipFile(tmp_path / "report.docx") as source,
        zipfile.ZipFile(tmp_path / "report.docm", "w") as target,
    ):
        for name in source.namelist():
            main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
            target.writestr(name, source.read(name).replace(main, macros))
    cover = cover_in_word(tmp_path / "report.docm")

    assert cover is not None
    assert cover.recommendations == ("Note it.",)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80]
)
def test_what_is_no_word_document_has_no_cover(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(content)

    assert cover_in_word(tmp_path / "report.docx") is None


def test_a_file_that_is_not_there_has_no_cover(tmp_path: Path) -> None:
    assert cover_in_word(tmp_path / "gone.docx") is None


def test_a_document_that_is_no_report_has_no_cover(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Dear Sir,")
    document.save(str(tmp_path / "letter.docx"))

    assert cover_in_word(tmp_path / "letter.docx") is None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.integers(0, 10**6),
    byte=st.integers(0, 255),
    part=st.sampled_from(["document", "styles", "numbering"]),
)
def test_no_damage_inside_a_file_raises(place: int, byte: int, part: str, tmp_path: Path) -> None:
    whole = tmp_path / "whole.docx"
    if not whole.exists():
        a_report(p("Note it."), listed("a", 1)).save(str(whole))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "torn.docx", "w") as target:
        for name in source.namelist():
            content = bytearray(source.read(name))
            if name == f"word/{part}.xml":
                content[place % len(content)] = byte
            target.writestr(name, bytes(content))

    cover_in_word(tmp_path / "torn.docx")
