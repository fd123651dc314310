"""What a page holds: what it paints, its words, its pictures, and how it looks as it is.

Serves ``seen_pages``: found once for a page, for all who look at it.
"""

from __future__ import annotations

import ctypes
import dataclasses
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from packbuilder.intake.seen.page_words import Word, words_of
from packbuilder.intake.seen.pdfium_page import OpenPage, PageObject, PixelBox

_INVISIBLE_MODES = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_STROKED_MODES = {pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP}


@dataclasses.dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds.

    ``picture`` is the page as it is, in grey. ``unpainted`` are the addresses of the words that are
    not painted, such as those that a scanner's program adds; ``image_boxes`` say where the pictures
    lie, each with its order among the objects.
    """

    objects: Sequence[PageObject]
    words: Sequence[Word]
    picture: Image.Image
    unpainted: frozenset[int]
    image_boxes: Sequence[tuple[int, PixelBox]]


def content_of(page: OpenPage, text: Any) -> PageContent:
    """Return what an open page holds, by its open text.

    Raises:
        Unreadable: If it cannot be drawn.
    """
    objects = page.objects()
    images = [(one.order, box) for one in objects if one.is_image and (box := page.bounds(one)) is not None]
    unpainted = frozenset(one.address for one in objects if one.is_text and _is_unpainted(one))
    return PageContent(objects, words_of(text), page.picture(), unpainted, images)


def _is_unpainted(words: PageObject) -> bool:
    """Tell whether words are invisible by their own setting: never painted, or with no colour at all."""
    mode = pdfium.FPDFTextObj_GetTextRenderMode(words.handle)
    if mode in _INVISIBLE_MODES:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    is_stroked = mode in _STROKED_MODES
    colour_of = pdfium.FPDFPageObj_GetStrokeColor if is_stroked else pdfium.FPDFPageObj_GetFillColor
    return bool(colour_of(words.handle, red, green, blue, alpha)) and alpha.value == 0
