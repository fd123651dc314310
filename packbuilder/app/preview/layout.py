"""Where the pages lie under each other, and how large. Pure arithmetic, in device-independent pixels."""

from __future__ import annotations

import bisect
import collections
import dataclasses
from collections.abc import Sequence
from enum import StrEnum

from packbuilder.app.preview.open_pack import Tile

MARGIN = 16
"""Left and right of the widest page, and above the first."""

GAP = 32
"""Under each page: room for the words that say whose it is."""

LEAST_ZOOM, MOST_ZOOM = 0.1, 6.0

ZOOM_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0)

_LARGEST_WHOLE_PIXELS = 4_500_000
_TILE_PIXELS = 1024


class Fit(StrEnum):
    """What the size of the pages follows."""

    WIDTH = "width"
    PAGE = "page"
    NONE = "none"


@dataclasses.dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page in the column of pages."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """Where it ends."""
        return self.top + self.height


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """All pages, and the size of what they lie on. ``zoom`` is that of the pages most pages are like."""

    pages: tuple[PlacedPage, ...]
    tops: tuple[int, ...]
    width: int
    height: int
    zoom: float

    def page_at(self, y: int) -> int:
        """Return the index of the page at a height; the gap under a page belongs to that page."""
        return max(0, bisect.bisect_right(self.tops, y) - 1)

    def pages_between(self, top: int, bottom: int) -> range:
        """Return the indices of the pages of which something lies between two heights."""
        if not self.pages:
            return range(0)
        return range(self.page_at(top), self.page_at(bottom) + 1)


NO_PAGES = Layout((), (), 0, 0, 1.0)


def lay_out(
    sizes_pt: Sequence[tuple[float, float]],
    fit: Fit,
    zoom: float,
    viewport_width: int,
    viewport_height: int,
    pixels_per_pt: float,
) -> Layout:
    """Lay the pages under each other.

    Fitted to the width, most pages fill it; wider ones (a landscape table) are made smaller, so that
    nothing needs scrolling sideways, and narrower ones are not blown up.

    Args:
        sizes_pt: Width and height of each page.
        fit: What the size follows.
        zoom: The size where it follows nothing; 1.0 is as large as on paper.
        viewport_width: The room there is.
        viewport_height: The room there is.
        pixels_per_pt: How many pixels a point is at a zoom of 1.0.
    """
    if not sizes_pt:
        return NO_PAGES
    room = max(40, viewport_width - 2 * MARGIN)
    tall = max(40, viewport_height - MARGIN - GAP)
    usual_width, usual_height = collections.Counter(sizes_pt).most_common(1)[0][0]
    if fit is Fit.WIDTH:
        zoom = room / (usual_width * pixels_per_pt)
    elif fit is Fit.PAGE:
        zoom = min(room / usual_width, tall / usual_height) / pixels_per_pt
    zoom = within_limits(zoom)
    sized: dict[tuple[float, float], tuple[int, int]] = {}
    for width, height in set(sizes_pt):
        scale = zoom * pixels_per_pt
        if fit is not Fit.NONE:
            scale = min(scale, room / width)
        if fit is Fit.PAGE:
            scale = min(scale, tall / height)
        sized[width, height] = max(1, round(width * scale)), max(1, round(height * scale))
    total_width = max(viewport_width, max(width for width, _ in sized.values()) + 2 * MARGIN)
    pages, top = [], MARGIN
    for size in sizes_pt:
        width, height = sized[size]
        pages.append(PlacedPage((total_width - width) // 2, top, width, height))
        top += height + GAP
    return Layout(tuple(pages), tuple(page.top for page in pages), total_width, top, zoom)


def within_limits(zoom: float) -> float:
    """Return a zoom that can be shown."""
    return min(MOST_ZOOM, max(LEAST_ZOOM, zoom))


def next_zoom(zoom: float, *, larger: bool) -> float:
    """Return the next of the usual sizes above or below one."""
    if larger:
        return next((step for step in ZOOM_STEPS if step > zoom * 1.01), MOST_ZOOM)
    return next((step for step in reversed(ZOOM_STEPS) if step < zoom * 0.99), LEAST_ZOOM)


def tiles_of(
    page_index: int, width: int, height: int, seen: tuple[int, int, int, int] | None = None
) -> list[Tile]:
    """Return the pictures that make up a page: one, or squares of it where it is very large.

    Args:
        page_index: Which page.
        width: Its width in device pixels.
        height: Its height.
        seen: The part of it that is wanted (left, top, right, bottom); None is all of it.
    """
    if width * height <= _LARGEST_WHOLE_PIXELS:
        return [Tile(page_index, width, height, 0, 0, width, height)]
    left, top, right, bottom = seen or (0, 0, width, height)
    return [
        Tile(page_index, width, height, x, y, min(_TILE_PIXELS, width - x), min(_TILE_PIXELS, height - y))
        for y in _starts(top, min(bottom, height))
        for x in _starts(left, min(right, width))
    ]


def _starts(begin: int, end: int) -> range:
    """Return where the squares begin that lie between two edges."""
    return range(max(0, begin) // _TILE_PIXELS * _TILE_PIXELS, end, _TILE_PIXELS)
