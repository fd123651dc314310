"""What a page as it is shows at a place: words, one colour, a picture, part of a scan.

Serves ``hidden_text``. A place where a scanner's program has read a word should show one. But such
programs put words beside where they are seen, and read them where there are none: blank paper is
believed only on pages where the words stand where they should.
"""

from __future__ import annotations

import functools
import math

from packbuilder.intake.seen.grey_pictures import (
    Pixels,
    covered_share,
    is_plain,
    is_rule,
    middle_grey,
    middle_of,
    whole_pixels,
)
from packbuilder.intake.seen.page_content import PageContent
from packbuilder.intake.seen.pdfium_page import OpenPage, PixelBox

_PALE = 200
_DARK = 128
_SCAN_SHARE = 0.6
_FEWEST_LETTERS = 3
_CLEAN_GAPS, _MOST_GAPS = 0.45, 400
"""How many of the words read from a scan have a gap before them where they are well placed."""
_MANY_WORDS = 20
_GAP_PX = 3
_SMALL_RIM = 0.12


class SeenPlaces:
    """The places of one page."""

    def __init__(self, page: OpenPage, content: PageContent) -> None:
        """Take what the page holds."""
        self._page, self._content = page, content
        self._picture = content.picture

    def pixels(self, box: PixelBox) -> Pixels:
        """Return a box in whole pixels of the page's picture."""
        return whole_pixels(box, self._picture)

    def is_inside(self, box: PixelBox) -> bool:
        """Tell whether the middle of a box is on the page."""
        across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return 0 <= across <= self._picture.width and 0 <= down <= self._picture.height

    def is_pale(self, box: PixelBox) -> bool:
        """Tell whether a place has mostly the colour of paper."""
        return middle_grey(self._picture.crop(self.pixels(box))) >= _PALE

    def is_one_colour(self, box: PixelBox) -> bool:
        """Tell whether a place has one colour."""
        return is_plain(self._picture.crop(self.pixels(box)))

    def is_dark_box(self, box: PixelBox) -> bool:
        """Tell whether a place has one dark colour."""
        part = self._picture.crop(self.pixels(box))
        return middle_grey(part) < _DARK and is_plain(part)

    def shows_words(self, box: PixelBox) -> bool:
        """Tell whether a place may show words: more than one colour, and more than a rule."""
        part = self._picture.crop(self.pixels(box))
        return not is_plain(part) and not is_rule(part)

    def has_picture(self, box: PixelBox) -> bool:
        """Tell whether a picture lies where the middle of a box lies."""
        across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(
            left <= across <= right and top <= down <= bottom
            for _, (left, top, right, bottom) in self._content.image_boxes
        )

    def is_under_scan(self, order: int) -> bool:
        """Tell whether pictures that are painted later than an object cover most of the page."""
        return order < self._last_under_scan

    @functools.cached_property
    def _last_under_scan(self) -> int:
        """The order of the last picture that covers most of the page together with those after it."""
        images = self._content.image_boxes
        first, beyond = 0, len(images)
        # The fewer pictures are left, the less they cover.
        while first < beyond:
            middle = (first + beyond) // 2
            later = [box for _, box in images[middle:]]
            if covered_share(later, self._picture.width, self._picture.height) >= _SCAN_SHARE:
                first = middle + 1
            else:
                beyond = middle
        return images[first - 1][0] if first else 0

    def is_blanked(self, box: PixelBox) -> bool:
        """Tell whether a word that was read from a scan has been painted over in the colour of paper."""
        clean, seen = self._gaps
        # Many words show for certain that they are well placed; then tips may stand out from a cover.
        rim = _SMALL_RIM if seen >= _MANY_WORDS else 0.0
        return clean >= _CLEAN_GAPS * seen and not self.shows_words(middle_of(box, rim))

    @functools.cached_property
    def _gaps(self) -> tuple[int, int]:
        """Return how many words that are seen have a gap before them, and of how many."""
        clean = seen = 0
        for word in self._content.words:
            box = self._page.in_pixels(word.box)
            if len(word.boxes) < _FEWEST_LETTERS or not all(map(math.isfinite, box)):
                continue
            if not self.shows_words(middle_of(box)):
                continue
            seen += 1
            first, last = self._page.in_pixels(word.boxes[0]), self._page.in_pixels(word.boxes[-1])
            clean += is_plain(self._picture.crop(self.pixels(_gap_before(box, first, last))))
            if seen >= _MOST_GAPS:
                break
        return clean, seen


def _gap_before(box: PixelBox, first: PixelBox, last: PixelBox) -> PixelBox:
    """Return the narrow strip before a word, by where its first and last letters are."""
    left, top, right, bottom = middle_of(box)
    if box[2] - box[0] >= box[3] - box[1]:
        edge = round(box[0]) - _GAP_PX if first[0] <= last[0] else round(box[2])
        return edge, top, edge + _GAP_PX, bottom
    edge = round(box[1]) - _GAP_PX if first[1] <= last[1] else round(box[3])
    return left, edge, right, edge + _GAP_PX
