"""What the greys of a picture say: one colour or many, a rule or words.

Serves ``seen_pages``. Pictures are grey, with 0 for black and 255 for white; boxes are in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageChops

from packbuilder.intake.seen.pdfium_page import PixelBox

Pixels = tuple[int, int, int, int]
"""Left, top, right, bottom in whole pixels of a picture, right and bottom not included."""

_PLAIN_RANGE = 28
"""Greys within which a place counts as one colour: scans are never quite even."""
_OUTLIERS = 0.02
_GROUND_SHARE = 0.6
_EVEN_RANGE = 7
_RIM = 0.25
_GRID = 64
_DETAIL_RANGE = 60
_FEWEST_DETAIL = 0.005
"""How much of a place must be ink, or paper between ink, for it to show something."""


def grey_range(picture: Image.Image) -> tuple[int, int]:
    """Return the darkest and the lightest grey of a picture."""
    darkest, lightest = picture.getextrema()
    if isinstance(darkest, tuple) or isinstance(lightest, tuple):
        raise ValueError("the picture is not grey")
    return int(darkest), int(lightest)


def is_plain(picture: Image.Image) -> bool:
    """Tell whether a picture shows one colour only, but for a few odd pixels."""
    darkest, lightest = grey_range(picture)
    if lightest - darkest <= _PLAIN_RANGE:
        return True
    greys = picture.histogram()
    return _grey_at(greys, 1 - _OUTLIERS) - _grey_at(greys, _OUTLIERS) <= _PLAIN_RANGE


def is_mostly_plain(picture: Image.Image) -> bool:
    """Tell whether most of a picture is of one colour, as the ground of a short label is."""
    middle = middle_grey(picture)
    ground = picture.histogram()[max(0, middle - _PLAIN_RANGE // 2) : middle + _PLAIN_RANGE // 2 + 1]
    return sum(ground) >= _GROUND_SHARE * picture.width * picture.height


def is_even(picture: Image.Image, *, across: bool) -> bool:
    """Tell whether a picture has the same grey on average in each column, or in each row."""
    size = (picture.width, 1) if across else (1, picture.height)
    darkest, lightest = grey_range(picture.resize(size, Image.Resampling.BOX))
    return lightest - darkest <= _EVEN_RANGE


def is_rule(picture: Image.Image) -> bool:
    """Tell whether a picture is the same all along its longer side, as a line through it is."""
    return is_even(picture, across=picture.width >= picture.height)


def middle_grey(picture: Image.Image) -> int:
    """Return the grey than which half of a picture is darker."""
    return _grey_at(picture.histogram(), 0.5)


def _grey_at(greys: Sequence[int], share: float) -> int:
    wanted = share * sum(greys)
    total = 0
    for grey, count in enumerate(greys):
        total += count
        if total >= wanted and total:
            return grey
    return 255


def has_detail(
    picture: Image.Image, mask: Image.Image | None = None, *, least_range: int = _DETAIL_RANGE
) -> bool:
    """Tell whether a picture, or the part of it that a mask leaves, shows more than an even ground."""
    greys = picture.histogram(mask)
    fewest = _FEWEST_DETAIL * sum(greys)
    levels = [grey for grey, count in enumerate(greys) if count]
    return _level(greys, levels[::-1], fewest) - _level(greys, levels, fewest) >= least_range


def _level(greys: Sequence[int], levels: Sequence[int], fewest: float) -> int:
    total = 0
    for grey in levels:
        total += greys[grey]
        if total >= fewest:
            return grey
    return 0


def below(level: int) -> list[int]:
    """Return what makes a mask of a picture: 255 for the greys below a level, 0 for the others."""
    return [255 if grey < level else 0 for grey in range(256)]


def count_of(mask: Image.Image) -> int:
    """Return how many pixels of a mask are set."""
    return mask.histogram()[255]


def strongest(picture: Image.Image) -> Image.Image:
    """Return the strongest of the colours of each pixel of a coloured picture, as a grey."""
    red, green, blue = picture.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def whole_pixels(box: PixelBox, picture: Image.Image) -> Pixels:
    """Return a box in whole pixels within a picture, at least one of them."""
    width, height = picture.size
    left = min(max(0, math.floor(box[0])), width - 1)
    top = min(max(0, math.floor(box[1])), height - 1)
    right = min(max(left + 1, math.ceil(box[2])), width)
    bottom = min(max(top + 1, math.ceil(box[3])), height)
    return left, top, right, bottom


def middle_of(box: PixelBox, share: float = _RIM) -> PixelBox:
    """Return a box without its rim, which may reach into a neighbour or the edge of a cover."""
    rim = share * min(box[2] - box[0], box[3] - box[1])
    return box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim


def covered_share(boxes: Sequence[PixelBox], width: float, height: float) -> float:
    """Return how much of a page boxes cover together, from 0 to 1."""
    if not boxes:
        return 0.0
    grid = Image.new("L", (_GRID, _GRID))
    for left, top, right, bottom in boxes:
        across = (max(0, round(left / width * _GRID)), min(_GRID, round(right / width * _GRID)))
        down = (max(0, round(top / height * _GRID)), min(_GRID, round(bottom / height * _GRID)))
        if across[0] < across[1] and down[0] < down[1]:
            grid.paste(255, (across[0], down[0], across[1], down[1]))
    return count_of(grid) / (_GRID * _GRID)


def shared_area(first: PixelBox, second: PixelBox) -> float:
    """Return the area that two boxes share, in square pixels."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    return max(0.0, across) * max(0.0, down)
