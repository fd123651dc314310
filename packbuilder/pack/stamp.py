"""Lays stamps on joined pages: "Agenda Item 4" and "Page 5", or as the council words and places them.

Fifth in the line, called by ``assemble``. The plan decided which words go where on which page; here
is only geometry. A stamp is placed in the reader's frame (origin bottom left of the page as it is
seen, in points) and carried into the page's own space by one matrix, so that it is right for
every rotation, box and unit. One font object is shared by the whole pack, and a page gains one
short stream.

Every stamp stands on a white plate a little larger than its words. On a white page the plate
cannot be seen; over ink it keeps the number readable. A check names the pages where it hides ink.
"""

from __future__ import annotations

import dataclasses
import io
import itertools
import string
from collections.abc import Mapping, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from packbuilder.intake.pdf.content_balance import content_streams
from packbuilder.intake.pdf.page_boxes import PageGeometry
from packbuilder.meeting.document_facts import PageFacts
from packbuilder.meeting.house_style import FontFamily
from packbuilder.pack.fonts import FACES, SIZE_SCALE, refuse_unprintable, register_fonts
from packbuilder.pack.plan import Sheet, Stamp, StampPlace

PAGE_STAMP_BASELINE_PT = 22.0
ITEM_STAMP_TOP_PT = 32.0
SIDE_PT = 34.0
"""How far stamps at the left and the right keep from that edge, and any stamp at the least."""

_PAGE_STAMP_SIZE_PT = 10.0
_ITEM_STAMP_SIZE_PT = 11.0
_PLATE_PADDING = 0.3
"""What the plate is wider than the words on either side, as a share of their size."""
_ASCENT = 0.75
_DESCENT = 0.22

_SHORT_SIDE_OF_A3_PT = 842.0
_SHORTEST_SIDE_PT = 200.0

_LEFT = (StampPlace.TOP_LEFT, StampPlace.BOTTOM_LEFT)
_CENTRE = (StampPlace.TOP_CENTRE, StampPlace.BOTTOM_CENTRE)

_MATRIX_DECIMALS = 6

_PLAIN_PAGE = PageFacts(0, 0)


@dataclasses.dataclass(frozen=True, slots=True)
class StampBox:
    """Where a stamp's words stand in the reader's frame: left end of the baseline, width and size."""

    left_pt: float
    baseline_pt: float
    width_pt: float
    font_size_pt: float


def stamp_box(stamp: Stamp, frame_width_pt: float, frame_height_pt: float) -> StampBox:
    """Place a stamp in a reader's frame of the given size.

    Sizes hold for A5 to A3. On smaller pages a stamp shrinks with the page, and on larger ones it
    grows, so that it can still be read when the sheet is printed at the size of the others. Words
    too long for the page shrink until they fit between its margins.
    """
    short_side = min(frame_width_pt, frame_height_pt)
    scale = 1.0
    if short_side > _SHORT_SIDE_OF_A3_PT:
        scale = short_side / _SHORT_SIDE_OF_A3_PT
    elif short_side < _SHORTEST_SIDE_PT:
        scale = short_side / _SHORTEST_SIDE_PT
    room_pt = frame_width_pt - 2 * SIDE_PT * scale
    size = (_ITEM_STAMP_SIZE_PT if stamp.place.is_at_top else _PAGE_STAMP_SIZE_PT) * scale
    size *= SIZE_SCALE[stamp.font]
    width = _width_pt(stamp.text, stamp.font, size)
    if width > room_pt:
        size, width = size * room_pt / width, room_pt
    left = SIDE_PT * scale + _share_before(stamp.place) * (room_pt - width)
    if stamp.place.is_at_top:
        return StampBox(left, frame_height_pt - ITEM_STAMP_TOP_PT * scale, width, size)
    return StampBox(left, PAGE_STAMP_BASELINE_PT * scale, width, size)


def _share_before(place: StampPlace) -> float:
    """Return the share of the free width that lies before a stamp: none before one at the left."""
    if place in _LEFT:
        return 0.0
    return 0.5 if place in _CENTRE else 1.0


