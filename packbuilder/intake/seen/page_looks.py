"""What a page is made of, to a program that reads text: words, a scan, a drawing, nothing.

Serves ``seen_pages``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from packbuilder.intake.seen.grey_pictures import covered_share, grey_range
from packbuilder.intake.seen.page_content import PageContent
from packbuilder.intake.seen.page_words import Word, painted_by
from packbuilder.intake.seen.pdfium_page import OpenPage
from packbuilder.meeting.document_facts import PageLook

_BLANK_RANGE = 6
_SCAN_SHARE = 0.6
_FEWEST_LETTERS = 3
_MARGIN_SHARE = 0.08
"""Words this near the top and foot of a scan are a stamp on it: "Agenda Item 4", "Page 12"."""


def look_of(page: OpenPage, text: Any, content: PageContent) -> PageLook:
    """Return what a page is made of."""
    darkest, lightest = grey_range(content.picture)
    if lightest - darkest <= _BLANK_RANGE:
        return PageLook.BLANK
    share = covered_share([box for _, box in content.image_boxes], page.width_px, page.height_px)
    if share < _SCAN_SHARE:
        return PageLook.TEXT if _letters(content.words) >= _FEWEST_LETTERS else PageLook.DRAWING
    last_scan = max(order for order, _ in content.image_boxes)
    orders = {one.address: one.order for one in content.objects if one.is_text}
    read_from_scan = printed = 0
    for word in content.words:
        painter = painted_by(text, word.places[0])
        is_invisible = painter is None or painter in content.unpainted or orders.get(painter, 0) < last_scan
        if is_invisible:
            read_from_scan += len(word.boxes)
        elif not _is_in_margin(page, word):
            printed += len(word.boxes)
    if read_from_scan >= _FEWEST_LETTERS and read_from_scan >= printed:
        return PageLook.SCAN_WITH_TEXT
    return PageLook.TEXT if printed >= _FEWEST_LETTERS else PageLook.SCAN


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.boxes) for word in words)


def _is_in_margin(page: OpenPage, word: Word) -> bool:
    box = page.in_pixels(word.box)
    down = (box[1] + box[3]) / 2 / page.height_px
    return down < _MARGIN_SHARE or down > 1 - _MARGIN_SHARE
