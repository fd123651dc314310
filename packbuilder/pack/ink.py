"""Finds the pages where a stamp lies over ink, by looking at them before they are stamped.

Serves the checks, beside the line. The pack is right either way, since every stamp stands on a
plate; but the clerk should know where the plate hides something.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import pypdfium2

from packbuilder.intake.taken_in import TakenIn
from packbuilder.pack.plan import Sheet
from packbuilder.pack.stamp import plate_box

_PIXELS_A_POINT = 1.0
_FEWEST_PIXELS_ACROSS = 200
"""Smaller pages carry smaller stamps, and are looked at more closely."""

_DARKEST_BLANK = 235
"""Grey levels from here to 255 count as blank: scans and pale grounds are never quite white."""


def pages_with_ink_under_stamps(taken: TakenIn, sheets: Iterable[Sheet]) -> list[int]:
    """Return the page numbers of those of a document's sheets whose stamps cover ink.

    Args:
        taken: The document as it will be joined.
        sheets: Its sheets in the plan.
    """
    buffer = io.BytesIO()
    taken.pdf.save(buffer)
    document = pypdfium2.PdfDocument(buffer.getvalue())
    document.init_forms()
    try:
        return [sheet.page_number for sheet in sheets if _has_ink(document, taken, sheet)]
    finally:
        document.close()


def _has_ink(document: pypdfium2.PdfDocument, taken: TakenIn, sheet: Sheet) -> bool:
    page = document[sheet.source_page_index]
    seen_width, seen_height = page.get_size()
    unit = taken.geometry[sheet.source_page_index].user_unit
    width, height = seen_width * unit, seen_height * unit
    frame = (height, width) if sheet.stamps_turned else (width, height)
    pixels_a_point = max(_PIXELS_A_POINT, _FEWEST_PIXELS_ACROSS / min(frame))
    for stamp in sheet.stamps:
        left, bottom, right, top = plate_box(stamp, *frame)
        if sheet.stamps_turned:
            # The frame's left is the page's top, its bottom the page's left.
            left, bottom, right, top = bottom, height - right, top, height - left
        crop = (left / unit, bottom / unit, (width - right) / unit, (height - top) / unit)
        picture = page.render(scale=pixels_a_point * unit, crop=crop, grayscale=True)
        if min(bytes(picture.buffer), default=255) < _DARKEST_BLANK:
            return True
    return False
