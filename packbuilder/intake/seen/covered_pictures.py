"""Finds the parts of pictures that lie under an opaque box: a redaction that anyone can undo.

Serves ``seen_pages``. The pictures are drawn alone and compared with the page as it is. A box that
has something printed on it is a label or a panel of a brochure, unless it says that something was
redacted; a plain one over detail hides it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PIL import Image

from packbuilder.intake.seen.grey_pictures import (
    covered_share,
    has_detail,
    is_mostly_plain,
    is_plain,
    middle_grey,
    shared_area,
)
from packbuilder.intake.seen.page_content import PageContent
from packbuilder.intake.seen.page_words import painted_by
from packbuilder.intake.seen.pdfium_page import OpenPage, PageObject, PixelBox, opened_page
from packbuilder.meeting.document_facts import PageLook

_SCANS = {PageLook.SCAN, PageLook.SCAN_WITH_TEXT}
_SHORTEST_SIDE_PT = 5.0
_RIM_SHARE = 0.12
_NEW_GROUND = 0.5
_LARGEST_COVER = 0.9
_LARGEST_PART = 0.6
"""Of a picture that is no scan; a box over more of it is a ground for something else."""
_WITHIN = 0.95
_BACKGROUND = 0.6
_BLACK, _WHITE, _PAPER = 60, 235, 170
_COLOURLESS = 24
_MOST_COVERS = 500
_MOST_PARTS = 200
"""A page made of more pictures is no scan with boxes on it."""
_MOSTLY = 0.5
_LONGEST_LABEL = 40
_LABEL = re.compile(
    r"redact|exempt|withheld|removed|obscured|confidential|private|personal|\bs(ection)?\.? ?\d",
    re.IGNORECASE,
)


def covered_pictures(
    document: Any, page_index: int, page: OpenPage, text: Any, content: PageContent, look: PageLook
) -> int:
    """Return how many boxes and marks on a page lie over detail of its scan, or of another picture.

    Boxes over pictures that are no scans must be black or white and lie within the picture: panels
    and bars of slides and brochures do not.
    """
    if not content.image_boxes or len(content.image_boxes) > _MOST_PARTS:
        return 0
    scans = _scans(page, content)
    if not scans:
        return 0
    later = itertools.islice(_later_boxes(page, content.objects, scans, min(scans)), _MOST_COVERS)
    places = [box for box in _joined([*later, *page.marks()], page) if _may_be_cover(box, page)]
    is_scan = look in _SCANS
    if not is_scan:
        places = [box for box in places if _picture_under(box, scans) is not None]
    hiding = [box for box in places if _hides_all(page, text, content, box)]
    if not hiding:
        return 0
    top_scan = max(scans)
    with opened_page(document, page_index, page.pixels_a_unit) as fresh:
        if not is_scan:
            colours = fresh.picture(in_colour=True)
            hiding = [box for box in hiding if _is_black_or_white(_crop(colours, box))]
        for one in fresh.objects():
            one.show(one.is_form or (one.order in scans and one.order <= top_scan))
        scan = fresh.picture(with_marks=False)
    found = [box for box in hiding if has_detail(_crop(scan, box))]
    if not is_scan:
        found = [box for box in found if _is_no_background(page, box, scans) or _is_writing(_crop(scan, box))]
    return len(found)


def _scans(page: OpenPage, content: PageContent) -> dict[int, PixelBox]:
    """Return the pictures that are not laid over others, such as those that make up a scan, by order."""
    scans: dict[int, PixelBox] = {}
    share = 0.0
    for order, box in content.image_boxes:
        own = covered_share([box], page.width_px, page.height_px)
        whole = covered_share([*scans.values(), box], page.width_px, page.height_px)
        if whole - share >= _NEW_GROUND * own and own > 0:
            scans[order] = box
            share = whole
    return scans


def _later_boxes(
    page: OpenPage, objects: Iterable[PageObject], scans: dict[int, PixelBox], first_scan: int
) -> Iterable[PixelBox]:
    for one in objects:
        is_box = not one.is_text and not one.is_form
        if is_box and one.order > first_scan and one.order not in scans:
            box = page.bounds(one)
            if box is not None:
                yield box


def _joined(boxes: Sequence[PixelBox], page: OpenPage) -> list[PixelBox]:
    """Return boxes, with thin strips that adjoin each other made one."""
    shortest = _SHORTEST_SIDE_PT * page.pixels_a_unit
    found = [box for box in boxes if min(box[2] - box[0], box[3] - box[1]) >= shortest]
    thin = [box for box in boxes if box[2] - box[0] >= shortest > box[3] - box[1]]
    found += _stacked(thin, lambda box: box)
    thin = [box for box in boxes if box[3] - box[1] >= shortest > box[2] - box[0]]
    found += _stacked(thin, lambda box: (box[1], box[0], box[3], box[2]))
    return found


def _stacked(strips: Sequence[PixelBox], turned: Callable[[PixelBox], PixelBox]) -> list[PixelBox]:
    """Return strips of one width that lie one on the other as one box each; ``turned`` is its own reverse."""
    stacks: list[PixelBox] = []
    for strip in sorted((turned(box) for box in strips), key=lambda box: (round(box[0]), box[1])):
        last = stacks[-1] if stacks else None
        if (
            last is None
            or abs(last[0] - strip[0]) > 1
            or abs(last[2] - strip[2]) > 1
            or strip[1] > last[3] + 1
        ):
            stacks.append(strip)
        else:
            stacks[-1] = (last[0], last[1], last[2], max(last[3], strip[3]))
    return [turned(box) for box in stacks]


def _may_be_cover(box: PixelBox, page: OpenPage) -> bool:
    width = min(box[2], page.width_px) - max(box[0], 0)
    height = min(box[3], page.height_px) - max(box[1], 0)
    if min(width, height) < _SHORTEST_SIDE_PT * page.pixels_a_unit:
        return False
    return width * height < _LARGEST_COVER * page.width_px * page.height_px


def _picture_under(box: PixelBox, scans: dict[int, PixelBox]) -> PixelBox | None:
    """Return the picture that a box lies in and covers a part of."""
    for picture in scans.values():
        if shared_area(box, picture) >= _WITHIN * _area(box) and _area(box) <= _LARGEST_PART * _area(picture):
            return picture
    return None


def _is_no_background(page: OpenPage, box: PixelBox, scans: dict[int, PixelBox]) -> bool:
    picture = _picture_under(box, scans)
    return picture is not None and covered_share([picture], page.width_px, page.height_px) < _BACKGROUND


def _area(box: PixelBox) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _printed(page: OpenPage, text: Any, content: PageContent, box: PixelBox) -> str:
    """Return the words that are printed in a box, whatever lies over them."""
    places = [(word, page.in_pixels(word.box)) for word in content.words]
    inside = [word for word, place in places if shared_area(place, box) >= _MOSTLY * _area(place)]
    printed = [word for word in inside if painted_by(text, word.places[0]) not in content.unpainted]
    return " ".join(word.text for word in printed)


def _hides_all(page: OpenPage, text: Any, content: PageContent, box: PixelBox) -> bool:
    """Tell whether a box is plain, or has no more on it than that something was redacted."""
    part = _crop(content.picture, box)
    if is_plain(part):
        return True
    if not is_mostly_plain(part):
        return False
    label = _printed(page, text, content, box)
    return len(label) <= _LONGEST_LABEL and _LABEL.search(label) is not None


def _is_black_or_white(picture: Image.Image) -> bool:
    levels = [middle_grey(colour) for colour in picture.split()]
    return max(levels) - min(levels) <= _COLOURLESS and (max(levels) <= _BLACK or min(levels) >= _WHITE)


def _is_writing(picture: Image.Image) -> bool:
    """Tell whether a part of a picture looks like paper with something on it."""
    return middle_grey(picture) >= _PAPER


def _crop(picture: Image.Image, box: PixelBox) -> Image.Image:
    rim = _RIM_SHARE * min(box[2] - box[0], box[3] - box[1])
    left, top = max(0, round(box[0] + rim)), max(0, round(box[1] + rim))
    right = min(picture.width, max(left + 1, round(box[2] - rim)))
    bottom = min(picture.height, max(top + 1, round(box[3] - rim)))
    return picture.crop((left, top, right, bottom))
