"""The annotations of a page: links, marks and the widgets of form fields."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name


def annotations_of(page: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """Return a page's annotations in order, leaving out what is none."""
    annotations = page.get(Name.Annots)
    if not isinstance(annotations, Array):
        return []
    return [annotation for annotation in annotations if isinstance(annotation, Dictionary)]
