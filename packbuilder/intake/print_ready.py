"""Writes a document that was taken in as a PDF of its own, and opens it again as it was.

Second in the line, for the meeting file: it keeps what comes out of taking in, so that a pack can
be built without the original, its password or another cleaning.
"""

from __future__ import annotations

import io

import pikepdf
from pikepdf import ObjectStreamMode, StreamDecodeLevel

from packbuilder.errors import PackBuilderError
from packbuilder.intake.pdf.cleaning import sweep
from packbuilder.intake.pdf.joined_layers import merge_layers
from packbuilder.intake.pdf.joined_pages import append_pages
from packbuilder.intake.pdf.page_boxes import page_geometry
from packbuilder.intake.taken_in import TakenIn
from packbuilder.meeting.document_facts import DocumentFacts


def print_ready(taken: TakenIn) -> bytes:
    """Return a document as a PDF that holds its pages, its form and its layers, and nothing else.

    The same document gives the same bytes; ``taken`` can still be used afterwards.

    Raises:
        PackBuilderError: If its pages cannot be copied because of how the file is made inside.
    """
    alone = pikepdf.new()
    try:
        append_pages(alone, taken.pdf)
        merge_layers(alone, [taken.pdf])
        sweep(alone)
        buffer = io.BytesIO()
        alone.save(
            buffer,
            object_stream_mode=ObjectStreamMode.generate,
            # Kept as they came: what cannot be decoded must reach the pack as it would have from the file.
            stream_decode_level=StreamDecodeLevel.none,
            deterministic_id=True,
            fix_metadata_version=False,
            min_version="1.7",
        )
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise PackBuilderError(
            "The document could not be copied, because of how it is made inside.",
            "Print it to PDF, and attach that.",
        ) from error
    return buffer.getvalue()


def reopened(data: bytes, facts: DocumentFacts) -> TakenIn:
    """Open what ``print_ready`` wrote; it can be joined as if it had just been taken in.

    Args:
        data: The PDF.
        facts: What taking in found out, kept beside it.

    Raises:
        PackBuilderError: If the two do not belong together, or the PDF does not open.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(data), inherit_page_attributes=False)
        geometry = tuple(page_geometry(page.obj) for page in pdf.pages)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError) as error:
        raise _damaged() from error
    if len(geometry) != facts.page_count:
        raise _damaged()
    return TakenIn(facts, pdf, geometry)


def _damaged() -> PackBuilderError:
    return PackBuilderError("The print-ready copy of the document is damaged.", "Attach the document again.")
