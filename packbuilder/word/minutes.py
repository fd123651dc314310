"""Writes the minutes in Word: an outline into ``templates/minutes.docx``, by its named styles.

What the minutes say is decided in ``word.outline``; here it only gets its style, and
``word.minutes_template`` opens what it is written into.

Gaps are content controls: one click selects a gap, typing replaces it, and with the first letter
its colour is gone. Boxes in the attendance tables are ticked with a click.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt, Twips
from docx.table import Table as WordTable
from docx.table import _Row
from docx.text.paragraph import Paragraph as WordParagraph

from packbuilder import assets
from packbuilder.errors import PackBuilderError
from packbuilder.files import written_beside
from packbuilder.meeting.meeting import Meeting
from packbuilder.meeting.printed_times import date_words
from packbuilder.word import minutes_template as styles
from packbuilder.word.blocks import (
    Block,
    BulletList,
    LetteredList,
    MinuteEntry,
    MinutesSection,
    Paragraph,
    ParagraphRole,
    Span,
    SpanKind,
    Table,
    Text,
    text,
)
from packbuilder.word.minutes_template import fill_in_margins, numbering_of, open_template
from packbuilder.word.outline import MinutesOutline, exempt_minutes_outline, minutes_outline
from packbuilder.word.word_files import (
    bytes_without_clock,
    changed_files,
    file_bytes,
    printable,
    set_properties,
)

_UNTICKED = "\N{BALLOT BOX}"
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_LONGEST_CONTROL_TITLE = 64
_SPACE_BEFORE_CLOSING = Pt(20)


def write_minutes(
    meeting: Meeting, target: Path, template: Path | None = None, *, replace: bool = False
) -> tuple[Path, ...]:
    """Write the draft minutes of a meeting as a Word document.

    The minutes of closed items never stand in the document that is published: where there are any,
    they are written to a second one beside it, ``exempt_minutes_path(target)``. The same meeting
    gives the same bytes: the documents' dates are the meeting's, and they name no author.

    Args:
        meeting: The whole meeting, closed items included.
        target: Where to write, a name that ends in ".docx"; replaced in one step, or left as it was.
        template: A council's own template, or None for the one that packbuilder brings.
        replace: Whether to write over minutes that were changed since they were written.

    Returns:
        The files that hold them now: the minutes, then the exempt minutes if there are any.

    Raises:
        PackBuilderError: If the target is not named as a Word document, if the template cannot be used,
            naming the style that is missing, if the meeting's numbering is none, if changed minutes
            are there already, or if a file cannot be written.
    """
    if target.suffix.lower() != ".docx":
        raise PackBuilderError(
            f"{target} is not the name of a Word document.", "Choose a name that ends in .docx."
        )
    template = template or assets.template("minutes.docx")
    documents = {target: _document_bytes(minutes_outline(meeting), meeting.time, template)}
    exempt = exempt_minutes_outline(meeting)
    if exempt is not None:
        documents[exempt_minutes_path(target)] = _document_bytes(exempt, meeting.time, template)
    to_write = {path: content for path, content in documents.items() if not _holds(path, content)}
    if not replace:
        _refuse_to_replace(to_write)
    with contextlib.ExitStack() as both:
        # Both are written before either is put in place, so that a full disk leaves no mixed pair.
        for path, content in to_write.items():
            both.enter_context(written_beside(path)).write_bytes(content)
    return tuple(documents)


def exempt_minutes_path(target: Path) -> Path:
    """Return where the exempt minutes go that belong to the minutes at ``target``."""
    return target.with_name(f"{target.stem} (exempt, not for publication){target.suffix}")


def changed_minutes(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return which of these files are there and are not as packbuilder wrote them.

    Someone may have typed into those, often for hours: nothing may write over them unasked. Minutes
    say in their properties what packbuilder wrote, so that older minutes of a meeting whose agenda
    changed since are known from changed ones. A file that is no minutes counts as changed.

    Raises:
        PackBuilderError: If a file is there and cannot be read.
    """
    return changed_files(paths)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and file_bytes(path) == content


def _refuse_to_replace(paths: Iterable[Path]) -> None:
    """Refuse before anything is written; folders are refused where files are written."""
    for path in changed_minutes(paths):
        raise PackBuilderError(
            f"{path} is there already, and was changed since packbuilder wrote it.",
            "Choose another name with -o, or add --replace to write over it.",
        )


