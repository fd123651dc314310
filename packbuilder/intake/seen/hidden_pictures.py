"""Finds the pictures of a page that are cut off, or not seen at all, and can still be got back.

Serves ``seen_pages``. What lies off the page or is clipped away stays in the file, and so does a
picture under another one or too small to see. Backgrounds that fill the page are left aside, unless
a scan has been cropped, and so is the bleed of printed matter.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping

from PIL import Image, ImageChops

from packbuilder.intake.seen.grey_pictures import (
    covered_share,
    grey_range,
    has_detail,
    shared_area,
    whole_pixels,
)
from packbuilder.intake.seen.page_content import PageContent
from packbuilder.intake.seen.pdfium_page import OpenPage, PageObject, PictureData, PixelBox
from packbuilder.meeting.document_facts import PageLook

_SCANS = {PageLook.SCAN, PageLook.SCAN_WITH_TEXT}
_GRID = 32
_POINTS = _GRID * _GRID
ALL_OF_IT = (1 << _POINTS) - 1
_CUT_SHARE = 0.15
_BLEED_PT = 14.0
"""What designers let pictures run over the edge of the page, to be trimmed."""
_FEWEST_PIXELS = 40
"""Smaller pictures, in either direction, show nothing of anybody."""
_FEWEST_BYTES = 100
"""Not even a word fits into fewer: such pictures are parts of frames and shadows."""
_MOST_PICTURES = 200
_MOST_DRAWINGS = 8
_LARGEST_SAMPLE = 512
_SMALLEST_PT = 1.0
_BACKGROUND = 0.9
_DETAIL_RANGE = 40
_TILES = 8
"""Across and down: a line of writing is little of a whole scan, and much of a part of it."""
_UNSEEN_DIFFERENCE = 4

HiddenParts = Mapping[PictureData, int]
"""The pictures of a page, each with the points of it that are hidden, of ``ALL_OF_IT``."""


def hidden_parts(
    page: OpenPage, content: PageContent, look: PageLook, *, has_hidden_layers: Callable[[], bool]
) -> HiddenParts:
    """Return the pictures of an open page, with what of each cannot be seen; 0 for those that can.

    A picture that is drawn twice is hidden where it is so both times.

    Args:
        page: The page.
        content: What it holds.
        look: What it is made of.
        has_hidden_layers: Whether the document has any; pictures in them are told of elsewhere.

    Raises:
        Unreadable: If the page cannot be drawn.
    """
    boxes = dict(content.image_boxes)
    images = [one for one in content.objects if one.is_image and one.order in boxes]
    if not images or len(images) > _MOST_PICTURES:
        return {}
    found: dict[PictureData, int] = {}
    whole: list[tuple[PageObject, PictureData]] = []
    for one in images:
        data = page.picture_data(one)
        if data is None or not _is_large(data):
            continue
        place = _seen_place(page, one, boxes[one.order])
        if place is not None and _is_background(page, boxes[one.order], place, look):
            found[data] = 0
            continue
        points = ALL_OF_IT if place is None else _points_outside(page, one, boxes[one.order], place)
        if points.bit_count() <= _CUT_SHARE * _POINTS or not _shows_something(page, one, points):
            points = 0
        found[data] = found.get(data, ALL_OF_IT) & points
        if place is not None and not points:
            whole.append((one, data))
    unseen = _unseen(page, content, images, whole) if whole else set()
    if unseen and not has_hidden_layers():
        found |= dict.fromkeys(unseen, ALL_OF_IT)
    return found


def _is_large(data: PictureData) -> bool:
    return min(data.width_px, data.height_px) >= _FEWEST_PIXELS and data.size_bytes >= _FEWEST_BYTES


def _seen_place(page: OpenPage, one: PageObject, box: PixelBox) -> PixelBox | None:
    """Return the box within which a picture may be seen; None if there is none."""
    smallest = _SMALLEST_PT * page.pixels_a_unit
    if min(box[2] - box[0], box[3] - box[1]) < smallest:
        return None
    bleed = _BLEED_PT * page.pixels_a_unit
    left, top, right, bottom = -bleed, -bleed, page.width_px + bleed, page.height_px + bleed
    for clip in page.clips(one):
        left, top = max(left, clip[0]), max(top, clip[1])
        right, bottom = min(right, clip[2]), min(bottom, clip[3])
    shown = max(left, box[0]), max(top, box[1]), min(right, box[2]), min(bottom, box[3])
    is_on_page = shown[0] < page.width_px and shown[1] < page.height_px and shown[2] > 0 and shown[3] > 0
    is_any = shown[2] - shown[0] >= smallest and shown[3] - shown[1] >= smallest
    return (left, top, right, bottom) if is_on_page and is_any else None


def _is_background(page: OpenPage, box: PixelBox, place: PixelBox, look: PageLook) -> bool:
    shown = max(box[0], place[0]), max(box[1], place[1]), min(box[2], place[2]), min(box[3], place[3])
    if covered_share([shown], page.width_px, page.height_px) < _BACKGROUND:
        return False
    return look not in _SCANS or not page.is_cropped


def _points_outside(page: OpenPage, one: PageObject, box: PixelBox, place: PixelBox) -> int:
    """Return the points of a picture that lie outside the place where it may be seen, row by row."""
    if box[0] >= place[0] and box[1] >= place[1] and box[2] <= place[2] and box[3] <= place[3]:
        return 0
    a, b, c, d, e, f = page.matrix_of(one)
    points = 0
    for index in range(_POINTS):
        across = (index % _GRID + 0.5) / _GRID
        up = 1 - (index // _GRID + 0.5) / _GRID
        x, y = a * across + c * up + e, b * across + d * up + f
        if not (place[0] <= x <= place[2] and place[1] <= y <= place[3]):
            points |= 1 << index
    return points


def _shows_something(page: OpenPage, one: PageObject, points: int) -> bool:
    """Tell whether those points of a picture show more than one even colour."""
    picture = page.bare_picture(one, _LARGEST_SAMPLE)
    if picture is None:
        return False
    mask = Image.frombytes("L", (_GRID, _GRID), bytes(255 * (points >> n & 1) for n in range(_POINTS)))
    mask = mask.resize(picture.size, Image.Resampling.NEAREST)
    tiles = (
        (across * picture.width // _TILES, down * picture.height // _TILES,
         (across + 1) * picture.width // _TILES, (down + 1) * picture.height // _TILES)
        for across in range(_TILES) for down in range(_TILES)
    )  # fmt: skip
    return any(
        has_detail(picture.crop(tile), mask.crop(tile), least_range=_DETAIL_RANGE)
        for tile in tiles
        if tile[0] < tile[2] and tile[1] < tile[3] and mask.crop(tile).getbbox() is not None
    )


def _unseen(
    page: OpenPage,
    content: PageContent,
    images: list[PageObject],
    asked: list[tuple[PageObject, PictureData]],
) -> set[PictureData]:
    """Return those pictures that leave no mark on the page: covered wholly, or transparent."""
    boxes = dict(content.image_boxes)
    without_any = _change_without(page, content, images)
    unseen: set[PictureData] = set()
    seen: set[PictureData] = set()
    drawings = 0
    for one, data in asked:
        box = boxes[one.order]
        change = without_any
        later = [boxes[other.order] for other in images if other.order > one.order]
        if any(shared_area(box, other) >= _BACKGROUND * _area(box) for other in later):
            drawings += 1
            if drawings > _MOST_DRAWINGS:
                continue
            change = _change_without(page, content, [one])
        pixels = whole_pixels(box, change)
        is_seen = grey_range(change.crop(pixels))[1] >= _UNSEEN_DIFFERENCE
        (seen if is_seen else unseen).add(data)
        if not is_seen and not _shows_something(page, one, ALL_OF_IT):
            seen.add(data)
    return unseen - seen


def _change_without(page: OpenPage, content: PageContent, images: list[PageObject]) -> Image.Image:
    with contextlib.ExitStack() as shown_again:
        for one in images:
            one.show(False)
            shown_again.callback(one.show, True)
        return ImageChops.difference(content.picture, page.picture())


def _area(box: PixelBox) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
