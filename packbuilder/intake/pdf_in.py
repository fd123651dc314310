"""Takes a PDF in: opens it, puts it right as the clerk asked, cleans it, and finds out its facts.

Second in the line, below ``take_in``: whatever a file was, its pages come through here. A file is
taken in whole or refused with one sentence; a page is never left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import pikepdf
from pikepdf import Dictionary, Name

from packbuilder.errors import Cancelled, PackBuilderError
from packbuilder.intake.covers.cover_in_pdf import cover_in_pdf
from packbuilder.intake.pdf.cleaning import Removed, clean
from packbuilder.intake.pdf.content_balance import LARGEST_CONTENT_BYTES, ContentTooLarge, settle_content
from packbuilder.intake.pdf.destinations import Destinations
from packbuilder.intake.pdf.drawn_fields import as_shown, saved
from packbuilder.intake.pdf.field_looks import draw_field_values
from packbuilder.intake.pdf.form_draws import draws_too_much
from packbuilder.intake.pdf.marks_at_edges import flatten_marks_at_edges
from packbuilder.intake.pdf.opened_pdf import (
    opened_pdf,
    reading,
    refuse_dynamic_form,
    refuse_unapplied_redactions,
)
from packbuilder.intake.pdf.page_boxes import PageGeometry, make_sound
from packbuilder.intake.pdf.page_resources import give_own_resources
from packbuilder.intake.pdf.pdf_details import pdf_details
from packbuilder.intake.pdf.pdf_traits import pdf_traits
from packbuilder.intake.pictures.picture_data import drop_picture_data, unread_pictures
from packbuilder.intake.remedies.flattened import drop_comments, flatten
from packbuilder.intake.remedies.pictured_pages import picture_pages
from packbuilder.intake.seen.seen_pages import SeenPages, look_at_pages
from packbuilder.intake.taken_in import FoundBefore, TakenIn
from packbuilder.meeting.document_facts import (
    LOOKED_WITH,
    DocumentFacts,
    FileDetails,
    PageFacts,
    PageLook,
    ReportCover,
    SourceBookmark,
)
from packbuilder.meeting.findings import pages_words
from packbuilder.meeting.treatment import Remedy, Treatment
from packbuilder.progress import Progress


def pdf_in(
    name: str,
    data: bytes,
    progress: Progress,
    password: str = "",
    treatment: Treatment = Treatment(),
    found: FoundBefore = FoundBefore(),
) -> TakenIn:
    """Take in a PDF.

    Args:
        name: The file's name, for what is said of it.
        data: The PDF: as it was received, or what became of a file of another kind.
        progress: Told of the pages looked at.
        password: What opens it, where it needs one.
        treatment: What is to be done to it.
        found: What the file told before it became a PDF.

    Raises:
        PasswordNeeded: If it opens only with a password other than the one given.
        PackBuilderError: If it is damaged beyond repair, has no pages, or shows its content only in
            programs that fill in dynamic XFA forms.
        Cancelled: If the user asked to stop.
    """
    pdf, was_mended = opened_pdf(name, data, password)
    with reading(name):
        if len(pdf.pages) == 0:
            raise PackBuilderError(f"{name} has no pages.", "Ask its author to save it as PDF again.")
        refuse_dynamic_form(name, pdf)
        refuse_unapplied_redactions(name, pdf)
        for page in pdf.pages:
            give_own_resources(page.obj)
        if any(draws_too_much(page.obj) for page in pdf.pages):
            raise PackBuilderError(
                f"{name} draws the same thing again and again, more often than any reader can show.",
                "Ask its author for a copy printed to PDF.",
            )
        notes = [*found.notes, *_restrictions(pdf)]
        _give_appearances(pdf)
        details = _details(pdf_details(pdf, len(data)), found.details)
        as_it_is = data if not (was_mended or pdf.is_encrypted) else saved(pdf)
        as_it_is = _treated(pdf, as_it_is, treatment)
        traits = [*found.traits, *pdf_traits(pdf)]
        destinations = Destinations(pdf)
        bookmarks = destinations.bookmarks()
        to_draw = as_shown(pdf, as_it_is)
    cover, warnings = _cover(as_it_is, found)
    seen = _seen(to_draw, progress, bookmarks)
    traits.extend(seen.traits)
    with reading(name):
        geometry = tuple(make_sound(page.obj) for page in pdf.pages)
        removed = clean(pdf, destinations)
        removed["picture with camera data"] += drop_picture_data(pdf)
        flatten_marks_at_edges(pdf, geometry)
        pages, page_warnings = _pages(name, pdf, geometry, seen)
        unseen = [n for n, page in enumerate(pages, start=1) if page.look is PageLook.UNKNOWN]
        if unseen:
            page_warnings.append(f"Words that cannot be seen were not looked for on {pages_words(unseen)}.")
        # Asked again at the end: qpdf reads a part of a file only when it comes to it.
        if was_mended or (pdf.get_warnings() and not page_warnings):
            page_warnings.insert(0, "The file was damaged and has been mended: compare it with the original.")
        if unread_pictures(pdf):
            page_warnings.append("A picture could not be read whole, and may say where it was taken.")
    notes.extend(_in_sentences(removed, _NOTES))
    facts = DocumentFacts(
        tuple(pages),
        bookmarks,
        tuple(notes),
        (*found.warnings, *page_warnings, *warnings),
        tuple(traits),
        details,
        cover,
        looked_with=LOOKED_WITH,
    )
    return TakenIn(facts, pdf, geometry)


def _cover(data: bytes, found: FoundBefore) -> tuple[ReportCover | None, list[str]]:
    """Return the cover of a report, and what is to be said if it could not be read: no more than that."""
    if found.cover or not found.may_be_report:
        return found.cover, []
    try:
        return cover_in_pdf(data), []
    except Exception:
        return None, ["Its cover could not be read."]


def _seen(data: bytes, progress: Progress, bookmarks: Sequence[SourceBookmark]) -> SeenPages:
    """Return what is seen of a document; nothing, where looking fails, so that all its pages are unknown."""
    try:
        return look_at_pages(data, progress, bookmarks)
    except Cancelled:
        raise
    except Exception:
        return SeenPages()


def _treated(pdf: pikepdf.Pdf, data: bytes, treatment: Treatment) -> bytes:
    """Do to an open document what the clerk asked for; return it as it then is."""
    if Remedy.DROP_COMMENTS in treatment.remedies:
        drop_comments(pdf)
    if Remedy.FLATTEN in treatment.remedies:
        flatten(pdf)
    if {Remedy.DROP_COMMENTS, Remedy.FLATTEN} & set(treatment.remedies):
        data = saved(pdf)
    numbers = [number for number in treatment.pictured_pages if number <= len(pdf.pages)]
    if numbers:
        picture_pages(pdf, as_shown(pdf, data), numbers)
        data = saved(pdf)
    return data


def _pages(
    name: str, pdf: pikepdf.Pdf, geometry: tuple[PageGeometry, ...], seen: SeenPages
) -> tuple[list[PageFacts], list[str]]:
    """Return the facts of every page, and what is to be said of pages that could not be read whole."""
    pages: list[PageFacts] = []
    warnings: list[str] = []
    for page_number, (shape, page) in enumerate(zip(geometry, pdf.pages, strict=True), start=1):
        try:
            around = settle_content(pdf, page)
        except ContentTooLarge as error:
            raise PackBuilderError(
                f"{name}: page {page_number} unpacks to more than "
                f"{LARGEST_CONTENT_BYTES // 1_000_000} MB, which no reader shows.",
                "Ask its author for a copy printed to PDF.",
            ) from error
        look = seen.looks[page_number - 1] if page_number <= len(seen.looks) else PageLook.UNKNOWN
        pages.append(
            PageFacts(*shape.reader_size_pt, around.saves_before, around.operators_after, around.crc32, look)
        )
        if around.was_mended or around.crc32 is None:
            warnings.append(f"Page {page_number} could not be read whole: compare it with the original.")
    return pages, warnings


def _details(of_pdf: FileDetails, of_file: FileDetails | None) -> FileDetails:
    """Return what is known of a file: what it says of itself, and what its pages are made of."""
    if of_file is None:
        return of_pdf
    return dataclasses.replace(
        of_file,
        language=of_file.language or of_pdf.language,
        is_tagged=of_pdf.is_tagged,
        font_count=of_pdf.font_count,
        fonts_not_embedded=of_pdf.fonts_not_embedded,
        link_count=of_pdf.link_count,
        form_field_count=of_pdf.form_field_count,
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
        draw_field_values(pdf)


_NOTES = {
    "action": (
        "An action (such as opening a program) was taken out.",
        "{} actions (such as opening a program) were taken out.",
    ),
    "sound, film or other medium": ("Sound or film was taken out.", "{} sounds or films were taken out."),
    "signature": (
        "It was signed: the signature still shows, but proves nothing in the pack.",
        "It was signed {} times: the signatures still show, but prove nothing in the pack.",
    ),
    "hidden mark": (
        "A hidden comment or field was taken out.",
        "{} hidden comments or fields were taken out.",
    ),
    "picture with camera data": (
        "What a camera wrote into a picture (such as the place) was taken out.",
        "What a camera wrote into {} pictures (such as the place) was taken out.",
    ),
    "link that led nowhere": (
        "A link that led nowhere was taken out.",
        "{} links that led nowhere were taken out.",
    ),
}


def _in_sentences(removed: Removed, sentences: Mapping[str, tuple[str, str]]) -> list[str]:
    return [
        sentences[thing][0] if count == 1 else sentences[thing][1].format(count)
        for thing, count in removed.items()
        if count and thing in sentences
    ]
