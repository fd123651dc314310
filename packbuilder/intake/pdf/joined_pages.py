"""Appends the pages of a document that was taken in to another file, with its form and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Dictionary, Name


def append_pages(joined: pikepdf.Pdf, source: pikepdf.Pdf, page_indices: Sequence[int] | None = None) -> None:
    """Copy pages of a document, all or those with certain indices, to the end of ``joined``.

    Links inside the document lead to the copies, and to nowhere where a page is not copied. Its
    layers are carried over afterwards, for all documents together (``joined_layers``). The document
    itself is left as it was.
    """
    if isinstance(source.Root.get(Name.AcroForm), Dictionary):
        # Renames form fields that share a name with those of an earlier document.
        joined.add_pages_from(source, page_indices)
        return
    pages = list(source.pages)
    for page in pages if page_indices is None else [pages[index] for index in page_indices]:
        # Copied by hand: appending a foreign page makes qpdf load every object of its file.
        # A link to a page not yet copied leads to a place that is filled when that page comes.
        parent = page.obj.get(Name.Parent)
        if parent is not None:
            del page.obj[Name.Parent]
        joined.pages.append(pikepdf.Page(joined.copy_foreign(page.obj)))
        if parent is not None:
            page.obj[Name.Parent] = parent