def _document_bytes(outline: MinutesOutline, time: dt.time | None, template: Path) -> bytes:
    document = open_template(template)
    _Writer(document).write(outline)
    fill_in_margins(document, outline)
    _set_properties(document, outline, time)
    return bytes_without_clock(document)


class _Writer:
    """Adds an outline to the end of a document, block by block."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._style_ids = {style.name: style.style_id for style in document.styles}
        section = document.sections[0]
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        self._text_width_twips = Length((section.page_width or 0) - margins).twips
        self._lettered_numbering = numbering_of(document, styles.LETTERED_STYLE)

    def write(self, outline: MinutesOutline) -> None:
        if outline.council:
            self._add(styles.COUNCIL_STYLE, text(outline.council))
        self._add(styles.TITLE_STYLE, text(outline.body))
        self._add_blocks(outline.opening)
        self._add_sections(outline.attendance)
        for entry in outline.entries:
            self._add_entry(entry)
        self._add_closing(outline.closing)
        headings = self._add_sections(outline.actions)
        for heading in headings[:1]:
            heading.paragraph_format.page_break_before = True
        if self._document.element.body.xpath("./w:tbl[not(following-sibling::w:p)]"):
            self._add(styles.CELL_STYLE, ())  # Word wants a paragraph at the end of a document

    def _add_closing(self, blocks: Sequence[Block]) -> None:
        """Add the close and the place to sign, apart from the last minute and never alone on a page."""
        paragraphs = self._add_blocks(blocks)
        paragraphs[0].paragraph_format.space_before = _SPACE_BEFORE_CLOSING
        for paragraph in paragraphs[:-1]:
            paragraph.paragraph_format.keep_with_next = True

    def _add_sections(self, sections: Iterable[MinutesSection]) -> list[WordParagraph]:
        """Add sections; return their headings."""
        headings = []
        for section in sections:
            headings.append(self._add(styles.HEADING_STYLE, text(section.heading)))
            self._add_blocks(section.blocks)
        return headings

    def _add_entry(self, entry: MinuteEntry) -> None:
        if entry.section:
            self._add(styles.SECTION_STYLE, text(entry.section))
        title = " ".join(entry.title.split())
        self._add(styles.HEADING_STYLE, text(f"{entry.number}\t{title}" if entry.number else title))
        self._add_blocks(entry.blocks)

    def _add_blocks(self, blocks: Sequence[Block]) -> list[WordParagraph]:
        """Add blocks; return their paragraphs, those in tables left out.

        What leads in to a list or table stays on its page, and the end of a resolution stays with
        who proposed it.
        """
        paragraphs: list[WordParagraph] = []
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            paragraphs += self._add_block(block)
            leads_in = isinstance(block, Paragraph) and not isinstance(following, Paragraph | None)
            if leads_in or (isinstance(block, LetteredList) and following is not None):
                paragraphs[-1].paragraph_format.keep_with_next = True
        return paragraphs

    def _add_block(self, block: Block) -> list[WordParagraph]:
        match block:
            case Paragraph():
                paragraph = self._add(styles.PARAGRAPH_STYLES[block.role], block.text)
                if block.role is ParagraphRole.SIGNATURE:
                    paragraph.add_run("\t\t")  # the style's second tab draws the line to sign on
                return [paragraph]
            case BulletList():
                return [self._add(styles.BULLET_STYLE, point) for point in block.points]
            case LetteredList():
                return self._add_lettered_list(block)
            case Table():
                self._add_table(block)
                return []

    def _add(self, style: str, words: Text) -> WordParagraph:
        paragraph = self._document.add_paragraph(style=style)
        self._write_text(paragraph, words)
        return paragraph

    def _write_text(self, paragraph: WordParagraph, words: Text) -> None:
        for span in words:
            match span.kind:
                case SpanKind.PLAIN:
                    paragraph.add_run(printable(span.words))
                case SpanKind.STRONG:
                    paragraph.add_run(printable(span.words), style=styles.STRONG_STYLE)
                case SpanKind.GAP:
                    _xml(paragraph).append(self._gap(span))
                case SpanKind.TICK_BOX:
                    _xml(paragraph).append(self._tick_box(span))

    def _gap(self, span: Span) -> BaseOxmlElement:
        """Return a content control that shows the gap's words until something is typed in it."""
        control = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:temporary/><w:showingPlcHdr/></w:sdtPr>"
            "<w:sdtContent><w:r><w:rPr><w:rStyle/></w:rPr><w:t/></w:r></w:sdtContent></w:sdt>"
        )
        return self._filled(control, styles.GAP_STYLE, span.words)

    def _tick_box(self, span: Span) -> BaseOxmlElement:
        """Return a box that is ticked with a click."""
        control = parse_xml(
            f'<w:sdt {nsdecls("w")} xmlns:w14="{_WORD_2010}"><w:sdtPr><w:alias/><w14:checkbox>'
            '<w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:rPr><w:rStyle/></w:rPr><w:t/></w:r></w:sdtContent></w:sdt>"
        )
        title = printable(span.words)[:_LONGEST_CONTROL_TITLE]
        control.find(f".//{qn('w:alias')}").set(qn("w:val"), title)
        return self._filled(control, styles.TICK_BOX_STYLE, _UNTICKED)

    def _filled(self, control: BaseOxmlElement, style: str, words: str) -> BaseOxmlElement:
        control.find(f".//{qn('w:rStyle')}").set(qn("w:val"), self._style_ids[style])
        control.find(f".//{qn('w:t')}").text = printable(words)
        return control

    def _add_lettered_list(self, block: LetteredList) -> list[WordParagraph]:
        numbering_id = self._fresh_numbering()
        paragraphs = []
        for point in block.points:
            paragraph = self._add(styles.LETTERED_STYLE, text(point.words))
            number = _xml(paragraph).get_or_add_pPr().get_or_add_numPr()
            number.get_or_add_ilvl().val = point.level
            number.get_or_add_numId().val = numbering_id
            paragraphs.append(paragraph)
        return paragraphs

    def _fresh_numbering(self) -> int:
        """Return the id of a new list like the style's own, which starts at (a) again."""
        numbering = self._document.part.numbering_part.element
        style_list = numbering.num_having_numId(self._lettered_numbering)
        fresh = numbering.add_num(style_list.abstractNumId.val)
        for level in (0, 1):
            fresh.add_lvlOverride(ilvl=level).add_startOverride(1)
        return int(fresh.numId)

    def _add_table(self, block: Table) -> None:
        shares = [self._text_width_twips * column.width_percent // 100 for column in block.columns]
        widths = [Twips(share) for share in shares]
        table = self._document.add_table(rows=0, cols=len(block.columns))
        table.style = self._document.styles[styles.TABLE_STYLE]
        table.autofit = False
        properties = _xml(table).tblPr
        table_width = properties.find(qn("w:tblW"))
        table_width.set(qn("w:type"), "dxa")
        table_width.set(qn("w:w"), str(sum(shares)))
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), block.description)
        properties.append(caption)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        headings = tuple(text(column.heading) for column in block.columns)
        heading_row = self._add_row(table, styles.HEADING_CELL_STYLE, headings, widths)
        _xml(heading_row).get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        _keep_with_next(heading_row)
        rows = [self._add_row(table, styles.CELL_STYLE, row, widths) for row in block.rows]
        for written_row in (*rows[:-1][:1], *rows[:-1][-1:]):
            _keep_with_next(written_row)  # the first two together, and the last two

    def _add_row(self, table: WordTable, style: str, cells: Sequence[Text], widths: Sequence[Length]) -> _Row:
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        _xml(row).get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, words, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.style = self._document.styles[style]
            self._write_text(paragraph, words)
        return row


def _keep_with_next(row: _Row) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _xml(part: WordParagraph | WordTable | _Row) -> BaseOxmlElement:
    """Return the XML of a part of the document, to which python-docx has no public way."""
    return part._element  # noqa: SLF001


def _set_properties(document: Document, outline: MinutesOutline, time: dt.time | None) -> None:
    kind = "Exempt minutes" if outline.is_exempt else "Minutes"
    title = f"{kind}: {outline.body}, {date_words(outline.date)}"
    set_properties(document, title, dt.datetime.combine(outline.date, time or dt.time()))
