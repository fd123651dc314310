"""Makes pictures of pages: only what is seen of them is kept, and the text under a black box is gone.

A remedy, serving ``take_in``. Each page keeps its place in the document, so bookmarks and links
still lead to it, but nothing of what it was made of. Links on it go too: an address may be the very
thing that was to be hidden; and the bookmarks that lead to it lose their words for the same reason.
"""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Collection
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops

from packbuilder.errors import PackBuilderError
from packbuilder.intake.pdf.annotations import annotations_of
from packbuilder.intake.pdf.destinations import Destinations
from packbuilder.intake.pdf.form_fields import ObjGen
from packbuilder.intake.pdf.page_boxes import make_attributes_own, page_geometry
from packbuilder.intake.pdf.unused_resources import UnreadableContent, drop_unused_resources
from packbuilder.intake.seen.grey_pictures import grey_range
from packbuilder.intake.seen.pdfium_page import Unreadable, opened_document, opened_page, page_size

_DOTS_OF_WORDS = 300
_DOTS_OF_PICTURES = 200
_POINTS_AN_INCH = 72
_MOST_PIXELS = 24_000_000
"""An A3 page at 300 dots an inch has 17 million; larger ones get fewer dots an inch."""
_JPEG_QUALITY = 85
_WORTH_A_TRY = 2.5
"""How much larger than the JPEG a picture may be, packed in haste, to be packed with care."""
_GREYS = 16
_GREY_DISTANCE = 10
"""How far apart a pixel's colours may be for it to be grey."""
_FEWEST_ON_PAPER = 0.8
_DEEPEST_FIELD = 40


def picture_pages(pdf: pikepdf.Pdf, data: bytes, page_numbers: Collection[int]) -> None:
    """Replace pages of an open document by pictures of them.

    Marks and fields are drawn in; the document's tags and form lose what they held of these pages.
    Save the document afterwards: what was replaced is gone from a file that is written afresh.

    Args:
        pdf: The document, changed in place.
        data: The same document as a file that opens without a password, with fields that show
            (``drawn_fields``).
        page_numbers: Which pages, from 1.

    Raises:
        PackBuilderError: If a page is not there or cannot be drawn (the document is then unchanged), or
            if it is not known what the other pages use (it is then to be thrown away).
    """
    if not page_numbers:
        return
    pictured = sorted(set(page_numbers))
    drawn: dict[int, _Picture] = {}
    try:
        with opened_document(data) as document:
            for page_number in pictured:
                if not 1 <= page_number <= len(pdf.pages):
                    raise _cannot(page_number)
                drawn[page_number] = _draw(document, page_number - 1, _user_unit(pdf, page_number))
    except (Unreadable, MemoryError, OverflowError) as error:
        raise _cannot(next(number for number in pictured if number not in drawn)) from error
    widgets: set[ObjGen] = set()
    for page_number, picture in drawn.items():
        page = pdf.pages[page_number - 1].obj
        widgets |= {mark.objgen for mark in annotations_of(page) if mark.get(Name.Subtype) == Name.Widget}
        _replace(pdf, page, picture)
    _drop_fields(pdf, widgets)
    _silence_bookmarks(pdf, set(pictured))
    # Tags repeat the words of the pages they describe, and cannot be told apart for certain.
    for key in (Name.StructTreeRoot, Name.MarkInfo):
        if key in pdf.Root:
            del pdf.Root[key]
    _drop_what_they_used(pdf)


def _drop_what_they_used(pdf: pikepdf.Pdf) -> None:
    """Take what only the pictured pages drew with out of lists that they shared with others."""
    for page in pdf.pages:
        make_attributes_own(page.obj)
    try:
        drop_unused_resources(pdf)
    except UnreadableContent as error:
        raise PackBuilderError(
            "Pages cannot be made pictures safely, as a part of the document cannot be read.",
            "Print the document to PDF, and attach that.",
        ) from error


def _cannot(page_number: int) -> PackBuilderError:
    return PackBuilderError(
        f"Page {page_number} cannot be made a picture: it cannot be drawn.",
        "Ask its author for a copy in which what is private has been taken out.",
    )


def _user_unit(pdf: pikepdf.Pdf, page_number: int) -> float:
    page = pdf.pages[page_number - 1].obj
    make_attributes_own(page)
    return page_geometry(page).user_unit


class _Picture:
    """What is seen of a page: its size in points, and its picture ready to be written."""

    def __init__(self, size_pt: tuple[float, float], picture: Image.Image) -> None:
        self.size_pt = size_pt
        self.width_px, self.height_px = picture.size
        self.is_grey = picture.mode == "L"
        self.is_jpeg = False
        self.bits = 8
        self.data = b""
        self._pack(picture)

    def _pack(self, picture: Image.Image) -> None:
        if self.is_grey and _is_on_paper(picture):
            self.bits = 4
            self.data = zlib.compress(_four_bits(picture), 9)
            return
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        jpeg, pixels = buffer.getvalue(), picture.tobytes()
        self.data = zlib.compress(pixels, 1)
        if len(self.data) < _WORTH_A_TRY * len(jpeg):
            self.data = zlib.compress(pixels, 6)
        self.is_jpeg = len(jpeg) < len(self.data)
        if self.is_jpeg:
            self.data = jpeg

    def stream(self, pdf: pikepdf.Pdf) -> pikepdf.Stream:
        """Return the picture as a part of the document."""
        stream = pikepdf.Stream(pdf, b"")
        stream.write(self.data, filter=Name.DCTDecode if self.is_jpeg else Name.FlateDecode)
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = self.width_px, self.height_px, self.bits
        stream.ColorSpace = Name.DeviceGray if self.is_grey else Name.DeviceRGB
        return stream


