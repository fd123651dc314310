"""A page open in PDFium: its objects in the order they are painted, its characters, its picture.

Serves ``seen_pages`` and ``pictured_pages``. By PDFium's raw interface: a pack has many pages, and
each is drawn several times. Boxes are in pixels of the picture: left, top, right, bottom, top at 0.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import math
import zlib
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

PixelBox = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEVICE_UNITS = 1_000_000
_DEEPEST_FORM = 12
_MOST_OBJECTS = 100_000
"""Each takes long to draw, many times over: a page with more is not looked at, which the clerk is told."""

_LARGEST_PICTURE = 60_000_000
_LAYOUTS = {
    int(pdfium.FPDFBitmap_Gray): ("L", "L"),
    int(pdfium.FPDFBitmap_BGR): ("RGB", "BGR"),
    int(pdfium.FPDFBitmap_BGRx): ("RGB", "BGRX"),
    int(pdfium.FPDFBitmap_BGRA): ("RGB", "BGRX"),
}
_NOTE_SIDE = 40.0
"""Icons of notes are smaller, in points: what they hide is seen when they are moved or closed."""


class Unreadable(Exception):
    """PDFium cannot open or draw a document or a page."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class PageObject:
    """One object that a page paints; ``order`` counts from 0 at the bottom, through forms.

    ``to_page`` leads from the space it was drawn in, that of its form, to that of the page;
    ``inside`` is the form that it stands in.
    """

    handle: Any
    kind: int
    order: int
    to_page: Matrix
    inside: PageObject | None = None

    @property
    def is_text(self) -> bool:
        """Whether it is words."""
        return self.kind == int(pdfium.FPDF_PAGEOBJ_TEXT)

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.kind == int(pdfium.FPDF_PAGEOBJ_IMAGE)

    @property
    def is_form(self) -> bool:
        """Whether it only holds other objects."""
        return self.kind == int(pdfium.FPDF_PAGEOBJ_FORM)

    @property
    def address(self) -> int:
        """What tells it from other objects of the page while that is open."""
        return address_of(self.handle)

    def show(self, is_shown: bool) -> None:
        """Have it painted, or left out, from now on."""
        pdfium.FPDFPageObj_SetIsActive(self.handle, is_shown)


@dataclasses.dataclass(frozen=True, slots=True)
class PictureData:
    """What tells one picture in a file from another, wherever it is drawn."""

    width_px: int
    height_px: int
    size_bytes: int
    checksum: int


def address_of(handle: Any) -> int:
    """Return what tells one of PDFium's objects from another."""
    return ctypes.addressof(handle.contents)


def is_black_text(words: PageObject) -> bool:
    """Tell whether words are filled with black and nothing else is done to their colour."""
    if pdfium.FPDFTextObj_GetTextRenderMode(words.handle) != pdfium.FPDF_TEXTRENDERMODE_FILL:
        return False
    if pdfium.FPDFPageObj_HasTransparency(words.handle):
        return False
    colour = [ctypes.c_uint() for _ in range(4)]
    is_known = pdfium.FPDFPageObj_GetFillColor(words.handle, *colour)
    return bool(is_known) and [part.value for part in colour] == [0, 0, 0, 255]


@contextlib.contextmanager
def opened_document(data: bytes) -> Iterator[Any]:
    """Open a PDF for the time being.

    Raises:
        Unreadable: If PDFium cannot open it.
    """
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise Unreadable
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


