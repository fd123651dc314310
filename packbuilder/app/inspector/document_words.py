"""Documents in words: what the forms say of a document's title, state, pages and sizes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from packbuilder.app.session import Session
from packbuilder.errors import PasswordNeeded
from packbuilder.meeting.document_facts import PageFacts
from packbuilder.meeting.findings import document_file_name
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole

_SIZES_PT = {
    "A3": (841.9, 1190.6),
    "A4": (595.3, 841.9),
    "A5": (419.5, 595.3),
    "Letter": (612.0, 792.0),
    "Legal": (612.0, 1008.0),
}
_TOLERANCE_PT = 6.0
_MM_PER_PT = 25.4 / 72


def _tr(text: str) -> str:
    return QCoreApplication.translate("Documents", text)


def role_choices() -> tuple[tuple[DocumentRole, str], ...]:
    """Return the roles that a document can have, with the words that the window has for them."""
    return (
        (DocumentRole.REPORT, _tr("Report")),
        (DocumentRole.APPENDIX, _tr("Appendix")),
        (DocumentRole.MINUTES, _tr("Minutes")),
        (DocumentRole.ACTION_LOG, _tr("Action log")),
        (DocumentRole.SLIDES, _tr("Slides")),
        (DocumentRole.PAPER, _tr("Paper")),
    )


def file_name(document: Document) -> str:
    """Return the name of the file that a document came from: of the part, inside a mail or ZIP file."""
    return document_file_name(document)


def folder_of(document: Document) -> str:
    """Return the folder of the file that a document came from, or ""."""
    return document.file[: -len(_file_on_disk(document))].rstrip("/\\")


def origin_words(document: Document) -> str:
    """Return where a document's file came from: "from a folder", "in mail.eml, from a folder"; or ""."""
    folder = folder_of(document)
    if not document.inside:
        return _tr("from {folder}").format(folder=folder) if folder else ""
    words = _tr("in {parcel}, from {folder}") if folder else _tr("in {parcel}")
    return words.format(parcel=_file_on_disk(document), folder=folder)


def _file_on_disk(document: Document) -> str:
    return document.file.replace("\\", "/").rsplit("/", 1)[-1]


def document_title(document: Document, label: str) -> str:
    """Return what a document is called: "Appendix A - Support North Northamptonshire"."""
    title = document.title or file_name(document)
    return f"{label} \N{EN DASH} {title}" if label else title


def is_closed(item: AgendaItem, document: Document) -> bool:
    """Whether a document stays out of the public pack, by itself or because of its item."""
    return not (item.access is document.access is Access.OPEN)


def is_being_read(session: Session, document: Document) -> bool:
    """Whether a document has neither pages nor a trouble yet."""
    return document.id not in session.facts and document.id not in session.troubles


def document_state(session: Session, item: AgendaItem, document: Document) -> str:
    """Return the line under a document's title: "Report · 10 pages · pages 33-42", or why it has no pages."""
    role = dict(role_choices())[document.role]
    trouble = session.troubles.get(document.id)
    if document.id in session.facts:
        count = session.facts[document.id].page_count
        where = pages_of_the_pack(session, document)
        if not where and is_closed(item, document):
            where = _tr("not in the public pack")
        return " · ".join(words for words in (role, pages_words(count), where) if words)
    if isinstance(trouble, PasswordNeeded):
        return _tr("{role} · needs its password").format(role=role)
    if trouble is not None:
        return _tr("{role} · could not be read").format(role=role)
    return _tr("{role} · being read").format(role=role)


def document_icon(session: Session, item: AgendaItem, document: Document) -> tuple[str, str]:
    """Return the icon of a document's state, and the name of its colour."""
    if document.id in session.troubles:
        return "circle-alert", "error"
    if document.id not in session.facts:
        return "hourglass", "muted"
    if is_closed(item, document):
        return "lock", "accent"
    return ("file-plus-2" if document.role is DocumentRole.APPENDIX else "file-text"), "accent"


def pages_of_the_pack(session: Session, document: Document) -> str:
    """Return "pages 33-42", "page 33" or "", however the house style prints it."""
    numbers = re.findall(r"\d+", session.page_numbers.ranges.get(document.id, ""))
    if not numbers:
        return ""
    first, last = numbers[0], numbers[-1]
    if first == last:
        return _tr("page {first}").format(first=first)
    return _tr("pages {first}-{last}").format(first=first, last=last)


def pages_words(count: int) -> str:
    """Return "1 page" or "10 pages"."""
    return _tr("1 page") if count == 1 else _tr("{count} pages").format(count=count)


def sizes_words(pages: Sequence[PageFacts]) -> str:
    """Return the sizes of pages in words: "A4, 2 landscape pages", "8 pages A4, 2 pages A3"."""
    sizes = Counter(_size(page) for page in pages)
    landscape = sum(page.is_landscape for page in pages)
    if len(sizes) == 1:
        words = next(iter(sizes))
    else:
        words = ", ".join(f"{pages_words(n)} {size}" for size, n in sizes.most_common())
    if landscape == 0:
        return words
    if landscape == len(pages):
        return _tr("{sizes}, landscape").format(sizes=words)
    if landscape == 1:
        return _tr("{sizes}, 1 landscape page").format(sizes=words)
    return _tr("{sizes}, {count} landscape pages").format(sizes=words, count=landscape)


def _size(page: PageFacts) -> str:
    short, long = sorted((page.width_pt, page.height_pt))
    for name, (width, height) in _SIZES_PT.items():
        if abs(short - width) <= _TOLERANCE_PT and abs(long - height) <= _TOLERANCE_PT:
            return name
    return f"{short * _MM_PER_PT:.0f} by {long * _MM_PER_PT:.0f} mm"
