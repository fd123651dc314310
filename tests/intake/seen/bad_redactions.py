"""Pages on which words are hidden so that anyone can copy them, in the ways that people do it.

Every page carries the same report text; the words to be found are SECRET, a name and an address.
"""

from __future__ import annotations

import dataclasses
import functools
import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageDraw, ImageFont

from packbuilder.meeting.document_facts import TraitKind

SECRET = "Margaret Ellison, 14 Quarry Lane"
SEEN = "The panel considered the objection of"
AFTER = "and refused the licence."
BOX = (0, 600, 595, 842)
"""The page, a strip across the top of A4: small pages are quickly looked at."""
LINE = 700
"""The height of the line that the secret stands on, at its left end 72, in 12 points."""

_FONT = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
_BOX = "68 694 190 18"

COVERED, UNSEEN, OUTSIDE = TraitKind.COVERED_TEXT, TraitKind.UNSEEN_TEXT, TraitKind.OUTSIDE_PAGE


@dataclasses.dataclass(frozen=True, slots=True)
class BadRedaction:
    """One way of hiding words, as a whole file; what it should be called; what of it is hidden."""

    name: str
    make: Callable[[], bytes]
    kind: TraitKind = COVERED
    excerpt: str = SECRET


def words(text: str, x: float = 72, y: float = LINE, size: float = 12, before: str = "") -> str:
    """Return the operators that set a line of text."""
    return f"BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"


REPORT = words(SEEN, y=LINE + 30) + words(AFTER, y=LINE - 30) + "0.5 w 72 600 400 100 re S\n"


class Sheet:
    """A page in the making."""

    def __init__(self, size: tuple[float, float] | None = None) -> None:
        self.pdf = pikepdf.new()
        self.page = self.pdf.add_blank_page().obj
        self.page.MediaBox = Array([0, 0, *size] if size else BOX)
        self.page.Resources = Dictionary(
            Font=Dictionary(F1=_FONT), XObject=Dictionary(), ExtGState=Dictionary(), Pattern=Dictionary()
        )

    def xobject(self, name: str, stream: Stream) -> None:
        self.page.Resources.XObject[f"/{name}"] = stream

    def form(self, name: str, content: str, *, matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)) -> None:
        self.xobject(name, self.form_stream(content, matrix=matrix))

    def form_stream(
        self, content: str, box: tuple[float, ...] = (0, 0, 1000, 1000), matrix: tuple[float, ...] = ()
    ) -> Stream:
        stream = self.pdf.make_stream(
            content.encode("cp1252"), Type=Name.XObject, Subtype=Name.Form, BBox=Array(box),
            Resources=Dictionary(Font=Dictionary(F1=_FONT), ExtGState=self.page.Resources.ExtGState),
        )  # fmt: skip
        if matrix:
            stream.Matrix = Array(matrix)
        return stream

    def picture(self, name: str, picture: Image.Image) -> None:
        space = Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB
        self.xobject(name, self.pdf.make_stream(
            picture.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=picture.width,
            Height=picture.height, ColorSpace=space, BitsPerComponent=8,
        ))  # fmt: skip

    def mark(
        self, subtype: str, content: str, rect: tuple[float, ...] = (68, 694, 258, 712), **keys: object
    ) -> None:
        width, height = rect[2] - rect[0], rect[3] - rect[1]
        look = self.form_stream(content, (0, 0, width, height))
        mark = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array(rect), F=4, AP=Dictionary(N=look)
        )
        for key, value in keys.items():
            mark[f"/{key}"] = value
        self.page.Annots = Array([*self.page.get("/Annots", []), self.pdf.make_indirect(mark)])

    def data(self, content: str) -> bytes:
        self.page.Contents = self.pdf.make_stream(content.encode("cp1252"))
        buffer = io.BytesIO()
        self.pdf.save(buffer)
        return buffer.getvalue()


@functools.cache
def _scan() -> Image.Image:
    """Return a picture of the report's page at 144 dots an inch, as a scanner gives it."""
    picture = Image.effect_noise((1190, 1684), 6).point([min(255, grey + 118) for grey in range(256)])
    pen = ImageDraw.Draw(picture)
    for x, y, text in SCANNED:
        pen.text((x * 2, (842 - y) * 2), text, fill=40, font=ImageFont.load_default(size=26), anchor="ls")
    return picture


def scanned() -> Image.Image:
    """Return a scan of the page, to be drawn on."""
    return _scan().copy()


SCANNED = [(72.0, LINE + 30.0, SEEN), (72.0, float(LINE), SECRET), (72.0, LINE - 30.0, AFTER)]