class OpenPage:
    """One page of an open document."""

    def __init__(self, handle: Any, pixels_a_unit: float) -> None:
        """Take over an open page, to be drawn at so many pixels a unit of its own space."""
        self._handle = handle
        width, height = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
        self.pixels_a_unit: float = pixels_a_unit
        self.width_px: int = max(1, round(width * pixels_a_unit))
        self.height_px: int = max(1, round(height * pixels_a_unit))
        self._to_pixels = self._matrix()

    def _matrix(self) -> Matrix:
        x0, y0 = self._device_point(0.0, 0.0)
        reach = 1000.0
        x1, y1 = self._device_point(reach, 0.0)
        x2, y2 = self._device_point(0.0, reach)
        return (x1 - x0) / reach, (y1 - y0) / reach, (x2 - x0) / reach, (y2 - y0) / reach, x0, y0

    def _device_point(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self._handle, 0, 0, _DEVICE_UNITS, _DEVICE_UNITS, 0, x, y, across, down)
        return across.value * self.width_px / _DEVICE_UNITS, down.value * self.height_px / _DEVICE_UNITS

    def in_pixels(self, box: tuple[float, float, float, float], matrix: Matrix = _IDENTITY) -> PixelBox:
        """Return where a box (left, bottom, right, top) of a space lies in the picture."""
        whole = combined(matrix, self._to_pixels)
        corners = [
            (whole[0] * x + whole[2] * y + whole[4], whole[1] * x + whole[3] * y + whole[5])
            for x in (box[0], box[2])
            for y in (box[1], box[3])
        ]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    def objects(self) -> list[PageObject]:
        """Return what the page paints, forms before what they hold."""
        found: list[PageObject] = []
        self._gather(found, None, _IDENTITY, 0)
        return found

    def _gather(self, found: list[PageObject], form: PageObject | None, to_page: Matrix, depth: int) -> None:
        holder = self._handle if form is None else form.handle
        count_of, object_of = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
        if form is not None:
            count_of, object_of = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
        for index in range(count_of(holder)):
            if len(found) >= _MOST_OBJECTS:
                raise Unreadable
            handle = object_of(holder, index)
            if not handle:
                continue
            kind = pdfium.FPDFPageObj_GetType(handle)
            one = PageObject(handle, kind, len(found), to_page, form)
            found.append(one)
            if one.is_form and depth < _DEEPEST_FORM:
                self._gather(found, one, combined(_matrix_of(handle), to_page), depth + 1)

    def bounds(self, one: PageObject) -> PixelBox | None:
        """Return where an object lies in the picture, clipping left aside; None if nowhere."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not pdfium.FPDFPageObj_GetBounds(one.handle, left, bottom, right, top):
            return None
        box = self.in_pixels((left.value, bottom.value, right.value, top.value), one.to_page)
        return box if all(map(math.isfinite, box)) else None

    def matrix_of(self, image: PageObject) -> Matrix:
        """Return what leads from a picture's own square, with its foot at 0, to pixels of the page."""
        return combined(combined(_matrix_of(image.handle), image.to_page), self._to_pixels)

    def clips(self, one: PageObject | None) -> list[PixelBox]:
        """Return the boxes round the paths that an object, and what it stands in, is clipped to."""
        boxes: list[PixelBox] = []
        while one is not None:
            clip = pdfium.FPDFPageObj_GetClipPath(one.handle)
            for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
                points = _points_of(clip, path)
                if points:
                    across, down = [x for x, _ in points], [y for _, y in points]
                    box = (min(across), min(down), max(across), max(down))
                    boxes.append(self.in_pixels(box, one.to_page))
            one = one.inside
        return boxes

    @property
    def is_cropped(self) -> bool:
        """Whether the sheet is larger than what is shown of it."""
        sizes: list[tuple[float, float]] = []
        for box_of in (pdfium.FPDFPage_GetMediaBox, pdfium.FPDFPage_GetCropBox):
            left, bottom, right, top = (ctypes.c_float() for _ in range(4))
            if not box_of(self._handle, left, bottom, right, top):
                return False
            sizes.append((right.value - left.value, top.value - bottom.value))
        (width, height), (shown_width, shown_height) = sizes
        return width - shown_width >= 1 or height - shown_height >= 1

    def picture_data(self, image: PageObject) -> PictureData | None:
        """Return what tells a picture from others; None if PDFium cannot read it."""
        width, height = ctypes.c_uint(), ctypes.c_uint()
        if not pdfium.FPDFImageObj_GetImagePixelSize(image.handle, width, height):
            return None
        size_bytes = pdfium.FPDFImageObj_GetImageDataRaw(image.handle, None, 0)
        raw = (ctypes.c_ubyte * size_bytes)()
        pdfium.FPDFImageObj_GetImageDataRaw(image.handle, raw, size_bytes)
        return PictureData(width.value, height.value, size_bytes, zlib.crc32(raw))

    def bare_picture(self, image: PageObject, longest_px: int) -> Image.Image | None:
        """Return a picture as it is in the file, in grey and no larger than asked; None if it cannot."""
        data = self.picture_data(image)
        if data is None or data.width_px * data.height_px > _LARGEST_PICTURE:
            return None
        bitmap = pdfium.FPDFImageObj_GetBitmap(image.handle)
        if not bitmap:
            return None
        try:
            picture = _grey_copy(bitmap)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        if picture is not None and max(picture.size) > longest_px:
            picture.thumbnail((longest_px, longest_px))
        return picture

    def marks(self) -> list[PixelBox]:
        """Return where the annotations lie that are drawn over the page."""
        return [box for annotation in self._annotations() if (box := self._rectangle(annotation)) is not None]

    def hide_notes(self) -> None:
        """Leave out the icons of notes from now on: they are not part of what the page shows."""
        for annotation in self._annotations():
            subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
            box = self._rectangle(annotation)
            side = _NOTE_SIDE * self.pixels_a_unit
            is_icon = box is not None and box[2] - box[0] <= side and box[3] - box[1] <= side
            if subtype == pdfium.FPDF_ANNOT_POPUP or (subtype == pdfium.FPDF_ANNOT_TEXT and is_icon):
                pdfium.FPDFAnnot_SetFlags(annotation, pdfium.FPDF_ANNOT_FLAG_HIDDEN)

    def _annotations(self) -> Iterator[Any]:
        for index in range(max(0, pdfium.FPDFPage_GetAnnotCount(self._handle))):
            annotation = pdfium.FPDFPage_GetAnnot(self._handle, index)
            if annotation:
                yield annotation
                pdfium.FPDFPage_CloseAnnot(annotation)

    def _rectangle(self, annotation: Any) -> PixelBox | None:
        rectangle = pdfium.FS_RECTF()
        if not pdfium.FPDFAnnot_GetRect(annotation, rectangle):
            return None
        return self.in_pixels((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))

    def picture(self, *, with_marks: bool = True, in_colour: bool = False) -> Image.Image:
        """Draw what is shown of the page, on white.

        Raises:
            Unreadable: If there is no room for the picture.
        """
        width, height = self.width_px, self.height_px
        channels = 4 if in_colour else 1
        buffer = bytearray(width * height * channels)
        memory = (ctypes.c_ubyte * len(buffer)).from_buffer(buffer)
        form = pdfium.FPDFBitmap_BGRx if in_colour else pdfium.FPDFBitmap_Gray
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, form, memory, width * channels)
        if not bitmap:
            raise Unreadable
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            flags = (pdfium.FPDF_ANNOT if with_marks else 0) | (0 if in_colour else pdfium.FPDF_GRAYSCALE)
            pdfium.FPDF_RenderPageBitmap(bitmap, self._handle, 0, 0, width, height, 0, flags)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        if in_colour:
            return Image.frombuffer("RGB", (width, height), buffer, "raw", "BGRX", 0, 1)
        return Image.frombuffer("L", (width, height), buffer, "raw", "L", 0, 1)

    @contextlib.contextmanager
    def text(self) -> Iterator[Any]:
        """Open the page's text for the time being.

        Raises:
            Unreadable: If PDFium cannot.
        """
        text = pdfium.FPDFText_LoadPage(self._handle)
        if not text:
            raise Unreadable
        try:
            yield text
        finally:
            pdfium.FPDFText_ClosePage(text)


