"""Fits a document that was taken in: leaves pages out, turns them and scales them, as the clerk chose.

Second in the line, after ``take_in`` and each time that pages are used. It works on a copy, which
holds nothing of the pages that were left out; the document itself stays whole, for another pack or
another choice. ``meeting.fitting`` says what comes out; here it is done to the PDF.
"""

from __future__ import annotations

import dataclasses

import pikepdf
from pikepdf import Array, Dictionary, Name

from packbuilder.errors import PackBuilderError
from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.content_balance import ContentTooLarge, settle_content
from packbuilder.intake.pdf.form_fields import ObjGen, clean_form
from packbuilder.intake.pdf.joined_layers import merge_layers
from packbuilder.intake.pdf.joined_pages import append_pages
from packbuilder.intake.pdf.marks_at_edges import flatten_marks_at_edges
from packbuilder.intake.pdf.page_boxes import PageGeometry, page_geometry
from packbuilder.intake.pdf.scaled_pages import Scale, scale_page, scale_to, scaled_view
from packbuilder.intake.pdf.unused_layers import drop_unused_layers
from packbuilder.intake.pdf.unused_resources import UnreadableContent, drop_unused_resources
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.document_facts import DocumentFacts, PageFacts
from packbuilder.meeting.fitting import Fitting, fitted_facts, kept_page_numbers, turn_degrees

_SIZE_TOLERANCE_PT = 0.01


def fitted(taken: TakenIn, fitting: Fitting) -> TakenIn:
    """Return a document with the pages that go into the pack, as they lie on the paper.

    Where that comes to the document as it is, it is returned itself. Otherwise what is returned is
    a document of its own, which shares the data of the streams; ``taken`` is as it was, and need
    not be kept.

    Args:
        taken: The whole document.
        fitting: How its pages are used.

    Raises:
        PackBuilderError: If the pages cannot be fitted because of how the file is made inside.
    """
    page_numbers = kept_page_numbers(fitting, taken.facts.pages)
    leaves_out = len(page_numbers) < taken.facts.page_count
    facts = fitted_facts(taken.facts, fitting)
    if not leaves_out and facts is taken.facts and not any(turn_degrees(fitting, n) for n in page_numbers):
        return taken
    try:
        return _fitted(taken, fitting, page_numbers, facts, leaves_out=leaves_out)
    except UnreadableContent as error:
        raise PackBuilderError(
            "Pages cannot be left out of the document safely, as a part of it cannot be read.",
            "Print the pages that you need to PDF, and attach that.",
        ) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, ContentTooLarge) as error:
        raise PackBuilderError(
            "The pages of the document could not be fitted, because of how it is made inside.",
            "Print it to PDF, and attach that.",
        ) from error


def _fitted(
    taken: TakenIn,
    fitting: Fitting,
    page_numbers: tuple[int, ...],
    facts: DocumentFacts,
    *,
    leaves_out: bool,
) -> TakenIn:
    copy = pikepdf.new()
    append_pages(copy, taken.pdf, [number - 1 for number in page_numbers])
    merge_layers(copy, [taken.pdf])
    _drop_links_to_nowhere(copy)
    for number, page in zip(page_numbers, copy.pages, strict=True):
        if degrees := turn_degrees(fitting, number):
            _turn(page.obj, degrees)
    if leaves_out:
        clean_form(copy)
        drop_unused_resources(copy)
        drop_unused_layers(copy)
    is_any_scaled, geometry = _scale(copy, [taken.facts.pages[n - 1] for n in page_numbers], facts)
    if is_any_scaled:
        clean_form(copy)  # Of fields that lay outside what is seen of their pages.
        # What kept clear of the stamps on a larger page may not do so now.
        flatten_marks_at_edges(copy, geometry)
        facts = dataclasses.replace(facts, pages=_settled(copy, facts.pages))
    return TakenIn(facts, copy, geometry)


def _drop_links_to_nowhere(copy: pikepdf.Pdf) -> None:
    """Drop the links to pages that are not there. Every link inside a document names its page."""
    there = {page.obj.objgen for page in copy.pages}
    for page in copy.pages:
        annotations = annotations_of(page.obj)
        kept = [a for a in annotations if Name.Dest not in a or _page_of(a.get(Name.Dest)) in there]
        if kept:
            page.obj[Name.Annots] = Array(kept)
        elif Name.Annots in page.obj:
            del page.obj[Name.Annots]


def _page_of(destination: object) -> ObjGen | None:
    target = destination[0] if isinstance(destination, Array) and len(destination) else None
    return target.objgen if isinstance(target, Dictionary) else None


def _turn(page: pikepdf.Dictionary, degrees: int) -> None:
    rotation = (page_geometry(page).rotation + degrees) % 360
    if rotation:
        page[Name.Rotate] = rotation
    elif Name.Rotate in page:
        del page[Name.Rotate]


def _scale(
    copy: pikepdf.Pdf, before: list[PageFacts], facts: DocumentFacts
) -> tuple[bool, tuple[PageGeometry, ...]]:
    """Scale the pages that are to have another size; return whether any was, and what is seen of each."""
    seen = [page_geometry(page.obj) for page in copy.pages]
    sizes_pt = [(page.width_pt, page.height_pt) for page in facts.pages]
    if all(_is_same_size(one.reader_size_pt, size_pt) for one, size_pt in zip(seen, sizes_pt, strict=True)):
        return False, tuple(seen)
    _give_annotations_of_their_own(copy)
    scales: dict[ObjGen, Scale] = {}
    geometry: list[PageGeometry] = []
    for page, one, size_pt, page_before in zip(copy.pages, seen, sizes_pt, before, strict=True):
        if _is_same_size(one.reader_size_pt, size_pt):
            geometry.append(one)
            continue
        scale, after = scale_to(one, size_pt)
        scale_page(copy, page, one, after, scale, page_before)
        scales[page.obj.objgen] = scale
        geometry.append(after)
    for page in copy.pages:
        for link in annotations_of(page.obj):
            destination = link.get(Name.Dest)
            target = _page_of(destination)
            if isinstance(destination, Array) and target in scales:
                link[Name.Dest] = scaled_view(destination, scales[target])
    return True, tuple(geometry)


def _is_same_size(one_pt: tuple[float, float], other_pt: tuple[float, float]) -> bool:
    return all(abs(a - b) < _SIZE_TOLERANCE_PT for a, b in zip(one_pt, other_pt, strict=True))


def _give_annotations_of_their_own(copy: pikepdf.Pdf) -> None:
    """Give each page annotations of its own where pages share one: it may be scaled in two ways."""
    seen: set[ObjGen] = set()
    for page in copy.pages:
        annotations = annotations_of(page.obj)
        if any(annotation.objgen in seen for annotation in annotations if annotation.is_indirect):
            page.obj[Name.Annots] = Array(
                [
                    copy.make_indirect(Dictionary(dict(annotation.items())))
                    if annotation.is_indirect and annotation.objgen in seen
                    else annotation
                    for annotation in annotations
                ]
            )
        seen.update(annotation.objgen for annotation in annotations if annotation.is_indirect)


def _settled(copy: pikepdf.Pdf, pages: tuple[PageFacts, ...]) -> tuple[PageFacts, ...]:
    """Return facts with what the contents are now."""
    settled: list[PageFacts] = []
    for page, facts in zip(copy.pages, pages, strict=True):
        around = settle_content(copy, page)
        settled.append(
            dataclasses.replace(
                facts,
                saves_before=around.saves_before,
                operators_after=around.operators_after,
                content_crc32=around.crc32,
            )
        )
    return tuple(settled)