def _width_pt(text: str, family: FontFamily, size_pt: float) -> float:
    register_fonts()
    return float(pdfmetrics.stringWidth(text, FACES[family].regular, size_pt))


Matrix = tuple[float, float, float, float, float, float]


def reader_matrix(geometry: PageGeometry, *, turned: bool) -> Matrix:
    """Return the matrix from the reader's frame, in points, to the page's own space.

    ``turned`` gives the frame of the printed pack held portrait: a landscape page lies in it with
    its top to the left, as it does when a bound pack is turned clockwise to read it.
    """
    left, bottom, right, top = geometry.box
    unit = 1 / geometry.user_unit
    upright: dict[int, Matrix] = {
        0: (unit, 0, 0, unit, left, bottom),
        90: (0, unit, -unit, 0, right, bottom),
        180: (-unit, 0, 0, -unit, right, top),
        270: (0, -unit, unit, 0, left, top),
    }
    a, b, c, d, e, f = upright[geometry.rotation]
    if not turned:
        return a, b, c, d, e, f
    height = geometry.reader_size_pt[1]
    return -c, -d, a, b, e + c * height, f + d * height


def _number(value: float, decimals: int = 3) -> str:
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _stamp_content(sheet: Sheet, geometry: PageGeometry, page: PageFacts, font: _Font) -> bytes:
    """Return the operators that close a page's own content and lay its stamps on it."""
    width, height = geometry.reader_size_pt
    if sheet.stamps_turned:
        width, height = height, width
    matrix = reader_matrix(geometry, turned=sheet.stamps_turned)
    # The empty line ends a comment that the page's content may end in.
    parts = ["", page.operators_after, "q"]
    if matrix != (1, 0, 0, 1, 0, 0):
        parts.append(" ".join(_number(value, _MATRIX_DECIMALS) for value in matrix) + " cm")
    for stamp in sheet.stamps:
        parts.append(_words_on_plate(stamp, (width, height), font))
    parts.append("Q")
    return "\n".join(parts).encode("ascii")


def plate_box(
    stamp: Stamp, frame_width_pt: float, frame_height_pt: float
) -> tuple[float, float, float, float]:
    """Return the plate under a stamp as left, bottom, right and top in the reader's frame, in points."""
    box = stamp_box(stamp, frame_width_pt, frame_height_pt)
    padding = _PLATE_PADDING * box.font_size_pt
    bottom = box.baseline_pt - _DESCENT * box.font_size_pt - padding / 2
    top = bottom + (_ASCENT + _DESCENT) * box.font_size_pt + padding
    spare = max(0.0, _width_pt(stamp.widest, stamp.font, box.font_size_pt) - box.width_pt)
    before = spare * _share_before(stamp.place)
    left = max(0.0, box.left_pt - padding - before)
    right = min(frame_width_pt, box.left_pt + box.width_pt + padding + spare - before)
    return left, bottom, right, top


