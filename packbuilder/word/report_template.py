"""Writes the report template of an agenda item: ``templates/report.docx`` with what is known filled in.

Beside the minutes, at the other end of the meeting: the clerk sends each author a template that
says council, body, date, subject and author rightly, and what comes back is read by
``intake.covers.cover_in_word``. A council may bring a template of its own, in Word, with the marks below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from packbuilder import assets
from packbuilder.errors import PackBuilderError
from packbuilder.files import safe_file_name, written_beside
from packbuilder.meeting.meeting import AgendaItem, Meeting
from packbuilder.meeting.numbering import item_number
from packbuilder.meeting.printed_times import day_and_date_words
from packbuilder.word.word_files import (
    bytes_without_clock,
    changed_files,
    fill_in_marks,
    opened_template,
    printable,
    set_properties,
)

_TO_WRITE = {
    "{council}": "Council",
    "{body}": "Body",
    "{title}": "Title of the report",
    "{author}": "Name, post",
}
"""What a mark says where the meeting does not: the author fills it in."""

_NO_AUTHOR = frozenset(
    ("", "all", "chair", "vice-chair", "the chair", "n/a", "none", "tba", "tbc", "various", "-")
)
_GAP_STYLE = "Placeholder Text"


def report_template_name(meeting: Meeting, item: AgendaItem, position: int) -> str:
    """Return how the template of an item's report is named: "Item 5 - Place development - report.docx".

    Args:
        meeting: The meeting, for the way in which it numbers its items.
        item: The item.
        position: Where it stands in the agenda, from 1.

    Raises:
        PackBuilderError: If the meeting's ``item_numbers`` is no way to number.
    """
    number = item_number(position, meeting.style.item_numbers).rstrip(".")
    title = " ".join(item.title.split())
    return safe_file_name(f"Item {number} - {title}" if title else f"Item {number}", " - report.docx")


def write_report_template(
    meeting: Meeting, item: AgendaItem, target: Path, template: Path | None = None, *, replace: bool = False
) -> None:
    """Write the template of an item's report, ready to be sent to its author.

    The same meeting gives the same bytes. It holds the item's own subject, of a closed item too: it
    goes to its author, not to the public.

    Args:
        meeting: The meeting: its council, body and date are filled in.
        item: The item: its subject and lead are.
        target: Where to write, a name that ends in ".docx"; replaced in one step, or left as it was.
        template: A council's own template, or None for the one that packbuilder brings.
        replace: Whether to write over a file that was changed since it was written.

    Raises:
        PackBuilderError: If the target is not named as a Word document, if the template cannot be
            opened, if a changed file is there already, or if the file cannot be written.
    """
    if target.suffix.lower() != ".docx":
        raise PackBuilderError(
            f"{target} is not the name of a Word document.", "Choose a name that ends in .docx."
        )
    document = opened_template(template or assets.template("report.docx"), "report")
    _fill_in(document, meeting, item)
    held = dt.datetime.combine(meeting.date, dt.time())
    set_properties(document, " ".join(item.title.split()), held)
    content = bytes_without_clock(document)
    if not replace:
        for path in changed_files([target]):
            raise PackBuilderError(
                f"{path} is there already, and was changed since packbuilder wrote it.",
                "Choose another name or folder, or move it away.",
            )
    with written_beside(target) as path:
        path.write_bytes(content)


def _fill_in(document: Document, meeting: Meeting, item: AgendaItem) -> None:
    author = " ".join(item.lead.split())
    known = {
        "{council}": " ".join(meeting.council.split()),
        "{body}": " ".join(meeting.body.split()),
        "{date}": day_and_date_words(meeting.date),
        "{title}": " ".join(item.title.split()),
        "{author}": "" if author.casefold() in _NO_AUTHOR else author,
    }
    words = {mark: printable(meant) or f"[{_TO_WRITE[mark]}]" for mark, meant in known.items()}
    # "It is recommended that the The Executive:" would be one article too many.
    words = {"the {body}": f"the {_without_article(words['{body}'])}", **words}
    for part in _parts(document):
        for paragraph in part.iter(qn("w:p")):
            said = "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip()
            if said in known and not known[said]:
                _put_gap(paragraph, words[said], _style_id(document))
            else:
                fill_in_marks(paragraph, words)


def _without_article(body: str) -> str:
    return body[4:] if body.casefold().startswith("the ") else body


def _parts(document: Document) -> Iterator[BaseOxmlElement]:
    """Give the text of the document, and of its headers and footers."""
    yield document.element.body
    for section in document.sections:
        for margin in (
            section.header,
            section.first_page_header,
            section.even_page_header,
            section.footer,
            section.first_page_footer,
            section.even_page_footer,
        ):
            if not margin.is_linked_to_previous:
                yield margin.part.element


def _style_id(document: Document) -> str:
    return next((s.style_id for s in document.styles if s.name == _GAP_STYLE), "")


def _put_gap(paragraph: BaseOxmlElement, words: str, style_id: str) -> None:
    """Put a content control in a paragraph that shows what is to be written until something is."""
    for child in list(paragraph):
        if child.tag != qn("w:pPr"):
            paragraph.remove(child)
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:temporary/><w:showingPlcHdr/></w:sdtPr>"
        "<w:sdtContent><w:r><w:rPr><w:rStyle/></w:rPr><w:t/></w:r></w:sdtContent></w:sdt>"
    )
    control.find(f".//{qn('w:rStyle')}").set(qn("w:val"), style_id)
    control.find(f".//{qn('w:t')}").text = words
    paragraph.append(control)
