"""Ordinary Office files that carry nothing which is not to be published: no trait may be found in them."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.intake.traits.office_files import (
    W,
    add_chart,
    add_text_box,
    flat_file,
    related,
    replaced,
    rewritten,
    run,
    slides,
    with_footnote,
    with_style,
    word_file,
    workbook,
)

_ROWS: list[list[object]] = [["Year", "Spend"], [2024, 1.5], [2025, 2.5], [2026, 3.5]]


def _picture() -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def _field(instruction: str, shown: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return mark("begin") + code + mark("separate") + run(shown) + mark("end")


def _words(folder: Path) -> list[Path]:
    def save(document: Any, name: str) -> Path:
        document.save(str(folder / f"word-{name}.docx"))
        return folder / f"word-{name}.docx"

    made = []
    document = docx.Document()
    document.core_properties.title = "Budget"
    for level in (1, 2, 3):
        document.add_heading(f"Heading {level}", level)
        document.add_paragraph("Some words about it.", style="List Bullet")
        document.add_paragraph("First.", style="List Number")
    made.append(save(document, "headings"))
    document = docx.Document()
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Merged"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Down"
    made.append(save(document, "table"))
    document = docx.Document()
    document.add_picture(_picture(), width=Inches(2))
    made.append(save(document, "picture"))
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Council\tReport"
    document.sections[0].footer.paragraphs[0]._p.append(  # noqa: SLF001
        parse_xml(f"<w:fldSimple {W} w:instr='PAGE'>{run('1')}</w:fldSimple>")
    )
    document.add_section().orientation = WD_ORIENT.LANDSCAPE
    made.append(save(document, "sections"))
    document = docx.Document()
    style = document.styles.add_style("Quiet", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = False
    document.add_paragraph().add_run("Styled", style="Quiet")
    document.add_paragraph().add_run("struck out").font.strike = True
    made.append(save(document, "styles"))
    toc = _field('TOC \\o "1-3" \\h \\z \\u', "Contents")
    entry = f'<w:hyperlink w:anchor="_Toc1">{run("One")}{run("2", "<w:webHidden/>")}</w:hyperlink>'
    made.append(word_file(folder / "word-contents.docx", toc, entry, run("One"), heading="Contents"))
    refs = (
        _field("REF _Ref1 \\h", "Table 1")
        + _field("DATE", "5 May")
        + _field('HYPERLINK "https://x.org"', "x")
    )
    made.append(word_file(folder / "word-fields.docx", refs, _field("MERGEFIELD Name", "Name")))
    index = (
        '<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr>'
        "<w:vanish/></w:rPr>"
    )
    index += '<w:instrText> XE "roads" </w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr>'
    index += '<w:fldChar w:fldCharType="end"/></w:r>'
    made.append(word_file(folder / "word-index.docx", run("Roads") + index))
    made.append(with_footnote(word_file(folder / "word-footnote.docx", run("Text")), run("A source.")))
    link = word_file(folder / "word-links.docx", '<w:hyperlink r:id="rIdX">' + run("site") + "</w:hyperlink>")
    made.append(
        rewritten(
            link,
            lambda parts: replaced(
                parts,
                "word/document.xml",
                "rIdX",
                related(parts, "word/document.xml", "hyperlink", "https://www.example.org/a"),
            ),
        )
    )
    control = (
        f"<w:sdt><w:sdtPr><w:tag w:val='title'/></w:sdtPr><w:sdtContent>{run('Title')}</w:sdtContent></w:sdt>"
    )
    custom = word_file(folder / "word-controls.docx", control)
    made.append(
        rewritten(
            custom,
            lambda parts: (
                related(
                    parts,
                    "word/document.xml",
                    "customXml",
                    "customXml/item1.xml",
                    b"<p><owner>Ann</owner></p>",
                )
                and None
            ),
        )
    )
    made.append(
        with_style(
            word_file(
                folder / "word-form-pasted.docx",
                f'<w:pPr><w:pStyle w:val="zTop"/></w:pPr>{run("Top of Form")}',
            ),
            '<w:style w:type="paragraph" w:styleId="zTop"><w:name w:val="HTML Top of Form"/>'
            "<w:rPr><w:vanish/></w:rPr>"
            "</w:style>",
        )
    )
    formula = (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>'
        "a+b</m:t></m:r></m:oMath>"
    )
    made.append(word_file(folder / "word-formula.docx", formula, run("Sum")))
    template = word_file(folder / "word-normal-template.docx", run("Text"))
    made.append(
        rewritten(
            template,
            lambda parts: (
                related(
                    parts,
                    "word/settings.xml",
                    "attachedTemplate",
                    "file:///C:\\Users\\afox\\Templates\\Normal.dotm",
                )
                and None
            ),
        )
    )
    return made


def _sheets(folder: Path) -> list[Path]:
    def save(book: openpyxl.Workbook, name: str) -> Path:
        book.save(folder / f"sheet-{name}.xlsx")
        return folder / f"sheet-{name}.xlsx"

    made = []
    book = workbook(Spend=_ROWS)
    book["Spend"].freeze_panes = "A2"
    book["Spend"]["B5"] = "=SUM(B2:B4)"
    book["Spend"]["B5"].number_format = '"£"#,##0.00;[Red]-"£"#,##0.00'
    made.append(save(book, "formulas"))
    book = workbook(Spend=_ROWS)
    book["Spend"].print_area = "A1:B4"
    book["Spend"].print_title_rows = "1:1"
    book["Spend"].page_setup.orientation = "landscape"
    made.append(save(book, "print"))
    book = workbook(Spend=_ROWS)
    book["Spend"].merge_cells("A6:B7")
    book["Spend"]["A6"] = "Merged"
    book["Spend"]["A1"].font = Font(bold=True, color="FFFFFF")
    book["Spend"]["A1"].fill = PatternFill("solid", fgColor="003366")
    made.append(save(book, "merged"))
    book = workbook(Spend=_ROWS)
    chart = BarChart()
    chart.add_data(Reference(book["Spend"], min_col=2, min_row=1, max_row=4), titles_from_data=True)
    book["Spend"].add_chart(chart, "D2")
    made.append(save(book, "chart"))
    book = workbook(Spend=_ROWS)
    book["Spend"].add_table(Table(displayName="Spend1", ref="A1:B4"))
    made.append(save(book, "table"))
    book = workbook(Spend=_ROWS)
    book["Spend"].auto_filter.ref = "A1:B4"
    made.append(save(book, "filter-that-shows-all"))
    book = workbook(Spend=_ROWS)
    book["Spend"]["A2"].hyperlink = "https://www.example.org/"
    book["Spend"].column_dimensions["A"].width = 30
    book["Spend"].row_dimensions[1].height = 30
    made.append(save(book, "links"))
    book = workbook(Spend=_ROWS, Other=_ROWS)
    book.defined_names["Total"] = DefinedName("Total", attr_text="Spend!$B$4")
    choice = DataValidation(type="list", formula1='"Yes,No"')
    book["Spend"].add_data_validation(choice)
    choice.add("C2")
    book["Spend"].conditional_formatting.add("B2:B4", CellIsRule("greaterThan", ["2"], font=Font(bold=True)))
    made.append(save(book, "names"))
    book = workbook(Spend=_ROWS)
    book["Spend"].row_dimensions.group(2, 3, hidden=False)
    book["Spend"].column_dimensions.group("B", "B", hidden=False)
    made.append(save(book, "groups-shown"))
    book = workbook(Spend=_ROWS)
    book["Spend"].column_dimensions.group("E", "XFD", hidden=True)
    book["Spend"].row_dimensions[500].hidden = True
    made.append(save(book, "rest-hidden"))
    book = workbook(Spend=_ROWS)
    book["Spend"].add_image(SheetImage(_picture()), "D2")
    book["Spend"]["A9"].number_format = ";;;"
    book["Spend"]["B2"].number_format = "0;-0;;@"
    made.append(save(book, "picture"))
    return made


def _slides(folder: Path) -> list[Path]:
    def save(presentation: Any, name: str) -> Path:
        presentation.save(str(folder / f"slides-{name}.pptx"))
        return folder / f"slides-{name}.pptx"

    made = [save(slides("One", "Two", "Three"), "titles")]
    talk = slides("One")
    place = (Inches(1), Inches(2), Inches(5), Inches(3))
    add_chart(talk.slides[0], XL_CHART_TYPE.PIE)
    made.append(save(talk, "chart"))
    talk = slides("One")
    table = talk.slides[0].shapes.add_table(2, 2, *place).table
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 1).text = "Cell"
    made.append(save(talk, "table"))
    talk = slides("One")
    talk.slides[0].shapes.add_picture(_picture(), Inches(9), Inches(2))
    box = add_text_box(talk.slides[0], "Over the edge", left_inches=8.5)
    box.text_frame.paragraphs[0].runs[0].hyperlink.address = "https://www.example.org/"
    made.append(save(talk, "picture"))
    talk = slides("One", "Two")
    for slide in talk.slides:
        slide.notes_slide.notes_text_frame.text = ""
    made.append(save(talk, "empty-notes"))
    talk = slides("One")
    group = talk.slides[0].shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = "Grouped"
    turned = add_text_box(talk.slides[0], "Turned", left_inches=-2)
    turned.rotation = 90
    made.append(save(talk, "groups"))
    return made


def _flat(folder: Path) -> dict[str, Path]:
    text = (
        '<text:h text:outline-level="1">Options</text:h><text:p>Some <text:span>words</text:span>'
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>A source.</text:p></text:note-body></text:note></text:p>"
        '<text:section text:name="S"><text:p>In a section</text:p></text:section>'
        '<table:table table:name="T"><table:table-column/><table:table-row><table:table-cell>'
        "<text:p>Cell</text:p></table:table-cell></table:table-row></table:table>"
        "<text:list><text:list-item><text:p>Point</text:p></text:list-item></text:list>"
    )
    sheet = (
        '<table:table table:name="A"><table:table-column/><table:table-row><table:table-cell '
        'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=[.A1]*2" office:value-type="float" '
        'office:value="2"><text:p>2</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    page = (
        '<draw:page draw:name="p"><draw:frame svg:width="5cm" svg:height="2cm" svg:x="1cm" svg:y="1cm">'
        "<draw:text-box><text:p>Seen</text:p></draw:text-box></draw:frame></draw:page>"
    )
    return {
        "text": flat_file(folder / "office-text.fodt", "text", text),
        "sheet": flat_file(folder / "office-sheet.fods", "spreadsheet", sheet),
        "slides": flat_file(folder / "office-slides.fodp", "presentation", page),
    }


@dataclasses.dataclass(frozen=True)
class CleanFiles:
    """Files in which nothing is to be found: by the libraries, and sources for LibreOffice to save."""

    by_libraries: tuple[Path, ...]
    texts: tuple[Path, ...]
    sheets: tuple[Path, ...]
    slides: tuple[Path, ...]
    flat: dict[str, Path]


def make_clean_files(folder: Path) -> CleanFiles:
    """Make the files."""
    words, sheets, talks, flat = _words(folder), _sheets(folder), _slides(folder), _flat(folder)
    return CleanFiles(
        by_libraries=(*words, *sheets, *talks),
        texts=(words[0], words[5], words[8]),
        sheets=(sheets[1], sheets[3]),
        slides=(talks[1],),
        flat=flat,
    )
