"""The ink of a page's words: where it would be, and where it is seen.

Serves ``hidden_text``. The page is drawn without its words, and with its words alone, in black.
Where the words alone leave ink and the page looks the same with and without them, they are hidden.
"""

from __future__ import annotations

import functools
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from packbuilder.intake.seen.grey_pictures import (
    Pixels,
    below,
    count_of,
    grey_range,
    is_even,
    is_plain,
    whole_pixels,
)
from packbuilder.intake.seen.page_content import PageContent
from packbuilder.intake.seen.page_words import cell_of
from packbuilder.intake.seen.pdfium_page import OpenPage, PixelBox, is_black_text

_SEEN_DIFFERENCE = 8
"""Greys by which ink must differ from its ground to be seen; pale watermarks do by 15."""
_HIDDEN_SHARE = 0.7
"""A letter is hidden when so much of its ink is: tips that stand out from a box do not show it."""
_WHOLE_SHARE, _SLACK_PX = 0.75, 2
"""How much of a word's box its ink must span for no part of it to be cut off."""
_SOLID_SIDE_PX = 4
"""The side of the squares in which solid ink is looked for; strokes of ordinary letters are thinner."""
_SOLID_SHARE = 0.88
"""How much of a letter's place the ink of a block fills; between blocks there are seams."""

_STRONG, _FAINT, _UNSEEN = below(128), below(235), below(_SEEN_DIFFERENCE)


class Change:
    """By how much a page differs from what it is without its words, and where nobody sees it."""

    def __init__(self, difference: Image.Image) -> None:
        """Take the difference of two pictures, in grey."""
        self.difference = difference
        self.unseen = difference.point(_UNSEEN)


class WordInk:
    """The ink of the words of one page that are painted."""

    def __init__(self, page: OpenPage, text: Any, content: PageContent) -> None:
        """Draw the pictures. The page is of no use for drawing afterwards: its words are black.

        Where there are words only, and black ones, they are what the page shows: nothing is drawn.

        Raises:
            Unreadable: If there is no room for them.
        """
        self._page, self._text, self._picture = page, text, content.picture
        texts = [one for one in content.objects if one.is_text]
        if len(texts) == len(content.objects) and not page.marks():
            self.change = Change(ImageChops.invert(content.picture))
            is_black = not content.unpainted and all(map(is_black_text, texts))
            self._alone = content.picture if is_black else self._draw_alone(content)
        else:
            for one in texts:
                one.show(False)
            self.change = Change(ImageChops.difference(content.picture, page.picture()))
            self._alone = self._draw_alone(content)
        self._strong = self._alone.point(_STRONG)
        self._missing = ImageChops.multiply(self._strong, self.change.unseen)
        self._misses_any = self._missing.getbbox() is not None
        self._squares = self._alone.reduce(_SOLID_SIDE_PX)
        self._has_solid = grey_range(self._squares)[0] < _SEEN_DIFFERENCE

    def _draw_alone(self, content: PageContent) -> Image.Image:
        """Return the page's words alone, in black."""
        for one in content.objects:
            if one.is_form or one.is_text:
                pdfium.FPDFPageObj_SetFillColor(one.handle, 0, 0, 0, 255)
                pdfium.FPDFPageObj_SetStrokeColor(one.handle, 0, 0, 0, 255)
                pdfium.FPDFPageObj_SetBlendMode(one.handle, b"Normal")
            if not one.is_form:
                one.show(one.is_text and one.address not in content.unpainted)
        return self._page.picture(with_marks=False)

    @functools.cached_property
    def _faint(self) -> Image.Image:
        return self._alone.point(_FAINT)

    def is_all_seen(self, box: PixelBox) -> bool:
        """Tell, quickly, whether nothing of a word can be hidden; if not, its letters are to be asked."""
        pixels = whole_pixels(box, self._strong)
        ink = self._strong.crop(pixels).getbbox()
        if ink is None:
            return False
        for side in (0, 1):
            if ink[side + 2] - ink[side] < _WHOLE_SHARE * (box[side + 2] - box[side]) - _SLACK_PX:
                return False
        if self._misses_any and self._missing.crop(pixels).getbbox() is not None:
            return False
        return not self._has_solid_in(pixels)

    def is_hidden(self, box: PixelBox, change: Change) -> bool | None:
        """Tell whether a letter is hidden; None if the words alone show no ink for it either.

        Args:
            box: Where the letter lies.
            change: What the words change of the page.
        """
        pixels = whole_pixels(box, self._strong)
        strong = self._strong.crop(pixels)
        ink = count_of(strong)
        if ink:
            return count_of(ImageChops.multiply(strong, change.unseen.crop(pixels))) > _HIDDEN_SHARE * ink
        if self._faint.crop(pixels).getbbox() is None:
            return None
        return grey_range(change.difference.crop(pixels))[1] < _SEEN_DIFFERENCE / 2

    def is_mostly_seen(self, box: PixelBox, change: Change) -> bool:
        """Tell whether most of the ink of words is seen; white ones show where they cross a rule."""
        pixels = whole_pixels(box, self._strong)
        ink, unseen = self._faint.crop(pixels), change.unseen.crop(pixels)
        whole = count_of(ink)
        if not whole:
            return count_of(unseen) == 0
        return count_of(ImageChops.multiply(ink, unseen)) <= _HIDDEN_SHARE * whole

    def _has_solid_in(self, pixels: Pixels) -> bool:
        if not self._has_solid:
            return False
        left, top = pixels[0] // _SOLID_SIDE_PX, pixels[1] // _SOLID_SIDE_PX
        right, bottom = -(-pixels[2] // _SOLID_SIDE_PX), -(-pixels[3] // _SOLID_SIDE_PX)
        return grey_range(self._squares.crop((left, top, right, bottom)))[0] < _SEEN_DIFFERENCE

    def is_under_block(self, place: int) -> bool:
        """Tell whether a character lies under one that is a block of ink, such as a full block."""
        if not self._has_solid:
            return False
        pixels = whole_pixels(self._page.in_pixels(cell_of(self._text, place)), self._strong)
        part = self._strong.crop(pixels)
        if count_of(part) < _SOLID_SHARE * part.width * part.height:
            return False
        seen = self._picture.crop(pixels)
        return is_plain(seen) or is_even(seen, across=True) or is_even(seen, across=False)