def page_size(document: Any, page_index: int) -> tuple[float, float]:
    """Return a page's width and height as seen, in units of its own space.

    Raises:
        Unreadable: If PDFium finds no such page, or it has no size.
    """
    size = pdfium.FS_SIZEF()
    if not pdfium.FPDF_GetPageSizeByIndexF(document, page_index, size):
        raise Unreadable
    if not (0 < size.width < math.inf and 0 < size.height < math.inf):
        raise Unreadable
    return float(size.width), float(size.height)


@contextlib.contextmanager
def opened_page(document: Any, page_index: int, pixels_a_unit: float) -> Iterator[OpenPage]:
    """Open a page for the time being. What is done to its objects is forgotten when it closes.

    Raises:
        Unreadable: If PDFium cannot open it.
    """
    handle = pdfium.FPDF_LoadPage(document, page_index)
    if not handle:
        raise Unreadable
    try:
        yield OpenPage(handle, pixels_a_unit)
    finally:
        pdfium.FPDF_ClosePage(handle)


def combined(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does what the first does and then what the second does."""
    a, b, c, d, e, f = first
    k, l, m, n, o, p = second  # noqa: E741 (the letters that follow a to f)
    return (
        a * k + b * m,
        a * l + b * n,
        c * k + d * m,
        c * l + d * n,
        e * k + f * m + o,
        e * l + f * n + p,
    )


def _matrix_of(handle: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _points_of(clip: Any, path: int) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
        if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            points.append((x.value, y.value))
    return [(across, up) for across, up in points if math.isfinite(across) and math.isfinite(up)]


def _grey_copy(bitmap: Any) -> Image.Image | None:
    layout = _LAYOUTS.get(pdfium.FPDFBitmap_GetFormat(bitmap))
    width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
    start = pdfium.FPDFBitmap_GetBuffer(bitmap)
    if layout is None or not start or width < 1 or height < 1:
        return None
    mode, raw = layout
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    data = ctypes.string_at(start, stride * height)
    return Image.frombytes(mode, (width, height), data, "raw", raw, stride).convert("L")
