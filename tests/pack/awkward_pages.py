"""Makes the awkward PDFs that authors send, builds packs of them, and reads those back with other engines."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import itertools
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, ObjectStreamMode
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from packbuilder.meeting.house_style import HouseStyle
from packbuilder.meeting.meeting import AgendaItem, Document, Meeting
from packbuilder.pack.build import BuiltPack, build_public_pack
from packbuilder.pack.documents import from_disk
from packbuilder.progress import Quiet

Box = tuple[float, float, float, float]

A4: Box = (0, 0, 595, 842)


# Making files.


def words(text: str, x: float = 72, y: float = 700, size: float = 14) -> bytes:
    return f"BT /F0 {size} Tf {x} {y} Td ({text}) Tj ET".encode("latin-1")


def helvetica() -> Dictionary:
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )


def add_page(pdf: pikepdf.Pdf, content: bytes = b"", box: Box = A4) -> pikepdf.Dictionary:
    """Append a page that knows the font /F0; return its dictionary."""
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array(box),
        Resources=Dictionary(Font=Dictionary(F0=helvetica())),
        Contents=pdf.make_stream(content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1].obj


def document(*texts: str) -> pikepdf.Pdf:
    """Return a document with one A4 page for each text."""
    pdf = pikepdf.new()
    for text in texts:
        add_page(pdf, words(text))
    return pdf


def add_annotation(
    pdf: pikepdf.Pdf, page: pikepdf.Dictionary, annotation: pikepdf.Dictionary
) -> pikepdf.Dictionary:
    """Put an annotation on a page; return it as an indirect object."""
    held = pdf.make_indirect(annotation)
    held[Name.Type] = Name.Annot
    if Name.Rect not in held:
        held[Name.Rect] = Array([72, 600, 272, 620])
    if Name.Annots not in page:
        page[Name.Annots] = Array()
    page[Name.Annots].append(held)
    return held


def add_link(pdf: pikepdf.Pdf, page: pikepdf.Dictionary, **entries: object) -> pikepdf.Dictionary:
    link = Dictionary(Subtype=Name.Link)
    for key, value in entries.items():
        link[f"/{key}"] = value
    return add_annotation(pdf, page, link)


def look(pdf: pikepdf.Pdf, content: bytes = b"0 0 1 rg 0 0 200 20 re f") -> pikepdf.Stream:
    """Return a form XObject of 200 x 20 points, as annotations show themselves."""
    form = pdf.make_stream(content)
    form[Name.Type] = Name.XObject
    form[Name.Subtype] = Name.Form
    form[Name.BBox] = Array([0, 0, 200, 20])
    form[Name.Resources] = Dictionary(Font=Dictionary(F0=helvetica()))
    return form


def script(text: str = "app.alert('SCRIPT')") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=pikepdf.String(text))


def file_specification(pdf: pikepdf.Pdf, name: str, data: bytes) -> pikepdf.Dictionary:
    stream = pdf.make_stream(data)
    stream[Name.Type] = Name.EmbeddedFile
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, F=pikepdf.String(name), EF=Dictionary(F=stream)))


def save(pdf: pikepdf.Pdf, path: Path) -> Path:
    with warnings.catch_warnings():
        # Some of these files are meant to have fields that no form lists.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.save(path, static_id=True)
    return path


# Building packs.


def meeting_of(*files: Path, style: HouseStyle | None = None) -> Meeting:
    """Return a meeting with one item for each file."""
    items = tuple(
        AgendaItem(
            id=f"item-{n}",
            title=f"Subject {n}",
            documents=(Document(id=f"document-{n}", file=str(path), title=f"Report {n}"),),
        )
        for n, path in enumerate(files, start=1)
    )
    return Meeting(
        council="Quincunx Council",
        body="Cabinet",
        date=dt.date(2026, 3, 10),
        items=items,
        style=style or HouseStyle(),
    )


@dataclasses.dataclass(frozen=True)
class Pack:
    """A finished pack, with its plan."""

    path: Path
    built: BuiltPack

    def first_page(self, item_number: int) -> int:
        """The page number on which an item starts."""
        first_page = self.built.plan.items[item_number - 1].first_page
        assert first_page is not None
        return first_page


def build(folder: Path, *files: Path, style: HouseStyle | None = None) -> Pack:
    """Build the public pack of a meeting with one item for each file."""
    target = folder / "pack.pdf"
    built = build_public_pack(meeting_of(*files, style=style), target, Quiet(), from_disk())
    return Pack(target, built)


def build_between(folder: Path, pdf: pikepdf.Pdf) -> Pack:
    """Build a pack in which a document is the second item, between two ordinary ones."""
    before = save(document("The report before", "Its end"), folder / "before.pdf")
    middle = save(pdf, folder / "middle.pdf")
    after = save(document("The report after", "Its end"), folder / "after.pdf")
    return build(folder, before, middle, after)


# Reading back.


def all_bytes(path: Path) -> bytes:
    """Return everything a PDF holds, objects and decoded streams, one after the other."""
    parts: list[bytes] = []
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            parts.append(thing.unparse(resolved=True))
            if isinstance(thing, pikepdf.Stream):
                try:
                    parts.append(thing.read_bytes())
                except pikepdf.PdfError:
                    parts.append(thing.read_raw_bytes())
    return b"\n".join(parts)


@contextlib.contextmanager
def seen(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF as a reader sees it, forms drawn."""
    opened = pypdfium2.PdfDocument(path)
    opened.init_forms()
    try:
        yield opened
    finally:
        opened.close()


