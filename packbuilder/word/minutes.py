"""Writes the minutes in Word: an outline into ``templates/minutes.docx``, by its named styles.

What the minutes say is decided in ``word.outline``; here it only gets its style. A council may
bring a template of its own, with any look, as long as it has the styles named below. In its
header and footer ``{council}``, ``{body}`` and ``{date}`` are filled in, where they stand.

Gaps are content controls: one click selects a gap, typing replaces it, and with the first letter
its colour is gone. Boxes in the attendance tables are ticked with a click.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from packbuilder import assets
from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not, written_beside
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import date_words
from packbuilder.word.outline import (
    Block,
    BulletList,
    ExemptMinutes,
    LetteredList,
    MinuteEntry,
    MinutesOutline,
    MinutesSection,
    Paragraph,
    ParagraphRole,
    Span,
    SpanKind,
    Table,
    TableKind,
    Text,
    minutes_outline,
)

_COUNCIL_STYLE = "Subtitle"
_TITLE_STYLE = "Title"
_SECTION_STYLE = "Section Heading"
_HEADING_STYLE = "Heading 1"
_EXEMPT_HEADING_STYLE = "Heading 2"
_BULLET_STYLE = "List Bullet"
_LETTERED_STYLE = "Resolution List"
_CELL_STYLE = "Table Text"
_HEADING_CELL_STYLE = "Table Heading"
_TABLE_STYLE = "Minutes Table"
_STRONG_STYLE = "Strong"
_GAP_STYLE = "Placeholder"
_TICK_BOX_STYLE = "Tick Box"
_PARAGRAPH_STYLES = {
    ParagraphRole.MEETING_DETAILS: "Meeting Details",
    ParagraphRole.DRAFT_MARK: "Draft Mark",
    ParagraphRole.BODY: "Body Text",
    ParagraphRole.RESOLUTION: "Resolution",
    ParagraphRole.NOT_FOR_PUBLICATION: "Not For Publication",
    ParagraphRole.SIGNATURE: "Signature Line",
}

_NEEDED_STYLES = {
    WD_STYLE_TYPE.PARAGRAPH: (
        _COUNCIL_STYLE,
        _TITLE_STYLE,
        _SECTION_STYLE,
        _HEADING_STYLE,
        _EXEMPT_HEADING_STYLE,
        _BULLET_STYLE,
        _LETTERED_STYLE,
        _CELL_STYLE,
        _HEADING_CELL_STYLE,
        *_PARAGRAPH_STYLES.values(),
    ),
    WD_STYLE_TYPE.CHARACTER: (_STRONG_STYLE, _GAP_STYLE, _TICK_BOX_STYLE),
    WD_STYLE_TYPE.TABLE: (_TABLE_STYLE,),
}

_COLUMN_SHARES = {
    (TableKind.PRESENT, 4): (36, 37, 12, 15),
    (TableKind.PRESENT, 3): (70, 14, 16),
    (TableKind.APOLOGIES, 2): (50, 50),
    (TableKind.IN_ATTENDANCE, 3): (36, 52, 12),
    (TableKind.IN_ATTENDANCE, 2): (86, 14),
    (TableKind.ALSO_PRESENT, 2): (40, 60),
    (TableKind.DECLARATIONS, 4): (24, 14, 36, 26),
    (TableKind.ACTIONS, 5): (14, 34, 17, 18, 17),
}
"""How a table of so many columns divides the width between the margins, in hundredths."""

_UNTICKED = "\N{BALLOT BOX}"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_minutes(meeting: Meeting, target: Path, template: Path | None = None) -> None:
    """Write the draft minutes of a meeting as a Word document.

    The same meeting gives the same bytes: the document's dates are the meeting's, and it names
    no author.

    Args:
        meeting: The whole meeting, closed items included; their minutes come out on pages of
            their own at the end, each marked not for publication.
        target: Where to write; replaced in one step, or left as it was.
        template: A council's own template, or None for the one that packbuilder brings.

    Raises:
        PackBuilderError: If the template cannot be used, naming the style that is missing, if the
            meeting's numbering is none, or if the target cannot be written.
    """
    outline = minutes_outline(meeting)
    template = template or assets.template("minutes.docx")
    document = _open_template(template)
    _check_styles(document, template)
    _Writer(document).write(outline)
    _fill_in_margins(document, meeting)
    _set_properties(document, meeting)
    with written_beside(target) as temporary:
        temporary.write_bytes(_bytes_without_clock(document))


def _open_template(template: Path) -> Document:
    """Open the template and take its text out; header, footer, page and styles stay."""
    try:
        document = docx.Document(str(template))
    except OSError as error:
        raise PackBuilderError(
            f"The minutes template {template} could not be read: {why_not(error)}.", "Choose it again."
        ) from error
    # python-docx lets through what zipfile and lxml raise on a damaged file; SyntaxError is lxml's.
    except (OpcError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise PackBuilderError(
            f"The minutes template {template} is not a Word document that can be opened.",
            "Save it in Word as a Word document (.docx) and choose it again.",
        ) from error
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    return document


def _check_styles(document: Document, template: Path) -> None:
    """Refuse a template in which a style is missing, before anything is written in a wrong one."""
    kinds = {
        WD_STYLE_TYPE.PARAGRAPH: "paragraph",
        WD_STYLE_TYPE.CHARACTER: "character",
        WD_STYLE_TYPE.TABLE: "table",
    }
    there = {(style.type, style.name) for style in document.styles}
    for style_type, names in _NEEDED_STYLES.items():
        for name in names:
            if (style_type, name) not in there:
                raise PackBuilderError(
                    f'The minutes template {template} has no {kinds[style_type]} style "{name}".',
                    "Add a style of that name to it in Word, or take packbuilder's own template.",
                )
    if _numbering_of(document, _LETTERED_STYLE) is None:
        raise PackBuilderError(
            f'The style "{_LETTERED_STYLE}" of the minutes template {template} has no numbering.',
            "Give it a list (a), (b), (c) in Word, or take packbuilder's own template.",
        )


def _numbering_of(document: Document, style_name: str) -> int | None:
    """Return the id of the list that a style or one it is based on numbers with, or None."""
    style = document.styles[style_name]
    while isinstance(style, ParagraphStyle):
        found = style.element.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        if found:
            return int(found[0])
        style = style.base_style
    return None


class _Writer:
    """Adds an outline to the end of a document, block by block."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._style_ids = {style.name: style.style_id for style in document.styles}
        section = document.sections[0]
        self._text_width = _text_width(section)
        self._lettered_numbering = _numbering_of(document, _LETTERED_STYLE)

    def write(self, outline: MinutesOutline) -> None:
        if outline.council:
            self._add(_COUNCIL_STYLE, _plain(outline.council))
        self._add(_TITLE_STYLE, _plain(outline.body))
        self._add_blocks(outline.opening)
        self._add_sections(outline.attendance)
        for entry in outline.entries:
            self._add_entry(entry, _HEADING_STYLE)
        _keep_together(self._add_blocks(outline.closing))
        self._add_sections(outline.actions)
        if outline.exempt_minutes is not None:
            self._add_exempt_minutes(outline.exempt_minutes, outline)
        if self._document.element.body.xpath("./w:tbl[not(following-sibling::w:p)]"):
            self._add(_CELL_STYLE, ())  # Word wants a paragraph at the end of a document

    def _add_sections(self, sections: Iterable[MinutesSection]) -> None:
        for section in sections:
            self._add(_HEADING_STYLE, _plain(section.heading))
            self._add_blocks(section.blocks)

    def _add_entry(self, entry: MinuteEntry, heading_style: str) -> None:
        if entry.section:
            self._add(_SECTION_STYLE, _plain(entry.section))
        title = " ".join(entry.title.split())
        self._add(heading_style, _plain(f"{entry.number}\t{title}" if entry.number else title))
        self._add_blocks(entry.blocks)

    def _add_exempt_minutes(self, exempt: ExemptMinutes, outline: MinutesOutline) -> None:
        """Add the exempt minutes as a section, so that every page of it carries its own mark."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        section.header.is_linked_to_previous = False
        mark = f"Not for publication. {outline.body}, {date_words(outline.date)}"
        paragraph = section.header.paragraphs[0]
        paragraph.style = self._document.styles[_PARAGRAPH_STYLES[ParagraphRole.NOT_FOR_PUBLICATION]]
        paragraph.add_run(_printable(mark))
        self._add(_HEADING_STYLE, _plain(exempt.heading))
        self._add_blocks((exempt.warning,))
        for entry in exempt.entries:
            self._add_entry(entry, _EXEMPT_HEADING_STYLE)

    def _add_blocks(self, blocks: Iterable[Block]) -> list[WordParagraph]:
        """Add blocks; return the paragraphs among them.

        What leads in to a list or table stays on its page. After a table that something follows
        comes an empty line, as Word has no space after a table; a heading brings its own space.
        """
        paragraphs: list[WordParagraph] = []
        previous: Block | None = None
        for block in blocks:
            if isinstance(previous, Paragraph) and not isinstance(block, Paragraph):
                paragraphs[-1].paragraph_format.keep_with_next = True
            if isinstance(previous, Table):
                self._add(_CELL_STYLE, ())
            previous = block
            match block:
                case Paragraph(role=ParagraphRole.SIGNATURE):
                    paragraphs.append(self._add_signature_line(block))
                case Paragraph():
                    paragraphs.append(self._add(_PARAGRAPH_STYLES[block.role], block.text))
                case BulletList():
                    for point in block.points:
                        self._add(_BULLET_STYLE, point)
                case LetteredList():
                    self._add_lettered_list(block)
                case Table():
                    self._add_table(block)
        return paragraphs

    def _add(self, style: str, text: Text) -> WordParagraph:
        paragraph = self._document.add_paragraph(style=style)
        self._write_text(paragraph, text)
        return paragraph

    def _add_signature_line(self, block: Paragraph) -> WordParagraph:
        """Add "Chair:" and a line to sign on, which the style's second tab draws."""
        paragraph = self._add(_PARAGRAPH_STYLES[block.role], block.text)
        paragraph.add_run("\t\t")
        return paragraph

    def _write_text(self, paragraph: WordParagraph, text: Text) -> None:
        for span in text:
            match span.kind:
                case SpanKind.PLAIN:
                    paragraph.add_run(_printable(span.words))
                case SpanKind.STRONG:
                    paragraph.add_run(_printable(span.words), style=_STRONG_STYLE)
                case SpanKind.GAP:
                    _xml(paragraph).append(self._gap(span))
                case SpanKind.TICK_BOX:
                    _xml(paragraph).append(self._tick_box(span))

    def _gap(self, span: Span) -> BaseOxmlElement:
        """Return a content control that shows the gap's words until something is typed in it."""
        control = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias/><w:temporary/><w:showingPlcHdr/></w:sdtPr>"
            "<w:sdtContent><w:r><w:rPr><w:rStyle/></w:rPr><w:t/></w:r></w:sdtContent></w:sdt>"
        )
        return self._filled(control, span.words.strip("[]")[:60], _GAP_STYLE, span.words)

    def _tick_box(self, span: Span) -> BaseOxmlElement:
        """Return a box that is ticked with a click."""
        word_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
        control = parse_xml(
            f'<w:sdt {nsdecls("w")} xmlns:w14="{word_2010}"><w:sdtPr><w:alias/><w14:checkbox>'
            '<w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:rPr><w:rStyle/></w:rPr><w:t/></w:r></w:sdtContent></w:sdt>"
        )
        return self._filled(control, span.words[:60], _TICK_BOX_STYLE, _UNTICKED)

    def _filled(self, control: BaseOxmlElement, name: str, style: str, words: str) -> BaseOxmlElement:
        control.find(f".//{qn('w:alias')}").set(qn("w:val"), _printable(name))
        control.find(f".//{qn('w:rStyle')}").set(qn("w:val"), self._style_ids[style])
        control.find(f".//{qn('w:t')}").text = _printable(words)
        return control

    def _add_lettered_list(self, block: LetteredList) -> None:
        numbering_id = self._fresh_numbering()
        for point in block.points:
            paragraph = self._add(_LETTERED_STYLE, point.text)
            number = _xml(paragraph).get_or_add_pPr().get_or_add_numPr()
            number.get_or_add_ilvl().val = point.level
            number.get_or_add_numId().val = numbering_id

    def _fresh_numbering(self) -> int:
        """Return the id of a new list like the style's own, which starts at (a) again."""
        numbering = self._document.part.numbering_part.element
        style_list = numbering.num_having_numId(self._lettered_numbering)
        fresh = numbering.add_num(style_list.abstractNumId.val)
        for level in (0, 1):
            fresh.add_lvlOverride(ilvl=level).add_startOverride(1)
        return int(fresh.numId)

    def _add_table(self, block: Table) -> None:
        shares = _COLUMN_SHARES[block.kind, len(block.headings)]
        widths = [Length(self._text_width * share // sum(shares)) for share in shares]
        table = self._document.add_table(rows=0, cols=len(block.headings))
        table.style = self._document.styles[_TABLE_STYLE]
        table.autofit = False
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), block.kind.value)
        _xml(table).tblPr.append(caption)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        heading_row = self._add_row(table, _HEADING_CELL_STYLE, tuple(map(_plain, block.headings)), widths)
        _xml(heading_row).get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in block.rows:
            self._add_row(table, _CELL_STYLE, row, widths)

    def _add_row(self, table: WordTable, style: str, cells: Sequence[Text], widths: Sequence[Length]) -> _Row:
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        _xml(row).get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.style = self._document.styles[style]
            self._write_text(paragraph, text)
        return row


