"""The transport report as its author sends it: the council's report template, filled in with Word.

It begins from ``templates/report.docx``, which packbuilder brings, in the colours of the sample
council and with its logo. The text comes from ``text/``, with the marks of ``drawing/reports.py``.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree
from pptx.oxml import parse_xml as parse_drawing

from drawing import house
from drawing.office_charts import COLUMNS, a_chart, chart_data, dress_columns, figures_of
from drawing.office_files import write_office_file
from drawing.reports import SourceText

_TEMPLATE = house.SAMPLE_FOLDER.parents[1] / "templates" / "report.docx"
_TEXT_WIDTH_PT = 453.6
_CHART_HEIGHT_PT = 170
_LABEL_SHARE = 0.32
_COLOURS = {
    "1F4E79": house.TEAL.hexval()[2:].upper(),
    "E4EAF1": house.PALE.hexval()[2:].upper(),
    "1F2A37": house.INK.hexval()[2:].upper(),
    "5B6673": house.GREY.hexval()[2:].upper(),
    "B8C1CC": house.RULE.hexval()[2:].upper(),
}
"""The template's colours, and the council's in their place."""

_CHARTS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_FIRST_REL = "rId1"

_CREATED = dt.datetime(2027, 2, 9, 9, 40)
_CHANGED = dt.datetime(2027, 3, 3, 16, 5)

_BARS = (
    ("No transport", 412, house.AMBER),
    ("Forgot", 388, house.TEAL),
    ("Work or caring", 236, house.TEAL),
    ("Felt better", 174, house.TEAL),
    ("Letter too late", 151, house.TEAL),
    ("Other", 139, house.TEAL),
)
_CHART_CAPTION = "Reasons given for missed appointments, October to December"


def write_word_report(source: SourceText, path: Path) -> None:
    """Fill the report template in with a text: cover, appendices, numbered sections."""
    document = docx.Document(str(_TEMPLATE))
    facts = source.facts
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    _fill_margins(document, {"{body}": facts["heading"], "{date}": facts["subtitle"]})
    _add_styles(document)
    _write_cover(document, facts)
    _Writer(document, iter(facts["table_widths"])).write(source)
    properties = document.core_properties
    properties.title = source.title
    properties.author = "Stephen Orrell"
    properties.last_modified_by = "Stephen Orrell"
    properties.language = "en-GB"
    properties.revision = 14
    properties.created, properties.modified = _CREATED, _CHANGED
    saved = io.BytesIO()
    document.save(saved)
    parts = ("word/document.xml", "word/styles.xml")
    write_office_file(path, saved.getvalue(), _CREATED, _CHANGED, dict.fromkeys(parts, _in_our_colours))


def _in_our_colours(part: bytes) -> bytes:
    text = part.decode()
    for theirs, ours in _COLOURS.items():
        text = text.replace(f'"{theirs}"', f'"{ours}"')
    return text.encode()


def _fill_margins(document: Document, words: dict[str, str]) -> None:
    (section,) = document.sections
    # The council leaves the number of the page to the pack.
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = True
    for text in section.header.part.element.iter(qn("w:t")):
        for mark, meant in words.items():
            text.text = (text.text or "").replace(mark, meant)


def _add_styles(document: Document) -> None:
    """Add what a report with tables, a chart and links needs more than the template has."""
    caption = document.styles.add_style("Caption", WD_STYLE_TYPE.PARAGRAPH)
    caption.base_style = document.styles["Normal"]
    caption.font.bold = True
    caption.font.size = Pt(10)
    caption.paragraph_format.space_before = Pt(8)
    caption.paragraph_format.space_after = Pt(4)
    caption.paragraph_format.keep_with_next = True
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(house.TEAL.hexval()[2:].upper())
    link.font.underline = True


def _write_cover(document: Document, facts: dict[str, Any]) -> None:
    logo = document.add_paragraph(style="Subtitle")
    logo.add_run().add_picture(str(house.LOGO_FILE), width=Pt(142))
    logo.paragraph_format.element.xpath(".//wp:docPr")[0].set("descr", house.COUNCIL)
    logo.paragraph_format.space_after = Pt(14)
    document.add_paragraph(facts["heading"], "Title")
    document.add_paragraph(facts["subtitle"], "Report Date")
    cover = [[label.title(), words] for label, words in facts["cover"] if label != "Appendices"]
    _write_table(document, cover, [_LABEL_SHARE, 1 - _LABEL_SHARE], has_head=False)
    document.add_paragraph(style="Table Gap")
    approvers = [["Contributors/Checkers/Approvers", "Name", "Date"], *facts["sign_off"]]
    _write_table(document, approvers, [_LABEL_SHARE + 0.1, 0.34, 0.24], has_labels=True)
    document.add_paragraph("List of Appendices", "Plain Heading")
    document.add_paragraph(dict(facts["cover"])["Appendices"], "Body Text")


class _Writer:
    """Writes the paragraphs of a text one after another."""

    def __init__(self, document: Document, table_shares: Iterator[list[float]]) -> None:
        self._document = document
        self._table_shares = table_shares
        self._section = 0
        self._tables = 0
        self._level = 1

    def write(self, source: SourceText) -> None:
        """Write them all."""
        rows: list[list[str]] = []
        for mark, text in (*source.paragraphs, ("end", "")):
            if rows and mark != "|":
                shares = next(self._table_shares)
                _write_table(self._document, rows, shares)
                self._document.add_paragraph(style="Table Gap")
                rows = []
            if mark == "|":
                rows.append([cell.strip() for cell in text.strip("| ").split("|")])
            elif mark == "#":
                self._heading(text)
            elif mark == "##":
                self._document.add_paragraph(text, "Heading 2")
                self._level = 2
            elif mark == "=":
                self._tables += 1
                self._caption("Table", self._tables, text)
            elif mark == "!":
                self._caption("Figure", 1, _CHART_CAPTION)
                _draw_chart(self._document.add_paragraph(style="Body Text"))
            elif mark == "+":
                self._document.add_paragraph(text, "Resolution List")
            elif mark == "":
                self._numbered(text)

    def _heading(self, text: str) -> None:
        self._section += 1
        self._level = 1
        paragraph = self._document.add_paragraph(style="Heading 1")
        number, name = self._section, f"section-{self._section}"
        _append(paragraph, f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>')
        paragraph.add_run(text)
        _append(paragraph, f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>')

    def _numbered(self, text: str) -> None:
        paragraph = self._document.add_paragraph(style="Numbered Text")
        number = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val = self._level
        number.get_or_add_numId().val = self._headings_list()
        if text.endswith(":"):
            paragraph.paragraph_format.keep_with_next = True
        _add_words(paragraph, text)

    def _headings_list(self) -> int:
        """The list that counts the template's headings: what stands under them counts in it too."""
        return int(self._document.styles["Heading 1"].element.pPr.numPr.numId.val)

    def _caption(self, kind: str, number: int, text: str) -> None:
        paragraph = self._document.add_paragraph(f"{kind} ", "Caption")
        _append(
            paragraph,
            f'<w:fldSimple {nsdecls("w")} w:instr=" SEQ {kind} \\* ARABIC ">'
            f"<w:r><w:t>{number}</w:t></w:r></w:fldSimple>",
        )
        paragraph.add_run(f": {text}")


