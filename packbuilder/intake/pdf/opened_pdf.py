"""Opens PDFs as they come: mends what is damaged, refuses what cannot be shown or must not go on.

Second in the line, below ``pdf_in``.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.intake.pdf.annotations import annotations_of

DAMAGE = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError, AttributeError)
"""What pikepdf raises on broken files, besides its own errors."""


def opened_pdf(name: str, data: bytes, password: str) -> tuple[pikepdf.Pdf, bool]:
    """Open a PDF with qpdf, which mends much; where it cannot, let PDFium write it anew first.

    Args:
        name: The file's name, for what is said of it.
        data: The file.
        password: What opens it, where it needs one.

    Returns:
        The open document, and whether it had to be mended.

    Raises:
        PasswordNeeded: If it opens only with a password other than the one given.
        PackBuilderError: If it is damaged beyond repair.
    """
    try:
        # Inherited attributes are given to the pages later: qpdf would load every object for it.
        pdf = pikepdf.open(io.BytesIO(data), password=password, inherit_page_attributes=False)
        page_count = sum(1 for page in pdf.pages if isinstance(page.obj, Dictionary))
        if not pdf.get_warnings() and page_count:
            return pdf, False
    except pikepdf.PasswordError as error:
        raise PasswordNeeded(
            f"{name} opens only with a {'different ' if password else ''}password.",
            "Ask its author for the password, or for a copy without one.",
        ) from error
    except DAMAGE:
        pdf, page_count = None, 0
    # A damaged file: what qpdf made of it stands unless PDFium finds more pages in it.
    rewritten = _written_by_pdfium(data, password, more_than=page_count)
    if rewritten is not None:
        try:
            pdf = pikepdf.open(io.BytesIO(rewritten))
            page_count = len(pdf.pages)
        except DAMAGE as error:
            raise damaged(name) from error
    if pdf is None:
        raise damaged(name)
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


@contextlib.contextmanager
def reading(name: str) -> Iterator[None]:
    """Refuse a file as damaged where what is done with it meanwhile finds it so.

    Args:
        name: The file's name, for what is said of it.

    Raises:
        PackBuilderError: If it is damaged beyond repair.
    """
    try:
        yield
    except DAMAGE as error:
        raise damaged(name) from error


def damaged(name: str) -> PackBuilderError:
    """Return the error for a PDF that cannot be read."""
    return PackBuilderError(
        f"{name} is damaged, or protected in a way that cannot be opened.",
        "Open it in its own program and save it as PDF again, or ask its author for a new copy.",
    )


def refuse_dynamic_form(name: str, pdf: pikepdf.Pdf) -> None:
    """Refuse forms whose pages are made by the viewer: elsewhere they print "Please wait...".

    Told as PDFBox tells it (``PDAcroForm.xfaIsDynamic``): XFA without ordinary fields; or the
    catalog asks for rendering (ISO 32000-1, 7.7.2, NeedsRendering).

    Raises:
        PackBuilderError: If it is one.
    """
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary) or Name.XFA not in form:
        return
    fields = form.get(Name.Fields)
    has_fields = isinstance(fields, Array) and len(fields) > 0
    if not has_fields or bool(pdf.Root.get(Name.NeedsRendering)):
        raise PackBuilderError(
            f"{name} is a dynamic XFA form, which only Adobe's programs can show.",
            "Open it in Adobe Reader, print it to PDF, and attach that.",
        )


def refuse_unapplied_redactions(name: str, pdf: pikepdf.Pdf) -> None:
    """Refuse pages on which something is only marked to be taken out (ISO 32000-2, 12.5.6.23).

    The text under such a mark is still there, and anyone could copy it out of the public pack.

    Raises:
        PackBuilderError: If there is such a page.
    """
    for page_number, page in enumerate(pdf.pages, start=1):
        if any(mark.get(Name.Subtype) == Name.Redact for mark in annotations_of(page.obj)):
            raise PackBuilderError(
                f"{name} is marked for redaction on page {page_number}, but what is under the mark "
                "is still there.",
                "Apply the redactions in the program that marked them, save, and attach it again.",
            )