def ocr_layer() -> str:
    """Return invisible words where the scan shows them, as a scanner's program writes them."""
    font = ImageFont.load_default(size=26)
    lines = ""
    for x, y, text in SCANNED:
        for word_start, word in _words_in(text):
            left = x + font.getlength(text[:word_start]) / 2
            lines += words(word, left, y, 13, "3 Tr")
    return lines


def _words_in(text: str) -> list[tuple[int, str]]:
    found, place = [], 0
    for word in text.split():
        place = text.index(word, place)
        found.append((place, word))
        place += len(word)
    return found


def plain() -> bytes:
    """Return the page with nothing hidden."""
    return Sheet().data(REPORT + words(SECRET))


def _filled_box() -> bytes:
    return Sheet().data(REPORT + words(SECRET) + f"0 g {_BOX} re f")


def _thick_line() -> bytes:
    return Sheet().data(REPORT + words(SECRET) + "0 G 18 w 68 703 m 258 703 l S")


def _dark_grey_box() -> bytes:
    return Sheet().data(REPORT + words(SECRET) + f"0.13 0.12 0.12 rg {_BOX} re f")


def _white_box() -> bytes:
    return Sheet().data(REPORT + words(SECRET) + f"1 g {_BOX} re f")


def _sloppy_box() -> bytes:
    return Sheet().data(REPORT + words(SECRET) + "0 g 70 699.5 188 7.5 re f")


def _box_in_form() -> bytes:
    sheet = Sheet()
    sheet.form("Inner", f"0 g {_BOX} re f")
    outer = sheet.form_stream("q 1 0 0 1 30 20 cm /Inner Do Q")
    outer.Resources = Dictionary(XObject=Dictionary(Inner=sheet.page.Resources.XObject.Inner))
    outer.Matrix = Array([1, 0, 0, 1, -30, -20])
    sheet.xobject("Outer", outer)
    return sheet.data(REPORT + words(SECRET) + "/Outer Do")


def _words_in_form() -> bytes:
    sheet = Sheet()
    sheet.form("Words", words(SECRET), matrix=(0.9, 0, 0, 0.9, 7, 70))
    return sheet.data(REPORT + f"q /Words Do Q 0 g {_BOX} re f")


def _pixel() -> bytes:
    sheet = Sheet()
    sheet.picture("Dot", Image.new("L", (1, 1), 0))
    return sheet.data(REPORT + words(SECRET) + "q 190 0 0 18 68 694 cm /Dot Do Q")


def _inline_picture() -> bytes:
    inline = "BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 00> EI"
    return Sheet().data(REPORT + words(SECRET) + f"q 190 0 0 18 68 694 cm {inline} Q")


def _photo() -> bytes:
    sheet = Sheet()
    sheet.picture("Photo", Image.effect_noise((120, 80), 90).convert("RGB"))
    return sheet.data(REPORT + words(SECRET) + "q 220 0 0 40 60 680 cm /Photo Do Q")


def _stencil() -> bytes:
    sheet = Sheet()
    stencil = sheet.pdf.make_stream(
        b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ImageMask=True, BitsPerComponent=1
    )
    sheet.xobject("Stencil", stencil)
    return sheet.data(REPORT + words(SECRET) + "0 g q 190 0 0 18 68 694 cm /Stencil Do Q")


def _pattern() -> bytes:
    sheet = Sheet()
    sheet.page.Resources.Pattern.P1 = sheet.pdf.make_stream(
        b"0 g 0 0 4 4 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
        BBox=Array([0, 0, 4, 4]), XStep=4, YStep=4, Resources=Dictionary(),
    )  # fmt: skip
    return sheet.data(REPORT + words(SECRET) + f"/Pattern cs /P1 scn {_BOX} re f")


def _shading() -> bytes:
    sheet = Sheet()
    ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0.0]), C1=Array([0.4]), N=1)
    sheet.page.Resources.Shading = Dictionary(
        S1=Dictionary(
            ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([68, 0, 258, 0]), Function=ramp,
            Extend=Array([True, True]),
        )
    )  # fmt: skip
    return sheet.data(REPORT + words(SECRET) + f"q {_BOX} re W n /S1 sh Q")


def _cell_ground() -> bytes:
    rows = "".join(words(f"Row {n} of the table", y=LINE - 60 - 20 * n) for n in range(3))
    return Sheet().data(REPORT + words(SECRET) + rows + "0.2 0.3 0.5 rg 60 690 240 24 re f")


