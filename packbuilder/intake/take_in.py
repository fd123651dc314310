"""Takes an attached file in: opens it, mends it, cleans it, and finds out its facts.

Second in the line. What comes out is a ``TakenIn``: an open, clean document whose pages can be
joined as they are, and the ``DocumentFacts`` that planning and checks read. A file is taken in
whole or refused with one sentence; a page is never left out.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.files import why_not
from packbuilder.intake.annotations import annotations_of
from packbuilder.intake.cleaning import Removed, clean
from packbuilder.intake.content_balance import LARGEST_CONTENT_BYTES, ContentTooLarge, settle_content
from packbuilder.intake.destinations import Destinations
from packbuilder.intake.kinds import FileKind, kind_of, refusal
from packbuilder.intake.marks_at_edges import flatten_marks_at_edges
from packbuilder.intake.page_boxes import PageGeometry, make_sound
from packbuilder.meeting.document_facts import DocumentFacts, PageFacts

_DAMAGE = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError, AttributeError)
"""What pikepdf raises on broken files, besides its own errors."""


@dataclasses.dataclass(frozen=True, slots=True)
class TakenIn:
    """A document ready to be joined: clean and open, its facts, and how each page is seen."""

    facts: DocumentFacts
    pdf: pikepdf.Pdf
    geometry: tuple[PageGeometry, ...]


def take_in(path: Path, password: str = "") -> TakenIn:
    """Take in one file.

    Args:
        path: The file.
        password: What opens it, where it needs one.

    Raises:
        PasswordNeeded: If it opens only with a password other than the one given.
        PackBuilderError: If it is missing, empty, not a PDF, damaged beyond repair, has no pages,
            or shows its content only in programs that fill in dynamic XFA forms.
    """
    kind = kind_of(path)
    if kind is not FileKind.PDF:
        raise refusal(path, kind)
    try:
        # Read whole: the file may be on a share, and may change or vanish before the pack is written.
        data = path.read_bytes()
    except OSError as error:
        raise PackBuilderError(
            f"{path.name} could not be read: {why_not(error)}.", "Close it where it is open, and try again."
        ) from error
    pdf, was_mended = _open(path, data, password)
    try:
        return _settle(path, pdf, was_mended=was_mended)
    except _DAMAGE as error:
        raise _damaged(path) from error


def _settle(path: Path, pdf: pikepdf.Pdf, *, was_mended: bool) -> TakenIn:
    if len(pdf.pages) == 0:
        raise PackBuilderError(f"{path.name} has no pages.", "Ask its author to save it as PDF again.")
    _refuse_dynamic_form(path, pdf)
    _refuse_unapplied_redactions(path, pdf)
    notes = _restrictions(pdf)
    _give_appearances(pdf)
    geometry = tuple(make_sound(page.obj) for page in pdf.pages)
    destinations = Destinations(pdf)
    removed = clean(pdf, destinations)
    flatten_marks_at_edges(pdf, geometry)
    pages: list[PageFacts] = []
    warnings: list[str] = []
    for page_number, (seen, page) in enumerate(zip(geometry, pdf.pages, strict=True), start=1):
        try:
            around = settle_content(pdf, page)
        except ContentTooLarge as error:
            raise PackBuilderError(
                f"{path.name}: page {page_number} unpacks to more than "
                f"{LARGEST_CONTENT_BYTES // 1_000_000} MB, which no reader shows.",
                "Ask its author for a copy printed to PDF.",
            ) from error
        pages.append(
            PageFacts(*seen.reader_size_pt, around.saves_before, around.operators_after, around.crc32)
        )
        if around.was_mended or around.crc32 is None:
            warnings.append(f"Page {page_number} could not be read whole: compare it with the original.")
    # Asked again at the end: qpdf reads a part of a file only when it comes to it.
    if was_mended or (pdf.get_warnings() and not warnings):
        warnings.insert(0, "The file was damaged and has been mended: compare it with the original.")
    warnings.extend(_in_sentences(removed, _WARNINGS))
    notes.extend(_in_sentences(removed, _NOTES))
    facts = DocumentFacts(tuple(pages), destinations.bookmarks(), tuple(notes), tuple(warnings))
    return TakenIn(facts, pdf, geometry)


def _open(path: Path, data: bytes, password: str) -> tuple[pikepdf.Pdf, bool]:
    """Open a PDF with qpdf, which mends much; where it cannot, let PDFium write it anew first.

    Returns:
        The open document, and whether it had to be mended.
    """
    try:
        # Inherited attributes are given to the pages later: qpdf would load every object for it.
        pdf = pikepdf.open(io.BytesIO(data), password=password, inherit_page_attributes=False)
        page_count = sum(1 for page in pdf.pages if isinstance(page.obj, Dictionary))
        if not pdf.get_warnings() and page_count:
            return pdf, False
    except pikepdf.PasswordError as error:
        raise PasswordNeeded(
            f"{path.name} opens only with a {'different ' if password else ''}password.",
            "Ask its author for the password, or for a copy without one.",
        ) from error
    except _DAMAGE:
        pdf, page_count = None, 0
    # A damaged file: what qpdf made of it stands unless PDFium finds more pages in it.
    rewritten = _written_by_pdfium(data, password, more_than=page_count)
    if rewritten is not None:
        try:
            pdf = pikepdf.open(io.BytesIO(rewritten))
            page_count = len(pdf.pages)
        except _DAMAGE as error:
            raise _damaged(path) from error
    if pdf is None:
        raise _damaged(path)
    return pdf, True


def _written_by_pdfium(data: bytes, password: str, more_than: int) -> bytes | None:
    """Return the file as PDFium writes it, or None where it has no more pages than ``more_than``."""
    import pypdfium2  # Only for damaged files: loading it takes longer than taking most files in.

    try:
        document = pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError:
        return None
    try:
        if len(document) <= more_than:
            return None
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def _damaged(path: Path) -> PackBuilderError:
    return PackBuilderError(
        f"{path.name} is damaged, or protected in a way that cannot be opened.",
        "Open it in its own program and save it as PDF again, or ask its author for a new copy.",
    )


def _refuse_dynamic_form(path: Path, pdf: pikepdf.Pdf) -> None:
    """Refuse forms whose pages are made by the viewer: elsewhere they print "Please wait...".

    Told as PDFBox tells it (``PDAcroForm.xfaIsDynamic``): XFA without ordinary fields; or the
    catalog asks for rendering (ISO 32000-1, 7.7.2, NeedsRendering).
    """
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary) or Name.XFA not in form:
        return
    fields = form.get(Name.Fields)
    has_fields = isinstance(fields, Array) and len(fields) > 0
    if not has_fields or bool(pdf.Root.get(Name.NeedsRendering)):
        raise PackBuilderError(
            f"{path.name} is a dynamic XFA form, which only Adobe's programs can show.",
            "Open it in Adobe Reader, print it to PDF, and attach that.",
        )


def _refuse_unapplied_redactions(path: Path, pdf: pikepdf.Pdf) -> None:
    """Refuse pages on which something is only marked to be taken out (ISO 32000-2, 12.5.6.23).

    The text under such a mark is still there, and anyone could copy it out of the public pack.
    """
    for page_number, page in enumerate(pdf.pages, start=1):
        if any(mark.get(Name.Subtype) == Name.Redact for mark in annotations_of(page.obj)):
            raise PackBuilderError(
                f"{path.name} is marked for redaction on page {page_number}, but what is under the mark "
                "is still there.",
                "Apply the redactions in the program that marked them, save, and attach it again.",
            )


def _restrictions(pdf: pikepdf.Pdf) -> list[str]:
    if not pdf.is_encrypted:
        return []
    if all(pdf.allow):
        return ["The file was encrypted; the pack is not."]
    return ["The author restricted copying, changing or printing; the pack carries no such restriction."]


def _give_appearances(pdf: pikepdf.Pdf) -> None:
    """Draw the values of form fields whose look was left to the viewer, so that they print."""
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and bool(form.get(Name.NeedAppearances)):
        pdf.generate_appearance_streams()


_NOTES = {
    "script": ("A script was taken out.", "{} scripts were taken out."),
    "action": (
        "An action (such as opening a program) was taken out.",
        "{} actions (such as opening a program) were taken out.",
    ),
    "attached file": ("A file attached to it was taken out.", "{} files attached to it were taken out."),
    "sound, film or other medium": ("Sound or film was taken out.", "{} sounds or films were taken out."),
    "signature": (
        "It was signed: the signature still shows, but proves nothing in the pack.",
        "It was signed {} times: the signatures still show, but prove nothing in the pack.",
    ),
    "hidden mark": (
        "A hidden comment or field was taken out.",
        "{} hidden comments or fields were taken out.",
    ),
    "link that led nowhere": (
        "A link that led nowhere was taken out.",
        "{} links that led nowhere were taken out.",
    ),
}

_WARNINGS = {
    "comment kept": (
        "It carries a comment or mark, which the public will see.",
        "It carries {} comments or marks, which the public will see.",
    ),
    "hidden layer": (
        "It has a hidden layer, which stays hidden but can be shown by anyone with the pack.",
        "It has {} hidden layers, which stay hidden but can be shown by anyone with the pack.",
    ),
}


def _in_sentences(removed: Removed, sentences: Mapping[str, tuple[str, str]]) -> list[str]:
    return [
        sentences[thing][0] if count == 1 else sentences[thing][1].format(count)
        for thing, count in removed.items()
        if count and thing in sentences
    ]