def _draw(document: Any, page_index: int, user_unit: float) -> _Picture:
    width, height = page_size(document, page_index)
    size_pt = (width * user_unit, height * user_unit)
    with opened_page(document, page_index, _scale(width, height, user_unit, _DOTS_OF_PICTURES)) as page:
        picture = page.picture(in_colour=True)
    grey = picture.convert("L")
    if not _is_grey(picture):
        return _Picture(size_pt, picture)
    if not _is_on_paper(grey):
        return _Picture(size_pt, grey)
    with opened_page(document, page_index, _scale(width, height, user_unit, _DOTS_OF_WORDS)) as page:
        return _Picture(size_pt, page.picture())


def _scale(width: float, height: float, user_unit: float, dots_an_inch: int) -> float:
    """Return pixels a unit of the page, fewer where the picture would be too large to handle."""
    return min(dots_an_inch / _POINTS_AN_INCH * user_unit, math.sqrt(_MOST_PIXELS / (width * height)))


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    differences = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return all(grey_range(difference)[1] <= _GREY_DISTANCE for difference in differences)


def _is_on_paper(grey: Image.Image) -> bool:
    """Tell whether a picture is mostly plain white, as words on paper are; scans and photos are not."""
    greys = grey.histogram()
    return greys[255] >= _FEWEST_ON_PAPER * sum(greys)


def _four_bits(picture: Image.Image) -> bytes:
    """Return a grey picture with two pixels in a byte, each row ending with a whole byte."""
    levels = picture.point([round(grey * (_GREYS - 1) / 255) for grey in range(256)])
    if levels.width % 2:
        wider = Image.new("L", (levels.width + 1, levels.height))
        wider.paste(levels)
        levels = wider
    data = levels.tobytes()
    high = data[0::2].translate(bytes(level << 4 & 0xFF for level in range(256)))
    pairs = int.from_bytes(high, "big") | int.from_bytes(data[1::2], "big")
    return pairs.to_bytes(len(high), "big")


def _replace(pdf: pikepdf.Pdf, page: pikepdf.Dictionary, picture: _Picture) -> None:
    for key in set(page.keys()) - {"/Type", "/Parent"}:
        del page[key]
    width, height = picture.size_pt
    page[Name.MediaBox] = Array([0, 0, round(width, 4), round(height, 4)])
    # Written out, so that nothing is inherited.
    page[Name.CropBox] = page[Name.MediaBox]
    page[Name.Rotate] = 0
    page[Name.Resources] = Dictionary(XObject=Dictionary(Page=picture.stream(pdf)))
    page[Name.Contents] = pdf.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Page Do Q".encode())


def _silence_bookmarks(pdf: pikepdf.Pdf, page_numbers: set[int]) -> None:
    """Have bookmarks that lead to pictured pages say the page: their words repeat its headings."""
    outlines = pdf.Root.get(Name.Outlines)
    stack = [outlines.get(Name.First)] if isinstance(outlines, Dictionary) else []
    destinations = Destinations(pdf)
    seen: set[ObjGen] = set()
    while stack:
        bookmark = stack.pop()
        if not isinstance(bookmark, Dictionary) or bookmark.objgen in seen:
            continue
        if bookmark.is_indirect:
            seen.add(bookmark.objgen)
        page_index = destinations.page_index(destinations.of_link(bookmark))
        if page_index is not None and page_index + 1 in page_numbers:
            bookmark[Name.Title] = String(f"Page {page_index + 1}")
        stack += [bookmark.get(Name.First), bookmark.get(Name.Next)]


def _drop_fields(pdf: pikepdf.Pdf, widgets: set[ObjGen]) -> None:
    """Take out of the form the fields that only pictured pages showed, with their values."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return
    for key in (Name.XFA, Name.CO):
        if key in form:
            del form[key]
    fields = form.get(Name.Fields)
    if isinstance(fields, Array):
        form[Name.Fields] = Array([field for field in fields if _keeps_field(field, widgets, 0)])


def _keeps_field(field: object, widgets: set[ObjGen], depth: int) -> bool:
    """Tell whether a field is shown elsewhere; take the widgets that are gone out of it."""
    if not isinstance(field, Dictionary) or field.objgen in widgets or depth > _DEEPEST_FIELD:
        return False
    children = field.get(Name.Kids)
    if not isinstance(children, Array) or len(children) == 0:
        return True
    kept = [child for child in children if _keeps_field(child, widgets, depth + 1)]
    field[Name.Kids] = Array(kept)
    return bool(kept)