def _block_letters() -> bytes:
    sheet = Sheet()
    glyph = sheet.pdf.make_stream(b"1000 0 0 -250 1000 1000 d1 0 -250 1000 1250 re f")
    sheet.page.Resources.Font.F3 = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, -250, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(block=glyph),
        Resources=Dictionary(),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, Name.block])),
        FirstChar=65, LastChar=65, Widths=Array([1000]),
        ToUnicode=sheet.pdf.make_stream(_BLOCK_TO_UNICODE),
    )  # fmt: skip
    return sheet.data(REPORT + words(SECRET) + f"BT /F3 14 Tf 68 698 Td ({'A' * 15}) Tj ET")


_BLOCK_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Block def /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfchar <41> <2588> endbfchar endcmap end end"""


_QUAD, _DA = Array([68, 712, 258, 712, 68, 694, 258, 694]), pikepdf.String("/F1 9 Tf")


def _marked(subtype: str, content: str = "0 g 0 0 190 18 re f", **keys: object) -> Callable[[], bytes]:
    def make() -> bytes:
        sheet = Sheet()
        sheet.mark(subtype, content, (68, 694, 258, 712), **keys)
        return sheet.data(REPORT + words(SECRET))

    return make


def _square_without_look() -> bytes:
    sheet = Sheet()
    square = Dictionary(
        Type=Name.Annot, Subtype=Name.Square, Rect=Array([68, 694, 258, 712]), F=4,
        C=Array([0, 0, 0]), IC=Array([0, 0, 0]),
    )  # fmt: skip
    sheet.page.Annots = Array([square])
    return sheet.data(REPORT + words(SECRET))


def _white_on_white() -> bytes:
    return Sheet().data(REPORT + "1 g " + words(SECRET))


def _nearly_white() -> bytes:
    return Sheet().data(REPORT + "0.99 g " + words(SECRET))


def _black_on_black() -> bytes:
    return Sheet().data(REPORT + f"0 g {_BOX} re f " + words(SECRET))


def _invisible() -> bytes:
    return Sheet().data(REPORT + words(SECRET, before="3 Tr"))


def _transparent() -> bytes:
    sheet = Sheet()
    sheet.page.Resources.ExtGState.G0 = Dictionary(ca=0, CA=0)
    return sheet.data(REPORT + "q /G0 gs " + words(SECRET) + "Q")


def _transparent_group() -> bytes:
    sheet = Sheet()
    sheet.page.Resources.ExtGState.G0 = Dictionary(ca=0, CA=0)
    sheet.form("Words", words(SECRET))
    sheet.page.Resources.XObject.Words.Group = Dictionary(S=Name.Transparency)
    return sheet.data(REPORT + "q /G0 gs /Words Do Q")


def _tiny() -> bytes:
    return Sheet().data(REPORT + words(SECRET, size=0.4))


def _clipped() -> bytes:
    return Sheet().data(REPORT + "q 60 690 8 20 re W n " + words(SECRET) + "Q")


def _cropped() -> bytes:
    sheet = Sheet()
    sheet.page.CropBox = Array([0, 0, 595, 715])
    return sheet.data(words(SEEN) + words(SECRET, y=730))


def _off_the_sheet() -> bytes:
    return Sheet().data(REPORT + words(SECRET, x=620) + words("Page 1", y=620))


def _turned(rotation: int) -> Callable[[], bytes]:
    def make() -> bytes:
        sheet = Sheet()
        sheet.page.Rotate = rotation
        return sheet.data(REPORT + words(SECRET) + f"0 g {_BOX} re f")

    return make


def _upright_words() -> bytes:
    upright = f"q 0 1 -1 0 300 630 cm {words(SECRET, 0, 0)} 0 g -4 -6 190 18 re f Q"
    return Sheet().data(REPORT + upright)


def _slanted_words() -> bytes:
    return Sheet().data(REPORT + f"q .8 .6 -.6 .8 330 640 cm {words(SECRET, 0, 0)} 0 g -4 -6 200 18 re f Q")


def _large_unit() -> bytes:
    sheet = Sheet((59.5, 84.2))
    sheet.page.UserUnit = 10
    content = REPORT + words(SECRET) + f"0 g {_BOX} re f"
    return sheet.data(f"q .1 0 0 .1 0 0 cm {content} Q")


def _ocr(*, box: str = "", whitened: bool = False, blackened: bool = False) -> Callable[[], bytes]:
    def make() -> bytes:
        sheet = Sheet()
        picture = scanned()
        area = (70 * 2, (842 - LINE - 12) * 2, 276 * 2, (842 - LINE + 5) * 2)
        if whitened or blackened:
            ImageDraw.Draw(picture).rectangle(area, fill=250 if whitened else 8)
        sheet.picture("Scan", picture)
        return sheet.data(f"q 595 0 0 842 0 0 cm /Scan Do Q {ocr_layer()} {box}")

    return make


def clean_ocr() -> bytes:
    """Return a scan with the words that a scanner's program read from it, and nothing hidden."""
    return _ocr()()