def picture_of(page: pypdfium2.PdfPage, pixels_a_unit: float = 1.0) -> Image.Image:
    image: Image.Image = page.render(scale=pixels_a_unit).to_pil()
    return image.convert("RGB")


def picture(path: Path, page_number: int, pixels_a_unit: float = 1.0) -> Image.Image:
    """Return one page as a reader sees it."""
    with seen(path) as opened:
        return picture_of(opened[page_number - 1], pixels_a_unit)


def text_of(path: Path, page_number: int) -> str:
    with seen(path) as opened:
        text: str = opened[page_number - 1].get_textpage().get_text_bounded()
        return text


@dataclasses.dataclass(frozen=True)
class Link:
    """A link as pypdf finds it: the page it is on, and the page number or web address it leads to."""

    on_page: int
    target: int | str | None


def links(path: Path) -> list[Link]:
    """Return every link of a PDF, page by page."""
    reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    number_of = {
        page.indirect_reference.idnum: n
        for n, page in enumerate(reader.pages, start=1)
        if page.indirect_reference is not None
    }
    found: list[Link] = []
    for page_number, page in enumerate(reader.pages, start=1):
        for reference in page.get("/Annots", ArrayObject()):
            annotation = reference.get_object()
            if annotation.get("/Subtype") != "/Link":
                continue
            if "/A" in annotation:
                found.append(Link(page_number, str(annotation["/A"]["/URI"])))
                continue
            target = list.__getitem__(annotation["/Dest"], 0)
            assert isinstance(target, IndirectObject), f"a link on page {page_number} leads nowhere"
            found.append(Link(page_number, number_of[target.idnum]))
    return found


def at(thing: object, *keys: str | int) -> PdfObject:
    """Return what lies at the end of a way through dictionaries and arrays, as pypdf finds it."""
    for key in keys:
        held = thing.get_object() if isinstance(thing, PdfObject) else None
        if isinstance(held, DictionaryObject) and isinstance(key, str):
            thing = held.raw_get(key)
        else:
            assert isinstance(held, ArrayObject), f"no {key} in {held}"
            assert isinstance(key, int), f"no {key} in {held}"
            thing = list.__getitem__(held, key)
    assert isinstance(thing, PdfObject)
    return thing


def value_at(thing: object, *keys: str | int) -> object:
    """Return what lies there as a plain value, to be compared."""
    return at(thing, *keys).get_object()


def number_at(thing: object, *keys: str | int) -> int:
    """Return the object number of what lies there."""
    reference = at(thing, *keys)
    assert isinstance(reference, IndirectObject)
    return reference.idnum


def links_inside(pack: Pack, item_number: int) -> list[Link]:
    """Return the links on the pages of one item."""
    plan = pack.built.plan.items[item_number - 1]
    assert plan.first_page is not None
    assert plan.last_page is not None
    return [link for link in links(pack.path) if plan.first_page <= link.on_page <= plan.last_page]


