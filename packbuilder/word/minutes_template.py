"""Opens the Word template of the minutes, makes sure of its styles, and fills in its margins.

Between ``word.minutes``, which writes the text, and ``templates/minutes.docx`` or a template of the
council's own: any look will do, as long as it has the styles named here. In its headers and footers
``{council}``, ``{body}`` and ``{date}`` are filled in, where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.section import _BaseHeaderFooter
from docx.styles.style import ParagraphStyle

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.printed_times import date_words
from packbuilder.word.blocks import ParagraphRole
from packbuilder.word.outline import MinutesOutline
from packbuilder.word.word_files import fill_in_marks, opened_template, printable

COUNCIL_STYLE = "Subtitle"
TITLE_STYLE = "Title"
SECTION_STYLE = "Section Heading"
HEADING_STYLE = "Heading 1"
BULLET_STYLE = "List Bullet"
LETTERED_STYLE = "Resolution List"
CELL_STYLE = "Table Text"
HEADING_CELL_STYLE = "Table Heading"
TABLE_STYLE = "Minutes Table"
STRONG_STYLE = "Strong"
GAP_STYLE = "Placeholder Text"
TICK_BOX_STYLE = "Tick Box"
PARAGRAPH_STYLES = {
    ParagraphRole.MEETING_DETAILS: "Meeting Details",
    ParagraphRole.DRAFT_MARK: "Draft Mark",
    ParagraphRole.BODY: "Body Text",
    ParagraphRole.RESOLUTION: "Resolution",
    ParagraphRole.NOT_FOR_PUBLICATION: "Not For Publication",
    ParagraphRole.SIGNATURE: "Signature Line",
}

_NEEDED_STYLES = {
    WD_STYLE_TYPE.PARAGRAPH: (
        COUNCIL_STYLE,
        TITLE_STYLE,
        SECTION_STYLE,
        HEADING_STYLE,
        BULLET_STYLE,
        LETTERED_STYLE,
        CELL_STYLE,
        HEADING_CELL_STYLE,
        *PARAGRAPH_STYLES.values(),
    ),
    WD_STYLE_TYPE.CHARACTER: (STRONG_STYLE, GAP_STYLE, TICK_BOX_STYLE),
    WD_STYLE_TYPE.TABLE: (TABLE_STYLE,),
}


def open_template(template: Path) -> Document:
    """Open a template and take its text out; header, footer, page and styles stay.

    Raises:
        PackBuilderError: If it cannot be opened, or has not got a style that the minutes need.
    """
    document = opened_template(template, "minutes")
    _check_styles(document, template)
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    return document


def _check_styles(document: Document, template: Path) -> None:
    """Refuse a template in which a style is missing, before anything is written in a wrong one."""
    there = {(style.type, style.name) for style in document.styles}
    for style_type, names in _NEEDED_STYLES.items():
        for name in names:
            if (style_type, name) not in there:
                raise PackBuilderError(
                    f'The minutes template {template} has no {style_type.name.lower()} style "{name}".',
                    "Add a style of that name to it in Word, or take packbuilder's own template.",
                )
    if numbering_of(document, LETTERED_STYLE) is None:
        raise PackBuilderError(
            f'The style "{LETTERED_STYLE}" of the minutes template {template} has no numbering.',
            "Give it a list (a), (b), (c) in Word, or take packbuilder's own template.",
        )


def numbering_of(document: Document, style_name: str) -> int | None:
    """Return the id of the list that a style or one it is based on numbers with, or None."""
    style = document.styles[style_name]
    while isinstance(style, ParagraphStyle):
        found = style.element.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        if found:
            return int(found[0])
        style = style.base_style
    return None


def fill_in_margins(document: Document, outline: MinutesOutline) -> None:
    """Put the meeting's own words for the marks in the headers and footers; mark exempt minutes there."""
    words = {
        "{council}": printable(outline.council),
        "{body}": printable(outline.body),
        "{date}": date_words(outline.date),
    }
    for margin in _margins(document):
        for paragraph in margin.part.element.iter(qn("w:p")):
            fill_in_marks(paragraph, words)
    if outline.is_exempt:
        mark = f"Not for publication. {words['{body}']}, {words['{date}']}"
        style = document.styles[PARAGRAPH_STYLES[ParagraphRole.NOT_FOR_PUBLICATION]]
        for header in _headers_in_use(document):
            header.paragraphs[0].insert_paragraph_before(mark, style)


def _margins(document: Document) -> Iterator[_BaseHeaderFooter]:
    """Give the headers and footers that the template has."""
    section = document.sections[0]
    for margin in (
        section.header,
        section.first_page_header,
        section.even_page_header,
        section.footer,
        section.first_page_footer,
        section.even_page_footer,
    ):
        if not margin.is_linked_to_previous:
            yield margin


def _headers_in_use(document: Document) -> Iterator[_BaseHeaderFooter]:
    """Give a header for every page, made where the template has none."""
    section = document.sections[0]
    yield section.header
    if section.different_first_page_header_footer:
        yield section.first_page_header
    if document.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header