def _words_on_plate(stamp: Stamp, frame: tuple[float, float], font: _Font) -> str:
    box = stamp_box(stamp, *frame)
    left, bottom, right, top = plate_box(stamp, *frame)
    plate = (left, bottom, right - left, top - bottom)
    # ISO 32000-1, 14.8.2.2: page furniture is an artifact, so that a screen reader passes it over.
    subtype = "Header" if stamp.place.is_at_top else "Footer"
    return (
        f"/Artifact<</Type/Pagination/Subtype/{subtype}>>BDC\n"
        f"1 g {' '.join(map(_number, plate))} re f\n"
        f"0 g BT {font.name} {_number(box.font_size_pt)} Tf "
        f"{_number(box.left_pt)} {_number(box.baseline_pt)} Td({font.encoded(stamp.text)})Tj ET\nEMC"
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Font:
    """The font of the stamps on one page: its name there, and the code of each character."""

    name: str
    codes: Mapping[str, int]

    def encoded(self, text: str) -> str:
        """Return text as the inside of a PDF string (ISO 32000-1, 7.3.4.2)."""
        return "".join(_string_byte(self.codes[character]) for character in text)


def _string_byte(code: int) -> str:
    if chr(code) in "\\()":
        return f"\\{chr(code)}"
    return chr(code) if 32 <= code < 127 else f"\\{code:03o}"


_PLAIN_CHARACTERS = string.digits + string.ascii_letters + string.punctuation + " "


def _font_sheet(family: FontFamily, characters: str) -> pikepdf.Pdf:
    """Return a PDF whose one page says ``characters`` in the regular font of a family, which is in it."""
    register_fonts()
    sheet = io.BytesIO()
    canvas = Canvas(sheet, invariant=True)
    canvas.setFont(FACES[family].regular, 10)
    canvas.drawString(0, 0, characters)
    canvas.save()
    sheet.seek(0)
    return pikepdf.open(sheet)


def _codes(font_sheet: pikepdf.Pdf, characters: str) -> dict[str, int]:
    """Return the code of each character, as the font sheet itself writes them one after the other."""
    shown = [
        bytes(instruction.operands[0])
        for instruction in pikepdf.parse_content_stream(font_sheet.pages[0], "Tj")
        if str(instruction.operator) == "Tj"
    ]
    return dict(zip(characters, b"".join(shown), strict=True))


class Stamper:
    """Lays stamps on the pages of one pack; holds the font and the opening stream they share."""

    def __init__(self, pack: pikepdf.Pdf, sheets: Sequence[Sheet]) -> None:
        """Bring the shared objects into the pack.

        Args:
            pack: The pack that is being joined.
            sheets: All that will be stamped; they share one family of fonts.

        Raises:
            PackBuilderError: If the fonts cannot print what a stamp says.
        """
        self._pack = pack
        stamps = [stamp for sheet in sheets for stamp in sheet.stamps]
        others: set[str] = set()
        for stamp in stamps:
            if not others.issuperset(stamp.text):
                refuse_unprintable(stamp.text, f'The stamp "{stamp.text}"')
                others.update(stamp.text)
        characters = _PLAIN_CHARACTERS + "".join(sorted(others.difference(_PLAIN_CHARACTERS)))
        family = stamps[0].font if stamps else FontFamily.SANS
        self._font_sheet = _font_sheet(family, characters)
        self._codes = _codes(self._font_sheet, characters)
        fonts = self._font_sheet.pages[0].obj.Resources.Font
        self._font = pack.copy_foreign(next(f for f in fonts.values() if Name.FontDescriptor in f))
        self._openings: dict[int, pikepdf.Object] = {}

    def lay(self, target: pikepdf.Page, sheet: Sheet, geometry: PageGeometry, page: PageFacts) -> None:
        """Close a page's own content off and lay the sheet's stamps on it."""
        font = _Font(self._font_name(target.obj), self._codes)
        content = _stamp_content(sheet, geometry, page, font)
        target.obj[Name.Contents] = Array(
            [
                self._opening(page.saves_before),
                *content_streams(target.obj),
                self._pack.make_stream(content),
            ]
        )

    def _opening(self, saves: int) -> pikepdf.Object:
        if saves not in self._openings:
            self._openings[saves] = self._pack.make_stream(b"q " * saves)
        return self._openings[saves]

    def _font_name(self, page: pikepdf.Dictionary) -> str:
        """Put the font among the page's resources, under a name that is free there; return it."""
        resources = page.get(Name.Resources)
        if not isinstance(resources, Dictionary):
            resources = Dictionary()
            page[Name.Resources] = resources
        fonts = resources.get(Name.Font)
        if not isinstance(fonts, Dictionary):
            fonts = Dictionary()
            resources[Name.Font] = fonts
        names = (f"/Pb{serial}" for serial in itertools.count())
        name = next(n for n in names if n not in fonts or self._is_the_font(fonts[n]))
        fonts[name] = self._font
        return name

    def _is_the_font(self, found: object) -> bool:
        return isinstance(found, Dictionary) and found.objgen == self._font.objgen


def plain_page(page: pikepdf.Page) -> tuple[PageGeometry, PageFacts]:
    """Return the geometry and facts of a page that packbuilder drew itself."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return PageGeometry((left, bottom, right, top), 0, 1.0), _PLAIN_PAGE
