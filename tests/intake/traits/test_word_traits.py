"""What a Word file carries is found before it is converted, and ordinary files carry nothing."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

from packbuilder.errors import PackBuilderError
from packbuilder.intake.traits.office_traits import inspect_office
from packbuilder.meeting.document_facts import Trait, TraitKind
from tests.intake.traits.office_files import (
    ANN,
    BOB,
    OFFICE,
    R,
    W,
    deleted,
    inserted,
    related,
    replaced,
    rewritten,
    run,
    with_footnote,
    with_imported,
    with_macros,
    with_style,
    word_file,
    workbook,
    workbook_bytes,
)

VANISH = "<w:vanish/>"


def _traits(path: Path) -> tuple[Trait, ...]:
    return inspect_office(path).traits


def _only(path: Path, kind: TraitKind) -> Trait:
    (trait,) = _traits(path)
    assert trait.kind is kind
    return trait


# Tracked changes.


def test_a_deletion_and_an_insertion_are_two_changes_with_their_authors(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "report.docx",
        run("The cost is ") + deleted("£4m") + inserted("£9m", BOB) + run("."),
        heading="Financial implications",
    )
    trait = _only(path, TraitKind.TRACKED_CHANGES)
    assert trait == Trait(
        TraitKind.TRACKED_CHANGES,
        2,
        ("Under “Financial implications”",),
        by=("Ann Fox", "Bob Lee"),
        excerpt="£4m",
    )


def test_pieces_of_one_change_count_once_as_in_word(tmp_path: Path) -> None:
    mark = f'<w:pPr><w:rPr><w:del w:id="5" {ANN}/></w:rPr></w:pPr>'
    path = word_file(
        tmp_path / "report.docx", mark + deleted("A whole ") + deleted("paragraph."), run("What stays.")
    )
    trait = _only(path, TraitKind.TRACKED_CHANGES)
    assert (trait.count, trait.excerpt) == (1, "A whole paragraph.")


def test_a_move_is_one_change_though_it_has_two_ends(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "report.docx",
        f'<w:moveFrom w:id="1" {BOB}>{run("Moved.")}</w:moveFrom>',
        run("Between."),
        f'<w:moveTo w:id="2" {BOB}>{run("Moved.")}</w:moveTo>',
    )
    trait = _only(path, TraitKind.TRACKED_CHANGES)
    assert (trait.count, trait.by, trait.excerpt) == (1, ("Bob Lee",), "Moved.")


@pytest.mark.parametrize(
    "body",
    [
        f'<w:r><w:rPr><w:b/><w:rPrChange w:id="1" {ANN}><w:rPr/></w:rPrChange></w:rPr><w:t>Bold.</w:t></w:r>',
        f'<w:pPr><w:jc w:val="end"/><w:pPrChange w:id="1" {ANN}><w:pPr/></w:pPrChange></w:pPr>'
        f"{run('Right.')}",
        f'<w:pPr><w:rPr><w:ins w:id="1" {ANN}/></w:rPr></w:pPr>{run("Split here.")}',
        f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="1" {ANN}/></w:numPr></w:pPr>'
        + run("Numbered."),
        f'<w:pPr><w:sectPr><w:sectPrChange w:id="1" {ANN}><w:sectPr/></w:sectPrChange></w:sectPr></w:pPr>',
        f'<w:hyperlink {R} w:anchor="x">{deleted("gone")}{run("here")}</w:hyperlink>',
        f"<w:sdt><w:sdtContent>{deleted('gone')}{run('here')}</w:sdtContent></w:sdt>",
    ],
    ids=["format", "paragraph", "mark", "numbering", "section", "in a link", "in a control"],
)
def test_every_kind_of_tracked_change_is_found(tmp_path: Path, body: str) -> None:
    trait = _only(word_file(tmp_path / "report.docx", body), TraitKind.TRACKED_CHANGES)
    assert (trait.count, trait.by) == (1, ("Ann Fox",))


@pytest.mark.parametrize(
    ("row", "cell", "table"),
    [
        (f'<w:trPr><w:del w:id="1" {ANN}/></w:trPr>', "", ""),
        (f'<w:trPr><w:ins w:id="1" {ANN}/></w:trPr>', "", ""),
        ("", f'<w:tcPr><w:cellDel w:id="1" {ANN}/></w:tcPr>', ""),
        ("", f'<w:tcPr><w:cellIns w:id="1" {ANN}/></w:tcPr>', ""),
        ("", f'<w:tcPr><w:cellMerge w:id="1" {ANN} w:vMerge="rest"/></w:tcPr>', ""),
        ("", "", f'<w:tblPrChange w:id="1" {ANN}><w:tblPr/></w:tblPrChange>'),
    ],
    ids=["row deleted", "row inserted", "cell deleted", "cell inserted", "cells merged", "table format"],
)
def test_changes_to_a_table_are_found(tmp_path: Path, row: str, cell: str, table: str) -> None:
    path = word_file(
        tmp_path / "report.docx",
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="0" w:type="auto"/>{table}</w:tblPr><w:tblGrid>'
        f"<w:gridCol/></w:tblGrid>"
        f"<w:tr>{row}<w:tc>{cell}<w:p>{run('Cell')}</w:p></w:tc></w:tr></w:tbl>",
    )
    assert _only(path, TraitKind.TRACKED_CHANGES).count == 1


def test_changes_in_headers_footnotes_and_text_boxes_are_found_and_placed(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    document = docx.Document()
    document.add_paragraph("Body")
    header = document.sections[0].header
    header.is_linked_to_previous = False
    header.paragraphs[0]._p.append(parse_xml(inserted("DRAFT 3").replace("<w:ins", f"<w:ins {W}")))  # noqa: SLF001
    document.save(str(path))
    with_footnote(path, deleted("A source.", BOB) + run("Another."))
    trait = _only(path, TraitKind.TRACKED_CHANGES)
    assert trait.count == 2
    assert trait.where == ("Header", "Footnotes")
    assert trait.by == ("Ann Fox", "Bob Lee")


def text_box(content: str) -> str:
    """Return a text box as Word writes it: once for itself and once for its older versions."""
    return (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        "<w:drawing><wp:anchor "
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:docPr id="1" name="Text Box 1"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="x">'
        f"<wps:wsp><wps:txbx><w:txbxContent><w:p>{content}</w:p></w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p>'
        f"{content}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_though_word_writes_it_twice(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report.docx", text_box(deleted("gone") + run("here")))
    assert _only(path, TraitKind.TRACKED_CHANGES).count == 1
    hidden = word_file(tmp_path / "hidden.docx", text_box(run("in a box", VANISH)))
    assert _only(hidden, TraitKind.HIDDEN_TEXT).count == 1


# Comments.


def test_comments_are_found_with_their_authors_and_headings(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    document = docx.Document()
    document.add_heading("Background", level=1)
    words = document.add_paragraph().add_run("The contract ended early.")
    document.add_comment(words, text="Legal says not to mention why", author="Cara Day", initials="CD")
    document.add_comment(words, text="Agreed", author="Dev Rao", initials="DR")
    document.save(str(path))
    assert _only(path, TraitKind.COMMENTS) == Trait(
        TraitKind.COMMENTS,
        2,
        ("Under “Background”",),
        by=("Cara Day", "Dev Rao"),
        excerpt="Legal says not to mention why",
    )


# Hidden text.


def test_hidden_text_is_found_piece_by_piece(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "report.docx",
        run("Shown ") + run("not to ", VANISH) + run("be told", VANISH) + run(" shown"),
        run("And this.", VANISH),
        heading="Options",
    )
    assert _only(path, TraitKind.HIDDEN_TEXT) == Trait(
        TraitKind.HIDDEN_TEXT, 2, ("Under “Options”",), excerpt="not to be told"
    )


@pytest.mark.parametrize(
    "body",
    [
        run("Shown", '<w:vanish w:val="0"/>'),
        run("Shown", '<w:vanish w:val="false"/>'),
        run("Shown", "<w:webHidden/>"),
        run("   ", VANISH),
        f"<w:pPr><w:rPr>{VANISH}</w:rPr></w:pPr>{run('Only the mark of this paragraph is hidden')}",
        f"<w:pPr><w:rPr>{VANISH}<w:specVanish/></w:rPr></w:pPr>{run('A heading that runs on')}",
        f'<w:r><w:rPr>{VANISH}</w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:rPr>{VANISH}</w:rPr><w:instrText> XE "index" </w:instrText></w:r>'
        f'<w:r><w:rPr>{VANISH}</w:rPr><w:fldChar w:fldCharType="end"/></w:r>',
    ],
    ids=["val 0", "val false", "web hidden", "spaces", "mark", "style separator", "index entry"],
)
def test_what_only_looks_like_hidden_text_is_none(tmp_path: Path, body: str) -> None:
    assert _traits(word_file(tmp_path / "report.docx", body)) == ()


PARAGRAPH_STYLE = (
    '<w:style w:type="paragraph" w:styleId="Aside"><w:name w:val="Aside"/><w:rPr><w:vanish/></w:rPr>'
    "</w:style>"
)
CHARACTER_STYLE = (
    '<w:style w:type="character" w:styleId="Note0"><w:name w:val="Note0"/><w:rPr><w:vanish/></w:rPr>'
    "</w:style>"
)


@pytest.mark.parametrize(
    ("styles", "body", "count"),
    [
        (PARAGRAPH_STYLE, f'<w:pPr><w:pStyle w:val="Aside"/></w:pPr>{run("Aside")}', 1),
        (CHARACTER_STYLE, run("Aside", '<w:rStyle w:val="Note0"/>'), 1),
        (
            PARAGRAPH_STYLE
            + '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Aside"/></w:style>',
            f'<w:pPr><w:pStyle w:val="Sub"/></w:pPr>{run("Aside")}',
            1,
        ),
        (
            PARAGRAPH_STYLE + CHARACTER_STYLE,
            '<w:pPr><w:pStyle w:val="Aside"/></w:pPr>' + run("Twice", '<w:rStyle w:val="Note0"/>'),
            0,
        ),
        (
            PARAGRAPH_STYLE,
            '<w:pPr><w:pStyle w:val="Aside"/></w:pPr>' + run("Shown", '<w:vanish w:val="0"/>'),
            0,
        ),
        (
            PARAGRAPH_STYLE + '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Aside"/>'
            '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>',
            f'<w:pPr><w:pStyle w:val="Sub"/></w:pPr>{run("Shown")}',
            0,
        ),
    ],
    ids=["paragraph", "character", "based on", "toggled twice", "shown again", "style shows again"],
)
def test_styles_hide_text_as_in_word(tmp_path: Path, styles: str, body: str, count: int) -> None:
    path = with_style(word_file(tmp_path / "report.docx", body), styles)
    assert sum(trait.count for trait in _traits(path)) == count


def test_text_hidden_by_the_documents_default_is_found(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report.docx", run("All of it"))
    rewritten(
        path,
        lambda parts: replaced(parts, "word/styles.xml", "<w:lang ", "<w:vanish/><w:lang "),
    )
    assert _only(path, TraitKind.HIDDEN_TEXT).count == 1


def test_a_hidden_row_of_a_table_is_found(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "report.docx",
        f"<w:tbl {W}><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:hidden/>"
        f"</w:trPr><w:tc><w:p>"
        f"{run('Salary')}</w:p></w:tc></w:tr><w:tr><w:tc><w:p>{run('Post')}</w:p></w:tc></w:tr></w:tbl>",
    )
    assert _only(path, TraitKind.HIDDEN_TEXT).excerpt == "Salary"


# What comes from elsewhere, and what is inside.


def test_links_to_files_outside_are_found_but_not_what_a_reader_clicks(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "report.docx",
        f'<w:fldSimple w:instr=" INCLUDETEXT &quot;S:\\\\Legal\\\\advice.docx&quot; "/>{run("Advice")}',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> LINK Excel.Sheet.12 '
        "</w:instrText></w:r>"
        '<w:r><w:instrText>"S:\\\\Finance\\\\budget.xlsx" "Sheet1!R1C1" \\a </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("4")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )

    def change(parts: dict[str, bytes]) -> None:
        related(parts, "word/document.xml", "image", "file:///S:/Pictures/map%20of%20town.png")
        related(parts, "word/document.xml", "hyperlink", "https://www.example.org/")
        related(parts, "word/settings.xml", "attachedTemplate", "file:///C:/Users/afox/Council.dotx")
        related(parts, "word/header9.xml", "attachedTemplate", "file:///nowhere.dotx")

    rewritten(path, change)
    trait = _only(path, TraitKind.EXTERNAL_LINKS)
    assert trait.count == 4
    assert set(trait.where) == {"Council.dotx", "map of town.png", "advice.docx", "budget.xlsx"}


def test_an_embedded_workbook_is_found_but_a_formula_is_not(tmp_path: Path) -> None:
    ole = '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" '
    path = word_file(
        tmp_path / "report.docx",
        f'{ole}ProgID="Excel.Sheet.12" {R} r:id="rIdTest1"/></w:object></w:r>',
        f'{ole}ProgID="Equation.3" {R} r:id="rIdTest2"/></w:object></w:r>',
    )

    def change(parts: dict[str, bytes]) -> None:
        sheet = workbook_bytes(workbook(Pay=[["Name", "Pay"]]))
        ids = [
            related(parts, "word/document.xml", "package", "word/embeddings/one.xlsx", sheet),
            related(parts, "word/document.xml", "oleObject", "word/embeddings/two.bin", b"\xd0\xcf"),
        ]
        for number, rel_id in enumerate(ids, start=1):
            replaced(parts, "word/document.xml", f'r:id="rIdTest{number}"', f'r:id="{rel_id}-"')
        parts["word/document.xml"] = parts["word/document.xml"].replace(b'-"/></w:object', b'"/></w:object')

    rewritten(path, change)
    trait = _only(path, TraitKind.EMBEDDED_FILES)
    assert (trait.count, trait.where) == (1, ("Excel workbook",))


def _with_chart(path: Path, book: openpyxl.Workbook) -> Path:
    def change(parts: dict[str, bytes]) -> None:
        chart = b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
        related(parts, "word/document.xml", "chart", "word/charts/chart1.xml", chart)
        related(parts, "word/charts/chart1.xml", "package", "word/embeddings/book.xlsx", workbook_bytes(book))

    return rewritten(path, change)


def test_a_whole_workbook_behind_a_chart_is_found_but_the_charts_own_sheet_is_not(tmp_path: Path) -> None:
    own = _with_chart(word_file(tmp_path / "own.docx", run("Chart")), workbook(Sheet1=[["Year", 1]]))
    assert _traits(own) == ()
    whole = _with_chart(
        word_file(tmp_path / "whole.docx", run("Chart")), workbook(Chart=[["Year", 1]], Pay=[["Name", 2]])
    )
    assert _only(whole, TraitKind.EMBEDDED_FILES).where == ("workbook behind a chart",)
    hidden = workbook(Chart=[["Year", 1]], Notes=[])
    hidden["Notes"].sheet_state = "hidden"
    path = _with_chart(word_file(tmp_path / "hidden.docx", run("Chart")), hidden)
    assert _only(path, TraitKind.EMBEDDED_FILES).count == 1


def test_macros_are_found(tmp_path: Path) -> None:
    path = with_macros(word_file(tmp_path / "report.docx", run("Text")), "word/document.xml")
    assert _only(path, TraitKind.MACROS).count == 1


def test_a_strict_file_is_read_as_any_other(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report.docx", deleted("gone") + run("hidden", VANISH), heading="Options")

    def change(parts: dict[str, bytes]) -> None:
        for name, data in parts.items():
            if name.endswith((".xml", ".rels")):
                strict = data.replace(
                    OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
                )
                parts[name] = strict.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                )

    rewritten(path, change)
    assert [trait.kind for trait in _traits(path)] == [TraitKind.TRACKED_CHANGES, TraitKind.HIDDEN_TEXT]
    assert _traits(path)[1].where == ("Under “Options”",)


def test_everything_at_once_is_found(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    document = docx.Document()
    paragraph = document.add_paragraph("Commented")
    document.add_comment(paragraph.runs, text="Why?", author="Cara Day")
    for xml in (deleted("gone"), run("hidden", VANISH).replace("<w:r>", "<w:r >")):
        paragraph._p.append(parse_xml(xml.replace("<w:del ", f"<w:del {W} ").replace("<w:r >", f"<w:r {W}>")))  # noqa: SLF001
    document.save(str(path))
    with_macros(path, "word/document.xml")

    def change(parts: dict[str, bytes]) -> None:
        related(parts, "word/document.xml", "package", "word/embeddings/one.docx", b"PK")
        related(parts, "word/document.xml", "image", "https://images.example.org/logo.png")

    rewritten(path, change)
    assert {trait.kind: trait.count for trait in _traits(path)} == {
        TraitKind.TRACKED_CHANGES: 1,
        TraitKind.COMMENTS: 1,
        TraitKind.HIDDEN_TEXT: 1,
        TraitKind.EXTERNAL_LINKS: 1,
        TraitKind.EMBEDDED_FILES: 1,
        TraitKind.MACROS: 1,
    }


# Ways to show the same, and other files in the text.

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def _two_ways(requires: str, choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent {MC} xmlns:{requires}="urn:x"><mc:Choice Requires="{requires}">{choice}'
        f"</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


@pytest.mark.parametrize("requires", ["zz", "wpc", "w15", "wp14"])
def test_the_second_way_is_read_where_libreoffice_draws_it(tmp_path: Path, requires: str) -> None:
    body = _two_ways(requires, run("Shown"), deleted("£4m") + run("hidden", VANISH))
    changes, hidden = _traits(word_file(tmp_path / "report.docx", body))
    assert (changes.kind, changes.count, changes.excerpt) == (TraitKind.TRACKED_CHANGES, 1, "£4m")
    assert (hidden.kind, hidden.count, hidden.excerpt) == (TraitKind.HIDDEN_TEXT, 1, "hidden")


@pytest.mark.parametrize("requires", ["zz", "wpc", "wps"])
def test_what_both_ways_show_counts_once(tmp_path: Path, requires: str) -> None:
    inside = deleted("£4m") + run(" x ") + run("hidden", VANISH)
    path = word_file(tmp_path / "report.docx", _two_ways(requires, inside, inside))
    assert [trait.count for trait in _traits(path)] == [1, 1]


def test_what_a_file_in_the_text_carries_is_found(tmp_path: Path) -> None:
    inner = word_file(tmp_path / "inner.docx", run("Inner ") + deleted("£4m"))
    path = with_imported(word_file(tmp_path / "report.docx", run("Outer")), inner.read_bytes())
    trait = _only(path, TraitKind.TRACKED_CHANGES)
    assert (trait.count, trait.by, trait.excerpt) == (1, ("Ann Fox",), "£4m")
    outermost = with_imported(word_file(tmp_path / "outermost.docx", run("Outermost")), path.read_bytes())
    assert _only(outermost, TraitKind.TRACKED_CHANGES).count == 1


def test_a_file_in_the_text_is_found_whatever_its_relationship_is_called(tmp_path: Path) -> None:
    inner = word_file(tmp_path / "inner.docx", deleted("£4m"))
    path = with_imported(word_file(tmp_path / "report.docx"), inner.read_bytes(), "oleObject")
    assert TraitKind.TRACKED_CHANGES in {trait.kind for trait in _traits(path)}


@pytest.mark.parametrize(
    "content",
    [b"<p>HTML</p>", b"{\\rtf1 RTF}", b"words", b"", workbook_bytes(workbook(Pay=[[1]]))],
    ids=["html", "rtf", "text", "empty", "workbook"],
)
def test_a_file_in_the_text_that_is_no_word_document_is_refused(tmp_path: Path, content: bytes) -> None:
    path = with_imported(word_file(tmp_path / "report.docx", run("Outer")), content)
    with pytest.raises(PackBuilderError, match=r"report\.docx has another file put into its text"):
        inspect_office(path)


def test_files_in_files_in_files_end_somewhere(tmp_path: Path) -> None:
    data = word_file(tmp_path / "inner.docx", run("Inner")).read_bytes()
    for _ in range(5):
        data = with_imported(word_file(tmp_path / "report.docx", run("x")), data).read_bytes()
    with pytest.raises(PackBuilderError, match="another file put into its text"):
        inspect_office(tmp_path / "report.docx")


# Prompts of a template.


def _control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_a_prompt_that_nobody_wrote_over_is_found(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "report.docx",
        run("By ") + _control("<w:showingPlcHdr/>", run("[Na") + run("me]")),
        _control("<w:showingPlcHdr/>", run("[Date]")) + run(" and what follows"),
        heading="Author",
    )
    assert _only(path, TraitKind.UNFILLED_PROMPTS) == Trait(
        TraitKind.UNFILLED_PROMPTS, 2, ("Under “Author”",), excerpt="[Name]"
    )


@pytest.mark.parametrize(
    "control",
    [
        _control("", run("Priya Sandhu")),
        _control('<w:showingPlcHdr w:val="0"/>', run("Priya Sandhu")),
        _control("<w:showingPlcHdr/>", run("  ")),
    ],
    ids=["filled in", "switched off", "empty"],
)
def test_what_was_filled_in_is_no_prompt(tmp_path: Path, control: str) -> None:
    assert _traits(word_file(tmp_path / "report.docx", run("By ") + control)) == ()


def test_what_is_written_around_a_prompt_is_not_taken_for_it(tmp_path: Path) -> None:
    inner = _control("<w:showingPlcHdr/>", run("[Why]"))
    path = word_file(tmp_path / "report.docx", _control("", run("Because ") + inner + run(" it is so.")))
    trait = _only(path, TraitKind.UNFILLED_PROMPTS)
    assert (trait.count, trait.excerpt) == (1, "[Why]")