def _text_width(section: Section) -> int:
    """Return the width between the margins, in Word's lengths (914,400 to the inch)."""
    page = section.page_width or 0
    return page - (section.left_margin or 0) - (section.right_margin or 0)


def _keep_together(paragraphs: Sequence[WordParagraph]) -> None:
    """Never leave the place to sign alone on a page."""
    for paragraph in paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _plain(words: str) -> Text:
    return (Span(words),)


def _printable(words: str) -> str:
    """Return the words without the control characters that come with pasted text and break Word."""
    return _NOT_IN_XML.sub("", words)


def _xml(part: WordParagraph | WordTable | _Row | _Cell) -> BaseOxmlElement:
    """Return the XML of a part of the document, to which python-docx has no public way."""
    return part._element  # noqa: SLF001


def _fill_in_margins(document: Document, meeting: Meeting) -> None:
    """Put the meeting's own words for the marks in the template's headers and footers."""
    words = {
        "{council}": _printable(meeting.council),
        "{body}": _printable(meeting.body),
        "{date}": date_words(meeting.date),
    }
    section = document.sections[0]
    for margin in (
        section.header,
        section.first_page_header,
        section.even_page_header,
        section.footer,
        section.first_page_footer,
        section.even_page_footer,
    ):
        if margin.is_linked_to_previous:
            continue
        for paragraph in margin.part.element.iter(qn("w:p")):
            _fill_in([text for text in paragraph.iter(qn("w:t"))], words)