def resaved(pdf: pikepdf.Pdf, path: Path) -> Path:
    """Save a pack that was changed as packs are saved, with object streams."""
    pdf.save(path, object_stream_mode=ObjectStreamMode.generate, static_id=True)
    return path


# Pages of every shape and content.


@dataclasses.dataclass(frozen=True)
class Shape:
    """A page's boxes in points before UserUnit, and what the reader sees of it, worked out by hand."""

    name: str
    media: Box
    visible: Box
    crop: Box | None = None
    extra: tuple[tuple[str, Box], ...] = ()
    is_inherited: bool = False


SHAPES = (
    Shape("A4", A4, A4),
    Shape("off the origin", (300, 200, 895, 1042), (300, 200, 895, 1042)),
    Shape("negative", (-700, -900, -105, -58), (-700, -900, -105, -58)),
    Shape("corners flipped", (595, 842, 0, 0), A4),
    Shape("cropped", A4, (60, 90, 480, 800), crop=(60, 90, 480, 800)),
    Shape("cropped to landscape", A4, (40, 300, 560, 700), crop=(560, 700, 40, 300)),
    Shape("crop partly outside", (0, 0, 700, 900), (0, 120, 420, 900), crop=(-80, 120, 420, 1000)),
    Shape("crop outside at the right", (0, 0, 700, 900), (300, 0, 700, 700), crop=(300, -50, 900, 700)),
    Shape("trimmed", A4, A4, extra=(("/TrimBox", (100, 100, 400, 600)), ("/BleedBox", (90, 90, 410, 610)))),
    Shape("inherited", (20, 30, 615, 872), (20, 30, 615, 872), is_inherited=True),
)
ROTATIONS = (0, 90, 180, 270, -90, 450)
USER_UNITS = (1.0, 2.0)


@dataclasses.dataclass(frozen=True)
class GridPage:
    """One page of the grid: a shape, turned and scaled."""

    shape: Shape
    rotate: int
    user_unit: float

    @property
    def visible(self) -> Box:
        """What the reader sees, in the page's own units."""
        left, bottom, right, top = (edge / self.user_unit for edge in self.shape.visible)
        return left, bottom, right, top

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height as the reader sees the page, in points."""
        left, bottom, right, top = self.shape.visible
        width, height = right - left, top - bottom
        return (height, width) if self.rotate % 180 else (width, height)

    def reader_point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page's own space as the reader sees it, in points from bottom left."""
        left, bottom, right, top = self.visible
        across, up = {
            0: (x - left, y - bottom),
            90: (y - bottom, right - x),
            180: (right - x, top - y),
            270: (top - y, x - left),
        }[self.rotate % 360]
        return across * self.user_unit, up * self.user_unit

    def reader_box(self, box: Box) -> Box:
        """Return a box of the page's own space as the reader sees it, in points."""
        (x1, y1), (x2, y2) = self.reader_point(box[0], box[1]), self.reader_point(box[2], box[3])
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


GRID = tuple(itertools.starmap(GridPage, itertools.product(SHAPES, ROTATIONS, USER_UNITS)))


def drawing(visible: Box) -> str:
    """Return operators that draw all over what is visible, so that anything moved or lost shows."""
    left, bottom, right, top = visible
    width, height = right - left, top - bottom
    parts = [f"0.9 0.95 1 rg {left} {bottom} {width} {height} re f"]
    for step in range(8):
        shade = step / 8
        x, y = left + width * step / 8, bottom + height * step / 8
        parts.append(f"{shade} 0.5 {1 - shade} rg {x} {y} {width / 9} {height / 9} re f")
    parts.append(f"2 w 0 0.4 0 RG {left} {bottom} m {right} {top} l S {left} {top} m {right} {bottom} l S")
    return "\n".join(parts)


