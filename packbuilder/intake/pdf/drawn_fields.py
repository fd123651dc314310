"""Makes the fields of a form show where PDFium draws a page, as readers show them.

Serves ``pdf_in``: pages are looked at, and made pictures of, as they are seen. PDFium leaves fields out
unless it is to run the form, and then gives them looks of its own, and leaves out those that the form
forgot. So a copy is drawn in which each field is a stamp with the field's look.
"""

from __future__ import annotations

import io
import warnings

import pikepdf
from pikepdf import Name

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.field_looks import draw_field_values


def as_shown(pdf: pikepdf.Pdf, data: bytes) -> bytes:
    """Return a document as a file to be drawn and thrown away: with fields that show.

    Args:
        pdf: The open document, which stays as it is.
        data: The same document as a file, returned where it has no fields.
    """
    if not _fields(pdf):
        return data
    with pikepdf.open(io.BytesIO(saved(pdf))) as copy:
        draw_field_values(copy)
        for field in _fields(copy):
            field[Name.Subtype] = Name.Stamp
        return saved(copy)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return an open document as a file that opens without a password."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # Fields that the form forgot show as well as others, and stay stamps in the pack.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.save(buffer)
    return buffer.getvalue()


def _fields(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [
        annotation
        for page in pdf.pages
        for annotation in annotations_of(page.obj)
        if annotation.get(Name.Subtype) == Name.Widget
    ]