def _fill_in(texts: list[BaseOxmlElement], words: dict[str, str]) -> None:
    """Fill in the marks of one paragraph, also where Word has cut a mark into several runs."""
    whole = "".join(text.text or "" for text in texts)
    if not any(mark in whole for mark in words):
        return
    in_pieces = any(whole.count(mark) != sum((t.text or "").count(mark) for t in texts) for mark in words)
    if in_pieces:
        texts[0].text = whole
        for text in texts[1:]:
            text.text = ""
    for text in texts:
        filled = text.text or ""
        for mark, meant in words.items():
            filled = filled.replace(mark, meant)
        text.text = filled
        text.set(qn("xml:space"), "preserve")


def _set_properties(document: Document, meeting: Meeting) -> None:
    """Say what the document is, in the language it is in, and nothing about who made it when."""
    properties = document.core_properties
    properties.title = _printable(f"Minutes: {meeting.body}, {date_words(meeting.date)}")[:255]
    properties.author = ""
    properties.last_modified_by = ""
    properties.language = "en-GB"
    properties.revision = 1
    held = dt.datetime.combine(meeting.date, meeting.time or dt.time())
    properties.created = held
    properties.modified = held


def _bytes_without_clock(document: Document) -> bytes:
    """Return the package with the time of writing taken out of its entries."""
    written = io.BytesIO()
    document.save(written)
    rewritten = io.BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, source.read(name))
    return rewritten.getvalue()
