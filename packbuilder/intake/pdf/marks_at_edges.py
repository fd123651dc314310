"""Draws marks and fields into the page where they could cover a stamp.

Serves ``take_in``. Readers draw annotations over everything else on a page, a stamp too: a mark at
the foot of a page could show another number there.
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Name

from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.page_boxes import Box, PageGeometry, box_of

_EDGE_PT = 60.0
"""How far from any edge a mark may reach a stamp, on pages up to A3."""
_SHORT_SIDE_OF_A3_PT = 842.0


def flatten_marks_at_edges(pdf: pikepdf.Pdf, geometry: Sequence[PageGeometry]) -> None:
    """Flatten a document's annotations if one that is drawn lies near an edge.

    Flattening is for the whole document: qpdf knows no other. Links have no look and stay links.
    """
    pages = zip(pdf.pages, geometry, strict=True)
    marks = ((mark, seen) for page, seen in pages for mark in annotations_of(page.obj))
    if any(Name.AP in mark and _is_at_edge(mark, seen) for mark, seen in marks):
        pdf.flatten_annotations("all")


def _is_at_edge(annotation: pikepdf.Dictionary, seen: PageGeometry) -> bool:
    rectangle = box_of(annotation.get(Name.Rect))
    if rectangle is None:
        return False
    scale = max(1.0, min(seen.reader_size_pt) / _SHORT_SIDE_OF_A3_PT)
    reach = _EDGE_PT * scale / seen.user_unit
    left, bottom, right, top = seen.box
    inner: Box = (left + reach, bottom + reach, right - reach, top - reach)
    return (
        rectangle[0] < inner[0]
        or rectangle[1] < inner[1]
        or rectangle[2] > inner[2]
        or rectangle[3] > inner[3]
    )
