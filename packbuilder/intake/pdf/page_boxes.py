"""What of a page the reader sees: its visible box, rotation and unit, made sound.

Rules and their sources:
- The visible box is the crop box within the media box (ISO 32000-1, 14.11.2.1); a box's corners
  may be given in any order (7.9.5). A crop box that misses the media box is ignored, as PDFium does.
- ``/Rotate`` is a multiple of 90 and is taken modulo 360; -90 and 450 occur. Others are ignored.
- ``/UserUnit`` is the size of one unit in 1/72 inch (7.7.3.3).
- Without a usable media box PDFium assumes US Letter, so the page is given just that box.
"""

from __future__ import annotations

import dataclasses
import math

import pikepdf
from pikepdf import Array, Dictionary, Name

_LETTER_PT = (0.0, 0.0, 612.0, 792.0)

Box = tuple[float, float, float, float]


@dataclasses.dataclass(frozen=True, slots=True)
class PageGeometry:
    """A page's visible box in its own units (left, bottom, right, top), rotation and unit."""

    box: Box
    rotation: int
    user_unit: float

    @property
    def reader_size_pt(self) -> tuple[float, float]:
        """Width and height as the reader sees the page, in points."""
        width = (self.box[2] - self.box[0]) * self.user_unit
        height = (self.box[3] - self.box[1]) * self.user_unit
        return (height, width) if self.rotation % 180 else (width, height)


def box_of(value: object) -> Box | None:
    """Return an array of four numbers as a box with sorted corners, or None if it is no box."""
    if not isinstance(value, Array) or len(value) < 4:
        return None
    try:
        a, b, c, d = (float(value[i]) for i in range(4))
    except (TypeError, ValueError):
        return None
    if not all(map(math.isfinite, (a, b, c, d))):
        return None
    box = (min(a, c), min(b, d), max(a, c), max(b, d))
    return box if box[2] > box[0] and box[3] > box[1] else None


_INHERITABLE = (Name.Resources, Name.MediaBox, Name.CropBox, Name.Rotate)
_DEEPEST_PAGE_TREE = 1000


def make_attributes_own(page: pikepdf.Dictionary) -> None:
    """Give a page what it inherits from the page tree (ISO 32000-1, 7.7.3.4).

    qpdf would do it for the whole document, but loads every object of the file to do so.
    """
    missing = [key for key in _INHERITABLE if key not in page]
    node: object = page.get(Name.Parent)
    for _ in range(_DEEPEST_PAGE_TREE):
        if not missing or not isinstance(node, Dictionary):
            return
        for key in [key for key in missing if key in node]:
            page[key] = node[key]
            missing.remove(key)
        node = node.get(Name.Parent)


def page_geometry(page: pikepdf.Dictionary) -> PageGeometry:
    """Return what the reader sees of a page whose inherited attributes are its own."""
    media = box_of(page.get(Name.MediaBox)) or _LETTER_PT
    crop = box_of(page.get(Name.CropBox))
    box = media
    if crop is not None:
        both = (
            max(media[0], crop[0]),
            max(media[1], crop[1]),
            min(media[2], crop[2]),
            min(media[3], crop[3]),
        )
        if both[2] > both[0] and both[3] > both[1]:
            box = both
    return PageGeometry(box, _rotation(page), _user_unit(page))


def _rotation(page: pikepdf.Dictionary) -> int:
    value = page.get(Name.Rotate)
    try:
        rotation = int(value) % 360 if value is not None else 0
    except (TypeError, ValueError):
        return 0
    return rotation if rotation % 90 == 0 else 0


def _user_unit(page: pikepdf.Dictionary) -> float:
    value = page.get(Name.UserUnit)
    try:
        unit = float(value) if value is not None else 1.0
    except (TypeError, ValueError):
        return 1.0
    return unit if math.isfinite(unit) and unit > 0 else 1.0


def make_sound(page: pikepdf.Dictionary) -> PageGeometry:
    """Write a page's boxes, rotation and unit into it so that every reader sees the same; return them.

    The visible box becomes the crop box, or the media box where they are the same.
    """
    make_attributes_own(page)
    geometry = page_geometry(page)
    media = box_of(page.get(Name.MediaBox))
    if media is None:
        page[Name.MediaBox] = Array(_LETTER_PT)
        media = _LETTER_PT
    if geometry.box != media:
        page[Name.CropBox] = Array(geometry.box)
    elif Name.CropBox in page:
        del page[Name.CropBox]
    if geometry.rotation:
        page[Name.Rotate] = geometry.rotation
    elif Name.Rotate in page:
        del page[Name.Rotate]
    if Name.UserUnit in page and geometry.user_unit == 1.0:
        del page[Name.UserUnit]
    return geometry
