"""Tells which marks on a page cover something, so that taking them off would uncover it.

Serves ``flattened``. A black box that somebody drew over a name is a mark like any comment; once it is
off, the name is there for all to read. Judged by looking: the page is drawn with its marks and without,
and a mark covers something where the page has detail without it and is even with it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pikepdf
import pypdfium2
from pikepdf import Name
from PIL import Image, ImageChops, ImageFilter

from packbuilder.intake.pdf.marks import name_text
from packbuilder.intake.pdf.page_boxes import Box, box_of, make_attributes_own, page_geometry

_DOTS_AN_INCH = 100
_LONGEST_SIDE_PIXELS = 2500
_WINDOW_PIXELS = 7
"""About 1.8 mm: smaller than a letter with its surroundings, wider than a line through it."""
_DETAIL = 50
"""How far apart in brightness, of 255, the darkest and brightest of a window are where there is something."""
_EVEN = 12
_FEWEST_PIXELS = 10

# What PDFium does not draw where the mark brings no look of its own, as other readers do.
_NOT_DRAWN = {"/FreeText", "/Line", "/Polygon", "/PolyLine"}


def covering(pdf: pikepdf.Pdf, marks: Mapping[int, Sequence[pikepdf.Dictionary]]) -> dict[int, list[bool]]:
    """Return which marks cover something, page by page, in the order given.

    Args:
        pdf: The document.
        marks: Marks by the index of their page.
    """
    if not any(marks.values()):
        return {index: [] for index in marks}
    buffer = io.BytesIO()
    pdf.save(buffer)
    try:
        seen = pypdfium2.PdfDocument(buffer.getvalue())
    except pypdfium2.PdfiumError:
        return {index: [True] * len(on_page) for index, on_page in marks.items()}
    try:
        return {
            index: _covering_on(seen, index, pdf.pages[index].obj, on_page) if on_page else []
            for index, on_page in marks.items()
        }
    finally:
        seen.close()


def _covering_on(
    seen: pypdfium2.PdfDocument, index: int, page: pikepdf.Dictionary, marks: Sequence[pikepdf.Dictionary]
) -> list[bool]:
    try:
        opened = seen[index]
        scale = min(_DOTS_AN_INCH / 72, _LONGEST_SIDE_PIXELS / max(opened.get_size()))
        bare = opened.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("L")
        marked = opened.render(scale=scale, may_draw_forms=False, draw_annots=True).to_pil().convert("L")
        opened.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError):
        return [True] * len(marks)
    return [_covers(mark, _pixels(page, mark, bare.size), bare, marked) for mark in marks]


def _covers(
    mark: pikepdf.Dictionary, area: tuple[int, int, int, int] | None, bare: Image.Image, marked: Image.Image
) -> bool:
    if area is None:
        return False
    has_detail = _range(bare.crop(area)).point(lambda value: 255 if value > _DETAIL else 0)
    if Name.AP not in mark and name_text(mark.get(Name.Subtype)) in _NOT_DRAWN:
        is_filled = Name.IC in mark or mark.get(Name.Subtype) == Name.FreeText
        return is_filled and has_detail.histogram()[255] >= _FEWEST_PIXELS
    is_even = _range(marked.crop(area)).point(lambda value: 255 if value < _EVEN else 0)
    return ImageChops.darker(has_detail, is_even).histogram()[255] >= _FEWEST_PIXELS


def _range(image: Image.Image) -> Image.Image:
    """Return how far apart the darkest and the brightest around each pixel are."""
    brightest = image.filter(ImageFilter.MaxFilter(_WINDOW_PIXELS))
    return ImageChops.difference(brightest, image.filter(ImageFilter.MinFilter(_WINDOW_PIXELS)))


def _pixels(
    page: pikepdf.Dictionary, mark: pikepdf.Dictionary, size: tuple[int, int]
) -> tuple[int, int, int, int] | None:
    """Return where a mark is on the picture of its page: left, top, right, bottom; None if nowhere."""
    rectangle = box_of(mark.get(Name.Rect))
    if rectangle is None:
        return None
    make_attributes_own(page)
    geometry = page_geometry(page)
    left, bottom, right, top = geometry.box

    def turned(x: float, y: float) -> tuple[float, float]:
        across, down = (x - left) / (right - left), (top - y) / (top - bottom)
        for _ in range(geometry.rotation // 90):
            across, down = 1 - down, across
        return across * size[0], down * size[1]

    (x0, y0), (x1, y1) = turned(rectangle[0], rectangle[1]), turned(rectangle[2], rectangle[3])
    box: Box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    area = (
        max(0, int(box[0]) - 1),
        max(0, int(box[1]) - 1),
        min(size[0], int(box[2]) + 2),
        min(size[1], int(box[3]) + 2),
    )
    is_on_page = area[2] - area[0] >= _WINDOW_PIXELS and area[3] - area[1] >= _WINDOW_PIXELS
    return area if is_on_page else None