def _add_words(paragraph: Paragraph, text: str) -> None:
    """Add words with the links in them, to a section of this report or to the web."""
    for piece in re.split(r'(<a href="[^"]+">[^<]+</a>)', text):
        link = re.fullmatch(r'<a href="([^"]+)">([^<]+)</a>', piece)
        if link is None:
            paragraph.add_run(piece)
            continue
        target, words = link.groups()
        if target.startswith("#"):
            where = f'w:anchor="{target[1:]}"'
        else:
            rel_id = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            where = f'r:id="{rel_id}"'
        _append(
            paragraph,
            f'<w:hyperlink {nsdecls("w", "r")} {where} w:history="1"><w:r><w:rPr>'
            f'<w:rStyle w:val="Hyperlink"/></w:rPr><w:t>{words}</w:t></w:r></w:hyperlink>',
        )


def _append(paragraph: Paragraph, xml: str) -> None:
    """Append what python-docx has no words for."""
    paragraph.paragraph_format.element.append(parse_xml(xml))


def _write_table(
    document: Document,
    rows: list[list[str]],
    shares: list[float],
    *,
    has_head: bool = True,
    has_labels: bool = False,
) -> None:
    """Write a table as the template's are. ``shares`` are its columns' widths; negative ones align right."""
    table = document.add_table(len(rows), len(shares), "Minutes Table")
    table.autofit = False
    total = sum(abs(share) for share in shares)
    widths = [Pt(_TEXT_WIDTH_PT * abs(share) / total) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    written = document.element.body.tbl_lst[-1]
    for row_number, (cells, row) in enumerate(zip(rows, written.tr_lst, strict=True)):
        is_head = has_head and row_number == 0
        row_properties = row.get_or_add_trPr()
        row_properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if is_head:
            row_properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for column_number, words in enumerate(cells):
            is_label = is_head or (column_number == 0 and (has_labels or not has_head))
            cell = table.cell(row_number, column_number)
            cell.width = widths[column_number]
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles["Table Heading" if is_label else "Table Text"]
            paragraph.add_run(words)
            # A short table is not torn from its head: only its last row may end a page.
            paragraph.paragraph_format.keep_with_next = row_number < len(rows) - 1
            if shares[column_number] < 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if is_label:
                shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E4EAF1"/>'
                row.tc_lst[column_number].get_or_add_tcPr().append(parse_xml(shade))
    for look in written.tblPr.findall(qn("w:tblLook")):
        written.tblPr.remove(look)
    look = f'<w:tblLook {nsdecls("w")} w:val="{"04A0" if has_head else "0480"}"/>'
    written.tblPr.append(parse_xml(look))


def _draw_chart(paragraph: Paragraph) -> None:
    """Put the chart in as Word does: a part of the file, with its figures in a workbook behind it."""
    data = chart_data("Patients", _BARS)
    space = parse_drawing(data.xml_bytes(COLUMNS))
    dress_columns(a_chart(space), _BARS, font_size_pt=9)
    space.append(
        parse_drawing(
            f'<c:externalData {_CHARTS} r:id="{_FIRST_REL}"><c:autoUpdate val="0"/></c:externalData>'
        )
    )
    package = paragraph.part.package
    workbook = Part(
        PackURI("/word/embeddings/Microsoft_Excel_Sheet1.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        figures_of(data),
        package,
    )
    part = Part(
        PackURI("/word/charts/chart1.xml"),
        CONTENT_TYPE.DML_CHART,
        etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True),
        package,
    )
    part.load_rel(RELATIONSHIP_TYPE.PACKAGE, workbook, _FIRST_REL)
    chart_id = paragraph.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    says = "; ".join(f"{name} {value}" for name, value, _ in _BARS)
    paragraph.add_run().font.element.append(
        parse_xml(
            f"<w:drawing {nsdecls('w', 'wp', 'a')} {_CHARTS}>"
            '<wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{Pt(_TEXT_WIDTH_PT)}" cy="{Pt(_CHART_HEIGHT_PT)}"/>'
            f'<wp:docPr id="101" name="Chart 1" descr="{says}"/><wp:cNvGraphicFramePr/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<c:chart r:id="{chart_id}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
    )