def contents(kind: str, visible: Box) -> list[bytes]:
    """Return the content streams of a page of one kind."""
    left, bottom, right, top = visible
    all_of_it = f"{left} {bottom} {right - left} {top - bottom} re"
    drawn = drawing(visible)
    text = f"BT /F0 12 Tf {(left + right) / 2} {(bottom + top) / 2} Td"
    streams: dict[str, list[str]] = {
        "balanced": [f"q\n{drawn}\nQ"],
        "no content": [],
        "save left open under a matrix": [f"{drawn}\nq 0.3 0.1 -0.2 0.4 50 60 cm 1 0 0 rg 10 10 50 50 re f"],
        "one restore too many": [f"q\n{drawn}\nQ Q Q 3 0 0 3 -500 -100 cm 1 0 0 rg"],
        "text object left open": [f"{drawn}\n{text} (open) Tj"],
        "split inside a save": [f"q\n{drawn}", "q 0.5 0 0 0.5 9 9 cm", "1 0 0 rg 20 20 60 60 re f Q", "q"],
        "breaks off inside an array": [f"{drawn}\n{text} [(ab) 120 (c"],
        "breaks off after an unclosed array": [f"{drawn}\n{text} [(ab) 120 (cd) TJ"],
        "breaks off inside a string": [f"{drawn}\n{text} (We preferred plan B"],
        "breaks off inside a dictionary": [f"{drawn}\n/Span <</Lang (en) BDC"],
        "matrix without a save": [f"{drawn}\n0.02 0 0 -0.03 300 300 cm 7 Tr 50 Tz"],
        "save open, and a restore only in words": [f"{drawn}\n.2 0 0 .2 0 0 cm q {text} (A Q and A) Tj ET"],
        "clipped to a corner": [f"{drawn}\n{left} {bottom} 9 9 re W n"],
        "ends in a comment": [f"{drawn}\n9 0 0 9 0 0 cm % the end of panel B"],
        "path left unpainted": [f"{drawn}\n{all_of_it}"],
        "clip left pending": [f"{drawn}\n{left} {bottom} 9 9 re W"],
        "hidden layer left open": [f"{drawn}\n/OC /Hidden BDC 1 0 0 rg {all_of_it} f"],
    }
    return [stream.encode() for stream in streams[kind]]


CONTENT_KINDS = (
    "balanced",
    "no content",
    "save left open under a matrix",
    "one restore too many",
    "text object left open",
    "split inside a save",
    "breaks off inside an array",
    "breaks off after an unclosed array",
    "breaks off inside a string",
    "breaks off inside a dictionary",
    "matrix without a save",
    "save open, and a restore only in words",
    "clipped to a corner",
    "ends in a comment",
    "path left unpainted",
    "clip left pending",
    "hidden layer left open",
)


def grid_document(kind: str, pages: Sequence[GridPage] = GRID) -> pikepdf.Pdf:
    """Return a document with one page of each geometry, all with one kind of content."""
    pdf = pikepdf.new()
    hidden = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("Hidden")))
    pdf.Root[Name.OCProperties] = Dictionary(OCGs=Array([hidden]), D=Dictionary(OFF=Array([hidden])))
    resources = Dictionary(Font=Dictionary(F0=helvetica()), Properties=Dictionary(Hidden=hidden))
    root = pdf.Root.Pages
    for grid_page in pages:
        shape, unit = grid_page.shape, grid_page.user_unit
        streams = [pdf.make_stream(data) for data in contents(kind, grid_page.visible)]
        page = Dictionary(Type=Name.Page, Parent=root)
        if streams:
            page[Name.Contents] = streams[0] if len(streams) == 1 else Array(streams)
        if unit != 1:
            page[Name.UserUnit] = unit
        holder = page
        if shape.is_inherited:
            holder = pdf.make_indirect(Dictionary(Type=Name.Pages, Parent=root, Count=1))
            page[Name.Parent] = holder
        holder[Name.MediaBox] = _scaled(shape.media, unit)
        holder[Name.Resources] = resources
        if grid_page.rotate:
            holder[Name.Rotate] = grid_page.rotate
        if shape.crop is not None:
            holder[Name.CropBox] = _scaled(shape.crop, unit)
        for key, box in shape.extra:
            page[key] = _scaled(box, unit)
        kid = pdf.make_indirect(page)
        if shape.is_inherited:
            holder[Name.Kids] = Array([kid])
            kid = holder
        root.Kids.append(kid)
    root[Name.Count] = len(pages)
    return pdf


def _scaled(box: Box, unit: float) -> Array:
    return Array([edge / unit for edge in box])