def _ocr_beneath(box: str) -> bytes:
    """Return a scan that is painted over its words, which have a colour, as some programs do it."""
    sheet = Sheet()
    sheet.picture("Scan", scanned())
    return sheet.data(f"{ocr_layer().replace('3 Tr', '')} q 595 0 0 842 0 0 cm /Scan Do Q {box}")


def clean_ocr_beneath() -> bytes:
    """Return a scan painted over the words read from it, with nothing hidden."""
    return _ocr_beneath("")


def scan_under_box(box: str = "0 g 68 692 210 22 re f") -> bytes:
    """Return a scan without any words, and a box drawn over a line of it."""
    sheet = Sheet()
    sheet.picture("Scan", scanned())
    return sheet.data(f"q 595 0 0 842 0 0 cm /Scan Do Q {box}")


def scan_under_mark() -> bytes:
    """Return a scan without any words, and a black mark over a line of it."""
    sheet = Sheet()
    sheet.picture("Scan", scanned())
    sheet.mark("Square", "0 g 0 0 210 22 re f", rect=(68, 692, 278, 714))
    return sheet.data("q 595 0 0 842 0 0 cm /Scan Do Q")


_SCAN_BOX = "0 g 68 692 210 22 re f"

BAD_REDACTIONS = (
    BadRedaction("a black box", _filled_box),
    BadRedaction("a thick line", _thick_line),
    BadRedaction("a dark grey box", _dark_grey_box),
    BadRedaction("a white box", _white_box),
    BadRedaction("a box that lets tips of letters stand out", _sloppy_box),
    BadRedaction("a box in nested forms", _box_in_form),
    BadRedaction("words in a form under a box", _words_in_form),
    BadRedaction("one black pixel stretched", _pixel),
    BadRedaction("an inline picture", _inline_picture),
    BadRedaction("a photograph", _photo),
    BadRedaction("a stencil", _stencil),
    BadRedaction("a pattern", _pattern),
    BadRedaction("a shading", _shading),
    BadRedaction("the ground of a cell, painted late", _cell_ground),
    BadRedaction("full blocks, typed over", _block_letters),
    BadRedaction("a black square mark", _marked("Square")),
    BadRedaction("an opaque highlight", _marked("Highlight", QuadPoints=_QUAD)),
    BadRedaction("a stamp", _marked("Stamp")),
    BadRedaction("white text field typed over", _marked("FreeText", "1 g 0 0 190 18 re f", DA=_DA)),
    BadRedaction("a redaction that was marked and not applied", _marked("Redact")),
    BadRedaction("a square mark that its program did not draw", _square_without_look),
    BadRedaction("white on white", _white_on_white, UNSEEN),
    BadRedaction("nearly white on white", _nearly_white, UNSEEN),
    BadRedaction("black on black", _black_on_black, COVERED),
    BadRedaction("invisible words with nothing behind", _invisible, UNSEEN),
    BadRedaction("wholly transparent words", _transparent, UNSEEN),
    BadRedaction("a wholly transparent group", _transparent_group, UNSEEN),
    BadRedaction("tiny words", _tiny, UNSEEN),
    BadRedaction("words clipped away", _clipped, UNSEEN),
    BadRedaction("a cropped page", _cropped, OUTSIDE),
    BadRedaction("words off the sheet", _off_the_sheet, OUTSIDE),
    BadRedaction("a box on a page turned right", _turned(90)),
    BadRedaction("a box on a page turned over", _turned(180)),
    BadRedaction("a box on a page turned left", _turned(270)),
    BadRedaction("a box over upright words", _upright_words),
    BadRedaction("a box over slanted words", _slanted_words),
    BadRedaction("a page with a large unit", _large_unit),
    BadRedaction("a scan blackened after its words were read", _ocr(blackened=True)),
    BadRedaction("a scan whitened after its words were read", _ocr(whitened=True)),
    BadRedaction("a box over a scan with words", _ocr(box=_SCAN_BOX)),
    BadRedaction("a white box over a scan with words", _ocr(box=_SCAN_BOX.replace("0 g", "1 g"))),
    BadRedaction("a box over a scan that covers its words", lambda: _ocr_beneath(_SCAN_BOX)),
)  # fmt: skip
